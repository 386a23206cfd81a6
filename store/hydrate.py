"""Rows of activities with what hangs on them: people, links and copies, three statements for a whole page."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from sqlalchemy import BindParameter, Connection, Row, and_, bindparam, func, select

from store.rows import ActivityRow, LinkRow, LocatorRow, PersonRow
from store.schema import accounts, companies, contacts, deals, links, locators, participants, streams
from sync.policy import cut

T = TypeVar("T")


def hydrated(connection: Connection, rows: Sequence[Row[Any]], people: int) -> list[ActivityRow]:
    """Complete the rows of timeline.ROWS, in their order. `people`: the most participants read of each."""
    ids = [row.id for row in rows]
    if not ids:
        return []
    persons, links_of, copies = _people(connection, ids, people), linked(connection, ids), _copies(connection, ids)
    return [_activity(row, persons[row.id], links_of[row.id], copies[row.id]) for row in rows]


def linked(
    connection: Connection, ids: Sequence[int], *, removed: bool = False
) -> defaultdict[int, tuple[LinkRow, ...]]:
    """Links by activity; with `removed`, those that the rep took away instead."""
    rows = connection.execute(_REMOVED if removed else _LINKS, {"ids": ids}).all()
    # A company has no id of its own in the CRM's tables: its key stands for it.
    return _grouped((row[0], LinkRow(row[1], row[2], row[3] or str(row[2]), *row[4:])) for row in rows)


def _activity(
    row: Row[Any], people: tuple[PersonRow, ...], links_of: tuple[LinkRow, ...], copies: tuple[LocatorRow, ...]
) -> ActivityRow:
    return ActivityRow(
        id=row.id,
        kind=row.kind,
        occurred_at=row.occurred_at,
        ends_at=row.ends_at,
        all_day=bool(row.all_day),
        direction=row.direction,
        subject=row.subject,
        preview=cut(row.preview, "preview"),
        status=row.status,
        location=row.location,
        marks=tuple(json.loads(row.marks)),
        people=people,
        people_total=row.people_total,
        contacts=tuple(link for link in links_of if link.target == "contact"),
        companies=tuple(link for link in links_of if link.target == "company"),
        deals=tuple(link for link in links_of if link.target == "deal"),
        asks=bool(row.asks),
        thread=row.thread_id,
        account=row.account,
        locators=copies,
        message_id=row.message_id,
        ical_uid=row.ical_uid,
    )


def _people(connection: Connection, ids: Sequence[int], most: int) -> defaultdict[int, tuple[PersonRow, ...]]:
    rows = connection.execute(_PEOPLE, {"ids": ids, "most": most}).all()
    return _grouped((row[0], PersonRow(*row[1:5], outside=bool(row[5]))) for row in rows)


def _copies(connection: Connection, ids: Sequence[int]) -> defaultdict[int, tuple[LocatorRow, ...]]:
    return _grouped((row[0], LocatorRow(*row[1:])) for row in connection.execute(_COPIES, {"ids": ids}).all())


def _grouped(pairs: Iterable[tuple[int, T]]) -> defaultdict[int, tuple[T, ...]]:
    found: dict[int, list[T]] = defaultdict(list)
    for id, value in pairs:
        found[id].append(value)
    return defaultdict(tuple, {id: tuple(values) for id, values in found.items()})


# Built once: composing a statement costs more than SQLite needs to answer it.
_IDS: BindParameter[int] = bindparam("ids", expanding=True)
_PEOPLE = (
    select(
        participants.c.activity_id,
        participants.c.address,
        participants.c.name,
        participants.c.role,
        participants.c.response,
        participants.c.outside,
    )
    .where(participants.c.activity_id.in_(_IDS), participants.c.position < bindparam("most"))
    .order_by(participants.c.activity_id, participants.c.position)
)
_COPIES = (
    select(locators.c.activity_id, accounts.c.name, streams.c.remote, streams.c.name, locators.c.remote)
    .join(streams, streams.c.id == locators.c.stream_id)
    .join(accounts, accounts.c.id == streams.c.account_id)
    .where(locators.c.activity_id.in_(_IDS))
    .order_by(locators.c.activity_id, accounts.c.name, streams.c.name, locators.c.remote)
)
_NAME = func.coalesce(contacts.c.name, companies.c.name, deals.c.name, "").label("name")
_EVERY_LINK = (
    select(
        links.c.activity_id,
        links.c.target,
        links.c.target_id,
        func.coalesce(contacts.c.external, deals.c.external, "").label("external"),
        _NAME,
        links.c.rule,
        links.c.evidence,
        links.c.origin,
    )
    .outerjoin(contacts, and_(links.c.target == "contact", contacts.c.id == links.c.target_id))
    .outerjoin(companies, and_(links.c.target == "company", companies.c.id == links.c.target_id))
    .outerjoin(deals, and_(links.c.target == "deal", deals.c.id == links.c.target_id))
    .where(links.c.activity_id.in_(_IDS))
    .order_by(links.c.activity_id, _NAME, links.c.target_id)
)
_LINKS = _EVERY_LINK.where(links.c.origin != "rep_removed")
_REMOVED = _EVERY_LINK.where(links.c.origin == "rep_removed")
