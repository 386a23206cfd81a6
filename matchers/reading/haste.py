"""Letters typed in haste: names without capitals, French without apostrophes. Each change keeps every letter in its place."""

from __future__ import annotations

import re

from matchers.reading.names import COMMON, Someone, bare

_ELIDED = re.compile(
    r"\b([cdjlmns]|qu) (?=(?:est|était|a|ai|aura|es|il|elle|on|en|accord|outil|avis|achat|utilis\w+|occupe\w*)\b)"
)
_LOWER_NAME = re.compile(r"(?<![\w@.-])[^\W\d_]{3,20}(?![\w@]|\.\w)")


def apostrophes(words: str) -> str:
    """French as thumbs type it, `c est lui`, with its apostrophes."""
    return _ELIDED.sub(r"\1'", words) if " est " in words else words


def is_sloppy(text: str) -> bool:
    """Whether a text is typed without capitals: a name has none either."""
    head = text[:2_000]
    return sum(map(str.isupper, head)) * 60 < len(head)


def with_capitals(text: str, known: dict[str, list[Someone]]) -> str:
    """The text with capitals for the names of the people on the letter."""
    return _LOWER_NAME.sub(
        lambda word: word[0].capitalize() if bare(word[0]) in known and word[0] not in COMMON else word[0], text
    )
