"""The process that parses: no secret, no network, no other program, so much memory and so much time for each item.

    in    8 bytes of length, then a pickle of (careful, first number, [(kind, arguments), …]): from our own parent, which may be trusted
    out   for each item its number, 4 bytes of length and a line of JSON (connectors/wire/values.py), in order; `!Name` for an error

An item that costs more than it may ends this process: the parent (apart.py) knows at which item, and starts another one. Zones and
character sets are loaded when they are met, so Python's own files can be read, and no others.
"""

from __future__ import annotations

import ctypes
import gc
import os
import pickle
import signal
import sys
import zoneinfo
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from connectors.wire import ical, mime, replies, text, values

MEMORY = 268_435_456
"""Bytes that parsing may take beyond what the process has when it begins."""
SECONDS = 2.0
"""Of processor time for an item, and as much again for each megabyte of it."""
HANDLES = 4
"""Files that can be open at a time, beside the two pipes."""
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000  # of unshare(2)
_FORBIDDEN = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.system", "os.remove", "os.rename",
              "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.truncate", "shutil.", "sqlite3.", "ctypes.", "pty.", "signal.pthread_kill",
              "os.kill")  # fmt: skip
_READABLE = tuple(Path(root).resolve() for root in (*sys.path, *zoneinfo.TZPATH))
"""Python's modules, with the rules of time zones among them, and those of the system where the rep prefers them."""
_LOADED = (replies,)
"""What text.py would load at the first words, in that mail's time and memory."""
PARSERS: dict[str, Callable[..., Any]] = {
    "header": lambda raw, received, flags: mime.header(raw, received=received, flags=flags),
    "message": lambda name, raw, level, received, flags: mime.message(name, raw, level, received=received, flags=flags),
    "words": text.words,
    "invitations": ical.invitations,
    "meetings": lambda raw, start, end: ical.meetings(raw, ical.Window(start, end)),
}
"""What can be asked for; each gives a `values.Value`."""


def main() -> None:
    """Serve the parent until it closes the pipe."""
    source, answers = _own_pipes()
    _limit()
    _without_network()
    sys.addaudithook(_refuse)
    while order := _read(source):
        careful, first, items = pickle.loads(order)  # noqa: S301  of our parent, by a pipe that nobody else has
        _serve(items, answers, first, careful=careful)


def _serve(items: list[tuple[str, tuple[Any, ...]]], answers: int, first: int, *, careful: bool) -> None:
    """Answer item by item. Careful: each answer leaves at once, so that it is known at which item a process ends."""
    waiting = bytearray()
    for number, (kind, arguments) in enumerate(items, first):
        _allow(arguments)
        try:
            answer = values.dump(PARSERS[kind](*arguments))
        except MemoryError:
            gc.collect()
            answer = b"!MemoryLimit"
        except Exception as error:  # whatever a parser may raise concerns this one item
            answer = b"!" + type(error).__name__.encode("ascii", "replace")
        waiting += number.to_bytes(4, "big") + len(answer).to_bytes(4, "big") + answer
        if careful or len(waiting) > 32_768:
            _write(answers, waiting)
            waiting = bytearray()
    _pause()
    _write(answers, waiting)


def _own_pipes() -> tuple[int, int]:
    """Ours alone: whatever prints goes nowhere."""
    source, answers = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in range(3):
        os.dup2(nothing, number)
    os.close(nothing)
    return source, answers


def _limit() -> None:
    """Memory ends where it is said, nothing can be written. Windows knows no such limits: there the parent's patience is the only one."""
    try:
        import resource
    except ImportError:
        return
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's business
    limits = {"NOFILE": 5 + HANDLES, "FSIZE": 0, "CORE": 0, "NPROC": 0}
    with suppress(OSError):
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        limits["AS"] = pages * os.sysconf("SC_PAGE_SIZE") + MEMORY
    for name, most in limits.items():
        kind = getattr(resource, f"RLIMIT_{name}", None)
        if kind is not None:
            resource.setrlimit(kind, (most, most))


def _without_network() -> None:
    """A network of its own, with nothing in it, where the system lets a process have one. The hook below refuses in any case."""
    if sys.platform != "linux":
        return
    with suppress(OSError, AttributeError):
        library = ctypes.CDLL(None)
        if library.unshare(_NEW_USER | _NEW_NETWORK):
            library.unshare(_NEW_NETWORK)


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    """No socket, no program, no file but to read. It cannot be taken off again."""
    if event == "open":
        mode, flags = arguments[1], arguments[2]
        writes = isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
        if writes or (isinstance(mode, str) and not set(mode) <= set("rbt")) or not _ours(arguments[0]):
            raise PermissionError(event)
    elif event.startswith(_FORBIDDEN):
        raise PermissionError(event)


def _ours(path: object) -> bool:
    """Whether it lies where Python's modules or the rules of time zones do, or is open already. Not the rep's files, keys first of all."""
    if isinstance(path, int):
        return True
    if not isinstance(path, str | bytes | os.PathLike):
        return False
    whole = Path(os.fsdecode(path)).resolve()
    return any(whole.is_relative_to(root) for root in _READABLE)


def _allow(arguments: tuple[Any, ...]) -> None:
    """The clock of the next item: it ends the process, in whatever code that is."""
    if hasattr(signal, "setitimer"):
        size = sum(len(argument) for argument in arguments if isinstance(argument, bytes | str))
        signal.setitimer(signal.ITIMER_PROF, SECONDS * (1 + size / 1_000_000))


def _pause() -> None:
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, 0)


def _read(source: int) -> bytes:
    size = int.from_bytes(_exactly(source, 8), "big")
    return _exactly(source, size)


def _exactly(source: int, size: int) -> bytes:
    parts = bytearray()
    while len(parts) < size:
        part = os.read(source, min(size - len(parts), 1_048_576))
        if not part:
            return b""
        parts += part
    return bytes(parts)


def _write(answers: int, data: bytearray) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(answers, view) :]
