"""The governor: so many units in a window of time as a provider allows, and never one more.

Providers count over a window: Google over a minute, Microsoft over ten. So what was used in each of its seconds is remembered, and a
request waits until it fits. The memory outlives the process: a restart in the middle of a backfill must not spend the same window
twice. What a kill forgets is less than SLACK of the allowance, and the ceiling leaves room for it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import NamedTuple, Protocol

from sync.errors import Offline

MINUTE = 61
"""Seconds that are looked back: a provider's minute, and one for clocks that do not tick together."""
CEILING = 0.97
"""Of the allowance: what is planned to be used."""
SLACK = 0.015
"""Of the allowance: what may be used before it is noted durably."""
FEWEST = 10
"""Parts of the smallest batch that is worth a request while there are more to come."""
LONGEST = 30.0
"""Seconds that are waited for at once; then the caller may be asked to stop."""


class Memory(Protocol):
    """Where the use of the last window is kept across restarts: seconds since 1970 → units."""

    def load(self) -> Mapping[int, int]:
        """What was saved last; empty when nothing was, or when it cannot be read."""

    def save(self, used: Mapping[int, int]) -> None:
        """Keep it. A failure is no error: the next save may succeed."""


class Forgetful:
    """A memory for the life of a process."""

    def load(self) -> Mapping[int, int]:
        """Nothing."""
        return {}

    def save(self, used: Mapping[int, int]) -> None:
        """Nothing is kept."""


class Use(NamedTuple):
    """How much of the window is used."""

    units: int
    allowance: int


class Governor:
    """The allowance of one account at one service, in `window` seconds. One thread uses it; `stop` may come from another."""

    def __init__(
        self,
        allowance: int,
        memory: Memory,
        now: Callable[[], float] = time.time,
        wait: Callable[[float], bool] = lambda seconds: time.sleep(seconds) or False,  # type: ignore[func-returns-value]
        *,
        host: str = "Google",
        window: int = MINUTE,
    ) -> None:
        self._allowance = allowance
        self._memory = memory
        self._now = now
        self._wait = wait
        self._host = host
        self.window = window
        self._used: dict[int, int] | None = None
        self._saved: Mapping[int, int] = {}

    @property
    def most(self) -> int:
        """Units that a single request may cost."""
        return int(self._allowance * CEILING)

    def take(self, units: int) -> None:
        """Wait until the units fit into the window, and note them as used. Raises Offline when told to stop meanwhile."""
        units = min(units, self.most)
        while (seconds := self._until_free(units)) > 0:
            if self._wait(min(seconds, LONGEST)):
                raise Offline(host=self._host, why="the connection was closed")
        self._note(units)

    def fits(self, units: int, most: int) -> int:
        """How many requests of so many units go into one batch now: what is free, but never so few that batches cost more
        than what they carry."""
        free = self.most - sum(self._recent(int(self._now())).values())
        return max(min(FEWEST, most), min(free // units, most))

    def refused(self, seconds: float | None) -> None:
        """The provider said that the window is spent, whoever spent it: nothing more for so long."""
        now = int(self._now())
        used = self._recent(now)
        full = now - self.window + int(min(max(seconds or self.window, 1), self.window))
        used[full] = used.get(full, 0) + max(0, self.most - sum(used.values()))
        self._keep(used)

    def use(self) -> Use:
        """What the last window took."""
        return Use(sum(self._recent(int(self._now())).values()), self._allowance)

    def _until_free(self, units: int) -> float:
        """Seconds until so many units fit; 0 when they do now."""
        now = self._now()
        used = self._recent(int(now))
        over = sum(used.values()) + units - self.most
        for second in sorted(used):
            if over <= 0:
                break
            over -= used[second]
            until = second + self.window - now
            if over <= 0:
                return max(until, 0.01)
        return 0

    def _note(self, units: int) -> None:
        now = int(self._now())
        used = self._recent(now)
        used[now] = used.get(now, 0) + units
        unsaved = sum(max(0, units - self._saved.get(second, 0)) for second, units in used.items())
        if unsaved > self._allowance * SLACK:
            self._keep(used)

    def _keep(self, used: Mapping[int, int]) -> None:
        self._saved = dict(used)
        self._memory.save(self._saved)

    def _recent(self, now: int) -> dict[int, int]:
        """The seconds that count. Those of the future are of a clock that was set back: they count as this second's."""
        if self._used is None:
            self._used = dict(self._memory.load())
            self._saved = dict(self._used)
        ahead = sum(units for second, units in self._used.items() if second > now)
        kept = {second: units for second, units in self._used.items() if now - self.window < second <= now}
        if ahead:
            kept[now] = kept.get(now, 0) + ahead
        self._used = kept
        return kept
