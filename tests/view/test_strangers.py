"""Other sites' pages in the rep's own browser, which holds the session: what they may not do."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.view.conftest import Served

pytestmark = pytest.mark.browser


class _Stranger(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>stranger</title><h1>Hello</h1>")

    def log_message(self, *arguments: object) -> None:
        pass


@pytest.fixture
def stranger() -> Iterator[str]:
    """Another site: `localhost` is no part of 127.0.0.1."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Stranger)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield f"http://localhost:{server.server_port}/"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def context(browser: Browser, served: Served) -> Iterator[BrowserContext]:
    made = browser.new_context()
    page = made.new_page()
    page.goto(served.serving.link)
    expect(page.locator("h1")).to_have_text("Today")
    page.close()
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext, stranger: str) -> Page:
    made = context.new_page()
    made.goto(stranger)
    return made


def test_f78_a_form_of_another_site_is_refused(page: Page, served: Served) -> None:
    before = served.store.read_bytes()
    with page.expect_navigation() as navigation:
        page.evaluate(
            "url => { const form = document.body.appendChild(document.createElement('form'));"
            " form.method = 'post'; form.action = url; form.submit(); }",
            served.base + "/deals/1",
        )
    assert navigation.value is not None
    assert navigation.value.status == 403
    expect(page.locator("main")).to_contain_text("FOREIGN_PAGE")
    expect(page.locator("main")).to_contain_text("Nothing was changed")
    assert served.store.read_bytes() == before


def test_f78_a_script_of_another_site_sends_and_reads_nothing(page: Page, served: Served) -> None:
    before = served.store.read_bytes()
    fetched = (
        "([url, how]) => fetch(url, {...how, credentials: 'include'}).then(() => 'let in', error => error.message)"
    )
    for path, how in (("/", {"method": "POST", "mode": "no-cors"}), ("/", {"mode": "no-cors"}), ("/timeline.json", {})):
        assert page.evaluate(fetched, [served.base + path, how]) == "Failed to fetch"
    assert served.store.read_bytes() == before


def test_another_site_cannot_frame_the_view(page: Page, served: Served) -> None:
    with page.expect_event("requestfailed", lambda request: request.url == served.base + "/") as failed:
        page.evaluate(
            "url => { document.body.appendChild(document.createElement('iframe')).src = url }", served.base + "/"
        )
    assert failed.value.failure == "net::ERR_BLOCKED_BY_RESPONSE"


def test_another_sites_link_arrives_without_the_session(page: Page, served: Served) -> None:
    with page.expect_navigation() as navigation:
        page.evaluate("url => { location.href = url }", served.base + "/")
    assert navigation.value is not None
    assert navigation.value.status == 401
    expect(page.locator("main")).to_contain_text("NO_SESSION")
    expect(page.locator("main code", has_text="repside view")).to_be_visible()
    page.reload()
    page.goto(served.base + "/")
    expect(page.locator("h1")).to_have_text("Today")


def test_the_printed_link_works_from_a_terminal_in_the_browser(browser: Browser, served: Served, stranger: str) -> None:
    fresh = browser.new_context()
    page = fresh.new_page()
    page.goto(stranger)
    page.evaluate("url => { location.href = url }", served.serving.link)
    expect(page.locator("h1")).to_have_text("Today")
    assert page.url == served.base + "/", "the secret has left the address bar"
    page.go_back()
    assert served.serving.link not in page.url
    fresh.close()


def test_a_browser_that_was_not_let_in_sees_one_page(browser: Browser, served: Served) -> None:
    fresh = browser.new_context()
    page = fresh.new_page()
    answer = page.goto(served.base + "/contacts/1")
    assert answer is not None
    assert answer.status == 401
    assert "Dana" not in page.content()
    assert page.evaluate("getComputedStyle(document.querySelector('.alone')).maxWidth") != "none", "it has its style"
    fresh.close()


def test_scripts_cannot_read_the_session(context: BrowserContext, served: Served) -> None:
    page = context.new_page()
    page.goto(served.base + "/")
    assert page.evaluate("document.cookie") == ""
    (cookie,) = context.cookies(served.base)
    assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Strict")
