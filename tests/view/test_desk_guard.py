"""The review desk by raw HTTP: what no browser would send, and what a hostile page would."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.view.conftest import Served
from tests.view.desks import Desk, open_desk
from tests.view.test_guard import assert_safe
from view.forms import LARGEST

NEXT = {"id": 2, "version": 1}
VERBS = ("approve", "edit", "decline", "undo", "answer", "verify", "retry")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path) as made:
        yield made


def assert_untouched(desk: Desk) -> None:
    assert desk.states() == {**dict.fromkeys(range(1, 8), "pending"), 8: "unknown"}
    assert (desk.sent(), desk.writer.looked_up) == (0, 0)


def test_an_approval_is_answered_by_the_page(desk: Desk) -> None:
    answer = desk.form("approve", {**NEXT, "next": "p-3"})
    assert answer.status == 303
    path, _, place = answer.headers["location"].partition("#")
    assert (path.partition("=")[0], place) == ("/desk?said", "p-3")
    assert (desk.states()[2], desk.sent()) == ("approved", 1)
    assert "Approved." in desk.page(path).text
    assert "Approved." in desk.page(path).text, "reading it does not use it up"
    assert "Approved." not in desk.page("/desk").text


@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        ({"origin": "https://evil.example"}, 403, "FOREIGN_PAGE"),
        ({"origin": "null"}, 403, "FOREIGN_PAGE"),
        ({"origin": ""}, 403, "FOREIGN_PAGE"),
        ({"origin": "", "sec_fetch_site": ""}, 403, "FOREIGN_PAGE"),
        ({"origin": "http://localhost:{port}"}, 403, "FOREIGN_PAGE"),
        ({"origin": "https://127.0.0.1:{port}"}, 403, "FOREIGN_PAGE"),
        ({"origin": "http://127.0.0.1:{port}/"}, 403, "FOREIGN_PAGE"),
        ({"sec_fetch_site": "cross-site"}, 403, "FOREIGN_PAGE"),
        ({"sec_fetch_site": "same-site"}, 403, "FOREIGN_PAGE"),
        ({"sec_fetch_site": "none"}, 403, "FOREIGN_PAGE"),
        ({"host": "evil.example"}, 421, "WRONG_HOST"),
        ({"host": "evil.example", "origin": "http://evil.example"}, 421, "WRONG_HOST"),
        ({"cookie": ""}, 401, "NO_SESSION"),
        ({"content_type": "text/plain"}, 400, "NO_FORM"),
        ({"content_type": "application/json"}, 400, "NO_FORM"),
        ({"content_type": "multipart/form-data; boundary=x"}, 400, "NO_FORM"),
        ({"content_type": ""}, 400, "NO_FORM"),
    ],
    ids=lambda value: " ".join(f"{a}={b}" for a, b in value.items()) if isinstance(value, dict) else None,
)
@pytest.mark.parametrize("verb", ["approve", "verify"])
def test_f78_f79_a_form_from_elsewhere_is_refused(
    desk: Desk, verb: str, headers: dict[str, str], status: int, code: str
) -> None:
    named = {name: value.replace("{port}", str(desk.serving.port)) for name, value in headers.items()}
    answer = desk.form(verb, NEXT, **named)
    assert answer.status == status
    assert code in answer.text
    assert "Nothing was changed" in answer.text or status in {401, 421}
    assert "Ivo" not in answer.text
    assert_untouched(desk)


def test_every_name_of_this_machine_works_with_its_own_origin(desk: Desk) -> None:
    host = f"localhost:{desk.serving.port}"
    assert desk.form("approve", NEXT, host=host, origin=f"http://{host}").status == 303
    assert desk.form("approve", {"id": 5, "version": 1}, sec_fetch_site="").status == 303, "an old browser"


@pytest.mark.parametrize("token", ["", "wrong", "é", None])
def test_a_form_without_the_sessions_token_is_refused(desk: Desk, token: str | None) -> None:
    given = desk.token()[:-1] + ("0" if desk.token()[-1] != "0" else "1") if token is None else token
    for verb in VERBS:
        answer = desk.form(verb, {**NEXT, "token": given})
        assert (answer.status, "OLD_PAGE" in answer.text) == (403, True)
    assert_untouched(desk)


def test_the_token_of_another_session_is_refused(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    with open_desk(tmp_path / "other") as other:
        assert desk.form("approve", {**NEXT, "token": other.token()}).status == 403
        assert other.form("approve", NEXT, cookie=desk.cookie).status == 401
        assert other.form("approve", NEXT).status == 303
    assert_untouched(desk)


def test_the_token_is_neither_the_session_nor_the_launch_secret(desk: Desk) -> None:
    assert desk.token() == desk.token()
    assert desk.token() not in desk.cookie
    assert desk.token() not in desk.serving.link
    assert desk.token() not in desk.page("/").text + desk.page("/desk.json").text


@pytest.mark.parametrize("verb", VERBS)
def test_a_get_of_a_forms_address_does_nothing(desk: Desk, verb: str) -> None:
    before = desk.dump()
    answer = desk.page(f"/desk/{verb}?id=2&version=1&token={desk.token()}")
    assert (answer.status, answer.headers["location"]) == (303, "/desk")
    assert desk.ask(f"/desk/{verb}", "HEAD", cookie=desk.cookie).status == 303
    for _ in range(3):
        assert desk.page("/desk").status == desk.page("/desk.json").status == 200
    assert desk.dump() == before


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS"])
def test_no_other_method_is_let_in(desk: Desk, method: str) -> None:
    answer = desk.ask("/desk/approve", method, "id=2", cookie=desk.cookie, origin=desk.base)
    assert answer.status == 405


@pytest.mark.parametrize(
    "path", ["/", "/desk", "/desk.json", "/deskapprove", "/deals/1", "/activity/2", "/static/desk.js"]
)
def test_no_other_address_takes_a_form(desk: Desk, path: str) -> None:
    answer = desk.ask(path, "POST", f"token={desk.token()}", cookie=desk.cookie, origin=desk.base)
    assert answer.status == 405
    assert_untouched(desk)


@pytest.mark.parametrize("path", ["/desk/burn", "/desk/approve/2", "/desk/", "/desk//approve"])
def test_an_unknown_form_is_not_there(desk: Desk, path: str) -> None:
    headers = {"cookie": desk.cookie, "origin": desk.base, "content_type": "application/x-www-form-urlencoded"}
    assert desk.ask(path, "POST", f"token={desk.token()}&id=2&version=1", **headers).status in {404, 405}
    assert_untouched(desk)


@pytest.mark.parametrize(
    "body",
    [
        "id=2&version=x",
        "id=-2&version=1",
        "id=٢&version=1",
        "id=2",
        "version=1",
        "id=2&version=1&id=5",
        "id=" + "9" * 30 + "&version=1",
        "&".join(f"a{n}=1" for n in range(50)),
        "id=2&version=1&new-text=%ff",
        "id=2&version=1&x=" + "y" * 3_000,
        "é",
    ],
    ids=range(11),
)
def test_a_broken_form_is_refused(desk: Desk, body: str) -> None:
    headers = {"cookie": desk.cookie, "origin": desk.base, "content_type": "application/x-www-form-urlencoded"}
    answer = desk.ask("/desk/approve", "POST", f"token={desk.token()}&{body}".encode().decode("latin-1"), **headers)
    assert answer.status in {400, 403}
    assert_untouched(desk)


def test_a_large_form_is_cut_off(desk: Desk) -> None:
    with socket.create_connection(("127.0.0.1", desk.serving.port), timeout=20) as connection:
        head = (
            f"POST /desk/approve HTTP/1.1\r\nHost: {desk.host}\r\nOrigin: {desk.base}\r\nCookie: {desk.cookie}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {10**9}\r\n\r\n"
        )
        connection.sendall(head.encode() + b"a" * (LARGEST + 1))
        assert connection.recv(100).startswith(b"HTTP/1.1 400")


def test_the_page_says_where_its_forms_come_from_and_no_other_site_learns_it(desk: Desk) -> None:
    answer = desk.page("/desk")
    assert answer.headers["referrer-policy"] == "same-origin"
    assert_safe({**answer.headers, "referrer-policy": "no-referrer"})
    assert desk.page("/deals").headers["referrer-policy"] == "no-referrer"
    refused = desk.form("approve", NEXT, origin="null")
    assert_safe({**refused.headers, "referrer-policy": "no-referrer"})


def test_without_a_writer_the_desk_only_shows(served: Served) -> None:
    page = served.page("/desk")
    assert page.status == 200
    assert "<form" not in page.text
    assert "repside review" in page.text
    assert served.ask("/desk/approve", "POST", "id=1", cookie=served.cookie, origin=served.base).status == 405


def test_a_changed_change_is_shown_again(desk: Desk) -> None:
    with desk.writer.database.write() as connection:
        connection.exec_driver_sql("update deals set amount = '99000' where id = 1")
    for _ in range(2):
        answer = desk.form("approve", {"id": 1, "version": 1})
        page = desk.page(answer.headers["location"].partition("#")[0]).text
        assert "has changed since you saw it" in page
        assert "99,000 EUR" in page
        assert desk.states()[1] == "pending"
    assert desk.form("edit", {"id": 1, "version": 1, "new-amount": "5", "new-currency": "EUR"}).status == 303
    assert (desk.states()[1], desk.sent()) == ("pending", 0)
    assert desk.form("approve", {"id": 1, "version": 2}).status == 303
    assert (desk.states()[1], desk.sent()) == ("approved", 1)


def test_a_double_click_decides_once(desk: Desk) -> None:
    token, answers = desk.token(), []
    clicks = [
        threading.Thread(target=lambda: answers.append(desk.form("approve", {**NEXT, "token": token}).status))
        for _ in range(6)
    ]
    for click in clicks:
        click.start()
    for click in clicks:
        click.join()
    assert answers == [303] * 6
    assert (desk.states()[2], desk.sent()) == ("approved", 1)


def test_two_tabs_that_disagree_do_not_undo_each_other(desk: Desk) -> None:
    assert desk.form("approve", NEXT).status == 303
    late = desk.form("decline", NEXT)
    assert "Undo that first" in desk.page(late.headers["location"]).text
    assert (desk.states()[2], desk.sent()) == ("approved", 1)
    assert desk.form("undo", {"id": 2}).status == 303
    assert (desk.states()[2], desk.sent()) == ("pending", 0)
    assert desk.form("decline", NEXT).status == 303
    assert "is declined" in desk.page(desk.form("approve", NEXT).headers["location"]).text
    assert (desk.states()[2], desk.sent()) == ("declined", 0)


def test_a_value_is_edited_and_checked(desk: Desk) -> None:
    assert desk.form("edit", {**NEXT, "new-date": "2026-12-01", "new-text": "Call Ivo"}).status == 303
    assert (desk.states()[2], desk.news(2)) == ("approved", {"date": "2026-12-01", "text": "Call Ivo"})
    wrong = desk.form("edit", {"id": 4, "version": 1, "new-value": "never"})
    assert "is no date" in desk.page(wrong.headers["location"]).text
    for parts in ({}, {"new-value": "x" * 301}):
        assert (
            "Nothing was changed"
            in desk.page(desk.form("edit", {"id": 4, "version": 1, **parts}).headers["location"]).text
        )
    assert desk.states()[4] == "pending"


def test_a_question_is_answered_by_a_deal_that_was_shown(desk: Desk) -> None:
    activity = desk.ids["question"]
    for given in ({"deal": 2, "shown": "2,1"}, {"deal": 3, "shown": "1,2"}, {"deal": 1, "shown": ""}):
        told = desk.form("answer", {"activity": activity, **given})
        assert "nothing was filed" in desk.page(told.headers["location"]).text
    assert f'href="/activity/{activity}"' in desk.page("/desk").text
    assert desk.form("answer", {"activity": activity, "deal": 2, "shown": "1,2"}).status == 303
    assert f'href="/activity/{activity}"' not in desk.page("/desk").text
    assert "You linked it" in desk.page(f"/activity/{activity}").text
    again = desk.form("answer", {"activity": activity, "deal": 1, "shown": "1,2"})
    assert "answered already" in desk.page(again.headers["location"]).text


def test_none_of_the_deals_is_an_answer(desk: Desk) -> None:
    activity = desk.ids["question"]
    assert desk.form("answer", {"activity": activity, "deal": "", "shown": "1,2"}).status == 303
    assert desk.page(f"/activity/{activity}").text.count("You took it off") == 2


def test_what_may_have_arrived_is_looked_up_and_what_waits_aside_is_tried_again(desk: Desk) -> None:
    told = desk.form("verify", {})
    assert "Try again later" in desk.page(told.headers["location"]).text
    assert desk.writer.looked_up == 1
    told = desk.form("retry", {"item": "quarantined-BadHeader-0"})
    page = desk.page(told.headers["location"]).text
    assert "read again with the next sync" in page
    assert "Try again" not in page
    assert "does not wait aside" in desk.page(desk.form("retry", {"item": "x"}).headers["location"]).text


def test_a_store_that_is_in_use_is_said_and_nothing_is_lost(desk: Desk, tmp_path: Path) -> None:
    from store import lock
    from store.database import Database

    other = Database.open(f"sqlite:///{tmp_path / 'store.db'}")
    with lock.writer(other):
        answer = desk.form("approve", NEXT)
    other.close()
    page = desk.page(answer.headers["location"]).text
    assert answer.status == 303
    assert "notice told warn" in page
    assert_untouched(desk)


def test_a_place_is_one_of_the_pages_own(desk: Desk) -> None:
    for place in ("//evil.example", "x\r\nSet-Cookie: a=b", "javascript:alert(1)", "é", "p-" + "1" * 60):
        answer = desk.form("approve", {**NEXT, "next": place})
        assert answer.headers["location"].startswith("/desk?said=")
        assert "#" not in answer.headers["location"]
        assert "set-cookie" not in answer.headers
