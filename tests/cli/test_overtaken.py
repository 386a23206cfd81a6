"""What another command writes while the daemon is at work: an exclusion wins over a round and over an audit."""

from __future__ import annotations

import threading

import pytest

from cli import auditing
from cli.app import App
from cli.daemon import STUCK, Daemon
from cli.daemon_desk import Decided, Hooks, Job, Stale
from cli.wiring import Writing, serving
from store.ledger import SqlLedger
from sync.engine import Engine
from tests.cli.program import Repside, environment, mail, maildir
from tests.cli.test_daemon import ask, daemon, subjects, until, worker
from tests.cli.test_trouble import add_imap, silent_server


def test_F74_an_exclusion_in_the_middle_of_a_first_listing_wins(connected: Repside) -> None:
    """Whatever page is on its way: once the command has ended, nothing of that person is stored any more."""
    folder = maildir(connected.home.parent / "mail", [mail(n) for n in range(3_000)])
    assert folder.exists()
    with daemon(connected):
        until(lambda: len(subjects(connected)) > 400, "the listing has begun")
        connected.ok("exclude", "dana@acme.example")
        assert subjects(connected) == []
        done = "select count(*) from streams where complete_at is not null"
        until(lambda: ask(connected, done) == [(1,)], "the listing is over")
        assert subjects(connected) == []
    for table in ("activities", "participants", "activity_search"):
        assert ask(connected, f"select count(*) from {table}") == [(0,)], table
    assert ask(
        connected, "select count(*) from held_keys join items using (stream_id, remote) where state = 'skipped'"
    ) == [(0,)]


def test_F74_an_account_that_is_forgotten_in_the_middle_of_a_first_listing_stays_away(connected: Repside) -> None:
    folder = maildir(connected.home.parent / "mail", [mail(n) for n in range(3_000)])
    assert folder.exists()
    with daemon(connected):
        until(lambda: len(subjects(connected)) > 400, "the listing has begun")
        name = connected.ok("accounts", "--json").rows[0]["account"]
        connected.ok("forget", "account", name, "--yes")
        assert subjects(connected) == []
        until(lambda: "No account yet" in connected.ok("status").out, "nobody brings it back")
    for table in ("accounts", "streams", "items", "activities", "participants", "activity_search", "thread_keys"):
        assert ask(connected, f"select count(*) from {table}") == [(0,)], table


def test_an_exclusion_in_the_middle_of_an_audit_wins(connected: Repside) -> None:
    """A gap is found, and before it is filled the person is excluded: what the old rules decided is refused."""
    connected.ok("sync")
    jobs: list[Job] = []
    met = threading.Event()

    def chore(job: Job) -> None:
        jobs.append(job)
        met.set()

    with worker(connected, Hooks(chore=chore)):
        assert met.wait(90)
        job = jobs[0]
        before: Decided = job.decided()
        connected.ok("exclude", "dana@acme.example")
        with pytest.raises(Stale), before.store.database.write():
            raise AssertionError("a transaction by old rules has begun")
        engine = Engine(SqlLedger(*before.store), before.store.clock)
        with pytest.raises(Stale):
            engine.recheck(
                job.connector, job.account.name, job.streams[0], recheckable(connected), before.rules, "text"
            )
        auditing.chore(job)  # by the new rules
    assert subjects(connected) == []


def recheckable(repside: Repside) -> list[str]:
    return [str(row[0]) for row in ask(repside, "select remote from items where reason = 'excluded'")]


def test_a_thread_without_a_step_for_a_quarter_of_an_hour_loses_its_place(connected: Repside) -> None:
    """The main loop sees it, gives the place to another account, and tells the rep."""
    told = "select state from accounts where name = 'imap'"
    app = App(environment(), str(connected.home))
    with silent_server() as (port, came), serving(app) as store:
        assert isinstance(store, Writing)
        add_imap(connected, port)
        main = Daemon(App(environment(), str(connected.home)), store, Hooks())
        main._begin()
        try:
            assert came.wait(90)
            stuck = main._workers["imap"]
            until(lambda: stuck.stuck_for() > 0, "it holds a place")
            stuck._place._moved -= STUCK - 30
            main._tick()
            assert stuck.stuck_for() > 0, "not yet"
            stuck._place._moved -= 60
            main._tick()
            assert stuck.stuck_for() == 0, "its place is another's"
            assert ask(connected, told) == [("WAITING_PROVIDER",)]
        finally:
            main._finish()
