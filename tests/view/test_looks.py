"""Every page in every dress: contrast, structure, phone width, motion, print; and nothing that leaves this machine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Browser, Page

from tests.view.conftest import Served

pytestmark = pytest.mark.browser

CHECKS = (Path(__file__).parent / "checks.js").read_text(encoding="utf-8")
ALL = "Object.fromEntries(Object.entries(repsideChecks).map(([name, check]) => [name, check()]))"
PATHS = (
    "/", "/brief/10", "/brief/12", "/ledger", "/week", "/history", "/history?q=pilot&kind=message&contact=dana&since=bad", "/history?q=zzzz", "/history?when=upcoming", "/activity/2", "/activity/3", "/activity/9",
    "/activity/10", "/activity/11", "/contacts", "/contacts/1", "/contacts/5", "/companies", "/companies/1", "/deals", "/deals/1",
    "/deals/5", "/accounts", "/receipt", "/receipt/items?state=skipped", "/receipt/items?state=captured&account=work", "/shared", "/nothing",
)  # fmt: skip
FULL = ("/history", "/contacts/1", "/companies/1", "/deals/1", "/deals/2", "/deals/3", "/activity/103", "/activity/4", "/receipt",
        "/receipt/items?state=unexplained", "/receipt/items?state=quarantined", "/shared")  # fmt: skip
"""Of the store with proposals, audits and shares."""
DRESSES: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light", "viewport": {"width": 1180, "height": 900}},
    "dark": {"color_scheme": "dark", "viewport": {"width": 1180, "height": 900}},
    "phone": {"color_scheme": "light", "viewport": {"width": 390, "height": 844}},
    "small phone, dark": {"color_scheme": "dark", "viewport": {"width": 320, "height": 640}},
}


class Walk(NamedTuple):
    """What was found on a walk through all pages."""

    complaints: dict[str, list[str]]
    asked: set[str]
    said: list[str]


@pytest.fixture(scope="module", params=DRESSES)
def walk(request: pytest.FixtureRequest, browser: Browser, served: Served, full: Served) -> Walk:
    context = browser.new_context(**DRESSES[request.param])
    page = context.new_page()
    page.goto(served.serving.link)
    page.goto(full.serving.link)
    found = Walk({}, set(), [])
    page.on("request", lambda request: found.asked.add(request.url))
    page.on("pageerror", lambda error: found.said.append(str(error)))
    page.on("console", lambda message: found.said.append(message.text) if "status of 404" not in message.text else None)
    for path in (*(served.base + path for path in PATHS), *(full.base + path for path in FULL)):
        page.goto(path)
        page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true")
        page.evaluate(CHECKS)
        for check, complaints in page.evaluate(ALL).items():
            found.complaints.setdefault(check, []).extend(f"{path}: {complaint}" for complaint in complaints)
    context.close()
    return found


def test_text_and_fields_are_readable(walk: Walk) -> None:
    assert walk.complaints["contrast"] == []


def test_pages_are_built_for_a_screen_reader(walk: Walk) -> None:
    assert walk.complaints["structure"] == []


def test_targets_can_be_hit(walk: Walk) -> None:
    assert walk.complaints["targets"] == []


def test_nothing_needs_sideways_scrolling(walk: Walk) -> None:
    assert walk.complaints["overflow"] == []


def test_no_request_leaves_this_origin(walk: Walk, served: Served, full: Served) -> None:
    assert len(walk.asked) >= len(PATHS) + len(FULL)
    assert {url for url in walk.asked if not url.startswith((served.base + "/", full.base + "/"))} == set()


def test_no_script_or_policy_complains(walk: Walk) -> None:
    assert walk.said == []


@pytest.fixture
def page(browser: Browser, served: Served) -> Iterator[Page]:
    context = browser.new_context(color_scheme="dark", reduced_motion="reduce")
    made = context.new_page()
    made.goto(served.serving.link)
    made.goto(served.base + "/history")
    yield made
    context.close()


def test_the_checks_find_what_is_wrong(page: Page, served: Served) -> None:
    page.evaluate(CHECKS)
    page.evaluate(
        "document.querySelector('main').innerHTML = '<h1>One</h1><h1>Two</h1><h3>Deep</h3><input name=x><svg></svg><a href=/></a>'"
        " + '<p>' + 'word '.repeat(20) + '</p>'"
    )
    assert len(page.evaluate("repsideChecks.structure()")) >= 5
    page.evaluate("document.querySelector('.foot').remove()")
    assert page.evaluate("repsideChecks.contrast()") == []
    page.evaluate("document.querySelector('main p').style.color = '#444'")
    assert len(page.evaluate("repsideChecks.contrast()")) == 1
    page.evaluate("document.querySelector('main').style.width = '9000px'")
    assert len(page.evaluate("repsideChecks.overflow()")) == 1


def test_the_schemes_differ(page: Page) -> None:
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    dark = page.evaluate(ground)
    page.emulate_media(color_scheme="light")
    assert page.evaluate(ground) != dark


def test_who_wants_no_motion_gets_none(page: Page) -> None:
    moving = (
        "[...document.querySelectorAll('*')].filter(e => parseFloat(getComputedStyle(e).transitionDuration) > 0).length"
    )
    assert page.evaluate(moving) == 0
    page.emulate_media(reduced_motion="no-preference")
    assert page.evaluate(moving) > 0


def test_paper_is_white_and_has_no_buttons(page: Page) -> None:
    page.emulate_media(media="print")
    assert not page.locator("nav").first.is_visible()
    assert not page.locator("form").first.is_visible()
    assert page.locator(".item").first.is_visible()
    page.evaluate(CHECKS)
    assert page.evaluate("repsideChecks.contrast()") == []
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
