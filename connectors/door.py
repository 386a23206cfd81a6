"""The one way to a provider's API: a token on each request, the units governed, answers bounded, refusals as our errors.

who asks ── take(units) ──► Door.send ──► TLS ──► status → errors.py
                               │401: once more with a new token
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NoReturn, Protocol
from urllib.parse import urlsplit

from connectors.governor import Governor
from connectors.http import Answer, Wire
from connectors.wire import json_values
from sync.errors import BrokenAnswer, ProviderBusy, RepsideError

Refusal = Callable[[int, Mapping[str, str], bytes, str, str], RepsideError]
"""Status, headers, body, host and user → what must be done."""


class Tokens(Protocol):
    """Access tokens of one sign-in. What renewing one rotates is stored before it is used."""

    def access(self) -> str:
        """A token that is valid now. Raises SignIn when the consent is over, Wait when the provider cannot be asked."""

    def refused(self, token: str) -> None:
        """The provider did not take this one: the next `access` gets a new one."""


class Door:
    """One service of one account. Not for two threads at once; `cut` may come from another."""

    def __init__(self, base: str, user: str, tokens: Tokens, governor: Governor, wire: Wire, refusal: Refusal) -> None:
        self.base = base.rstrip("/")
        self.host = urlsplit(base).hostname or base
        self.user = user
        self._refusal = refusal
        self._tokens = tokens
        self._governor = governor
        self._wire = wire

    def get(self, path: str, units: int, headers: Mapping[str, str] | None = None) -> dict[str, Any]:
        """The JSON object of a GET. Raises Refused for a status that only the caller understands (404, 410, some 400)."""
        answer = self.send("GET", path, units, headers)
        return json_values.read(answer.body, self.host)

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
        """Raises what the status and the provider's reason mean."""
        error = self.refusal(status, headers, body)
        if isinstance(error, ProviderBusy):
            self.slow(error)
        raise error

    def refusal(self, status: int, headers: Mapping[str, str], body: bytes) -> RepsideError:
        """What an answer that is no success means; of a part of a batch, too."""
        return self._refusal(status, headers, body, self.host, self.user)

    def fits(self, units: int, most: int) -> int:
        """Parts of the next batch, at so many units each."""
        return self._governor.fits(units, most)

    def slow(self, error: ProviderBusy) -> None:
        """The provider asks to wait. More than its window is the schedule's business; raises the error then."""
        asked = error.retry_after
        if asked is not None and asked > self._governor.window:
            raise error
        if asked is not None or error.fields.get("spent"):  # a server in trouble says nothing of what is used
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
        return self._wire.send(method, self._url(path), named, body)

    def _url(self, path: str) -> str:
        """A path of this service, or a whole address that the service gave us: used as it is, and only when it is its own."""
        if path.startswith("/"):
            return self.base + path
        if _origin(path) != _origin(self.base):
            raise BrokenAnswer(host=self.host, why="it sends us elsewhere")
        return path


def _origin(url: str) -> tuple[str, str]:
    found = urlsplit(url)
    return found.scheme.lower(), found.netloc.lower()
