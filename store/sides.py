"""The provider's ids beside the ledger's rows, compared by the database: a million of them cost no set in memory."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice

from sqlalchemy import Connection, TextClause, text
from sqlalchemy.exc import SQLAlchemyError

from store.bulk import execute_in, select_in
from sync.engine import PART

_AT_ONCE = 10_000
"""Ids of one insert."""


class Sides:
    """Both sides of one stream. The provider's is a table of this connection, so it lasts from one transaction to the next."""

    def __init__(self, connection: Connection, stream: int) -> None:
        self._connection = connection
        self._row = {"id": stream}
        connection.execute(text("create temporary table census (remote text primary key)"))
        connection.commit()

    def enumerate(self, parts: Iterable[Collection[str]]) -> None:
        """Fill the provider's side."""
        for part in parts:
            self.add(part)

    def add(self, ids: Iterable[str]) -> None:
        """These are there."""
        mark = "?" if self._connection.dialect.name == "sqlite" else "%s"
        insert = f"insert into census (remote) values ({mark}) on conflict do nothing"  # noqa: S608  a mark only
        rest = iter(ids)
        while values := [(id,) for id in islice(rest, _AT_ONCE)]:
            self._connection.exec_driver_sql(insert, values)
            self._connection.commit()

    def absent(self) -> Iterator[list[str]]:
        """Rows here whose ids are not among them, in parts."""
        return self.parts(STRAYS)

    def differ(self) -> bool:
        """Whether anything is on one side only."""
        return next(self.parts(GAPS), None) is not None or next(self.parts(STRAYS), None) is not None

    def parts(self, query: TextClause) -> Iterator[list[str]]:
        """The query's ids, in order, PART at a time; no transaction is open between them."""
        after = ""
        while ids := self._ids(query, after):
            yield ids
            after = ids[-1]

    def _ids(self, query: TextClause, after: str) -> list[str]:
        found = self._connection.scalars(query, {**self._row, "after": after, "limit": PART}).all()
        self._connection.commit()
        return list(found)

    def count(self, query: TextClause) -> int:
        """How many the query has."""
        return sum(map(len, self.parts(query)))

    def size(self) -> int:
        """Ids of the provider's side."""
        found = self._connection.scalar(text("select count(*) from census"))
        self._connection.commit()
        return int(found or 0)

    def leave_out(self, ids: Sequence[str]) -> None:
        """These are not there any more."""
        execute_in(self._connection, "delete from census where remote in :values", ids)
        self._connection.commit()

    def still_hollow(self, ids: Sequence[str]) -> list[str]:
        """Of these, rows that have no content still."""
        found = select_in(self._connection, _STILL, ids, **self._row)
        self._connection.commit()
        return [row.remote for row in found]

    def close(self) -> None:
        """The table goes, whatever happened: with its connection, where that is not sound any more."""
        try:
            self._connection.rollback()
            self._connection.execute(text("drop table census"))
            self._connection.commit()
        except SQLAlchemyError:
            self._connection.invalidate()


GAPS = text(
    """select remote from census where remote > :after
         and not exists (select 1 from items where stream_id = :id and items.remote = census.remote)
       order by remote limit :limit"""
)
STRAYS = text(
    """select remote from items where stream_id = :id and remote > :after
         and not exists (select 1 from census where census.remote = items.remote)
       order by remote limit :limit"""
)
_IS = """stream_id = :id and (
    state = 'captured' and not exists (select 1 from locators join activities on activities.id = activity_id
      where locators.stream_id = items.stream_id and locators.remote = items.remote)
    or state = 'held' and not exists (select 1 from held_keys
      where held_keys.stream_id = items.stream_id and held_keys.remote = items.remote))"""
_STILL = f"select remote from items where remote in :values and {_IS}"  # noqa: S608  our own words
HOLLOW = text(f"select remote from items where {_IS} and remote > :after order by remote limit :limit")  # noqa: S608  our own words
