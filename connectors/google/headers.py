"""Headers of many messages: in batches, and conversations as a whole where that is cheaper."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

from connectors.batches import Batches, Lost
from connectors.google.calls import Calls
from connectors.google.quota import Cost
from connectors.headers import page, parsed
from connectors.wire import google_mail
from connectors.wire.google_mail import OUTSIDE
from connectors.wire.header_block import Unparsed
from connectors.wire.json_values import objects, text
from sync.model import Cursor, Gone, Page, Ref, Rejected

MAX_AHEAD = 5_000
"""Headers that came with their conversation and wait for their page."""


class Headers:
    """The headers of one account. `since`: what Google dates before is named only."""

    def __init__(self, batches: Batches, calls: Calls, since: int | None) -> None:
        self._batches = batches
        self._calls = calls
        self._since = since
        self._ahead: OrderedDict[str, dict[str, Any]] = OrderedDict()

    def page(self, wanted: Mapping[str, str], cursor: Cursor) -> Page:
        """What is to be stored of these messages: id → conversation, where the whole of it is cheaper, else empty."""
        return page(self.get(wanted).values(), cursor, self._since)

    def get(self, wanted: Mapping[str, str]) -> dict[str, Ref | Gone | Rejected]:
        """One outcome an id. `wanted`: id → conversation, empty where it is not known."""
        found: dict[str, Ref | Gone | Rejected] = {}
        ready = {name: self._ahead.pop(name) for name in wanted if name in self._ahead}
        rest = {name: thread for name, thread in wanted.items() if name not in ready}
        ready |= self._threads(rest)
        paths = {name: self._calls.header(name) for name in rest if name not in ready}
        for name, answer in self._batches.get(paths, Cost.GET):
            if isinstance(answer, Lost):
                found[name] = Gone(name) if answer.gone else Rejected(name, answer.error)
            else:
                ready[name] = answer
        return found | _outcomes(ready)

    def _threads(self, wanted: Mapping[str, str]) -> dict[str, dict[str, Any]]:
        """The messages of the conversations that are named. Those of other pages wait for theirs."""
        paths = {thread: self._calls.thread(thread) for thread in dict.fromkeys(wanted.values()) if thread}
        ready: dict[str, dict[str, Any]] = {}
        for _, answer in self._batches.get(paths, Cost.THREAD):
            for message in [] if isinstance(answer, Lost) else objects(answer, "messages"):
                name = text(message, "id")
                (ready if name in wanted else self._ahead)[name] = message
        while len(self._ahead) > MAX_AHEAD:
            self._ahead.popitem(last=False)
        return ready


def _outcomes(messages: Mapping[str, dict[str, Any]]) -> dict[str, Ref | Gone | Rejected]:
    """What the messages are, their headers parsed at once."""
    found: dict[str, Ref | Gone | Rejected] = {}
    kept: list[Unparsed] = []
    for name, message in messages.items():
        if OUTSIDE.isdisjoint(google_mail.labels(message)):
            kept.append(google_mail.unparsed(name, message))
        else:
            found[name] = Gone(name)
    return found | parsed(kept)
