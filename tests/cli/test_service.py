"""The files are read back by others' parsers; the service managers' tools are small programs that note what they are asked."""

from __future__ import annotations

import configparser
import os
import plistlib
import re
import shlex
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from cli.app import App
from cli.service import find
from cli.service_launchd import Launchd, agent
from cli.service_plan import MARK, Condition, Plan, ask
from cli.service_systemd import Systemd, unit
from cli.service_windows import Windows, task
from tests.cli.program import PROGRAM, Done, Repside, environment

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the tools' stand-ins are shell scripts")
linux = pytest.mark.skipif(sys.platform != "linux", reason="the command speaks to systemd on Linux only")

ODD = '/home/ma ya/50% of <it> & "all" \\ $HOME'
PLAN = Plan(
    program=f"{ODD}/bin/repside",
    home=f"{ODD}/home",
    variables={"REPSIDE_HOME": f"{ODD}/home", "PATH": "/usr/bin:/bin"},
    writable=(Path(f"{ODD}/home"), Path("/srv/notes")),
    logs=Path(f"{ODD}/home/logs"),
)
TASKS = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"

SYSTEMCTL = """#!/bin/sh
here=$(dirname "$0")
echo "$*" >> "$here/calls"
case "$*" in
    --version) echo "systemd 252 (252.1)" ;;
    *show-environment) test ! -e "$here/away" ;;
    *"show repside.service"*)
        test ! -e "$here/away" || exit 1
        if test -e "$here/strict" && grep -q ProtectSystem "$XDG_CONFIG_HOME/systemd/user/repside.service"; then
            echo ActiveState=activating; echo Result=exit-code; echo ExecMainStatus=226
        else
            cat "$here/show"
        fi ;;
esac
"""
RUNS = "ActiveState=active\nActiveEnterTimestamp=Sun 2026-11-22 18:35:51 UTC\nResult=success\nStatusText=Reads mail.\n"


def script(path: Path, text: str) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)
    return path


class Machine:
    """A machine of the rep with a `systemctl` of ours."""

    def __init__(self, root: Path, repside: Repside) -> None:
        self.tools, self.config, self.repside = root / "tools", root / "cfg", repside
        self.unit = self.config / "systemd" / "user" / "repside.service"
        script(self.tools / "systemctl", SYSTEMCTL)
        self.says(RUNS)

    def says(self, show: str) -> None:
        (self.tools / "show").write_text(show)

    def __call__(self, *arguments: str, **more: str) -> Done:
        path = f"{self.tools}{os.pathsep}{os.environ['PATH']}"
        return self.repside("service", *arguments, **{"PATH": path, "XDG_CONFIG_HOME": str(self.config), **more})

    @property
    def calls(self) -> list[str]:
        noted = self.tools / "calls"
        return noted.read_text().splitlines() if noted.exists() else []

    def changes(self) -> list[str]:
        """What it was told to do, questions left out."""
        kept = ("daemon-reload", "enable", "restart", "disable", "reset-failed")
        return [call for call in self.calls if any(f"--user {word}" in call for word in kept)]


@pytest.fixture
def machine(tmp_path: Path, connected: Repside) -> Machine:
    return Machine(tmp_path, connected)


def parsed(text: str) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(interpolation=None, delimiters="=", comment_prefixes="#")
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # the way that configparser documents
    parser.read_string(text)
    return parser


def words(value: str) -> list[str]:
    """As systemd reads them: quotes, then its own percent signs."""
    return [word.replace("%%", "%") for word in shlex.split(value)]


def read(xml: str) -> ET.Element:
    return ET.fromstring(xml.encode("utf-16"))  # noqa: S314 - our own


# the unit


