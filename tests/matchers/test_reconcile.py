"""Reconciling links: what the rep decided stays, the rest becomes what the matchers say."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from matchers.contacts import Link, Target
from matchers.reconcile import BY_HAND, LINKED, UNLINKED, Operation, reconcile

A = Link("contact", 1, "address", "a")
B = Link("contact", 2, "folded", "b")
DEAL = Link("deal", 5, "contact_role", "d")


def test_new_links_are_added_and_old_ones_removed() -> None:
    assert reconcile([A], [B]) == [Operation("remove", B), Operation("add", A)]


def test_nothing_to_do() -> None:
    assert reconcile([A, DEAL], [DEAL, A]) == []


def test_a_better_rule_replaces_the_row() -> None:
    better = B._replace(rule="address")
    assert reconcile([better], [B]) == [Operation("add", better)]


def test_a_link_by_hand_stays() -> None:
    mine = B._replace(rule=LINKED)
    assert reconcile([], [mine]) == []
    assert reconcile([B], [mine]) == []


def test_a_link_that_the_rep_took_away_does_not_come_back() -> None:
    assert reconcile([B], [B._replace(rule=UNLINKED)]) == []


def test_a_deal_by_hand_keeps_other_deals_out_but_takes_none_away() -> None:
    mine = Link("deal", 6, LINKED, "you said so")
    assert reconcile([DEAL, A], [mine]) == [Operation("add", A)]
    assert reconcile([DEAL], [mine, DEAL]) == []
    assert reconcile([], [mine, DEAL]) == [Operation("remove", DEAL)]
    assert reconcile([DEAL], [mine._replace(rule=UNLINKED)]) == [Operation("add", DEAL)]


def rows(*rules: str) -> st.SearchStrategy[list[Link]]:
    targets: st.SearchStrategy[Target] = st.sampled_from(["contact", "company", "deal"])
    link = st.builds(Link, targets, st.integers(1, 4), st.sampled_from(rules), st.sampled_from(["x", "y"]))
    return st.lists(link, max_size=8, unique_by=lambda each: (each.target, each.target_id))


def applied(existing: list[Link], operations: list[Operation]) -> dict[tuple[str, int], Link]:
    links: dict[tuple[str, int], Link] = {(link.target, link.target_id): link for link in existing}
    for verb, link in operations:
        if verb == "remove":
            del links[link.target, link.target_id]
        else:
            links[link.target, link.target_id] = link
    return links


@given(rows("address", "domain"), rows("address", "domain", LINKED, UNLINKED), st.randoms())
def test_laws(desired: list[Link], existing: list[Link], shuffler: random.Random) -> None:
    operations = reconcile(desired, existing)
    after = applied(existing, operations)
    by_hand = [link for link in existing if link.rule in BY_HAND]
    assert all(after[link.target, link.target_id] == link for link in by_hand), "the rep is never overruled"
    assert reconcile(desired, after.values()) == [], "a second run changes nothing"
    assert all(link in by_hand or link in desired for link in after.values())
    shuffler.shuffle(desired)
    shuffler.shuffle(existing)
    assert reconcile(desired, existing) == operations
