"""The receipt and its lists, and the page of what others see."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Page, expect

from tests.view.conftest import Open, Served

pytestmark = pytest.mark.browser


def unfold(page: Page) -> None:
    page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true")


def test_each_account_has_its_bar_and_its_last_audit(full: Served, enter: Open) -> None:
    page = enter(full, "/receipt")
    work = page.get_by_role("region", name="work")
    expect(work.get_by_role("heading", level=2)).to_contain_text("last compared 5 hours ago")
    assert (work.get_by_role("img").first.get_attribute("aria-label") or "").endswith("1 set aside, 2 unexplained")
    expect(work.locator(".bar").first.locator(".bar-unexplained")).to_have_count(1)
    expect(work).to_contain_text("2 items are at the server and not here. Run repside receipt --audit")
    expect(page.get_by_role("region", name="archive").locator(".bar-unexplained")).to_have_count(0)


def test_what_was_never_compared_is_not_called_complete(served: Served, enter: Open) -> None:
    page = enter(served, "/receipt")
    expect(page.get_by_role("region", name="work").get_by_role("heading", level=2)).to_contain_text(
        "not compared to its end yet"
    )
    expect(page.locator(".legend")).to_contain_text("not known")


def test_every_number_opens_a_list_that_is_as_long(full: Served, enter: Open) -> None:
    page = enter(full, "/receipt")
    unfold(page)
    links = page.locator("a.figure").evaluate_all("all => all.map(one => [one.innerText, one.getAttribute('href')])")
    assert len(links) > 20
    for number, address in links:
        length = 0
        twin = address.replace("/receipt/items?", "/receipt/items.json?")
        while twin:
            length += len(page.request.get(full.base + twin).json())
            page.goto(full.base + twin.replace(".json", ""))
            more = page.get_by_role("link", name="More")
            twin = (more.get_attribute("href") or "").replace("items?", "items.json?") if more.count() else ""
        assert length == int(number), address


def test_lists_name_ids_dates_and_reasons_and_no_content_of_what_was_kept_out(full: Served, enter: Open) -> None:
    page = enter(full, "/receipt/items?state=skipped&account=work&stream=INBOX&reason=bulk")
    row = page.get_by_role("row").nth(1)
    expect(row).to_contain_text("skipped-bulk-0")
    expect(row).to_contain_text("a newsletter or mass mail")
    expect(page.locator("main")).to_contain_text("No subject, no person and no time of these is kept")
    page.goto(full.base + "/receipt/items?state=captured&stream=cal")
    with page.expect_navigation():
        page.get_by_role("link", name="Renewal review").click()
    expect(page.locator("h1")).to_have_text("Renewal review")
    page.goto(full.base + "/receipt/items?state=unexplained")
    assert page.locator(".outcomes .id").all_inner_texts() == ["9100", "9101"]


def test_filters_of_a_list_come_off(full: Served, enter: Open) -> None:
    page = enter(full, "/receipt/items?state=skipped&account=work&reason=internal")
    assert page.get_by_role("row").count() == 41
    with page.expect_navigation():
        page.get_by_role("link", name="only colleagues on it").click()
    assert page.get_by_role("row").count() == 101
    expect(page.get_by_role("link", name="More")).to_be_visible()


@pytest.mark.parametrize(
    "query",
    ["", "state=stolen", "state=captured%00x", "state=skipped&at=x&after=y", "state=held&stream=" + "x" * 5_000],
)
def test_a_question_that_makes_no_sense_is_no_failure(full: Served, query: str) -> None:
    assert full.page(f"/receipt/items?{query}").status in {200, 404}


def test_others_see_exactly_what_the_page_shows(full: Served, enter: Open) -> None:
    page = enter(full, "/shared")
    rows = page.request.get(full.base + "/shared.json").json()
    assert [row["subject"] for row in rows] == page.locator(".item-subject").all_inner_texts()
    assert [row["text"] for row in rows if row["text"]] == page.locator(".served-words").all_inner_texts()
    assert "Renewal review" not in json.dumps(rows), "kept back"
    expect(page.get_by_role("region", name="What you share")).to_contain_text("Kept back")
    expect(page.get_by_role("region", name="Who had it")).to_contain_text("Ana Brandt, sales lead")
    assert not re.search(r"\d+ (mails|minutes|replies)", page.locator(".column-main").inner_text())


def test_before_anything_is_shared_the_page_says_nobody_sees_anything(served: Served, enter: Open) -> None:
    page = enter(served, "/shared")
    expect(page.locator(".empty")).to_contain_text("Nobody sees anything.")
    expect(page.locator(".empty code").first).to_have_text("repside share activity ID")
    expect(page.get_by_role("region", name="Who had it")).to_contain_text("Nobody yet.")


def test_to_look_at_the_pages_changes_nothing(full: Served) -> None:
    before = full.store.read_bytes()
    for path in ("/shared", "/shared.json", "/receipt/items?state=held", "/history?q=dock", "/deals/1", "/activity/4"):
        assert full.page(path).status == 200
    assert full.store.read_bytes() == before
