"""The audit's work: the provider's ids in a temporary table, compared by the database, repaired by the engine's own steps.

A million ids are compared without a set of them in memory. No transaction is open while a server is asked.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import partial

from sqlalchemy import Connection, TextClause, text

from store.bulk import execute_in, select_in
from store.database import Database
from sync.audit import Audit, is_due
from sync.engine import PART, Checked, Engine
from sync.model import Level, Stream
from sync.policy import Rules
from sync.ports import Clock, Connector


class Auditor:
    """Compares streams with the ledger. The caller holds the store's lock, or gives a store that is written by turns."""

    def __init__(self, database: Database, engine: Engine, clock: Clock) -> None:
        self._database = database
        self._engine = engine
        self._clock = clock

    def due(self, account: str, stream: Stream) -> bool:
        """Whether the stream was read to its end and not compared for a day."""
        with self._database.read() as connection:
            row = connection.execute(_STREAM, {"account": account, "remote": stream.id}).one_or_none()
        return row is not None and row.complete_at is not None and is_due(row.audited_at, self._clock.now())

    def audit(self, connector: Connector, account: str, stream: Stream, rules: Rules, level: Level) -> Audit:
        """Enumerate, compare, repair. The stream counts as audited only when nothing is left unexplained.

        To be called after a cycle of the stream. Raises as `Engine.cycle` does; what was repaired by then stays.
        """
        started = self._clock.now()
        cycle = partial(self._engine.cycle, connector, account, stream, rules, level)

        def recheck(ids: Sequence[str]) -> Checked:
            return self._engine.recheck(connector, account, stream, ids, rules, level)

        with self._database.read() as connection:
            row = connection.execute(_STREAM, {"account": account, "remote": stream.id}).one()
            connection.commit()
            sides = _Sides(connection, int(row.id))
            try:
                sides.enumerate(connector.census(stream))
                if sides.differ():
                    cycle()  # what is only news, or gone since, is no gap
                found = _repaired(sides, recheck)
            finally:
                sides.close()
        self._note(int(row.id), found, started)
        return found

    def _note(self, stream: int, found: Audit, at: int) -> None:
        with self._database.write() as connection:
            if not found.unexplained:
                connection.execute(_AUDITED, {"id": stream, "at": at})
            if found.missing or found.stray:
                value = json.dumps({"at": at, **found._asdict()})
                connection.execute(_TELL, {"name": f"audit {stream}", "value": value})


def _repaired(sides: _Sides, recheck: Callable[[Sequence[str]], Checked]) -> Audit:
    """Gaps are filed like any news, strays are asked for. What is gone since the enumeration is neither."""
    gaps = hollow = stray = 0
    for ids in sides.parts(_GAPS):
        gone = recheck(ids).gone
        sides.leave_out(gone)
        gaps += len(ids) - len(gone)
    for ids in sides.parts(_STRAYS):
        stray += len(recheck(ids).gone)
    for ids in sides.parts(_HOLLOW):
        gone = recheck(ids).gone
        # What is hollow still has nothing to hold: a calendar entry without a time in the window.
        hollow += len(ids) - len(gone) - len(sides.still_hollow(ids))
    left = sides.count(_GAPS)
    return Audit(sides.count(_ALL), gaps + hollow, stray, gaps + hollow + stray - left)


class _Sides:
    """Both sides of one stream. The provider's is a table of this connection, so it lasts from one transaction to the next."""

    def __init__(self, connection: Connection, stream: int) -> None:
        self._connection = connection
        self._row = {"id": stream}
        connection.execute(text("create temporary table census (remote text primary key)"))
        connection.commit()

    def enumerate(self, parts: Iterable[Collection[str]]) -> None:
        """Fill the provider's side."""
        mark = "?" if self._connection.dialect.name == "sqlite" else "%s"
        for part in parts:
            values = [(id,) for id in part]
            if values:
                self._connection.exec_driver_sql(
                    f"insert into census (remote) values ({mark}) on conflict do nothing",  # noqa: S608  a mark only
                    values,
                )
                self._connection.commit()

    def differ(self) -> bool:
        """Whether anything is on one side only."""
        return next(self.parts(_GAPS), None) is not None or next(self.parts(_STRAYS), None) is not None

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
        if query is _ALL:
            found = self._connection.scalar(_ALL)
            self._connection.commit()
            return int(found or 0)
        return sum(map(len, self.parts(query)))

    def leave_out(self, ids: Sequence[str]) -> None:
        """These are not there any more."""
        execute_in(self._connection, "delete from census where remote in :values", ids)
        self._connection.commit()

    def still_hollow(self, ids: Sequence[str]) -> list[str]:
        """Of these, rows that have no content still."""
        found = select_in(self._connection, _STILL_HOLLOW, ids, **self._row)
        self._connection.commit()
        return [row.remote for row in found]

    def close(self) -> None:
        """The table goes, whatever happened."""
        self._connection.rollback()
        self._connection.execute(text("drop table census"))
        self._connection.commit()


_STREAM = text(
    """select streams.id, complete_at, audited_at from streams join accounts on accounts.id = account_id
       where accounts.name = :account and remote = :remote"""
)
_AUDITED = text("update streams set audited_at = :at where id = :id")
_TELL = text(
    "insert into facts (name, value) values (:name, :value) on conflict (name) do update set value = excluded.value"
)
_ALL = text("select count(*) from census")
_GAPS = text(
    """select remote from census where remote > :after
         and not exists (select 1 from items where stream_id = :id and items.remote = census.remote)
       order by remote limit :limit"""
)
_STRAYS = text(
    """select remote from items where stream_id = :id and remote > :after
         and not exists (select 1 from census where census.remote = items.remote)
       order by remote limit :limit"""
)
_IS_HOLLOW = """stream_id = :id and (
    state = 'captured' and not exists (select 1 from locators join activities on activities.id = activity_id
      where locators.stream_id = items.stream_id and locators.remote = items.remote)
    or state = 'held' and not exists (select 1 from held_keys
      where held_keys.stream_id = items.stream_id and held_keys.remote = items.remote))"""
_STILL_HOLLOW = f"select remote from items where remote in :values and {_IS_HOLLOW}"  # noqa: S608  our own words
_HOLLOW = text(f"select remote from items where {_IS_HOLLOW} and remote > :after order by remote limit :limit")  # noqa: S608  our own words
