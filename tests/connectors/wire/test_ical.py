from __future__ import annotations

import random
import re
from datetime import UTC, datetime, timedelta
from itertools import takewhile
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rruleset, rrulestr  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.wire import series
from connectors.wire.ical import MAX_BYTES, MAX_COMPONENTS, MAX_IN_MAIL, Window, invitations, meetings
from sync.model import MAX_PEOPLE, MAX_TEXT, Meeting, Occurrence, Person, Rejected


def utc(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


WINDOW = Window(utc("2025-01-01"), utc("2027-02-01"))
ERRORS = {"NotACalendar", "TooLarge", "NoStart", "CutShort"}


def event(*lines: str, uid: str = "u1@example.org") -> str:
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{uid}", "DTSTAMP:20260101T000000Z", *lines, "END:VEVENT", ""])


def calendar(*events: str, head: str = "") -> bytes:
    return ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + head + "".join(events) + "END:VCALENDAR\r\n").encode()


def one(raw: bytes, window: Window = WINDOW) -> Meeting:
    (found,) = meetings(raw, window)
    assert isinstance(found, Meeting), found
    return found


def starts(meeting: Meeting) -> list[str]:
    return [datetime.fromtimestamp(at.start, UTC).strftime("%Y-%m-%dT%H:%M") for at in meeting.occurrences]


START = "DTSTART:20260301T090000Z"
BERLIN = "DTSTART;TZID=Europe/Berlin:20260301T090000"


