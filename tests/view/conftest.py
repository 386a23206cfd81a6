"""A served view over the hand-made store, a plain HTTP client for what no browser would send, and a real Chromium."""

from __future__ import annotations

import http.client
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from sqlalchemy import Connection

from store import migrate
from store.database import Database
from tests.store import fuller, handmade
from view.server import Serving, open_view

ZONE = ZoneInfo("Europe/Berlin")


Open = Callable[..., Page]
"""What `enter` gives: a view, a path in it and what the browser shall be like; the page."""


class Clock:
    def now(self) -> int:
        return handmade.NOW


class Answer(NamedTuple):
    status: int
    headers: Mapping[str, str]
    text: str


class Served:
    """A running view and the ids of the activities in its store."""

    def __init__(self, serving: Serving, ids: dict[str, int], store: Path) -> None:
        self.serving = serving
        self.ids = ids
        self.store = store
        self.host = f"127.0.0.1:{serving.port}"
        self.base = f"http://{self.host}"
        entered = self.ask(serving.link.removeprefix(self.base))
        self.cookie = entered.headers["set-cookie"].partition(";")[0]

    def ask(self, path: str, method: str = "GET", body: str | None = None, **headers: str) -> Answer:
        """One request as raw as it comes: headers are named like `sec_fetch_site`."""
        connection = http.client.HTTPConnection("127.0.0.1", self.serving.port, timeout=20)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            connection.request(method, path, body, named)
            answer = connection.getresponse()
            text = answer.read().decode()
            return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, text)
        finally:
            connection.close()

    def page(self, path: str, **headers: str) -> Answer:
        """A request of the browser that was let in."""
        return self.ask(path, cookie=self.cookie, **headers)


def make_store(path: Path, fill: Callable[[Connection], dict[str, int]] = handmade.fill) -> dict[str, int]:
    database = Database.open(f"sqlite:///{path}")
    migrate.ensure(database)
    with database.write() as connection:
        ids = fill(connection)
    database.close()
    return ids


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    path = tmp_path_factory.mktemp("view") / "store.db"
    ids = make_store(path)
    database = Database.open(f"sqlite:///{path}", read_only=True)
    with open_view(database, zone=ZONE, clock=Clock()) as serving:
        yield Served(serving, ids, path)
    database.close()


@pytest.fixture(scope="session")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A view over the store with conversations, proposals, audits and shares."""

    def fill(connection: Connection) -> dict[str, int]:
        ids = fuller.fill(connection)
        fuller.share(connection, ids)
        return ids

    path = tmp_path_factory.mktemp("full") / "store.db"
    ids = make_store(path, fill)
    database = Database.open(f"sqlite:///{path}", read_only=True)
    with open_view(database, zone=ZONE, clock=Clock(), levels={"work": "preview", "archive": "headers"}) as serving:
        yield Served(serving, ids, path)
    database.close()


@pytest.fixture(scope="session")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A view over a store in which there is nothing yet."""
    path = tmp_path_factory.mktemp("bare") / "store.db"
    database = Database.open(f"sqlite:///{path}")
    migrate.ensure(database)
    database.close()
    database = Database.open(f"sqlite:///{path}", read_only=True)
    with open_view(database, zone=ZONE, clock=Clock()) as serving:
        yield Served(serving, {}, path)
    database.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        pytest.skip("there is no Chromium; `make test` installs it")
    quiet = [
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
    ]
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=found, args=[*quiet, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
        )
        yield launched
        launched.close()


@pytest.fixture
def enter(browser: Browser) -> Iterator[Open]:
    """Opens a page of a view in a browser of its own that was let in; closes it at the end."""
    contexts: list[BrowserContext] = []

    def opener(served: Served, path: str = "/history", **options: Any) -> Page:
        contexts.append(browser.new_context(**({"viewport": {"width": 1180, "height": 900}} | options)))
        page = contexts[-1].new_page()
        page.goto(served.serving.link)
        page.goto(served.base + path)
        return page

    yield opener
    for context in contexts:
        context.close()
