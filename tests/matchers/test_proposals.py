"""Findings against records, without a store: what is equal, what is forward, what is nothing, and when it ends."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchers.expiry import DATE_SECONDS, EVIDENCE_SECONDS, expires_at
from matchers.pipelines import Pipeline
from matchers.proposals import (
    Compared,
    Deal,
    Known,
    Said,
    compare,
    resolved,
    same,
    slot,
)
from sync.crm import CONTACT_FIELDS, ROLES, Value
from sync.model import FindingKind

SALES = Pipeline("Sales", ("New", "Offer", "Contract", "Won", "Lost"), "Offer", "Contract", "Won", "Lost")
ANN = Known(1, "+49 30 1234567", "Buyer", ("ann@acme.example", "a@acme.example"))
KINDS = FindingKind.__args__  # type: ignore[attr-defined]


class Everybody:
    """Ann is a contact; the rep's side is us.example."""

    def __init__(self, *, wrote: bool = True, ann: Known = ANN) -> None:
        self.wrote, self.ann = wrote, ann

    def contact(self, address: str) -> Known | None:
        return self.ann if address in ANN.addresses else None

    def named(self, name: str) -> Known | None:
        return ANN if name == "Ann" else None

    def is_taken(self, address: str) -> bool:
        return address in ANN.addresses or address.endswith("@us.example")

    def in_touch(self, address: str) -> bool:
        return self.wrote and "@" in address


def deal(**more: str) -> Deal:
    return Deal(7, "open", SALES, **{"stage": "New", "currency": "EUR", **more})  # type: ignore[arg-type]


def said(kind: str, **value: str) -> Said:
    return Said(0, kind, value, "words", "rule")


def compared(finding: Said, record: Deal | None = None, *, wrote: bool = True) -> Compared:
    return compare([finding], record or deal(), Everybody(wrote=wrote))


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        ("+49 30 1234567", "030/1234567", True),
        ("+49 (0)30 123 45 67", "0049 30 1234567", True),
        ("+49 30 1234567", "+49 30 1234568", False),
        ("12", "012", True),
        ("12", "0012 3", False),
    ],
)
def test_phones_are_equal_by_their_digits(one: str, other: str, *, equal: bool) -> None:
    assert same("contact_detail", "phone", one, other) is equal
    assert same("contact_detail", "phone", other, one) is equal


def test_an_unknown_currency_contradicts_none() -> None:
    one, other = {"amount": "5", "currency": ""}, {"amount": "5.00", "currency": "eur"}
    assert same("amount", "amount", one, other)
    assert not same("amount", "amount", {"amount": "5", "currency": "USD"}, other)
    assert not same("amount", "amount", {"amount": "6", "currency": ""}, other)
    assert not same("amount", "amount", None, other)


@pytest.mark.parametrize(("step", "at", "wanted"), [
    ("offer_sent", "New", "Offer"), ("offer_sent", "Offer", None), ("offer_sent", "Contract", None),
    ("contract_signed", "Offer", "Won"), ("offer_sent", "Nowhere", None), ("nothing", "New", None),
])  # fmt: skip
def test_a_stage_goes_forward_in_its_pipeline(step: str, at: str, wanted: str | None) -> None:
    found = compared(said("stage", step=step), deal(stage=at)).proposed
    assert [one.new for one in found] == ([wanted] if wanted else [])


def test_a_new_person_waits_until_the_rep_is_in_touch() -> None:
    dee = said("new_contact", address="Dee@Acme.example", name=" Dee  Dorn ", title="")
    assert compared(dee, wrote=False) == Compared([], [0])
    (one,) = compared(dee).proposed
    assert one.new == {"address": "dee@acme.example", "name": "Dee Dorn", "title": ""}


def test_whoever_is_named_by_name_alone_is_found_where_one_is_called_so() -> None:
    ann, bob = (resolved(said("contact_role", name=name, role="legal"), Everybody()) for name in ("Ann", "Bob"))
    (one,) = compared(ann).proposed
    assert (one.contact, one.new) == (1, {"address": "ann@acme.example", "role": "legal"})
    assert compared(bob).proposed == []


