"""The history: a page of it by any filter, and one activity with all that is known of it.

A page is one statement for its rows and one each for people, links and copies, whatever its length. It is paged by the key of
its last row, never by an offset. A deal's history is what is linked to the deal, not all mail of its people.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    exists,
    func,
    literal,
    select,
    text,
    tuple_,
)

from store import search, walk
from store.hydrate import hydrated, linked
from store.naming import One, targets
from store.rows import ActivityDetail, ActivityRow, CandidateRow
from store.schema import (
    accounts,
    activities,
    deals,
    links,
    locators,
    questions,
    streams,
)
from sync.model import MAX_PEOPLE, PREVIEW

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
    page = _page(connection, wanted)
    if page is None:
        return []
    return hydrated(connection, connection.execute(page.statement(connection)).all(), wanted.people)


def activity(connection: Connection, id: int) -> ActivityDetail | None:
    """One activity with its text, question, conversation and copies; None when it is not there."""
    rows = connection.execute(ROWS.add_columns(*_MORE).where(activities.c.id == id)).all()
    if not rows:
        return None
    row = rows[0]
    thread = Filter(thread=row.thread_id, limit=CONVERSATION + 1, people=12)
    return ActivityDetail(
        row=hydrated(connection, rows, MAX_PEOPLE)[0],
        text=row.text,
        attachments=tuple(json.loads(row.attachments)),
        question=_question(connection, id),
        removed=linked(connection, [id], removed=True)[id],
        conversation=tuple(other for other in reversed(timeline(connection, thread)) if other.id != id),
        captured_at=row.captured_at,
    )


ROWS = (
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
    .select_from(activities)
    .join(accounts, accounts.c.id == activities.c.account_id)
    .where(activities.c.orphaned_at.is_(None))
)
_MORE = (activities.c.text, activities.c.attachments, activities.c.captured_at)


class _Page(NamedTuple):
    """What a filter asks of the database: conditions, and the columns that order it."""

    rows: Select[Any]
    at: ColumnElement[int]
    id: ColumnElement[int]
    wanted: Filter
    found: tuple[str, str] | None
    """The full-text condition and its parameter."""

    def statement(self, connection: Connection) -> Select[Any]:
        """The page's rows. Words that most mails hold are found by walking the history, others by their own index."""
        if self.found is None:
            return self._after(self.rows, self.wanted.before).limit(self.wanted.limit)
        condition, words = self.found
        if connection.dialect.name == "sqlite" and walk.is_common(connection, words, within=self.at is links.c.at):
            ids = walk.matching(connection, self._places, words, self.wanted.before, self.wanted.limit)
            return self._after(ROWS.where(activities.c.id.in_(ids)), None, alone=True)
        rows = self.rows.where(text(condition).bindparams(words=words))
        return self._after(rows, self.wanted.before).limit(self.wanted.limit)

    def _places(self, place: tuple[int, int] | None) -> Select[Any]:
        """Time and id alone, after a place."""
        columns: list[ColumnElement[Any]] = [self.at, self.id]
        return self._after(self.rows.with_only_columns(*columns), place)

    def _after(self, rows: Select[Any], place: tuple[int, int] | None, *, alone: bool = False) -> Select[Any]:
        at, id = (activities.c.occurred_at, activities.c.id) if alone else (self.at, self.id)
        forward = self.wanted.oldest_first
        if place is not None:
            last = tuple_(literal(place[0]), literal(place[1]))
            rows = rows.where(tuple_(at, id) > last if forward else tuple_(at, id) < last)
        return rows.order_by(at.asc(), id.asc()) if forward else rows.order_by(at.desc(), id.desc())


def _page(connection: Connection, wanted: Filter) -> _Page | None:
    """None when a named contact, company or deal does not exist, or the search has no word."""
    rows, at, id = ROWS, activities.c.occurred_at, activities.c.id
    for condition in targets(connection, wanted.contact, wanted.company, wanted.deal):
        if condition is None:
            return None
        if isinstance(condition, One) and at is activities.c.occurred_at:
            # The index of links has one record's activities in the order of time: walk that one.
            rows = rows.join(links, and_(links.c.activity_id == activities.c.id, condition.clause))
            at, id = links.c.at, links.c.activity_id
        else:
            rows = rows.where(condition.anywhere)
    for clause in _plain(wanted, at):
        rows = rows.where(clause)
    if not wanted.query.strip():
        return _Page(rows, at, id, wanted, None)
    found = search.condition(connection.dialect.name, wanted.query)
    return None if found is None else _Page(rows, at, id, wanted, found)


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
