"""Proposals and decisions in the words that a rep reads."""

from __future__ import annotations

from collections.abc import Mapping

from store.decided import Decision, Proposed
from sync.crm import Value
from view.language import Language, marked
from view.when import When
from view.words import Words

_STATES = {
    "pending": (marked("Waits for you"), "warn"),
    "approved": (marked("Approved, on its way"), "calm"),
    "applied": (marked("Written to the CRM"), "good"),
    "declined": (marked("Declined"), "calm"),
    "expired": (marked("Overtaken"), "calm"),
    "undone": (marked("Taken back"), "calm"),
    "unknown": (marked("To be verified by hand"), "warn"),
    "withdrawn": (marked("Its evidence is gone"), "calm"),
}
_VERBS = {
    "approve": (marked("Approved"), marked("Approved by your %(rule)s")),
    "edit": (marked("Edited and approved"), marked("Edited and approved by your %(rule)s")),
    "decline": (marked("Declined"), marked("Declined by your %(rule)s")),
    "undo": (marked("Taken back"), marked("Taken back by your %(rule)s")),
}
"""Of the rep, and of a rule of the rep's."""


class Changes:
    """The same in one language."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._words = Words(language)

    def state(self, proposed: Proposed) -> tuple[str, str]:
        """What became of it, and how serious that is."""
        if proposed.state not in _STATES:
            return proposed.state.capitalize(), "calm"
        name, weight = _STATES[proposed.state]
        return self._language.gettext(name), weight

    def decision(self, one: Decision) -> str:
        """What was decided, and by whom when it was not the rep."""
        verb, by_rule = _VERBS.get(one.verb, (one.verb.capitalize(), one.verb.capitalize()))
        if one.by == "rep":
            return self._language.gettext(verb)
        number = one.by.removeprefix("rule ")
        rule = self._language.gettext("rule %(number)s", number=number) if number != one.by else one.by
        return self._language.gettext(by_rule, rule=rule)

    def shown(self, value: Value, when: When) -> str:
        """A value in one line; `empty` where there is none."""
        if value is None or value in ("", {}):
            return self._language.gettext("empty")
        if isinstance(value, str):
            return when.written(value)
        if "amount" in value:
            return self._words.money(value["amount"], value.get("currency", ""))
        return self._parts(value, when)

    def _parts(self, value: Mapping[str, str], when: When) -> str:
        """A person, a role or a next step: its parts in a fixed order."""
        dressed = {"date": when.written, "role": self._words.deal_role}
        order = ("name", "text", "role", "title", "date", "address")
        parts = [dressed.get(name, str)(value[name]) for name in order if value.get(name)]
        return ", ".join(parts) or self._language.gettext("empty")
