"""Today, briefs, the ledger and the week in a real Chromium, on a busy day."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from store import migrate
from store.database import Database
from store.day import Rep
from store.saved import Assumed
from tests.store.busy import busy
from tests.store.handmade import REP, XSS
from tests.view.conftest import ZONE, Clock, Served
from tests.view.test_looks import ALL, CHECKS, DRESSES
from view.server import open_view

pytestmark = pytest.mark.browser

Open = Callable[..., Page]


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    path = tmp_path_factory.mktemp("today") / "store.db"
    database = Database.open(f"sqlite:///{path}")
    migrate.ensure(database)
    with database.write() as connection:
        ids = busy(connection)
    database.close()
    database = Database.open(f"sqlite:///{path}", read_only=True)
    rep = Rep(frozenset({REP[0]}), assumed=Assumed(mail=2))
    with open_view(database, zone=ZONE, clock=Clock(), rep=rep) as serving:
        yield Served(serving, ids, path)
    database.close()


@pytest.fixture
def enter(browser: Browser) -> Iterator[Open]:
    contexts: list[BrowserContext] = []

    def opener(served: Served, path: str = "/", **options: Any) -> Page:
        contexts.append(browser.new_context(viewport={"width": 1180, "height": 900}, **options))
        page = contexts[-1].new_page()
        page.goto(served.serving.link)
        page.goto(served.base + path)
        return page

    yield opener
    for context in contexts:
        context.close()


def test_replies_are_told_with_person_words_days_and_link(day: Served, enter: Open) -> None:
    page = enter(day)
    owed = (
        page.get_by_role("region", name="Replies you owe").get_by_role("listitem").filter(has=page.locator(".due-days"))
    )
    last = owed.filter(has_text="Rückfrage zum Rollout")
    expect(last).to_contain_text("Jürgen Müller")
    expect(last).to_contain_text("Könnten Sie mir die Unterlagen")
    expect(last.locator(".due-days")).to_have_text("1 working day")
    expect(last.get_by_role("link", name="Rückfrage zum Rollout")).to_have_attribute(
        "href", f"/activity/{day.ids['umlaut']}"
    )
    waited = page.get_by_role("region", name="Replies you wait for")
    expect(waited).to_contain_text("Frank Ott, Otto Lang")
    expect(waited.locator(".due-days")).to_have_text("4 working days")


def test_meetings_come_with_their_brief_and_the_next_one_is_open(day: Served, enter: Open) -> None:
    page = enter(day)
    meetings = page.get_by_role("region", name="Meetings today")
    assert meetings.locator(".meeting-time").all_inner_texts() == ["09:00\n(over)", "11:30", "16:00"]
    soon = meetings.locator(".meeting", has_text="Renewal: terms and signature")
    for words in ("Head of Operations", "champion", "who signs on your side", "References", "Negotiation · 84,000 EUR",
                  "by 24 Nov", "I send the signed terms on Tuesday", "You met last on Sun 15 Nov.", "80,000 EUR"):  # fmt: skip
        expect(soon.get_by_text(words).first).to_be_visible()
    evening = meetings.locator(".meeting", has_text="Getting to know")
    expect(evening.get_by_text("Not among your contacts")).to_be_hidden()
    evening.get_by_text("Brief").first.focus()
    page.keyboard.press("Enter")
    expect(evening.get_by_text("Not among your contacts")).to_be_visible()
    expect(evening.get_by_text("You have not met these people before.")).to_be_visible()


def test_a_brief_is_a_page_too(day: Served, enter: Open) -> None:
    page = enter(day, f"/brief/{day.ids['soon']}")
    expect(page.locator("h1")).to_have_text("Renewal: terms and signature")
    expect(page.locator(".above")).to_contain_text("11:30 to 12:30")
    expect(page.get_by_role("region", name="Open promises").get_by_role("listitem")).to_have_count(3)
    expect(page.get_by_role("region", name="Who comes").get_by_role("link", name="Dana Cole")).to_have_attribute(
        "href", "/contacts/1"
    )
    assert day.page(f"/brief/{day.ids['first']}").status == 404, "a mail has no brief"
    assert day.page("/brief/999999").status == 404
    assert day.page("/brief/x").status == 404


def test_what_waits_and_how_capture_is_doing_is_one_look(day: Served, enter: Open) -> None:
    page = enter(day)
    waits = page.get_by_role("region", name="Waits for you").get_by_role("link")
    assert waits.all_inner_texts() == ["1 change to approve", "1 without a deal", "1 to be verified", "1 unreadable"]
    assert [link.get_attribute("href") for link in waits.all()] == ["/desk", "/history?open=1", "/desk", "/receipt"]
    expect(page.locator(".capture")).to_contain_text("archive: Sign in again and 1 other account to look at")
    expect(page.get_by_role("region", name="Gone quiet")).to_contain_text("After ten working days")


def test_promises_without_a_day_are_quoted(day: Served, enter: Open) -> None:
    promises = enter(day).get_by_role("region", name="Promises without a day")
    expect(promises.get_by_role("link", name="You promised: send two references")).to_be_visible()
    expect(promises).to_contain_text("I'll send you two references from the food industry")


def test_hostile_words_stay_words(day: Served, enter: Open) -> None:
    page = enter(day)
    assert XSS in page.get_by_role("region", name="Replies you owe").inner_text()
    assert page.title() == "Today · Repside"
    expect(page.locator("main img")).to_have_count(0)


def test_j_walks_through_the_day_and_more_opens_by_keyboard(day: Served, enter: Open) -> None:
    page = enter(day)
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="Pilot stand-up", exact=True)).to_be_focused()
    page.get_by_role("navigation", name="Sections").get_by_text("More").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Week")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Week")).to_be_hidden()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Week")


def test_empty_days_say_so(bare: Served, enter: Open) -> None:
    page = enter(bare)
    expect(page.locator(".empty code", has_text="repside connect imap ADDRESS")).to_be_visible()
    page.goto(bare.base + "/week")
    expect(page.locator(".empty")).to_contain_text("There is nothing to report yet.")
    page.goto(bare.base + "/ledger")
    expect(page.locator(".sum")).to_contain_text("0 min of typing saved")


def test_the_ledger_shows_what_it_assumes_and_how_to_change_it(day: Served, enter: Open) -> None:
    page = enter(day, "/ledger")
    expect(page.locator(".sum")).to_contain_text("at 2 min each")
    expect(page.locator(".sum code", has_text="repside ledger --assume mail=2")).to_be_visible()
    first = page.get_by_role("row").nth(1)
    assert first.get_by_role("cell").all_inner_texts()[:4] == ["5", "1", "1", "16 min"]
    expect(first.get_by_role("rowheader")).to_have_text("16 Nov so far")


def test_the_ledger_is_for_the_browser_that_was_let_in_and_no_other(day: Served) -> None:
    for path in ("/ledger", "/ledger.json", "/week", "/today.json", "/"):
        assert day.ask(path).status == 401
        assert day.page(path).status == 200
    shared = (
        day.page("/shared").text + day.page("/shared.json").text + day.page("/week").text + day.page("/week.json").text
    )
    assert "min each" not in shared
    assert "typing saved" not in shared


def test_the_week_is_edited_copied_and_dropped(day: Served, browser: Browser) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(day.serving.link)
    page.goto(day.base + "/week")
    draft = page.get_by_label("Your draft")
    text = draft.input_value()
    assert text.splitlines()[:5] == [
        "Week of 16 November to 22 November 2026", "", "Harbor renewal 2027 (Harbor & Vale Logistics)",
        "- Stage: Negotiation (was Proposal)", "- Amount: 84,000 EUR (was 80,000 EUR)",
    ]  # fmt: skip
    assert "- Thu 19 Nov: Meeting with Nadia Haddad, “Pilot stand-up”" in text
    assert "Renewal: terms" not in text, "it is not shared"
    assert "hospital" not in text
    draft.fill("Mine")
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("status")).to_have_text("Copied.")
    assert page.evaluate("navigator.clipboard.readText()") == "Mine"
    page.get_by_role("button", name="Drop").click()
    expect(draft).to_have_value("")
    page.get_by_role("button", name="Draft again").click()
    expect(draft).to_have_value(text)
    with page.expect_navigation():
        page.get_by_role("link", name="The week before").click()
    expect(draft).to_have_value(
        "Week of 9 November to 15 November 2026\n\nKestrel pilot (Kestrel Health)\n- Close date: 30 Nov (was 1 Oct)\n"
    )
    context.close()


def test_a_week_that_makes_no_sense_is_this_one(day: Served) -> None:
    for asked in ("2026-13-01", "soon", "0001-01-01", "9999-12-31", "2027-01-01"):
        assert json.loads(day.page(f"/week.json?of={asked}").text)["week"] == "2026-11-16"


def test_the_week_needs_no_script(day: Served, enter: Open) -> None:
    page = enter(day, "/week", java_script_enabled=False)
    expect(page.get_by_label("Your draft")).to_contain_text("Harbor renewal 2027")
    expect(page.get_by_role("button", name="Copy")).to_be_hidden()


def test_json_twins_say_the_same(day: Served) -> None:
    told = json.loads(day.page("/today.json").text)
    assert [row["subject"] for row in told["meetings"]][:2] == ["Pilot stand-up", "Renewal: terms and signature"]
    assert told["waiting"] == {"proposals": 1, "questions": 1, "unknown": 1, "quarantined": 1}
    brief = json.loads(day.page(f"/brief/{day.ids['soon']}.json").text)
    assert brief["met_last_at"] == "2026-11-15T10:00:00Z"
    assert json.loads(day.page("/ledger.json").text)[0] == {
        "week": "2026-11-16", "mails": 5, "meetings": 1, "updates": 1, "entries": 7, "minutes": 16.0
    }  # fmt: skip


@pytest.mark.parametrize("dress", DRESSES)
def test_these_pages_look_right_in_every_dress(day: Served, browser: Browser, dress: str) -> None:
    context = browser.new_context(**DRESSES[dress])
    page = context.new_page()
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda message: said.append(message.text))
    page.goto(day.serving.link)
    for path in ("/", f"/brief/{day.ids['soon']}", "/ledger", "/week", "/week?of=2026-11-02"):
        page.goto(day.base + path)
        page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true")
        page.evaluate(CHECKS)
        assert page.evaluate(ALL) == {name: [] for name in page.evaluate("Object.keys(repsideChecks)")}, path
    assert said == []
    context.close()
