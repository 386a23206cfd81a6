"""The governor of units: never more than the allowance in any minute, near to it in a backfill, across restarts."""

from __future__ import annotations

import random
from collections import deque

import pytest

from connectors.google.envelope import SIZE
from connectors.google.quota import CALENDAR, GMAIL, Cost
from connectors.governor import MINUTE, Governor
from sync.errors import Offline


class Disk:
    """A memory that outlives its governor, as a file does."""

    def __init__(self) -> None:
        self.saved: dict[int, int] = {}
        self.saves = 0

    def load(self) -> dict[int, int]:
        return dict(self.saved)

    def save(self, used: object) -> None:
        self.saved = dict(used)  # type: ignore[call-overload]  # a mapping, by the port
        self.saves += 1


class Minute:
    """A clock that waiting moves, and Google's count: refuses what goes beyond the allowance in any 60 seconds."""

    def __init__(self, allowance: int) -> None:
        self.now = 1_790_000_000.0
        self.allowance = allowance
        self.calls: deque[tuple[float, int]] = deque()
        self.refused = 0
        self.used = 0

    def wait(self, seconds: float) -> bool:
        self.now += seconds
        return False

    def spend(self, units: int) -> None:
        while self.calls and self.calls[0][0] <= self.now - 60:
            self.used -= self.calls.popleft()[1]
        self.refused += self.used + units > self.allowance
        self.used += units
        self.calls.append((self.now, units))


def governor(google: Minute, disk: Disk) -> Governor:
    return Governor(google.allowance, disk, lambda: google.now, google.wait)


def backfill(google: Minute, made: Governor, messages: int, answer: float) -> float:
    """Headers of so many messages; returns the seconds that it took."""
    started, left = google.now, messages
    while left:
        if (messages - left) % 500 < 50:
            made.take(Cost.LIST)
            google.spend(Cost.LIST)
        parts = min(left, made.fits(Cost.GET, SIZE))
        made.take(parts * Cost.GET)
        google.spend(parts * Cost.GET)
        google.now += answer
        left -= parts
    return google.now - started


@pytest.mark.parametrize("answer", [0.05, 0.8, 2.5])
def test_a_backfill_uses_nine_tenths_and_is_never_refused(answer: float) -> None:
    google = Minute(GMAIL)
    seconds = backfill(google, governor(google, Disk()), 20_000, answer)
    assert google.refused == 0
    assert 20_000 * Cost.GET / (seconds / 60) >= 0.95 * GMAIL


def test_of_a_hundred_thousand_messages_the_time_is_near_the_ideal() -> None:
    """On the simulated clock: at most 1.1 times what 100,000 gets take at 6,000 units a minute."""
    google = Minute(GMAIL)
    seconds = backfill(google, governor(google, Disk()), 100_000, 0.5)
    assert google.refused == 0
    assert seconds <= 1.1 * (100_000 * Cost.GET + 200 * Cost.LIST) / GMAIL * 60


@pytest.mark.parametrize("seed", range(20))
def test_restarts_and_kills_never_spend_a_minute_twice(seed: int) -> None:
    chance = random.Random(seed)
    google, disk = Minute(GMAIL), Disk()
    made = governor(google, disk)
    for _ in range(300):
        if chance.random() < 0.05:
            made = governor(google, disk)  # killed, and started again at once
        units = chance.choice([Cost.HISTORY, Cost.LIST, Cost.GET, 50 * Cost.GET])
        made.take(units)
        google.spend(units)
        google.now += chance.random()
    assert google.refused == 0, f"seed {seed}"


def test_a_quiet_poll_writes_nothing() -> None:
    google, disk = Minute(GMAIL), Disk()
    made = governor(google, disk)
    for _ in range(100):
        made.take(Cost.HISTORY)
        google.now += 30
    assert disk.saves == 0


def test_a_clock_set_back_neither_frees_nor_locks_the_minute() -> None:
    google, disk = Minute(CALENDAR), Disk()
    made = governor(google, disk)
    made.take(500)
    google.now -= 3_600
    before = google.now
    made.take(500)
    assert 0 < google.now - before <= MINUTE + 1


def test_a_clock_set_ahead_locks_nothing() -> None:
    google, disk = Minute(CALENDAR), Disk()
    made = governor(google, disk)
    made.take(500)
    google.now += 10 * 365 * 86_400
    before = google.now
    made.take(500)
    assert google.now == before


def test_a_refusal_in_spite_of_it_stops_for_as_long_as_asked() -> None:
    google = Minute(GMAIL)
    made = governor(google, Disk())
    made.refused(10)
    before = google.now
    made.take(Cost.GET)
    assert 9 <= google.now - before <= 12


def test_more_than_a_minute_holds_is_asked_for_as_a_whole_minute() -> None:
    google = Minute(CALENDAR)
    made = governor(google, Disk())
    made.take(10 * CALENDAR)
    assert made.use().units <= CALENDAR


def test_who_is_told_to_stop_does_not_wait() -> None:
    google = Minute(CALENDAR)
    made = Governor(CALENDAR, Disk(), lambda: google.now, lambda _: True)
    made.take(580)
    with pytest.raises(Offline):
        made.take(100)
