"""Recurrence rules (RFC 5545 §3.3.10): which ones we follow, and the wall times that they give.

dateutil walks the rules; what stands here keeps it from walking for ever. It searches until the year 9999 when a rule never
comes true (30 February), and a rule may ask for each second. So: DAILY or slower only, values inside their ranges, and a walk
moved by whole Gregorian cycles to just before dateutil's own end of time, where a search that finds nothing is a short one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, NamedTuple

MAX_COUNT = 10_000
"""27 years of days. Higher counts are refused."""
MAX_INTERVAL = 1_000
_MAX_RULE = 2_000
_MAX_TIMES = 24
"""Times a day that BYHOUR and BYMINUTE may name together."""
_CYCLES = 7_600
"""Years, a multiple of 400: the calendar of 2026 and 9626 is the same, weekdays and leap days included."""
_LATEST_YEAR = 2_399

_FREQUENCIES = ("YEARLY", "MONTHLY", "WEEKLY", "DAILY")
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_UNTIL = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:T(\d\d):?(\d\d):?(\d\d)(?:\.\d+)?)?(Z?)", re.IGNORECASE)
_DAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_NUMBERS = {
    "BYMONTH": (1, 12),
    "BYMONTHDAY": (1, 31),
    "BYYEARDAY": (1, 366),
    "BYWEEKNO": (1, 53),
    "BYSETPOS": (1, 366),
    "BYHOUR": (0, 23),
    "BYMINUTE": (0, 59),
}
_SIGNED = frozenset({"BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS"})


class Endless(ValueError):
    """The walk took more steps than it may."""


class Rule(NamedTuple):
    """One RRULE that we follow."""

    freq: str
    interval: int
    total: int | None
    """COUNT."""
    until: datetime | None
    """Naive: UTC when `until_utc`, else wall time."""
    until_utc: bool
    numbers: dict[str, tuple[int, ...]]
    days: tuple[tuple[int, int], ...]
    """Weekday (Monday is 0) and which one of the period, 0 for each."""
    week_start: int


def read(value: str) -> Rule | None:
    """The rule, or None when it is refused: too often, too much, never true, or not understood. Never raises."""
    parts = _parts(value)
    try:
        rule = Rule(
            freq=parts.pop("FREQ", ""),
            interval=int(parts.pop("INTERVAL", "1")),
            total=int(parts.pop("COUNT")) if "COUNT" in parts else None,
            until_utc=parts.get("UNTIL", "").upper().endswith("Z"),
            until=_until(parts.pop("UNTIL")) if parts.get("UNTIL") else None,
            week_start=_DAYS.index(parts.pop("WKST", "MO")),
            days=tuple(_days(parts.pop("BYDAY"))) if "BYDAY" in parts else (),
            numbers={name: _values(name, text) for name, text in parts.items() if not name.startswith("X-")},
        )
    except (ValueError, KeyError):
        return None
    return rule if _sound(rule) else None


def walk(
    rule: Rule, start: datetime, last: datetime, *, limit: int, since: datetime | None = None
) -> Iterator[datetime]:
    """Wall times of the rule, ascending, from `start` (or, where they need not be counted, about `since`) to `last`.

    `limit` bounds the steps, not only what comes out; one step more is Endless. UNTIL is left to the caller, who knows the
    zone.
    """
    if since is not None and rule.total is None:
        start = _forward(rule, start, since)
    last = min(last, datetime(_LATEST_YEAR, 12, 31))  # noqa: DTZ001  wall time
    if start > last:
        return
    for step, moved in enumerate(islice(_engine(rule, start), rule.total)):
        local = moved.replace(year=moved.year - _CYCLES)
        if local > last:
            return
        if step >= limit:
            raise Endless
        yield local


def _engine(rule: Rule, start: datetime) -> Iterator[datetime]:
    """dateutil's own walk, _CYCLES years ahead."""
    from dateutil import rrule as engine  # type: ignore[import-untyped]  # dateutil ships no types

    weekday: Callable[..., Any] = engine.weekday
    found: Iterator[datetime] = iter(
        engine.rrule(
            _FREQUENCIES.index(rule.freq),
            dtstart=start.replace(year=start.year + _CYCLES),
            interval=rule.interval,
            wkst=rule.week_start,
            byweekday=[weekday(day, nth) if nth else weekday(day) for day, nth in rule.days] or None,
            **{name.lower(): list(values) for name, values in rule.numbers.items()},
        )
    )
    return found


