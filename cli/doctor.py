"""`repside doctor`: looks at everything that can be wrong around the history, and says how to mend it. Changes nothing."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import click

from cli.app import App, json_option, pass_app
from cli.output import emit, say

FEW = 1_000_000_000
"""Bytes of free disk that are worth a word."""
_SIGNS = {"ok": "✓", "note": "·", "wrong": "✗"}


class Check(NamedTuple):
    """One finding."""

    check: str
    result: str
    """ok, note, wrong."""
    detail: str
    fix: str = ""


@click.command("doctor")
@click.option("--set-aside", "aside", is_flag=True, help="Move a damaged store away, keep it, and begin a new one.")
@click.option(
    "--trust-clock", is_flag=True, help="This machine's clock is right, however far it is from the last round."
)
@json_option
@pass_app
def command(app: App, aside: bool, trust_clock: bool, as_json: bool) -> int:
    """Look for what is wrong, and say how to mend it.

    The output names files and accounts, and holds no mail. Without --set-aside or --trust-clock it changes nothing. Exit
    code 1 when something is wrong.
    """
    if trust_clock:
        return _trust_clock(app)
    if aside:
        from cli.setaside import set_aside

        return set_aside(app)
    found = list(_all(app))
    if as_json:
        emit(check._asdict() for check in found)
    else:
        for check in found:
            say(f"{_SIGNS[check.result]} {check.check}: {check.detail}")
            if check.fix:
                say(f"    {check.fix}")
    return 1 if any(check.result == "wrong" for check in found) else 0


def _all(app: App) -> Iterator[Check]:
    from sync.errors import BadSetting, RepsideError

    steps: list[Callable[[App], Iterator[Check]]] = [
        _machine,
        _settings,
        _desktop,
        _permissions,
        _secrets,
        _disk,
        _store,
    ]
    for step in steps:
        try:
            yield from step(app)
        except BadSetting:
            continue  # each problem has its line already
        except RepsideError as error:
            yield Check(step.__name__.lstrip("_"), "wrong", error.sentence, error.action)
        except Exception as error:  # one check that breaks must not hide the others
            yield Check(
                step.__name__.lstrip("_"), "wrong", f"cannot be checked ({type(error).__name__})", "Please report this."
            )


def _machine(app: App) -> Iterator[Check]:
    from store import machine

    version = ".".join(map(str, sys.version_info[:3]))
    yield Check("python", "ok" if sys.version_info >= (3, 11) else "wrong", version)
    now = int(time.time())
    if machine.clock_is_wrong(now, _newest(app)):
        yield Check(
            "clock",
            "wrong",
            f"this machine's clock says {_said(now)}, which does not fit the last round",
            "Set the clock. If it is right, run `repside doctor --trust-clock`.",
        )
    else:
        yield Check("clock", "ok", _said(now))
    yield _zones()


def _said(at: int) -> str:
    return time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime(at))


def _trust_clock(app: App) -> int:
    from cli import wiring
    from cli.main import DONE
    from store import clock

    with wiring.writing(app) as store, store.database.write() as connection:
        clock.trust(connection, store.clock.now())
    say(f"The clock is believed from now on: it is {_said(store.clock.now())}.")
    return DONE


def _newest(app: App) -> int | None:
    """The newest time that the store holds; None where that cannot be told now."""
    from cli import wiring
    from store import checkup
    from sync.errors import RepsideError

    try:
        with wiring.reading(app) as database:
            return checkup.newest(database)
    except RepsideError:
        return None  # told by the checks of the settings and of the store


def _zones() -> Check:
    from store import machine

    version = machine.zones()
    if version < machine.OLDEST_ZONES:
        fix = f"Install the package tzdata, {machine.OLDEST_ZONES} or newer."
        return Check("time zones", "wrong", f"{version} is stale", fix)
    return Check("time zones", "ok", version)


def _settings(app: App) -> Iterator[Check]:
    from config.problems import problem_lines
    from sync.errors import BadSetting

    where = "one home" if app.paths.one_home else "the platform's folders"
    if not app.paths.config.exists():
        yield Check(
            "configuration", "note", f"{app.paths.config} is not there; defaults hold ({where})", "Run `repside init`."
        )
        return
    try:
        number = len(app.settings.account)
    except BadSetting as error:
        for line in problem_lines(error):
            yield Check("configuration", "wrong", line)
        return
    yield Check("configuration", "ok", f"{app.paths.config} ({where}), {number} accounts")


def _desktop(app: App) -> Iterator[Check]:
    """Only where the rep wants notifications."""
    from cli import desktop

    if not app.settings.rep.brief_minutes:
        return
    missing = desktop.missing(app.env)
    if missing:
        fix = f"Install {missing} (Debian and Ubuntu: libnotify-bin), or set [rep] brief_minutes = 0."
        yield Check("notifications", "note", f"{missing} is not there, so nothing is shown before a meeting", fix)
    else:
        yield Check("notifications", "ok", f"{app.settings.rep.brief_minutes} minutes before a meeting")


def _permissions(app: App) -> Iterator[Check]:
    if os.name == "nt":
        return
    paths = app.paths
    mine = [paths.config, paths.key, paths.data, paths.logs, *_files(paths.data), *_files(paths.logs)]
    loose = [path for path in mine if path.exists() and path.stat().st_mode & 0o077]
    for path in loose:
        mode = "700" if path.is_dir() else "600"
        yield Check("permissions", "wrong", f"{path} can be read by others", f"Run: chmod {mode} {path}")
    if not loose:
        yield Check("permissions", "ok", "files are the rep's alone")


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_file()) if folder.is_dir() else []


def _secrets(app: App) -> Iterator[Check]:
    from config.model import FolderAccount

    def place(what: str, kind: str, words: str, *, needed: bool) -> Check:
        missing = needed and kind in {"none", "lost"}
        fix = _NO_KEY if kind == "lost" or what == _KEY else "Run `repside connect` again."
        return Check(what, "wrong" if missing else "ok", f"{kind}: {words}", fix if missing else "")

    store_key = app.secrets.where()
    yield place(_KEY, *store_key, needed=app.paths.store.exists())
    for account in app.settings.account:
        needed = not isinstance(account, FolderAccount)
        what = "sign-in" if account.provider in {"gmail", "outlook"} else "password"
        kind, words = app.secrets.where(account)
        if needed and kind not in {"none", "lost", "command"} and not app.secrets.has_password(account):
            kind, words = "none", f"no {what} is stored"
        yield place(f"{what} of {account.name}", kind, words, needed=needed)


_KEY = "store key"
_NO_KEY = "Bring back the key and the secrets file from a backup, or begin a new store with another --home."


def _disk(app: App) -> Iterator[Check]:
    from store import machine

    folder = next(path for path in (app.paths.data, *app.paths.data.parents) if path.exists())
    free = machine.free(folder)
    words = f"{free / 1e9:.1f} GB free at {folder}"
    if free < machine.LITTLE:
        yield Check("disk", "wrong", words, "Free some space; until then nothing new can be stored.")
    else:
        yield Check("disk", "note" if free < FEW else "ok", words)


def _store(app: App) -> Iterator[Check]:
    from cli import wiring
    from store import checkup, lock
    from store.database import Database
    from sync.errors import StoreDamaged

    url = wiring.store_url(app)
    if not app.settings.store.url and not app.paths.store.exists():
        yield Check("store", "note", f"{app.paths.store} is not there yet", "Run `repside init`.")
        return
    database = Database.open(url, read_only=True)
    try:
        try:
            health = checkup.health(database)
        except StoreDamaged as error:
            yield _integrity(str(error.fields.get("why", "it cannot be read")), app.paths.store)
            return
        yield Check("database", "ok", f"{health.engine}{f', journal {health.journal}' if health.journal else ''}")
        if health.schema != checkup.NOTHING:
            yield _schema(health.schema, health.expected)
        yield _integrity(health.damage, app.paths.store)
        holder = lock.holder(database)
        yield Check(
            "lock", "note" if holder else "ok", f"process {holder} is writing now" if holder else "nobody is writing"
        )
    finally:
        database.close()


def _schema(found: str, expected: str) -> Check:
    if found == expected:
        return Check("schema", "ok", found)
    if found > expected:
        return Check(
            "schema", "wrong", f"{found} is newer than {expected}", "Install the newer Repside, or use another --home."
        )
    return Check("schema", "note", f"{found} is older than {expected}", "The next `repside sync` brings it up to date.")


def _integrity(damage: str, path: Path) -> Check:
    if not damage:
        return Check("integrity", "ok", "the store is whole")
    fix = f"Run `repside doctor --set-aside`: it keeps {path.name} under another name, then `repside sync` builds the history again."
    return Check("integrity", "wrong", damage, fix)
