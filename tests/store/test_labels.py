"""Labels are folders: one that is excluded keeps out whatever bears it. On SQLite and on PostgreSQL."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from connectors.memory import Mailboxes, MemoryConnector
from connectors.wire.tables import ContactRow
from matchers.address import fold
from store import accounts, exclusions
from store.database import Database
from store.ledger import SqlLedger
from store.people import import_contacts, load_book
from sync.engine import Engine
from sync.model import Header, Message, Person, Stream
from sync.policy import Rules
from tests.conftest import FixedClock, digest

REP, ANN = "rep@us.example", "ann@acme.example"
MAIL = Stream("mail", "All mail", "all")


class Desk:
    """A mailbox with labels, and a store."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.clock = FixedClock()
        self.boxes = Mailboxes(MAIL)
        accounts.ensure(database, "a", "memory", REP)
        import_contacts(database, [ContactRow(2, "c1", "Ann", ANN, (), "Acme", "", "", "")], digest)

    def label(self, number: int, *labels: str) -> None:
        people = (Person("from", ANN), Person("to", REP))
        header = Header("message", f"{number}@x", (), people, 2, "Offer", 1_789_000_000 + number, labels=labels)
        self.boxes.add("mail", Message(str(number), header, f"words {number}"))

    def sync(self) -> None:
        with self.database.read() as connection:
            book = load_book(connection, [REP], ["us.example"])
            rules = Rules(book, frozenset({REP}), frozenset({"us.example"}), digest, exclusions.load(connection), fold)
        Engine(SqlLedger(self.database, digest, self.clock), self.clock).cycle(
            MemoryConnector(self.boxes), "a", MAIL, rules, "preview"
        )

    def exclude(self, label: str) -> int:
        return exclusions.add(self.database, digest, self.clock, "folder", label)

    def states(self) -> list[tuple[object, ...]]:
        with self.database.read() as connection:
            rows = connection.execute(text("select remote, state, reason from items order by remote"))
            return [tuple(row) for row in rows]

    def subjects(self) -> int:
        with self.database.read() as connection:
            return int(connection.scalar(text("select count(*) from activities")) or 0)


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database)


def test_excluding_a_label_erases_what_bears_it_at_once(desk: Desk) -> None:
    desk.label(1, "Label_1", "Label_12")
    desk.label(2, "Label_2")
    desk.label(3)
    desk.sync()
    assert desk.exclude("Label_1") == 1
    assert desk.states() == [("1", "skipped", "excluded_folder"), ("2", "captured", ""), ("3", "captured", "")]
    assert desk.subjects() == 2


def test_a_label_whose_name_begins_alike_is_another_one(desk: Desk) -> None:
    desk.label(1, "Label_12")
    desk.sync()
    for other in ("Label_1", "abel_12", "LabelX12", "Label_", "%"):
        assert desk.exclude(other) == 0
    assert desk.subjects() == 1


def test_what_gets_the_label_later_is_erased_and_what_loses_it_comes_back(desk: Desk) -> None:
    desk.label(1)
    desk.sync()
    desk.exclude("Label_1")
    desk.label(1, "Label_1")
    desk.sync()
    assert (desk.states(), desk.subjects()) == ([("1", "skipped", "excluded_folder")], 0)
    desk.label(1)
    desk.sync()
    assert (desk.states(), desk.subjects()) == ([("1", "captured", "")], 1)


def test_new_mail_with_the_label_never_comes_in(desk: Desk) -> None:
    desk.exclude("Label_1")
    desk.label(1, "Label_1")
    desk.sync()
    assert (desk.states(), desk.subjects()) == ([("1", "skipped", "excluded_folder")], 0)


def test_the_end_of_the_exclusion_brings_it_back(desk: Desk) -> None:
    desk.label(1, "Label_1")
    desk.sync()
    desk.exclude("Label_1")
    exclusions.remove(desk.database, digest, "folder", "Label_1")
    desk.sync()
    assert (desk.states(), desk.subjects()) == ([("1", "captured", "")], 1)


def test_another_label_changes_nothing_in_the_history(desk: Desk) -> None:
    desk.label(1, "Label_1")
    desk.sync()
    desk.label(1, "Label_1", "Label_9")
    desk.sync()
    assert (desk.states(), desk.subjects()) == ([("1", "captured", "")], 1)
