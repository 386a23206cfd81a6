"""An activity filed by hand at the desk: in a real Chromium with script and without, and by raw HTTP from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from store.database import Database
from tests.store.handmade import GLASS, OLD, PILOT, RENEWAL, WAREHOUSE
from tests.view.conftest import Served
from tests.view.desks import Desk, open_desk
from tests.view.test_looks import ALL, CHECKS, DRESSES

NADIA = 3


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path) as made:
        yield made


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def page(request: pytest.FixtureRequest, browser: Browser, desk: Desk) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=request.param, viewport={"width": 1180, "height": 900})
    made = context.new_page()
    made.goto(desk.serving.link)
    yield made
    context.close()


def origins(desk: Desk, activity: int) -> dict[tuple[str, int], str]:
    """Of the links to contacts and deals."""
    with desk.writer.database.read() as connection:
        rows = connection.exec_driver_sql(
            "select target, target_id, origin from links where activity_id = ? and target <> 'company'", (activity,)
        )
        return {(row.target, row.target_id): row.origin for row in rows}


def told(desk: Desk, location: str) -> str:
    return desk.page(location.partition("#")[0]).text


@pytest.mark.browser
def test_an_activity_is_filed_and_taken_off_by_its_page(page: Page, desk: Desk) -> None:
    activity = desk.ids["first"]
    page.goto(f"{desk.base}/activity/{activity}")
    assert "repside link" not in page.content()
    page.get_by_role("link", name="File it under …").click()
    expect(page).to_have_url(f"{desk.base}/desk/file/{activity}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Renewal terms for 2027")
    expect(page.locator(".head")).to_contain_text("to Dana Cole")
    expect(page.locator(".head time")).to_have_count(1)
    page.get_by_label("An open deal").select_option(label="Harbor second warehouse · Harbor & Vale Logistics")
    page.get_by_role("button", name="File under the deal").click()
    expect(page.get_by_role("status")).to_have_text(
        "Filed under the deal Harbor second warehouse. No rule overrules it."
    )
    mine = {("contact", 1): "matcher", ("deal", WAREHOUSE): "rep"}
    assert origins(desk, activity) == mine, "the deal that a rule chose made room"
    page.get_by_label("A contact").select_option(label="Nadia Haddad · Kestrel Health")
    page.get_by_role("button", name="File under the contact").click()
    expect(page.get_by_role("status")).to_contain_text("Filed under the contact Nadia Haddad.")
    assert origins(desk, activity) == {**mine, ("contact", NADIA): "rep"}
    for name, kind in (("Harbor second warehouse", "deal"), ("Dana Cole", "contact")):
        page.get_by_role("button", name=re.compile(f"Take it off.*{name}")).click()
        expect(page.get_by_role("status")).to_have_text(f"Taken off the {kind} {name}. No rule files it there again.")
    gone = {("contact", 1): "rep_removed", ("contact", NADIA): "rep", ("deal", WAREHOUSE): "rep_removed"}
    assert origins(desk, activity) == gone
    page.get_by_role("button", name=re.compile("File it there again.*Dana Cole")).click()
    expect(page.get_by_role("button", name=re.compile("Take it off.*Dana Cole"))).to_be_visible()
    assert origins(desk, activity)["contact", 1] == "rep"
    page.get_by_role("link", name="Renewal terms for 2027").click()
    expect(page.get_by_role("region", name="Why it is linked")).to_contain_text("You took it off Harbor second")


@pytest.mark.browser
def test_keys_alone_are_enough(page: Page, desk: Desk) -> None:
    activity = desk.ids["first"]
    page.goto(f"{desk.base}/desk/file/{activity}")
    page.get_by_label("An open deal").focus()
    page.keyboard.type("Kes")
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Filed under the deal Kestrel pilot.")
    assert origins(desk, activity)["deal", PILOT] == "rep"


@pytest.mark.browser
@pytest.mark.parametrize("dress", DRESSES)
def test_the_page_is_readable_in_every_dress(desk: Desk, browser: Browser, dress: str) -> None:
    context = browser.new_context(**DRESSES[dress])
    page = context.new_page()
    page.goto(desk.serving.link)
    page.goto(f"{desk.base}/desk/file/{desk.ids['question']}")
    page.evaluate(CHECKS)
    assert page.evaluate(ALL) == {check: [] for check in page.evaluate("Object.keys(repsideChecks)")}
    context.close()


def test_the_likely_ones_stand_first_and_what_is_filed_is_no_choice(desk: Desk) -> None:
    page = desk.page(f"/desk/file/{desk.ids['question']}").text
    likely, _, others = page.partition('id="deal"')[2].partition("</select>")[0].partition("All others")
    for deal in (RENEWAL, WAREHOUSE):
        assert f'<option value="{deal}">' in likely
    for deal in (PILOT, GLASS):
        assert f'<option value="{deal}">' in others
    assert f'<option value="{OLD}">' not in likely + others, "it is closed"
    people = page.partition('id="contact"')[2].partition("</select>")[0]
    assert '<option value="2">' in people.partition("All others")[0], "of the same company"
    assert '<option value="1">' not in people


def test_a_form_from_elsewhere_is_refused(desk: Desk) -> None:
    activity = desk.ids["first"]
    before, fields = origins(desk, activity), {"do": "file", "target": "deal", "record": WAREHOUSE}
    for given in ("", "wrong"):
        answer = desk.form(f"file/{activity}", {**fields, "token": given})
        assert (answer.status, "OLD_PAGE" in answer.text) == (403, True)
    for headers in ({"origin": "https://evil.example"}, {"origin": "null"}, {"origin": ""}, {"sec_fetch_site": "none"}):
        answer = desk.form(f"file/{activity}", fields, **headers)
        assert (answer.status, "FOREIGN_PAGE" in answer.text) == (403, True)
    assert desk.form(f"file/{activity}", fields, cookie="").status == 401
    assert desk.form(f"file/{activity}", fields, content_type="text/plain").status == 400
    assert origins(desk, activity) == before
    assert desk.form(f"file/{activity}", fields).status == 303
    assert desk.page(f"/desk/file/{activity}").headers["referrer-policy"] == "same-origin"


def test_looking_changes_nothing(desk: Desk) -> None:
    activity, before = desk.ids["first"], desk.dump()
    query = f"?token={desk.token()}&do=file&target=deal&record={WAREHOUSE}"
    assert desk.page(f"/desk/file/{activity}{query}").status == 200
    assert desk.ask(f"/desk/file/{activity}{query}", "HEAD", cookie=desk.cookie).status == 200
    assert desk.dump() == before


@pytest.mark.parametrize("key", ["99999", "0", "x", "9" * 30, "-1"])
def test_an_unknown_activity_is_not_there(desk: Desk, key: str) -> None:
    answer = desk.page(f"/desk/file/{key}")
    assert (answer.status, "There is nothing at this address." in answer.text) == (404, True)
    fields = {"do": "file", "target": "deal", "record": WAREHOUSE}
    assert desk.form(f"file/{key}", fields).status == 404


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"do": "file", "target": "company", "record": 1},
        {"do": "burn", "target": "deal", "record": 1},
        {"do": "file", "target": "deal"},
        {"do": "file", "target": "deal", "record": "1 or 1"},
    ],
    ids=range(5),
)
def test_a_broken_form_is_refused(desk: Desk, fields: dict[str, object]) -> None:
    before = origins(desk, desk.ids["first"])
    answer = desk.form(f"file/{desk.ids['first']}", fields)
    assert (answer.status, "NO_FORM" in answer.text) == (400, True)
    assert origins(desk, desk.ids["first"]) == before


def test_what_goes_wrong_is_said_in_a_sentence(desk: Desk, tmp_path: Path) -> None:
    from store import lock

    activity = desk.ids["first"]
    before, fields = origins(desk, activity), {"do": "file", "target": "deal", "record": 999}
    gone = desk.form(f"file/{activity}", fields)
    assert "It is not there any more, so nothing was changed." in told(desk, gone.headers["location"])
    other = Database.open(f"sqlite:///{tmp_path / 'store.db'}")
    with lock.writer(other):
        busy = desk.form(f"file/{activity}", {**fields, "record": WAREHOUSE})
    other.close()
    assert 'class="notice told warn"' in told(desk, busy.headers["location"])
    assert origins(desk, activity) == before


def test_what_was_done_is_told_on_its_own_page_alone(desk: Desk) -> None:
    activity = desk.ids["first"]
    done = desk.form(f"file/{activity}", {"do": "off", "target": "deal", "record": RENEWAL, "next": "told"})
    path, _, place = done.headers["location"].partition("#")
    said = path.partition("?")[2]
    assert (path.partition("?")[0], place) == (f"/desk/file/{activity}", "told")
    assert "Taken off the deal" in desk.page(path).text
    for elsewhere in ("/desk", f"/desk/file/{desk.ids['question']}"):
        assert "Taken off the deal" not in desk.page(f"{elsewhere}?{said}").text


def test_a_name_stays_text(desk: Desk) -> None:
    with desk.writer.database.write() as connection:
        connection.exec_driver_sql("update deals set name = '<b>%(name)s</b>`x`' where id = ?", (WAREHOUSE,))
    activity = desk.ids["first"]
    done = desk.form(f"file/{activity}", {"do": "file", "target": "deal", "record": WAREHOUSE})
    page = told(desk, done.headers["location"])
    assert "Filed under the deal &lt;b&gt;%(name)s&lt;/b&gt;`x`." in page
    assert "<b>" not in page


def test_without_a_writer_the_commands_are_shown(served: Served) -> None:
    assert served.page("/desk/file/1").status == 404
    assert "repside link 1 NAME" in served.page("/activity/1").text
    assert "/desk/file/1" not in served.page("/activity/1").text


def test_no_deal_is_chosen_beforehand_where_none_is_likely(desk: Desk) -> None:
    with desk.writer.database.write() as connection:
        connection.exec_driver_sql("update deals set status = 'lost' where id in (?, ?)", (RENEWAL, WAREHOUSE))
    page = desk.page(f"/desk/file/{desk.ids['question']}").text
    select = page.partition('id="deal"')[2].partition("</select>")[0]
    assert '<option value="">Choose one</option>' in select
    assert '<option value="">' not in page.partition('id="contact"')[2], "Ivo is likely"
    answer = desk.form(f"file/{desk.ids['question']}", {"do": "file", "target": "deal", "record": ""})
    assert answer.status == 400
