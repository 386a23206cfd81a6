"""Run a program and say what it cost; take turns; write the table."""

from __future__ import annotations

import hashlib
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
PYTHON = str(ROOT / ".venv" / "bin" / "python")
REPSIDE = str(ROOT / ".venv" / "bin" / "repside")
BLOCK = 4_096


class Cost(NamedTuple):
    """Of one process: wall and CPU seconds, peak resident memory in MB."""

    wall: float
    cpu: float
    peak: float


class Line(NamedTuple):
    """One line of the table. `ratio` and `goal` in the same unit; `least` tells which side of the goal is good."""

    name: str
    figure: str
    yardstick: str
    ratio: float
    goal: float
    least: bool
    unit: str = ""

    @property
    def reached(self) -> bool:
        """Whether the goal is met."""
        return self.ratio >= self.goal if self.least else self.ratio <= self.goal


def run(command: Sequence[str], log: Path) -> Cost:
    """Run to the end; a failure ends the bench with the tail of the log.

    Python's variables are left out: under PYTHONDONTWRITEBYTECODE each start would compile every module anew.
    """
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("REPSIDE_", "PYTHON"))}
    with log.open("wb") as out:
        started = time.perf_counter()
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, env=environment, cwd=log.parent)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        tail = log.read_text("utf-8", "replace")[-2_000:]
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}:\n{tail}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def in_turn(variants: Mapping[str, Callable[[int], float]], rounds: int) -> dict[str, float]:
    """A B C A B C …: the median of each variant's figures."""
    figures: dict[str, list[float]] = {name: [] for name in variants}
    for number in range(rounds):
        for name, variant in variants.items():
            figures[name].append(variant(number))
            print(f"  round {number + 1} {name}: {figures[name][-1]:.4g}", file=sys.stderr, flush=True)
    return {name: statistics.median(values) for name, values in figures.items()}


def table(lines: Sequence[Line]) -> str:
    """Markdown."""
    head = ["| what | figure | beside | ratio | goal | reached |", "|---|---|---|---|---|---|"]
    rows = [
        f"| {line.name} | {line.figure} | {line.yardstick} | {line.ratio:.3g}{line.unit} "
        f"| {'≥' if line.least else '≤'} {line.goal:g}{line.unit} | {'yes' if line.reached else 'no'} |"
        for line in lines
    ]
    return "\n".join(head + rows)


def blocks(home: Path) -> dict[tuple[str, int], bytes]:
    """Digest of every 4 kB block of the store's files; the log is not the store."""
    found = {}
    for path in sorted(home.rglob("*")):
        if path.is_file() and ".log" not in path.name and "lock" not in path.name:
            data = path.read_bytes()
            for start in range(0, len(data), BLOCK):
                block = hashlib.blake2b(data[start : start + BLOCK], digest_size=16).digest()
                found[str(path), start] = block
    return found


def written(home: Path, before: Mapping[tuple[str, int], bytes]) -> int:
    """Bytes of the blocks that differ from those of before."""
    return BLOCK * sum(before.get(place) != block for place, block in blocks(home).items())
