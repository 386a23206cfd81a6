"""A CRM that can be edited from behind, as the suite sees it, and what the suite asks of one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Literal, NamedTuple, Protocol

import pytest

from sync.crm import CRM, Change, CrmCompany, CrmContact, CrmDeal, CrmPage, RecordKind, Stage, Value
from sync.model import Cursor

Fault = Literal[
    "busy",  # 429 with `Retry-After: 7`; nothing is written
    "conflict",  # 409; nothing is written
    "stale",  # 412; nothing is written
    "broken",  # 500; nothing is written
    "offline",  # no connection: the request is never sent
    "silence",  # sent, and no answer ever; nothing is written
    "lost",  # written, and the answer is lost
    "page",  # 200 and a web page instead of an answer; nothing is written
    "half",  # written, and the answer breaks off
    "denied",  # 401, whatever the token
    "circle",  # a listing whose pages lead back to one that was read
]
Record = CrmCompany | CrmContact | CrmDeal
STAGES = ("Qualified", "Offer sent", "Contract", "Won", "Lost")
"""What each world's pipeline has, in this order; Won and Lost are closed."""
ADA, BEN = "ada@customer.example", "ben@customer.example"


class World(Protocol):
    """One CRM that belongs to the rep and to others, empty at first."""

    fields: frozenset[str]
    """Of DEAL_FIELDS and CONTACT_FIELDS, those that this CRM can be asked to write."""
    tells: frozenset[str]
    """Of "removed", "merged", "given" and "typed": what this CRM lets us know."""
    guarded: bool
    """Whether somebody who writes between our reading and our writing is noticed."""
    pipeline: str
    """The name of the pipeline that deals are in."""
    roles: frozenset[str]
    """Of ROLES, those that this CRM has a word for."""
    role: str
    """One of them; empty for none."""
    bulk: int
    """So many companies need three pages or more."""

    def connector(self) -> CRM:
        """A connector of its own on this CRM."""

    def company(self, name: str, *domains: str) -> str:
        """Make one; its id."""

    def contact(self, name: str, *addresses: str, company: str = "", title: str = "", phone: str = "",
                typed: Iterable[str] = ()) -> str:  # fmt: skip
        """Make one; its id. Of `typed`, a person at a keyboard set them."""

    def deal(self, name: str, **fields: Any) -> str:
        """Make one of the rep's, in STAGES[0] unless `stage` says otherwise; its id. Fields as in CrmDeal."""

    def edit(self, kind: RecordKind, id: str, **fields: Any) -> None:
        """Somebody changes a record. Fields as in CrmCompany, CrmContact, CrmDeal."""

    def remove(self, kind: RecordKind, id: str) -> None:
        """Somebody deletes a record."""

    def merge(self, kind: RecordKind, id: str, into: str) -> str:
        """Somebody makes one record part of another; the id of what is left."""

    def give_away(self, id: str) -> None:
        """The deal is somebody else's now."""

    def holds(self, kind: RecordKind, id: str) -> Record | None:
        """What the CRM has, read out of its own state; None for what is not there. Revision and `typed` are not compared."""

    def people(self, address: str) -> list[str]:
        """Ids of the contacts that have this address."""

    def writes(self) -> int:
        """Requests that wrote, whatever became of their answers. What the tests do from behind does not count."""

    def notes(self) -> list[str]:
        """Subjects of the activities in the CRM's history."""

    def trouble(self, fault: Fault, on: Literal["read", "write"], times: int = 1) -> bool:
        """So many requests of this sort go wrong from now on; 0 ends it. False: that cannot happen to this CRM."""

    def meanwhile(self, act: Callable[[], object]) -> None:
        """Done once, after the connector's next reading of a record and before its writing."""

    def expire(self, cursor: Cursor) -> Cursor | None:
        """A cursor of this kind that the CRM does not serve any more; None: they never die."""


def needs(able: bool, what: str = "this CRM cannot do that") -> None:
    """Skips the test of what a CRM cannot do."""
    if not able:
        pytest.skip(what)


