"""A process that dies in the midst of a migration: for each point a child that ends itself there, by SIGKILL.

python -m tests.store.dying SCRIPTS KNOWN FOLDER    for each FOLDER/N.db: dies before the statement N of its upgrade

Children are forked from one warm process: to start Python anew for each statement would cost minutes.
"""

from __future__ import annotations

import os
import signal
import sqlite3
import sys
from pathlib import Path

from sqlalchemy import event

from store import migrate
from store.database import Database


def die() -> None:
    """As kill -9 does it: no clean-up of any kind."""
    os.kill(os.getpid(), signal.SIGKILL)


def die_at(point: int, url: str, scripts: Path, known: list[str]) -> None:
    """Upgrade, and die before the statement number `point`, counted from 0; COMMIT counts."""
    database = Database.open(url)
    left = point

    def traced(_: str) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            die()

    @event.listens_for(database.engine, "connect")
    def connected(connection: sqlite3.Connection, _: object) -> None:
        connection.execute("pragma cache_size=1")  # so that pages reach the file before the commit
        connection.set_trace_callback(traced)

    migrate.ensure(database, scripts, known)


def main() -> None:
    """One child a point, until one has come to the end."""
    scripts, known, folder = Path(sys.argv[1]), sys.argv[2].split(","), Path(sys.argv[3])
    migrate.ensure(Database.open(f"sqlite:///{folder}/warm.sqlite"))  # loads Alembic
    for path in sorted(folder.glob("*.db"), key=lambda path: int(path.stem)):
        child = os.fork()
        if not child:
            try:
                die_at(int(path.stem), f"sqlite:///{path}", scripts, known)
                os._exit(0)
            finally:
                os._exit(1)
        _, status = os.waitpid(child, 0)
        if status == 0:
            sys.stdout.write(path.stem)
            return
        if not os.WIFSIGNALED(status) or os.WTERMSIG(status) != signal.SIGKILL:
            sys.exit(f"{path.name} ended otherwise: {status}")
    sys.exit("more statements than points")


if __name__ == "__main__":
    main()
