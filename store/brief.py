"""What a rep wants to know before a meeting: who comes, the last words of each side, what was promised, the deals, what changed.

Read from the history and from what became of proposals; nothing is summarised by a machine, each line is somebody's own words.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, text

from store import bulk
from store.queries import Find, deal_rows
from store.rows import ActivityRow, DealRow, PersonRow, rfc3339
from store.timeline import activity
from store.today import promised_by
from sync.model import PREVIEW

PEOPLE = 25
"""People of a meeting of whom the brief tells."""
RECENT = 500
"""Activities of a contact that are looked through for the last words of each side, the newest."""
PROMISE_DAYS = 90
"""How far back a promise without a day is still open."""


class Words(NamedTuple):
    """Somebody's last mail."""

    activity: int
    at: int
    subject: str
    words: str


class Guest(NamedTuple):
    """One person from outside."""

    address: str
    name: str
    title: str
    company: str
    key: int | None
    """The contact's, where known."""
    response: str
    roles: tuple[str, ...]
    """On the deals of this brief."""
    theirs: Words | None
    """The last mail that they wrote."""
    ours: Words | None
    """The last mail that the rep wrote to them."""


class Promise(NamedTuple):
    """Words that bind somebody."""

    activity: int
    at: int
    by: str
    """rep, them, or empty where it is not known."""
    text: str
    quote: str
    due: str
    """ISO date; empty without a day."""


class Changed(NamedTuple):
    """What happened to a deal since the last meeting with these people."""

    deal: int
    field: str
    old: object
    new: object
    state: str
    at: int


class Brief(NamedTuple):
    """All of it."""

    meeting: ActivityRow
    guests: tuple[Guest, ...]
    deals: tuple[DealRow, ...]
    promises: tuple[Promise, ...]
    since: int | None
    """When these people met the rep last."""
    changed: tuple[Changed, ...]


def brief(connection: Connection, meeting: int, now: int) -> Brief | None:
    """None when it is no meeting with people outside."""
    detail = activity(connection, meeting)
    if detail is None or detail.row.kind != "meeting":
        return None
    row = detail.row
    outside = [person for person in row.people if person.outside and person.role != "reply_to"]
    people = list({person.address: person for person in outside}.values())[:PEOPLE]
    if not people:
        return None
    known = _known(connection, people)
    deals = _deals(connection, row, [person.address for person in people], now)
    keys = [deal.key for deal in deals]
    contacts = list({one.id for one in known.values()})
    since = _met(connection, people, known, min(row.occurred_at, now), row.id)
    return Brief(
        meeting=row,
        guests=tuple(_guests(connection, people, known, keys, now)),
        deals=tuple(deals),
        promises=tuple(_promises(connection, keys, contacts, now)),
        since=since,
        changed=tuple(_changes(connection, keys, since)) if since is not None else (),
    )


def as_json(found: Brief) -> dict[str, object]:
    """For scripts; docs/reference.md has the keys."""
    return {
        "meeting": found.meeting.id,
        "subject": found.meeting.subject,
        "starts_at": rfc3339(found.meeting.occurred_at),
        "guests": [
            {
                "address": guest.address, "name": guest.name, "title": guest.title, "company": guest.company,
                "response": guest.response, "roles": list(guest.roles),
                "they_wrote": _told(guest.theirs), "you_wrote": _told(guest.ours),
            }
            for guest in found.guests
        ],
        "deals": [{"id": deal.id, "name": deal.name, "stage": deal.stage} for deal in found.deals],
        "promises": [{**one._asdict(), "at": rfc3339(one.at)} for one in found.promises],
        "met_last_at": rfc3339(found.since),
        "changed": [{**one._asdict(), "at": rfc3339(one.at)} for one in found.changed],
    }  # fmt: skip


def _told(words: Words | None) -> dict[str, object] | None:
    if words is None:
        return None
    return {"activity": words.activity, "at": rfc3339(words.at), "subject": words.subject, "words": words.words}


def _known(connection: Connection, people: Iterable[PersonRow]) -> dict[str, Any]:
    """Address → the contact's row, of those that are contacts."""
    return {row.address: row for row in bulk.select_in(connection, _KNOWN, (one.address for one in people))}


def _met(
    connection: Connection, people: Sequence[PersonRow], known: Mapping[str, Any], before: int, meeting: int
) -> int | None:
    """When any of them met the rep last. A contact's own activities are walked from the newest on; strangers have few."""
    asked = {"before": before, "id": meeting, "recent": RECENT}
    found = [connection.scalar(_CONTACT_MET, {**asked, "contact": key}) for key in {one.id for one in known.values()}]
    strangers = [one.address for one in people if one.address not in known]
    found += [row.at for row in bulk.select_in(connection, _STRANGER_MET, strangers, before=before, id=meeting)]
    return max((at for at in found if at is not None), default=None)


def _guests(
    connection: Connection, people: Sequence[PersonRow], known: Mapping[str, Any], deals: Sequence[int], now: int
) -> Iterable[Guest]:
    roles: dict[int, list[str]] = {}
    for row in bulk.select_in(connection, _ROLES, deals):
        roles.setdefault(row.contact_id, []).append(row.role)
    for person in people:
        one = known.get(person.address)
        asked = {"address": person.address, "now": now, "chars": PREVIEW}
        theirs, ours = (_STRANGERS_WORDS, _WORDS_TO_STRANGER)
        if one is not None:
            asked |= {"contact": one.id, "recent": RECENT}
            theirs, ours = (_CONTACTS_WORDS, _WORDS_TO_CONTACT)
        yield Guest(
            address=person.address,
            name=(one.name if one else "") or person.name,
            title=one.title if one else "",
            company=(one.company or "") if one else "",
            key=one.id if one else None,
            response=person.response,
            roles=tuple(dict.fromkeys(filter(None, roles.get(one.id, ())))) if one else (),
            theirs=_words(connection.execute(theirs, asked).one_or_none()),
            ours=_words(connection.execute(ours, asked).one_or_none()),
        )