class TestSingle:
    def test_everything_of_a_plain_meeting(self) -> None:
        meeting = one(
            calendar(
                event(
                    BERLIN,
                    "DTEND;TZID=Europe/Berlin:20260301T103000",
                    "SUMMARY:Review\\, part 1",
                    "LOCATION:Room 5\\; north",
                    "DESCRIPTION:First line\\nsecond line",
                    'ORGANIZER;CN="Doe, Jane":MAILTO:Jane@Example.org',
                    "ATTENDEE;CN=Bob;PARTSTAT=NEEDS-ACTION:mailto:bob@example.com",
                    "ATTENDEE;PARTSTAT=ACCEPTED:mailto:ann@example.com",
                    "ATTENDEE;CUTYPE=ROOM:mailto:room5@example.org",
                    "SEQUENCE:3",
                    "BEGIN:VALARM",
                    "SUMMARY:not this",
                    "ATTENDEE:mailto:alarm@example.org",
                    "END:VALARM",
                )
            )
        )
        assert meeting.id == meeting.ical_uid == "u1@example.org"
        assert meeting.text == "First line\nsecond line"
        assert meeting.header.kind == "meeting"
        assert meeting.header.subject == "Review, part 1"
        assert meeting.header.date == utc("2026-03-01T08:00")
        assert meeting.header.people == (
            Person("organizer", "jane@example.org", "Doe, Jane"),
            Person("attendee", "bob@example.com", "Bob", "needs_action"),
            Person("attendee", "ann@example.com", "", "accepted"),
        )
        assert meeting.header.people_total == 3
        assert meeting.header.signals == frozenset()
        assert meeting.occurrences == (
            Occurrence(
                "",
                utc("2026-03-01T08:00"),
                utc("2026-03-01T09:30"),
                location="Room 5; north",
                sequence=3,
                stamp=utc("2026-01-01"),
            ),
        )
        assert (meeting.method, meeting.note, meeting.series_cancelled) == ("", "", False)

    @pytest.mark.parametrize(
        ("lines", "start", "end", "all_day"),
        [
            (["DTSTART;VALUE=DATE:20260301"], "2026-03-01", "2026-03-02", True),
            (["DTSTART;VALUE=DATE:20260301", "DTEND;VALUE=DATE:20260304"], "2026-03-01", "2026-03-04", True),
            (["DTSTART;VALUE=DATE:20260301", "DTEND;VALUE=DATE:20260301"], "2026-03-01", "2026-03-02", True),
            (["DTSTART;VALUE=DATE:20260301", "DURATION:P2D"], "2026-03-01", "2026-03-03", True),
            ([START], "2026-03-01T09:00", "2026-03-01T09:00", False),
            ([START, "DURATION:PT1H30M"], "2026-03-01T09:00", "2026-03-01T10:30", False),
            ([START, "DURATION:-PT1H"], "2026-03-01T09:00", "2026-03-01T09:00", False),
            ([START, "DURATION:P999999W"], "2026-03-01T09:00", "2027-03-02T09:00", False),
            ([START, "DTEND:20260301T080000Z"], "2026-03-01T09:00", "2026-03-01T09:00", False),
            ([START, "DTEND:nonsense"], "2026-03-01T09:00", "2026-03-01T09:00", False),
            ([START, "DTEND;TZID=Europe/Berlin:20260301T110000"], "2026-03-01T09:00", "2026-03-01T10:00", False),
            (["DTSTART:2026-03-01T09:00:00Z"], "2026-03-01T09:00", "2026-03-01T09:00", False),
        ],
    )
    def test_how_long(self, lines: list[str], start: str, end: str, *, all_day: bool) -> None:
        (at,) = one(calendar(event(*lines))).occurrences
        assert (at.start, at.end, at.all_day) == (utc(start), utc(end), all_day)

    @pytest.mark.parametrize(
        ("line", "start", "known"),
        [
            ("DTSTART;TZID=W. Europe Standard Time:20260701T120000", "2026-07-01T10:00", True),
            ("DTSTART;TZID=tzone://Microsoft/Utc:20260701T120000", "2026-07-01T12:00", True),
            ("DTSTART;TZID=GMT+0100:20260701T120000", "2026-07-01T11:00", True),
            ("DTSTART;TZID=Customized Time Zone:20260701T120000", "2026-07-01T12:00", False),
            ("DTSTART;TZID=tzone://Microsoft/Custom:20260701T120000", "2026-07-01T12:00", False),
            ("DTSTART:20260701T120000", "2026-07-01T12:00", False),
            ("DTSTART;TZID=Nowhere:20260701T120000Z", "2026-07-01T12:00", True),
            ("DTSTART;VALUE=DATE:20260701", "2026-07-01T00:00", True),
        ],
    )
    def test_zones(self, line: str, start: str, *, known: bool) -> None:
        (at,) = one(calendar(event(line))).occurrences
        assert (at.start, at.zone_known) == (utc(start), known)

    def test_floating_times_follow_the_calendar_when_it_names_a_zone(self) -> None:
        (at,) = one(calendar(event("DTSTART:20260701T120000"), head="X-WR-TIMEZONE:Europe/Berlin\r\n")).occurrences
        assert (at.start, at.zone_known) == (utc("2026-07-01T10:00"), True)

    def test_the_zones_of_one_file_mean_nothing_in_the_next(self) -> None:
        zone = (
            "BEGIN:VTIMEZONE\r\nTZID:Ours\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
            "TZOFFSETFROM:+0300\r\nTZOFFSETTO:+0300\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
        )
        ours = event("DTSTART;TZID=Ours:20260701T120000")
        assert one(calendar(ours, head=zone)).occurrences[0].start == utc("2026-07-01T09:00")
        assert one(calendar(ours)).occurrences[0].zone_known is False

    @pytest.mark.parametrize(
        ("value", "expected"), [("", 0), ("7", 7), ("-4", 0), ("x", 0), ("9" * 40, 2**31), ("٣", 3), ("3.5", 0)]
    )
    def test_sequences(self, value: str, expected: int) -> None:
        assert one(calendar(event(START, f"SEQUENCE:{value}"))).occurrences[0].sequence == expected

    @pytest.mark.parametrize("value", ["PRIVATE", "confidential"])
    def test_private(self, value: str) -> None:
        assert one(calendar(event(START, f"CLASS:{value}"))).header.signals == {"private"}

    def test_public_is_no_signal(self) -> None:
        assert one(calendar(event(START, "CLASS:PUBLIC"))).header.signals == frozenset()

    def test_cancelled(self) -> None:
        meeting = one(calendar(event(START, "STATUS:CANCELLED")))
        assert meeting.occurrences[0].cancelled
        assert meeting.series_cancelled

    def test_an_address_beside_a_path(self) -> None:
        meeting = one(
            calendar(event(START, "ATTENDEE;CN=A;EMAIL=a@example.com:/principals/7", "ATTENDEE:invalid:nomail"))
        )
        assert meeting.header.people == (Person("attendee", "a@example.com", "A"),)
        assert meeting.header.people_total == 2

    def test_many_people_are_counted_not_kept(self) -> None:
        crowd = [f"ATTENDEE:mailto:p{n}@example.com" for n in range(MAX_PEOPLE + 500)]
        header = one(calendar(event(START, *crowd))).header
        assert len(header.people) == MAX_PEOPLE
        assert header.people_total == MAX_PEOPLE + 500
        assert header.signals == {"truncated"}

    def test_odd_addresses_are_marked(self) -> None:
        assert "odd_address" in one(calendar(event(START, "ATTENDEE:mailto:a\u202e@example.com"))).header.signals

    def test_text_is_plain_and_capped(self) -> None:
        meeting = one(calendar(event(START, "SUMMARY:a\u202eb\x00c", "DESCRIPTION:" + "x" * (MAX_TEXT + 100))))
        assert meeting.header.subject == "abc"
        assert meeting.text == "x" * MAX_TEXT

    def test_no_uid_gets_the_same_one_each_time(self) -> None:
        raw = calendar("BEGIN:VEVENT\r\n" + START + "\r\nSUMMARY:A\r\nEND:VEVENT\r\n")
        other = raw.replace(b"SUMMARY:A", b"SUMMARY:B")
        assert one(raw).id == one(raw).id != one(other).id

    def test_characters_of_another_charset(self) -> None:
        meeting = one(calendar(event(START, "SUMMARY:Gespräch")).decode().encode("cp1252"))
        assert meeting.header.subject == "Gespräch"
        assert meeting.header.signals == {"odd_charset"}

    def test_a_line_folded_inside_a_character(self) -> None:
        raw = calendar(event(START, "SUMMARY:Gespräch")).replace("ä".encode(), b"\xc3\r\n \xa4")
        assert one(raw).header.subject == "Gespräch"

    @pytest.mark.parametrize("end", ["\n", "\r", "\r\r\n"])
    def test_line_ends(self, end: str) -> None:
        raw = calendar(event(START, "SUMMARY:A long", "  word")).decode().replace("\r\n", end).encode()
        assert one(raw).header.subject == "A long word"

    def test_utf_16(self) -> None:
        assert one(calendar(event(START, "SUMMARY:Zoë")).decode().encode("utf-16")).header.subject == "Zoë"


