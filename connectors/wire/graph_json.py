"""Graph's refusals with their codes, and its JSON batches. Pure, and capped.

Errors: learn.microsoft.com/graph/errors. Batches: learn.microsoft.com/graph/json-batching; answers come in any order, each with a status.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from connectors.wire.json_values import Part, inner, objects, read, text
from sync.errors import BrokenAnswer

MAX_DEPTH = 10
"""Errors within errors."""
LANES = 3
"""Parts of a batch that run at once: Outlook refuses more than four of one client at one mailbox."""
RESYNC = frozenset({"syncstatenotfound", "syncstateinvalid", "resyncrequired", "resyncchangesapplydifferences",
                    "resyncchangesuploaddifferences"})  # fmt: skip
"""Codes, in lower case, that say: begin the round anew."""


def codes(body: bytes) -> frozenset[str]:
    """The codes of an error and of all errors within it, in lower case. The words beside them are for people."""
    try:
        found = json.loads(body[:1_000_000])
    except (ValueError, RecursionError):
        return frozenset()
    node = found.get("error") if isinstance(found, dict) else None
    seen: set[str] = set()
    for _ in range(MAX_DEPTH):
        if not isinstance(node, dict):
            break
        seen.update(text(one, "code").lower()[:100] for one in (node, *objects(node, "details")[:20]))
        node = node.get("innerError") or node.get("innererror")
    return frozenset(seen - {""})


def pack(paths: Mapping[str, str], headers: Mapping[str, str], version: str) -> bytes:
    """The body of a batch of GETs. Each waits for the one three before it, so that three run at once."""
    marks = list(paths)
    requests = [
        {
            "id": mark,
            "method": "GET",
            "url": paths[mark].removeprefix(version),
            "headers": dict(headers),
            **({"dependsOn": [marks[number - LANES]]} if number >= LANES else {}),
        }
        for number, mark in enumerate(marks)
    ]
    return json.dumps({"requests": requests}).encode()


def split(body: bytes, marks: list[str], host: str) -> dict[str, Part]:
    """The answers by id; one that is missing is missing, and so is one that waited for another that failed. Raises BrokenAnswer."""
    found = read(body, host)
    if not isinstance(found.get("responses"), list):
        raise BrokenAnswer(host=host, why="no batch")
    known = set(marks)
    parts: dict[str, Part] = {}
    for answer in objects(found, "responses"):
        name, status = text(answer, "id"), answer.get("status")
        if name not in known or not isinstance(status, int) or status == FAILED_DEPENDENCY:
            continue
        headers = {key.lower(): value for key, value in inner(answer, "headers").items() if isinstance(value, str)}
        value = inner(answer, "body")
        body_ = b"" if status == 200 else json.dumps(value).encode()
        parts[name] = Part(status, headers, body_, value if status == 200 else None)
    return parts


FAILED_DEPENDENCY = 424


def removed(row: Mapping[str, Any]) -> bool:
    """Whether a row of a delta says that the item has left."""
    return "@removed" in row
