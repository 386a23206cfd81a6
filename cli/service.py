"""`repside service`: have `repside run` started by the rep's own service manager, at each sign-in and after each failure. Needs no root."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.app import App, json_option, pass_app
from cli.output import emit, local, note, say

if TYPE_CHECKING:
    from cli.service_plan import Condition, Manager, Plan
    from config.model import Account

FAILED = 1
NO_MANAGER = (
    "This machine has no service manager that Repside knows (systemd, launchd, the Windows Task Scheduler).\n"
    "Have `repside run` started by whatever starts your programs."
)
_CARRIED = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")
_UNFIT = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters, and what is no text: no format of the three can be trusted with them."""
_TEMPORARY = (Path("/tmp"), Path("/var/tmp"))  # noqa: S108 - compared with, not used


@click.group("service")
def command() -> None:
    """Have `run` started at each sign-in.

    By the service manager of this machine: systemd, launchd or the Windows Task Scheduler.
    """


@command.command("install")
@click.option("--print", "only_print", is_flag=True, help="Only show what would be written.")
@pass_app
def install(app: App, only_print: bool) -> int:
    """Write the service, and start it now and at each sign-in.

    Running it again brings the service up to date, after an upgrade or with another --home.
    """
    from cli import service_plan
    from sync.errors import StoreMissing

    manager = find(app)
    if manager is None:
        return _none()
    plan = make(app)
    _tell_what_stays_behind(app)
    if only_print:
        note(f"To be written to {manager.path}:")
        say(manager.text(plan).rstrip("\n"))
        return 0
    if manager.path.exists() and not _ours(manager):
        return _foreign(manager)
    if not app.settings.store.url and not app.paths.store.exists():
        raise StoreMissing(path=app.paths.store)  # a service that can only fail helps nobody
    _write(manager, plan)
    if not manager.reachable():
        note(f"Wrote {manager.path}, but {manager.name} cannot be reached from here.")
        note(f"Sign in to the machine itself, then run: {manager.by_hand()}")
        return FAILED
    manager.start()
    if plan.sandbox and manager.condition().refused_sandbox:
        _write(manager, plan._replace(sandbox=False))
        manager.start()
        note("This machine does not let a service have a view of the files of its own; it runs without one.")
    return _installed(manager, manager.condition(), service_plan.ASK_SECONDS)


@command.command("status")
@json_option
@pass_app
def status(app: App, as_json: bool) -> int:
    """Say whether the service is installed and runs.

    Exit code 0 when it runs, 1 otherwise.
    """
    manager = find(app)
    if manager is None and not as_json:
        return _none()
    there = manager is not None and manager.path.exists() and _ours(manager)
    condition = manager.condition() if manager is not None and there else None
    if as_json:
        emit([_row(manager if there else None, condition)])
    elif manager is None or condition is None:
        say("Not installed. Next: repside service install")
    else:
        say(f"Installed: {manager.path}")
        say(_sentence(manager, condition))
    return 0 if condition is not None and condition.state == "running" else FAILED


@command.command("uninstall")
@pass_app
def uninstall(app: App) -> int:
    """Stop the service and remove what `install` wrote.

    The history, the settings and the passwords stay.
    """
    from config.paths import explained

    manager = find(app)
    if manager is None:
        return _none()
    if not manager.path.exists():
        say("Not installed. Nothing to do.")
        return 0
    if not _ours(manager):
        return _foreign(manager)
    manager.stop()
    with explained(manager.path):
        manager.path.unlink()
    manager.removed()
    say(f"Stopped, and removed {manager.path}. What was read stays.")
    return 0


def find(app: App, platform: str = sys.platform) -> Manager | None:
    """The service manager of this machine."""
    if platform == "win32":
        from cli.service_windows import Windows

        return Windows(app.paths.data, app.env)
    if platform == "darwin":
        from cli.service_launchd import Launchd

        return Launchd(app.env)
    if shutil.which("systemctl", path=app.env.get("PATH", os.defpath)) is None:
        return None
    from cli.service_systemd import Systemd

    return Systemd(app.env)


