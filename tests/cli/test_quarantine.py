"""What cannot be read is set aside, listed, and tried again when the rep says so; what kills the worker is set aside, too."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

import sync
from tests.cli.program import Repside, environment, mail, maildir

ROOT = Path(sync.__file__).parents[1]

KILLER = '''
"""Reads mail with the product's engine; one id ends the process the hard way while it is read."""
import os, sys
from pathlib import Path
sys.path[:0] = [{root!r}]
from connectors.memory import Mailboxes, MemoryConnector
from store import accounts, migrate
from store.database import Database
from store.ledger import SqlLedger
from sync.engine import Engine
from sync.model import Stream
from sync.policy import Rules
from tests.conftest import FixedClock, digest
from tests.store.test_audit import ANN, REP, Book, mail

path, verb, poison = sys.argv[1:]
INBOX = Stream("INBOX", "Inbox", "inbox")


class Killer(MemoryConnector):
    def fetch(self, stream, refs):
        if verb == "fetch" and any(ref.id == poison for ref in refs):
            os._exit(9)
        if verb == "raise" and any(ref.id == poison for ref in refs):
            raise RecursionError
        yield from super().fetch(stream, refs)

    def look(self, stream, ids):
        if verb == "look" and poison in ids:
            os._exit(9)
        yield from super().look(stream, ids)


database = Database.open(f"sqlite:///{{path}}")
migrate.ensure(database)
accounts.ensure(database, "a", "memory", REP)
boxes = Mailboxes(INBOX)
boxes.add("INBOX", *(mail(str(n), ANN, 1_789_000_000 + n) for n in range(20)))
rules = Rules(Book(), frozenset({{REP}}), frozenset({{"us.example"}}), digest)
Engine(SqlLedger(database, digest, FixedClock()), FixedClock()).cycle(Killer(boxes, page=5), "a", INBOX, rules, "text")
database.close()
'''


class Worker:
    """Starts the program above on one store; each start is a process of its own."""

    def __init__(self, folder: Path) -> None:
        self.program, self.store = folder / "worker.py", folder / "store.db"
        self.program.write_text(KILLER.format(root=str(ROOT)), encoding="utf-8")

    def start(self, verb: str = "", poison: str = "") -> int:
        words = [sys.executable, str(self.program), str(self.store), verb, poison]
        return subprocess.run(words, env=environment(), capture_output=True, check=False).returncode

    def rows(self, query: str) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(self.store)) as connection:
            return connection.execute(query).fetchall()

    def change(self, statement: str) -> None:
        with closing(sqlite3.connect(self.store)) as connection, connection:
            connection.execute(statement)


@pytest.fixture
def worker(tmp_path: Path) -> Worker:
    return Worker(tmp_path)


ASIDE = "select remote, reason from items where state = 'quarantined'"
CAPTURED = "select count(*) from items where state = 'captured'"


def test_F75_what_kills_the_worker_is_set_aside_after_three_starts(worker: Worker) -> None:
    assert [worker.start("fetch", "7") for _ in range(3)] == [9, 9, 9]
    assert worker.rows(ASIDE) == []
    assert worker.start("fetch", "7") == 0, "the fourth start goes on without it"
    assert worker.rows(ASIDE) == [("7", "Killed")]
    assert worker.rows(CAPTURED) == [(19,)]
    assert worker.rows("select count(*) from facts where name like 'attempt%'") == [(0,)]


def test_F75_it_is_tried_twice_more_and_then_only_when_the_rep_says_so(worker: Worker) -> None:
    starts = [worker.start("fetch", "7") for _ in range(10)]
    assert starts == [9, 9, 9, 0, 9, 0, 9, 0, 0, 0]
    assert worker.rows(ASIDE) == [("7", "Killed")]
    worker.change("update items set recheck = 1 where remote = '7'")
    assert worker.start() == 0, "whatever was wrong is mended"
    assert worker.rows(CAPTURED) == [(20,)]


def test_F75_a_power_cut_is_not_held_against_an_item_for_long(worker: Worker) -> None:
    assert [worker.start("fetch", "7") for _ in range(3)] == [9, 9, 9]
    assert [worker.start(), worker.start()] == [0, 0]
    assert worker.rows(CAPTURED) == [(20,)]


def test_F75_an_item_that_two_more_power_cuts_hit_comes_in_all_the_same(worker: Worker) -> None:
    assert [worker.start("fetch", "7") for _ in range(5)] == [9, 9, 9, 0, 9]
    assert [worker.start() for _ in range(3)] == [0, 0, 0]
    assert worker.rows(CAPTURED) == [(20,)]


def test_F75_one_that_kills_while_it_is_looked_at_is_set_aside_too(worker: Worker) -> None:
    assert worker.start() == 0
    worker.change("update items set recheck = 1 where remote in ('3', '4', '5')")
    assert [worker.start("look", "4") for _ in range(4)] == [9, 9, 9, 0]
    assert worker.rows(ASIDE) == [("4", "Killed")]
    assert worker.rows(CAPTURED) == [(19,)]


def test_an_error_of_ours_at_one_item_holds_nothing_up_for_good(worker: Worker) -> None:
    assert [worker.start("raise", "7") for _ in range(3)] == [1, 1, 0]
    assert worker.rows(ASIDE) == [("7", "RecursionError")]
    assert worker.rows(CAPTURED) == [(19,)]


@pytest.fixture
def unreadable(connected: Repside, tmp_path: Path) -> Repside:
    """A home with one item aside."""
    maildir(tmp_path / "mail", [mail(0)])
    connected.ok("sync")
    with closing(sqlite3.connect(connected.home / "data" / "repside.sqlite")) as store, store:
        store.execute(
            "update items set state = 'quarantined', reason = 'UnicodeError', attempts = 3, aside_at = 1793600000 "
            "where remote = (select remote from locators order by remote limit 1)"
        )
        store.execute("delete from locators where remote = (select min(remote) from items where state = 'quarantined')")
    return connected


def test_what_waits_aside_is_listed(unreadable: Repside) -> None:
    (row,) = unreadable.ok("quarantine", "--json").rows
    assert list(row) == ["account", "stream", "id", "error", "attempts", "since", "retries"]
    assert (row["account"], row["error"], row["attempts"], row["retries"]) == ("mail", "UnicodeError", 3, False)
    assert row["since"] == "2026-11-02T06:13:20Z"
    told = unreadable.ok("quarantine").out
    assert row["id"] in told
    assert "1 item waits aside" in told
    (status,) = unreadable.ok("status", "--json").rows
    assert status["state"] == "SKIPPED"
    assert "`repside quarantine`" in status["action"]


@pytest.mark.parametrize("named", [True, False])
def test_the_rep_has_it_tried_again(unreadable: Repside, named: bool) -> None:
    (row,) = unreadable.ok("quarantine", "--json").rows
    assert unreadable.ok("sync", "--json").rows[0]["captured"] == 0, "not by itself: its tries are used up"
    assert "1 item will be tried again" in unreadable.ok("quarantine", "--retry", *([row["id"]] if named else [])).out
    assert unreadable.ok("quarantine", "--json").rows[0]["retries"] is True
    assert unreadable.ok("sync", "--json").rows[0]["captured"] == 1
    assert "Nothing waits aside" in unreadable.ok("quarantine").out


def test_an_id_that_does_not_wait_is_told(unreadable: Repside) -> None:
    done = unreadable("quarantine", "--retry", "nothing")
    assert (done.code, done.err) == (1, "")
    assert "No item of that id" in done.out
    assert unreadable("quarantine", "nothing").code == 2
