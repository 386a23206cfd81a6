"""The browser's way back (RFC 8252 §7.3): one answer on a loopback port, from the provider that was asked, or none.

The port is random, or the one that is registered at a provider, and only this machine reaches it; the path must be exact, the `state` is
compared in constant time, and the listener is gone after one answer or five minutes. Whoever else knocks gets a plain "no" and changes nothing.
"""

from __future__ import annotations

import hmac
import socket
import threading
import time
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, HTTPServer
from socketserver import TCPServer
from typing import Any, NamedTuple, Self
from urllib.parse import parse_qsl, urlsplit

from sync.errors import SignInUnfinished

PATH = "/repside"
PATIENCE = 300.0
"""Seconds that the rep has for the browser's pages."""
MAX_LINE = 16_384
_PAGE = (
    "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'><title>Repside</title>"
    "<style>body{{font:1.1rem/1.6 system-ui,sans-serif;max-width:32rem;margin:20vh auto;padding:0 1.5rem}}</style>"
    "<h1>{title}</h1><p>{words}</p></html>"
)


class Answer(NamedTuple):
    """What the provider sent the browser back with."""

    code: str
    error: str
    """The provider's error code; empty when there is a code."""
    detail: str = ""
    """What it says beside its error, cut short. For codes in it; never shown."""


def read(query: str, state: str, issuer: str = "") -> Answer | None:
    """The answer in a redirect's query; None when it is none to our question. `issuer`: as RFC 9207 names it, when it is named."""
    found = dict(parse_qsl(query, keep_blank_values=True, max_num_fields=50))
    if not hmac.compare_digest(found.get("state", "").encode(), state.encode()):
        return None
    if issuer and found.get("iss", issuer) != issuer:
        return None
    code, error = found.get("code", ""), found.get("error", "")
    return Answer(code, error, found.get("error_description", "")[:500]) if bool(code) != bool(error) else None


def pasted(address: str, state: str, issuer: str = "") -> Answer:
    """The answer in an address that the rep copied from another machine's browser. Raises SignInUnfinished."""
    try:
        answer = read(urlsplit(address.strip()[:MAX_LINE]).query, state, issuer)
    except ValueError:
        answer = None
    if answer is None:
        raise SignInUnfinished(why="that is not the address at which the browser ended")
    return answer


class Listener:
    """Waits for the browser. Use as a context: the port is closed at its end."""

    def __init__(self, patience: float = PATIENCE, host: str = "127.0.0.1", path: str = PATH, port: int = 0) -> None:
        self._patience = patience
        try:
            self._server = _Server(("127.0.0.1", port), _Handler)
        except OSError as error:
            raise SignInUnfinished(why=f"another program uses the port {port}") from error
        self._server.expected_at = (f"{host}:{self._server.server_port}", path)
        self.redirect = f"http://{host}:{self._server.server_port}{path}"
        """What the provider is told to send the browser back to."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._server.server_close()

    def wait(self, state: str, issuer: str = "", stop: Callable[[], bool] = lambda: False) -> Answer:
        """The one answer. Raises SignInUnfinished when none comes in time."""
        self._server.expected = lambda query: read(query, state, issuer)
        until = time.monotonic() + self._patience
        self._server.timeout = 0.25
        while self._server.answer is None:
            if time.monotonic() > until or stop():
                raise SignInUnfinished(why="nothing came back from the browser within five minutes")
            self._server.handle_request()
        return self._server.answer


class _Server(HTTPServer):
    """One request at a time, each with a time limit of its own."""

    allow_reuse_address = False
    answer: Answer | None = None
    expected_at: tuple[str, str] = ("", "")
    """Host and path of the way back."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.expected: Callable[[str], Answer | None] = lambda _: None

    def server_bind(self) -> None:
        """Without the look-up of this machine's name that the library would make."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = "127.0.0.1", self.socket.getsockname()[1]

    def get_request(self) -> tuple[socket.socket, Any]:
        """A browser that opens a connection and says nothing may not hold the others up."""
        connection, address = super().get_request()
        connection.settimeout(2)
        return connection, address

    def handle_error(self, *_: object) -> None:
        """A connection that breaks off is no news."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    server_version, sys_version = "Repside", ""

    def do_GET(self) -> None:
        """The browser comes back, or asks for an icon."""
        try:
            found = urlsplit(self.path[:MAX_LINE])
        except ValueError:
            found = urlsplit("/")
        where = (self.headers.get("Host", ""), found.path or "/")
        answer = self.server.expected(found.query) if where == self.server.expected_at else None
        if answer is None:
            self._say(404, "Not here", "This is not the page that you look for.")
        elif answer.error:
            self._say(200, "No consent was given", "Nothing was connected. You can close this page.")
        else:
            self._say(200, "Thank you", "You can close this page and go back to Repside.")
        self.server.answer = self.server.answer or answer

    def log_message(self, *_: object) -> None:
        """Nothing is logged: the address line holds the code."""

    def _say(self, status: int, title: str, words: str) -> None:
        page = _PAGE.format(title=title, words=words).encode()
        self.send_response(status)
        for name, value in _headers(len(page)).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(page)


def _headers(length: int) -> Mapping[str, str]:
    return {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Length": str(length),
        "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
        "Connection": "close",
    }


def browse(open_page: Callable[[str], bool], url: str) -> None:
    """Open the system's browser without waiting for it: some do not return before they are closed."""
    threading.Thread(target=open_page, args=(url,), daemon=True).start()
