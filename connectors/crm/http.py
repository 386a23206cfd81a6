"""The one way to a CRM's API: its own host only, no redirects, answers bounded, and what each status means in one place.

Reading may be tried again by whoever asked. Writing never is: what the answer to a write leaves open is CrmUnsure.

    not sent at all (no connection)                  Offline        certain: nothing was written
    429, or 503 that says when to come back          ProviderBusy   certain: not served
    3xx                                              BrokenAnswer   certain: not served
    401, twice                                       CrmConsentOver certain
    400-499                                          Refused        certain; the CRM's own module says what it means
    sent and no answer · 408 · 500 and up ·
    200 without the JSON that was promised           CrmUnsure      it may be there
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from email.utils import parsedate_to_datetime
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from connectors.door import Tokens
from connectors.governor import Governor
from connectors.http import Answer, Refused, Wire, retry_after
from connectors.wire import json_values
from sync.crm_errors import CrmConflict, CrmConsentOver, CrmRecordGone, CrmRefused, CrmUnsure
from sync.errors import BrokenAnswer, Offline, ProviderBusy, RepsideError

Own = Callable[[Answer, str, str], RepsideError | None]
"""An answer that is no success, host and account → what this CRM means by it; None where it means what everybody does."""
Reason = Callable[[bytes], str]
"""The body of a refusal → the CRM's own code for it, never its words for people."""


class Fixed:
    """A token that does not change by itself: the one that the rep pasted."""

    def __init__(self, token: Callable[[], str]) -> None:
        self.access = token

    def refused(self, token: str) -> None:
        """There is no other one."""


class Place(NamedTuple):
    """Which CRM, and for whom."""

    base: str
    """Scheme and host, without a path."""
    provider: str
    """As the rep calls it."""
    account: str


class Api:
    """JSON requests to one CRM. Not for two threads at once."""

    def __init__(self, place: Place, tokens: Tokens, governor: Governor, wire: Wire, own: Own, reason: Reason) -> None:
        self.place = place
        self.host = urlsplit(place.base).hostname or place.base
        self._tokens, self._governor, self._wire = tokens, governor, wire
        self._own, self._reason = own, reason
        self.clock = 0
        """The server's time at its last answer, in milliseconds since 1970; this machine's where it does not say."""

    def get(self, path: str, governor: Governor | None = None) -> dict[str, Any]:
        """The object at a path. Raises Refused for what only the caller understands, and everything else by its remedy."""
        return self._read("GET", path, None, governor)

    def ask(self, path: str, question: object, governor: Governor | None = None) -> dict[str, Any]:
        """The answer to a question that is too long for an address: a POST that changes nothing."""
        return self._read("POST", path, question, governor)

    def write(self, method: str, path: str, change: object, headers: Mapping[str, str] | None = None) -> dict[str, Any]:
        """One write, sent at most once; the object of its answer, empty for 204. Raises CrmUnsure where it may have arrived."""
        answer = self._send(method, path, change, headers or {}, None, writing=True)
        if answer.status == 204:
            return {}
        try:
            return json_values.read(answer.body, self.host)
        except BrokenAnswer as error:
            raise CrmUnsure(host=self.host) from error

    def close(self) -> None:
        """Let go of connections."""
        self._wire.cut()

    def _read(self, method: str, path: str, question: object, governor: Governor | None) -> dict[str, Any]:
        answer = self._send(method, path, question, {}, governor, writing=False)
        return json_values.read(answer.body, self.host)

    def _send(self, method: str, path: str, body: object, headers: Mapping[str, str], governor: Governor | None,
              *, writing: bool) -> Answer:  # fmt: skip
        """An answer of 2xx. A token that is not taken is renewed once: what it was shown with was not served."""
        token = self._tokens.access()
        answer = self._once(method, path, body, headers, governor, token, writing=writing)
        if answer.status == 401:
            self._tokens.refused(token)
            other = self._tokens.access()
            if other != token:
                answer = self._once(method, path, body, headers, governor, other, writing=writing)
        if not 200 <= answer.status < 300:
            raise self._error(answer, writing=writing)
        return answer

    def _once(self, method: str, path: str, body: object, headers: Mapping[str, str], governor: Governor | None,
              token: str, *, writing: bool) -> Answer:  # fmt: skip
        if not path.startswith("/") or path.startswith("//"):
            raise BrokenAnswer(host=self.host, why="it sends us elsewhere")
        for each in (self._governor, governor):
            if each is not None:
                each.take(1)
        named = {"Authorization": f"Bearer {token}", "Accept": "application/json", **headers}
        data = None
        if body is not None:
            data, named["Content-Type"] = json.dumps(body).encode(), "application/json"
        try:
            answer = self._wire.send(method, self.place.base + path, named, data)
            self.clock = _time(answer)
            return answer  # noqa: TRY300  nothing but the sending may fail here
        except Offline as error:
            if writing and error.fields.get("sent", True):
                raise CrmUnsure(host=self.host) from error
            raise
        except BrokenAnswer as error:
            if writing:
                raise CrmUnsure(host=self.host) from error
            raise

    def _error(self, answer: Answer, *, writing: bool) -> RepsideError:
        status, asked = answer.status, retry_after(answer.headers)
        if own := self._own(answer, self.host, self.place.account):
            return own
        if status == 429 or (status == 503 and asked is not None):
            self._governor.refused(asked)
            return ProviderBusy(host=self.host, retry_after=asked, spent=True)
        if status == 401:
            why = "the sign-in is not valid any more"
            return CrmConsentOver(account=self.place.account, provider=self.place.provider, why=why)
        if status in {408, 425} or status >= 500 or status < 200:
            return CrmUnsure(host=self.host) if writing else ProviderBusy(host=self.host, retry_after=asked)
        if status < 400:
            return BrokenAnswer(host=self.host, why="it sends us elsewhere")
        return Refused(self.host, status, self._reason(answer.body))


def _time(answer: Answer) -> int:
    try:
        return int(parsedate_to_datetime(answer.headers.get("date", "")).timestamp() * 1_000)
    except (ValueError, TypeError, OverflowError):
        return int(time.time() * 1_000)


def meant(error: Refused, record: str) -> RepsideError:
    """What a refused write means for the rep: the record is gone, newer than what was read, or the value is not taken."""
    if error.status in {404, 410}:
        return CrmRecordGone(record=record)
    if error.status == 412:
        return CrmConflict(record=record)
    if error.status == 403:
        return CrmRefused(why="you may not change this record there")
    return CrmRefused(why=f"it answered {error.reason or error.status}")
