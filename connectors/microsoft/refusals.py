"""What Graph's refusals mean: never by the words that it has for people (learn.microsoft.com/graph/errors)."""

from __future__ import annotations

from collections.abc import Mapping

from connectors.http import Refused, retry_after
from connectors.wire import graph_json
from connectors.wire.graph_json import RESYNC
from sync.errors import (
    AppForbidden,
    BrokenAnswer,
    ConsentOver,
    LicenceGone,
    ProviderBusy,
    RepsideError,
    RightMissing,
)

AGAIN = "resync"
"""Reason of a Refused that asks to begin the round anew."""
PAUSE = 60.0
"""Seconds that are waited where Graph asks to wait and does not say how long."""
_CLOSED = frozenset({"mailboxnotenabledforrestapi", "mailboxnotsupportedforrestapi", "errornonexistentmailbox", "mailboxnotfound",
                     "erroraccountdisabled", "resourcelocked"})  # fmt: skip
_MOVING = "errormailboxmoveinprogress"
_BLOCKED = frozenset({"accessrestricted", "authorization_requestdenied", "errorclientapplicationblocked", "blocked"})
_RIGHT = frozenset({"erroraccessdenied", "accessdenied", "insufficientprivileges", "forbidden"})


def refusal(status: int, headers: Mapping[str, str], body: bytes, host: str, user: str) -> RepsideError:
    """The remedy for an answer that is no success."""
    found = graph_json.codes(body)
    if status == 429:
        asked = retry_after(headers)
        return ProviderBusy(host=host, retry_after=PAUSE if asked is None else asked, spent=True)
    if status >= 500 or status in {408, 425} or _MOVING in found:
        return ProviderBusy(host=host, retry_after=retry_after(headers))
    if status == 401:
        claims = "claims=" in headers.get("www-authenticate", "")
        why = "your company asks for another sign-in" if claims else "the sign-in is not valid any more"
        return ConsentOver(account=user, provider="Microsoft", why=why)
    if status == 410 or (400 <= status < 500 and found & RESYNC):
        return Refused(host, status, AGAIN)
    if found & _CLOSED:
        return LicenceGone(account=user, provider="Microsoft", command=f"outlook {user}")
    if status == 403 and found & _BLOCKED:
        return AppForbidden(account=user, why="its administrator does not allow this app", command=f"outlook {user}")
    if status == 403 and found & _RIGHT:
        return RightMissing(account=user, provider="Microsoft", right="to read this mailbox")
    if 400 <= status < 500:
        return Refused(host, status, min(found, default=""))
    if 300 <= status < 400:
        return BrokenAnswer(host=host, why="it sends us elsewhere")
    return BrokenAnswer(host=host, why=f"status {status}")
