"""Lines of a calendar file (RFC 5545), written for the one reader of meetings. No value can begin a line of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from connectors.wire.zones import EPOCH, Zone, utc

_CONTROL = re.compile(r"[\x00-\x1f\x7f\"\u0085\u2028\u2029]")
_BREAK = re.compile(r"\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
_ADDRESS = re.compile(r"[^\s@<>,;:\"\x00-\x1f\x7f]{1,320}@[^\s@<>,;:\"\x00-\x1f\x7f]{1,320}")
_UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


def stamp(updated: str) -> Iterable[str]:
    """When the event was last touched."""
    at = moment(updated)
    if at is not None:
        yield f"DTSTAMP:{wall(at, utc):%Y%m%dT%H%M%S}Z"


def moment(words: str) -> int | None:
    """Seconds since 1970 of an RFC 3339 time; a time without an offset is UTC's."""
    try:
        found = datetime.fromisoformat(words[:40])
    except ValueError:
        return None
    offset = found.utcoffset() or timedelta()
    seconds = utc(found.replace(tzinfo=None, microsecond=0)) - int(offset.total_seconds())
    return seconds if 0 <= seconds < 7_258_118_400 else None


def wall(at: int, zone: Zone) -> datetime:
    """What clocks in the zone show at a moment."""
    universal = EPOCH + timedelta(seconds=at)
    for guess in (universal, universal + timedelta(seconds=at - zone(universal))):
        found = guess + timedelta(seconds=at - zone(guess))
        if zone(found) == at:
            return found
    return universal


def number(found: object) -> int:
    """A sequence; 0 for what is none."""
    return found if isinstance(found, int) and 0 <= found < 2**31 else 0


def value(words: str) -> str:
    """A text value on one line (RFC 5545 §3.3.11)."""
    plain = words.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")
    return _UNSEEN.sub("", _BREAK.sub(r"\\n", plain))


def quoted(words: str) -> str:
    """A parameter's value between quotes: without quotes and controls of its own."""
    return _CONTROL.sub(" ", words)[:320]


def address(found: str) -> str:
    """The address; empty when it is none: what could be read in two ways is read in none."""
    plain = found.strip()
    return plain if _ADDRESS.fullmatch(plain) else ""
