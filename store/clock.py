"""How far this machine's clock is believed. A clock that jumps must not erase anything, nor move the rep's window.

Two questions, two answers. How long is a copy missing? That is counted by time lived: the sum of the steps between two notes,
each taken for a day at most and never for less than nothing. So a jump of ten years counts as one day, and a week in which the
clock is wrong as a week. Which day is it? Whatever the clock says, unless it is more than LEAP ahead of the last day that was
believed, or before our own time. Then the last believed day stands until the clock is set, or the rep says that it is right.
"""

from __future__ import annotations

import json
from typing import NamedTuple

from sqlalchemy import Connection, text

from store.machine import LEAP, RELEASED

STEP = 86_400
"""Seconds that one step counts at most. Longer ones are nights and holidays of the machine, or a clock that was set."""


class Times(NamedTuple):
    """What the store last noted. All are seconds; `wall` and `seen` since 1970, UTC."""

    wall: int
    """What the clock said, right or wrong."""
    seen: int
    """The newest word of the clock that was believed."""
    lived: int
    """Never goes back, and by no jump ahead by more than STEP. It begins as the time of the first note."""


def read(connection: Connection) -> Times | None:
    """The last note; None in a store that was never read into."""
    found = connection.scalar(text("select value from facts where name = 'clock'"))
    return None if found is None else Times(*json.loads(found))


def write(connection: Connection, times: Times) -> None:
    """Note it."""
    connection.execute(_PUT, {"value": json.dumps(times)})


def moved(times: Times | None, now: int) -> Times:
    """What to note when the clock says `now`."""
    if times is None:
        return Times(now, now, now)
    step = min(max(now - times.wall, 0), STEP)
    return Times(now, now if is_believable(now, times.seen) else times.seen, times.lived + step)


def is_believable(now: int, seen: int) -> bool:
    """Whether it can be `now` when the last believed time was `seen`. A clock that was set back is: it erases nothing."""
    return now <= max(seen, RELEASED) + LEAP and (now >= RELEASED or now >= seen - LEAP)


def today(connection: Connection, now: int) -> int:
    """`now`, or the last believed time where it cannot be that."""
    return moved(read(connection), now).seen


def newest(connection: Connection) -> int | None:
    """The latest time that was believed, or of a round that came to its end; None: there was no round."""
    times, done = read(connection), connection.scalar(text("select max(complete_at) from streams"))
    return max((at for at in (times and times.seen, done) if at is not None), default=None)


def trust(connection: Connection, now: int) -> None:
    """The rep says that the clock is right."""
    times = moved(read(connection), now)
    write(connection, times._replace(seen=now))


_PUT = text(
    "insert into facts (name, value) values ('clock', :value) on conflict (name) do update set value = excluded.value"
)
