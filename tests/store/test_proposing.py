"""Findings become proposals: what is offered, what is not, and what ends. On SQLite and on PostgreSQL."""

from __future__ import annotations

import pytest

from connectors.wire.tables import DealRow
from matchers.book import Found
from store import forget
from store.database import Database
from store.decisions import Wanted
from store.ledger import erase_activities
from store.outbox import Outbox
from store.people import import_contacts, import_deals
from store.proposing import Proposer, Result
from sync.model import Finding
from tests.conftest import digest
from tests.store.office import (
    ANN,
    BEN,
    COLLEAGUE,
    DAY,
    DEAL,
    REP,
    SECOND,
    START,
    Office,
    amount,
    close,
    detail,
    lost,
    newcomer,
    role,
    stage,
    step,
)


def told(office: Office, *states: str) -> list[tuple[object, ...]]:
    return [(row.field, row.old, row.new, row.state) for row in office.proposals(*states)]


def test_each_kind_is_offered_against_its_record(office: Office) -> None:
    office.mail(1, step(), close(), amount("45000", ""), stage(), lost(), role(), detail())
    office.mail(2, newcomer(), who=COLLEAGUE, to=("ann@acme.example", REP))
    assert office.read().made == 8
    assert told(office) == [
        ("phone", None, "+49 40 7654321", "pending"),
        ("next_step", None, {"date": "2026-11-12", "text": "Call Ann"}, "pending"),
        ("close_date", None, "2026-12-31", "pending"),
        ("amount", None, {"amount": "45000.00", "currency": "EUR"}, "pending"),
        ("stage", "Qualification", "Proposal", "pending"),
        ("closed_lost", "Qualification", "Closed Lost", "pending"),
        (
            "contact_role",
            {"address": "ann@acme.example", "role": "champion"},
            {"address": "ann@acme.example", "role": "legal"},
            "pending",
        ),
        ("new_contact", None, {"address": "dee@acme.example", "name": "Dee Dorn", "title": "CFO"}, "pending"),
    ]
    row = office.proposals()[1]
    assert (row.deal, row.contact, row.activity, row.message_id, row.quote) == (
        "d1", None, 1, "1@x", "I will call you on Thursday",
    )  # fmt: skip
    assert office.proposals()[0].contact == "c1"
    assert office.read().made == 0


def test_a_value_equal_to_the_record_is_no_proposal(office: Office) -> None:
    same = DEAL._replace(stage="Proposal", amount="45000.00", close_date="2026-12-31", currency="EUR")
    import_deals(office.database, [same._replace(contacts=(("c1", "legal"),))])
    office.run("update deals set next_step = 'Ring Ann', next_step_date = '2026-11-12'")
    office.mail(
        1, step(), close(), amount("45000"), stage(), role(), detail("title", "buyer", BEN.email), who=BEN.email
    )
    office.mail(2, detail("phone", "(030) 1234567", BEN.email), detail("phone", "0049 (0)30 123-4567", BEN.email))
    assert office.read().made == 0
    assert office.proposals() == []


@pytest.mark.parametrize(
    "finding",
    [
        step("2026-02-30"),
        step("soon"),
        close(""),
        amount("12,5"),
        amount("NaN"),
        amount("-5"),
        amount("1e999"),
        amount("5", "€€"),
        stage("dance"),
        role(role="king"),
        role("nobody@acme.example"),
        newcomer("no address"),
        newcomer(name=" "),
        newcomer(BEN.email),
        newcomer(COLLEAGUE),
        newcomer(REP),
        detail("shoe", "44"),
        detail(address="nobody@acme.example"),
        detail("email", BEN.email),
        Finding("amount", {}, "", ""),
    ],
)
def test_what_makes_no_sense_is_nothing(office: Office, finding: Finding) -> None:
    office.mail(1, who=REP, to=("ann@acme.example",))
    office.mail(2, finding, references=("1@x",))
    assert office.read().made == 0
    assert office.proposals() == []


