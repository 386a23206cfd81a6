"""Many GETs in one request: each part with its own status, and only those that failed asked again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, Protocol

from connectors.door import Door
from connectors.http import Answer, Refused
from connectors.wire import json_values
from connectors.wire.json_values import Part
from sync.errors import BrokenAnswer, ConsentOver, ProviderBusy, RepsideError

TRIES = 4
"""Times that a part is asked for before the page waits for the next round."""


class Envelope(Protocol):
    """How a provider packs its batches."""

    path: str
    headers: Mapping[str, str]
    size: int
    """Parts of a request, at most."""

    def pack(self, paths: Mapping[str, str]) -> bytes:
        """The body of a request: mark → path with its query."""

    def split(self, answer: Answer, marks: list[str], host: str) -> dict[str, Part]:
        """The answers by mark; one that is missing is missing. Raises BrokenAnswer."""


class Lost(NamedTuple):
    """A part that brought no object."""

    gone: bool
    """The provider says that there is no such item."""
    error: str = ""
    """A class name, for what cannot be read."""


class Batches:
    """The batches of one service."""

    def __init__(self, door: Door, envelope: Envelope) -> None:
        self._door = door
        self._envelope = envelope

    def get(self, paths: Mapping[str, str], units: int) -> Iterator[tuple[str, dict[str, Any] | Lost]]:
        """The answers by name, in any order, one each; `units` is what a part costs. Raises what stops them all."""
        names = list(paths)
        while names:
            size = self._door.fits(units, self._envelope.size)
            part, names = names[:size], names[size:]
            yield from self._all({name: paths[name] for name in part}, units)

    def _all(self, paths: Mapping[str, str], units: int) -> Iterator[tuple[str, dict[str, Any] | Lost]]:
        left = dict(paths)
        failed: RepsideError | None = None
        renewed, tries = False, TRIES
        while tries:
            before, failures = len(left), []
            for name, part in self._once(left, units).items():
                outcome = self._outcome(part)
                if isinstance(outcome, RepsideError):
                    failures.append(outcome)
                    continue
                del left[name]
                yield name, outcome
            if not left:
                return
            failed = max(failures, key=_weight, default=None)
            # Without a failure the rest waited for parts that are gone, and was not asked yet.
            tries -= failed is not None or len(left) == before
            if isinstance(failed, ConsentOver) and not renewed:
                renewed = True
                self._door.renew()
            elif isinstance(failed, ProviderBusy):
                self._door.slow(failed)
            elif failed is not None and not isinstance(failed, BrokenAnswer):
                break
        raise failed or BrokenAnswer(host=self._door.host, why="a batch leaves out answers")

    def _once(self, left: Mapping[str, str], units: int) -> dict[str, Part]:
        """One request for what is left."""
        names = {f"n{number}": name for number, name in enumerate(left)}
        body = self._envelope.pack({mark: left[name] for mark, name in names.items()})
        answer = self._door.send("POST", self._envelope.path, units * len(left), self._envelope.headers, body)
        parts = self._envelope.split(answer, list(names), self._door.host)
        return {names[mark]: part for mark, part in parts.items()}

    def _outcome(self, part: Part) -> dict[str, Any] | Lost | RepsideError:
        if part.status == 200:
            try:
                found = json_values.read(part.body, self._door.host) if part.value is None else part.value
            except BrokenAnswer as error:
                return error
            if json_values.text(found, "id"):
                return found
            return BrokenAnswer(host=self._door.host, why="not the item that was asked for")
        refused = self._door.refusal(part.status, part.headers, part.body)
        if not isinstance(refused, Refused):
            return refused
        return Lost(gone=True) if refused.status in {404, 410} else Lost(gone=False, error="Refused")


def _weight(error: RepsideError) -> tuple[int, float]:
    """Which of several failures decides: what waiting does not mend, then whoever asks for the longest wait."""
    if isinstance(error, ProviderBusy):
        return 1, error.retry_after or 0
    return (0, 0) if isinstance(error, BrokenAnswer) else (2, isinstance(error, ConsentOver) - 1)
