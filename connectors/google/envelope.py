"""Google's batches: multipart/mixed of application/http parts (developers.google.com/workspace/gmail/api/guides/batch)."""

from __future__ import annotations

from collections.abc import Mapping

from connectors.http import Answer
from connectors.wire import google_json
from connectors.wire.json_values import Part

SIZE = 50
"""Parts of a batch: Google takes 100 and advises 50."""
_BOUNDARY = "repside-batch"


class Multipart:
    """The envelope of one service's batches; `path` is the service's own address for them."""

    size = SIZE
    headers: Mapping[str, str] = {"Content-Type": f'multipart/mixed; boundary="{_BOUNDARY}"'}

    def __init__(self, path: str) -> None:
        self.path = path

    def pack(self, paths: Mapping[str, str]) -> bytes:
        """The body of a request."""
        return google_json.batch(paths, _BOUNDARY)

    def split(self, answer: Answer, marks: list[str], host: str) -> dict[str, Part]:
        """The answers by mark. Raises BrokenAnswer."""
        return google_json.split(answer.headers.get("content-type", ""), answer.body, marks, host)
