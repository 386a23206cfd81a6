"""Header fields that a provider has taken apart, as the lines of a mail again: for the one reader of headers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from connectors.wire.mime import MAX_HEADER
from sync.model import Header, Ref, label_revision


class Unparsed(NamedTuple):
    """A message as a listing names it, its header still as lines of a mail."""

    id: str
    block: bytes
    received: int | None
    labels: tuple[str, ...] = ()
    conversation: str = ""
    signals: frozenset[str] = frozenset()
    """What the provider knows beside the header."""

    def ref(self, found: Header) -> Ref:
        """With its header parsed."""
        told = found._replace(labels=self.labels, conversation=self.conversation, signals=found.signals | self.signals)
        return Ref(self.id, label_revision(self.labels), told)


def block(fields: Iterable[tuple[str, str]]) -> bytes:
    """Name and value of each field. No value can begin a field of its own; what is beyond the cap is left out."""
    lines = []
    size = 0
    for name, value in fields:
        line = f"{name}: {value}"
        line = (one_line(line) if "\n" in line or "\r" in line else line) + "\r\n"
        size += len(line)
        if size > MAX_HEADER:
            break
        lines.append(line)
    return ("".join(lines) + "\r\n").encode("utf-8", "replace")


def one_line(value: str) -> str:
    """Without line breaks."""
    return value.replace("\r\n", " ").replace("\n", " ").replace("\r", " ") if "\n" in value or "\r" in value else value
