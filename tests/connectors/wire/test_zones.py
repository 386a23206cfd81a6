import os
import subprocess
import sys
import zoneinfo
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.wire import zones
from connectors.wire.contentline import blocks, unfold

wall = datetime.fromisoformat
ROOT = Path(__file__).parents[3]


def at(tzid: str, local: str, own: dict[str, zones.Zone] | None = None) -> int:
    zone = zones.resolve(tzid, own or {})
    assert zone is not None, tzid
    return zone(wall(local))


def utc(text: str) -> int:
    return int(datetime.fromisoformat(text + "+00:00").timestamp())


@pytest.mark.parametrize(
    ("tzid", "expected"),
    [
        ("Europe/Berlin", "2026-07-01T10:00"),
        ('"Europe/Berlin"', "2026-07-01T10:00"),
        ("europe/berlin", "2026-07-01T10:00"),
        ("W. Europe Standard Time", "2026-07-01T10:00"),
        ("w. europe standard time", "2026-07-01T10:00"),
        ("Eastern Standard Time", "2026-07-01T16:00"),
        ("Central Standard Time (Mexico)", "2026-07-01T18:00"),
        ("Russia Time Zone 11", "2026-07-01T00:00"),
        ("UTC-02", "2026-07-01T14:00"),
        ("/mozilla.org/20050126_1/Europe/Berlin", "2026-07-01T10:00"),
        ("/freeassociation.sourceforge.net/Tzfile/America/Argentina/Buenos_Aires", "2026-07-01T15:00"),
        ("tzone://Microsoft/Utc", "2026-07-01T12:00"),
        ("GMT", "2026-07-01T12:00"),
        ("Z", "2026-07-01T12:00"),
        ("GMT+0100", "2026-07-01T11:00"),
        ("UTC-05:30", "2026-07-01T17:30"),
        ("+0200", "2026-07-01T10:00"),
        ("CET", "2026-07-01T10:00"),
    ],
)
def test_names(tzid: str, expected: str) -> None:
    assert at(tzid, "2026-07-01T12:00") == utc(expected)


@pytest.mark.parametrize(
    "tzid",
    [
        "Customized Time Zone",
        "tzone://Microsoft/Custom",
        "(UTC+01:00) Amsterdam",
        "Europe",
        "../../../etc/passwd",
        "/etc/localtime",
        "nul\0byte",
        "x" * 10_000,
        "",
        "GMT+9900",
    ],
)
def test_nobody_can_tell(tzid: str) -> None:
    assert zones.resolve(tzid, {}) is None


@given(st.text(max_size=40))
def test_any_name_is_answered(tzid: str) -> None:
    zone = zones.resolve(tzid, {})
    assert zone is None or abs(zone(wall("2026-01-01")) - utc("2026-01-01")) <= 15 * 3600


@pytest.mark.parametrize(
    ("local", "expected"),
    [
        ("2026-03-29T01:59", "2026-03-29T00:59"),
        ("2026-03-29T02:30", "2026-03-29T01:30"),  # skipped: read with the offset before the gap
        ("2026-03-29T03:00", "2026-03-29T01:00"),
        ("2026-10-25T01:59", "2026-10-24T23:59"),
        ("2026-10-25T02:30", "2026-10-25T00:30"),  # comes twice: the first one
        ("2026-10-25T03:00", "2026-10-25T02:00"),
    ],
)
@pytest.mark.parametrize("tzid", ["Europe/Berlin", "Customized Time Zone"])
def test_gap_and_overlap(tzid: str, local: str, expected: str) -> None:
    assert at(tzid, local, embedded(BERLIN)) == utc(expected)


BERLIN = """BEGIN:VTIMEZONE
TZID:Customized Time Zone
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
"""


def embedded(text: str) -> dict[str, zones.Zone]:
    return zones.embedded(blocks(unfold(text.encode())[0], limit=1_000, ranks={}).blocks)


def test_an_embedded_zone_is_the_named_one_from_1970_to_2099() -> None:
    own, named = embedded(BERLIN)["Customized Time Zone"], zones.resolve("Europe/Berlin", {})
    assert named is not None
    for year in range(1997, 2038):
        for month in range(1, 13):
            local = datetime(year, month, 15, 12)  # noqa: DTZ001  wall time
            assert own(local) == named(local), local


def test_a_known_name_wins_over_its_definition() -> None:
    wrong = BERLIN.replace("Customized Time Zone", "Europe/Berlin").replace("+0200", "+0900")
    assert at("Europe/Berlin", "2026-07-01T12:00", embedded(wrong)) == utc("2026-07-01T10:00")


def test_a_definition_wins_over_an_offset_in_its_name() -> None:
    own = embedded(BERLIN.replace("Customized Time Zone", "GMT+0100"))
    assert at("GMT+0100", "2026-07-01T12:00", own) == utc("2026-07-01T10:00")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("FREQ=YEARLY;", "FREQ=SECONDLY;"),
        ("BYMONTH=3", "BYMONTH=2;BYMONTHDAY=30"),
        ("TZOFFSETTO:+0100", "TZOFFSETTO:+9900"),
        ("TZOFFSETTO:+0100", "TZOFFSETTO:nonsense"),
        ("DTSTART:16010101T020000", "DTSTART:99999999"),
        ("TZID:Customized Time Zone\n", ""),
    ],
)
def test_a_bad_definition_does_no_harm(old: str, new: str) -> None:
    found = embedded(BERLIN.replace(old, new))
    assert set(found) <= {"Customized Time Zone"}
    for zone in found.values():
        assert abs(zone(wall("2026-07-01T12:00")) - utc("2026-07-01T12:00")) <= 24 * 3600


def test_the_bundled_rules_win() -> None:
    assert os.environ.get("PYTHONTZPATH") or zoneinfo.TZPATH == ()
    # British Columbia stopped changing its clocks in 2026; older zone files do not know.
    assert at("America/Vancouver", "2027-01-15T12:00") == utc("2027-01-15T19:00")


def test_an_own_path_is_left_alone(tmp_path: Path) -> None:
    code = "import connectors.wire.zones, zoneinfo; print(zoneinfo.TZPATH)"
    answer = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONTZPATH": str(tmp_path)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert str(tmp_path) in answer.stdout


def test_start_up_loads_no_calendar_library() -> None:
    code = (
        "import sys, connectors.wire.ical, connectors.wire.vcard, connectors.wire.tables;"
        "print(sorted({'icalendar', 'dateutil', 'lxml', 'inscriptis'} & set(sys.modules)))"
    )
    answer = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"
