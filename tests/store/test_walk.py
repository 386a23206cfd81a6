"""Searches for words that most mails hold: the same rows, in the same order, as from a plain sort."""

from __future__ import annotations

import random
from typing import Any

import pytest
from sqlalchemy import Connection, event, insert, text, update

from store import search, walk, wording
from store.database import Database
from store.ledger import erase_activities
from store.page import Shape
from store.schema import activities, links, locators, questions
from store.timeline import Filter, timeline
from tests.store import handmade
from tests.store.handmade import MAIL, NOW

MANY = 2_600
ASKED = set(range(10_000, 10_300))
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
    connection.execute(insert(questions), [{"activity_id": id, "candidates": "[]"} for id in sorted(ASKED)])
    search.add(connection, [search.Entry(id, times[id], subjects[id], "", "") for id in ids])
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


def test_common_is_told_from_rare_without_counting_all(
    database: Database, times: dict[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    if database.dialect != "sqlite":
        pytest.skip("PostgreSQL's planner chooses by itself")
    of_one, all_of_it = Shape(walked="contact"), Shape()
    with database.read() as connection:
        for query, common in (("common", True), ("seldom", False), ("notes", False)):
            words = wording.read(connection, query)
            assert words is not None
            assert walk.is_shorter(connection, of_one, words) is common
            assert not walk.is_shorter(connection, all_of_it, words), "the index is in the order of the history"
        monkeypatch.setattr(wording, "MOST", 0)
        words = wording.read(connection, "seldom")
        assert words is not None
        assert not words.lazy
        assert walk.is_shorter(connection, of_one, words)


WAYS = {
    "as it comes": {},
    "the index first": {"walk.COMMON": 1 << 40},
    "each one asked for": {"walk.COMMON": 0, "walk._SAMPLE": 1, "walk._ASKED": 0},
    "some together": {"walk.COMMON": 0, "walk._SAMPLE": 10, "walk._ASKED": 3},
    "read past": {"walk.COMMON": 0, "walk._SAMPLE": 1, "walk._ASKED": 1 << 40},
    "in small steps": {"walk.COMMON": 0, "walk.FIRST": 3, "walk.LONGEST": 12},
    "all gathered": {"wording.MOST": 0},
}


@pytest.mark.parametrize("way", WAYS)
def test_every_way_finds_the_same(
    database: Database, times: dict[int, int], monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    for name, value in WAYS[way].items():
        monkeypatch.setattr(f"store.{name}", value)
    middle = sorted(times.values())[MANY // 2]
    seldom = {id for id in times if id % 7 == 0}
    for wanted, expected in (
        (Filter(query="seldom"), seldom),
        (Filter(query="SELD common", contact=CONTACT), {id for id in seldom if id % 3 == 0}),
        (
            Filter(query="seldom", contact=CONTACT, since=middle),
            {i for i in seldom if i % 3 == 0 and times[i] >= middle},
        ),
        (Filter(query="seldom", until=middle), {id for id in seldom if times[id] < middle}),
        (Filter(query="seldom", asks=True), seldom & ASKED),
        (Filter(query="seldom", thread=10_003), {10_003} & seldom),
        (Filter(query="seldom", kind="meeting"), set[int]()),
        (Filter(query="seldom", account="work", contact=CONTACT, deal=1), set[int]()),
        (Filter(query="nothing", contact=CONTACT), set[int]()),
    ):
        for oldest_first in (False, True):
            ordered = sorted(expected, key=lambda one: (times[one], one), reverse=not oldest_first)
            assert whole(database, wanted._replace(oldest_first=oldest_first, limit=97)) == ordered, wanted


def test_what_is_hidden_erased_or_moved_is_found_where_it_is(database: Database, times: dict[int, int]) -> None:
    hidden, erased, moved = 10_007, 10_014, 10_021
    with database.write() as connection:
        connection.execute(update(activities).where(activities.c.id == hidden).values(orphaned_at=1))
        erase_activities(connection, [erased])
        search.remove(connection, [moved])
        connection.execute(update(activities).where(activities.c.id == moved).values(occurred_at=NOW - 5))
        search.add(connection, [search.Entry(moved, NOW - 5, "common seldom", "", "")])
    left = [id for id in times if id % 7 == 0 and id not in {hidden, erased, moved}]
    left.sort(key=lambda one: (times[one], one), reverse=True)
    assert whole(database, Filter(query="seldom", limit=40)) == [moved, *left]
    if database.dialect == "sqlite":
        with database.read() as connection:
            kept = set(connection.scalars(text("select rowid from activity_search")))
            assert kept == {row[0] for row in connection.execute(text(f"select {search.PLACE} from activities"))}


@pytest.mark.parametrize("oldest_first", [False, True])
def test_times_that_no_calendar_has_are_paged_without_gap_or_double(database: Database, *, oldest_first: bool) -> None:
    far = [0, -1, 1 << 33, -(1 << 33), 1 << 34, (1 << 34) + 7, 1 << 40, -(1 << 34) - 9, -(1 << 40), NOW]
    with database.write() as connection:
        handmade.fill(connection)
        shelf = handmade.Shelf(connection)
        shelf.last = 20_000
        put = {shelf.put(at, [("from", handmade.NADIA)], "faraway") for at in far}
    found = whole(database, Filter(query="faraway", limit=2, oldest_first=oldest_first))
    assert sorted(found) == sorted(put)
    with database.read() as connection:
        near = timeline(connection, Filter(query="faraway", since=-5, until=NOW + 1, oldest_first=oldest_first))
    assert [row.occurred_at for row in near] == sorted([-1, 0, NOW], reverse=not oldest_first)


def test_a_place_is_in_the_order_of_time_and_id() -> None:
    rows = [(at, id) for at in (-(1 << 34), -1, 0, 1, NOW, (1 << 34) - 1) for id in (1, 2, search.IDS)]
    places = [search.place(*row) for row in rows]
    assert places == sorted(set(places))
    assert [one & search.IDS for one in places] == [id for _, id in rows]
    assert all(-(1 << 63) <= one < 1 << 63 for one in places)


def test_the_index_of_words_is_walked_and_nothing_is_sorted(database: Database, times: dict[int, int]) -> None:
    if database.dialect != "sqlite":
        pytest.skip("PostgreSQL's planner chooses by itself")
    asked: list[tuple[str, Any]] = []

    def note(*arguments: Any) -> None:
        if "activity_search match" in arguments[2]:
            asked.append((arguments[2], arguments[3]))

    event.listen(database.engine, "before_cursor_execute", note)
    with database.read() as connection:
        for wanted in (
            Filter(query="common", until=NOW), Filter(query="seldom", kind="message", account="work"),
            Filter(query="seldom", contact=CONTACT), Filter(query="seldom", asks=True, before=(NOW, 1)),
        ):  # fmt: skip
            asked.clear()
            timeline(connection, wanted)
            statement, values = asked[-1]
            plan = [row[3] for row in connection.exec_driver_sql(f"explain query plan {statement}", values)]
            assert plan[0].startswith("SCAN activity_search VIRTUAL TABLE"), plan
            assert not [step for step in plan if "ORDER BY" in step], plan
    event.remove(database.engine, "before_cursor_execute", note)
