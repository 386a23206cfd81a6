"""Whether anything is to leave for a CRM: two small questions, so that a quiet round does not load what sends it."""

from __future__ import annotations

from sqlalchemy import Connection, text

from store import clock
from store.database import Database
from sync.ports import Clock


def waits(database: Database, at: Clock) -> bool:
    """Whether an approval or an activity may have to be sent, or was left behind by a process that died."""
    with database.read() as connection:
        return leaves(connection, clock.today(connection, at.now())) or bool(connection.scalar(_NOTES))


def leaves(connection: Connection, now: int) -> bool:
    """Whether an approval is due, or was being written when a process died."""
    return bool(connection.scalar(_APPROVALS, {"now": now}))


_APPROVALS = text(
    "select exists (select 1 from outbox where state = 'writing' or (state = 'waiting' and due_at <= :now))"
)
_NOTES = text(
    """select exists (select 1 from rules where kind = 'log') or exists (select 1 from notes where state = 'waiting')"""
)
