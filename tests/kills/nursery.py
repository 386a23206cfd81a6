"""The test's side of the fork server: start a child of it, kill it, wait for its end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Self

from tests.cli.program import environment

ROOT = Path(__file__).parents[2]


class Nursery:
    """`with Nursery(home, words) as nursery:` — all children run on this home and write their words into one file."""

    def __init__(self, home: Path, words: Path) -> None:
        self.home, self.words = home, words
        program = [sys.executable, str(Path(__file__).with_name("forkserver.py"))]
        self._server = subprocess.Popen(
            program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environment()
        )
        self._alive: set[int] = set()

    def __enter__(self) -> Self:
        assert self._line() == "ready"
        return self

    def __exit__(self, *_: object) -> None:
        for pid in list(self._alive):
            self.kill(pid)
        with self._server:
            assert self._server.stdin is not None
            self._server.stdin.close()

    def start(self, arguments: Sequence[str]) -> int:
        """Run `repside` with these words; the child's process id."""
        pid = self._ask({"argv": ["--home", str(self.home), *arguments], "words": str(self.words)})
        self._alive.add(pid)
        return pid

    def kill(self, pid: int) -> int:
        """SIGKILL, now; the wait status (9, unless it had ended by itself)."""
        os.kill(pid, signal.SIGKILL)
        self._alive.discard(pid)
        return self._ask({"reap": pid})

    def _ask(self, order: dict[str, object]) -> int:
        assert self._server.stdin is not None
        self._server.stdin.write(json.dumps(order) + "\n")
        self._server.stdin.flush()
        return int(self._line())

    def _line(self) -> str:
        assert self._server.stdout is not None
        return self._server.stdout.readline().strip()
