"""Tokens out of MSAL's cache: renewed under the lock, kept before use, and what each refusal means. The sign-in's side is a server over TLS."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from connectors.http import Answer, Wire
from connectors.microsoft import signin
from connectors.microsoft.identity import Client, application, rights, scopes
from connectors.microsoft.options import CLOUDS
from connectors.microsoft.tokens import StoredTokens
from sync.errors import (
    ApprovalNeeded,
    BadSetting,
    BrokenAnswer,
    ConsentOver,
    LicenceGone,
    NoPassword,
    Offline,
    ProviderBusy,
    RepsideError,
    RightMissing,
    RulesForbid,
    SignInUnfinished,
)
from tests.connectors.microsoft.fake import Graph
from tests.connectors.microsoft.server import CLIENT, Server, denial
from tests.ports import free_port

ROB = "rob@seller.example"
WANTED = rights("preview")


class Vault:
    """A sign-in in memory; what was saved, and whether it was alone."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.saves = 0
        self.inside = 0
        self.crowded = False
        self._lock = threading.Lock()

    def load(self) -> str:
        return self.text

    def save(self, text: str) -> None:
        self.saves += 1
        self.text = text

    @contextmanager
    def alone(self) -> Iterator[None]:
        with self._lock:
            self.inside += 1
            self.crowded |= self.inside > 1
            yield
            self.inside -= 1


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with Server(Graph(ROB), tmp_path) as made:
        yield made


def client(server: Server, **more: Any) -> Client:
    return Client(CLIENT, login=server.base, graph=server.base, ca=str(server.ca))._replace(**more)


@pytest.fixture
def vault(server: Server) -> Vault:
    """After a sign-in by a code."""
    return Vault(signin.ask_by_code(client(server), WANTED, ROB, show=lambda *_: None))


def tokens(server: Server, vault: Vault, **more: Any) -> StoredTokens:
    return StoredTokens("it", client(server), WANTED, vault, **more)


def test_a_token_is_taken_from_the_cache_and_renewed_when_it_is_over(server: Server, vault: Vault) -> None:
    now = [1_000.0]
    made = tokens(server, vault, now=lambda: now[0])
    first = made.access()
    assert made.access() == first
    assert len(server.forms) == 1, "the sign-in alone asked"
    now[0] += 3_590
    assert made.access() == first, "MSAL goes by its own clock: the cached one is still good"
    made.refused(first)
    assert made.access() != first
    assert [form["grant_type"] for form in server.forms][1:] == ["refresh_token"]


def test_17_F42_the_new_refresh_token_is_kept_before_its_token_is_used(server: Server, vault: Vault) -> None:
    made = tokens(server, vault)
    made.refused(made.access())
    fresh = made.access()
    assert vault.saves == 1
    assert fresh in vault.text
    assert next(iter(server.refresh)) in vault.text
    again = tokens(server, vault)
    again.refused(again.access())
    assert again.access() != fresh, "another start goes on with what was kept"


def test_17_one_lock_over_all_who_renew(server: Server, vault: Vault) -> None:
    """Four starts whose token was refused: one asks, the others find what it was given."""
    made = [tokens(server, vault) for _ in range(4)]
    for one in made:
        one.refused(one.access())
    with ThreadPoolExecutor(4) as pool:
        found = set(pool.map(lambda one: one.access(), made))
    assert len(found) == 1
    assert not vault.crowded
    assert len([form for form in server.forms if form["grant_type"] == "refresh_token"]) == 1


@pytest.mark.parametrize(
    ("number", "more", "error"),
    [
        (50173, {}, ConsentOver),
        (700082, {}, ConsentOver),
        (70043, {"suberror": "bad_token"}, ConsentOver),
        (50076, {"error": "interaction_required", "suberror": "basic_action"}, ConsentOver),
        (50158, {"error": "interaction_required", "claims": '{"access_token":{}}'}, ConsentOver),
        (65001, {"suberror": "consent_required"}, RightMissing),
        (90094, {}, ApprovalNeeded),
        (53000, {}, RulesForbid),
        (53003, {"suberror": "message_only"}, RulesForbid),
        (50057, {}, LicenceGone),
        (700016, {"error": "unauthorized_client"}, BadSetting),
        (7000218, {"error": "invalid_client"}, BadSetting),
        (90033, {"error": "temporarily_unavailable"}, ProviderBusy),
        (99999, {"error": "something_new"}, ProviderBusy),
    ],
)
def test_17_each_refusal_has_its_remedy(
    server: Server, vault: Vault, number: int, more: dict[str, Any], error: type[RepsideError]
) -> None:
    made = tokens(server, vault)
    made.refused(made.access())
    server.token_says = {**denial(number), **more}
    with pytest.raises(error) as caught:
        made.access()
    words = f"{caught.value.sentence} {caught.value.action}"
    assert "AADSTS" not in words
    assert "Trace" not in words
    server.token_says = {}
    again = tokens(server, vault)  # MSAL itself asks again after a minute at the earliest
    again.refused(again.access())
    assert again.access()


@pytest.mark.parametrize("status", [429, 500, 503])
def test_17_F27_a_sign_in_in_trouble_is_no_end_of_the_consent(server: Server, vault: Vault, status: int) -> None:
    made = tokens(server, vault)
    made.refused(made.access())
    server.token_says, server.status = {"error": "x"}, status
    with pytest.raises(ProviderBusy):
        made.access()


