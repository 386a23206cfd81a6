"""Repside in the simulated world: the real store, ledger, engine and linker, on a machine that can stop at any I/O and be started again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from sqlalchemy import Connection

from connectors.memory import MemoryConnector, Script
from connectors.wire.tables import ContactRow, DealRow
from matchers.address import fold
from store import accounts, exclusions, migrate
from store.database import Database
from store.ledger import SqlLedger
from store.linking import Linker
from store.people import import_contacts, import_deals, load_book
from sync.engine import Engine
from sync.errors import Bug, DiskFull, RepsideError, StartOver
from sync.policy import Rules
from tests.conftest import FixedClock, digest
from tests.simulation.people import REP, START, Entry
from tests.simulation.world import SINCE, START_TIME, World

INTERNAL = frozenset({"us.example"})


class Killed(BaseException):
    """The process ends here."""


class Pulse:
    """Counts the machine's I/O: `request` before each request, `before` and `after` each commit. At the n-th something goes wrong.

    A machine that was killed does nothing more, whatever its clean-up would like to do.
    """

    def __init__(self) -> None:
        self.count = 0
        self.left: int | None = None
        self.points: Collection[str] = ()
        self.trouble: Callable[[], BaseException] = Killed
        self.dead = False

    def arm(self, left: int, points: Collection[str], trouble: Callable[[], BaseException]) -> None:
        """At the point number `left` of these kinds, counted from 0, the trouble comes, once."""
        self.left, self.points, self.trouble = left, points, trouble

    def calm(self) -> None:
        """Nothing goes wrong from here on."""
        self.left, self.dead = None, False

    def beat(self, point: str) -> None:
        """One point of I/O."""
        if self.dead:
            raise Killed
        self.count += 1
        if self.left is None or point not in self.points:
            return
        self.left -= 1
        if self.left < 0:
            self.left = None
            trouble = self.trouble()
            self.dead = isinstance(trouble, Killed)
            raise trouble


class MortalDatabase(Database):
    """The store on a disk that may be full, in a process that may be killed."""

    pulse = Pulse()

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction; the pulse beats before and after its commit."""
        with super().write() as connection:
            yield connection
            self.pulse.beat("before")
        self.pulse.beat("after")


@cache
def _opened(path: Path) -> MortalDatabase:
    """Closed and used again it makes new connections, and need not compile its statements anew: a third of a schedule's time."""
    database = MortalDatabase.open(f"sqlite:///{path}")
    assert isinstance(database, MortalDatabase)
    return database


class Beats(Iterator[Exception | None]):
    """What a connector asks before each request."""

    def __init__(self, pulse: Pulse) -> None:
        self._pulse = pulse

    def __next__(self) -> Exception | None:
        self._pulse.beat("request")
        return None


class Machine:
    """Repside, and the commands that the rep gives."""

    def __init__(self, path: Path, world: World) -> None:
        self.path = path
        self.world = world
        self.pulse = Pulse()
        self.clock = FixedClock(START_TIME)
        self.kills = 0
        self.start()

    def start(self) -> None:
        """The process starts."""
        self.database = _opened(self.path)
        self.database.pulse = self.pulse
        self.engine = Engine(SqlLedger(self.database, digest, self.clock), self.clock)

    def restart(self) -> None:
        """The process was killed, and starts again."""
        self.kills += 1
        self.database.close()
        self.pulse.calm()
        self.start()

    def surely(self, command: Callable[[], object]) -> None:
        """The rep gives a command, and gives it again when the machine went down meanwhile."""
        while True:
            try:
                command()
            except Killed:
                self.restart()
            except DiskFull:
                self.pulse.calm()
            else:
                return

    def round(self, account: str, script: Script, page: int, requests: list[tuple[str, ...]] | None = None) -> str:
        """One round of one account, then the links, as the command `sync` does it. Returns what came of it."""
        script.errors = Beats(self.pulse)
        connector = MemoryConnector(self.world.boxes[account], page=page, script=script)
        try:
            return self._round(connector, account)
        except Killed:
            self.restart()
            return "killed"
        except RepsideError as error:
            return type(error).__name__
        finally:
            if requests is not None:
                requests += connector.requests

    def _round(self, connector: MemoryConnector, account: str) -> str:
        with self.database.read() as connection:
            book = load_book(connection, {REP}, INTERNAL)
            excluded = exclusions.load(connection)
        rules = Rules(book, frozenset({REP}), INTERNAL, digest, excluded, fold, SINCE)
        outcome = []
        for stream in self.engine.streams(connector, account):
            try:
                tally = self.engine.cycle(connector, account, stream, rules, "preview")
                outcome.append(",".join(map(str, tally)))
            except (StartOver, Bug) as error:  # the next stream is none the worse
                outcome.append(type(error).__name__)
        Linker(self.database, book).link_pending()
        return " ".join(outcome)

    def learn(self, entry: Entry) -> None:
        """The rep imports a contact."""
        row = ContactRow(1, entry.id, f"Contact {entry.id}", entry.address, company=entry.company)
        self.surely(lambda: import_contacts(self.database, [row], digest, INTERNAL))
        self.world.known.learn(entry)

    def deal(self, row: DealRow) -> None:
        """The rep imports a deal."""
        self.surely(lambda: import_deals(self.database, [row]))

    def exclude(self, kind: str, value: str) -> None:
        """The rep keeps something out."""
        self.surely(lambda: exclusions.add(self.database, digest, self.clock, kind, value))
        self.world.known.excluded.add((kind, value))
        if kind == "folder":
            self.world.shut(value)

    def include(self, kind: str, value: str) -> None:
        """The rep takes an exclusion back."""
        self.surely(lambda: exclusions.remove(self.database, digest, kind, value))
        self.world.known.excluded.discard((kind, value))
        self.world.open_again()

    def close(self) -> None:
        """Let go of the store."""
        self.database.close()


def template(path: Path) -> Path:
    """A store with accounts and the first contact, made once and copied for each schedule."""
    database = Database.open(f"sqlite:///{path}")
    fill(database)
    database.close()
    return path


def fill(database: Database) -> None:
    """The accounts and the first contact."""
    migrate.ensure(database)
    for name in ("a", "b", "c"):
        accounts.ensure(database, name, "memory", REP)
    rows = [ContactRow(1, entry.id, f"Contact {entry.id}", entry.address, company=entry.company) for entry in START]
    import_contacts(database, rows, digest, INTERNAL)
