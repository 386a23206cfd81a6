"""The proposals as the rep and scripts see them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, Connection, TextClause, bindparam, text

from store.naming import deals_named
from store.rows import as_json, rfc3339
from store.values import loaded
from sync.crm import Value

STATES = ("pending", "approved", "applied", "declined", "expired", "undone", "unknown", "withdrawn")


class ProposalRow(NamedTuple):
    """One proposal. `old`, `new`: as `sync.crm.Value` has them."""

    id: int
    version: int
    shown: int
    """The newest version that the rep has seen."""
    kind: str
    field: str
    old: Value
    new: Value
    quote: str
    rule: str
    source: str
    state: str
    reason: str
    deal_key: int | None
    deal: str | None
    deal_name: str
    contact: str | None
    contact_name: str
    activity: int | None
    message_id: str
    subject: str
    evidence_at: int
    created_at: int
    expires_at: int | None
    due_at: int | None
    """When it leaves for the CRM, while it waits."""
    trouble: str
    """What went wrong on its way."""
    by: str
    """Who decided last: rep, or rule N; empty: nobody yet."""


def proposals(
    connection: Connection,
    *,
    states: Sequence[str] = (),
    deal: str | int = "",
    ids: Sequence[int] = (),
    limit: int | None = None,
) -> list[ProposalRow]:
    """Of all states unless some are named; by deal, oldest evidence first. A deal that is not there has none. limit: the first."""
    keys = [deal] if isinstance(deal, int) else deals_named(connection, deal.strip()) if deal else []
    there = [id for id in ids if id.bit_length() < _BITS]
    if (deal and not keys) or (ids and not there):
        return []
    given = {"state": states, "deal_id": keys, "id": there}
    names = tuple(name for name, values in given.items() if values)
    query = _rows(names, limited=limit is not None)
    rows = connection.execute(query, {**{name: list(given[name]) for name in names}, "most": limit}).mappings()
    return [ProposalRow(**{**row, "old": loaded(row["old"]), "new": loaded(row["new"])}) for row in rows]


def waiting(connection: Connection, state: str = "pending") -> int:
    """How many wait for the rep, or are in another state."""
    query = text("select count(*) from proposals where state = :state")
    return int(connection.scalar(query, {"state": state}) or 0)


@as_json.register
def _proposal(row: ProposalRow) -> dict[str, object]:
    found = row._asdict()
    times = {name: rfc3339(found[name]) for name in _TIMES}
    return {**{name: found[name] for name in _TOLD}, **times, "by": row.by or None}


_TOLD = (
    "id", "kind", "field", "old", "new", "quote", "rule", "state", "reason", "deal", "contact", "activity", "message_id", "source",
    "version",
)  # fmt: skip
_TIMES = ("expires_at", "evidence_at", "created_at", "due_at")
_BITS = 64
"""A number with as many is nobody's id, and no database takes it."""
_ROWS = """select proposals.id, version, shown, proposals.kind, field, proposals.old, proposals.new, quote, rule, source,
         proposals.state, reason, proposals.deal_id as deal_key, deals.external as deal, coalesce(deals.name, '') as deal_name,
         contacts.external as contact, coalesce(contacts.name, '') as contact_name, activity_id as activity,
         coalesce(message_id, '') as message_id, coalesce(subject, '') as subject, evidence_at, created_at,
         expires_at, live.due_at, coalesce(live.error, '') as trouble,
         coalesce((select "by" from decisions where decisions.proposal_id = proposals.id order by decisions.id desc limit 1), '') as "by"
       from proposals left join deals on deals.id = proposals.deal_id
       left join contacts on contacts.id = proposals.contact_id
       left join activities on activities.id = activity_id
       left join outbox as live on live.proposal_id = proposals.id and live.state in ('waiting', 'writing', 'unknown')"""
_ORDER = "order by deals.name is null, deals.name, proposals.deal_id, evidence_at, proposals.id"


@cache
def _rows(named: tuple[str, ...], *, limited: bool) -> TextClause:
    """The statement for some of the columns state, deal_id and id, each with a list of values."""
    where = " and ".join(f"proposals.{name} in :{name}" for name in named) or "1 = 1"
    lists: list[BindParameter[Any]] = [bindparam(name, expanding=True) for name in named]
    return text(f"{_ROWS} where {where} {_ORDER} {'limit :most' if limited else ''}").bindparams(*lists)
