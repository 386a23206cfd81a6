"""Working days of a region."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from matchers.workdays import LONGEST, Workdays, known


def test_weekends_do_not_count() -> None:
    days = Workdays()
    assert days.between(date(2026, 11, 26), date(2026, 11, 27)) == 1  # Thursday to Friday
    assert days.between(date(2026, 11, 27), date(2026, 11, 29)) == 0
    assert days.between(date(2026, 11, 27), date(2026, 11, 30)) == 1
    assert days.between(date(2026, 11, 30), date(2026, 11, 27)) == 0


@pytest.mark.parametrize(
    ("region", "day"),
    [
        ("DE", date(2026, 12, 25)),
        ("DE-BY", date(2026, 1, 6)),
        ("FR", date(2026, 7, 14)),
        ("ES", date(2026, 10, 12)),
        ("US", date(2026, 11, 26)),
    ],
)
def test_a_region_s_holidays_do_not_count(region: str, day: date) -> None:
    assert Workdays().works(day)
    assert not Workdays(region).works(day)


def test_a_part_of_a_country_has_its_own() -> None:
    assert Workdays("DE-BE").works(date(2026, 1, 6))  # Epiphany is none in Berlin


def test_what_is_very_old_is_counted_so_far_only() -> None:
    assert Workdays().between(date(1970, 1, 1), date(2026, 11, 26)) <= LONGEST


@pytest.mark.parametrize(
    ("region", "there"), [("", True), ("DE", True), ("de-by", True), ("DE-XX", False), ("QQ", False)]
)
def test_a_region_is_known_or_not(region: str, there: bool) -> None:
    assert known(region) is there


def test_counted_back_at_once_and_day_by_day_it_is_the_same() -> None:
    days, end = Workdays("DE-BY"), date(2027, 1, 10)
    back = days.back(end)
    assert len(back) == LONGEST + 1
    for count in (0, 1, 2, 9, 20, 365, LONGEST):
        assert back[count] == sum(days.works(end - timedelta(days=n)) for n in range(count))
        assert days.between(end - timedelta(days=count), end) == back[count]