class TestSeries:
    def test_F17_wall_time_is_kept_over_the_change_of_clocks(self) -> None:
        meeting = one(calendar(event("DTSTART;TZID=Europe/Berlin:20260322T090000", "RRULE:FREQ=WEEKLY;COUNT=3")))
        assert starts(meeting) == ["2026-03-22T08:00", "2026-03-29T07:00", "2026-04-05T07:00"]
        assert [at.recurrence_id for at in meeting.occurrences] == [
            "20260322T080000Z",
            "20260329T070000Z",
            "20260405T070000Z",
        ]

    def test_F17_gap_and_overlap(self) -> None:
        gap = one(calendar(event("DTSTART;TZID=Europe/Berlin:20260328T023000", "RRULE:FREQ=DAILY;COUNT=3")))
        assert starts(gap) == ["2026-03-28T01:30", "2026-03-29T01:30", "2026-03-30T00:30"]
        overlap = one(calendar(event("DTSTART;TZID=Europe/Berlin:20261024T023000", "RRULE:FREQ=DAILY;COUNT=3")))
        assert starts(overlap) == ["2026-10-24T00:30", "2026-10-25T00:30", "2026-10-26T01:30"]

    def test_days_are_named_by_date(self) -> None:
        meeting = one(calendar(event("DTSTART;VALUE=DATE:20260301", "RRULE:FREQ=DAILY;COUNT=2")))
        assert [at.recurrence_id for at in meeting.occurrences] == ["20260301", "20260302"]
        assert all(at.all_day and at.zone_known for at in meeting.occurrences)

    def test_only_inside_the_window(self) -> None:
        window = Window(utc("2026-03-03"), utc("2026-03-05T08:59"))
        meeting = one(calendar(event("DTSTART:19990101T090000Z", "RRULE:FREQ=DAILY")), window)
        assert starts(meeting) == ["2026-03-03T09:00", "2026-03-04T09:00"]
        assert meeting.header.date == utc("2026-03-03T09:00")

    def test_one_that_has_begun_before_the_window_counts(self) -> None:
        window = Window(utc("2026-03-03T09:30"), utc("2026-03-03T10:00"))
        meeting = one(calendar(event(START, "DURATION:PT1H", "RRULE:FREQ=DAILY")), window)
        assert starts(meeting) == ["2026-03-03T09:00"]

    def test_a_single_meeting_is_given_whatever_the_window(self) -> None:
        assert starts(one(calendar(event("DTSTART:20190101T090000Z")))) == ["2019-01-01T09:00"]

    @pytest.mark.parametrize(
        ("until", "count"),
        [("20260304T090000Z", 4), ("20260304T085959Z", 3), ("20260304", 4), ("20260304T100000", 4), ("20200101", 1)],
    )
    def test_until(self, until: str, count: int) -> None:
        assert len(one(calendar(event(START, f"RRULE:FREQ=DAILY;UNTIL={until}"))).occurrences) == count

    def test_a_first_date_beside_the_rule_counts(self) -> None:
        # 1 March 2026 is a Sunday.
        meeting = one(calendar(event(START, "RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=3")))
        assert starts(meeting) == ["2026-03-01T09:00", "2026-03-02T09:00", "2026-03-09T09:00"]

    def test_extra_and_excluded_dates(self) -> None:
        meeting = one(
            calendar(
                event(
                    BERLIN,
                    "DURATION:PT1H",
                    "RRULE:FREQ=WEEKLY;COUNT=4",
                    "EXDATE;TZID=Europe/Berlin:20260308T090000",
                    "EXDATE:20260315T080000Z,nonsense",
                    "RDATE:20260310T120000Z",
                    "RDATE;VALUE=PERIOD:20260311T120000Z/PT3H,20260312T120000Z/20260312T140000Z",
                )
            )
        )
        assert [(at.recurrence_id, at.end - at.start) for at in meeting.occurrences] == [
            ("20260301T080000Z", 3600),
            ("20260310T120000Z", 3600),
            ("20260311T120000Z", 3 * 3600),
            ("20260312T120000Z", 2 * 3600),
            ("20260322T080000Z", 3600),
        ]

    def test_a_bare_date_excludes_its_day(self) -> None:
        meeting = one(calendar(event(BERLIN, "RRULE:FREQ=WEEKLY;COUNT=2", "EXDATE;VALUE=DATE:20260308")))
        assert starts(meeting) == ["2026-03-01T08:00"]

    def test_moved_and_cancelled(self) -> None:
        meeting = one(
            calendar(
                event(
                    BERLIN,
                    "DURATION:PT1H",
                    "SUMMARY:Weekly",
                    "LOCATION:Here",
                    "RRULE:FREQ=WEEKLY;COUNT=4",
                    "ATTENDEE:mailto:a@example.com",
                ),
                event(
                    "RECURRENCE-ID:20260308T080000Z",
                    "DTSTART;TZID=Europe/Berlin:20260309T150000",
                    "DURATION:PT2H",
                    "SUMMARY:Weekly\\, moved",
                    "SEQUENCE:2",
                    "ATTENDEE:mailto:b@example.com",
                ),
                event(
                    "RECURRENCE-ID;TZID=Europe/Berlin:20260315T090000",
                    "DTSTART;TZID=Europe/Berlin:20260315T090000",
                    "STATUS:CANCELLED",
                ),
            )
        )
        assert [(at.recurrence_id, at.cancelled, at.subject) for at in meeting.occurrences] == [
            ("20260301T080000Z", False, ""),
            ("20260308T080000Z", False, "Weekly, moved"),
            ("20260315T080000Z", True, ""),
            ("20260322T080000Z", False, ""),
        ]
        moved = meeting.occurrences[1]
        assert (moved.start, moved.end) == (utc("2026-03-09T14:00"), utc("2026-03-09T16:00"))
        assert moved.people == (Person("attendee", "b@example.com"),)
        assert moved.sequence == 2
        assert [at.location for at in meeting.occurrences] == ["Here", "", "", "Here"]
        assert not meeting.series_cancelled

    def test_moved_out_of_the_window_is_still_told(self) -> None:
        window = Window(utc("2026-03-01"), utc("2026-03-12"))
        exception = event("RECURRENCE-ID:20260308T090000Z", "DTSTART:20300101T090000Z")
        meeting = one(calendar(event(START, "RRULE:FREQ=WEEKLY"), exception), window)
        assert [at.recurrence_id for at in meeting.occurrences] == ["20260301T090000Z", "20260308T090000Z"]
        assert meeting.occurrences[1].start == utc("2030-01-01T09:00")

    def test_from_here_on(self) -> None:
        exception = event(
            "RECURRENCE-ID;RANGE=THISANDFUTURE:20260308T090000Z", "DTSTART:20260309T100000Z", "SUMMARY:New day"
        )
        meeting = one(calendar(event(START, "SUMMARY:Old day", "RRULE:FREQ=WEEKLY;COUNT=4"), exception))
        assert starts(meeting) == ["2026-03-01T09:00", "2026-03-09T10:00", "2026-03-16T10:00", "2026-03-23T10:00"]
        assert [at.subject for at in meeting.occurrences] == ["", "New day", "New day", "New day"]
        assert meeting.occurrences[-1].recurrence_id == "20260322T090000Z"

    def test_an_exception_named_by_its_date(self) -> None:
        exception = event("RECURRENCE-ID;VALUE=DATE:20260308", "DTSTART:20260308T150000Z")
        meeting = one(calendar(event(START, "RRULE:FREQ=WEEKLY;COUNT=2"), exception))
        assert starts(meeting) == ["2026-03-01T09:00", "2026-03-08T15:00"]

    def test_a_private_exception_leaves_no_trace(self) -> None:
        exception = event(
            "RECURRENCE-ID:20260308T090000Z", "DTSTART:20260308T090000Z", "SUMMARY:Doctor", "CLASS:PRIVATE"
        )
        meeting = one(calendar(event(START, "RRULE:FREQ=WEEKLY;COUNT=3"), exception))
        assert starts(meeting) == ["2026-03-01T09:00", "2026-03-15T09:00"]
        assert "Doctor" not in repr(meeting)

    def test_exceptions_without_their_series(self) -> None:
        exceptions = [
            event(f"RECURRENCE-ID:202603{day:02}T090000Z", f"DTSTART:202603{day:02}T110000Z") for day in (8, 1)
        ]
        assert [at.recurrence_id for at in one(calendar(*exceptions)).occurrences] == [
            "20260301T090000Z",
            "20260308T090000Z",
        ]

    def test_the_order_of_the_file_means_nothing(self) -> None:
        parts = [
            event(BERLIN, "SUMMARY:Old", "RRULE:FREQ=WEEKLY;COUNT=5"),
            event(BERLIN, "SUMMARY:New", "SEQUENCE:1", "RRULE:FREQ=WEEKLY;COUNT=4"),
            event("RECURRENCE-ID:20260308T080000Z", "DTSTART:20260308T100000Z", "SEQUENCE:2"),
            event("RECURRENCE-ID:20260308T080000Z", "DTSTART:20260308T110000Z", "SEQUENCE:3"),
            event(
                "RECURRENCE-ID:20260308T080000Z", "DTSTART:20260308T120000Z", "SEQUENCE:3", "STATUS:CANCELLED"
            ).replace("20260101T000000Z", "20250101T000000Z"),
            event("RECURRENCE-ID:20260315T080000Z", "DTSTART:20260315T120000Z"),
            event("RECURRENCE-ID:20260315T080000Z", "DTSTART:20260315T130000Z"),
        ]
        shuffled = random.Random(7)
        found = set()
        for _ in range(20):
            shuffled.shuffle(parts)
            found.add(one(calendar(*parts)))
        (meeting,) = found
        assert meeting.header.subject == "New"
        assert starts(meeting) == ["2026-03-01T08:00", "2026-03-08T11:00", "2026-03-15T13:00", "2026-03-22T08:00"]


