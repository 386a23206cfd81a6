"""The fake over HTTP on loopback, with Google's consent page and token endpoint: what the installed program and a browser meet.

The consent page gives its consent at once, and sends the browser back; `says` makes it say something else. Codes are good once, and only with
the verifier of their challenge (RFC 7636, S256).
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from tests.connectors.google.fake import Google


class Server:
    """`with Server(google) as server:`; `client(path)` writes the file that an administrator would hand out."""

    def __init__(self, google: Google) -> None:
        self.google = google
        self.says: dict[str, str] = {}
        """Instead of a code: error=access_denied and the like."""
        self.grants: list[str] | None = None
        """Scopes that are granted instead of those that are asked for."""
        self.asked: list[dict[str, str]] = []
        """The queries of the consent page."""
        self.refresh = {"canary-refresh-1"}
        self.rotates = False
        """Each renewal gives another refresh token, and the old one ends."""
        self.lock = threading.Lock()
        self._codes: dict[str, dict[str, str]] = {}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        self._server.google = self  # type: ignore[attr-defined]  # for the handler
        self.base = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(10)

    def client(self, path: Path) -> Path:
        """An OAuth client of the desktop kind."""
        found = {"client_id": "client-1", "client_secret": "canary-client", "auth_uri": f"{self.base}/auth",
                 "token_uri": f"{self.base}/token"}  # fmt: skip
        path.write_text(json.dumps({"installed": found}))
        return path

    def consent(self, query: dict[str, str]) -> str:
        """The address that the browser is sent back to."""
        self.asked.append(query)
        assert query["code_challenge_method"] == "S256"
        assert query["redirect_uri"].startswith("http://127.0.0.1:")
        if self.says:
            return query["redirect_uri"] + "?" + urlencode({"state": query["state"], **self.says})
        code = secrets.token_urlsafe(16)
        self._codes[code] = query
        return query["redirect_uri"] + "?" + urlencode({"state": query["state"], "code": code})

    def token(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """The token endpoint."""
        if form["grant_type"] == "refresh_token":
            if form["refresh_token"] not in self.refresh:
                return 400, {"error": "invalid_grant"}
            found: dict[str, Any] = {"access_token": self._access(), "expires_in": 3600, "token_type": "Bearer"}
            if self.rotates:
                self.refresh = {f"canary-refresh-{secrets.token_hex(4)}"}
                found["refresh_token"] = next(iter(self.refresh))
            return 200, found
        asked = self._codes.pop(form["code"], None)
        verifier = (
            base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest()).decode().rstrip("=")
        )
        if asked is None or verifier != asked["code_challenge"] or form["redirect_uri"] != asked["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        scope = " ".join(self.grants) if self.grants is not None else asked["scope"]
        return 200, {"access_token": self._access(), "refresh_token": "canary-refresh-1", "expires_in": 3600, "scope": scope,
                     "token_type": "Bearer"}  # fmt: skip

    def _access(self) -> str:
        made = "canary-access-" + secrets.token_hex(8)
        self.google.tokens.add(made)
        return made


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        found = urlsplit(self.path)
        if found.path == "/auth":
            self._say(302, {"Location": self._us.consent(dict(parse_qsl(found.query)))}, b"")
            return
        self._api(None)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if urlsplit(self.path).path == "/token":
            status, found = self._us.token({k: v[0] for k, v in parse_qs(body.decode()).items()})
            self._say(status, {"Content-Type": "application/json"}, json.dumps(found).encode())
            return
        if urlsplit(self.path).path == "/revoke":
            token = parse_qs(body.decode()).get("token", [""])[0]
            known = token in self._us.refresh
            self._us.refresh.discard(token)
            self._say(200 if known else 400, {"Content-Type": "application/json"}, b"{}")
            return
        self._api(body)

    @property
    def _us(self) -> Server:
        return self.server.google  # type: ignore[attr-defined,no-any-return]

    def _api(self, body: bytes | None) -> None:
        with self._us.lock:
            headers = {name.title(): value for name, value in self.headers.items()}
            answer = self._us.google.send(self.command, self._us.base + self.path, headers, body)
        self._say(answer.status, answer.headers, answer.body)

    def _say(self, status: int, headers: Any, body: bytes) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Quiet."""
