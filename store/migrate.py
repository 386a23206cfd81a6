"""Brings a store to this version's schema: a newer one is refused, an older one is copied aside first.

The whole upgrade is one transaction, on SQLite as on PostgreSQL: killed at any statement, it leaves the old schema.
Alembic is imported only when there is something to do; an up-to-date store costs one small query.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from store.database import Database
from sync.errors import StoreMissing, StoreNewer

HEAD = "0001"
"""The schema that this version writes; a test compares it with the newest file in migrations/versions."""
KNOWN = ("0001",)


def current(connection: Connection) -> str | None:
    """The store's schema; None for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("select version_num from alembic_version"))
    return found


def is_empty(database: Database) -> bool:
    """Whether nothing was ever made in it."""
    with database.read() as connection:
        return current(connection) is None


def ensure(database: Database) -> None:
    """Upgrade when needed. Raises StoreNewer."""
    with database.read() as connection:
        found = current(connection)
    if found == HEAD:
        return
    _refuse_newer(found)
    if found is not None and database.path is not None:
        _backup(database.path, found)
    _upgrade(database)


def check(database: Database) -> None:
    """For readers, which may not upgrade. Raises StoreNewer, StoreMissing."""
    with database.read() as connection:
        found = current(connection)
    _refuse_newer(found)
    if found != HEAD:
        raise StoreMissing(path=database.path or "this database")


def _refuse_newer(found: str | None) -> None:
    if found is not None and found not in KNOWN:
        raise StoreNewer(found=found, known=HEAD)


def _backup(path: Path, found: str) -> None:
    """A consistent copy beside the store, 0600."""
    target = path.with_name(f"{path.name}.before-{found}")
    target.touch(0o600)
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)


def _upgrade(database: Database) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with database.write() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
