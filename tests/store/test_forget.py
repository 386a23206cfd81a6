"""A person who is forgotten: nothing of the store names them, and nothing that is left points at somebody else later."""

from __future__ import annotations

import pytest

from connectors.wire.tables import ContactRow
from store import forget, rules
from store.database import Database
from store.decisions import Wanted
from store.hand import Hand, Target
from store.people import import_contacts
from tests.conftest import digest
from tests.store.office import BEN, Office, detail, step
from tests.store.test_crm_pull import ACME, ANN, PILOT, Crm
from tests.store.test_crm_pull import BEN as BEN_THERE
from tests.store.test_decisions import send

EVE = ContactRow(9, "c9", "Eve Else", "eve@else.example", (), "Else", "", "", "")


def forgotten(office: Office, address: str = BEN.email) -> None:
    forget.person(office.database, digest, office.clock, [address])


def kept(office: Office) -> str:
    """All that was proposed, decided and sent, as one text."""
    tables = ("proposals", "decisions", "outbox")
    return " ".join(str(row) for table in tables for row in office.rows(f"select * from {table}"))


def test_what_was_filed_under_a_forgotten_person_is_never_somebody_elses(office: Office) -> None:
    office.mail(1, who="ann@acme.example")
    office.read()
    Hand(office.database, office.clock).link(1, Target("contact", 2, "Ben Buck"))
    with office.database.write() as connection:
        rules.add(connection, "file", {"contact": 2}, 1, now=office.clock.at)
    forgotten(office)
    import_contacts(office.database, [EVE], digest)
    assert office.rows("select target_id from links where target = 'contact' and target_id <> 1") == []
    assert office.rows("select * from rules") == []
    assert office.rows("select id from contacts where name = 'Eve Else'") == [(3,)]


def test_a_crm_is_pulled_on_after_one_of_its_people_was_forgotten(database: Database) -> None:
    crm = Crm(database)
    crm.take(ACME, ANN, BEN_THERE, PILOT)
    forget.person(database, digest, Office(database).clock, ["ben@acme.example"])
    crm.take(PILOT._replace(stage="Won", revision="r2"))
    assert crm.rows("select stage from deals where external = 'hs:20'") == [("Won",)]
    assert crm.rows("select name from deal_contacts join contacts on contacts.id = contact_id where deal_id = 1") == [
        ("Ann",)
    ]


def test_an_approval_that_has_not_left_is_taken_back_with_the_person(office: Office) -> None:
    office.mail(1, detail("phone", "+49 40 7654321", BEN.email), who=BEN.email)
    office.read()
    office.decisions.approve([Wanted(office.only().id)])
    forgotten(office)
    assert "7654321" not in kept(office)
    assert office.only().state == "withdrawn"


@pytest.mark.parametrize("leaves", [False, True], ids=["in time", "after it was written"])
def test_words_that_were_approved_and_taken_back_go_with_their_mail(office: Office, *, leaves: bool) -> None:
    office.mail(1, step(words="Call about canary"))
    office.read()
    id = office.only().id
    office.approve(id, now=leaves)
    send(office)
    office.undo(id)
    send(office)
    assert office.only().state == ("undone" if leaves else "pending")
    forgotten(office, "ann@acme.example")
    assert "canary" not in kept(office)
