"""`repside run` as a rep's machine runs it: a real process, a real Dovecot, real signals."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from cli.app import App
from cli.daemon_desk import Desk, Hooks, Job
from cli.daemon_worker import Worker
from cli.wiring import Writing, serving
from tests.cli.program import REP, Repside, environment, mail, maildir
from tests.cli.test_trouble import add_imap, closed_port, silent_server
from tests.connectors.dovecot import PASSWORD, Dovecot, missing
from tests.connectors.imap.world import forbidden
from tests.connectors.proxy import Proxy

PATIENCE = 90.0
KILLS = 4
"""Of the installed program, with nothing between; tests/kills has the many."""


@pytest.fixture(scope="module")
def dovecot() -> Iterator[Dovecot]:
    if why := missing():
        pytest.skip(why)
    with Dovecot("full") as server:
        yield server


def until(condition: Callable[[], object], what: str) -> None:
    """Look again and again, up to a deadline."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, f"in vain: {what}"
        threading.Event().wait(0.1)


def ask(repside: Repside, query: str) -> list[tuple[object, ...]]:
    """The store by plain SQL, past all our code."""
    with closing(sqlite3.connect(repside.home / "data" / "repside.sqlite", timeout=30)) as connection:
        return connection.execute(query).fetchall()


def subjects(repside: Repside) -> list[str]:
    return sorted(str(row[0]) for row in ask(repside, "select subject from activities where orphaned_at is null"))


def arrives(repside: Repside, subject: str) -> None:
    until(lambda: subject in subjects(repside), f"{subject!r} in the history")


