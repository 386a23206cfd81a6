"""The history as one uses it: it searches while one types, grows while one scrolls, and folds a conversation's mails of a day."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.store.handmade import XSS
from tests.view.conftest import Open, Served

pytestmark = pytest.mark.browser


def subjects(page: Page) -> list[str]:
    return page.locator(".item-subject a").all_inner_texts()


def test_the_old_address_leads_to_the_history_with_its_question(served: Served) -> None:
    answer = served.page("/?q=pilot&kind=message")
    assert (answer.status, answer.headers["location"]) == (307, "/history?q=pilot&kind=message")
    assert served.page("/?next=https://evil.example/").status == 200, "it asks nothing of the history"


def test_it_searches_while_one_types(served: Served, enter: Open) -> None:
    page = enter(served)
    page.locator("#q").press_sequentially("ruckfr")
    expect(page.locator(".item-subject a")).to_have_text(["Rückfrage zum Rollout"])
    expect(page.locator("#q")).to_be_focused()
    expect(page.locator("#said")).to_have_text("1 activity fits.")
    assert page.url == served.base + "/history?q=ruckfr"
    page.locator("#q").fill("nothing like that")
    expect(page.locator(".empty")).to_contain_text("Nothing fits")
    page.locator("#q").fill("")
    expect(page.locator(".item-subject a").first).to_have_text("Re: Pilot start on Monday")
    assert page.url == served.base + "/history"


def test_one_or_two_letters_wait_for_the_next(served: Served, enter: Open) -> None:
    page = enter(served)
    asked: list[str] = []
    page.on(
        "request", lambda request: asked.append(request.url.removeprefix(served.base)) if "?" in request.url else None
    )
    page.locator("#q").press_sequentially("pilot kq")
    page.locator("#q").press_sequentially("x")
    expect(page.locator(".empty")).to_contain_text("Nothing fits")
    assert [address for address in asked if address.endswith(("+k", "+kq"))] == []
    assert asked[-1] == "/history?q=pilot+kqx"


def test_filters_answer_at_once_and_keep_the_words(served: Served, enter: Open) -> None:
    page = enter(served, "/history?q=renewal")
    page.get_by_text("Filters", exact=True).click()
    page.get_by_label("Kind").select_option(label="Meetings")
    expect(page.locator(".item-subject a")).to_have_text(["Renewal review"])
    expect(page.get_by_role("list", name="Filters in force")).to_contain_text("Words: renewal")
    page.reload()
    assert subjects(page) == ["Renewal review"], "the address says what is shown"


def test_a_search_among_what_lies_ahead_stays_there(served: Served, enter: Open) -> None:
    page = enter(served, "/history?when=upcoming")
    page.locator("#q").press_sequentially("quarter")
    expect(page.locator(".item-subject a")).to_have_text(["Quarterly review"])
    assert "when=upcoming" in page.url


def test_a_view_that_was_ended_says_so(served: Served, enter: Open) -> None:
    page = enter(served)
    page.route("**/history?q=*", lambda route: route.abort())
    page.locator("#q").press_sequentially("pilot")
    expect(page.locator("#said")).to_be_visible()
    expect(page.locator("#said")).to_contain_text("does not answer")
    page.unroute("**/history?q=*")
    page.locator("#q").press_sequentially(" start")
    expect(page.locator("#said")).to_have_text("2 activities fit.")


def test_older_ones_come_in_while_one_scrolls(served: Served, enter: Open) -> None:
    page = enter(served)
    assert page.locator(".item").count() == 50
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    expect(page.locator(".item")).to_have_count(51)
    expect(page.locator(".older")).to_have_count(0)
    ids = page.locator(".day-title").evaluate_all("titles => titles.map(title => title.id)")
    assert len(set(ids)) == len(ids)


def test_a_filtered_history_grows_by_what_it_filters(served: Served, enter: Open) -> None:
    page = enter(served)
    before = page.locator(".item").count()
    page.evaluate("document.querySelector('.older a').href = '/history?kind=meeting'")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    expect(page.locator(".item")).to_have_count(before + 2)
    days = page.locator(".day-title").evaluate_all("titles => titles.map(title => title.id)")
    assert len(set(days)) == len(days), "a day that was there already takes the new rows in"


def test_a_conversations_mails_of_a_day_are_one_row_that_unfolds(full: Served, enter: Open) -> None:
    page = enter(full, "/history?q=second&since=2026-11-11&until=2026-11-11")
    assert subjects(page) == ["Re: Second warehouse: dock plan", "Racks for the second site"]
    row = page.locator(".item", has_text="dock plan")
    expect(row.locator(".item-who").first).to_have_text("Dana Cole")
    inner = row.locator(".fold-item")
    expect(inner).to_have_count(2)
    expect(inner.first).not_to_be_visible()
    row.get_by_text("2 earlier mails of this conversation").click()
    assert [link.inner_text() for link in inner.get_by_role("link").all()] == [
        "Re: Second warehouse: dock plan",
        "Second warehouse: dock plan",
    ]
    assert inner.first.locator("time").get_attribute("title") == "2026-11-11 08:10:00 UTC"


def test_folded_mails_are_reached_by_keyboard_alone(full: Served, enter: Open) -> None:
    page = enter(full, "/history?q=second&since=2026-11-11&until=2026-11-11")
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="Racks for the second site")).to_be_focused()
    summary = page.locator(".fold summary")
    for _ in range(3):  # back over the chips of its row
        page.keyboard.press("Shift+Tab")
        if summary.evaluate("one => one === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect(page.locator(".fold-item").first).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.locator(".fold-item a").first).to_be_focused()
    page.keyboard.press("j")
    expect(page.locator(".fold-item a").nth(1)).to_be_focused()


def test_what_a_mail_says_is_no_markup_when_it_comes_in_later(served: Served, enter: Open) -> None:
    page = enter(served)
    page.locator("#q").press_sequentially("offer")
    expect(page.locator(".item-subject a")).to_have_text([f"Offer {XSS}"])
    expect(page.locator("main img, main script")).to_have_count(0)
    assert "owned" not in page.title()


def test_scripts_may_ask_this_origin_only(served: Served, enter: Open) -> None:
    page = enter(served)
    blocked = page.evaluate("fetch('http://127.0.0.1:9/').then(() => 'let in', () => 'refused')")
    assert blocked == "refused"
    policy = served.page("/history").headers["content-security-policy"]
    assert "connect-src 'self'" in policy
    assert "unsafe" not in policy
    assert "eval" not in policy


def test_a_page_with_all_it_loads_is_light(served: Served, enter: Open) -> None:
    page = enter(served, "/contacts")
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    for path in ("/history", "/contacts/1", "/deals/1", "/receipt", "/activity/2"):
        sizes.clear()
        page.goto(served.base + path, wait_until="networkidle")
        assert len(sizes) >= 4
        assert sum(sizes) < 60_000, path


def test_without_scripts_the_history_is_read_and_searched(full: Served, enter: Open) -> None:
    page = enter(full, "/history", java_script_enabled=False)
    page.locator("#q").fill("dock")
    with page.expect_navigation():
        page.get_by_role("button", name="Search").click()
    assert subjects(page) == ["Re: Second warehouse: dock plan"]
    page.locator("summary", has_text="earlier mails").click()
    expect(page.locator(".fold-item").first).to_be_visible()
    assert re.search(r"q=dock", page.url)
