"""A home with a folder of mail, the failing disk under it, and what a store ought to hold in the end."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from config.paths import write_private
from tests.cli.program import REP, Repside, environment, mail, maildir

CONTACTS = "id,name,email,company\nC-1,Dana Cole,dana@acme.example,Acme\n"
DEALS = "id,name,company,stage,status,contacts\nD-1,Acme pilot,Acme,Proposal,open,C-1:champion\n"
End = dict[str, list[tuple[object, ...]]]


class Ended(NamedTuple):
    """How a run ended, and how many operations of the disk it took."""

    code: int
    """Negative: the signal."""
    operations: int


class Disk:
    """Runs commands on homes below the shim."""

    def __init__(self, folder: Path) -> None:
        shim = folder / "shim.so"
        source = Path(__file__).with_name("shim.c")
        subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-w", "-o", str(shim), str(source), "-ldl"], check=True)
        root = str(Path(__file__).parents[2])
        self.env = environment(
            LD_PRELOAD=str(shim), PYTHONPATH=os.pathsep.join([root, os.environ.get("PYTHONPATH", "")])
        )
        words = [sys.executable, str(Path(__file__).with_name("worker.py"))]
        self._worker = subprocess.Popen(
            words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=self.env, cwd=folder
        )

    def run(
        self, home: Path, *arguments: str, nth: int = 0, error: int = 0, torn: bool = False, lasting: bool = False,
        log: Path | None = None,
    ) -> Ended:  # fmt: skip
        """`repside sync` or the like; operation `nth` of its data folder fails."""
        order = {
            "arguments": ["--home", str(home), *arguments],
            "folder": str(home / "data"),
            "log": str(log or ""),
            "nth": nth,
            "error": error,
            "torn": torn,
            "lasting": lasting,
        }
        assert self._worker.stdin is not None
        assert self._worker.stdout is not None
        self._worker.stdin.write(json.dumps(order) + "\n")
        self._worker.stdin.flush()
        return Ended(*json.loads(self._worker.stdout.readline()))

    def close(self) -> None:
        with self._worker:
            assert self._worker.stdin is not None
            self._worker.stdin.close()


@contextmanager
def disk(folder: Path) -> Iterator[Disk]:
    made = Disk(folder)
    try:
        yield made
    finally:
        made.close()


def prepare(root: Path) -> Path:
    """A home of two folder accounts that has been read once; since then mail came, moved and went. Returns the home."""
    repside = Repside(root / "home")
    kept = maildir(root / "mail", [mail(n) for n in range(20)])
    maildir(kept / ".Archive", [mail(n) for n in range(100, 110)])
    repside.ok("connect", "folder", str(kept), "--address", REP)
    (root / "contacts.csv").write_text(CONTACTS, encoding="utf-8")
    (root / "deals.csv").write_text(DEALS, encoding="utf-8")
    repside.ok("import", "contacts", str(root / "contacts.csv"))
    repside.ok("import", "deals", str(root / "deals.csv"))
    repside.ok("sync")
    files = sorted((kept / "cur").iterdir())
    files[0].unlink()
    files[1].rename(kept / ".Archive" / "cur" / files[1].name)
    for number in range(30, 42):
        sender = "stranger@other.example" if number % 3 == 0 else "dana@acme.example"
        path = kept / "cur" / f"{1_793_700_000 + number}.{number}.host"
        path.write_text(mail(number, sender=sender), encoding="utf-8")
    return repside.home


def copy(home: Path, to: Path) -> Path:
    """The same home elsewhere; the mail stays where it lies."""
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(home, to)
    config = to / "config.toml"
    write_private(config, config.read_text(encoding="utf-8").replace(str(home), str(to)).encode())
    return to


def whole(home: Path) -> None:
    """The file is sound, and nothing in it contradicts itself; SQLite has rolled back what was half done."""
    with closing(sqlite3.connect(home / "data" / "repside.sqlite", timeout=30)) as connection:
        assert connection.execute("pragma integrity_check").fetchall() == [("ok",)]
        assert connection.execute("pragma foreign_key_check").fetchall() == []
        bare = """select remote from items where state = 'captured' and not exists (
            select 1 from locators where locators.stream_id = items.stream_id and locators.remote = items.remote)"""
        assert connection.execute(bare).fetchall() == []
        doubled = "select message_id from activities group by message_id having count(*) > 1"
        assert connection.execute(doubled).fetchall() == []


def end(home: Path) -> End:
    """What a store holds, without times and numbers of rows."""
    queries = {
        "items": "select streams.remote, items.remote, state, reason from items join streams on streams.id = stream_id order by 1, 2",
        "activities": """select message_id, subject, text, orphaned_at is null, unmatched, (select count(*) from links
                         where activity_id = activities.id) from activities order by 1""",
        "cursors": "select remote, cursor is not null, complete_at is not null from streams order by 1",
        "held": "select items.remote, count(*) from held_keys join items using (stream_id, remote) group by 1 order by 1",
    }
    with closing(sqlite3.connect(home / "data" / "repside.sqlite", timeout=30)) as connection:
        return {name: connection.execute(query).fetchall() for name, query in queries.items()}
