"""Days on which people work: neither weekends nor the public holidays of the rep's region (python-holidays' tables, offline)."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holidays import HolidayBase

LONGEST = 400
"""Days that are counted at most; what is older is older than that."""


class Workdays:
    """Of a region: a country and, where it has them, a part of it, as `DE` or `DE-BY`. Empty: weekends only."""

    def __init__(self, region: str = "") -> None:
        self._country, _, self._part = region.upper().partition("-")

    @cached_property
    def _free(self) -> HolidayBase | frozenset[date]:
        if not self._country:
            return frozenset()
        import holidays

        return holidays.country_holidays(self._country, subdiv=self._part or None)

    def works(self, day: date) -> bool:
        """Whether people are at work on that day."""
        return day.weekday() < 5 and day not in self._free

    def between(self, start: date, end: date) -> int:
        """Working days after `start`, up to and with `end`; 0 when `end` is not later."""
        return self.back(end)[max(0, min((end - start).days, LONGEST))]

    def back(self, end: date) -> tuple[int, ...]:
        """How many of the last 0, 1, 2, … LONGEST days up to and with `end` are working days."""
        return tuple(accumulate((self.works(end - timedelta(days=back)) for back in range(LONGEST)), initial=0))


def known(region: str) -> bool:
    """Whether there is a table for that region; the empty one is known."""
    if not region:
        return True
    from holidays import list_supported_countries

    country, _, part = region.upper().partition("-")
    parts = list_supported_countries().get(country)
    return parts is not None and (not part or part in parts)
