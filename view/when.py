"""Times as the rep reads them: in the rep's zone, with the full UTC time at hand. Days of all-day meetings know no zone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, tzinfo
from itertools import groupby
from typing import NamedTuple

from store.rows import ActivityRow, rfc3339

MINUTE, HOUR, DAY = 60, 3_600, 86_400


class Fold(NamedTuple):
    """A row of the list: a meeting, or the newest mail of a conversation with the others of the same day."""

    row: ActivityRow
    earlier: tuple[ActivityRow, ...]


class Day(NamedTuple):
    """One day of a list, with what happened on it."""

    date: date
    title: str
    """Today, Yesterday, Tomorrow, or the weekday."""
    rest: str
    """The date itself."""
    rows: tuple[ActivityRow, ...]

    @property
    def folds(self) -> list[Fold]:
        """The rows in their order, a conversation's mails in the place of the first of them."""
        found: dict[object, list[ActivityRow]] = {}
        for row in self.rows:
            found.setdefault(row.thread if row.kind == "message" else f"meeting {row.id}", []).append(row)
        return [Fold(rows[0], tuple(rows[1:])) for rows in found.values()]


class When:
    """Formats for one zone and one moment. `zone` None: the machine's own."""

    def __init__(self, now: int, zone: tzinfo | None) -> None:
        self.now = now
        self._zone = zone
        self._today = self.at(now).date()

    def at(self, seconds: int) -> datetime:
        """In the rep's zone. What no calendar knows becomes its nearest end."""
        seconds = min(max(seconds, -2_000_000_000), 250_000_000_000)
        return datetime.fromtimestamp(seconds, UTC).astimezone(self._zone)

    def iso(self, seconds: int) -> str:
        """For machines."""
        return rfc3339(seconds) or ""

    def full(self, seconds: int) -> str:
        """UTC to the second: the title of every time."""
        return self.iso(seconds).replace("T", " ").replace("Z", " UTC")

    def clock(self, seconds: int) -> str:
        """14:05."""
        return f"{self.at(seconds):%H:%M}"

    def day(self, seconds: int) -> str:
        """19 Nov 2026; this year's days without the year."""
        return self._date(self.at(seconds).date())

    def soon(self, row: ActivityRow) -> str:
        """Fri 20 Nov, 15:00; without the time where it lasts all day."""
        day = self._day_of(row)
        time = "" if row.all_day else f", {self.clock(row.occurred_at)}"
        return f"{day:%a} {self._date(day)}{time}"

    def weekday(self, seconds: int) -> str:
        """Fri 20 Nov."""
        day = self.at(seconds).date()
        return f"{day:%a} {self._date(day)}"

    def long(self, seconds: int) -> str:
        """Thursday, 19 November 2026, 14:05."""
        at = self.at(seconds)
        return f"{at:%A}, {at.day} {at:%B %Y, %H:%M}"

    def span(self, row: ActivityRow) -> str:
        """When a meeting takes place, from and to; when a mail was written."""
        if row.all_day:
            day = datetime.fromtimestamp(row.occurred_at, UTC)
            return f"{day:%A}, {day.day} {day:%B %Y}, all day"
        if row.ends_at is None or row.ends_at <= row.occurred_at:
            return self.long(row.occurred_at)
        same = self.at(row.ends_at).date() == self.at(row.occurred_at).date()
        return f"{self.long(row.occurred_at)} to {self.clock(row.ends_at) if same else self.long(row.ends_at)}"

    def ago(self, seconds: int) -> str:
        """Just now, 5 minutes ago, 2 days ago, in 3 days."""
        gap = self.now - seconds
        if abs(gap) < MINUTE:
            return "just now"
        for size, name in ((365 * DAY, "year"), (30 * DAY, "month"), (DAY, "day"), (HOUR, "hour"), (MINUTE, "minute")):
            if abs(gap) >= size:
                n = abs(gap) // size
                words = f"{n} {name}{'' if n == 1 else 's'}"
                return f"{words} ago" if gap > 0 else f"in {words}"
        return ""

    def written(self, iso_date: str) -> str:
        """A date as the CRM writes it, made readable; anything else stays as it is."""
        try:
            return self._date(date.fromisoformat(iso_date))
        except ValueError:
            return iso_date

    def short(self, day: date) -> str:
        """19 Nov; another year's days with the year."""
        return self._date(day)

    def month(self, day: date) -> str:
        """Nov."""
        return f"{day:%b}"

    def days(self, rows: Iterable[ActivityRow]) -> list[Day]:
        """Rows in their order, parted by day."""
        return [Day(day, *self._named(day), tuple(group)) for day, group in groupby(rows, self._day_of)]

    def midnight(self, day: date) -> int:
        """The first second of a day in the rep's zone."""
        start = datetime(day.year, day.month, day.day, tzinfo=self._zone)
        return int((start if self._zone else start.astimezone()).timestamp())

    def _day_of(self, row: ActivityRow) -> date:
        return (datetime.fromtimestamp(row.occurred_at, UTC) if row.all_day else self.at(row.occurred_at)).date()

    def _named(self, day: date) -> tuple[str, str]:
        near = {0: "Today", -1: "Yesterday", 1: "Tomorrow"}.get((day - self._today).days)
        if near:
            return near, f"{day:%A}, {day.day} {day:%B}"
        soon = abs(day - self._today) < timedelta(days=7)
        return f"{day:%A}", self._date(day) if soon else f"{day.day} {day:%B %Y}"

    def _date(self, day: date) -> str:
        return f"{day.day} {day:%b}" if day.year == self._today.year else f"{day.day} {day:%b %Y}"
