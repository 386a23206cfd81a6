"""The daemon's thread for the CRMs: each is pulled every quarter of an hour. Whatever goes wrong there delays no mail."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from cli import crms
from cli.daemon_desk import Desk, Stopped
from store import crms as rows
from sync.errors import RepsideError

_LOOK = 30.0
"""Seconds between two looks at the clock."""


class Puller:
    """All public methods are for other threads, and return at once."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="crm", daemon=True)

    def start(self) -> None:
        """Begin, where there is a CRM at all."""
        if self._desk.app.settings.crm:
            self._thread.start()

    def stop(self) -> None:
        """End after the page that is being taken in: what comes later is not stored."""
        self._ended.set()

    def _run(self) -> None:
        while not self._ended.is_set():
            try:
                self._round()
            except Stopped:
                return
            except RepsideError:
                pass  # the store is busy or away: the next look tries again
            except Exception as problem:  # as in an account's thread
                self._desk.keep(problem)
            self._ended.wait(_LOOK)

    def _round(self) -> None:
        store = self._desk.writing(self._turn)
        for crm in self._desk.app.settings.crm:
            rows.ensure(store.database, crm.name, crm.kind)
            if rows.is_due(store.database, crm.name, store.clock.now()):
                crms.one(self._desk.app, store, crm, (Stopped,))

    @contextmanager
    def _turn(self) -> Iterator[None]:
        with self._desk.records():
            if self._ended.is_set():
                raise Stopped
            yield
