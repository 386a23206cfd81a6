"""Full text: FTS5 on SQLite, a stored tsvector on PostgreSQL. Written in the batch, without triggers (they cost four times as much).

Both fold case and accents, so that `muller` finds Müller; words are found by their beginnings (wording.py).

SQLite's index is in the order of the history: its row ids are *places*, a place being the time of an activity and then its id. So
the newest fifty of a million matches are read from the end, and nothing is sorted. Whoever changes an activity's time takes it out
first and puts it in again.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection, text

IDS = (1 << 28) - 1
"""The part of a place that is the activity's id: 268 million, of which none is used twice."""
_FARTHEST = 1 << 34
"""Seconds from 1970, some five centuries: times beyond are placed as this one. Nothing that is captured is older than 1990 or later
than 2200."""
PLACE = f"max(min(occurred_at, {_FARTHEST - 1}), -{_FARTHEST}) * {IDS + 1} + id"
"""The place of a row of `activities`, for SQLite."""
TABLE = """create virtual table {} using fts5(
  subject, body, people, tokenize = "unicode61 remove_diacritics 2", prefix = '3 4')"""
_POSTGRES = (
    """create table activity_search (
         activity_id bigint primary key references activities(id) on delete cascade,
         document tsvector not null)""",
    "create index activity_search_document on activity_search using gin (document)",
)
_INSERT = {
    "sqlite": "insert into activity_search (rowid, subject, body, people) values (?, ?, ?, ?)",
    "postgresql": """insert into activity_search (activity_id, document) values (%s,
         setweight(to_tsvector('simple', %s), 'A') || to_tsvector('simple', %s) || to_tsvector('simple', %s))""",
}
_DELETE = {
    "sqlite": f"delete from activity_search where rowid = (select {PLACE} from activities where id = ?)",  # noqa: S608  our own words
    "postgresql": "delete from activity_search where activity_id = %s",
}


class Entry(NamedTuple):
    """What can be found of one activity."""

    activity_id: int
    at: int
    subject: str
    body: str
    people: str


def place(at: int, id: int) -> int:
    """As PLACE says it: in the order of (time, id)."""
    return max(min(at, _FARTHEST - 1), -_FARTHEST) * (IDS + 1) + id


def create(connection: Connection) -> None:
    """Make the index; called by the first migration."""
    for statement in (TABLE.format("activity_search"),) if connection.dialect.name == "sqlite" else _POSTGRES:
        connection.execute(text(statement))


def add(connection: Connection, entries: Sequence[Entry]) -> None:
    """Index new activities."""
    if entries:
        if connection.dialect.name == "postgresql":
            rows = [(entry.activity_id, *(fold(value) for value in entry[2:])) for entry in entries]
        else:  # in order: FTS5 writes out what it has at each step back
            rows = sorted((place(entry.at, entry.activity_id), *entry[2:]) for entry in entries)
        connection.exec_driver_sql(_INSERT[connection.dialect.name], rows)


def remove(connection: Connection, ids: Sequence[int]) -> None:
    """Take activities out of the index; they have to be there still, at the time by which they were put in."""
    if ids:
        connection.exec_driver_sql(_DELETE[connection.dialect.name], [(id,) for id in ids])


def erase(connection: Connection, ids: Sequence[int]) -> None:
    """Take activities out so that none of their words is left in the file.

    FTS5 only marks what is removed, and keeps its words until their segment is merged: so all are merged at once. That takes
    some two seconds for 100,000 activities, and is done only when something is erased.
    """
    remove(connection, ids)
    if ids:
        sweep(connection)


def sweep(connection: Connection) -> None:
    """Let go of the words of whatever was removed or written anew before."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("insert into activity_search (activity_search) values ('optimize')")


def fold(value: str) -> str:
    """PostgreSQL's `simple` keeps accents and reads an address as one token; fold both as FTS5 does."""
    decomposed = unicodedata.normalize("NFKD", value.replace("\0", ""))
    return " ".join(
        re.findall(r"\w+", "".join(c for c in decomposed if not unicodedata.combining(c)).replace("_", " "))
    )