def test_the_unit_names_the_program_and_its_home_whatever_they_are_called() -> None:
    service = parsed(unit(PLAN, 252))["Service"]
    assert words(service["ExecStart"].replace("$$", "$")) == ["/usr/bin/env", PLAN.program, "run"]
    assert words(service["Environment"]) == [f"REPSIDE_HOME={PLAN.home}", "PATH=/usr/bin:/bin"]
    assert words(service["ReadWritePaths"]) == [f"-{PLAN.home}", "-/srv/notes"]
    assert not re.search(r"(?<!%)%(?!%)", "".join(service.values()).replace("%%", ""))


def test_the_unit_is_watched_confined_and_started_again() -> None:
    made = parsed(unit(PLAN, 252))
    expected = {
        "Type": "notify",
        "Restart": "on-failure",
        "NoNewPrivileges": "yes",
        "PrivateTmp": "yes",
        "ProtectSystem": "strict",
        "UMask": "0077",
        "LimitCORE": "0",
    }
    assert {key: made["Service"][key] for key in expected} == expected
    assert {"WatchdogSec", "MemoryMax", "RestrictAddressFamilies", "TimeoutStopSec"} <= set(made["Service"])
    assert made["Unit"]["StartLimitIntervalSec"] == "0"
    assert made["Install"]["WantedBy"] == "default.target"
    # A user's manager has none to give up, and fails the start.
    assert not {"CapabilityBoundingSet", "AmbientCapabilities", "User"} & set(made["Service"])


def test_a_newer_systemd_waits_longer_after_each_failure() -> None:
    assert "RestartMaxDelaySec" not in parsed(unit(PLAN, 253))["Service"]
    assert "RestartMaxDelaySec" in parsed(unit(PLAN, 254))["Service"]


def test_files_in_tmp_stay_in_reach() -> None:
    service = parsed(unit(PLAN._replace(shared_tmp=True), 252))["Service"]
    assert service["PrivateTmp"] == "no"
    assert {"-/tmp", "-/var/tmp"} <= set(words(service["ReadWritePaths"]))


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not here")
@pytest.mark.parametrize(
    "name", ["plain", "ma ya", "50%h", 'say "so"', "back\\slash", "$HOME", "o'brien", "<a> & b", "é"]
)
def test_systemd_finds_nothing_wrong_with_the_unit(tmp_path: Path, name: str) -> None:
    program = script(tmp_path / name / "repside", "#!/bin/sh\n")
    plan = PLAN._replace(program=str(program), writable=(program.parent,), variables={"REPSIDE_HOME": str(tmp_path)})
    path = tmp_path / "repside.service"
    path.write_text(unit(plan, 252), encoding="utf-8")
    env = environment(XDG_RUNTIME_DIR=str(tmp_path), LC_ALL="C.UTF-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--user", "--man=no", str(path)],
        capture_output=True,
        text=True,
        env=env,
        check=False,
    )
    assert [line for line in done.stderr.splitlines() if "repside" in line] == []
    assert done.returncode == 0, done.stderr


# the agent and the task


def test_the_agent_names_the_program_and_is_started_again() -> None:
    made = plistlib.loads(agent(PLAN).encode())
    assert made["ProgramArguments"] == [PLAN.program, "run"]
    assert made["EnvironmentVariables"] == PLAN.variables
    assert made["KeepAlive"] == {"SuccessfulExit": False}
    assert made["RunAtLoad"] is True
    assert made["ThrottleInterval"] >= 10
    assert made["Umask"] == 0o077
    assert MARK in agent(PLAN)


def test_the_task_names_the_program_and_is_started_again() -> None:
    root = read(task(PLAN, "NORTH\\maya & co"))
    found = {node.tag.removeprefix(TASKS): node.text for node in root.iter()}
    assert found["Command"] == PLAN.program
    assert found["Arguments"] == subprocess.list2cmdline(["--home", PLAN.home, "run"])
    assert found["UserId"] == "NORTH\\maya & co"
    assert found["RunLevel"] == "LeastPrivilege"
    assert (found["Interval"], found["ExecutionTimeLimit"]) == ("PT1M", "PT0S")
    assert found["DisallowStartIfOnBatteries"] == "false"
    assert root.find(f"{TASKS}Triggers/{TASKS}LogonTrigger") is not None


