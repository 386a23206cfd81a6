"""F11: a migration that dies at any statement leaves the old store or the new one, never anything between.

A chain of schemas later than the program's own is made for the test (later/): data that moves, tables that are built anew while
others refer to them, indexes over rows.
"""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine, event, text

from store import accounts, migrate
from store.database import Database
from store.ledger import SqlLedger
from sync.errors import RepsideError, StoreNewer
from sync.model import Stream
from tests.conftest import FixedClock, digest
from tests.store.test_ledger import captured, mail

ROOT = Path(migrate.__file__).parents[1]
KNOWN = (*migrate.KNOWN, "0004", "0005", "0006")
POINTS = 150
"""More than any upgrade here has statements."""


@pytest.fixture(scope="module")
def later(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program's steps and those of later/."""
    folder = tmp_path_factory.mktemp("scripts") / "migrations"
    shutil.copytree(migrate.SCRIPTS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    for step in (ROOT / "tests" / "store" / "later").glob("v*.py"):
        shutil.copy(step, folder / "versions")
    return folder


def fill(database: Database) -> None:
    """Rows in every table that the later steps touch, and in those that hang on them."""
    migrate.ensure(database)
    accounts.ensure(database, "a", "memory", "a@us.example")
    ledger = SqlLedger(database, digest, FixedClock())
    stream = ledger.stream("a", Stream("INBOX", "Inbox", "inbox"))
    ledger.commit(stream, captured(*(mail(str(n), n) for n in range(40)), cursor="c"))
    with database.write() as connection:
        connection.execute(text("insert into facts (name, value) values ('old', '1'), ('kept', '1')"))
        connection.execute(
            text("insert into links select id, 'deal', 1, 'rep', '', 'rep', occurred_at from activities")
        )


def content(path: Path) -> list[str]:
    """Schema and rows, as SQL."""
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("pragma integrity_check").fetchall() == [("ok",)]
        assert connection.execute("pragma foreign_key_check").fetchall() == []
        return sorted(_ordered(line) for line in connection.iterdump())


def _ordered(line: str) -> str:
    """A table that is built anew may name its constraints in another order, and its indexes, too."""
    return " ".join(sorted(line.replace(",", " ").split())) if line.startswith("CREATE TABLE") else line


def killed_everywhere(scripts: Path, known: tuple[str, ...], folder: Path, before: Path | None) -> list[Path]:
    """The stores that were left behind, in the order of the statements; the last one ended by itself."""
    for point in range(POINTS):
        if before is not None:
            shutil.copy(before, folder / f"{point}.db")
        else:
            (folder / f"{point}.db").touch(0o600)
    words = [sys.executable, "-m", "tests.store.dying", str(scripts), ",".join(known), str(folder)]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return [folder / f"{point}.db" for point in range(int(done.stdout) + 1)]


def test_F11_killed_at_any_statement_the_store_is_the_old_or_the_new_one(tmp_path: Path, later: Path) -> None:
    source, fresh = tmp_path / "source.sqlite", tmp_path / "new.sqlite"
    (tmp_path / "work").mkdir()
    filled = Database.open(f"sqlite:///{source}")
    fill(filled)
    filled.close()
    shutil.copy(source, fresh)
    upgraded = Database.open(f"sqlite:///{fresh}")
    migrate.ensure(upgraded, later, KNOWN)
    upgraded.close()
    old, new = content(source), content(fresh)
    assert sum('INTO "locators"' in line for line in new) == 40, "a table built anew keeps what hangs on it"
    assert sum('INTO "links"' in line for line in new) == 40
    stores = killed_everywhere(later, KNOWN, tmp_path / "work", source)
    assert len(stores) > 40, "statements of the chain"
    ends = set()
    for path in stores:
        left = content(path)
        assert left in (old, new), f"killed at statement {path.stem}"
        ends.add(left == new)
        backup = path.with_name(f"{path.name}.before-{migrate.HEAD}")
        if backup.exists():
            assert content(backup) == old, f"killed at statement {path.stem}"
            assert backup.stat().st_mode & 0o777 == 0o600
        else:
            assert left == old, f"no backup of what was changed at statement {path.stem}"
        if int(path.stem) % 4:
            continue
        database = Database.open(f"sqlite:///{path}")
        migrate.ensure(database, later, KNOWN)
        database.close()
        assert content(path) == new, f"the start after statement {path.stem}"
        assert content(backup) == old
    assert ends == {True, False}


def test_F11_killed_while_the_first_store_is_made(tmp_path: Path, open_database: Callable[..., Database]) -> None:
    (tmp_path / "work").mkdir()
    whole = open_database(f"sqlite:///{tmp_path}/whole.sqlite")
    migrate.ensure(whole)
    new = content(tmp_path / "whole.sqlite")
    stores = killed_everywhere(migrate.SCRIPTS, migrate.KNOWN, tmp_path / "work", None)
    assert len(stores) > 40
    for path in stores:
        left = content(path)
        assert left in (["BEGIN TRANSACTION;", "COMMIT;"], new), f"killed at statement {path.stem}"
        if int(path.stem) % 5:
            continue
        database = Database.open(f"sqlite:///{path}")
        migrate.ensure(database)
        database.close()
        assert content(path) == new, f"the start after statement {path.stem}"


def test_a_backup_that_was_cut_short_is_made_anew(tmp_path: Path, later: Path) -> None:
    path = tmp_path / "store.db"
    database = Database.open(f"sqlite:///{path}")
    fill(database)
    old = content(path)
    Path(f"{path}.before-{migrate.HEAD}.part").write_bytes(b"half of it" * 1000)
    migrate.ensure(database, later, KNOWN)
    database.close()
    assert content(Path(f"{path}.before-{migrate.HEAD}")) == old
    assert not list(tmp_path.glob("*.part*"))


def test_F12_a_schema_of_a_later_version_is_refused(tmp_path: Path, later: Path) -> None:
    database = Database.open(f"sqlite:///{tmp_path}/store.db")
    fill(database)
    migrate.ensure(database, later, KNOWN)
    with pytest.raises(StoreNewer, match="0006"):
        migrate.ensure(database)
    database.close()


@pytest.mark.postgres
@pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)
def test_F11_a_server_that_cuts_the_migration_off_keeps_the_old_schema(
    store_url: str, later: Path, open_database: Callable[..., Database]
) -> None:
    database = open_database(store_url)
    fill(database)
    statements: list[str] = []
    left = [10**9]

    @event.listens_for(database.engine, "before_cursor_execute")
    def cut(connection: object, cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)
        left[0] -= 1
        if left[0] < 0:
            left[0] = 10**9
            admin = create_engine(store_url.replace("postgresql://", "postgresql+psycopg://"))
            with admin.connect() as other:
                other.execute(
                    text("select pg_terminate_backend(:pid)"),
                    {"pid": cursor.connection.info.backend_pid},  # type: ignore[attr-defined]
                )
            admin.dispose()

    def links() -> int:
        with database.read() as connection:
            return int(connection.scalar(text("select count(*) from links")) or 0)

    for point in (0, 3, 4, 6, 9, 11, 13):
        left[0] = point + 2  # the first two only look
        with pytest.raises(RepsideError):
            migrate.ensure(database, later, KNOWN)
        with database.read() as connection:
            assert migrate.current(connection) == migrate.HEAD, f"cut at statement {point}"
            assert connection.scalar(text("select to_regclass('domains')")) is None
    left[0] = 10**9
    statements.clear()
    migrate.ensure(database, later, KNOWN)
    assert len(statements) > 15, statements
    with database.read() as connection:
        assert migrate.current(connection) == KNOWN[-1]
    assert links() == 40
