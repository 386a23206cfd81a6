"""Replies that the rep owes and waits for, and people who went quiet: from the turns of the last weeks, in working days.

A conversation's last mail decides. It is settled by a later mail in the other direction, or by a meeting that took place, with the
same people, in whatever conversation. A mail that only thanks asks for nothing. Pure: the clock, the calendar and the words come in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import attrgetter
from typing import NamedTuple

PATIENCE = 2
"""Working days after which a mail of the rep's own without an answer is worth a line."""
QUIET = 10
"""Working days without a word after which the people of an open deal count as quiet."""


class Turn(NamedTuple):
    """A mail, or a meeting, with people outside."""

    id: int
    thread: int
    kind: str
    at: int
    """When it was written; of a meeting, when it ends."""
    direction: str
    """in, out, or none for a meeting, in which both sides speak."""
    outside: frozenset[str]
    author: str = ""
    to_rep: bool = True
    """Of what came in: whether the rep was written to, and not merely copied."""


class Open(NamedTuple):
    """A conversation in which somebody's answer is due."""

    turn: Turn
    days: int
    """Working days since then."""


class Replies(NamedTuple):
    """Both lists, the longest wait first."""

    owed: tuple[Open, ...]
    awaited: tuple[Open, ...]


def replies(turns: Sequence[Turn], now: int, days: Callable[[int], int]) -> Replies:
    """`turns` in any order; those after `now` (meetings to come) settle nothing. `days`: working days since a time."""
    last: dict[int, Turn] = {}
    heard: dict[str, int] = {}
    said: dict[str, int] = {}
    for turn in sorted([turn for turn in turns if turn.at <= now], key=attrgetter("at", "id")):
        _, thread, kind, at, direction, outside, author, _ = turn  # thousands of them
        if kind == "message":
            last[thread] = turn
        if direction == "in":
            heard[author] = at  # none else of them spoke
        else:
            said |= dict.fromkeys(outside, at)
        if kind == "meeting":
            heard |= dict.fromkeys(outside, at)
    owed, awaited = [], []
    for turn in last.values():
        if turn.direction == "in" and turn.to_rep and said.get(turn.author, 0) <= turn.at:
            owed.append(Open(turn, days(turn.at)))
        elif turn.direction == "out" and turn.outside and all(heard.get(one, 0) <= turn.at for one in turn.outside):
            awaited.append(Open(turn, days(turn.at)))
    longest = sorted(owed, key=_longest), sorted((one for one in awaited if one.days >= PATIENCE), key=_longest)
    return Replies(*map(tuple, longest))


def asking(found: Replies, words: Mapping[int, str]) -> Replies:
    """Without those whose last mail merely says thanks. words: turn's id → how its text begins."""
    return Replies(*(tuple(one for one in part if not only_thanks(words.get(one.turn.id, ""))) for part in found))


def _longest(one: Open) -> tuple[int, int]:
    return one.turn.at, one.turn.id


def quiet(last: Mapping[int, int | None], ahead: Iterable[int], days: Callable[[int], int]) -> list[tuple[int, int]]:
    """Deals whose people went quiet: (deal, working days since the last touch), the longest first.

    last: open deal → its last touch; None for a deal that never had one. ahead: deals with a meeting to come.
    """
    soon = frozenset(ahead)
    found = sorted([(-days(at), deal) for deal, at in last.items() if at is not None and deal not in soon])
    return [(deal, -less) for less, deal in found if -less >= QUIET]


_THANKS = re.compile(
    r"\W*(?:(?:hi|hello|hallo|bonjour|hola|dear|liebe[rs]?)\b[^\n,!]{0,40}[,!\n]\s*)?"
    r"(?:many thanks|thanks?|thank you|thx|cheers|great|perfect|super|ok(?:ay)?|noted|received|sounds good|will do|danke|vielen dank|besten dank"
    r"|perfekt|prima|alles klar|passt|merci|parfait|bien reçu|très bien|gracias|muchas gracias|perfecto|vale|de acuerdo|recibido)\b",
    re.IGNORECASE,
)


def only_thanks(words: str) -> bool:
    """Whether a mail merely says thanks or yes: short, no question, and it begins so."""
    text = words.strip()
    return bool(text) and len(text) <= 140 and "?" not in text and _THANKS.match(text) is not None
