"""Google Calendar's contract, point by point, on the fake in process."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pytest

from connectors.google.calendars import STEP
from connectors.google.connector import GoogleConnector
from connectors.http import Answer
from sync.errors import BrokenAnswer, FolderClosed, StartOver
from sync.model import Cursor, Gone, Meeting, Ref, Stream
from tests.connectors.google.fake import Calendar, Google, good
from tests.connectors.google.world import connector
from tests.connectors.world import Round, listing, truth

NOW = 1_772_400_000
"""A Sunday evening in March 2026."""


def event(id: str = "ev1", **more: Any) -> dict[str, Any]:
    return {
        "id": id,
        "iCalUID": f"{id}@google.com",
        "summary": f"Talk {id}",
        "start": {"dateTime": "2026-03-10T10:00:00+01:00", "timeZone": "Europe/Berlin"},
        "end": {"dateTime": "2026-03-10T11:00:00+01:00", "timeZone": "Europe/Berlin"},
        "organizer": {"email": "rob@seller.example", "self": True},
        "attendees": [{"email": "ada@customer.example", "responseStatus": "accepted"}],
    } | more


def exception(id: str, day: int, master: str = "ev1", **more: Any) -> dict[str, Any]:
    original = {"dateTime": f"2026-03-{day}T10:00:00+01:00", "timeZone": "Europe/Berlin"}
    return event(id, iCalUID=f"{master}@google.com", recurringEventId=master, originalStartTime=original, **more)


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp())


@pytest.fixture
def google() -> Google:
    return Google()


def opened(google: Google, now: int = NOW, **more: Any) -> tuple[GoogleConnector, Stream]:
    made = connector(google, now=lambda: float(now), **more)
    return made, next(stream for stream in made.streams() if stream.role == "calendar")


def read(made: GoogleConnector, stream: Stream, cursor: Cursor | None = None) -> tuple[Round, dict[str, Meeting]]:
    """One round as the engine makes it: each page's records are fetched before the next page."""
    found: dict[str, Meeting] = {}
    pages = []
    for page in made.changes(stream, cursor):
        pages.append(page)
        records = made.fetch(stream, page.changed)
        found |= {record.id: record for record in records if isinstance(record, Meeting)}
    return Round(pages, pages[-1].cursor if pages else cursor), found


def times(meeting: Meeting) -> list[tuple[int, bool]]:
    return [(o.start, o.cancelled) for o in meeting.occurrences]


SERIES: dict[str, Any] = {"recurrence": ["RRULE:FREQ=DAILY;COUNT=4"]}


