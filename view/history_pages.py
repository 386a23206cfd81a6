"""The history with its search and filters, and one activity with all that is known of it."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from store.database import Database
from store.decided import of_activity
from store.rows import LocatorRow, as_json
from store.sharing import seen_of
from store.status import counts, status
from store.timeline import activity, timeline
from sync.model import Level
from sync.ports import Clock
from view.asked import PAGE
from view.handlers import Handlers, ahead, history, key_of, there, wants_json
from view.rendering import Templates


class HistoryPages(Handlers):
    """`levels`: how much text each account lets in, by its name; one that is not named is not told of."""

    def __init__(self, database: Database, templates: Templates, clock: Clock, levels: Mapping[str, Level]) -> None:
        super().__init__(database, templates, clock)
        self._levels = levels

    def history(self, request: Request) -> Response:
        """What was written, received and met for, newest first."""
        wanted, when = self._asked(request)
        with self._database.read() as connection:
            rows = timeline(connection, wanted.filter(when.now))
            coming = [] if wanted.filtered or wanted.upcoming else timeline(connection, ahead(when))
            accounts, waiting = status(connection, when.now), counts(connection)
        if wants_json(request):
            return JSONResponse([as_json(row) for row in rows[:PAGE]])
        found = history(wanted, rows, when, request.url.path)
        return self._page(request, "history", when, **found, coming=coming, accounts=accounts, waiting=waiting)

    def activity(self, request: Request) -> Response:
        """What was captured, why it is where it is, what was left out, and who else sees it."""
        with self._database.read() as connection:
            detail = there(activity(connection, key_of(request)))
            proposed = of_activity(connection, detail.row.id)
            shared = seen_of(connection, detail.row.id)
        if wants_json(request):
            return JSONResponse(as_json(detail))
        levels = {name: self._levels[name] for name in _accounts(detail.row.locators) if name in self._levels}
        values = {"detail": detail, "row": detail.row, "proposed": proposed, "shared": shared, "levels": levels}
        return self._page(request, "activity", self._when(), **values)


def _accounts(copies: tuple[LocatorRow, ...]) -> list[str]:
    """The accounts that have a copy, each once."""
    return list(dict.fromkeys(copy.account for copy in copies))
