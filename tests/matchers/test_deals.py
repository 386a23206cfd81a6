"""The deal rule: each rule by example, and never a guess, never a closed deal, never without a person of the deal."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from matchers.contacts import Link
from matchers.deals import Candidate, DealEntry, DealLink, Earlier, Outcome, Present, choose

DANA, EVE, BOB = 10, 11, 12
ACME, BETA = 1, 2
NAMES = {DANA: "Dana Cole", EVE: "Eve Oz", BOB: "Bob Lin"}
COMPANIES = {ACME: "Acme", BETA: "Beta"}
RENEWAL = DealEntry(100, "Renewal", ACME, "open", frozenset({DANA}), ((DANA, "champion"),))
PILOT = DealEntry(101, "Pilot", ACME, "open", frozenset({EVE}))
WON = DealEntry(102, "Old pilot", ACME, "won", frozenset({DANA}))
OTHER = DealEntry(103, "Beta rollout", BETA, "open")


def here(*contacts: int, companies: tuple[int, ...] = ()) -> Present:
    return Present({each: NAMES[each] for each in contacts}, {each: COMPANIES[each] for each in companies})


def test_a_role_on_the_deal() -> None:
    outcome = choose([RENEWAL, WON, OTHER], here(DANA, companies=(ACME,)))
    assert outcome == Outcome(
        DealLink(100, "contact_role", "Dana Cole (champion) is on the deal"),
        (),
        "Dana Cole (champion) is on the deal.",
    )
    assert outcome.link is not None
    assert outcome.link.as_link() == Link("deal", 100, "contact_role", "Dana Cole (champion) is on the deal")


def test_a_role_beats_the_companys_other_deals_and_says_so() -> None:
    outcome = choose([RENEWAL, PILOT], here(DANA, companies=(ACME,)))
    assert outcome.link == DealLink(100, "contact_role", "Dana Cole (champion) is on the deal")
    assert outcome.competed == (Candidate(101, "Pilot", ("it is an open deal of Acme",)),)
    assert outcome.evidence == "Dana Cole (champion) is on the deal. Also open: Pilot."


def test_the_only_open_deal_of_the_company() -> None:
    outcome = choose([OTHER, WON, RENEWAL], here(BOB, companies=(BETA,)))
    assert outcome.link == DealLink(103, "only_open_deal", "it is the only open deal of Beta")
    assert outcome.evidence == "It is the only open deal of Beta."


def test_two_open_deals_of_the_company_are_a_question() -> None:
    outcome = choose([PILOT, RENEWAL], here(BOB, companies=(ACME,)))
    assert outcome == Outcome(
        None,
        (
            Candidate(101, "Pilot", ("it is an open deal of Acme",)),
            Candidate(100, "Renewal", ("it is an open deal of Acme",)),
        ),
        "Several open deals fit, so none was chosen: Pilot, Renewal.",
    )


def test_roles_on_two_deals_are_a_question_ranked_by_people() -> None:
    both = PILOT._replace(contact_ids=frozenset({DANA, EVE}))
    outcome = choose([RENEWAL, both], here(DANA, EVE, companies=(ACME,)))
    assert outcome.link is None
    assert [each.name for each in outcome.question] == ["Pilot", "Renewal"]
    assert outcome.question[0].reasons == (
        "Dana Cole is on the deal",
        "Eve Oz is on the deal",
        "it is an open deal of Acme",
    )


def test_a_role_on_one_deal_and_another_companys_only_deal_are_a_question() -> None:
    outcome = choose([RENEWAL, OTHER], here(DANA, BOB, companies=(ACME, BETA)))
    assert outcome.link is None
    assert [each.deal_id for each in outcome.question] == [100, 103]


def test_a_deal_linked_by_the_rep_in_the_conversation_comes_first() -> None:
    outcome = choose(
        [RENEWAL, PILOT],
        here(DANA, companies=(ACME,)),
        text="renewal",
        words=[("renewal", 100)],
        earlier=[Earlier(101)],
    )
    assert outcome.link == DealLink(101, "conversation", "you linked this conversation to the deal")
    assert outcome.evidence == "You linked this conversation to the deal. Also open: Renewal."


def test_a_reply_without_an_outside_person_of_the_deal_is_not_linked() -> None:
    assert choose([RENEWAL, PILOT], here(), earlier=[Earlier(101)]) == Outcome()
    assert choose([RENEWAL, PILOT], here(BOB, companies=(BETA,)), earlier=[Earlier(101)]) == Outcome()


def test_the_reps_link_makes_its_people_part_of_the_deal_for_this_conversation() -> None:
    earlier = [Earlier(101, frozenset({BOB}))]
    assert choose([PILOT], here(BOB), earlier=earlier).link is not None
    assert choose([PILOT], here(DANA), earlier=earlier) == Outcome()


def test_a_word_of_the_rep_decides_among_several() -> None:
    words = [("pilot phase", 101), ("", 100), ("new", 100)]
    outcome = choose([RENEWAL, PILOT], here(BOB, companies=(ACME,)), text="Re: PILOT phase, renewed", words=words)
    assert outcome.link == DealLink(101, "word", "your rule files “pilot phase” under the deal")


def test_words_for_two_deals_decide_nothing() -> None:
    words = [("pilot", 101), ("renewal", 100)]
    outcome = choose([RENEWAL, PILOT], here(BOB, companies=(ACME,)), text="renewal after pilot", words=words)
    assert outcome.link is None
    assert len(outcome.question) == 2


def test_a_word_alone_links_nothing() -> None:
    assert choose([PILOT], here(BOB, companies=(BETA,)), text="pilot", words=[("pilot", 101)]) == Outcome()


def test_a_deal_that_the_rep_took_off_is_neither_linked_nor_asked_about() -> None:
    assert choose([RENEWAL], here(DANA), refused=[100]) == Outcome()
    # With Renewal refused, Pilot still is not Acme's only open deal.
    assert choose([RENEWAL, PILOT], here(BOB, companies=(ACME,)), refused=[100]) == Outcome()


def test_a_closed_deal_is_not_inherited() -> None:
    assert choose([WON], here(DANA, companies=(ACME,)), earlier=[Earlier(102)]) == Outcome()


deal_lists = st.lists(
    st.builds(
        DealEntry,
        st.integers(100, 106),
        st.sampled_from(["Renewal", "Pilot", "Rollout"]),
        st.none() | st.sampled_from([ACME, BETA]),
        st.sampled_from(["open", "open", "won", "lost"]),
        st.frozensets(st.sampled_from([DANA, EVE, BOB])),
    ),
    max_size=5,
    unique_by=lambda deal: deal.id,
)
crowds = st.builds(
    lambda people, firms: here(*people, companies=tuple(firms)),
    st.frozensets(st.sampled_from([DANA, EVE, BOB])),
    st.frozensets(st.sampled_from([ACME, BETA])),
)
word_lists = st.lists(st.tuples(st.sampled_from(["pilot", "renewal", ""]), st.integers(100, 106)), max_size=3)
earlier_lists = st.lists(st.builds(Earlier, st.integers(100, 106), st.frozensets(st.just(BOB))), max_size=2)


@given(deal_lists, crowds, word_lists, earlier_lists, st.frozensets(st.integers(100, 106), max_size=2), st.randoms())
def test_laws(
    deals: list[DealEntry],
    present: Present,
    words: list[tuple[str, int]],
    earlier: list[Earlier],
    refused: frozenset[int],
    shuffler: random.Random,
) -> None:
    text = "About the pilot"
    outcome = choose(deals, present, text=text, words=words, earlier=earlier, refused=refused)
    by_id = {deal.id: deal for deal in deals}
    named = [each.deal_id for each in (*outcome.question, *outcome.competed)]
    named += [outcome.link.deal_id] if outcome.link else []
    assert all(by_id[each].status == "open" and each not in refused for each in named)
    assert len(set(named)) == len(named)
    assert not (outcome.link and outcome.question)
    assert len(outcome.question) != 1
    if outcome.link and outcome.link.rule != "conversation":
        deal = by_id[outcome.link.deal_id]
        assert deal.contact_ids & present.contacts.keys() or deal.company_id in present.companies
    if not present.contacts and not present.companies:
        assert outcome == Outcome()
    for rows in (deals, words, earlier):
        shuffler.shuffle(rows)
    assert choose(deals, present, text=text, words=words, earlier=earlier, refused=refused) == outcome
