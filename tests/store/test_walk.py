"""Searches for words that most mails hold: the same rows, in the same order, as from a plain sort."""

from __future__ import annotations

import random
from typing import Any

import pytest
from sqlalchemy import ColumnElement, Connection, Select, insert, literal, select, tuple_

from store import search, walk
from store.database import Database
from store.schema import activities, links, locators
from store.timeline import Filter, timeline
from tests.store import handmade
from tests.store.handmade import MAIL, NOW

MANY = 2_600
CONTACT = 3


@pytest.fixture
def times(database: Database) -> dict[int, int]:
    """Id → time of a history in which every mail says `common` and every seventh `seldom`, in no order of ids."""
    with database.write() as connection:
        handmade.fill(connection)
        return _many(connection)


def _many(connection: Connection) -> dict[int, int]:
    chance = random.Random(7)
    ids = range(10_000, 10_000 + MANY)
    # The later half of the ids is scattered over time, as of several accounts read one after the other.
    times = {id: NOW - 400 * 86_400 - (id * 60 if id % 2 else chance.randrange(10**7)) // 120 * 120 for id in ids}
    empty = dict.fromkeys(("attachments", "marks"), "[]") | dict.fromkeys(
        ("text", "message_id", "ical_uid", "recurrence_id", "status", "location"), ""
    )
    numbers = dict.fromkeys(("sequence", "stamp", "people_total", "captured_at"), 0)
    same = {
        "kind": "message",
        "account_id": 1,
        "direction": "in",
        "all_day": False,
        "unmatched": False,
        **empty,
        **numbers,
    }
    subjects = {id: "common seldom" if id % 7 == 0 else "common" for id in ids}
    connection.execute(
        insert(activities),
        [
            {
                "id": id,
                "digest": id.to_bytes(16, "big"),
                "thread_id": id,
                "occurred_at": times[id],
                "subject": subjects[id],
            }
            | same
            for id in ids
        ],
    )
    connection.execute(insert(locators), [{"activity_id": id, "stream_id": MAIL, "remote": str(id)} for id in ids])
    linked = {"target": "contact", "target_id": CONTACT, "rule": "address", "evidence": ""}
    connection.execute(insert(links), [{"activity_id": id, "at": times[id], **linked} for id in ids if id % 3 == 0])
    search.add(connection, [search.Entry(id, subjects[id], "", "") for id in ids])
    return times


def whole(database: Database, wanted: Filter) -> list[int]:
    """All pages of a search, one after the other."""
    found: list[int] = []
    before: tuple[int, int] | None = None
    with database.read() as connection:
        while page := timeline(connection, wanted._replace(before=before)):
            found += [row.id for row in page]
            before = (page[-1].occurred_at, page[-1].id)
    return found


@pytest.mark.parametrize("oldest_first", [False, True])
@pytest.mark.parametrize(
    ("wanted", "every"),
    [
        (Filter(query="common"), 1),
        (Filter(query="common seldom"), 7),
        (Filter(query="common", contact=CONTACT), 3),
        (Filter(query="comm", since=NOW - 430 * 86_400, until=NOW - 410 * 86_400), 1),
    ],
)
def test_every_match_once_and_in_order(
    database: Database, times: dict[int, int], wanted: Filter, every: int, *, oldest_first: bool
) -> None:
    since, until = wanted.since or 0, wanted.until or NOW
    expected = [id for id in times if id % every == 0 and since <= times[id] < until]
    expected.sort(key=lambda one: (times[one], one), reverse=not oldest_first)
    assert len(expected) > 50
    assert whole(database, wanted._replace(limit=300, oldest_first=oldest_first)) == expected


def test_common_is_told_from_rare_without_counting_all(database: Database, times: dict[int, int]) -> None:
    if database.dialect != "sqlite":
        pytest.skip("PostgreSQL's planner chooses by itself")
    with database.read() as connection:
        for words, common in (("common", True), ("seldom", False), ("notes", False)):
            found = search.condition("sqlite", words)
            assert found is not None
            assert walk.is_common(connection, found[1], within=False) is common
            assert not walk.is_common(connection, found[1], within=True)


def test_walking_and_sorting_find_the_same(database: Database, times: dict[int, int]) -> None:
    if database.dialect != "sqlite":
        pytest.skip("only SQLite walks")

    def stretch(place: tuple[int, int] | None) -> Select[Any]:
        columns: list[ColumnElement[Any]] = [activities.c.occurred_at, activities.c.id]
        rows = select(*columns).order_by(columns[0].desc(), columns[1].desc())
        return rows if place is None else rows.where(tuple_(*columns) < tuple_(*map(literal, place)))

    seldom = sorted((id for id in times if id % 7 == 0), key=lambda one: (times[one], one), reverse=True)
    with database.read() as connection:
        assert walk.matching(connection, stretch, '"seldom"', None, 10_000) == seldom
        third = (times[seldom[2]], seldom[2])
        assert walk.matching(connection, stretch, '"seldom"', third, 5) == seldom[3:8]
        assert walk.matching(connection, stretch, '"nothing"', None, 5) == []
