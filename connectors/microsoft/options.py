"""What an Outlook account needs to be read."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import NamedTuple

from connectors.door import Tokens
from connectors.governor import Forgetful, Memory
from sync.model import Level

GRAPH = "https://graph.microsoft.com"
LOGIN = "https://login.microsoftonline.com"
WINDOW = 601
"""Seconds that Microsoft counts over: ten minutes, and one for clocks that do not tick together."""
ALLOWANCE = 10_000
"""Requests of one app at one mailbox in that time (learn.microsoft.com/graph/throttling-limits)."""


class Cloud(NamedTuple):
    """One of Microsoft's clouds: whoever keeps data in one country has one of their own."""

    login: str
    graph: str
    also: tuple[str, ...] = ()
    """Other addresses that its sign-in names for itself."""


CLOUDS = {
    "global": Cloud(LOGIN, GRAPH),
    "us": Cloud("https://login.microsoftonline.us", "https://graph.microsoft.us"),
    "us-dod": Cloud("https://login.microsoftonline.us", "https://dod-graph.microsoft.us"),
    "china": Cloud(
        "https://login.partner.microsoftonline.cn",
        "https://microsoftgraph.chinacloudapi.cn",
        ("https://login.chinacloudapi.cn",),
    ),
}
"""learn.microsoft.com/graph/deployments, and docs.azure.cn/entra/identity-platform/authentication-national-cloud"""


class GraphOptions(NamedTuple):
    """One account. Nothing here is secret: tokens are asked for when they are needed."""

    address: str
    """The mailbox must be this one's."""
    tokens: Tokens
    level: Level = "preview"
    """`headers` reads with Mail.ReadBasic and Calendars.ReadBasic, which let no text through."""
    calendar: bool = True
    calendars: tuple[str, ...] = ()
    """Names or ids of the calendars to read, of those that the rep owns; none: all of them."""
    since: int | None = None
    """Epoch seconds: what came in before is named, its headers unread."""
    graph: str = GRAPH
    allowance: int = ALLOWANCE
    memory: Callable[[str], Memory] = lambda _: Forgetful()
    """Where the use of the last ten minutes is kept."""
    timeout: float = 60
    """Seconds that Graph may be silent."""
    ca: str = ""
    """A company's own certificate authority."""
    page: int = 100
    """Messages of a page."""
    now: Callable[[], float] = time.time
    wait: Callable[[float], bool] | None = None
    """Waits so many seconds and says whether to stop; None: by the real clock, until `cut`."""
