"""Times as the rep reads them: in the rep's zone, with the full UTC time at hand. Days of all-day meetings know no zone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, tzinfo
from itertools import groupby
from typing import NamedTuple

from store.rows import ActivityRow, rfc3339
from view.language import Language, language, marked, plural

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
    """Formats for one zone, one moment and one language. `zone` None: the machine's own; `spoken` None: English."""

    def __init__(self, now: int, zone: tzinfo | None, spoken: Language | None = None) -> None:
        self.now = now
        self.language = spoken or language("en")
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
        day = self._brief(self._day_of(row))
        return day if row.all_day else self._timed(day, row.occurred_at)

    def weekday(self, seconds: int) -> str:
        """Fri 20 Nov."""
        return self._brief(self.at(seconds).date())

    def long(self, seconds: int) -> str:
        """Thursday, 19 November 2026, 14:05."""
        return self._timed(self.language.named(self.at(seconds).date(), dated=True), seconds)

    def span(self, row: ActivityRow) -> str:
        """When a meeting takes place, from and to; when a mail was written."""
        if row.all_day:
            day = datetime.fromtimestamp(row.occurred_at, UTC).date()
            return self.language.gettext("%(day)s, all day", day=self.language.named(day, dated=True))
        start = self.long(row.occurred_at)
        if row.ends_at is None or row.ends_at <= row.occurred_at:
            return start
        same = self.at(row.ends_at).date() == self.at(row.occurred_at).date()
        end = self.clock(row.ends_at) if same else self.long(row.ends_at)
        return self.language.gettext("%(start)s to %(end)s", start=start, end=end)

    def ago(self, seconds: int) -> str:
        """Just now, 5 minutes ago, 2 days ago, in 3 days."""
        gap = self.now - seconds
        if abs(gap) < MINUTE:
            return self.language.gettext("just now")
        size, past, ahead = next(each for each in _GAPS if abs(gap) >= each[0])
        return self.language.ngettext(*(past if gap > 0 else ahead), abs(gap) // size)

    def written(self, iso_date: str) -> str:
        """A date as the CRM writes it, made readable; anything else stays as it is: a telephone number of eight digits is no day."""
        try:
            return self._date(date.fromisoformat(iso_date)) if iso_date[4:5] == iso_date[7:8] == "-" else iso_date
        except ValueError:
            return iso_date

    def short(self, day: date) -> str:
        """19 Nov; another year's days with the year."""
        return self._date(day)

    def month(self, day: date) -> str:
        """Nov."""
        return self.language.month(day)

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
        near = _NEAR.get((day - self._today).days)
        if near:
            return self.language.gettext(near), self.language.named(day, dated=False)
        soon = abs(day - self._today) < timedelta(days=7)
        return self.language.weekday(day), self._date(day) if soon else self.language.whole(day, dated=True)

    def _timed(self, day: str, seconds: int) -> str:
        return self.language.gettext("%(day)s, %(time)s", day=day, time=self.clock(seconds))

    def _date(self, day: date) -> str:
        return self.language.short(day, dated=day.year != self._today.year)

    def _brief(self, day: date) -> str:
        return self.language.brief(day, dated=day.year != self._today.year)


_NEAR = {0: marked("Today"), -1: marked("Yesterday"), 1: marked("Tomorrow")}
_GAPS = (
    (365 * DAY, plural("%(num)s year ago", "%(num)s years ago"), plural("in %(num)s year", "in %(num)s years")),
    (30 * DAY, plural("%(num)s month ago", "%(num)s months ago"), plural("in %(num)s month", "in %(num)s months")),
    (DAY, plural("%(num)s day ago", "%(num)s days ago"), plural("in %(num)s day", "in %(num)s days")),
    (HOUR, plural("%(num)s hour ago", "%(num)s hours ago"), plural("in %(num)s hour", "in %(num)s hours")),
    (MINUTE, plural("%(num)s minute ago", "%(num)s minutes ago"), plural("in %(num)s minute", "in %(num)s minutes")),
)
"""From so many seconds on: what is past, what lies ahead."""
