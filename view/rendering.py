"""Templates to pages. Everything from a mail goes through autoescape; there is no way around it and a test looks for one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import tzinfo
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, Response

from view import changes, words

_FOLDER = Path(__file__).parent

SENTENCES = {
    "WRONG_HOST": (
        "This is not the address of your view.",
        "Open the link that `repside view` printed in your terminal.",
    ),
    "NO_SESSION": (
        "This page is open to you alone, and this browser has not been let in yet.",
        "Open the link that `repside view` printed in your terminal. If it runs no more, start it again.",
    ),
    "FOREIGN_PAGE": (
        "Another site tried to send something here. It was refused.",
        "Nothing was changed. You can close that site.",
    ),
    "READ_ONLY": (
        "The view only shows; nothing can be changed through it.",
        "Nothing was changed. Use the `repside` command.",
    ),
    "OLD_PAGE": (
        "This page is not from the view that runs now, so what you sent was refused.",
        "Nothing was changed. Open Review again and decide there.",
    ),
    "NO_FORM": (
        "What was sent is no form of the review desk.",
        "Nothing was changed. Open Review again and decide there.",
    ),
    "NOT_FOUND": ("There is nothing at this address.", "Go back to your history."),
    "FAILED": (
        "This page could not be made.",
        "Your history is safe and no mail was changed. Load the page again; if it fails again, run `repside doctor`.",
    ),
}
"""Code → what happened, and the next step."""


class Templates:
    """Renders with the rep's zone and the house's words at hand."""

    def __init__(self, zone: tzinfo | None) -> None:
        self.zone = zone
        self._environment = Environment(
            loader=FileSystemLoader(_FOLDER / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._environment.globals.update(words=words, changes=changes, offered=frozenset())

    def offer(self, paths: Iterable[str]) -> None:
        """Name the pages that there are: the navigation leads to no other."""
        self._environment.globals["offered"] = frozenset(paths)

    def page(self, name: str, http_status: int = 200, /, **values: object) -> Response:
        """A whole page."""
        return HTMLResponse(self._environment.get_template(f"{name}.html").render(**values), http_status)

    def error(self, status: int, code: str, sentence: str = "", action: str = "") -> Response:
        """A page with a code and a sentence; never a stack, a path or content."""
        known = SENTENCES.get(code, SENTENCES["FAILED"])
        text = {"sentence": sentence or known[0], "action": action or known[1]}
        return self.page("error", status, code=code, status=status, path="", **text)
