"""Contacts and deals in, links out; exclusions. On SQLite and on PostgreSQL."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import text

from connectors.memory import Mailboxes, MemoryConnector
from connectors.wire.tables import ContactRow, DealRow
from matchers.address import fold
from store import accounts, exclusions
from store.database import Database
from store.ledger import SqlLedger
from store.linking import Linked, Linker
from store.people import Imported, import_contacts, import_deals, load_book
from sync.engine import Engine
from sync.model import Header, Message, Person, Stream
from sync.policy import Rules
from sync.ports import Tally
from tests.conftest import FixedClock, digest

REP = "rep@us.example"
INBOX = Stream("INBOX", "Inbox", "inbox")
ANN = ContactRow(2, "c1", "Ann", "ann@acme.example", ("ann.b@acme.example",), "Acme", "", "Buyer", "+1")
BEN = ContactRow(3, "c2", "Ben", "ben@acme.example", (), "ACME ", "", "", "")


class Desk:
    """A store with one account of two mails and the whole chain over it."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.clock = FixedClock()
        self.boxes = Mailboxes(INBOX)
        accounts.ensure(database, "a", "memory", REP)

    def deliver(self, number: int, *people: str, references: tuple[str, ...] = (), subject: str = "Offer") -> None:
        on = (Person("from", people[0]), *(Person("to", p) for p in people[1:]), Person("to", REP))
        header = Header("message", f"{number}@x", references, on, len(on), subject, 1_789_000_000 + number, None)
        self.boxes.add("INBOX", Message(str(number), header, f"words {number}"))

    def sync(self) -> Tally:
        with self.database.read() as connection:
            book = load_book(connection, [REP], ["us.example"])
            rules = Rules(book, frozenset({REP}), frozenset({"us.example"}), digest, exclusions.load(connection), fold)
        engine = Engine(SqlLedger(self.database, digest, self.clock), self.clock)
        tally = engine.cycle(MemoryConnector(self.boxes), "a", INBOX, rules, "preview")
        self.linked = Linker(self.database, book).link_pending()
        return tally

    def rows(self, query: str) -> list[tuple[object, ...]]:
        with self.database.read() as connection:
            return [tuple(row) for row in connection.execute(text(query))]

    def links(self, target: str) -> list[tuple[object, ...]]:
        return self.rows(f"select activity_id, target_id, rule from links where target = '{target}' order by 1, 2")


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database)


def test_importing_twice_changes_nothing(database: Database) -> None:
    assert import_contacts(database, [ANN, BEN], digest) == Imported(2, 0, 0)
    assert import_contacts(database, [ANN, BEN], digest) == Imported(0, 0, 2)
    assert import_contacts(database, [ANN._replace(title="CEO"), BEN], digest) == Imported(0, 1, 1)
    deal = DealRow(2, "d1", "Rollout", "Acme", contacts=(("c1", "champion"), ("ben@acme.example", "")))
    assert import_deals(database, [deal]) == Imported(1, 0, 0)
    assert import_deals(database, [deal]) == Imported(0, 0, 1)
    assert import_deals(database, [deal._replace(stage="Won", status="won")]) == Imported(0, 1, 0)


def test_of_a_contact_named_twice_in_a_file_the_last_word_counts(database: Database) -> None:
    again = ANN._replace(line=4, name="Ann B.", email="ann.b@acme.example", other_emails=())
    assert import_contacts(database, [ANN, BEN, again, again._replace(line=5)], digest) == Imported(2, 1, 1)
    with database.read() as connection:
        assert connection.execute(text("select external, name from contacts order by id")).all() == [
            ("c1", "Ann B."),
            ("c2", "Ben"),
        ]
        addresses = connection.scalars(text("select address from contact_addresses order by address")).all()
    assert addresses == ["ann.b@acme.example", "ben@acme.example"]


def test_one_company_whatever_its_capitals(database: Database) -> None:
    import_contacts(database, [ANN, BEN], digest)
    with database.read() as connection:
        assert connection.execute(text("select name from companies")).all() == [("Acme",)]
        assert connection.execute(text("select domain from company_domains")).all() == [("acme.example",)]


def test_free_mail_and_own_domains_never_become_a_companys(database: Database) -> None:
    free = ContactRow(2, "c3", "Cy", "cy@gmail.com", (), "Cy Ltd", "", "", "")
    own = ContactRow(3, "c4", "Di", "di@us.example", (), "Us", "us.example", "", "")
    import_contacts(database, [free, own], digest, ["us.example"])
    with database.read() as connection:
        assert connection.execute(text("select domain from company_domains")).all() == []


