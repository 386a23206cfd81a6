"""Today: what the day begins with, and the brief of a meeting, in the day's own place and as a page."""

from __future__ import annotations

from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from store.brief import Brief, as_json, brief
from store.database import Database
from store.day import SHOWN, Rep, read
from store.rows import ActivityRow
from sync.ports import Clock
from view.asked import asked
from view.handlers import Handlers, key_of, there, wants_json
from view.rendering import Templates
from view.when import HOUR, When

BRIEFS = 8
"""Meetings of the day whose brief is folded into the page; each is a page as well."""


class Met(NamedTuple):
    """A meeting of the day as its page shows it."""

    row: ActivityRow
    brief: Brief | None
    past: bool
    soon: bool
    """It begins within the hour, or is under way: its brief is open."""


class TodayPages(Handlers):
    """`rep`: whose day it is."""

    def __init__(self, database: Database, templates: Templates, clock: Clock, rep: Rep) -> None:
        super().__init__(database, templates, clock)
        self._rep = rep._replace(zone=templates.zone)

    def today(self, request: Request) -> Response:
        """What the day begins with. What was once asked of the history here is asked of it there."""
        when = self._when()
        if asked(request.query_params, when).values:
            return RedirectResponse(f"/history?{request.url.query}", 307)
        with self._database.read() as connection:
            if wants_json(request):
                return JSONResponse(read(connection, self._rep, when.now).as_json())
            day = read(connection, self._rep, when.now, SHOWN)
            ahead = [row.id for row in day.meetings if not _past(row, when)][:BRIEFS]
            briefs = {id: brief(connection, id, when.now) for id in ahead}
        met = [_met(row, briefs.get(row.id), when) for row in day.meetings]
        return self._page(request, "today", when, day=day, met=met)

    def brief(self, request: Request) -> Response:
        """What to know before one meeting."""
        when = self._when()
        with self._database.read() as connection:
            found = there(brief(connection, key_of(request), when.now))
        if wants_json(request):
            return JSONResponse(as_json(found))
        return self._page(request, "brief", when, found=found, row=found.meeting)


def _met(row: ActivityRow, found: Brief | None, when: When) -> Met:
    past = _past(row, when)
    return Met(row, found, past, not past and not row.all_day and row.occurred_at - when.now <= HOUR)


def _past(row: ActivityRow, when: When) -> bool:
    return not row.all_day and (row.ends_at or row.occurred_at) <= when.now
