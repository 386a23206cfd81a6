"""From the links an activity has to the links it should have. What the rep linked or unlinked always wins."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

from matchers.contacts import Link

LINKED = "rep"
"""Rule of a link that the rep made."""
UNLINKED = "rep_removed"
"""Rule of a link that the rep took away: the row stays, so that no matcher makes it again."""
BY_HAND = frozenset({LINKED, UNLINKED})


class Operation(NamedTuple):
    """One change to an activity's links. `add` replaces the rule and evidence of a link to the same target."""

    verb: Literal["add", "remove"]
    link: Link


def reconcile(desired: Iterable[Link], existing: Iterable[Link]) -> list[Operation]:
    """What to change, removals first, each in the order of the targets. Nothing to change: an empty list.

    desired: from the matchers, at most one a target. existing: the stored rows, the rep's own decisions among them.
    A deal that the rep linked by hand keeps other deals from being added; it takes none away that still fits.
    """
    stored = {_target(link): link for link in existing}
    if not stored:  # a new activity: nothing to compare with
        return [Operation("add", link) for link in sorted(desired, key=_target)]
    wanted = {_target(link): link for link in desired}
    by_hand = {target for target, link in stored.items() if link.rule in BY_HAND}
    chosen = any(link.rule == LINKED and link.target == "deal" for link in stored.values())
    removals = stored.keys() - wanted.keys() - by_hand
    additions = {
        target
        for target, link in wanted.items()
        if target not in by_hand and stored.get(target) != link and not (_is_new_deal(target, stored) and chosen)
    }
    return [Operation("remove", stored[target]) for target in sorted(removals)] + [
        Operation("add", wanted[target]) for target in sorted(additions)
    ]


def _target(link: Link) -> tuple[str, int]:
    return link.target, link.target_id


def _is_new_deal(target: tuple[str, int], stored: dict[tuple[str, int], Link]) -> bool:
    return target[0] == "deal" and target not in stored
