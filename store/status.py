"""How the accounts are doing, what became of every remote item, and what waits for the rep."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, FromClause, Row, Select, exists, func, select

from store.rows import Counts, ReceiptRow, StatusRow
from store.schema import accounts, activities, items, questions, streams


def status(connection: Connection) -> list[StatusRow]:
    """One row an account, by name. An account is complete as of its oldest stream; one unread stream makes it None."""
    mine = streams.alias("mine")
    set_aside = _in_state("quarantined", mine).where(mine.c.account_id == accounts.c.id).correlate(accounts)
    statement = (
        select(
            accounts,
            func.min(streams.c.complete_at).label("oldest"),
            func.count(streams.c.id).label("streams"),
            func.count(streams.c.complete_at).label("complete"),
            func.coalesce(func.sum(streams.c.remaining), 0).label("left"),
            set_aside.scalar_subquery().label("quarantined"),
        )
        .outerjoin(streams, streams.c.account_id == accounts.c.id)
        .group_by(accounts.c.id)
        .order_by(accounts.c.name)
    )
    return [_status(row) for row in connection.execute(statement)]


def _status(row: Row[Any]) -> StatusRow:
    whole = row.streams > 0 and row.streams == row.complete
    state, sentence, action = _told(row, whole=whole)
    return StatusRow(
        account=row.name,
        provider=row.provider,
        address=row.address,
        state=state,
        sentence=sentence,
        action=action,
        last_complete_at=row.oldest if whole else None,
        next_check_at=row.next_check_at,
        streams=row.streams,
        remaining=int(row.left),
    )


def _told(row: Row[Any], *, whole: bool) -> tuple[str, str, str]:
    """State, sentence and next step. `HEALTHY` is said only of an account that is read to its end, with nothing set aside."""
    if row.state not in {"NEW", "HEALTHY"}:
        return row.state, row.sentence, row.action
    if not row.streams:
        return "CATCHING_UP", "Nothing was read from this account yet.", "Run `repside sync`."
    if not whole or row.left:
        left = f", {row.left} items to go" if row.left else ""
        return "CATCHING_UP", f"Your history is being read{left}.", "Run `repside sync`: it goes on where it stopped."
    if row.quarantined:
        waiting = "1 item waits" if row.quarantined == 1 else f"{row.quarantined} items wait"
        sentence = f"Everything is here, but {waiting} aside because it could not be read."
        return "SKIPPED", sentence, "Repside tries again by itself; `repside receipt` counts what waits aside."
    return "HEALTHY", row.sentence or "Everything is here.", row.action


def receipt(connection: Connection) -> list[ReceiptRow]:
    """One row a stream: how many of its items are captured, held, skipped by reason, quarantined."""
    columns = (streams.c.id, accounts.c.name.label("account"), streams.c.remote, streams.c.name, streams.c.role)
    statement = (
        select(*columns, streams.c.complete_at, items.c.state, items.c.reason, func.count(items.c.state).label("n"))
        .join(accounts, accounts.c.id == streams.c.account_id)
        .outerjoin(items, items.c.stream_id == streams.c.id)
        .group_by(*columns, streams.c.complete_at, items.c.state, items.c.reason)
        .order_by(accounts.c.name, streams.c.name, streams.c.id, func.count(items.c.state).desc(), items.c.reason)
    )
    found: dict[int, ReceiptRow] = {}
    for row in connection.execute(statement):
        empty = ReceiptRow(row.account, row.remote, row.name, row.role, 0, 0, {}, 0, row.complete_at)
        found[row.id] = _counted(found.get(row.id, empty), row.state, row.reason, row.n)
    return list(found.values())


def _counted(row: ReceiptRow, state: str | None, reason: str | None, n: int) -> ReceiptRow:
    if state == "skipped":
        return row._replace(skipped={**row.skipped, reason or "": n})
    if state == "captured":
        return row._replace(captured=row.captured + n)
    if state == "held":
        return row._replace(held=row.held + n)
    # A quarantine's reason is an error class, so one state may come in several rows.
    return row._replace(quarantined=row.quarantined + n) if state == "quarantined" else row


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
