"""Graph's contract for calendars, point by point, and what it may do to us."""

from __future__ import annotations

from typing import Any

import pytest

from connectors.microsoft.connector import GraphConnector
from connectors.wire import graph_calendar
from connectors.wire.ical import Window
from sync.errors import BrokenAnswer, FolderClosed, StartOver
from sync.model import Cursor, Meeting, Stream
from tests.connectors.microsoft.calendars import Calendar, Event, times
from tests.connectors.microsoft.fake import Graph, Query, good, refuse
from tests.connectors.microsoft.letters import Row
from tests.connectors.microsoft.world import connector
from tests.connectors.world import Round, listing, truth
from tests.simulation.account import DAY, START

WEEK = 7 * DAY
HOUR = 3_600


@pytest.fixture
def graph() -> Graph:
    return Graph()


def row(number: int = 1, **more: Any) -> Row:
    return {
        "iCalUId": f"talk-{number}@x",
        "subject": f"Talk {number}",
        "organizer": {"emailAddress": {"name": "Rob Rep", "address": "rob@seller.example"}},
        "attendees": [
            {"type": "required", "status": {"response": "accepted"},
             "emailAddress": {"name": "Ada", "address": "ada@customer.example"}}
        ],
        "location": {"displayName": "Room 7"},
        "sensitivity": "normal",
        "isCancelled": False,
        "isAllDay": False,
        "body": {"contentType": "html", "content": "<p>What it costs</p>"},
        "responseStatus": {"response": "organizer"},
        **more,
    }  # fmt: skip


def series(graph: Graph, count: int = 4, **more: Any) -> Event:
    made = Event("AAMkSeries+/=", row(9, **more), START, starts=[START + WEEK * n for n in range(count)])
    graph.calendars.put(made)
    return made


def own(made: GraphConnector) -> Stream:
    return next(stream for stream in made.streams() if stream.role == "calendar")


def at(graph: Graph, now: float = START, **more: Any) -> GraphConnector:
    return connector(graph, now=lambda: now, **more)


def read(made: GraphConnector, cursor: Cursor | None = None) -> Round:
    return listing(made, own(made), cursor)


def meetings(made: GraphConnector, cursor: Cursor | None = None) -> dict[str, Meeting]:
    """The records of one round, by their name."""
    stream = own(made)
    found: dict[str, Meeting] = {}
    for page in made.changes(stream, cursor):
        found |= {one.header.subject: one for one in made.fetch(stream, page.changed) if isinstance(one, Meeting)}
    return found


def moments(meeting: Meeting) -> list[int]:
    """When its times begin, those that are called off left out."""
    return sorted(one.start for one in meeting.occurrences if not one.cancelled)


def test_12_a_round_of_the_view_asks_for_nothing_that_it_refuses(graph: Graph) -> None:
    """The fake asserts that no $select, $filter, $expand, $orderby or $search stands beside it."""
    graph.calendars.put(Event("one", row(1), START))
    made = at(graph)
    first = read(made)
    assert first.named == ["one"]
    assert first.pages[-1].snapshot == frozenset(truth(made, own(made)))
    before = graph.requests
    assert listing(made, Stream("calendar:AAMkCal+/main=", "Calendar", "calendar"), first.cursor).pages == []
    assert graph.requests == before + 1


def test_12_removed_outside_of_the_window_is_not_deleted(graph: Graph) -> None:
    """A meeting of long ago changes, and Graph tells it as removed."""
    graph.calendars.put(Event("near", row(1), START))
    graph.calendars.put(Event("old", row(2), START - 3_000 * DAY))
    made = at(graph)
    first = read(made)
    assert first.named == ["near"]
    graph.calendars.put(Event("old", row(2, subject="Changed"), START - 3_000 * DAY))
    later = read(made, first.cursor)
    assert later.removed == set()
    assert later.pages[-1].snapshot == frozenset({"near"})


def test_12_a_meeting_that_leaves_the_window_is_no_deletion_of_others(graph: Graph) -> None:
    graph.calendars.put(Event("one", row(1), START))
    graph.calendars.put(Event("two", row(2), START))
    made = at(graph)
    cursor = read(made).cursor
    graph.calendars.put(Event("two", row(2), START + 3_000 * DAY))
    graph.calendars.remove("one")
    assert read(made, cursor).pages[-1].snapshot == frozenset()


def test_12_the_window_rolls_every_four_weeks_by_a_whole_round(graph: Graph) -> None:
    graph.calendars.put(Event("far", row(1), START + 425 * DAY))
    first = read(at(graph))
    assert first.named == []
    assert read(at(graph, START + DAY), first.cursor).pages == []
    assert read(at(graph, START + 30 * DAY), first.cursor).named == ["far"]


