from __future__ import annotations

import pytest

from matchers.reading.ours import marked, names
from matchers.reading.reader import read
from matchers.reading.text import OURS, level
from sync.model import Letter, Person

DANA = Person("from", "dana@cust.example", "Dana Kay")


def letter(text: str, *own: str) -> Letter:
    people = (DANA, *(Person("to", address) for address in own))
    return Letter(
        "message", DANA, own=False, sent=1_772_614_800, people=people, outside=frozenset({DANA.address}), text=text
    )


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("a@acmecorp.example", "acmecorp"),
        ("a@mail.acmecorp.co.uk", "acmecorp"),
        ("a@mailing.acme.com", "acme"),
        ("a@gmail.com", ""),
        ("a@monday.com", ""),
        ("a@us.example", ""),
    ],
)
def test_the_company_is_called_as_its_addresses_say(address: str, name: str) -> None:
    assert names(letter("", address)) == ({name} if name else set())


def test_the_words_keep_their_places() -> None:
    words = marked(level("We chose Acmecorp, not Acmecorps."), letter("", "a@acmecorp.example"))
    assert words == f"we chose {OURS * 8}, not acmecorps."


@pytest.mark.parametrize("company", ["acmecorp", "zentralwerk", "bravissima"])
def test_what_goes_to_the_own_company_goes_to_the_rep(company: str) -> None:
    text = f"The board awarded the contract to {company.title()} at 48,500 EUR."
    found = read(letter(text, f"robin@{company}.example"))
    assert [(each.kind, each.value["amount"]) for each in found] == [("amount", "48500.00")]
    assert found[0].quote == text


def test_a_mark_of_a_strangers_text_is_none() -> None:
    assert OURS not in level(f"Hello {OURS * 5}")
