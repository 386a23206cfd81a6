"""A service of the company's own, over a small signed protocol: docs/crm.md describes it from the other side.

    GET  ?record&id&field          what a field says now
    POST {key, record, …}          one approved change; the service compares `old` itself, and answers 409 when it is another one
    GET  ?key                      whether the change with this key arrived
    GET  ?since                    what changed, in pages; 404 or 405: the service has nothing to pull

Each request is signed with the shared secret, which itself is never sent.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import urlencode, urlsplit

from connectors.crm import webhook_wire as wire
from connectors.crm.http import Api, Fixed, Place, meant
from connectors.crm.values import open_to, person
from connectors.governor import Forgetful, Governor
from connectors.http import Answer, Refused, Wire
from connectors.wire import json_values
from connectors.wire.encoded import clean
from connectors.wire.json_values import text
from sync.crm import CONTACT_FIELDS, DEAL_FIELDS, Change, CrmPage, Value
from sync.crm_errors import CrmConflict, CrmRecordGone, CrmRefused
from sync.errors import BadSetting, BrokenAnswer, RepsideError, StartOver
from sync.model import Cursor

MOST = 100_000
"""Pages of one pull."""
WORDS = 200
"""Characters of a service's own reason that the rep is shown."""


class WebhookOptions(NamedTuple):
    """How the service is reached."""

    url: str
    secret: Callable[[], str]
    """What both sides know, and nobody else."""
    requests: int = 20
    """In a second."""
    now: Callable[[], float] = time.time
    wait: Callable[[float], bool] = lambda seconds: time.sleep(seconds) or False  # type: ignore[func-returns-value]


class _Signing:
    """A wire that signs, and sends no token."""

    def __init__(self, network: Wire, now: Callable[[], float]) -> None:
        self._network, self._now = network, now
        self.cut = network.cut

    def send(self, method: str, url: str, headers: Mapping[str, str], body: bytes | None) -> Answer:
        """One request."""
        named, found, at = dict(headers), urlsplit(url), int(self._now())
        secret = named.pop("Authorization").removeprefix("Bearer ")
        target = found.path + (f"?{found.query}" if found.query else "")
        named[wire.TIMESTAMP] = str(at)
        named[wire.SIGNATURE] = wire.sign(secret, at, method, target, body or b"")
        return self._network.send(method, url, named, body)


class Webhook:
    """The port over one service."""

    def __init__(self, options: WebhookOptions, network: Wire) -> None:
        found = urlsplit(options.url)
        if not found.hostname or found.query or found.fragment:
            raise BadSetting(why=f"{options.url} is no address of a service", where="the address of the CRM")
        self._path, self._now = found.path or "/", options.now
        governor = Governor(options.requests, Forgetful(), options.now, options.wait, host=found.hostname, window=1)
        place = Place(f"{found.scheme}://{found.netloc}", found.hostname, options.url)
        self._api = Api(place, Fixed(options.secret), governor, _Signing(network, options.now), _own, lambda _: "")

    def pull(self, since: Cursor | None) -> Iterator[CrmPage]:
        """What changed since the cursor; nothing from a service that has no list."""
        last = wire.bookmark(since) if since else ""
        if since and not last:
            raise StartOver(stream=self._api.host)
        seen = {last}
        for _ in range(MOST):
            found = self._listed(last)
            if found is None:
                return
            page, last = wire.page(found), text(found, "cursor")
            more = found.get("more") is True
            if not last or (more and last in seen):
                raise BrokenAnswer(host=self._api.host, why="its pages lead round in a circle")
            seen.add(last)
            if wire.says(page) or more:
                yield page
            if not more:
                return

    def read(self, change: Change) -> Value:
        """What the field says now."""
        return wire.value(self._read(change).get("value"))

    def apply(self, change: Change) -> str:
        """Write it once: the service compares, too."""
        found = self._read(change)
        if not open_to(change, wire.value(found.get("value"))):
            return text(found, "id") or change.id
        try:
            body, headers = wire.change(change, int(self._now())), {wire.KEY: change.key}
            return text(self._api.write("POST", self._path, body, headers), "id") or change.id
        except CrmConflict as error:
            current = error.current if error.current is not None else self.read(change)
            raise CrmConflict(record=change.id, current=current) from error
        except Refused as error:
            raise meant(error, change.id) from error

    def landed(self, change: Change) -> bool:
        """Whether the service knows the change's key."""
        try:
            return self._get(key=change.key).get("landed") is True
        except Refused as error:
            if error.status in {404, 410}:
                return False
            raise

    def close(self) -> None:
        """Let go of connections."""
        self._api.close()

    def _read(self, change: Change) -> dict[str, Any]:
        fields = CONTACT_FIELDS if change.record == "contact" else DEAL_FIELDS
        if change.field not in fields:
            raise CrmRefused(why=f"a {change.record} has no field {change.field}")
        if not wire.is_id(change.id):
            raise CrmRecordGone(record=change.id)
        about = {"record": change.record, "id": change.id, "field": change.field}
        if change.field in {"new_contact", "contact_role"}:
            about["address"] = person(change.new or change.old).address
        try:
            found = self._get(**about)
        except Refused as error:
            raise meant(error, change.id) from error
        if "value" not in found:
            raise BrokenAnswer(host=self._api.host, why="it names no value")
        return found

    def _listed(self, last: str) -> dict[str, Any] | None:
        """A page of the list; None where there is no list."""
        try:
            return self._get(since=last)
        except Refused as error:
            if error.status in {404, 405} and not last:
                return None
            if error.status in {400, 410}:
                raise StartOver(stream=self._api.host) from error
            raise

    def _get(self, **query: str) -> dict[str, Any]:
        return self._api.get(f"{self._path}?{urlencode(query)}")


def _own(answer: Answer, host: str, _: str) -> RepsideError | None:
    """409 brings what the field says, 422 the service's own reason."""
    if answer.status not in {409, 422}:
        return None
    try:
        found = json_values.read(answer.body, host)
    except BrokenAnswer:
        found = {}
    if answer.status == 409:
        return CrmConflict(record="", current=wire.value(found.get("current")))
    return CrmRefused(why=clean(text(found, "why"))[:WORDS] or "it gave no reason")
