"""Rows of proposals: how they come to be, are overtaken and end, before the rep decides. Inside the caller's transaction."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, text

from matchers import expiry
from matchers import proposals as rules
from matchers.pipelines import Pipeline
from matchers.proposals import Proposed, Said
from store import bulk, clock
from store.database import Database
from store.evidence import Evidence, Newest
from store.records import Records
from store.values import dumped, loaded
from sync.crm import Value
from sync.ports import Clock, Digest

OVERTAKEN = "overtaken by newer words"
TOO_LATE = "its time is over"
ALREADY = "the record says so already"
CLOSED = "the deal is closed"
GONE = "the record is not there any more"
ELSEWHERE = "the evidence is not filed under this deal any more"
CHANGED = "the record says something else now: look again"
UNSAID = "the words are not there any more"
KNOWN = "the person is among your contacts now"
BEHIND = "the deal is at that stage or beyond"


class Stale(NamedTuple):
    """What is to become of a pending proposal. `old` is set when it goes on with another one."""

    id: int
    reason: str
    old: Value = None
    ends: bool = True
    contact: int | None = None
    """Who joined since: the proposal was of somebody who was no contact yet."""


def digest_of(change: Proposed, digest: Digest) -> bytes:
    """What makes a proposal the same: kind, record, field, the value and the words for it."""
    record = f"contact {change.contact}" if change.said.kind == "contact_detail" else f"deal {change.deal}"
    words = " ".join(change.said.quote.split())
    return digest(f"proposal {change.said.kind} {record} {change.field} {dumped(change.new)} {words}")


def store(
    connection: Connection, drawn: Sequence[tuple[Evidence, Proposed]], newest: Newest, digest: Digest, now: int
) -> list[int]:
    """Keep what was drawn up; returns the ids of those that are new and wait for the rep."""
    keyed = [(digest_of(change, digest), one, change) for one, change in drawn]
    known = {bytes(row.digest): row for row in bulk.select_in(connection, _KNOWN, {key for key, _, _ in keyed})}
    made = []
    for key, one, change in keyed:
        row = known.get(key)
        values = _values(key, one, change, newest, now)
        if row is None:
            id = connection.execute(_INSERT, values).scalar_one()
            known[key] = connection.execute(_BY_ID, {"id": id}).one()
            made += [id] if values["state"] == "pending" else []
        else:
            _again(connection, row, values, one)
    return made


def _values(key: bytes, one: Evidence, change: Proposed, newest: Newest, now: int) -> dict[str, Any]:
    said = change.said
    ends = expiry.expires_at(said.kind, change.new, one.written)
    reason = TOO_LATE if ends <= now else ""
    if newest.overtakes(change.slot, one.written, one.id):
        reason = OVERTAKEN
    return {
        "digest": key, "kind": said.kind, "field": change.field, "deal": change.deal, "contact": change.contact,
        "activity": one.id, "old": dumped(change.old), "new": dumped(change.new), "quote": said.quote, "rule": said.rule,
        "source": said.source, "state": "expired" if reason else "pending", "reason": reason, "at": one.written,
        "now": now, "ends": ends,
    }  # fmt: skip


def _again(connection: Connection, row: Row[Any], values: dict[str, Any], one: Evidence) -> None:
    """The same change for the same words: once more from another mail, from a mailbox read anew, or under the deal again."""
    if row.state in {"expired", "withdrawn"} and not row.declined:
        if (row.state, row.reason) != (values["state"], values["reason"]) or row.activity_id is None:
            connection.execute(_RENEW, {**values, "id": row.id})
    elif row.activity_id is None or (row.state == "pending" and one.written > row.evidence_at):
        connection.execute(_EVIDENCE, {**values, "id": row.id})


def overtake(
    connection: Connection, deals: Collection[int], contacts: Collection[int], newest: Newest, now: int
) -> int:
    """End what is pending on these records and has newer words against it."""
    rows = [*bulk.select_in(connection, _ON_DEALS, deals), *bulk.select_in(connection, _ON_CONTACTS, contacts)]
    for row in rows:
        if row.kind == "new_contact":
            newest.add(_slot(row), row.evidence_at, row.activity_id)
    gone = [row.id for row in rows if newest.overtakes(_slot(row), row.evidence_at, row.activity_id)]
    return _end(connection, gone, OVERTAKEN, now)


def missing(connection: Connection, ids: Sequence[int], drawn: set[tuple[int, bytes]], now: int) -> int:
    """End what these activities called for before and do not any more: a meeting's text was changed."""
    rows = bulk.select_in(connection, _OF_ACTIVITIES, ids)
    gone = [row.id for row in rows if not row.asks and (row.activity_id, bytes(row.digest)) not in drawn]
    return _end(connection, gone, UNSAID, now)


