from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from store.rows import ActivityRow
from tests.store.handmade import DAY, HOUR, NOW
from view.when import When

BERLIN = When(NOW, ZoneInfo("Europe/Berlin"))
VANCOUVER = When(NOW, ZoneInfo("America/Vancouver"))

ROW = ActivityRow(
    1, "meeting", NOW, NOW + HOUR, False, "none", "", "", "confirmed", "", (), (), 0, (), (), (), False, 1, "work", (), "", ""
)  # fmt: skip


def test_times_are_in_the_reps_zone_with_utc_at_hand() -> None:
    assert (BERLIN.clock(NOW), BERLIN.full(NOW), BERLIN.iso(NOW)) == (
        "11:00",
        "2026-11-19 10:00:00 UTC",
        "2026-11-19T10:00:00Z",
    )
    assert BERLIN.long(NOW) == "Thursday, 19 November 2026, 11:00"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "just now"), (59, "just now"), (60, "1 minute ago"), (2 * HOUR, "2 hours ago"), (DAY, "1 day ago"), (45 * DAY, "1 month ago"), (800 * DAY, "2 years ago"), (-300, "in 5 minutes"), (-3 * DAY, "in 3 days")],
)  # fmt: skip
def test_ago(seconds: int, words: str) -> None:
    assert BERLIN.ago(NOW - seconds) == words


@pytest.mark.parametrize(
    ("days", "title", "rest"),
    [
        (0, "Today", "Thursday, 19 November"),
        (-1, "Yesterday", "Wednesday, 18 November"),
        (1, "Tomorrow", "Friday, 20 November"),
        (-3, "Monday", "16 Nov"),
        (-30, "Tuesday", "20 October 2026"),
    ],
)
def test_days_have_names(days: int, title: str, rest: str) -> None:
    (day,) = BERLIN.days([ROW._replace(occurred_at=NOW + days * DAY)])
    assert (day.title, day.rest) == (title, rest)


def test_a_day_begins_at_the_reps_midnight() -> None:
    late = int(datetime(2026, 11, 18, 23, 30, tzinfo=UTC).timestamp())
    assert BERLIN.days([ROW._replace(occurred_at=late)])[0].title == "Today"
    assert VANCOUVER.days([ROW._replace(occurred_at=late)])[0].title == "Yesterday"
    assert BERLIN.midnight(date(2026, 11, 19)) == int(datetime(2026, 11, 18, 23, tzinfo=UTC).timestamp())


def test_a_whole_day_is_the_same_day_everywhere() -> None:
    whole = ROW._replace(all_day=True, occurred_at=int(datetime(2026, 11, 19, tzinfo=UTC).timestamp()))
    assert VANCOUVER.days([whole])[0].title == "Today"
    assert VANCOUVER.span(whole) == "Thursday, 19 November 2026, all day"


def test_a_meeting_has_an_end() -> None:
    assert BERLIN.span(ROW) == "Thursday, 19 November 2026, 11:00 to 12:00"
    assert BERLIN.span(ROW._replace(ends_at=None)) == "Thursday, 19 November 2026, 11:00"
    assert "Friday" in BERLIN.span(ROW._replace(ends_at=NOW + DAY))


@pytest.mark.parametrize("seconds", [-(10**17), 10**17, -62_135_596_801, 253_402_300_800])
def test_times_beyond_the_calendar_break_nothing(seconds: int) -> None:
    for when in (BERLIN, VANCOUVER, When(NOW, None)):
        assert when.long(seconds)
        assert when.days([ROW._replace(occurred_at=seconds)])


def test_dates_of_the_crm() -> None:
    assert BERLIN.written("2026-12-15") == "15 Dec"
    assert BERLIN.written("2027-03-31") == "31 Mar 2027"
    assert BERLIN.written("Q3, perhaps") == "Q3, perhaps"
    assert BERLIN.written("22051130") == "22051130", "a telephone number"
    assert BERLIN.written("2026W011") == "2026W011"
