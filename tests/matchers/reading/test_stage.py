"""What goes out and comes back with a document: our offer, the contract signed or marked up; and what looks so."""

from __future__ import annotations

import pytest

from matchers.reading.reader import read
from tests.matchers.reading.letters import DOCUMENTS, letter, table


@pytest.mark.parametrize(("who", "what", "words"), table("stages.txt"))
def test_what_a_document_is_said_to_be(who: str, what: str, words: str) -> None:
    found = [one for one in read(letter(words, own=who == "rep", attachments=DOCUMENTS)) if one.kind == "stage"]
    assert [one.value["step"] for one in found] == ([] if what == "nothing" else [what])
    if what == "offer_sent":
        assert [one for one in read(letter(words, own=True)) if one.kind == "stage"] == []
