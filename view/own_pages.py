"""The rep's own pages: the ledger of what was not typed, and the week's report. Both are made anew for each look, and go nowhere."""

from __future__ import annotations

from datetime import date, timedelta

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from store import saved
from store.database import Database
from store.day import Rep
from store.week import report
from sync.ports import Clock
from view.handlers import Handlers, wants_json
from view.rendering import Templates
from view.report import draft


class OwnPages(Handlers):
    """`rep`: whose pages these are."""

    def __init__(self, database: Database, templates: Templates, clock: Clock, rep: Rep) -> None:
        super().__init__(database, templates, clock)
        self._rep = rep._replace(zone=templates.zone)

    def ledger(self, request: Request) -> Response:
        """What was not typed in the last weeks, and what it would have cost."""
        when, assumed = self._when(), self._rep.assumed
        with self._database.read() as connection:
            weeks = saved.weeks(connection, when.now, self._rep.zone)
        if wants_json(request):
            return JSONResponse([one.as_json(assumed) for one in weeks])
        most = max(one.minutes(assumed) for one in weeks) or 1
        values = {"weeks": weeks, "whole": saved.total(weeks), "assumed": assumed, "most": most}
        return self._page(request, "ledger", when, **values)

    def week(self, request: Request) -> Response:
        """The report of one week: of this one, or of the one in which `of` lies."""
        when = self._when()
        this = saved.monday(when.now, self._rep.zone)
        begins = min(_week(request.query_params.get("of", "")) or this, this)
        with self._database.read() as connection:
            found = report(connection, begins, self._rep.zone, when.now)
        if wants_json(request):
            return JSONResponse(found.as_json())
        values = {"found": found, "text": draft(found, when, self._rep.own), "this": begins == this}
        before, after = begins - timedelta(weeks=1), begins + timedelta(weeks=1)
        return self._page(request, "week", when, **values, before=before, after=after, ends=after - timedelta(days=1))


def _week(value: str) -> date | None:
    """The Monday of a day like 2026-11-30; None for anything else, and for what no calendar of ours holds."""
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return None
    return saved.week_of(day) if 1970 < day.year < 2200 else None
