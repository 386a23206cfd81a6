"""Locks of the operating system on small files: they die with their process, whatever a stale file says."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sync.errors import NoPermission, RepsideError

_PAUSE = 0.02


@contextmanager
def held(path: Path, wait: float, busy: Callable[[int], RepsideError]) -> Iterator[int]:
    """The open file, locked by this process alone. After `wait` seconds raises what `busy` makes of the file. Raises NoPermission."""
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise NoPermission(path=path, why=error.strerror or "it cannot be opened") from error
    try:
        if not waited(lambda: _lock(handle), wait):
            raise busy(handle)
        yield handle
    finally:
        os.close(handle)  # and with it the lock


def waited(take: Callable[[], bool], wait: float) -> bool:
    """Whether it could be taken within so many seconds."""
    until = time.monotonic() + wait
    while not take():
        if time.monotonic() >= until:
            return False
        time.sleep(_PAUSE)
    return True


def _lock(handle: int) -> bool:
    if os.name == "nt":
        import msvcrt

        with contextlib.suppress(OSError):
            os.lseek(handle, 0, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]  # Windows only
            return True
        return False
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
