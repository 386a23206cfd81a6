"""A contact that came by file and is pulled from a CRM is one contact, with its history; where that is not sure there are two."""

from __future__ import annotations

import pytest

from connectors.wire.tables import ContactRow
from store.crm_pull import Puller
from store.database import Database
from store.people import Imported, import_contacts
from tests.conftest import digest
from tests.store.test_crm_pull import ACME, ANN, BEN, PILOT, Crm, page

FILE = ContactRow(2, "C-1", "Ann A.", "ann@acme.example", (), "Acme")
PEOPLE = "select id, external, name from contacts order by id"


@pytest.fixture
def crm(database: Database) -> Crm:
    """Ann is known by a file, and a mail of hers is filed."""
    crm = Crm(database)
    import_contacts(database, [FILE], digest)
    crm.desk.deliver(1, "ann@acme.example")
    crm.desk.sync()
    return crm


def test_the_crm_takes_over_whom_a_file_brought_and_the_history_stays(crm: Crm) -> None:
    crm.take(ACME, ANN, BEN, PILOT)
    assert crm.rows(PEOPLE) == [(1, "hs:10", "Ann"), (2, "hs:11", "Ben")]
    crm.desk.sync()
    assert crm.desk.links("contact") == [(1, 1, "address")]
    assert crm.rows("select contact_id from deal_contacts order by 1") == [(1,), (2,)]
    again = ANN._replace(title="CEO", revision="r2")
    crm.take(again)
    assert crm.rows("select title from contacts where id = 1") == [("CEO",)]


def test_the_file_again_makes_no_second_one(crm: Crm) -> None:
    crm.take(ACME, ANN)
    assert import_contacts(crm.database, [FILE], digest) == Imported(unchanged=1)
    assert crm.rows(PEOPLE) == [(1, "hs:10", "Ann")]
    more = FILE._replace(other_emails=("ann@home.example",))
    assert import_contacts(crm.database, [more], digest).added == 1, "her other address would be lost"


def test_it_is_not_guessed_who_is_who(crm: Crm) -> None:
    twin = ANN._replace(id="12", name="Ann too")
    crm.take(ACME, ANN, twin)
    assert [row[1] for row in crm.rows(PEOPLE)] == ["C-1", "hs:10", "hs:12"], "the CRM itself has two of them"


def test_an_address_of_the_file_is_never_lost(crm: Crm) -> None:
    import_contacts(crm.database, [FILE._replace(other_emails=("ann@home.example",))], digest)
    crm.take(ACME, ANN)
    assert [row[1] for row in crm.rows(PEOPLE)] == ["C-1", "hs:10"]
    crm.take(BEN._replace(addresses=("ben@acme.example", "Ann@Home.example")))
    assert [row[1] for row in crm.rows(PEOPLE)] == ["C-1", "hs:10", "hs:11"], "not by another address than the main one"


def test_a_record_of_another_crm_is_not_taken_over(crm: Crm) -> None:
    crm.take(ACME, ANN)
    crm.run("insert into crms (id, name, kind) values (9, 'pd', 'pipedrive')")
    Puller(crm.database, "pd", "pipedrive", digest).take(page(ANN._replace(id="77")))
    assert [row[1] for row in crm.rows(PEOPLE)] == ["hs:10", "pd:77"]
