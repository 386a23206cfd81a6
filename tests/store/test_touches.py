from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, text

from store.database import Database
from store.touches import SLOT, people, slots, touches
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


def test_mail_of_both_sides_and_meetings_are_told_apart(reading: Connection) -> None:
    found = slots(reading, "deal", RENEWAL, HALF_A_YEAR, NOW)
    assert [(slot.theirs, slot.ours, slot.met) for slot in found] == [(0, 1, 0), (1, 0, 0), (0, 0, 1)]
    assert [
        slot.at <= at < slot.at + SLOT
        for slot, at in zip(found, [NOW - 20 * DAY, NOW - 19 * DAY, NOW - 4 * DAY], strict=True)
    ]


def test_a_colleagues_mail_is_of_the_reps_side(reading: Connection) -> None:
    found = slots(reading, "deal", WAREHOUSE, NOW - 9 * DAY, NOW - 7 * DAY)
    assert sum(slot.theirs for slot in found) == 2
    assert sum(slot.ours for slot in found) == 2, "the rep's answer and the colleague's mail"


def test_the_bounds_hold_and_half_hours_begin_at_the_first(reading: Connection) -> None:
    at = NOW - 20 * DAY
    assert [slot.at for slot in slots(reading, "deal", RENEWAL, at, at + 1)] == [at]
    assert slots(reading, "deal", RENEWAL, at + 1, NOW - 19 * DAY) == []
    assert slots(reading, "deal", RENEWAL, at - SLOT, at) == []


def test_what_was_called_off_taken_away_or_lost_counts_nowhere(database: Database, ids: dict[str, int]) -> None:
    def met(connection: Connection) -> int:
        return sum(slot.met for slot in slots(connection, "contact", 1, HALF_A_YEAR, NOW))

    with database.read() as connection:
        assert met(connection) == 1, "the visit that was called off is none"
        assert touches(connection, "contact", 1, NOW).theirs == NOW - 2 * DAY, "not the one that lost its copies"
    with database.write() as connection:
        connection.execute(text("update links set origin = 'rep_removed' where activity_id = :id"), {"id": ids["met"]})
    with database.read() as connection:
        assert met(connection) == 0


def test_the_last_of_each_side_and_the_next_meeting(reading: Connection) -> None:
    found = touches(reading, "contact", 1, NOW)
    assert found.ours == NOW - 8 * DAY - 2 * HOUR + 1200
    assert (found.met, found.ahead) == (NOW - 4 * DAY, NOW + 8 * DAY)
    assert touches(reading, "deal", OLD, NOW) == (None, None, None, None)
    assert touches(reading, "contact", 1, NOW - 30 * DAY).ours is None, "nothing later than the moment"


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
