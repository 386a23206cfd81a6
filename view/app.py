"""The view as a Starlette application: routes, the way in, and what an error looks like."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import tzinfo
from pathlib import Path
from types import MappingProxyType

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from store.database import Database
from store.day import Rep
from sync.errors import RepsideError
from sync.model import Level
from sync.ports import Clock
from view.deciding import Decide
from view.desk import Desk
from view.filing_page import FILE, FilingPage
from view.guard import DESK, Door, Guard, Refusal
from view.history_pages import HistoryPages
from view.language import language
from view.own_pages import OwnPages
from view.pages import Pages
from view.receipt_pages import ReceiptPages
from view.record_pages import RecordPages
from view.rendering import Templates
from view.shared_pages import SharedPages
from view.telling import Teller
from view.today_pages import TodayPages
from view.welcome import Welcome

_STATIC = {
    "view.css": "text/css",
    "keys.js": "text/javascript",
    "live.js": "text/javascript",
    "draft.js": "text/javascript",
    "desk.js": "text/javascript",
    "welcome.js": "text/javascript",
    "icon.svg": "image/svg+xml",
}
_FOLDER = Path(__file__).parent / "static"


class _SystemClock:
    def now(self) -> int:
        return int(time.time())


def create(
    database: Database,
    door: Door,
    *,
    zone: tzinfo | None = None,
    clock: Clock | None = None,
    levels: Mapping[str, Level] = MappingProxyType({}),
    rep: Rep | None = None,
    decide: Decide | None = None,
) -> Starlette:
    """The application on a read-only store. `zone` None: the machine's own. `levels`: how much text each account lets in. `rep`:
    whose day it shows. `decide` None: nothing can be decided."""
    if not database.read_only:
        raise ValueError("the view reads a store that was opened read-only")
    rep = rep or Rep()
    templates = Templates(zone, language(rep.language))
    parts = (database, templates, clock or _SystemClock())
    pages, histories, records = Pages(*parts), HistoryPages(*parts, levels), RecordPages(*parts)
    receipts, sharing = ReceiptPages(*parts), SharedPages(*parts)
    days, own = TodayPages(*parts, rep), OwnPages(*parts, rep)
    teller = Teller(templates, door)
    welcome, desk = Welcome(*parts), Desk(*parts, teller, decide)
    shown = {
        "/": days.today,
        "/today.json": days.today,
        "/brief/{key}.json": days.brief,
        "/brief/{key}": days.brief,
        "/history": histories.history,
        "/history.json": histories.history,
        "/timeline.json": histories.history,
        "/activity/{key}.json": histories.activity,
        "/activity/{key}": histories.activity,
        "/contacts": pages.contacts,
        "/contacts.json": pages.contacts,
        "/contacts/{key}.json": records.contact,
        "/contacts/{key}": records.contact,
        "/companies": pages.companies,
        "/companies.json": pages.companies,
        "/companies/{key}.json": records.company,
        "/companies/{key}": records.company,
        "/deals": pages.deals,
        "/deals.json": pages.deals,
        "/deals/{key}.json": records.deal,
        "/deals/{key}": records.deal,
        "/accounts": pages.accounts,
        "/accounts.json": pages.accounts,
        "/receipt": receipts.receipt,
        "/receipt.json": receipts.receipt,
        "/receipt/items": receipts.items,
        "/receipt/items.json": receipts.items,
        "/shared": sharing.shared,
        "/shared.json": sharing.shared,
        "/ledger": own.ledger,
        "/ledger.json": own.ledger,
        "/week": own.week,
        "/week.json": own.week,
        "/welcome": welcome.page,
        "/welcome.json": welcome.page,
        DESK: desk.page,
        f"{DESK}.json": desk.page,
        f"{DESK}/{{verb}}": desk.back,
    }
    taken = {f"{DESK}/{{verb}}": desk.act}
    if decide is not None:
        filing = FilingPage(*parts, teller, decide)
        shown[FILE], taken[FILE] = filing.page, filing.act
    templates.offer(shown)
    routes = [Route(path, page) for path, page in shown.items()]
    routes += [Route(path, act, methods=["POST"]) for path, act in taken.items()]
    routes += [Route("/enter/{secret}", _Entry(door, templates).enter), Route("/static/{name}", static)]
    errors = _Errors(templates)
    return Starlette(
        routes=routes,
        # Inside the guard, so that what it answers is as plain as it comes. A page of the history is a tenth of its size then.
        middleware=[
            Middleware(Guard, door=door, refused=_Refused(templates)),
            Middleware(GZipMiddleware, minimum_size=1_000, compresslevel=4),
        ],
        exception_handlers={HTTPException: errors.missing, RepsideError: errors.known},
    )


def static(request: Request) -> Response:
    """The style sheet, the keys and the icon: the only files that leave."""
    name = request.path_params["name"]
    if name not in _STATIC:
        raise HTTPException(404)
    return FileResponse(_FOLDER / name, media_type=_STATIC[name])


class _Entry:
    """GET /enter/SECRET: lets this browser in, and sends it on so that the secret leaves the address bar."""

    def __init__(self, door: Door, templates: Templates) -> None:
        self._door = door
        self._templates = templates

    def enter(self, request: Request) -> Response:
        if not self._door.opens(request.path_params["secret"]):
            return self._templates.error(401, "NO_SESSION")
        # A browser that comes from another site's page would leave the strict cookie out of a redirect: it gets a page that goes on.
        far = request.headers.get("sec-fetch-site") == "cross-site"
        answer = self._templates.page("enter", path="") if far else RedirectResponse("/", 303)
        answer.set_cookie(self._door.cookie, self._door.session, path="/", httponly=True, samesite="strict")
        return answer


class _Refused:
    """Shows what the guard decided."""

    def __init__(self, templates: Templates) -> None:
        self._templates = templates

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        refused: Refusal = scope["refusal"]
        answer = self._templates.error(refused.status, refused.code)
        if refused.status == 405:
            answer.headers["Allow"] = "GET, HEAD"
        await answer(scope, receive, send)


class _Errors:
    """Errors below the guard: a missing page, and what the store reports in its own words."""

    def __init__(self, templates: Templates) -> None:
        self._templates = templates

    def missing(self, _request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        return self._templates.error(status, "NOT_FOUND" if status == 404 else "FAILED")

    def known(self, _request: Request, error: Exception) -> Response:
        if not isinstance(error, RepsideError):
            return self._templates.error(500, "FAILED")
        return self._templates.error(503, error.code, error.sentence, error.action)
