"""axe, the rule engine that others wrote, over every page in every dress: WCAG 2.2 AA without a finding."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.view.conftest import Served
from tests.view.desks import Desk, open_desk
from tests.view.test_looks import DRESSES, PATHS
from tests.view.worlds import open_beginning

pytestmark = pytest.mark.browser

SCRIPT = Path(__file__).parents[2] / ".venv/axe/node_modules/axe-core/axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPENED = "for (const details of document.querySelectorAll('details')) details.open = true"
RUN = f"axe.run(document, {{runOnly: {{type: 'tag', values: {TAGS!r}}}, resultTypes: ['violations']}})"


@pytest.fixture(scope="module")
def axe() -> str:
    if not SCRIPT.exists():
        pytest.skip("axe is not here; `make test` fetches it")
    return SCRIPT.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with open_desk(tmp_path_factory.mktemp("axe")) as made:
        made.form("approve", {"id": 2, "version": 1})
        yield made


def findings(page: Page, axe: str, address: str) -> list[str]:
    """What axe complains of, in a line each."""
    page.goto(address)
    page.evaluate(OPENED)
    page.evaluate(axe)
    found: dict[str, Any] = page.evaluate(RUN)
    return [
        f"{address}: {one['id']}: {node['html'][:120]} {node['failureSummary']}"
        for one in found["violations"]
        for node in one["nodes"]
    ]


def walk(browser: Browser, axe: str, served: Served, dress: str, paths: tuple[str, ...]) -> list[str]:
    context = browser.new_context(**DRESSES[dress])
    page = context.new_page()
    page.goto(served.serving.link)
    found = [line for path in paths for line in findings(page, axe, served.base + path)]
    context.close()
    return found


@pytest.mark.parametrize("dress", DRESSES)
def test_axe_finds_nothing_on_any_page(browser: Browser, axe: str, served: Served, dress: str) -> None:
    assert walk(browser, axe, served, dress, (*PATHS, "/welcome")) == []


@pytest.mark.parametrize("dress", DRESSES)
def test_axe_finds_nothing_at_the_desk(browser: Browser, axe: str, desk: Desk, dress: str) -> None:
    said = desk.form("decline", {"id": 999, "version": 1}).headers["location"]
    filed = desk.form("file/1", {"do": "off", "target": "contact", "record": 1}).headers["location"]
    assert walk(browser, axe, desk, dress, ("/desk", said, "/activity/1", "/desk/file/3", filed)) == []


@pytest.mark.parametrize("dress", DRESSES)
def test_axe_finds_nothing_at_the_first_run(browser: Browser, axe: str, tmp_path: Path, dress: str) -> None:
    with open_beginning(tmp_path) as view:
        found = walk(
            browser, axe, view, dress, ("/welcome", "/", "/desk", "/contacts", "/accounts", "/receipt", "/deals")
        )
        view.account("RECONNECT", "The password is not accepted.", "Run `repside connect` again.")
        view.contact()
        view.capture(seen=30, remaining=70)
        found += walk(browser, axe, view, dress, ("/welcome", "/accounts", "/"))
    assert found == []


def test_axe_would_find_something(browser: Browser, axe: str, served: Served) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(served.serving.link)
    page.evaluate("document.querySelector('main').innerHTML = '<h1>x</h1><input><img src=/static/icon.svg>'")
    page.evaluate(axe)
    assert {one["id"] for one in page.evaluate(RUN)["violations"]} >= {"label", "image-alt"}
    context.close()
