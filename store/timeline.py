"""The history: a page of it by any filter, and one activity with all that is known of it.

A page is one statement for its rows and one each for people, links and copies, whatever its length. It is paged by the key of
its last row, never by an offset. A deal's history is what is linked to the deal, not all mail of its people.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from store import walk, wording
from store.hydrate import hydrated, removed
from store.naming import One, Several, targets
from store.page import ROWS, Shape, statement
from store.rows import ActivityDetail, ActivityRow, CandidateRow
from store.schema import activities, deals, questions
from sync.model import MAX_PEOPLE

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
    return hydrated(connection, _rows(connection, wanted), wanted.people)


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
        removed=removed(connection, id),
        conversation=tuple(other for other in reversed(timeline(connection, thread)) if other.id != id),
        captured_at=row.captured_at,
    )


_FIELDS = ("kind", "account", "since", "until", "thread", "asks", "before")
_MORE = (activities.c.text, activities.c.attachments, activities.c.captured_at)


def _rows(connection: Connection, wanted: Filter) -> Sequence[Any]:
    """The page's rows, before what hangs on them is read."""
    asked = _asked(connection, wanted)
    if asked is None:
        return ()
    shape, values = asked
    if not wanted.query.strip():
        return statement(shape).rows(connection, values)
    words = wording.read(connection, wanted.query)
    if words is None:
        return ()
    values["words"] = words.value
    if connection.dialect.name != "sqlite":
        return statement(shape._replace(words="condition")).rows(connection, values)
    if walk.is_shorter(connection, shape, words):
        ids = walk.matching(connection, shape, values, words)
        return _in_order(connection, ids, oldest_first=wanted.oldest_first)
    return statement(shape._replace(words="index")).rows(
        connection, values | walk.bounds(values, oldest_first=wanted.oldest_first)
    )


def _asked(connection: Connection, wanted: Filter) -> tuple[Shape, dict[str, Any]] | None:
    """None when a named contact, company or deal does not exist."""
    keys: dict[str, int] = {}
    several: list[Several] = []
    for condition in targets(connection, wanted.contact, wanted.company, wanted.deal):
        if condition is None:
            return None
        if isinstance(condition, One):
            keys[condition.target] = condition.key
        else:
            several.append(condition)
    given = {name: value for name in _FIELDS if _restricts(value := getattr(wanted, name))}
    # The index of links has one record's activities in the order of time: walk that one.
    walked, *others = [*keys, ""]
    shape = Shape(walked, tuple(filter(None, others)), tuple(several), frozenset(given), wanted.oldest_first)
    before = wanted.before or (None, None)
    return shape, {**given, **keys, "before_at": before[0], "before_id": before[1], "limit": wanted.limit}


def _restricts(value: object) -> bool:
    """Whether a field of the filter says something: 0 does, it is a time."""
    return value is not None and value is not False and value != ""


def _in_order(connection: Connection, ids: Sequence[int], *, oldest_first: bool) -> Sequence[Any]:
    rows = connection.execute(ROWS.where(activities.c.id.in_(ids))).all() if ids else []
    return sorted(rows, key=lambda row: (row.occurred_at, row.id), reverse=not oldest_first)


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
