"""`make bench`: measure beside the raw limits in one run, print one table. docs/bench.md says what each line means.

MESSAGES (5000) mails in the mailbox, ROUNDS (3) rounds in turn, PARTS (backfill,start,ingestion,matching,providers,views) what to measure,
BENCH_HOME a folder to keep (default: a temporary one, removed at the end).
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from dovecot import Dovecot, program
from measure import PYTHON, ROOT, Line, table

PARTS = ("backfill", "start", "ingestion", "matching", "providers", "views")


def main() -> None:
    messages, rounds = int(os.environ.get("MESSAGES", "5000")), max(3, int(os.environ.get("ROUNDS", "3")))
    parts = os.environ.get("PARTS", ",".join(PARTS)).split(",")
    keep = os.environ.get("BENCH_HOME")
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="repside-bench-") as temporary:
        home = Path(keep or temporary).resolve()
        home.mkdir(parents=True, exist_ok=True)
        lines = [line for part in PARTS if part in parts for line in _part(part, home, messages, rounds)]
    print(
        f"{datetime.now(UTC):%Y-%m-%d}, {_machine()}, {messages:,} messages, medians of {rounds} rounds in turn, load before {load:.1f}\n"
    )
    print(table(lines))


def _part(part: str, home: Path, messages: int, rounds: int) -> list[Line]:
    print(f"{part} …", file=sys.stderr, flush=True)
    if part == "ingestion":
        import ingest

        return ingest.measure(home, messages, rounds)
    if part == "matching":
        return _matching()
    if part == "views":
        import views

        return views.measure(home)
    if part == "providers":
        import outlook
        import providers

        return [*providers.measure(home, messages), *outlook.measure(home, messages)]
    return _served(part, home, messages, rounds)


def _served(part: str, home: Path, messages: int, rounds: int) -> list[Line]:
    import backfill
    import start

    if program() is None:
        print("Dovecot is not here: apt-get install dovecot-imapd. Left out: " + part, file=sys.stderr)
        return []
    mark = home / "truth.jsonl"
    if not mark.exists() or sum(1 for _ in mark.open()) != messages:
        subprocess.run([PYTHON, str(ROOT / "bench/mail.py"), str(home), str(messages)], check=True)
    if part == "start" and (home / "product").exists():
        return start.measure(home / "product", home / "last.log")
    with Dovecot(home) as server:
        bed = backfill.Bed(home, server.port, messages)
        if part == "backfill":
            return backfill.measure(bed, rounds)
        backfill.product(bed, home / "product")
        return start.measure(home / "product", home / "last.log")


def _matching() -> list[Line]:
    """Each size in a process of its own: a million contacts are half a gigabyte of Python objects."""
    small, large = (
        float(subprocess.run([PYTHON, str(ROOT / "bench/matching.py"), size], capture_output=True, check=True).stdout)
        for size in ("10000", "1000000")
    )
    return [
        Line("links of a message, 1,000,000 contacts", f"{large:.1f} µs", "fixed", large, 20, False, " µs"),
        Line("the same against 10,000 contacts", f"{large:.1f} µs", f"{small:.1f} µs", large / small, 2.5, False),
    ]


def _machine() -> str:
    model = platform.processor() or platform.machine()
    try:
        rows = Path("/proc/cpuinfo").read_text().splitlines()
        model = next((row.partition(":")[2].strip() for row in rows if row.startswith("model name")), model)
    except OSError:
        pass
    return f"{os.cpu_count()} × {model}, Python {platform.python_version()}"


if __name__ == "__main__":
    main()
