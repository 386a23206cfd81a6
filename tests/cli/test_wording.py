from __future__ import annotations

import pytest

from cli.wording import parsed, value_of
from sync.crm import Value

STEP: Value = {"date": "2026-03-05", "text": "Call Dana"}
MONEY: Value = {"amount": "45000.00", "currency": "EUR"}
ROLE: Value = {"address": "dana@acme.example", "role": "legal"}
DEE: Value = {"address": "dee@acme.example", "name": "Dee Dorn", "title": "CFO"}


@pytest.mark.parametrize(
    ("kind", "words", "now", "wanted"),
    [
        ("next_step", "2026-03-12 Send the offer", STEP, {"date": "2026-03-12", "text": "Send the offer"}),
        ("next_step", "2026-03-12", STEP, {"date": "2026-03-12", "text": "Call Dana"}),
        ("next_step", "Send the offer", STEP, {"date": "2026-03-05", "text": "Send the offer"}),
        ("next_step", '{"date": "2026-03-12"}', STEP, {"date": "2026-03-12", "text": "Call Dana"}),
        ("close_date", " 2026-03-31 ", "2026-01-01", "2026-03-31"),
        ("amount", "46.500,00 USD", MONEY, {"amount": "46500.00", "currency": "USD"}),
        ("amount", "46500", MONEY, {"amount": "46500.00", "currency": "EUR"}),
        ("amount", '{"amount": "1.00"}', MONEY, {"amount": "1.00", "currency": "EUR"}),
        ("contact_role", "Decision maker", ROLE, {"address": "dana@acme.example", "role": "decision_maker"}),
        ("contact_role", '{"role": "user"}', ROLE, {"address": "dana@acme.example", "role": "user"}),
        ("new_contact", "Dee D. <Dee@other.example>, CEO", DEE, {"address": "dee@other.example", "name": "Dee D.", "title": "CEO"}),
        ("new_contact", "Dee D.", DEE, {"address": "dee@acme.example", "name": "Dee D.", "title": "CFO"}),
        ("stage", "Contract  sent", "Offer", "Contract sent"),
        ("contact_detail", "+49 30 1", "1", "+49 30 1"),
    ],
)  # fmt: skip
def test_a_value_is_read_as_it_is_shown(kind: str, words: str, now: Value, wanted: Value) -> None:
    assert parsed(kind, words, now) == wanted
    assert parsed(kind, value_of(kind, wanted), now) == wanted


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("close_date", "tomorrow"), ("close_date", "2026-02-30"), ("amount", "a lot"), ("amount", "{}x"), ("amount", '{"sum": 1}'),
        ("contact_role", "king"), ("contact_role", '{"role": "king"}'), ("stage", " "), ("stage", "{}"), ("next_step", "[1"[:0]),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_with_a_sentence(kind: str, words: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        parsed(kind, words, {"next_step": STEP, "amount": MONEY, "contact_role": ROLE}.get(kind, "x"))


def test_an_empty_value_is_a_dash() -> None:
    assert [value_of("stage", value) for value in (None, "")] == ["—", "—"]
