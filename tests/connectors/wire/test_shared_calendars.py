"""Calendars and cards that other people made: all are read, and what is known of them comes out."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from connectors.wire import vcard
from connectors.wire.ical import Window, invitations, meetings
from connectors.wire.tables import BadRow, ContactRow
from sync.model import Meeting, Rejected

DATA = Path(__file__).parents[4] / "shared" / "data"
CALENDARS = DATA / "ics" / "icalendar"
CARDS = DATA / "vcf" / "ez-vcard"
pytestmark = pytest.mark.skipif(not CALENDARS.is_dir() or not CARDS.is_dir(), reason="../shared/data is not here")

WIDE = Window(0, 4_102_444_800)
ERRORS = {"NotACalendar", "TooLarge", "NoStart", "CutShort"}


def files(folder: Path) -> list[Path]:
    return (
        sorted(path for path in folder.rglob("*") if path.is_file() and path.stem != "LICENSE")
        if folder.is_dir()
        else []
    )


def named(path: Path) -> str:
    return path.name


def read(name: str) -> list[Meeting | Rejected]:
    return meetings((CALENDARS / name).read_bytes(), WIDE)


def starts(found: Meeting | Rejected) -> list[str]:
    assert isinstance(found, Meeting)
    return [datetime.fromtimestamp(at.start, UTC).strftime("%Y-%m-%dT%H:%M") for at in found.occurrences]


@pytest.mark.parametrize("path", files(CALENDARS), ids=named)
def test_each_calendar_is_read(path: Path) -> None:
    raw = path.read_bytes()
    found = meetings(raw, WIDE)
    assert {item.error for item in found if isinstance(item, Rejected)} <= ERRORS
    assert len({item.id for item in found}) == len(found)
    for meeting in [item for item in found if isinstance(item, Meeting)] + list(invitations(raw)):
        assert 1 <= len(meeting.occurrences) <= 1_000
        assert all(at.start <= at.end for at in meeting.occurrences)
        assert meeting.ical_uid
    if path.suffix == ".jcal":
        assert found == [Rejected("", "NotACalendar")]


def test_how_many_are_meetings() -> None:
    found = Counter(
        getattr(item, "error", "read") for path in files(CALENDARS) for item in meetings(path.read_bytes(), WIDE)
    )
    assert found == {"read": 112, "NoStart": 51, "NotACalendar": 9}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("calendars/timezoned.ics", ["2012-02-13T09:00"]),
        ("calendars/issue_836_do_not_quote_tzid.ics", ["2024-10-28T21:00"]),
        ("calendars/issue_237_fail_to_parse_timezone_with_non_ascii_tzid.ics", ["2017-05-11T16:30"]),
        ("calendars/america_new_york.ics", ["2014-08-29T12:00"]),
        ("calendars/pacific_fiji.ics", ["2014-08-28T20:00"]),
        ("calendars/issue_1231_recurrence.ics", ["2025-04-28T16:05"]),
        ("calendars/rfc_7265_appendix_example_1_ical.ics", ["2008-10-06T00:00"]),
        (
            "events/issue_156_RDATE_with_PERIOD_list.ics",
            ["1996-12-30T02:00", "1997-01-01T18:00", "1997-01-09T18:00"],
        ),
    ],
)
def test_when(name: str, expected: list[str]) -> None:
    assert starts(read(name)[0]) == expected


def test_a_moved_date_of_a_series() -> None:
    (meeting,) = read("calendars/rfc_7265_appendix_example_2_ical.ics")
    assert isinstance(meeting, Meeting)
    moved = [at for at in meeting.occurrences if at.recurrence_id == "20060104T170000Z"]
    assert [(at.start, at.subject) for at in moved] == [(1136401200, "Event #2")]


@pytest.mark.parametrize("path", files(CARDS), ids=named)
def test_each_card_file_is_read(path: Path) -> None:
    found = list(vcard.contacts(path.read_bytes()))
    assert found
    assert not [row for row in found if isinstance(row, BadRow)]
    assert all(isinstance(row, ContactRow) and (row.name or row.email) for row in found)


@pytest.mark.parametrize(
    ("name", "count", "first"),
    [
        ("John_Doe_ANDROID.vcf", 6, ("", "john.doe@company.com", "", "")),
        ("John_Doe_EVOLUTION.vcf", 1, ("Mr. John Richter, James Doe Sr.", "john.doe@ibm.com", "IBM", "Money Counter")),
        ("John_Doe_LOTUS_NOTES.vcf", 1, ("Mr. Doe John I Johny", "john.doe@ibm.com", "IBM", "Generic Accountant")),
        ("gmail-list.vcf", 3, ("Arnold Smith", "asmithk@gmail.com", "", "")),
        ("outlook-2003.vcf", 1, ("John Doe III", "jdoe@hotmail.com", "Company, The", "The Job Title")),
        ("rfc2426-example.vcf", 2, ("Frank Dawson", "frank_dawson@lotus.com", "Lotus Development Corporation", "")),
        ("rfc6350-example.vcf", 1, ("Simon Perreault", "simon.perreault@viagenie.ca", "Viagenie", "")),
        ("issue114.vcf", 1, ("Dummy, Dummy", "dummy.dummy@dummy.com", "Dummy GmbH", "")),
    ],
)
def test_who(name: str, count: int, first: tuple[str, ...]) -> None:
    (path,) = CARDS.rglob(name)
    found = [row for row in vcard.contacts(path.read_bytes()) if isinstance(row, ContactRow)]
    assert len(found) == count
    assert (found[0].name, found[0].email, found[0].company, found[0].title) == first
