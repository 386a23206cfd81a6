"""The audit's work: the provider's ids in a temporary table, compared by the database, repaired by the engine's own steps.

A million ids are compared without a set of them in memory. No transaction is open while a server is asked.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import partial

from sqlalchemy import text

from store.database import Database
from store.sides import GAPS, HOLLOW, STRAYS, Sides
from sync.audit import Audit, is_due
from sync.engine import Checked, Engine
from sync.model import Level, Stream
from sync.policy import Rules
from sync.ports import Clock, Connector

NAMED = 100
"""Ids that are kept of what an audit could not explain."""


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
            sides = Sides(connection, int(row.id))
            try:
                sides.enumerate(connector.census(stream))
                if sides.differ():
                    cycle()  # what is only news, or gone since, is no gap
                found = _repaired(sides, recheck)
                left = next(sides.parts(GAPS), [])[:NAMED] if found.unexplained else []
            finally:
                sides.close()
        self._note(int(row.id), found, started, left)
        return found

    def _note(self, stream: int, found: Audit, at: int, left: Sequence[str]) -> None:
        with self._database.write() as connection:
            if not found.unexplained:
                connection.execute(_AUDITED, {"id": stream, "at": at})
            if found.missing or found.stray:
                value = json.dumps({"at": at, "left": left, **found._asdict()})
                connection.execute(_TELL, {"name": f"audit {stream}", "value": value})


def _repaired(sides: Sides, recheck: Callable[[Sequence[str]], Checked]) -> Audit:
    """Gaps are filed like any news, strays are asked for. What is gone since the enumeration is neither."""
    gaps = hollow = stray = 0
    for ids in sides.parts(GAPS):
        gone = recheck(ids).gone
        sides.leave_out(gone)
        gaps += len(ids) - len(gone)
    for ids in sides.parts(STRAYS):
        stray += len(recheck(ids).gone)
    for ids in sides.parts(HOLLOW):
        gone = recheck(ids).gone
        # What is hollow still has nothing to hold: a calendar entry without a time in the window.
        hollow += len(ids) - len(gone) - len(sides.still_hollow(ids))
    left = sides.count(GAPS)
    return Audit(sides.size(), gaps + hollow, stray, gaps + hollow + stray - left)


_STREAM = text(
    """select streams.id, complete_at, audited_at from streams join accounts on accounts.id = account_id
       where accounts.name = :account and remote = :remote"""
)
_AUDITED = text("update streams set audited_at = :at where id = :id")
_TELL = text(
    "insert into facts (name, value) values (:name, :value) on conflict (name) do update set value = excluded.value"
)
