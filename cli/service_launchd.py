"""An agent of macOS' launchd: in the rep's own session, started again when it fails."""

from __future__ import annotations

import os
import plistlib
import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from os import environ
from pathlib import Path

from cli.service_plan import MARK, Answer, Condition, Plan, ask

LABEL = "repside.run"
THROTTLE = 60
"""Seconds from one start to the next: launchd has no longer and longer waits."""


class Launchd:
    """The manager that `launchctl` speaks to."""

    name = "launchd"
    encoding = "utf-8"

    def __init__(self, env: Mapping[str, str] = environ) -> None:
        self._env = {**env, "LC_ALL": "C"}
        self._domain = f"gui/{os.getuid()}"

    @property
    def path(self) -> Path:
        """Where a user's own agents lie."""
        return Path(self._env.get("HOME") or Path.home()) / "Library" / "LaunchAgents" / f"{LABEL}.plist"

    def reachable(self) -> bool:
        """Not so where nobody is signed in at the screen (over ssh)."""
        return self._ask("print", self._domain).code == 0

    def text(self, plan: Plan) -> str:
        """A property list."""
        return agent(plan)

    def start(self) -> None:
        """An agent that is loaded keeps its old settings: it is unloaded first. Its file lets it start."""
        self._ask("bootout", f"{self._domain}/{LABEL}")
        self._ask("enable", f"{self._domain}/{LABEL}")
        self._ask("bootstrap", self._domain, str(self.path))

    def stop(self) -> None:
        """Unloading stops it."""
        self._ask("bootout", f"{self._domain}/{LABEL}")

    def removed(self) -> None:
        """Nothing else is kept of it."""

    def condition(self) -> Condition:
        """By what launchd prints of the agent."""
        answer = self._ask("print", f"{self._domain}/{LABEL}")
        if answer.code:
            return Condition("stopped")
        said = dict(re.findall(r"^\s*(state|pid|last exit code) = (.+)$", answer.out, re.MULTILINE))
        if said.get("state") == "running":
            return Condition("running", self._since(said.get("pid", "")))
        code = said.get("last exit code", "").partition(":")[0]
        if code.isdecimal() and int(code):
            return Condition("failed", detail=f"exit code {code}")
        return Condition("stopped")

    def by_hand(self) -> str:
        """In a session of the rep."""
        return f"launchctl bootstrap {self._domain} '{self.path}'"

    def why(self) -> str:
        """Its words are in the file that the agent names."""
        return f"launchctl print {self._domain}/{LABEL}"

    def _since(self, process: str) -> int | None:
        answer = ask(self._env, "ps", "-o", "lstart=", "-p", process)
        with suppress(ValueError):
            return int(datetime.strptime(answer.out.strip(), "%a %b %d %H:%M:%S %Y").astimezone().timestamp())
        return None

    def _ask(self, *words: str) -> Answer:
        return ask(self._env, "launchctl", *words)


def agent(plan: Plan) -> str:
    """The property list."""
    content = {
        "Label": LABEL,
        "ProgramArguments": [plan.program, "run"],
        "EnvironmentVariables": dict(plan.variables),
        "RunAtLoad": True,
        "KeepAlive": {"SuccessfulExit": False},
        "ThrottleInterval": THROTTLE,
        "ExitTimeOut": 30,
        "ProcessType": "Background",
        "Umask": 0o077,
        "StandardErrorPath": str(plan.logs / "service.log"),
    }
    return plistlib.dumps(content).decode().replace("<plist", f"<!-- {MARK} -->\n<plist", 1)
