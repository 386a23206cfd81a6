"""Photograph each page of the view over a home that holds the bundled sample, as it looked on one morning of its last week."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from playwright.sync_api import Browser, Page, sync_playwright

from cli.app import App
from cli.deciding import decide
from store import migrate
from store.database import Database
from view.server import Serving, open_view

ZONE = ZoneInfo("Europe/Oslo")
MORNING = int(datetime(2026, 11, 20, 9, 0, tzinfo=UTC).timestamp())
DRESSES = {
    "light": {"color_scheme": "light", "viewport": {"width": 1120, "height": 800}},
    "dark": {"color_scheme": "dark", "viewport": {"width": 1120, "height": 800}},
    "phone": {"color_scheme": "light", "viewport": {"width": 390, "height": 844}},
}
PAGES = {
    "today": "/", "history": "/history", "search": "/history?q=sensors", "contacts": "/contacts", "companies": "/companies",
    "deals": "/deals", "review": "/desk", "receipt": "/receipt", "accounts": "/accounts", "shared": "/shared",
    "ledger": "/ledger", "week": "/week",
}  # fmt: skip
FIRST = {"contact": "/contacts", "company": "/companies", "deal": "/deals", "activity": "/history"}
"""Pages that are the first link of a list."""
BUSY = "GDP monitoring, Leeds"
"""The deal of the sample with most to tell."""


class _Clock:
    def now(self) -> int:
        return MORNING


def main(home: Path, out: Path) -> None:
    """All pictures; a page that is not there is left out with a word."""
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    app = App(env=dict(os.environ), home=str(home))
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as empty:
        browser = playwright.chromium.launch(executable_path=_chromium(), args=["--no-sandbox", "--disable-gpu"])
        _as_of_that_morning(app.paths.store)
        sample = Database.open(f"sqlite:///{app.paths.store}", read_only=True)
        with open_view(sample, zone=ZONE, clock=_Clock(), decide=decide(app)) as serving:
            for dress in DRESSES:
                for name, path, page in _pages(browser, serving, dress):
                    _shoot(page, serving, path, out / f"{name}-{dress}.png")
        sample.close()
        fresh = _fresh(Path(empty))
        with open_view(fresh, zone=ZONE, clock=_Clock()) as serving:
            for dress in DRESSES:
                _shoot(_entered(browser, serving, dress), serving, "/welcome", out / f"welcome-{dress}.png")
        fresh.close()
        browser.close()
    made = sorted(out.glob("*.png"))
    print(f"{len(made)} pictures, {sum(path.stat().st_size for path in made) / 1e6:.1f} MB, in {out}")


def _pages(browser: Browser, serving: Serving, dress: str) -> Iterator[tuple[str, str, Page]]:
    page = _entered(browser, serving, dress)
    yield from ((name, path, page) for name, path in PAGES.items())
    for name, path in FIRST.items():
        page.goto(_at(serving, path))
        links = page.locator("main a[data-item]")
        busy = links.filter(has_text=BUSY)
        link = busy if busy.count() else links
        if link.count():
            yield name, str(link.first.get_attribute("href")), page
    page.context.close()


def _entered(browser: Browser, serving: Serving, dress: str) -> Page:
    page = browser.new_context(**DRESSES[dress]).new_page()  # type: ignore[arg-type]
    page.goto(serving.link)
    return page


def _shoot(page: Page, serving: Serving, path: str, to: Path) -> None:
    answer = page.goto(_at(serving, path))
    if answer is None or answer.status != 200:
        print(f"left out: {path}")
        return
    page.evaluate("document.fonts.ready")
    page.screenshot(path=to)


def _at(serving: Serving, path: str) -> str:
    return serving.address.rstrip("/") + path


def _as_of_that_morning(store: Path) -> None:
    """The sample was read just now; in the pictures it was read that morning."""
    with closing(sqlite3.connect(store)) as connection, connection:
        connection.execute("update streams set complete_at = ? where complete_at is not null", (MORNING - 180,))
        connection.execute("update streams set audited_at = ? where audited_at is not null", (MORNING - 180,))
        connection.execute("delete from facts where name = 'clock'")  # that of now would make the morning's look wrong
        connection.execute("update activities set captured_at = min(occurred_at + 60, ?)", (MORNING - 180,))


def _fresh(folder: Path) -> Database:
    """A store in which there is nothing yet."""
    url = f"sqlite:///{folder / 'store.db'}"
    database = Database.open(url)
    migrate.ensure(database)
    database.close()
    return Database.open(url, read_only=True)


def _chromium() -> str | None:
    """The machine's own; None: the one that playwright knows."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
