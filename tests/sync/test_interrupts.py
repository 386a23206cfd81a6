"""Five histories, each stopped at every request and before and after every commit: the end is always the same.

The uninterrupted run counts its points of I/O. Then, for each of them, the machine stops there, starts again and goes on.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from connectors.memory import Script
from tests.simulation.machine import Killed, Machine
from tests.simulation.people import ANN, BOB, CID, COLLEAGUE, DEE, MACHINES, REP, START, Entry, Item
from tests.simulation.run import workshop
from tests.simulation.world import START_TIME, Copy, World

POINTS = ("request", "before", "after")
TIMES = frozenset({"captured_at", "complete_at", "orphaned_at", "added_at", "aside_at", "heartbeat_at"})
"""When it was, which an interruption may change; what it was, it may not."""


class Stage:
    """A world with few things in it, and a machine beside it. `act` plays one scene and begins it again when the machine stops."""

    def __init__(self, path: Path, interrupt: int | None, machine: Callable[[World], Machine] | None = None) -> None:
        self.world = World(Random(1))
        for entry in START:
            self.world.known.learn(entry)
        self.machine = machine(self.world) if machine else Machine(path, self.world)
        self.interrupt = interrupt
        self.keys: dict[str, tuple[str, str, str]] = {}

    def put(self, name: str, people: tuple[str, ...], box: str = "INBOX", account: str = "a", **more: object) -> None:
        """A mail, or another copy of the one with this name."""
        known = next((item for item in self.world.items if item.token == f"token{name}"), None)
        item = known or Item(f"token{name}", "mail", people, "plan", START_TIME - 9_000, f"{name}@mail.example")
        for field, value in more.items():
            setattr(item, field, value)
        place = (account, box)
        self.keys[f"{name} {box}"] = (*place, self.world.put(place, Copy(item)))

    def ready(self) -> None:
        """What was so far is done in peace; from here on every point counts."""
        self.sync()
        self.machine.pulse.count = 0
        if self.interrupt is not None:
            self.machine.pulse.arm(self.interrupt, POINTS, Killed)

    def sync(self) -> None:
        """Rounds of all accounts, until two went to their end."""
        quiet = 0
        while quiet < 2:
            outcomes = [self.machine.round(account, Script(), 2) for account in self.world.boxes]
            quiet += "killed" not in outcomes


def first_backfill(stage: Stage) -> None:
    stage.ready()
    stage.put("one", (ANN, REP))
    stage.put("one", (ANN, REP), "Archive")
    stage.put("one", (ANN, REP), "INBOX", "b")
    stage.put("two", (REP, BOB), "Sent", "b", references=("one@mail.example",))
    stage.put("held", (CID, REP))
    stage.put("bulk", (ANN, REP), signals=frozenset({MACHINES[0]}))
    stage.put("private", (ANN, REP), signals=frozenset({"private"}))
    stage.put("inside", (COLLEAGUE, REP))
    stage.put("trash", (ANN, REP), "Trash")
    stage.put(
        "talk", (ANN, REP), "cal", form="meeting", uid="uid-1", occurrences=("20261001T100000Z", "20261008T100000Z")
    )
    stage.put("call", (ANN, REP), form="invitation", uid="uid-2", method="REQUEST", signals=frozenset({"calendar"}))
    stage.sync()


def moves_and_removals(stage: Stage) -> None:
    for name in ("one", "two", "three", "four"):
        stage.put(name, (ANN, REP))
    stage.ready()
    stage.put("one", (ANN, REP), "Archive")
    stage.world.take(stage.keys["one INBOX"])
    stage.world.take(stage.keys["two INBOX"])
    stage.put("five", (BOB, REP))
    stage.world.copies[stage.keys["three INBOX"]].flag = "spam"
    stage.world.show(stage.keys["three INBOX"])
    stage.sync()


def cursor_expiry(stage: Stage) -> None:
    for name in ("one", "two", "three"):
        stage.put(name, (ANN, REP))
    stage.put("held", (CID, REP))
    stage.ready()
    stage.world.take(stage.keys["two INBOX"])
    stage.put("four", (ANN, REP))
    stage.world.boxes["a"].expire_cursors("INBOX")
    stage.sync()


def exclusion_and_its_end(stage: Stage) -> None:
    for name, who in (("one", ANN), ("two", BOB), ("three", ANN)):
        stage.put(name, (who, REP))
    stage.put("held", (DEE, REP), "Archive")
    stage.ready()
    stage.machine.exclude("address", ANN)
    stage.machine.exclude("folder", "Archive")
    stage.sync()
    stage.machine.include("address", ANN)
    stage.machine.include("folder", "Archive")
    stage.sync()


def late_matching(stage: Stage) -> None:
    for name, who in (("one", CID), ("two", DEE), ("three", CID), ("four", ANN)):
        stage.put(name, (who, REP))
    stage.ready()
    stage.machine.learn(Entry("c2", CID))
    stage.sync()


SCENARIOS = (first_backfill, moves_and_removals, cursor_expiry, exclusion_and_its_end, late_matching)


@pytest.fixture(scope="module")
def shop() -> Iterator[tuple[Path, Path]]:
    with workshop() as paths:
        yield paths


def run(
    scenario: Callable[[Stage], None], shop: tuple[Path, Path], interrupt: int | None
) -> tuple[list[str], int, int]:
    """The end state, the number of points of I/O, and how often the machine stopped."""
    empty, folder = shop
    path = folder / "interrupted.db"
    shutil.copy(empty, path)
    stage = Stage(path, interrupt)
    try:
        scenario(stage)
        return dump(path), stage.machine.pulse.count, stage.machine.kills
    finally:
        stage.machine.close()
        path.unlink()


def dump(path: Path) -> list[str]:
    """All tables without times, and with what ids stand for in their place."""
    lines: list[str] = []
    with closing(sqlite3.connect(path)) as connection:
        for (table,) in connection.execute(_TABLES).fetchall():
            cursor = connection.execute(QUERIES.get(table, f"select * from {table}"))
            keep = [n for n, column in enumerate(cursor.description) if column[0] not in TIMES]
            lines += [f"{table} {[row[n] for n in keep]}" for row in cursor.fetchall()]
    return sorted(lines)


_TABLES = "select name from sqlite_master where type = 'table' and name not like 'activity_search%'"
_NAMED = "(select hex(digest) from activities where id = {})"
_STREAM = """(select accounts.name || ' ' || streams.remote from streams join accounts on accounts.id = account_id
  where streams.id = stream_id)"""
_THREAD = "(select min(hex(digest)) from activities as other where other.thread_id = {})"
QUERIES = {
    "activities": f"""select hex(digest), kind, {_THREAD.format("activities.thread_id")}, occurred_at, ends_at, direction, subject,
      text, attachments, message_id, ical_uid, recurrence_id, status, location, sequence, stamp, people_total, marks,
      orphaned_at is null, unmatched from activities""",
    "locators": f"select {_NAMED.format('activity_id')}, {_STREAM}, remote from locators",
    "participants": f"select {_NAMED.format('activity_id')}, position, role, address, name, response, outside from participants",
    "links": f"select {_NAMED.format('activity_id')}, target, target_id, rule, evidence, origin, at from links",
    "thread_keys": f"select hex(digest), {_THREAD.format('thread_keys.thread_id')} from thread_keys",
    "items": f"select {_STREAM}, remote, state, reason, revision, attempts, recheck from items",
    "held_keys": f"select hex(digest), {_STREAM}, remote from held_keys",
    "streams": """select accounts.name, remote, streams.name, role, cursor_kind, cursor, remaining from streams
      join accounts on accounts.id = account_id""",
}


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.__name__)
def test_F01_F02_F03_stopped_at_any_point_the_end_is_the_same(
    scenario: Callable[[Stage], None], shop: tuple[Path, Path]
) -> None:
    wanted, points, _ = run(scenario, shop, None)
    assert any("captured" in line for line in wanted), "there is something to lose"
    for at in range(points):
        found, _, kills = run(scenario, shop, at)
        assert kills == 1, f"it was stopped at point {at}"
        assert found == wanted, f"stopped at point {at}: {set(found) ^ set(wanted)}"
