"""Notes of what is being read: which ends count against an item, and which do not. Real deaths are in tests/cli/test_quarantine.py."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from connectors.memory import Mailboxes, MemoryConnector
from store import accounts, migrate
from store.database import Database
from store.ledger import SqlLedger
from sync.engine import Engine
from sync.errors import DiskFull, Offline
from sync.model import Gone, Header, Meeting, Message, Person, Ref, Rejected, Stream
from sync.policy import Rules
from sync.ports import Attempt, Commit, Tally
from tests.conftest import FixedClock, digest

REP, ANN = "rep@us.example", "ann@acme.example"
INBOX = Stream("INBOX", "Inbox", "inbox")


class Book:
    def knows(self, address: str) -> bool:
        return address == ANN


class Broken(MemoryConnector):
    """Breaks at one item, as a parser of ours would, or with the network."""

    error: Exception = RecursionError()

    def fetch(self, stream: Stream, refs: Sequence[Ref]) -> Iterator[Message | Meeting | Gone | Rejected]:
        if any(ref.id == "2" for ref in refs):
            raise self.error
        yield from super().fetch(stream, refs)


class Refusing(SqlLedger):
    """A disk that is full at the first commit with drafts, or a daemon that is told to stop."""

    refusal: Exception | None = None

    def commit(self, stream: int, change: Commit) -> Tally:
        if change.drafts and self.refusal:
            raise self.refusal
        return super().commit(stream, change)


class Bench:
    def __init__(self, database: Database) -> None:
        self.ledger = Refusing(database, digest, FixedClock())
        self.boxes = Mailboxes(INBOX)
        for n in range(6):
            people = (Person("from", ANN), Person("to", REP))
            header = Header("message", f"{n}@x", (), people, 2, f"Subject {n}", 1_789_000_000 + n, 1_789_000_000 + n)
            self.boxes.add("INBOX", Message(str(n), header, "words"))
        self.rules = Rules(Book(), frozenset({REP}), frozenset({"us.example"}), digest)

    def cycle(self, connector: MemoryConnector | None = None) -> Tally:
        engine = Engine(self.ledger, FixedClock())
        return engine.cycle(connector or MemoryConnector(self.boxes), "a", INBOX, self.rules, "text")

    def note(self) -> Attempt | None:
        return self.ledger.attempt(1)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    database = Database.open(f"sqlite:///{tmp_path}/store.db")
    migrate.ensure(database)
    accounts.ensure(database, "a", "memory", REP)
    yield Bench(database)
    database.close()


def test_an_error_of_ours_counts_and_the_third_time_only_its_item_is_left_out(bench: Bench) -> None:
    broken = Broken(bench.boxes)
    for tries in (1, 2):
        with pytest.raises(RecursionError):
            bench.cycle(broken)
        note = bench.note()
        assert note is not None
        assert (note.tries, set(note.ids)) == (tries, set(map(str, range(6))))
    assert bench.cycle(broken) == Tally(captured=5, quarantined=1)
    assert bench.note() is None
    assert bench.ledger.known(1, ["2"])["2"][0] == "quarantined"


def test_trouble_with_the_server_is_no_items_fault(bench: Bench) -> None:
    broken = Broken(bench.boxes)
    broken.error = Offline(host="h", why="cable")
    for _ in range(5):
        with pytest.raises(Offline):
            bench.cycle(broken)
        assert bench.note() is None
    assert bench.cycle() == Tally(captured=6)


@pytest.mark.parametrize("refusal", [DiskFull(path="x"), LookupError("the worker shall stop")])
def test_what_ends_a_commit_is_no_items_fault(bench: Bench, refusal: Exception) -> None:
    bench.ledger.refusal = refusal
    for _ in range(5):
        with pytest.raises(type(refusal)):
            bench.cycle()
        assert bench.note() is None
    bench.ledger.refusal = None
    assert bench.cycle() == Tally(captured=6)


def test_a_note_goes_with_the_commit_and_a_dead_cursor(bench: Bench) -> None:
    bench.cycle()
    assert bench.note() is None
    bench.ledger.begin(1, Attempt(2, ("1", "2")))
    assert bench.note() == Attempt(2, ("1", "2"))
    bench.ledger.forget(1)
    assert bench.note() is None


def test_after_two_ends_the_suspects_are_read_alone(bench: Bench) -> None:
    bench.ledger.stream("a", INBOX)
    bench.ledger.begin(1, Attempt(2, ("1", "4")))
    connector = MemoryConnector(bench.boxes)
    assert bench.cycle(connector) == Tally(captured=6)
    read = [set(ids) for verb, _, *ids in connector.requests if verb == "fetch"]
    assert sorted(map(len, read)) == [1, 1, 4]
    assert {"1"} in read
    assert {"4"} in read
