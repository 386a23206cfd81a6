from __future__ import annotations

import re

import pytest

from matchers.reading import part_de, part_en, part_es, part_fr, part_idioms
from matchers.reading.required import Gate, needs
from tests.matchers.reading.letters import table

SENTENCES = [words.lower() for _, _, words in table("roles.txt")]
ROWS = [
    row
    for rules, language in ((part_en, "en"), (part_de, "de"), (part_fr, "fr"), (part_es, "es"))
    for row in (*rules.ROWS, *part_idioms.IDIOMS[language])  # type: ignore[index]  # the languages are named so
]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (r"\b(?:ab|cde?)f{0,2} (?:gh(?=ij)|kl)+x*\b", [{"ab", "cd"}, {"gh", "kl"}]),
        (r"(?<=abc)de(?!fg)h?i", [{"de"}]),
        (r"a(?:bc)?d{2}ef", [{"ef"}]),
        (r"(?:ab|)cd", [{"cd"}]),
        (r"(?P<who>[^.,;]{2,40}?) sig(?:ns|ned)", [{"sig"}, {"ns", "ned"}]),
        (r"\w+ [a-z]{3}", []),
    ],
)
def test_what_a_pattern_cannot_match_without(pattern: str, expected: list[set[str]]) -> None:
    assert needs(pattern) == expected


def test_no_pattern_that_matches_is_left_out() -> None:
    gate = Gate(row.pattern for row in ROWS)
    searches = [re.compile(row.pattern) for row in ROWS]
    kept = left = 0
    for sentence in SENTENCES:
        there = gate.there(re.findall(r"[^\W\d_]+", sentence))
        for mask, pattern in zip(gate.masks, searches, strict=True):
            if mask & ~there:
                left += 1
                assert not pattern.search(sentence)
            else:
                kept += 1
    assert kept * 10 < left


def test_long_words_may_be_anything() -> None:
    gate = Gate(["abc", "xyz"])
    assert gate.there(["a" * 10_000]) == -1
    assert gate.there(["zabcz"]) == gate.masks[0]
