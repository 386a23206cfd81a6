"""Plays schedules: one seed, or many over all cores.

python -m tests.simulation.run --seed 7             one, with its log
python -m tests.simulation.run --schedules 100000   many, a line a minute, exit 1 when one failed
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from pathlib import Path

from tests.simulation.machine import template
from tests.simulation.schedule import Schedule

Played = tuple[Counter[str], dict[int, str]]
"""What schedules did, and what broke, by seed."""
BATCH = 200
"""Seeds that a worker plays before it reports."""


@contextmanager
def workshop() -> Iterator[tuple[Path, Path]]:
    """An empty store and a folder for its copies, in memory where the system has such a place."""
    shared = Path("/dev/shm")  # noqa: S108  a folder of our own is made in it
    with tempfile.TemporaryDirectory(prefix="repside-", dir=shared if os.access(shared, os.W_OK) else None) as name:
        folder = Path(name)
        yield template(folder / "empty.db"), folder


def play(seeds: range) -> Played:
    """Play these seeds. Returns what they did, and what broke, by seed."""
    counts = Counter[str]()
    failures: dict[int, str] = {}
    with workshop() as (empty, folder):
        for seed in seeds:
            schedule = Schedule(seed, empty, folder)
            try:
                schedule.play()
            except Exception:  # whatever it is, the seed is told
                failures[seed] = traceback.format_exc(limit=-4)
            counts += schedule.counts
            counts["schedules"] += 1
    return counts, failures


def replay(seed: int) -> tuple[str, list[str]]:
    """Play one seed. Returns the log's digest and the log."""
    with workshop() as (empty, folder):
        schedule = Schedule(seed, empty, folder)
        return schedule.play(), schedule.log


def commit() -> str:
    """The commit that is tested."""
    found = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    return found.stdout.strip() or "unknown"


def many(first: int, schedules: int, seconds: float) -> int:
    """Play many seeds over all cores, for so many seconds at most. Returns the exit code."""
    started = told = time.monotonic()
    counts, failures = Counter[str](), dict[int, str]()
    last = first + schedules
    starts = iter(range(first, last, BATCH))
    workers = os.cpu_count() or 1
    waiting: set[Future[Played]] = set()
    with ProcessPoolExecutor(workers) as pool:
        while True:
            while len(waiting) <= workers and time.monotonic() - started < seconds:
                start = next(starts, None)
                if start is None:
                    break
                waiting.add(pool.submit(play, range(start, min(start + BATCH, last))))
            if not waiting:
                return summary(counts, failures, time.monotonic() - started)
            done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
            for job in done:
                found, broken = job.result()
                counts += found
                failures |= broken
                for seed in sorted(broken):
                    say(f"seed {seed} broke a promise; the others go on")
            if time.monotonic() - told >= 60:
                told = time.monotonic()
                say(f"{counts['schedules']} schedules, {len(failures)} failed, {told - started:.0f} s")


def summary(counts: Counter[str], failures: dict[int, str], seconds: float) -> int:
    """Tell it, and return the exit code."""
    for seed, trouble in sorted(failures.items())[:10]:
        say(f"seed {seed}, commit {commit()}\n{trouble}")
    say(
        f"{counts['schedules']} schedules, {counts['steps']} steps, {counts['rounds']} rounds, {counts['kills']} kills"
        f" in {seconds:.0f} s ({counts['schedules'] / seconds:.1f} a second), commit {commit()}"
    )
    steps = {name.removeprefix("step "): times for name, times in counts.items() if name.startswith("step ")}
    say(", ".join(f"{name} {times}" for name, times in sorted(steps.items(), key=lambda step: -step[1])))
    if failures:
        say(f"{len(failures)} broke a promise; seeds:", *sorted(failures))
        return 1
    say("0 lost, 0 doubled, 0 cursor ahead of the data, 0 stuck, 0 kept that may not be kept")
    return 0


def say(*words: object) -> None:
    """A line."""
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int)
    parser.add_argument("--schedules", type=int, default=2_000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=float("inf"))
    wanted = parser.parse_args()
    if wanted.seed is None:
        return many(wanted.first, wanted.schedules, wanted.seconds)
    digest, log = replay(wanted.seed)
    say("\n".join([*log, f"seed {wanted.seed}, commit {commit()}, log {digest}"]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
