"""What Google's refusals mean: never by the words that it has for people."""

from __future__ import annotations

from collections.abc import Mapping

from connectors.http import Refused, retry_after
from connectors.wire import google_json
from sync.errors import (
    AccessBlocked,
    BrokenAnswer,
    ConsentOver,
    MailboxClosed,
    ProviderBusy,
    RepsideError,
    RightMissing,
)

_WAIT = frozenset({"rateLimitExceeded", "userRateLimitExceeded", "quotaExceeded", "dailyLimitExceeded",
                   "concurrentLimitExceeded", "backendError"})  # fmt: skip
_RIGHT = frozenset({"insufficientPermissions", "ACCESS_TOKEN_SCOPE_INSUFFICIENT"})
_BLOCKED = frozenset(
    {"domainPolicy", "accessNotConfigured", "SERVICE_DISABLED", "delegationDenied", "admin_policy_enforced"}
)
_CLOSED = frozenset({"failedPrecondition", "notACalendarUser", "userAccountDisabled"})
_DAILY = 3_600.0


def refusal(status: int, headers: Mapping[str, str], body: bytes, host: str, user: str) -> RepsideError:
    """The remedy for an answer that is no success. Never branches on words meant for people."""
    reasons = google_json.reasons(body)
    if status == 429 or (status == 403 and reasons & _WAIT):
        asked = retry_after(headers)
        daily = asked is None and "dailyLimitExceeded" in reasons
        return ProviderBusy(host=host, retry_after=_DAILY if daily else asked, spent=True)
    if status >= 500 or status in {408, 425}:
        return ProviderBusy(host=host, retry_after=retry_after(headers))
    if status == 401:
        return ConsentOver(account=user, provider="Google", why="the sign-in is not valid any more")
    if reasons & _RIGHT:
        return RightMissing(account=user, provider="Google", right="to read this account")
    if reasons & _BLOCKED:
        return AccessBlocked(account=user, provider="Google", why="the administrator or the project does not allow it")
    if reasons & _CLOSED and status in {400, 403}:
        return MailboxClosed(account=user, provider="Google")
    if status in {400, 403, 404, 410, 412}:
        return Refused(host, status, min(reasons, default=""))
    if 300 <= status < 400:
        return BrokenAnswer(host=host, why="it sends us elsewhere")
    return BrokenAnswer(host=host, why=f"status {status}")
