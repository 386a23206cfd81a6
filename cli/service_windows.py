"""A task of Windows' scheduler: at the rep's sign-in, without rights of an administrator, started again when it fails.

A task has no environment of its own: the home goes along as an option. The scheduler fills in %NAME% where such a variable exists,
and has no sign against it.
"""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from html import escape
from os import environ
from pathlib import Path

from cli.service_plan import MARK, Condition, Plan, ask

TASK = "Repside"
_RUNNING, _READY = "4", "3"
_LOOK = (
    f"$t = Get-ScheduledTask -TaskName {TASK} -ErrorAction Stop; $i = $t | Get-ScheduledTaskInfo; "
    "[int]$t.State; $i.LastRunTime.ToUniversalTime().ToString('yyyy-MM-ddTHH:mm:ss+00:00'); $i.LastTaskResult"
)
"""In numbers: the words of schtasks are in the language of the machine."""


class Windows:
    """The scheduler that `schtasks` speaks to."""

    name = "Task Scheduler"
    encoding = "utf-16"  # what schtasks reads

    def __init__(self, folder: Path, env: Mapping[str, str] = environ) -> None:
        self._folder = folder
        self._env = env

    @property
    def path(self) -> Path:
        """The scheduler keeps a copy; this one tells that the task is ours."""
        return self._folder / "service.xml"

    def reachable(self) -> bool:
        """Whether it answers."""
        return ask(self._env, "schtasks", "/Query").code == 0

    def text(self, plan: Plan) -> str:
        """XML."""
        user = "\\".join(part for part in (self._env.get("USERDOMAIN"), self._env.get("USERNAME")) if part)
        return task(plan, user)

    def start(self) -> None:
        """One that runs is ended first; what it has stored is whole."""
        ask(self._env, "schtasks", "/End", "/TN", TASK)
        ask(self._env, "schtasks", "/Create", "/TN", TASK, "/XML", str(self.path), "/F")
        ask(self._env, "schtasks", "/Run", "/TN", TASK)

    def stop(self) -> None:
        """The task goes as well."""
        ask(self._env, "schtasks", "/End", "/TN", TASK)
        ask(self._env, "schtasks", "/Delete", "/TN", TASK, "/F")

    def removed(self) -> None:
        """Nothing else is kept of it."""

    def condition(self) -> Condition:
        """By what PowerShell says of the task."""
        answer = ask(self._env, "powershell", "-NoProfile", "-NonInteractive", "-Command", _LOOK)
        if answer.code:
            return Condition("unknown", detail="the Task Scheduler does not know it")
        state, began, result = (*answer.out.split(), "", "", "")[:3]
        if state == _RUNNING:
            return Condition("running", _seconds(began))
        if state == _READY and result not in {"", "0"}:
            return Condition("failed", detail=f"exit code {result}")
        return Condition("stopped")

    def by_hand(self) -> str:
        """In a session of the rep."""
        return f'schtasks /Create /TN {TASK} /XML "{self.path}" /F'

    def why(self) -> str:
        """The scheduler keeps no words of ours."""
        return "repside run"


def task(plan: Plan, user: str) -> str:
    """The task for that user."""
    arguments = subprocess.list2cmdline([*(["--home", plan.home] if plan.home else []), "run"])
    who = f"<UserId>{_text(user)}</UserId>" if user else ""
    return f"""<?xml version="1.0" encoding="UTF-16"?>
<!-- {MARK} -->
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo><Description>Repside reads mail as it comes in.</Description></RegistrationInfo>
  <Triggers><LogonTrigger><Enabled>true</Enabled>{who}</LogonTrigger></Triggers>
  <Principals>
    <Principal id="rep">{who}<LogonType>InteractiveToken</LogonType><RunLevel>LeastPrivilege</RunLevel></Principal>
  </Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <StartWhenAvailable>true</StartWhenAvailable>
    <Hidden>true</Hidden>
    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>
    <RestartOnFailure><Interval>PT1M</Interval><Count>999</Count></RestartOnFailure>
  </Settings>
  <Actions Context="rep">
    <Exec><Command>{_text(plan.program)}</Command><Arguments>{_text(arguments)}</Arguments></Exec>
  </Actions>
</Task>
"""


def _text(text: str) -> str:
    return escape(text, quote=False)


def _seconds(said: str) -> int | None:
    with suppress(ValueError):
        return int(datetime.fromisoformat(said).timestamp())
    return None
