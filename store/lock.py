"""One writer at a time, and one daemon: locks that die with their process, whatever a stale file says.

The daemon holds a lock of its own for its life and the writer's lock only while it stores something, so that an import or an
exclusion gets its turn. Each writer leaves its mark: whoever comes next sees whether somebody else wrote in between, and
decides anew by what the store says now.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from config import oslock
from store.database import Database
from sync.errors import StoreInUse

MARK = f"{os.getpid()} {os.urandom(8).hex()}"
"""This process, as other writers know it: its number and something that no later process of that number has."""

_WRITER, _DAEMON, _SENDER = 0x5265_7073, 0x5265_7074, 0x5265_7075  # "Reps", and the next: advisory locks on PostgreSQL
_PROBED = 1.0
"""Seconds that a daemon waits for its lock: somebody may have asked at this moment whether there is one."""


@contextmanager
def writer(database: Database, wait: float = 0) -> Iterator[bool]:
    """Own the store for writing; True when another process wrote since this one last did.

    Raises StoreInUse, with the process that holds it, after `wait` seconds.
    """
    if database.path is None:
        with _postgres(database, _WRITER, wait) as connection:
            foreign, database.fence = _marked(connection)
            yield foreign
        return
    with _file(Path(f"{database.path}.lock"), wait) as handle:
        yield _mark(handle)


@contextmanager
def daemon(database: Database) -> Iterator[None]:
    """Be the one daemon of this store. Raises StoreInUse with the process that already is."""
    if database.path is None:
        with _postgres(database, _DAEMON, _PROBED):
            yield
        return
    with _file(Path(f"{database.path}.daemon"), _PROBED) as handle:
        _mark(handle)
        yield


@contextmanager
def sender(database: Database, wait: float = 0) -> Iterator[None]:
    """Be the one who sends to CRMs. What is found half sent is then of a process that died. Raises StoreInUse."""
    if database.path is None:
        with _postgres(database, _SENDER, wait):
            yield
        return
    with _file(Path(f"{database.path}.sending"), wait) as handle:
        _mark(handle)
        yield


def holder(database: Database) -> str:
    """The process that writes to the store now; empty when none does."""
    return "" if database.path is None else _holder(Path(f"{database.path}.lock"))


def daemon_process(database: Database) -> str:
    """The process of the store's daemon; empty when there is none."""
    if database.path is not None:
        return _holder(Path(f"{database.path}.daemon"))
    try:
        with _postgres(database, _DAEMON, 0):
            return ""
    except StoreInUse as error:
        return str(error.fields["pid"])


def last_writer(database: Database) -> str:
    """The mark of the last writer; empty when it cannot be told."""
    if database.path is None:
        with database.read() as connection:
            return str(connection.scalar(_LAST) or "")
    try:
        return Path(f"{database.path}.lock").read_text("ascii", "replace")
    except OSError:
        return ""


def _holder(path: Path) -> str:
    if not path.exists():
        return ""
    try:
        with _file(path, 0):
            return ""
    except StoreInUse as error:
        return str(error.fields["pid"])


@contextmanager
def _file(path: Path, wait: float) -> Iterator[int]:
    with oslock.held(path, wait, lambda handle: StoreInUse(pid=_read(handle).partition(" ")[0] or "unknown")) as handle:
        yield handle


def _mark(handle: int) -> bool:
    """Leave our mark; whether another one was there."""
    if _read(handle) == MARK:
        return False
    os.ftruncate(handle, 0)
    os.lseek(handle, 0, os.SEEK_SET)
    os.write(handle, MARK.encode())
    return True


def _read(handle: int) -> str:
    with contextlib.suppress(OSError):  # Windows does not let anyone read what another process has locked
        os.lseek(handle, 0, os.SEEK_SET)
        return os.read(handle, 100).decode("ascii", "replace").strip()
    return ""


@contextmanager
def _postgres(database: Database, key: int, wait: float) -> Iterator[Connection]:
    with database.read() as connection:

        def take() -> bool:
            taken = connection.scalar(text("select pg_try_advisory_lock(:key)"), {"key": key})
            connection.commit()
            return bool(taken)

        if not oslock.waited(take, wait):
            raise StoreInUse(pid="another connection")
        try:
            yield connection
        finally:
            with contextlib.suppress(DBAPIError):  # a lock dies with its connection
                connection.execute(text("select pg_advisory_unlock(:key)"), {"key": key})
                connection.commit()


def _marked(connection: Connection) -> tuple[bool, Callable[[Connection], None] | None]:
    """As `_mark`, in the table of facts, and the fence that stands on it; before the first migration there is none."""
    if connection.scalar(text("select to_regclass('facts')")) is None:
        connection.commit()
        return True, None
    foreign: bool = connection.scalar(_LAST) != MARK
    if foreign:
        connection.execute(_PUT, {"mark": MARK})
    connection.commit()
    return foreign, _fence


def _fence(connection: Connection) -> None:
    """The lock is gone with its connection when the server restarts; whoever takes it then leaves a mark.

    The row stays locked to the end of our transaction, so that the next writer's mark, and all it writes, comes after it.
    """
    mark = str(connection.scalar(_HELD) or "")
    if mark != MARK:
        raise StoreInUse(pid=mark.partition(" ")[0] or "unknown")


_LAST = text("select value from facts where name = 'writer'")
_HELD = text("select value from facts where name = 'writer' for share")
_PUT = text(
    "insert into facts (name, value) values ('writer', :mark) on conflict (name) do update set value = excluded.value"
)
