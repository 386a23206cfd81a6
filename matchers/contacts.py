"""From the people of one activity to the contacts and companies it is filed under."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from matchers.book import Finder, Found

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
    best: dict[tuple[Target, int], Link] = {}
    for role, address, _, _ in people:
        found = book.find(address) if role != "reply_to" else None
        if found is None:
            continue
        for key, link in _links_of(found):
            other = best.get(key)
            if other is None or (link is not other and _worth(link) < _worth(other)):
                best[key] = link
    return [best[key] for key in sorted(best, key=_contacts_first)] if len(best) > 1 else list(best.values())


@lru_cache(maxsize=8_192)
def _links_of(found: Found) -> tuple[tuple[tuple[Target, int], Link], ...]:
    """What an address leads to. The same few people are on most mails."""
    rows: list[Link] = []
    if found.contact_id is not None:
        rows.append(Link("contact", found.contact_id, found.rule, found.evidence))
    if found.company_id is not None and found.contact_id is not None:
        rows.append(Link("company", found.company_id, "contact", found.company_evidence))
    elif found.company_id is not None:
        rows.append(Link("company", found.company_id, "domain", found.evidence))
    return tuple(((link.target, link.target_id), link) for link in rows)


def _contacts_first(key: tuple[Target, int]) -> tuple[bool, int]:
    return key[0] != "contact", key[1]


def _worth(link: Link) -> tuple[int, str]:
    """The better rule first; then the evidence, so that the order of the people does not matter."""
    return RULES.index(link.rule), link.evidence
