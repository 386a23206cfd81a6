"""One VEVENT to values: its times with their zones, its people, its words. Pure, and capped."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from connectors.wire import address, text
from connectors.wire.contentline import Block, Line, unescape
from connectors.wire.encoded import clean, hidden
from connectors.wire.zones import Zone, resolve, utc
from sync.meetings import MAX_SEQUENCE
from sync.model import MAX_PEOPLE, MAX_TEXT, Person, Role

MAX_DATES = 1_000
"""RDATEs of one event. More are refused."""
MAX_EXCLUDED = 5_000
"""EXDATEs of one event that are looked at."""
MAX_SECONDS = 366 * 86_400
"""The longest that one occurrence lasts; a longer one is cut."""
_MAX_LINE = 1_000
_MAX_UID = 255
_FIRST_START, _FIRST_YEAR, _LAST_YEAR = datetime(1970, 1, 1), 1900, 2199  # noqa: DTZ001  wall time
_STAMPS = range(631_152_000, 4_102_444_800)

_TIME = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:T(\d\d):?(\d\d):?(\d\d)?(?:\.\d+)?(Z)?)?", re.IGNORECASE)
_DURATION = re.compile(
    r"([+-])?P(?:(\d{1,6})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,8})H)?(?:(\d{1,8})M)?(?:(\d{1,9})S)?)?", re.IGNORECASE
)
_MARKUP = re.compile(r"</(?:p|div|span|a|b|i|u|ul|ol|html|body)>|<br ?/?>", re.IGNORECASE)
_RESPONSES = {
    "ACCEPTED": "accepted",
    "DECLINED": "declined",
    "TENTATIVE": "tentative",
    "NEEDS-ACTION": "needs_action",
}


class Unreadable(ValueError):
    """This event cannot be read. The class name is all that is kept of it."""


class NoStart(Unreadable):
    """It has no DTSTART, or none that makes sense."""


class CutShort(Unreadable):
    """The file ends in the middle of it."""


class Places(NamedTuple):
    """What a calendar says about its wall times."""

    own: Mapping[str, Zone]
    """Zones defined in the file, by TZID."""
    default: Zone | None
    """Of floating times."""


class Moment(NamedTuple):
    """One time as it was written."""

    local: datetime
    at: int
    """Seconds since 1970, UTC. A date is its midnight in UTC."""
    zone: Zone
    all_day: bool
    known: bool


class Event(NamedTuple):
    """One VEVENT."""

    uid: str
    start: Moment
    seconds: int
    """How long it lasts."""
    recurrence: Moment | None
    later_too: bool
    """RANGE=THISANDFUTURE."""
    version: tuple[int, int]
    """Sequence and stamp."""
    rules: tuple[str, ...]
    odd_rule: bool
    """EXRULE, which nobody writes any more, or too many dates: do not expand."""
    extra: tuple[tuple[Moment, int | None], ...]
    """RDATEs, those that are periods with their own length."""
    excluded: tuple[Moment, ...]
    cancelled: bool
    private: bool
    subject: str
    location: str
    text: str
    people: tuple[Person, ...]
    people_total: int
    people_cut: bool
    """There are more than MAX_PEOPLE."""
    odd_address: bool


def read(block: Block, places: Places) -> Event:
    """The event of a VEVENT block. Raises Unreadable."""
    if not block.ended:
        raise CutShort
    first = block.first("DTSTART") or block.first("RECURRENCE-ID")  # an answer may name its occurrence only
    if first is None:
        raise NoStart
    start = moment(first, places)
    if start.local < _FIRST_START:
        raise NoStart
    people, total, odd = _people(block)
    recurrence = block.first("RECURRENCE-ID")
    extra, excluded = block.all("RDATE"), block.all("EXDATE")
    too_many = sum(line.value.count(",") + 1 for line in extra) > MAX_DATES
    return Event(
        uid=uid(block),
        start=start,
        seconds=_lasts(block, start, places),
        recurrence=moment(recurrence, places) if recurrence else None,
        later_too=recurrence is not None and "FUTURE" in recurrence.parameters.get("RANGE", "").upper(),
        version=(_sequence(block.value("SEQUENCE")), _stamp(block, places)),
        rules=tuple(line.value for line in block.all("RRULE")),
        odd_rule=too_many or block.first("EXRULE") is not None,
        extra=() if too_many else tuple(_periods(extra, places)),
        excluded=tuple(_moments(excluded, places, MAX_EXCLUDED)),
        cancelled=block.value("STATUS").upper() == "CANCELLED",
        private=block.value("CLASS").upper() in {"PRIVATE", "CONFIDENTIAL"},
        subject=_words(block, "SUMMARY"),
        location=_words(block, "LOCATION"),
        text=_text(block),
        people=people,
        people_total=total,
        people_cut=total > MAX_PEOPLE,
        odd_address=odd,
    )


def uid(block: Block) -> str:
    """The UID, cleaned; one made of start, words and organizer where there is none, so that it stays the same."""
    found = clean(block.value("UID"))
    if found and len(found) <= _MAX_UID:
        return found
    parts = [found] if found else [block.value(name) for name in ("DTSTART", "SUMMARY", "ORGANIZER", "LOCATION")]
    return "made-" + hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:32]


def moment(line: Line, places: Places, value: str | None = None) -> Moment:
    """The time of a property. Raises NoStart when it is none."""
    text = (line.value if value is None else value).strip()
    found = _TIME.fullmatch(text)
    if found is None or not _FIRST_YEAR <= int(found[1]) <= _LAST_YEAR:
        raise NoStart
    try:
        local = datetime(int(found[1]), int(found[2]), int(found[3]))  # noqa: DTZ001  wall time
        if found[4] is None:
            return Moment(local, utc(local), utc, all_day=True, known=True)
        local += timedelta(hours=int(found[4]), minutes=int(found[5]), seconds=min(int(found[6] or 0), 59))
        if int(found[4]) > 24 or int(found[5]) > 59:
            raise NoStart
        zone = _zone(line, places, universal=found[7] is not None)
        known = zone is not None
        zone = zone or utc
        return Moment(local, zone(local), zone, all_day=False, known=known)
    except (ValueError, OverflowError):
        raise NoStart from None


def _zone(line: Line, places: Places, *, universal: bool) -> Zone | None:
    if universal:
        return utc
    tzid = line.parameters.get("TZID", "")
    return resolve(tzid, places.own) if tzid.strip() else places.default


def _moments(lines: list[Line], places: Places, limit: int) -> Iterator[Moment]:
    """The times of list properties; one that makes no sense is left out."""
    for line in lines:
        for value in line.value.split(",")[:limit]:
            limit -= 1
            try:
                yield moment(line, places, value)
            except NoStart:
                continue


def _periods(lines: list[Line], places: Places) -> Iterator[tuple[Moment, int | None]]:
    for line in lines:
        for value in line.value.split(","):
            start, slash, end = value.partition("/")
            try:
                begin = moment(line, places, start)
                yield begin, _length(line, begin, end.strip(), places) if slash else None
            except NoStart:
                continue


def _length(line: Line, begin: Moment, end: str, places: Places) -> int:
    seconds = _duration(end)
    return seconds if seconds is not None else _capped(moment(line, places, end).at - begin.at)


def _lasts(block: Block, start: Moment, places: Places) -> int:
    """DTEND, else DURATION, else one day for a date and nothing for a time. An end before the start counts as none."""
    default = 86_400 if start.all_day else 0
    end = block.first("DTEND")
    if end is not None and end.value.strip():
        try:
            until = moment(end, places)
        except NoStart:
            return default
        return max(default, _capped(until.at - start.at))
    seconds = _duration(block.value("DURATION"))
    return default if seconds is None else max(default, seconds)


def _duration(value: str) -> int | None:
    found = _DURATION.fullmatch(value.strip())
    if found is None or not any(found.groups()[1:]):
        return None
    if found[1] == "-":
        return 0
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:])
    return _capped((weeks * 7 + days) * 86_400 + hours * 3_600 + minutes * 60 + seconds)


def _capped(seconds: int) -> int:
    return min(max(seconds, 0), MAX_SECONDS)


def _sequence(value: str) -> int:
    """0 where it is missing or no number; the absurd ones are clamped."""
    if not value.lstrip("+-").isdecimal():
        return 0
    return 0 if value.startswith("-") else min(int(value.lstrip("+")[:12]), MAX_SEQUENCE)


def _stamp(block: Block, places: Places) -> int:
    """DTSTAMP, else LAST-MODIFIED; 0 where both are missing or absurd."""
    for name in ("DTSTAMP", "LAST-MODIFIED"):
        for found in _moments(block.all(name)[:1], places, 1):
            if found.at in _STAMPS:
                return found.at
    return 0


def _words(block: Block, name: str) -> str:
    """A one-line text for people to read."""
    return clean(unescape(block.value(name)[: 4 * _MAX_LINE]))[:_MAX_LINE]


def _text(block: Block) -> str:
    """DESCRIPTION as plain words; some calendars write it in HTML."""
    words = unescape(block.value("DESCRIPTION")[: 4 * MAX_TEXT])
    plain = text.from_html(words) if _MARKUP.search(words) else hidden(words.replace("\r\n", "\n"))
    return plain.strip()[:MAX_TEXT]


def _people(block: Block) -> tuple[tuple[Person, ...], int, bool]:
    """Organizer and attendees, rooms and resources left out; how many there were; whether an address looks odd."""
    kept: list[Person] = []
    total, odd = 0, False
    named: tuple[tuple[str, Role], ...] = (("ORGANIZER", "organizer"), ("ATTENDEE", "attendee"))
    for name, role in named:
        for line in block.all(name)[: 1 if role == "organizer" else None]:
            if line.parameters.get("CUTYPE", "").upper() in {"RESOURCE", "ROOM"}:
                continue
            total += 1
            if len(kept) < MAX_PEOPLE:
                person, strange = _person(line, role)
                odd = odd or strange
                if person is not None:
                    kept.append(person)
    return tuple(dict.fromkeys(kept)), total, odd


def _person(line: Line, role: Role) -> tuple[Person | None, bool]:
    """Who stands there. Some calendars write a path or an id, and the address in a parameter (RFC 7986 EMAIL)."""
    raw = line.value.strip()
    if raw[:7].lower() == "mailto:":
        raw = raw[7:]
    if "@" not in raw:
        raw = line.parameters.get("EMAIL", "").strip() or raw
    found = address.read(raw[:_MAX_LINE], role, 1)
    if not found.people or not found.people[0].address:
        return None, found.odd
    response = _RESPONSES.get(line.parameters.get("PARTSTAT", "").upper(), "") if role == "attendee" else ""
    name = clean(line.parameters.get("CN", "")[:_MAX_UID])
    return Person(role, found.people[0].address, name, response), found.odd
