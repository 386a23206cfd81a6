from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, text

from store import touches
from store.database import Database
from store.touches import people, talk
from tests.store import fuller
from tests.store.handmade import DAY, GLASS, HARBOR, HOUR, NOW, OLD, RENEWAL, WAREHOUSE

HALF_A_YEAR = NOW - 182 * DAY


@pytest.fixture
def ids(database: Database) -> dict[str, int]:
    with database.write() as connection:
        return fuller.fill(connection)


@pytest.fixture
def reading(database: Database, ids: dict[str, int]) -> Iterator[Connection]:
    with database.read() as connection:
        yield connection


def test_mail_of_both_sides_and_meetings_are_told_apart_newest_first(reading: Connection) -> None:
    found = talk(reading, "deal", RENEWAL, NOW)
    assert found.touches == ((NOW - 4 * DAY, "met"), (NOW - 19 * DAY, "theirs"), (NOW - 20 * DAY, "ours"))
    assert found.since is None, "these are all"


def test_a_colleagues_mail_is_of_the_reps_side(reading: Connection) -> None:
    sides = [touch.side for touch in talk(reading, "deal", WAREHOUSE, NOW).touches]
    assert sides == ["theirs", "theirs", "ours", "ours", "theirs"], (
        "a stranger's, then her thanks, the colleague's, the answer, her question"
    )


def test_what_was_called_off_taken_away_or_lost_counts_nowhere(database: Database, ids: dict[str, int]) -> None:
    with database.read() as connection:
        found = talk(connection, "contact", 1, NOW)
    assert [touch.side for touch in found.touches].count("met") == 1, "the visit that was called off is none"
    assert found.last("theirs") == NOW - 2 * DAY, "not the one that lost its copies"
    with database.write() as connection:
        connection.execute(text("update links set origin = 'rep_removed' where activity_id = :id"), {"id": ids["met"]})
    with database.read() as connection:
        assert talk(connection, "contact", 1, NOW).last("met") is None


def test_the_last_of_each_side_and_the_next_meeting(reading: Connection) -> None:
    found = talk(reading, "contact", 1, NOW)
    assert found.last("ours") == NOW - 8 * DAY - 2 * HOUR + 1200
    assert (found.last("met"), found.ahead) == (NOW - 4 * DAY, NOW + 8 * DAY)
    assert talk(reading, "deal", OLD, NOW) == ((), None, None)
    assert talk(reading, "contact", 1, NOW - 30 * DAY).last("ours") is None, "nothing later than the moment"


def test_a_page_looks_at_the_newest_and_says_so(reading: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(touches, "LATELY", 3)
    found = talk(reading, "contact", 3, NOW)
    assert len(found.touches) == 3
    assert found.since == found.touches[-1].at
    assert talk(reading, "deal", GLASS, NOW).since is None
    (nadia,) = people(reading, "contact", 3, NOW - 182 * DAY, NOW)
    assert nadia.theirs + nadia.ours + nadia.met == 3


def test_a_mail_counts_for_who_wrote_it_and_for_whom_it_was_written_to(reading: Connection) -> None:
    dana, ivo = people(reading, "company", HARBOR, NOW - 21 * DAY, NOW)
    assert (dana.name, dana.theirs, dana.ours, dana.met) == ("Dana Cole", 4, 3, 1)
    assert (ivo.name, ivo.theirs, ivo.ours, ivo.met) == ("Ivo Petrov", 0, 0, 1), "a copy is nobody's writing"
    assert ivo.last == NOW - 4 * DAY
    assert people(reading, "deal", GLASS, NOW - DAY, NOW) == []


def test_two_addresses_of_one_contact_count_once(database: Database, ids: dict[str, int]) -> None:
    with database.write() as connection:
        row = {"id": ids["first"]}
        connection.execute(text(
            """insert into participants (activity_id, position, role, address, name, response, outside)
               values (:id, 9, 'cc', 'dana@private.example', 'Dana', '', true)"""
        ), row)  # fmt: skip
    with database.read() as connection:
        (dana,) = people(connection, "deal", RENEWAL, NOW - 21 * DAY, NOW - 20 * DAY + 1)
    assert dana.ours == 1
