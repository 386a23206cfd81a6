"""The CRM as Repside sees it: what is pulled from it, and the one small change that the rep approved.

A CRM is read in increments and written one field at a time. A *change* carries the value that the rep saw and the value that the
rep approved; it is refused when the record says something else by now. Nothing here knows a provider, a clock or a network.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple, Protocol, runtime_checkable

from sync.model import Cursor

RecordKind = Literal["contact", "company", "deal"]
Status = Literal["open", "won", "lost"]
Value = str | dict[str, str] | None
"""A field's value as proposals have it. None: the field is empty.

    next_step     {"date": "2026-03-05", "text": "…"}
    close_date    "2026-03-31"
    amount        {"amount": "45000.00", "currency": "EUR"}     a decimal as text, never a float; currency may be empty
    stage         the stage's name, as the CRM shows it
    closed_lost   the name of the pipeline's lost stage
    new_contact   {"address": "…", "name": "…", "title": "…"}   a person to be made and put on the deal
    contact_role  {"address": "…", "role": "…"}                 role: one of ROLES
    phone, title, email   of a contact
"""

ROLES = ("decision_maker", "economic_buyer", "champion", "technical", "procurement", "legal", "user")
"""What a person does in a purchase."""
DEAL_FIELDS = ("next_step", "close_date", "amount", "stage", "closed_lost", "new_contact", "contact_role")
CONTACT_FIELDS = ("phone", "title", "email")


class CrmCompany(NamedTuple):
    """A company, by the CRM's id."""

    id: str
    name: str
    domains: tuple[str, ...] = ()


class CrmContact(NamedTuple):
    """A person, by the CRM's id."""

    id: str
    name: str
    addresses: tuple[str, ...] = ()
    """The main one first."""
    company: str = ""
    """The CRM's id of the company; empty for none."""
    title: str = ""
    phone: str = ""
    revision: str = ""
    """Changes with the record: an etag, a version or a time of change."""
    typed: frozenset[str] = frozenset()
    """Of CONTACT_FIELDS, those that a person typed into the CRM, where it tells: they are never proposed over."""


class CrmDeal(NamedTuple):
    """A deal that the rep owns, by the CRM's id."""

    id: str
    name: str
    company: str = ""
    pipeline: str = ""
    stage: str = ""
    """The stage's name."""
    status: Status = "open"
    amount: str = ""
    currency: str = ""
    close_date: str = ""
    next_step: str = ""
    next_step_date: str = ""
    contacts: tuple[tuple[str, str], ...] = ()
    """(contact's id, role), the role as Repside calls it where it is one of ROLES, else the CRM's own word."""
    revision: str = ""


class Stage(NamedTuple):
    """One stage of a pipeline, in the pipeline's order."""

    pipeline: str
    position: int
    name: str
    id: str = ""
    """The CRM's own id."""
    status: Status = "open"


class Removed(NamedTuple):
    """A record that is not there any more, or not the rep's any more."""

    kind: RecordKind
    id: str


class Merged(NamedTuple):
    """A record that became part of another one."""

    kind: RecordKind
    id: str
    into: str


class CrmPage(NamedTuple):
    """A part of what changed, companies before contacts before deals, and the cursor that is right once it is stored."""

    cursor: Cursor
    companies: Sequence[CrmCompany] = ()
    contacts: Sequence[CrmContact] = ()
    deals: Sequence[CrmDeal] = ()
    stages: Sequence[Stage] | None = None
    """All stages of all pipelines; None: not asked for on this page."""
    removed: Sequence[Removed] = ()
    merged: Sequence[Merged] = ()


class Change(NamedTuple):
    """One approved change of one field."""

    key: str
    """Idempotency key: the same for each try of one approval, and for no other."""
    record: RecordKind
    id: str
    """The CRM's id of the deal, or of the contact whose detail it is."""
    field: str
    """Of DEAL_FIELDS or CONTACT_FIELDS."""
    old: Value
    """What the rep saw: the change is refused when the record says something else."""
    new: Value
    pipeline: str = ""
    """The deal's pipeline, for a stage."""


class Note(NamedTuple):
    """An activity as it goes to the CRM's own history, where the rep asked for that."""

    key: str
    """The same for each try of one activity."""
    kind: Literal["message", "meeting"]
    subject: str
    text: str
    at: int
    """Seconds since 1970, UTC."""
    ends_at: int | None
    direction: str
    deal: str
    contacts: tuple[str, ...] = ()


class CRM(Protocol):
    """One CRM, with the rep's own rights.

    Laws, held by tests/connectors/crm/conformance.py:
    - The head is read before the listing: what changes while we pull is found by the next pull. A record may come twice.
    - A dead cursor raises StartOver. Only what the CRM names as deleted, merged or given away is Removed or Merged.
    - `apply` writes once or not at all, and never over a value that the rep did not see: it raises CrmConflict instead. An answer
      that says neither yes nor no raises CrmUnsure, and nothing is sent a second time.
    - Applying a change that is there already changes nothing and succeeds.
    - No library's exception leaves it: see crm_errors.py.
    """

    def pull(self, since: Cursor | None) -> Iterator[CrmPage]:
        """What changed since the cursor, all of it when None. Nothing new: no page."""

    def read(self, change: Change) -> Value:
        """What the field says now, in the shape of `change.new`. Raises CrmRecordGone."""

    def apply(self, change: Change) -> str:
        """Write it; returns the id of the record that was written or made. Raises CrmConflict, CrmUnsure, CrmRecordGone, CrmRefused, Wait."""

    def landed(self, change: Change) -> bool:
        """Whether this very change is in the CRM, after a CrmUnsure. Raises Wait when that cannot be told now."""

    def close(self) -> None:
        """Let go of connections. May be called twice."""


@runtime_checkable
class Noting(Protocol):
    """A CRM that takes activities into its own history."""

    def note(self, note: Note) -> str:
        """Put it there once, whatever the number of tries; returns the CRM's id of it. Raises as `apply` does."""