class TestBombs:
    @pytest.mark.parametrize(
        "lines",
        [
            ["RRULE:FREQ=SECONDLY"],
            ["RRULE:FREQ=MINUTELY;UNTIL=20400101"],
            ["RRULE:FREQ=HOURLY"],
            ["RRULE:FREQ=DAILY;INTERVAL=0"],
            ["RRULE:FREQ=DAILY;COUNT=99999999"],
            ["RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"],
            ["RRULE:FREQ=DAILY", "EXRULE:FREQ=DAILY"],
            ["RDATE:" + ",".join(["20260302T090000Z"] * 100_000)],
            ["RRULE:FREQ=DAILY"] * 10,
        ],
    )
    def test_F65_refused_with_a_note(self, lines: list[str]) -> None:
        meeting = one(calendar(event(START, *lines)))
        assert starts(meeting) == ["2026-03-01T09:00"]
        assert meeting.occurrences[0].recurrence_id == "20260301T090000Z"
        assert meeting.note == series.REFUSED

    def test_refused_series_keep_their_exceptions(self) -> None:
        exception = event("RECURRENCE-ID:20260301T100000Z", "DTSTART:20260301T103000Z")
        assert starts(one(calendar(event(START, "RRULE:FREQ=HOURLY"), exception))) == [
            "2026-03-01T09:00",
            "2026-03-01T10:30",
        ]

    @pytest.mark.parametrize("start", ["00010101T090000Z", "19691231T235959Z", "99991231T235959Z", "20260230T090000Z"])
    def test_absurd_starts(self, start: str) -> None:
        assert meetings(calendar(event(f"DTSTART:{start}", "RRULE:FREQ=DAILY")), WINDOW) == [
            Rejected("u1@example.org", "NoStart")
        ]

    def test_F65_ten_years_of_days_are_cut_to_the_latest(self) -> None:
        window = Window(utc("2016-01-01"), utc("2026-01-01"))
        meeting = one(calendar(event("DTSTART:20160101T090000Z", "RRULE:FREQ=DAILY")), window)
        assert len(meeting.occurrences) == series.MAX_OCCURRENCES
        assert starts(meeting)[-1] == "2025-12-31T09:00"
        assert meeting.note == series.CUT

    def test_F65_too_many_exceptions(self) -> None:
        begin = datetime(2026, 3, 1, tzinfo=UTC)
        exceptions = (
            event(f"RECURRENCE-ID:{begin + timedelta(minutes=n):%Y%m%dT%H%M%SZ}", "DTSTART:20260301T100000Z")
            for n in range(series.MAX_OVERRIDES + 1)
        )
        meeting = one(calendar(event(START, "RRULE:FREQ=DAILY"), *exceptions))
        assert starts(meeting) == ["2026-03-01T09:00"]
        assert meeting.note == series.CROWDED

    def test_too_many_dates_in_one_file(self) -> None:
        series_of_days = (event(START, "RRULE:FREQ=DAILY", uid=f"u{n}@example.org") for n in range(330))
        found = meetings(calendar(*series_of_days), WINDOW)
        kept = [meeting for meeting in found if isinstance(meeting, Meeting)]
        assert len(kept) == 330
        assert sum(len(meeting.occurrences) for meeting in kept) <= 101_000
        assert starts(kept[-1]) == ["2026-03-01T09:00"]
        assert "more dates" in kept[-1].note

    @pytest.mark.parametrize(
        "raw",
        [
            b"BEGIN:VCALENDAR\r\n" + b" " * MAX_BYTES,
            b"BEGIN:VEVENT\r\nEND:VEVENT\r\n" * (MAX_COMPONENTS + 1),
            b"BEGIN:VCALENDAR\r\n" + b"BEGIN:X-DEEP\r\n" * 1_000,
        ],
        ids=["bytes", "components", "depth"],
    )
    def test_too_large(self, raw: bytes) -> None:
        assert meetings(raw, WINDOW) == [Rejected("", "TooLarge")]
        assert invitations(raw) == ()

    @pytest.mark.parametrize(
        "filler",
        [
            "\r",
            "\n",
            "\n ",
            'X;A="b',
            'X;A="',
            ";",
            "ATTENDEE;A=b:" + "//:" * 1_000,
            "=",
            "END:Q\n",
            "ATTENDEE;CN=" + "^n" * 1_000,
        ],
    )
    def test_millions_of_the_same_cost_no_meeting(self, filler: str) -> None:
        raw = event(START, filler * (2_000_000 // len(filler)), uid="a") + event(START, uid="b")
        found = meetings(raw.encode(), WINDOW)
        assert [starts(item) for item in found if isinstance(item, Meeting)] == [["2026-03-01T09:00"]] * 2

    def test_a_crowd_of_zones(self) -> None:
        zone = "BEGIN:VTIMEZONE\r\nTZID:q{}\r\nBEGIN:STANDARD\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\n"
        zone += (
            "DTSTART:19700101T000000\r\nRRULE:FREQ=YEARLY;BYDAY=MO,TU;BYHOUR=1,2,3\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
        )
        raw = calendar(event(START), head="".join(zone.format(n) for n in range(5_000)))
        assert starts(one(raw)) == ["2026-03-01T09:00"]


class TestBroken:
    @pytest.mark.parametrize(
        "raw", [b"", b"<html><body>Sign in</body></html>", b"\x00\xff" * 50, b"[]", b"BEGIN:VCARD\n"]
    )
    def test_no_calendar(self, raw: bytes) -> None:
        assert meetings(raw, WINDOW) == [Rejected("", "NotACalendar")]
        assert invitations(raw) == ()

    def test_one_bad_event_leaves_the_others(self) -> None:
        raw = calendar(
            event(START, uid="a"),
            event("SUMMARY:no time", uid="b"),
            event("DTSTART:99999999T999999", uid="c"),
            event(START, uid="d").replace("END:VEVENT\r\n", ""),
            event(START, "nonsense without a colon", ";:", uid="e"),
        )
        assert [(at.id, type(at).__name__, getattr(at, "error", "")) for at in meetings(raw, WINDOW)] == [
            ("a", "Meeting", ""),
            ("b", "Rejected", "NoStart"),
            ("c", "Rejected", "NoStart"),
            ("d", "Rejected", "CutShort"),
            ("e", "Meeting", ""),
        ]

    def test_a_broken_exception_is_noted(self) -> None:
        meeting = one(calendar(event(START, "RRULE:FREQ=DAILY;COUNT=2"), event("RECURRENCE-ID:nonsense", START)))
        assert len(meeting.occurrences) == 2
        assert meeting.note.startswith("One changed date")

    def test_a_broken_master_is_not_replaced_by_its_exceptions(self) -> None:
        raw = calendar(event("DTSTART:x", "RRULE:FREQ=DAILY"), event("RECURRENCE-ID:20260302T090000Z", START))
        assert meetings(raw, WINDOW) == [Rejected("u1@example.org", "NoStart")]

    def test_events_of_several_calendars_are_joined_by_uid(self) -> None:
        first = calendar(event(START, "RRULE:FREQ=DAILY;COUNT=2"))
        second = calendar(event("RECURRENCE-ID:20260302T090000Z", "DTSTART:20260302T150000Z"))
        assert starts(one(first + second)) == ["2026-03-01T09:00", "2026-03-02T15:00"]

    def test_events_without_a_calendar(self) -> None:
        assert starts(one(event(START).encode())) == ["2026-03-01T09:00"]

    @pytest.mark.parametrize("method", ["REPLY", "COUNTER", "REFRESH"])
    def test_a_saved_answer_is_no_entry(self, method: str) -> None:
        assert meetings(calendar(event(START), head=f"METHOD:{method}\r\n"), WINDOW) == []

    def test_a_saved_cancellation_is(self) -> None:
        assert one(calendar(event(START), head="METHOD:CANCEL\r\n")).occurrences[0].cancelled


class TestInvitations:
    def test_request(self) -> None:
        raw = calendar(event(START, "ORGANIZER:mailto:o@example.org", "SUMMARY:Demo"), head="METHOD:REQUEST\r\n")
        (meeting,) = invitations(raw)
        assert (meeting.id, meeting.ical_uid, meeting.method) == ("", "u1@example.org", "REQUEST")
        assert starts(meeting) == ["2026-03-01T09:00"]

    def test_without_a_method_it_is_published(self) -> None:
        assert invitations(calendar(event(START)))[0].method == "PUBLISH"

    def test_cancel_of_everything(self) -> None:
        raw = calendar(event(START, "RRULE:FREQ=DAILY;COUNT=3", "SEQUENCE:4"), head="METHOD:CANCEL\r\n")
        (meeting,) = invitations(raw)
        assert meeting.series_cancelled
        assert [(at.cancelled, at.sequence) for at in meeting.occurrences] == [(True, 4)] * 3

    def test_cancel_of_one_date(self) -> None:
        (meeting,) = invitations(calendar(event("RECURRENCE-ID:20260302T090000Z"), head="METHOD:CANCEL\r\n"))
        assert not meeting.series_cancelled
        assert [(at.recurrence_id, at.start, at.cancelled) for at in meeting.occurrences] == [
            ("20260302T090000Z", utc("2026-03-02T09:00"), True)
        ]

    def test_an_answer_to_a_series_is_one_answer(self) -> None:
        raw = calendar(
            event(START, "RRULE:FREQ=DAILY", "ATTENDEE;PARTSTAT=DECLINED:mailto:a@example.com"), head="METHOD:REPLY\r\n"
        )
        (meeting,) = invitations(raw)
        assert [at.recurrence_id for at in meeting.occurrences] == [""]
        assert meeting.header.people == (Person("attendee", "a@example.com", "", "declined"),)

    def test_a_series_reaches_400_days_from_its_own_time(self) -> None:
        raw = calendar(event("DTSTART:20200101T090000Z", "RRULE:FREQ=DAILY"), head="METHOD:REQUEST\r\n")
        (meeting,) = invitations(raw)
        assert (starts(meeting)[0], starts(meeting)[-1]) == ("2024-11-27T09:00", "2027-02-04T09:00")
        (near,) = invitations(raw, Window(utc("2026-01-01"), utc("2026-01-02")))
        assert starts(near) == ["2026-01-01T09:00"]

    def test_the_same_meeting_as_in_the_calendar(self) -> None:
        raw = calendar(event(BERLIN, "RRULE:FREQ=WEEKLY;COUNT=9", "SUMMARY:Same"), head="METHOD:REQUEST\r\n")
        (invited,) = invitations(raw)
        assert invited._replace(id="u1@example.org", method="") == one(raw)

    def test_only_so_many(self) -> None:
        many = (event(START, uid=f"u{n}") for n in range(MAX_IN_MAIL + 30))
        assert len(invitations(calendar(*many, head="METHOD:REQUEST\r\n"))) == MAX_IN_MAIL


RULES = st.sampled_from(
    [
        "FREQ=DAILY",
        "FREQ=DAILY;INTERVAL=3;COUNT=40",
        "FREQ=WEEKLY;BYDAY=MO,WE,FR",
        "FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=SU,TU;UNTIL=20260801T000000Z",
        "FREQ=MONTHLY;BYDAY=-1FR",
        "FREQ=MONTHLY;BYMONTHDAY=31",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
        "FREQ=YEARLY;BYMONTH=3;BYDAY=2SU",
    ]
)
ZONES = st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "UTC"])


