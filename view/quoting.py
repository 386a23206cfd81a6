"""A quote in the words that stand around it."""

from __future__ import annotations

from typing import NamedTuple

NEAR = 160
"""Characters shown before and after a quote."""
FAR = 1_200
"""The same when more is asked for."""


class Quoted(NamedTuple):
    """A quote in its place. Before and after are empty where the text does not hold it any more."""

    before: str
    quote: str
    after: str
    more: bool = False
    """Whether the text goes on beyond what is shown."""


def around(text: str, quote: str, width: int = NEAR) -> Quoted:
    """Where a text says these words, whatever its line breaks; the words alone where it does not. Cut between words."""
    flat, words = " ".join(text.split()), " ".join(quote.split())
    at = flat.find(words) if words else -1
    if at < 0:
        return Quoted("", words, "")
    end = at + len(words)
    before, after = _cut_left(flat[:at], width), _cut_right(flat[end:], width)
    return Quoted(before, words, after, more=at > width or len(flat) - end > width)


def _cut_left(text: str, width: int) -> str:
    return text if len(text) <= width else "… " + text[-width:].partition(" ")[2]


def _cut_right(text: str, width: int) -> str:
    return text if len(text) <= width else text[:width].rpartition(" ")[0] + " …"