class Running(NamedTuple):
    """A daemon, and what it says."""

    process: subprocess.Popen[str]
    words: Path

    def says(self, words: str) -> None:
        until(lambda: words in self.words.read_text(encoding="utf-8"), f"the daemon says {words!r}")

    def ends(self) -> int:
        """SIGTERM, and the exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE)


@contextmanager
def daemon(repside: Repside) -> Iterator[Running]:
    words = repside.home.parent / f"words-{time.monotonic_ns()}"
    with (
        words.open("w", encoding="utf-8") as file,
        repside.started("run", stdout=subprocess.DEVNULL, stderr=file) as process,
    ):
        running = Running(process, words)
        running.says("Repside runs")
        yield running
        if process.poll() is None:
            assert running.ends() == 0
        assert "Traceback" not in words.read_text(encoding="utf-8")


class Mailbox:
    """One user of the Dovecot behind a proxy, connected, with Dana as a contact."""

    def __init__(self, repside: Repside, server: Dovecot, proxy: Proxy) -> None:
        self.repside, self.proxy, self.user, self._count = repside, proxy, server.user(), 0
        self._writer = server.control(self.user)
        repside.ok("init")
        add_imap(repside, proxy.port, command=f"echo {PASSWORD}")
        config = repside.home / "config.toml"
        config.write_text(config.read_text(encoding="utf-8").replace(REP, self.user), encoding="utf-8")
        contacts = repside.home.parent / "contacts.csv"
        contacts.write_text("id,name,email,company\nC-1,Dana Cole,dana@acme.example,Acme\n", encoding="utf-8")
        repside.ok("import", "contacts", str(contacts))

    def add(self, subject: str, sender: str = "dana@acme.example") -> None:
        self._count += 1
        raw = mail(self._count, sender=sender, to=self.user, subject=subject)
        assert self._writer.append("INBOX", "", "", raw.encode())[0] == "OK"

    def close(self) -> None:
        self._writer.logout()


@pytest.fixture
def mailbox(repside: Repside, dovecot: Dovecot) -> Iterator[Mailbox]:
    with Proxy(dovecot.imap_port) as proxy:
        made = Mailbox(repside, dovecot, proxy)
        yield made
        made.close()
        assert forbidden(proxy.commands) == []


@pytest.mark.dovecot
def test_a_mail_that_comes_in_is_filed_and_the_daemon_ends_when_told(repside: Repside, mailbox: Mailbox) -> None:
    mailbox.add("before")
    with daemon(repside) as running:
        arrives(repside, "before")
        assert mailbox.proxy.saw(b"IDLE")
        mailbox.add("while it runs")
        arrives(repside, "while it runs")
        (row,) = repside.ok("status", "--json").rows
        assert row["state"] in {"HEALTHY", "AUDIT_OVERDUE"}, row
        assert running.ends() == 0
    assert {row["unexplained"] for row in repside.ok("receipt", "--json").rows} == {0}
    assert {row["contacts"][0]["id"] for row in repside.ok("history", "--json").rows} == {"C-1"}
    assert ask(repside, "select count(*) from accounts where heartbeat_at is not null and next_check_at > 0") == [(1,)]


def test_F09_a_second_daemon_says_who_is_there_and_leaves(connected: Repside) -> None:
    with daemon(connected) as running:
        done = connected.ok("run")
        assert f"already running (process {running.process.pid})" in done.err
    with daemon(connected):
        pass


def test_F09_of_two_that_start_at_once_one_stays(connected: Repside) -> None:
    with connected.started("run") as one, connected.started("run") as two:
        until(lambda: one.poll() is not None or two.poll() is not None, "one of them leaves")
        left, stays = (one, two) if one.poll() is not None else (two, one)
        until(lambda: len(subjects(connected)) == 3, "the other reads")
        assert (left.wait(), stays.poll()) == (0, None)
        assert left.stderr is not None
        assert f"process {stays.pid}" in left.stderr.read()
        stays.send_signal(signal.SIGINT)
        assert stays.wait(PATIENCE) == 0


@pytest.mark.dovecot
def test_F01_kills_at_any_moment_lose_and_double_nothing(repside: Repside, mailbox: Mailbox, tmp_path: Path) -> None:
    folder = maildir(tmp_path / "mail", [mail(n, subject=f"kept {n}") for n in range(1_000, 1_040)])
    repside.ok("connect", "folder", str(folder), "--address", mailbox.user, "--name", "files")
    chance, expected = random.Random(20), [f"kept {n}" for n in range(1_000, 1_040)]
    for kill in range(KILLS):
        for n in range(3):
            mailbox.add(f"sent {kill}.{n}")
            expected.append(f"sent {kill}.{n}")
        with repside.started("run", stdout=subprocess.DEVNULL) as process:
            assert process.stderr is not None
            assert "Repside runs" in process.stderr.readline()
            threading.Event().wait(chance.uniform(0, 0.6))  # the fault: any moment
            process.kill()
            process.wait()
    with daemon(repside):
        until(lambda: len(subjects(repside)) >= len(expected), "everything is there")
    assert subjects(repside) == sorted(expected)
    assert {row["unexplained"] for row in repside.ok("receipt", "--json").rows} == {0}
    assert ask(repside, "select count(*) from locators") == [(len(expected),)]
    assert ask(repside, "select count(*) from activities where unmatched") == [(0,)]
    assert ask(repside, "pragma integrity_check") == [("ok",)]


def test_a_dead_server_delays_nobody(connected: Repside) -> None:
    with silent_server() as (port, came):
        add_imap(connected, port, "silent")
        add_imap(connected, closed_port(), "closed")
        with daemon(connected) as running:
            assert came.wait(PATIENCE)
            until(lambda: len(subjects(connected)) == 3, "the folder is read")
            states = "select state from accounts where name = 'closed'"
            until(lambda: ask(connected, states) == [("OFFLINE",)], "the closed port is told")
            assert running.ends() == 0, "it ends although one thread waits for a server that never speaks"


def test_a_second_signal_ends_it_at_once(connected: Repside) -> None:
    with silent_server() as (port, came):
        add_imap(connected, port, "silent")
        with daemon(connected) as running:
            assert came.wait(PATIENCE)
            until(lambda: len(subjects(connected)) == 3, "the folder is read")
            running.process.send_signal(signal.SIGTERM)
            running.process.send_signal(signal.SIGINT)
            assert running.process.wait(PATIENCE) == 130
    assert ask(connected, "pragma integrity_check") == [("ok",)]


@pytest.mark.postgres
@pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)
def test_it_runs_on_postgresql_too(repside: Repside, store_url: str, tmp_path: Path) -> None:
    env = {"REPSIDE_STORE__URL": store_url}
    contacts = tmp_path / "contacts.csv"
    contacts.write_text("id,name,email\nC-1,Dana,dana@acme.example\n", encoding="utf-8")
    repside.ok("connect", "folder", str(maildir(tmp_path / "mail", [mail(1)])), "--address", REP, **env)
    with repside.started("run", variables=env) as process:
        until(lambda: repside.ok("receipt", "--stored", "--json", **env).rows, "the folder is read")
        assert "already running" in repside.ok("run", **env).err
        repside.ok("import", "contacts", str(contacts), **env)
        until(lambda: repside.ok("history", "--json", **env).rows, "the held mail is fetched")
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0


@pytest.mark.dovecot
def test_F18_what_came_while_the_machine_slept_is_read_afterwards(repside: Repside, mailbox: Mailbox) -> None:
    with daemon(repside) as running:
        assert mailbox.proxy.saw(b"IDLE")
        running.process.send_signal(signal.SIGSTOP)
        mailbox.add("while it slept")
        mailbox.proxy.drop()
        running.process.send_signal(signal.SIGCONT)
        arrives(repside, "while it slept")


@pytest.mark.dovecot
def test_a_pause_lets_go_and_a_resume_goes_on(repside: Repside, mailbox: Mailbox) -> None:
    with daemon(repside):
        assert mailbox.proxy.saw(b"IDLE")
        assert "Paused until 20" in repside.ok("pause", "--for", "2h", "imap").out
        assert mailbox.proxy.saw(b"LOGOUT")
        connections = mailbox.proxy.connections
        mailbox.add("later")
        (row,) = repside.ok("status", "--json").rows
        assert row["sentence"].startswith("Paused until 20")
        assert (subjects(repside), mailbox.proxy.connections) == ([], connections)
        repside.ok("resume")
        arrives(repside, "later")
        assert not repside.ok("status", "--json").rows[0]["sentence"].startswith("Paused")


def test_a_pause_holds_for_a_daemon_that_starts_later(connected: Repside, tmp_path: Path) -> None:
    connected.ok("connect", "folder", str(maildir(tmp_path / "two", [mail(60)])), "--address", REP, "--name", "two")
    assert "until you run `repside resume`" in connected.ok("pause", "mail").out
    with daemon(connected):
        arrives(connected, "Offer 60")
        assert subjects(connected) == ["Offer 60"]
        connected.ok("resume", "mail")
        until(lambda: len(subjects(connected)) == 4, "the other account is read")


@pytest.mark.parametrize("span", ["", "soon", "0h", "-1h", "2", "999999d"])
def test_a_pause_of_no_length_is_refused(connected: Repside, span: str) -> None:
    done = connected("pause", "--for", span)
    assert done.code == 2
    assert "45m, 2h or 3d" in done.err


def test_settings_are_read_again_and_broken_ones_change_nothing(connected: Repside, tmp_path: Path) -> None:
    config = connected.home / "config.toml"
    good = config.read_text(encoding="utf-8")
    with daemon(connected) as running:
        until(lambda: len(subjects(connected)) == 3, "the first account is read")
        config.write_text(good + "\n[view]\nport = 'x'\n", encoding="utf-8")
        running.says("those from before hold on")
        assert running.process.poll() is None
        config.write_text(good, encoding="utf-8")
        connected.ok("connect", "folder", str(maildir(tmp_path / "two", [mail(61)])), "--address", REP, "--name", "two")
        arrives(connected, "Offer 61")


@pytest.mark.dovecot
def test_F41_a_password_that_is_mended_is_used_at_once(repside: Repside, mailbox: Mailbox, tmp_path: Path) -> None:
    config, kept = repside.home / "config.toml", tmp_path / "password"
    text = config.read_text(encoding="utf-8").replace(f"echo {PASSWORD}", f"cat {kept}")
    kept.write_text("wrong\n", encoding="utf-8")
    config.write_text(text, encoding="utf-8")
    mailbox.add("behind the password")
    with daemon(repside):
        until(lambda: ask(repside, "select state from accounts") == [("RECONNECT",)], "the wrong password is told")
        kept.write_text(f"{PASSWORD}\n", encoding="utf-8")
        config.write_text(text, encoding="utf-8")
        arrives(repside, "behind the password")


@pytest.mark.dovecot
def test_F41_a_password_that_is_mended_between_two_daemons_is_used_at_once(
    repside: Repside, mailbox: Mailbox, tmp_path: Path
) -> None:
    config = repside.home / "config.toml"
    good = config.read_text(encoding="utf-8")
    config.write_text(good.replace(f"echo {PASSWORD}", "echo wrong"), encoding="utf-8")
    earlier = time.time() - 60  # written in the second of the failure, it would count as mended
    os.utime(config, (earlier, earlier))
    mailbox.add("behind the password")
    with daemon(repside):
        until(lambda: ask(repside, "select state from accounts") == [("RECONNECT",)], "the wrong password is told")
    connections = mailbox.proxy.connections
    with daemon(repside):
        until(lambda: ask(repside, "select 1 from accounts") == [(1,)], "it runs")
        assert mailbox.proxy.connections == connections, "a wrong password is not tried again by a restart"
    config.write_text(good, encoding="utf-8")
    with daemon(repside):
        arrives(repside, "behind the password")


def test_a_new_contact_brings_in_held_mail_while_it_runs(connected: Repside, tmp_path: Path) -> None:
    (tmp_path / "later.csv").write_text("id,name,email\nC-2,Sam,stranger@other.example\n", encoding="utf-8")
    with daemon(connected):
        until(lambda: len(subjects(connected)) == 3, "the account is read")
        connected.ok("import", "contacts", str(tmp_path / "later.csv"))
        arrives(connected, "Offer 7")
        linked = "select count(*) from links join contacts on target_id = contacts.id where external = 'C-2'"
        until(lambda: ask(connected, linked) == [(1,)], "it is filed under the new contact")


def test_other_commands_work_beside_it(connected: Repside, tmp_path: Path) -> None:
    many = maildir(tmp_path / "many", [mail(n) for n in range(2_000, 4_000)])
    connected.ok("connect", "folder", str(many), "--address", REP, "--name", "many")
    with daemon(connected) as running:
        until(lambda: len(subjects(connected)) > 3, "it reads")
        connected.ok("sync", "mail")
        connected.ok("import", "deals", str(tmp_path / "deals.csv"))
        connected.ok("exclude", "word", "confidential")
        connected.ok("sync")
        until(lambda: len(subjects(connected)) == 2_003, "everything is there")
        assert running.process.poll() is None
    assert len(set(subjects(connected))) == 2_003
    assert {row["unexplained"] for row in connected.ok("receipt", "--json").rows} == {0}


@pytest.mark.dovecot
def test_an_exclusion_holds_at_once(repside: Repside, mailbox: Mailbox) -> None:
    mailbox.add("early")
    with daemon(repside):
        arrives(repside, "early")
        assert "1 activity erased" in repside.ok("exclude", "dana@acme.example").out
        (repside.home.parent / "eve.csv").write_text("id,name,email\nC-3,Eve,eve@acme.example\n", encoding="utf-8")
        repside.ok("import", "contacts", str(repside.home.parent / "eve.csv"))
        mailbox.add("kept out")
        mailbox.add("let in", sender="eve@acme.example")
        arrives(repside, "let in")
        assert subjects(repside) == ["let in"]


def test_a_store_of_a_newer_version_ends_the_daemon(connected: Repside) -> None:
    with daemon(connected) as running:
        until(lambda: len(subjects(connected)) == 3, "the account is read")
        with closing(sqlite3.connect(connected.home / "data" / "repside.sqlite", timeout=30)) as store, store:
            store.execute("update alembic_version set version_num = '9999'")
        (connected.home / "data" / "repside.sqlite.lock").write_text("1 a newer Repside", encoding="ascii")
        assert running.process.wait(PATIENCE) == 1
        running.says("written by a newer Repside (schema 9999")


# one account's thread, from the inside


@contextmanager
def worker(
    repside: Repside, hooks: Hooks | None = None, places: threading.Semaphore | None = None, account: int = 0
) -> Iterator[Worker]:
    app = App(environment(), str(repside.home))
    with serving(app) as store:
        assert isinstance(store, Writing)
        one = Worker(
            Desk(app, store), app.settings.account[account], places or threading.Semaphore(1), hooks or Hooks()
        )
        one.start()
        try:
            yield one
        finally:
            one.stop()
            assert one.ended(PATIENCE)


@pytest.mark.dovecot
def test_F18_a_jump_of_the_clock_makes_connections_anew(repside: Repside, mailbox: Mailbox) -> None:
    with worker(repside) as one:
        assert mailbox.proxy.saw(b"IDLE")
        before = mailbox.proxy.connections
        one.wake_up()
        until(lambda: mailbox.proxy.connections > before, "a new connection")
        mailbox.add("after the jump")
        arrives(repside, "after the jump")


@pytest.mark.dovecot
def test_a_server_that_takes_news_back_is_not_asked_without_end(repside: Repside, mailbox: Mailbox) -> None:
    rounds: list[Job] = []
    with worker(repside, Hooks(chore=rounds.append)) as one:
        assert mailbox.proxy.saw(b"IDLE")
        for _ in range(5):
            done = len(rounds)
            one.poke(["INBOX"])
            until(lambda done=done: len(rounds) > done, "another round")  # type: ignore[misc]
        assert rounds[0].account.name == "imap"
        assert one.stuck_for() == 0.0


def test_F24_a_stuck_account_gives_its_place_to_another(connected: Repside) -> None:
    places = threading.Semaphore(1)
    with ExitStack() as stack:
        port, came = stack.enter_context(silent_server())
        add_imap(connected, port)
        with worker(connected, places=places, account=1) as stuck:
            assert came.wait(PATIENCE)
            until(lambda: stuck.stuck_for() > 0.1, "it is seen that it does not go on")
            assert not places.acquire(blocking=False)
            stuck.give_up_place()
            assert stuck.stuck_for() == 0.0, "it is told once"
            assert places.acquire(blocking=False)
            stack.close()  # the server goes away, and the thread comes back
        assert not places.acquire(blocking=False), "the place was given up once only"
