"""Read, compare, write: the one way in which an approved change reaches a CRM, the same for each of them.

    look at the record ── says `new` already → done ── says neither `old` nor `new` → CrmConflict ── else write, with its revision

A CRM brings its `Records`. Whatever a write's answer leaves open is CrmUnsure (http.py); nothing here tries twice.
"""

from __future__ import annotations

from typing import Protocol

from connectors.crm.values import OF_CONTACT, OF_DEAL, Person, open_to, person, same
from sync.crm import CONTACT_FIELDS, DEAL_FIELDS, Change, CrmContact, CrmDeal, Value
from sync.crm_errors import CrmConflict, CrmRecordGone, CrmRefused


class Looking(Protocol):
    """One CRM's records, one at a time. All raise Wait and SignIn; what writes raises CrmUnsure and CrmRefused as well."""

    def deal(self, id: str) -> CrmDeal:
        """The rep's own deal. Raises CrmRecordGone when it is not there, or not the rep's any more."""

    def contact(self, id: str) -> CrmContact:
        """Raises CrmRecordGone when it is not there, or was merged into another one."""

    def known(self, address: str) -> CrmContact | None:
        """The contact with this address; of several, one that stays the same."""


class Records(Looking, Protocol):
    """And how one field of them is written."""

    def put(self, change: Change, record: CrmDeal | CrmContact) -> None:
        """Write one field of this record, as it was read. Raises CrmConflict when the CRM itself notices a newer one."""

    def make(self, who: Person, deal: CrmDeal) -> str:
        """A new contact on the deal, with its company; the id, or that of one with this address whom the CRM has after all."""

    def join(self, deal: CrmDeal, contact: str, role: str) -> None:
        """Put a contact on a deal, with a role of ROLES or none. Raises CrmRefused, before it writes, for a role without a word."""


def read(records: Looking, change: Change) -> Value:
    """What the field says now, in the shape of `change.new`."""
    record = _record(records, change)
    if isinstance(record, CrmDeal) and change.field not in OF_DEAL:
        return _on(change, record, records.known(person(change.new).address))
    return says(record, change.field)


def apply(records: Records, change: Change) -> str:
    """Write it once or not at all; the id of the record that was written or made."""
    try:
        return _apply(records, change)
    except CrmConflict as error:
        if error.current is not None:
            raise
    try:  # the CRM itself noticed a newer record: we look at that one, and it may be another field
        return _apply(records, change)
    except CrmConflict as error:
        current = error.current if error.current is not None else read(records, change)
        raise CrmConflict(record=change.id, current=current) from error


def _apply(records: Records, change: Change) -> str:
    record = _record(records, change)
    if isinstance(record, CrmDeal) and change.field not in OF_DEAL:
        return _put_on(records, change, record)
    if open_to(change, says(record, change.field)):
        records.put(change, record)
    return record.id


def _record(records: Looking, change: Change) -> CrmDeal | CrmContact:
    """The record that has the field. Raises CrmRefused for a field that it has not."""
    if change.record == "contact" and change.field in CONTACT_FIELDS:
        return records.contact(change.id)
    if change.record != "deal" or change.field not in DEAL_FIELDS:
        raise CrmRefused(why=f"a {change.record} has no field {change.field}")
    return records.deal(change.id)


def says(record: CrmDeal | CrmContact, field: str) -> Value:
    """What a field of the record says."""
    return OF_DEAL[field](record) if isinstance(record, CrmDeal) else OF_CONTACT[field](record)


def landed(records: Looking, change: Change) -> bool:
    """Whether the change is in the CRM."""
    try:
        return same(change.field, read(records, change), change.new)
    except (CrmRecordGone, CrmRefused):  # it cannot be where there is nothing, nor can a value that makes no sense
        return False


def _put_on(records: Records, change: Change, deal: CrmDeal) -> str:
    """A person gets on a deal, or a role there. Someone whom the CRM knows is not made again, and stays as the CRM has them."""
    who = person(change.new)
    found = records.known(who.address)
    if not open_to(change, _on(change, deal, found)):
        return found.id if found else ""
    if change.field == "contact_role":
        if found is None:
            raise CrmRefused(why=f"it does not know {who.address}; approve the new contact first")
        if not who.role:
            raise CrmRefused(why="it names no role")
        records.join(deal, found.id, who.role)
        return found.id
    if found is None:
        return records.make(who, deal)
    records.join(deal, found.id, "")
    return found.id


def _on(change: Change, deal: CrmDeal, found: CrmContact | None) -> Value:
    """What the deal says of a person: nothing, that they are on it, or their role."""
    who = person(change.new)
    roles = [role for id_, role in deal.contacts if found and id_ == found.id]
    if found is None or not roles:
        return None
    if change.field == "new_contact":
        return {"address": who.address, "name": found.name, "title": found.title}
    given = [role for role in roles if role]
    role = who.role if who.role in given else next(iter(given), "")
    return {"address": who.address, "role": role} if role else None
