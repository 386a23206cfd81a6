"""The test's side of the fork server: start a child of it and wait for its end, or kill it."""

from __future__ import annotations

import atexit
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, Self

ROOT = Path(__file__).parents[2]


class Ended(NamedTuple):
    """How a child ended."""

    code: int
    out: str
    err: str


class Server:
    """A fork server of this process' own."""

    def __init__(self) -> None:
        program = [sys.executable, "-W", "error", str(Path(__file__).with_name("forkserver.py"))]
        env = {**os.environ, "LC_ALL": "C.UTF-8"}
        self._process = subprocess.Popen(
            program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=env
        )
        assert self.line() == "ready"

    def order(self, **order: Any) -> None:
        """A line is written at one go: threads may order at the same time."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()

    def line(self) -> str:
        """The answer to the last order that has one."""
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()

    def close(self) -> None:
        with self._process:
            assert self._process.stdin is not None
            self._process.stdin.close()


@cache
def common() -> Server:
    """The server of all tests of this process."""
    server = Server()
    atexit.register(server.close)
    return server


def run(arguments: Sequence[str], stdin: str, env: dict[str, str]) -> Ended:
    """Run `repside` with these words to its end."""
    with tempfile.TemporaryDirectory(prefix="repside-run-") as folder:
        given, out, err, end = (Path(folder, name) for name in ("in", "out", "err", "end"))
        given.write_text(stdin, encoding="utf-8")
        os.mkfifo(end)
        files = {"in": str(given), "out": str(out), "err": str(err), "end": str(end)}
        common().order(argv=list(arguments), env=env, cwd=str(Path.cwd()), **files)
        code = int(end.read_text(encoding="ascii"))
        return Ended(code, out.read_text(encoding="utf-8"), err.read_text(encoding="utf-8"))


class Nursery:
    """`with Nursery(home, words, env) as nursery:` — all children run on this home and write their words into one file."""

    def __init__(self, home: Path, words: Path, env: dict[str, str]) -> None:
        self.home, self.words, self._env = home, words, env
        self._server = Server()
        self._alive: set[int] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for pid in list(self._alive):
            self.kill(pid)
        self._server.close()

    def start(self, arguments: Sequence[str]) -> int:
        """Run `repside` with these words; the child's process id."""
        words = str(self.words)
        argv = ["--home", str(self.home), *arguments]
        self._server.order(argv=argv, env=self._env, out=words, err=words, **{"in": os.devnull})
        pid = int(self._server.line())
        self._alive.add(pid)
        return pid

    def kill(self, pid: int) -> int:
        """SIGKILL, now; the wait status (9, unless it had ended by itself)."""
        os.kill(pid, signal.SIGKILL)
        self._alive.discard(pid)
        self._server.order(reap=pid)
        return int(self._server.line())
