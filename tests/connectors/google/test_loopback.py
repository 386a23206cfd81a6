"""The browser's way back: one answer, to our question, on the exact path; everybody else gets nothing."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from connectors.oauth import PATH, Answer, Listener, pasted, read
from sync.errors import SignInUnfinished

STATE = "the-state-that-was-made-for-this-sign-in"


@pytest.fixture
def listener() -> Iterator[Listener]:
    with Listener(patience=20) as made:
        yield made


class Waiting:
    """A thread that waits for the browser."""

    def __init__(self, listener: Listener, issuer: str = "") -> None:
        self.port = urlsplit(listener.redirect).port
        self.answer: Answer | None = None
        self._thread = threading.Thread(target=self._wait, args=(listener, issuer))
        self._thread.start()

    def _wait(self, listener: Listener, issuer: str) -> None:
        self.answer = listener.wait(STATE, issuer)

    def ask(self, path: str, host: str = "", method: str = "GET") -> int:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request(method, path, headers={"Host": host or f"127.0.0.1:{self.port}"})
        status = connection.getresponse().status
        connection.close()
        return status

    def end(self) -> Answer | None:
        self._thread.join(20)
        return self.answer


def test_the_right_answer_ends_it(listener: Listener) -> None:
    waiting = Waiting(listener)
    assert waiting.ask(f"{PATH}?state={STATE}&code=4%2Fabc") == 200
    assert waiting.end() == Answer("4/abc", "")


def test_strangers_and_the_wrong_state_change_nothing(listener: Listener) -> None:
    waiting = Waiting(listener, "https://accounts.google.com")
    for path in (
        "/favicon.ico",
        f"/?state={STATE}&code=1",
        f"{PATH}/?state={STATE}&code=1",
        f"{PATH}?state=other&code=1",
        f"{PATH}?code=1",
        f"{PATH}?state={STATE}",
        f"{PATH}?state={STATE}&code=1&error=both",
        f"{PATH}?state={STATE}&code=1&iss=https%3A%2F%2Fevil.example",
    ):
        assert waiting.ask(path) == 404, path
    assert waiting.ask(f"{PATH}?state={STATE}&code=1", host="evil.example") == 404
    assert waiting.ask(f"{PATH}?state={STATE}&code=1", method="POST") == 501
    assert waiting.ask(f"{PATH}?state={STATE}&error=access_denied&iss=https%3A%2F%2Faccounts.google.com") == 200
    assert waiting.end() == Answer("", "access_denied")


def test_the_port_is_closed_afterwards(listener: Listener) -> None:
    waiting = Waiting(listener)
    waiting.ask(f"{PATH}?state={STATE}&code=1")
    waiting.end()
    listener.__exit__()
    with pytest.raises(OSError, match="refused"):
        waiting.ask(f"{PATH}?state={STATE}&code=2")


def test_nobody_comes_and_the_sign_in_ends() -> None:
    with Listener(patience=0) as listener, pytest.raises(SignInUnfinished):
        listener.wait(STATE)


def test_it_listens_on_this_machine_only(listener: Listener) -> None:
    assert urlsplit(listener.redirect).hostname == "127.0.0.1"


def test_an_address_that_was_pasted() -> None:
    assert pasted(f"  http://127.0.0.1:1{PATH}?state={STATE}&code=abc\n", STATE) == Answer("abc", "")
    for wrong in ("", "abc", f"http://127.0.0.1:1{PATH}?state=x&code=abc", "http://[::1", "\x00"):
        with pytest.raises(SignInUnfinished):
            pasted(wrong, STATE)


def test_an_answer_with_too_many_fields_is_refused() -> None:
    with pytest.raises(ValueError, match="fields"):
        read("&".join(f"a{n}=1" for n in range(100)), STATE)
