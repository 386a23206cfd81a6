"""The one way to Google: a token on each request, the units governed, answers bounded, refusals as our errors.

who asks ── take(units) ──► Door.send ──► TLS ──► status → errors.py
                               │401: once more with a new token
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from http.cookiejar import DefaultCookiePolicy
from typing import Any, NamedTuple, NoReturn, Protocol
from urllib.parse import urlsplit

from connectors.google.options import Tokens
from connectors.google.quota import WINDOW, Governor
from connectors.wire import google_json
from sync.errors import (
    AccessBlocked,
    BrokenAnswer,
    ConsentOver,
    MailboxClosed,
    Offline,
    ProviderBusy,
    RepsideError,
    RightMissing,
)

MAX_ANSWER = 67_108_864
"""Bytes of one answer."""
CHUNK = 65_536
CONNECT = 20.0
"""Seconds until the connection must stand."""


class Answer(NamedTuple):
    """What came back, read to its end."""

    status: int
    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes


class Wire(Protocol):
    """Carries one request. A real network, or the other side in the same process."""

    def send(self, method: str, url: str, headers: Mapping[str, str], body: bytes | None) -> Answer:
        """Raises Offline, BrokenAnswer."""

    def cut(self) -> None:
        """From another thread: break what goes on."""


class Network:
    """HTTPS by `requests`: certificates verified, no redirects, no proxies' credentials, no cookies."""

    def __init__(self, timeout: float) -> None:
        import requests

        self._requests = requests
        self._session = requests.Session()
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))  # one secret less
        self._session.headers["User-Agent"] = "repside"
        self._timeout = (CONNECT, timeout)

    def send(self, method: str, url: str, headers: Mapping[str, str], body: bytes | None) -> Answer:
        """One request, its answer read to the end within the time limit."""
        host = urlsplit(url).hostname or url
        until = time.monotonic() + 4 * self._timeout[1]
        try:
            with self._session.request(
                method, url, headers=dict(headers), data=body, timeout=self._timeout, allow_redirects=False, stream=True
            ) as answer:
                parts, size = [], 0
                for part in answer.iter_content(CHUNK):
                    parts.append(part)
                    size += len(part)
                    if size > MAX_ANSWER:
                        raise BrokenAnswer(host=host, why="the answer is too large")
                    if time.monotonic() > until:
                        raise BrokenAnswer(host=host, why="the answer took too long")
                names = {name.lower(): value for name, value in answer.headers.items()}
                return Answer(answer.status_code, names, b"".join(parts))
        except self._requests.exceptions.SSLError as error:
            raise Offline(host=host, why="its certificate is not trusted") from error
        except (self._requests.exceptions.ConnectionError, self._requests.exceptions.Timeout) as error:
            raise Offline(host=host, why=_why(error)) from error
        except self._requests.exceptions.RequestException as error:
            raise BrokenAnswer(host=host, why=type(error).__name__) from error

    def cut(self) -> None:
        """Connections that are idle are closed; one in use ends with its time limit."""
        self._session.close()


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
        return google_json.read(answer.body, self._host)

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
        if asked is not None and asked > WINDOW:
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


class Refused(Exception):
    """Google said no in a way that only the caller can read: what it asked for is gone, too old, or malformed."""

    def __init__(self, status: int, reason: str) -> None:
        self.status = status
        self.reason = reason
        super().__init__(f"{status} {reason}")


_WAIT = frozenset({"rateLimitExceeded", "userRateLimitExceeded", "quotaExceeded", "dailyLimitExceeded",
                   "concurrentLimitExceeded", "backendError"})  # fmt: skip
_RIGHT = frozenset({"insufficientPermissions", "ACCESS_TOKEN_SCOPE_INSUFFICIENT"})
_BLOCKED = frozenset(
    {"domainPolicy", "accessNotConfigured", "SERVICE_DISABLED", "delegationDenied", "admin_policy_enforced"}
)
_CLOSED = frozenset({"failedPrecondition", "notACalendarUser", "userAccountDisabled"})
_DAILY = 3_600.0


def refusal(status: int, headers: Mapping[str, str], body: bytes, host: str, user: str) -> RepsideError | Refused:
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
        return Refused(status, min(reasons, default=""))
    if 300 <= status < 400:
        return BrokenAnswer(host=host, why="it sends us elsewhere")
    return BrokenAnswer(host=host, why=f"status {status}")


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds of a Retry-After header, in either form; None where it is missing or makes no sense."""
    value = headers.get("retry-after", "").strip()
    if not value:
        return None
    if value.isdecimal():
        return float(value[:12])
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except (ValueError, TypeError, OverflowError):
        return None


def _why(error: Exception) -> str:
    import requests

    if isinstance(error, requests.exceptions.Timeout):
        return "it did not answer in time"
    return "no connection"
