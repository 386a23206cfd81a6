"""Who may ask what: every request passes here before any route, and every answer leaves with the same headers.

The order is fixed: the Host header (a web page that rebinds its name to 127.0.0.1 stops here), then the method (nothing can be
changed through the view, but by the forms of the review desk), then the session. The page that lets a rep in is GET /enter/SECRET.

A form of the desk must come from a page of this very origin: its Origin header is there, once, and is the Host that it was sent to;
Sec-Fetch-Site, where the browser sends it, is same-origin. What the desk asks for besides, its token, stands in view/desk.py. With
`Referrer-Policy: no-referrer` a browser sends `Origin: null` with its forms, so the desk's own answers say `same-origin`: to other
sites that is the same.

The secret is made at each start, has 256 bits and works until the process ends. It could be spent by its first use; then the
link that stands in the terminal would be dead for a second browser, and nothing would be gained: whoever can read the rep's
terminal or browser history can read the rep's files as well. Other users of the machine see neither. It is never logged, and the
browser is sent on at once, so that it does not stay in the address bar. A link that must travel through another program's
arguments, which other users can see, is a ticket: it works once.
"""

from __future__ import annotations

import hmac
import logging
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}
"""Sent with every answer, errors included."""

DESK = "/desk"
"""The review desk, and with a slash what its forms are sent to."""
_SAFE = frozenset({"GET", "HEAD"})
_OPEN = ("/static/", "/enter/")
_DESK_HEADERS = {**HEADERS, "Referrer-Policy": "same-origin"}
_log = logging.getLogger(__name__)


def _token() -> str:
    return secrets.token_urlsafe(32)


@dataclass
class Door:
    """What one running view lets in: exact Host values, the launch secret, and the session that it is exchanged for."""

    hosts: frozenset[str]
    cookie: str = "repside"
    """Cookies know no ports: the server adds its own, so that two views do not sign each other out."""
    secret: str = field(default_factory=_token, repr=False)
    session: str = field(default_factory=_token, repr=False)
    decides: bool = False
    """Whether the review desk takes decisions."""
    _tickets: set[str] = field(default_factory=set, repr=False)

    @property
    def token(self) -> str:
        """Stands in every form of the desk: no other site can read it, and it is of this session alone."""
        return hmac.new(self.session.encode(), b"desk", "sha256").hexdigest()

    def made(self, token: str) -> bool:
        """Whether a form comes from a page of this session."""
        return _same(token, self.token)

    def ticket(self) -> str:
        """A secret for one entry."""
        ticket = _token()
        self._tickets.add(ticket)
        return ticket

    def opens(self, secret: str) -> bool:
        """Whether this is the launch secret, or a ticket, which is spent by asking."""
        if _same(secret, self.secret):
            return True
        spent = {ticket for ticket in self._tickets if _same(secret, ticket)}
        self._tickets -= spent
        return bool(spent)

    def knows(self, cookies: Mapping[str, str]) -> bool:
        """Whether the request comes with the session."""
        return _same(cookies.get(self.cookie, ""), self.session)


class Refusal(NamedTuple):
    """An answer without content: a status and its code."""

    status: int
    code: str


def refusal(door: Door, method: str, path: str, headers: Headers) -> Refusal | None:
    """Why a request is not let through; None when it is."""
    hosts = headers.getlist("host")
    if len(hosts) != 1 or hosts[0] not in door.hosts:
        return Refusal(421, "WRONG_HOST")
    if method not in _SAFE:
        if _foreign(door, headers):
            return Refusal(403, "FOREIGN_PAGE")
        if not (door.decides and method == "POST" and path.startswith(f"{DESK}/") and path != f"{DESK}/"):
            return Refusal(405, "READ_ONLY")
        if (
            headers.getlist("origin") != [f"http://{hosts[0]}"]
            or headers.get("sec-fetch-site", "same-origin") == "none"
        ):
            return Refusal(403, "FOREIGN_PAGE")
    if path.startswith(_OPEN) or door.knows(cookie_parser(headers.get("cookie", ""))):
        return None
    return Refusal(401, "NO_SESSION")


def _foreign(door: Door, headers: Headers) -> bool:
    """Whether another site's page sent this."""
    origin = headers.get("origin")
    ours = origin is None or origin in {f"http://{host}" for host in door.hosts}
    return not ours or headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}


def _of_desk(path: str) -> bool:
    return path == DESK or path.startswith(f"{DESK}/")


def _same(given: str, known: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), known.encode())


class Guard:
    """The outermost layer. `refused` shows a refusal or an error as a page."""

    def __init__(self, app: ASGIApp, door: Door, refused: ASGIApp) -> None:
        self._app = app
        self._door = door
        self._refused = refused

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check, pass on, and put the headers on whatever comes back."""
        if scope["type"] != "http":
            return  # there is no web socket to talk to
        headers = Headers(scope=scope)
        sent, desk = False, _of_desk(scope["path"])

        async def guarded(message: Message) -> None:
            nonlocal sent
            if message["type"] == "http.response.start":
                sent = True
                MutableHeaders(scope=message).update(_DESK_HEADERS if desk else HEADERS)
            await send(message)

        refused = refusal(self._door, scope["method"], scope["path"], headers)
        if refused is not None:
            scope["refusal"] = refused
            await self._refused(scope, receive, guarded)
            return
        try:
            await self._app(scope, receive, guarded)
        except Exception as error:  # the border: a stack could quote mail, so only the class's name is said
            _log.error(
                "a page failed: %s", type(error).__name__, extra={"error": error}
            )  # what hears it may keep the place
            if not sent:
                scope["refusal"] = Refusal(500, "FAILED")
                await self._refused(scope, receive, guarded)
