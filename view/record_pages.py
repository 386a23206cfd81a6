"""A contact, a company, a deal: who talks to whom, what was proposed and decided, and the history."""

from __future__ import annotations

from typing import Any, NamedTuple

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from store import decided
from store.decided import Proposed
from store.queries import Find, company, contact, contact_rows, deal, deal_rows
from store.rows import ActivityRow, as_json, rfc3339
from store.timeline import Filter, timeline
from store.touches import PersonTouches, Side, Talk, Target, people, talk
from view.asked import PAGE, Asked
from view.charts import Chart, weekly
from view.handlers import Handlers, ahead, history, key_of, there, wants_json
from view.when import When


class _Told(NamedTuple):
    """What every record's page tells, as it was read."""

    rows: list[ActivityRow]
    coming: list[ActivityRow]
    talk: Talk
    chart: Chart
    talkers: list[PersonTouches]
    proposed: list[Proposed]


_SIDES: tuple[Side, ...] = ("theirs", "ours", "met")
_DECIDED = {"contact": decided.of_contact, "company": decided.of_company, "deal": decided.of_deal}


class RecordPages(Handlers):
    """The pages of one record each."""

    def contact(self, request: Request) -> Response:
        """One contact with deals and history."""
        key, (wanted, when) = key_of(request), self._asked(request)
        with self._database.read() as connection:
            one = there(contact(connection, key, when.now))
            told = _read(connection, "contact", key, wanted, when)
            deals = deal_rows(connection, Find(contact=key, now=when.now))
        return self._record(request, "contact", (wanted, when), told, one=one, deals=deals)

    def company(self, request: Request) -> Response:
        """One company with people, deals and history."""
        key, (wanted, when) = key_of(request), self._asked(request)
        with self._database.read() as connection:
            one = there(company(connection, key, when.now))
            told = _read(connection, "company", key, wanted, when)
            deals = deal_rows(connection, Find(company=key, now=when.now))
            on_it = contact_rows(connection, Find(company=key, now=when.now))
        return self._record(request, "company", (wanted, when), told, one=one, deals=deals, people=on_it)

    def deal(self, request: Request) -> Response:
        """One deal: facts, people with their roles, and what is linked to it."""
        key, (wanted, when) = key_of(request), self._asked(request)
        with self._database.read() as connection:
            one = there(deal(connection, key, when.now))
            told = _read(connection, "deal", key, wanted, when)
            on_it = contact_rows(connection, Find(deal=key, now=when.now))
        return self._record(request, "deal", (wanted, when), told, one=one, people=on_it)

    def _record(
        self, request: Request, name: str, asked: tuple[Asked, When], told: _Told, *, one: Any, **more: object
    ) -> Response:
        wanted, when = asked
        if wants_json(request):
            return JSONResponse(_as_json(one, told))
        found = history(wanted, told.rows, when, request.url.path)
        values = {"one": one, **told._asdict(), **found, **more}
        return self._page(request, name, when, **values)


def _read(connection: Any, target: Target, key: int, wanted: Asked, when: When) -> _Told:
    """`connection` is the store's own; the view hands it on without looking into it."""
    spoken = talk(connection, target, key, when.now)
    chart = weekly(spoken, when)
    return _Told(
        rows=timeline(connection, _only(wanted.filter(when.now), target, key)),
        coming=timeline(connection, _only(ahead(when), target, key)),
        talk=spoken,
        chart=chart,
        talkers=[] if target == "contact" else people(connection, target, key, chart.since, when.now),
        proposed=_DECIDED[target](connection, key),
    )


def _only(found: Filter, target: Target, key: int) -> Filter:
    """What is linked to this record."""
    if target == "contact":
        return found._replace(contact=key)
    return found._replace(company=key) if target == "company" else found._replace(deal=key)


def _as_json(one: Any, told: _Told) -> dict[str, object]:
    """The page for scripts. The weeks are the rep's own figures, and stay on this machine like everything here."""
    return {
        **as_json(one),
        "touches": {side: rfc3339(told.talk.last(side)) for side in _SIDES},
        "ahead": rfc3339(told.talk.ahead),
        "weeks": [{**week._asdict(), "start": week.start.isoformat()} for week in told.chart.weeks],
        "proposals": [proposed.as_json() for proposed in told.proposed],
        "history": [as_json(row) for row in told.rows[:PAGE]],
    }
