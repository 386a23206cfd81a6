"""Graph's pages: links are used as they come, empty pages are passed, circles are found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from connectors.door import Door
from connectors.wire.json_values import text
from sync.errors import BrokenAnswer

MAX_PAGES = 10_000
"""Pages of one round; more are a circle."""
NEXT, DELTA = "@odata.nextLink", "@odata.deltaLink"


class Circle(BrokenAnswer):
    """The server {host} answers in a circle: its pages lead back to one that it has given already.

    Nothing of that round was used, and everything read before it is safe. Repside lists that folder again."""

    def __init__(self, host: str) -> None:
        super().__init__(host=host, why="its pages go in a circle")


def pages(door: Door, first: str, headers: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """All pages of a listing or a round; the last one has the delta link of a round. Raises Circle."""
    seen: set[str] = set()
    url = first
    while True:
        page = door.get(url, 1, headers)
        if not isinstance(page.get("value"), list):
            raise BrokenAnswer(host=door.host, why="no page of a list")
        yield page
        url = text(page, NEXT)
        if not url:
            return
        if url in seen or len(seen) >= MAX_PAGES:
            raise Circle(door.host)
        seen.add(url)
