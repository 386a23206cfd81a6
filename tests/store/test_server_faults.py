"""F14, F15: PostgreSQL restarts, refuses to serialize, or is cut off just when it commits. Nothing is lost, nothing doubled."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.engine import make_url

from cli.patience import patiently
from connectors.memory import Script
from store import lock
from store.database import Database
from store.ledger import SqlLedger
from store.turns import Turns
from sync.engine import Engine
from sync.errors import StoreAway, StoreInUse
from tests import postgres
from tests.conftest import digest
from tests.simulation import machine as machines
from tests.store.cutting import Cutter
from tests.sync import test_interrupts
from tests.sync.test_interrupts import SCENARIOS, Stage

pytestmark = pytest.mark.postgres
KILLS, CUTS = 3, 1
"""Sampled points of each scenario, and sampled COMMITs of each scenario and direction. A point costs more than a second here;
tests/sync/test_interrupts.py plays them all on SQLite."""


@pytest.fixture(scope="module")
def cluster() -> Iterator[postgres.Cluster]:
    if postgres.binaries() is None:
        pytest.skip("PostgreSQL is not installed; `make test` installs it")
    with postgres.cluster() as made:
        yield made


class Yard:
    """A filled database to copy, and an administrator's connection."""

    def __init__(self, cluster: postgres.Cluster) -> None:
        self.cluster = cluster
        self._number = 0
        self.admin = create_engine(
            make_url(cluster.url).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT"
        )
        self.run("create database template_of_ours")
        database = Database.open(self.url("template_of_ours"))
        machines.fill(database)
        with database.write() as connection:  # so that one set of queries dumps both databases
            connection.execute(
                text("create function hex(bytea) returns text language sql as $$ select encode($1, 'hex') $$")
            )
        database.close()

    def run(self, statement: str) -> None:
        with self.admin.connect() as connection:
            connection.execute(text(statement))

    def url(self, name: str, port: int | None = None) -> str:
        return f"postgresql://tester@127.0.0.1:{port or self.cluster.port}/{name}"

    def copy(self) -> str:
        """The name of a fresh copy."""
        self._number += 1
        self.run(f"create database copy{self._number} template template_of_ours")
        return f"copy{self._number}"


@pytest.fixture(scope="module")
def yard(cluster: postgres.Cluster) -> Iterator[Yard]:
    made = Yard(cluster)
    yield made
    made.admin.dispose()


class Machine(machines.Machine):
    """On PostgreSQL. A command that the server broke off is given again."""

    def __init__(self, url: str, world: Any) -> None:
        self.url = url
        super().__init__(Path(), world)

    def start(self) -> None:
        self.database = machines.MortalDatabase.open(self.url)  # type: ignore[assignment]  # of its own class
        self.database.pulse = self.pulse
        self.engine = Engine(SqlLedger(self.database, digest, self.clock), self.clock)

    def surely(self, command: Callable[[], object]) -> None:
        try:
            super().surely(command)
        except StoreAway:
            self.surely(command)


class ServerStage(Stage):
    """A stage whose store is on a server. `cut`: the number of the COMMIT at which the line is cut, and whether it was heard."""

    def __init__(self, url: str, interrupt: int | None, cutter: Cutter | None, cut: tuple[int, bool] | None) -> None:
        self._cutter, self._cut = cutter, cut
        super().__init__(Path(), interrupt, partial(Machine, url))

    def ready(self) -> None:
        super().ready()
        if self._cutter is not None:
            self._cutter.commits = 0
        if self._cutter is not None and self._cut is not None:
            self._cutter.cut(self._cut[0], heard=self._cut[1])

    def sync(self) -> None:
        quiet = 0
        while quiet < 2:
            outcomes = [self.machine.round(account, Script(), 2) for account in self.world.boxes]
            assert not any("Bug" in outcome for outcome in outcomes)
            quiet += not {"killed", "StoreAway"} & set(outcomes)


def play(
    scenario: Callable[[Stage], None],
    yard: Yard,
    interrupt: int | None = None,
    cutter: Cutter | None = None,
    cut: tuple[int, bool] | None = None,
) -> tuple[list[str], int]:
    """The end state, and the number of points of I/O."""
    name = yard.copy()
    stage = ServerStage(yard.url(name, cutter.port if cutter else None), interrupt, cutter, cut)
    try:
        scenario(stage)
        assert stage.machine.kills == int(interrupt is not None)
        return dump(yard.url(name)), stage.machine.pulse.count
    finally:
        stage.machine.close()
        yard.run(f"drop database {name} with (force)")


