"""What a language model says counts only with words that stand in the mail, and within bounds."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from matchers.reading.asked import findings, question
from sync.model import Letter, Person

SENT = int(datetime(2026, 11, 10, 9, 0, tzinfo=UTC).timestamp())
TEXT = "Hi Rob,\nwe sign on 30 November, and 48.500 EUR is approved.\nAnna decides. Call me on +49 30 5550 188.\n"
LETTER = Letter(
    "message", Person("from", "ben@them.example"), False, SENT, outside=frozenset({"ben@them.example"}), text=TEXT
)


def answer(kind: str, quote: str, **value: object) -> str:
    return json.dumps([{"kind": kind, "value": value, "quote": quote}])


@pytest.mark.parametrize(
    ("kind", "quote", "value"),
    [
        ("close_date", "we sign on 30 November", {"date": "2026-11-30"}),
        ("next_step", "we  SIGN on 30 November", {"date": "2026-11-30", "text": "Signature"}),
        ("amount", "48.500 EUR is approved", {"amount": "48500.00", "currency": "EUR"}),
        ("contact_detail", "Call me on +49 30 5550 188", {"address": "ben@them.example", "field": "phone", "value": "+49 30 5550 188"}),
    ],
)  # fmt: skip
def test_what_stands_in_the_mail_is_found(kind: str, quote: str, value: dict[str, str]) -> None:
    (found,) = findings(LETTER, "Sure! Here it is:\n" + answer(kind, quote, **value) + "\nDone.")
    assert (found.kind, found.value, found.rule) == (kind, value, "model")


@pytest.mark.parametrize(
    "said",
    [
        "", "no", "[", "[[[", "{}", '[1, null, "x"]', "[" * 50_000,
        answer("close_date", "we sign in December", date="2026-11-30"),  # no such words
        answer("close_date", "we sign on 30 November", date="2025-11-30"),  # past
        answer("close_date", "we sign on 30 November", date="30 November"),
        answer("amount", "48.500 EUR is approved", amount="99000", currency="EUR"),  # another sum
        answer("amount", "48.500 EUR is approved", amount="4e9", currency="EUR"),
        answer("contact_role", "Anna decides. Call me", address="anna@elsewhere.example", role="decision_maker"),
        answer("contact_role", "Anna decides. Call me", address="ben@them.example", role="boss"),
        answer("contact_detail", "Call me on +49 30 5550 188", address="ben@them.example", field="phone", value="+1 2"),
        answer("delete_everything", "we sign on 30 November"),
        answer("close_date", "sign", date="2026-11-30"),  # too few words
    ],
)  # fmt: skip
def test_what_does_not_is_left_out(said: str) -> None:
    assert findings(LETTER, said) == []


def test_our_own_side_closes_nothing() -> None:
    own = LETTER._replace(own=True)
    assert findings(own, answer("close_date", "we sign on 30 November", date="2026-11-30")) == []
    assert findings(own, answer("closed_lost", "we sign on 30 November")) == []


def test_the_question_holds_one_mail_and_the_task() -> None:
    task, mail = question(LETTER._replace(text=TEXT + "x" * 50_000))
    assert "data" in task["content"]
    assert mail["content"].startswith("Date: Tuesday, 2026-11-10\nFrom: the customer <ben@them.example>")
    assert len(mail["content"]) < 9_000
