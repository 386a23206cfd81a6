"""Brings a store to this version's schema: a newer one is refused, an older one is copied aside first.

The whole upgrade is one transaction, on SQLite as on PostgreSQL: killed at any statement, it leaves the old schema. Foreign keys
rest meanwhile on SQLite, where a table is changed by building it anew: to drop the old one would delete all that hangs on it.
Alembic is imported only when there is something to do; an up-to-date store costs one small query.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from store.database import Database
from sync.errors import StoreMissing, StoreNewer

HEAD = "0003"
"""The schema that this version writes; a test compares it with the newest file in migrations/versions."""
KNOWN = ("0001", "0002", "0003")
SCRIPTS = Path(__file__).parent / "migrations"


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


def ensure(database: Database, scripts: Path = SCRIPTS, known: Sequence[str] = KNOWN) -> None:
    """Upgrade when needed. Raises StoreNewer. `scripts`, `known`: another chain of steps than the program's own."""
    with database.read() as connection:
        found = current(connection)
    if found == known[-1]:
        return
    _refuse_newer(found, known)
    if found is not None and database.path is not None:
        _backup(database, database.path, found)
    with database.rebuilding() as connection:
        _upgrade(connection, scripts)


def check(database: Database) -> None:
    """For readers, which may not upgrade. Raises StoreNewer, StoreMissing."""
    with database.read() as connection:
        found = current(connection)
    _refuse_newer(found, KNOWN)
    if found != HEAD:
        raise StoreMissing(path=database.path or "this database")


def _refuse_newer(found: str | None, known: Sequence[str]) -> None:
    if found is not None and found not in known:
        raise StoreNewer(found=found, known=known[-1])


def _backup(database: Database, path: Path, found: str) -> None:
    """A consistent copy beside the store, 0600. It has its name only when it is whole."""
    target = path.with_name(f"{path.name}.before-{found}")
    part = target.with_name(f"{target.name}.part")
    for old in (part, part.with_name(f"{part.name}-journal")):
        old.unlink(missing_ok=True)
    part.touch(0o600)
    with database.read() as source, closing(sqlite3.connect(part)) as copy:
        source.connection.driver_connection.backup(copy)  # type: ignore[union-attr]  # SQLite's own
    part.replace(target)


def _upgrade(connection: Connection, scripts: Path) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(scripts))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
