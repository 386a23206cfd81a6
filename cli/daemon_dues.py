"""When the streams of one account are due, in memory, and in the store as far as a restart needs it."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from typing import Any

from cli.wiring import Writing
from store import duty
from sync.errors import RepsideError
from sync.ports import Random
from sync.schedule import QUIETEST, Due, Outcome, next_due, pulled_in

LISTING = ""
"""Stands for the list of the account's streams, which is read again now and then."""
HEARTBEAT = 300
"""Seconds between two notes that the daemon is at this account, when nothing else is to be written."""


class Dues:
    """Used by the account's thread; `poke` by others."""

    def __init__(self, store: Writing, account: str, random: Random) -> None:
        self._store = store
        self._account = account
        self._random = random
        self._lock = threading.Lock()
        found = duty.load(store.database, account)
        now = store.clock.now()
        self._at = {remote: pulled_in(due, now) for remote, due in found.streams.items()}
        self._errors: dict[str, RepsideError] = {}
        first = Due(found.next_check_at or 0, 0, 1) if found.failed_at is not None else Due()
        self._at[LISTING] = pulled_in(first, now)
        self._unknown = {remote for remote, due in self._at.items() if due.failures}
        self.failed_at = found.failed_at
        """When the last round before this daemon failed, if it did."""
        self._saved = 0
        self._dirty = False

    def due(self, now: int) -> list[str]:
        """What is to be looked at now."""
        with self._lock:
            self._at = {remote: pulled_in(due, now) for remote, due in self._at.items()}
            return [remote for remote, due in self._at.items() if due.at <= now]

    def is_due(self, remote: str, now: int) -> bool:
        """Whether this one is."""
        with self._lock:
            return self._at.get(remote, Due()).at <= now

    def next(self) -> int:
        """When something is due again."""
        with self._lock:
            return min(due.at for due in self._at.values())

    def poke(self, streams: Iterable[str], *, failing: bool = False) -> None:
        """Make these due now; `failing`: and all that failed."""
        wanted = set(streams)
        with self._lock:
            for remote, due in self._at.items():
                if remote in wanted or (failing and due.failures):
                    self._at[remote] = due._replace(at=0)

    def poke_all(self) -> None:
        """Make everything due that has not failed, and what failed no later than it was."""
        with self._lock:
            self._at = {r: due if due.failures else due._replace(at=0) for r, due in self._at.items()}

    def listed(self, streams: Mapping[str, object], now: int) -> None:
        """The account has these streams now."""
        with self._lock:
            kept = {remote: self._at.get(remote, Due()) for remote in streams}
            self._at = {LISTING: Due(now + QUIETEST), **kept}
        for known in (self._errors, self._unknown):
            _keep(known, {LISTING, *streams})
        self._settle(LISTING, None)

    def done(self, remote: str, outcome: Outcome, now: int) -> None:
        """A look at this stream ended so."""
        with self._lock:
            before = self._at.get(remote, Due())
            self._at[remote] = next_due(outcome, before, now, self._random)
        self._dirty = self._dirty or outcome.error is not None or bool(before.failures)
        self._settle(remote, outcome.error)

    def failed(self, error: RepsideError, now: int) -> None:
        """The round broke off: whatever was due, is due again after the same time."""
        with self._lock:
            due = [remote for remote, each in self._at.items() if each.at <= now] or [LISTING]
            worst = max((self._at[remote] for remote in due), key=lambda each: each.failures)
            after = next_due(Outcome(error=error), worst, now, self._random)
            # Nothing of this account is tried before: it is one server.
            for remote, each in self._at.items():
                if remote in due:
                    self._at[remote] = after._replace(quiet=each.quiet)
                else:
                    self._at[remote] = each._replace(at=max(each.at, after.at))
        self._dirty = True
        for remote in due:
            self._settle(remote, error)

    def _settle(self, remote: str, error: RepsideError | None) -> None:
        self._unknown.discard(remote)
        if error is None:
            self._errors.pop(remote, None)
        else:
            self._errors[remote] = error

    def failing(self, remote: str) -> bool:
        """Whether the last look at it failed."""
        return remote in self._errors

    def error(self) -> RepsideError | None:
        """What is still wrong with one of the streams."""
        return next(iter(self._errors.values()), None)

    def unsure(self) -> bool:
        """Whether something failed before this daemon began and was not tried since: then the old word stands."""
        return bool(self._unknown) and not self._errors

    def save(self, now: int) -> None:
        """Write what a restart must know at once, and the rest with the heartbeat."""
        if not self._dirty and 0 <= now - self._saved < HEARTBEAT:
            return
        with self._lock:
            streams = {remote: due for remote, due in self._at.items() if remote != LISTING}
        duty.save(self._store.database, self._account, streams, self.next(), now)
        self._saved, self._dirty = now, False


def _keep(known: Any, present: set[str]) -> None:
    for remote in set(known) - present:
        known.pop(remote) if isinstance(known, dict) else known.discard(remote)
