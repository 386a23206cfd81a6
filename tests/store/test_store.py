"""The store as a file and as a server: schema, lock, permissions, damage."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

import store
from store import lock, migrate
from store.database import Database, wal_is_safe
from store.schema_deals import whole
from sync.errors import DiskFull, NoPermission, RepsideError, StoreDamaged, StoreInUse, StoreMissing, StoreNewer

Opener = Callable[..., Database]


def test_the_migrations_build_the_schema(database: Database) -> None:
    with database.read() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": _ours})
        assert compare_metadata(context, whole) == []


def _ours(name: str | None, kind: str, _: object) -> bool:
    return kind != "table" or not str(name).startswith("activity_search")


def test_the_newest_migration_is_the_one_the_program_knows() -> None:
    scripts = ScriptDirectory(str(Path(store.__file__).parent / "migrations"))
    assert scripts.get_current_head() == migrate.HEAD
    assert {step.revision for step in scripts.walk_revisions()} == set(migrate.KNOWN)


def test_F12_a_newer_schema_is_refused_and_untouched(database: Database) -> None:
    with database.write() as connection:
        connection.execute(text("update alembic_version set version_num = '9999'"))
    for ask in (migrate.ensure, migrate.check):
        with pytest.raises(StoreNewer, match="9999"):
            ask(database)
    with database.read() as connection:
        assert migrate.current(connection) == "9999"


def test_an_upgrade_twice_is_one(database: Database) -> None:
    migrate.ensure(database)
    migrate.check(database)


def test_F11_an_upgrade_that_dies_leaves_the_old_schema(tmp_path: Path, open_database: Opener) -> None:
    path = tmp_path / "store.db"
    script = (
        "import os, sys; from store import migrate, search; from store.database import Database;"
        "search.create = lambda c: os._exit(9);"
        f"migrate.ensure(Database.open('sqlite:///{path}'))"
    )
    root = Path(store.__file__).parents[1]
    assert subprocess.run([sys.executable, "-c", script], cwd=root, check=False).returncode == 9
    database = open_database(f"sqlite:///{path}")
    with database.read() as connection:
        assert migrate.current(connection) is None
    migrate.ensure(database)
    migrate.check(database)


def test_files_are_private_from_their_first_byte(tmp_path: Path, open_database: Opener) -> None:
    previous = os.umask(0)
    try:
        database = open_database(f"sqlite:///{tmp_path}/new/store.db")
        migrate.ensure(database)
        with lock.writer(database):
            modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "new").iterdir()}
    finally:
        os.umask(previous)
    assert set(modes.values()) == {0o600}
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700


def test_a_reader_cannot_write(database: Database, store_url: str, open_database: Opener) -> None:
    reader = open_database(store_url, read_only=True)
    with pytest.raises(RepsideError), reader.read() as connection:
        connection.execute(text("insert into facts (name, value) values ('a', 'b')"))
    with database.read() as connection:
        assert connection.scalar(text("select count(*) from facts")) == 0


def test_a_missing_store_names_the_next_step(tmp_path: Path) -> None:
    with pytest.raises(StoreMissing) as caught:
        Database.open(f"sqlite:///{tmp_path}/none.db", read_only=True)
    assert "repside init" in caught.value.action


def test_F09_a_second_writer_is_told_who_holds_the_store(
    database: Database, store_url: str, open_database: Opener
) -> None:
    other = open_database(store_url)
    with lock.writer(database):
        with pytest.raises(StoreInUse) as caught, lock.writer(other):
            pass
        if database.path:
            assert caught.value.fields["pid"] == str(os.getpid())
            assert lock.holder(other) == str(os.getpid())
    with lock.writer(other):
        pass
    assert lock.holder(database) == ""


def test_F10_a_stale_lock_file_of_a_dead_process_is_no_lock(tmp_path: Path, open_database: Opener) -> None:
    database = open_database(f"sqlite:///{tmp_path}/store.db")
    Path(f"{database.path}.lock").write_text(str(os.getppid()))
    with lock.writer(database):
        pass


def test_F13_a_file_that_is_no_store_is_damaged_not_a_crash(tmp_path: Path, open_database: Opener) -> None:
    (tmp_path / "store.db").write_bytes(b"not a database at all" * 400)
    with pytest.raises(StoreDamaged):
        migrate.ensure(open_database(f"sqlite:///{tmp_path}/store.db"))


def test_F07_a_folder_without_permission_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(NoPermission, match="file"):
        Database.open(f"sqlite:///{tmp_path}/file/store.db")


def test_F06_a_full_disk_keeps_what_was_stored(tmp_path: Path, open_database: Opener) -> None:
    database = open_database(f"sqlite:///{tmp_path}/store.db")
    migrate.ensure(database)
    with database.write() as connection:
        connection.execute(text("insert into facts values ('kept', '1')"))
        pages = connection.exec_driver_sql("pragma page_count").scalar_one()
    database.close()
    with database.engine.connect() as limited:
        limited.exec_driver_sql(f"pragma max_page_count = {pages + 2}")
    with pytest.raises(DiskFull), database.write() as connection:
        connection.exec_driver_sql("insert into facts values ('big', hex(zeroblob(1000000)))")
    with database.read() as connection:
        assert connection.execute(text("select name from facts")).all() == [("kept",)]


def test_a_crashed_writers_journal_is_rolled_back_for_a_reader(tmp_path: Path, open_database: Opener) -> None:
    path = tmp_path / "store.db"
    script = (
        "import os, sqlite3\n"
        f"c = sqlite3.connect({str(path)!r}, isolation_level=None)\n"
        "c.execute('pragma journal_mode=truncate'); c.execute('create table t (x)'); c.execute('insert into t values (1)')\n"
        "c.execute('pragma cache_size=1'); c.execute('begin'); c.execute('update t set x = 2')\n"
        "c.execute('insert into t values (zeroblob(4000000))'); os._exit(9)\n"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 9
    assert Path(f"{path}-journal").stat().st_size
    with open_database(f"sqlite:///{path}", read_only=True).read() as connection:
        assert connection.execute(text("select x from t")).all() == [(1,)]


def test_the_journal_avoids_the_wal_reset_bug(tmp_path: Path, open_database: Opener) -> None:
    assert [wal_is_safe(v) for v in ((3, 40, 1), (3, 51, 2), (3, 50, 6), (3, 44, 5))] == [False] * 4
    assert [wal_is_safe(v) for v in ((3, 51, 3), (3, 52, 0), (3, 50, 7), (3, 44, 6))] == [True] * 4
    with open_database(f"sqlite:///{tmp_path}/store.db").read() as connection:
        mode = connection.exec_driver_sql("pragma journal_mode").scalar_one()
        level = connection.exec_driver_sql("pragma synchronous").scalar_one()
    assert mode == ("wal" if wal_is_safe(sqlite3.sqlite_version_info) else "truncate")
    assert level == 2  # FULL


_FILL = """
with recursive n(i) as (select 1 union all select i + 1 from n where i < 20000)
insert into facts select 'name ' || i, printf('%0200d', i) from n
"""
_CHECKED = """
import sys
from store import checkup
from store.database import Database
database = Database.open(sys.argv[1])
with database.read() as connection:
    connection.exec_driver_sql(f"pragma hard_heap_limit = {sys.argv[2]}")
try:
    print("damaged" if checkup.health(database).damage else "whole")
except Exception as error:
    print(type(error).__name__)
"""


def test_F76_a_check_without_memory_finds_no_damage(tmp_path: Path, open_database: Opener) -> None:
    url = f"sqlite:///{tmp_path}/store.db"
    database = open_database(url)
    migrate.ensure(database)
    with database.write() as connection:
        connection.exec_driver_sql(_FILL)
    ends = {
        subprocess.run(
            [sys.executable, "-c", _CHECKED, url, str(limit)], check=True, capture_output=True, text=True
        ).stdout.strip()
        for limit in range(200_000, 500_000, 50_000)
    }
    assert "damaged" not in ends
    assert "ShortOfResources" in ends
