"""Runs the installed command as a rep would, in a home of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from tests.cli import nursery

PROGRAM = Path(sys.executable).with_name("repside")
REP = "maya@northlight.example"


class Done(NamedTuple):
    """How a run ended."""

    code: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The JSON lines on stdout."""
        return [json.loads(line) for line in self.out.splitlines()]


def environment(**more: str) -> dict[str, str]:
    """This process' variables without any that Repside reads."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("REPSIDE_")}
    return {**kept, "TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONWARNINGS": "error", **more}


class Repside:
    """One home and its command."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def __call__(self, *arguments: str, stdin: str = "", **env: str) -> Done:
        """Run to the end, in a fork of a process that has imported the program; started anew where a variable is the interpreter's own."""
        words, variables = self.words(arguments), environment(**env)
        if any(name.startswith(("PYTHON", "LD_", "LC_")) for name in env):
            found = subprocess.run(
                words, input=stdin, capture_output=True, encoding="utf-8", env=variables, check=False
            )
            done = Done(found.returncode, found.stdout, found.stderr)
        else:
            done = Done(*nursery.run(words[1:], stdin, variables))
        assert "Traceback" not in done.err
        return done

    def ok(self, *arguments: str, **env: str) -> Done:
        """Run, and expect that all goes well."""
        done = self(*arguments, **env)
        assert done.code == 0, done
        return done

    @contextmanager
    def started(
        self, *arguments: str, variables: dict[str, str] | None = None, **more: Any
    ) -> Iterator[subprocess.Popen[str]]:
        """Begin, and let it be ended by the test; whatever happens, it does not outlive the test."""
        pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        env = environment(**(variables or {}))
        with subprocess.Popen(self.words(arguments), encoding="utf-8", env=env, **(pipes | more)) as process:
            try:
                yield process
            finally:
                if process.poll() is None:
                    process.kill()

    def words(self, arguments: Sequence[str]) -> list[str]:
        return [str(PROGRAM), "--home", str(self.home), *arguments]


def mail(
    number: int, *, sender: str = "dana@acme.example", to: str = REP, subject: str = "", body: str = "", day: int = 2
) -> str:
    """A plain mail."""
    return (
        f"From: Dana Cole <{sender}>\nTo: {to}\nSubject: {subject or f'Offer {number}'}\n"
        f"Date: Mon, {day:02} Nov 2026 10:{number % 60:02}:00 +0000\nMessage-ID: <{number}@acme.example>\n\n{body or 'Thanks.'}\n"
    )


def maildir(path: Path, mails: Sequence[str]) -> Path:
    """A Maildir that holds these mails."""
    for part in ("cur", "new", "tmp"):
        (path / part).mkdir(parents=True, exist_ok=True)
    for number, text in enumerate(mails):
        (path / "cur" / f"{1_793_600_000 + number}.{number}.host").write_text(text, encoding="utf-8")
    return path
