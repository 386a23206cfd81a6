"""The rep signs in: in a browser, with PKCE and a loopback redirect (RFC 8252), or by a code on another device (RFC 8628)."""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, urlencode

from connectors.http import Wire
from connectors.microsoft.denials import denied
from connectors.microsoft.identity import RIGHTS, Client, application, scopes
from connectors.oauth import PATIENCE, Listener, browse, pasted
from sync.errors import BrokenAnswer, RightMissing, SignInUnfinished

WAY_BACK = ("localhost", "/")
"""Microsoft lets the port of a loopback address be any, and nothing else: what is registered is http://localhost, without a path."""
_READS_MORE = {"Mail.ReadBasic": "Mail.Read", "Calendars.ReadBasic": "Calendars.Read"}


def ask(
    client: Client,
    wanted: tuple[str, ...],
    address: str,
    *,
    show: Callable[[str], None],
    open_page: Callable[[str], bool] | None = None,
    paste: Callable[[], str] | None = None,
    patience: float = PATIENCE,
    wire: Wire | None = None,
) -> str:
    """MSAL's cache, as text, after the consent in a browser. With `paste`, the browser is on another machine and its last address is typed in.

    Raises SignInUnfinished, ApprovalNeeded, RulesForbid, LicenceGone, RightMissing, BadSetting, ProviderBusy, Offline.
    """
    app, cache = _application(client, wire)
    host, path = WAY_BACK
    with Listener(patience, host=host, path=path) as listener:
        flow = _flow(app, client, wanted, address, listener.redirect.removesuffix("/"))
        page = str(flow.get("auth_uri", ""))
        if not page.startswith(client.base + "/"):
            raise BrokenAnswer(host=client.base, why="its page for the sign-in lies elsewhere")
        show(page)
        if paste is not None:
            answer = pasted(paste(), flow["state"])
        else:
            if open_page is not None:
                browse(open_page, page)
            answer = listener.wait(flow["state"])
    if answer.error:
        raise denied({"error": answer.error, "error_description": answer.detail}, address, asked=True)
    try:
        found = app.acquire_token_by_auth_code_flow(flow, {"code": answer.code, "state": flow["state"]})
    except (ValueError, RuntimeError) as error:  # MSAL's words for an ID token that is not for us
        raise SignInUnfinished(why="Microsoft's answer is not for this sign-in") from error
    return _kept(found, cache, wanted, address)


def ask_by_code(
    client: Client,
    wanted: tuple[str, ...],
    address: str,
    *,
    show: Callable[[str, str], None],
    stop: Callable[[], bool] = lambda: False,
    wire: Wire | None = None,
) -> str:
    """The same without a browser here: `show` gets the page's address and the code to enter there. Raises as `ask`."""
    app, cache = _application(client, wire)
    flow = app.initiate_device_flow(scopes(client, wanted))
    code, page = str(flow.get("user_code", ""))[:40], str(flow.get("verification_uri", ""))[:200]
    if "error" in flow or not code or not page.startswith("https://"):
        raise denied(flow, address, asked=True)
    show(page, code)
    found = app.acquire_token_by_device_flow(flow, exit_condition=lambda flow: stop() or _is_over(flow))
    return _kept(found, cache, wanted, address)


def for_admin(client: Client, wanted: tuple[str, ...], address: str) -> str:
    """What the rep forwards to the administrator: who asks for what, why it is harmless, and where it is allowed."""
    tenant = client.tenant if client.tenant not in {"common", "consumers"} else "organizations"
    query = {"client_id": client.id, "scope": " ".join(scopes(client, wanted)), "redirect_uri": "http://localhost"}
    link = f"{client.base}/{quote(tenant, safe='')}/v2.0/adminconsent?{urlencode(query, quote_via=quote)}"
    listed = "\n".join(f"  {right} (delegated): {RIGHTS[right]}" for right in wanted)
    return f"""\
Please allow Repside to read my own mailbox

Hello,

I use Repside, a program on my own computer that keeps a history of my customer mail and meetings for me. It signs in as me,
reads my own mailbox and calendars, and can neither change nor send anything. What it reads stays on my computer.

Account: {address or "mine"}
Application (client) ID: {client.id}
Rights, all delegated and read-only:
{listed}

If our company asks for an administrator's approval, this link gives it (an empty page at the end is right):
{link}

If a sign-in rule (conditional access) holds it back, the sign-in log of Microsoft Entra names the rule under that application ID.
If the mailbox itself is closed to me, please check my Exchange Online licence.

Thank you."""


def _flow(app: Any, client: Client, wanted: tuple[str, ...], address: str, redirect: str) -> Any:
    """The page, and the secrets of its answer."""
    hint = {"login_hint": address} if address else {"prompt": "select_account"}
    with warnings.catch_warnings():
        # MSAL would have the answer posted; browsers warn of a form that goes to a page without encryption, as ours is (RFC 8252).
        warnings.simplefilter("ignore", UserWarning)
        return app.initiate_auth_code_flow(scopes(client, wanted), redirect_uri=redirect, **hint)


def _application(client: Client, wire: Wire | None) -> tuple[Any, Any]:
    import msal

    cache = msal.SerializableTokenCache()
    return application(client, cache, wire), cache


def _kept(found: Any, cache: Any, wanted: tuple[str, ...], address: str) -> str:
    if not isinstance(found, dict) or not found.get("access_token"):
        raise denied(found if isinstance(found, dict) else {}, address, asked=True)
    granted = {scope.rpartition("/")[2].lower() for scope in str(found.get("scope") or "").split()}
    for right in wanted:
        if granted and not granted & {right.lower(), _READS_MORE.get(right, right).lower()}:
            raise RightMissing(account=address or "this mailbox", provider="Microsoft", right=RIGHTS[right])
    if not any(cache.search(cache.CredentialType.REFRESH_TOKEN)):
        raise SignInUnfinished(why="Microsoft gave no lasting consent")
    return str(cache.serialize())


def _is_over(flow: Any) -> bool:
    return float(flow.get("expires_at", 0)) < time.time()
