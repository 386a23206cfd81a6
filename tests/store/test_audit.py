"""The audit over the memory connector and a real store: every planted gap is found, told and closed."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import text

from connectors.memory import Mailboxes, MemoryConnector, Script
from store import accounts
from store.audit import Auditor
from store.database import Database
from store.ledger import SqlLedger
from store.outcomes import Wanted, audits, items
from store.status import status
from sync.audit import DUE, Audit
from sync.engine import Checked, Engine
from sync.errors import Offline
from sync.model import Gone, Header, Message, Person, Ref, Rejected, Stream
from sync.policy import Exclusions, Rules
from sync.ports import Tally
from tests.conftest import FixedClock, digest, rows_of

REP, ANN, STRANGER, COLLEAGUE = "rep@us.example", "ann@acme.example", "who@nowhere.example", "boss@us.example"
INBOX, TRASH = Stream("INBOX", "Inbox", "inbox"), Stream("Trash", "Trash", "trash")
STATES = {ANN: "captured", STRANGER: "held", COLLEAGUE: "skipped"}
EVERYTHING = "select stream_id, remote, state, reason, revision from items order by 1, 2"
COPIES = "select stream_id, remote, digest from locators join activities on id = activity_id order by 1, 2"
KEYS = "select stream_id, remote, digest from held_keys order by 1, 2, 3"


class Book:
    def knows(self, address: str) -> bool:
        return address == ANN


class Bench:
    """A store, mailboxes, an engine, an auditor."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.clock = FixedClock()
        accounts.ensure(database, "a", "memory", REP)
        self.ledger = SqlLedger(database, digest, self.clock)
        self.boxes = Mailboxes(INBOX, TRASH)
        self.rules = Rules(Book(), frozenset({REP}), frozenset({"us.example"}), digest)
        self.engine = Engine(self.ledger, self.clock)
        self.auditor = Auditor(database, self.engine, self.clock)

    def connector(self, **script: object) -> MemoryConnector:
        return MemoryConnector(self.boxes, page=100, script=Script(**script))  # type: ignore[arg-type]  # by name

    def cycle(self, stream: Stream = INBOX) -> None:
        self.engine.cycle(self.connector(), "a", stream, self.rules, "text")

    def audit(self, connector: MemoryConnector | None = None, stream: Stream = INBOX) -> Audit:
        return self.auditor.audit(connector or self.connector(), "a", stream, self.rules, "text")

    def rows(self, query: str) -> list[tuple[object, ...]]:
        with self.database.read() as connection:
            return [tuple(row) for row in connection.execute(text(query))]

    def change(self, *statements: str) -> None:
        with self.database.write() as connection:
            for statement in statements:
                connection.execute(text(statement))


@pytest.fixture
def bench(database: Database) -> Bench:
    return Bench(database)


@pytest.fixture
def small(tmp_path: Path, open_database: Callable[..., Database]) -> Bench:
    """On SQLite alone, whose file the test damages."""
    from store import migrate

    database = open_database(f"sqlite:///{tmp_path}/store.db")
    migrate.ensure(database)
    return Bench(database)


def mail(id: str, sender: str = ANN, when: int = 1_789_000_000) -> Message:
    header = Header(
        "message", f"{id}@x", (), (Person("from", sender), Person("to", REP)), 2, f"Subject {id}", when, when
    )
    return Message(id, header, f"words of {id}")


def some(count: int) -> list[Message]:
    senders = (ANN, ANN, STRANGER, COLLEAGUE)
    return [mail(str(n), senders[n % 4], 1_789_000_000 + n) for n in range(count)]


def test_a_whole_stream_costs_one_request_and_is_noted(bench: Bench) -> None:
    bench.boxes.add("INBOX", *some(12))
    bench.cycle()
    assert bench.auditor.due("a", INBOX)
    connector = bench.connector()
    assert bench.audit(connector) == Audit(12)
    assert connector.requests == [("census", "INBOX")]
    assert bench.rows("select audited_at from streams") == [(bench.clock.at,)]
    assert not bench.auditor.due("a", INBOX)
    bench.clock.at += DUE
    assert bench.auditor.due("a", INBOX)
    assert bench.rows("select count(*) from facts where name like 'audit%'") == [(0,)]


