"""The daemon sends what is due by itself, and stops cleanly while it does."""

from __future__ import annotations

import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from cli import wiring
from cli.app import App
from cli.daemon_desk import Desk
from cli.daemon_post import Postman
from sync.errors import StoreInUse
from tests.cli.program import Repside
from tests.cli.test_daemon import ask, until
from tests.cli.test_review import BODY, home, mail


def change(repside: Repside, statement: str) -> None:
    """By plain SQL, as if time had passed."""
    with closing(sqlite3.connect(repside.home / "data" / "repside.sqlite", timeout=30)) as store, store:
        store.execute(statement)


def test_what_is_due_leaves_without_anybodys_doing(tmp_path: Path) -> None:
    repside = home(tmp_path, [mail(1, BODY)])
    repside.ok("approve", "1")
    change(repside, "update outbox set due_at = 0")
    with repside.started("run") as daemon:
        until(lambda: ask(repside, "select state from proposals where id = 1") == [("applied",)], "it is written")
        assert ask(repside, "select amount, currency from deals") == [("45000.00", "EUR")]
        (row,) = repside.ok("undo", "1", "--json").rows  # a command gets its turn beside the daemon
        assert row["state"] == "undone"
        repside.ok("link", "1", "C-2")  # and so does a correction
        daemon.send_signal(signal.SIGTERM)
        daemon.communicate(timeout=60)
        assert daemon.returncode == 0
    assert ask(repside, "select amount from deals") == [("",)]


class Crowded(Desk):
    """A desk whose store another process has at some turns, for longer than a turn waits."""

    taken = (2, 3)
    turns = 0

    @contextmanager
    def records(self) -> Iterator[None]:
        self.turns += 1
        if self.turns in self.taken:
            raise StoreInUse(pid=1)
        with super().records():
            yield


def test_what_a_crm_answered_is_written_down_however_long_the_store_is_in_use(tmp_path: Path) -> None:
    repside = home(tmp_path, [mail(1, BODY)])
    tables = ("--contacts", str(tmp_path / "contacts.csv"), "--deals", str(tmp_path / "deals.csv"))
    repside.ok("crm", "connect", "files", *tables)
    repside.ok("crm", "pull")
    repside.ok("approve", "1")
    change(repside, "update outbox set due_at = 0")
    app = App({}, str(repside.home))
    with wiring.serving(app) as store:
        assert not isinstance(store, str)
        desk = Crowded(app, store)
        postman = Postman(desk)
        postman.start()
        until(lambda: ask(repside, "select state from outbox") == [("done",)], "it is written down")
        postman.stop()
        assert postman.ended(60)
    assert ask(repside, "select state from proposals where id = 1") == [("applied",)]
    assert desk.turns == 4, "one to begin, two that were refused, one for the answer; nothing was left to be looked up"


def test_a_change_to_a_crm_that_is_gone_waits_and_says_why(tmp_path: Path) -> None:
    repside = home(tmp_path, [mail(1, BODY)])
    change(repside, "insert into crms (id, name, kind) values (7, 'old', 'hubspot')")
    change(repside, "insert into crm_records values (7, 'deal', '99', 1, '')")
    done = repside("approve", "1", "--now")
    assert (done.code, "the CRM old is not connected any more" in done.out) == (0, True)
    (row,) = [row for row in repside.ok("review", "--json").rows if row["id"] == 1]
    assert row["state"] == "approved"
    change(repside, "update outbox set state = 'writing'")
    table = repside.ok("review", "--state", "unknown").out
    assert "Nothing waits for you" in table
    repside.ok("sync")
    (row,) = repside.ok("review", "--json", "--state", "unknown").rows
    assert (row["id"], row["reason"]) == (1, "the program ended while it was being written")
    status = repside.ok("status").out
    assert "2 proposals wait for you: repside review" in status
    assert "Nobody knows whether 1 change arrived in the CRM." in status
    assert "CRM_UNKNOWN" in status
