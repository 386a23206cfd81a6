"""Calendar bytes to meetings: RFC 5545 as it is found in the wild, with every cost capped first.

Links, attachments and alarms are never looked at. One event that cannot be read never takes the others along. There is no clock
here: the caller says which window of time is wanted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from connectors.wire import event, series, zones
from connectors.wire.contentline import Block, blocks, unfold
from connectors.wire.event import Event, Places, Unreadable
from sync.model import Header, Meeting, Occurrence, Rejected

MAX_BYTES = 5_000_000
MAX_COMPONENTS = 20_000
MAX_IN_MAIL = 20
"""Meetings of one mail. RFC 5546 allows one; some senders put a handful."""
MAX_IN_FILE = 100_000
"""Occurrences of one file. The series after them bring their first date only."""
REACH = 400 * 86_400
"""Seconds to each side of an invitation's own time in which its series is expanded."""

_RANKS = {"VCALENDAR": 1, **dict.fromkeys(("VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY", "VTIMEZONE"), 2)}
_METHOD = re.compile(r"[A-Z-]{1,20}")
_NO_ENTRIES = frozenset({"REPLY", "COUNTER", "DECLINECOUNTER", "REFRESH"})
"""Methods of messages that ask or answer: saved as a file, they are still no calendar entries."""
_FULL = "This calendar file has more dates than Repside keeps: only the first date of this series is shown."
_LOST = "One changed date of this meeting could not be read."


class Window(NamedTuple):
    """Seconds since 1970. Series are not expanded outside; a meeting that does not repeat is always given."""

    start: int
    end: int


class NotACalendar(Unreadable):
    """There is no calendar component in these bytes."""


class TooLarge(Unreadable):
    """More bytes or components than we read."""


class _Calendar(NamedTuple):
    """One VCALENDAR."""

    method: str
    places: Places
    events: list[Block]
    guessed: bool
    """Its characters had to be guessed."""


class _Group(NamedTuple):
    """All that there is of one UID."""

    events: list[Event]
    broken: list[str]
    """Error classes."""


def meetings(raw: bytes, window: Window) -> list[Meeting | Rejected]:
    """All meetings of a calendar file in its order, one a UID, exceptions merged, series expanded inside the window.

    Never raises. An event that cannot be read comes as Rejected with its UID, a file that cannot be read as one Rejected
    with an empty id. Errors: NotACalendar, TooLarge, NoStart, CutShort.
    """
    try:
        calendars = [calendar for calendar in _calendars(raw) if calendar.method not in _NO_ENTRIES]
    except Unreadable as error:
        return [Rejected("", type(error).__name__)]
    found: list[Meeting | Rejected] = []
    left = MAX_IN_FILE
    guessed = any(calendar.guessed for calendar in calendars)
    for uid, group in _groups(calendars).items():
        meeting = _entry(uid, group, window if left > 0 else None, guessed=guessed)
        found.append(meeting)
        left -= len(meeting.occurrences) if isinstance(meeting, Meeting) else 0
    return found


def invitations(raw: bytes, window: Window | None = None) -> tuple[Meeting, ...]:
    """The meetings that a text/calendar part of a mail speaks of, method set, id empty; none when it cannot be read.

    Without a window, a series is expanded 400 days to each side of the invitation's own time.
    """
    found: list[Meeting] = []
    try:
        for calendar in _calendars(raw):
            for uid, group in _groups([calendar]).items():
                if group.events and len(found) < MAX_IN_MAIL:
                    span = window or _around(group.events)
                    found.append(_meeting(uid, group, span, calendar.method or "PUBLISH", guessed=calendar.guessed))
    except Unreadable:
        return ()
    return tuple(meeting._replace(id="") for meeting in found)


