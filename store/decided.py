"""What was proposed of a deal or contact, what was decided, and the words that each rests on. Only read here."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, text

from store.bulk import select_in
from store.rows import rfc3339
from sync.crm import Value

MOST = 50
"""Proposals on a page, those that wait first, then the newest."""


class Decision(NamedTuple):
    """One answer of the rep, or of a rule of the rep's."""

    verb: str
    """approve, edit, decline, undo."""
    by: str
    """`rep`, or `rule N`."""
    new: Value
    """The value that was decided on."""
    at: int


class Proposed(NamedTuple):
    """A suggested change with its evidence and what became of it."""

    id: int
    kind: str
    field: str
    deal_key: int | None
    deal: str
    contact_key: int | None
    contact: str
    activity: int | None
    """The activity that it rests on; None when that is erased."""
    subject: str
    old: Value
    new: Value
    quote: str
    rule: str
    state: str
    """pending, approved, applied, declined, expired, undone, unknown, withdrawn."""
    reason: str
    evidence_at: int
    decisions: tuple[Decision, ...]
    """Oldest first."""

    def as_json(self) -> dict[str, object]:
        """For scripts."""
        return {
            "id": self.id,
            "field": self.field,
            "old": self.old,
            "new": self.new,
            "quote": self.quote,
            "rule": self.rule,
            "activity": self.activity,
            "evidence_at": rfc3339(self.evidence_at),
            "state": self.state,
            "decisions": [
                {"verb": one.verb, "by": one.by, "new": one.new, "at": rfc3339(one.at)} for one in self.decisions
            ],
        }


def of_deal(connection: Connection, key: int) -> list[Proposed]:
    """Of one deal."""
    return _found(connection, "proposals.deal_id = :key", key)


def of_contact(connection: Connection, key: int) -> list[Proposed]:
    """Of one contact."""
    return _found(connection, "proposals.contact_id = :key", key)


def of_company(connection: Connection, key: int) -> list[Proposed]:
    """Of a company's deals and contacts."""
    return _found(connection, "(deals.company_id = :key or contacts.company_id = :key)", key)


def of_activity(connection: Connection, key: int) -> list[Proposed]:
    """What one activity led to."""
    return _found(connection, "proposals.activity_id = :key", key)


def _found(connection: Connection, condition: str, key: int) -> list[Proposed]:
    """`condition` is one of ours."""
    rows = connection.execute(text(_PROPOSALS.format(condition=condition)), {"key": key, "most": MOST}).all()
    decisions = _decisions(connection, [row.id for row in rows])
    return [_proposed(row, decisions) for row in rows]


def _proposed(row: Row[Any], decisions: Mapping[int, tuple[Decision, ...]]) -> Proposed:
    """The statement's columns are in the order of the fields."""
    return Proposed._make((*row, decisions[row.id]))._replace(old=_value(row.old), new=_value(row.new))


def _decisions(connection: Connection, ids: Iterable[int]) -> defaultdict[int, tuple[Decision, ...]]:
    found: defaultdict[int, list[tuple[int, Decision]]] = defaultdict(list)
    query = 'select id, proposal_id, verb, "by", new, at from decisions where proposal_id in :values'
    for row in select_in(connection, query, ids):
        found[row.proposal_id].append((row.id, Decision(row.verb, row.by, _value(row.new), row.at)))
    return defaultdict(tuple, {key: tuple(one for _, one in sorted(rows)) for key, rows in found.items()})


def _value(stored: str) -> Value:
    """A field's value; what cannot be read is shown as it is."""
    try:
        value = json.loads(stored)
    except ValueError:
        return stored
    if isinstance(value, dict):
        return {str(name): str(part) for name, part in value.items()}
    return value if value is None or isinstance(value, str) else str(value)


_PROPOSALS = """select proposals.id, proposals.kind, field, deal_id as deal_key, coalesce(deals.name, '') as deal,
    contact_id as contact_key, coalesce(contacts.name, '') as contact, activities.id as activity,
    coalesce(activities.subject, '') as subject, old, new, quote, rule, proposals.state, reason, evidence_at
  from proposals left join deals on deals.id = deal_id left join contacts on contacts.id = contact_id
  left join activities on activities.id = activity_id and orphaned_at is null
  where {condition} order by case when proposals.state = 'pending' then 0 else 1 end, evidence_at desc, proposals.id desc
  limit :most"""
