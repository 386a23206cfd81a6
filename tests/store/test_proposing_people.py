"""Who is meant by a name alone, and what is offered with somebody who joins. On SQLite and on PostgreSQL."""

from __future__ import annotations

import pytest

from store.decisions import Wanted
from store.people import import_contacts
from sync.model import Finding
from tests.conftest import digest
from tests.store.office import ANN, BEN, REP, Office, detail, newcomer, role


def test_a_newcomers_role_is_offered_with_them(office: Office) -> None:
    office.mail(1, role("dee@acme.example"), newcomer(), to=(REP, "dee@acme.example"))
    assert office.read().made == 2
    assert [(row.field, row.contact, row.state) for row in office.proposals()] == [
        ("new_contact", None, "pending"), ("contact_role", None, "pending"),
    ]  # fmt: skip
    office.decisions.decline([Wanted(1)])
    office.read()
    assert [(row.state, row.reason) for row in office.proposals()][1] == (
        "expired", "the record is not there any more",
    )  # fmt: skip


def test_a_newcomer_who_comes_by_hand_takes_the_role_over(office: Office) -> None:
    office.mail(1, role("dee@acme.example"), newcomer(), to=(REP, "dee@acme.example"))
    office.read()
    import_contacts(office.database, [ANN, BEN, ANN._replace(id="c3", name="Dee", email="dee@acme.example")], digest)
    office.read()
    assert [(row.field, row.contact, row.state) for row in office.proposals()] == [
        ("new_contact", None, "expired"), ("contact_role", "c3", "pending"),
    ]  # fmt: skip
    assert office.approve(2, now=True).done


@pytest.mark.parametrize(
    ("name", "contacts"),
    [("Ann Ames", ["c1"]), ("Ms Ames", ["c1"]), ("Ann", ["c1"]), ("Ben Buck", ["c2"]), ("Ben", []), ("Zoe", [])],
)
def test_a_name_without_an_address_is_who_is_called_so_on_the_deal(
    office: Office, name: str, contacts: list[str]
) -> None:
    said = Finding(
        "contact_role", {"address": "", "role": "legal", "name": name}, f"{name} checks the contract", "role"
    )
    office.mail(1, said)
    office.read()
    assert [row.contact for row in office.proposals()] == contacts


def test_a_name_of_two_is_nobodys(office: Office) -> None:
    import_contacts(
        office.database, [ANN, BEN, ANN._replace(id="c3", name="Ann Orr", email="orr@acme.example")], digest
    )
    said = Finding("contact_role", {"address": "", "role": "legal", "name": "Ann"}, "Ann checks the contract", "role")
    office.mail(1, said, to=(REP, "orr@acme.example"))
    assert office.read().made == 0


def test_one_of_several_numbers_on_a_card_is_enough(office: Office) -> None:
    card = detail("phone", "+49 171 5550100", BEN.email)
    office.mail(1, card._replace(value={**card.value, "others": "030 1234567; 030 1234560"}), who=BEN.email)
    assert office.read().made == 0


def test_a_promise_is_no_proposal_and_stays_with_its_deal(office: Office) -> None:
    said = Finding("promise", {"text": "I'll ask around", "by": "them"}, "I'll ask around", "promise.said")
    office.mail(1, said)
    assert office.read().made == 0
    assert office.rows("select kind, fresh from findings") == [("promise", False)]
