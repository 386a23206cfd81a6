"""How the accounts are doing, what became of every remote item, and what waits for the rep."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, FromClause, Row, Select, exists, func, select, text

from store import clock
from store.machine import look
from store.ready import Ready
from store.rows import Counts, ReceiptRow, StatusRow
from store.schema import accounts, activities, items, questions, streams
from store.states import Facts, Told, told
from sync.audit import TOLD, Audit, total
from sync.crm_errors import CrmUnsure


def status(connection: Connection, now: int | None = None) -> list[StatusRow]:
    """One row an account, by name, and one for the CRM while it has to be asked what arrived (CRM_UNKNOWN).

    An account is complete as of its oldest stream; one unread stream makes it None.

    `now`: seconds since 1970; None: this machine's clock.
    """
    at = int(time.time()) if now is None else now
    mine = streams.alias("mine")
    set_aside = _in_state("quarantined", mine).where(mine.c.account_id == accounts.c.id).correlate(accounts)
    statement = (
        select(
            accounts,
            func.min(streams.c.complete_at).label("oldest"),
            func.count(streams.c.id).label("streams"),
            func.count(streams.c.complete_at).label("complete"),
            func.coalesce(func.sum(streams.c.remaining), 0).label("left"),
            func.count(streams.c.audited_at).label("audited"),
            func.min(streams.c.audited_at).label("oldest_audit"),
            set_aside.scalar_subquery().label("quarantined"),
        )
        .outerjoin(streams, streams.c.account_id == accounts.c.id)
        .group_by(accounts.c.id)
        .order_by(accounts.c.name)
    )
    rows = connection.execute(statement).all()
    machine = look(_path(connection), at, clock.newest(connection))
    finds = _finds(connection, at)
    found = [_status(row, told(_facts(connection, row), machine, finds.get(row.id, Audit()), at)) for row in rows]
    return [*found, *_unknown(connection)]


def _unknown(connection: Connection) -> list[StatusRow]:
    """A line of its own while nobody knows whether changes arrived in the CRM."""
    n = int(connection.scalar(text("select count(*) from proposals where state = 'unknown'")) or 0)
    if not n:
        return []
    sentence = f"Nobody knows whether {n} {'change' if n == 1 else 'changes'} arrived in the CRM."
    action = "Nothing is sent again by itself. Run `repside review`: it looks them up and tells you what is there."
    return [StatusRow("CRM", "crm", "", CrmUnsure.code, sentence, action, None, None)]


def _status(row: Row[Any], words: Told) -> StatusRow:
    whole = row.streams > 0 and row.streams == row.complete
    return StatusRow(
        account=row.name,
        provider=row.provider,
        address=row.address,
        state=words.state,
        sentence=words.sentence,
        action=words.action,
        last_complete_at=row.oldest if whole else None,
        next_check_at=row.next_check_at,
        streams=row.streams,
        remaining=int(row.left),
        paused_until=row.paused_until,
    )


def _facts(connection: Connection, row: Row[Any]) -> Facts:
    # Counted only where it is told: a finished account costs no look at its items.
    seen = int(connection.scalar(_SEEN, {"id": row.id}) or 0) if row.left else 0
    return Facts(
        row.state, row.sentence, row.action, row.streams, row.complete, int(row.left), seen, row.quarantined, row.audited,
        row.oldest_audit,
    )  # fmt: skip


def _finds(connection: Connection, now: int) -> dict[int, Audit]:
    """What the audits of the last days came upon, by account."""
    found: dict[int, list[Audit]] = {}
    for row in connection.execute(_FINDS):
        find = json.loads(row.value)
        find.pop("left", None)  # ids are for the receipt: outcomes.py
        if now - TOLD < find.pop("at") <= now:
            found.setdefault(row.account_id, []).append(Audit(**find))
    return {account: total(audits) for account, audits in found.items()}


def _path(connection: Connection) -> Path | None:
    """The store's file; None for PostgreSQL."""
    if connection.dialect.name != "sqlite":
        return None
    name = next((row[2] for row in connection.exec_driver_sql("pragma database_list") if row[1] == "main"), "")
    return Path(name) if name else None


def receipt(connection: Connection) -> list[ReceiptRow]:
    """One row a stream: how many of its items are captured, held, skipped by reason, quarantined. Counted anew each time."""
    found = {row.id: ReceiptRow(row.account, row.remote, row.name, row.role, 0, 0, {}, 0, row.complete_at)
             for row in connection.execute(_OF_STREAMS)}  # fmt: skip
    for stream, state, reason, n in sorted(_COUNTED.rows(connection, {}), key=lambda row: (row[0], -row[3], row[2])):
        found[stream] = _counted(found[stream], state, reason, n)
    return list(found.values())


def _counted(row: ReceiptRow, state: str, reason: str, n: int) -> ReceiptRow:
    if state == "skipped":
        return row._replace(skipped={**row.skipped, reason: n})
    if state == "captured":
        return row._replace(captured=row.captured + n)
    if state == "held":
        return row._replace(held=row.held + n)
    # A quarantine's reason is an error class, so one state may come in several rows.
    return row._replace(quarantined=row.quarantined + n)


def counts(connection: Connection) -> Counts:
    """What is there and what waits: index counts, none of which reads an activity."""
    shown = activities.c.orphaned_at.is_(None)
    every = select(func.count()).select_from(activities)
    # Hidden ones have an index of their own, shown ones have not: take them off the whole.
    hidden = _number(connection, every.where(activities.c.orphaned_at.is_not(None)))
    there = exists().where(activities.c.id == questions.c.activity_id, shown)
    return Counts(
        activities=_number(connection, every) - hidden,
        questions=_number(connection, select(func.count()).select_from(questions).where(there)),
        held=_number(connection, _in_state("held")),
        quarantined=_number(connection, _in_state("quarantined")),
    )


def _in_state(state: str, of: FromClause = streams) -> Select[int]:
    """Counted stream by stream, so that the database cannot but use the index of items."""
    one = (
        select(func.count()).where(items.c.stream_id == of.c.id, items.c.state == state).correlate(of).scalar_subquery()
    )
    return select(func.coalesce(func.sum(one), 0)).select_from(of)


def _number(connection: Connection, statement: Select[int]) -> int:
    return int(connection.scalar(statement) or 0)


_OF_STREAMS = text(
    """select streams.id, accounts.name as account, streams.remote, streams.name, streams.role, complete_at
       from streams join accounts on accounts.id = account_id order by accounts.name, streams.name, streams.id"""
)
# The index of items holds those of one stream, state and reason side by side: each such run is found by a leap, and then only its length
# is counted. To group all items would compare each with the one before it, which takes four times as long.
_COUNTED = Ready(
    text(
        """with recursive states as (
             select 'captured' as state union all select 'held' union all select 'skipped' union all select 'quarantined'),
           runs (stream_id, state, reason) as (
             select streams.id, states.state,
               (select min(reason) from items where stream_id = streams.id and items.state = states.state)
             from streams cross join states
             union all
             select runs.stream_id, runs.state,
               (select min(items.reason) from items where items.stream_id = runs.stream_id and items.state = runs.state
                  and items.reason > runs.reason)
             from runs where runs.reason is not null)
           select stream_id, state, reason,
             (select count(*) from items where items.stream_id = runs.stream_id and items.state = runs.state
                and items.reason = runs.reason)
           from runs where reason is not null"""
    )
)
_SEEN = text("select count(*) from items join streams on streams.id = stream_id where account_id = :id")
_FINDS = text(
    "select account_id, value from facts join streams on facts.name = 'audit ' || cast(streams.id as varchar(20))"
)
