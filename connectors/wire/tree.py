"""The MIME structure of a mail: its leaves, found by their boundaries, without copying and without recursion."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from connectors.wire.encoded import filename, parameter, parameters
from connectors.wire.fields import body_of, split

MAX_DEPTH = 50
MAX_PARTS = 1_000
MAX_PART_HEADER = 65_536
_SCANS = 8
"""How often the whole mail may be searched for boundaries: nested multiparts are searched once a level."""


class Part(NamedTuple):
    """One leaf of a MIME tree, whoever found it: this module, or an IMAP server's BODYSTRUCTURE."""

    type: str = "text"
    subtype: str = "plain"
    charset: str = ""
    encoding: str = "7bit"
    filename: str = ""
    """Cleaned for display."""
    disposition: str = ""
    size: int = 0
    """Bytes, still encoded."""
    path: str = "1"
    """As IMAP numbers parts: 1, 1.2, 2."""
    method: str = ""
    """Of a text/calendar part, lower-case."""
    inside: str = ""
    """Subtype of the multipart around it: alternative, related, mixed, report."""
    start: int = 0
    """Where its body begins in the mail's bytes; not known over IMAP."""


class Tree(NamedTuple):
    """The leaves of a mail in their order."""

    parts: list[Part]
    truncated: bool = False
    """A cap was hit: leaves beyond it are not known."""


class _Node(NamedTuple):
    start: int
    end: int
    fields: Mapping[str, str]
    path: str
    depth: int
    inside: str


def walk(raw: bytes, fields: Mapping[str, str], body: int) -> Tree:
    """All leaves of a mail whose header fields are read and whose body begins at `body`."""
    parts: list[Part] = []
    budget = _SCANS * len(raw) + 65_536
    seen = 1
    stack = [_Node(body, len(raw), fields, "", 0, "")]
    while stack:
        node = stack.pop()
        kind, params = parameters(node.fields.get("content-type", ""))
        children: list[tuple[int, int]] = []
        if kind.startswith("multipart/") and node.depth < MAX_DEPTH and (boundary := params.get("boundary", "")):
            budget -= node.end - node.start
            if budget < 0:
                return Tree(parts, truncated=True)
            children = _children(raw, node, boundary.rstrip(), MAX_PARTS - seen)
        if not children:
            parts.append(_leaf(node, kind, params))
            continue
        seen += len(children)
        prefix = node.path + "." if node.path else ""
        digest = kind == "multipart/digest"
        for number in range(len(children), 0, -1):
            start, end = children[number - 1]
            stack.append(_child(raw, start, end, f"{prefix}{number}", node.depth + 1, kind[10:], digest=digest))
    return Tree(parts, truncated=seen >= MAX_PARTS or any(part.type == "multipart" for part in parts))


def _child(raw: bytes, start: int, end: int, path: str, depth: int, inside: str, *, digest: bool) -> _Node:
    head, body = body_of(raw, start, min(end, start + MAX_PART_HEADER))
    if head == body and b":" not in raw[start : start + 200]:
        head, body = start, start  # neither a header nor a blank line: it is all body
    fields = split(raw[start:head])[0] if head > start else {}
    if digest:
        fields.setdefault("content-type", "message/rfc822")
    return _Node(body, end, fields, path, depth, inside)


def _children(raw: bytes, node: _Node, boundary: str, limit: int) -> list[tuple[int, int]]:
    """Start and end of each part between the boundary lines; the last may lack its closing line."""
    mark = b"--" + boundary.encode("utf-8", "surrogateescape")
    found: list[tuple[int, int]] = []
    opened, position = -1, node.start
    while len(found) < limit:
        at = raw.find(mark, position, node.end)
        if at < 0:
            break
        line_end = raw.find(b"\n", at, node.end)
        line_end = node.end if line_end < 0 else line_end + 1
        position = at + len(mark)
        tail = raw[position : min(line_end, position + 80)].strip()
        if (at > node.start and raw[at - 1] != 10) or tail not in {b"", b"--"}:
            continue
        if opened >= 0:
            found.append((opened, max(opened, at - (2 if raw[at - 2 : at] == b"\r\n" else 1))))
        opened, position = line_end, line_end
        if tail:
            return found
    if 0 <= opened < node.end and len(found) < limit:
        found.append((opened, node.end))
    return found


def _leaf(node: _Node, kind: str, params: Mapping[str, str]) -> Part:
    main, _, sub = kind.partition("/")
    if not main or not sub:
        main, sub = "text", "plain"
    elif main == "multipart" and not node.depth >= MAX_DEPTH:
        main, sub, params = "text", "plain", {}  # it names no boundary, or never uses it: people see its source
    raw_disposition = node.fields.get("content-disposition", "")
    disposition, more = parameters(raw_disposition) if raw_disposition else ("", {})
    name = filename({**params, **more}) if more or len(params) > 1 or "name" in params or "name*" in params else ""
    return Part(
        main,
        sub,
        params.get("charset", ""),
        node.fields.get("content-transfer-encoding", "7bit").partition(";")[0].strip().lower(),
        name,
        disposition,
        node.end - node.start,
        node.path or "1",
        parameter(params, "method").lower() if sub == "calendar" else "",
        node.inside,
        node.start,
    )


def attachments(parts: Iterable[Part]) -> tuple[str, ...]:
    """Names of the attachments: what was sent along as a file. Pictures that belong to the text are none."""
    return tuple(part.filename or _unnamed(part) for part in parts if _attached(part))


def _attached(part: Part) -> bool:
    if part.disposition == "attachment":
        return True
    if part.inside == "related" and part.type == "image":
        return False
    return bool(part.filename) or (part.type, part.subtype) == ("message", "rfc822")


def _unnamed(part: Part) -> str:
    return "message.eml" if part.subtype == "rfc822" else f"{part.type}.{part.subtype}"[:255]


def words_of(parts: Iterable[Part]) -> tuple[Part | None, Part | None]:
    """The part with the plain words and the one with HTML: the first of each that is not a file."""
    plain: Part | None = None
    html: Part | None = None
    for part in parts:
        if part.type != "text" or part.disposition == "attachment" or part.filename:
            continue
        if part.subtype == "html":
            html = html or part
        elif part.subtype not in {"calendar", "rfc822-headers", "css", "vcard", "x-vcard", "csv", "xml"}:
            plain = plain or part
    return plain, html


def calendars(parts: Iterable[Part]) -> list[Part]:
    """The parts that hold an invitation: text/calendar, or a file whose name says so."""
    return [
        part
        for part in parts
        if part.subtype in {"calendar", "ics"} or part.filename.lower().endswith((".ics", ".vcs"))
    ]
