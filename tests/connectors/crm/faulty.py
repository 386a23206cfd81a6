"""What goes wrong on the way to a CRM: a wire around a fake, for each kind of trouble that the suite names."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Literal, Protocol

from connectors.http import Answer
from sync.errors import Offline
from tests.connectors.crm.world import Fault

HTML = Answer(200, {"content-type": "text/html"}, b"<html>sign in to the network")


class Served(Protocol):
    """A CRM's own side."""

    def serve(self, method: str, path: str, headers: Mapping[str, str], body: bytes | None) -> Answer:
        """One request."""

    def writing(self, method: str, path: str) -> bool:
        """Whether such a request writes."""

    def listing(self, path: str) -> str:
        """Of which list it is a part; empty for none."""


class Faulty:
    """A wire. Counts what was written, and misbehaves as told."""

    def __init__(self, served: Served, base: str) -> None:
        self.served, self.base = served, base
        self.writes = self.requests = 0
        self.between: list[Callable[[], object]] = []
        self.faults: dict[str, tuple[Fault, int]] = {}
        self.log: list[tuple[str, str]] = []
        self._first: dict[str, Answer] = {}

    def send(self, method: str, url: str, headers: Mapping[str, str], body: bytes | None) -> Answer:
        """One request."""
        assert url.startswith(self.base + "/"), "another host was asked"
        assert headers["Authorization"].startswith("Bearer ")
        path = url.removeprefix(self.base)
        self.requests += 1
        self.log.append((method, path))
        writing = self.served.writing(method, path)
        if writing:
            while self.between:
                self.between.pop()()
        fault = self._next("write" if writing else "read")
        if fault is None:
            return self._serve(method, path, headers, body)
        return self._wrong(fault, method, path, headers, body)

    def cut(self) -> None:
        """Nothing is open."""

    def trouble(self, fault: Fault, on: Literal["read", "write"], times: int) -> bool:
        """From now on."""
        self.faults = {on: (fault, times)} if times else {}
        return not (fault == "circle" and on == "write")

    def _next(self, sort: str) -> Fault | None:
        fault, left = self.faults.get(sort, (None, 0))
        if fault is None or left <= 0:
            return None
        self.faults[sort] = fault, left - 1
        return fault

    def _serve(self, method: str, path: str, headers: Mapping[str, str], body: bytes | None) -> Answer:
        answer = self.served.serve(method, path, headers, body)
        self.writes += self.served.writing(method, path) and answer.status < 300
        return answer

    def _wrong(self, fault: Fault, method: str, path: str, headers: Mapping[str, str], body: bytes | None) -> Answer:
        if fault in {"offline", "silence"}:
            raise Offline(host=self.base, why="no connection", sent=fault == "silence")
        if fault == "lost":
            self._serve(method, path, headers, body)
            raise Offline(host=self.base, why="it did not answer in time", sent=True)
        if fault == "half":
            self._serve(method, path, headers, body)
            return Answer(200, {"content-type": "application/json"}, b'{"id": "00')
        if fault == "page":
            return HTML
        if fault == "circle":
            answer = self._serve(method, path, headers, body)
            found = self.served.listing(path)
            return self._first.setdefault(found, answer) if found else answer
        status = {"busy": 429, "conflict": 409, "stale": 412, "broken": 500, "denied": 401}[fault]
        return said(status, {"status": "error", "category": "TROUBLE"}, {"retry-after": "7"} if status == 429 else {})


def said(status: int, found: object, headers: Mapping[str, str] | None = None) -> Answer:
    """An answer of JSON."""
    return Answer(status, {"content-type": "application/json", **(headers or {})}, json.dumps(found).encode())
