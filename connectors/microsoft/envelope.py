"""Graph's JSON batches. Each part asks for immutable ids by itself: the batch's own headers do not count for its parts."""

from __future__ import annotations

from collections.abc import Mapping

from connectors.http import Answer
from connectors.wire import graph_json
from connectors.wire.json_values import Part

VERSION = "/v1.0"
SIZE = 20
"""Parts of a batch, the most that Graph takes."""
IMMUTABLE = 'IdType="ImmutableId"'
"""Ids stay when a mail moves to another folder."""
UTC = 'outlook.timezone="UTC"'


class JsonBatch:
    """The envelope of Graph's batches."""

    path = f"{VERSION}/$batch"
    headers: Mapping[str, str] = {"Content-Type": "application/json"}
    size = SIZE

    def pack(self, paths: Mapping[str, str]) -> bytes:
        """The body of a request."""
        return graph_json.pack(paths, {"Prefer": f"{IMMUTABLE}, {UTC}"}, VERSION)

    def split(self, answer: Answer, marks: list[str], host: str) -> dict[str, Part]:
        """The answers by mark. Raises BrokenAnswer."""
        return graph_json.split(answer.body, marks, host)
