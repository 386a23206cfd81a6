"""What a service is made from, and the one way to ask the system's own tools. Pure, but for `ask`."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple, Protocol

MARK = "Made by `repside service install`; `repside service uninstall` removes it."
"""Stands in each file that we write: a file without it is somebody's own, and left alone."""
ASK_SECONDS = 60.0
"""How long a tool may take; a service that starts may take longer, and is asked about afterwards."""


class Plan(NamedTuple):
    """One service: which program runs, on which files."""

    program: str
    """The absolute path of the installed command."""
    home: str
    """The folder of --home, or empty: the platform's folders."""
    variables: Mapping[str, str]
    """What the program finds in its environment. No secret is ever among them."""
    writable: tuple[Path, ...]
    """The folders that it writes to."""
    logs: Path
    shared_tmp: bool = False
    """Some of its files lie in /tmp, so that it cannot have a /tmp of its own."""
    sandbox: bool = True
    """False where the system refused to give it a view of the files of its own."""


class Condition(NamedTuple):
    """How the service is doing, as its manager says."""

    state: str
    """running, starting, stopped, failed, unknown."""
    since: int | None = None
    """Seconds since 1970; of `running` only, where the manager says it."""
    detail: str = ""
    refused_sandbox: bool = False


class Manager(Protocol):
    """A service manager of one platform. No call raises; what a tool refused shows in `condition`."""

    name: str
    encoding: str

    @property
    def path(self) -> Path:
        """The one file that is written."""

    def reachable(self) -> bool:
        """Whether the manager answers now."""

    def text(self, plan: Plan) -> str:
        """The file's content."""

    def start(self) -> None:
        """Take up the file as it now is, at each sign-in too, and start the service anew."""

    def stop(self) -> None:
        """Stop the service and drop it from each sign-in. The file is still there."""

    def removed(self) -> None:
        """The file is gone: forget what was known of it."""

    def condition(self) -> Condition:
        """How the service is doing."""

    def by_hand(self) -> str:
        """The command that does what `start` does."""

    def why(self) -> str:
        """The command that shows why a start failed."""


class Answer(NamedTuple):
    """What a tool said."""

    code: int
    out: str


def ask(env: Mapping[str, str], *words: str) -> Answer:
    """Run a tool of the system to its end. One that is missing or does not come to an end has code -1."""
    tool = shutil.which(words[0], path=env.get("PATH", os.defpath))
    if tool is None:
        return Answer(-1, "")
    try:
        done = subprocess.run(  # noqa: S603 - words of ours, no shell
            [tool, *words[1:]],
            env=dict(env),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=ASK_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return Answer(-1, "")
    return Answer(done.returncode, done.stdout.decode("utf-8", "replace"))