def test_the_task_of_the_platforms_folders_has_no_home() -> None:
    root = read(task(PLAN._replace(home=""), ""))
    assert root.findtext(f".//{TASKS}Arguments") == "run"
    assert root.find(f".//{TASKS}UserId") is None


# install


@linux
def test_install_writes_the_unit_and_starts_it(machine: Machine) -> None:
    done = machine("install")
    assert (done.code, done.err) == (0, "")
    assert "runs now and at each sign-in" in done.out
    assert machine.unit.stat().st_mode & 0o777 == 0o600
    service = parsed(machine.unit.read_text(encoding="utf-8"))["Service"]
    assert words(service["ExecStart"]) == [str(PROGRAM), "run"]
    assert f"REPSIDE_HOME={machine.repside.home}" in words(service["Environment"])
    names = ["daemon-reload", "enable repside.service", "restart repside.service"]
    assert machine.changes() == [f"--user {name}" for name in names]


@linux
def test_print_only_shows_it(machine: Machine) -> None:
    done = machine("install", "--print")
    assert done.code == 0
    assert parsed(done.out)["Service"]["Type"] == "notify"
    assert str(machine.unit) in done.err
    assert not machine.config.exists()
    assert machine.changes() == []


@linux
def test_no_secret_goes_along_and_that_is_said(machine: Machine) -> None:
    done = machine("install", REPSIDE_VIEW__PORT="4711", REPSIDE_KEY="hush-hush")
    assert "hush-hush" not in machine.unit.read_text() + done.out + done.err
    assert "REPSIDE_KEY, REPSIDE_VIEW__PORT" in done.err


@linux
def test_without_a_session_it_says_the_command(machine: Machine) -> None:
    (machine.tools / "away").touch()
    done = machine("install")
    assert done.code == 1
    assert "systemctl --user daemon-reload && systemctl --user enable --now repside.service" in done.err
    assert machine.unit.exists()
    assert machine.changes() == []


@linux
@pytest.mark.parametrize("arguments", [["install"], ["install", "--print"], ["status"], ["uninstall"]])
def test_without_a_service_manager_one_sentence_says_so(machine: Machine, arguments: list[str]) -> None:
    done = machine(*arguments, PATH=str(machine.config))
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("This machine has no service manager that Repside knows")
    assert not machine.config.exists()


@linux
def test_a_view_of_its_own_that_is_refused_is_left_out(machine: Machine) -> None:
    (machine.tools / "strict").touch()
    done = machine("install")
    assert done.code == 0
    assert "runs without one" in done.err
    service = parsed(machine.unit.read_text(encoding="utf-8"))["Service"]
    assert "ProtectSystem" not in service
    assert service["NoNewPrivileges"] == "yes"
    assert [call.split()[1] for call in machine.changes()].count("restart") == 2


@linux
def test_a_start_that_fails_is_said_with_what_to_look_at(machine: Machine) -> None:
    machine.says("ActiveState=activating\nResult=protocol\nExecMainStatus=0\n")
    done = machine("install")
    assert (done.code, done.out) == (1, "")
    assert "it does not run: protocol, exit code 0" in done.err
    assert "journalctl --user -u repside.service" in done.err


@linux
def test_a_file_of_somebody_else_is_left_alone(machine: Machine) -> None:
    machine.unit.parent.mkdir(parents=True)
    machine.unit.write_text("[Service]\nExecStart=/bin/true\n")
    for arguments in (["install"], ["uninstall"]):
        done = machine(*arguments)
        assert done.code == 1
        assert "was not written by Repside" in done.err
    assert machine.unit.read_text() == "[Service]\nExecStart=/bin/true\n"
    assert machine("status").out == "Not installed. Next: repside service install\n"
    assert machine.changes() == []


