"""The rep's consent at Salesforce: the system's browser, PKCE, and a loopback address that the connected app has registered.

Salesforce wants the whole address of the way back registered, its port included, so the port is a fixed one.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

from connectors.crm.salesforce_tokens import Consent
from connectors.http import Wire
from connectors.oauth import Answer, Listener, browse, pasted
from connectors.wire import json_values
from connectors.wire.json_values import text
from sync.errors import AccessBlocked, BrokenAnswer, SignInUnfinished

PORT = 1717
"""Of the way back: http://localhost:1717/repside"""
SCOPES = "api refresh_token"
_BLOCKED = frozenset({"OAUTH_APP_BLOCKED", "OAUTH_APPROVAL_ERROR_GENERIC", "invalid_client_id"})


class SignedIn(NamedTuple):
    """What a sign-in brings."""

    consent: Consent
    instance: str
    """Where the organisation's records are."""
    user: str
    """The rep's user name there."""


def ask(
    login: str,
    client: str,
    network: Wire,
    *,
    show: Callable[[str], None],
    open_page: Callable[[str], bool] | None = None,
    paste: Callable[[], str] | None = None,
    port: int = PORT,
) -> SignedIn:
    """Get the consent. With `paste`, the browser is on another machine and its last address is typed in.

    Raises SignInUnfinished, AccessBlocked, Offline, BrokenAnswer.
    """
    verifier, state = secrets.token_urlsafe(64), secrets.token_urlsafe(32)
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
    with Listener(host="localhost", port=port) as listener:
        query = {"response_type": "code", "client_id": client, "redirect_uri": listener.redirect, "scope": SCOPES,
                 "state": state, "code_challenge": challenge, "code_challenge_method": "S256"}  # fmt: skip
        url = f"{login}/services/oauth2/authorize?{urlencode(query)}"
        show(url)
        if paste is not None:
            answer = pasted(paste(), state)
        else:
            if open_page is not None:
                browse(open_page, url)
            answer = listener.wait(state)
        return _exchanged(
            login, client, network, answer, {"code_verifier": verifier, "redirect_uri": listener.redirect}
        )


def _exchanged(login: str, client: str, network: Wire, answer: Answer, form: dict[str, str]) -> SignedIn:
    if answer.error in _BLOCKED:
        raise AccessBlocked(account="your user", provider="Salesforce", why="the connected app is blocked or not known")
    if answer.error:
        raise SignInUnfinished(why="the consent was not given")
    form |= {"grant_type": "authorization_code", "client_id": client, "code": answer.code}
    named = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
    found = network.send("POST", f"{login}/services/oauth2/token", named, urlencode(form).encode())
    if found.status != 200:
        raise SignInUnfinished(why="Salesforce did not take its own answer")
    host = urlsplit(login).hostname or login
    given = json_values.read(found.body, host)
    token, refresh, instance = (text(given, name) for name in ("access_token", "refresh_token", "instance_url"))
    if not token or not instance.startswith(("https://", "http://127.0.0.1:", "http://localhost:")):
        raise BrokenAnswer(host=host, why="an answer without a token")
    if not refresh:
        raise AccessBlocked(
            account="your user", provider="Salesforce", why="the connected app lacks the right refresh_token"
        )
    return SignedIn(Consent(login, client, "", refresh), instance.rstrip("/"), who(login, token, network))


def who(login: str, token: str, network: Wire) -> str:
    """The user name of whoever the token is of; empty when Salesforce does not say."""
    found = network.send("GET", f"{login}/services/oauth2/userinfo", {"Authorization": f"Bearer {token}"}, None)
    return text(json_values.read(found.body, login), "preferred_username") if found.status == 200 else ""
