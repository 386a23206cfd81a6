"""Values of a JSON object from a server that may say anything: what is missing or of another type is empty. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from sync.errors import BrokenAnswer


class Part(NamedTuple):
    """One answer of a batch."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    value: dict[str, Any] | None = None
    """The object of the body, where the envelope has read it already."""


def read(body: bytes, host: str) -> dict[str, Any]:
    """The object of an answer. Raises BrokenAnswer for what is none: a web page, half an answer, nesting without end."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BrokenAnswer(host=host, why="no JSON") from error
    if not isinstance(found, dict):
        raise BrokenAnswer(host=host, why="no JSON object")
    return found


def objects(found: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    """A list of objects; what else stands in it is left out. Empty where it is missing."""
    value = found.get(name)
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def text(found: Mapping[str, Any], name: str) -> str:
    """A string; empty where it is missing or something else."""
    value = found.get(name)
    return value if isinstance(value, str) else ""


def inner(found: Mapping[str, Any], name: str) -> dict[str, Any]:
    """An object; empty where it is missing or something else."""
    value = found.get(name)
    return value if isinstance(value, dict) else {}


def strings(found: Mapping[str, Any], name: str) -> list[str]:
    """A list of strings; what else stands in it is left out."""
    value = found.get(name)
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def fields(found: Mapping[str, Any], name: str) -> list[tuple[str, str]]:
    """Name and value of each object in a list of header fields; what is no string is empty."""
    pairs = [(item.get("name"), item.get("value")) for item in objects(found, name)]
    return [(key if isinstance(key, str) else "", value if isinstance(value, str) else "") for key, value in pairs]
