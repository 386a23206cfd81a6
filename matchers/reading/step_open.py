"""Steps turned round: a clause with a day (D) that speaks of both sides is a step, unless one of the refusals takes it.

Tried last. Both sides are there where the other one is spoken to, where something is wanted by the day, where a thing of a purchase
changes hands, or where people meet. The refusals are classes: the past, what is only judged or known, absences, the clause of a "when".
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from matchers.reading.marked import DAY, OTHER
from matchers.reading.step_sides import SIDES, Sides
from matchers.reading.text import Language

_EVERYWHERE = re.compile(
    r"\b(?:webinars?|newsletter|rsvp|hse|audit\w{0,3}|audit[eé]s?|strike|holidays?|competitors?|rivals?|mitbewerb\w*|wettbewerb\w*|concurrent\w*|(?:votre|vos|un) confrères?|competencia|https?|www|xmas|weihnacht\w*|noël|navidad|subscri\w+|click\w*|members?|maintenance|outage|downtime|wartung\w*)\b|[<>]|mailto:|\.(?:com|net|org)\b"
)
"""Of other days, in any language."""
_SIE = re.compile(r"\b(?:sie|ihnen|ihre?[nmrs]?)\b")


class Open:
    """The compiled patterns of a language."""

    def __init__(self, sides: Sides) -> None:
        self._of = NamedPatterns(
            *(re.compile(part.replace("[^D", f"[^{DAY}{OTHER}").replace("D", DAY)) for part in sides)
        )

    def refuses(self, text: str, *, customer: bool) -> bool:
        """Whether the clauses with DAY are of a class that is no step. `customer`: they are the customer's."""
        of = self._of
        if customer and of.closing.search(text):
            return True
        if _EVERYWHERE.search(text) or of.past.search(text) or of.fact.search(text) or of.when.search(text):
            return True
        return bool(of.judged.search(text)) and not of.together.search(text)

    def is_past(self, text: str) -> bool:
        """Whether the clauses tell what has been."""
        return bool(self._of.past.search(text))

    def rule(self, text: str, *, customer: bool, formal: bool) -> str:
        """The rule by which clauses that nothing refuses are a step; empty for none. `customer`: they are the customer's; `formal`: they speak to the other side by the German word that small letters do not tell."""
        of = self._of
        spoken = of.polite.sub(" ", text)
        you = bool(of.you.search(spoken)) or (formal and _SIE.search(spoken) is not None)
        if of.wanted.search(text) and (of.thing.search(text) or you):
            return "next_step.asked"
        gives = bool(of.gives.search(text))
        if you or ((gives and of.thing.search(text)) or (not customer and of.future.search(text))):
            return "next_step.promised"
        return "next_step.agreed" if of.event.search(text) else ""

    def who(self, text: str, *, meeting: bool) -> str:
        """Somebody who may be named, and does something with a thing of the purchase on the day. In minutes any thing will do."""
        named = self._of.named.search(text)
        if named is None or not (meeting or self._of.thing.search(text)):
            return ""
        return next(filter(None, named.groups()), "")


class NamedPatterns(NamedTuple):
    """The fields of Sides, compiled."""

    you: re.Pattern[str]
    polite: re.Pattern[str]
    closing: re.Pattern[str]
    together: re.Pattern[str]
    judged: re.Pattern[str]
    past: re.Pattern[str]
    fact: re.Pattern[str]
    when: re.Pattern[str]
    wanted: re.Pattern[str]
    thing: re.Pattern[str]
    gives: re.Pattern[str]
    named: re.Pattern[str]
    event: re.Pattern[str]
    future: re.Pattern[str]


@cache
def turned(language: Language) -> Open:
    """The patterns of a language."""
    return Open(SIDES[language])
