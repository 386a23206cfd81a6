"""Google's events through the one reader of meetings: what is said, where and when, and what may not pass."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from connectors.wire.google_calendar import calendar
from connectors.wire.ical import Window, meetings
from sync.model import Meeting

WINDOW = Window(int(datetime(2026, 1, 1, tzinfo=UTC).timestamp()), int(datetime(2027, 1, 1, tzinfo=UTC).timestamp()))


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp())


def event(**more: Any) -> dict[str, Any]:
    return {
        "id": "ev1",
        "status": "confirmed",
        "updated": "2026-03-01T08:00:00.000Z",
        "iCalUID": "ev1@google.com",
        "summary": "Kick-off",
        "start": {"dateTime": "2026-03-10T10:00:00+01:00", "timeZone": "Europe/Berlin"},
        "end": {"dateTime": "2026-03-10T11:00:00+01:00", "timeZone": "Europe/Berlin"},
        "organizer": {"email": "rob@seller.example", "self": True},
        "attendees": [
            {"email": "rob@seller.example", "self": True, "responseStatus": "accepted"},
            {
                "email": "ada@customer.example",
                "displayName": 'Ada "the, first"; Customer',
                "responseStatus": "tentative",
            },
            {"email": "room@seller.example", "resource": True, "responseStatus": "accepted"},
        ],
    } | more


def read(*events: dict[str, Any], zone: str = "Europe/Berlin") -> Meeting:
    (found,) = meetings(calendar(events[0]["iCalUID"], events, zone), WINDOW)
    assert isinstance(found, Meeting), found
    return found


def test_one_meeting_with_its_people() -> None:
    found = read(event(location="Room 1, Köln", sequence=3))
    (time,) = found.occurrences
    assert (time.start, time.end, time.recurrence_id) == (
        at("2026-03-10T10:00+01:00"),
        at("2026-03-10T11:00+01:00"),
        "",
    )
    assert (time.location, time.sequence, time.stamp) == ("Room 1, Köln", 3, at("2026-03-01T08:00+00:00"))
    assert found.header.subject == "Kick-off"
    assert [(p.role, p.address, p.response) for p in found.header.people] == [
        ("organizer", "rob@seller.example", ""),
        ("attendee", "rob@seller.example", "accepted"),
        ("attendee", "ada@customer.example", "tentative"),
    ]
    assert found.header.people[2].name.startswith("Ada")


def test_a_series_keeps_its_wall_time_over_the_change_of_clocks() -> None:
    found = read(event(recurrence=["RRULE:FREQ=WEEKLY;COUNT=4"]))
    assert [o.start for o in found.occurrences] == [
        at("2026-03-10T10:00+01:00"),
        at("2026-03-17T10:00+01:00"),
        at("2026-03-24T10:00+01:00"),
        at("2026-03-31T10:00+02:00"),
    ]


def test_the_wall_time_is_the_events_zone_and_not_that_of_the_offset() -> None:
    """Google may write the moment in the calendar's zone while the event repeats in its own."""
    start = {"dateTime": "2026-03-05T15:00:00+01:00", "timeZone": "America/New_York"}  # 09:00 there
    end = {"dateTime": "2026-03-05T16:00:00+01:00", "timeZone": "America/New_York"}
    found = read(event(start=start, end=end, recurrence=["RRULE:FREQ=WEEKLY;COUNT=2"]))
    assert [o.start for o in found.occurrences] == [at("2026-03-05T09:00-05:00"), at("2026-03-12T09:00-04:00")]


def test_a_moved_and_a_cancelled_time_of_a_series() -> None:
    master = event(recurrence=["RRULE:FREQ=DAILY;COUNT=3"])
    moved = event(
        id="ev1_2",
        recurringEventId="ev1",
        originalStartTime={"dateTime": "2026-03-11T10:00:00+01:00", "timeZone": "Europe/Berlin"},
        start={"dateTime": "2026-03-11T15:00:00+01:00"},
        end={"dateTime": "2026-03-11T16:00:00+01:00"},
    )
    off = {
        "id": "ev1_3",
        "status": "cancelled",
        "recurringEventId": "ev1",
        "originalStartTime": {"dateTime": "2026-03-12T10:00:00+01:00", "timeZone": "Europe/Berlin"},
    }
    found = read(master, moved, off)
    assert [(o.recurrence_id, o.start, o.cancelled) for o in found.occurrences] == [
        ("20260310T090000Z", at("2026-03-10T10:00+01:00"), False),
        ("20260311T090000Z", at("2026-03-11T15:00+01:00"), False),
        ("20260312T090000Z", at("2026-03-12T10:00+01:00"), True),
    ]
    assert not found.series_cancelled
    assert found.header.subject == "Kick-off"


def test_whole_days() -> None:
    found = read(event(start={"date": "2026-03-10"}, end={"date": "2026-03-12"}))
    (time,) = found.occurrences
    assert time.all_day
    assert time.end - time.start == 2 * 86_400


@pytest.mark.parametrize("visibility", ["private", "confidential"])
def test_nothing_of_a_private_event_passes(visibility: str) -> None:
    raw = calendar("ev1@google.com", [event(visibility=visibility, description="SECRET", location="SECRET")], "UTC")
    assert b"SECRET" not in raw
    assert b"Kick-off" not in raw
    assert b"customer" not in raw
    found = read(event(visibility=visibility))
    assert "private" in found.header.signals


@pytest.mark.parametrize("kind", ["birthday", "focusTime", "outOfOffice", "workingLocation", "fromGmail"])
def test_what_is_no_meeting_has_nobody_on_it(kind: str) -> None:
    assert read(event(eventType=kind)).header.people == ()


def test_no_value_can_begin_a_line_of_its_own() -> None:
    evil = "x\r\nBEGIN:VEVENT\nUID:other\u2028END:VEVENT\x85ATTENDEE:mailto:eve@evil.example"
    person = {"email": "ada@customer.example\r\nATTENDEE:mailto:eve@evil.example", "displayName": evil}
    rules = ["RRULE:FREQ=DAILY;COUNT=2\r\nATTENDEE:mailto:eve@evil.example", "X-EVIL:1"]
    found = read(event(summary=evil, location=evil, description=evil, attendees=[person], recurrence=rules))
    assert {p.address for p in found.header.people} <= {"rob@seller.example"}
    assert len(found.occurrences) == 1


@pytest.mark.parametrize(
    "odd",
    [
        {"start": {}},
        {"start": {"dateTime": "soon"}},
        {"start": {"date": "0000-00-00"}},
        {"start": None},
        {"attendees": "nobody"},
        {"attendees": [1, None, {}, {"email": 5}]},
        {"recurrence": ["RRULE:FREQ=SECONDLY"]},
        {"recurrence": "RRULE"},
        {"organizer": []},
        {"sequence": "x", "updated": 7},
        {"end": {"dateTime": "1890-01-01T00:00:00Z"}},
    ],
)
def test_what_is_malformed_is_read_or_rejected_never_raised(odd: dict[str, Any]) -> None:
    found = meetings(calendar("ev1@google.com", [event(**odd)], "Nowhere/Else"), WINDOW)
    assert len(found) == 1
