"""The guard of connections, each case in a process of its own: an audit hook stays for the life of a process."""

from __future__ import annotations

import http.server
import os
import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest

from tests import wireaudit
from tests.cli.program import Repside

BEGIN = "import socket\nfrom cli import hosts\nhosts.watch()\n"


@pytest.fixture
def somebody() -> Iterator[int]:
    """A server on this machine."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_port
    server.shutdown()
    server.server_close()
    thread.join()


def outcome(code: str) -> str:
    """What these lines end with on stderr; empty when they go well."""
    unseen = {name: value for name, value in os.environ.items() if name != wireaudit.VARIABLE}  # refused on purpose
    done = subprocess.run([sys.executable, "-c", BEGIN + code], capture_output=True, text=True, check=False, env=unseen)
    return done.stderr if done.returncode else ""


@pytest.mark.parametrize(
    "code",
    [
        "socket.create_connection(('mail.stranger.example', 993), 5)",
        "socket.create_connection(('192.0.2.1', 443), 5)",
        "socket.socket(socket.AF_INET6).connect(('2001:db8::1', 443))",
        "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('192.0.2.1', 53))",
        "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendmsg([b'x'], [], 0, ('192.0.2.1', 53))",
        "import urllib.request; urllib.request.urlopen('http://tracker.example/pixel.gif', timeout=5)",
        "import requests; requests.get('https://tracker.example/pixel.gif', timeout=5)",
        "import http.client; http.client.HTTPConnection('169.254.169.254', timeout=5).request('GET', '/')",
        "hosts.admit(['imap.ours.example']); socket.getaddrinfo('imap.ours.example.evil.example', 993)",
        "hosts.admit(['imap.ours.example']); socket.getaddrinfo(b'evil.example', 993)",
        "socket.gethostbyname('words-of-a-mail.stranger.example')",
        "socket.gethostbyname_ex('words-of-a-mail.stranger.example')",
        "socket.gethostbyaddr('192.0.2.1')",
        "socket.getnameinfo(('192.0.2.1', 80), 0)",
        "hosts.admit(['localhost'], handed=True); socket.getaddrinfo('localhost', 993)",
        "hosts.admit(['10.0.0.1'], handed=True); socket.create_connection(('10.0.0.1', 443), 5)",
        "hosts.admit(['10.0.0.1'], handed=True); socket.socket().connect(('10.0.0.1', 443))",
    ],
)
def test_what_no_account_names_is_refused(code: str) -> None:
    assert "StrangeHost" in outcome(code)


def test_this_machine_may_be_talked_to(somebody: int) -> None:
    assert outcome(f"socket.create_connection(('127.0.0.1', {somebody}), 5)") == ""
    assert outcome(f"socket.create_connection(('localhost', {somebody}), 5)") == ""


def test_an_admitted_name_is_resolved_and_not_refused() -> None:
    assert "gaierror" in outcome(
        "hosts.admit(['imap.ours.invalid'])\nsocket.create_connection(('imap.ours.invalid', 1), 5)"
    )


def test_the_address_of_an_admitted_name_may_be_connected_to() -> None:
    known = "hosts._addresses.add('198.51.100.7')\n"  # as the resolver would have said of an admitted name
    code = "s = socket.socket(); s.setblocking(False); s.connect_ex(('198.51.100.7', 9))"
    assert "StrangeHost" in outcome(code)
    assert outcome(known + code) == ""


def test_what_the_rep_typed_may_be_inside_whoever_names_it_too() -> None:
    ask = "socket.getaddrinfo('10.0.0.1', 993)\n"
    assert outcome("hosts.admit(['10.0.0.1'], handed=True); hosts.admit(['10.0.0.1'])\n" + ask) == ""
    assert outcome("hosts.admit(['10.0.0.1']); hosts.admit(['10.0.0.1'], handed=True)\n" + ask) == ""


def test_an_account_admits_its_own_server_and_no_other(repside: Repside) -> None:
    """The command gets as far as the name: it cannot be resolved, which is another trouble than being refused."""
    done = repside("connect", "imap", "maya@a.example", "--host", "imap.a.invalid", "--password-stdin", stdin="x\n")
    assert "cannot be reached" in done.err
    assert "none of your accounts" not in done.err
