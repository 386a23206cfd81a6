"""The rep's answer to an open question: which of the deals that fit an activity is of, or that none is."""

from __future__ import annotations

import json
from collections.abc import Sequence
from enum import Enum

from sqlalchemy import Connection, text


class Answered(Enum):
    """What came of an answer."""

    DONE = "done"
    CHANGED = "changed"
    """Other deals fit by now than those that were shown: nothing was done."""
    CLOSED = "closed"
    """It is answered already, or its activity is gone: nothing was done."""


def answer(connection: Connection, activity: int, deal: int | None, shown: Sequence[int]) -> Answered:
    """File the activity under one of the deals that were shown, by hand; None: under none of them.

    A link by hand is never overruled. The activity is matched anew, so that its words are compared with the deal.
    """
    stored = connection.scalar(_ASKED, {"id": activity})
    if stored is None:
        return Answered.CLOSED
    keys = [int(one["deal_id"]) for one in json.loads(stored)]
    if keys != list(shown) or (deal is not None and deal not in keys):
        return Answered.CHANGED
    for key in keys if deal is None else [deal]:
        origin = "rep_removed" if deal is None else "rep"
        connection.execute(_LINK, {"id": activity, "deal": key, "origin": origin})
    connection.execute(text("delete from questions where activity_id = :id"), {"id": activity})
    connection.execute(text("update activities set unmatched = true where id = :id"), {"id": activity})
    return Answered.DONE


_ASKED = text("select candidates from questions where activity_id = :id")
_LINK = text(
    """insert into links (activity_id, target, target_id, rule, evidence, origin, at)
       select :id, 'deal', deals.id, 'rep', '', :origin, activities.occurred_at
       from activities join deals on deals.id = :deal where activities.id = :id
       on conflict (activity_id, target, target_id) do update set rule = 'rep', evidence = '', origin = excluded.origin"""
)
