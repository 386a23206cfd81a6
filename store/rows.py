"""What the queries give back: plain values, times in seconds since 1970, UTC. `as_json` is the contract for scripts.

Two names for one record: `key` is the store's own number, `id` is what scripts and the CRM call it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import singledispatch
from typing import NamedTuple


class PersonRow(NamedTuple):
    """One participant. `outside`: neither the rep nor a colleague."""

    address: str
    name: str
    role: str
    response: str = ""
    outside: bool = True


class LinkRow(NamedTuple):
    """A link of an activity, with the rule that made it and the evidence."""

    target: str
    """contact, company, deal."""
    key: int
    id: str
    name: str
    rule: str
    evidence: str = ""
    origin: str = "matcher"
    """matcher, rep; rep_removed for one that the rep took away."""


class LocatorRow(NamedTuple):
    """One remote copy: which account, which mailbox or calendar, and its id there."""

    account: str
    stream: str
    name: str
    """The stream's name for the rep's eyes."""
    remote: str


class ActivityRow(NamedTuple):
    """A message or meeting as a list shows it."""

    id: int
    kind: str
    occurred_at: int
    ends_at: int | None
    all_day: bool
    direction: str
    subject: str
    preview: str
    status: str
    location: str
    marks: tuple[str, ...]
    people: tuple[PersonRow, ...]
    people_total: int
    contacts: tuple[LinkRow, ...]
    companies: tuple[LinkRow, ...]
    deals: tuple[LinkRow, ...]
    asks: bool
    """Several deals could claim it, and none was chosen."""
    thread: int
    account: str
    locators: tuple[LocatorRow, ...]
    message_id: str
    ical_uid: str


class CandidateRow(NamedTuple):
    """A deal that an activity could belong to, and what speaks for it."""

    key: int
    id: str
    name: str
    status: str
    reason: str


class ActivityDetail(NamedTuple):
    """All that the store holds of one activity."""

    row: ActivityRow
    text: str
    attachments: tuple[str, ...]
    question: tuple[CandidateRow, ...]
    """Best first; empty when nothing is open."""
    removed: tuple[LinkRow, ...]
    """Links that the rep took away."""
    conversation: tuple[ActivityRow, ...]
    """The others of the same thread, oldest first; the newest CONVERSATION of them."""
    captured_at: int


class ContactRow(NamedTuple):
    """A contact. `last_touch`: the newest activity with them that is not in the future."""

    key: int
    id: str
    name: str
    title: str
    phone: str
    company_key: int | None
    company: str
    addresses: tuple[str, ...]
    last_touch: int | None
    role: str = ""
    """On the deal that was asked for."""


class CompanyRow(NamedTuple):
    """A company with its domains."""

    key: int
    name: str
    domains: tuple[str, ...]
    contacts: int
    open_deals: int
    last_touch: int | None


class DealRow(NamedTuple):
    """A deal. status: open, won, lost. Amount and dates as the CRM writes them."""

    key: int
    id: str
    name: str
    company_key: int | None
    company: str
    stage: str
    amount: str
    currency: str
    close_date: str
    status: str
    last_touch: int | None
    role: str = ""
    """Of the contact that was asked for."""


class StatusRow(NamedTuple):
    """How one account is doing (contracts 1.7). `last_complete_at`: when the last of its streams was read to its end; None: not yet."""

    account: str
    provider: str
    address: str
    state: str
    sentence: str
    action: str
    last_complete_at: int | None
    next_check_at: int | None
    streams: int = 0
    remaining: int = 0
    """Items still to come in the first backfill."""
    paused_until: int | None = None
    """The rep asked the daemon to leave the account alone until then."""


class ReceiptRow(NamedTuple):
    """One stream's side of the receipt. The CLI fills in what the server says."""

    account: str
    stream: str
    name: str
    role: str
    captured: int
    held: int
    skipped: dict[str, int]
    quarantined: int
    complete_at: int | None = None
    remote: int | None = None
    unexplained: int | None = None

    @property
    def skipped_total(self) -> int:
        """Skipped for any reason."""
        return sum(self.skipped.values())

    @property
    def total(self) -> int:
        """All items that Repside has a row for."""
        return self.captured + self.held + self.skipped_total + self.quarantined


