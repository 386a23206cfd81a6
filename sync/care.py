"""An item whose reading ends the process must not do so for ever (I7).

Before items are read their ids are noted; the commit takes the note away. A note that is left over counts one end of the process:

    first and second time   the part is read again, as a whole
    third time              its items are read one by one, each with a note of its own
    after that              a left-over note names one item: it is set aside as KILLED, and the cursor goes on

An error of ours while reading counts in the same way, but for one item alone it needs no third end: it is set aside at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cached_property
from typing import NamedTuple, TypeVar

from sync.errors import Bug, RepsideError
from sync.ports import KILLED, Attempt, Commit, Item, Ledger

T = TypeVar("T")

TRIES = 3
"""At this try of a part its items are read one by one."""


class _Past(NamedTuple):
    """What earlier runs left behind."""

    tries: int
    ids: frozenset[str]
    killers: frozenset[str]
    caught: frozenset[str]
    """Just now set aside: not to be read in this cycle, whoever named them."""


class Care:
    """Stands by while one stream is read in one cycle. Costs nothing before the first part is read."""

    def __init__(self, ledger: Ledger, stream: int) -> None:
        self._ledger = ledger
        self._stream = stream
        self._broke = False

    @property
    def killers(self) -> frozenset[str]:
        """Ids that are set aside and may not be read with a listing."""
        return self._past.killers

    def parts(self, ids: Sequence[str], size: int) -> Iterator[list[str]]:
        """The ids in parts that may be read at once; suspects come alone, after the others."""
        suspects = self._suspects
        if suspects:
            ids = [id for id in ids if id not in self._past.caught]
        others = [id for id in ids if id not in suspects] if suspects else list(ids)
        yield from (others[at : at + size] for at in range(0, len(others), size))
        yield from ([id] for id in ids if id in suspects)

    def read(self, ids: Sequence[str], work: Callable[[], T], failed: Callable[[str], T]) -> T:
        """Do the work on these ids under a note. `failed` gives what stands for one item whose reading broke, by the error's name."""
        suspect = len(ids) == 1 and ids[0] in self._suspects
        self._ledger.begin(self._stream, Attempt(TRIES if suspect else self._tries(ids), tuple(ids)))
        try:
            return work()
        except Exception as error:
            if isinstance(error, RepsideError) and not isinstance(error, Bug):
                raise
            if suspect:
                return failed(type(error).__name__)
            self._broke = True
            raise

    @contextmanager
    def settled(self) -> Iterator[None]:
        """Around reading and commit: an end that is no item's fault takes the note away."""
        _ = self._past  # a commit wipes what an earlier run left behind
        try:
            yield
        except BaseException:
            if not self._broke:
                with suppress(Exception):  # a full disk, say; what was raised first is told
                    self._ledger.begin(self._stream, None)
            raise

    def over(self) -> None:
        """The stream was read to its end: a note that is left names items that nobody asks for any more."""
        if self._ledger.attempt(self._stream) is not None:
            self._ledger.begin(self._stream, None)

    def _tries(self, ids: Sequence[str]) -> int:
        return self._past.tries + 1 if not self._past.ids.isdisjoint(ids) else 1

    @cached_property
    def _suspects(self) -> frozenset[str]:
        past = self._past
        return past.killers | past.ids if past.tries >= TRIES - 1 else past.killers

    @cached_property
    def _past(self) -> _Past:
        left = self._ledger.attempt(self._stream)
        caught: frozenset[str] = frozenset()
        if left is not None and left.tries >= TRIES:
            caught = frozenset(left.ids)
            self._ledger.commit(self._stream, Commit([Item(id, "quarantined", KILLED) for id in left.ids], ()))
            left = None
        killers = self._ledger.killers(self._stream)
        tries, ids = (left.tries, left.ids) if left else (0, ())
        return _Past(tries, frozenset(ids), killers, caught)
