"""Activities on their way to the CRM's history: only what a rule of the rep's asks for at the moment of sending, and to the right record."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cli import noting
from store import crm_gone, rules
from store.database import Database
from store.hand import Hand, Target
from sync.crm import CRM
from tests.store.office import START
from tests.store.test_decisions import Shop, store_of


@pytest.fixture
def shop(database: Database) -> Shop:
    """A mail waits out its grace: a rule asks for the deal's activities."""
    shop = Shop(database)
    assert _rule(shop) == 1
    shop.clock.at += 60
    shop.mail(2, at=START + 9)
    shop.read()
    assert noting.send(store_of(shop), shop.opening, 600) == 0
    assert shop.rows("select state from notes") == [("waiting",)]
    return shop


def _rule(shop: Shop, days: int | None = None) -> int:
    made = rules.make(shop.database, shop.clock, "log", {}, "Rollout", days)
    assert isinstance(made, rules.Rule)
    return made.id


def _revoked(shop: Shop) -> None:
    assert rules.revoke(shop.database, 1)


def _over(shop: Shop) -> None:
    shop.run("update rules set expires_at = :at", at=shop.clock.at)


def _unlinked(shop: Shop) -> None:
    assert Hand(shop.database, shop.clock).unlink(1, Target("deal", 1, "Rollout"))


@pytest.mark.parametrize("change", [_revoked, _over, _unlinked])
def test_I10_what_the_rep_takes_back_in_the_grace_is_not_sent(shop: Shop, change: Callable[[Shop], None]) -> None:
    change(shop)
    shop.clock.at += 601
    assert noting.send(store_of(shop), shop.opening, 600) == 0
    assert shop.world.notes() == []
    if change is not _unlinked:
        _rule(shop, 3)
        shop.clock.at += 601
    assert noting.send(store_of(shop), shop.opening, 600) == 0, "a later rule is for what comes later"
    assert shop.rows("select * from notes") == []


def test_of_merged_records_the_one_that_is_left_gets_the_note(shop: Shop) -> None:
    old = [shop.world.deal("Old"), shop.world.contact("Ann A.", "a@acme.example")]
    numbers = [shop.deal, *(row[0] for row in shop.rows("select remote from crm_records where kind = 'contact'"))]
    for kind, id in zip(("deal", "contact"), old, strict=True):
        shop.run("insert into crm_records values (1, :kind, :id, 1, '')", kind=kind, id=f"0{id}")
    shop.run("update contacts set external = :id where id = 1", id=f"world:{numbers[1]}")
    shop.clock.at += 600
    assert noting.send(store_of(shop), shop.opening, 600) == 1
    (note,) = shop.world.tables.notes.values()
    assert (note.deal, note.contacts) == (numbers[0], (numbers[1],))


def test_a_deal_that_went_away_gets_no_note(shop: Shop) -> None:
    with shop.database.write() as connection:
        crm_gone.remove(connection, "deal", 1)
    shop.clock.at += 600
    assert noting.send(store_of(shop), shop.opening, 600) == 0
    assert shop.world.notes() == []


def test_I10_what_is_taken_back_while_others_are_sent_stays_here(shop: Shop) -> None:
    shop.mail(3, at=START + 10)
    shop.read()
    assert noting.send(store_of(shop), shop.opening, 600) == 0
    shop.clock.at += 601
    crm = shop.world.connector()

    def opening(_: str) -> CRM:
        _revoked(shop)
        return crm

    assert noting.send(store_of(shop), opening, 600) == 1, "the first was on its way already"
    assert shop.world.notes() == ["Subject 2"]
