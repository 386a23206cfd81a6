"""Random histories of an account at a provider's fake: its owner's acts, its bad days, kills at any request and commit; then peace.

The engine, the store and the connector are the real ones. What the history ought to hold is told by `account.py`, which knows no provider.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from typing import Any

from connectors.wire.tables import ContactRow
from matchers.address import fold
from store import accounts, exclusions, migrate
from store.database import Database
from store.ledger import SqlLedger
from store.linking import Linker
from store.people import import_contacts, load_book
from sync.engine import Engine
from sync.errors import Bug, DiskFull, FolderClosed, Offline, RepsideError, StartOver
from sync.policy import Rules
from tests.conftest import FixedClock, digest
from tests.simulation.account import CUSTOMERS, REP, START, Captured, Owner, Side
from tests.simulation.machine import Killed, MortalDatabase, Pulse

INTERNAL = frozenset({"seller.example"})
ROUNDS = 2
"""After the last fault."""


def template(path: Path) -> Path:
    """A store in which the customers are contacts."""
    database = Database.open(f"sqlite:///{path}")
    migrate.ensure(database)
    rows = [ContactRow(1, f"c{n}", f"Contact {n}", address) for n, address in enumerate(CUSTOMERS)]
    import_contacts(database, rows, digest, INTERNAL)
    database.close()
    return path


class Reader:
    """Repside with one account, on a machine that may be killed."""

    def __init__(self, path: Path, side: Side) -> None:
        self.path, self.side = path, side
        self.pulse = Pulse()
        self.clock = FixedClock(START)
        self.kills = 0
        self._open()
        accounts.ensure(self.database, "it", side.provider, REP)

    def _open(self) -> None:
        database = MortalDatabase.open(f"sqlite:///{self.path}")
        assert isinstance(database, MortalDatabase)
        self.database = database
        database.pulse = self.pulse

    def round(self) -> str:
        """One round, and what came of it."""
        connector = self.side.connector(lambda: self.pulse.beat("request"))
        try:
            return self._round(connector)
        except Killed:
            self.kills += 1
            self.database.close()
            self.pulse.calm()
            self._open()
            return "killed"
        except RepsideError as error:
            return type(error).__name__
        finally:
            connector.close()

    def _round(self, connector: object) -> str:
        engine = Engine(SqlLedger(self.database, digest, self.clock), self.clock)
        with self.database.read() as connection:
            book = load_book(connection, {REP}, INTERNAL)
            excluded = exclusions.load(connection)
        rules = Rules(book, frozenset({REP}), INTERNAL, digest, excluded, fold, 0)
        outcome = []
        for stream in engine.streams(connector, "it"):  # type: ignore[arg-type]  # any connector
            try:
                tally = engine.cycle(connector, "it", stream, rules, "preview")  # type: ignore[arg-type]
                outcome.append(",".join(map(str, tally)))
            except (StartOver, Bug, FolderClosed) as error:  # the next stream is none the worse
                outcome.append(type(error).__name__)
        Linker(self.database, book).link_pending()
        return " ".join(outcome)

    def held(self) -> Captured:
        """What the history holds."""
        mails = [str(subject).removeprefix("Offer ") for (subject,) in self.ask(_MAILS)]
        times = [(str(uid), int(at)) for uid, at in self.ask(_TIMES)]
        doubled = [what for what, count in Counter([*mails, *times]).items() if count > 1]
        assert not doubled, f"doubled: {doubled}"
        return Captured(frozenset(mails), frozenset(times))

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        """Rows, by plain SQL."""
        connection = sqlite3.connect(self.path)
        try:
            return connection.execute(query).fetchall()
        finally:
            connection.close()

    def bytes(self) -> bytes:
        """Every value of every table."""
        tables = [str(name) for (name,) in self.ask("select name from sqlite_master where type = 'table'")]
        values = (
            v for name in tables if name != "activity_search" for row in self.ask(f"select * from {name}") for v in row
        )
        return b"\n".join(value if isinstance(value, bytes) else str(value).encode() for value in values)

    def close(self) -> None:
        """Let go of the store."""
        self.database.close()


class History:
    """One seed's history on one side, or on several at once, which then must all hold the same."""

    def __init__(self, seed: int, sides: Sequence[Side], empty: Path, folder: Path) -> None:
        self.random = Random(seed)
        self.owner = Owner(self.random, sides)
        self.readers = [Reader(Path(shutil.copy(empty, folder / f"side{n}.db")), side) for n, side in enumerate(sides)]
        self.log: list[str] = []

    def play(self) -> None:
        """The whole history. Raises AssertionError, with the log, where a promise is broken."""
        try:
            for _ in range(self.random.randint(12, 24)):
                self.log.append(self._step())
                self._never()
            self._peace()
        except AssertionError as error:
            error.add_note("\n".join(self.log))
            raise
        finally:
            for reader in self.readers:
                reader.close()

    def _step(self) -> str:
        draw = self.random.random()
        if draw < 0.55:
            return self.owner.act()
        if draw < 0.6:
            self.owner.forget()
            return "forget"
        reader = self.random.choice(self.readers)
        bad = reader.side.trouble(self.random) if self.random.random() < 0.4 else ""
        self._arm(reader)
        outcome = reader.round()
        reader.pulse.calm()
        reader.side.calm()
        return f"round {bad} {outcome}"

    def _arm(self, reader: Reader) -> None:
        draw = self.random.random()
        troubles: tuple[Callable[[], BaseException], ...] = (Killed, lambda: Offline(host="it", why="it was cut off"))
        if draw < 0.3:
            reader.pulse.arm(self.random.randint(0, 20), ("request", "before", "after"), Killed)
        elif draw < 0.45:
            reader.pulse.arm(self.random.randint(0, 12), ("request",), self.random.choice(troubles))
        elif draw < 0.5:
            reader.pulse.arm(self.random.randint(0, 6), ("before",), lambda: DiskFull(path="the store"))

    def _never(self) -> None:
        """What may not be at any time."""
        for reader in self.readers:
            reader.held()
            never = [event.token for event in self.owner.events if not event.ever]
            never += [mail.token for mail in self.owner.mails if not mail.ever]
            blob = reader.bytes()
            told = [token for token in never if token[6:].encode() in blob]
            assert not told, f"kept of what may not be: {told}"

    def _peace(self) -> None:
        wanted = self.owner.truth()
        for reader in self.readers:
            for _ in range(ROUNDS):
                self.log.append(f"calm {reader.round()}")
            if reader.ask(
                "select 1 from items where state = 'quarantined'"
            ):  # a bad day set it aside; the rep asks for it
                with reader.database.write() as connection:
                    connection.exec_driver_sql("update items set recheck = true where state = 'quarantined'")
                self.log.append(f"calm {reader.round()}")
            self._agree(reader, wanted)
            blob = reader.bytes()
            told = [token for token in self.owner.secrets() if token[6:].encode() in blob]
            assert not told, f"kept of what may not be: {told}"
            version = reader.bytes()
            self.log.append(f"quiet {reader.round()}")
            assert reader.bytes() == version, "a quiet round writes nothing"

    def _agree(self, reader: Reader, wanted: Captured) -> None:
        held = reader.held()
        assert held.mails == wanted.mails, f"lost {wanted.mails - held.mails}, too many {held.mails - wanted.mails}"
        assert held.times == wanted.times, f"lost {wanted.times - held.times}, too many {held.times - wanted.times}"
        self._counted(reader)

    def _counted(self, reader: Reader) -> None:
        """The provider's own count names what the ledger names."""
        rows = {(stream, item) for stream, item in reader.ask(_ITEMS)}
        connector = reader.side.connector(lambda: None)
        there = {
            (stream.id, name) for stream in connector.streams() for part in connector.census(stream) for name in part
        }
        connector.close()
        assert rows == there, f"without a row: {there - rows}; not there: {rows - there}"


_MAILS = "select subject from activities where kind = 'message' and orphaned_at is null"
_TIMES = """select ical_uid, occurred_at from activities
  where kind = 'meeting' and orphaned_at is null and status <> 'cancelled'"""
_ITEMS = "select streams.remote, items.remote from items join streams on streams.id = stream_id"
