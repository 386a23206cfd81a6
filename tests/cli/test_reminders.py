"""A notification before a meeting: by a program of that name on PATH, once for each meeting, and with nobody's words in it."""

from __future__ import annotations

import os
import re
import signal
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cli import desktop
from cli.app import App
from cli.reminders import Reminders
from cli.wiring import Writing, serving
from tests.cli.program import REP, Repside, environment

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the stand-in is called notify-send")
PATIENCE = 60.0
NOTIFY = (
    '#!/bin/sh\nfor word in "$@"; do printf "%s\\n" "$word"; done >> "$0.said"\nenv > "$0.env"\necho end >> "$0.said"\n'
)


class Screen:
    """A notify-send that writes down what it is to show."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        program = folder / "notify-send"
        program.write_text(NOTIFY, encoding="utf-8")
        program.chmod(0o700)
        self.path = f"{folder}{os.pathsep}{os.environ['PATH']}"
        self._said = folder / "notify-send.said"
        self.env = folder / "notify-send.env"

    def notes(self, wanted: int) -> list[list[str]]:
        """The arguments of each call, once there are as many as wanted."""
        deadline = time.monotonic() + PATIENCE
        while len(found := self._found()) < wanted:
            assert time.monotonic() < deadline, found
            threading.Event().wait(0.05)
        return found

    def _found(self) -> list[list[str]]:
        text = self._said.read_text(encoding="utf-8") if self._said.exists() else ""
        return [call.splitlines() for call in text.split("end\n")[:-1]]


@pytest.fixture
def screen(tmp_path: Path) -> Screen:
    return Screen(tmp_path / "bin")


def event(uid: str, start: datetime, guest: str = "dana@acme.example", *, whole_day: bool = False) -> str:
    when = f"DTSTART;VALUE=DATE:{start:%Y%m%d}" if whole_day else f"DTSTART:{start:%Y%m%dT%H%M%SZ}"
    return (
        f"BEGIN:VEVENT\r\nUID:{uid}\r\nDTSTAMP:20260101T000000Z\r\n{when}\r\nSUMMARY:Secret plans {uid}\r\n"
        f"ORGANIZER:mailto:{REP}\r\nATTENDEE;CN=Dana Cole:mailto:{guest}\r\nEND:VEVENT\r\n"
    )


def calendar(path: Path, *events: str) -> None:
    text = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n" + "".join(events) + "END:VCALENDAR\r\n"
    path.write_text(text, encoding="utf-8", newline="")


def soon(minutes: float) -> datetime:
    return datetime.now(UTC) + timedelta(minutes=minutes)


@pytest.fixture
def met(repside: Repside, tmp_path: Path) -> Repside:
    """A home with a calendar: a meeting in eight minutes, others that are none of the rep's business before a brief."""
    (tmp_path / "c.csv").write_text("id,name,email\nC1,Dana Cole,dana@acme.example\n", encoding="utf-8")
    colleague = f"tom@{REP.partition('@')[2]}"
    calendar(
        tmp_path / "cal.ics",
        event("near", soon(8)),
        event("far", soon(90)),
        event("past", soon(-5)),
        event("inside", soon(9), colleague),
        event("day", datetime.now(UTC), whole_day=True),
    )
    repside.ok("init")
    repside.ok("connect", "folder", str(tmp_path / "cal.ics"), "--address", REP, "--name", "cal")
    repside.ok("import", "contacts", str(tmp_path / "c.csv"))
    repside.ok("sync")
    return repside


def look(repside: Repside, **variables: str) -> None:
    """The first look of a daemon that begins, and what it shows."""
    app = App(environment(**variables), str(repside.home))
    with serving(app) as store:
        assert isinstance(store, Writing)
        Reminders().tick(app, store)
    for thread in threading.enumerate():
        if thread.name == desktop.THREAD:
            thread.join(PATIENCE)


def test_the_daemon_tells_of_a_meeting_and_says_nothing_of_it(met: Repside, screen: Screen) -> None:
    variables = {"PATH": screen.path, "REPSIDE_REP__BRIEF_MINUTES": "10"}
    with met.started("run", variables=variables) as process:
        (note,) = screen.notes(1)
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0
    *options, title, body = note
    assert options == ["--app-name=Repside", "--icon=x-office-calendar", "--"]
    assert re.fullmatch("A meeting in [1-8] minutes?", title)
    number = body.removeprefix("Your brief: repside brief ")
    assert met.ok("brief", number, "--json").rows[0]["subject"] == "Secret plans near"
    for canary in ("Secret", "Dana", "acme", "plans"):
        assert canary not in " ".join(note)
    assert "REPSIDE" not in screen.env.read_text(encoding="utf-8")
    look(met, **variables)
    assert len(screen.notes(1)) == 1, "it was told before the restart"


def test_a_meeting_that_moves_is_told_for_its_new_time(met: Repside, screen: Screen, tmp_path: Path) -> None:
    variables = {"PATH": screen.path, "REPSIDE_REP__BRIEF_MINUTES": "10"}
    look(met, **variables)
    screen.notes(1)
    calendar(tmp_path / "cal.ics", event("near", soon(5)))
    met.ok("sync")
    look(met, **variables)
    assert re.fullmatch("A meeting in [1-5] minutes?", screen.notes(2)[1][-2])


def test_nothing_is_shown_unless_it_is_wanted(met: Repside, screen: Screen) -> None:
    look(met, PATH=screen.path)
    assert screen.notes(0) == []


def test_a_machine_without_the_program_is_told_once(
    met: Repside, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    look(met, PATH=str(tmp_path), REPSIDE_REP__BRIEF_MINUTES="100")
    said = capsys.readouterr().err
    assert said.count("notify-send is not there") == 1
    done = met("doctor", "--json", PATH=str(tmp_path), REPSIDE_REP__BRIEF_MINUTES="10")
    check = next(row for row in done.rows if row["check"] == "notifications")
    assert (check["result"], "libnotify-bin" in check["fix"]) == ("note", True)


def test_a_damaged_memory_is_no_reason_to_stop(met: Repside, screen: Screen) -> None:
    (met.home / "data" / "briefed.json").write_bytes(b'{"1": [}')
    look(met, PATH=screen.path, REPSIDE_REP__BRIEF_MINUTES="10")
    assert len(screen.notes(1)) == 1


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
def test_the_words_are_arguments_or_variables_and_never_part_of_a_script(platform: str) -> None:
    odd = "\"; rm -rf $HOME; '"
    asked = desktop.call(odd, odd, platform)
    inside = [word for word in asked.words if odd in word]
    assert inside in ([odd, odd], [])
    assert (list(asked.variables.values()) == [odd, odd]) == (not inside)
