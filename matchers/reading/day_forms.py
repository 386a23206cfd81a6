"""How people write days: for each language (days_en to days_es) a list of forms, and what its words mean.

A form is a name and a pattern; the name says how `dates` reckons. Patterns run on levelled words (text.level), have no captures,
and no part of them repeats without a bound.
"""

from __future__ import annotations

from typing import NamedTuple

D = r"(?:3[01]|[12]\d|0?[1-9])"
M = r"(?:1[0-2]|0?[1-9])"
Y = r"(?:20\d\d)"
W = r"(?:5[0-3]|[1-4]\d|0?[1-9])"
NO = r"(?![\w/]|[.,:-]?\d|%)"
"""What may not follow a number."""
B = r"(?<![\w/.,:§-])"
"""What may not stand before one."""


class Words(NamedTuple):
    """What one language knows of days."""

    forms: tuple[tuple[str, str], ...]
    """Name and pattern, in the order they are tried."""
    time: str
    """A time of day behind a day, and its blanks."""
    before: frozenset[str]
    """Words of which one must stand before a bare number for it to be a day."""
    recurring: frozenset[str]
    """Words before a weekday that make it one of many."""
    starts: frozenset[str]
    """First words of the forms, or their first five letters."""
    months: dict[str, int]
    weekdays: dict[str, int]
    counts: dict[str, int]


def starts(words: str) -> frozenset[str]:
    """The words, each cut to five letters."""
    return frozenset(word if len(word) < 6 else word[:5] for word in words.split())


def table(*rows: str) -> dict[str, int]:
    """The words of each row with the row's number, from 1."""
    return {word: number for number, row in enumerate(rows, 1) for word in row.split()}


def week(*rows: str) -> dict[str, int]:
    """The words of each row with the row's number, from 0."""
    return {word: number for number, row in enumerate(rows) for word in row.split()}
