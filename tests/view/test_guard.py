from __future__ import annotations

import pytest
from starlette.datastructures import Headers

from tests.view.conftest import Served
from view.guard import HEADERS, Door, Refusal, refusal

DOOR = Door(frozenset({"127.0.0.1:4000", "localhost:4000"}))
SESSION = f"repside={DOOR.session}"


def decide(method: str = "GET", path: str = "/", **headers: str) -> Refusal | None:
    named = {name.replace("_", "-"): value for name, value in ({"host": "127.0.0.1:4000"} | headers).items()}
    return refusal(DOOR, method, path, Headers(named))


def test_the_session_opens_every_page() -> None:
    assert decide(cookie=SESSION) is None
    assert decide("HEAD", "/activity/1", cookie=f"other=1; {SESSION}") is None


@pytest.mark.parametrize(
    "cookie",
    ["", "repside=", "repside=wrong", f"repside={DOOR.secret}", f"other={DOOR.session}", "repside=é"],
    ids=["none", "empty", "wrong", "launch secret", "other name", "not ascii"],  # the secrets differ in each process
)
def test_without_the_session_there_is_nothing(cookie: str) -> None:
    assert decide(cookie=cookie) == Refusal(401, "NO_SESSION")


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:4000",
        "127.0.0.1",
        "127.0.0.1:4001",
        "127.0.0.1:4000.evil.example",
        "",
        "[::1]:4000",
        "127.1:4000",
    ],
)
def test_only_the_exact_host_is_answered(host: str) -> None:
    assert decide(host=host, cookie=SESSION) == Refusal(421, "WRONG_HOST")
    assert decide("POST", "/static/view.css", host=host) == Refusal(421, "WRONG_HOST"), "before everything else"


def test_two_host_headers_or_none_are_refused() -> None:
    both = Headers(raw=[(b"host", b"127.0.0.1:4000"), (b"host", b"127.0.0.1:4000"), (b"cookie", SESSION.encode())])
    assert refusal(DOOR, "GET", "/", both) == Refusal(421, "WRONG_HOST")
    assert refusal(DOOR, "GET", "/", Headers({"cookie": SESSION})) == Refusal(421, "WRONG_HOST")


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"])
def test_nothing_can_be_changed(method: str) -> None:
    assert decide(method, cookie=SESSION) == Refusal(405, "READ_ONLY")
    assert decide(method, cookie=SESSION, origin="http://127.0.0.1:4000", sec_fetch_site="same-origin") == Refusal(
        405, "READ_ONLY"
    )


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:4001"},
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
        {"origin": "http://127.0.0.1:4000", "sec_fetch_site": "cross-site"},
    ],
)
def test_another_sites_page_is_told_so(headers: dict[str, str]) -> None:
    assert decide("POST", cookie=SESSION, **headers) == Refusal(403, "FOREIGN_PAGE")


def test_a_ticket_works_once_and_the_launch_secret_always() -> None:
    door = Door(frozenset())
    ticket = door.ticket()
    assert [door.opens(ticket), door.opens(ticket)] == [True, False]
    assert [door.opens(door.secret), door.opens(door.secret)] == [True, True]
    assert not door.opens("")
    assert not door.opens(door.session)


def test_secrets_are_long_differ_and_stay_out_of_repr() -> None:
    one, two = Door(frozenset()), Door(frozenset())
    values = {one.secret, one.session, one.ticket(), two.secret, two.session}
    assert len(values) == 5
    assert all(len(value) >= 43 for value in values), "256 bits"
    assert not any(value in repr(one) for value in (one.secret, one.session))


ROUTES = (
    "/history", "/history.json", "/timeline.json", "/activity/1", "/activity/1.json", "/contacts", "/contacts.json", "/contacts/1",
    "/contacts/1.json", "/companies", "/companies.json", "/companies/1", "/companies/1.json", "/deals", "/deals.json", "/deals/1",
    "/deals/1.json", "/accounts", "/accounts.json", "/receipt", "/receipt.json", "/receipt/items?state=held",
    "/receipt/items.json?state=skipped", "/shared", "/shared.json",
)  # fmt: skip


