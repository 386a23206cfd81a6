"""The fake over TLS on loopback, with Microsoft's sign-in beside it: what MSAL, the installed program and a browser meet.

The page signs in at once and sends the browser back; `says` makes it say something else. Codes are good once, and only with the
verifier of their challenge (RFC 7636, S256). A device's code is entered by `entered`. MSAL takes no sign-in without encryption.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import secrets
import ssl
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from tests.connectors import certificates
from tests.connectors.microsoft.fake import Graph

CLIENT = "11111111-2222-3333-4444-555555555555"
_RETURN = re.compile(r"http://localhost:\d+")
"""What an application of the desktop kind has registered, with any port: no path."""


class Server:
    """`with Server(graph, folder) as server:`; `base` is both the sign-in's address and Graph's, `ca` the authority of its certificate."""

    def __init__(self, graph: Graph, folder: Path) -> None:
        self.graph = graph
        self.says: dict[str, str] = {}
        """Instead of a code: error=access_denied and the like."""
        self.token_says: dict[str, Any] = {}
        """Instead of a token."""
        self.status = 400
        """Of that refusal."""
        self.grants: list[str] | None = None
        """Rights that are granted instead of those that are asked for."""
        self.asked: list[dict[str, str]] = []
        """The queries of the sign-in page."""
        self.forms: list[dict[str, str]] = []
        """What was sent to the token endpoint."""
        self.device_forms: list[dict[str, str]] = []
        """What was sent for a device's code."""
        self.refresh = {"canary-refresh-0"}
        self.rotates = True
        """Each renewal gives another refresh token, and the old one ends."""
        self.entered = True
        """Whether the device's code was entered."""
        self.renewing: Callable[[], None] = lambda: None
        """Called while a renewal is under way."""
        self.lock = threading.Lock()
        self._codes: dict[str, dict[str, str]] = {}
        files = certificates.write(folder / "tls")
        self.ca = files.ca
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(files.chain, files.key)
        self._server = _Tls(("127.0.0.1", 0), _Handler)
        self._server.context = context
        self._server.us = self
        self.base = f"https://localhost:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(10)

    def configuration(self, tenant: str) -> dict[str, str]:
        """Where the sign-in's parts are."""
        place = f"{self.base}/{tenant}"
        return {
            "issuer": f"{place}/v2.0",
            "authorization_endpoint": f"{place}/oauth2/v2.0/authorize",
            "token_endpoint": f"{place}/oauth2/v2.0/token",
            "device_authorization_endpoint": f"{place}/oauth2/v2.0/devicecode",
        }

    def consent(self, query: dict[str, str]) -> str:
        """The address that the browser is sent back to."""
        self.asked.append(query)
        assert query["client_id"] == CLIENT
        assert query["code_challenge_method"] == "S256"
        assert _RETURN.fullmatch(query["redirect_uri"])
        if self.says:
            return query["redirect_uri"] + "/?" + urlencode({"state": query["state"], **self.says})
        code = secrets.token_urlsafe(16)
        self._codes[code] = query
        return query["redirect_uri"] + "/?" + urlencode({"state": query["state"], "code": code})

    def device(self, form: dict[str, str]) -> dict[str, Any]:
        """A code for another device."""
        self.device_forms.append(form)
        self._codes["device"] = form
        return {"user_code": "ABCD-1234", "device_code": "device", "verification_uri": f"{self.base}/devicelogin",
                "expires_in": 900, "interval": 1, "message": "go there"}  # fmt: skip

    def token(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """The token endpoint."""
        self.forms.append(form)
        if self.token_says:
            return self.status, self.token_says
        kind = form["grant_type"].rpartition(":")[2]
        if kind == "refresh_token":
            self.renewing()
            if form["refresh_token"] not in self.refresh:
                return 400, denial(50173)
            return 200, self._granted(form["scope"], "")
        if kind == "device_code" and not self.entered:
            return 400, {"error": "authorization_pending"}
        asked = self._codes.pop(form.get("code") or form["device_code"], None)
        if asked is None:
            return 400, denial(54005)
        if kind == "authorization_code":
            digest = hashlib.sha256(form["code_verifier"].encode()).digest()
            verified = base64.urlsafe_b64encode(digest).decode().rstrip("=") == asked["code_challenge"]
            if not verified or form["redirect_uri"] != asked["redirect_uri"]:
                return 400, denial(501481)
        return 200, self._granted(asked["scope"], asked.get("nonce", ""))

    def _granted(self, scope: str, nonce: str) -> dict[str, Any]:
        if self.rotates:
            self.refresh = {f"canary-refresh-{secrets.token_hex(4)}"}
        access = "canary-access-" + secrets.token_hex(8)
        self.graph.tokens.add(access)
        claims = {"aud": CLIENT, "iss": f"{self.base}/common/v2.0", "exp": int(time.time()) + 3600, "oid": "uid",
                  "tid": "utid", "preferred_username": self.graph.address, "nonce": nonce, "sub": "sub"}  # fmt: skip
        return {
            "token_type": "Bearer",
            "access_token": access,
            "refresh_token": next(iter(self.refresh)),
            "expires_in": 3600,
            "scope": " ".join(self.grants) if self.grants is not None else scope,
            "id_token": f"{_encoded({'alg': 'none'})}.{_encoded(claims)}.",
            "client_info": _encoded({"uid": "uid", "utid": "utid"}),
        }


def denial(number: int, error: str = "invalid_grant", **more: Any) -> dict[str, Any]:
    """A refusal as Microsoft words it."""
    return {"error": error, "error_codes": [number], "error_description": f"AADSTS{number}: no. Trace ID: x", **more}


def _encoded(found: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(found).encode()).decode().rstrip("=")


class _Tls(ThreadingHTTPServer):
    """The handshake is made by the thread that serves the connection."""

    daemon_threads = True
    context: ssl.SSLContext
    us: Server

    def finish_request(self, request: Any, client_address: Any) -> None:
        request.settimeout(20)
        try:
            with self.context.wrap_socket(request, server_side=True) as line:
                super().finish_request(line, client_address)
        except OSError:
            return  # whoever distrusts the certificate goes away

    def handle_error(self, *_: object) -> None:
        """A client that is killed breaks off."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Tls

    def do_GET(self) -> None:
        found = urlsplit(self.path)
        us = self.server.us
        tenant, _, rest = found.path.lstrip("/").partition("/")
        if rest == "v2.0/.well-known/openid-configuration":
            known = tenant != "nobody.example"
            self._json(200 if known else 400, us.configuration(tenant) if known else denial(90002, "invalid_tenant"))
        elif rest == "oauth2/v2.0/authorize":
            self._say(302, {"Location": us.consent(dict(parse_qsl(found.query)))}, b"")
        else:
            self._api(None)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        us = self.server.us
        path = urlsplit(self.path).path
        if path.endswith(("/token", "/devicecode")):
            form = {name: values[0] for name, values in parse_qs(body.decode()).items()}
            self._json(*(us.token(form) if path.endswith("/token") else (200, us.device(form))))
            return
        self._api(body)

    def _api(self, body: bytes | None) -> None:
        us = self.server.us
        with us.lock:
            headers = {name.title(): value for name, value in self.headers.items()}
            answer = us.graph.send(self.command, us.base + self.path, headers, body)
        self._say(answer.status, answer.headers, answer.body)

    def _json(self, status: int, found: object) -> None:
        self._say(status, {"Content-Type": "application/json"}, json.dumps(found).encode())

    def _say(self, status: int, headers: Any, body: bytes) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Quiet."""
