"""The history: a page of it by any filter, and one activity with all that is known of it.

A page is one statement for its rows and one each for people, links and copies, whatever its length. It is paged by the key of
its last row, never by an offset. A deal's history is what is linked to the deal, not all mail of its people.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    exists,
    func,
    literal,
    select,
    text,
    tuple_,
)

from store import search
from store.naming import SHOWN, One, targets
from store.rows import ActivityDetail, ActivityRow, CandidateRow, LinkRow, LocatorRow, PersonRow
from store.schema import (
    accounts,
    activities,
    companies,
    contacts,
    deals,
    links,
    locators,
    participants,
    questions,
    streams,
)
from sync.model import MAX_PEOPLE, PREVIEW
from sync.policy import cut

T = TypeVar("T")

CONVERSATION = 50
"""Activities of a conversation that the page of one activity shows."""


class Filter(NamedTuple):
    """Which part of the history. What is left empty does not restrict it."""

    contact: str | int = ""
    """An id, a name or an address; a number is the store's own key."""
    company: str | int = ""
    """A name or a domain; a number is the store's own key."""
    deal: str | int = ""
    """An id or a name; a number is the store's own key."""
    kind: str = ""
    account: str = ""
    since: int | None = None
    until: int | None = None
    """Exclusive."""
    query: str = ""
    thread: int | None = None
    asks: bool = False
    """Only those whose deal was left open."""
    before: tuple[int, int] | None = None
    """(occurred_at, id) of the last row of the page before."""
    limit: int = 50
    oldest_first: bool = False
    people: int = MAX_PEOPLE
    """Participants read of each activity."""


def timeline(connection: Connection, wanted: Filter) -> list[ActivityRow]:
    """A page of the history, newest first unless asked otherwise. A contact, company or deal that is not there: no rows."""
    statement = _page(connection, wanted)
    return [] if statement is None else _hydrated(connection, connection.execute(statement).all(), wanted.people)


def activity(connection: Connection, id: int) -> ActivityDetail | None:
    """One activity with its text, question, conversation and copies; None when it is not there."""
    rows = connection.execute(_ROWS.add_columns(*_MORE).where(activities.c.id == id)).all()
    if not rows:
        return None
    row = rows[0]
    thread = Filter(thread=row.thread_id, limit=CONVERSATION + 1, people=12)
    return ActivityDetail(
        row=_hydrated(connection, rows, MAX_PEOPLE)[0],
        text=row.text,
        attachments=tuple(json.loads(row.attachments)),
        question=_question(connection, id),
        removed=_linked(connection, [id], removed=True)[id],
        conversation=tuple(other for other in reversed(timeline(connection, thread)) if other.id != id),
        captured_at=row.captured_at,
    )


_ROWS = (
    select(
        activities.c.id,
        activities.c.kind,
        activities.c.occurred_at,
        activities.c.ends_at,
        activities.c.all_day,
        activities.c.direction,
        activities.c.subject,
        func.substr(activities.c.text, 1, PREVIEW + 1).label("preview"),
        activities.c.status,
        activities.c.location,
        activities.c.marks,
        activities.c.people_total,
        activities.c.thread_id,
        accounts.c.name.label("account"),
        activities.c.message_id,
        activities.c.ical_uid,
        exists().where(questions.c.activity_id == activities.c.id).label("asks"),
    )
    .join(accounts, accounts.c.id == activities.c.account_id)
    .where(activities.c.orphaned_at.is_(None))
)
_MORE = (activities.c.text, activities.c.attachments, activities.c.captured_at)


def _page(connection: Connection, wanted: Filter) -> Select[Any] | None:
    """The statement for a page; None when a named contact, company or deal does not exist."""
    statement, at, id = _ROWS, activities.c.occurred_at, activities.c.id
    for condition in targets(connection, wanted.contact, wanted.company, wanted.deal):
        if condition is None:
            return None
        if isinstance(condition, One) and at is activities.c.occurred_at:
            # The index of links has one record's activities in the order of time: walk that one.
            statement = statement.join(links, and_(links.c.activity_id == activities.c.id, condition.clause))
            at, id = links.c.at, links.c.activity_id
        else:
            statement = statement.where(condition.anywhere)
    for clause in _plain(wanted, at):
        statement = statement.where(clause)
    found = search.condition(connection.dialect.name, wanted.query) if wanted.query.strip() else None
    if found is not None:
        statement = statement.where(text(found[0]).bindparams(words=found[1]))
    elif wanted.query.strip():
        return None
    if wanted.before is not None:
        last = tuple_(literal(wanted.before[0]), literal(wanted.before[1]))
        statement = statement.where(tuple_(at, id) > last if wanted.oldest_first else tuple_(at, id) < last)
    order = (at.asc(), id.asc()) if wanted.oldest_first else (at.desc(), id.desc())
    return statement.order_by(*order).limit(wanted.limit)


