"""`connect` tries the account first: a failure leaves the home as it was."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.cli.program import REP, Done, Repside, environment, mail, maildir
from tests.connectors.dovecot import PASSWORD, Dovecot, missing


@pytest.fixture(scope="module")
def dovecot() -> Iterator[Dovecot]:
    if why := missing():
        pytest.skip(why)
    with Dovecot("full") as server:
        yield server


def contents(home: Path) -> dict[str, bytes]:
    return {
        str(path): path.read_bytes() for path in sorted(home.rglob("*")) if path.is_file() and path.suffix != ".lock"
    }


def imap(repside: Repside, server: Dovecot, *more: str, user: str = REP, stdin: str = PASSWORD) -> Done:
    given = (
        "--host",
        "localhost",
        "--port",
        str(server.imaps_port),
        "--ca",
        str(server.tls.ca),
        "--password-stdin",
    )
    return repside("connect", "imap", user, *given, *more, stdin=stdin)


@pytest.mark.dovecot
def test_a_mailbox_is_tried_then_kept_and_read(repside: Repside, dovecot: Dovecot, tmp_path: Path) -> None:
    user = dovecot.user()
    done = imap(repside, dovecot, "--level", "text", "--alias", "m@seller.example", user=user)
    assert done.code == 0, done
    assert f"Connected {user}: 6 folders and calendars found." in done.out
    writer = dovecot.control(user)
    for n in range(3):
        writer.append("INBOX", "", "", mail(n, to=user).encode())
    writer.logout()
    (tmp_path / "c.csv").write_text("id,name,email\nC-1,Dana,dana@acme.example\n", encoding="utf-8")
    repside.ok("import", "contacts", str(tmp_path / "c.csv"))
    assert repside.ok("sync", "--json").rows[0]["captured"] == 3
    assert {row["unexplained"] for row in repside.ok("receipt", "--json").rows} == {0}
    config = (repside.home / "config.toml").read_text(encoding="utf-8")
    assert 'level = "text"' in config
    assert PASSWORD.encode() not in b"".join(contents(repside.home).values())
    assert {row["result"] for row in repside.ok("doctor", "--json").rows} <= {"ok", "note"}


@pytest.mark.dovecot
def test_connecting_again_changes_only_what_is_given(repside: Repside, dovecot: Dovecot) -> None:
    assert imap(repside, dovecot, "--level", "text", "--name", "work").code == 0
    again = repside("connect", "imap", REP, "--months", "6", "--password-stdin", stdin=PASSWORD)
    assert again.code == 0, again
    (row,) = repside.ok("accounts", "--json").rows
    assert (row["account"], row["level"], row["months"]) == ("work", "text", 6)


@pytest.mark.dovecot
def test_a_wrong_password_is_code_4_and_leaves_all_as_it_was(repside: Repside, dovecot: Dovecot) -> None:
    repside.ok("init")
    before = contents(repside.home)
    done = imap(repside, dovecot, stdin="wrong-canary")
    assert (done.code, done.out) == (4, "")
    assert f"The server localhost does not accept the password of {REP}." in done.err
    assert "wrong-canary" not in done.err
    assert contents(repside.home) == before


@pytest.mark.dovecot
def test_an_untrusted_certificate_stops_before_the_password(repside: Repside, dovecot: Dovecot) -> None:
    given = ("--host", "localhost", "--port", str(dovecot.imaps_port), "--password-stdin")
    done = repside("connect", "imap", REP, *given, stdin=PASSWORD)
    assert done.code == 1
    assert "The certificate of localhost is not trusted" in done.err
    assert "No password was sent" in done.err
    assert not repside.home.exists()


@pytest.mark.dovecot
def test_a_password_may_come_from_a_command(repside: Repside, dovecot: Dovecot) -> None:
    given = (
        "--host",
        "localhost",
        "--port",
        str(dovecot.imap_port),
        "--security",
        "starttls",
        "--ca",
        str(dovecot.tls.ca),
    )
    repside.ok("connect", "imap", dovecot.user(), *given, "--password-command", f"echo {PASSWORD}")
    repside.ok("sync")
    places = {row["check"]: row["detail"] for row in repside.ok("doctor", "--json").rows}
    assert any(detail.startswith("command:") for detail in places.values())


@pytest.mark.dovecot
def test_a_token_signs_in(repside: Repside, dovecot: Dovecot) -> None:
    user = dovecot.user()
    assert imap(repside, dovecot, "--auth", "xoauth2", user=user, stdin=f"ok:{user}").code == 0
    assert imap(repside, dovecot, "--auth", "xoauth2", user=dovecot.user(), stdin="expired").code == 4


@pytest.mark.dovecot
def test_a_password_that_stopped_working_asks_for_a_sign_in(repside: Repside, dovecot: Dovecot) -> None:
    user = dovecot.user()
    given = ("--host", "127.0.0.1", "--port", str(dovecot.imap_port), "--security", "none")
    mark = repside.home.parent / "password"
    mark.write_text(PASSWORD)
    repside.ok("connect", "imap", user, *given, "--password-command", f"cat {mark}")
    mark.write_text("expired")
    done = repside("sync")
    assert done.code == 4
    assert "does not accept the password" in done.err
    (row,) = repside.ok("status", "--json").rows
    assert row["state"] == "RECONNECT"


def test_a_script_without_a_password_is_told_the_option(repside: Repside) -> None:
    done = repside("connect", "imap", REP, "--host", "mail.example.com")
    assert done.code == 2
    assert "--password-command" in done.err
    done = repside("connect", "imap", REP)
    assert done.code == 2
    assert "--host" in done.err
    assert not repside.home.exists()


def test_a_password_that_is_no_text_is_said_plainly(repside: Repside) -> None:
    words = repside.words(["connect", "imap", REP, "--host", "mail.example.com", "--password-stdin"])
    done = subprocess.run(words, input=b"s\xe4\n", env=environment(), capture_output=True, check=False)
    assert (done.returncode, b"not UTF-8" in done.stderr) == (4, True)


def test_a_user_of_two_lines_is_refused(repside: Repside) -> None:
    done = repside("connect", "imap", REP, "--host", "mail.example.com", "--user", "a\r\nA1 LOGOUT")
    assert done.code == 2
    assert "user" in done.err


def test_no_encryption_is_for_this_machine_only(repside: Repside) -> None:
    given = ("--host", "mail.example.com", "--security", "none", "--password-command", "echo x")
    done = repside("connect", "imap", REP, *given)
    assert done.code == 2
    assert 'security is "none"' in done.err
    assert not repside.home.exists()


def test_a_folder_that_is_no_mailbox_leaves_all_as_it_was(repside: Repside, tmp_path: Path) -> None:
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "notes.txt").write_text("shopping")
    for path in ("papers", "papers/notes.txt", "missing"):
        done = repside("connect", "folder", str(tmp_path / path), "--address", REP)
        assert done.code == 1
        assert "is no mailbox" in done.err
        assert "Nothing was stored" in done.err
    assert not repside.home.exists()


def test_folders_of_one_address_get_names_of_their_own(repside: Repside, tmp_path: Path) -> None:
    for parent in ("a", "b"):
        path = maildir(tmp_path / parent / "Old Mail", [mail(1)])
        repside.ok("connect", "folder", str(path), "--address", REP)
    repside.ok("connect", "folder", str(tmp_path / "a" / "Old Mail"), "--address", REP, "--since", "2026-01-31")
    rows = repside.ok("accounts", "--json").rows
    assert [(row["account"], row["since"]) for row in rows] == [("Old-Mail", "2026-01-31"), ("Old-Mail-2", None)]


def test_an_account_never_becomes_somebody_elses(repside: Repside, tmp_path: Path) -> None:
    path = maildir(tmp_path / "mail", [mail(1)])
    repside.ok("connect", "folder", str(path), "--address", REP)
    done = repside("connect", "folder", str(path), "--address", "someone@else.example")
    assert done.code == 4
    assert "someone@else.example" in done.err
    assert repside.ok("accounts", "--json").rows[0]["address"] == REP


def test_comments_in_the_configuration_survive(repside: Repside, tmp_path: Path) -> None:
    repside.ok("init")
    config = repside.home / "config.toml"
    config.write_text("# mine\n[view] # the page\nport = 8099\n", encoding="utf-8")
    repside.ok("connect", "folder", str(maildir(tmp_path / "mail", [])), "--address", REP)
    assert config.read_text(encoding="utf-8").startswith("# mine\n[view] # the page\nport = 8099\n")


def test_where_nothing_is_set_up_the_view_begins_the_first_run(repside: Repside) -> None:
    with repside.started("view") as process:
        assert process.stdout is not None
        link = process.stdout.readline().removeprefix("Your history: ").strip()
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
        browser.open(link, timeout=30).close()
        with browser.open(f"{link.partition('/enter/')[0]}/welcome", timeout=30) as answer:
            assert "repside connect" in answer.read().decode()
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
    assert (repside.home / "data" / "repside.sqlite").exists()


def test_the_view_is_served_until_ctrl_c(connected: Repside) -> None:
    connected.ok("sync")
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    with connected.started("view") as process:
        assert process.stdout is not None
        link = process.stdout.readline().removeprefix("Your history: ").strip()
        assert link.startswith("http://127.0.0.1:")
        browser.open(link, timeout=30).close()
        with browser.open(f"{link.partition('/enter/')[0]}/history", timeout=30) as answer:
            assert answer.status == 200
            assert "Offer 2" in answer.read().decode()
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
    assert process.returncode == 0


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_a_person_sees_colours_unless_no_color(connected: Repside) -> None:
    import pty

    connected.ok("sync")
    seen = {}
    for value in ("", "1"):
        master, slave = pty.openpty()
        parts = []
        with connected.started("status", stdout=slave, variables={"NO_COLOR": value, "TERM": "xterm"}) as process:
            os.close(slave)
            with suppress(OSError):  # Linux's way of saying that the other side is closed
                while part := os.read(master, 4096):
                    parts.append(part)
            process.communicate(timeout=60)
        os.close(master)
        seen[value] = b"".join(parts)
    assert b"\x1b[" in seen[""]
    assert b"HEALTHY" in seen["1"]
    assert b"\x1b[3" not in seen["1"]
