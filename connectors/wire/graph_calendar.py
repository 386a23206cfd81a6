"""Graph's JSON of events as iCalendar, for the one reader of meetings. Graph has expanded each series: an occurrence is an event of its own.

Resource: learn.microsoft.com/graph/api/resources/event. An occurrence in a view has little more than its times, and takes the rest from its
master. `iCalUId` differs for each occurrence, so a meeting bears its master's. Nothing of a private event passes through.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from connectors.wire.ical_lines import address, moment, quoted, stamp, value, wall
from connectors.wire.json_values import inner, objects, text
from connectors.wire.zones import resolve, utc

PRIVATE = frozenset({"private", "personal", "confidential"})
MAX_PEOPLE = 2_000
_ANSWERS = {"accepted": "ACCEPTED", "declined": "DECLINED", "tentativelyaccepted": "TENTATIVE", "organizer": "ACCEPTED"}
_EXPANDED = frozenset({"occurrence", "exception"})


def kind(event: Mapping[str, Any]) -> str:
    """singleInstance, occurrence, exception or seriesMaster; empty in a row that tells a part only."""
    return text(event, "type")


def series(event: Mapping[str, Any]) -> str:
    """The master's id; empty for an event that stands alone, and for a master."""
    return text(event, "seriesMasterId") if kind(event) in _EXPANDED or not kind(event) else ""


def is_whole(event: Mapping[str, Any]) -> bool:
    """Whether all of an event is there, and not its times alone."""
    return "subject" in event and "attendees" in event and bool(inner(event, "start"))


def signals(events: Sequence[Mapping[str, Any]]) -> frozenset[str]:
    """Whether only some of the meeting's people are shown."""
    some = any(event.get("hideAttendees") is True and event.get("isOrganizer") is not True for event in events)
    return frozenset({"some_people"}) if some else frozenset()


def span(event: Mapping[str, Any]) -> tuple[int, int]:
    """Start and end in seconds since 1970, as near as a view's window needs; one that cannot be read is always within."""
    start, end = (moment(text(inner(event, name), "dateTime")[:19] + "Z") for name in ("start", "end"))
    return (0 if start is None else start), (2**40 if end is None else end)


def starts(event: Mapping[str, Any]) -> str:
    """For the order only."""
    return text(inner(event, "start"), "dateTime")


def calendar(uid: str, master: Mapping[str, Any], times: Sequence[Mapping[str, Any]], own: str, words: str) -> bytes:
    """One meeting as a calendar file. `times`: its occurrences, or none for one that stands alone; `words`: its text."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0"]
    for event in times or (master,):
        lines += _event(uid, event if is_whole(event) else {**master, **event}, own, words, of_series=bool(times))
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode("utf-8", "replace")


def _event(uid: str, event: Mapping[str, Any], own: str, words: str, *, of_series: bool) -> Iterator[str]:
    whole_day = event.get("isAllDay") is True
    yield "BEGIN:VEVENT"
    yield f"UID:{value(uid)}"
    yield from _time("DTSTART", inner(event, "start"), whole_day=whole_day)
    yield from _time("DTEND", inner(event, "end"), whole_day=whole_day)
    if of_series:
        original = text(event, "originalStart")
        place = (
            {"dateTime": original, "timeZone": "UTC"}
            if original and kind(event) == "exception"
            else inner(event, "start")
        )
        yield from _time("RECURRENCE-ID", place, whole_day=whole_day)
    yield from stamp(text(event, "lastModifiedDateTime"))
    if event.get("isCancelled") is True:
        yield "STATUS:CANCELLED"
    if text(event, "sensitivity").lower() in PRIVATE:
        yield "CLASS:PRIVATE"
    else:
        yield from _words(event, words)
        yield from _people(event, own)
    yield "END:VEVENT"


def _words(event: Mapping[str, Any], words: str) -> Iterable[str]:
    place = text(inner(event, "location"), "displayName") or ("Online" if event.get("isOnlineMeeting") is True else "")
    for name, found in (("SUMMARY", text(event, "subject")), ("LOCATION", place), ("DESCRIPTION", words)):
        if found:
            yield f"{name}:{value(found)}"


def _people(event: Mapping[str, Any], own: str) -> Iterable[str]:
    organizer = inner(inner(event, "organizer"), "emailAddress")
    if who := address(text(organizer, "address")):
        yield f'ORGANIZER;CN="{quoted(text(organizer, "name"))}":mailto:{who}'
    mine = _ANSWERS.get(text(inner(event, "responseStatus"), "response").lower(), "")
    for attendee in objects(event, "attendees")[:MAX_PEOPLE]:
        person = inner(attendee, "emailAddress")
        if who := address(text(person, "address")):
            kind_ = ";CUTYPE=RESOURCE" if text(attendee, "type") == "resource" else ""
            answer = _ANSWERS.get(text(inner(attendee, "status"), "response").lower(), "NEEDS-ACTION")
            if mine and who.lower() == own:
                answer = mine  # the rep's own copy does not always tell it in the list
            yield f'ATTENDEE{kind_};PARTSTAT={answer};CN="{quoted(text(person, "name"))}":mailto:{who}'


def _time(name: str, time: Mapping[str, Any], *, whole_day: bool) -> Iterable[str]:
    """A date, or a moment: we ask for UTC, and a server that names another zone is understood."""
    plain = text(time, "dateTime")
    if whole_day:
        if plain:
            yield f"{name};VALUE=DATE:{plain.replace('-', '')[:8]}"
        return
    local = moment(plain[:19] + "Z")  # seven decimals are more than a time has
    if local is None:
        return
    zone = text(time, "timeZone")
    known = utc if zone.upper() in {"", "UTC"} else resolve(zone, {})
    if known is None:  # the reader of calendars says that the zone is unknown
        yield f'{name};TZID="{quoted(zone)}":{wall(local, utc):%Y%m%dT%H%M%S}'
        return
    yield f"{name}:{wall(known(wall(local, utc)), utc):%Y%m%dT%H%M%S}Z"
