"""Real requests over loopback: what they carry, whom they reach, and how much of an answer is taken."""

from __future__ import annotations

import gzip
import socket
import tracemalloc
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import NamedTuple

import pytest

from connectors.google.signin import READONLY, Consent, StoredTokens, client, revoke
from connectors.http import MAX_ANSWER, Network
from connectors.language_model import LanguageModel
from sync.errors import BrokenAnswer, ProviderBusy
from tests.connectors.google.fake import Google
from tests.connectors.google.server import Server


class Asked(NamedTuple):
    """One request as it came in."""

    target: str
    headers: dict[str, str]


class Listening(ThreadingHTTPServer):
    """Writes down what it is asked, and answers with one body."""

    daemon_threads = True
    status, body = 200, b"{}"
    coded, location = "", ""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[Asked] = []
        self.base = f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, *_: object) -> None:
        """Whoever takes no more of an answer breaks it off."""


class _Handler(BaseHTTPRequestHandler):
    server: Listening

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.asked.append(Asked(self.path, {name.lower(): value for name, value in self.headers.items()}))
        self.send_response(self.server.status)
        self.send_header("Content-Length", str(len(self.server.body)))
        for name, value in (("Content-Encoding", self.server.coded), ("Location", self.server.location)):
            if value:
                self.send_header(name, value)
        self.end_headers()
        self.wfile.write(self.server.body)

    do_GET = do_POST  # noqa: N815  the library's name

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def listening() -> Iterator[Listening]:
    with Listening() as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join(10)


@pytest.fixture
def netrc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A rep who keeps passwords for other programs in a file."""
    file = tmp_path / "netrc"
    file.write_text("default login rep password canary-netrc\n")
    file.chmod(0o600)
    monkeypatch.setenv("NETRC", str(file))
    return str(file)


@pytest.mark.usefixtures("netrc")
def test_a_token_is_sent_as_it_is_whatever_other_programs_keep(listening: Listening) -> None:
    network = Network(5)
    network.send("GET", listening.base + "/deals", {"Authorization": "Bearer t"}, None)
    network.send("GET", listening.base + "/signed", {"Repside-Signature": "v1=0"}, None)
    network.cut()
    assert [each.headers.get("authorization") for each in listening.asked] == ["Bearer t", None]


def consent(listening: Listening, folder: Path) -> str:
    with Server(Google()) as server:
        made = client(server.client(folder / "client.json"))
    return Consent(made._replace(token_uri=listening.base + "/token"), "canary-refresh", (READONLY,)).text()


@pytest.mark.usefixtures("netrc")
def test_a_sign_in_sends_no_other_programs_password(listening: Listening, tmp_path: Path) -> None:
    listening.body = b'{"access_token": "a", "expires_in": 3600}'
    text = consent(listening, tmp_path)
    assert StoredTokens("a", lambda: text, lambda _: None).access() == "a"
    revoke(text, "a")
    assert [(each.target, each.headers.get("authorization")) for each in listening.asked] == [
        ("/token", None),
        ("/revoke", None),
    ]


def test_a_sign_in_is_sent_to_nobody_else(listening: Listening, tmp_path: Path) -> None:
    listening.status, listening.location = 307, listening.base + "/elsewhere"
    text = consent(listening, tmp_path)
    with pytest.raises(ProviderBusy):
        StoredTokens("a", lambda: text, lambda _: None).access()
    with pytest.raises(ProviderBusy):
        revoke(text, "a")
    assert [each.target for each in listening.asked] == ["/token", "/revoke"]


@pytest.mark.parametrize("name", ["http_proxy", "HTTP_PROXY", "all_proxy"])
def test_a_model_on_this_machine_is_asked_past_every_proxy(
    listening: Listening, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    proxy = Listening()  # bound, and nobody listens: what went there would be lost
    proxy.server_close()
    monkeypatch.setenv(name, proxy.base)
    listening.body = b'{"choices": [{"message": {"content": "[]"}}]}'
    assert LanguageModel(listening.base + "/v1", "m").ask([{"role": "user", "content": "canary"}]) == "[]"
    assert [each.target for each in listening.asked] == ["/v1/chat/completions"]


@pytest.mark.parametrize("coded", ["gzip", "gzip, gzip"])
def test_a_bomb_is_dropped_at_the_cap(listening: Listening, coded: str) -> None:
    listening.body = gzip.compress(b"\0" * (4 * MAX_ANSWER), compresslevel=1)
    if "," in coded:
        listening.body = gzip.compress(listening.body)
    listening.coded = coded
    network = Network(30)
    tracemalloc.start()
    try:
        with pytest.raises(BrokenAnswer, match="too large"):
            network.send("GET", listening.base + "/", {}, None)
        assert tracemalloc.get_traced_memory()[1] < 2 * MAX_ANSWER
    finally:
        tracemalloc.stop()
        network.cut()


@pytest.mark.parametrize("body", [b"{}" * 40_000_000, b"[" * 200_000])
def test_a_sign_in_takes_no_endless_answer(listening: Listening, tmp_path: Path, body: bytes) -> None:
    listening.body = body
    text = consent(listening, tmp_path)
    with pytest.raises((BrokenAnswer, ProviderBusy)):
        StoredTokens("a", lambda: text, lambda _: None).access()


PLAIN = b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"
ENDLESS = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
PACKED = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 100000\r\n\r\n\x1f\x8b\x08\x08" + bytes(6)


@pytest.mark.parametrize(
    ("head", "drop"), [(PLAIN, b"x"), (ENDLESS, b"x"), (CHUNKED, b"1\r\nx\r\n"), (PACKED, b"n")],
    ids=["length", "until the end", "chunks", "gzip"],
)  # fmt: skip
def test_a_server_that_drips_is_left_in_time(head: bytes, drop: bytes) -> None:
    listener, left = socket.create_server(("127.0.0.1", 0)), Event()

    def drip() -> None:
        connection, _ = listener.accept()
        with connection, suppress(OSError):
            connection.recv(65_536)
            connection.sendall(head)
            for _ in range(500):  # far longer than the limit, and an end for whoever does not keep it
                if left.wait(0.02):
                    return
                connection.sendall(drop)

    thread = Thread(target=drip, daemon=True)
    thread.start()
    network = Network(0.1)
    with listener, pytest.raises(BrokenAnswer, match="took too long"):
        network.send("GET", f"http://127.0.0.1:{listener.getsockname()[1]}/", {}, None)
    left.set()
    network.cut()
    thread.join(20)