def test_a_stream_that_was_never_read_is_not_due(bench: Bench) -> None:
    assert not bench.auditor.due("a", INBOX)


def test_a_thousand_planted_gaps_are_found_and_closed(small: Bench, tmp_path: Path) -> None:
    small.boxes.add("INBOX", *some(4_000))
    small.cycle()
    before = [small.rows(query) for query in (EVERYTHING, COPIES, KEYS)]
    chance = Random(20_261_122)
    lost = chance.sample(range(4_000), 800)
    planted = [f"ghost{n}" for n in range(200)]
    with closing(sqlite3.connect(tmp_path / "store.db")) as store, store:  # without foreign keys: rows are torn out
        for number, id in enumerate(map(str, lost)):
            state = STATES[(ANN, ANN, STRANGER, COLLEAGUE)[int(id) % 4]]
            row = ("items", {"captured": ("activities", "locators"), "held": ("held_keys",)}.get(state, ()))
            torn = (
                (row[0], *row[1]) if number % 3 == 0 else chance.choice([(table,) for table in row[1]] or [("items",)])
            )
            for table in torn:
                where = (
                    "id in (select activity_id from locators where remote = ?)"
                    if table == "activities"
                    else "remote = ?"
                )
                store.execute(f"delete from {table} where {where}", (id,))
        ghosts = [(ghost, chance.choice(["captured", "held", "skipped"])) for ghost in planted]
        store.executemany("insert into items (stream_id, remote, state) values (1, ?, ?)", ghosts)
    small.clock.at += 60
    found = small.audit()
    assert found == Audit(4_000, 800, 200, 1_000)
    assert [small.rows(query) for query in (EVERYTHING, COPIES, KEYS)] == before
    assert small.rows("select audited_at from streams") == [(small.clock.at,)]
    ((told,),) = small.rows("select value from facts where name = 'audit 1'")
    kept = json.loads(str(told))
    assert {name: kept[name] for name in ("at", "remote", "missing", "stray", "repaired")} == {
        "at": small.clock.at,
        "remote": 4_000,
        "missing": 800,
        "stray": 200,
        "repaired": 1_000,
    }
    assert small.audit() == Audit(4_000)


def test_news_is_no_gap_and_a_deletion_is_no_stray(bench: Bench) -> None:
    bench.boxes.add("INBOX", *some(8))
    bench.cycle()
    bench.boxes.add("INBOX", mail("new"))
    bench.boxes.remove("INBOX", "0")
    assert bench.audit() == Audit(8)
    assert rows_of(bench.database, 1) == {*map(str, range(1, 8)), "new"}


def test_a_row_is_never_removed_because_a_listing_lacks_it(bench: Bench) -> None:
    class Forgetful(MemoryConnector):
        def census(self, stream: Stream) -> Iterator[Collection[str]]:
            yield [id for part in super().census(stream) for id in part if id != "3"]

    bench.boxes.add("INBOX", *some(8))
    bench.cycle()
    before = bench.rows(EVERYTHING)
    assert bench.audit(Forgetful(bench.boxes, page=100)) == Audit(7)
    assert bench.rows(EVERYTHING) == before


def test_an_empty_answer_deletes_nothing_that_is_there(bench: Bench) -> None:
    class Empty(MemoryConnector):
        def census(self, stream: Stream) -> Iterator[Collection[str]]:
            yield from () if stream == INBOX else super().census(stream)

    bench.boxes.add("INBOX", *some(8))
    bench.cycle()
    assert bench.audit(Empty(bench.boxes, page=100)).stray == 0
    assert len(rows_of(bench.database, 1)) == 8


def test_a_gap_that_cannot_be_read_is_set_aside(bench: Bench) -> None:
    bench.boxes.add("INBOX", *some(4))
    bench.cycle()
    bench.change(
        "delete from items where remote in ('0', '1')", "delete from activities", "delete from activity_search"
    )
    assert bench.audit(bench.connector(reject=["0"], unreadable=["1"])) == Audit(4, 2, 0, 2)
    states = bench.rows("select remote, state, reason, aside_at from items where state = 'quarantined' order by remote")
    assert states == [
        ("0", "quarantined", "ValueError", bench.clock.at),
        ("1", "quarantined", "ValueError", bench.clock.at),
    ]


