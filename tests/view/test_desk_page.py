"""The review desk in a real Chromium: what a rep sees and presses, with script and without; and hostile pages beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.store.handmade import XSS
from tests.view.desks import Desk, open_desk
from tests.view.test_strangers import stranger

pytestmark = pytest.mark.browser
__all__ = ["stranger"]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path) as made:
        yield made


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def either(request: pytest.FixtureRequest, browser: Browser, desk: Desk) -> Iterator[Page]:
    yield from _entered(browser, desk, script=request.param)


@pytest.fixture
def page(browser: Browser, desk: Desk) -> Iterator[Page]:
    yield from _entered(browser, desk, script=True)


def _entered(browser: Browser, desk: Desk, *, script: bool) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=script, viewport={"width": 1180, "height": 900})
    made = context.new_page()
    made.goto(desk.serving.link)
    made.goto(desk.base + "/desk")
    yield made
    context.close()


def press(page: Page, key: str) -> None:
    """A key that sends a form, and the page that comes back."""
    with page.expect_navigation():
        page.keyboard.press(key)


def card_at_hand(page: Page) -> str:
    return str(page.evaluate("document.activeElement.closest('.card')?.id ?? ''"))


def test_changes_stand_by_deal_with_old_new_and_the_words(either: Page) -> None:
    titles = [text.split("\n")[0] for text in either.locator(".group h2").all_inner_texts()]
    assert [title.split("  ")[0].strip() for title in titles][-1].startswith("Which deal?")
    card = either.locator("#c-1")
    expect(card.locator(".change-old dd")).to_have_text("84,000 EUR")
    expect(card.locator(".change-new dd")).to_have_text("91,500 EUR")
    expect(card.locator("mark")).to_have_text("The price stays as it is if you sign before Christmas")
    expect(card.locator(".quote")).to_contain_text("here are the terms for 2027. The price")
    expect(card).to_contain_text("rule: total of offer")
    expect(either.locator("#c-2")).to_contain_text("offered until 26 Nov")
    expect(either.locator("#c-7 .quote")).to_have_text("“Tel. +420 596 123 456”")
    expect(either.locator("#c-7")).to_contain_text("found by your model")
    expect(either.get_by_role("region", name="Did it arrive?")).to_contain_text("Nothing is sent twice")
    expect(either.locator("#q-3 .choices a").first).to_have_text("Harbor renewal 2027")


def test_a_hostile_mail_stays_text(page: Page) -> None:
    assert page.title() == "Review · Repside"
    expect(page.locator("#c-6 mark")).to_have_text(f"?a=1 {XSS}")
    expect(page.locator("#c-6 .change-new")).to_contain_text(XSS)
    assert page.locator("main script, main img").count() == 0


def test_approve_and_undo_by_buttons(either: Page, desk: Desk) -> None:
    with either.expect_navigation():
        either.locator("#c-1").get_by_role("button", name="Approve", exact=True).click()
    expect(either.locator("#told")).to_contain_text("Approved. It leaves in 10 minutes")
    assert (desk.states()[1], desk.sent()) == ("approved", 1)
    expect(either.locator("#c-1")).to_have_count(0)
    expect(either.get_by_role("region", name="Just decided")).to_contain_text("approved, leaves in 10 minutes")
    with either.expect_navigation():
        either.locator("#told").get_by_role("button").click()
    expect(either.locator("#told")).to_contain_text("nothing was written")
    assert (desk.states()[1], desk.sent()) == ("pending", 0)


def test_edit_and_decline_by_buttons(either: Page, desk: Desk) -> None:
    either.locator("#c-2 .edit summary").click()
    either.locator("#c-2").get_by_label("What happens").fill("Call Ivo “now”")
    with either.expect_navigation():
        either.locator("#c-2").get_by_role("button", name="Approve this").click()
    assert (desk.states()[2], desk.news(2)) == ("approved", {"date": "2026-11-26", "text": "Call Ivo “now”"})
    with either.expect_navigation():
        either.locator("#c-5").get_by_role("button", name="Decline").click()
    expect(either.locator("#told")).to_contain_text("not offered again")
    assert desk.states()[5] == "declined"


def test_the_other_sections_work_by_buttons(either: Page, desk: Desk) -> None:
    with either.expect_navigation():
        either.get_by_role("button", name=re.compile("This one.*second warehouse")).click()
    expect(either.locator("#told")).to_contain_text("Filed as you said")
    expect(either.locator("#q-3")).to_have_count(0)
    with either.expect_navigation():
        either.get_by_role("button", name="Try again").click()
    expect(either.locator("#aside")).to_be_visible()
    with either.expect_navigation():
        either.get_by_role("button", name="Look it up").click()
    assert desk.writer.looked_up == 1


def test_a_whole_desk_is_decided_by_keys_alone(page: Page, desk: Desk) -> None:
    press(page, "a")
    assert card_at_hand(page) == "c-2"
    page.keyboard.press("s")
    assert card_at_hand(page) == "c-3"
    page.keyboard.press("k")
    assert card_at_hand(page) == "c-2"
    page.keyboard.press("e")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert card_at_hand(page) == "c-2"
    press(page, "d")
    assert desk.states()[2] == "declined"
    press(page, "u")
    assert desk.states()[2] == "pending"
    assert card_at_hand(page) == "c-2", "what was taken back is at hand"
    page.keyboard.press("j")
    while page.locator('.card [data-key="a"]').count():
        press(page, "a")
    assert set(desk.states().values()) == {"approved", "unknown"}
    expect(page.locator("main")).to_contain_text("All decided.")


def test_o_opens_the_evidence(page: Page) -> None:
    page.locator("#c-1 [data-item]").focus()
    press(page, "o")
    expect(page.locator("h1")).to_have_text("Renewal terms for 2027")


def test_keys_mean_nothing_while_one_types(page: Page, desk: Desk) -> None:
    page.locator("#c-2 [data-item]").focus()
    page.keyboard.press("e")
    page.locator("#c-2").get_by_label("What happens").fill("")
    page.keyboard.type("adu")
    expect(page.locator("#c-2").get_by_label("What happens")).to_have_value("adu")
    assert desk.states()[2] == "pending"


def test_focus_is_seen_on_each_control(page: Page) -> None:
    unseen = page.evaluate(
        """() => [...document.querySelectorAll("main button, main summary, main a")].filter((one) => {
             if (!one.checkVisibility()) return false;
             one.focus({focusVisible: true});
             return getComputedStyle(one).outlineStyle === "none" || parseFloat(getComputedStyle(one).outlineWidth) < 2;
           }).map((one) => one.outerHTML.slice(0, 60))"""
    )
    assert unseen == []


def test_a_changed_change_is_shown_again(page: Page, desk: Desk) -> None:
    with desk.writer.database.write() as connection:
        connection.exec_driver_sql("update deals set amount = '99000' where id = 1")
    press(page, "a")
    expect(page.locator("#told")).to_contain_text("has changed since you saw it")
    expect(page.locator("#c-1 .change-old dd")).to_have_text("99,000 EUR")
    expect(page.locator("#c-1")).to_contain_text("Asked again")
    assert desk.states()[1] == "pending"


def test_two_tabs_and_a_double_click(page: Page, desk: Desk) -> None:
    other = page.context.new_page()
    other.goto(desk.base + "/desk")
    with page.expect_navigation():
        page.locator("#c-4").get_by_role("button", name="Approve", exact=True).dblclick()
    with other.expect_navigation():
        other.locator("#c-4").get_by_role("button", name="Decline").click()
    expect(other.locator("#told")).to_contain_text("Undo that first")
    assert (desk.states()[4], desk.sent()) == ("approved", 1)


def test_back_and_reload_decide_nothing_again(page: Page, desk: Desk) -> None:
    press(page, "a")
    press(page, "u")
    page.reload()
    page.go_back()
    page.reload()
    assert set(desk.states().values()) == {"pending", "unknown"}


def test_f78_a_hostile_page_can_neither_send_a_form_nor_read_the_token(page: Page, desk: Desk, stranger: str) -> None:
    token = desk.token()
    before = desk.dump()
    other = page.context.new_page()
    other.goto(stranger)
    for verb in ("approve", "verify", "answer"):
        with other.expect_navigation() as navigation:
            other.evaluate(
                """([url, token]) => {
                    const form = document.body.appendChild(document.createElement("form"));
                    form.method = "post"; form.action = url;
                    for (const [name, value] of Object.entries({token, id: 1, version: 1})) {
                        const field = form.appendChild(document.createElement("input"));
                        field.name = name; field.value = value;
                    }
                    form.submit();
                }""",
                [f"{desk.base}/desk/{verb}", token],
            )
        assert navigation.value is not None
        assert navigation.value.status == 403, "even with a token that leaked"
        expect(other.locator("main")).to_contain_text("FOREIGN_PAGE")
        other.goto(stranger)
    read = "url => fetch(url, {credentials: 'include'}).then(answer => answer.text(), error => error.message)"
    assert other.evaluate(read, f"{desk.base}/desk") == "Failed to fetch"
    send = (
        "([url, body]) => fetch(url, {method: 'POST', mode: 'no-cors', credentials: 'include', body: new URLSearchParams(body)})"
        ".then(() => 'sent', error => error.message)"
    )
    other.evaluate(send, [f"{desk.base}/desk/approve", {"token": token, "id": "1", "version": "1"}])
    assert desk.dump() == before


def test_a_crm_that_must_be_asked_is_no_mailbox(desk: Desk) -> None:
    page = desk.page("/accounts").text
    crm = page[page.index("CRM_UNKNOWN") :].partition("</section>")[0]
    assert "Nobody knows whether 1 change arrived in the CRM." in crm
    assert "folder" not in crm
    assert "not yet" not in crm
    assert '<option value="CRM"' not in desk.page("/history").text