@linux
def test_without_a_store_nothing_is_installed(machine: Machine, tmp_path: Path) -> None:
    machine.repside = Repside(tmp_path / "empty")
    done = machine("install")
    assert done.code == 1
    assert "There is no store" in done.err
    assert not machine.unit.exists()


@linux
@pytest.mark.parametrize("odd", ["a\nExecStart=b", "a\x1b[2J"])
def test_a_path_that_could_break_the_unit_is_refused(machine: Machine, odd: str) -> None:
    done = machine("install", PATH=f"{machine.tools}{os.pathsep}{os.environ['PATH']}{os.pathsep}/{odd}")
    assert (done.code, done.out) == (1, "")
    assert "a service cannot be given the path" in done.err
    assert not machine.unit.exists()


@linux
def test_a_password_command_may_write_to_the_reps_home(machine: Machine, tmp_path: Path) -> None:
    (machine.repside.home / "config.toml").write_text(
        '[[account]]\nname = "w"\nprovider = "imap"\naddress = "m@n.example"\nhost = "mail.n.example"\n'
        'password_command = "pass show mail"\n'
    )
    (machine.repside.home / "config.toml").chmod(0o600)
    done = machine("install", HOME=str(tmp_path / "rep"))
    assert done.code == 0
    service = parsed(machine.unit.read_text(encoding="utf-8"))["Service"]
    assert f"-{tmp_path / 'rep'}" in words(service["ReadWritePaths"])


# status and uninstall


@linux
def test_status_says_since_when_it_runs(machine: Machine) -> None:
    assert machine("status").code == 1
    machine("install")
    done = machine("status")
    assert (done.code, done.err) == (0, "")
    assert "It runs since 2026-11-22 18:35 (systemd). Reads mail." in done.out
    [row] = machine("status", "--json").rows
    assert row == {
        "installed": True,
        "path": str(machine.unit),
        "manager": "systemd",
        "state": "running",
        "since": "2026-11-22T18:35:51Z",
    }


@linux
def test_status_says_what_is_wrong(machine: Machine) -> None:
    machine("install")
    for show, words_said in (
        ("ActiveState=inactive\nResult=success\n", "It does not run. Next: systemctl --user"),
        ("ActiveState=failed\nResult=watchdog\nExecMainStatus=6\n", "It failed (watchdog, exit code 6)"),
        ("ActiveState=activating\nResult=success\n", "It starts."),
    ):
        machine.says(show)
        done = machine("status")
        assert done.code == 1
        assert words_said in done.out


@linux
def test_status_as_json_needs_no_manager(machine: Machine) -> None:
    done = machine("status", "--json", PATH=str(machine.config))
    assert done.rows == [{"installed": False, "path": None, "manager": None, "state": "absent", "since": None}]
    assert done.code == 1


@linux
@pytest.mark.parametrize("away", [False, True])
def test_uninstall_removes_what_install_wrote_and_nothing_else(machine: Machine, away: bool) -> None:
    neighbour = machine.unit.with_name("other.service")
    neighbour.parent.mkdir(parents=True)
    neighbour.write_text("[Unit]\n")
    before = files(machine)
    machine("install")
    link = machine.unit.parent / "default.target.wants" / "repside.service"
    link.parent.mkdir()
    link.symlink_to(machine.unit)
    if away:
        (machine.tools / "away").touch()
    done = machine("uninstall")
    assert (done.code, done.err) == (0, "")
    assert files(machine) == before
    names = ["disable --now repside.service", "daemon-reload", "reset-failed repside.service"]
    assert machine.changes()[-3:] == [f"--user {name}" for name in names]
    assert machine("uninstall").out == "Not installed. Nothing to do.\n"


def files(machine: Machine) -> dict[str, bytes]:
    roots = (machine.config, machine.repside.home)
    return {str(path): path.read_bytes() for root in roots for path in root.rglob("*") if path.is_file()}