def _plain(wanted: Filter, at: ColumnElement[int]) -> Iterable[ColumnElement[bool]]:
    if wanted.kind:
        yield activities.c.kind == wanted.kind
    if wanted.since is not None:
        yield at >= wanted.since
    if wanted.until is not None:
        yield at < wanted.until
    if wanted.thread is not None:
        yield activities.c.thread_id == wanted.thread
    if wanted.asks:
        yield activities.c.id.in_(select(questions.c.activity_id))
    if wanted.account:
        # A copy in that account is enough: the same mail may have been read first elsewhere.
        named = accounts.alias("named")
        yield exists().where(
            locators.c.activity_id == activities.c.id,
            locators.c.stream_id == streams.c.id,
            streams.c.account_id == named.c.id,
            named.c.name == wanted.account,
        )


def _hydrated(connection: Connection, rows: Sequence[Row[Any]], people: int) -> list[ActivityRow]:
    """Rows with their people, links and copies: three statements for all of them."""
    ids = [row.id for row in rows]
    if not ids:
        return []
    persons, linked, copies = _people(connection, ids, people), _linked(connection, ids), _copies(connection, ids)
    return [_activity(row, persons[row.id], linked[row.id], copies[row.id]) for row in rows]


def _activity(
    row: Row[Any], people: tuple[PersonRow, ...], linked: tuple[LinkRow, ...], copies: tuple[LocatorRow, ...]
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
        contacts=tuple(link for link in linked if link.target == "contact"),
        companies=tuple(link for link in linked if link.target == "company"),
        deals=tuple(link for link in linked if link.target == "deal"),
        asks=bool(row.asks),
        thread=row.thread_id,
        account=row.account,
        locators=copies,
        message_id=row.message_id,
        ical_uid=row.ical_uid,
    )


def _people(connection: Connection, ids: Sequence[int], most: int) -> defaultdict[int, tuple[PersonRow, ...]]:
    columns = participants.c
    statement = (
        select(columns.activity_id, columns.address, columns.name, columns.role, columns.response, columns.outside)
        .where(columns.activity_id.in_(ids), columns.position < most)
        .order_by(columns.activity_id, columns.position)
    )
    return _grouped((row[0], PersonRow(*row[1:5], outside=bool(row[5]))) for row in connection.execute(statement))


def _linked(
    connection: Connection, ids: Sequence[int], *, removed: bool = False
) -> defaultdict[int, tuple[LinkRow, ...]]:
    name = func.coalesce(contacts.c.name, companies.c.name, deals.c.name, "").label("name")
    statement = (
        select(
            links.c.activity_id,
            links.c.target,
            links.c.target_id,
            func.coalesce(contacts.c.external, deals.c.external, "").label("external"),
            name,
            links.c.rule,
            links.c.evidence,
            links.c.origin,
        )
        .outerjoin(contacts, and_(links.c.target == "contact", contacts.c.id == links.c.target_id))
        .outerjoin(companies, and_(links.c.target == "company", companies.c.id == links.c.target_id))
        .outerjoin(deals, and_(links.c.target == "deal", deals.c.id == links.c.target_id))
        .where(links.c.activity_id.in_(ids), (links.c.origin == "rep_removed") if removed else SHOWN)
        .order_by(links.c.activity_id, name, links.c.target_id)
    )
    # A company has no id of its own in the CRM's tables: its key stands for it.
    return _grouped(
        (row[0], LinkRow(row[1], row[2], row[3] or str(row[2]), *row[4:])) for row in connection.execute(statement)
    )


def _copies(connection: Connection, ids: Sequence[int]) -> defaultdict[int, tuple[LocatorRow, ...]]:
    statement = (
        select(locators.c.activity_id, accounts.c.name, streams.c.remote, streams.c.name, locators.c.remote)
        .join(streams, streams.c.id == locators.c.stream_id)
        .join(accounts, accounts.c.id == streams.c.account_id)
        .where(locators.c.activity_id.in_(ids))
        .order_by(locators.c.activity_id, accounts.c.name, streams.c.name, locators.c.remote)
    )
    return _grouped((row[0], LocatorRow(*row[1:])) for row in connection.execute(statement))


def _grouped(pairs: Iterable[tuple[int, T]]) -> defaultdict[int, tuple[T, ...]]:
    found: dict[int, list[T]] = defaultdict(list)
    for id, value in pairs:
        found[id].append(value)
    return defaultdict(tuple, {id: tuple(values) for id, values in found.items()})


def _question(connection: Connection, id: int) -> tuple[CandidateRow, ...]:
    stored = connection.scalar(select(questions.c.candidates).where(questions.c.activity_id == id))
    ranked = json.loads(stored) if stored else []
    statement = select(deals).where(deals.c.id.in_([one["deal_id"] for one in ranked]))
    known = {row.id: row for row in connection.execute(statement)} if ranked else {}
    return tuple(
        CandidateRow(row.id, row.external, row.name, row.status, str(one.get("reason", "")))
        for one in ranked
        if (row := known.get(one["deal_id"])) is not None
    )
