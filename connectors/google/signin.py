"""Consent and tokens: the system's browser, PKCE, a loopback redirect (RFC 8252); then access tokens out of the stored consent.

Scopes are the narrowest that serve the level: `gmail.metadata` lets no text through, whoever asks. Exactly one Gmail scope is asked
for: metadata beside a wider one would forbid what the wider one allows.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode, urlsplit

from connectors.http import Answer, Network
from connectors.oauth import Answer as Sent
from connectors.oauth import Listener, browse, pasted
from connectors.wire import json_values
from sync.errors import (
    AccessBlocked,
    BadSetting,
    BrokenAnswer,
    ConsentOver,
    NoPassword,
    ProviderBusy,
    RightMissing,
    SignInUnfinished,
)
from sync.model import Level

METADATA = "https://www.googleapis.com/auth/gmail.metadata"
READONLY = "https://www.googleapis.com/auth/gmail.readonly"
EVENTS = "https://www.googleapis.com/auth/calendar.events.owned.readonly"
CALENDARS = "https://www.googleapis.com/auth/calendar.calendarlist.readonly"
RIGHTS = {
    METADATA: "to see the headers of your mail",
    READONLY: "to read your mail",
    EVENTS: "to read the events of your own calendars",
    CALENDARS: "to see which calendars you have",
}
"""Scope → what it allows, in the rep's words."""
ISSUER = "https://accounts.google.com"
MARGIN = 60.0
"""Seconds before its end at which a token counts as over."""
TIMEOUT = 30.0
"""Seconds that the sign-in may be silent."""
MAX_FILE = 65_536
_ADMIN = frozenset({"admin_policy_enforced", "org_internal", "disallowed_useragent", "access_not_configured"})


class Client(NamedTuple):
    """An OAuth client of the desktop kind: a company's own, from the file that Google Cloud's console gives."""

    id: str
    secret: str
    auth_uri: str
    token_uri: str


class Consent(NamedTuple):
    """What is kept of a sign-in, encrypted: enough to get access tokens, and no more."""

    client: Client
    refresh_token: str
    scopes: tuple[str, ...]

    def text(self) -> str:
        """As it is stored."""
        return json.dumps({"client": self.client._asdict(), "refresh_token": self.refresh_token, "scopes": self.scopes})

    @classmethod
    def read(cls, text: str, account: str) -> Consent:
        """Raises NoPassword for what is none."""
        try:
            found = json.loads(text)
            return cls(Client(**found["client"]), str(found["refresh_token"]), tuple(found["scopes"]))
        except (ValueError, TypeError, KeyError) as error:
            raise NoPassword(account=account, why="what is stored is no consent of Google's") from error


def scopes(level: Level, *, calendar: bool = True) -> tuple[str, ...]:
    """The narrowest scopes for what is read."""
    mail = METADATA if level == "headers" else READONLY
    return (mail, EVENTS, CALENDARS) if calendar else (mail,)


def client(path: Path) -> Client:
    """The client in a file of Google Cloud's console. Raises BadSetting."""
    where = f"the file {path}"
    try:
        with path.open("rb") as file:
            found = json.loads(file.read(MAX_FILE))
    except (OSError, ValueError) as error:
        raise BadSetting(why=f"{path} cannot be read as a client file", where=where) from error
    desktop = found.get("installed") if isinstance(found, dict) else None
    if not isinstance(desktop, dict):
        why = f'{path} is no client file of the kind "Desktop app"'
        raise BadSetting(why=why, where=where)
    values = [desktop.get(name) for name in ("client_id", "client_secret", "auth_uri", "token_uri")]
    if not all(isinstance(value, str) and value for value in values):
        raise BadSetting(why=f"{path} lacks a client id, a secret or an address", where=where)
    made = Client(*map(str, values))
    for address in (made.auth_uri, made.token_uri):
        if not _is_safe(address):
            raise BadSetting(why=f"{path} names an address without encryption", where=where)
    return made


class Page(NamedTuple):
    """The consent page that was made for one sign-in."""

    url: str
    state: str
    flow: Any


def ask(
    made: Client,
    wanted: tuple[str, ...],
    address: str,
    *,
    show: Callable[[str], None],
    open_page: Callable[[str], bool] | None = None,
    paste: Callable[[], str] | None = None,
    patience: float | None = None,
) -> Consent:
    """Get the rep's consent in a browser. With `paste`, the browser is on another machine and its last address is typed in.

    Raises SignInUnfinished, AccessBlocked, RightMissing, ProviderBusy, Offline.
    """
    with Listener(*(() if patience is None else (patience,))) as listener:
        page = _page(made, wanted, address, listener.redirect)
        show(page.url)
        if paste is not None:
            answer = pasted(paste(), page.state, ISSUER if _is_google(made) else "")
        else:
            if open_page is not None:
                browse(open_page, page.url)
            answer = listener.wait(page.state, ISSUER if _is_google(made) else "")
    return _exchange(page, answer, made, wanted, address)


def _page(made: Client, wanted: tuple[str, ...], address: str, redirect: str) -> Page:
    from google_auth_oauthlib.flow import Flow

    config = {"installed": {"client_id": made.id, "client_secret": made.secret, "auth_uri": made.auth_uri,
                            "token_uri": made.token_uri}}  # fmt: skip
    flow = Flow.from_client_config(config, scopes=list(wanted), redirect_uri=redirect)
    # `consent` each time: without it Google gives no refresh token to whom it gave one before.
    url, state = flow.authorization_url(access_type="offline", prompt="consent", login_hint=address)
    return Page(url, state, flow)


