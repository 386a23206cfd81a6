"""A small disk, few file handles, little memory: one sentence, nothing lost, and all is well once there is more."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.program import Repside, environment
from tests.cli.test_daemon import daemon, until
from tests.disk.bench import End, copy, end, prepare, whole

MEGABYTE = 1_000_000


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return prepare(tmp_path_factory.mktemp("limits"))


@pytest.fixture(scope="module")
def expected(prepared: Path) -> End:
    home = copy(prepared, prepared.parent / "undisturbed")
    Repside(home).ok("sync")
    return end(home)


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A disk of three megabytes."""
    point = tmp_path / "small"
    point.mkdir()
    mount = shutil.which("mount")
    words = [mount or "", "-t", "tmpfs", "-o", "size=3m,mode=700", "none", str(point)]
    if mount is None or os.getuid() != 0 or subprocess.run(words, check=False, capture_output=True).returncode:
        pytest.skip("a small disk needs root and a kernel that lets it mount one")
    yield point
    subprocess.run(["umount", str(point)], check=True)


def fill(point: Path, leave: int) -> Path:
    """Fill the disk but for so many bytes. Returns the file that does it."""
    filler = point / "filler"
    filler.write_bytes(b"x" * (shutil.disk_usage(point).free - leave))
    return filler


def test_F06_on_a_full_disk_it_is_told_reading_works_and_space_mends_it(
    small: Path, prepared: Path, expected: End
) -> None:
    repside = Repside(copy(prepared, small / "home"))
    before = repside.ok("history", "--json").rows
    filler = fill(small, 8_192)
    done = repside("sync")
    assert done.code == 1
    assert "is full" in done.err
    assert "Free some space" in done.err
    assert repside.ok("history", "--json").rows == before
    assert {row["state"] for row in repside.ok("status", "--json").rows} == {"DISK_FULL"}
    filler.unlink()
    repside.ok("sync")
    assert end(repside.home) == expected


def test_F06_the_daemon_lives_through_a_full_disk(small: Path, prepared: Path) -> None:
    repside = Repside(copy(prepared, small / "home"))
    filler = fill(small, 8_192)
    with daemon(repside) as running:
        until(lambda: "DISK_FULL" in repside("status", "--json").out, "the full disk is told")
        filler.unlink()
        assert running.ends() == 0
    whole(repside.home)
    repside.ok("sync")


@pytest.mark.parametrize("handles", [5, 9, 14, 20])
def test_F76_with_few_file_handles_it_stops_cleanly(
    prepared: Path, expected: End, tmp_path: Path, handles: int
) -> None:
    home = copy(prepared, tmp_path / "home")
    limited(home, resource.RLIMIT_NOFILE, handles)
    whole(home)
    Repside(home).ok("sync")
    assert end(home) == expected


@pytest.mark.parametrize("megabytes", [60, 75, 110, 132, 140, 150, 160])
def test_F76_with_little_memory_it_stops_cleanly(prepared: Path, expected: End, tmp_path: Path, megabytes: int) -> None:
    home = copy(prepared, tmp_path / "home")
    limited(home, resource.RLIMIT_AS, megabytes * MEGABYTE)
    whole(home)
    Repside(home).ok("sync")
    assert end(home) == expected


def limited(home: Path, what: int, most: int) -> None:
    """`repside sync` under a limit: it works, or it ends with a sentence."""

    def limit() -> None:
        resource.setrlimit(what, (most, most))

    done = subprocess.run(
        Repside(home).words(["sync"]),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        env=environment(PYTHONPATH=""),
        check=False,
        preexec_fn=limit,
    )
    assert done.returncode >= 0, f"killed by {-done.returncode}: {done.stderr}"
    assert "Traceback" not in done.stderr, done.stderr
    assert done.returncode == 0 or done.stderr.strip(), done