def _calendars(raw: bytes) -> Iterator[_Calendar]:
    """The calendars of a file. Events that stand there without one make one of their own."""
    if len(raw) > MAX_BYTES:
        raise TooLarge
    lines, guessed = unfold(raw)
    try:
        root = blocks(lines, limit=MAX_COMPONENTS, ranks=_RANKS)
    except ValueError:
        raise TooLarge from None
    if not any(block.name in _RANKS for block in root.blocks):
        raise NotACalendar
    bare = Block("VCALENDAR", blocks=[block for block in root.blocks if block.name != "VCALENDAR"])
    for block in (bare, *(block for block in root.blocks if block.name == "VCALENDAR")):
        method = block.value("METHOD").upper()
        own = zones.embedded(part for part in block.blocks if part.name == "VTIMEZONE")
        places = Places(own, zones.resolve(block.value("X-WR-TIMEZONE"), own))
        events = [part for part in block.blocks if part.name == "VEVENT"]
        yield _Calendar(method if _METHOD.fullmatch(method) else "", places, events, guessed)


def _groups(calendars: Iterable[_Calendar]) -> dict[str, _Group]:
    """The events by UID, in the order of the file."""
    groups: dict[str, _Group] = {}
    for calendar in calendars:
        for block in calendar.events:
            group = groups.setdefault(event.uid(block), _Group([], []))
            try:
                found = event.read(block, calendar.places)
            except Unreadable as error:
                group.broken.append(type(error).__name__)
            else:
                group.events.append(found._replace(cancelled=True) if calendar.method == "CANCEL" else found)
    return groups


def _entry(uid: str, group: _Group, window: Window | None, *, guessed: bool) -> Meeting | Rejected:
    """A calendar's own entry. What is broken may have been the master: then the exceptions alone would mislead."""
    if group.broken and all(item.recurrence for item in group.events):
        return Rejected(uid, group.broken[0])
    return _meeting(uid, group, window, "", guessed=guessed)


def _meeting(uid: str, group: _Group, window: Window | None, method: str, *, guessed: bool) -> Meeting:
    """The meeting of one UID. Without a window, a series brings its first date only."""
    master, overrides = _newest(group.events)
    lead = master or next((item for item in overrides if not item.private), overrides[0])
    if master is None:
        shown = [item for item in overrides if not item.private or item is lead]
        times = series.Times(tuple(series.single(item) for item in shown[-series.MAX_OCCURRENCES :]))
    elif method == "REPLY" or not (series.repeats(master) or overrides):
        times = series.Times((series.single(master),))  # an answer to a series is one answer
    elif window is None:
        times = series.Times((series.first(master),), _FULL)
    else:
        times = series.expand(master, overrides, series.Span(*window))
    return Meeting(
        id=uid,
        ical_uid=uid,
        header=_header(lead, times.occurrences, guessed=guessed),
        occurrences=times.occurrences,
        method=method,
        series_cancelled=master is not None and master.cancelled,
        text=lead.text,
        note=times.note or (_LOST if group.broken else ""),
    )


def _newest(events: list[Event]) -> tuple[Event | None, list[Event]]:
    """The master, and the exceptions by original start: of each the one with the highest version, in whatever order they
    stand."""
    newest: dict[str, Event] = {}
    for item in events:
        key = series.mark(item.recurrence) if item.recurrence else ""
        held = newest.get(key)
        if held is None or _rank(item) > _rank(held):
            newest[key] = item
    return newest.pop("", None), [newest[key] for key in sorted(newest)]


def _rank(item: Event) -> tuple[object, ...]:
    """The version decides; what comes after it only makes equal versions give the same result in any order."""
    return (*item.version, item.cancelled, item.start.at, item.seconds, item.subject, item.location, item.text)


def _header(lead: Event, occurrences: tuple[Occurrence, ...], *, guessed: bool) -> Header:
    signals = {
        "private": lead.private,
        "odd_address": lead.odd_address,
        "odd_charset": guessed,
        "truncated": lead.people_cut,
    }
    return Header(
        kind="meeting",
        people=lead.people,
        people_total=lead.people_total,
        subject=lead.subject,
        date=occurrences[0].start if occurrences else lead.start.at,
        signals=frozenset(name for name, given in signals.items() if given),
    )


def _around(events: list[Event]) -> Window:
    """The window of an invitation: about when it was written, or when it begins, whichever is later."""
    anchor = max(max(item.version[1], item.start.at) for item in events)
    return Window(anchor - REACH, anchor + REACH)
