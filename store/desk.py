"""What the review desk shows beside the proposals: the words around a quote, open questions, and what was decided a moment ago."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, text

from store import quarantine
from store.bulk import select_in
from store.quarantine import Aside
from store.review import ProposalRow, proposals
from store.review import waiting as count
from store.rows import ActivityRow, CandidateRow, rfc3339
from store.timeline import Filter, timeline

MOST = 60
"""Proposals on the page; the rest follow as these are decided."""
QUESTIONS = 20
RECENT = 5
RECENT_SECONDS = 3_600
"""How long a decision stays in sight with its way back; while it waits for its grace period, always."""
LONGEST = 20_000
"""Characters of an activity's text in which its quotes are looked for."""


class Question(NamedTuple):
    """An activity that several open deals could claim."""

    row: ActivityRow
    candidates: tuple[CandidateRow, ...]
    """Best first; at least one."""

    def as_json(self) -> dict[str, object]:
        """For scripts."""
        found = [{"id": one.id, "name": one.name, "reason": one.reason} for one in self.candidates]
        return {"activity": self.row.id, "subject": self.row.subject, "at": rfc3339(self.row.occurred_at), "candidates": found}  # fmt: skip


class DealHead(NamedTuple):
    """What stands above the proposals of one deal."""

    key: int
    company: str
    stage: str
    amount: str
    currency: str
    close_date: str
    stages: tuple[str, ...]
    """Of its pipeline, in order, as far as the CRM told them."""


class Found(NamedTuple):
    """All that waits for the rep, in one look at the store."""

    waiting: list[ProposalRow]
    total: int
    """Of what waits; those that were not asked for count, too."""
    recent: list[ProposalRow]
    unknown: list[ProposalRow]
    texts: dict[int, str]
    heads: dict[int, DealHead]
    questions: list[Question]
    aside: list[Aside]


def read(connection: Connection, now: int, most: int | None = None) -> Found:
    """Read it, and nothing of what was decided long ago. Of what waits the first `most` (None: all), and the words and the deals of
    the first MOST."""
    waiting = proposals(connection, states=["pending"], limit=most)
    newest = decided(connection, now - RECENT_SECONDS, RECENT)
    by_id = {row.id: row for row in proposals(connection, ids=newest)} if newest else {}
    leaving = [row for row in proposals(connection, states=["approved"]) if row.id not in newest]
    shown = waiting[:MOST]
    return Found(
        waiting,
        len(waiting) if most is None else count(connection),
        [by_id[id] for id in newest if id in by_id and by_id[id].state in {"approved", "applied", "declined"}]
        + leaving[:20],
        proposals(connection, states=["unknown"]),
        texts(connection, sorted({row.activity for row in shown if row.activity is not None})),
        heads(connection, sorted({row.deal_key for row in shown if row.deal_key is not None})),
        questions(connection, QUESTIONS),
        quarantine.waiting(connection),
    )


def texts(connection: Connection, ids: Sequence[int]) -> dict[int, str]:
    """The beginning of the text of each activity that is still shown in the history."""
    return {row.id: row.text for row in select_in(connection, _TEXTS, ids)}


def questions(connection: Connection, limit: int) -> list[Question]:
    """Newest first. One whose deals are all gone is none."""
    rows = timeline(connection, Filter(asks=True, limit=limit, people=6))
    stored = {
        row.activity_id: json.loads(row.candidates) for row in select_in(connection, _ASKED, [r.id for r in rows])
    }
    keys = sorted({one["deal_id"] for ranked in stored.values() for one in ranked})
    deals = {row.id: row for row in select_in(connection, _DEALS, keys)}
    return [
        each for each in (Question(row, _candidates(stored.get(row.id, ()), deals)) for row in rows) if each.candidates
    ]


def heads(connection: Connection, keys: Sequence[int]) -> dict[int, DealHead]:
    """By the deal's key."""
    rows = select_in(connection, _HEADS, keys)
    stages: dict[tuple[int, str], list[str]] = {}
    for row in connection.execute(_STAGES) if rows else ():
        stages.setdefault((row.crm, row.pipeline), []).append(row.name)
    return {
        row.id: DealHead(
            row.id, row.company or "", row.stage, row.amount, row.currency, row.close_date,
            tuple(stages.get((row.crm or 0, row.pipeline)) or stages.get((0, row.pipeline)) or ()),
        )
        for row in rows
    }  # fmt: skip


def decided(connection: Connection, since: int, limit: int) -> list[int]:
    """Proposals on which the rep decided last, the newest decision first; one that was taken back is not among them."""
    rows = connection.execute(_DECIDED, {"since": since, "limit": limit})
    return [row.proposal_id for row in rows]


def _candidates(ranked: Sequence[dict[str, Any]], deals: dict[int, Any]) -> tuple[CandidateRow, ...]:
    return tuple(
        CandidateRow(row.id, row.external, row.name, row.status, str(one.get("reason", "")))
        for one in ranked
        if (row := deals.get(one["deal_id"])) is not None
    )


_TEXTS = f"select id, substr(text, 1, {LONGEST}) as text from activities where orphaned_at is null and id in :values"  # noqa: S608  our own number
_ASKED = "select activity_id, candidates from questions where activity_id in :values"
_DEALS = "select id, external, name, status from deals where id in :values"
_HEADS = """select deals.id, companies.name as company, stage, amount, currency, close_date, pipeline,
    (select min(crm_id) from crm_records where kind = 'deal' and local_id = deals.id) as crm
  from deals left join companies on companies.id = deals.company_id where deals.id in :values"""
_STAGES = text("select coalesce(crm_id, 0) as crm, pipeline, name from stages order by crm, pipeline, position")
_DECIDED = text(
    """select proposal_id, max(id) as newest from decisions
       where at >= :since and not exists (select 1 from decisions as later
         where later.proposal_id = decisions.proposal_id and later.id > decisions.id)
         and verb <> 'undo' and "by" = 'rep'
       group by proposal_id order by newest desc limit :limit"""
)
