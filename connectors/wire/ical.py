"""Calendar bytes to meetings: RFC 5545 as it is found in the wild, with every cost capped first."""

from __future__ import annotations

from typing import NamedTuple

from sync.model import Meeting, Rejected


class Window(NamedTuple):
    """Epoch seconds. Occurrences outside are not expanded."""

    start: int
    end: int


def meetings(raw: bytes, window: Window) -> list[Meeting | Rejected]:
    """All meetings of a calendar file, one a UID, series expanded inside the window. Never raises."""
    return []


def invitations(raw: bytes, window: Window | None = None) -> tuple[Meeting, ...]:
    """The meetings that a text/calendar part of a mail speaks of. Bad input gives none."""
    return ()
