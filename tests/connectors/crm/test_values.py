"""Values of fields: made, compared, refused."""

from __future__ import annotations

import pytest

from connectors.crm.values import (
    WORDS,
    Person,
    due,
    money,
    open_to,
    paid,
    person,
    role_of,
    same,
    step,
    stepped,
    word_for,
)
from sync.crm import ROLES, Change, Value
from sync.crm_errors import CrmConflict, CrmRefused


@pytest.mark.parametrize(
    ("raw", "expected"),
    [("45000", "45000.00"), (45000.0, "45000.00"), (52000.5, "52000.50"), ("1.2345", "1.2345"), (0, "0.00"), ("1e3", "1000.00"),
     ("-7.10", "-7.10"), (10**15, "1000000000000000.00"), ("", ""), (None, ""), (True, ""), ("NaN", ""), ("1e999999999", ""),
     ("Infinity", ""), ("12 EUR", ""), ([], ""), ("9" * 10_000, "")],
)  # fmt: skip
def test_money(raw: object, expected: str) -> None:
    assert money(raw) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [("2026-03-05: Call Ada", ("2026-03-05", "Call Ada")), ("2026-03-05 Call Ada", ("2026-03-05", "Call Ada")),
     ("2026-03-05", ("2026-03-05", "")), ("Call Ada", ("", "Call Ada")), ("2026-13-05: Call", ("", "2026-13-05: Call")),
     ("2026-03-051: x", ("", "2026-03-051: x")), ("", ("", ""))],
)  # fmt: skip
def test_a_step_in_one_text(said: str, expected: tuple[str, str]) -> None:
    assert step(said) == expected


@pytest.mark.parametrize("value", [{"date": "2026-03-05", "text": "Call Ada"}, {"date": "", "text": "Call"}, None])
def test_a_step_comes_back_as_it_went(value: Value) -> None:
    when, what = step(stepped(value))
    assert ({"date": when, "text": what} if when or what else None) == value


@pytest.mark.parametrize(
    ("field", "one", "two", "expected"),
    [
        ("amount", {"amount": "45000", "currency": "EUR"}, {"amount": "45000.00", "currency": "eur"}, True),
        ("amount", {"amount": "45000.00", "currency": ""}, {"amount": "45000", "currency": "EUR"}, True),
        ("amount", {"amount": "45000.00", "currency": "USD"}, {"amount": "45000", "currency": "EUR"}, False),
        ("amount", None, {"amount": "45000", "currency": "EUR"}, False),
        ("email", "Ada@Customer.example", "ada@customer.example", True),
        ("title", "buyer", "Buyer", False),
        ("title", " Head  of Buying", "Head of Buying", True),
        ("phone", None, "", True),
        ("new_contact", {"address": "a@x.example", "name": "A"}, {"address": "A@x.example", "name": "Ada"}, True),
        (
            "contact_role",
            {"address": "a@x.example", "role": "user"},
            {"address": "a@x.example", "role": "legal"},
            False,
        ),
        ("next_step", {"date": "2026-03-05", "text": "a  b"}, {"date": "2026-03-05", "text": "a b"}, True),
    ],
)
def test_same(field: str, one: Value, two: Value, *, expected: bool) -> None:
    assert same(field, one, two) is expected
    assert same(field, two, one) is expected


def test_only_over_what_the_rep_saw() -> None:
    change = Change("k", "contact", "1", "title", "Buyer", "CFO")
    assert open_to(change, "Buyer")
    assert not open_to(change, "CFO")
    with pytest.raises(CrmConflict) as caught:
        open_to(change, None)
    assert caught.value.current is None


def test_each_role_has_words_and_each_word_one_role() -> None:
    assert set(WORDS) == set(ROLES)
    words = [word for all_ in WORDS.values() for word in all_]
    assert len(words) == len(set(words))
    assert all(role_of(word.title()) == role for role, all_ in WORDS.items() for word in all_)
    assert role_of("Influencer") == "Influencer"
    assert word_for("decision_maker", ["Champion", "Decision-Maker"]) == "Decision-Maker"
    with pytest.raises(CrmRefused, match="economic buyer"):
        word_for("economic_buyer", ["Champion"])


@pytest.mark.parametrize(
    "value", [None, "x", {}, {"address": "nobody"}, {"address": "a b@x.example"}, {"address": "a@x\n.y"}]
)
def test_what_is_no_person(value: Value) -> None:
    with pytest.raises(CrmRefused):
        person(value)


def test_names_apart() -> None:
    assert Person("a@x.example", "Ada Maria Byron", "", "").names == ("Ada Maria", "Byron")
    assert Person("a@x.example", "Ada", "", "").names == ("", "Ada")
    assert Person("ada@x.example", "", "", "").names == ("", "ada")


@pytest.mark.parametrize("value", ["2026-02-30", "20260305", "tomorrow", {"date": "2026-03-05"}])
def test_what_is_no_date(value: Value) -> None:
    with pytest.raises(CrmRefused):
        due(value)


@pytest.mark.parametrize("value", ["1", {"amount": "NaN"}, {"amount": "1", "currency": "euro"}, {"amount": "1e5"}, {}])
def test_what_is_no_money(value: Value) -> None:
    with pytest.raises(CrmRefused):
        paid(value)
