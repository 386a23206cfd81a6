"""The consent at Salesforce: PKCE, the registered way back, and what each refusal means. The browser is a request of our own."""

from __future__ import annotations

import base64
import hashlib
import json
import socket
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

from connectors.crm import salesforce_signin
from connectors.crm.salesforce_signin import SignedIn
from connectors.crm.salesforce_tokens import Consent
from connectors.http import Answer
from sync.errors import AccessBlocked, BrokenAnswer, SignInUnfinished
from tests.connectors.crm.faulty import said

LOGIN = "https://login.salesforce.com"
TOKENS = {"access_token": "canary-a", "refresh_token": "canary-r", "instance_url": "https://acme.my.salesforce.com"}


class Salesforce:
    """The page and the token endpoint. `sends`: what the browser comes back with, instead of a code."""

    def __init__(self, **sends: str) -> None:
        self.sends = sends
        self.tokens: Answer = said(200, TOKENS)
        self.asked: dict[str, str] = {}
        self.exchanged: dict[str, str] = {}

    def page(self, url: str) -> bool:
        """The browser opens the page, and is sent back at once."""
        self.asked = dict(parse_qsl(urlsplit(url).query))
        back = {"state": self.asked["state"], **(self.sends or {"code": "canary-code"})}
        try:
            urllib.request.urlopen(f"{self.asked['redirect_uri']}?{urlencode(back)}", timeout=20).read()  # noqa: S310  a loopback address
        except urllib.error.HTTPError as error:
            error.close()
        return True

    def send(self, method: str, url: str, headers: Mapping[str, str], body: bytes | None) -> Answer:
        if url == f"{LOGIN}/services/oauth2/userinfo":
            assert (method, headers["Authorization"]) == ("GET", "Bearer canary-a")
            return said(200, {"preferred_username": "rob@acme.example"})
        assert (method, url) == ("POST", f"{LOGIN}/services/oauth2/token")
        self.exchanged = dict(parse_qsl((body or b"").decode()))
        return self.tokens

    def cut(self) -> None:
        """Nothing is open."""


def ask(there: Salesforce, port: int = 0, **more: Callable[..., str]) -> SignedIn:
    shown: list[str] = []
    page = None if more else there.page
    found = salesforce_signin.ask(LOGIN, "key-1", there, show=shown.append, open_page=page, port=port, **more)
    assert shown[0].startswith(f"{LOGIN}/services/oauth2/authorize?")
    return found


def test_a_consent_is_given_with_proof_of_who_asked() -> None:
    there = Salesforce()
    assert ask(there) == SignedIn(
        Consent(LOGIN, "key-1", "", "canary-r"), "https://acme.my.salesforce.com", "rob@acme.example"
    )
    assert (there.asked["scope"], there.asked["code_challenge_method"]) == ("api refresh_token", "S256")
    assert there.asked["redirect_uri"].startswith("http://localhost:")
    hashed = hashlib.sha256(there.exchanged["code_verifier"].encode()).digest()
    assert base64.urlsafe_b64encode(hashed).decode().rstrip("=") == there.asked["code_challenge"]
    assert there.exchanged["redirect_uri"] == there.asked["redirect_uri"]
    assert there.exchanged["code"] == "canary-code"


@pytest.mark.parametrize(
    ("error", "expected"), [("access_denied", SignInUnfinished), ("OAUTH_APP_BLOCKED", AccessBlocked)]
)
def test_a_refusal_is_told_by_its_remedy(error: str, expected: type[Exception]) -> None:
    with pytest.raises(expected):
        ask(Salesforce(error=error))


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (said(400, {"error": "invalid_grant"}), SignInUnfinished),
        (said(200, {**TOKENS, "refresh_token": ""}), AccessBlocked),
        (said(200, {**TOKENS, "instance_url": "http://evil.example"}), BrokenAnswer),
        (Answer(200, {}, b"<html>"), BrokenAnswer),
    ],
)
def test_an_exchange_that_brings_no_consent(answer: Answer, expected: type[Exception]) -> None:
    there = Salesforce()
    there.tokens = answer
    with pytest.raises(expected) as caught:
        ask(there)
    assert "canary" not in str(caught.value)
    assert "canary" not in json.dumps(str(caught.value.args))


def test_another_browser_pastes_its_last_address() -> None:
    there = Salesforce()
    with pytest.raises(SignInUnfinished):
        ask(there, paste=lambda: "http://localhost:1717/repside?code=x&state=guess")
    assert there.exchanged == {}


def test_a_port_that_is_taken_is_told() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(SignInUnfinished, match="another program uses the port"):
            ask(Salesforce(), port=taken.getsockname()[1])
