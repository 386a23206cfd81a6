"""One week as others may hear of it: the changes of deals that the rep approved, and what the rep shares. Nothing else is read.

There is no count in it and nothing that was only captured: what the rep did not approve or share stays private.
"""

from __future__ import annotations

import json
from datetime import date, tzinfo
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, text

from store.rows import rfc3339
from store.saved import span
from store.sharing import Served, served
from sync.crm import Value

MOST = 200
"""Shared activities of one week."""


class Approved(NamedTuple):
    """A field of a deal as the rep approved it; `old` is what it was when the week began."""

    deal: str
    company: str
    field: str
    old: Value
    new: Value
    at: int


class Report(NamedTuple):
    """What a week's report is drafted from. `begins` is a Monday in the rep's zone."""

    begins: date
    approved: tuple[Approved, ...]
    shared: tuple[Served, ...]
    """The newest first, none that lies ahead."""

    def as_json(self) -> dict[str, object]:
        """For the rep's own scripts."""
        return {
            "week": self.begins.isoformat(),
            "approved": [{**one._asdict(), "at": rfc3339(one.at)} for one in self.approved],
            "shared": [one.as_json() for one in self.shared],
        }


def report(connection: Connection, begins: date, zone: tzinfo | None, now: int) -> Report:
    """Read one week, as far as it has passed."""
    since, until = span(begins, zone)
    until = min(until, now + 1)
    rows = connection.execute(_APPROVED, {"since": since, "until": until})
    # Nothing that lies at `until` or later: no activity has a lower id than 0.
    shared = served(connection, before=(until, 0), limit=MOST)
    return Report(begins, _approved(list(rows)), tuple(one for one in shared if one.at >= since))


def _approved(rows: list[Row[Any]]) -> tuple[Approved, ...]:
    """A field that was changed twice in a week is told once: from its first value to its last."""
    found: dict[tuple[int, str, str], Approved] = {}
    for row in rows:
        new = json.loads(row.new)
        one = Approved(row.name, row.company or "", row.field, json.loads(row.old), new, row.changed_at)
        # Each person who joins a deal is a change of its own.
        key = (row.deal_id, row.field, str(new.get("address", "")) if isinstance(new, dict) else "")
        found[key] = one._replace(old=found[key].old) if key in found else one
    return tuple(sorted(found.values(), key=lambda one: (one.deal, one.at)))


_APPROVED = text(
    """select deals.id as deal_id, deals.name, companies.name as company, field, old, new, changed_at from proposals
       join deals on deals.id = proposals.deal_id left join companies on companies.id = deals.company_id
       where proposals.state in ('approved', 'applied') and changed_at >= :since and changed_at < :until
       order by changed_at, proposals.id"""
)