@settings(max_examples=60, deadline=None)
@given(RULES, ZONES, st.datetimes(datetime(2025, 1, 1), datetime(2026, 7, 30)), st.data())  # noqa: DTZ001  wall times
def test_same_as_a_plain_walk(rule: str, zone: str, begin: datetime, data: st.DataObject) -> None:
    begin = begin.replace(second=0, microsecond=0)
    if begin.hour < 4:  # skipped and doubled wall times have tests of their own
        begin = begin.replace(hour=9)
    lines = [f"DTSTART;TZID={zone}:{begin:%Y%m%dT%H%M%S}", "DURATION:PT45M", f"RRULE:{rule}"]
    names = [at.recurrence_id for at in one(calendar(event(*lines))).occurrences] or ["20260301T090000Z"]
    picked = data.draw(st.lists(st.sampled_from(names), max_size=4, unique=True))
    excluded, moved = picked[:2], picked[2:]
    lines += [f"EXDATE:{','.join(excluded)}"] if excluded else []
    changes = (event(f"RECURRENCE-ID:{name}", "DTSTART:20260615T120000Z", "DURATION:PT1H") for name in moved)
    ours = sorted((at.start, at.end) for at in one(calendar(event(*lines), *changes)).occurrences)

    dates = rruleset()
    dates.rdate(begin.replace(tzinfo=ZoneInfo(zone)))
    dates.rrule(rrulestr(rule, dtstart=begin.replace(tzinfo=ZoneInfo(zone))))
    for name in picked:
        dates.exdate(datetime.fromisoformat(name))
    last = datetime.fromtimestamp(WINDOW.end, UTC)
    walked = (int(at.timestamp()) for at in takewhile(lambda at: at <= last, dates))
    plain = {(at, at + 2_700) for at in walked if WINDOW.start <= at + 2_700}
    assert ours == sorted([*plain, *[(utc("2026-06-15T12:00"), utc("2026-06-15T13:00"))] * len(moved)])


