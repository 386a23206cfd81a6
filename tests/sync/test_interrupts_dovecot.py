"""Two histories on a real Dovecot, stopped at drawn points (EVERY=1: at all): before requests, before and after commits."""

from __future__ import annotations

import os
import random
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from connectors.imap.connector import ImapConnector
from sync.ports import Connector
from tests.connectors.dovecot import Dovecot, missing
from tests.connectors.imap.world import ImapWorld, imap_world
from tests.connectors.world import NOON
from tests.simulation.machine import Killed, Machine, Pulse
from tests.simulation.people import ANN, CID, REP
from tests.simulation.run import workshop
from tests.simulation.world import World
from tests.sync.test_interrupts import POINTS, dump

pytestmark = pytest.mark.dovecot
EVERY = os.environ.get("EVERY", "") == "1"
SEED = int(os.environ.get("SEED", "3"))
SAMPLE = 12
_OTHER = re.compile(r'"(v|m)":\d+')
"""UIDVALIDITY and MODSEQ are the server's own."""


class Beating:
    """The connector, with a beat of the pulse before each call and each thing that it brings."""

    def __init__(self, connector: ImapConnector, pulse: Pulse) -> None:
        self._connector, self._pulse = connector, pulse

    def __getattr__(self, name: str) -> Callable[..., object]:
        def call(*arguments: object) -> object:
            self._pulse.beat("request")
            found = getattr(self._connector, name)(*arguments)
            return self._each(found) if isinstance(found, Iterator) else found

        return call

    def _each(self, found: Iterator[object]) -> Iterator[object]:
        for one in found:
            yield one
            self._pulse.beat("request")


class Real(Machine):
    """The machine, with a mailbox on Dovecot."""

    def settle(self, world: ImapWorld) -> None:
        """Rounds until two went to their end."""
        quiet = 0
        while quiet < 2:
            with closing(ImapConnector(world.options(page=3))) as connector:
                beating: Connector = Beating(connector, self.pulse)  # type: ignore[assignment]  # by `__getattr__`
                try:
                    self._round(beating, "a")  # type: ignore[arg-type]
                    quiet += 1
                except Killed:
                    self.restart()


def letter(number: int, sender: str) -> bytes:
    head = f"From: <{sender}>\r\nTo: <{REP}>\r\nSubject: letter {number}\r\nMessage-ID: <{number}@x.example>\r\n"
    return f"{head}Date: Mon, 21 Sep 2026 10:00:00 +0000\r\n\r\nWords {number}.\r\n".encode()


def backfill(machine: Real, world: ImapWorld, ready: Callable[[], None]) -> None:
    for number in range(8):
        world.add(letter(number, CID if number % 4 == 3 else ANN), NOON)
    ready()
    machine.settle(world)


def news_and_removals(machine: Real, world: ImapWorld, ready: Callable[[], None]) -> None:
    uids = [world.add(letter(number, ANN), NOON) for number in range(5)]
    machine.settle(world)
    ready()
    world.remove(uids[1])
    world.remove(uids[4])
    for number in range(5, 10):
        world.add(letter(number, CID if number == 6 else ANN), NOON)
    machine.settle(world)


def play(
    scene: Callable[..., None], server: Dovecot, shop: tuple[Path, Path], at: int | None
) -> tuple[list[str], int, int]:
    """The end state, the number of points, and how often the machine stopped."""
    empty, folder = shop
    path = folder / "dovecot.db"
    shutil.copy(empty, path)
    machine = Real(path, World(random.Random(1)))

    def ready() -> None:
        machine.pulse.count = 0
        if at is not None:
            machine.pulse.arm(at, POINTS, Killed)

    try:
        with imap_world(server) as world:
            _ = world.control
            scene(machine, world, ready)
        return [_OTHER.sub("", line) for line in dump(path)], machine.pulse.count, machine.kills
    finally:
        machine.close()
        path.unlink()


@pytest.fixture(scope="module")
def server() -> Iterator[Dovecot]:
    if why := missing():
        pytest.skip(why)
    with Dovecot("full") as server:
        yield server


@pytest.mark.parametrize("scene", [backfill, news_and_removals], ids=lambda scene: scene.__name__)
def test_F01_F02_F03_stopped_at_a_point_of_a_real_mailbox_the_end_is_the_same(
    scene: Callable[..., None], server: Dovecot
) -> None:
    with workshop() as shop:
        wanted, points, _ = play(scene, server, shop, None)
        assert any("captured" in line for line in wanted), "there is something to lose"
        drawn = range(points) if EVERY else sorted(random.Random(SEED).sample(range(points), min(points, SAMPLE)))
        for at in drawn:
            found, _, kills = play(scene, server, shop, at)
            assert kills == 1, f"it was stopped at point {at}"
            assert found == wanted, f"SEED={SEED}, stopped at point {at}: {set(found) ^ set(wanted)}"
