"""Gmail's JSON of a message to values. Gmail has parsed the mail already; what it says is read as carefully as the mail itself.

Resource: developers.google.com/workspace/gmail/api/reference/rest/v1/users.messages
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from connectors.wire.automatic import structure as signals_of
from connectors.wire.encoded import codec_of, decode, filename, parameter, parameters
from connectors.wire.header_block import Unparsed, block, one_line
from connectors.wire.json_values import fields, inner, objects, strings, text
from connectors.wire.mime import MAX_CALENDARS, attachments, calendars, words_of
from connectors.wire.text import Words
from connectors.wire.tree import MAX_DEPTH, MAX_PARTS, Part
from sync.model import MAX_TEXT, Level, Meeting, Message, Ref

OUTSIDE = frozenset({"SPAM", "TRASH", "DRAFT", "CHAT"})
"""Labels of what is no mail of the rep's: never listed, never read. Losing the last of them is arriving."""
MAX_INLINE = 1_048_576
"""Bytes of a text or calendar part that are read."""
_USER = "Label_"
"""How the ids of the rep's own labels begin."""
_MAX_LABELS = 100
_REPORT_BYTES = 16_384
_TOLD = frozenset({"content-type", "content-disposition"})
"""Fields of a part that are read."""


class Leaf(NamedTuple):
    """One part of a message, and where its bytes are."""

    part: Part
    data: bytes | None
    """None: not inline."""
    attachment: str
    """The id by which Gmail gives the bytes."""


def labels(message: Mapping[str, Any]) -> frozenset[str]:
    """The labels of a message; none where Gmail leaves them out."""
    return frozenset(strings(message, "labelIds"))


def own_labels(found: Collection[str]) -> tuple[str, ...]:
    """The rep's own labels among them: folders, for exclusions."""
    return tuple(sorted(label for label in found if label.startswith(_USER)))[:_MAX_LABELS]


def unparsed(name: str, message: Mapping[str, Any]) -> Unparsed:
    """A message of this id."""
    own = own_labels(labels(message))
    return Unparsed(
        name,
        block(fields(inner(message, "payload"), "headers")),
        _seconds(text(message, "internalDate")),
        own,
        text(message, "threadId"),
    )


def leaves(message: Mapping[str, Any]) -> list[Leaf]:
    """The leaves of a message in their order, as many as are read."""
    return list(_leaves(inner(message, "payload")))


class Reading:
    """One message that is kept, and how much of it has been read."""

    def __init__(self, wanted: Ref, message: Mapping[str, Any], level: Level) -> None:
        self._ref = wanted
        self._leaves = leaves(message)
        self._level = level
        self._parts = [leaf.part for leaf in self._leaves]
        self._late: dict[str, bytes] = {}
        self._read: str | None = None

    @property
    def id(self) -> str:
        """The message's."""
        return self._ref.id

    def wants(self) -> list[tuple[str, str]]:
        """Path and attachment id of the parts whose bytes are still needed: calendars, and the text where it is not inline."""
        parts = [part for part in calendars(self._parts) if part.size <= MAX_INLINE][:MAX_CALENDARS]
        if self._level != "headers":
            parts += [part for part in self._texts() if part.size <= MAX_INLINE]
        by_path = {leaf.part.path: leaf for leaf in self._leaves}
        asked = (by_path[part.path] for part in parts)
        return [(leaf.part.path, leaf.attachment) for leaf in asked
                if leaf.data is None and leaf.attachment and leaf.part.path not in self._late]  # fmt: skip

    def add(self, path: str, data: bytes) -> None:
        """What came for a part; nothing, when it could not be had."""
        self._late[path] = data
        self._read = None

    def texts(self) -> tuple[str, str] | None:
        """Plain words and HTML, of which the new words are wanted; None at a level that wants none."""
        if self._level == "headers":
            return None
        plain = self._plain()
        return plain, "" if plain.strip() else self._text(words_of(self._parts)[1])

    def calendars(self) -> list[bytes]:
        """The calendar parts that were read."""
        parts = calendars(self._parts)[:MAX_CALENDARS]
        return [data for part in parts if part.size <= MAX_INLINE and (data := self._data(part))]

    def message(self, words: Words, meetings: Iterable[Meeting]) -> Message:
        """The record: its new words and its invitations are parsed elsewhere."""
        found = self._ref.header
        more = signals_of(self._parts, found.subject, self._plain().encode("utf-8", "replace")[:_REPORT_BYTES])
        if not more <= found.signals:
            found = found._replace(signals=found.signals | more)
        known: dict[tuple[str, str, tuple[str, ...]], Meeting] = {}
        for meeting in meetings:
            times = tuple(occurrence.recurrence_id for occurrence in meeting.occurrences)
            known.setdefault((meeting.ical_uid, meeting.method, times), meeting)
        return Message(
            self._ref.id, found, words.text, attachments(self._parts), tuple(known.values()), words.signature
        )

    def _texts(self) -> list[Part]:
        """The plain words, or the HTML where there are none."""
        plain, html = words_of(self._parts)
        if plain is not None and (plain.size or html is None):
            return [plain]
        return [html] if html is not None else []

    def _plain(self) -> str:
        """The plain words, decoded once: the data are all there when the first is asked for."""
        if self._read is None:
            self._read = self._text(words_of(self._parts)[0])
        return self._read

    def _text(self, part: Part | None) -> str:
        data = self._data(part) if part else b""
        return _decoded(data[: 4 * MAX_TEXT], part.charset) if part and data else ""

    def _data(self, part: Part) -> bytes:
        leaf = next(leaf for leaf in self._leaves if leaf.part is part)
        return self._late.get(part.path, b"") if leaf.data is None else leaf.data


