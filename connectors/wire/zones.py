"""Time zones as calendars name them: IANA, Windows, vendors' prefixes, offsets, or a VTIMEZONE of their own.

A zone here is a function from wall time to seconds since 1970. A wall time that comes twice means the first one, a wall time
that is skipped is read with the offset before the gap (RFC 5545 §3.3.5).

Python prefers the system's zone files to the tzdata package, however old they are. Importing this module turns that round,
unless PYTHONTZPATH says otherwise: rules change, and a system that is a year behind puts meetings an hour off.
"""

from __future__ import annotations

import os
import re
import zoneinfo
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import cache, lru_cache
from itertools import islice

from connectors.wire import rules
from connectors.wire.contentline import Block

Zone = Callable[[datetime], int]
"""Naive wall time to seconds since 1970, UTC."""

EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001  wall times are naive here
_SECOND, _DAY = timedelta(seconds=1), timedelta(days=1)
_FIRST_YEAR, _LAST_YEAR = 1969, 2100
_MAX_ZONES, _MAX_OBSERVANCES, _MAX_ONSETS = 100, 200, 2_000
_MAX_NAME = 255

_UTC_NAMES = frozenset({"utc", "gmt", "z", "etc/utc", "etc/gmt", "zulu", "utc+0", "gmt+0", "tzone://microsoft/utc"})
_OFFSET_NAME = re.compile(r"(?:GMT|UTC)?([+-])(\d{1,2}):?(\d\d)?", re.IGNORECASE)
_OFFSET = re.compile(r"([+-])(\d\d)(\d\d)(\d\d)?")
_STAMP = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:T(\d\d):?(\d\d):?(\d\d)?)?")


def use_bundled_rules() -> None:
    """Let the tzdata package win over the system's zone files. PYTHONTZPATH, when set, is left alone."""
    if "PYTHONTZPATH" not in os.environ:
        zoneinfo.reset_tzpath(to=[])
        zoneinfo.ZoneInfo.clear_cache()


use_bundled_rules()


@cache
def rules_version() -> str:
    """Names the rules in use: when they change, what was computed by the old ones is to be computed anew."""
    import tzdata

    return f"{tzdata.IANA_VERSION} {os.environ.get('PYTHONTZPATH', '')}".strip()


def utc(local: datetime) -> int:
    """The zone UTC."""
    return (local - EPOCH) // _SECOND


def resolve(tzid: str, own: Mapping[str, Zone]) -> Zone | None:
    """The zone of a TZID: an IANA or Windows name, else the calendar's own definition, else an offset; None when nobody can
    tell. Never raises.
    """
    name = _plain(tzid)
    return _known(name) or own.get(name) or _offset_zone(name)


def _plain(tzid: str) -> str:
    name = tzid.strip().strip('"').strip()
    return name if len(name) <= _MAX_NAME else ""


@lru_cache(maxsize=1024)
def _known(name: str) -> Zone | None:
    if name.lower() in _UTC_NAMES:
        return utc
    return next((zone for candidate in _candidates(name) if (zone := _iana(candidate))), None)


def _candidates(name: str) -> Iterator[str]:
    """IANA names to try, best first. Vendors put paths before them: /mozilla.org/20050126_1/Europe/Berlin."""
    plain = name.strip("/")
    yield plain
    lower = plain.lower()
    if " time" in lower or lower.startswith("utc"):  # all names of Windows do; the table is slow to load
        yield _windows_names().get(lower, "")
    parts = plain.split("/")
    for start in range(1, min(len(parts) - 1, 10)):
        yield "/".join(parts[start:])
    yield _lower_names().get(lower.replace(" ", "_"), "")


@lru_cache(maxsize=1)
def _windows_names() -> dict[str, str]:
    """Windows name, lower-case → IANA name, by Unicode's table."""
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    return {name.lower(): iana for name, iana in WINDOWS_TO_OLSON.items()}


