"""What a local folder of mail needs to be told."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import NamedTuple

from sync.model import Level


class FolderOptions(NamedTuple):
    """One account on this machine's disk."""

    path: str
    """A Maildir, an mbox file, a calendar file, or a folder that holds any of them, at any depth."""
    level: Level = "preview"
    since: int | None = None
    """Start of the account's window, seconds since 1970; what is older is named and left unread. None: everything."""
    connected: bool = False
    """It was a mailbox once: when nothing is at the path now, it is away and not wrong."""
    page: int = 500
    """Items a page."""
    now: Callable[[], float] = time.time
    """Tells how fresh a file is, and which occurrences of a series are near."""