def bytes_of(body: Mapping[str, Any]) -> bytes | None:
    """The bytes of a part's body; None where they are not inline."""
    data = body.get("data")
    if not isinstance(data, str):
        return b"" if body.get("size") == 0 and not body.get("attachmentId") else None
    try:
        return base64.urlsafe_b64decode(data + "=" * (-len(data) % 4))
    except (binascii.Error, ValueError):
        return b""


def _seconds(milliseconds: str) -> int | None:
    return int(milliseconds[:16]) // 1_000 if milliseconds.isdecimal() else None


def _leaves(payload: Mapping[str, Any]) -> Iterator[Leaf]:
    """Depth first, without recursion, in the order of the mail."""
    stack: list[tuple[Mapping[str, Any], str, int, str]] = [(payload, "", 0, "")]
    seen = 0
    while stack and seen < MAX_PARTS:
        node, path, depth, inside = stack.pop()
        seen += 1
        kind = text(node, "mimeType").lower()
        children = objects(node, "parts")[:MAX_PARTS]
        if children and depth < MAX_DEPTH and kind != "message/rfc822":
            prefix = path + "." if path else ""
            subtype = kind.partition("/")[2]
            stack += [(children[n], f"{prefix}{n + 1}", depth + 1, subtype) for n in range(len(children) - 1, -1, -1)]
        else:
            yield _leaf(node, kind, path or "1", inside)


def _leaf(node: Mapping[str, Any], kind: str, path: str, inside: str) -> Leaf:
    main, _, sub = kind.partition("/")
    told = {low: value for name, value in fields(node, "headers")[:100] if (low := name.lower()) in _TOLD}
    _, params = parameters(one_line(told.get("content-type", "")))
    disposition, more = parameters(one_line(told.get("content-disposition", "")))
    body = inner(node, "body")
    size = body.get("size")
    part = Part(
        main or "text",
        sub or "plain",
        params.get("charset", ""),
        "",
        filename({**params, **more}) or filename({"name": text(node, "filename")}),
        disposition,
        size if isinstance(size, int) else 0,
        path,
        parameter(params, "method").lower() if sub == "calendar" else "",
        inside,
    )
    return Leaf(part, bytes_of(body), text(body, "attachmentId"))


def _decoded(data: bytes, charset: str) -> str:
    """Gmail gives most texts in UTF-8 whatever the part says of itself; others as they came."""
    if codec_of(charset) not in {"", "utf-8"} and not data.isascii():
        try:
            return data.decode("utf-8")
        except ValueError:
            pass
    return decode(data, charset)[0]
