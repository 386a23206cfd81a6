"""The disk fails under the real program: full, broken, torn in the middle of a write, and without power.

Scene: two folders that were read once and have changed since. `repside sync` takes some hundred operations of the disk; each of them
fails once, and what is left must be sound, and the next sync must end as if nothing had been.
"""

from __future__ import annotations

import errno
import os
import random
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.disk.bench import Disk, End, copy, disk, end, prepare, whole
from tests.disk.power import cut, read

SEED = int(os.environ.get("SEED", "0")) or random.SystemRandom().randrange(1, 10**6)
EVERY = bool(os.environ.get("EVERY"))
"""Play every single moment, not a sample."""

pytestmark = [
    pytest.mark.skipif(os.name == "nt" or shutil.which("cc") is None, reason="the failing disk needs a C compiler"),
    pytest.mark.timeout(900),
]


class Scene:
    """The home before the sync, and what it holds after one that nothing disturbed."""

    def __init__(self, root: Path, made: Disk) -> None:
        self.root, self.disk = root, made
        self.home = prepare(root)
        undisturbed = copy(self.home, root / "undisturbed")
        done = made.run(undisturbed, "sync")
        assert done.code == 0
        self.operations = done.operations
        self.expected: End = end(undisturbed)

    def fresh(self) -> Path:
        return copy(self.home, self.root / "home-of-this-time")

    def ends_well(self, home: Path) -> None:
        """Sound as it is; and one more sync brings what an undisturbed one brings."""
        whole(home)
        assert self.disk.run(home, "sync").code == 0
        assert end(home) == self.expected
        whole(home)

    def moments(self, chance: random.Random, many: int) -> list[int]:
        every = range(1, self.operations + 1)
        return list(every) if EVERY or many >= len(every) else sorted(chance.sample(every, many))


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    root = tmp_path_factory.mktemp("disk")
    with disk(root) as made:
        yield Scene(root, made)


def test_the_scene_is_worth_it(scene: Scene) -> None:
    assert scene.operations > 100
    assert len(scene.expected["activities"]) > 30
    assert scene.expected["held"]


@pytest.mark.parametrize("lasting", [False, True])
def test_F06_full_at_any_write(scene: Scene, lasting: bool) -> None:
    chance = random.Random(SEED)
    for nth in scene.moments(chance, 36):
        home = scene.fresh()
        done = scene.disk.run(home, "sync", nth=nth, error=errno.ENOSPC, lasting=lasting)
        assert done.code in {0, 1}, f"SEED={SEED} operation {nth} ended with {done.code}"
        scene.ends_well(home)


def test_F05_an_error_of_the_disk_at_any_write_or_flush(scene: Scene) -> None:
    chance = random.Random(SEED + 1)
    for nth in scene.moments(chance, 36):
        home = scene.fresh()
        done = scene.disk.run(home, "sync", nth=nth, error=errno.EIO, lasting=bool(nth % 2))
        assert done.code in {0, 1}, f"SEED={SEED} operation {nth} ended with {done.code}"
        scene.ends_well(home)


def test_F04_a_write_that_is_torn_by_a_kill(scene: Scene) -> None:
    chance = random.Random(SEED + 2)
    for nth in scene.moments(chance, 36):
        home = scene.fresh()
        assert scene.disk.run(home, "sync", nth=nth, torn=True).code == -signal.SIGKILL, f"SEED={SEED} operation {nth}"
        scene.ends_well(home)


def test_F04_a_power_cut_leaves_the_cursor_behind_the_data(scene: Scene, tmp_path: Path) -> None:
    home, log = scene.fresh(), tmp_path / "log"
    assert scene.disk.run(home, "sync", log=log).code == 0
    done = read(log)
    assert len(done) >= scene.operations
    chance = random.Random(SEED + 3)
    for moment in sorted(chance.sample(range(1, len(done) + 1), min(len(done), 10_000 if EVERY else 60))):
        again = scene.fresh()
        cut(done[:moment], scene.home / "data", again / "data", random.Random(f"{SEED} {moment}"))
        try:
            scene.ends_well(again)
        except AssertionError as error:
            raise AssertionError(f"SEED={SEED}, power cut after operation {moment} of {len(done)}") from error
