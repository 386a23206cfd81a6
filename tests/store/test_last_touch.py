"""The last touches kept beside the links: after whatever happens, they say what the links say, and nothing of what was erased."""

from __future__ import annotations

import random

import pytest
from sqlalchemy import text

from connectors.wire.tables import ContactRow, DealRow
from store import accounts, crm_gone, exclusions, forget
from store.database import Database
from store.hand import Hand, Target
from store.ledger import ORPHAN_SECONDS, SqlLedger
from store.linking import Linker
from store.people import import_contacts, import_deals, load_book
from store.queries import Find, contact_rows
from sync.model import Stream
from sync.ports import Commit, Draft
from tests.conftest import FixedClock, digest
from tests.store import handmade
from tests.store.handmade import DAY, NOW
from tests.store.test_ledger import captured, mail, meeting

PEOPLE = ("ann@acme.example", "ben@acme.example", "cleo@birch.example", "dan@birch.example")
TRUTH = """select target, target_id, max(at) from links join activities on activities.id = activity_id
  where origin <> 'rep_removed' and orphaned_at is null group by target, target_id order by 1, 2"""
KEPT = "select target, target_id, at from last_touches order by 1, 2"


class Office:
    """A store with four contacts and two deals, and all that can happen to their links."""

    def __init__(self, database: Database, seed: int) -> None:
        self.database, self.chance = database, random.Random(seed)
        self.clock = FixedClock()
        accounts.ensure(database, "a", "memory", "rep@us.example")
        contacts = [
            ContactRow(n, f"c{n}", address[:3], address, (), "Acme" if "acme" in address else "Birch", "", "", "")
            for n, address in enumerate(PEOPLE, 1)
        ]
        import_contacts(database, contacts, digest)
        deals = [
            DealRow(n, f"d{n}", f"Deal {n}", name, contacts=((f"c{n * 2}", ""),))
            for n, name in ((1, "Acme"), (2, "Birch"))
        ]
        import_deals(database, deals)
        self.ledger = SqlLedger(database, digest, self.clock)
        self.inbox = self.ledger.stream("a", Stream("INBOX", "Inbox", "inbox"))
        self.hand = Hand(database, self.clock)
        self.known: dict[str, Draft] = {}

    def rows(self, query: str) -> list[tuple[object, ...]]:
        with self.database.read() as connection:
            return [tuple(row) for row in connection.execute(text(query))]

    def step(self) -> str:
        """One thing that happens; its name."""
        verb = self.chance.choice(
            ("arrive", "arrive", "arrive", "lose", "return_", "move", "file", "take_off", "none", "erase", "late")
        )
        getattr(self, verb)()
        if self.chance.random() < 0.7:
            self.link()
        return verb

    def link(self) -> None:
        with self.database.read() as connection:
            book = load_book(connection, ["rep@us.example"], ["us.example"])
        Linker(self.database, book, self.clock).link_pending()

    def arrive(self) -> None:
        number = self.chance.randrange(1_000)
        one = mail(f"m{number}", number, who=self.chance.choice(PEOPLE))
        self.known[one.item] = one._replace(occurred_at=one.occurred_at + self.chance.randrange(10**6))
        self.ledger.commit(self.inbox, captured(self.known[one.item]))

    def move(self) -> None:
        """A meeting that is held at another time."""
        stamp = self.clock.at = self.clock.at + 1
        again = meeting("u", stamp=stamp, start=1_791_000_000 + self.chance.randrange(-(10**6), 10**6))
        self.ledger.commit(self.inbox, captured(again))

    def lose(self) -> None:
        if self.known:
            self.ledger.commit(self.inbox, Commit([], (), removed=[self.chance.choice(sorted(self.known))]))

    def return_(self) -> None:
        if self.known:
            self.ledger.commit(self.inbox, captured(self.known[self.chance.choice(sorted(self.known))]))

    def late(self) -> None:
        """What was lost a week ago is erased."""
        for _ in range(9):
            self.clock.at += DAY
            self.ledger.complete(self.inbox, self.clock.at)
        assert ORPHAN_SECONDS < 9 * DAY

    def file(self) -> None:
        for id in self._some():
            self.hand.link(id, Target(self.chance.choice(("contact", "deal")), self.chance.choice((1, 2)), ""))

    def take_off(self) -> None:
        for id in self._some():
            self.hand.unlink(id, Target(self.chance.choice(("contact", "deal")), self.chance.choice((1, 2)), ""))

    def none(self) -> None:
        for id in self._some():
            self.hand.none_of(id)

    def erase(self) -> None:
        if self.chance.random() < 0.3:
            exclusions.add(self.database, digest, self.clock, "word", str(self.chance.randrange(1_000)))
        elif self.known:
            one = self.known.pop(self.chance.choice(sorted(self.known)))
            self.ledger.commit(
                self.inbox, Commit([captured(one).items[0]._replace(state="skipped", reason="private")], ())
            )

    def _some(self) -> list[int]:
        ids = [int(str(id)) for (id,) in self.rows("select id from activities order by id")]
        return self.chance.sample(ids, min(1, len(ids)))


