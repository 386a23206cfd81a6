"""What others see: the rows that are served to them, through the function that serves them, and who had them."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from store.sharing import looks, served, shares
from view.asked import place
from view.handlers import Handlers, wants_json

PAGE = 50
"""Activities on a page."""


class SharedPages(Handlers):
    """One page. To change what is shared is the command's, which can write."""

    def shared(self, request: Request) -> Response:
        """Exactly what is shared, the settings that make it so, and each look and export."""
        before = place(request.query_params.get("before", ""))
        with self._database.read() as connection:
            rows = served(connection, before, PAGE + 1)
            settings, seen = shares(connection), looks(connection)
        if wants_json(request):
            return JSONResponse([row.as_json() for row in rows[:PAGE]])
        more = f"/shared?before={rows[PAGE - 1].at}-{rows[PAGE - 1].id}" if len(rows) > PAGE else ""
        values = {"rows": rows[:PAGE], "more": more, "first": before is None, "settings": settings, "looks": seen}
        return self._page(request, "shared", self._when(), **values)
