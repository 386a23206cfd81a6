"""Every Python process of a test run writes down what it talks to: this folder stands on their PYTHONPATH (tests/wireaudit.py).

connections.PID     hosts that were resolved, connected to or sent to
requests.PID        what was asked of a provider over HTTP, without its query
said.PID            what Repside's own processes wrote to stdout (o) and stderr (e), as it is written: a kill loses nothing
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any

_FOLDER = os.environ.get("WIRE_AUDIT", "")
_SEEN: set[str] = set()
_HOSTS = {"socket.connect", "socket.sendto", "socket.sendmsg"}
_NAMES = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"}
_REQUEST = re.compile(
    rb"^([A-Z]+) (/(?:gmail|calendar|batch|token|revoke|oauth2|v1\.0|[\w.-]+/oauth2/v2\.0)\b[^\s?]*)", re.MULTILINE
)
"""The beginning of a request, and of each one within a batch of Google's. A rep's own view has none of these paths."""
_PART = re.compile(rb'"method":\s*"([A-Z]+)",\s*"url":\s*"([^"?]*)')
"""A request within a batch of Microsoft's."""
_OWNER = b"\r\nX-Mailbox-Owner:"
"""What a test does at a provider in the owner's stead says so."""


def _note(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "http.client.send":
        data = arguments[1]
        if isinstance(data, bytes) and _OWNER not in data:
            for method, path in [*_REQUEST.findall(data), *_PART.findall(data)]:
                _once("requests", f"{method.decode()} {path.decode('ascii', 'backslashreplace')}")
        return
    if event not in _HOSTS and event not in _NAMES:
        return
    where = arguments[0] if event in _NAMES else arguments[1]
    if event in _HOSTS and not isinstance(where, tuple):
        return  # a path: a socket of this machine
    host = where[0] if isinstance(where, tuple) and where else where
    if isinstance(host, bytes):
        host = host.decode("ascii", "backslashreplace")
    if isinstance(host, str):
        _once("connections", f"{event} {host}")


def _once(name: str, line: str) -> None:
    if line not in _SEEN:
        _SEEN.add(line)
        _append(name, line + "\n")


def _append(name: str, text: str) -> None:
    with suppress(OSError, MemoryError):  # some tests take a process' handles, disk or memory away
        file = os.open(f"{_FOLDER}/{name}.{os.getpid()}", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.write(file, text.encode("utf-8", "backslashreplace"))
        finally:
            os.close(file)


def _listen(stream: Any, mark: str) -> None:
    write: Callable[[str], int] = stream.write

    def noted(text: str) -> int:
        if text.strip():
            _append("said", "".join(f"{mark} {line}\n" for line in text.splitlines()))
        return write(text)

    stream.write = noted


def _is_ours() -> bool:
    """Whether this is the program, or the one that forks it a hundred times (tests/kills)."""
    words = sys.orig_argv[1:4]
    return any(word.rpartition(os.sep)[2] in {"repside", "forkserver.py", "cli.main"} for word in words)


if _FOLDER:
    sys.addaudithook(_note)
    if _is_ours():
        for _stream, _mark in ((sys.stdout, "o"), (sys.stderr, "e")):
            if _stream is not None:
                _listen(_stream, _mark)
