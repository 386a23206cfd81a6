"""Rules against dateutil, walked from the series' own start and in its own years."""

from datetime import datetime, timedelta
from itertools import islice

import pytest
from dateutil import rrule as oracle  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.wire import rules

wall = datetime.fromisoformat
START = wall("2024-01-31T09:30")


def walked(value: str, start: datetime = START, years: int = 3, limit: int = 5_000) -> list[datetime]:
    rule = rules.read(value)
    assert rule is not None, value
    return list(rules.walk(rule, start, start + timedelta(days=366 * years), limit=limit))


@pytest.mark.parametrize(
    "value",
    [
        "FREQ=SECONDLY",
        "FREQ=MINUTELY;COUNT=2",
        "FREQ=HOURLY",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;INTERVAL=-1",
        "FREQ=DAILY;COUNT=0",
        "FREQ=DAILY;COUNT=999999999",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYMONTH=2,4,6;BYMONTHDAY=31",
        "FREQ=MONTHLY;BYMONTHDAY=32",
        "FREQ=WEEKLY;BYDAY=MO;BYSETPOS=3",
        "FREQ=DAILY;INTERVAL=14;BYDAY=TU",
        "FREQ=DAILY;BYSECOND=1,2,3",
        "FREQ=DAILY;BYHOUR=0,1,2,3,4;BYMINUTE=0,1,2,3,4,5",
        "FREQ=MONTHLY;BYWEEKNO=3",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=WEEKLY;UNTIL=tomorrow",
        "FREQ=YEARLY;RSCALE=CHINESE",
        "FREQ=DAILY;COUNT=" + "9" * 4_000,
        "INTERVAL=2",
        "",
        "nonsense",
    ],
)
def test_refused(value: str) -> None:
    assert rules.read(value) is None


@pytest.mark.parametrize(
    "value",
    [
        "FREQ=DAILY;COUNT=2;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO;INTERVAL=2",
        "FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=31;BYMONTH=2,3",
        "FREQ=YEARLY;BYYEARDAY=100;BYMONTH=1",
        "FREQ=YEARLY;INTERVAL=1000",
    ],
)
def test_rules_that_never_come_true_end(value: str) -> None:
    assert walked(value, wall("2025-02-01")) in ([], [wall("2025-02-01")])


def test_too_many_steps_are_endless() -> None:
    with pytest.raises(rules.Endless):
        walked("FREQ=DAILY", limit=10)


def test_a_rhythm_is_kept_when_old_years_are_skipped() -> None:
    rule = rules.read("FREQ=WEEKLY;INTERVAL=3;BYDAY=MO,TH")
    assert rule is not None
    start, since, last = wall("1999-01-06T08:00"), wall("2026-01-01"), wall("2026-07-01")
    all_of_them = list(rules.walk(rule, start, last, limit=5_000))
    skipped = list(rules.walk(rule, start, last, limit=5_000, since=since))
    assert len(skipped) < len(all_of_them) / 10
    assert [at for at in skipped if at >= since] == [at for at in all_of_them if at >= since]


NUMBERS = {
    "BYMONTH": st.integers(1, 12),
    "BYMONTHDAY": st.integers(1, 28) | st.integers(-28, -1),
    "BYSETPOS": st.sampled_from([1, 2, -1]),
    "BYHOUR": st.sampled_from([7, 18]),
}
DAYS = st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"])


@st.composite
def written(draw: st.DrawFn) -> str:
    frequency = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    parts = [f"FREQ={frequency}", f"INTERVAL={draw(st.integers(1, 4))}"]
    names = draw(st.sets(st.sampled_from(sorted(NUMBERS)), max_size=2))
    parts.extend(f"{name}={draw(NUMBERS[name])}" for name in names)
    if draw(st.booleans()):
        nth = draw(st.sampled_from(["", "1", "2", "-1"])) if frequency == "MONTHLY" else ""
        parts.append(f"BYDAY={nth}{draw(DAYS)}")
    if draw(st.booleans()):
        parts.append(f"COUNT={draw(st.integers(1, 40))}")
    if draw(st.booleans()):
        parts.append(f"WKST={draw(DAYS)}")
    return ";".join(parts)


@settings(max_examples=150, deadline=None)
@given(written(), st.datetimes(wall("1970-01-01"), wall("2030-01-01")))
def test_same_dates_as_walked_in_place(value: str, start: datetime) -> None:
    rule = rules.read(value)
    if rule is None:
        return
    start = start.replace(microsecond=0)
    last = start + timedelta(days=1_200)
    plain = oracle.rrulestr(value, dtstart=start)
    expected = [at for at in islice(plain.xafter(start, inc=True), 400) if at <= last]
    assert list(islice(rules.walk(rule, start, last, limit=5_000), 400)) == expected
    since = start + timedelta(days=500)
    late = [at for at in rules.walk(rule, start, last, limit=5_000, since=since) if at >= since]
    assert late[:100] == list(plain.between(since, last, inc=True))[:100]


@given(st.text(max_size=200) | st.from_regex(r"(FREQ|BYDAY|COUNT|UNTIL|BYMONTH)=[A-Z0-9,;=+-]{0,60}", fullmatch=True))
def test_any_text_is_read_or_refused(value: str) -> None:
    rule = rules.read(value)
    assert rule is None or 1 <= rule.interval <= rules.MAX_INTERVAL
