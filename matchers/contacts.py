"""From the people of one activity to the contacts and companies it is filed under."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from matchers.book import Finder

Target = Literal["contact", "company", "deal"]

RULES = ("address", "other_address", "folded", "contact", "domain")
"""Rules of contact and company links, best first. `contact`: the company that the rep filed a linked contact under."""

PersonRow = tuple[str, str, str, str]
"""Role, address, name, response: as in `sync.ports.Draft.people`."""


class Link(NamedTuple):
    """One activity's link to a contact, a company or a deal, with the rule that made it and the evidence."""

    target: Target
    target_id: int
    rule: str
    evidence: str


def links(people: Sequence[PersonRow], book: Finder) -> list[Link]:
    """One link for each contact and company among the people, contacts first, by id. The best rule wins.

    Names play no part. The rep's own side is never linked: the book does not find it. A Reply-To is no participant,
    here as in `sync.policy`.
    """
    persons: dict[int, Link] = {}
    firms: dict[int, Link] = {}
    find = book.find
    for role, address, _, _ in people:
        found = find(address) if role != "reply_to" else None
        if found is None:
            continue
        contact, company, rule, evidence, why = found
        if contact is not None:
            _keep(persons, Link("contact", contact, rule, evidence))
        if company is not None:
            by_contact = contact is not None
            _keep(
                firms,
                Link("company", company, "contact", why)
                if by_contact
                else Link("company", company, "domain", evidence),
            )
    return [*_by_id(persons), *_by_id(firms)]


def _keep(best: dict[int, Link], link: Link) -> None:
    """Enter a link, unless a better one stands there."""
    other = best.setdefault(link[1], link)
    if other is not link and _worth(link) < _worth(other):
        best[link[1]] = link


def _by_id(best: dict[int, Link]) -> Iterable[Link]:
    return best.values() if len(best) < 2 else [best[id] for id in sorted(best)]


def _worth(link: Link) -> tuple[int, str]:
    """The better rule first; then the evidence, so that the order of the people does not matter."""
    return RULES.index(link.rule), link.evidence
