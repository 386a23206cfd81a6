"""What the forms of the desk's pages share: the last check, one decision at a time, and the sentence that comes of it.

The guard has let the form pass (view/guard.py); here it must hold the session's token. It is answered by 303 to its page, with a
number under which its sentence waits here: a sentence in an address could be written by anyone, and a GET that forgot what it has
shown would be one with a side effect.
"""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import NamedTuple

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sync.errors import RepsideError
from view import forms
from view.guard import Door
from view.rendering import Templates

_KEPT = 50


class Told(NamedTuple):
    """What came of what the rep did last. The sentence is English, and said in the rep's language by the page."""

    sentence: str
    good: bool = True
    proposal: int | None = None
    """Of which it was, when it can be undone."""
    due_at: int | None = None
    action: str = ""
    """The next step, after something went wrong."""
    name: str = ""
    """Of the record, when the sentence has a place for it."""


Act = Callable[[Mapping[str, str]], Told]
"""Does what a form's fields say. May raise NoForm or a RepsideError: then nothing was changed."""


class Teller:
    """One for all pages of the desk, so that two tabs do not stand in each other's way."""

    def __init__(self, templates: Templates, door: Door) -> None:
        self._templates = templates
        self._door = door
        self._told: OrderedDict[str, tuple[str, Told]] = OrderedDict()
        self._turn = threading.Lock()

    @property
    def token(self) -> str:
        """For the forms of a page."""
        return self._door.token

    def told(self, request: Request) -> Told | None:
        """What this page has to say of what was done on it."""
        path, told = self._told.get(request.query_params.get("said", ""), ("", None))
        return told if path == request.url.path else None

    async def take(self, request: Request, page: str, act: Act) -> Response:
        """Read a form, do what it says, and send the browser on to the page."""
        try:
            fields = await forms.read(request)
            if not self._door.made(fields.get("token", "")):
                return self._templates.error(403, "OLD_PAGE")
            told = await run_in_threadpool(self._acted, act, fields)
        except forms.NoForm:
            return self._templates.error(400, "NO_FORM")
        return RedirectResponse(f"{page}?said={self._keep(page, told)}{_anchor(fields.get('next', ''))}", 303)

    def _acted(self, act: Act, fields: Mapping[str, str]) -> Told:
        try:
            with self._turn:
                return act(fields)
        except RepsideError as error:
            return Told(error.sentence, good=False, action=error.action)

    def _keep(self, page: str, told: Told) -> str:
        name = secrets.token_urlsafe(9)
        with self._turn:
            self._told[name] = page, told
            while len(self._told) > _KEPT:
                self._told.popitem(last=False)
        return name


def _anchor(place: str) -> str:
    """Where the page is to be looked at next: a proposal or a section, by its id in the page."""
    return (
        f"#{place}"
        if place and len(place) < 40 and place.replace("-", "").isascii() and place.replace("-", "").isalnum()
        else ""
    )
