"""Google Calendar's JSON of events as iCalendar, so that one reader knows how meetings are read, expanded and capped.

Resource: developers.google.com/workspace/calendar/api/v3/reference/events. A series is its master with its exceptions; a cancelled
exception has little more than its original start, so it takes the rest from its master. Nothing of a private event passes through.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from connectors.wire.ical_lines import address, moment, number, quoted, stamp, value, wall
from connectors.wire.json_values import inner, objects, strings, text
from connectors.wire.zones import resolve, utc

PRIVATE = frozenset({"private", "confidential"})
NO_MEETING = frozenset({"birthday", "focusTime", "outOfOffice", "workingLocation", "fromGmail"})
"""Kinds of event that are nobody's meeting."""
MAX_LINES = 2_000
"""Lines of recurrence of one event; the reader refuses what is beyond its own cap."""
_RESPONSES = {"accepted": "ACCEPTED", "declined": "DECLINED", "tentative": "TENTATIVE", "needsAction": "NEEDS-ACTION"}
_RECURRENCE = re.compile(r"(?:RRULE|RDATE|EXDATE|EXRULE)[;:][^\x00-\x1f\x7f]{1,20000}")


def is_private(event: Mapping[str, Any]) -> bool:
    """Whether the event may leave no trace."""
    return text(event, "visibility") in PRIVATE


def is_meeting(event: Mapping[str, Any]) -> bool:
    """Whether the event is of a kind that people meet at."""
    return text(event, "eventType") not in NO_MEETING


def is_cancelled(event: Mapping[str, Any]) -> bool:
    """Whether the event is off; then no more than its id is sure."""
    return text(event, "status") == "cancelled"


def signals(events: Sequence[Mapping[str, Any]]) -> frozenset[str]:
    """What the events say of the meeting beside its words: whether only some of its people are shown."""
    some = any(
        event.get("attendeesOmitted") is True
        or (event.get("guestsCanSeeOtherGuests") is False and inner(event, "organizer").get("self") is not True)
        for event in events
    )
    return frozenset({"some_people"}) if some else frozenset()


def calendar(uid: str, events: Sequence[Mapping[str, Any]], zone: str) -> bytes:
    """The events of one meeting as a calendar file. `zone`: the calendar's own, for times that name none."""
    master = next((event for event in events if not text(event, "recurringEventId") and not is_cancelled(event)), None)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0"]
    for event in events:
        lines += _event(uid, event, master, zone)
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode("utf-8", "replace")


def _event(uid: str, event: Mapping[str, Any], master: Mapping[str, Any] | None, zone: str) -> Iterable[str]:
    original = inner(event, "originalStartTime")
    off = is_cancelled(event)
    said = {**master, **event} if off and master and original else event
    start = original if off and original else inner(event, "start")
    yield "BEGIN:VEVENT"
    yield f"UID:{value(uid)}"
    yield from _time("DTSTART", start, zone, local=bool(strings(event, "recurrence")))
    if text(event, "recurringEventId") and original:
        yield from _time("RECURRENCE-ID", original, zone)
    if off and original:
        yield from _duration(master)
    elif inner(event, "end") and event.get("endTimeUnspecified") is not True:
        yield from _time("DTEND", inner(event, "end"), zone)
    yield f"SEQUENCE:{number(event.get('sequence'))}"
    yield from stamp(text(event, "updated"))
    if off:
        yield "STATUS:CANCELLED"
    if is_private(said):
        yield "CLASS:PRIVATE"
    elif is_meeting(said):
        yield from _words(said)
        yield from _people(said)
    if not text(event, "recurringEventId"):
        yield from (line for line in strings(event, "recurrence")[:MAX_LINES] if _RECURRENCE.fullmatch(line))
    yield "END:VEVENT"


def _words(event: Mapping[str, Any]) -> Iterable[str]:
    for name, key in (("SUMMARY", "summary"), ("LOCATION", "location"), ("DESCRIPTION", "description")):
        if found := text(event, key):
            yield f"{name}:{value(found)}"


def _people(event: Mapping[str, Any]) -> Iterable[str]:
    organizer = inner(event, "organizer")
    if who := address(text(organizer, "email")):
        yield f'ORGANIZER;CN="{quoted(text(organizer, "displayName"))}":mailto:{who}'
    for attendee in objects(event, "attendees"):
        if who := address(text(attendee, "email")):
            kind = ";CUTYPE=RESOURCE" if attendee.get("resource") is True else ""
            answer = _RESPONSES.get(text(attendee, "responseStatus"), "NEEDS-ACTION")
            name = quoted(text(attendee, "displayName"))
            yield f'ATTENDEE{kind};PARTSTAT={answer};CN="{name}":mailto:{who}'


def _time(name: str, time: Mapping[str, Any], zone: str, *, local: bool = False) -> Iterable[str]:
    """A date, or a moment. A series needs the wall time of its zone; all others are as exact in UTC."""
    if day := text(time, "date"):
        yield f"{name};VALUE=DATE:{day.replace('-', '')[:8]}"
        return
    at = moment(text(time, "dateTime"))
    if at is None:
        return
    tzid = text(time, "timeZone") or zone
    known = resolve(tzid, {}) if local else None
    if known is None:
        yield f"{name}:{wall(at, utc):%Y%m%dT%H%M%S}Z"
    else:
        yield f'{name};TZID="{quoted(tzid)}":{wall(at, known):%Y%m%dT%H%M%S}'


def _duration(master: Mapping[str, Any] | None) -> Iterable[str]:
    """How long a cancelled time would have lasted."""
    start = moment(text(inner(master or {}, "start"), "dateTime"))
    end = moment(text(inner(master or {}, "end"), "dateTime"))
    if start is not None and end is not None and end >= start:
        yield f"DURATION:PT{end - start}S"