def refresh(database: Database, at: Clock, pipelines: Sequence[Pipeline] = ()) -> int:
    """Bring what waits for the rep up to the record and the time; returns how many have ended. Writes only when something has."""

    def found(connection: Connection) -> tuple[list[Stale], int]:
        now = clock.today(connection, at.now())
        return stale(connection, Records(connection, pipelines), now), now

    with database.read() as connection:
        if not found(connection)[0]:
            return 0
    with database.write() as connection:
        return apply(connection, *found(connection))


def stale(connection: Connection, records: Records, now: int) -> list[Stale]:
    """What the record or the time has done to the proposals that wait."""
    rows = connection.execute(_PENDING).all()
    records.load_deals(row.deal_id for row in rows if row.deal_id is not None)
    records.load_contacts(row.contact_id for row in rows if row.contact_id is not None)
    found = (_judged(row, records, now) for row in rows)
    return [each for each in found if each is not None]


def _judged(row: Row[Any], records: Records, now: int) -> Stale | None:
    deal, contact, new = records.deal(row.deal_id), records.contact(row.contact_id), loaded(row.new)
    arrived = _arrived(row, new, records)
    if arrived is not None:
        return Stale(row.id, "", loaded(row.old), ends=False, contact=arrived)
    of_person = row.kind == "contact_detail" or (row.kind == "contact_role" and not row.joins)
    if (of_person and contact is None) or (row.kind != "contact_detail" and deal is None):
        return Stale(row.id, GONE)
    if row.kind != "contact_detail" and deal is not None and deal.status != "open":
        return Stale(row.id, CLOSED)
    if row.activity_id is not None and not row.filed:
        return Stale(row.id, ELSEWHERE)
    if row.expires_at is not None and row.expires_at <= now:
        return Stale(row.id, TOO_LATE)
    if row.kind == "new_contact" and isinstance(new, dict) and records.knows(new["address"]):
        return Stale(row.id, KNOWN)
    says = rules.current(row.kind, row.field, new, deal, contact)
    if rules.same(row.kind, row.field, says, new):
        return Stale(row.id, ALREADY)
    if row.kind == "stage" and deal is not None and not deal.pipeline.ahead(deal.stage, str(new)):
        return Stale(row.id, BEHIND)
    if says != loaded(row.old):
        return Stale(row.id, CHANGED, says, ends=False)
    return None


def _arrived(row: Row[Any], new: Value, records: Records) -> int | None:
    """The contact of a part in the purchase that was proposed before there was one."""
    if row.kind != "contact_role" or row.contact_id is not None or not isinstance(new, dict):
        return None
    return records.whose(new["address"])


def apply(connection: Connection, changes: Iterable[Stale], now: int) -> int:
    """Write it; returns how many have ended."""
    ended = 0
    for each in changes:
        ended += each.ends
        if each.contact is not None:
            connection.execute(_ADOPT, {"id": each.id, "contact": each.contact})
        elif each.ends:
            _end(connection, [each.id], each.reason, now)
        else:
            reopen(connection, each.id, each.old, each.reason, now)
    return ended


def reopen(connection: Connection, id: int, old: Value, reason: str, now: int) -> None:
    """Ask the rep anew, with what the record says now. Another `old` is another version, to be shown again."""
    values = {"id": id, "old": dumped(old), "reason": reason, "now": now}
    connection.execute(_REOPEN, values)


def _end(connection: Connection, ids: Iterable[int], reason: str, now: int) -> int:
    wanted = list(ids)
    bulk.execute_in(connection, _EXPIRE, wanted, reason=reason, now=now)
    return len(wanted)


def _slot(row: Row[Any]) -> str:
    value = json.loads(row.new)
    said = Said(0, row.kind, value if isinstance(value, dict) else {}, "", "")
    if row.kind == "contact_detail":
        said = said._replace(value={"field": row.field})
    return rules.slot(said, row.deal_id, row.contact_id)


def erase_evidence(connection: Connection, activities: Sequence[int]) -> None:
    """The words of these activities go, and with them what they call for, unless the rep took it over by a decision.

    What is on its way to the CRM stays on its way: the rep approved it.
    """
    for statement in _WITHDRAW:
        bulk.execute_in(connection, statement, activities)
    bulk.execute_in(connection, _UNQUOTE, activities)


def erase_person(connection: Connection, contacts: Sequence[int], addresses: Sequence[str]) -> None:
    """What is proposed or was decided about these people goes, but for what is being written at this moment, or may have arrived.

    An approval that has not left is taken back: it would make the person known again.
    """
    wanted = set(addresses)
    named = connection.execute(_NAMES).all()
    about = {row.id for row in named if _address(loaded(row.new)) in wanted or _address(loaded(row.found)) in wanted}
    about |= {row.id for row in bulk.select_in(connection, _ABOUT, contacts)}
    said = [row for row in connection.execute(_SAID_OF) if _address(loaded(row.value)) in wanted]
    if said:
        connection.execute(_UNSAY, [{"id": row.activity_id, "position": row.position} for row in said])
    for statement in _FORGET:
        bulk.execute_in(connection, statement, sorted(about))


def _address(value: Value) -> str:
    return value.get("address", "") if isinstance(value, dict) else ""


