"""Single keys from a terminal. Keys that are pressed while something else is done are kept: a rep who knows the desk types ahead.

Where a terminal cannot give single keys (TERM=dumb), each answer is a line.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

_LONGEST = 8
"""Bytes of an escape sequence (an arrow key) that are read away."""


@contextmanager
def single() -> Iterator[None]:
    """While it lasts, a key is there as soon as it is pressed, and is not drawn by the terminal itself."""
    if not _posix():
        yield
        return
    import termios
    import tty

    handle = sys.stdin.fileno()
    before = termios.tcgetattr(handle)
    tty.setcbreak(handle, termios.TCSADRAIN)  # what was typed ahead stays
    try:
        yield
    finally:
        termios.tcsetattr(handle, termios.TCSADRAIN, before)


@contextmanager
def lines() -> Iterator[None]:
    """Inside `single`: a line is typed and can be corrected."""
    if not _posix():
        yield
        return
    import termios

    handle = sys.stdin.fileno()
    before = termios.tcgetattr(handle)
    cooked = [*before]
    cooked[3] |= termios.ICANON | termios.ECHO
    termios.tcsetattr(handle, termios.TCSADRAIN, cooked)
    try:
        yield
    finally:
        termios.tcsetattr(handle, termios.TCSADRAIN, before)


def key() -> str:
    """The next key; empty at the end of input. An arrow or the like is one key, the escape."""
    if os.environ.get("TERM") == "dumb":
        return sys.stdin.readline()[:1]
    if not _posix():
        return click.getchar()
    handle = sys.stdin.fileno()
    raw = os.read(handle, 1)
    if raw == b"\x1b":
        _drop(handle)
    while raw and raw[0] >= 0xC0 and len(raw) < 4 and not _is_whole(raw):  # the rest of a letter beyond ASCII
        raw += os.read(handle, 1)
    return raw.decode("utf-8", "replace")


def _posix() -> bool:
    return os.name == "posix" and os.environ.get("TERM") != "dumb"


def _is_whole(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _drop(handle: int) -> None:
    """What follows an escape at once is of the same key."""
    import select

    if select.select([handle], [], [], 0.01)[0]:
        os.read(handle, _LONGEST)