def test_a_stage_goes_forward_only(office: Office) -> None:
    import_deals(office.database, [DEAL._replace(stage="Negotiation")])
    office.mail(1, stage("offer_sent"))
    office.mail(2, stage("contract_signed"), at=START + 1)
    office.read()
    assert told(office) == [("stage", "Negotiation", "Closed Won", "pending")]


def test_a_closed_deal_gets_no_proposal(office: Office) -> None:
    office.mail(1, step())
    office.read()
    import_deals(office.database, [DEAL._replace(status="won", stage="Closed Won")])
    office.mail(2, close(), at=START + 1)
    office.read()
    assert [(row.field, row.state, row.reason) for row in office.proposals()] == [
        ("next_step", "expired", "the deal is closed")
    ]


def test_newer_words_overtake_older_ones_in_whatever_order_they_are_read(office: Office) -> None:
    office.mail(1, amount("50000"), at=START + 100)
    office.mail(2, amount("40000", quote="40 k"), at=START)
    office.mail(3, close("2026-12-15"), at=START)
    office.read()
    office.mail(4, close("2026-12-20", quote="later"), at=START + 50)
    office.read()
    assert [(row.field, row.new, row.state, row.reason) for row in office.proposals()] == [
        ("amount", {"amount": "50000.00", "currency": "EUR"}, "pending", ""),
        ("amount", {"amount": "40000.00", "currency": "EUR"}, "expired", "overtaken by newer words"),
        ("close_date", "2026-12-15", "expired", "overtaken by newer words"),
        ("close_date", "2026-12-20", "pending", ""),
    ]


def test_newer_words_that_the_record_says_already_overtake_older_ones_too(office: Office) -> None:
    import_deals(office.database, [DEAL._replace(close_date="2026-12-20")])
    office.mail(1, close("2026-12-20", quote="later"), at=START + 50)
    office.read()
    office.mail(2, close("2026-12-15"), at=START)
    office.read()
    assert [(row.new, row.state) for row in office.proposals()] == [("2026-12-15", "expired")]


def test_several_next_steps_of_one_mail_are_for_the_rep_to_choose(office: Office) -> None:
    office.mail(1, step(), step("2026-11-20", "Demo", "demo on the 20th"), amount("1"), amount("2", quote="2"))
    office.read()
    assert [row.field for row in office.proposals("pending")] == ["next_step", "next_step", "amount"]


def test_what_is_too_late_is_expired_at_birth_or_later(office: Office) -> None:
    office.mail(1, step("2026-11-02"), close("2026-11-01"))
    office.mail(2, amount(), at=START - 61 * DAY)
    office.mail(3, step("2026-11-05", quote="soon"), at=START + 5)
    office.read()
    assert [(row.field, row.state) for row in office.proposals()] == [
        ("next_step", "expired"), ("close_date", "expired"), ("amount", "expired"), ("next_step", "pending"),
    ]  # fmt: skip
    office.clock.at = START + 3 * DAY  # the fifth, in the afternoon: it is still that day somewhere
    assert office.read().ended == 0
    office.clock.at = START + 4 * DAY + 25_000  # past noon of the sixth
    assert office.read().ended == 1
    assert office.proposals()[-1].reason == "its time is over"


def test_a_new_person_waits_until_the_rep_is_in_touch(office: Office) -> None:
    office.mail(1, newcomer("dee@acme.example"), who="dee@acme.example", to=(REP, "ann@acme.example"))
    assert office.read().made == 0
    office.mail(2, who=REP, to=("ann@acme.example",), references=("1@x",))
    assert office.read().made == 1
    assert office.only().new == {"address": "dee@acme.example", "name": "Dee Dorn", "title": "CFO"}


def test_a_new_person_to_whom_a_colleague_wrote_is_offered(office: Office) -> None:
    office.mail(1, newcomer("dee@acme.example"), who="dee@acme.example", to=(REP, "ann@acme.example"))
    office.mail(2, who=COLLEAGUE, to=("dee@acme.example", REP))
    assert office.read().made == 1


