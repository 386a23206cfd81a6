"""The rep's own ledger: what stands in the history although nobody typed it, week by week, and the minutes that typing would have cost.

Only the rep ever sees this. It is part of no export, no shared page and no report; a test names the only modules that may import it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import NamedTuple

from sqlalchemy import Connection, text

WEEKS = 12
"""Weeks on a page, this one included."""


class Assumed(NamedTuple):
    """Minutes that typing one entry into a CRM takes. The rep's own guess counts: `repside ledger --assume mail=2`."""

    mail: float = 1.5
    meeting: float = 4.0
    update: float = 2.0


class Week(NamedTuple):
    """What was not typed in one week, which begins on a Monday in the rep's zone."""

    begins: date
    mails: int
    meetings: int
    updates: int
    """Fields of deals that were changed in the CRM on the rep's word."""

    @property
    def entries(self) -> int:
        """All of it."""
        return self.mails + self.meetings + self.updates

    def minutes(self, assumed: Assumed) -> float:
        """What typing all of it would have cost."""
        return self.mails * assumed.mail + self.meetings * assumed.meeting + self.updates * assumed.update

    def as_json(self, assumed: Assumed) -> dict[str, object]:
        """For the rep's own scripts."""
        kinds = {"mails": self.mails, "meetings": self.meetings, "updates": self.updates}
        return {"week": self.begins.isoformat(), **kinds, "entries": self.entries, "minutes": self.minutes(assumed)}


def weeks(connection: Connection, now: int, zone: tzinfo | None = None, *, last: int = WEEKS) -> list[Week]:
    """The last weeks, the newest first. zone None: the machine's own. What lies ahead was not saved yet."""
    this = monday(now, zone)
    found = []
    for n in range(last):
        begins = this - timedelta(weeks=n)
        since, until = span(begins, zone)
        asked = {"since": since, "until": min(until, now + 1)}
        kinds = {kind: int(n) for kind, n in connection.execute(_ACTIVITIES, asked)}
        updates = int(connection.scalar(_UPDATES, asked) or 0)
        found.append(Week(begins, kinds.get("message", 0), kinds.get("meeting", 0), updates))
    return found


def total(found: list[Week]) -> Week:
    """All of these weeks as one, from the first of them on."""
    sums = [sum(counts) for counts in zip(*(one[1:] for one in found), strict=True)] or [0, 0, 0]
    return Week(min((one.begins for one in found), default=date.min), *sums)


def monday(now: int, zone: tzinfo | None) -> date:
    """The first day of the week in which a moment lies."""
    return week_of(datetime.fromtimestamp(now, UTC).astimezone(zone).date())


def week_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def span(begins: date, zone: tzinfo | None) -> tuple[int, int]:
    """A week in seconds since 1970, its end exclusive."""
    first, end = _midnights(begins, zone)
    return first, end


def _midnights(begins: date, zone: tzinfo | None) -> Iterator[int]:
    for day in (begins, begins + timedelta(days=7)):
        start = datetime(day.year, day.month, day.day, tzinfo=zone)
        yield int((start if zone else start.astimezone()).timestamp())


_ACTIVITIES = text(
    """select kind, count(*) from activities where occurred_at >= :since and occurred_at < :until
       and orphaned_at is null and status <> 'cancelled' group by kind"""
)
_UPDATES = text(
    "select count(*) from proposals where state = 'applied' and changed_at >= :since and changed_at < :until"
)
