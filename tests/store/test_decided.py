from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, text

from store.database import Database
from store.decided import of_activity, of_company, of_contact, of_deal
from store.ledger import erase_activities
from tests.store import fuller
from tests.store.handmade import HARBOR, NOW, PILOT, RENEWAL, WAREHOUSE


@pytest.fixture
def ids(database: Database) -> dict[str, int]:
    with database.write() as connection:
        return fuller.fill(connection)


@pytest.fixture
def reading(database: Database, ids: dict[str, int]) -> Iterator[Connection]:
    with database.read() as connection:
        yield connection


def test_a_proposal_comes_with_its_evidence(reading: Connection, ids: dict[str, int]) -> None:
    (one,) = of_deal(reading, WAREHOUSE)
    assert (one.field, one.old, one.new, one.state) == ("close_date", "2027-03-31", "2026-12-04", "pending")
    assert (one.quote, one.activity, one.subject) == (
        "We decide on 4 December.",
        ids["thanks"],
        "Re: Second warehouse: dock plan",
    )
    assert one.decisions == ()
    assert of_activity(reading, ids["thanks"]) == [one]


def test_decisions_are_in_their_order_with_their_values(reading: Connection) -> None:
    (one,) = of_deal(reading, RENEWAL)
    assert one.old == {"amount": "80000", "currency": "EUR"}
    assert [(each.verb, each.by, each.new) for each in one.decisions] == [
        ("edit", "rep", {"amount": "84000", "currency": "EUR"})
    ]
    (other,) = of_deal(reading, PILOT)
    assert [(each.verb, each.by) for each in other.decisions] == [("approve", "rule 7"), ("decline", "rep")]
    assert other.old is None


def test_a_company_has_those_of_its_deals_and_contacts_and_what_waits_comes_first(reading: Connection) -> None:
    assert [one.id for one in of_company(reading, HARBOR)] == [1, 2, 4]
    assert [one.id for one in of_contact(reading, 1)] == [4]
    assert of_contact(reading, 2) == []


def test_erased_evidence_is_told_as_gone(database: Database, ids: dict[str, int]) -> None:
    with database.write() as connection:
        erase_activities(connection, [ids["thanks"]])
    with database.read() as connection:
        (one,) = of_deal(connection, WAREHOUSE)
    assert (one.activity, one.subject) == (None, "")


def test_values_that_cannot_be_read_are_shown_as_they_are(database: Database, ids: dict[str, int]) -> None:
    with database.write() as connection:
        connection.execute(text("update proposals set old = 'no json', new = '12' where id = 1"))
    with database.read() as connection:
        (one,) = of_deal(connection, WAREHOUSE)
    assert (one.old, one.new) == ("no json", "12")
    assert one.as_json()["evidence_at"] == "2026-11-11T10:00:00Z"
    assert one.evidence_at < NOW