def test_1_pages_and_the_token_of_the_last(google: Google, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("connectors.google.calls.EVENTS", 3)
    for n in range(8):
        google.put(event(f"e{n}"))
    made, stream = opened(google)
    first, found = read(made, stream)
    assert set(first.named) == set(found) == {f"e{n}" for n in range(8)}
    assert google.calls["events"] == 3
    assert listing(made, stream, first.cursor).pages == []


def test_2_quiet_is_one_request(google: Google) -> None:
    google.put(event())
    made, stream = opened(google)
    first, _ = read(made, stream)
    before = google.requests
    assert listing(made, stream, first.cursor).pages == []
    assert google.requests - before == 1


def test_3_F34_a_token_that_is_over_says_start_over(google: Google) -> None:
    google.put(event())
    made, stream = opened(google)
    first, _ = read(made, stream)
    google.expire()
    with pytest.raises(StartOver):
        listing(made, stream, first.cursor)


def test_4_5_a_series_with_a_moved_and_a_cancelled_time(google: Google) -> None:
    google.put(event(**SERIES))
    google.put(
        exception(
            "ev1_2", 11, start={"dateTime": "2026-03-11T15:00:00+01:00"}, end={"dateTime": "2026-03-11T16:00:00+01:00"}
        )
    )
    google.put(exception("ev1_3", 12))
    google.cancel("ev1_3")
    made, stream = opened(google)
    _, found = read(made, stream)
    assert list(found) == ["ev1"]
    assert times(found["ev1"]) == [
        (at("2026-03-10T10:00+01:00"), False),
        (at("2026-03-11T15:00+01:00"), False),
        (at("2026-03-12T10:00+01:00"), True),
        (at("2026-03-13T10:00+01:00"), False),
    ]
    assert truth(made, stream) == {"ev1"}


def test_5_an_exception_that_comes_later_brings_the_whole_series(google: Google) -> None:
    google.put(event(**SERIES))
    made, stream = opened(google)
    first, before = read(made, stream)
    google.put(exception("ev1_2", 11))
    google.cancel("ev1_2")
    later, found = read(made, stream, first.cursor)
    assert [cancelled for _, cancelled in times(found["ev1"])] == [False, True, False, False]
    assert {ref.id for page in later.pages for ref in page.changed} == {"ev1"}
    assert len(before["ev1"].occurrences) == 4


def test_5_a_series_that_is_called_off_is_gone_with_its_exceptions(google: Google) -> None:
    google.put(event(**SERIES))
    google.put(exception("ev1_2", 11))
    made, stream = opened(google)
    first, _ = read(made, stream)
    google.cancel("ev1")
    google.cancel("ev1_2")
    later, _ = read(made, stream, first.cursor)
    assert later.removed >= {"ev1"}
    assert later.named == []
    assert list(made.look(stream, ["ev1"])) == [Gone("ev1")]
    assert truth(made, stream) == set()


def test_5_an_exception_whose_series_is_not_ours_stands_alone(google: Google) -> None:
    google.put(exception("other_7", 11, master="other"))
    made, stream = opened(google)
    first, found = read(made, stream)
    assert list(found) == ["other_7"]
    google.put(exception("other_8", 12, master="other"))
    _, found = read(made, stream, first.cursor)
    assert list(found) == ["other_8"]


def test_6_the_uid_is_the_invitations(google: Google) -> None:
    google.put(event("abc", iCalUID="040000008200E00074C5B7101A82E008@outlook.example"))
    made, stream = opened(google)
    _, found = read(made, stream)
    assert found["abc"].ical_uid == "040000008200E00074C5B7101A82E008@outlook.example"
    assert found["abc"].header.message_id == found["abc"].ical_uid


def test_8_F68_a_private_event_shows_nothing_and_public_again_all(google: Google) -> None:
    google.put(event(visibility="private", description="SECRET"))
    made, stream = opened(google)
    first, _ = read(made, stream)
    (ref,) = [ref for page in first.pages for ref in page.changed]
    assert ref.header.signals == {"private"}
    assert (ref.header.people, ref.header.subject) == ((), "")
    google.put(event(visibility="default"))
    _, found = read(made, stream, first.cursor)
    assert found["ev1"].header.subject == "Talk ev1"


def test_8_10_only_calendars_that_the_rep_owns(google: Google) -> None:
    google.calendars["team"] = Calendar("team", "Team", "reader")
    google.calendars["second"] = Calendar("second", "Customers")
    made = connector(google)
    assert [(s.id, s.name) for s in made.streams() if s.role == "calendar"] == [
        ("calendar:rob@seller.example", "Rob"),
        ("calendar:second", "Customers"),
    ]
    chosen = connector(google, calendars=("customers",)).streams()
    assert [s.id for s in chosen if s.role == "calendar"] == ["calendar:second"]
    assert [s.role for s in connector(google, calendar=False).streams()] == ["all"]


def test_9_what_is_no_meeting_has_nobody_on_it_and_a_declined_one_says_so(google: Google) -> None:
    google.put(event("focus", eventType="focusTime"))
    me = {"email": "rob@seller.example", "self": True, "responseStatus": "declined"}
    google.put(event("no", attendees=[me, {"email": "ada@customer.example"}]))
    made, stream = opened(google)
    _, found = read(made, stream)
    assert found["focus"].header.people == ()
    assert [p.response for p in found["no"].header.people if p.address == "rob@seller.example"] == ["", "declined"]


def test_what_is_over_before_the_window_is_named_only(google: Google) -> None:
    google.put(event("old", start={"dateTime": "2019-01-01T10:00:00Z"}, end={"dateTime": "2019-01-01T11:00:00Z"}))
    google.put(event("new"))
    made, stream = opened(google, since=at("2025-01-01T00:00+00:00"))
    first, found = read(made, stream)
    assert list(found) == ["new"]
    assert [name for page in first.pages for name in page.outside] == ["old"]


def test_the_window_moves_on_and_brings_new_dates_of_a_series(google: Google) -> None:
    google.put(event(recurrence=["RRULE:FREQ=WEEKLY"]))
    google.put(event("single"))
    made, stream = opened(google)
    first, found = read(made, stream)
    much_later, stream = opened(google, NOW + 3 * STEP)
    second, again = read(much_later, stream, first.cursor)
    assert again["ev1"].occurrences[-1].start > found["ev1"].occurrences[-1].start
    revisions = {ref.id: ref.revision for page in first.pages for ref in page.changed}
    assert {ref.id: ref.revision for page in second.pages for ref in page.changed}["single"] == revisions["single"]
    assert second.pages[-1].snapshot == frozenset({"ev1", "single"})


def test_at_level_headers_nothing_is_said_of_it(google: Google) -> None:
    google.put(event(description="the words"))
    made, stream = opened(google, level="headers")
    _, found = read(made, stream)
    assert found["ev1"].text == ""


def test_a_change_of_the_touch_alone_is_no_news(google: Google) -> None:
    google.put(event())
    made, stream = opened(google)
    first, _ = read(made, stream)
    google.put(event(updated="2026-03-02T09:00:00.000Z"))
    later, _ = read(made, stream, first.cursor)
    old = {ref.id: ref.revision for page in first.pages for ref in page.changed}
    assert {ref.id: ref.revision for page in later.pages for ref in page.changed} == old


def test_a_listing_that_is_killed_loses_nothing(google: Google) -> None:
    for n in range(1_200):
        google.put(event(f"e{n:04}"))
    made, stream = opened(google)
    pages = list(made.changes(stream, None))
    assert len(pages) == 3
    for page in pages[:-1]:
        assert len({name for p in made.changes(stream, page.cursor) for name in (r.id for r in p.changed)}) == 1_200


@pytest.mark.parametrize("value", ["", "{", "[]", "null", '["x"]', "[1, 2]", '["", 3]'])
def test_a_strange_cursor_says_start_over(google: Google, value: str) -> None:
    made, stream = opened(google)
    with pytest.raises(StartOver):
        listing(made, stream, Cursor("gcal-1", value))


def test_F32_pages_in_a_circle_end_the_round(google: Google) -> None:
    made, stream = opened(google)
    google.bend = lambda name, _: good({"items": [], "nextPageToken": "1"}) if name == "events" else None
    with pytest.raises(BrokenAnswer):
        listing(made, stream)


def test_a_calendar_that_is_taken_away_is_passed_over(google: Google) -> None:
    google.put(event())
    made, stream = opened(google)
    first, _ = read(made, stream)
    google.calendars.clear()
    with pytest.raises(FolderClosed):
        listing(made, stream, first.cursor)


def test_F29_an_event_that_cannot_be_read_is_set_aside_and_the_rest_goes_on(google: Google) -> None:
    google.put(event("good"))
    google.put(event("bad", start={"dateTime": "soon"}, end={}))
    made, stream = opened(google)
    first, found = read(made, stream)
    assert list(found) == ["good"]
    assert [item.id for page in first.pages for item in page.rejected] == ["bad"]


def test_look_agrees_with_the_listing(google: Google) -> None:
    google.put(event(**SERIES))
    google.put(exception("ev1_2", 11))
    made, stream = opened(google)
    first, _ = read(made, stream)
    listed = {ref.id: ref for page in first.pages for ref in page.changed}
    other, _ = opened(google)
    looked = {ref.id: ref for ref in other.look(stream, ["ev1", "nothing"]) if isinstance(ref, Ref)}
    assert looked == listed


def test_nothing_but_reading_is_asked_for(google: Google) -> None:
    google.put(event(**SERIES))
    google.put(exception("ev1_2", 11))
    asked: list[str] = []

    def bend(name: str, _: Mapping[str, list[str]]) -> Answer | None:
        asked.append(name)
        return None

    google.bend = bend
    made, stream = opened(google)
    read(made, stream)
    assert set(asked) <= {"profile", "calendars", "events", "event", "batch"}
