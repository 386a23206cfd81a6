"""Every Python process of a test run writes down what it connects to: this folder stands on their PYTHONPATH (tests/wireaudit.py)."""

from __future__ import annotations

import os
import sys
from typing import Any

_FOLDER = os.environ.get("WIRE_AUDIT", "")
_SEEN: set[str] = set()


def _note(event: str, arguments: tuple[Any, ...]) -> None:
    if event not in {"socket.connect", "socket.getaddrinfo", "socket.sendto", "socket.sendmsg"}:
        return
    where = arguments[0] if event == "socket.getaddrinfo" else arguments[1]
    host = where[0] if isinstance(where, tuple) and where else where
    if isinstance(host, bytes):
        host = host.decode("ascii", "backslashreplace")
    if not isinstance(host, str) or (event != "socket.getaddrinfo" and not isinstance(where, tuple)):
        return  # a path: a socket of this machine
    line = f"{event} {host}"
    if line not in _SEEN:
        _SEEN.add(line)
        file = os.open(f"{_FOLDER}/connections.{os.getpid()}", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.write(file, (line + "\n").encode("utf-8", "backslashreplace"))
        os.close(file)


if _FOLDER:
    sys.addaudithook(_note)
