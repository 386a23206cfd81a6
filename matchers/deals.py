"""From the contacts and companies of one activity to its deal, or to an open question. Never a guess.

Only open deals count, and only those with an outside person on this very activity: so a reply to colleagues, with the
customer taken off, is not filed under the deal. The order: a deal that the rep linked earlier in the same conversation, the
rep's own words, the rep's own rules for a contact or company, then the one candidate: a deal on which a linked contact has a role, or a linked company's only open deal.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from matchers.contacts import Link

DealRule = Literal["conversation", "word", "person", "contact_role", "only_open_deal"]

RULES: tuple[DealRule, ...] = ("conversation", "word", "person", "contact_role", "only_open_deal")
"""Rules of deal links, in the order they are asked."""


class DealEntry(NamedTuple):
    """One deal of the rep's book."""

    id: int
    name: str
    company_id: int | None
    status: str
    """open, won, lost."""
    contact_ids: frozenset[int] = frozenset()
    roles: tuple[tuple[int, str], ...] = ()
    """Contact id and the role's name, where the rep gave one."""


class Earlier(NamedTuple):
    """A deal that the rep linked by hand to an earlier activity of the same conversation."""

    deal_id: int
    contact_ids: frozenset[int] = frozenset()
    """Contacts on that activity: for this conversation they count as people of the deal."""


class Present(NamedTuple):
    """Who is on the activity, by id and name, as `contacts.links` linked them."""

    contacts: Mapping[int, str]
    companies: Mapping[int, str]


class DealLink(NamedTuple):
    """The deal that the activity is filed under."""

    deal_id: int
    rule: DealRule
    evidence: str

    def as_link(self) -> Link:
        """In the shape that is stored."""
        return Link("deal", self.deal_id, self.rule, self.evidence)


class Candidate(NamedTuple):
    """An open deal that could be meant, and what speaks for it."""

    deal_id: int
    name: str
    reasons: tuple[str, ...]


class Outcome(NamedTuple):
    """A link, or a question, or neither."""

    link: DealLink | None = None
    question: tuple[Candidate, ...] = ()
    """Two or more, best first; empty when there is a link or nothing to ask."""
    evidence: str = ""
    """Why, in a sentence or two, with the deals that competed."""
    competed: tuple[Candidate, ...] = ()
    """With a link: the open deals that were not chosen."""


def choose(
    deals: Iterable[DealEntry],
    present: Present,
    *,
    text: str = "",
    words: Sequence[tuple[str, int]] = (),
    people: Mapping[int, str] | None = None,
    earlier: Sequence[Earlier] = (),
    refused: Collection[int] = (),
) -> Outcome:
    """Which deal the activity belongs to. The order of the deals, words and contacts does not matter.

    text: subject and new words. words: the rep's rules, (word or phrase, deal id). people: deals to which the rep's rules file mail
    with somebody present, deal id → evidence. earlier: same conversation.
    refused: deals that the rep took off this activity; they are neither linked nor asked about.
    """
    guests = {old.deal_id: old.contact_ids for old in earlier}
    fitting = [
        deal for deal in deals if deal.status == "open" and _touches(deal, present, guests.get(deal.id, frozenset()))
    ]
    related = {deal.id: deal for deal in fitting if deal.id not in refused}
    if not related:
        return Outcome()
    candidates = _ranked(related.values(), present) if len(related) > 1 else ()
    for rule, reasons in _rules(fitting, present, _by_word(words, text), people or {}, earlier):
        hits = [deal_id for deal_id in reasons if deal_id in related]
        if len(hits) == 1:
            return _linked(DealLink(hits[0], rule, reasons[hits[0]]), candidates)
    return _asked(candidates)


def _rules(
    fitting: Collection[DealEntry],
    present: Present,
    words: dict[int, str],
    people: Mapping[int, str],
    earlier: Sequence[Earlier],
) -> Iterator[tuple[DealRule, Mapping[int, str]]]:
    """Each rule in its order, with the deals it names and why. The first that names exactly one decides."""
    yield "conversation", {old.deal_id: "you linked this conversation to the deal" for old in earlier}
    yield "word", words
    yield "person", people
    roles = {deal.id: reasons[0] for deal in fitting if (reasons := _role_reasons(deal, present))}
    alone = _only_deals(fitting, present)
    # The candidates of both stand together: a role on one deal and a company's only other deal are two candidates.
    if not alone.keys() - roles.keys():
        yield "contact_role", roles
    if not roles:
        yield "only_open_deal", alone


def _touches(deal: DealEntry, present: Present, guests: frozenset[int]) -> bool:
    """Whether an outside person of the deal is on the activity."""
    return deal.company_id in present.companies or not present.contacts.keys().isdisjoint(deal.contact_ids | guests)


def _by_word(words: Sequence[tuple[str, int]], text: str) -> dict[int, str]:
    """Deal id → evidence for the rep's words that the text holds, whole words only, capitals ignored."""
    hits = sorted((word.strip(), deal_id) for word, deal_id in words if word.strip())
    return {
        deal_id: f"your rule files “{word}” under the deal"
        for word, deal_id in reversed(hits)
        if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE)
    }


def _only_deals(deals: Iterable[DealEntry], present: Present) -> dict[int, str]:
    """Deal id → evidence, for each linked company that has exactly one open deal."""
    of_company: dict[int, list[int]] = defaultdict(list)
    for deal in deals:
        if deal.company_id is not None and deal.company_id in present.companies:
            of_company[deal.company_id].append(deal.id)
    return {
        ids[0]: f"it is the only open deal of {present.companies[company]}"
        for company, ids in of_company.items()
        if len(ids) == 1
    }


def _role_reasons(deal: DealEntry, present: Present) -> list[str]:
    """One reason for each linked contact on the deal, those with a named role first."""
    roles = dict(deal.roles)
    people = sorted(
        (not roles.get(contact), present.contacts[contact], contact)
        for contact in deal.contact_ids
        if contact in present.contacts
    )
    return [f"{name or 'a contact'}{_bracketed(roles.get(contact, ''))} is on the deal" for _, name, contact in people]


def _bracketed(role: str) -> str:
    return f" ({role})" if role else ""


def _ranked(deals: Iterable[DealEntry], present: Present) -> tuple[Candidate, ...]:
    """More people on the deal first, then its company, then the name."""
    rows = []
    for deal in deals:
        reasons = _role_reasons(deal, present)
        people = len(reasons)
        company = "" if deal.company_id is None else present.companies.get(deal.company_id, "")
        if company:
            reasons.append(f"it is an open deal of {company}")
        rows.append((-people, not company, deal.name, deal.id, tuple(reasons)))
    return tuple(Candidate(deal_id, name, reasons) for _, _, name, deal_id, reasons in sorted(rows))


def _linked(link: DealLink, candidates: tuple[Candidate, ...]) -> Outcome:
    competed = tuple(each for each in candidates if each.deal_id != link.deal_id)
    return Outcome(link, (), f"{_sentence(link.evidence)}{_others(competed)}", competed)


def _others(competed: tuple[Candidate, ...]) -> str:
    """The deals that were not chosen, in a sentence of their own."""
    return f" Also open: {', '.join(each.name for each in competed)}." if competed else ""


def _asked(candidates: tuple[Candidate, ...]) -> Outcome:
    if len(candidates) < 2:
        return Outcome()
    names = ", ".join(each.name for each in candidates)
    return Outcome(None, candidates, f"Several open deals fit, so none was chosen: {names}.")


def _sentence(evidence: str) -> str:
    return f"{evidence[:1].upper()}{evidence[1:]}."
