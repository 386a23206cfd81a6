"""HTTPS as the connectors of Google, Microsoft and others use it: answers bounded in size and time, no redirects, no cookies.

A `Wire` is the network, or the other side in the same process. What the status of an answer means is each provider's own business.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from email.utils import parsedate_to_datetime
from http.cookiejar import DefaultCookiePolicy
from ssl import SSLCertVerificationError
from threading import Timer
from typing import Any, NamedTuple, Protocol
from urllib.parse import urlsplit

from sync.errors import BrokenAnswer, Offline, RepsideError

MAX_ANSWER = 67_108_864
"""Bytes of one answer."""
CHUNK = 65_536
_SLOW = "the answer took too long"
CONNECT = 20.0
"""Seconds until the connection must stand."""


def proxies() -> tuple[str, ...]:
    """The hosts of the proxies that this machine is told to use for encrypted traffic: they carry it, unread."""
    from urllib.request import getproxies

    found = getproxies()
    return tuple(urlsplit(found[name]).hostname or "" for name in ("https", "all") if name in found)


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
    """HTTPS by `requests`: certificates verified, no redirects, no cookies, no passwords but those that whoever asks sends.

    `here`: for a server on this machine; no proxy is asked, whatever the environment says.
    """

    def __init__(self, timeout: float, ca: str = "", *, here: bool = False) -> None:
        import requests

        self._requests = requests
        self._session = requests.Session()
        self._session.auth = _as_given  # else a password of ~/.netrc would be sent in the place of our token
        self._session.trust_env = not here  # a proxy would get, and could keep, what is not to leave this machine
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))  # one secret less
        self._session.headers["User-Agent"] = "repside"
        if ca:  # a company's own authority; variables of the environment would win over it
            self._session.verify, self._session.trust_env = ca, False
        self._timeout = (CONNECT, timeout)

    def send(self, method: str, url: str, headers: Mapping[str, str], body: bytes | None) -> Answer:
        """One request, its answer read to the end within the time limit."""
        host = urlsplit(url).hostname or url
        until = time.monotonic() + 4 * self._timeout[1]
        try:
            with self._session.request(
                method, url, headers=dict(headers), data=body, timeout=self._timeout, allow_redirects=False, stream=True
            ) as answer:
                content = _read(answer, host, until)
                names = {name.lower(): value for name, value in answer.headers.items()}
                return Answer(answer.status_code, names, content)
        except self._requests.exceptions.RequestException as error:
            raise self._meant(error, host) from error

    def _meant(self, error: Exception, host: str) -> RepsideError:
        """What the library's word for it means."""
        problems = self._requests.exceptions
        if isinstance(error, problems.SSLError):
            return Offline(host=host, why="its certificate is not trusted", sent=_sent(error))
        if isinstance(error, problems.ConnectionError | problems.Timeout):
            return Offline(host=host, why=_why(error), sent=_sent(error))
        return BrokenAnswer(host=host, why=type(error).__name__)

    def cut(self) -> None:
        """Connections that are idle are closed; one in use ends with its time limit."""
        self._session.close()

    close = cut


def _read(answer: Any, host: str, until: float) -> bytes:
    """The whole body, within its cap and its time."""
    import requests

    parts, size = [], 0
    try:
        with _ended(answer.raw, until):
            for part in answer.iter_content(CHUNK):
                parts.append(part)
                size += len(part)
                if size > MAX_ANSWER:
                    raise BrokenAnswer(host=host, why="the answer is too large")
    except requests.exceptions.RequestException as error:
        if time.monotonic() < until:
            raise
        raise BrokenAnswer(host=host, why=_SLOW) from error
    if time.monotonic() >= until:
        raise BrokenAnswer(host=host, why=_SLOW)
    return b"".join(parts)


@contextmanager
def _ended(raw: Any, until: float) -> Iterator[None]:
    """What is read meanwhile ends at that time: a server that sends a byte now and then is never silent for long enough."""

    def end() -> None:
        with suppress(Exception):  # it has just come to its end by itself
            raw.shutdown()

    timer = Timer(max(0.0, until - time.monotonic()), end)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _as_given(request: Any) -> Any:
    """A request with its own headers."""
    return request


class Refused(BrokenAnswer):
    """The server {host} refuses what it was asked for: {why}.

    Nothing of that answer was used, and everything read before it is safe. Repside asks again."""

    # What was asked for is gone, too old or malformed. Only who asked knows; unheeded it is an answer that makes no sense.

    def __init__(self, host: str, status: int, reason: str) -> None:
        self.status = status
        self.reason = reason
        super().__init__(host=host, why=f"status {status}")


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


def _sent(error: Exception) -> bool:
    """Whether the request may have left this machine: False only where the connection certainly never stood."""
    import requests
    from urllib3.exceptions import MaxRetryError, NewConnectionError

    if isinstance(error, requests.exceptions.ConnectTimeout | requests.exceptions.ProxyError):
        return False
    cause = error.args[0] if error.args else None
    reason = cause.reason if isinstance(cause, MaxRetryError) else cause
    unverified = any(isinstance(part, SSLCertVerificationError) for part in getattr(reason, "args", ()))
    return not (isinstance(reason, NewConnectionError) or unverified)
