"""The daemon's postman: sends what is due to the CRMs, and looks up what may have arrived. A thread of its own, so that a slow CRM
delays no mailbox. Each transaction is a turn at the store; none is held while a CRM is asked.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from cli import filing, noting, sending
from cli.daemon_desk import Desk
from store.outbox import Outbox
from sync.errors import RepsideError, StoreInUse

LOOK = 5.0
"""Seconds between two looks at what is due."""
ASK_AGAIN = 900.0
"""Seconds between two questions for what may have arrived."""

NOTE_AGAIN = 60.0
"""Seconds between two looks at activities for the CRM's history."""


class Postman:
    """One for the whole daemon. All public methods are for the main thread."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._ended = threading.Event()
        self._asked, self._noted = -ASK_AGAIN, -NOTE_AGAIN
        self._thread = threading.Thread(target=self._run, name="post", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End after what is being sent."""
        self._ended.set()

    def ended(self, seconds: float) -> bool:
        """Wait for the end, at most so long. What is cut off while it is being sent is looked up later."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while not self._ended.is_set():
            try:
                self._round()
            except RepsideError:
                pass  # the store is busy or away: the next look tries again
            except Exception as problem:  # a bug here must not end the sending for good
                self._desk.keep(problem)
            self._ended.wait(LOOK)

    def _round(self) -> None:
        store, crms = self._desk.writing(self._turn), sending.opening(self._desk.app)
        sending.send(store, crms)
        outbox = Outbox(store.database, store.digest, store.clock)
        if time.monotonic() - self._asked >= ASK_AGAIN and outbox.unknown():
            self._asked = time.monotonic()
            sending.look_up(store, crms)
        if time.monotonic() - self._noted >= NOTE_AGAIN:
            self._noted = time.monotonic()
            noting.send(self._desk.store, crms, filing.grace(self._desk.app))

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """A turn at the store, however long another process has it: what a CRM answered must be written down."""
        with ExitStack() as held:
            while True:
                try:
                    held.enter_context(self._desk.records())
                    break
                except StoreInUse:
                    if self._desk.trouble is not None or self._ended.is_set():
                        raise
            yield
