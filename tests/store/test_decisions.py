"""Decisions and what becomes of them, on SQLite and on PostgreSQL. The CRM is the one in memory."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import cast

import pytest

from cli import noting, sending
from cli.wiring import SystemClock, Writing
from connectors.wire.tables import DealRow
from store import lock, rules
from store.database import Database
from store.decisions import Wanted
from store.people import import_deals
from sync.crm import CRM
from sync.errors import FixSetup
from tests.conftest import digest
from tests.connectors.crm.test_memory import MemoryWorld
from tests.store.office import (
    COLLEAGUE,
    DAY,
    DEAL,
    REP,
    START,
    Office,
    amount,
    close,
    detail,
    lost,
    newcomer,
    role,
    stage,
    step,
)


class Shop(Office):
    """An office whose deal is in a CRM."""

    def __init__(self, database: Database) -> None:
        super().__init__(database, DealRow(2, "world:1", "Rollout", "Acme", "Qualified", contacts=(("c1", ""),)))
        self.world = MemoryWorld()
        company = self.world.company("Acme", "acme.example")
        ann = self.world.contact("Ann Ames", "ann@acme.example", company=company)
        self.deal = self.world.deal("Rollout", company=company, contacts=((ann, ""),))
        self.run("insert into crms (id, name, kind) values (1, 'world', 'memory')")
        self.run("update deals set external = :id", id=f"world:{self.deal}")
        self.run(
            "insert into crm_records values (1, 'deal', :id, 1, ''), (1, 'contact', :ann, 1, '')", id=self.deal, ann=ann
        )
        for position, name in enumerate(self.world.stages):
            self.run("insert into stages (crm_id, pipeline, position, name, status) values (1, 'Sales', :at, :name, :status)",
                     at=position, name=name, status=self.world.stages[name].status)  # fmt: skip
        self.run("update deals set pipeline = 'Sales'")

    def opening(self, name: str) -> CRM:
        assert name == "world"
        return self.world.connector()


def store_of(office: Office) -> Writing:
    return Writing(office.database, digest, cast("SystemClock", office.clock))


def send(office: Office, opening: Callable[[str], CRM] | None = None) -> list[tuple[int, str]]:
    crms = opening or (office.opening if isinstance(office, Shop) else _none)
    return [(sent.proposal, sent.state) for sent in sending.send(store_of(office), crms)]


def look_up(shop: Shop) -> list[tuple[int, str]]:
    return [(sent.proposal, sent.state) for sent in sending.look_up(store_of(shop), shop.opening)]


def _none(name: str) -> CRM:
    raise AssertionError(name)


@pytest.fixture
def shop(database: Database) -> Shop:
    return Shop(database)


def held(shop: Shop) -> tuple[object, ...]:
    record = shop.world.holds("deal", shop.deal)
    assert record is not None
    return record.close_date, record.stage  # type: ignore[union-attr]


def test_an_approval_waits_out_its_grace_and_is_written_here_where_there_is_no_crm(office: Office) -> None:
    office.mail(1, step(), close(), amount(), stage(), detail(), role())
    office.read()
    done = office.decisions.approve([Wanted(row.id) for row in office.proposals()])
    assert {(one.done, one.state, one.due_at) for one in done} == {(True, "approved", office.clock.at + 600)}
    assert send(office) == []
    office.clock.at += 600
    assert {state for _, state in send(office)} == {"done"}
    assert {row.state for row in office.proposals()} == {"applied"}
    assert office.rows("select next_step, next_step_date, close_date, amount, currency, stage, status from deals") == [
        ("Call Ann", "2026-11-12", "2026-12-31", "45000.00", "EUR", "Proposal", "open")
    ]
    assert office.rows("select role from deal_contacts") == [("legal",)]
    assert office.rows("select phone from contacts where id = 1") == [("+49 40 7654321",)]
    assert office.rows("select * from field_sources") == [(1, "phone", "repside")]
    assert send(office) == []


def test_a_new_contact_is_made_here_and_put_on_the_deal(office: Office) -> None:
    office.mail(
        1, newcomer(), role("dee@acme.example"), who=COLLEAGUE, to=("ann@acme.example", "dee@acme.example", REP)
    )
    office.read()
    early = office.approve(2, now=True)
    assert not early.done
    assert "Approve 1 first: repside approve 1, then approve 2 again." in early.sentence
    office.approve(1, now=True)
    send(office)
    assert office.rows(
        "select name, title, address from contacts join contact_addresses on contact_id = contacts.id where name like 'Dee%'"
    ) == [("Dee Dorn", "CFO", "dee@acme.example")]
    assert office.rows("select count(*) from deal_contacts") == [(2,)]
    office.read()
    assert [(row.kind, row.state) for row in office.proposals()] == [
        ("new_contact", "applied"), ("contact_role", "pending"),
    ]  # fmt: skip
    assert office.approve(2, now=True).done
    send(office)
    assert office.rows("select role from deal_contacts where role <> ''") == [("champion",), ("legal",)]
    office.undo(2)
    send(office)
    assert office.undo(1).done
    send(office)
    assert office.proposals()[0].state == "undone"
    assert office.rows("select count(*) from deal_contacts") == [(1,)]


def test_a_deal_that_is_lost_is_closed_and_opened_again(office: Office) -> None:
    office.mail(1, lost())
    office.read()
    office.approve(1, now=True)
    send(office)
    assert office.rows("select stage, status from deals") == [("Closed Lost", "lost")]
    office.undo(1)
    send(office)
    assert office.rows("select stage, status from deals") == [("Qualification", "open")]


def test_F71_two_tabs_and_two_clicks_are_one_approval(shop: Shop) -> None:
    shop.mail(1, close())
    shop.read()
    assert [shop.approve(1, now=True).done for _ in range(3)] == [True, True, True]
    assert (
        shop.decisions.approve([Wanted(1), Wanted(1, 1)])[0].sentence == "1 was approved before; nothing is done twice."
    )
    assert shop.rows("select count(*) from outbox") == [(1,)]
    assert shop.rows("select count(*) from decisions") == [(1,)]
    assert send(shop) == [(1, "done")]
    shop.approve(1, now=True)
    assert send(shop) == []
    assert (shop.world.writes(), held(shop)) == (1, ("2026-12-31", "Qualified"))


def test_F71_what_a_dead_process_was_writing_is_looked_up_and_never_sent_again(shop: Shop) -> None:
    shop.mail(1, close(), amount())
    shop.read()
    shop.decisions.approve([Wanted(1), Wanted(2)], now=True)
    shop.run("update outbox set state = 'writing'")
    shop.world.edit("deal", shop.deal, close_date="2026-12-31")  # this one had arrived
    assert send(shop) == []
    assert {row.state for row in shop.proposals()} == {"unknown"}
    assert not shop.undo(1).done
    assert shop.world.writes() == 0
    assert look_up(shop) == [(1, "done"), (2, "absent")]
    assert [(row.state, row.reason) for row in shop.proposals()] == [
        ("applied", ""), ("pending", "it did not arrive in the CRM: decide again"),
    ]  # fmt: skip
    assert shop.rows("select close_date from deals") == [("2026-12-31",)]
    assert send(shop) == []
    shop.approve(2, now=True)
    assert send(shop) == [(2, "done")]
    assert shop.world.writes() == 1


def test_only_one_process_sends(shop: Shop) -> None:
    shop.mail(1, close())
    shop.read()
    shop.approve(1, now=True)
    with lock.sender(shop.database):
        assert send(shop) == []
        assert look_up(shop) == []
    assert send(shop) == [(1, "done")]


@pytest.mark.parametrize(
    ("fault", "state", "proposal"),
    [
        ("busy", "waiting", "approved"),
        ("offline", "waiting", "approved"),
        ("denied", "waiting", "approved"),
        ("silence", "unknown", "unknown"),
        ("lost", "unknown", "unknown"),
        ("page", "unknown", "unknown"),
    ],
)
def test_F72_a_crm_in_trouble_leaves_the_proposal_open(shop: Shop, fault: str, state: str, proposal: str) -> None:
    shop.mail(1, close())
    shop.read()
    shop.approve(1, now=True)
    shop.world.trouble(fault, "write")  # type: ignore[arg-type]
    assert send(shop) == [(1, state)]
    row = shop.only()
    assert row.state == proposal
    assert row.trouble
    due = shop.rows("select due_at from outbox")[0][0]
    if state == "waiting":
        assert due == shop.clock.at + {"busy": 7, "offline": 30, "denied": 3_600}[fault]
        assert send(shop) == []
        shop.clock.at += 3_600
        assert send(shop) == [(1, "done")]
    else:
        assert look_up(shop) == [(1, "done" if fault == "lost" else "absent")]
    assert shop.world.writes() == (fault in {"busy", "offline", "denied", "lost"})


def test_F72_a_conflict_shows_the_new_value_before_anything_is_approved(shop: Shop) -> None:
    shop.mail(1, close())
    shop.read()
    shop.approve(1, now=True)
    shop.world.edit("deal", shop.deal, close_date="2026-11-30")
    assert send(shop) == [(1, "conflict")]
    row = shop.only()
    assert (row.state, row.old, row.new, row.version, row.reason) == (
        "pending", "2026-11-30", "2026-12-31", 2, "the CRM says something else by now",
    )  # fmt: skip
    assert shop.rows("select close_date from deals") == [("2026-11-30",)]
    assert shop.read().ended == 0
    stale = shop.approve(1, version=1)
    assert (stale.done, "has changed since you saw it" in stale.sentence) == (False, True)
    assert shop.approve(1, version=2, now=True).done
    assert send(shop) == [(1, "done")]
    assert (shop.world.writes(), held(shop)[0]) == (1, "2026-12-31")


def test_a_change_that_was_not_shown_is_not_approved(shop: Shop) -> None:
    shop.mail(1, close())
    shop.read()
    import_deals(
        shop.database, [DealRow(2, f"world:{shop.deal}", "Rollout", "Acme", "Qualified", close_date="2026-12-24")]
    )
    first = shop.approve(1)
    assert (first.done, shop.only().state, shop.only().old) == (False, "pending", "2026-12-24")
    assert shop.approve(1).done  # the refusal showed it


def test_a_list_shows_the_version_that_is_in_it_and_no_newer_one(office: Office) -> None:
    office.mail(1, close())
    office.read()
    for day in ("2026-12-24", "2026-12-27"):
        import_deals(office.database, [DEAL._replace(close_date=day)])
        office.read()
    office.decisions.show([Wanted(1, 2)])
    assert not office.approve(1).done, "the daemon read the third while the second was printed"
    assert (office.only().state, office.only().version) == ("pending", 3)


def test_F72_what_the_crm_refuses_waits_for_the_rep(shop: Shop) -> None:
    shop.mail(1, role(role="user"))
    shop.read()
    shop.approve(1, now=True)
    assert send(shop) == [(1, "refused")]
    row = shop.only()
    assert (row.state, row.version) == ("pending", 1)
    assert "no word for the role user" in row.reason
    assert shop.world.writes() == 0


@pytest.mark.parametrize("what", ["removed", "given"])
def test_F73_a_deal_that_went_meanwhile_is_not_written(shop: Shop, what: str) -> None:
    shop.mail(1, close())
    shop.read()
    shop.approve(1, now=True)
    if what == "removed":
        shop.world.remove("deal", shop.deal)
    else:
        shop.world.give_away(shop.deal)
    assert send(shop) == [(1, "refused")]
    assert shop.only().state == "pending"
    shop.approve(1, now=True)
    shop.run("update deals set status = 'gone'")
    shop.run("delete from crm_records where kind = 'deal'")
    assert send(shop) == [(1, "refused")]
    shop.read()
    assert shop.only().state == "expired"
    assert shop.world.writes() == 0


def test_a_crm_that_is_not_connected_any_more_waits(shop: Shop) -> None:
    def away(name: str) -> CRM:
        raise FixSetup(why=f"the CRM {name} is not connected any more")

    shop.mail(1, close(), amount())
    shop.read()
    shop.decisions.approve([Wanted(1), Wanted(2)], now=True)
    assert send(shop, away) == [(1, "waiting")]  # the other one is not even tried
    assert shop.proposals()[0].trouble.startswith("Something in the set-up")


def test_undo_works_for_every_verb(shop: Shop) -> None:
    shop.mail(1, close(), amount(), step())
    shop.read()
    shop.decisions.decline([Wanted(1)])
    assert not shop.approve(1).done
    shop.decisions.edit(Wanted(2), {"amount": "46000.00", "currency": "EUR"})
    shop.approve(3, now=True)
    send(shop)
    assert [row.state for row in shop.proposals()] == ["declined", "approved", "applied"]
    assert shop.proposals()[1].new == {"amount": "46000.00", "currency": "EUR"}
    assert [shop.undo(id).done for id in (1, 2, 3)] == [True, True, True]
    assert [(row.state, row.reason) for row in shop.proposals()] == [
        ("pending", ""), ("pending", ""), ("applied", "is being taken back"),
    ]  # fmt: skip
    assert shop.proposals()[1].new == {"amount": "45000.00", "currency": "EUR"}
    assert send(shop) == [(3, "done")]
    assert (shop.proposals()[2].state, shop.world.writes()) == ("undone", 2)
    assert shop.undo(3).state == "pending"
    assert not shop.undo(3).done
    assert shop.rows('select proposal_id, verb, "by" from decisions order by id') == [
        (1, "decline", "rep"), (2, "edit", "rep"), (3, "approve", "rep"), (1, "undo", "rep"), (2, "undo", "rep"),
        (3, "undo", "rep"), (3, "undo", "rep"),
    ]  # fmt: skip


def test_an_undo_can_be_undone_before_it_leaves_and_never_overwrites_others(shop: Shop) -> None:
    shop.mail(1, close())
    shop.read()
    shop.approve(1, now=True)
    send(shop)
    shop.undo(1)
    assert shop.undo(1).state == "applied"
    assert send(shop) == []
    shop.undo(1)
    shop.world.edit("deal", shop.deal, close_date="2027-01-15")
    assert send(shop) == [(1, "conflict")]
    assert (shop.only().state, shop.only().reason) == (
        "applied", "the record says something else by now, so nothing was taken back",
    )  # fmt: skip
    assert held(shop)[0] == "2027-01-15"


def test_what_is_too_old_by_then_does_not_wait_again(office: Office) -> None:
    office.mail(1, step("2026-11-04"))
    office.read()
    office.decisions.decline([Wanted(1)])
    office.clock.at = START + 5 * DAY
    assert office.undo(1).done
    assert office.only().state == "expired"


def test_only_a_rule_of_the_reps_own_approves_by_itself_and_its_grace_holds(office: Office) -> None:
    with office.database.write() as connection:
        every = rules.add(connection, "approve", {"kind": "next_step"}, None, now=office.clock.at)
        rules.add(connection, "approve", {"kind": "amount"}, 1, now=0, expires_at=1)
        ended = rules.add(
            connection, "approve", {"kind": "close_date"}, 1, now=office.clock.at, expires_at=office.clock.at
        )
    assert (every, ended) == (1, 3)
    office.mail(1, step(), amount(), close())
    assert office.read().approved == 1
    assert [(row.kind, row.state, row.by) for row in office.proposals()] == [
        ("next_step", "approved", "rule 1"), ("amount", "pending", ""), ("close_date", "pending", ""),
    ]  # fmt: skip
    assert send(office) == []
    office.undo(1)
    office.run("update findings set fresh = true")
    office.read()
    assert office.proposals()[0].state == "pending"  # asked once; what the rep took back is theirs
    with office.database.write() as connection:
        assert rules.remove(connection, 1) is not None
    office.mail(2, step("2026-11-20", quote="new"), at=START + 9)
    assert office.read().approved == 0


def test_no_rule_approves_what_a_language_model_read(office: Office) -> None:
    with office.database.write() as connection:
        rules.add(connection, "approve", {"kind": "amount"}, None, now=office.clock.at)
    office.mail(1, amount()._replace(rule="model"))
    assert office.read() == (1, 0, 0)
    assert office.only().state == "pending"


def test_there_is_no_proposal_of_that_number(office: Office) -> None:
    assert office.approve(7).sentence == "There is no proposal 7. `repside review` lists them."


def test_decisions_are_kept_with_what_was_shown(office: Office) -> None:
    office.mail(1, close())
    office.read()
    office.approve(1)
    assert [json.loads(str(value)) for value in office.rows("select old, new from decisions")[0]] == [
        None,
        "2026-12-31",
    ]


def test_activities_go_to_the_crm_only_by_the_reps_rule_and_once(shop: Shop) -> None:
    shop.mail(1)
    shop.read()
    assert noting.send(store_of(shop), shop.opening, 600) == 0
    with shop.database.write() as connection:
        rules.add(connection, "log", {}, 1, now=shop.clock.at)
    shop.clock.at += 60
    shop.mail(2, at=START + 9)
    shop.mail(3, who="nobody@else.example", at=START + 10)
    shop.read()
    assert noting.send(store_of(shop), shop.opening, 600) == 0
    shop.clock.at += 600
    shop.world.trouble("lost", "write")
    assert noting.send(store_of(shop), shop.opening, 600) == 0
    shop.clock.at += 60
    assert noting.send(store_of(shop), shop.opening, 600) == 1
    assert noting.send(store_of(shop), shop.opening, 600) == 0
    assert shop.world.notes() == ["Subject 2"]
    assert shop.rows("select activity_id, state from notes") == [(2, "done")]
