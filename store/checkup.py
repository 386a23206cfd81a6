"""What doctor and the receipt ask of the store itself."""

from __future__ import annotations

import re
import sqlite3
from typing import NamedTuple

from sqlalchemy import Connection, text

from store import clock
from store.database import Database, wal_is_safe
from store.migrate import HEAD, current
from store.schema_deals import whole
from sync.errors import ShortOfResources, StoreDamaged

NOTHING = "none"
"""The schema of a store in which nothing was ever made."""

_NO_MEMORY = re.compile(r"unable to get the page\. error code=7$")
"""SQLite's check calls a page that it had no memory to read damaged; 7 is its own number for that."""


class Health(NamedTuple):
    """The state of a store's own machinery."""

    engine: str
    """SQLite or PostgreSQL, with its version."""
    journal: str
    """SQLite's journal mode, and why; empty for PostgreSQL."""
    schema: str
    expected: str
    damage: str
    """What the integrity check found; empty when the store is whole."""


def health(database: Database) -> Health:
    """Look at the store without changing it. Raises StoreDamaged when it cannot even be read."""
    with database.read() as connection:
        schema = current(connection) or NOTHING
        if database.dialect != "sqlite":
            version = str(connection.scalar(text("show server_version")))
            return Health(f"PostgreSQL {version}", "", schema, HEAD, "")
        mode = str(connection.scalar(text("pragma journal_mode")))
        damage = "the file is empty" if schema == NOTHING else _damage(connection, schema)
    return Health(f"SQLite {sqlite3.sqlite_version}", _journal(mode), schema, HEAD, damage)


def refuse_damaged(database: Database) -> None:
    """For a program that is going to write for long. Raises StoreDamaged. Costs 0.3 s for 100,000 activities."""
    if damage := health(database).damage:
        raise StoreDamaged(why=damage)


def _damage(connection: Connection, schema: str) -> str:
    found = " ".join(str(connection.scalar(text("pragma quick_check(1)"))).split())
    if _NO_MEMORY.search(found):
        raise ShortOfResources(what="memory")
    if found != "ok":
        return found
    for table in whole.tables.values() if schema == HEAD else ():  # a flipped bit may rename a column
        names = {row[1] for row in connection.exec_driver_sql(f"pragma table_info({table.name})")}
        if names != {column.name for column in table.columns}:
            return f"the table {table.name} is not as it was made"
    return ""


def _journal(mode: str) -> str:
    kind = "WAL" if mode == "wal" else "rollback"
    return kind if wal_is_safe() else f"{kind}, because this SQLite can lose commits in WAL mode (mended in 3.51.3)"


def newest(database: Database) -> int | None:
    """The latest time of a round that was believed; None: there was none."""
    with database.read() as connection:
        return clock.newest(connection)


def has_key_mark(database: Database) -> bool:
    """Whether some key has been used with this store."""
    with database.read() as connection:
        return connection.scalar(text("select value from facts where name = 'key_check'")) is not None


def stored_ids(connection: Connection, account: str, stream: str) -> set[str]:
    """All remote items of one stream that have a row: our side of the receipt."""
    return set(connection.scalars(_IDS, {"account": account, "stream": stream}))


_IDS = text(
    """select items.remote from items join streams on streams.id = items.stream_id
       join accounts on accounts.id = streams.account_id
       where accounts.name = :account and streams.remote = :stream"""
)
