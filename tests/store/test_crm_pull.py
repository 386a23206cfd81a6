"""Pages of a CRM into the store: taken whole, replayed without a change, and followed when records go, merge or change hands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text

from connectors.wire.tables import ContactRow, DealRow
from store import crms
from store.crm_pull import Pulled, Puller
from store.database import Database
from store.people import import_contacts, import_deals
from sync.crm import CrmCompany, CrmContact, CrmDeal, CrmPage, Merged, Removed, Stage
from sync.errors import Offline
from sync.model import Cursor
from sync.ports import Tally
from tests.conftest import digest
from tests.store.test_people import Desk

ACME = CrmCompany("1", "Acme", ("acme.example",))
ANN = CrmContact("10", "Ann", ("ann@acme.example",), "1", "Buyer", "+1", "r1")
BEN = CrmContact("11", "Ben", ("ben@acme.example",), "1", revision="r1")
PILOT = CrmDeal("20", "Pilot", "1", "Sales", "Offer", "open", "45000.00", "EUR", "2026-12-01", "Call", "2026-11-30",
                (("10", "champion"), ("11", "")), "r1")  # fmt: skip
NOW = 1_790_000_000
NUMBER = 0


def page(*records: CrmCompany | CrmContact | CrmDeal, **more: Any) -> CrmPage:
    """A page of these, with a cursor of its own."""
    global NUMBER  # noqa: PLW0603  cursors differ
    NUMBER += 1
    kinds = (CrmCompany, CrmContact, CrmDeal)
    parts = [[each for each in records if isinstance(each, kind)] for kind in kinds]
    return CrmPage(Cursor("fake", str(NUMBER)), parts[0], parts[1], parts[2], **more)  # type: ignore[arg-type]


class Crm:
    """A desk with one CRM."""

    def __init__(self, database: Database) -> None:
        self.desk = Desk(database)
        self.database = database
        crms.ensure(database, "hs", "hubspot")
        self.puller = Puller(database, "hs", "hubspot", digest, ["us.example"])

    def take(self, *records: CrmCompany | CrmContact | CrmDeal, **more: Any) -> Pulled:
        return self.puller.take(page(*records, **more))

    def rows(self, query: str) -> list[tuple[object, ...]]:
        return self.desk.rows(query)

    def run(self, statement: str) -> None:
        with self.database.write() as connection:
            connection.execute(text(statement))

    def propose(self, id: int, field: str, *, deal: int | None = None, contact: int | None = None, at: int = 1) -> None:
        values = {
            "id": id,
            "digest": id.to_bytes(16, "big"),
            "field": field,
            "deal": deal,
            "contact": contact,
            "at": at,
        }
        with self.database.write() as connection:
            connection.execute(
                text(
                    """insert into proposals (id, digest, kind, field, deal_id, contact_id, old, new, found, quote, rule, source,
                         state, evidence_at, created_at, changed_at)
                       values (:id, :digest, :field, :field, :deal, :contact, 'null', '"x"', '"x"', 'q', 'r', 'rules', 'pending',
                         :at, 1, 1)"""
                ),
                values,
            )

    def states(self) -> list[tuple[object, ...]]:
        return self.rows("select id, state, deal_id, contact_id from proposals order by id")


@pytest.fixture
def crm(database: Database) -> Crm:
    return Crm(database)


def everything(crm: Crm) -> dict[str, list[tuple[object, ...]]]:
    """All rows that a pull may touch, but the cursor."""
    tables = ("companies", "company_domains", "contacts", "contact_addresses", "deals", "deal_contacts", "stages",
              "crm_records", "field_sources", "links", "proposals")  # fmt: skip
    return {name: sorted(crm.rows(f"select * from {name}"), key=repr) for name in tables}


def test_a_page_is_taken_with_its_cursor(crm: Crm) -> None:
    found = page(
        ACME, ANN, BEN, PILOT, stages=[Stage("Sales", 0, "Offer", "s1"), Stage("Sales", 1, "Won", "s2", "won")]
    )
    assert crm.puller.take(found) == Pulled(2, 1)
    assert crms.cursor(crm.database, "hs") == found.cursor
    assert crm.rows("select external, name, title, phone, company_id from contacts order by id") == [
        ("hs:10", "Ann", "Buyer", "+1", 1),
        ("hs:11", "Ben", "", "", 1),
    ]
    ((external, stage, amount, currency, close, pipeline, step, day),) = crm.rows(
        "select external, stage, amount, currency, close_date, pipeline, next_step, next_step_date from deals"
    )
    assert (external, stage, amount, currency) == ("hs:20", "Offer", "45000.00", "EUR")
    assert (close, pipeline, step, day) == ("2026-12-01", "Sales", "Call", "2026-11-30")
    assert crm.rows("select contact_id, role from deal_contacts order by 1") == [(1, "champion"), (2, "")]
    assert crm.rows("select pipeline, position, name, remote, status from stages order by position") == [
        ("Sales", 0, "Offer", "s1", "open"),
        ("Sales", 1, "Won", "s2", "won"),
    ]
    assert crm.rows("select kind, remote, local_id, revision from crm_records order by kind, remote") == [
        ("company", "1", 1, ""), ("contact", "10", 1, "r1"), ("contact", "11", 2, "r1"), ("deal", "20", 1, "r1"),
    ]  # fmt: skip


def test_a_replayed_page_changes_nothing(crm: Crm) -> None:
    first = page(ACME, ANN, BEN, PILOT, stages=[Stage("Sales", 0, "Offer", "s1")])
    crm.puller.take(first)
    before = everything(crm)
    assert crm.puller.take(first) == Pulled()
    assert everything(crm) == before


def test_any_replay_of_the_whole_story_ends_the_same(crm: Crm) -> None:
    carl = ANN._replace(id="12", name="Carl", addresses=("carl@acme.example",))
    story = [
        page(ACME, ANN, BEN, carl, PILOT),
        page(ANN._replace(title="CEO", addresses=("ann@acme.example", "carl@acme.example")),
             merged=[Merged("contact", "12", "10")]),
        page(PILOT._replace(stage="Contract", revision="r2"), removed=[Removed("contact", "11")]),
    ]  # fmt: skip
    for each in story:
        crm.puller.take(each)
    before = everything(crm)
    for again in (story, story[1:], story[2:]):
        for each in again:
            crm.puller.take(each)
        after = everything(crm)
        assert [row[1:] for row in after["contacts"]] == [row[1:] for row in before["contacts"]]
        assert after["deals"] == before["deals"]
        assert after["contact_addresses"] == before["contact_addresses"]


def test_a_page_that_fails_is_not_half_there(crm: Crm) -> None:
    crm.take(ACME, ANN)
    before, cursor = everything(crm), crms.cursor(crm.database, "hs")
    broken = page(CrmCompany("2", "Other"), BEN, PILOT, stages=[Stage("Sales", 0, None)])  # type: ignore[arg-type]
    with pytest.raises(Exception, match="IntegrityError"):
        crm.puller.take(broken)
    assert everything(crm) == before
    assert crms.cursor(crm.database, "hs") == cursor


def test_held_mail_of_a_pulled_contact_is_fetched(crm: Crm) -> None:
    crm.desk.deliver(1, "ann+offers@acme.example")
    crm.desk.deliver(2, "zoe@acme.example")
    assert crm.desk.sync() == Tally(held=2)
    assert crm.take(ACME, ANN).recalled == 2
    assert crm.desk.sync() == Tally(captured=2)
    assert [rule for _, _, rule in crm.desk.links("company")] == ["contact", "domain"]


def test_a_domain_of_a_company_is_as_good_as_a_contact(crm: Crm) -> None:
    crm.desk.deliver(1, "zoe@acme.example")
    crm.desk.deliver(2, "who@us.example", "zoe@gmail.com")
    crm.desk.sync()
    assert crm.take(ACME._replace(domains=("https://www.ACME.example/", "us.example", "gmail.com"))).recalled == 1
    assert crm.rows("select domain from company_domains") == [("acme.example",)]


def test_a_deal_pulled_later_takes_up_what_is_there(crm: Crm) -> None:
    crm.take(ACME, ANN)
    crm.desk.deliver(1, "ann@acme.example")
    crm.desk.sync()
    assert crm.desk.links("deal") == []
    crm.take(PILOT)
    crm.desk.sync()
    assert [rule for _, _, rule in crm.desk.links("deal")] == ["contact_role"]


def test_files_and_crms_go_side_by_side_and_a_crm_of_files_is_the_import(crm: Crm) -> None:
    row = ContactRow(2, "C-1", "Ann", "ann@acme.example", (), "Acme")
    import_contacts(crm.database, [row], digest)
    crms.ensure(crm.database, "sheet", "files")
    sheet = Puller(crm.database, "sheet", "files", digest)
    ann = CrmContact("C-1", "Ann", ("ann@acme.example",), "Acme", "CEO")
    assert sheet.take(page(CrmCompany("Acme", "Acme"), ann)) == Pulled(1)
    crm.take(ACME, ANN)
    assert crm.rows("select external, title from contacts order by id") == [("C-1", "CEO"), ("hs:10", "Buyer")]
    assert crm.rows("select name from companies") == [("Acme",)]


# what people typed


def test_what_a_person_typed_is_noted_and_forgotten(crm: Crm) -> None:
    crm.take(ANN._replace(typed=frozenset({"phone", "shoe size"})))
    crm.run("insert into field_sources values (1, 'title', 'repside')")
    assert crm.rows("select * from field_sources order by 2") == [(1, "phone", "person"), (1, "title", "repside")]
    crm.take(ANN._replace(typed=frozenset({"title"})))
    assert crm.rows("select * from field_sources order by 2") == [(1, "title", "person")]
    crm.take(ANN)
    assert crm.rows("select * from field_sources") == []


# names


def test_a_company_follows_its_new_name_and_shares_a_name(crm: Crm) -> None:
    crm.take(ACME, CrmCompany("2", " ACME "), ANN)
    assert crm.rows("select name from companies") == [("Acme",)]
    crm.take(CrmCompany("2", "Beta"))
    crm.take(CrmCompany("1", "Acme Ltd"))
    assert crm.rows("select name from companies order by id") == [("Acme Ltd",), ("Beta",)]
    crm.take(CrmCompany("1", "beta"))
    assert crm.rows("select name from companies") == [("Beta",)]
    assert crm.rows("select c.name from contacts join companies as c on c.id = company_id") == [("Beta",)]


def test_records_without_a_name_have_one(crm: Crm) -> None:
    crm.take(CrmCompany("1", ""), CrmContact("10", " ", ("x@y.example",)), CrmContact("11", ""), CrmDeal("20", ""))
    assert crm.rows("select name from companies") == [("hs:1",)]
    assert crm.rows("select name from contacts order by id") == [("x@y.example",), ("hs:11",)]
    assert crm.rows("select name from deals") == [("hs:20",)]


# the CRM's own row


def test_what_status_says(crm: Crm) -> None:
    assert crms.is_due(crm.database, "hs", NOW)
    crm.take(ACME, ANN, PILOT, PILOT._replace(id="21", status="won"))
    crms.note(crm.database, "hs", None, NOW)
    with crm.database.read() as connection:
        assert crms.status(connection) == [crms.CrmRow("hs", "hubspot", "HEALTHY", "", "", NOW, 1, 1)]
    assert not crms.is_due(crm.database, "hs", NOW + crms.EVERY - 1)
    assert crms.is_due(crm.database, "hs", NOW + crms.EVERY)
    assert crms.is_due(crm.database, "hs", NOW - 1)
    crms.note(crm.database, "hs", Offline(host="x", why="no connection"), NOW + 1000)
    assert not crms.is_due(crm.database, "hs", NOW + 1001)
    with crm.database.read() as connection:
        (row,) = crms.status(connection)
    assert (row.state, row.pulled_at) == ("OFFLINE", NOW)
    assert "x cannot be reached" in row.sentence


def test_a_dead_cursor_begins_anew(crm: Crm) -> None:
    crm.take(ACME)
    crms.restart(crm.database, "hs")
    assert crms.cursor(crm.database, "hs") is None
    assert crms.cursor(crm.database, "unknown") is None
    assert crm.rows("select name from companies") == [("Acme",)]


def test_another_kind_of_the_same_name_starts_from_nothing(crm: Crm) -> None:
    crm.take(ANN)
    first = crm.rows("select id from crms")
    crms.ensure(crm.database, "hs", "hubspot")
    assert crm.rows("select id from crms") == first
    crms.ensure(crm.database, "hs", "salesforce")
    assert crm.rows("select cursor, kind from crms") == [(None, "salesforce")]
    assert crm.rows("select * from crm_records") == []


def test_a_number_of_another_kind_is_another_record(crm: Crm) -> None:
    crm.take(ACME, ANN, PILOT)
    crm.desk.deliver(1, "ann@acme.example")
    crm.desk.sync()
    crm.propose(1, "stage", deal=1)
    crms.ensure(crm.database, "hs", "pipedrive")
    other = Puller(crm.database, "hs", "pipedrive", digest)
    other.take(page(CrmContact("10", "Zoe", ("zoe@zeta.example",)), CrmDeal("20", "Zeta")))
    assert crm.rows("select external, name, status from deals order by id") == [
        ("gone:1", "Pilot", "gone"), ("hs:20", "Zeta", "open"),
    ]  # fmt: skip
    assert crm.rows("select external, name from contacts order by id") == [("gone:1", "Ann"), ("hs:10", "Zoe")]
    assert crm.states() == [(1, "withdrawn", 1, None)]


def test_disconnecting_leaves_the_records_or_takes_them_along(crm: Crm) -> None:
    import_deals(crm.database, [DealRow(2, "D-1", "Mine", "Own")])
    crm.take(ACME, ANN, PILOT)
    assert crms.forget(crm.database, "hs", records=False) == 0
    assert crm.rows("select count(*) from contacts") == [(1,)]
    crms.ensure(crm.database, "hs", "hubspot")
    assert crm.take(ACME, ANN, PILOT) == Pulled()  # it is known again
    assert crms.forget(crm.database, "hs", records=True) == 3
    assert crm.rows("select external from deals") == [("D-1",)]
    assert crm.rows("select * from contacts") == []
    assert crm.rows("select name from companies") == [("Own",)]
    assert crms.forget(crm.database, "hs", records=True) == 0


def test_two_crms_do_not_know_of_each_other(crm: Crm, open_database: Callable[..., Database]) -> None:
    crms.ensure(crm.database, "sf", "salesforce")
    other = Puller(crm.database, "sf", "salesforce", digest)
    crm.take(ANN)
    other.take(page(ANN._replace(name="Other")))
    assert crm.rows("select external, name from contacts order by id") == [("hs:10", "Ann"), ("sf:10", "Other")]
    crm.take(removed=[Removed("contact", "10")])
    assert crm.rows("select external from contacts") == [("sf:10",)]
