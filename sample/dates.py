"""Times of the quarter: wall clocks in Oslo, London and Chicago, without a zone database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_EU_WINTER = datetime(2026, 10, 25, 1, tzinfo=UTC)
_US_WINTER = datetime(2026, 11, 1, 7, tzinfo=UTC)


def zone(name: str, when: datetime) -> timezone:
    """The offset of Oslo, London or Chicago at a time of this quarter."""
    if name == "chicago":
        return timezone(timedelta(hours=-6 if when >= _US_WINTER else -5))
    winter = when >= _EU_WINTER
    return timezone(timedelta(hours=(0 if winter else 1) if name == "london" else (1 if winter else 2)))


def oslo(month: int, day: int, hour: int, minute: int) -> datetime:
    """A wall clock time of the rep's, as UTC."""
    wall = datetime(2026, month, day, hour, minute, tzinfo=timezone(timedelta(hours=2)))
    return (wall + timedelta(hours=1) if wall >= _EU_WINTER else wall).astimezone(UTC)


def date_header(when: datetime, zone_name: str) -> str:
    """A Date header's value."""
    at = when.astimezone(zone(zone_name, when))
    day, month = DAYS[at.weekday()], MONTHS[at.month - 1]
    return f"{day}, {at.day:02d} {month} {at.year} {at:%H:%M:%S} {at:%z}"
