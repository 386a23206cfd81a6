from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.meetings import MAX_SEQUENCE, accepts, supersedes, verified
from sync.model import Header, Meeting, Person

ORGANIZER = Person("organizer", "boss@example.org", "Boss")
ANN = Person("attendee", "ann@example.com", "Ann", "accepted")
BOB = Person("attendee", "bob@example.com", "Bob", "needs_action")


def invitation(method: str, *people: Person) -> Meeting:
    return Meeting("", "uid-1", Header(kind="meeting", people=people), method=method)


@pytest.mark.parametrize(
    ("new", "old", "expected"),
    [
        ((1, 0), (0, 99), True),
        ((0, 100), (0, 99), True),
        ((0, 99), (0, 99), False),
        ((0, 98), (0, 99), False),
        ((0, 200), (1, 100), False),
        ((MAX_SEQUENCE + 5, 1), (MAX_SEQUENCE, 1), False),
        ((-3, 5), (0, 5), False),
    ],
)
def test_higher_sequence_wins_then_later_stamp(new: tuple[int, int], old: tuple[int, int], *, expected: bool) -> None:
    assert supersedes(new, old) is expected


VERSION = st.tuples(st.integers(-5, 2**40), st.integers(0, 2**33))


@given(VERSION, VERSION, VERSION)
def test_supersedes_is_a_strict_order(a: tuple[int, int], b: tuple[int, int], c: tuple[int, int]) -> None:
    assert not supersedes(a, a)
    assert not (supersedes(a, b) and supersedes(b, a))
    if supersedes(a, b) and supersedes(b, c):
        assert supersedes(a, c)


@given(st.lists(VERSION, min_size=1, max_size=5))
def test_the_last_word_is_the_same_in_any_order(versions: list[tuple[int, int]]) -> None:
    def merged(order: tuple[tuple[int, int], ...]) -> tuple[int, int]:
        held = order[0]
        for version in order[1:]:
            held = version if supersedes(version, held) else held
        return min(max(held[0], 0), MAX_SEQUENCE), held[1]

    assert len({merged(order) for order in permutations(versions)}) == 1


@pytest.mark.parametrize(
    ("method", "verdict"),
    [
        ("REQUEST", "store"),
        ("ADD", "store"),
        ("PUBLISH", "store"),
        ("CANCEL", "cancel"),
        ("COUNTER", "ignore"),
        ("DECLINECOUNTER", "ignore"),
        ("REFRESH", "ignore"),
        ("X-OWN", "ignore"),
        ("", "ignore"),
    ],
)
def test_what_the_organizer_may_do(method: str, verdict: str) -> None:
    assert accepts(invitation(method, ORGANIZER, ANN), "boss@example.org") == verdict


@pytest.mark.parametrize("method", ["REQUEST", "ADD", "PUBLISH", "CANCEL"])
@pytest.mark.parametrize("sender", ["ann@example.com", "stranger@example.net", ""])
def test_nobody_else_may_change_a_meeting(method: str, sender: str) -> None:
    assert accepts(invitation(method, ORGANIZER, ANN), sender) == "unverified"


def test_a_strangers_counter_changes_nothing() -> None:
    assert accepts(invitation("COUNTER", ORGANIZER, ANN), "stranger@example.net") == "ignore"


def test_an_answer_comes_from_its_attendee() -> None:
    answer = invitation("REPLY", ORGANIZER, ANN)
    assert accepts(answer, "Ann@Example.com") == "respond"
    assert accepts(answer, "boss@example.org") == "unverified"


def test_nobody_answers_for_two() -> None:
    assert accepts(invitation("REPLY", ORGANIZER, ANN, BOB), "ann@example.com") == "unverified"


def test_without_an_organizer_nothing_is_verified() -> None:
    assert not verified(invitation("REQUEST", ANN), ["ann@example.com"])
    assert not verified(invitation("REQUEST", Person("organizer", "")), [""])


def test_one_of_several_senders_is_enough() -> None:
    assert verified(invitation("REQUEST", ORGANIZER), ["assistant@example.org", "boss@example.org"])
