"""The process that parses, with parsers that do what a hostile mail might make a broken one do. Run by test_apart.py only."""

from __future__ import annotations

import faulthandler
import os
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from connectors import parser
from connectors.wire import mime
from connectors.wire.text import words

KILL = b"Subject: kill me"


def _loop() -> str:
    while True:
        pass


def _swell() -> str:
    kept = []
    while True:
        kept.append(bytearray(10_000_000))


def _deep(level: int = 0) -> str:
    return _deep(level + 1)


def _die(*, fault: bool = False) -> str:
    """By a fault in C, or at once. Not by a signal to itself, which is refused here."""
    if fault:
        faulthandler._sigsegv()  # type: ignore[attr-defined]  # made for tests like this
    os._exit(9)


def _garbage() -> str:
    for handle in range(3, 10):
        try:
            os.write(handle, b"\x00\x00\x00\x05hello\xff\xff\xff\xff")
        except OSError:
            continue
    return "after garbage"


def _write() -> str:
    Path("/tmp/repside-was-here").write_text("x")  # noqa: S108  it must fail
    return "written"


def _connect(port: int) -> str:
    socket.create_connection(("127.0.0.1", port), 2)
    return "connected"


def _run() -> str:
    return str(subprocess.run(["/bin/true"], check=False).returncode)


def _header(raw: bytes, received: Any, flags: Any) -> Any:
    return _die() if KILL in raw else mime.header(raw, received=received, flags=flags)


def _words(plain: str, html: str) -> Any:
    return _die() if "kill me" in plain else words(plain, html)


def _message(name: str, raw: bytes, *rest: Any) -> Any:
    return _die() if b"kill me" in raw else PLAIN["message"](name, raw, *rest)


def _meetings(raw: bytes, *window: int) -> Any:
    return _die() if b"SUMMARY:kill me" in raw else PLAIN["meetings"](raw, *window)


def _mute() -> str:
    """Closes the pipe and stays."""
    for handle in range(3, 10):
        with suppress(OSError):
            os.close(handle)
    while True:
        time.sleep(60)


def _read(path: str) -> str:
    with open(path, encoding="utf-8") as file:  # noqa: PTH123  the plainest way there is
        return file.read()


PLAIN = dict(parser.PARSERS)


def main() -> None:
    parser.PARSERS.update(
        {
            "loop": _loop, "swell": _swell, "deep": _deep, "die": _die, "fault": lambda: _die(fault=True), "garbage": _garbage, "write": _write, "connect": _connect,
            "run": _run, "huge": lambda size: "x" * size, "exit": lambda: sys.exit(0), "secret": lambda name: os.environ.get(name, ""),
            "mute": _mute, "read": _read, "meetings": _meetings,
            "header": _header, "words": _words, "message": _message, "odd": object,
        }
    )  # fmt: skip
    parser.main()
