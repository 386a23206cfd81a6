"""A CRM's fake over HTTP on loopback, with answers that can be left out: what the connector meets on a real network."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

from connectors.http import Answer
from tests.connectors.crm.faulty import Served


class Server:
    """`with Server(fake) as server:`; `silent` writes are done and never answered."""

    def __init__(self, fake: Served) -> None:
        self.fake, self.silent = fake, False
        self.instead: Answer | None = None
        """Answered to whatever is asked."""
        self.seen: list[str] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        self._server.crm = self  # type: ignore[attr-defined]  # for the handler
        self.base = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(10)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        crm: Server = self.server.crm  # type: ignore[attr-defined]
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)) or None
        crm.seen.append(f"{self.command} {self.path}")
        headers = {name.title(): value for name, value in self.headers.items()}
        answer = crm.instead or crm.fake.serve(self.command, self.path, headers, body)
        if crm.silent and crm.fake.writing(self.command, self.path):
            self.close_connection = True
            return
        self.send_response_only(answer.status)
        for name, value in {**answer.headers, "Content-Length": str(len(answer.body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.body)

    do_POST = do_PATCH = do_PUT = do_GET  # noqa: N815  the library's names

    def log_message(self, *_: object) -> None:
        """Quiet."""