def _exchange(page: Page, answer: Sent, made: Client, wanted: tuple[str, ...], address: str) -> Consent:
    if answer.error in _ADMIN:
        raise AccessBlocked(account=address, provider="Google", why="its administrator does not allow this client")
    if answer.error:
        raise SignInUnfinished(why="the consent was not given")
    token = _fetched(page, made, answer.code)
    granted = token.get("scope") or []
    granted = set(granted.split() if isinstance(granted, str) else granted)
    for scope in wanted:
        if granted and scope not in granted:
            raise RightMissing(account=address, provider="Google", right=RIGHTS[scope])
    refresh = token.get("refresh_token")
    if not isinstance(refresh, str) or not refresh:
        raise SignInUnfinished(why="Google gave no lasting consent")
    return Consent(made, refresh, wanted)


def _fetched(page: Page, made: Client, code: str) -> Mapping[str, Any]:
    """What the code is exchanged for, with the proof that it was us who asked (RFC 7636)."""
    form = {"grant_type": "authorization_code", "code": code, "client_id": made.id, "client_secret": made.secret,
            "redirect_uri": page.flow.redirect_uri, "code_verifier": page.flow.code_verifier}  # fmt: skip
    answer = _posted(made.token_uri, form)
    found = _object(answer, made.token_uri)
    if answer.status != 200 or found.get("error"):
        reason = json_values.text(found, "error")[:60] or answer.status
        raise SignInUnfinished(why=f"Google did not take the answer ({reason})")
    return found


def _posted(url: str, form: Mapping[str, str]) -> Answer:
    """A form to Google's sign-in: no redirects, the answer bounded. Raises Offline, BrokenAnswer."""
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
    with closing(Network(TIMEOUT)) as network:
        return network.send("POST", url, headers, urlencode(form).encode())


def _object(answer: Answer, url: str) -> dict[str, Any]:
    """Its JSON. Raises ProviderBusy for what is none: a page of somebody in between."""
    host = urlsplit(url).hostname or ""
    try:
        return json_values.read(answer.body, host)
    except BrokenAnswer as error:
        raise ProviderBusy(host=host) from error


class StoredTokens:
    """Access tokens from a stored consent; `load` and `save` reach the encrypted file. For several threads."""

    def __init__(
        self,
        account: str,
        load: Callable[[], str],
        save: Callable[[str], None],
        now: Callable[[], float] = time.time,
    ) -> None:
        self._account = account
        self._load = load
        self._save = save
        self._now = now
        self._lock = threading.Lock()
        self._token = ""
        self._until = 0.0

    def access(self) -> str:
        """A token for at least another minute. Raises ConsentOver, AccessBlocked, RightMissing, Offline, ProviderBusy."""
        with self._lock:
            if not self._token or self._now() >= self._until - MARGIN:
                self._renew()
            return self._token

    def refused(self, token: str) -> None:
        """Google did not take it: the next one is new."""
        with self._lock:
            if token == self._token:
                self._token = ""

    def _renew(self) -> None:
        consent = Consent.read(self._load(), self._account)
        found = _refreshed(consent, self._account)
        rotated = found.get("refresh_token")
        if isinstance(rotated, str) and rotated and rotated != consent.refresh_token:
            self._save(consent._replace(refresh_token=rotated).text())  # durable before the new token is used
        granted = found.get("scope")
        for scope in consent.scopes if isinstance(granted, str) and granted else ():
            if scope not in str(granted).split():
                raise RightMissing(account=self._account, provider="Google", right=RIGHTS.get(scope, scope))
        seconds = found.get("expires_in")
        self._token = str(found.get("access_token", ""))
        self._until = self._now() + (seconds if isinstance(seconds, int) and 0 < seconds <= 86_400 else 3_600)
        if not self._token:
            raise ProviderBusy(host="Google")


def _refreshed(consent: Consent, account: str) -> Mapping[str, Any]:
    """The token endpoint's answer to a refresh (RFC 6749 §6)."""
    made = consent.client
    form = {"grant_type": "refresh_token", "refresh_token": consent.refresh_token, "client_id": made.id,
            "client_secret": made.secret}  # fmt: skip
    answer = _posted(made.token_uri, form)
    found = _object(answer, made.token_uri)
    error_code = found.get("error")
    if answer.status == 200 and not error_code:
        return found
    if error_code in _ADMIN:
        raise AccessBlocked(account=account, provider="Google", why="its administrator does not allow this client")
    if error_code in {"invalid_grant", "invalid_client", "unauthorized_client", "deleted_client", "invalid_rapt"}:
        raise ConsentOver(account=account, provider="Google", why=_OVER.get(str(error_code), _OVER["invalid_grant"]))
    raise ProviderBusy(host=urlsplit(made.token_uri).hostname)


_OVER = {
    "invalid_grant": "the consent was taken back, or ended with a new password",
    "invalid_client": "the client that it was given to is not known any more",
    "unauthorized_client": "the client that it was given to may not do this any more",
    "deleted_client": "the client that it was given to was deleted",
}


def revoke(text: str, account: str) -> None:
    """Take a stored consent back (RFC 7009). One that is over already counts. Raises Offline, ProviderBusy, NoPassword."""
    consent = Consent.read(text, account)
    where = consent.client.token_uri.rpartition("/")[0] + "/revoke"
    answer = _posted(where, {"token": consent.refresh_token})
    if answer.status not in {200, 400}:  # 400: Google knows the token no more
        raise ProviderBusy(host=urlsplit(where).hostname)


def _is_google(made: Client) -> bool:
    return (urlsplit(made.auth_uri).hostname or "").endswith(".google.com")


def _is_safe(address: str) -> bool:
    """Encrypted, or this very machine."""
    found = urlsplit(address)
    return found.scheme == "https" or (found.scheme == "http" and found.hostname in {"127.0.0.1", "localhost", "::1"})
