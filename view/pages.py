"""The pages: each reads plain rows in one short look at the store, lets go of it, and then renders.

The store's lock is never held while a page is drawn: on a rollback journal a slow reader would keep the writer waiting.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from store.database import Database
from store.queries import Find, company, company_rows, contact, contact_rows, deal, deal_rows
from store.rows import ReceiptRow, as_json
from store.status import counts, receipt, status
from store.timeline import Filter, activity, timeline
from sync.ports import Clock
from view.asked import LONGEST, PAGE, PEOPLE, Asked, asked
from view.rendering import Templates
from view.when import When

T = TypeVar("T")

AHEAD = 3
"""Meetings to come that are shown beside the history."""
LIST = 100
"""Contacts or deals on a page."""


class Pages:
    """The handlers, one a page. All are plain GETs without side effects."""

    def __init__(self, database: Database, templates: Templates, clock: Clock) -> None:
        self._database = database
        self._templates = templates
        self._clock = clock

    def timeline(self, request: Request) -> Response:
        """The history with search and filters."""
        wanted, when = self._asked(request)
        with self._database.read() as connection:
            rows = timeline(connection, wanted.filter(when.now))
            coming = [] if wanted.filtered or wanted.upcoming else timeline(connection, _ahead(when))
            accounts, waiting = status(connection), counts(connection)
        history = self._history(wanted, rows, when, request.url.path)
        if _wants_json(request):
            return JSONResponse([as_json(row) for row in rows[:PAGE]])
        return self._page(request, "timeline", when, **history, coming=coming, accounts=accounts, waiting=waiting)

    def activity(self, request: Request) -> Response:
        """One activity: its text, its people, and why it is where it is."""
        with self._database.read() as connection:
            detail = _there(activity(connection, _key(request)))
        if _wants_json(request):
            return JSONResponse(as_json(detail))
        return self._page(request, "activity", self._when(), detail=detail, row=detail.row)

    def contacts(self, request: Request) -> Response:
        """Everybody whom the rep named, by last touch."""
        return self._list(request, "contacts", contact_rows)

    def companies(self, request: Request) -> Response:
        """The companies of the contacts and deals."""
        return self._list(request, "companies", company_rows)

    def deals(self, request: Request) -> Response:
        """Deals, the open ones first."""
        return self._list(request, "deals", deal_rows)

    def contact(self, request: Request) -> Response:
        """One contact with deals and history."""
        key = _key(request)
        wanted, when = self._asked(request)
        with self._database.read() as connection:
            one = _there(contact(connection, key, when.now))
            rows = timeline(connection, wanted.filter(when.now, contact=key))
            coming = timeline(connection, _ahead(when)._replace(contact=key))
            deals = deal_rows(connection, Find(contact=key, now=when.now))
        history = self._history(wanted, rows, when, request.url.path)
        return self._page(request, "contact", when, one=one, deals=deals, coming=coming, **history)

    def company(self, request: Request) -> Response:
        """One company with people, deals and history."""
        key = _key(request)
        wanted, when = self._asked(request)
        with self._database.read() as connection:
            one = _there(company(connection, key, when.now))
            rows = timeline(connection, wanted.filter(when.now, company=key))
            coming = timeline(connection, _ahead(when)._replace(company=key))
            deals = deal_rows(connection, Find(company=key, now=when.now))
            people = contact_rows(connection, Find(company=key, now=when.now))
        history = self._history(wanted, rows, when, request.url.path)
        return self._page(request, "company", when, one=one, deals=deals, people=people, coming=coming, **history)

    def deal(self, request: Request) -> Response:
        """One deal: facts, people with their roles, and what is linked to it."""
        key = _key(request)
        wanted, when = self._asked(request)
        with self._database.read() as connection:
            one = _there(deal(connection, key, when.now))
            rows = timeline(connection, wanted.filter(when.now, deal=key))
            coming = timeline(connection, _ahead(when)._replace(deal=key))
            people = contact_rows(connection, Find(deal=key, now=when.now))
        history = self._history(wanted, rows, when, request.url.path)
        return self._page(request, "deal", when, one=one, people=people, coming=coming, **history)

    def accounts(self, request: Request) -> Response:
        """How each account is doing."""
        with self._database.read() as connection:
            rows = status(connection)
        if _wants_json(request):
            return JSONResponse([as_json(row) for row in rows])
        return self._page(request, "accounts", self._when(), accounts=rows)

    def receipt(self, request: Request) -> Response:
        """What became of every item."""
        with self._database.read() as connection:
            rows = receipt(connection)
        if _wants_json(request):
            return JSONResponse([as_json(row) for row in rows])
        return self._page(request, "receipt", self._when(), rows=rows, sum=_sum(rows))

    def _list(self, request: Request, name: str, read: Callable[..., list[Any]]) -> Response:
        when = self._when()
        words = request.query_params.get("q", "").replace("\0", "").strip()[:LONGEST]
        page = _number(request.query_params.get("page", ""))
        find = Find(words=words, now=when.now, limit=LIST + 1, offset=page * LIST)
        with self._database.read() as connection:
            rows = read(connection, find)
        if _wants_json(request):
            return JSONResponse([as_json(row) for row in rows[:LIST]])
        return self._page(request, name, when, rows=rows[:LIST], words_asked=words, page=page, more=len(rows) > LIST)

    def _history(self, wanted: Asked, rows: list[Any], when: When, path: str) -> dict[str, object]:
        """What the list of activities needs: days, the link to what comes next, the filters in force."""
        older = ""
        if len(rows) > PAGE:
            last = rows[PAGE - 1]
            older = f"{path}?{wanted.link(before=f'{last.occurred_at}-{last.id}')}"
        return {"days": when.days(rows[:PAGE]), "older": older, "asked": wanted}

    def _asked(self, request: Request) -> tuple[Asked, When]:
        when = self._when()
        return asked(request.query_params, when), when

    def _when(self) -> When:
        return When(self._clock.now(), self._templates.zone)

    def _page(self, request: Request, name: str, when: When, **values: object) -> Response:
        return self._templates.page(name, when=when, path=request.url.path, **values)


def _key(request: Request) -> int:
    """The number in the path; what is no number, or one that no database can hold, is not there."""
    value: str = request.path_params["key"]
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 19 else _there(None)


def _ahead(when: When) -> Filter:
    """The next meetings; the caller names the record."""
    return Filter(since=when.now, oldest_first=True, limit=AHEAD, people=PEOPLE)


def _there(found: T | None) -> T:
    if found is None:
        raise HTTPException(404)
    return found


def _wants_json(request: Request) -> bool:
    return request.url.path.endswith(".json")


def _number(value: str) -> int:
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 6 else 0


def _sum(rows: list[ReceiptRow]) -> ReceiptRow:
    """All streams as one."""
    skipped: dict[str, int] = {}
    for row in rows:
        for reason, n in row.skipped.items():
            skipped[reason] = skipped.get(reason, 0) + n
    by_size = dict(sorted(skipped.items(), key=lambda pair: -pair[1]))
    columns = [sum(column) for column in zip(*((r.captured, r.held, r.quarantined) for r in rows), strict=True)] or [
        0
    ] * 3
    return ReceiptRow("", "", "", "", columns[0], columns[1], by_size, columns[2])