def test_13_a_series_is_one_meeting_with_its_times(graph: Graph) -> None:
    made_ = series(graph)
    made_.changed[START + WEEK] = {"at": START + WEEK + 2 * HOUR}
    made = at(graph)
    (meeting,) = meetings(made).values()
    assert moments(meeting) == [START, START + WEEK + 2 * HOUR, START + 2 * WEEK, START + 3 * WEEK]
    assert meeting.header.subject == "Talk 9"
    assert {person.address for person in meeting.header.people} == {"rob@seller.example", "ada@customer.example"}
    assert {one.location for one in meeting.occurrences} == {"Room 7"}


@pytest.mark.parametrize("told", [True, False])
def test_13_a_time_that_was_deleted_is_gone_whether_told_or_not(graph: Graph, told: bool) -> None:
    series(graph)
    made = at(graph)
    cursor = read(made).cursor
    graph.calendars.remove_time("AAMkSeries+/=", START + WEEK, told=told)
    (meeting,) = meetings(made, cursor).values()
    assert moments(meeting) == [START, START + 2 * WEEK, START + 3 * WEEK]


def test_13_a_master_that_is_not_told_is_read(graph: Graph) -> None:
    """Rounds may tell occurrences alone."""
    series(graph)
    whole = graph.calendars._view_delta

    def bare(asked: Query, name: str) -> Row:
        page = whole(asked, name)
        page["value"] = [one for one in page["value"] if one.get("type") != "seriesMaster"]
        return page

    graph.calendars._view_delta = bare  # type: ignore[method-assign]  # what Graph may leave out
    (meeting,) = meetings(at(graph)).values()
    assert len(moments(meeting)) == 4
    assert meeting.header.subject == "Talk 9"


def test_13_the_master_repeats_no_time_of_its_own(graph: Graph) -> None:
    series(graph, 2)
    (meeting,) = meetings(at(graph)).values()
    assert moments(meeting) == [START, START + WEEK]


def test_13_an_exception_says_what_differs(graph: Graph) -> None:
    made_ = series(graph)
    made_.changed[START + WEEK] = {"at": START + WEEK, "subject": "Talk of prices", "isCancelled": True}
    (meeting,) = meetings(at(graph)).values()
    assert len(moments(meeting)) == 3


@pytest.mark.parametrize("word", ["private", "personal", "confidential", "Private"])
def test_15_F68_of_a_private_event_nothing_passes(graph: Graph, word: str) -> None:
    graph.calendars.put(Event("one", row(1, sensitivity=word), START))
    made = at(graph, level="text")
    (page,) = read(made).pages
    (ref,) = page.changed
    assert "private" in ref.header.signals
    assert (ref.header.subject, ref.header.people) == ("", ())
    (record,) = made.fetch(own(made), [ref])
    assert "cost" not in repr(record)
    graph.calendars.put(Event("one", row(1), START))
    assert "Talk 1" in meetings(made, page.cursor)


@pytest.mark.parametrize(
    ("zone", "local", "hours"),
    [
        ("UTC", "2026-03-01T21:20:00.0000000", 0),
        ("W. Europe Standard Time", "2026-03-01T22:20:00.0000000", 1),
        ("Pacific Standard Time", "2026-03-01T13:20:00.1234567", -8),
        ("Europe/Berlin", "2026-03-01T22:20:00", 1),
        ("tzone://Microsoft/Utc", "2026-03-01T21:20:00.0000000", 0),
    ],
)
def test_16_zones_of_windows_and_others_and_seven_decimals(graph: Graph, zone: str, local: str, hours: int) -> None:
    """We ask for UTC; a server that answers in another zone all the same is understood."""
    time = {"dateTime": local, "timeZone": zone}
    event = {**row(1), "type": "singleInstance", "start": time, "end": time}
    text = graph_calendar.calendar("x", event, [], "rob@seller.example", "").decode()
    assert "DTSTART:20260301T212000Z" in text, (zone, hours)


def test_16_a_zone_that_nobody_knows_is_said_to_be_unknown(graph: Graph) -> None:
    graph.calendars.put(Event("one", row(1), START))
    shown = graph.calendars._shown

    def custom(event: Event) -> Row:
        found = shown(event)
        zone = {"timeZone": "tzone://Microsoft/Custom"}
        return {**found, "start": {**found["start"], **zone}, "end": {**found["end"], **zone}}

    graph.calendars._shown = custom  # type: ignore[method-assign]  # an answer that is not what was asked for
    (one,) = meetings(at(graph))["Talk 1"].occurrences
    assert not one.zone_known


def test_16_every_request_for_times_asks_for_utc(graph: Graph) -> None:
    series(graph)
    made = at(graph)
    prefers: list[str] = []
    send = graph.send

    def heard(method: str, url: str, headers: Any, body: bytes | None) -> Any:
        if "calendarView" in url or "instances" in url:
            prefers.append(headers["Prefer"])
        if body:
            prefers.append(body.decode())
        return send(method, url, headers, body)

    graph.send = heard  # type: ignore[method-assign]  # it listens, and goes on
    cursor = read(made).cursor
    graph.calendars.put(series(graph))
    read(made, cursor)
    assert len(prefers) >= 3
    assert all("outlook.timezone" in one and "UTC" in one for one in prefers)


