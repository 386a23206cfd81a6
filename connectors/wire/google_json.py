"""Google's refusals with their reasons, and batches of answers. Pure, and capped.

Field names: the discovery documents of Gmail v1 and Calendar v3. Batches: multipart/mixed of application/http parts, each with its own
status, in any order, matched by Content-ID (developers.google.com/workspace/gmail/api/guides/batch).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

from connectors.wire.json_values import Part, objects, text
from sync.errors import BrokenAnswer

MAX_REASONS = 20
_BOUNDARY = re.compile(r'boundary="?([0-9A-Za-z\'()+_,\-./:=?]{1,200})"?')
_CONTENT_ID = re.compile(rb"^content-id:\s*<?response-([0-9A-Za-z+.@_-]{1,200}?)>?\s*$", re.IGNORECASE | re.MULTILINE)
_STATUS = re.compile(rb"HTTP/\d\.\d (\d{3})")


def reasons(body: bytes) -> frozenset[str]:
    """The machine-readable reasons of a refusal, in both of Google's forms; empty when there is none."""
    try:
        found = json.loads(body[:1_000_000])
    except (ValueError, RecursionError):
        return frozenset()
    error = found.get("error") if isinstance(found, dict) else None
    if isinstance(error, str):
        return frozenset({error[:100]})
    if not isinstance(error, dict):
        return frozenset()
    listed = [text(item, "reason") for item in (*objects(error, "errors"), *objects(error, "details"))]
    return frozenset(reason[:100] for reason in listed[:MAX_REASONS] if reason)


def batch(paths: Mapping[str, str], boundary: str) -> bytes:
    """The body of a batch of GETs: Content-ID → path with its query."""
    parts = [
        f"--{boundary}\r\nContent-Type: application/http\r\nContent-ID: <{name}>\r\n\r\n"
        f"GET {path} HTTP/1.1\r\nAccept: application/json\r\n\r\n"
        for name, path in paths.items()
    ]
    return ("".join(parts) + f"--{boundary}--\r\n").encode("ascii")


def split(content_type: str, body: bytes, wanted: Sequence[str], host: str) -> dict[str, Part]:
    """The answers of a batch by Content-ID. One that is missing is missing: the caller asks again. Raises BrokenAnswer."""
    found = _BOUNDARY.search(content_type)
    if found is None or "multipart/" not in content_type.lower():
        raise BrokenAnswer(host=host, why="no batch")
    mark = b"--" + found[1].encode("ascii")
    pieces = body.split(mark)
    if len(pieces) < 2 or not pieces[-1].startswith(b"--"):
        raise BrokenAnswer(host=host, why="the batch breaks off")
    known = set(wanted)
    parts: dict[str, Part] = {}
    for piece in pieces[1:-1]:
        name, part = _part(piece)
        if part is not None and name in known:
            parts[name] = part
    return parts


def _part(piece: bytes) -> tuple[str, Part | None]:
    outer, _, rest = _halves(piece.lstrip(b"\r\n"))
    head, _, body = _halves(rest)
    name, status = _CONTENT_ID.search(outer), _STATUS.match(head)
    if name is None or status is None:
        return "", None
    return name[1].decode("ascii"), Part(int(status[1]), _fields(head), body.strip())


def _halves(raw: bytes) -> tuple[bytes, bytes, bytes]:
    """Header and body, whichever line ends are used."""
    at, windows = raw.find(b"\n\n"), raw.find(b"\r\n\r\n")
    if windows >= 0 and (at < 0 or windows < at):
        return raw.partition(b"\r\n\r\n")
    return raw.partition(b"\n\n")


def _fields(head: bytes) -> dict[str, str]:
    lines = head.decode("latin-1").splitlines()[1:]
    pairs = (line.partition(":") for line in lines)
    return {name.strip().lower(): value.strip() for name, _, value in pairs}
