from __future__ import annotations

from datetime import UTC, date, datetime, tzinfo
from zoneinfo import ZoneInfo

import pytest

from store.touches import Side, Talk, Touch
from tests.store.handmade import NOW
from view.charts import HALF, WEEKS, weekly, window
from view.when import When

WEEK = 7 * 86_400
BERLIN = ZoneInfo("Europe/Berlin")


def at(zone: tzinfo, *parts: int) -> int:
    return int(datetime(*parts, tzinfo=zone).timestamp())  # type: ignore[misc, arg-type]  # year, month, day, hour, minute


def talk(*touches: Touch, since: int | None = None) -> Talk:
    return Talk(touches, since, None)


def many(n: int, moment: int, side: Side) -> list[Touch]:
    return [Touch(moment, side)] * n


def test_weeks_begin_on_mondays_of_the_reps_zone_and_end_with_this_one() -> None:
    mondays = window(When(NOW, BERLIN))
    assert len(mondays) == WEEKS + 1
    assert all(day.weekday() == 0 for day, _ in mondays)
    assert mondays[-2][0] == date(2026, 11, 16)
    assert mondays[-1][1] == at(BERLIN, 2026, 11, 23)


@pytest.mark.parametrize(
    "zone", [UTC, BERLIN, ZoneInfo("America/Sao_Paulo"), ZoneInfo("Asia/Kolkata"), ZoneInfo("Australia/Lord_Howe")]
)
def test_the_clock_change_moves_nothing_into_another_week(zone: tzinfo) -> None:
    when = When(at(zone, 2026, 11, 19, 10), zone)
    touches = []
    for n, (day, moment) in enumerate(window(when)[:-1]):
        assert when.at(moment).date() == day
        touches += [Touch(moment, "theirs")] * n
        touches += [Touch(moment - 1, "ours")]
    chart = weekly(talk(*touches), when)
    assert [week.theirs for week in chart.weeks] == list(range(WEEKS))
    assert [week.ours for week in chart.weeks] == [1] * (WEEKS - 1) + [0]


def test_bars_share_one_scale_and_even_one_mail_is_seen() -> None:
    when = When(NOW, BERLIN)
    last = window(when)[-2][1]
    chart = weekly(
        talk(*many(100, last, "theirs"), *many(50, last, "ours"), *many(2, last, "met"), Touch(last - WEEK, "theirs")),
        when,
    )
    assert (chart.bars[-1].up, chart.bars[-1].down) == (HALF, HALF / 2)
    assert (chart.bars[-2].up, chart.bars[-2].down) == (3, 0)
    assert (chart.theirs, chart.ours, chart.met) == (101, 50, 2)
    assert all(0 <= bar.x < bar.middle < bar.x + bar.width <= 100 for bar in chart.bars)
    assert len(chart.months) in {6, 7}


def test_what_lies_outside_is_left_out_and_nothing_is_quiet() -> None:
    when = When(NOW, BERLIN)
    first, end = window(when)[0][1], window(when)[-1][1]
    chart = weekly(talk(Touch(end, "met"), Touch(first - 1, "theirs")), when)
    assert chart.quiet
    assert [bar.up for bar in chart.bars] == [0] * WEEKS


def test_a_week_that_was_read_in_part_is_left_out_unless_it_is_the_last() -> None:
    when = When(NOW, BERLIN)
    starts = [moment for _, moment in window(when)]
    for since, weeks in (
        (starts[20], 6),
        (starts[20] - 1, 6),
        (starts[20] + 1, 5),
        (starts[25] + 1, 1),
        (starts[0] - 1, WEEKS),
    ):
        chart = weekly(talk(Touch(starts[25], "theirs"), since=since), when)
        assert (len(chart.weeks), len(chart.bars)) == (weeks, weeks)
        assert chart.bars[-1].middle > 95, "at the right end, however few there are"
        assert chart.since == starts[WEEKS - weeks]
