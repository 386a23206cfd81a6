"""One of the few places of the accounts that are read at the same time. A thread that hangs loses its place to another."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager


class Place:
    """Taken by one thread for a round; `give_up` and `idle_for` are for the one that watches it."""

    def __init__(self, places: threading.Semaphore) -> None:
        self._places = places
        self._lock = threading.Lock()
        self._held = False
        self._moved = time.monotonic()

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Wait for a place; it is given back at the end, unless it was lost."""
        self._places.acquire()
        self._moved = time.monotonic()
        self._held = True
        try:
            yield
        finally:
            self.give_up()

    def moved(self) -> None:
        """A step was made."""
        self._moved = time.monotonic()

    def idle_for(self) -> float:
        """Seconds since the last step of a round; 0 between rounds."""
        return time.monotonic() - self._moved if self._held else 0.0

    def give_up(self) -> None:
        """Let another one have it. Once for each time that it was taken."""
        with self._lock:
            if self._held:
                self._held = False
                self._places.release()
