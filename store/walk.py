"""Full text on SQLite: two ways to the newest matches, both in the order of the history.

The index of words is itself in that order (search.py), so mostly it is walked from its end, and each match is looked at: is it shown,
does it fit the filter. Within one record (or a conversation, or what is asked) that can be the long way, because most matches
belong to others. Then the record's own activities are taken in order, some hundred at once, and those that match are picked out.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, TextClause, text

from store.page import Shape, statement
from store.search import IDS, place
from store.wording import Words

COMMON = 1_000
"""Matches from which on a record's own activities are walked."""
FIRST, LONGEST = 256, 16_000
"""Rows of the first stretch and of the longest; each is four times as long as the one before."""
_ASKED = 400
"""Matches that are read past in the time in which the index is asked anew for one word."""
_SAMPLE = 1_000
"""Matches by which it is judged how close together they are."""

Place = tuple[int, int]
"""(time, id) of a row: where the next stretch begins."""


def is_shorter(connection: Connection, shape: Shape, words: Words) -> bool:
    """Whether a stretch-wise walk through what the filter names is the shorter way. Counts no further than it must."""
    few = shape.walked or shape.given & {"thread", "asks"}
    return bool(few) and (not words.lazy or _count(connection, _ALL, words, COMMON) >= COMMON)


def bounds(values: Mapping[str, Any], *, oldest_first: bool) -> dict[str, int]:
    """`lowest` and `highest` place of a filter's values: times and the place after which the page begins. A filter's own condition on
    the time stands beside them, for times so far that they are placed as another one."""
    since, until, at = values.get("since"), values.get("until"), values["before_at"]
    lowest = [-_END] if since is None else [place(since, 0)]
    highest = [_END] if until is None else [place(until, IDS)]
    if at is not None:
        before = place(at, values["before_id"])
        (lowest if oldest_first else highest).append(before + 1 if oldest_first else before - 1)
    return {"lowest": max(lowest), "highest": min(highest)}


def matching(connection: Connection, shape: Shape, values: Mapping[str, Any], words: Words) -> list[int]:
    """The first ids that match, `limit` of them, in the order of the page."""
    found: list[int] = []
    limit, values = values["limit"], dict(values)
    shape = shape._replace(places=True)
    length = FIRST if words.lazy else LONGEST
    while len(found) < limit:
        rows = statement(shape).rows(connection, {**values, "limit": length})
        found += _hits(connection, rows, words, limit - len(found))
        if len(rows) < length:
            break
        values["before_at"], values["before_id"] = rows[-1]
        shape = shape._replace(given=shape.given | {"before"})
        length = min(length * 4, LONGEST)
    return found[:limit]


def _hits(connection: Connection, rows: Sequence[Place], words: Words, most: int) -> list[int]:
    """The first of the rows that match: `most` of them where there are so many, or a few more.

    Rows are asked for by ranges. Between two that are close together it is shorter to read past the matches of others than to ask anew.
    """
    if not rows:
        return []
    places = [place(at, id) for at, id in rows]
    ranges = _ranges(places, _reach(connection, words, min(places), max(places)))
    asked = {"words": words.value, "ranges": json.dumps(ranges), "places": json.dumps(places)}
    there: set[int] = set()
    last = 0
    found = connection.execute(_WITHIN, asked)
    for number, one in found:
        if number != last and len(there) >= most:
            break
        last = number
        there.add(one)
    found.close()
    return [one & IDS for one in places if one in there]


def _reach(connection: Connection, words: Words, lowest: int, highest: int) -> int:
    """How far apart two places are when asking for the second one costs what the matches between them cost. Judged by some matches."""
    if not words.lazy:  # all are gathered for each range
        return highest - lowest
    sample = {"words": words.value, "lowest": lowest, "highest": highest, "most": _SAMPLE}
    count, first = connection.execute(_NEWEST, sample).one()
    if count < _SAMPLE:
        return highest - lowest
    return int((highest - first) * _ASKED * words.terms // count)


def _ranges(places: Sequence[int], reach: int) -> list[list[int]]:
    """The places in their order, as ranges from the lower to the higher one."""
    found: list[list[int]] = []
    for one in places:
        if found and abs(one - (found[-1][0] if one < found[-1][0] else found[-1][1])) <= reach:
            found[-1] = [min(found[-1][0], one), max(found[-1][1], one)]
        else:
            found.append([one, one])
    return found


def _count(connection: Connection, question: TextClause, words: Words, most: int) -> int:
    return int(connection.execute(question, {"words": words.value, "most": most}).scalar_one())


_END = (1 << 63) - 1
_ALL = text(
    "select count(*) from (select 1 from activity_search where activity_search match :words limit :most) as few"
)
_NEWEST = text(
    """select count(*), min(place) from (select rowid as place from activity_search where activity_search match :words
         and rowid between :lowest and :highest order by rowid desc limit :most) as few"""
)
# The plus keeps SQLite from looking each place up.
_WITHIN = text(
    """select key, activity_search.rowid from json_each(:ranges) as ranges cross join activity_search
       where activity_search match :words
         and activity_search.rowid between json_extract(ranges.value, '$[0]') and json_extract(ranges.value, '$[1]')
         and +activity_search.rowid in (select value from json_each(:places))"""
)
