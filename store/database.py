"""Opens the store: SQLite on the rep's machine, PostgreSQL by URL. The only place that sets pragmas and maps errors.

Journal: SQLite 3.7.0 to 3.51.2 can lose commits in WAL mode when several connections write and checkpoint (the WAL-reset bug;
mended in 3.51.3 and in 3.50.7 and 3.44.6). On an affected library the store uses a rollback journal, which the bug cannot reach;
docs/why/store.md has the reasons. Every commit is synchronous: what the cursor covers is on the disk.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from config.paths import make_private
from sync.errors import Bug, DiskFull, NoPermission, RepsideError, StoreAway, StoreBusy, StoreDamaged, StoreMissing

BUSY_SECONDS = 30
"""How long a connection waits for another one before it says that the store is in use."""


def wal_is_safe(version: tuple[int, int, int] = sqlite3.sqlite_version_info) -> bool:
    """Whether this SQLite is free of the WAL-reset bug."""
    return version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51, 0) or (3, 44, 6) <= version < (3, 45, 0)


class Database:
    """One store. `write()` gives one transaction, `read()` a connection that cannot change anything."""

    def __init__(self, url: str, engine: Engine, path: Path | None, *, read_only: bool) -> None:
        self.url = url
        self.engine = engine
        self.path = path
        self.read_only = read_only
        self.fence: Callable[[Connection], None] | None = None
        """Asked at the beginning of each transaction whether we may still write; raises what forbids it (lock.py)."""

    @classmethod
    def open(cls, url: str, *, read_only: bool = False) -> Database:
        """Open a store by URL: `sqlite:///PATH` or `postgresql://…`. Raises StoreMissing, NoPermission."""
        if not url.startswith("sqlite"):
            return cls(url, _postgres(url, read_only=read_only), None, read_only=read_only)
        path = Path(make_url(url).database or "")
        if read_only and not path.exists():
            raise StoreMissing(path=path)
        if not read_only:
            _create_private(path)
        database = cls(url, _sqlite(path, read_only=read_only), path, read_only=read_only)
        if read_only:
            database._recover(path)
        return database

    @property
    def dialect(self) -> str:
        """`sqlite` or `postgresql`."""
        return self.engine.dialect.name

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction: all of it or nothing."""
        with self._mapped(), self.engine.begin() as connection:
            if self.fence is not None:
                self.fence(connection)
            yield connection

    @contextmanager
    def rebuilding(self) -> Iterator[Connection]:
        """One transaction of a migration. SQLite looks at its foreign keys at the end only, for tables are built anew in it."""
        if self.path is None:
            with self.write() as connection:
                yield connection
            return
        with self._mapped(), self.engine.connect() as connection:
            driver: Any = connection.connection.driver_connection
            driver.execute("pragma foreign_keys=off")  # means nothing inside a transaction
            try:
                with connection.begin():
                    yield connection
                    if connection.exec_driver_sql("pragma foreign_key_check").first() is not None:
                        raise StoreDamaged(why="rows refer to others that are not there")
            finally:
                driver.execute("pragma foreign_keys=on")

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A consistent look at the store."""
        with self._mapped(), self.engine.connect() as connection:
            yield connection

    def close(self) -> None:
        """Let go of all connections."""
        self.engine.dispose()

    @contextmanager
    def _mapped(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            raise mapped(error.orig or error, self.path or self.url.partition("@")[2]) from error
        except UnicodeDecodeError as error:  # SQLite's driver, of a row or of its own message about a damaged schema
            raise StoreDamaged(why="some of its text cannot be read") from error

    def _recover(self, path: Path) -> None:
        """A crashed writer leaves a journal that a read-only connection may not roll back: open it once for writing."""
        journal = Path(f"{path}-journal")
        if journal.exists() and journal.stat().st_size and os.access(path, os.W_OK):
            with sqlite3.connect(path, timeout=BUSY_SECONDS) as connection:
                connection.execute("select count(*) from sqlite_master").fetchone()
            connection.close()


def mapped(error: BaseException, where: object) -> RepsideError:
    """A driver's error as one of ours, by its remedy."""
    text = str(error).lower()
    if not isinstance(error, sqlite3.Error) and _passes(error):
        return StoreAway()
    if "disk is full" in text or "no space" in text or "disk i/o" in text:
        return DiskFull(path=where)
    if any(word in text for word in ("malformed", "not a database", "corrupt", "could not decode to utf-8")) or (
        isinstance(error, sqlite3.OperationalError) and ("no such" in text or "has no column" in text)
    ):  # our statements name what the schema has; checkup.py finds which it is
        return StoreDamaged(why=str(error))
    if "readonly" in text or "unable to open" in text or "permission denied" in text:
        return NoPermission(path=where, why="it cannot be written")
    if "locked" in text or "busy" in text:
        return StoreBusy(path=where)
    if isinstance(error, sqlite3.ProgrammingError | sqlite3.IntegrityError):
        return Bug(why=type(error).__name__)
    if (getattr(error, "sqlstate", None) or "")[:2] == _BROKEN_RULE:
        return Bug(why="IntegrityError")
    return Bug(why=f"{type(error).__name__} in the store")


def _passes(error: BaseException) -> bool:
    """Whether PostgreSQL, or the way to it, may be better in a moment. Without a state there was no answer at all."""
    state = getattr(error, "sqlstate", None)
    return type(error).__name__ in _AWAY if state is None else state[:2] in _PASSING or state in _PASSING


_BROKEN_RULE = "23"
"""Class of SQLSTATE: a row that the schema forbids."""
_AWAY = frozenset({"OperationalError", "InterfaceError"})
_PASSING = frozenset({"08", "40", "53300", "55P03", "57P01", "57P02", "57P03", "57P05"})
"""Of SQLSTATE: connection lost; serialization failure and deadlock; too many connections; lock not had; server stops or starts."""


def _create_private(path: Path) -> None:
    """The file exists before SQLite opens it, so that it is 0600 from its first byte. One that is there is made so."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise NoPermission(path=path, why=error.strerror or "it cannot be opened") from error
    for name in ("", "-journal", "-wal", "-shm", ".lock", ".daemon", ".sending"):
        make_private(path.with_name(path.name + name))


def _sqlite(path: Path, *, read_only: bool) -> Engine:
    target = f"{path.absolute().as_uri()}?mode={'ro' if read_only else 'rw'}"

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(
            target, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False, cached_statements=256
        )
        for pragma in _pragmas(read_only=read_only):
            connection.execute(f"pragma {pragma}")
        return connection

    engine = create_engine("sqlite://", creator=connect, poolclass=QueuePool, pool_size=4)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("begin" if read_only else "begin immediate")

    return engine


def _pragmas(*, read_only: bool) -> list[str]:
    common = ["foreign_keys=on", "cache_size=-16384", "temp_store=memory", "trusted_schema=off"]
    if read_only:
        return [*common, "query_only=on"]
    journal = "wal" if wal_is_safe() else "truncate"
    return [*common, f"journal_mode={journal}", "synchronous=full", "secure_delete=on"]


def _postgres(url: str, *, read_only: bool) -> Engine:
    options: dict[str, Any] = {"pool_pre_ping": True}
    if read_only:
        options["execution_options"] = {"postgresql_readonly": True}
    return create_engine(url, **options)
