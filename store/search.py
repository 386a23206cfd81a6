"""Full text: FTS5 on SQLite, a stored tsvector on PostgreSQL. Written in the batch, without triggers (they cost four times as much).

Both fold case and accents, so that `muller` finds Müller; words are found by their beginnings.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection, text

_SQLITE = (
    """create virtual table activity_search using fts5(
         subject, body, people, tokenize = "unicode61 remove_diacritics 2", prefix = '3 4')""",
)
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
    "sqlite": "delete from activity_search where rowid = ?",
    "postgresql": "delete from activity_search where activity_id = %s",
}
_MAX_WORDS = 12
_SHORT = 2
"""Letters; beginnings of three and four have an index of their own."""


class Entry(NamedTuple):
    """What can be found of one activity."""

    activity_id: int
    subject: str
    body: str
    people: str


def create(connection: Connection) -> None:
    """Make the index; called by the first migration."""
    for statement in _SQLITE if connection.dialect.name == "sqlite" else _POSTGRES:
        connection.execute(text(statement))


def add(connection: Connection, entries: Sequence[Entry]) -> None:
    """Index new activities."""
    if entries:
        rows = [tuple(entry) for entry in entries]
        if connection.dialect.name == "postgresql":
            rows = [(entry.activity_id, *(_fold(value) for value in entry[1:])) for entry in entries]
        connection.exec_driver_sql(_INSERT[connection.dialect.name], rows)


def remove(connection: Connection, ids: Sequence[int]) -> None:
    """Take activities out of the index."""
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


def condition(dialect: str, query: str) -> tuple[str, str] | None:
    """(SQL condition on `activities.id` with the parameter `:words`, its value); None when the query has no word.

    The rep's words are taken as words only: no operator, column name or wildcard of theirs reaches the database.
    """
    words = _words(query)
    if not words:
        return None
    if dialect == "sqlite":
        value = " ".join(f'"{word}"{_wild(word)}' for word in words)
        return "activities.id in (select rowid from activity_search where activity_search match :words)", value
    value = " & ".join(f"'{_fold(word)}'{_wild(word) and ':*'}" for word in words)
    return (
        "activities.id in (select activity_id from activity_search where document @@ to_tsquery('simple', :words))",
        value,
    )


def _wild(word: str) -> str:
    """One or two letters are a word, not a beginning: too many words would be put together for it (a second at a million)."""
    return "" if len(word) <= _SHORT and word.isascii() else "*"


def _words(query: str) -> list[str]:
    return re.findall(r"\w+", query.replace("_", " "))[:_MAX_WORDS]


def _fold(value: str) -> str:
    """PostgreSQL's `simple` keeps accents and reads an address as one token; fold both as FTS5 does."""
    import unicodedata

    decomposed = unicodedata.normalize("NFKD", value.replace("\0", ""))
    return " ".join(
        re.findall(r"\w+", "".join(c for c in decomposed if not unicodedata.combining(c)).replace("_", " "))
    )
