"""A meeting that moves to another calendar, or gets another organizer, stays the one it was."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from connectors.memory import Mailboxes, MemoryConnector
from connectors.wire.tables import ContactRow
from matchers.address import fold
from store import accounts, exclusions
from store.database import Database
from store.ledger import SqlLedger
from store.linking import Linker
from store.people import import_contacts, load_book
from sync.engine import Engine
from sync.model import Header, Meeting, Occurrence, Person, Stream
from sync.policy import Rules
from tests.conftest import FixedClock, digest

REP, ANN = "rep@us.example", "ann@acme.example"
WORK, TEAM = Stream("work", "Work", "calendar"), Stream("team", "Team", "calendar")


class Desk:
    """Two calendars and a store."""

    def __init__(self, database: Database) -> None:
        self.database, self.clock, self.boxes = database, FixedClock(), Mailboxes(WORK, TEAM)
        accounts.ensure(database, "a", "memory", REP)
        import_contacts(database, [ContactRow(2, "c1", "Ann", ANN, (), "Acme", "", "", "")], digest)

    def put(
        self, calendar: str, id: str, *, organizer: str = REP, sequence: int = 0, start: int = 1_789_000_000
    ) -> None:
        people = (Person("organizer", organizer), Person("attendee", ANN), Person("attendee", REP))
        header = Header("meeting", "uid-1", (), people, 3, "Demo", start)
        time = Occurrence("", start, start + 3_600, sequence=sequence, stamp=1_788_000_000 + sequence)
        self.boxes.add(calendar, Meeting(id, "uid-1", header, (time,)))

    def sync(self, *streams: Stream) -> None:
        with self.database.read() as connection:
            book = load_book(connection, [REP], ["us.example"])
            rules = Rules(book, frozenset({REP}), frozenset({"us.example"}), digest, exclusions.load(connection), fold)
        engine = Engine(SqlLedger(self.database, digest, self.clock), self.clock)
        for stream in streams or (WORK, TEAM):
            engine.cycle(MemoryConnector(self.boxes), "a", stream, rules, "preview")
        Linker(self.database, book).link_pending()

    def rows(self, query: str) -> list[tuple[object, ...]]:
        with self.database.read() as connection:
            return [tuple(row) for row in connection.execute(text(query))]

    def shown(self) -> list[tuple[object, ...]]:
        return self.rows("select id, occurred_at from activities where orphaned_at is null")


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database)


@pytest.mark.parametrize("order", [(WORK, TEAM), (TEAM, WORK)])
@pytest.mark.parametrize("between", [False, True])
def test_F69_moved_to_another_calendar_it_is_one_meeting_with_its_links(
    desk: Desk, order: tuple[Stream, ...], between: bool
) -> None:
    """Whichever calendar is read first, and also when a round falls between the two halves of the move."""
    desk.put("work", "w1")
    desk.sync()
    (before,) = desk.shown()
    links = desk.rows("select activity_id, target, target_id from links order by 2")
    desk.boxes.remove("work", "w1")
    if between:
        desk.sync(*order)
        assert desk.shown() == []
        desk.clock.at += 3_600
    desk.put("team", "t9")
    desk.sync(*order)
    assert desk.shown() == [before]
    assert desk.rows("select activity_id, target, target_id from links order by 2") == links
    assert desk.rows("select remote from locators") == [("t9",)]


def test_F69_with_another_organizer_it_is_one_meeting(desk: Desk) -> None:
    desk.put("work", "w1")
    desk.sync()
    desk.put("work", "w1", organizer="boss@us.example", sequence=1, start=1_789_007_200)
    desk.sync()
    assert desk.shown() == [(1, 1_789_007_200)]
    organizers = "select address from participants where role = 'organizer'"
    assert desk.rows(organizers) == [("boss@us.example",)]


def test_F69_in_two_calendars_at_once_it_is_one_meeting(desk: Desk) -> None:
    desk.put("work", "w1")
    desk.put("team", "t1", sequence=2, start=1_789_003_600)
    desk.sync()
    assert desk.shown() == [(1, 1_789_003_600)]
    desk.boxes.remove("work", "w1")
    desk.sync()
    assert desk.shown() == [(1, 1_789_003_600)]
