"""Random histories, each from one seed: nothing lost, nothing doubled, no cursor ahead, nothing stuck, nothing told.

The second thousand is in test_simulation_second.py, so that two workers share them.

A seed that fails is played alone with `python -m tests.simulation.run --seed N`.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from connectors.memory import Script
from tests.simulation.checker import Checker
from tests.simulation.machine import Machine
from tests.simulation.people import ANN, CID, REP, START, Item
from tests.simulation.run import play, replay, workshop
from tests.simulation.world import SINCE, START_TIME, Copy, World

SEEDS = 1_000
PART = 100


@pytest.mark.parametrize("first", range(0, SEEDS, PART))
def test_F01_F02_F16_F30_F33_F34_F36_random_histories_keep_every_promise(first: int) -> None:
    counts, failures = play(range(first, first + PART))
    assert not failures, "\n".join(f"seed {seed}: {trouble}" for seed, trouble in failures.items())
    assert counts["kills"] > PART / 2, "the machine is killed often enough to mean something"


def test_one_seed_is_one_history() -> None:
    first, second = replay(11), replay(11)
    assert first == second
    assert replay(12)[0] != first[0]


@pytest.fixture
def settled(tmp_path: Path) -> Iterator[Machine]:
    """A small world that store and mailboxes agree on."""
    with workshop() as (empty, _):
        shutil.copy(empty, tmp_path / "store.db")
    world = World(Random(1))
    for entry in START:
        world.known.learn(entry)
    machine = Machine(tmp_path / "store.db", world)
    for number, (who, box) in enumerate(((ANN, "INBOX"), (ANN, "INBOX"), (CID, "INBOX"), (ANN, "Trash"))):
        item = Item(f"q{number:015x}", "mail", (who, REP), "plan", START_TIME - number * 120, f"{number}@mail.example")
        world.put(("a", box), Copy(item))
    for account in world.boxes:
        machine.round(account, Script(), 3)
    yield machine
    machine.close()


DAMAGE = {
    "lost": "delete from items where state = 'skipped'",
    "cursor ahead": "delete from items where remote = (select min(remote) from items where state = 'held')",
    "no copy": "delete from locators where remote = (select min(remote) from locators)",
    "no keys": "delete from held_keys",
    "doubled": "update activities set subject = (select max(subject) from activities)",
    "told": "update accounts set sentence = (select 'of q' || substr('000000000000002', 1))",
    "wrong state": "update items set state = 'skipped' where state = 'held'",
    "not indexed": "delete from activity_search",
    "not filed": "delete from links",
    "wrong order": "update activity_search_docsize set id = id + 268435456",
    "wrong touch": "update last_touches set at = at + 1",
}


@pytest.mark.parametrize("what", DAMAGE)
def test_the_checker_sees_damage(settled: Machine, what: str) -> None:
    def check() -> None:
        checker = Checker(settled.path, settled.world)
        try:
            checker.look()
            checker.agree()
        finally:
            checker.close()

    check()
    with closing(sqlite3.connect(settled.path)) as connection:
        assert connection.execute(DAMAGE[what]).rowcount
        connection.commit()
    with pytest.raises(AssertionError):
        check()


def test_seed_2_what_is_excluded_leaves_no_word_in_the_search_index(settled: Machine) -> None:
    settled.exclude("address", ANN)
    with closing(sqlite3.connect(settled.path)) as connection:
        index = b"".join(row[0] for row in connection.execute("select block from activity_search_data"))
    assert b"acme" not in index
    assert b"words" not in index


def test_seed_198_what_is_older_than_the_window_stays_out_when_an_exclusion_ends(settled: Machine) -> None:
    old = Item("qold", "mail", (ANN, REP), "plan", SINCE - 90 * 86_400, "old@mail.example", old=True)
    settled.world.put(("a", "Archive"), Copy(old))

    def states() -> set[tuple[str, str]]:
        settled.round("a", Script(outside=settled.world.outside_window("a")), 3)
        with closing(sqlite3.connect(settled.path)) as connection:
            return set(connection.execute("select state, reason from items where remote like 'a%'"))

    assert states() == {("skipped", "before_window")}
    settled.exclude("folder", "Archive")
    states()
    settled.include("folder", "Archive")
    assert states() == {("skipped", "before_window")}
