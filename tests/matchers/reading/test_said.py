from __future__ import annotations

import pytest

from matchers.reading.reader import read
from tests.matchers.reading.letters import DOCUMENTS, letter, said, table

OTHERS = {"new_contact", "contact_role", "contact_detail", "promise"}
"""Kinds with tests of their own."""
CASES = [
    (language, *row)
    for language in ("en", "de", "fr", "es")
    for name in (language, *(f"{language}-{part}" for part in ("classes", "tempting", "sums", "sides", "ends")))
    for row in table(f"{name}.txt")
]


@pytest.mark.parametrize(("language", "who", "what", "words"), CASES)
def test_what_the_words_say(language: str, who: str, what: str, words: str) -> None:
    expected = set() if what == "nothing" else set(what.split(", "))
    papers = DOCUMENTS if "stage" in what or (who == "rep" and "amount" in what) else ()
    for own in (True, False) if who == "either" else (who == "rep",):
        found = read(letter(words, own=own, attachments=papers))
        assert {said(finding) for finding in found if finding.kind not in OTHERS} == expected, language
        for finding in found:
            assert " ".join(finding.quote.split()) in " ".join(words.split())
