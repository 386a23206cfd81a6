"""The pages of a contact, a company, a deal and an activity: the chart with its table, both sides, and what was decided."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.store.handmade import PILOT, RENEWAL, WAREHOUSE
from tests.view.conftest import Open, Served

pytestmark = pytest.mark.browser


def test_the_chart_and_its_table_say_the_same(full: Served, enter: Open) -> None:
    page = enter(full, f"/deals/{WAREHOUSE}")
    talk = page.get_by_role("region", name="Who talks to whom")
    chart = talk.get_by_role("img")
    assert "they wrote 3, your side wrote 2, meetings 0" in (chart.get_attribute("aria-label") or "")
    assert (chart.locator(".talk-theirs").count(), chart.locator(".talk-ours").count()) == (1, 1)
    talk.get_by_text("The figures").click()
    assert [cell.inner_text() for cell in talk.get_by_role("row").nth(1).locator("th, td").all()] == [
        "9 Nov",
        "3",
        "2",
        "0",
    ]


@pytest.mark.parametrize("width", [320, 390, 1180])
def test_the_chart_fits_its_page(full: Served, enter: Open, width: int) -> None:
    page = enter(full, "/contacts/1", viewport={"width": width, "height": 800})
    inside = """() => { const box = document.querySelector('.chart').getBoundingClientRect();
      return [...document.querySelectorAll('.chart rect, .chart circle, .chart text')].every(part => {
        const at = part.getBoundingClientRect(); return at.left >= box.left - 1 && at.right <= box.right + 1
          && at.top >= box.top - 1 && at.bottom <= box.bottom + 1 }) }"""
    assert page.evaluate(inside)


def test_both_sides_last_and_next_touch(full: Served, enter: Open) -> None:
    page = enter(full, "/contacts/1")
    touch = page.get_by_role("region", name="In touch")
    assert [" ".join(text.split()) for text in touch.locator("dl > div").all_inner_texts()] == [
        "From them 2 days ago", "From us 8 days ago", "Met 4 days ago", "Next in 8 days",
    ]  # fmt: skip
    page.goto(full.base + "/contacts/5")
    expect(page.get_by_role("region", name="Who talks to whom")).to_contain_text("Nobody wrote and nobody met")
    expect(page.get_by_role("region", name="In touch")).to_contain_text("nothing planned")


def test_each_persons_part_and_role(full: Served, enter: Open) -> None:
    page = enter(full, "/companies/1")
    rows = page.get_by_role("table", name="Each person's part in it").get_by_role("row").all_inner_texts()
    assert rows[1].split("\t")[0] == "Dana Cole"
    page.goto(full.base + f"/deals/{PILOT}")
    expect(page.get_by_role("region", name="People")).to_contain_text("decision maker")


def test_proposals_show_old_and_new_with_the_words_they_rest_on(full: Served, enter: Open) -> None:
    page = enter(full, f"/deals/{WAREHOUSE}")
    one = page.get_by_role("region", name="Proposals and decisions").locator(".proposal")
    expect(one.locator("del")).to_have_text("31 Mar 2027")
    expect(one.locator("ins")).to_have_text("4 Dec")
    expect(one.locator("blockquote")).to_have_text("We decide on 4 December.")
    expect(one.get_by_role("link", name="Re: Second warehouse")).to_have_attribute(
        "href", f"/activity/{full.ids['thanks']}"
    )
    expect(one.get_by_role("link", name="Decide at the desk")).to_have_attribute("href", f"/desk?deal={WAREHOUSE}")
    page.goto(full.base + f"/deals/{RENEWAL}")
    expect(page.locator(".proposal")).to_contain_text("Written to the CRM")
    expect(page.locator(".decisions")).to_contain_text("Edited and approved: 84,000 EUR, 19 days ago")
    page.goto(full.base + f"/deals/{PILOT}")
    expect(page.locator(".decisions li")).to_have_text(["Approved by your rule 7, 1 hour ago", "Declined, 1 hour ago"])
    expect(page.locator(".change")).to_contain_text("Start of the pilot, 23 Nov")


def test_quoted_words_are_text(full: Served, enter: Open) -> None:
    page = enter(full, "/contacts/1")
    expect(page.locator("blockquote")).to_have_text("<b>call me</b> on +44 20 7946 0999")
    expect(page.locator("blockquote b")).to_have_count(0)


def test_an_activity_says_what_was_left_out_and_who_sees_it(full: Served, enter: Open) -> None:
    page = enter(full, f"/activity/{full.ids['reply']}")
    left = page.get_by_role("region", name="What was left out")
    expect(left).to_contain_text("work lets in the first 300 characters of the new text")
    expect(left).to_contain_text("archive lets in no text")
    expect(left).to_contain_text("2 attachments: the name is kept, nothing was downloaded.")
    expect(left).to_contain_text("Quoted mail, the signature and the legal tail are cut off.")
    expect(page.get_by_role("region", name="Who sees it")).to_contain_text("Others see who, when and the subject.")
    expect(page.get_by_role("link", name="Correct the links at the desk")).to_have_attribute(
        "href", f"/desk?activity={full.ids['reply']}"
    )
    for name in ("met", "umlaut"):
        page.goto(f"{full.base}/activity/{full.ids[name]}")
        expect(page.get_by_role("region", name="Who sees it")).to_contain_text("Only you.")


def test_an_open_question_leads_to_the_desk(full: Served, enter: Open) -> None:
    page = enter(full, f"/activity/{full.ids['question']}")
    link = page.get_by_role("region", name="Which deal?").get_by_role("link", name="Decide at the desk")
    expect(link).to_have_attribute("href", f"/desk?activity={full.ids['question']}")


def test_the_json_twins_hold_the_same(full: Served, enter: Open) -> None:
    page = enter(full, "/contacts")
    deal = page.request.get(f"{full.base}/deals/{WAREHOUSE}.json").json()
    assert (deal["id"], deal["proposals"][0]["new"], len(deal["weeks"])) == ("d-2", "2026-12-04", 26)
    assert sum(week["theirs"] for week in deal["weeks"]) == 3
    assert page.request.get(full.base + "/contacts/1.json").json()["touches"]["met"] == "2026-11-15T10:00:00Z"
    assert page.request.get(full.base + "/companies/1.json").json()["name"] == "Harbor & Vale Logistics"
    assert page.request.get(full.base + "/deals/99.json").status == 404