def test_waiting_for_the_rep_writes_nothing(office: Office) -> None:
    office.mail(1, newcomer("dee@acme.example"), who="dee@acme.example", to=(REP, "ann@acme.example"))
    office.read()
    begun = []
    write = office.database.write
    office.database.write = lambda: begun.append(1) or write()  # type: ignore[method-assign, func-returns-value]
    office.read()
    assert begun == []


@pytest.mark.parametrize("source", ["rep", "person"])
def test_a_detail_is_never_offered_over_what_a_human_set(office: Office, source: str) -> None:
    office.run("insert into field_sources values (2, 'phone', :source)", source=source)
    office.run("insert into field_sources values (2, 'title', 'repside')")
    office.mail(
        1, detail("phone", "+49 99 999999", BEN.email), detail("title", "Head of Sales", BEN.email), who=BEN.email
    )
    office.read()
    assert told(office) == [("title", "Buyer", "Head of Sales", "pending")]


def test_a_detail_needs_no_deal_and_other_findings_without_one_are_erased(office: Office) -> None:
    office.run("delete from deals")
    office.mail(1, step(), detail(), detail("phone", "1", "nobody@acme.example"))
    office.read()
    row = office.only()
    assert (row.field, row.deal, row.contact) == ("phone", None, "c1")
    assert office.rows("select kind from findings") == [("contact_detail",)]


def test_findings_wait_with_an_open_question(database: Database) -> None:
    office = Office(database, DEAL, SECOND._replace(contacts=(("c1", ""),)))
    office.mail(1, step(), detail())
    assert office.read().made == 1
    assert (office.only().field, office.only().deal) == ("phone", None)
    office.run("insert into links values (1, 'deal', 2, 'rep', '', 'rep', 0)")
    office.run("delete from questions")
    assert office.read().made == 1
    assert [(row.field, row.deal) for row in office.proposals()] == [("phone", None), ("next_step", "d2")]


def test_what_is_filed_under_another_deal_is_offered_there(database: Database) -> None:
    office = Office(database, DEAL, DEAL._replace(id="d2", name="Other", contacts=()))
    office.mail(1, step())
    office.read()
    office.run("update links set origin = 'rep_removed' where target = 'deal'")
    office.run("insert into links values (1, 'deal', 2, 'rep', '', 'rep', 0)")
    office.run("update findings set fresh = true")
    office.read()
    assert [(row.deal, row.state) for row in office.proposals()] == [("d1", "expired"), ("d2", "pending")]
    office.run("delete from links where target = 'deal' and target_id = 2")
    office.run("update links set origin = 'rep' where target = 'deal'")
    office.run("update findings set fresh = true")
    office.read()
    assert [(row.deal, row.state) for row in office.proposals()] == [("d1", "pending"), ("d2", "expired")]


def test_a_record_that_moves_on_is_shown_again(office: Office) -> None:
    office.mail(1, close())
    office.read()
    import_deals(office.database, [DEAL._replace(close_date="2026-11-30")])
    office.read()
    row = office.only()
    assert (row.old, row.state, row.version, row.reason) == (
        "2026-11-30", "pending", 2, "the record says something else now: look again",
    )  # fmt: skip
    import_deals(office.database, [DEAL._replace(close_date="2026-12-31")])
    office.read()
    assert (office.only().state, office.only().reason) == ("expired", "the record says so already")


def test_the_same_words_are_one_proposal_and_declined_ones_do_not_come_again(office: Office) -> None:
    office.mail(1, close())
    office.read()
    office.mail(2, close(), at=START + 60)
    office.read()
    row = office.only()
    assert (row.activity, row.evidence_at) == (2, START + 60)
    office.decisions.decline([Wanted(row.id)])
    office.mail(3, close(), at=START + 90)
    office.read()
    assert office.only().state == "declined"
    office.mail(4, close(quote="It will be December"), at=START + 99)
    office.read()
    assert [row.state for row in office.proposals()] == ["declined", "pending"]


