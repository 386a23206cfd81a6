"""What an activity can be filed under by hand. On SQLite and on PostgreSQL."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from store import choosing
from store.database import Database
from store.hand import Hand, Target
from tests.store import handmade
from tests.store.handmade import GLASS, HARBOR, OLD, PILOT, RENEWAL, WAREHOUSE


class Clock:
    def now(self) -> int:
        return handmade.NOW


@pytest.fixture
def ids(database: Database) -> dict[str, int]:
    with database.write() as connection:
        return handmade.fill(connection)


def deals(database: Database, activity: int, most: int = choosing.MOST) -> list[tuple[int, bool]]:
    with database.read() as connection:
        return [(one.key, one.likely) for one in choosing.deals(connection, activity, most)]


def contacts(database: Database, activity: int, most: int = choosing.MOST) -> list[tuple[int, bool]]:
    with database.read() as connection:
        return [(one.key, one.likely) for one in choosing.contacts(connection, activity, most)]


def test_the_likely_ones_stand_first_and_closed_deals_are_none(database: Database, ids: dict[str, int]) -> None:
    found = deals(database, ids["question"])
    assert {key for key, likely in found if likely} == {RENEWAL, WAREHOUSE}
    assert [likely for _, likely in found] == [True, True, False, False]
    assert {key for key, likely in found if not likely} == {PILOT, GLASS}
    assert OLD not in dict(found)
    people = contacts(database, ids["question"])
    assert people[0] == (2, True), "Ivo, of Dana's company"
    assert {key for key, likely in people if not likely} == {3, 4, 5}


def test_what_it_is_filed_under_is_no_choice_until_it_is_taken_off(database: Database, ids: dict[str, int]) -> None:
    activity, hand = ids["first"], Hand(database, Clock())
    assert RENEWAL not in dict(deals(database, activity))
    assert 1 not in dict(contacts(database, activity))
    hand.unlink(activity, Target("deal", RENEWAL, ""))
    hand.unlink(activity, Target("contact", 1, ""))
    assert dict(deals(database, activity))[RENEWAL]
    assert contacts(database, activity)[0] == (1, True), "she is on the mail, so she stands before her company's others"


def test_a_list_ends_and_the_likely_ones_are_not_what_it_leaves_out(database: Database, ids: dict[str, int]) -> None:
    assert {key for key, _ in deals(database, ids["question"], 2)} == {RENEWAL, WAREHOUSE}
    assert contacts(database, ids["question"], 1) == [(2, True)]


def test_a_record_without_a_name_is_called_by_its_id(database: Database, ids: dict[str, int]) -> None:
    with database.write() as connection:
        connection.execute(text("update deals set name = '' where id = :id"), {"id": WAREHOUSE})
        found = {one.key: one for one in choosing.deals(connection, ids["question"])}
    assert found[WAREHOUSE] == (WAREHOUSE, "d-2", "Harbor & Vale Logistics", True)
    hand = Hand(database, Clock())
    assert hand.record("deal", WAREHOUSE) == Target("deal", WAREHOUSE, "d-2")
    assert hand.record("contact", 1) == Target("contact", 1, "Dana Cole")
    assert hand.record("contact", 99) is None


def test_strangers_are_of_no_company(database: Database, ids: dict[str, int]) -> None:
    with database.write() as connection:
        connection.execute(text("delete from links where activity_id = :id"), {"id": ids["question"]})
        connection.execute(
            text("update participants set address = 'nobody@else.example' where activity_id = :id"),
            {"id": ids["question"]},
        )
    assert {likely for _, likely in deals(database, ids["question"])} == {False}
    with database.write() as connection:
        connection.execute(
            text("insert into links (activity_id, target, target_id, rule, evidence, at) values (:id, 'company', :c, 'domain', '', 1)"),
            {"id": ids["question"], "c": HARBOR},
        )  # fmt: skip
    assert {key for key, likely in deals(database, ids["question"]) if likely} == {RENEWAL, WAREHOUSE}