def _forward(rule: Rule, start: datetime, since: datetime) -> datetime:
    """A later start of the same rhythm, before `since`: a daily meeting of 1999 need not be walked through."""
    step = {"DAILY": 1, "WEEKLY": 7}.get(rule.freq, 0) * rule.interval
    if not step or since <= start:
        return start
    return start + timedelta(days=max(0, (since - start).days // step - 1) * step)


def _parts(value: str) -> dict[str, str]:
    found = (part.partition("=") for part in value[:_MAX_RULE].upper().replace(" ", "").split(";"))
    return {name: text for name, equals, text in found if equals and text}


def _until(text: str) -> datetime:
    """The last moment that counts. A date counts to its end."""
    found = _UNTIL.fullmatch(text)
    if found is None:
        raise ValueError("no time")
    year, month, day = (int(found[at]) for at in (1, 2, 3))
    if found[4] is None:
        return datetime(year, month, day, 23, 59, 59)  # noqa: DTZ001  wall time
    return datetime(year, month, day, int(found[4]) % 24, int(found[5]), min(int(found[6]), 59))  # noqa: DTZ001


def _days(text: str) -> Iterator[tuple[int, int]]:
    for part in text.split(","):
        found = _DAY.fullmatch(part)
        if found is None:
            raise ValueError("no weekday")
        yield _DAYS.index(found[2]), int(found[1] or 0)


def _values(name: str, text: str) -> tuple[int, ...]:
    """The numbers of one BY part, inside their range. ValueError otherwise, KeyError for a part that we do not follow."""
    low, high = _NUMBERS[name]
    values = tuple(int(part) for part in text.split(","))
    if not all(low <= (abs(value) if name in _SIGNED else value) <= high for value in values):
        raise ValueError("out of range")
    return values


def _sound(rule: Rule) -> bool:
    """Whether the rule is one that people write, and one that comes true."""
    numbers = rule.numbers
    if rule.freq not in _FREQUENCIES or not 1 <= rule.interval <= MAX_INTERVAL:
        return False
    if rule.total is not None and not 1 <= rule.total <= MAX_COUNT:
        return False
    if max(1, len(numbers.get("BYHOUR", ()))) * max(1, len(numbers.get("BYMINUTE", ()))) > _MAX_TIMES:
        return False
    if rule.freq == "DAILY" and rule.interval % 7 == 0 and rule.days:
        return False  # always the same weekday: BYDAY means nothing, or that it never takes place
    if rule.freq != "YEARLY" and ("BYYEARDAY" in numbers or "BYWEEKNO" in numbers):
        return False
    return _possible_day(numbers) and _possible_place(rule)


def _possible_day(numbers: dict[str, tuple[int, ...]]) -> bool:
    """Whether one of the months has one of the days."""
    days, months = numbers.get("BYMONTHDAY"), numbers.get("BYMONTH", (1,))
    return days is None or any(abs(day) <= _LENGTHS[month - 1] for day in days for month in months)


def _possible_place(rule: Rule) -> bool:
    """Whether a day or week has as many dates as BYSETPOS counts."""
    most = {"DAILY": 1, "WEEKLY": max(1, len(rule.days)), "MONTHLY": 31}.get(rule.freq, 366) * _MAX_TIMES
    if "BYHOUR" not in rule.numbers and "BYMINUTE" not in rule.numbers:
        most //= _MAX_TIMES
    return any(abs(place) <= most for place in rule.numbers.get("BYSETPOS", (1,)))