# the other platforms' tools


@pytest.mark.parametrize(
    ("platform", "name", "path"),
    [
        ("win32", "Task Scheduler", "home/data/service.xml"),
        ("darwin", "launchd", "Library/LaunchAgents/repside.run.plist"),
    ],
)
def test_each_platform_has_its_manager(tmp_path: Path, platform: str, name: str, path: str) -> None:
    found = find(App({"HOME": str(tmp_path)}, home=str(tmp_path / "home")), platform)
    assert found is not None
    assert (found.name, found.path) == (name, tmp_path / path)
    written = found.text(PLAN).encode(found.encoding)
    assert MARK in written.decode(found.encoding)
    assert ET.fromstring(written).tag in {"plist", f"{TASKS}Task"}  # noqa: S314 - our own


def test_launchd_is_asked_in_its_own_words(tmp_path: Path) -> None:
    tools = tmp_path / "tools"
    script(
        tools / "launchctl",
        '#!/bin/sh\necho "$*" >> "$(dirname "$0")/calls"\nprintf "\\tstate = running\\n\\tpid = 71\\n"\n',
    )
    script(tools / "ps", '#!/bin/sh\ntest "$*" = "-o lstart= -p 71" && echo "Sun Nov 22 18:35:51 2026"\n')
    manager = Launchd({"HOME": str(tmp_path), "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}"})
    manager.start()
    manager.stop()
    domain = f"gui/{os.getuid()}"
    told = [f"bootout {domain}/repside.run", f"enable {domain}/repside.run", f"bootstrap {domain} {manager.path}"]
    assert (tools / "calls").read_text().splitlines() == [*told, told[0]]
    assert manager.path == tmp_path / "Library" / "LaunchAgents" / "repside.run.plist"
    found = manager.condition()
    assert found.state == "running"
    assert found.since is not None
    assert abs(found.since - 1_795_372_551) <= 14 * 3_600  # ps says it in the zone of this machine


def test_launchd_says_how_it_ended(tmp_path: Path) -> None:
    said = "\\tstate = not running\\n\\tlast exit code = 1: whatever\\n"
    script(tmp_path / "launchctl", f'#!/bin/sh\nprintf "{said}"\n')
    assert Launchd({"PATH": str(tmp_path)}).condition() == Condition("failed", detail="exit code 1")
    script(tmp_path / "launchctl", "#!/bin/sh\nexit 113\n")
    assert Launchd({"PATH": str(tmp_path)}).condition() == Condition("stopped")


def test_the_scheduler_is_asked_in_its_own_words(tmp_path: Path) -> None:
    tools = tmp_path / "tools"
    script(tools / "schtasks", '#!/bin/sh\necho "$*" >> "$(dirname "$0")/calls"\n')
    script(tools / "powershell", '#!/bin/sh\nprintf "4\\r\\n2026-11-22T18:35:51+00:00\\r\\n267009\\r\\n"\n')
    manager = Windows(tmp_path, {"PATH": f"{tools}{os.pathsep}{os.environ['PATH']}"})
    manager.start()
    manager.stop()
    assert (tools / "calls").read_text().splitlines() == [
        "/End /TN Repside",
        f"/Create /TN Repside /XML {manager.path} /F",
        "/Run /TN Repside",
        "/End /TN Repside",
        "/Delete /TN Repside /F",
    ]
    assert manager.condition() == Condition("running", 1_795_372_551)


def test_a_tool_that_is_missing_is_no_surprise(tmp_path: Path) -> None:
    env = {"PATH": str(tmp_path)}
    assert ask(env, "systemctl", "--version").code == -1
    for manager in (Systemd(env), Launchd(env), Windows(tmp_path, env)):
        manager.start()
        manager.stop()
        assert not manager.reachable()
        assert manager.condition().state in {"unknown", "stopped"}
