"""Full text on SQLite when the words are common: walk the history in its order and look each stretch up in the index.

To sort all that a common word matches costs as much as there are matches; a page needs only the first fifty. So the newest
few hundred ids are taken in order and asked of the index, then the next ones, until the page is full. A rare word is the
other way round: its few matches are sorted (timeline.py).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Connection, Select, text

COMMON = 2_000
"""Matches from which on a word is common, in the whole history."""
COMMON_WITHIN = 5_000
"""The same within one contact, company or deal: its ids are scattered, and each stretch costs a reading of all that the word matches."""
FIRST, LONGEST = 500, 16_000
"""Rows of the first stretch and of the longest; each is twice as long as the one before."""

Place = tuple[int, int]
"""(time, id) of a row: where the next stretch begins."""


def is_common(connection: Connection, words: str, *, within: bool) -> bool:
    """Whether so many activities match that walking is cheaper than sorting them. Counts no further than that."""
    most = COMMON_WITHIN if within else COMMON
    return int(connection.execute(_COUNT, {"words": words, "most": most}).scalar_one()) >= most


def matching(
    connection: Connection, stretch: Callable[[Place | None], Select[Any]], words: str, before: Place | None, limit: int
) -> list[int]:
    """The first `limit` ids that match, in the order of `stretch`, which selects (time, id) after a place."""
    found: list[int] = []
    length, place = FIRST, before
    while len(found) < limit:
        rows = connection.execute(stretch(place).limit(length)).all()
        hits = _hits(connection, [row[1] for row in rows], words)
        found += [row[1] for row in rows if row[1] in hits]
        if len(rows) < length:
            break
        place = (rows[-1][0], rows[-1][1])
        length = min(length * 2, LONGEST)
    return found[:limit]


def _hits(connection: Connection, ids: Sequence[int], words: str) -> set[int]:
    """Those of the ids that match. Ids that lie close together are asked for as one range, scattered ones by one reading of all matches.

    To look scattered ids up one by one would gather all matches of a word's beginning for each of them: seconds instead of milliseconds.
    """
    if not ids:
        return set()
    first, last = min(ids), max(ids)
    if last - first < 8 * len(ids):
        return set(connection.scalars(_RANGE, {"words": words, "first": first, "last": last}))
    return set(connection.scalars(_AMONG, {"words": words, "ids": json.dumps(list(ids))}))


_COUNT = text(
    "select count(*) from (select 1 from activity_search where activity_search match :words limit :most) as few"
)
_RANGE = text("select rowid from activity_search where activity_search match :words and rowid between :first and :last")
# The plus keeps SQLite from looking each id up.
_AMONG = text(
    """select rowid from activity_search where activity_search match :words
         and +rowid in (select value from json_each(:ids))"""
)
