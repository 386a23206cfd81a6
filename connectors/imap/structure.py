"""BODYSTRUCTURE to the leaves of a mail, the same values that reading the whole mail gives."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from connectors.imap.wire import Value
from connectors.wire.encoded import filename, parameter
from connectors.wire.tree import MAX_DEPTH, MAX_PARTS, Part


class Structure(NamedTuple):
    """A mail's leaves in their order, and the boundary of each multipart that is itself a part."""

    parts: list[Part]
    boundaries: Mapping[str, str]


def read(value: Value) -> Structure:
    """Leaves with their paths as FETCH names them. What is malformed is left out; nothing raises."""
    parts: list[Part] = []
    boundaries: dict[str, str] = {}
    stack: list[tuple[Value, str, str]] = [(value, "", "")]
    seen = 0
    while stack and seen < MAX_PARTS:
        node, path, inside = stack.pop()
        seen += 1
        if not isinstance(node, list) or not node or path.count(".") >= MAX_DEPTH:
            continue
        if not isinstance(node[0], list):
            parts.append(_leaf(node, path or "1", inside))
            continue
        children = [child for child in node if isinstance(child, list) and child and _is_body(child)]
        count = next((at for at, child in enumerate(node) if not isinstance(child, list)), len(node))
        children = children[:count]
        subtype = _word(node, count).lower()
        if path:
            boundaries[path] = _params(node, count + 1).get("boundary", "")
        prefix = path + "." if path else ""
        stack += [(child, f"{prefix}{number}", subtype) for number, child in reversed([*enumerate(children, 1)])]
    return Structure(parts, boundaries)


def _is_body(node: list[Value]) -> bool:
    return isinstance(node[0], list) or len(node) >= 7


def _leaf(node: list[Value], path: str, inside: str) -> Part:
    main, sub = _word(node, 0).lower() or "text", _word(node, 1).lower() or "plain"
    params = _params(node, 2)
    # After the seven common fields: lines of a text; envelope, body and lines of a message; then MD5, then disposition.
    at = 9 if main == "text" else 11 if (main, sub) == ("message", "rfc822") else 8
    disposition, more = _disposition(node, at)
    size = _word(node, 6)
    named = {**params, **more}
    return Part(
        main,
        sub,
        params.get("charset", ""),
        _word(node, 5).lower() or "7bit",
        filename(named) if any(key.startswith(("name", "filename")) for key in named) else "",
        disposition,
        int(size[:12]) if size.isdigit() else 0,
        path,
        parameter(params, "method").lower() if sub == "calendar" else "",
        inside,
    )


def _word(node: list[Value], at: int) -> str:
    value = node[at] if at < len(node) else None
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else ""


def _params(node: list[Value], at: int) -> dict[str, str]:
    values = node[at] if at < len(node) else None
    if not isinstance(values, list):
        return {}
    return {_word(values, n).lower(): _word(values, n + 1) for n in range(0, len(values) - 1, 2)}


def _disposition(node: list[Value], at: int) -> tuple[str, dict[str, str]]:
    value = node[at] if at < len(node) else None
    if not isinstance(value, list):
        return "", {}
    return _word(value, 0).lower(), _params(value, 1)


def step_in(body: bytes, structure: Structure, path: str = "1") -> tuple[str, bytes, bool]:
    """From the beginning of a part to the beginning of the first leaf in it.

    Returns the leaf's path, its bytes, and whether they are all of it. Path "" when the beginning does not reach it.
    """
    whole = False
    while (boundary := structure.boundaries.get(path)) is not None:
        mark = b"--" + boundary.encode("utf-8", "replace")
        start = 0 if body.startswith(mark) else body.find(b"\n" + mark) + 1
        line_end = body.find(b"\n", start)
        if not boundary or not body.startswith(mark, start) or line_end < 0:
            return "", b"", False
        if body.startswith((b"\r\n", b"\n"), line_end + 1):
            body_start = body.find(b"\n", line_end + 1) + 1  # a part without headers
        else:
            crlf, lf = body.find(b"\r\n\r\n", line_end), body.find(b"\n\n", line_end)
            if crlf < 0 and lf < 0:
                return "", b"", False
            body_start = crlf + 4 if crlf >= 0 and (lf < 0 or crlf < lf) else lf + 2
        end = body.find(b"\r\n" + mark, body_start - 2)
        whole = end >= 0
        body = body[body_start : end if end >= body_start else len(body) if end < 0 else body_start]
        path += ".1"
    return path, body, whole