class Book(NamedTuple):
    """What is known after some pulls."""

    records: dict[tuple[RecordKind, str], Record]
    stages: list[Stage]
    cursor: Cursor | None
    removed: set[tuple[RecordKind, str]]
    merged: dict[tuple[RecordKind, str], str]
    pages: list[CrmPage]


def pull(crm: CRM, book: Book | None = None, most: int = 200) -> Book:
    """All pages since the book's cursor, taken in as the store does it."""
    book = book or Book({}, [], None, set(), {}, [])
    records, stages, cursor = dict(book.records), list(book.stages), book.cursor
    removed, merged, pages = set[tuple[RecordKind, str]](), dict[tuple[RecordKind, str], str](), list[CrmPage]()
    for page in crm.pull(cursor):
        assert len(pages) < most, "pages without end"
        pages.append(page)
        cursor = page.cursor
        stages = stages if page.stages is None else list(page.stages)
        for gone in page.removed:
            records.pop((gone.kind, gone.id), None)
            removed.add((gone.kind, gone.id))
        for each in page.merged:
            records.pop((each.kind, each.id), None)
            merged[each.kind, each.id] = each.into
        records.update((("company", company.id), company) for company in page.companies)
        records.update((("contact", contact.id), contact) for contact in page.contacts)
        records.update((("deal", deal.id), deal) for deal in page.deals)
    return Book(records, stages, cursor, removed, merged, pages)


def bare(record: Record | None) -> Record | None:
    """Without what no two CRMs say alike."""
    if isinstance(record, CrmContact):
        return record._replace(revision="", typed=frozenset())
    if isinstance(record, CrmDeal):
        return record._replace(revision="", contacts=tuple(sorted(record.contacts)))
    return record


class Case(NamedTuple):
    """One field, with what it says before, what is approved, and what somebody else may write meanwhile."""

    field: str
    old: Value
    new: Value
    before: dict[str, Any]
    other: dict[str, Any]


CASES = {
    case.field: case
    for case in (
        Case("next_step", {"date": "2026-03-05", "text": "Call Ada"}, {"date": "2026-03-12", "text": "Send the offer"},
             {"next_step": "Call Ada", "next_step_date": "2026-03-05"},
             {"next_step": "Visit Ada", "next_step_date": "2026-03-06"}),
        Case("close_date", "2026-03-31", "2026-06-30", {"close_date": "2026-03-31"}, {"close_date": "2026-04-30"}),
        Case("amount", {"amount": "45000.00", "currency": "EUR"}, {"amount": "52000.50", "currency": "EUR"},
             {"amount": "45000.00", "currency": "EUR"}, {"amount": "47000.00"}),
        Case("stage", STAGES[0], STAGES[1], {"stage": STAGES[0]}, {"stage": STAGES[2]}),
        Case("closed_lost", STAGES[1], STAGES[4], {"stage": STAGES[1]}, {"stage": STAGES[3]}),
        Case("phone", "+49 30 1", "+49 30 2", {"phone": "+49 30 1"}, {"phone": "+49 30 3"}),
        Case("title", "Buyer", "Head of Buying", {"title": "Buyer"}, {"title": "CFO"}),
        Case("email", ADA, "ada.byron@customer.example", {"addresses": (ADA,)}, {"addresses": ("a@customer.example",)}),
    )
}  # fmt: skip
"""Fields with a value of their own; people on a deal have tests of their own."""


def staged(world: World, field: str) -> Change:
    """A record that says what the case's `old` says, and the approved change."""
    case = CASES[field]
    if field in {"phone", "title", "email"}:
        id_ = world.contact("Ada Byron", ADA)
        world.edit("contact", id_, **case.before)
        return Change(f"key-{field}", "contact", id_, field, case.old, case.new)
    id_ = world.deal("Engines", **case.before)
    return Change(f"key-{field}", "deal", id_, field, case.old, case.new, world.pipeline)