def _words(row: Row[Any] | None) -> Words | None:
    return None if row is None else Words(row.id, row.occurred_at, row.subject, row.words)


def _deals(connection: Connection, row: ActivityRow, addresses: Sequence[str], now: int) -> list[DealRow]:
    """The meeting's own deals; else the open ones that these people are on."""
    keys = [link.key for link in row.deals] or [one.id for one in bulk.select_in(connection, _DEALS_OF, addresses)]
    return [deal for key in dict.fromkeys(keys) for deal in deal_rows(connection, Find(key=key, now=now))][:5]


def _promises(connection: Connection, deals: Sequence[int], contacts: Sequence[int], now: int) -> list[Promise]:
    """Next steps that were proposed and not declined, and promises without a day, newest first."""
    steps = bulk.select_in(connection, _STEPS, deals)
    found = [
        Promise(
            row.activity_id, row.evidence_at, _by(row), str(new.get("text", "")), row.quote, str(new.get("date", ""))
        )
        for row in steps
        if row.activity_id is not None and isinstance(new := json.loads(row.new), dict)
    ]
    for row in _loose(connection, deals, contacts, now - PROMISE_DAYS * 86_400):
        value = json.loads(row.value)
        by = promised_by(value, row.direction)
        found.append(Promise(row.id, row.occurred_at, by, str(value.get("text", "")), row.quote, ""))
    unique = {(one.activity, one.quote): one for one in found if one.at <= now}
    return sorted(unique.values(), key=lambda one: (-one.at, one.activity))


def _loose(connection: Connection, deals: Sequence[int], contacts: Sequence[int], since: int) -> Iterable[Row[Any]]:
    yield from bulk.select_in(connection, _LOOSE, deals, target="deal", since=since)
    yield from bulk.select_in(connection, _LOOSE, contacts, target="contact", since=since)


def _by(row: Row[Any]) -> str:
    return {"out": "rep", "in": "them"}.get(row.direction, "")


def _changes(connection: Connection, deals: Sequence[int], since: int) -> list[Changed]:
    rows = bulk.select_in(connection, _CHANGED, deals, since=since)
    return [
        Changed(row.deal_id, row.field, json.loads(row.old), json.loads(row.new), row.state, row.changed_at)
        for row in rows
    ]


_KNOWN = """select address, contacts.id, contacts.name, contacts.title, companies.name as company from contact_addresses
  join contacts on contacts.id = contact_id left join companies on companies.id = contacts.company_id
  where address in :values"""
_ROLES = "select contact_id, role from deal_contacts where deal_id in :values order by deal_id"
_DEALS_OF = """select distinct deals.id from contact_addresses
  join deal_contacts on deal_contacts.contact_id = contact_addresses.contact_id
  join deals on deals.id = deal_contacts.deal_id where deals.status = 'open' and address in :values order by deals.id"""
_WORDS = "activities.id, occurred_at, subject, substr(text, 1, :chars) as words"
_MAIL = f"""select {_WORDS} from participants join activities on activities.id = activity_id
  where address = :address and kind = 'message' and occurred_at <= :now and orphaned_at is null"""  # noqa: S608  our own words
_STRANGERS_WORDS = text(
    f"{_MAIL} and direction = 'in' and participants.role = 'from' order by occurred_at desc limit 1"
)
_WORDS_TO_STRANGER = text(f"{_MAIL} and direction = 'out' order by occurred_at desc limit 1")
_RECENT = """from (select activity_id from links where target = 'contact' and target_id = :contact and at <= {until}
    and origin <> 'rep_removed' order by at desc, activity_id desc limit :recent) as recent
  join activities on activities.id = recent.activity_id where orphaned_at is null"""
_CONTACTS_MAIL = f"""select {_WORDS} {_RECENT.format(until=":now")} and kind = 'message'
  and exists (select 1 from participants where activity_id = activities.id and address = :address"""  # noqa: S608  as above
_CONTACTS_WORDS = text(f"{_CONTACTS_MAIL} and role = 'from') and direction = 'in' order by occurred_at desc limit 1")
_WORDS_TO_CONTACT = text(f"{_CONTACTS_MAIL}) and direction = 'out' order by occurred_at desc limit 1")
_CONTACT_MET = text(
    f"""select max(occurred_at) {_RECENT.format(until=":before")} and kind = 'meeting' and status <> 'cancelled'
        and occurred_at < :before and activities.id <> :id"""
)
_STRANGER_MET = """select max(occurred_at) as at from activities join participants on activity_id = activities.id
  where kind = 'meeting' and status <> 'cancelled' and orphaned_at is null and occurred_at < :before
  and activities.id <> :id and address in :values"""
_STEPS = """select proposals.activity_id, evidence_at, new, quote, direction from proposals
  left join activities on activities.id = proposals.activity_id
  where proposals.kind = 'next_step' and state in ('pending', 'approved', 'applied') and deal_id in :values"""
_LOOSE = """select activities.id, occurred_at, value, quote, direction from links
  join findings on findings.activity_id = links.activity_id join activities on activities.id = links.activity_id
  where links.target = :target and links.target_id in :values and links.at >= :since and links.origin <> 'rep_removed'
  and findings.kind = 'promise' and orphaned_at is null"""
_CHANGED = """select deal_id, field, old, new, state, changed_at from proposals
  where deal_id in :values and changed_at >= :since and state in ('applied', 'approved', 'undone')
  order by changed_at, id"""
