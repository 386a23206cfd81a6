"""Values of fields as a person reads and writes them."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import TYPE_CHECKING

from sync.crm import ROLES, Value

if TYPE_CHECKING:
    from store.review import ProposalRow

NAMES = {
    "next_step": "next step",
    "close_date": "close date",
    "amount": "amount",
    "stage": "stage",
    "closed_lost": "closed as lost",
    "new_contact": "new contact",
    "contact_role": "role",
    "phone": "phone",
    "title": "job title",
    "email": "mail address",
}
_PERSON = re.compile(r"(?P<name>[^<>]*)<(?P<address>[^<>\s]+@[^<>\s]+)>\s*,?\s*(?P<title>[^<>]*)")


def change_of(row: ProposalRow) -> str:
    """Old → new, on one line."""
    return f"{value_of(row.kind, row.old)} → {value_of(row.kind, row.new)}"


def value_of(kind: str, value: Value) -> str:
    """One value."""
    if value is None or value == "":
        return "—"
    if isinstance(value, str):
        return value
    if kind == "next_step":
        return f"{value.get('date') or '—'} {value.get('text', '')}".rstrip()
    if kind == "amount":
        return f"{value.get('amount', '')} {value.get('currency', '')}".rstrip()
    if kind == "contact_role":
        return f"{value.get('address', '')}: {value.get('role', '').replace('_', ' ')}"
    title = value.get("title", "")
    return f"{value.get('name', '')} <{value.get('address', '')}>" + (f", {title}" if title else "")


def parsed(kind: str, words: str, now: Value) -> Value:
    """What the rep wrote in place of a proposal's value; `now` fills in what they left out. Raises ValueError with a sentence."""
    text = words.strip()
    if not text:
        raise ValueError("there is nothing to write; decline it instead")
    if text.startswith("{"):
        return _as_object(kind, text, now)
    if kind == "next_step":
        return _next_step(text, now)
    if kind == "close_date":
        return _day(text)
    if kind == "amount":
        return _amount(text, now)
    if kind == "contact_role":
        role = (
            text.rpartition(":")[2].strip().lower().replace(" ", "_")
        )  # as it is shown, the address may stand before it
        if role not in ROLES:
            raise ValueError(f"{text!r} is no role; known are: {', '.join(ROLES)}")
        return {**_fields(now), "role": role}
    if kind == "new_contact":
        return _person(text, now)
    return " ".join(text.split())


def _as_object(kind: str, text: str, now: Value) -> Value:
    try:
        given = json.loads(text)
    except ValueError as error:
        raise ValueError("this is no JSON object") from error
    known = {"next_step": ("date", "text"), "amount": ("amount", "currency"), "contact_role": ("address", "role"),
             "new_contact": ("address", "name", "title")}.get(kind, ())  # fmt: skip
    if not isinstance(given, dict) or not known or set(given) - set(known):
        raise ValueError(f"a value of this kind has {', '.join(known) or 'no parts'}")
    whole = {**dict.fromkeys(known, ""), **_fields(now), **{name: str(part) for name, part in given.items()}}
    if kind == "next_step":
        return _next_step(f"{whole['date']} {whole['text']}", now)
    if kind == "amount":
        return _amount(f"{whole['amount']} {whole['currency']}", now)
    if kind == "contact_role":
        return {"address": whole["address"], **_fields(parsed(kind, whole["role"], now)), "role": whole["role"]}
    return _person(f"{whole['name']} <{whole['address']}>, {whole['title']}", now)


def _fields(value: Value) -> dict[str, str]:
    return value if isinstance(value, dict) else {}


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise ValueError(f"{text!r} is no date; write it like 2026-03-31") from error


def _next_step(text: str, now: Value) -> Value:
    """A date and words; either may be left as it is."""
    first, _, rest = text.partition(" ")
    old = _fields(now)
    try:
        day, words = date.fromisoformat(first).isoformat(), rest
    except ValueError:
        day, words = old.get("date", ""), text
    return {"date": day, "text": " ".join(words.split()) or old.get("text", "")}


def _amount(text: str, now: Value) -> Value:
    from connectors.wire import cells
    from matchers.proposals import two_places

    number, currency = cells.amount(text)
    return {"amount": two_places(number), "currency": currency or _fields(now).get("currency", "")}


def _person(text: str, now: Value) -> Value:
    old = _fields(now)
    found = _PERSON.fullmatch(text)
    if found is None:
        return {"address": old.get("address", ""), "name": " ".join(text.split()), "title": old.get("title", "")}
    name = " ".join(found["name"].split()) or old.get("name", "")
    return {"address": found["address"].lower(), "name": name, "title": " ".join(found["title"].split())}
