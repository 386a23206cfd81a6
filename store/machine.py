"""What a wrong machine does to a history: its clock, its time zones, its disk. Looked at by `status` and `doctor`."""

from __future__ import annotations

import shutil
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

RELEASED = 1_793_000_000
"""A clock before this is wrong: Repside is younger (October 2026)."""
OLDEST_ZONES = "2026b"
LITTLE = 50_000_000
"""Bytes of free disk that are too little to store a page."""
AHEAD = 3_600
"""Seconds that a stored time may lie in the future before a clock is, or was, wrong."""
LEAP = 400 * 86_400
"""Seconds that a clock may be ahead of the last time that was believed. No public certificate is valid longer, so a clock that
is further ahead could not reach a server anyway."""


class Machine(NamedTuple):
    """What is wrong; nothing by default."""

    clock_wrong: bool = False
    zones_stale: str = ""
    """The version of the zones where it is too old."""
    disk_full: bool = False


def look(path: Path | None, now: int, newest: int | None) -> Machine:
    """`path`: the store's file, None where it is elsewhere. `newest`: the newest time that the store holds."""
    version = zones()
    full = path is not None and free(path) < LITTLE
    return Machine(clock_is_wrong(now, newest), version if version < OLDEST_ZONES else "", full)


def clock_is_wrong(now: int, newest: int | None) -> bool:
    """Before our own time, before what was done already, or further after it than can be believed."""
    return now < RELEASED or (newest is not None and not newest - AHEAD <= now <= max(newest, RELEASED) + LEAP)


def zones() -> str:
    """The version of the time zones, like 2026b."""
    return str(import_module("tzdata").IANA_VERSION)


def free(path: Path) -> int:
    """Bytes that are free where this path is, or would be."""
    return shutil.disk_usage(next(each for each in (path, *path.parents) if each.exists())).free