def test_a_gap_older_than_the_window_is_noted_unread(bench: Bench) -> None:
    bench.boxes.add("INBOX", mail("old", when=1_600_000_000), mail("new"))
    bench.cycle()
    bench.change("delete from items", "delete from locators", "delete from activities", "delete from activity_search")
    bench.rules = bench.rules._replace(since=1_700_000_000)
    assert bench.audit() == Audit(2, 2, 0, 2)
    assert bench.rows("select remote, state, reason from items order by remote") == [
        ("new", "captured", ""),
        ("old", "skipped", "before_window"),
    ]


def test_a_gap_is_screened_like_any_news(bench: Bench) -> None:
    bench.boxes.add("INBOX", mail("0"))
    bench.cycle()
    bench.change("delete from items", "delete from locators", "delete from activities", "delete from activity_search")
    bench.rules = bench.rules._replace(exclusions=Exclusions(addresses=frozenset({digest(f"address {ANN}")})))
    connector = bench.connector()
    assert bench.audit(connector) == Audit(1, 1, 0, 1)
    assert bench.rows("select state, reason from items") == [("skipped", "excluded")]
    assert "fetch" not in {verb for verb, *_ in connector.requests}


def test_of_an_unread_stream_only_ids_are_compared(bench: Bench) -> None:
    bench.boxes.add("Trash", *some(6))
    bench.cycle(TRASH)
    bench.change("delete from items where remote in ('1', '2')")
    with bench.database.write() as connection:
        connection.execute(
            text("insert into items (stream_id, remote, state, reason) values (1, 'ghost', 'skipped', 'trash')")
        )
    connector = bench.connector()
    assert bench.audit(connector, TRASH).unexplained == 0
    assert rows_of(bench.database, 1) == set(map(str, range(6)))
    assert {verb for verb, *_ in connector.requests} == {"census"}


@pytest.mark.parametrize("request_number", [0, 1, 2, 3])
def test_an_audit_that_breaks_off_does_not_count_and_the_next_one_does(bench: Bench, request_number: int) -> None:
    bench.boxes.add("INBOX", *some(8))
    bench.cycle()
    bench.change("delete from items where remote = '0'")
    errors = iter([*[None] * request_number, Offline(host="h", why="cable")])
    with pytest.raises(Offline):
        bench.audit(bench.connector(errors=errors))
    assert bench.rows("select audited_at from streams") == [(None,)]
    assert bench.audit().unexplained == 0
    assert bench.rows("select audited_at from streams") == [(bench.clock.at,)]
    assert len(rows_of(bench.database, 1)) == 8


def test_a_connector_that_leaves_a_gap_unanswered_sets_it_aside(bench: Bench) -> None:
    class Silent(MemoryConnector):
        def look(self, stream: Stream, ids: Sequence[str]) -> Iterator[Ref | Gone | Rejected]:
            yield from super().look(stream, [id for id in ids if id != "0"])

    bench.boxes.add("INBOX", *some(4))
    bench.cycle()
    bench.change("delete from items where remote = '0'")
    assert bench.audit(Silent(bench.boxes, page=100)) == Audit(4, 1, 0, 1)
    assert bench.rows("select state, reason from items where remote = '0'") == [("quarantined", "NoOutcome")]


def test_what_stays_unexplained_is_named_for_the_receipt(bench: Bench) -> None:
    class Idle(Engine):
        """Repairs nothing."""

        def recheck(self, *_: object) -> Checked:
            return Checked(Tally(), ())

    bench.boxes.add("INBOX", *some(8))
    bench.cycle()
    bench.change("delete from items where remote in ('3', '5')")
    bench.auditor = Auditor(bench.database, Idle(bench.ledger, bench.clock), bench.clock)
    assert bench.audit().unexplained == 2
    with bench.database.read() as connection:
        assert audits(connection)["a", "INBOX"] == (bench.clock.at, 2, ("3", "5"))
        assert [row.remote for row in items(connection, Wanted("unexplained"))] == ["3", "5"]
        assert status(connection, bench.clock.at), "the status reads the same fact"
    bench.auditor = Auditor(bench.database, bench.engine, bench.clock)
    assert bench.audit().unexplained == 0
    with bench.database.read() as connection:
        assert audits(connection)["a", "INBOX"] == (bench.clock.at, 0, ())