def test_without_a_deal_only_details_of_people_count() -> None:
    findings = [
        said(kind, address="ann@acme.example", field="title", value="CEO", date="2026-05-05", text="x")
        for kind in KINDS
    ]
    assert [one.said.kind for one in compare(findings, None, Everybody()).proposed] == ["contact_detail"]
    closed = deal()._replace(status="won")
    assert [one.said.kind for one in compare(findings, closed, Everybody()).proposed] == ["contact_detail"]


@pytest.mark.parametrize(("old", "new", "news"), [
    ("Project Lead, Leeds", "Project lead", False), ("Buyer | Packaging", "Buyer", False), ("Leiter – Einkauf", "Einkauf", False),
    ("Senior Buyer", "Buyer", True), ("Buyer", "Buyer, Leeds", True), ("Head of Purchasing", "Head of Purchasing & Logistics", True),
])  # fmt: skip
def test_a_title_of_which_the_record_says_more_is_no_news(old: str, new: str, news: bool) -> None:
    detail = said("contact_detail", address="ann@acme.example", field="title", value=new)
    assert bool(compare([detail], deal(), Everybody(ann=ANN._replace(title=old))).proposed) is news


def test_clocks() -> None:
    noon = int(datetime(2026, 5, 6, 12, tzinfo=UTC).timestamp())
    assert expires_at("next_step", {"date": "2026-05-05", "text": "x"}, 0) == noon
    assert expires_at("close_date", "2026-05-05", 0) == noon
    assert noon - DATE_SECONDS == int(datetime(2026, 5, 5, tzinfo=UTC).timestamp())
    assert expires_at("amount", {"amount": "1", "currency": ""}, 10) == 10 + EVIDENCE_SECONDS
    assert expires_at("stage", "2026-05-05", 10) == 10 + EVIDENCE_SECONDS


WORDS = st.text(max_size=30) | st.sampled_from(
    ["2026-05-05", "9999-12-31", "0001-01-01", "45000.00", "1e400", "-1", "NaN", "EUR", "ann@acme.example",
     "rep@us.example", "legal", "phone", "offer_sent"]
)  # fmt: skip


@given(
    st.lists(st.tuples(st.sampled_from(KINDS), st.dictionaries(
        st.sampled_from(["date", "text", "amount", "currency", "step", "address", "name", "title", "role", "field", "value"]),
        WORDS)), max_size=6),
    st.sampled_from(["", "New", "Won", "elsewhere"]), WORDS, WORDS,
)  # fmt: skip
def test_laws(findings: list[tuple[str, dict[str, str]]], stage: str, money: str, day: str) -> None:
    record = deal(stage=stage, amount=money, close_date=day, next_step="x", next_step_date=day)
    every = [Said(n, kind, value, "q", "r") for n, (kind, value) in enumerate(findings)]
    found = compare(every, record, Everybody())
    for one in found.proposed:
        assert every[one.said.position].kind == one.said.kind
        assert not same(one.said.kind, one.field, one.old, one.new)
        assert one.slot == slot(one.said, record.id, one.contact) or one.said.kind == "contact_detail"
        assert _shaped(one.said.kind, one.field, one.new)
        assert expires_at(one.said.kind, one.new, 0) > -(10**11)
    slots = [one.slot for one in found.proposed if one.said.kind != "next_step"]
    assert len(slots) == len(set(slots))


def _shaped(kind: str, field: str, new: Value) -> bool:
    if kind == "contact_detail":
        return field in CONTACT_FIELDS and isinstance(new, str) and bool(new)
    if kind == "contact_role":
        return isinstance(new, dict) and new["role"] in ROLES
    if kind in {"next_step", "amount", "new_contact"}:
        keys = {
            "next_step": {"date", "text"},
            "amount": {"amount", "currency"},
            "new_contact": {"address", "name", "title"},
        }
        return isinstance(new, dict) and set(new) == keys[kind]
    return isinstance(new, str) and bool(new)