_NAMES = text("select id, new, found from proposals where kind in ('new_contact', 'contact_role')")
_SAID_OF = text(
    """select activity_id, position, value from findings
       where kind in ('new_contact', 'contact_role', 'contact_detail')"""
)
_UNSAY = text("delete from findings where activity_id = :id and position = :position")
_ABOUT = "select id from proposals where contact_id in :values"
_FORGET = (
    "update outbox set state = 'cancelled' where proposal_id in :values and state = 'waiting'",
    """update decisions set old = 'null', new = 'null' where proposal_id in :values and not exists (select 1 from outbox
      where outbox.proposal_id = decisions.proposal_id and state in ('waiting', 'writing', 'unknown'))""",
    """delete from outbox where proposal_id in :values and not exists (select 1 from outbox as live
      where live.proposal_id = outbox.proposal_id and live.state in ('waiting', 'writing', 'unknown'))""",
    """update proposals set old = 'null', new = 'null', found = 'null', quote = '', state = 'withdrawn',
      reason = 'the person was forgotten' where id in :values and not exists (select 1 from outbox
      where outbox.proposal_id = proposals.id and outbox.state in ('waiting', 'writing', 'unknown'))""",
)
_NOT_TAKEN = "state in ('pending', 'declined', 'expired', 'undone', 'withdrawn')"
_KNOWN = """select proposals.*, exists (select 1 from decisions where proposal_id = proposals.id and verb = 'decline'
  and not exists (select 1 from decisions as later where later.proposal_id = proposals.id and later.id > decisions.id))
  as declined from proposals where digest in :values"""
_BY_ID = text("select proposals.*, false as declined from proposals where id = :id")
_INSERT = text(
    """insert into proposals (digest, kind, field, deal_id, contact_id, activity_id, old, new, found, quote, rule, source,
         state, reason, evidence_at, created_at, expires_at, changed_at)
       values (:digest, :kind, :field, :deal, :contact, :activity, :old, :new, :new, :quote, :rule, :source,
         :state, :reason, :at, :now, :ends, :now) returning id"""
)
_RENEW = text(
    """update proposals set deal_id = :deal, contact_id = :contact, activity_id = :activity,
         version = version + case when old = :old and new = :new then 0 else 1 end, old = :old, new = :new, found = :new,
         quote = :quote, rule = :rule, source = :source, state = :state, reason = :reason, evidence_at = :at,
         expires_at = :ends, changed_at = :now where id = :id"""
)
_EVIDENCE = text(
    """update proposals set activity_id = :activity, evidence_at = :at, expires_at = :ends,
         quote = case when quote = '' then :quote else quote end where id = :id"""
)
_ON_DEALS = """select id, kind, field, deal_id, contact_id, activity_id, new, evidence_at from proposals
  where state = 'pending' and kind <> 'contact_detail' and deal_id in :values"""
_ON_CONTACTS = """select id, kind, field, deal_id, contact_id, activity_id, new, evidence_at from proposals
  where state = 'pending' and kind = 'contact_detail' and contact_id in :values"""
_OF_ACTIVITIES = """select id, digest, activity_id, kind <> 'contact_detail' and exists (
    select 1 from questions where questions.activity_id = proposals.activity_id) as asks
  from proposals where state = 'pending' and activity_id in :values"""
_PENDING = text(
    """select id, kind, field, deal_id, contact_id, activity_id, old, new, expires_at,
         kind = 'contact_detail' or exists (select 1 from links where links.activity_id = proposals.activity_id
           and target = 'deal' and target_id = deal_id and origin <> 'rep_removed') as filed,
         exists (select 1 from proposals as other where other.kind = 'new_contact' and other.deal_id = proposals.deal_id
           and other.activity_id = proposals.activity_id and other.state in ('pending', 'approved', 'applied', 'unknown')) as joins
       from proposals where state = 'pending' order by id"""
)
_ADOPT = text("update proposals set contact_id = :contact where id = :id")
_EXPIRE = "update proposals set state = 'expired', reason = :reason, changed_at = :now where id in :values"
_REOPEN = text(
    """update proposals set state = 'pending', version = version + case when old = :old then 0 else 1 end, old = :old,
         reason = :reason, changed_at = :now where id = :id"""
)
_NOT_TAKEN_OF = f"(select id from proposals where {_NOT_TAKEN} and activity_id in :values)"  # noqa: S608  our own words
_WITHDRAW = (
    f"update decisions set old = 'null', new = 'null' where proposal_id in {_NOT_TAKEN_OF}",  # noqa: S608  as above
    f"delete from outbox where proposal_id in {_NOT_TAKEN_OF}",  # noqa: S608  as above; what was taken back or refused
    f"""update proposals set old = 'null', new = 'null', found = 'null', quote = '', reason = 'the evidence was erased',
      state = 'withdrawn' where {_NOT_TAKEN} and activity_id in :values""",  # noqa: S608  as above
)
_UNQUOTE = "update proposals set quote = '' where activity_id in :values"
