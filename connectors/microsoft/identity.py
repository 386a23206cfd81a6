"""Microsoft's sign-in: which application asks, where, for which rights. MSAL speaks with it, over our own network.

Addresses come from the table of clouds, never from a look-up: MSAL's own discovery of instances is off, and what the sign-in's
configuration names must lie at the same place.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlencode, urlsplit

from connectors.http import Network, Wire, retry_after
from connectors.microsoft.options import CLOUDS
from sync.errors import BadSetting, BrokenAnswer, ProviderBusy
from sync.model import Level

if TYPE_CHECKING:
    from msal import PublicClientApplication, SerializableTokenCache

TIMEOUT = 30.0
"""Seconds that the sign-in may be silent."""
RIGHTS = {
    "User.Read": "to see your name and addresses",
    "Mail.ReadBasic": "to see the headers of your mail, no text",
    "Mail.Read": "to read your mail",
    "Calendars.ReadBasic": "to see when you meet whom, no text",
    "Calendars.Read": "to read your calendars",
}
"""Right → what it allows, in the rep's words. All of them delegated: the rep's own mailbox, as the rep."""


class Client(NamedTuple):
    """The application that a company has registered, and where."""

    id: str
    tenant: str = "common"
    cloud: str = "global"
    login: str = ""
    """Another server in the place of the cloud's sign-in."""
    graph: str = ""
    """Another server in the place of the cloud's Graph."""
    ca: str = ""

    @property
    def authority(self) -> str:
        """Where the rep signs in."""
        return f"{self.base}/{self.tenant}"

    @property
    def base(self) -> str:
        """The sign-in's address, without the tenant."""
        return self.login or CLOUDS[self.cloud].login

    @property
    def hosts(self) -> tuple[str, ...]:
        """All hosts that this account talks to."""
        cloud = CLOUDS[self.cloud]
        places = (self.login or cloud.login, self.graph or cloud.graph, *(() if self.login else cloud.also))
        return tuple(urlsplit(place).hostname or "" for place in places)

    @property
    def service(self) -> str:
        """Graph's address."""
        return self.graph or CLOUDS[self.cloud].graph


def rights(level: Level, *, calendar: bool = True) -> tuple[str, ...]:
    """The least that serves the level: Graph itself then lets no text through at `headers`."""
    basic = level == "headers"
    mail = ("User.Read", "Mail.ReadBasic" if basic else "Mail.Read")
    return (*mail, "Calendars.ReadBasic" if basic else "Calendars.Read") if calendar else mail


def scopes(client: Client, wanted: tuple[str, ...]) -> list[str]:
    """Rights as scopes of the cloud's own Graph."""
    return [f"{CLOUDS[client.cloud].graph}/{right}" for right in wanted]


def application(client: Client, cache: SerializableTokenCache, wire: Wire | None = None) -> PublicClientApplication:
    """MSAL's application. Asks the sign-in for its configuration. Raises BadSetting, Offline, ProviderBusy, BrokenAnswer."""
    import msal

    try:
        return msal.PublicClientApplication(
            client.id,
            authority=client.authority,
            token_cache=cache,
            http_client=_Http(client, wire),
            instance_discovery=False,
        )
    except ValueError as error:  # MSAL's word for a tenant that the sign-in does not know
        why = f"Microsoft knows no company {client.tenant}"
        raise BadSetting(why=why, where="the tenant (--tenant)") from error


class _Response(NamedTuple):
    """As MSAL reads an answer."""

    status_code: int
    headers: Mapping[str, str]
    text: str

    def raise_for_status(self) -> None:
        """Refusals are JSON and read by MSAL; what else fails never gets here."""


class _Http:
    """The network, as MSAL uses one: no redirects, one place, answers bounded, trouble as our errors."""

    def __init__(self, client: Client, wire: Wire | None) -> None:
        self._client = client
        self._given = wire
        logins = (client.base, *(() if client.login else CLOUDS[client.cloud].also))
        self._places = {_place(login) for login in logins}

    def get(self, url: str, params: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None,
            **_: Any) -> _Response:  # fmt: skip
        """A GET."""
        return self._send("GET", url, params, headers or {}, None)

    def post(self, url: str, params: Mapping[str, str] | None = None, data: Any = None,
             headers: Mapping[str, str] | None = None, **_: Any) -> _Response:  # fmt: skip
        """A form."""
        named = {"Content-Type": "application/x-www-form-urlencoded", **(headers or {})}
        return self._send("POST", url, params, named, urlencode(data or {}).encode())

    def close(self) -> None:
        """Nothing is kept open that matters."""

    @cached_property
    def _wire(self) -> Wire:
        return self._given or Network(TIMEOUT, self._client.ca)

    def _send(
        self, method: str, url: str, params: Mapping[str, str] | None, headers: Mapping[str, str], body: bytes | None
    ) -> _Response:
        host = urlsplit(self._client.base).hostname or ""
        if _place(url) not in self._places:
            raise BrokenAnswer(host=host, why="it sends us elsewhere")
        full = f"{url}{'&' if '?' in url else '?'}{urlencode(params)}" if params else url
        answer = self._wire.send(method, full, headers, body)
        if answer.status == 429 or answer.status >= 500:
            raise ProviderBusy(host=host, retry_after=retry_after(answer.headers))
        if answer.status >= 300 and answer.status < 400:
            raise BrokenAnswer(host=host, why="it sends us elsewhere")
        text = answer.body.decode("utf-8", "replace")
        if not text.lstrip().startswith("{"):  # MSAL would print what it cannot read, and it may hold a token
            raise BrokenAnswer(host=host, why="no JSON")
        return _Response(answer.status, dict(answer.headers), text)


def _place(url: str) -> tuple[str, str]:
    found = urlsplit(url)
    return found.scheme.lower(), found.netloc.lower()
