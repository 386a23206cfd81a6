"""Sets of words that are written as a line of them."""

from __future__ import annotations


def bag(words: str) -> frozenset[str]:
    """The words of a text, for asking whether one is among them."""
    return frozenset(words.split())