@pytest.mark.parametrize(
    "path", [*ROUTES, "/static/view.css", "/static/keys.js", "/static/live.js", "/static/icon.svg"]
)
def test_every_route_answers_with_every_header(served: Served, path: str) -> None:
    answer = served.page(path)
    assert answer.status == 200
    assert_safe(answer.headers)


@pytest.mark.parametrize("path", ROUTES)
def test_f80_every_route_needs_the_session(served: Served, path: str) -> None:
    answer = served.ask(path)
    assert answer.status == 401
    assert "NO_SESSION" in answer.text
    assert "repside view" in answer.text, "it says how to get in"
    assert_safe(answer.headers)
    assert not any(word in answer.text for word in ("Dana", "Pilot", "fernleaf"))


def test_f78_a_hostile_page_posts_and_nothing_is_changed(served: Served) -> None:
    before = served.store.read_bytes()
    for path in ("/", "/activity/1", "/deals/1", "/enter/x"):
        answer = served.ask(
            path, "POST", "x=1", cookie=served.cookie, origin="https://evil.example", sec_fetch_site="cross-site"
        )
        assert answer.status == 403
        assert_safe(answer.headers)
    ours = served.ask("/", "POST", "x=1", cookie=served.cookie, origin=served.base)
    assert (ours.status, ours.headers["allow"]) == (405, "GET, HEAD")
    assert served.store.read_bytes() == before


@pytest.mark.parametrize("path", ["/", "/static/view.css", "/nothing"])
def test_f79_a_rebound_name_is_refused_before_routing(served: Served, path: str) -> None:
    answer = served.page(path, host=f"evil.example:{served.serving.port}")
    assert (answer.status, "WRONG_HOST" in answer.text) == (421, True)
    assert_safe(answer.headers)
    assert served.page("/history", host=f"localhost:{served.serving.port}").status == 200


def test_the_way_in_sets_a_strict_cookie_and_leaves_the_address(served: Served) -> None:
    answer = served.ask(served.serving.link.removeprefix(served.base))
    assert (answer.status, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert "expires" not in cookie, "it ends with the browser's session"
    assert_safe(answer.headers)


def test_a_wrong_secret_is_a_page_without_a_cookie(served: Served) -> None:
    answer = served.ask("/enter/guess")
    assert answer.status == 401
    assert "set-cookie" not in answer.headers


def test_a_ticket_lets_one_browser_in(served: Served) -> None:
    path = served.serving.ticket().removeprefix(served.base)
    assert [served.ask(path).status, served.ask(path).status] == [303, 401]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/nothing", 404),
        ("/activity/999999", 404),
        ("/activity/99999999999999999999999", 404),
        ("/activity/x", 404),
        ("/activity/x.json", 404),
        ("/activity/-1", 404),
        ("/activity/%D9%A3", 404),
        ("/contacts/0", 404),
        ("/static/../app.py", 404),
        ("/static/%2e%2e%2fapp.py", 404),
        ("/static/nothing.css", 404),
        ("/activity/" + "9" * 5_000, 404),
    ],
)
def test_errors_are_a_code_and_a_sentence(served: Served, path: str, status: int) -> None:
    answer = served.page(path)
    assert answer.status == status
    assert "NOT_FOUND" in answer.text
    assert "Traceback" not in answer.text
    assert_safe(answer.headers)


def test_head_is_get_without_a_body(served: Served) -> None:
    answer = served.ask("/history", "HEAD", cookie=served.cookie)
    assert (answer.status, answer.text) == (200, "")


def assert_safe(headers: dict[str, str] | object) -> None:
    assert isinstance(headers, dict)
    assert {name: headers.get(name.lower()) for name in HEADERS} == HEADERS
    assert "server" not in headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
