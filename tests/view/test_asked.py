from __future__ import annotations

import pytest

from tests.store.handmade import DAY, NOW
from tests.view.test_when import BERLIN
from view.asked import LONGEST, asked


def test_the_future_waits_until_it_is_asked_for() -> None:
    plain = asked({}, BERLIN).filter(NOW)
    assert (plain.since, plain.until, plain.oldest_first) == (None, NOW + 1, False)
    ahead = asked({"when": "upcoming"}, BERLIN).filter(NOW)
    assert (ahead.since, ahead.until, ahead.oldest_first) == (NOW, None, True)
    named = asked({"until": "2027-01-31"}, BERLIN).filter(NOW)
    assert named.until == BERLIN.midnight(BERLIN.at(NOW).date().replace(year=2027, month=2, day=1))


def test_days_are_the_reps_days_and_whole() -> None:
    one = asked({"since": "2026-11-19", "until": "2026-11-19"}, BERLIN)
    assert one.since is not None
    assert one.until == one.since + DAY
    assert BERLIN.clock(one.since) == "00:00"


@pytest.mark.parametrize("value", ["yesterday", "2026-13-01", "0001-01-01", "9999-12-31", "<b>", "2026-11-19T10:00"])
def test_a_day_that_is_none_is_left_out_and_said(value: str) -> None:
    found = asked({"since": value, "q": "notes"}, BERLIN)
    assert found.since is None
    assert "was left out" in found.problems[0]
    assert found.values == {"q": "notes"}


@pytest.mark.parametrize("value", ["", "1", "1-", "-", "a-b", "1-2-3", "9" * 40 + "-1", "1.5-2", "٣-٤"])
def test_a_broken_place_is_the_first_page(value: str) -> None:
    assert asked({"before": value}, BERLIN).before is None


def test_a_place_survives_its_link() -> None:
    first = asked({"q": "a&b=c", "kind": "message"}, BERLIN)
    link = first.link(before=f"{NOW}-17")
    assert link == f"q=a%26b%3Dc&kind=message&before={NOW}-17"
    assert asked({"before": f"{NOW}-17"}, BERLIN).before == (NOW, 17)
    assert asked({"before": "-86400-17"}, BERLIN).before == (-86400, 17)


def test_parameters_are_cut_and_unknown_values_dropped() -> None:
    found = asked({"q": "x" * 10_000 + "\0", "kind": "secret", "when": "never", "other": "1", "deal": "  "}, BERLIN)
    assert found.values == {"q": "x" * LONGEST}


def test_each_filter_in_force_has_a_way_out() -> None:
    found = asked({"q": "notes", "kind": "meeting", "open": "1", "before": "5-5"}, BERLIN)
    assert [(chip.label, chip.value) for chip in found.chips(BERLIN.language)] == [
        ("Words", "notes"),
        ("Kind", "meetings"),
        ("Open questions", ""),
    ]
    assert [chip.without for chip in found.chips(BERLIN.language)] == [
        "kind=meeting&open=1",
        "q=notes&open=1",
        "q=notes&kind=meeting",
    ]
    assert not asked({"before": "5-5"}, BERLIN).filtered
