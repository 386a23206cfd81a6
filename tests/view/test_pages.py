"""The pages in a real Chromium: what a rep sees and does."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.store.handmade import XSS
from tests.view.conftest import Open, Served

pytestmark = pytest.mark.browser


def follow(page: Page, link: Locator) -> None:
    """Click, and wait until the next page and its style are there."""
    with page.expect_navigation():
        link.click()


def enter_key(page: Page) -> None:
    with page.expect_navigation():
        page.keyboard.press("Enter")


def subjects(page: Page) -> list[str]:
    return page.locator(".item-subject a").all_inner_texts()


def test_the_timeline_is_by_day_newest_first_and_keeps_the_future_apart(served: Served, enter: Open) -> None:
    page = enter(served)
    expect(page.locator("h1")).to_have_text("History")
    days = [" ".join(text.split()) for text in page.locator(".day-title").all_inner_texts()]
    assert days[:2] == ["Today Thursday, 19 November", "Yesterday Wednesday, 18 November"]
    assert subjects(page)[:3] == ["Re: Pilot start on Monday", "Pilot start on Monday", "Rückfrage zum Rollout"]
    ahead = page.get_by_role("region", name="Coming up").get_by_role("listitem")
    assert [text.split("\n")[0] for text in ahead.all_inner_texts()] == ["Pilot kick-off", "Quarterly review"]
    assert "Orphaned words" not in page.content()


def test_times_are_the_reps_with_utc_in_the_title(served: Served, enter: Open) -> None:
    time = enter(served).locator(".item time").first
    assert time.inner_text() == "10:00", "Berlin in November"
    assert time.get_attribute("title") == "2026-11-19 09:00:00 UTC"


def test_a_row_says_direction_people_and_where_it_is_filed(served: Served, enter: Open) -> None:
    page = enter(served)
    row = page.locator(".item", has_text="Re: Pilot start on Monday")
    expect(row.get_by_role("img", name="sent")).to_be_visible()
    expect(row.locator(".item-who")).to_have_text("to Nadia Haddad")
    expect(row.get_by_role("link", name="deal: Kestrel pilot")).to_have_attribute("href", "/deals/3")
    expect(page.locator(".item", has_text="Which numbers").get_by_role("link", name="which deal?")).to_be_visible()
    expect(page.locator(".item", has_text="Site visit").locator(".tag")).to_have_text("cancelled")


def test_older_leads_through_the_whole_history_once(served: Served, enter: Open) -> None:
    page = enter(served)
    seen = subjects(page)
    follow(page, page.get_by_role("link", name="Older"))
    assert seen + subjects(page) == sorted(set(seen + subjects(page)), key=(seen + subjects(page)).index)
    assert len(seen + subjects(page)) == 51
    expect(page.get_by_role("link", name="Older")).to_have_count(0)


def test_search_from_the_keyboard(served: Served, enter: Open) -> None:
    page = enter(served)
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("ruckfrage")
    enter_key(page)
    page.wait_for_url("**q=ruckfrage**")
    assert subjects(page) == ["Rückfrage zum Rollout"]
    follow(page, page.get_by_role("link", name="Words: ruckfrage"))
    assert len(subjects(page)) == 50


def test_filters_narrow_and_each_can_be_taken_off(served: Served, enter: Open) -> None:
    page = enter(served)
    page.get_by_text("Filters", exact=True).click()
    page.get_by_label("Contact").fill("dana")
    page.get_by_label("Kind").select_option(label="Meetings")
    follow(page, page.get_by_role("button", name="Show"))
    assert subjects(page) == ["Renewal review", "Site visit"]
    page.get_by_label("Deal").fill("d-1")
    follow(page, page.get_by_role("button", name="Show"))
    assert subjects(page) == ["Renewal review"]
    follow(page, page.get_by_role("link", name="Kind: meetings"))
    assert subjects(page) == ["Renewal review", "Re: Renewal terms for 2027", "Renewal terms for 2027"]
    follow(page, page.get_by_role("link", name="Clear all"))
    assert page.url == served.base + "/history"


def test_days_and_accounts_filter_too(served: Served, enter: Open) -> None:
    page = enter(served, "/history?since=2026-11-19&until=2026-11-20")
    assert subjects(page) == ["Pilot kick-off", "Re: Pilot start on Monday", "Pilot start on Monday"]
    expect(page.get_by_label("From")).to_have_value("2026-11-19")
    page.goto(served.base + "/history?account=archive")
    assert subjects(page) == ["Re: Renewal terms for 2027"]
    page.goto(served.base + "/history?since=soon")
    expect(page.locator(".notice")).to_contain_text("must look like 2026-11-30")


def test_left_open_and_coming_up_are_lists_of_their_own(served: Served, enter: Open) -> None:
    page = enter(served)
    follow(page, page.get_by_role("link", name="1 activity fits several deals"))
    assert subjects(page) == ["Which numbers go where?"]
    page.goto(served.base + "/history")
    follow(page, page.get_by_role("link", name="All that lies ahead"))
    assert subjects(page) == ["Pilot kick-off", "Quarterly review"]


def test_j_and_k_move_and_enter_opens(served: Served, enter: Open) -> None:
    page = enter(served)
    items = page.locator("[data-item]")
    for keys, at in (("j", 0), ("jj", 2), ("k", 1), ("kkkk", 0)):
        for key in keys:
            page.keyboard.press(key)
        expect(items.nth(at)).to_be_focused()
    page.keyboard.press("j")
    enter_key(page)
    expect(page.locator("h1")).to_have_text("Pilot start on Monday")


def test_keys_are_letters_where_one_types(served: Served, enter: Open) -> None:
    page = enter(served)
    page.locator("#q").fill("")
    page.locator("#q").press_sequentially("jk/")
    expect(page.locator("#q")).to_have_value("jk/")
    page.keyboard.press("Escape")
    expect(page.locator("#q")).not_to_be_focused()


def test_the_first_tab_skips_to_the_content(served: Served, enter: Open) -> None:
    page = enter(served)
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_focus_is_always_seen(served: Served, enter: Open) -> None:
    page = enter(served)
    for _ in range(14):
        page.keyboard.press("Tab")
        outline = page.evaluate(
            "(({outlineStyle, outlineWidth}) => outlineStyle + outlineWidth)(getComputedStyle(document.activeElement))"
        )
        assert outline == "solid2px", page.evaluate("document.activeElement.outerHTML")


def test_an_activity_says_why_it_is_linked(served: Served, enter: Open) -> None:
    page = enter(served, f"/activity/{served.ids['reply']}")
    why = page.get_by_role("region", name="Why it is linked")
    deal = why.get_by_role("listitem").first
    expect(deal).to_contain_text("Harbor renewal 2027")
    expect(deal).to_contain_text("A word of your own rules")
    expect(deal).to_contain_text("Also open: Harbor second warehouse.")
    people = page.get_by_role("region", name="People")
    expect(people).to_contain_text("dana.cole@harborvale.example")
    expect(people).to_contain_text("copy, your side")
    copies = page.get_by_role("region", name="Where it was found")
    expect(copies).to_contain_text("Old mail, 2 times")
    expect(copies).to_contain_text("3 copies, kept as one activity")
    assert page.locator(".text").inner_text().startswith("Thanks Maya.")
    assert page.get_by_role("list", name="Attachments").inner_text().split("\n") == ["terms-2027.pdf", "site plan.png"]
    follow(page, page.get_by_role("region", name="The same conversation").get_by_role("link"))
    assert page.locator(".text").inner_text() == (
        "Hi Dana,\n\nhere are the terms for 2027. The price stays as it is if you sign before Christmas.\n\nMaya"
    )


def test_an_open_question_shows_its_candidates_and_that_none_was_guessed(served: Served, enter: Open) -> None:
    page = enter(served, f"/activity/{served.ids['question']}")
    asks = page.get_by_role("region", name="Which deal?")
    expect(asks).to_contain_text("so none was guessed")
    assert asks.get_by_role("listitem").get_by_role("link").all_inner_texts() == [
        "Harbor renewal 2027",
        "Harbor second warehouse",
    ]
    expect(asks).to_contain_text("Dana Cole (champion) is on the deal")


def test_links_by_hand_and_taken_off_are_the_reps_own(served: Served, enter: Open) -> None:
    page = enter(served, f"/activity/{served.ids['by_hand']}")
    expect(page.get_by_role("region", name="Why it is linked")).to_contain_text("You linked it")
    page.goto(f"{served.base}/activity/{served.ids['domain']}")
    expect(page.get_by_role("region", name="Why it is linked")).to_contain_text("You took it off Harbor renewal 2027")


def test_records_lead_to_one_another(served: Served, enter: Open) -> None:
    page = enter(served, "/contacts")
    assert page.locator(".row-name").all_inner_texts() == [
        "Nadia Haddad",
        "Jürgen Müller",
        "Dana Cole",
        "Ivo Petrov",
        "Rosa Quiet",
    ]
    follow(page, page.get_by_role("link", name="Dana Cole"))
    expect(page.locator("h1")).to_have_text("Dana Cole")
    expect(page.get_by_role("region", name="About")).to_contain_text("dana@private.example")
    follow(page, page.get_by_role("region", name="Deals").get_by_role("link", name="Harbor renewal 2027"))
    expect(page.get_by_role("region", name="Facts")).to_contain_text("84,000 EUR")
    expect(page.get_by_role("region", name="People")).to_contain_text("champion")
    assert subjects(page) == ["Renewal review", "Re: Renewal terms for 2027", "Renewal terms for 2027"]
    follow(page, page.locator("h1 + p").get_by_role("link", name="Harbor & Vale Logistics"))
    expect(page.locator("h1")).to_have_text("Harbor & Vale Logistics")
    assert "Invoice 1187" in subjects(page)


@pytest.mark.parametrize(
    ("path", "words", "left"), [("/contacts", "ostrava", 1), ("/companies", "kestrel-h", 1), ("/deals", "harbor", 2)]
)
def test_lists_are_searched(served: Served, enter: Open, path: str, words: str, left: int) -> None:
    page = enter(served, path)
    page.get_by_role("searchbox").fill(words)
    enter_key(page)
    expect(page.locator(".row")).to_have_count(left)
    page.get_by_role("searchbox").fill("zzzz")
    enter_key(page)
    expect(page.locator(".empty")).to_contain_text("zzzz")


def test_accounts_tell_their_state_and_that_no_mail_was_changed(served: Served, enter: Open) -> None:
    page = enter(served, "/accounts")
    expect(page.locator("main")).to_contain_text("No mail was changed")
    archive = page.get_by_role("region", name="archive")
    expect(archive).to_contain_text("Sign in again")
    expect(archive).to_contain_text("RECONNECT")
    expect(archive.locator("code", has_text="repside connect")).to_be_visible()
    expect(archive).to_contain_text("Tuesday, 10 November 2026, 11:00")
    expect(page.get_by_role("region", name="work")).to_contain_text("in 5 minutes")


def test_the_receipt_adds_up_in_words_and_picture(served: Served, enter: Open) -> None:
    page = enter(served, "/receipt")
    page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true")
    for line in page.locator(".equation").all_inner_texts():
        *parts, total = (int(number) for number in re.findall(r"\d+", line))
        assert sum(parts) == total
    inbox = page.get_by_role("region", name="Inbox")
    expect(inbox).to_contain_text("a newsletter or mass mail (57)")
    expect(inbox.get_by_role("img")).to_have_attribute(
        "aria-label", "Inbox: 47 captured, 31 held, 82 skipped, 1 set aside"
    )
    widths = inbox.locator("rect:not(.bar-none)").evaluate_all(
        "bars => bars.map(bar => Number(bar.getAttribute('width')))"
    )
    assert sum(widths) == pytest.approx(1000, abs=1)


def test_an_empty_store_says_the_next_command(bare: Served, enter: Open) -> None:
    page = enter(bare)
    for path, command in (("/history", "repside connect imap ADDRESS"), ("/contacts", "repside import contacts FILE"), ("/deals", "repside import deals FILE"), ("/accounts", "repside connect folder PATH"), ("/receipt", "repside sync"), ("/companies", "repside import contacts FILE")):  # fmt: skip
        page.goto(bare.base + path)
        expect(page.locator(".empty code", has_text=command)).to_be_visible()


def test_json_twins_are_the_contract(served: Served, enter: Open) -> None:
    page = enter(served)
    rows = page.request.get(served.base + "/timeline.json?contact=c-4").json()
    assert [row["subject"] for row in rows] == ["Rückfrage zum Rollout"]
    assert rows[0]["occurred_at"] == "2026-11-18T09:00:00Z"
    assert (
        page.request.get(f"{served.base}/activity/{served.ids['question']}.json").json()["question"][0]["id"] == "d-1"
    )
    assert page.request.get(served.base + "/accounts.json").json()[0]["state"] == "RECONNECT"
    assert {row["stream"] for row in page.request.get(served.base + "/receipt.json").json()} >= {"INBOX", "Junk"}


def test_everything_works_without_scripts(served: Served, enter: Open) -> None:
    page = enter(served, java_script_enabled=False)
    page.locator("#q").fill("kick-off")
    follow(page, page.get_by_role("button", name="Search"))
    assert page.url.endswith("q=kick-off&contact=&company=&deal=&kind=&account=&since=&until=")
    expect(page.locator(".empty")).to_contain_text("Nothing fits")


def test_what_a_mail_says_is_shown_and_never_run(served: Served, enter: Open) -> None:
    page = enter(served, f"/activity/{served.ids['hostile']}")
    assert page.locator("h1").inner_text() == f"Offer {XSS}"
    assert XSS in page.locator(".text").inner_text()
    expect(page.locator(".text a, .text b, .text img")).to_have_count(0)
    expect(page.locator("img")).to_have_count(0)
    expect(page.locator("script")).to_have_count(2)
    assert page.title() != "owned"
    for path in ("/history", f"/history?q={XSS}&contact={XSS}&deal={XSS}", f"/contacts?q={XSS}", f"/{XSS}"):
        page.goto(served.base + path)
        expect(page.locator("script")).to_have_count(2)
        assert "owned" not in (page.title(), page.evaluate("document.title"))
