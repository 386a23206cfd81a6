"""Who owes an answer, by the last words of each conversation."""

from __future__ import annotations

import pytest

from matchers.owed import PATIENCE, QUIET, Replies, Turn, asking, only_thanks, quiet, replies

DAY = 86_400
NOW = 100 * DAY
ANA, BEN = "ana@them.example", "ben@them.example"


def turn(
    n: int,
    day: float,
    direction: str,
    *people: str,
    thread: int = 1,
    to_rep: bool = True,
) -> Turn:
    kind = "meeting" if direction == "none" else "message"
    author = people[0] if direction == "in" else "rep@us.example"
    return Turn(n, thread, kind, int(day * DAY), direction, frozenset(people), author, to_rep)


def ask(*turns: Turn, thanks: int = 0) -> Replies:
    """thanks: the turn that says no more than that."""
    found = replies(turns, NOW, lambda at: (NOW - at) // DAY)
    return asking(found, {turn.id: "Thanks!" if turn.id == thanks else "Could you send it?" for turn in turns})


def ids(found: Replies) -> tuple[list[int], list[int]]:
    return [one.turn.id for one in found.owed], [one.turn.id for one in found.awaited]


def test_the_last_mail_of_a_conversation_decides() -> None:
    assert ids(ask(turn(1, 90, "out", ANA), turn(2, 91, "in", ANA))) == ([2], [])
    assert ids(ask(turn(2, 91, "in", ANA), turn(3, 92, "out", ANA))) == ([], [3])
    assert ask(turn(2, 91, "in", ANA)).owed[0].days == 9


def test_a_later_mail_to_the_same_person_settles_it_in_whatever_conversation() -> None:
    assert ids(ask(turn(1, 90, "in", ANA), turn(2, 91, "out", ANA, thread=2), thanks=2)) == ([], [])
    assert ids(ask(turn(1, 90, "in", ANA), turn(2, 91, "out", BEN, thread=2), thanks=2)) == ([1], [])
    assert ids(ask(turn(1, 90, "out", ANA), turn(2, 91, "in", ANA, thread=2), thanks=2)) == ([], [])


def test_of_what_came_in_only_its_author_has_answered() -> None:
    copied = turn(2, 91, "in", BEN, ANA, thread=2)
    assert ids(ask(turn(1, 90, "out", ANA), copied, thanks=2)) == ([], [1])


def test_a_meeting_that_took_place_settles_both_and_one_to_come_none() -> None:
    assert ids(ask(turn(1, 90, "in", ANA), turn(2, 92, "none", ANA, thread=2))) == ([], [])
    assert ids(ask(turn(1, 90, "out", ANA), turn(2, 92, "none", ANA, thread=2))) == ([], [])
    assert ids(ask(turn(1, 90, "in", ANA), turn(2, 101, "none", ANA, thread=2))) == ([1], [])


def test_own_mail_gets_some_days_before_it_is_worth_a_line() -> None:
    assert ids(ask(turn(1, 100 - PATIENCE, "out", ANA))) == ([], [1])
    assert ids(ask(turn(1, 100 - PATIENCE + 0.5, "out", ANA))) == ([], [])


def test_who_was_only_copied_owes_nothing() -> None:
    assert ids(ask(turn(1, 90, "in", ANA, to_rep=False))) == ([], [])


def test_the_longest_wait_comes_first() -> None:
    assert ids(ask(turn(1, 95, "in", ANA), turn(2, 90, "in", BEN, thread=2)))[0] == [2, 1]


@pytest.mark.parametrize(
    "words",
    [
        "Thanks!",
        "Hi Rob,\nthank you very much.",
        "Vielen Dank, passt.",
        "Merci, bien reçu.",
        "¡Perfecto, gracias!",
        "Ok, will do",
    ],
)
def test_a_mail_that_only_thanks_asks_for_nothing(words: str) -> None:
    assert only_thanks(words)
    turns = turn(1, 90, "in", ANA), turn(2, 91, "in", BEN, thread=2), turn(3, 90, "out", "cy@them.example", thread=3)
    assert ids(asking(ask(*turns), {1: words, 2: "Could you send it?", 3: words})) == ([2], [])


@pytest.mark.parametrize(
    "words", ["Thanks, but when do we get the offer?", "", "Thanks for the offer. " + "We need more. " * 12, "No."]
)
def test_a_mail_that_asks_or_says_more_does(words: str) -> None:
    assert not only_thanks(words)


def test_deals_without_a_word_or_a_meeting_to_come_are_quiet() -> None:
    last = {1: NOW - QUIET * DAY, 2: NOW - (QUIET - 1) * DAY, 3: None, 4: NOW - 30 * DAY, 5: NOW - 40 * DAY}
    found = quiet(last, [5], lambda at: (NOW - at) // DAY)
    assert found == [(4, 30), (1, QUIET)]
