"""Backfill, quiet poll and memory: `repside sync` beside the raw limit client, on the same Dovecot, in turn."""

from __future__ import annotations

import shutil
import statistics
from pathlib import Path
from typing import NamedTuple

from mail import OWN_DOMAIN
from measure import PYTHON, REPSIDE, ROOT, Cost, Line, blocks, in_turn, run, written
from proxy import Counter

ADDRESS = f"robin.vale@{OWN_DOMAIN}"
FOLDERS = ("INBOX", "Sent")


class Bed(NamedTuple):
    """Where everything lies and listens."""

    home: Path
    """The generator's folder: truth.jsonl, contacts.csv, deals.csv."""
    port: int
    messages: int

    @property
    def log(self) -> Path:
        """Output of the last program."""
        return self.home / "last.log"


def prepare(bed: Bed, home: Path, port: int) -> None:
    """A fresh home with the account and the contacts: not timed."""
    shutil.rmtree(home, ignore_errors=True)
    for command in (
        ["init"],
        ["connect", "imap", ADDRESS, "--host", "127.0.0.1", "--port", str(port), "--security", "none", "--user", "rep",
         "--password-command", "echo secret"],
        ["import", "contacts", str(bed.home / "contacts.csv")],
        ["import", "deals", str(bed.home / "deals.csv")],
    ):  # fmt: skip
        run([REPSIDE, "--home", str(home), *command], bed.log)


def limit(bed: Bed) -> Cost:
    """The raw client into a fresh store, checked."""
    store = bed.home / "limit.db"
    for part in ("", "-wal", "-shm"):
        store.with_name(store.name + part).unlink(missing_ok=True)
    contacts = str(bed.home / "contacts.csv")
    cost = run([PYTHON, str(ROOT / "bench/limit.py"), str(bed.port), "rep", contacts, str(store), *FOLDERS], bed.log)
    _check(bed, "limit", store)
    return cost


def product(bed: Bed, home: Path) -> Cost:
    """`repside sync` into a fresh store, checked."""
    prepare(bed, home, bed.port)
    cost = run([REPSIDE, "--home", str(home), "sync"], bed.log)
    _check(bed, "product", home)
    return cost


def _check(bed: Bed, kind: str, where: Path) -> None:
    run([PYTHON, str(ROOT / "bench/truth.py"), kind, str(where), str(bed.home / "truth.jsonl")], bed.log)


def measure(bed: Bed, rounds: int) -> list[Line]:
    """All lines that need the server."""
    costs: dict[str, list[Cost]] = {"limit": [], "product": [], "quiet": [], "status": []}
    home = bed.home / "product"

    def note(name: str, cost: Cost) -> float:
        costs[name].append(cost)
        return cost.wall

    limit(bed)  # the server's own cache is warm for everybody, and Python has written its bytecode
    product(bed, home)
    walls = in_turn(
        {
            "limit": lambda _: note("limit", limit(bed)),
            "product": lambda _: note("product", product(bed, home)),
            "quiet": lambda _: note("quiet", run([REPSIDE, "--home", str(home), "sync"], bed.log)),
            "status": lambda _: note("status", run([REPSIDE, "--home", str(home), "status", "--json"], bed.log)),
        },
        rounds,
    )
    peak = statistics.median(cost.peak for cost in costs["product"])
    cpu = {name: statistics.median(cost.cpu for cost in spent) for name, spent in costs.items()}
    each = (cpu["product"] - cpu["quiet"]) / bed.messages * 1e6
    raw_each = cpu["limit"] / bed.messages * 1e6
    rate, raw = bed.messages / walls["product"], bed.messages / walls["limit"]
    above = (walls["quiet"] - walls["status"]) * 1000
    return [
        Line("backfill, whole process", f"{rate:,.0f}/s", f"raw limit client {raw:,.0f}/s", rate / raw, 0.60, True),
        Line("backfill, CPU a message", f"{each:.0f} µs", f"raw limit client {raw_each:.0f} µs", each, 250, False, " µs"),
        Line("backfill, peak memory", f"{peak:.0f} MB", "fixed", peak, 110, False, " MB"),
        Line("quiet sync above `status`", f"{walls['quiet'] * 1000:.0f} ms", f"status {walls['status'] * 1000:.0f} ms", above, 150, False, " ms"),
        *_counted(bed),
    ]  # fmt: skip


def _counted(bed: Bed) -> list[Line]:
    """Bytes on the wire and in the store: once, through a counting proxy, not timed."""
    home = bed.home / "counted"
    with Counter(bed.port) as proxy:
        prepare(bed, home, proxy.port)
        proxy.settle()
        proxy.reset()
        run([REPSIDE, "--home", str(home), "sync"], bed.log)
        proxy.settle()
        share = (proxy.sent + proxy.received) / bed.messages
        proxy.reset()
        before = blocks(home)
        run([REPSIDE, "--home", str(home), "sync"], bed.log)
        proxy.settle()
    changed = written(home, before)
    quiet = proxy.sent + proxy.received
    commands = f"{proxy.commands} commands, {proxy.connections} connections"
    return [
        Line("backfill, bytes a message on the wire", f"{share:,.0f} B", "fixed", share, 1.1 * 2_150, False, " B"),
        Line("quiet sync, bytes on the wire", f"{quiet:,} B", commands, quiet, 2_048, False, " B"),
        Line("quiet sync, bytes written to the store", f"{changed} B", "changed blocks", changed, 0, False, " B"),
    ]
