"""A Gmail account for the connector suite, in process."""

from __future__ import annotations

from typing import Any

from connectors.google.connector import GoogleConnector
from connectors.google.options import GoogleOptions
from connectors.http import Wire
from sync.model import Cursor, Stream
from sync.ports import Connector
from tests.connectors.google.fake import Google, refuse


class Token:
    """A sign-in that always has the same token; `refused` gets the next one."""

    def __init__(self, *tokens: str) -> None:
        self.left = list(tokens or ("token",))
        self.asked = 0

    def access(self) -> str:
        self.asked += 1
        return self.left[0]

    def refused(self, token: str) -> None:
        if len(self.left) > 1 and self.left[0] == token:
            del self.left[0]


class GoogleWorld:
    """One account, empty at first."""

    bulk = 25

    def __init__(self) -> None:
        self.google = Google()
        self._broken = False

    def add(self, raw: bytes, when: int) -> str:
        return self.google.deliver(raw, when)

    def remove(self, item: str) -> None:
        self.google.delete(item)

    def connector(self, **options: Any) -> GoogleConnector:
        return connector(self.google, **options)

    def stream(self, connector: Connector) -> Stream:
        return next(stream for stream in connector.streams() if stream.role == "all")

    def expire(self, cursor: Cursor) -> Cursor:
        self.google.expire()
        return cursor

    def broken(self) -> GoogleConnector:
        away = Google()
        away.bend = lambda *_: refuse(503)
        return connector(away)

    def requests(self) -> int:
        return self.google.requests

    def fingerprint(self) -> object:
        return sorted((m.id, m.raw, tuple(sorted(m.labels))) for m in self.google.messages.values())


def connector(google: Google, wire: Wire | None = None, **options: Any) -> GoogleConnector:
    """A connector on this account; small pages, so that few mails take several."""
    made = GoogleOptions(google.address, Token(), page=5, allowance=10**9, calendar_allowance=10**9)
    return GoogleConnector(made._replace(**options), wire or google)
