from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.cli.program import Done, Repside


def results(done: Done) -> dict[str, str]:
    return {row["check"]: row["result"] for row in done.rows}


def test_a_sound_home_is_all_right(connected: Repside) -> None:
    connected.ok("sync")
    done = connected.ok("doctor", "--json")
    assert set(results(done).values()) == {"ok"}
    assert set(results(done)) == {
        "python", "clock", "time zones", "configuration", "permissions", "store key", "password of mail", "disk",
        "database", "schema", "integrity", "lock",
    }  # fmt: skip
    details = {row["check"]: row["detail"] for row in done.rows}
    assert details["store key"].startswith("file: encrypted file")
    assert "journal" in details["database"]


def test_an_empty_home_is_told_the_next_step_and_stays_empty(repside: Repside) -> None:
    done = repside.ok("doctor")
    assert "Run `repside init`." in done.out
    assert not repside.home.exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_files_that_others_can_read_are_named(connected: Repside) -> None:
    config = connected.home / "config.toml"
    config.chmod(0o644)
    done = connected("doctor", "--json")
    assert done.code == 1
    (row,) = [row for row in done.rows if row["check"] == "permissions"]
    assert (row["result"], row["fix"]) == ("wrong", f"Run: chmod 600 {config}")
    assert config.stat().st_mode & 0o777 == 0o644, "doctor changes nothing"


def test_every_problem_of_the_configuration_is_listed_and_the_rest_still_checked(connected: Repside) -> None:
    (connected.home / "config.toml").write_text("[view]\nport = 'x'\n[veiw]\n", encoding="utf-8")
    done = connected("doctor", "--json")
    assert done.code == 1
    assert [row["result"] for row in done.rows if row["check"] == "configuration"] == ["wrong", "wrong"]
    assert results(done)["python"] == "ok"
    assert not {"secrets", "store"} & set(results(done)), "no problem is told twice"
    assert "disk" in results(done)


def test_a_password_that_is_not_there_is_named(connected: Repside, tmp_path: Path) -> None:
    config = connected.home / "config.toml"
    text = config.read_text(encoding="utf-8")
    text += '\n[[account]]\nname = "work"\nprovider = "imap"\naddress = "a@b.example"\nhost = "mail.b.example"\n'
    config.write_text(text, encoding="utf-8")
    done = connected("doctor", "--json")
    assert done.code == 1
    assert results(done)["password of work"] == "wrong"


def test_a_command_is_named_as_the_place_of_a_password(connected: Repside, tmp_path: Path) -> None:
    config = connected.home / "config.toml"
    mark = tmp_path / "asked"
    text = config.read_text(encoding="utf-8")
    text += '\n[[account]]\nname = "work"\nprovider = "imap"\naddress = "a@b.example"\nhost = "mail.b.example"\n'
    config.write_text(f'{text}password_command = "touch {mark}"\n', encoding="utf-8")
    details = {row["check"]: row["detail"] for row in connected.ok("doctor", "--json").rows}
    assert details["password of work"].startswith("command:")
    assert not mark.exists(), "doctor does not ask for passwords"


def test_the_output_holds_no_mail(connected: Repside) -> None:
    connected.ok("sync")
    out = connected.ok("doctor", "--json").out
    assert "acme" not in out
    assert "Offer" not in out


def test_F80_a_wider_mode_is_taken_back_by_the_next_command_that_writes(connected: Repside) -> None:
    connected.ok("sync")
    data = connected.home / "data"
    files = [*(path for path in data.iterdir() if path.is_file()), connected.home / "key"]
    assert {"key", "secrets", "repside.sqlite"} <= {path.name for path in files}
    for path in files:
        path.chmod(0o664)
    connected.ok("sync")
    wide = [path.name for path in files if path.exists() and path.stat().st_mode & 0o077]
    assert wide == []
