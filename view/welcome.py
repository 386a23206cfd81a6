"""The guided first run: connect, import, watch the first capture, read the first activities. It shows what to run and what came of it.

Nothing here connects or captures: the commands do, in the rep's terminal, and the page follows them. Without script it loads itself
anew every few seconds while something is left to do; `?still=1` stops that.
"""

from __future__ import annotations

from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from store.begun import Begun, begun
from store.database import Database
from sync.ports import Clock
from view.language import Language
from view.rendering import Templates

SECONDS = 4
"""Between two looks of a page without script."""


class Step(NamedTuple):
    """One step. Exactly one is `now`, until all are done."""

    title: str
    done: bool
    now: bool
    told: str
    """What came of it, in a sentence; empty while nothing did."""


class Welcome:
    """GET /welcome."""

    def __init__(self, database: Database, templates: Templates, clock: Clock) -> None:
        self._database = database
        self._templates = templates
        self._clock = clock

    def page(self, request: Request) -> Response:
        """How far the rep is, and what comes next."""
        when = self._templates.when(self._clock.now())
        with self._database.read() as connection:
            found = begun(connection, when.now)
        if request.url.path.endswith(".json"):
            return JSONResponse(found.as_json())
        listed = steps(found, self._templates.language)
        follows = not all(step.done for step in listed) and "still" not in request.query_params
        return self._templates.page(
            "welcome", when=when, path="/welcome", found=found, steps=listed, follows=follows, seconds=SECONDS
        )


def steps(found: Begun, language: Language) -> list[Step]:
    """In their order; the first one that is not done is the one to do now."""
    accounts = found.accounts
    plain = [
        (language.gettext("Connect your mailbox"), bool(accounts), _connected(len(accounts), language)),
        (language.gettext("Name your contacts"), found.named, _named(found, language)),
        (language.gettext("Read your mail"), found.whole, _read(found, language)),
        (language.gettext("See your history"), bool(found.activities) and found.whole, ""),
    ]
    now = next((place for place, (_, done, _) in enumerate(plain) if not done), len(plain))
    return [Step(title, done, place == now, told) for place, (title, done, told) in enumerate(plain)]


def _connected(n: int, language: Language) -> str:
    return language.ngettext("%(num)s account connected.", "%(num)s accounts connected.", n) if n else ""


def _named(found: Begun, language: Language) -> str:
    if not found.contacts:
        return ""
    if not found.deals:
        return language.ngettext("%(num)s contact known.", "%(num)s contacts known.", found.contacts)
    contacts = language.ngettext("%(num)s contact", "%(num)s contacts", found.contacts)
    deals = language.ngettext("%(num)s deal", "%(num)s deals", found.deals)
    return language.gettext("%(contacts)s and %(deals)s known.", contacts=contacts, deals=deals)


def _read(found: Begun, language: Language) -> str:
    if found.whole:
        return language.gettext("Every folder and calendar was read to its end.")
    if not found.remaining:
        return ""
    seen, whole = language.number(found.seen), language.number(found.seen + found.remaining)
    return language.gettext("%(seen)s of about %(whole)s items read.", seen=seen, whole=whole)
