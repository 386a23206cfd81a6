"""When a stream is looked at again: by table, and as properties that hold whatever a server or a clock says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.errors import (
    AdminNeeded,
    BadSetting,
    BrokenAnswer,
    Bug,
    DiskFull,
    FolderAway,
    Offline,
    ProviderBusy,
    RepsideError,
    SignIn,
    StartOver,
    StoreInUse,
    UntrustedServer,
    Wait,
    WrongPassword,
)
from sync.schedule import ACTIVE, HOUR, LONGEST, QUIETEST, Due, Outcome, next_due, pulled_in

NOW = 1_790_000_000
NEVER = Due()


class Dice:
    """Falls as the test says."""

    def __init__(self, value: float = 0.5) -> None:
        self.value = value

    def random(self) -> float:
        return self.value


def after(outcome: Outcome, history: Due = NEVER, dice: float = 0.5) -> int:
    return next_due(outcome, history, NOW, Dice(dice)).at - NOW


def test_a_quiet_stream_slows_down_and_news_speeds_it_up() -> None:
    due, waits = Due(), []
    for _ in range(8):
        due = next_due(Outcome(), due, NOW, Dice())
        waits.append(due.at - NOW)
    assert waits == [60, 120, 240, 480, 900, 900, 900, 900]
    assert next_due(Outcome(changed=True), due, NOW, Dice()) == Due(NOW + ACTIVE, 0, 0)


def test_what_the_provider_watches_is_polled_seldom_from_the_start() -> None:
    assert after(Outcome(watched=True)) == QUIETEST
    assert after(Outcome(changed=True, watched=True)) == QUIETEST


@pytest.mark.parametrize(
    ("error", "failures", "seconds"),
    [
        (Offline(), 0, 30),
        (Offline(), 1, 60),
        (FolderAway(), 2, 120),
        (BrokenAnswer(), 5, 900),
        (Wait(), 1_000_000, 900),
        (DiskFull(), 0, 30),
        (StoreInUse(), 3, 240),
        (SignIn(), 0, HOUR),
        (WrongPassword(), 50, HOUR),
        (AdminNeeded(), 0, HOUR),
        (BadSetting(), 0, HOUR),
        (UntrustedServer(), 0, HOUR),
        (StartOver(), 0, LONGEST),
        (Bug(), 0, QUIETEST),
    ],
)
def test_the_kind_of_error_says_how_long(error: RepsideError, failures: int, seconds: int) -> None:
    assert after(Outcome(error=error), Due(failures=failures)) == seconds


@pytest.mark.parametrize(
    ("asked", "seconds"),
    [(0, 1), (-5, 1), (120, 120), (3_599.5, 3_600), (10**9, HOUR), (float("inf"), HOUR), (float("nan"), 0.8 * ACTIVE)],
)
def test_F26_a_server_may_ask_for_up_to_an_hour(asked: float, seconds: int) -> None:
    assert after(Outcome(error=ProviderBusy(retry_after=asked)), dice=0) == seconds


def test_a_wait_that_was_asked_for_is_never_cut_short() -> None:
    for dice in (0.0, 0.3, 0.999):
        assert 100 <= after(Outcome(error=ProviderBusy(retry_after=100)), dice=dice) <= 120


def test_F35_a_stream_is_started_over_three_times_a_day_at_most() -> None:
    at, tries = NOW, 0
    while at < NOW + 86_400:
        at = next_due(Outcome(error=StartOver()), Due(), at, Dice()).at
        tries += 1
    assert tries == 3


def test_one_success_forgets_the_failures() -> None:
    due = next_due(Outcome(error=Offline()), Due(0, 4, 9), NOW, Dice())
    assert (due.quiet, due.failures) == (4, 10), "quiet is not forgotten by a failure"
    assert next_due(Outcome(changed=True), due, NOW, Dice()).failures == 0


def test_F16_a_clock_set_back_leaves_nothing_far_ahead() -> None:
    ten_years = 10 * 366 * 86_400
    due = next_due(Outcome(), Due(), NOW + ten_years, Dice())
    assert pulled_in(due, NOW).at == NOW + QUIETEST
    failed = next_due(Outcome(error=SignIn()), Due(), NOW + ten_years, Dice())
    assert pulled_in(failed, NOW).at == NOW + LONGEST


def test_F16_a_clock_set_ahead_makes_everything_due() -> None:
    due = next_due(Outcome(), Due(), NOW, Dice())
    assert pulled_in(due, NOW + 10 * 366 * 86_400) == due


ERRORS = st.one_of(
    st.sampled_from([Offline(), BrokenAnswer(), SignIn(), BadSetting(), StartOver(), Bug(), DiskFull(), StoreInUse()]),
    st.builds(lambda asked: ProviderBusy(retry_after=asked), st.floats() | st.integers() | st.none()),
)
OUTCOMES = st.builds(Outcome, st.booleans(), st.none() | ERRORS, st.booleans())
DUES = st.builds(Due, st.integers(-(2**62), 2**62), st.integers(0, 10**9), st.integers(0, 10**9))
DICE = st.floats(0, 1, exclude_max=True)
TIMES = st.integers(0, 2**40)


@given(OUTCOMES, DUES, TIMES, DICE)
def test_every_time_lies_ahead_and_none_beyond_its_cap(outcome: Outcome, history: Due, now: int, dice: float) -> None:
    due = next_due(outcome, history, now, Dice(dice))
    assert now < due.at <= now + (LONGEST if outcome.error else QUIETEST)
    assert (due.failures == 0) == (outcome.error is None)
    assert pulled_in(due, now) == due


@given(DUES, TIMES)
def test_pulling_in_never_delays(due: Due, now: int) -> None:
    found = pulled_in(due, now)
    assert found.at <= min(due.at, now + LONGEST)
    assert pulled_in(found, now) == found


@given(st.integers(0, 60), DICE)
def test_the_jitter_is_a_fifth_at_most(failures: int, dice: float) -> None:
    plain = after(Outcome(error=Offline()), Due(failures=failures))
    assert (
        0.8 * plain - 1
        <= after(Outcome(error=Offline()), Due(failures=failures), dice)
        <= min(1.2 * plain + 1, QUIETEST)
    )