@lru_cache(maxsize=1)
def _lower_names() -> dict[str, str]:
    return {name.lower(): name for name in zoneinfo.available_timezones()}


def _iana(name: str) -> Zone | None:
    if not name:
        return None
    try:
        info = zoneinfo.ZoneInfo(name)
    except (LookupError, ValueError, OSError):  # an unknown name, a path, a folder, odd characters
        return None
    return lambda local: int(local.replace(tzinfo=info).timestamp())


def _offset_zone(name: str) -> Zone | None:
    found = _OFFSET_NAME.fullmatch(name)
    if found is None:
        return None
    seconds = int(found[2]) * 3600 + int(found[3] or 0) * 60
    if seconds > 15 * 3600:
        return None
    return _fixed(seconds if found[1] == "+" else -seconds)


def _fixed(offset: int) -> Zone:
    return lambda local: utc(local) - offset


def embedded(blocks: Iterable[Block]) -> dict[str, Zone]:
    """The zones that a calendar brings along, by TZID. One that makes no sense is left out."""
    found: dict[str, Zone] = {}
    for block in islice(blocks, _MAX_ZONES):
        tzid = _plain(block.value("TZID"))
        if not tzid or tzid in found:
            continue
        try:
            zone = _known(tzid) or _from_block(block)
        except (ValueError, OverflowError):
            continue
        if zone is not None:
            found[tzid] = zone
    return found


def _from_block(block: Block) -> Zone | None:
    """A zone of STANDARD and DAYLIGHT parts (RFC 5545 §3.6.5), written out until 2100."""
    turns: list[tuple[datetime, int, int]] = []
    for part in block.blocks[:_MAX_OBSERVANCES]:
        if part.name in {"STANDARD", "DAYLIGHT"}:
            before, after = _seconds(part.value("TZOFFSETFROM")), _seconds(part.value("TZOFFSETTO"))
            turns.extend((onset, before, after) for onset in _onsets(part))
            if len(turns) > _MAX_ONSETS:
                return None
    if not turns:
        return None
    turns.sort()
    return _table(turns)


def _table(turns: list[tuple[datetime, int, int]]) -> Zone:
    """From each turn on, its new offset holds: at once in wall time where clocks go back, after the gap otherwise."""
    marks = [onset + timedelta(seconds=max(0, after - before)) for onset, before, after in turns]
    offsets = [turns[0][1], *(after for _, _, after in turns)]
    return lambda local: utc(local) - offsets[bisect_right(marks, local)]


def _onsets(part: Block) -> list[datetime]:
    """The wall times, in the old offset, at which this part begins to hold."""
    start = _wall(part.value("DTSTART"))
    onsets = [start]
    for line in part.all("RDATE"):
        onsets.extend(_wall(value.partition("/")[0]) for value in line.value.split(",")[:_MAX_ONSETS])
    for line in part.all("RRULE")[:4]:
        rule = rules.read(line.value)
        if rule is None or rule.freq != "YEARLY":
            return onsets[:1]
        first = start.replace(year=max(start.year, _FIRST_YEAR)) if rule.total is None else start
        last = min(rule.until + _DAY, _END) if rule.until else _END  # UNTIL is in UTC: leave it a day
        onsets.extend(rules.walk(rule, first, last, limit=_MAX_ONSETS))
    return onsets


_END = datetime(_LAST_YEAR, 1, 1)  # noqa: DTZ001  wall time


def _seconds(offset: str) -> int:
    found = _OFFSET.fullmatch(offset)
    if found is None:
        raise ValueError("no offset")
    seconds = int(found[2]) * 3600 + int(found[3]) * 60 + int(found[4] or 0)
    if seconds > 24 * 3600:
        raise ValueError("no offset")
    return -seconds if found[1] == "-" else seconds


def _wall(value: str) -> datetime:
    found = _STAMP.match(value.strip())
    if found is None:
        raise ValueError("no time")
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
    return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001  wall time