def test_17_no_network_is_no_end_of_the_consent(server: Server, vault: Vault) -> None:
    made = StoredTokens("it", client(server, login=f"https://localhost:{free_port()}"), WANTED, vault)
    with pytest.raises(Offline):
        made.access()


def test_F20_a_certificate_that_nobody_knows_gets_no_secret(server: Server, vault: Vault) -> None:
    made = StoredTokens("it", client(server, ca=""), WANTED, vault)
    before = len(server.forms)
    with pytest.raises(Offline, match="certificate"):
        made.access()
    assert len(server.forms) == before


@pytest.mark.parametrize("text", ["", "no json", "[]", "{}", '{"Account": 7}', '{"RefreshToken": {"a": {}}}'])
def test_what_is_no_sign_in_is_said_to_be_none(server: Server, text: str) -> None:
    with pytest.raises(NoPassword):
        tokens(server, Vault(text)).access()


class Scripted:
    """A sign-in whose answers are given."""

    def __init__(self, *answers: Answer) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []

    def send(self, method: str, url: str, headers: object, body: object) -> Answer:
        del headers, body
        self.asked.append(f"{method} {url}")
        return self.answers.pop(0)

    def cut(self) -> None:
        """Nothing is open."""


def _json(found: object) -> Answer:
    return Answer(200, {"content-type": "application/json"}, json.dumps(found).encode())


@pytest.mark.parametrize(
    "where",
    ["https://evil.example", "https://login.microsoftonline.com.evil.example", "https://login.microsoftonline.com:444"],
)
def test_2_nothing_is_sent_to_a_token_endpoint_elsewhere(where: str) -> None:
    good = CLOUDS["global"].login
    places = {"issuer": good, "authorization_endpoint": f"{good}/a", "token_endpoint": f"{where}/common/oauth2/v2.0/token",
              "device_authorization_endpoint": f"{where}/common/oauth2/v2.0/devicecode"}  # fmt: skip
    wire: Wire = Scripted(_json(places))
    with pytest.raises(BrokenAnswer, match="sends us elsewhere"):
        signin.ask_by_code(Client(CLIENT), WANTED, ROB, show=lambda *_: None, wire=wire)


def test_what_is_no_json_is_never_shown_to_anybody(capfd: pytest.CaptureFixture[str]) -> None:
    """MSAL would print an answer that it cannot read."""
    wire = Scripted(Answer(200, {}, b"<html>canary-secret"))
    with pytest.raises(BrokenAnswer):
        signin.ask_by_code(Client(CLIENT), WANTED, ROB, show=lambda *_: None, wire=wire)
    said = capfd.readouterr()
    assert "canary" not in said.out + said.err


@pytest.mark.parametrize(
    ("cloud", "host"),
    [("global", "login.microsoftonline.com"), ("us", "login.microsoftonline.us"), ("us-dod", "login.microsoftonline.us"),
     ("china", "login.partner.microsoftonline.cn")],
)  # fmt: skip
def test_each_cloud_has_its_own_sign_in_and_its_own_rights(cloud: str, host: str) -> None:
    made = Client(CLIENT, "seller.example", cloud)
    place = f"https://{host}/seller.example"
    wire = Scripted(_json({"issuer": place, "authorization_endpoint": f"{place}/a", "token_endpoint": f"{place}/t"}))
    import msal

    application(made, msal.SerializableTokenCache(), wire)
    assert wire.asked == [f"GET {place}/v2.0/.well-known/openid-configuration"], "no look-up of clouds elsewhere"
    assert all(scope.startswith(CLOUDS[cloud].graph + "/") for scope in scopes(made, WANTED))
    assert host in made.hosts
    assert host in signin.for_admin(made, WANTED, ROB)


def test_18_the_least_rights_and_never_others_mail() -> None:
    assert rights("headers") == ("User.Read", "Mail.ReadBasic", "Calendars.ReadBasic")
    assert rights("text", calendar=False) == ("User.Read", "Mail.Read")
    asked = {right for level in ("headers", "preview", "text") for right in rights(level)}
    assert not [right for right in asked if "Shared" in right or "Write" in right or ".All" in right or "Send" in right]


def test_a_code_that_is_not_entered_ends_by_itself(server: Server) -> None:
    server.entered = False
    shown: list[tuple[str, str]] = []
    with pytest.raises(SignInUnfinished, match="not entered in time"):
        signin.ask_by_code(client(server), WANTED, ROB, show=lambda *said: shown.append(said), stop=lambda: True)
    assert shown == [(f"{server.base}/devicelogin", "ABCD-1234")]


def test_a_code_that_was_declined(server: Server) -> None:
    server.token_says = {"error": "authorization_declined"}
    with pytest.raises(SignInUnfinished, match="consent was not given"):
        signin.ask_by_code(client(server), WANTED, ROB, show=lambda *_: None)


def test_rights_that_say_more_serve_too(server: Server) -> None:
    server.grants = ["User.Read", "mail.read", "Calendars.Read", "openid"]
    assert signin.ask_by_code(client(server), rights("headers"), ROB, show=lambda *_: None)
