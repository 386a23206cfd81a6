"""From what a text says to what it would change: findings against the records of the deal and its people. Pure.

A value equal to the record is no change. A stage goes forward only. A contact's detail is never offered over one that a human set.
A new person is offered once the rep is in touch with them, and never one of the rep's own side. What is no date, no decimal and no
role is nothing: whoever read it may have erred.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from decimal import Decimal, InvalidOperation
from typing import NamedTuple, Protocol

from matchers import plausible
from matchers.address import canonical, fold
from matchers.expiry import is_day
from matchers.pipelines import Pipeline
from sync.crm import CONTACT_FIELDS, ROLES, Value

_MAX_WORDS = 300
_MAX_DIGITS = 24
_TITLE_PARTS = re.compile(r"[,|;/]|\s[-–]\s")
_ADDRESS = re.compile(r"[^\s@<>,;\"]{1,64}@[^\s@<>,;\"]{1,253}")


class Said(NamedTuple):
    """One finding of an activity."""

    position: int
    kind: str
    value: dict[str, str]
    quote: str
    rule: str
    source: str = "rules"


class Deal(NamedTuple):
    """A deal as it is stored now."""

    id: int
    status: str
    pipeline: Pipeline
    stage: str = ""
    amount: str = ""
    currency: str = ""
    close_date: str = ""
    next_step: str = ""
    next_step_date: str = ""
    roles: tuple[tuple[int, str], ...] = ()
    """(contact's id, role) of the people on it."""


class Known(NamedTuple):
    """A contact as it is stored now."""

    id: int
    phone: str = ""
    title: str = ""
    addresses: tuple[str, ...] = ()
    """The main one first."""
    fixed: frozenset[str] = frozenset()
    """Fields that a human set."""


class People(Protocol):
    """Whom the rep knows."""

    def contact(self, address: str) -> Known | None:
        """The contact with this address; None for strangers, and where several have it."""

    def named(self, name: str) -> Known | None:
        """The one person of the deal or the activity who is called so; None for nobody, and for several."""

    def is_taken(self, address: str) -> bool:
        """Whether the address is in the book already, or of the rep's own side."""

    def in_touch(self, address: str) -> bool:
        """Whether the rep or a colleague has written to this person or in this conversation, or somebody known brings them in."""


class Proposed(NamedTuple):
    """A change that the words call for."""

    said: Said
    field: str
    deal: int | None
    contact: int | None
    old: Value
    new: Value
    slot: str
    """What it competes for: of two in one slot the newer evidence counts."""


class Compared(NamedTuple):
    """What came of one activity's findings."""

    proposed: list[Proposed]
    waiting: list[int]
    """Positions of findings that may become a proposal later."""


def compare(findings: Iterable[Said], deal: Deal | None, people: People) -> Compared:
    """The changes that the findings of one activity call for, under this deal. No deal: only details of people.

    Of two different words on one matter in one text the first counts; several next steps are several proposals, for the rep chooses.
    """
    found = Compared([], [])
    seen: set[str] = set()
    joining: dict[str, bool] = {}
    # Who joins comes first: their part in the purchase is offered with them.
    for said in sorted(findings, key=lambda each: each.kind == "contact_role"):
        if said.kind != "contact_detail" and (deal is None or deal.status != "open"):
            continue
        change = _READ[said.kind](said, deal, people) if said.kind in _READ else None
        if change is None and said.kind == "contact_role" and deal is not None:
            change = _newcomers_role(said, deal, joining)
        if said.kind == "new_contact" and change is not None:
            joining[canonical(said.value.get("address", ""))] = change is not _WAITS
        if change is _WAITS:
            found.waiting.append(said.position)
        elif change is not None and (said.kind == "next_step" or change.slot not in seen):
            seen.add(change.slot)
            found.proposed.append(change)
    return found


def resolved(said: Said, people: People) -> Said:
    """The finding with the address of whom it names by name alone; as it is where nobody, or more than one, is called so."""
    if said.value.get("address") or not said.value.get("name") or said.kind not in {"contact_role", "contact_detail"}:
        return said
    known = people.named(said.value["name"])
    if known is None or not known.addresses:
        return said
    return said._replace(value={**said.value, "address": known.addresses[0]})


def slot(said: Said, deal: int | None, contact: int | None) -> str:
    """What a finding competes for, whether or not it becomes a proposal."""
    if said.kind == "contact_detail":
        return f"contact {contact} {said.value.get('field', '')}"
    if said.kind in {"new_contact", "contact_role"}:
        return f"deal {deal} {said.kind} {fold(canonical(said.value.get('address', '')))}"
    return f"deal {deal} {said.kind}"


def current(kind: str, field: str, new: Value, deal: Deal | None, contact: Known | None) -> Value:
    """What the record says now about a proposal's field, in the shape of the proposal."""
    if kind == "contact_detail":
        return None if contact is None else _detail(contact, field) or None
    if deal is None:
        return None
    if kind == "contact_role" and isinstance(new, dict):
        return _role(deal, contact, new["address"])
    return _FIELDS[kind](deal) if kind in _FIELDS else None


def same(kind: str, field: str, one: Value, other: Value) -> bool:
    """Whether two values of a field mean the same, however they are written."""
    if kind == "next_step" and isinstance(one, dict) and isinstance(other, dict):
        return one.get("date") == other.get("date") != ""
    if kind == "amount" and isinstance(one, dict) and isinstance(other, dict):
        return _same_amount(one, other)
    if kind == "contact_detail" and isinstance(one, str) and isinstance(other, str):
        return _same_phone(one, other) if field == "phone" else _flat(one) == _flat(other)
    if kind == "contact_role" and isinstance(one, dict) and isinstance(other, dict):
        return one["address"] == other["address"] and _flat(one["role"]).replace(" ", "_") == other["role"]
    if kind in {"stage", "closed_lost"} and isinstance(one, str) and isinstance(other, str):
        return _flat(one) == _flat(other)
    return one == other


def _next_step(said: Said, deal: Deal, people: People) -> Proposed | None:
    del people
    day, words = said.value.get("date", ""), " ".join(said.value.get("text", "").split())[:_MAX_WORDS]
    return _of_deal(said, deal, {"date": day, "text": words}) if is_day(day) and words else None


def _close_date(said: Said, deal: Deal, people: People) -> Proposed | None:
    del people
    day = said.value.get("date", "")
    return _of_deal(said, deal, day) if is_day(day) else None


def _amount(said: Said, deal: Deal, people: People) -> Proposed | None:
    del people
    number = _decimal(said.value.get("amount", ""))
    currency = said.value.get("currency", "") or deal.currency
    if number is None or number <= 0 or not (currency == "" or (currency.isascii() and currency.isalpha())):
        return None
    if not plausible.of_deal(said.rule, str(number), deal.amount):
        return None
    return _of_deal(said, deal, {"amount": _written(number), "currency": currency.upper()})


def _stage(said: Said, deal: Deal, people: People) -> Proposed | None:
    del people
    wanted = deal.pipeline.step(said.value.get("step", ""))
    return _of_deal(said, deal, wanted) if wanted and deal.pipeline.ahead(deal.stage, wanted) else None


def _closed_lost(said: Said, deal: Deal, people: People) -> Proposed | None:
    del people
    return _of_deal(said, deal, deal.pipeline.lost) if deal.pipeline.lost else None


def _new_contact(said: Said, deal: Deal, people: People) -> Proposed | None:
    address = canonical(said.value.get("address", ""))
    name = " ".join(said.value.get("name", "").split())[:_MAX_WORDS]
    if not _ADDRESS.fullmatch(address) or not name or people.is_taken(address):
        return None
    if not people.in_touch(address):
        return _WAITS
    title = " ".join(said.value.get("title", "").split())[:_MAX_WORDS]
    return _of_deal(said, deal, {"address": address, "name": name, "title": title})


def _contact_role(said: Said, deal: Deal, people: People) -> Proposed | None:
    address, role = canonical(said.value.get("address", "")), said.value.get("role", "")
    contact = people.contact(address)
    if contact is None or role not in ROLES:
        return None
    return _of_deal(said, deal, {"address": address, "role": role}, contact)


def _newcomers_role(said: Said, deal: Deal, joining: dict[str, bool]) -> Proposed | None:
    """The part of somebody who joins by the same words. `joining`: whether the rep is in touch with them."""
    address, role = canonical(said.value.get("address", "")), said.value.get("role", "")
    if address not in joining or role not in ROLES:
        return None
    return _of_deal(said, deal, {"address": address, "role": role}) if joining[address] else _WAITS


def _contact_detail(said: Said, deal: Deal | None, people: People) -> Proposed | None:
    contact = people.contact(canonical(said.value.get("address", "")))
    field, value = said.value.get("field", ""), " ".join(said.value.get("value", "").split())[:_MAX_WORDS]
    if contact is None or field not in CONTACT_FIELDS or field in contact.fixed or not value:
        return None
    if field == "email":
        value = canonical(value)
        if not _ADDRESS.fullmatch(value) or people.is_taken(value):
            return None
    old = _detail(contact, field)
    others = said.value.get("others", "").split("; ") if field == "phone" and old else []
    if any(same(said.kind, field, old, each) for each in (value, *others)):
        return None  # of several numbers on one card the record has one
    if field == "title" and _flat(value) in map(_flat, _TITLE_PARTS.split(old)):
        return None  # the record says that, and more: "Project Lead, Leeds"
    place = slot(said, deal.id if deal else None, contact.id)
    return Proposed(said, field, deal.id if deal else None, contact.id, old or None, value, place)


def _of_deal(said: Said, deal: Deal, new: Value, contact: Known | None = None) -> Proposed | None:
    old = current(said.kind, said.kind, new, deal, contact)
    if same(said.kind, said.kind, old, new):
        return None
    key = contact.id if contact else None
    return Proposed(said, said.kind, deal.id, key, old, new, slot(said, deal.id, key))


def _step_now(deal: Deal) -> Value:
    known = deal.next_step or deal.next_step_date
    return {"date": deal.next_step_date, "text": deal.next_step} if known else None


def _amount_now(deal: Deal) -> Value:
    return {"amount": deal.amount, "currency": deal.currency} if deal.amount else None


_FIELDS: dict[str, Callable[[Deal], Value]] = {
    "next_step": _step_now,
    "close_date": lambda deal: deal.close_date or None,
    "amount": _amount_now,
    "stage": lambda deal: deal.stage or None,
    "closed_lost": lambda deal: deal.stage or None,
}
_READ: dict[str, Callable[..., Proposed | None]] = {
    "next_step": _next_step,
    "close_date": _close_date,
    "amount": _amount,
    "stage": _stage,
    "closed_lost": _closed_lost,
    "new_contact": _new_contact,
    "contact_role": _contact_role,
    "contact_detail": _contact_detail,
}
_WAITS = Proposed(Said(0, "", {}, "", ""), "", None, None, None, None, "")
"""Stands for a finding that may become a proposal later."""


def _role(deal: Deal, contact: Known | None, address: str) -> Value:
    role = dict(deal.roles).get(contact.id, "") if contact else ""
    return {"address": address, "role": role} if role else None


def _detail(contact: Known, field: str) -> str:
    if field == "email":
        return contact.addresses[0] if contact.addresses else ""
    return contact.phone if field == "phone" else contact.title


def _decimal(text: str) -> Decimal | None:
    try:
        number = Decimal(text) if len(text) <= _MAX_DIGITS and text.isascii() else None
    except InvalidOperation:
        return None
    return number if number is not None and number.is_finite() and abs(number.adjusted()) <= _MAX_DIGITS else None


def two_places(text: str) -> str:
    """A decimal with two places, or as many as it needs; what is none stays as it is."""
    number = _decimal(text)
    return text if number is None else _written(number)


def _written(number: Decimal) -> str:
    exponent = number.as_tuple().exponent
    return f"{number:f}" if isinstance(exponent, int) and exponent < -2 else f"{number:.2f}"


def _same_amount(one: dict[str, str], other: dict[str, str]) -> bool:
    """A currency that is not known contradicts none."""
    numbers = _decimal(one.get("amount", "")), _decimal(other.get("amount", ""))
    names = {each.get("currency", "").upper() for each in (one, other)} - {""}
    return numbers[0] is not None and numbers[0] == numbers[1] and len(names) < 2


def _same_phone(one: str, other: str) -> bool:
    """By their digits; the country's code may be missing from one of them."""
    first, second = (_digits(each) for each in (one, other))
    if min(len(first), len(second)) < 7:
        return first == second
    return first.endswith(second) or second.endswith(first)


def _digits(text: str) -> str:
    return "".join(sign for sign in text.replace("(0)", "") if sign.isdigit() and sign.isascii()).lstrip("0")


def _flat(text: str) -> str:
    return " ".join(text.casefold().split())
