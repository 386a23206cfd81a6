"""Untrusted bytes are parsed in a process of their own (parser.py), so that no mail can harm the one that holds the secrets.

An item that takes too long, too much memory, or ends its process, costs that process: it comes back as Rejected with the limit's name,
and a fresh process goes on with the next one. The processes are started when something is to be parsed, shared by all threads, and
ended when nothing was for a while.
"""

from __future__ import annotations

import _thread
import atexit
import contextlib
import json
import os
import pickle
import queue
import secrets
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO, NamedTuple, cast

from connectors.wire.values import Malformed, Value, load
from sync.errors import ShortOfResources

PATIENCE = 60.0
"""Seconds without an answer after which a process is ended, busy or not."""
IDLE = 30.0
"""Seconds after which a process that nobody used is let go."""
MAX_ANSWER = 33_554_432
"""Bytes of one item's answer."""
TRIES = 1
"""Times that an item which ended a process is tried again: the machine may have been short of something."""
GRACE = 2.0
"""Seconds that a process has to end by itself when it is told to."""
PIECE, AHEAD = 1_048_576, 8
"""Bytes that are moved at once, and how many such pieces of answers wait: so much is in memory, whatever a process says."""
AT_ONCE = 2
"""Processes that are kept."""
_START = "import sys, json; sys.path[:] = json.loads(sys.argv[1]); from {module} import main; main()"
_KEPT = ("LANG", "LC_ALL", "PYTHONTZPATH", "PYTHONDONTWRITEBYTECODE", "SYSTEMROOT")
"""Variables that a parser gets; everything else, secrets first of all, stays here."""


class Lost(NamedTuple):
    """An item that could not be parsed."""

    error: str
    """TimeLimit, MemoryLimit, Killed, Malformed, or the class of what the parser raised."""


Item = tuple[str, tuple[Any, ...]]
"""The parser's name and its arguments."""


class Ended(Exception):
    """The process ended before it had answered all."""

    def __init__(self, error: str) -> None:
        self.error = error
        super().__init__(error)