def test_F74_erased_mail_takes_its_words_along(office: Office) -> None:
    office.mail(1, step(), close())
    office.mail(2, amount(), at=START + 1)
    office.read()
    first, second, third = office.proposals()
    office.approve(second.id)
    with office.database.write() as connection:
        erase_activities(connection, [1])
    rows = office.proposals()
    assert [(row.state, row.new, row.quote) for row in rows] == [
        ("withdrawn", None, ""),
        ("approved", "2026-12-31", ""),
        ("pending", {"amount": "45000.00", "currency": "EUR"}, "approved for 45 k€"),
    ]
    assert office.rows("select count(*) from findings where activity_id = 1") == [(0,)]
    office.mail(1, step(), close())  # the exclusion was taken back
    office.read()
    assert [row.state for row in office.proposals()] == ["pending", "approved", "pending"]
    assert (first.new, third.id) == (office.proposals()[0].new, 3)


def test_F73_a_deal_that_is_gone_ends_its_proposals(office: Office) -> None:
    office.mail(1, step(), detail())
    office.read()
    office.run("delete from deals")
    office.read()
    assert [(row.field, row.state, row.reason) for row in office.proposals()] == [
        ("phone", "pending", ""), ("next_step", "expired", "the record is not there any more"),
    ]  # fmt: skip
    office.run("delete from contacts where external = 'c1'")
    office.read()
    assert office.proposals()[0].state == "expired"


def test_a_late_contact_brings_its_role(office: Office) -> None:
    office.mail(1, role("dee@acme.example"), who="ann@acme.example", to=(REP, "dee@acme.example"))
    assert office.read().made == 0
    import_contacts(office.database, [ANN, BEN, ANN._replace(id="c3", name="Dee", email="dee@acme.example")], digest)
    assert office.read().made == 1
    assert office.only().contact == "c3"


def test_a_pipeline_of_its_own_is_followed(database: Database) -> None:
    office = Office(database, DealRow(2, "d1", "Rollout", "Acme", "Erstgespräch", contacts=(("c1", ""),)))
    for position, name in enumerate(["Erstgespräch", "Angebot verschickt", "Vertrag", "Gewonnen", "Verloren"]):
        office.run(
            "insert into stages (pipeline, position, name, status) values ('', :at, :name, 'open')",
            at=position,
            name=name,
        )
    office.mail(1, stage(), lost())
    office.read()
    assert [row.new for row in office.proposals()] == ["Angebot verschickt", "Verloren"]


def test_F74_a_forgotten_person_stands_in_no_proposal_and_no_decision(office: Office) -> None:
    office.mail(1, newcomer(), who=COLLEAGUE, to=("ann@acme.example", REP))
    office.mail(2, detail("phone", "+49 40 7654321", BEN.email), step(), who=BEN.email, to=(REP, "ann@acme.example"))
    office.read()
    office.decisions.approve([Wanted(row.id) for row in office.proposals()], now=True)
    outbox = Outbox(office.database, digest, office.clock)
    for errand in outbox.due():
        outbox.here(errand)
    office.read()
    for address in ("dee@acme.example", BEN.email):
        forget.person(office.database, digest, office.clock, [address])
    tables = ("proposals", "decisions", "outbox", "findings", "contacts", "contact_addresses", "field_sources")
    left = " ".join(str(row) for table in tables for row in office.rows(f"select * from {table}"))
    assert [word for word in ("dee@", "Dee Dorn", "7654321", "ben@", "Ben Buck") if word in left] == []
    assert {row.state for row in office.proposals()} == {"withdrawn", "applied"}


def test_nothing_waits_and_the_book_stays_closed(office: Office) -> None:
    class Closed:
        def find(self, address: str) -> Found | None:
            raise AssertionError(address)

        def is_own(self, address: str) -> bool:
            raise AssertionError(address)

    office.mail(1, step())
    office.read()
    assert Proposer(office.database, Closed(), digest, office.clock).run() == Result()
    office.mail(2, step("2026-11-13"))
    office.file()
    with pytest.raises(AssertionError):
        Proposer(office.database, Closed(), digest, office.clock).run()
