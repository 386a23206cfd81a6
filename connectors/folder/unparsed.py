"""Mails as they were read from a file, and the one place where they become values: many at once, in a process of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from connectors.apart import Item, Lost, parsers
from connectors.folder.source import CUT, FAR, Raw
from sync.model import Header, Level, Message, Ref, Rejected

TOGETHER = 4_194_304
"""Bytes of mail that are parsed at once."""


class Unparsed(NamedTuple):
    """One mail's bytes."""

    id: str
    raw: Raw
    level: Level | None = None
    """None: the header is wanted, as a ref; else the whole mail."""
    revision: str = ""

    def order(self) -> Item:
        """What the parser is asked."""
        if self.level is None or self.raw.cut:
            return "header", (self.raw.data, self.raw.received, self.raw.flags)
        return "message", (self.id, self.raw.data, self.level, self.raw.received, self.raw.flags)

    def outcome(self, found: object) -> Ref | Message | Rejected:
        """What the parser's answer means."""
        if isinstance(found, Header):
            header = _checked(found, self.raw)
            if self.level is None:
                return Ref(self.id, self.revision, header)
            return Message(self.id, header._replace(signals=header.signals | CUT))
        if isinstance(found, Message):
            return found._replace(id=self.id, header=_checked(found.header, self.raw))
        return Rejected(self.id, found.error if isinstance(found, Lost | Rejected) else "Malformed")


def parsed(found: Iterable[Any]) -> Iterator[Any]:
    """The same, in the same order, with every mail parsed."""
    waiting: list[Any] = []
    size = 0
    for item in found:
        waiting.append(item)
        size += len(item.raw.data) if isinstance(item, Unparsed) else 0
        if size > TOGETHER:
            yield from _settled(waiting)
            waiting, size = [], 0
    yield from _settled(waiting)


def _settled(waiting: list[Any]) -> Iterator[Any]:
    mails = [item for item in waiting if isinstance(item, Unparsed)]
    answers = iter(parsers.all([mail.order() for mail in mails]) if mails else [])
    for item in waiting:
        yield item.outcome(next(answers)) if isinstance(item, Unparsed) else item


def _checked(found: Header, raw: Raw) -> Header:
    """A copied file has the time of the copy: then the mail's own date is the better word."""
    if not raw.copied or found.date is None or abs((raw.received or 0) - found.date) <= FAR:
        return found
    return found._replace(received=found.date)
