"""A unit of the rep's own systemd: no root, no secrets. It is told when we are ready, and watches that we are alive.

Only hardening that a user's own manager can do: it has no capabilities to give up, and where it may not make a view of the files of
its own (before systemd 254, or where the kernel forbids it), it leaves those lines out by itself. `password_command` may be any
program, so that system calls and executable memory are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from os import environ, getuid
from pathlib import Path

from cli.service_plan import MARK, Answer, Condition, Plan, ask

UNIT = "repside.service"
_STEPS_SINCE = 254
"""The systemd that can wait longer after each failure."""
_REFUSED = {"217", "218", "226"}
"""Exit codes of systemd itself: it could not set up users, capabilities, the view of the files."""
_STATES = {"active": "running", "activating": "starting", "reloading": "running", "failed": "failed"}
_SHARED = (Path("/tmp"), Path("/var/tmp"))  # noqa: S108 - named, not used


class Systemd:
    """The manager that `systemctl --user` speaks to."""

    name = "systemd"
    encoding = "utf-8"

    def __init__(self, env: Mapping[str, str] = environ) -> None:
        self._env = {**env, "LC_ALL": "C", "TZ": "UTC"}
        runtime = Path(f"/run/user/{getuid()}")
        if "XDG_RUNTIME_DIR" not in env and runtime.is_dir():
            self._env["XDG_RUNTIME_DIR"] = str(runtime)  # `su` leaves it out

    @property
    def path(self) -> Path:
        """Where a user's own units lie."""
        named = Path(self._env.get("XDG_CONFIG_HOME", ""))
        root = named if named.is_absolute() else Path(self._env.get("HOME") or Path.home()) / ".config"
        return root / "systemd" / "user" / UNIT

    def reachable(self) -> bool:
        """Not so in a container, or where the rep has no session."""
        return self._ask("show-environment").code == 0

    def text(self, plan: Plan) -> str:
        """For the systemd of this machine."""
        found = re.match(r"systemd (\d+)", ask(self._env, "systemctl", "--version").out)
        return unit(plan, int(found[1]) if found else 0)

    def start(self) -> None:
        """Also when it runs already: the unit may have changed."""
        self._ask("daemon-reload")
        self._ask("enable", UNIT)
        self._ask("restart", UNIT)

    def stop(self) -> None:
        """Without its manager, the link to the unit is taken away by hand."""
        self._ask("disable", "--now", UNIT)
        link = self.path.parent / "default.target.wants" / UNIT
        if link.is_symlink():
            link.unlink()

    def removed(self) -> None:
        """Nothing of it stays in `systemctl --user list-units`."""
        self._ask("daemon-reload")
        self._ask("reset-failed", UNIT)

    def condition(self) -> Condition:
        """By what systemd says of the unit."""
        wanted = "ActiveState,ActiveEnterTimestamp,Result,ExecMainStatus,StatusText"
        answer = self._ask("show", UNIT, f"--property={wanted}")
        if answer.code:
            return Condition("unknown", detail="systemd does not answer")
        said = dict(line.partition("=")[::2] for line in answer.out.splitlines())
        state = _STATES.get(said.get("ActiveState", ""), "stopped")
        result, code = said.get("Result", "success"), said.get("ExecMainStatus", "0")
        if state == "running":
            return Condition(state, _seconds(said.get("ActiveEnterTimestamp", "")), said.get("StatusText", ""))
        if result in {"", "success"}:
            return Condition(state)
        # After a failure it waits to try again, and calls that activating.
        return Condition("failed", detail=f"{result}, exit code {code}", refused_sandbox=code in _REFUSED)

    def by_hand(self) -> str:
        """In a session of the rep."""
        return f"systemctl --user daemon-reload && systemctl --user enable --now {UNIT}"

    def why(self) -> str:
        """Its words are in the journal."""
        return f"journalctl --user -u {UNIT} -n 20"

    def _ask(self, *words: str) -> Answer:
        return ask(self._env, "systemctl", "--user", *words)


def unit(plan: Plan, version: int) -> str:
    """The unit for a systemd of that version."""
    variables = " ".join(_quoted(f"{name}={value}") for name, value in plan.variables.items())
    lines = [
        f"# {MARK}",
        "[Unit]",
        "Description=Repside reads mail as it comes in",
        "# It never gives up: what was wrong may be mended while nobody looks.",
        "StartLimitIntervalSec=0",
        "",
        "[Service]",
        "Type=notify",
        "NotifyAccess=main",
        f"ExecStart={_started(plan.program)} run",
        *([f"Environment={variables}"] if variables else []),
        "Restart=on-failure",
        *_delays(version),
        "# The first start after an upgrade may bring a large store up to date.",
        "TimeoutStartSec=15min",
        "TimeoutStopSec=30s",
        "WatchdogSec=3min",
        "KillMode=mixed",
        "UMask=0077",
        "LimitCORE=0",
        "MemoryHigh=768M",
        "MemoryMax=1G",
        "TasksMax=256",
        "NoNewPrivileges=yes",
        "LockPersonality=yes",
        "RestrictRealtime=yes",
        "RestrictSUIDSGID=yes",
        "RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK",
        "SystemCallArchitectures=native",
        *(_view(plan) if plan.sandbox else []),
        "",
        "[Install]",
        "WantedBy=default.target",
    ]
    return "\n".join(lines) + "\n"


def _delays(version: int) -> list[str]:
    """Longer after each failure, where systemd can."""
    if version < _STEPS_SINCE:
        return ["RestartSec=30s"]
    return ["RestartSec=5s", "RestartSteps=6", "RestartMaxDelaySec=5min"]


def _view(plan: Plan) -> list[str]:
    """Its own view of the files: all can be read, as far as the rep may, and only its own folders be written."""
    writable = [*plan.writable, *(_SHARED if plan.shared_tmp else ())]
    return [
        f"PrivateTmp={'no' if plan.shared_tmp else 'yes'}",
        "ProtectSystem=strict",
        "ReadWritePaths=" + " ".join(_quoted(f"-{path}") for path in writable),
    ]


def _started(program: str) -> str:
    """systemd takes no program whose path has quotes or backslashes: `env` starts that one."""
    if not set(program) & set("\"'\\"):
        return _quoted(program)
    return "/usr/bin/env " + _quoted(program).replace("$", "$$")


def _quoted(word: str) -> str:
    """One word of a unit. Control characters are refused before."""
    return '"' + word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%") + '"'


def _seconds(said: str) -> int | None:
    """`Sun 2026-11-22 18:35:51 UTC` in seconds since 1970."""
    with suppress(ValueError):
        return int(datetime.strptime(said, "%a %Y-%m-%d %H:%M:%S UTC").replace(tzinfo=UTC).timestamp())
    return None