class Counts(NamedTuple):
    """What waits for the rep."""

    activities: int
    questions: int
    held: int
    quarantined: int


def rfc3339(seconds: int | None) -> str | None:
    """UTC with a Z, as scripts get it. A time that no calendar knows is None."""
    if seconds is None:
        return None
    try:
        return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError, OSError):
        return None


@singledispatch
def as_json(row: object) -> dict[str, object]:
    """A row as scripts read it: the keys are a contract, see docs/reference.md."""
    raise TypeError(type(row).__name__)


@as_json.register
def _activity(row: ActivityRow) -> dict[str, object]:
    identity = {"message_id": row.message_id} if row.kind == "message" else {"ical_uid": row.ical_uid}
    meeting = {} if row.kind == "message" else {"ends_at": rfc3339(row.ends_at), "status": row.status}
    return {
        "id": row.id,
        "kind": row.kind,
        "occurred_at": rfc3339(row.occurred_at),
        **meeting,
        "direction": row.direction,
        "subject": row.subject,
        "preview": row.preview,
        "participants": [{"address": p.address, "name": p.name, "role": p.role} for p in row.people],
        "contacts": _links(row.contacts),
        "companies": _links(row.companies),
        "deals": _links(row.deals),
        "thread": row.thread,
        "account": row.account,
        "locators": [{"account": at.account, "stream": at.stream, "id": at.remote} for at in row.locators],
        **identity,
    }


@as_json.register
def _detail(row: ActivityDetail) -> dict[str, object]:
    """The history's keys, and what only `show` tells."""
    every = (*row.row.contacts, *row.row.companies, *row.row.deals)
    return {
        **as_json(row.row),
        "text": row.text,
        "attachments": list(row.attachments),
        "marks": list(row.row.marks),
        "why": [
            {"target": link.target, "id": link.id, "name": link.name, "rule": link.rule, "evidence": link.evidence}
            for link in every
        ],
        "question": [{"id": one.id, "name": one.name, "reason": one.reason} for one in row.question],
        "conversation": [other.id for other in row.conversation],
        "captured_at": rfc3339(row.captured_at),
    }


@as_json.register
def _status(row: StatusRow) -> dict[str, object]:
    return {
        "account": row.account,
        "provider": row.provider,
        "state": row.state,
        "sentence": row.sentence,
        "action": row.action,
        "last_complete_at": rfc3339(row.last_complete_at),
        "next_check_at": rfc3339(row.next_check_at),
    }


@as_json.register
def _receipt(row: ReceiptRow) -> dict[str, object]:
    return {
        "account": row.account,
        "stream": row.stream,
        "remote": row.remote,
        "captured": row.captured,
        "held": row.held,
        "skipped": dict(row.skipped),
        "quarantined": row.quarantined,
        "unexplained": row.unexplained,
    }


@as_json.register
def _contact(row: ContactRow) -> dict[str, object]:
    return {
        "id": row.id,
        "name": row.name,
        "title": row.title,
        "phone": row.phone,
        "company": row.company,
        "addresses": list(row.addresses),
        "last_touch": rfc3339(row.last_touch),
    }


@as_json.register
def _company(row: CompanyRow) -> dict[str, object]:
    return {
        "name": row.name,
        "domains": list(row.domains),
        "contacts": row.contacts,
        "open_deals": row.open_deals,
        "last_touch": rfc3339(row.last_touch),
    }


@as_json.register
def _deal(row: DealRow) -> dict[str, object]:
    return {
        "id": row.id,
        "name": row.name,
        "company": row.company,
        "stage": row.stage,
        "amount": row.amount,
        "currency": row.currency,
        "close_date": row.close_date,
        "status": row.status,
        "last_touch": rfc3339(row.last_touch),
    }


def _links(links: Sequence[LinkRow]) -> list[dict[str, object]]:
    return [{"id": link.id, "name": link.name, "rule": link.rule} for link in links]
