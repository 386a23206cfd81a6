"""An Outlook account for the connector suite, in process."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

from connectors.http import Answer, Wire
from connectors.microsoft.connector import GraphConnector
from connectors.microsoft.options import GraphOptions
from sync.model import Cursor, Stream
from sync.ports import Connector
from tests.connectors.google.world import Token
from tests.connectors.microsoft.fake import Graph, Query, refuse
from tests.connectors.world import MINUTE, NOON, Round, listing, mail


class GraphWorld:
    """One account, empty at first."""

    bulk = 25
    texts: Mapping[str, str] = {"alternative in mixed": "Nur das HTML."}
    """Exchange keeps the HTML of a mail that has both."""

    def __init__(self) -> None:
        self.graph = Graph()

    def add(self, raw: bytes, when: int) -> str:
        return self.graph.deliver(raw, when)

    def remove(self, item: str) -> None:
        self.graph.delete(item)

    def connector(self, **options: Any) -> GraphConnector:
        return connector(self.graph, **options)

    def stream(self, connector: Connector) -> Stream:
        return next(stream for stream in connector.streams() if stream.role == "inbox")

    def expire(self, cursor: Cursor) -> Cursor:
        self.graph.expire()
        return cursor

    def broken(self) -> GraphConnector:
        away = Graph()
        away.bend = lambda *_: refuse(503)
        return connector(away)

    def requests(self) -> int:
        return self.graph.requests

    def fingerprint(self) -> object:
        return sorted((m.id, str(m.row), str(m.body), m.folder) for m in self.graph.messages.values())


class Clock:
    """Waiting moves it at once, and nothing else does but the time that it begins with."""

    def __init__(self) -> None:
        self._ahead = 0.0

    def now(self) -> float:
        return time.time() + self._ahead

    def wait(self, seconds: float) -> bool:
        self._ahead += seconds
        return False


def connector(account: Graph, wire: Wire | None = None, **options: Any) -> GraphConnector:
    """A connector on this account; small pages, so that few mails take several."""
    clock = Clock()
    made = GraphOptions(account.address, Token(), page=5, allowance=10**9, now=clock.now, wait=clock.wait)
    return GraphConnector(made._replace(**options), wire or account)


def fill(graph: Graph, count: int, folder: str = "inbox", first: int = 1) -> list[str]:
    return [graph.deliver(mail(n), NOON + n * MINUTE, folder) for n in range(first, first + count)]


def folder(made: GraphConnector, name: str = "Inbox") -> Stream:
    return next(stream for stream in made.streams() if stream.name == name)


def read(made: GraphConnector, cursor: Cursor | None = None, name: str = "Inbox") -> Round:
    return listing(made, folder(made, name), cursor)


def once(kind: str, answer: Answer, times: int = 1) -> Callable[[str, Query], Answer | None]:
    """The first calls of that kind get this answer."""
    left = [times]

    def bend(name: str, _: Query) -> Answer | None:
        if name != kind or not left[0]:
            return None
        left[0] -= 1
        return answer

    return bend


def asked(graph: Graph, kind: str) -> list[Query]:
    """The queries of all calls of that kind from now on."""
    queries: list[Query] = []

    def bend(name: str, query: Query) -> None:
        if name == kind:
            queries.append(query)

    graph.bend = bend
    return queries
