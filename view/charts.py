"""Half a year of mail and meetings as a quiet chart, drawn here as numbers for an SVG: no script, no picture to fetch.

Upward, what they wrote; downward, what the rep's side wrote; a ring on the line where both met. Across, the SVG is in per cent, so it
fits every width and its letters keep their size; up and down it is in pixels.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from store.touches import Talk
from view.when import When

WEEKS = 26
HALF = 44
"""Pixels of the highest bar."""
AXIS = 52
"""Pixels from the top to the line."""
LABELS = 122
"""Pixels from the top to the months."""
_GAP = 0.28
"""Of a week's width that stays empty."""


class Week(NamedTuple):
    """One week, Monday to Sunday in the rep's zone."""

    start: date
    theirs: int
    ours: int
    met: int


class Bar(NamedTuple):
    """A week's place: per cent across, pixels up and down; a height of 0 is not drawn."""

    week: Week
    x: float
    width: float
    middle: float
    up: float
    down: float


class Month(NamedTuple):
    """A month's name where its first Monday is."""

    start: date
    x: float


class Chart(NamedTuple):
    """All that the template draws."""

    bars: tuple[Bar, ...]
    """The weeks that are counted, at the right end."""
    months: tuple[Month, ...]
    weeks: tuple[Week, ...]
    """As many: fewer than WEEKS where more was written than is looked at."""
    since: int
    """The moment at which the first of them begins."""

    @property
    def theirs(self) -> int:
        """Mails from outside, all weeks together."""
        return sum(week.theirs for week in self.weeks)

    @property
    def ours(self) -> int:
        """Mails of the rep's side."""
        return sum(week.ours for week in self.weeks)

    @property
    def met(self) -> int:
        """Meetings."""
        return sum(week.met for week in self.weeks)

    @property
    def quiet(self) -> bool:
        """Whether nothing happened at all."""
        return not (self.theirs or self.ours or self.met)


def window(when: When) -> list[tuple[date, int]]:
    """The Mondays of the weeks, with the moment at which each begins; the last one is the week to come, where the chart ends."""
    today = when.at(when.now).date()
    last = today - timedelta(days=today.weekday())
    mondays = [last - timedelta(weeks=back) for back in range(WEEKS - 1, -2, -1)]
    return [(monday, when.midnight(monday)) for monday in mondays]


def weekly(talk: Talk, when: When) -> Chart:
    """The chart of what was read. A week that was only read in part is left out, unless it is the last one."""
    mondays = window(when)
    starts = [moment for _, moment in mondays]
    first = 0 if talk.since is None else min(bisect_left(starts, talk.since), WEEKS - 1)
    sums: list[Counter[str]] = [Counter() for _ in range(WEEKS)]
    for touch in talk.touches:
        place = bisect_right(starts, touch.at) - 1
        if 0 <= place < WEEKS:
            sums[place][touch.side] += 1
    weeks = [Week(monday, n["theirs"], n["ours"], n["met"]) for (monday, _), n in zip(mondays, sums, strict=False)]
    return Chart(_bars(weeks)[first:], _months(weeks), tuple(weeks[first:]), starts[first])


def _bars(weeks: Sequence[Week]) -> tuple[Bar, ...]:
    highest = max((max(week.theirs, week.ours) for week in weeks), default=0) or 1
    step = 100 / WEEKS
    return tuple(
        Bar(
            week,
            x=round(n * step + step * _GAP / 2, 3),
            width=round(step * (1 - _GAP), 3),
            middle=round((n + 0.5) * step, 3),
            up=_height(week.theirs, highest),
            down=_height(week.ours, highest),
        )
        for n, week in enumerate(weeks)
    )


def _height(n: int, highest: int) -> float:
    """At least three pixels for what happened at all."""
    return max(round(HALF * n / highest, 1), 3.0) if n else 0.0


def _months(weeks: Sequence[Week]) -> tuple[Month, ...]:
    """Where a new month begins; the last weeks have no room for a name."""
    firsts = [n for n, week in enumerate(weeks) if week.start.day <= 7 and n < WEEKS - 1]
    return tuple(Month(weeks[n].start, round(n * 100 / WEEKS, 3)) for n in firsts)