def test_an_unknown_person_on_a_deal_is_reported_and_the_deal_is_taken(database: Database) -> None:
    found = import_deals(database, [DealRow(7, "d1", "Rollout", "Acme", contacts=(("nobody@x.example", ""),))])
    assert (found.added, [p.line for p in found.problems]) == (1, [7])
    assert "nobody@x.example" in found.problems[0].reason


def test_a_mail_is_filed_under_contact_company_and_deal(desk: Desk) -> None:
    import_contacts(desk.database, [ANN], digest)
    import_deals(desk.database, [DealRow(2, "d1", "Rollout", "Acme", contacts=(("c1", "champion"),))])
    desk.deliver(1, "ann@acme.example")
    assert desk.sync() == Tally(captured=1)
    assert desk.linked == Linked(1, 0)
    assert [rule for _, _, rule in desk.links("contact")] == ["address"]
    assert [rule for _, _, rule in desk.links("deal")] == ["contact_role"]
    assert [rule for _, _, rule in desk.links("company")] == ["contact"]


def test_two_open_deals_are_a_question_not_a_guess(desk: Desk) -> None:
    import_contacts(desk.database, [ANN], digest)
    import_deals(
        desk.database,
        [
            DealRow(2, "d1", "One", "Acme"),
            DealRow(3, "d2", "Two", "Acme"),
            DealRow(4, "d3", "Old", "Acme", status="won"),
        ],
    )
    desk.deliver(1, "ann@acme.example")
    desk.sync()
    assert desk.links("deal") == []
    assert desk.linked.questions == 1
    ((candidates,),) = desk.rows("select candidates from questions")
    assert len(json.loads(str(candidates))) == 2


def test_a_contact_added_later_brings_last_years_mail(desk: Desk) -> None:
    desk.deliver(1, "ann@acme.example")
    desk.deliver(2, "cleo@acme.example")
    assert desk.sync() == Tally(held=2)
    found = import_contacts(desk.database, [ANN], digest)
    assert found.recalled == 2
    assert desk.sync() == Tally(captured=2)
    assert desk.rows("select count(*) from held_keys") == [(0,)]
    assert [rule for _, _, rule in desk.links("company")] == ["contact", "domain"]


def test_a_contact_added_later_finds_mail_from_a_tagged_address(desk: Desk) -> None:
    desk.deliver(1, "ann+offers@acme.example")
    desk.deliver(2, "cy.lee@gmail.com")
    desk.sync()
    plain = ContactRow(3, "c3", "Cy", "cylee@gmail.com", (), "", "", "", "")
    assert import_contacts(desk.database, [ANN._replace(company=""), plain], digest).recalled == 2
    assert desk.sync() == Tally(captured=2)
    assert [rule for _, _, rule in desk.links("contact")] == ["folded", "folded"]


def test_a_company_added_later_takes_up_mail_of_its_subdomains_only(desk: Desk) -> None:
    import_contacts(desk.database, [ContactRow(2, "c9", "Cy", "cy@other.example", (), "", "", "", "")], digest)
    desk.deliver(1, "cy@other.example", "eva@mail.acme.example")
    desk.deliver(2, "cy@other.example", "eva@notacme.example")
    desk.sync()
    assert desk.links("company") == []
    import_contacts(desk.database, [ANN], digest)
    desk.sync()
    assert desk.rows(
        "select message_id, rule from links join activities on id = activity_id where target = 'company'"
    ) == [("1@x", "domain")]


def test_a_contact_who_changes_address_lets_go_of_the_tagged_mail(desk: Desk) -> None:
    # Simulated histories found it: only the exact old address was looked at again.
    import_contacts(desk.database, [ANN, BEN], digest)
    desk.deliver(1, "ann+crm@acme.example", "ben@acme.example")
    desk.sync()
    assert [rule for _, _, rule in desk.links("contact")] == ["folded", "address"]
    import_contacts(desk.database, [ANN._replace(email="ann@elsewhere.example", other_emails=())], digest)
    desk.sync()
    assert [rule for _, _, rule in desk.links("contact")] == ["address"]


def test_a_deal_added_later_takes_up_what_is_there(desk: Desk) -> None:
    import_contacts(desk.database, [ANN], digest)
    desk.deliver(1, "ann@acme.example")
    desk.sync()
    assert desk.links("deal") == []
    import_deals(desk.database, [DealRow(2, "d1", "One", "Acme")])
    desk.sync()
    assert [rule for _, _, rule in desk.links("deal")] == ["only_open_deal"]


def test_what_the_rep_unlinked_stays_unlinked(desk: Desk) -> None:
    import_contacts(desk.database, [ANN], digest)
    import_deals(desk.database, [DealRow(2, "d1", "One", "Acme")])
    desk.deliver(1, "ann@acme.example")
    desk.sync()
    with desk.database.write() as connection:
        connection.execute(text("update links set origin = 'rep_removed' where target = 'deal'"))
        connection.execute(text("update activities set unmatched = true"))
    desk.sync()
    assert desk.rows("select origin from links where target = 'deal'") == [("rep_removed",)]


