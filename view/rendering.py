"""Templates to pages. Everything from a mail goes through autoescape; there is no way around it and a test looks for one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import tzinfo
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from starlette.responses import HTMLResponse, Response

from view.changes import Changes
from view.language import Language, language, marked
from view.retold import Retold
from view.when import When
from view.words import Words, person

_FOLDER = Path(__file__).parent

SENTENCES = {
    "WRONG_HOST": (
        marked("This is not the address of your view."),
        marked("Open the link that `repside view` printed in your terminal."),
    ),
    "NO_SESSION": (
        marked("This page is open to you alone, and this browser has not been let in yet."),
        marked("Open the link that `repside view` printed in your terminal. If it runs no more, start it again."),
    ),
    "FOREIGN_PAGE": (
        marked("Another site tried to send something here. It was refused."),
        marked("Nothing was changed. You can close that site."),
    ),
    "READ_ONLY": (
        marked("The view only shows; nothing can be changed through it."),
        marked("Nothing was changed. Use the `repside` command."),
    ),
    "OLD_PAGE": (
        marked("This page is not from the view that runs now, so what you sent was refused."),
        marked("Nothing was changed. Open Review again and decide there."),
    ),
    "NO_FORM": (
        marked("What was sent is no form of the review desk."),
        marked("Nothing was changed. Open Review again and decide there."),
    ),
    "NOT_FOUND": (marked("There is nothing at this address."), marked("Go back to your history.")),
    "FAILED": (
        marked("This page could not be made."),
        marked(
            "Your history is safe and no mail was changed. Load the page again; if it fails again, run `repside doctor`."
        ),
    ),
}
"""Code → what happened, and the next step."""


class Templates:
    """Renders in the rep's zone and language, with the house's words at hand. `spoken` None: English."""

    def __init__(self, zone: tzinfo | None, spoken: Language | None = None) -> None:
        self.zone = zone
        self.language = spoken or language("en")
        self._environment = Environment(
            loader=FileSystemLoader(_FOLDER / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            extensions=["jinja2.ext.i18n"],
        )
        self._environment.policies["ext.i18n.trimmed"] = True
        self._speak(self.language)
        self._environment.filters["person"] = person
        words, changes = Words(self.language), Changes(self.language)
        self._environment.globals.update(words=words, changes=changes, language=self.language, offered=frozenset())

    def _speak(self, spoken: Language) -> None:
        """Texts of templates from the catalog. They may hold our own tags; what is put into them is escaped."""
        catalog = spoken.catalog
        i18n: Any = self._environment
        i18n.install_gettext_callables(catalog.gettext, catalog.ngettext, newstyle=True)
        plain: Any = self._environment.globals["ngettext"]

        @pass_context
        def counted(context: Context, one: str, many: str, n: int, /, **fields: object) -> Any:
            return plain(context, one, many, n, **{"num": spoken.number(n), **fields})

        self._environment.globals["ngettext"] = counted

    def offer(self, paths: Iterable[str]) -> None:
        """Name the pages that there are: the navigation leads to no other."""
        self._environment.globals["offered"] = frozenset(paths)

    def when(self, now: int) -> When:
        """Times at this moment."""
        return When(now, self.zone, self.language)

    def page(self, name: str, http_status: int = 200, /, **values: object) -> Response:
        """A whole page."""
        return HTMLResponse(self._environment.get_template(f"{name}.html").render(**values), http_status)

    def error(self, status: int, code: str, sentence: str = "", action: str = "") -> Response:
        """A page with a code and a sentence; never a stack, a path or content."""
        known = [self.language.gettext(text) for text in SENTENCES.get(code, SENTENCES["FAILED"])]
        retold = Retold(self.language)
        text = {"sentence": retold(sentence) or known[0], "action": retold(action) or known[1]}
        return self.page("error", status, code=code, status=status, path="", **text)
