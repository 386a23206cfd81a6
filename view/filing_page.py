"""One activity filed by hand: the page of the desk on which the rep puts it under a deal or a contact, or takes it off.

It goes the desk's way (view/desk.py, view/telling.py), and does what `repside link` and `repside unlink` do.
"""

from __future__ import annotations

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from store import choosing
from store.database import Database
from store.timeline import activity
from sync.ports import Clock
from view import forms
from view.deciding import ByHand, Decide
from view.guard import DESK
from view.handlers import Handlers, key_of, there
from view.language import marked
from view.rendering import Templates
from view.telling import Teller, Told

FILE = f"{DESK}/file/{{key}}"
"""Its path. It is there only where something can be decided."""


class FilingPage(Handlers):
    """GET shows, POST files."""

    def __init__(self, database: Database, templates: Templates, clock: Clock, teller: Teller, decide: Decide) -> None:
        super().__init__(database, templates, clock)
        self._teller = teller
        self._decide = decide

    def page(self, request: Request) -> Response:
        """Where the activity is filed, and where it could be."""
        with self._database.read() as connection:
            detail = there(activity(connection, key_of(request)))
            deals = choosing.deals(connection, detail.row.id)
            contacts = choosing.contacts(connection, detail.row.id)
        return self._page(
            request,
            "filing",
            self._when(),
            row=detail.row,
            removed=[link for link in detail.removed if link.target in _FILED],
            deals=deals,
            contacts=contacts,
            told=self._teller.told(request),
            token=self._teller.token,
        )

    async def act(self, request: Request) -> Response:
        """One activity, filed or taken off."""
        key = key_of(request)
        return await self._teller.take(request, FILE.format(key=key), lambda fields: self._file(key, fields))

    def _file(self, key: int, fields: Mapping[str, str]) -> Told:
        with self._database.read() as connection:
            there(activity(connection, key))
        target, done = fields.get("target", ""), fields.get("do", "")
        if (done, target) not in _FILED_SENTENCES:
            raise forms.NoForm
        name = self._decide.file(ByHand(key, target, forms.number(fields, "record"), off=done == "off"))
        if name is None:
            return Told(marked("It is not there any more, so nothing was changed. Choose another one."), good=False)
        return Told(_FILED_SENTENCES[done, target], name=name)


_FILED = ("deal", "contact")
_FILED_SENTENCES = {
    ("file", "deal"): marked("Filed under the deal %(name)s. No rule overrules it."),
    ("file", "contact"): marked("Filed under the contact %(name)s. No rule overrules it."),
    ("off", "deal"): marked("Taken off the deal %(name)s. No rule files it there again."),
    ("off", "contact"): marked("Taken off the contact %(name)s. No rule files it there again."),
}
