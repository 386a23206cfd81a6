"""When a stream is looked at again: a pure function of how the last look ended. What is due is then a query.

    it went well     30 s after news, twice as long after each quiet round, up to 15 minutes
    Wait, Offline    30 s, twice as long each time, up to 15 minutes, ± 20 %; what the server asks for counts more
    DiskFull, StoreInUse   the same: both pass without the rep
    StartOver        three times a day: the engine has already tried three times by itself
    SignIn, FixSetup once an hour; the daemon comes at once when the settings or the passwords have changed
    Bug              15 minutes

No time lies further ahead than its cap, whatever a server or a jumping clock says.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from sync.errors import Bug, DiskFull, RepsideError, StartOver, StoreInUse, Wait
from sync.ports import Random

ACTIVE = 30
"""Seconds between two looks at a stream that has news."""
QUIETEST = 900
"""Seconds between two looks at a stream that has had none for long, or that the provider watches for us (IDLE)."""
HOUR = 3_600
"""The longest that a server may ask us to wait; how often a wrong password is tried."""
LONGEST = 8 * HOUR
"""No stream waits longer, for any reason."""
JITTER = 0.2
_DOUBLINGS = 16  # more would only make large numbers


class Outcome(NamedTuple):
    """How one look at a stream ended."""

    changed: bool = False
    """Something was stored."""
    error: RepsideError | None = None
    watched: bool = False
    """The provider tells of news by itself, or nobody waits for any (junk, trash): polling is the safety net only."""


class Due(NamedTuple):
    """When to look next, and the two counts that the next answer depends on."""

    at: int = 0
    """Seconds since 1970; 0: at once."""
    quiet: int = 0
    """Rounds in a row that found nothing."""
    failures: int = 0
    """Rounds in a row that failed."""


def next_due(outcome: Outcome, history: Due, now: int, random: Random) -> Due:
    """When the stream is due again. `history` is what the last call gave."""
    if outcome.error is not None:
        wait = _after(outcome.error, history.failures, random)
        return Due(now + wait, history.quiet, history.failures + 1)
    quiet = 0 if outcome.changed else history.quiet + 1
    return Due(now + (QUIETEST if outcome.watched else _doubled(quiet)), quiet, 0)


def pulled_in(due: Due, now: int) -> Due:
    """The same, but never further ahead than it can have been meant: the clock may have been set back since."""
    longest = LONGEST if due.failures else QUIETEST
    return due._replace(at=min(due.at, now + longest))


def _after(error: RepsideError, failures: int, random: Random) -> int:
    """Seconds until the next try."""
    if isinstance(error, Wait):
        return _asked(error, failures, random)
    if isinstance(error, DiskFull | StoreInUse):
        return _jittered(_doubled(failures), random)
    if isinstance(error, StartOver):
        return LONGEST
    return QUIETEST if isinstance(error, Bug) else HOUR


def _asked(error: Wait, failures: int, random: Random) -> int:
    """What the server asked for, a little later so that not all come at once; else the usual back-off."""
    asked = error.retry_after
    if asked is None or math.isnan(asked):
        return _jittered(_doubled(failures), random)
    patience = min(max(asked, 1.0), HOUR)
    return min(HOUR, math.ceil(patience * (1 + JITTER * random.random())))


def _doubled(times: int) -> int:
    return min(QUIETEST, ACTIVE << min(times, _DOUBLINGS))


def _jittered(seconds: int, random: Random) -> int:
    return min(QUIETEST, round(seconds * (1 - JITTER + 2 * JITTER * random.random())))