def make(app: App) -> Plan:
    """The service of this installation. Raises BadSetting, FixSetup."""
    from cli.service_plan import Plan
    from sync.errors import FixSetup

    paths, settings = app.paths, app.settings
    root = paths.config.parent
    home = str(root) if paths.one_home else ""
    carried = {name: app.env[name] for name in _CARRIED if Path(app.env.get(name, "")).is_absolute() and not home}
    variables = {**({"REPSIDE_HOME": home} if home else {}), **carried, "PATH": app.env.get("PATH", os.defpath)}
    writable = _writable(app)
    program = installed_command()
    for text in (program, *variables.values(), *map(str, writable)):
        if _UNFIT.search(text):
            raise FixSetup(why=f"a service cannot be given the path {text!r}")
    touched = (Path(program), *writable, *(path for account in settings.account for path in _read(account)))
    return Plan(program, home, variables, writable, paths.logs, shared_tmp=any(map(_is_temporary, touched)))


def installed_command() -> str:
    """The absolute path of `repside` as it was called, or as it lies beside this Python. Raises FixSetup."""
    from sync.errors import FixSetup

    names = ("repside", "repside.exe")
    beside = [Path(sys.executable).with_name(name) for name in names]
    for path in (Path(sys.argv[0]).absolute(), *beside):
        for found in (path, path.with_suffix(".exe")):
            if found.name.lower() in names and found.is_file():
                return str(found)
    raise FixSetup(why="the installed command `repside` is not beside this Python; install Repside first")


def _writable(app: App) -> tuple[Path, ...]:
    paths, url = app.paths, app.settings.store.url
    root = paths.config.parent
    folders = [root] if paths.one_home else [root, paths.data, paths.logs]
    if url.startswith("sqlite:///"):
        folders.append(Path(url.removeprefix("sqlite:///")).absolute().parent)
    if any(getattr(account, "password_command", None) for account in app.settings.account):
        folders.append(Path(app.env.get("HOME") or Path.home()))  # it may keep notes of its own there, as gpg does
    return tuple(dict.fromkeys(folders))


def _read(account: Account) -> Iterable[Path]:
    named = (getattr(account, "path", None), getattr(account, "ca", None))
    return [Path(path).expanduser().absolute() for path in named if path]


def _is_temporary(path: Path) -> bool:
    return any(path.is_relative_to(folder) or path.resolve().is_relative_to(folder) for folder in _TEMPORARY)


def _tell_what_stays_behind(app: App) -> None:
    """Settings of this run are not written into a service: some are secret."""
    kept = {"REPSIDE_HOME"}
    names = [name for name in sorted(app.env) if name.startswith("REPSIDE_") and name not in kept]
    names += [f"--set {key}" for key in app.flags]
    if names:
        note(f"The service runs without {', '.join(names)}. Write what it needs into {app.paths.config}.")


def _write(manager: Manager, plan: Plan) -> None:
    from config.paths import private_folder, write_private

    for folder in (*plan.writable, plan.logs):
        private_folder(folder)
    write_private(manager.path, manager.text(plan).encode(manager.encoding))


def _ours(manager: Manager) -> bool:
    from cli.service_plan import MARK
    from config.paths import explained

    with explained(manager.path):
        return MARK in manager.path.read_bytes().decode(manager.encoding, "replace")


def _none() -> int:
    note(NO_MANAGER)
    return FAILED


def _foreign(manager: Manager) -> int:
    note(
        f"{manager.path} was not written by Repside.\nNothing was changed. Move that file away, then run the command again."
    )
    return FAILED


def _installed(manager: Manager, condition: Condition, seconds: float) -> int:
    if condition.state == "running":
        say(f"Repside runs now and at each sign-in ({manager.path}).")
        return 0
    if condition.state == "starting":
        say(f"Installed ({manager.path}), and not ready after {seconds:.0f} seconds. Next: repside service status")
        return 0
    note(f"Installed ({manager.path}), but it does not run: {condition.detail or condition.state}.")
    note(f"End any other `repside run`, and see why: {manager.why()}")
    return FAILED


def _sentence(manager: Manager, condition: Condition) -> str:
    if condition.state == "running":
        since = f" since {local(condition.since)}" if condition.since is not None else ""
        return f"It runs{since} ({manager.name}). {condition.detail}".rstrip()
    words = {
        "starting": "It starts.",
        "stopped": f"It does not run. Next: {manager.by_hand()}",
        "failed": f"It failed ({condition.detail}) and is started again. To see why: {manager.why()}",
        "unknown": f"Whether it runs cannot be told: {condition.detail}. Next: {manager.by_hand()}",
    }
    return words[condition.state]


def _row(manager: Manager | None, condition: Condition | None) -> dict[str, object]:
    since = condition.since if condition else None
    return {
        "installed": manager is not None,
        "path": str(manager.path) if manager else None,
        "manager": manager.name if manager else None,
        "state": condition.state if condition else "absent",
        "since": datetime.fromtimestamp(since, UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if since is not None else None,
    }
