"""Which rows a page of the history has: from a filter to a statement. A filter's shape is composed once, its values are bound.

`walked`: the one record whose links are walked in the order of time; without one the history itself is. With words, SQLite walks
the index of words instead, which is in that order as well (search.py), unless walk.py finds the other way shorter.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from sqlalchemy import (
    BigInteger,
    BindParameter,
    ColumnElement,
    Select,
    Text,
    and_,
    bindparam,
    column,
    exists,
    func,
    select,
    table,
    text,
    tuple_,
)

from store import search
from store.naming import Several, anywhere, on
from store.ready import Ready
from store.schema import accounts, activities, links, locators, questions, streams
from sync.model import PREVIEW

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
"""What hydrate.py completes: these columns come first."""

Words = Literal["", "index", "condition"]
"""How words are looked for: not at all; by walking their index (SQLite); as a condition (PostgreSQL's planner chooses the way)."""


class Shape(NamedTuple):
    """What a filter asks, without the values."""

    walked: str = ""
    """contact, company, deal: the record whose links are walked."""
    others: tuple[str, ...] = ()
    """Further single records."""
    several: tuple[Several, ...] = ()
    """Names that stand for several records, or an address."""
    given: frozenset[str] = frozenset()
    """kind, account, since, until, thread, asks, before: those that restrict."""
    oldest_first: bool = False
    words: Words = ""
    places: bool = False
    """(time, id) alone."""


def statement(shape: Shape) -> Ready:
    """The page's rows in their order. Parameters: contact, company, deal (keys); kind, account, since, until, thread; before_at and
    before_id; words; limit; with `index` also lowest and highest, the places between which it is walked."""
    return _composed(shape) if shape.several else _kept(shape)


def _composed(shape: Shape) -> Ready:
    indexed = shape.words == "index"
    rows, at, id = ROWS, activities.c.occurred_at, activities.c.id
    if indexed:
        rows = _from_index(shape)
    elif shape.walked:
        rows = rows.join(
            links, and_(links.c.activity_id == activities.c.id, on(links, shape.walked, _key(shape.walked)))
        )
        at, id = links.c.at, links.c.activity_id
    for condition in (*_records(shape), *_plain(shape, at)):
        rows = rows.where(condition)
    if indexed:
        order: tuple[ColumnElement[Any], ...] = (_INDEX.c.rowid,)
    else:
        order = (at, id)
        if "before" in shape.given:
            last = tuple_(_number("before_at"), _number("before_id"))
            rows = rows.where(tuple_(at, id) > last if shape.oldest_first else tuple_(at, id) < last)
    if shape.places:
        rows = rows.with_only_columns(at, id)
    return Ready(
        rows.order_by(*(one.asc() if shape.oldest_first else one.desc() for one in order)).limit(_number("limit"))
    )


_kept = lru_cache(maxsize=256)(_composed)


def _from_index(shape: Shape) -> Select[Any]:
    """The words' index first, in its order; whatever else is asked is looked up for each match."""
    found = (
        ROWS.join(_INDEX, activities.c.id == _INDEX.c.rowid.op("&")(search.IDS))
        .where(text("activity_search match :words"))
        .where(_INDEX.c.rowid.between(_number("lowest"), _number("highest")))
    )
    return found.where(anywhere(shape.walked, _key(shape.walked))) if shape.walked else found


def _records(shape: Shape) -> Iterable[ColumnElement[bool]]:
    for target in shape.others:
        yield anywhere(target, _key(target))
    for each in shape.several:
        yield each.anywhere


def _plain(shape: Shape, at: ColumnElement[int]) -> Iterable[ColumnElement[bool]]:
    given = shape.given
    if shape.words == "condition":
        yield text(_CONDITION)  # type: ignore[misc]  # a TextClause is a condition
    if "kind" in given:
        yield activities.c.kind == bindparam("kind", type_=Text)
    if "since" in given:
        yield at >= _number("since")
    if "until" in given:
        yield at < _number("until")
    if "thread" in given:
        yield activities.c.thread_id == _number("thread")
    if "asks" in given:
        yield activities.c.id.in_(select(questions.c.activity_id))
    if "account" in given:
        # A copy in that account is enough: the same mail may have been read first elsewhere.
        named = accounts.alias("named")
        yield exists().where(
            locators.c.activity_id == activities.c.id,
            locators.c.stream_id == streams.c.id,
            streams.c.account_id == named.c.id,
            named.c.name == bindparam("account", type_=Text),
        )


def _key(target: str) -> BindParameter[int]:
    return _number(target)


def _number(name: str) -> BindParameter[int]:
    return bindparam(name, type_=BigInteger)


_CONDITION = "activities.id in (select activity_id from activity_search where document @@ to_tsquery('simple', :words))"
_INDEX = table("activity_search", column("rowid", BigInteger))
