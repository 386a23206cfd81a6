"""F08: another program, which knows nothing of our lock, keeps the store's file locked. A page waits, is told, and is not lost."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

import store.database
from cli import main, wiring
from cli.app import App
from cli.daemon_desk import Desk
from store import accounts, migrate
from store.database import Database
from store.ledger import SqlLedger
from sync.errors import StoreBusy
from sync.model import Cursor, Stream
from sync.ports import Tally
from tests.conftest import FixedClock, digest
from tests.store.test_ledger import captured, mail

pytestmark = pytest.mark.usefixtures("unwatched")


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """The time that is waited for the other one, which is 30 s."""
    monkeypatch.setattr(store.database, "BUSY_SECONDS", 0.05)


@contextmanager
def held(path: Path, how: str) -> Iterator[sqlite3.Connection]:
    """Another program has begun something and does not end it. `shared`: it only reads, as a backup does."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        if how == "shared":
            other.execute("begin")
            other.execute("select * from items").fetchone()
            other.execute("select count(*) from sqlite_master").fetchone()
        else:
            other.execute(f"begin {how}")
        yield other
        other.execute("rollback")


@pytest.mark.parametrize("how", ["shared", "immediate", "exclusive"])
def test_F08_a_page_that_meets_a_lock_is_not_lost(
    tmp_path: Path, open_database: Callable[..., Database], how: str
) -> None:
    database = open_database(f"sqlite:///{tmp_path}/store.db")
    migrate.ensure(database)
    accounts.ensure(database, "a", "memory", "a@us.example")
    ledger = SqlLedger(database, digest, FixedClock())
    stream = ledger.stream("a", Stream("INBOX", "Inbox", "inbox"))
    ledger.commit(stream, captured(mail("1", 1), cursor="first"))
    page = captured(mail("2", 2), cursor="second")
    with held(tmp_path / "store.db", how):
        for _ in range(3):
            with pytest.raises(StoreBusy, match=r"store\.db"):
                ledger.commit(stream, page)
    assert ledger.cursor(stream) == Cursor("t", "first"), "nothing of it is stored, its cursor neither"
    ledger.commit(stream, page)
    assert ledger.cursor(stream) == Cursor("t", "second")
    with database.read() as connection:
        assert connection.scalars(text("select message_id from activities order by id")).all() == ["1@x", "2@x"]


@pytest.mark.parametrize(
    "words", [["sync"], ["exclude", "spy@other.example"], ["status"], ["history"], ["doctor"], ["run"], ["receipt"]]
)
def test_F08_every_command_says_it_in_one_sentence(
    tmp_path: Path, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    home = ["--home", str(tmp_path / "home")]
    (tmp_path / "mail").mkdir()
    (tmp_path / "mail" / "1.eml").write_text("From: a@b.example\n\nx\n")
    assert main.run([*home, "connect", "folder", str(tmp_path / "mail"), "--address", "rep@us.example"]) == 0
    path = tmp_path / "home" / "data" / "repside.sqlite"
    capsys.readouterr()
    with held(path, "exclusive"):
        assert main.run([*home, *words]) == 1
        told = "".join(capsys.readouterr())
    assert "Another program keeps the store's file" in told
    assert "Traceback" not in told
    assert "Repside made a mistake" not in told
    if words != ["run"]:
        assert main.run([*home, *words]) in {0, 1}


def test_F08_the_daemon_says_it_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = str(tmp_path / "home")
    (tmp_path / "mail").mkdir()
    (tmp_path / "mail" / "1.eml").write_text("From: a@b.example\n\nx\n")
    assert main.run(["--home", home, "connect", "folder", str(tmp_path / "mail"), "--address", "rep@us.example"]) == 0
    app = App({}, home)
    account, busy = app.settings.account[0], StoreBusy(path="the.db")
    capsys.readouterr()
    with wiring.writing(app) as writing:
        desk = Desk(app, writing)
        for error in (busy, busy, None, busy):
            desk.tell(account, Tally(), error)
    assert capsys.readouterr().err.count(busy.sentence) == 2
