"""One writer at a time: a lock that dies with its process, whatever a stale file says."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import text

from store.database import Database
from sync.errors import NoPermission, StoreInUse

_ADVISORY = 0x5265_7073  # "Reps": the one advisory lock of a PostgreSQL store


@contextmanager
def writer(database: Database) -> Iterator[None]:
    """Own the store for writing. Raises StoreInUse, with the process that holds it, at once."""
    if database.path is None:
        with _postgres(database):
            yield
        return
    with _file(Path(f"{database.path}.lock")):
        yield


def holder(database: Database) -> str:
    """The process that writes to the store now; empty when none does."""
    if database.path is None:
        return ""
    path = Path(f"{database.path}.lock")
    if not path.exists():
        return ""
    try:
        with _file(path):
            return ""
    except StoreInUse as error:
        return str(error.fields["pid"])


@contextmanager
def _file(path: Path) -> Iterator[None]:
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise NoPermission(path=path, why=error.strerror or "it cannot be opened") from error
    try:
        if not _lock(handle):
            pid = os.pread(handle, 20, 0).decode("ascii", "replace").strip() if hasattr(os, "pread") else ""
            raise StoreInUse(pid=pid or "unknown")
        os.ftruncate(handle, 0)
        os.write(handle, str(os.getpid()).encode())
        yield
    finally:
        os.close(handle)  # and with it the lock


def _lock(handle: int) -> bool:
    if os.name == "nt":
        import msvcrt

        with contextlib.suppress(OSError):
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]  # Windows only
            return True
        return False
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


@contextmanager
def _postgres(database: Database) -> Iterator[None]:
    with database.engine.connect() as connection:
        if not connection.scalar(text("select pg_try_advisory_lock(:key)"), {"key": _ADVISORY}):
            raise StoreInUse(pid="another connection")
        connection.commit()
        try:
            yield
        finally:
            connection.execute(text("select pg_advisory_unlock(:key)"), {"key": _ADVISORY})
            connection.commit()
