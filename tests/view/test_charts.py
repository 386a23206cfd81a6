from __future__ import annotations

from datetime import UTC, date, datetime, tzinfo
from zoneinfo import ZoneInfo

import pytest

from store.touches import Slot
from tests.store.handmade import NOW
from view.charts import HALF, WEEKS, weekly, window
from view.when import When

BERLIN = ZoneInfo("Europe/Berlin")


def at(zone: tzinfo, *parts: int) -> int:
    return int(datetime(*parts, tzinfo=zone).timestamp())  # type: ignore[misc, arg-type]  # year, month, day, hour, minute


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
    slots = []
    for n, (day, moment) in enumerate(window(when)[:-1]):
        assert when.at(moment).date() == day
        slots.append(Slot(moment, n, 0, 0))
        slots.append(Slot(moment - 1_800, 0, 1 if n else 0, 0))
    chart = weekly(slots, when)
    assert [week.theirs for week in chart.weeks] == list(range(WEEKS))
    assert [week.ours for week in chart.weeks] == [1] * (WEEKS - 1) + [0]


def test_bars_share_one_scale_and_even_one_mail_is_seen() -> None:
    when = When(NOW, BERLIN)
    last = window(when)[-2][1]
    chart = weekly([Slot(last, 100, 50, 2), Slot(last - 7 * 86_400, 1, 0, 0)], when)
    assert (chart.bars[-1].up, chart.bars[-1].down) == (HALF, HALF / 2)
    assert (chart.bars[-2].up, chart.bars[-2].down) == (3, 0)
    assert (chart.theirs, chart.ours, chart.met) == (101, 50, 2)
    assert all(0 <= bar.x < bar.middle < bar.x + bar.width <= 100 for bar in chart.bars)
    assert len(chart.months) in {6, 7}


def test_what_lies_outside_is_left_out_and_nothing_is_quiet() -> None:
    when = When(NOW, BERLIN)
    first, end = window(when)[0][1], window(when)[-1][1]
    chart = weekly([Slot(first - 1, 1, 1, 1), Slot(end, 1, 1, 1)], when)
    assert chart.quiet
    assert [bar.up for bar in chart.bars] == [0] * WEEKS
