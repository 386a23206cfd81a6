from __future__ import annotations

import importlib
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import click
import pytest

from cli.main import COMMANDS, repside
from config.model import LISTS, SECTIONS
from sync.policy import REASONS
from tests.cli.program import PROGRAM, REP, Repside, environment, maildir

REFERENCE = (Path(__file__).parents[2] / "docs" / "reference.md").read_text(encoding="utf-8")
HEAVY = (
    "sqlalchemy",
    "pydantic",
    "rich",
    "imapclient",
    "cryptography",
    "keyring",
    "uvicorn",
    "icalendar",
    "lxml",
    "store",
    "config",
    "connectors",
    "view",
    "babel",
)


def commands() -> Iterator[tuple[str, click.Command]]:
    for name, entry in COMMANDS.items():
        yield from below(name, importlib.import_module(entry.module).command)


def below(name: str, found: click.Command) -> Iterator[tuple[str, click.Command]]:
    """The commands of a group, or the command itself."""
    if not isinstance(found, click.Group):
        yield name, found
        return
    for sub, command in found.commands.items():
        yield from below(f"{name} {sub}", command)


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["-h"]])
def test_help_imports_nothing_heavy(arguments: list[str]) -> None:
    program = f"import sys; from cli.main import run; code = run({arguments!r}); print(sorted(sys.modules), file=sys.stderr); sys.exit(code)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, env=environment(), check=True
    )
    loaded = {name.strip("'[] ").partition(".")[0] for name in done.stderr.strip().splitlines()[-1].split(",")}
    assert "click" in loaded
    assert not loaded & set(HEAVY)


def modules(repside: Repside, command: str) -> set[str]:
    """What one command has loaded at its end."""
    run = f"from cli.main import run; run(['--home', {str(repside.home)!r}, {command!r}])"
    program = f"import sys; {run}; print(sorted(sys.modules), file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, env=environment(), check=True
    )
    return {name.strip("'[] ") for name in done.stderr.strip().splitlines()[-1].split(",")}


def test_status_loads_no_page_and_no_catalog(connected: Repside) -> None:
    loaded = {name.partition(".")[0] for name in modules(connected, "status")}
    assert "store" in loaded
    assert not loaded & {"view", "babel", "jinja2", "starlette"}


def test_a_quiet_round_loads_nothing_that_sends_or_takes_records_in(connected: Repside) -> None:
    connected.ok("sync")
    loaded = modules(connected, "sync")
    assert "store.proposing" in loaded
    assert not loaded & {"cli.sending", "store.outbox", "store.crm_pull", "store.intake", "connectors.wire.tables"}
    assert not modules(connected, "status") & {"store.pending", "matchers.proposals"}


def test_help_lists_every_command(repside: Repside) -> None:
    out = repside.ok("--help").out
    assert all(f"\n  {name} " in out for name in COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_says_what_the_command_says(name: str) -> None:
    found = importlib.import_module(COMMANDS[name].module).command
    assert (found.help or "").strip().splitlines()[0] == COMMANDS[name].words


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_loads_in_a_process_of_its_own(name: str) -> None:
    """Other tests run it where all modules are loaded already."""
    subprocess.run([str(PROGRAM), name, "--help"], env=environment(), capture_output=True, check=True)


def test_every_command_and_option_is_in_the_reference() -> None:
    missing = [name for name, _ in commands() if f"\n### {name}\n" not in REFERENCE]
    options = {
        (name, option)
        for name, command in commands()
        for p in command.params
        if isinstance(p, click.Option) and not p.hidden
        for option in (*p.opts, *p.secondary_opts)
    }
    options |= {("repside", option) for p in repside_options() for option in p.opts}
    missing += [
        f"{name} {option}"
        for name, option in sorted(options)
        if f"`{option}" not in section(name) and f"[{option}" not in section(name)
    ]
    assert missing == []


def repside_options() -> list[click.Parameter]:
    return repside.params


def section(name: str) -> str:
    """The part of the reference about a command; options that several share are explained once."""
    head = "## For every command" if name == "repside" else f"### {name}\n"
    body = REFERENCE.partition(head)[2]
    return re.split(r"\n##+ ", body)[0]


def test_every_setting_is_in_the_reference() -> None:
    several = [model for _, kinds in LISTS.values() for model in kinds.values()]
    keys = {key for model in (*several, *SECTIONS.values()) for key in model.model_fields}
    assert [key for key in sorted(keys) if f"`{key}`" not in REFERENCE] == []
    assert [name for name in (*SECTIONS, *LISTS) if f"[{name}]" not in REFERENCE] == []


def test_every_reason_is_in_the_reference() -> None:
    assert [reason for reason, words in REASONS.items() if f"| `{reason}` | {words} |" not in REFERENCE] == []


def test_every_state_is_in_the_reference() -> None:
    from sync import errors

    codes = {
        kind.code for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.RepsideError)
    }
    assert [
        code for code in sorted(codes | {"HEALTHY", "CATCHING_UP", "SKIPPED"}) if f"`{code}`" not in REFERENCE
    ] == []


