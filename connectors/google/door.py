"""The one way to Google: a token on each request, the units governed, answers bounded, refusals as our errors.

who asks ── take(units) ──► Door.send ──► TLS ──► status → errors.py
                               │401: once more with a new token
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NoReturn
from urllib.parse import urlsplit

from connectors.google.options import Tokens
from connectors.governor import Governor
from connectors.http import Answer, Refused, Wire, retry_after
from connectors.wire import google_json, json_values
from sync.errors import (
    AccessBlocked,
    BrokenAnswer,
    ConsentOver,
    MailboxClosed,
    ProviderBusy,
    RepsideError,
    RightMissing,
)


class Door:
    """One service of one account. Not for two threads at once; `cut` may come from another."""

    def __init__(self, base: str, user: str, tokens: Tokens, governor: Governor, wire: Wire) -> None:
        self.base = base.rstrip("/")
        self._host = urlsplit(base).hostname or base
        self.user = user
        self._tokens = tokens
        self._governor = governor
        self._wire = wire

    def get(self, path: str, units: int) -> dict[str, Any]:
        """The JSON object of a GET. Raises Refused for a status that only the caller understands (404, 410, some 400)."""
        answer = self.send("GET", path, units)
        return json_values.read(answer.body, self._host)

    def send(self, method: str, path: str, units: int, headers: Mapping[str, str] | None = None,
             body: bytes | None = None) -> Answer:  # fmt: skip
        """An answer of status 200. Raises Refused as above, and everything else by its remedy."""
        self._governor.take(units)
        token = self._tokens.access()
        answer = self._once(method, path, headers, body, token)
        if answer.status == 401:
            self._tokens.refused(token)
            self._governor.take(units)
            answer = self._once(method, path, headers, body, self._tokens.access())
        if answer.status != 200:
            self.refuse(answer.status, answer.headers, answer.body)
        return answer

    def refuse(self, status: int, headers: Mapping[str, str], body: bytes) -> NoReturn:
        """Raises what the status and Google's reason mean."""
        error = refusal(status, headers, body, self._host, self.user)
        if isinstance(error, ProviderBusy):
            self.slow(error)
        raise error

    def fits(self, units: int, most: int) -> int:
        """Parts of the next batch, at so many units each."""
        return self._governor.fits(units, most)

    def slow(self, error: ProviderBusy) -> None:
        """Google asks to wait. More than a minute is the schedule's business; raises the error then."""
        asked = error.retry_after
        if asked is not None and asked > self._governor.window:
            raise error
        self._governor.refused(asked)

    def renew(self) -> None:
        """The token was not taken: the next request gets another one."""
        self._tokens.refused(self._tokens.access())

    def cut(self) -> None:
        """From another thread: end what goes on."""
        self._wire.cut()

    def _once(
        self, method: str, path: str, headers: Mapping[str, str] | None, body: bytes | None, token: str
    ) -> Answer:
        named = {"Authorization": f"Bearer {token}", "Accept": "application/json", **(headers or {})}
        return self._wire.send(method, self.base + path, named, body)


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
        return ProviderBusy(
            host=host, retry_after=_DAILY if asked is None and "dailyLimitExceeded" in reasons else asked
        )
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
