"""The daemon's clockwork in the store, on both databases; turns at it; who may write."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

import store
from store import accounts, duty, lock
from store.database import Database
from store.ledger import SqlLedger
from store.turns import Turns
from sync.errors import StoreInUse
from sync.model import Cursor, Stream
from sync.ports import Commit, Item
from sync.schedule import Due
from tests.conftest import FixedClock, digest

Opener = Callable[..., Database]


@pytest.fixture
def desk(database: Database) -> Database:
    for name in ("one", "two"):
        accounts.ensure(database, name, "folder", f"{name}@seller.example")
        ledger = SqlLedger(database, digest, FixedClock())
        for remote in ("INBOX", "Sent"):
            ledger.stream(name, Stream(remote, remote))
    return database


def test_what_was_never_read_is_due_at_once(desk: Database) -> None:
    assert duty.load(desk, "one") == duty.AccountDuty({"INBOX": Due(), "Sent": Due()}, None, None)
    assert duty.load(desk, "nobody") == duty.AccountDuty({}, None, None)


def test_due_times_come_back_as_they_were_written(desk: Database) -> None:
    dues = {"INBOX": Due(2**40, 3, 1), "Sent": Due(70, 0, 0)}
    duty.save(desk, "one", dues, 70, 60)
    assert duty.load(desk, "one") == duty.AccountDuty(dues, None, 70)
    assert duty.load(desk, "two").streams == {"INBOX": Due(), "Sent": Due()}
    with desk.read() as connection:
        assert connection.scalar(text("select heartbeat_at from accounts where name = 'one'")) == 60


def test_a_stream_that_is_gone_is_no_trouble(desk: Database) -> None:
    duty.save(desk, "one", {"gone": Due(5)}, 5, 1)
    assert set(duty.load(desk, "one").streams) == {"INBOX", "Sent"}
    duty.save(desk, "one", {}, 5, 1)


def test_a_pause_holds_for_its_accounts_until_it_is_taken_back(desk: Database) -> None:
    duty.pause(desk, ["one"], duty.FOREVER)
    assert duty.pauses(desk) == {"one": duty.FOREVER}
    duty.pause(desk, ["one", "two", "nobody"], 500)
    assert duty.pauses(desk) == {"one": 500, "two": 500}
    duty.resume(desk, ["two"])
    assert duty.pauses(desk) == {"one": 500}
    duty.pause(desk, [], 1)


def test_items_to_look_at_again_name_their_streams(desk: Database) -> None:
    assert duty.rechecks(desk) == {}
    ledger = SqlLedger(desk, digest, FixedClock())
    number = ledger.stream("two", Stream("Sent", "Sent"))
    ledger.commit(number, Commit([Item("7", "held", keys=(b"k" * 16,))], (), cursor=Cursor("c", "1")))
    with desk.write() as connection:
        connection.execute(text("update items set recheck = true"))
    assert duty.rechecks(desk) == {"two": {"Sent"}}


def foreign_write(url: str) -> None:
    """Another process takes its turn."""
    script = f"from store import lock; from store.database import Database\nd = Database.open({url!r})\nwith lock.writer(d): pass"
    subprocess.run([sys.executable, "-c", script], cwd=Path(store.__file__).parents[1], check=True)


def test_a_writer_learns_that_another_one_was_there(database: Database, store_url: str) -> None:
    with lock.writer(database):
        pass
    with lock.writer(database) as foreign:
        assert not foreign
    assert lock.last_writer(database) == lock.MARK
    foreign_write(store_url)
    assert lock.last_writer(database) not in {"", lock.MARK}
    with lock.writer(database) as foreign:
        assert foreign
    with lock.writer(database) as foreign:
        assert not foreign, "it is told once"


def test_asking_who_writes_leaves_no_mark(database: Database, store_url: str) -> None:
    foreign_write(store_url)
    before = lock.last_writer(database)
    assert lock.holder(database) == lock.daemon_process(database) == ""
    assert lock.last_writer(database) == before


def test_a_writer_may_wait_for_its_turn(database: Database, store_url: str, open_database: Opener) -> None:
    other = open_database(store_url)
    took, waits = threading.Event(), threading.Event()

    def wait() -> None:
        waits.set()
        with lock.writer(other, 60):
            took.set()

    thread = threading.Thread(target=wait)
    with lock.writer(database):
        thread.start()
        assert waits.wait(60)
        assert not took.is_set()
    assert took.wait(60)
    thread.join()
    with lock.writer(database), pytest.raises(StoreInUse), lock.writer(other, 0.05):
        pass


def test_F09_there_is_one_daemon_and_it_leaves_the_writer_alone(
    database: Database, store_url: str, open_database: Opener
) -> None:
    other = open_database(store_url)
    with lock.daemon(database):
        with pytest.raises(StoreInUse) as caught, lock.daemon(other):
            pass
        assert caught.value.fields["pid"] == lock.daemon_process(other)
        if database.path is not None:
            assert lock.daemon_process(other) == str(os.getpid())
        with lock.writer(other):
            pass
    assert lock.daemon_process(other) == ""
    with lock.daemon(other):
        pass


def test_F10_a_file_of_a_dead_daemon_stops_nobody(tmp_path: Path, open_database: Opener) -> None:
    database = open_database(f"sqlite:///{tmp_path}/store.db")
    (tmp_path / "store.db.daemon").write_text(f"{os.getpid()} left by a crash")
    assert lock.daemon_process(database) == ""
    with lock.daemon(database):
        pass


def test_each_transaction_is_a_turn_and_may_be_refused(desk: Database) -> None:
    said: list[str] = []
    refuse = False

    @contextmanager
    def turn() -> Iterator[None]:
        if refuse:
            raise StoreInUse(pid="1")
        said.append("begin")
        yield
        said.append("end")

    turns = Turns(desk, turn)
    duty.pause(turns, ["one"], 9)
    assert duty.pauses(turns) == {"one": 9}
    assert said == ["begin", "end"], "reading needs none"
    refuse = True
    with pytest.raises(StoreInUse):
        duty.resume(turns, ["one"])
    assert duty.pauses(desk) == {"one": 9}