def dump(url: str) -> list[str]:
    """As test_interrupts.dump."""
    database = Database.open(url, read_only=True)
    lines: list[str] = []
    try:
        with database.read() as connection:
            for table in connection.scalars(text("select tablename from pg_tables where schemaname = 'public'")).all():
                if table == "activity_search":
                    continue
                found = connection.execute(text(test_interrupts.QUERIES.get(table, f"select * from {table}")))
                keep = [n for n, name in enumerate(found.keys()) if name not in test_interrupts.TIMES]
                lines += [f"{table} {[row[n] for n in keep]}" for row in found]
    finally:
        database.close()
    return sorted(lines)


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.__name__)
def test_F01_F02_F03_stopped_at_sampled_points_on_a_server_the_end_is_the_same(
    scenario: Callable[[Stage], None], yard: Yard
) -> None:
    wanted, points = play(scenario, yard)
    assert any("captured" in line for line in wanted)
    for at in sorted(Random(14).sample(range(points), KILLS)):
        found, _ = play(scenario, yard, at)
        assert found == wanted, f"stopped at point {at}: {set(found) ^ set(wanted)}"


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.__name__)
def test_F15_a_line_that_is_cut_at_a_commit_loses_and_doubles_nothing(
    scenario: Callable[[Stage], None], yard: Yard
) -> None:
    with Cutter(yard.cluster.port) as cutter:
        wanted, _ = play(scenario, yard, cutter=cutter)
        commits = cutter.commits
        assert commits > 2, "there are commits to cut"
        for heard in (False, True):
            for at in sorted(Random(15).sample(range(commits - 1), CUTS)):
                before = cutter.cuts
                found, _ = play(scenario, yard, cutter=cutter, cut=(at, heard))
                assert cutter.cuts == before + 1
                assert found == wanted, f"cut at commit {at}, heard: {heard}: {set(found) ^ set(wanted)}"


@pytest.fixture
def store(yard: Yard) -> Iterator[Database]:
    database = Database.open(yard.url(yard.copy()))
    yield database
    database.close()


def put(database: Database, value: str) -> None:
    with database.write() as connection:
        connection.execute(text("insert into facts (name, value) values (:value, '')"), {"value": value})


def facts(database: Database) -> set[str]:
    with database.read() as connection:
        return set(connection.scalars(text("select name from facts where name in ('one', 'two', 'three')")))


def test_F14_a_restart_in_the_midst_is_a_pause(store: Database, yard: Yard) -> None:
    put(store, "one")
    with pytest.raises(StoreAway), store.write() as connection:  # noqa: PT012  the restart is in the midst
        connection.execute(text("insert into facts (name, value) values ('two', '')"))
        yard.cluster.stop()
        connection.execute(text("select 1"))
    with pytest.raises(StoreAway):
        put(store, "two")
    yard.cluster.start()
    yard.admin.dispose()
    assert facts(store) == {"one"}
    put(store, "two")
    assert facts(store) == {"one", "two"}


def test_F14_a_writer_that_lost_its_lock_in_a_restart_is_fenced_off(store: Database, yard: Yard) -> None:
    other = Database.open(store.url)
    with lock.writer(store):
        put(store, "one")
        yard.cluster.stop()
        yard.cluster.start()
        yard.admin.dispose()
        patiently(put, store, "two")  # nobody else came: it may go on
        taken(other)
        with pytest.raises(StoreInUse, match="4711"):
            put(store, "three")
        turns = Turns(store, nullcontext)
        with pytest.raises(StoreInUse), turns.write():
            pass
    with lock.writer(store) as foreign:
        assert foreign
        put(store, "three")
    other.close()
    assert facts(store) == {"one", "two", "three"}


def taken(database: Database) -> None:
    """Another process takes the lock and leaves its mark."""
    with database.write() as connection:
        assert connection.scalar(text("select pg_try_advisory_xact_lock(:key)"), {"key": lock._WRITER}), "the lock died"
        connection.execute(text("update facts set value = '4711 abc' where name = 'writer'"))


def test_F14_a_transaction_that_is_refused_is_done_again_as_a_whole(store: Database) -> None:
    put(store, "one")
    tries = []

    def both(connection: Connection, first: str, second: str) -> None:
        for name in (first, second):
            connection.execute(text("update facts set value = value || 'x' where name = :name"), {"name": name})

    def change() -> None:
        tries.append(1)
        with store.write() as connection:
            connection.execute(text("set transaction isolation level serializable"))
            connection.execute(text("select value from facts where name = 'one'")).one()
            if len(tries) == 1:
                with store.write() as other:
                    both(other, "one", "one")
            both(connection, "one", "one")

    patiently(change)
    assert len(tries) == 2
    with store.read() as connection:
        assert connection.scalar(text("select value from facts where name = 'one'")) == "xxxx"