@pytest.mark.parametrize("seed", range(4))
def test_after_whatever_happens_they_say_what_the_links_say(database: Database, seed: int) -> None:
    office = Office(database, seed)
    done: list[str] = []
    for _ in range(40):
        done.append(office.step())
        assert office.rows(KEPT) == office.rows(TRUTH), done
    assert len(office.rows(KEPT)) > 3


def test_what_is_lost_comes_back_or_is_held_at_another_time(database: Database) -> None:
    office = Office(database, 1)

    def ann() -> list[tuple[object, ...]]:
        assert office.rows(KEPT) == office.rows(TRUTH)
        return office.rows("select at from last_touches where target = 'contact' and target_id = 1")

    office.ledger.commit(office.inbox, captured(mail("m1", 1)))
    office.link()
    assert ann() == [(1_789_000_001,)]
    office.ledger.commit(office.inbox, Commit([], (), removed=["m1"]))
    assert ann() == [], "hidden, it is no touch"
    office.ledger.commit(office.inbox, captured(mail("m1", 1)))
    assert ann() == [(1_789_000_001,)], "with no other look at its links"
    office.ledger.commit(office.inbox, captured(meeting("u", start=1_791_000_000)))
    office.link()
    for stamp, start in ((1, 1_792_000_000), (2, 1_790_000_000), (3, 1_788_000_000)):
        office.ledger.commit(office.inbox, captured(meeting(f"u{stamp}", stamp=stamp, start=start)))
        assert ann() == [(max(start, 1_789_000_001),)], "earlier and later"
    office.ledger.commit(office.inbox, Commit([], (), removed=["m1"]))
    office.ledger.commit(office.inbox, captured(mail("m2", 2)))
    office.ledger.commit(office.inbox, Commit([], (), removed=["m2"]))
    office.link()
    assert ann() == [(1_788_000_000,)], "what is filed while it is hidden is no touch either"


def test_records_that_become_one_and_who_is_forgotten(database: Database) -> None:
    office = Office(database, 1)
    for number, who in enumerate(PEOPLE * 2):
        office.ledger.commit(office.inbox, captured(mail(f"m{number}", number, who=who)))
    office.link()
    for kind in ("contact", "deal", "company"):
        with database.write() as connection:
            crm_gone.merge(connection, kind, 2, 1)
        assert office.rows(KEPT) == office.rows(TRUTH)
    assert not office.rows("select 1 from last_touches where target_id = 2")
    office.hand.link(1, Target("contact", 4, "dan"))
    forget.person(database, digest, office.clock, [PEOPLE[3]])
    assert office.rows(KEPT) == office.rows(TRUTH)
    assert not office.rows("select 1 from links where target = 'contact' and target_id = 4"), (
        "their number may come again"
    )
    forget.account(database, "a")
    assert office.rows(KEPT) == []


def test_forgetting_everything_leaves_none(database: Database) -> None:
    with database.write() as connection:
        handmade.fill(connection)
    forget.everything(database)
    with database.read() as connection:
        assert connection.scalar(text("select count(*) from last_touches")) == 0


def test_a_meeting_to_come_is_no_touch_until_it_was(database: Database) -> None:
    with database.write() as connection:
        handmade.fill(connection)
    with database.read() as connection:
        for now in range(NOW - 20 * DAY, NOW + 20 * DAY, DAY):
            past = text(
                """select target_id, max(at) from links join activities on activities.id = activity_id
                   where target = 'contact' and at <= :now and origin <> 'rep_removed' and orphaned_at is null group by target_id"""
            )
            expected = {row[0]: row[1] for row in connection.execute(past, {"now": now})}
            shown = contact_rows(connection, Find(now=now))
            assert {row.key: row.last_touch for row in shown if row.last_touch is not None} == expected
            order = [(-(row.last_touch or 0), row.name.lower(), row.key) for row in shown]
            assert order == sorted(order)
