"""What the handlers of all pages share: the moment, the parameters, the number in the path, a page or its JSON twin.

Each page reads plain rows in one short look at the store, lets go of it, and then renders: on a rollback journal a slow reader
would keep the writer waiting.
"""

from __future__ import annotations

from typing import Any, TypeVar

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from store.database import Database
from store.timeline import Filter
from sync.ports import Clock
from view.asked import PAGE, PEOPLE, Asked, asked
from view.rendering import Templates
from view.when import When

T = TypeVar("T")

AHEAD = 3
"""Meetings to come that are shown beside the history."""


class Handlers:
    """Pages that belong together. All are plain GETs without side effects."""

    def __init__(self, database: Database, templates: Templates, clock: Clock) -> None:
        self._database = database
        self._templates = templates
        self._clock = clock

    def _asked(self, request: Request) -> tuple[Asked, When]:
        when = self._when()
        return asked(request.query_params, when), when

    def _when(self) -> When:
        return self._templates.when(self._clock.now())

    def _page(self, request: Request, name: str, when: When, **values: object) -> Response:
        return self._templates.page(name, when=when, path=request.url.path, **values)


def history(wanted: Asked, rows: list[Any], when: When, path: str) -> dict[str, object]:
    """What the list of activities needs: days, the link to what comes next, the filters in force."""
    older = ""
    if len(rows) > PAGE:
        last = rows[PAGE - 1]
        older = f"{path}?{wanted.link(before=f'{last.occurred_at}-{last.id}')}"
    return {"days": when.days(rows[:PAGE]), "older": older, "asked": wanted, "shown": min(len(rows), PAGE)}


def ahead(when: When) -> Filter:
    """The next meetings; the caller names the record."""
    return Filter(since=when.now, oldest_first=True, limit=AHEAD, people=PEOPLE)


def key_of(request: Request) -> int:
    """The number in the path; what is no number, or one that no database can hold, is not there."""
    value: str = request.path_params["key"]
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 19 else there(None)


def there(found: T | None) -> T:
    """What was found. Raises a 404 for None."""
    if found is None:
        raise HTTPException(404)
    return found


def wants_json(request: Request) -> bool:
    """Whether the page's twin for scripts is asked for."""
    return request.url.path.endswith(".json")