WORDS = st.sampled_from(
    """BEGIN:VCALENDAR|END:VCALENDAR|BEGIN:VEVENT|END:VEVENT|BEGIN:VTIMEZONE|END:VTIMEZONE|BEGIN:STANDARD|END:STANDARD
    |UID:u|DTSTART:20260301T090000Z|DTSTART;TZID=X:20260301T090000|DTSTART;VALUE=DATE:20260301|RRULE:FREQ=DAILY
    |RRULE:FREQ=WEEKLY;COUNT=3|RECURRENCE-ID:20260302T090000Z|RECURRENCE-ID;RANGE=THISANDFUTURE:20260302
    |EXDATE:20260303T090000Z|RDATE;VALUE=PERIOD:20260302T090000Z/P1D|DTEND:20260301|TZID:X|TZOFFSETFROM:+0100
    |TZOFFSETTO:+0200|METHOD:CANCEL|CLASS:PRIVATE|STATUS:CANCELLED|SEQUENCE:-1|ATTENDEE;CN="A:mailto:a@b.c
    |DURATION:P|BEGIN:|END:|:|DTSTAMP:00000000T000000Z""".replace("\n    ", "").split("|")
)


@settings(max_examples=300, deadline=None)
@given(st.lists(WORDS | st.text(max_size=30), max_size=30), st.sampled_from(["\r\n", "\n", "\r"]))
def test_nothing_raises(lines: list[str], end: str) -> None:
    raw = end.join(lines).encode("utf-8", "surrogatepass")
    for found in meetings(raw, WINDOW):
        assert isinstance(found, Meeting) or found.error in ERRORS
    for meeting in invitations(raw):
        assert meeting.id == ""
        assert meeting.method


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_nothing_raises_on_damage(data: st.DataObject) -> None:
    raw = bytearray(
        calendar(
            event(BERLIN, "DURATION:PT1H", "RRULE:FREQ=WEEKLY;BYDAY=SU;COUNT=5", "EXDATE:20260308T080000Z"),
            event("RECURRENCE-ID:20260315T080000Z", START, "ATTENDEE;CN=A:mailto:a@example.com"),
        )
    )
    for _ in range(data.draw(st.integers(1, 8))):
        place = data.draw(st.integers(0, len(raw) - 1))
        raw[place : place + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    for found in meetings(bytes(raw), WINDOW):
        assert isinstance(found, Meeting) or found.error in ERRORS
        assert re.fullmatch(r"[^\x00-\x1f\x7f]*", found.id)
    invitations(bytes(raw))
