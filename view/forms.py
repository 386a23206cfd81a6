"""What the desk's forms send: small, of one kind, and read without a library. Whatever is odd about it is refused."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl

from starlette.requests import Request

LARGEST = 16_384
"""Bytes of a form."""
LONGEST = 2_000
"""Characters of one field."""
_FIELDS = 20
_KIND = "application/x-www-form-urlencoded"


class NoForm(Exception):
    """It is none of ours."""


async def read(request: Request) -> dict[str, str]:
    """Its fields, each once. Raises NoForm; not a byte more than LARGEST is kept."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _KIND:
        raise NoForm
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST:
            raise NoForm
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=_FIELDS, errors="strict")
    except ValueError as error:  # UnicodeDecodeError is one
        raise NoForm from error
    fields = {name: value.replace("\0", "").strip() for name, value in pairs}
    if len(fields) != len(pairs) or any(len(value) > LONGEST for value in fields.values()):
        raise NoForm
    return fields


def number(fields: Mapping[str, str], name: str) -> int:
    """A field that holds an id. Raises NoForm."""
    value = fields.get(name, "")
    if not (value.isascii() and value.isdecimal() and len(value) < 19):
        raise NoForm
    return int(value)


def numbers(fields: Mapping[str, str], name: str) -> tuple[int, ...]:
    """A field that holds ids with commas between them; none when it is empty. Raises NoForm."""
    parts = fields.get(name, "").split(",") if fields.get(name) else []
    return tuple(number({name: part}, name) for part in parts)
