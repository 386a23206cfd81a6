"""The lists of contacts, companies and deals, and how the accounts are doing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from store.queries import Find, company_rows, contact_rows, deal_rows
from store.rows import as_json
from store.status import status
from view.asked import LONGEST
from view.handlers import Handlers, wants_json

LIST = 100
"""Contacts or deals on a page."""


class Pages(Handlers):
    """The handlers, one a page."""

    def contacts(self, request: Request) -> Response:
        """Everybody whom the rep named, by last touch."""
        return self._list(request, "contacts", contact_rows)

    def companies(self, request: Request) -> Response:
        """The companies of the contacts and deals."""
        return self._list(request, "companies", company_rows)

    def deals(self, request: Request) -> Response:
        """Deals, the open ones first."""
        return self._list(request, "deals", deal_rows)

    def accounts(self, request: Request) -> Response:
        """How each account is doing."""
        when = self._when()
        with self._database.read() as connection:
            rows = status(connection, when.now)
        if wants_json(request):
            return JSONResponse([as_json(row) for row in rows])
        return self._page(request, "accounts", when, accounts=rows)

    def _list(self, request: Request, name: str, read: Callable[..., list[Any]]) -> Response:
        when = self._when()
        words = request.query_params.get("q", "").replace("\0", "").strip()[:LONGEST]
        page = _number(request.query_params.get("page", ""))
        find = Find(words=words, now=when.now, limit=LIST + 1, offset=page * LIST)
        with self._database.read() as connection:
            rows = read(connection, find)
        if wants_json(request):
            return JSONResponse([as_json(row) for row in rows[:LIST]])
        return self._page(request, name, when, rows=rows[:LIST], words_asked=words, page=page, more=len(rows) > LIST)


def _number(value: str) -> int:
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 6 else 0