def test_a_day_is_a_day_whatever_its_zone(graph: Graph) -> None:
    day = {"dateTime": "2026-03-02T00:00:00.0000000", "timeZone": "UTC"}
    until = {"dateTime": "2026-03-03T00:00:00.0000000", "timeZone": "UTC"}
    event = {**row(1), "isAllDay": True, "type": "singleInstance", "start": day, "end": until}
    text = graph_calendar.calendar("x", event, [], "rob@seller.example", "").decode()
    assert "DTSTART;VALUE=DATE:20260302" in text
    assert "DTEND;VALUE=DATE:20260303" in text


def test_only_calendars_of_ones_own_are_read(graph: Graph) -> None:
    graph.calendars.boxes["shared"] = Calendar("AAMkShared=", "Team", "boss@seller.example")
    graph.calendars.boxes["second"] = Calendar("AAMkSecond=", "Travel", "Rob@Seller.example")
    names = [stream.name for stream in at(graph).streams() if stream.role == "calendar"]
    assert names == ["Calendar", "Travel"]
    only = at(graph, calendars=("travel",))
    assert [stream.name for stream in only.streams() if stream.role == "calendar"] == ["Travel"]
    assert not [stream for stream in at(graph, calendar=False).streams() if stream.role == "calendar"]


def test_an_online_meeting_without_a_place_is_online(graph: Graph) -> None:
    graph.calendars.put(Event("one", row(1, location={}, isOnlineMeeting=True), START))
    assert meetings(at(graph))["Talk 1"].occurrences[0].location == "Online"


def test_people_that_are_hidden_are_said_to_be(graph: Graph) -> None:
    graph.calendars.put(Event("one", row(1, hideAttendees=True, isOrganizer=False), START))
    (page,) = read(at(graph)).pages
    assert "some_people" in page.changed[0].header.signals


def test_F34_a_dead_link_says_start_over(graph: Graph) -> None:
    graph.calendars.put(Event("one", row(1), START))
    made = at(graph)
    cursor = read(made).cursor
    graph.expire()
    with pytest.raises(StartOver):
        read(made, cursor)


def test_3_F32_pages_in_a_circle_have_the_calendar_listed_again(graph: Graph) -> None:
    graph.calendars.put(Event("one", row(1), START))
    made = at(graph)
    cursor = read(made).cursor
    link = "https://graph.microsoft.com/v1.0/me/calendars/x/calendarView/delta?$skiptoken=1"
    graph.bend = lambda name, _: good({"value": [], "@odata.nextLink": link}) if name == "view_delta" else None
    with pytest.raises(StartOver):
        read(made, cursor)
    with pytest.raises(BrokenAnswer):
        read(made)
    graph.bend = lambda *_: None
    assert read(made, cursor).pages == []


def test_F45_a_calendar_that_is_closed_deletes_nothing(graph: Graph) -> None:
    graph.calendars.put(Event("one", row(1), START))
    made = at(graph)
    cursor = read(made).cursor
    graph.bend = lambda name, _: refuse(403, "x") if name == "view_delta" else None
    with pytest.raises(FolderClosed):
        read(made, cursor)


def test_F29_an_event_of_wrong_types_stops_no_other(graph: Graph) -> None:
    graph.calendars.put(Event("bad", row(1, attendees="x", organizer=7, body=[], subject=None, location=3), START))
    graph.calendars.put(Event("good", row(2), START))
    made = at(graph)
    stream = own(made)
    pages = list(made.changes(stream, None))
    named = {ref.id for page in pages for ref in page.changed} | {bad.id for page in pages for bad in page.rejected}
    assert named == {"bad", "good"}


def test_F65_a_daily_series_of_ten_years_stays_within_the_window(graph: Graph) -> None:
    graph.calendars.put(Event("daily", row(1), START, starts=[START + DAY * (n - 1_800) for n in range(3_650)]))
    (meeting,) = meetings(at(graph)).values()
    assert 0 < len(moments(meeting)) <= 1_000


def test_a_changed_series_is_read_with_all_its_times(graph: Graph) -> None:
    made_ = series(graph)
    made = at(graph)
    cursor = read(made).cursor
    made_.changed[START] = {"at": START - HOUR}
    made_.starts.append(START + 4 * WEEK)
    graph.calendars.put(made_)
    (meeting,) = meetings(made, cursor).values()
    assert moments(meeting) == [START - HOUR, *(START + WEEK * n for n in (1, 2, 3, 4))]


def test_the_windows_ends_are_those_of_the_step() -> None:
    start, end = graph_calendar.span({**times(START, 30)})
    assert Window(start, end) == Window(START, START + 1_800)
