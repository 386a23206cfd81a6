"""What the rep approved and how the records stand, for tables: read only."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, text

from store.database import Database
from sync.crm import CrmContact, CrmDeal, Status

HEAD = ("record", "id", "field", "old", "new", "approved_at")


def changes(connection: Connection) -> list[tuple[str, ...]]:
    """Each change that is applied now, as HEAD has it, in the order of the approvals."""
    return [_change(row) for row in connection.execute(_CHANGES)]


def log(database: Database, at: int, items: int) -> None:
    """Each export stands in a log that the rep can read."""
    with database.write() as connection:
        connection.execute(_LOOK, {"at": at, "items": items})


def contacts(connection: Connection) -> list[tuple[CrmContact, str]]:
    """Everybody who is not gone, with the name of the company."""
    addresses: defaultdict[int, list[str]] = defaultdict(list)
    for row in connection.execute(
        text("select contact_id, address from contact_addresses order by contact_id, position")
    ):
        addresses[row.contact_id].append(row.address)
    return [
        (CrmContact(row.external, row.name, tuple(addresses[row.id]), "", row.title, row.phone), row.company or "")
        for row in connection.execute(_CONTACTS)
        if addresses[row.id] or not row.was_filed
    ]


def deals(connection: Connection) -> list[tuple[CrmDeal, str]]:
    """All deals that are not gone, with the name of the company."""
    roles: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    for row in connection.execute(_ROLES):
        roles[row.deal_id].append((row.external, row.role))
    return [(_deal(row, roles[row.id]), row.company or "") for row in connection.execute(_DEALS)]


def _deal(row: Row[Any], roles: list[tuple[str, str]]) -> CrmDeal:
    status: Status = "won" if row.status == "won" else "lost" if row.status == "lost" else "open"
    return CrmDeal(row.external, row.name, "", row.pipeline, row.stage, status, row.amount, row.currency, row.close_date,
                   row.next_step, row.next_step_date, tuple(roles))  # fmt: skip


def _change(row: Row[Any]) -> tuple[str, ...]:
    of_contact = row.kind == "contact_detail"
    external = (row.contact if of_contact else row.deal) or ""
    at = datetime.fromtimestamp(row.at, UTC).isoformat(timespec="seconds")
    return ("contact" if of_contact else "deal", external, row.field, _cell(row.old), _cell(row.new), at)


def _cell(stored: str) -> str:
    """A stored value as a person reads it in a table: text as it is, parts with their names."""
    try:
        value = json.loads(stored)
    except ValueError:
        return stored
    if isinstance(value, dict):
        return "; ".join(f"{name}: {part}" for name, part in value.items() if part)
    return value if isinstance(value, str) else ""


_LOOK = text("insert into looks (at, who, what, items) values (:at, 'rep', 'crm export', :items)")
_CHANGES = text(
    """select proposals.kind, proposals.field, outbox.old, outbox.new, deals.external as deal, contacts.external as contact,
         coalesce((select max(decisions.at) from decisions
            where decisions.proposal_id = proposals.id and decisions.verb in ('approve', 'edit')), outbox.changed_at) as at
       from proposals join outbox on outbox.proposal_id = proposals.id
       left join deals on deals.id = deal_id left join contacts on contacts.id = contact_id
       where proposals.state = 'applied' and outbox.verb = 'apply' and outbox.state = 'done'
       order by at, outbox.id"""
)
_CONTACTS = text(
    """select contacts.id, external, contacts.name, title, phone, companies.name as company,
         exists (select 1 from links where target = 'contact' and target_id = contacts.id) as was_filed
       from contacts left join companies on companies.id = company_id order by contacts.id"""
)
_DEALS = text(
    """select deals.*, companies.name as company from deals left join companies on companies.id = company_id
       where status <> 'gone' order by deals.id"""
)
_ROLES = text(
    """select deal_id, external, role from deal_contacts join contacts on contacts.id = contact_id
       order by deal_id, contact_id"""
)
