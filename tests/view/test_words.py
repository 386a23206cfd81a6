from __future__ import annotations

import re
from pathlib import Path

import pytest

from matchers import contacts, deals
from store.rows import LinkRow, PersonRow
from sync.policy import REASONS
from tests.view.test_when import ROW
from view.language import language
from view.words import _STATES, Words, counterparts, initials

words = Words(language("en"))

REP = PersonRow("maya@fernleaf.example", "Maya", "from", "", outside=False)
DANA = PersonRow("dana@harborvale.example", "Dana Cole", "to")
IVO = PersonRow("ivo@harborvale.example", "", "cc")


def link(target: str, rule: str, origin: str = "matcher") -> LinkRow:
    return LinkRow(target, 1, "1", "Name", rule, "", origin)


def test_every_rule_of_the_matchers_has_words() -> None:
    known = {("contact", rule) for rule in ("address", "other_address", "folded")}
    known |= {("company", rule) for rule in ("contact", "domain")} | {("deal", rule) for rule in deals.RULES}
    assert {rule for target, rule in known if target != "deal"} == set(contacts.RULES)
    for target, rule in known:
        assert words.rule(link(target, rule)) != rule.replace("_", " ").capitalize()
    assert words.rule(link("deal", "rep", "rep")) == "You linked it"
    assert words.rule(link("deal", "some_new_rule")) == "Some new rule"


def test_every_reason_and_state_has_words() -> None:
    assert all(words.reason(code) == text for code, text in REASONS.items())
    root = Path(__file__).parents[2]
    codes = set(re.findall(r'code = "([A-Z_]+)"', (root / "sync/errors.py").read_text(encoding="utf-8"))) - {"FAILED"}
    assert "RECONNECT" in codes
    assert codes | {"HEALTHY", "CATCHING_UP", "SKIPPED"} <= _STATES.keys()
    assert words.state("HEALTHY")[1] == "good"
    assert words.state("SOMETHING_NEW") == ("Something new", "bad")


def test_the_other_side_is_named() -> None:
    sent = ROW._replace(direction="out", people=(REP, DANA, IVO))
    assert [words.person(one) for one in counterparts(sent)] == ["Dana Cole", "ivo@harborvale.example"]
    got = ROW._replace(direction="in", people=(DANA._replace(role="from"), REP._replace(role="to")))
    assert [words.person(one) for one in counterparts(got)] == ["Dana Cole"]
    met = ROW._replace(
        people=(REP._replace(role="organizer"), DANA._replace(role="attendee"), DANA._replace(role="attendee"))
    )
    assert [words.person(one) for one in counterparts(met)] == ["Dana Cole"], "each once"
    assert counterparts(ROW) == []


def test_answers_to_an_invitation() -> None:
    assert words.role(DANA._replace(role="attendee", response="tentative")) == "invited, perhaps"
    assert words.role(DANA) == "to"


@pytest.mark.parametrize(
    ("amount", "shown"),
    [("84000", "84,000 EUR"), ("1234.50", "1,234.50 EUR"), ("22000.00", "22,000 EUR"), ("2E+4", "20,000 EUR"), ("0", "0 EUR"), ("about 5k", "about 5k EUR"), ("", "EUR"), ("NaN", "NaN EUR"), ("1e999999", "1e999999 EUR")],
)  # fmt: skip
def test_money(amount: str, shown: str) -> None:
    assert words.money(amount, "EUR") == shown


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Dana Cole", "DC"),
        ("Jürgen von Müller", "JM"),
        ("cher", "C"),
        ("", "·"),
        ("<script>", "·"),
        ("ivo@harbor.example", "IH"),
    ],
)
def test_initials(name: str, letters: str) -> None:
    assert initials(name) == letters
