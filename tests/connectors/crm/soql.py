"""As much of Salesforce's query language as a fake needs: one object, conditions joined by AND, alternatives in brackets."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

Row = Mapping[str, Any]
_TOKEN = re.compile(
    r"""\s*(?:(?P<text>'(?:[^'\\]|\\.)*')|(?P<time>\d{4}-\d\d-\d\dT[\d:.]+Z)|(?P<word>\w+)|(?P<sign>>=|<=|!=|[=<>(),]))"""
)
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}


class Malformed(Exception):
    """Not a query."""


class Query(NamedTuple):
    """What is asked."""

    fields: list[str]
    source: str
    passes: Callable[[Row], bool]
    order: list[str]
    limit: int
    named: set[str]
    """Fields of the conditions."""


def parse(said: str) -> Query:
    """Raises Malformed."""
    return _Parser(said).query()


class _Parser:
    def __init__(self, said: str) -> None:
        self.tokens: list[tuple[str, str]] = []
        self.named: set[str] = set()
        at = 0
        while at < len(said.rstrip()):
            found = _TOKEN.match(said, at)
            if found is None or found.lastgroup is None:
                raise Malformed(said[at:])
            self.tokens.append((found.lastgroup, found[found.lastgroup]))
            at = found.end()

    def query(self) -> Query:
        self.want("SELECT")
        fields = self.names()
        self.want("FROM")
        source = self.take("word")
        passes: Callable[[Row], bool] = lambda _: True  # noqa: E731
        if self.has("WHERE"):
            passes = self.all_of()
        self.want("ORDER")
        self.want("BY")
        order = self.names()
        self.want("LIMIT")
        limit = int(self.take("word"))
        if self.tokens:
            raise Malformed(str(self.tokens))
        return Query(fields, source, passes, order, limit, self.named)

    def names(self) -> list[str]:
        found = [self.take("word")]
        while self.has(","):
            found.append(self.take("word"))
        return found

    def all_of(self) -> Callable[[Row], bool]:
        parts = [self.one()]
        while self.has("AND"):
            parts.append(self.one())
        return lambda row: all(part(row) for part in parts)

    def one(self) -> Callable[[Row], bool]:
        if self.has("("):
            parts = [self.one()]
            while self.has("OR"):
                parts.append(self.one())
            self.want(")")
            return lambda row: any(part(row) for part in parts)
        name = self.take("word")
        self.named.add(name)
        if self.has("IN"):
            self.want("(")
            values = [self.value()]
            while self.has(","):
                values.append(self.value())
            self.want(")")
            return lambda row: row.get(name) in values
        sign, value = self.take("sign"), self.value()
        if sign == "=":
            return lambda row: _plain(row.get(name)) == _plain(value)
        if sign == ">":
            return lambda row: (row.get(name) or "") > value
        if sign == ">=":
            return lambda row: (row.get(name) or "").replace("+0000", "Z").replace(".000", "") >= value
        raise Malformed(sign)

    def value(self) -> Any:
        kind, said = self.tokens.pop(0)
        if kind == "text":
            return re.sub(r"\\(.)", lambda found: _ESCAPES.get(found[1], found[1]), said[1:-1])
        if kind == "time":
            return said
        return {"TRUE": True, "FALSE": False}[said]

    def has(self, said: str) -> bool:
        if self.tokens and self.tokens[0][0] in {"word", "sign"} and self.tokens[0][1] == said:
            self.tokens.pop(0)
            return True
        return False

    def want(self, said: str) -> None:
        if not self.has(said):
            raise Malformed(said)

    def take(self, kind: str) -> str:
        if not self.tokens or self.tokens[0][0] != kind:
            raise Malformed(kind)
        return self.tokens.pop(0)[1]


def _plain(value: Any) -> Any:
    return value.casefold() if isinstance(value, str) else value
