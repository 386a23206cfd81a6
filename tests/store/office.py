"""A rep's desk for tests: contacts, deals, and mails whose words are found already; then the real chain from the ledger to the decision."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import text

from connectors.wire.tables import ContactRow, DealRow
from matchers.book import Book
from store import accounts, review
from store.database import Database
from store.decisions import Decisions, Outcome, Wanted
from store.ledger import SqlLedger
from store.linking import Linker
from store.people import import_contacts, import_deals, load_book
from store.proposing import Proposer, Result
from store.review import ProposalRow
from sync.identity import message_key, thread_keys
from sync.model import Finding, Header, Person, Stream
from sync.ports import Commit, Draft, Item
from tests.conftest import FixedClock, digest

REP, COLLEAGUE = "rep@us.example", "cy@us.example"
ANN = ContactRow(2, "c1", "Ann Ames", "ann@acme.example", (), "Acme", "", "", "")
BEN = ContactRow(3, "c2", "Ben Buck", "ben@acme.example", (), "Acme", "", "Buyer", "+49 30 1234567")
DEAL = DealRow(2, "d1", "Rollout", "Acme", "Qualification", "", "EUR", "", "open", (("c1", "champion"),))
SECOND = DealRow(3, "d2", "Service", "Acme", "Proposal", "1000.00", "EUR", "2026-12-01", "open", (("c2", ""),))
START = 1_793_600_000
"""2 November 2026."""
DAY = 86_400
INBOX = Stream("INBOX", "Inbox", "inbox")


def step(day: str = "2026-11-12", words: str = "Call Ann", quote: str = "I will call you on Thursday") -> Finding:
    return Finding("next_step", {"date": day, "text": words}, quote, "promised")


def close(day: str = "2026-12-31", quote: str = "We sign by the end of the year") -> Finding:
    return Finding("close_date", {"date": day}, quote, "sign_by")


def amount(number: str = "45000.00", currency: str = "EUR", quote: str = "approved for 45 k€") -> Finding:
    return Finding("amount", {"amount": number, "currency": currency}, quote, "approved")


def stage(step: str = "offer_sent", quote: str = "attached is our offer") -> Finding:
    return Finding("stage", {"step": step}, quote, step)


def lost(quote: str = "we went with somebody else") -> Finding:
    return Finding("closed_lost", {}, quote, "lost")


def newcomer(address: str = "dee@acme.example", name: str = "Dee Dorn", quote: str = "Dee joins us") -> Finding:
    return Finding("new_contact", {"address": address, "name": name, "title": "CFO"}, quote, "introduced")


def role(address: str = "ann@acme.example", role: str = "legal", quote: str = "I check the contract") -> Finding:
    return Finding("contact_role", {"address": address, "role": role}, quote, "role")


def detail(field: str = "phone", value: str = "+49 40 7654321", address: str = "ann@acme.example") -> Finding:
    return Finding("contact_detail", {"address": address, "field": field, "value": value}, value, "signature")


class Office:
    """One rep with two contacts and a deal."""

    def __init__(self, database: Database, *deals: DealRow, grace: int = 600) -> None:
        self.database = database
        self.clock = FixedClock(START + DAY)
        self.grace = grace
        accounts.ensure(database, "a", "memory", REP)
        import_contacts(database, [ANN, BEN], digest)
        import_deals(database, deals or [DEAL])
        self.ledger = SqlLedger(database, digest, self.clock)
        self.stream = self.ledger.stream("a", INBOX)

    def mail(
        self,
        number: int,
        *findings: Finding,
        who: str = "ann@acme.example",
        to: Sequence[str] = (REP,),
        at: int = START,
        references: tuple[str, ...] = (),
    ) -> None:
        """A mail is captured, with what its text says."""
        people = (Person("from", who), *(Person("to", each) for each in to))
        header = Header("message", f"{number}@x", references, people, len(people), f"Subject {number}", at)
        outside = frozenset(p.address for p in people if not p.address.endswith("@us.example"))
        direction = "in" if who in outside else "out"
        draft = Draft(
            str(number), "message", message_key(header, digest), None, thread_keys(header, digest), people, len(people),
            outside, at, None, direction, header.subject, "words", (), f"{number}@x", findings=findings,
        )  # fmt: skip
        self.ledger.commit(self.stream, Commit([Item(str(number), "captured")], [draft]))

    def read(self) -> Result:
        """File what is captured, and propose."""
        return Proposer(self.database, self.file(), digest, self.clock, grace=self.grace).run()

    def file(self) -> Book:
        """File what is captured, by today's contacts."""
        with self.database.read() as connection:
            book = load_book(connection, [REP], ["us.example"])
        Linker(self.database, book).link_pending()
        return book

    def proposals(self, *states: str) -> list[ProposalRow]:
        with self.database.read() as connection:
            return sorted(review.proposals(connection, states=states), key=lambda row: row.id)

    def only(self, *states: str) -> ProposalRow:
        (found,) = self.proposals(*states)
        return found

    @property
    def decisions(self) -> Decisions:
        return Decisions(self.database, digest, self.clock, grace=self.grace)

    def approve(self, id: int, *, now: bool = False, version: int | None = None) -> Outcome:
        return self.decisions.approve([Wanted(id, version)], now=now)[0]

    def undo(self, id: int) -> Outcome:
        return self.decisions.undo([Wanted(id)])[0]

    def rows(self, query: str, **values: Any) -> list[tuple[object, ...]]:
        with self.database.read() as connection:
            return [tuple(row) for row in connection.execute(text(query), values)]

    def run(self, statement: str, **values: Any) -> None:
        with self.database.write() as connection:
            connection.execute(text(statement), values)
