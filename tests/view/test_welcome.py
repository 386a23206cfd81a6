"""The first run, step by step, in a real Chromium and without one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.view.conftest import Served
from tests.view.worlds import Beginning, open_beginning


@pytest.fixture
def beginning(tmp_path: Path) -> Iterator[Beginning]:
    with open_beginning(tmp_path) as made:
        yield made


def now(view: Served) -> str:
    """The step that is to be done."""
    page = view.page("/welcome").text
    found = re.search(r'aria-current="step">\s*<h2><span[^>]*>[^<]*</span>([^<]*)', page)
    return found[1] if found else ""


def test_each_step_leads_to_the_next(beginning: Beginning) -> None:
    assert now(beginning) == "Connect your mailbox"
    assert "repside setup" in beginning.page("/welcome").text
    beginning.account()
    assert now(beginning) == "Name your contacts"
    assert "1 account connected." in beginning.page("/welcome").text
    beginning.contact()
    assert now(beginning) == "Read your mail"
    assert "repside sync" in beginning.page("/welcome").text
    beginning.capture(seen=30, remaining=1_170)
    page = beginning.page("/welcome").text
    assert "30 of about 1,200 items read." in page
    assert '<progress id="progress" max="1200" value="30">' in page
    beginning.capture(seen=5, remaining=0)
    assert now(beginning) == "See your history"
    assert "Nothing was filed" in beginning.page("/welcome").text


def test_a_history_that_is_there_needs_no_steps(served: Served) -> None:
    page = served.page("/welcome").text
    assert "Welcome" in page
    assert page.count('<li class="item">') == 10


def test_the_state_is_there_for_scripts(beginning: Beginning) -> None:
    beginning.account()
    assert '"accounts":1' in beginning.page("/welcome.json").text


def test_an_account_in_trouble_says_what_to_do(beginning: Beginning) -> None:
    beginning.account("RECONNECT", "The password is not accepted.", "Run `repside connect` for this account again.")
    page = beginning.page("/welcome").text
    assert "The password is not accepted." in page
    assert "<code>repside connect</code>" in page
    assert page.count("notice bad") == 1


def test_an_empty_view_points_to_the_first_run(beginning: Beginning) -> None:
    assert 'href="/welcome"' in beginning.page("/").text


def test_without_script_it_loads_itself_until_told_to_stop(beginning: Beginning) -> None:
    refresh = '<noscript><meta http-equiv="refresh"'
    assert refresh in beginning.page("/welcome").text
    still = beginning.page("/welcome?still=1").text
    assert refresh not in still
    assert "data-follow" not in still


@pytest.mark.browser
def test_the_page_follows_what_happens_and_copies_commands(browser: Browser, beginning: Beginning) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(beginning.serving.link)
    page.goto(beginning.base + "/welcome")
    page.get_by_role("button", name="Copy repside setup").click()
    expect(page.get_by_role("button", name="Copied repside setup")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == "repside setup"
    beginning.account()
    expect(page.locator(".now h2")).to_contain_text("Name your contacts")
    beginning.contact()
    beginning.capture(seen=3, remaining=7)
    expect(page.get_by_role("progressbar")).to_have_attribute("value", "3")
    page.get_by_role("link", name="Stop that").click()
    expect(page.get_by_role("link", name="Stop that")).to_have_count(0)
    context.close()


@pytest.mark.browser
def test_without_script_the_page_follows_too(browser: Browser, beginning: Beginning) -> None:
    context = browser.new_context(java_script_enabled=False)
    page: Page = context.new_page()
    page.goto(beginning.serving.link)
    page.goto(beginning.base + "/welcome")
    expect(page.locator("[data-copy]").first).to_be_hidden()
    beginning.account()
    expect(page.locator(".now h2")).to_contain_text("Name your contacts", timeout=15_000)
    context.close()
