"""A damaged store is set aside: its file is kept, a new store takes its place, and what no mailbox can give back comes along.

The history is built again from the mailboxes. Exclusions, contacts and deals, what the rep decided and what is on its way to a CRM
are not in any mailbox, so they are taken over row by row, as far as they can be read. Where such a row names an activity, that is
left open: the same words find their proposal again by its digest. Killed at any moment, either the old store or the new one is in its place.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from store import migrate
from store.database import Database

KEPT = (
    "facts",
    "exclusions",
    "companies",
    "company_domains",
    "contacts",
    "contact_addresses",
    "deals",
    "deal_contacts",
    "crms",
    "crm_records",
    "stages",
    "field_sources",
    "proposals",
    "decisions",
    "outbox",
    "rules",
    "shares",
    "looks",
)
"""In an order in which each finds what it refers to. Of `facts` only the key's mark."""
_PULLED = {"companies", "company_domains", "contacts", "contact_addresses", "deals", "deal_contacts", "crm_records"}
_REBUILT = "activity_id"
"""Of any row: it names what is built again under another number."""
_ONLY = {"facts": " where name = 'key_check'", "shares": " where target <> 'activity'"}
JOURNALS = ("-journal", "-wal", "-shm")


class SetAside(NamedTuple):
    """What came of it."""

    kept: Path
    """The damaged file."""
    taken: dict[str, int]
    """Rows taken over, by table."""
    lost: tuple[str, ...]
    """Tables that could not be read to their end."""


def set_aside(path: Path, stamp: str) -> SetAside:
    """Replace the store at `path` by a new one; `stamp` ends the damaged file's new name. The caller holds the lock."""
    fresh, kept = path.with_name(f"{path.name}.new"), path.with_name(f"{path.name}.damaged-{stamp}")
    for name in ("", *JOURNALS):
        fresh.with_name(fresh.name + name).unlink(missing_ok=True)
    database = Database.open(f"sqlite:///{fresh}")
    try:
        migrate.ensure(database)
    finally:
        database.close()
    taken, lost = _take_over(path, fresh)
    _keep(path, kept)
    fresh.replace(path)
    return SetAside(kept, taken, lost)


def _keep(path: Path, kept: Path) -> None:
    for name in JOURNALS:  # a journal left beside the new file would be taken for its own
        journal = path.with_name(path.name + name)
        if journal.exists() and journal.stat().st_size:
            journal.replace(kept.with_name(kept.name + name))
        journal.unlink(missing_ok=True)
    try:
        os.link(path, kept)
    except OSError:  # a file system without links
        path.replace(kept)


def _take_over(damaged: Path, fresh: Path) -> tuple[dict[str, int], tuple[str, ...]]:
    taken: dict[str, int] = {}
    lost = []
    source = f"{damaged.absolute().as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(source, uri=True)) as old, closing(sqlite3.connect(fresh)) as new, new:
        new.execute("pragma foreign_keys = on")
        for table in KEPT:
            columns = [row[1] for row in new.execute(f"pragma table_info({table})")]
            rows = _Rows(old, table, columns)
            taken[table] = sum(_put(new, table, columns, row) for row in rows)
            if rows.broke:
                lost.append(table)
        if _PULLED & set(lost):  # what the cursors cover is not all there: the CRMs are pulled anew
            new.execute("update crms set cursor = null, cursor_kind = null")
    return taken, tuple(lost)


class _Rows:
    """The rows of a table until the first that cannot be read."""

    def __init__(self, connection: sqlite3.Connection, table: str, columns: list[str]) -> None:
        self._connection = connection
        named = ("null" if name == _REBUILT else f'"{name}"' for name in columns)
        self._query = f"select {', '.join(named)} from {table}{_ONLY.get(table, '')}"  # noqa: S608  the schema's names only
        self.broke = False

    def __iter__(self) -> Iterator[tuple[object, ...]]:
        try:
            yield from self._connection.execute(self._query)
        except (sqlite3.DatabaseError, UnicodeDecodeError):
            self.broke = True


def _put(connection: sqlite3.Connection, table: str, columns: list[str], row: tuple[object, ...]) -> int:
    """One row, unless it is damaged or what it refers to is lost."""
    marks = ", ".join("?" * len(columns))
    try:
        names = ", ".join(f'"{name}"' for name in columns)
        statement = f"insert or ignore into {table} ({names}) values ({marks})"  # noqa: S608  as above
        return connection.execute(statement, row).rowcount
    except sqlite3.IntegrityError:
        return 0
