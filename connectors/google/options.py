"""What a Google account needs to be read."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import NamedTuple

from connectors.door import Tokens
from connectors.google.quota import CALENDAR, GMAIL
from connectors.governor import Forgetful, Memory
from sync.model import Level

HOSTS = ("gmail.googleapis.com", "www.googleapis.com", "oauth2.googleapis.com")
"""All that Google is asked at. The page of the consent is the browser's business."""
GMAIL_API = "https://gmail.googleapis.com"
CALENDAR_API = "https://www.googleapis.com"


class GoogleOptions(NamedTuple):
    """One account. Nothing here is secret: tokens are asked for when they are needed."""

    address: str
    """The mailbox must be this one's."""
    tokens: Tokens
    level: Level = "preview"
    """`headers` reads with the scope gmail.metadata, which lets no text through."""
    calendar: bool = True
    calendars: tuple[str, ...] = ()
    """Names or ids of the calendars to read, of those that the rep owns; none: all of them."""
    since: int | None = None
    """Epoch seconds: what Google dates before is named, its headers unread."""
    gmail_api: str = GMAIL_API
    calendar_api: str = CALENDAR_API
    allowance: int = GMAIL
    """Gmail's units a minute for one user."""
    calendar_allowance: int = CALENDAR
    memory: Callable[[str], Memory] = lambda _: Forgetful()
    """Where the use of a service's last minute is kept."""
    timeout: float = 60
    """Seconds that Google may be silent."""
    page: int = 100
    """Messages of a page."""
    now: Callable[[], float] = time.time
    wait: Callable[[float], bool] | None = None
    """Waits so many seconds and says whether to stop; None: by the real clock, until `cut`."""