class Process:
    """One process that parses. For one thread at a time; two threads of its own move the bytes, which works on every system."""

    def __init__(self, module: str) -> None:
        try:
            self._process = subprocess.Popen(  # noqa: S603  this interpreter and our own module
                [sys.executable, "-I", "-c", _START.format(module=module), json.dumps(sys.path)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={name: os.environ[name] for name in _KEPT if name in os.environ},
                close_fds=True,
                bufsize=0,
            )
        except OSError as error:
            raise ShortOfResources(what="processes or open files") from error
        self._orders: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._answers: queue.Queue[bytes] = queue.Queue(AHEAD)
        self._over = False
        self.used = time.monotonic()
        try:
            for work in (self._send, self._receive):
                _thread.start_new_thread(work, ())  # threading's waits for ever for one that had no memory to begin
        except RuntimeError as error:
            self._process.kill()
            self._process.wait()
            raise ShortOfResources(what="threads") from error

    def parse(self, items: Sequence[Item], *, careful: bool) -> Iterator[Value | Lost]:
        """The answers in order. Raises Ended when the process ends or falls silent."""
        first = secrets.randbelow(2**31)  # answers are numbered: what a broken parser puts between them is noticed
        order = pickle.dumps((careful, first, list(items)), pickle.HIGHEST_PROTOCOL)
        self._orders.put(len(order).to_bytes(8, "big") + order)
        waiting = bytearray()
        for number in range(first, first + len(items)):
            while (answer := self._next(waiting, number)) is None:
                waiting += self._more()
            yield _read(answer)
        if waiting:
            raise self.end("Malformed")
        self.used = time.monotonic()

    def end(self, error: str = "") -> Ended:
        """Stop it. Returns why it ended: what we say, or what the system says."""
        if error:
            self._process.kill()
        self._orders.put(b"")
        try:
            code = self._process.wait(GRACE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            code = self._process.wait()
        with contextlib.suppress(queue.Empty):  # it comes no more when the thread had no memory to say it
            while not self._over:
                self._over = not self._answers.get(timeout=GRACE)
        limits = {-getattr(signal, "SIGPROF", 0): "TimeLimit", -getattr(signal, "SIGXCPU", 0): "TimeLimit"}
        return Ended(error or limits.get(code, "Killed"))

    def _next(self, waiting: bytearray, number: int) -> bytes | None:
        """The answer of this number, taken out; None while it is not there as a whole."""
        if len(waiting) < 8:
            return None
        size = int.from_bytes(waiting[4:8], "big")
        if int.from_bytes(waiting[:4], "big") != number:
            raise self.end("Malformed")
        if size > MAX_ANSWER:
            raise self.end("TooLarge")
        if len(waiting) < 8 + size:
            return None
        answer = bytes(waiting[8 : 8 + size])
        del waiting[: 8 + size]
        return answer

    def _more(self) -> bytes:
        try:
            found = self._answers.get(timeout=PATIENCE)
        except queue.Empty:
            raise self.end("TimeLimit") from None
        if not found:
            self._over = True
            raise self.end()
        return found

    def _send(self) -> None:
        """A thread: the orders, until an empty one, or until nobody takes them any more."""
        with contextlib.suppress(OSError, MemoryError), cast("BinaryIO", self._process.stdin) as pipe:
            while order := memoryview(self._orders.get()):
                while order:
                    order = order[pipe.write(order[:PIECE]) :]

    def _receive(self) -> None:
        """A thread: the answers, and an empty one at the end."""
        with contextlib.suppress(OSError, MemoryError), cast("BinaryIO", self._process.stdout) as pipe:
            while found := pipe.read(PIECE):
                self._answers.put(found)
        with contextlib.suppress(MemoryError):
            self._answers.put(b"")


class Parsers:
    """All processes that parse for this one. For any number of threads."""

    def __init__(self, module: str = "connectors.parser") -> None:
        self._module = module
        self._idle: list[Process] = []
        self._lock = threading.Lock()
        self._places = threading.BoundedSemaphore(AT_ONCE)
        self._timer: threading.Timer | None = None

    def one(self, kind: str, *arguments: Any) -> Value | Lost:
        """Parse one item."""
        return self.all([(kind, arguments)])[0]

    def all(self, items: Sequence[Item]) -> list[Value | Lost]:
        """Parse many; one answer an item, in their order. Raises ShortOfResources."""
        found: list[Value | Lost] = []
        tries: Counter[int] = Counter()
        with self._places:
            while len(found) < len(items):
                process = self._take()
                try:
                    # After a mishap each answer is sent at once, so that it is known which item it was.
                    found.extend(process.parse(items[len(found) :], careful=bool(tries)))
                except Ended as ended:
                    sure = ended.error == "TimeLimit" and bool(tries)  # processor time is the same at every try
                    tries[len(found)] += 1
                    if sure or tries[len(found)] > TRIES:
                        found.append(Lost(ended.error))
                except BaseException:  # Ctrl-C in the middle of the answers: nobody will ask for the rest
                    process.end("Killed")
                    raise
                else:
                    self._give(process)
        return found

    def close(self) -> None:
        """End those that are idle."""
        with self._lock:
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None
            idle, self._idle = self._idle, []
        for process in idle:
            process.end()

    def _take(self) -> Process:
        with self._lock:
            if self._idle:
                return self._idle.pop()
        return Process(self._module)

    def _give(self, process: Process) -> None:
        with self._lock:
            self._idle.append(process)
            if self._timer is None:
                self._begin_timer()

    def _begin_timer(self) -> None:
        timer = threading.Timer(IDLE, self._let_go)
        timer.daemon = True
        with contextlib.suppress(RuntimeError):  # no thread to be had: they end with this process
            timer.start()
            self._timer = timer

    def _let_go(self) -> None:
        """End those that nobody has used for a while, and look again later as long as there are any."""
        before = time.monotonic() - IDLE
        with self._lock:
            old = [process for process in self._idle if process.used < before]
            self._idle = [process for process in self._idle if process.used >= before]
            self._timer = None
            if self._idle:
                self._begin_timer()
        for process in old:
            process.end()


def _read(answer: bytes) -> Value | Lost:
    if answer[:1] == b"!":
        name = answer[1:101].decode("ascii", "replace")
        return Lost(name if name.isidentifier() else "Malformed")
    try:
        return load(answer)
    except Malformed:
        return Lost("Malformed")


parsers = Parsers()
"""Those of this process."""
atexit.register(parsers.close)
