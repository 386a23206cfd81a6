"""What a page says apart from the rep's own data, and views in another language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from pathlib import Path

from store.database import Database
from store.day import Rep
from tests.view.conftest import ZONE, Clock, Served
from view.server import open_view

OTHERS = ("de", "fr", "es")
SPOKEN = (
    "aria-label",
    "placeholder",
    "title",
    "alt",
    "label",
    "data-away",
    "data-copied",
    "data-dropped",
    "data-marked",
)
"""Attributes that somebody reads or hears."""


class Said(HTMLParser):
    """Collects the texts of a page, and of attributes that are read; not what is typed or meant for machines."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._silent = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in {"code", "kbd", "script", "style"}
        self.texts += [value or "" for name, value in attrs if name in SPOKEN and tag != "time"]

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in {"code", "kbd", "script", "style"}

    def handle_data(self, data: str) -> None:
        if not self._silent and data.strip():
            self.texts.append(" ".join(data.split()))


def pieces(text: str) -> list[str]:
    """The words of a catalog's text between its fields and tags, where they are three or more: fewer may be a name."""
    found = [" ".join(part.split()) for part in re.split(r"%\(\w+\)s|<[^>]*>|`[^`]*`", text)]
    return [part.strip(" .,:;") for part in found if len(re.findall(r"[^\W\d_]{2,}", part)) >= 3]


@contextmanager
def spoken(store: Path, ids: dict[str, int], name: str) -> Iterator[Served]:
    """A view over a store in one language."""
    database = Database.open(f"sqlite:///{store}", read_only=True)
    levels = {"work": "preview", "archive": "headers"}
    with open_view(database, zone=ZONE, clock=Clock(), levels=levels, rep=Rep(language=name)) as serving:  # type: ignore[arg-type]  # the names of levels
        yield Served(serving, ids, store)
    database.close()