def test_the_version_is_the_packages() -> None:
    done = subprocess.run([str(PROGRAM), "--version"], capture_output=True, text=True, env=environment(), check=True)
    assert done.stdout == f"repside {version('repside')}\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ["nope"],
        ["history", "--kind", "letter"],
        ["show"],
        ["--set", "x", "status"],
        ["connect", "imap", "a@b.example", "--port", "0"],
    ],
)
def test_wrong_usage_is_code_2_and_says_why(repside: Repside, arguments: list[str]) -> None:
    done = repside(*arguments)
    assert (done.code, done.out) == (2, "")
    assert "Error:" in done.err


def test_home_may_stand_before_or_after_the_command_or_in_the_environment(tmp_path: Path) -> None:
    for arguments, more in (
        (["--home", str(tmp_path / "a"), "init"], {}),
        (["init", "--home", str(tmp_path / "b")], {}),
        (["init"], {"REPSIDE_HOME": str(tmp_path / "c")}),
    ):
        subprocess.run([str(PROGRAM), *arguments], env=environment(**more), capture_output=True, check=True)
    assert sorted(path.parent.name for path in tmp_path.glob("*/config.toml")) == ["a", "b", "c"]


def test_without_a_home_the_platforms_folders_are_used(tmp_path: Path) -> None:
    env = environment(HOME=str(tmp_path), XDG_CONFIG_HOME=str(tmp_path / "c"), XDG_DATA_HOME=str(tmp_path / "d"))
    env |= {"XDG_STATE_HOME": str(tmp_path / "s"), "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}
    done = subprocess.run([str(PROGRAM), "init"], env=env, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("Made the configuration")
    if sys.platform == "linux":
        assert (tmp_path / "c" / "repside" / "config.toml").exists()
        assert (tmp_path / "d" / "repside" / "repside.sqlite").exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_all_that_is_made_is_the_reps_alone(connected: Repside) -> None:
    connected.ok("sync")
    made = [connected.home, *connected.home.rglob("*")]
    assert len(made) > 6
    assert [path for path in made if path.stat().st_mode & 0o077] == []


def test_a_reader_that_has_seen_enough_is_no_failure(connected: Repside) -> None:
    connected.ok("sync")
    read, write = os.pipe()
    os.close(read)
    with connected.started("history", "--json", stdout=write) as process:
        os.close(write)
        assert process.communicate()[1] == ""
    assert process.returncode == 0


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_a_script(repside: Repside, shell: str) -> None:
    assert "_REPSIDE_COMPLETE" in repside.ok("completion", shell).out


def test_completion_knows_the_commands(repside: Repside) -> None:
    done = repside(_REPSIDE_COMPLETE="bash_complete", COMP_WORDS="repside s", COMP_CWORD="1")
    assert [line.partition(",")[2] for line in done.out.splitlines()] == [
        "setup", "sync", "status", "show", "share", "shared", "service",
    ]  # fmt: skip


def test_setup_answers_every_question_by_options(repside: Repside, tmp_path: Path) -> None:
    path = maildir(tmp_path / "mail", [])
    (tmp_path / "c.csv").write_text("id,name,email\nC-1,Dana,dana@acme.example\n", encoding="utf-8")
    given = (
        "--provider",
        "folder",
        "--path",
        str(path),
        "--address",
        REP,
        "--contacts",
        str(tmp_path / "c.csv"),
        "--sync",
    )
    done = repside.ok("setup", *given)
    assert "1 contact: 1 new" in done.out
    assert "Next: repside view" in done.out


def test_setup_without_answers_and_terminal_names_the_option(repside: Repside) -> None:
    done = repside("setup")
    assert done.code == 2
    assert "--provider" in done.err