def test_the_reps_choice_leads_the_conversation(desk: Desk) -> None:
    import_contacts(desk.database, [ANN], digest)
    import_deals(desk.database, [DealRow(2, "d1", "One", "Acme"), DealRow(3, "d2", "Two", "Acme")])
    desk.deliver(1, "ann@acme.example")
    desk.sync()
    with desk.database.write() as connection:
        connection.execute(text("insert into links values (1, 'deal', 2, 'rep', 'chosen', 'rep', 0)"))
    desk.deliver(2, "ann@acme.example", references=("1@x",))
    desk.sync()
    assert desk.links("deal") == [(1, 2, "rep"), (2, 2, "conversation")]


def test_an_exclusion_erases_and_its_end_brings_the_mail_back(desk: Desk) -> None:
    import_contacts(desk.database, [ANN, BEN], digest)
    desk.deliver(1, "ann@acme.example", "ben@acme.example")
    desk.deliver(2, "ann@acme.example", subject="Payroll May")
    desk.deliver(3, "who@nowhere.example")
    desk.sync()
    for kind, value, erased in (
        ("address", "ben@acme.example", 1),
        ("word", "payroll", 1),
        ("address", "who@nowhere.example", 0),
    ):
        assert exclusions.add(desk.database, digest, desk.clock, kind, value) == erased
    assert desk.rows("select count(*) from activities") == [(0,)]
    assert desk.rows("select count(*) from held_keys") == [(0,)]
    assert desk.rows("select distinct state, reason from items") == [("skipped", "excluded")]
    assert desk.sync() == Tally()
    assert exclusions.remove(desk.database, digest, "address", "ben@acme.example")
    assert not exclusions.remove(desk.database, digest, "address", "ben@acme.example")
    assert desk.sync() == Tally(captured=1)
    assert desk.rows("select message_id from activities") == [("1@x",)]


def test_a_domain_is_excluded_with_its_subdomains(desk: Desk) -> None:
    import_contacts(desk.database, [ANN._replace(email="ann@mail.acme.example")], digest)
    desk.deliver(1, "ann@mail.acme.example")
    desk.sync()
    assert exclusions.add(desk.database, digest, desk.clock, "domain", "acme.example") == 1


def test_an_excluded_person_is_erased_under_every_spelling(desk: Desk) -> None:
    import_contacts(desk.database, [ANN], digest)
    for number, address in enumerate(("s.am@gmail.com", "sam+shop@googlemail.com", "sam@gmail.com", "sam@gmx.example")):
        desk.deliver(number, address, "ann@acme.example")
        desk.deliver(10 + number, address)  # held
    desk.sync()
    assert exclusions.add(desk.database, digest, desk.clock, "address", "sam@gmail.com") == 3
    states = "select state, count(*) from items group by state order by state"
    assert desk.rows(states) == [("captured", 1), ("held", 1), ("skipped", 6)]
    assert desk.sync() == Tally()


def test_a_sign_of_a_pattern_in_an_exclusion_erases_nothing_else(desk: Desk) -> None:
    import_contacts(desk.database, [ANN], digest)
    desk.deliver(1, "ann@acme.example")
    desk.sync()
    for value in ("%.example", "acm_.example", "%"):
        assert exclusions.add(desk.database, digest, desk.clock, "domain", value) == 0
    assert desk.rows("select count(*) from activities") == [(1,)]


def test_an_excluded_folder_is_left_unread_and_comes_back(desk: Desk) -> None:
    import_contacts(desk.database, [ANN], digest)
    desk.deliver(1, "ann@acme.example")
    desk.sync()
    assert exclusions.add(desk.database, digest, desk.clock, "folder", "INBOX") == 1
    assert desk.rows("select count(*) from activities") == [(0,)]
    desk.deliver(2, "ann@acme.example")
    desk.sync()
    assert desk.rows("select remote, reason from items order by 1") == [
        ("1", "excluded_folder"),
        ("2", "excluded_folder"),
    ]
    exclusions.remove(desk.database, digest, "folder", "INBOX")
    desk.sync()
    assert desk.rows("select count(*) from activities") == [(2,)]


def test_the_list_shows_kinds_and_dates_only(desk: Desk) -> None:
    exclusions.add(desk.database, digest, desk.clock, "address", "ben@acme.example")
    with desk.database.read() as connection:
        assert exclusions.listed(connection) == [exclusions.Listed("address", desk.clock.at)]
        assert exclusions.contains(connection, digest, "address", "ben@acme.example")
        assert not exclusions.contains(connection, digest, "address", "ann@acme.example")
    assert "ben" not in str(desk.rows("select * from exclusions"))
