"""Proposals and decisions in the words that a rep reads."""

from __future__ import annotations

from collections.abc import Mapping

from store.decided import Decision, Proposed
from sync.crm import Value
from view import words
from view.when import When

_FIELDS = {
    "next_step": "Next step",
    "close_date": "Close date",
    "amount": "Amount",
    "stage": "Stage",
    "closed_lost": "Closed as lost",
    "new_contact": "New contact",
    "contact_role": "Role",
    "phone": "Phone",
    "title": "Title",
    "email": "Address",
}
_STATES = {
    "pending": ("Waits for you", "warn"),
    "approved": ("Approved, on its way", "calm"),
    "applied": ("Written to the CRM", "good"),
    "declined": ("Declined", "calm"),
    "expired": ("Overtaken", "calm"),
    "undone": ("Taken back", "calm"),
    "unknown": ("To be verified by hand", "warn"),
    "withdrawn": ("Its evidence is gone", "calm"),
}
_VERBS = {"approve": "Approved", "edit": "Edited and approved", "decline": "Declined", "undo": "Taken back"}


def field(proposed: Proposed) -> str:
    """What is to change."""
    return named(proposed.field)


def named(field: str) -> str:
    """A field's name."""
    return _FIELDS.get(field, field.replace("_", " ").capitalize())


def state(proposed: Proposed) -> tuple[str, str]:
    """What became of it, and how serious that is."""
    return _STATES.get(proposed.state, (proposed.state.capitalize(), "calm"))


def decision(one: Decision) -> str:
    """What was decided, and by whom when it was not the rep."""
    verb = _VERBS.get(one.verb, one.verb.capitalize())
    return verb if one.by == "rep" else f"{verb} by your {one.by}"


def shown(value: Value, when: When) -> str:
    """A value in one line; `empty` where there is none."""
    if value is None or value in ("", {}):
        return "empty"
    if isinstance(value, str):
        return when.written(value)
    if "amount" in value:
        return words.money(value["amount"], value.get("currency", ""))
    return _parts(value, when)


def _parts(value: Mapping[str, str], when: When) -> str:
    """A person, a role or a next step: its parts in a fixed order."""
    order = ("name", "text", "role", "title", "date", "address")
    known = [name for name in order if value.get(name)]
    parts = [when.written(value[name]) if name == "date" else value[name].replace("_", " ") if name == "role" else value[name] for name in known]  # fmt: skip
    return ", ".join(parts) or "empty"
