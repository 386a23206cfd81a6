"""Records that a CRM does not have any more: deleted, given away or merged; and what refers to them."""

from __future__ import annotations

import pytest

from store import rules
from store.crm_pull import Pulled
from sync.crm import CrmCompany, Merged, Removed
from tests.store.test_crm_pull import ACME, ANN, BEN, PILOT, Crm, crm, everything, page

__all__ = ["crm"]

# gone


def test_a_deal_that_is_gone_keeps_its_history_and_gets_no_more(crm: Crm) -> None:
    crm.take(ACME, ANN, PILOT)
    crm.desk.deliver(1, "ann@acme.example")
    crm.desk.sync()
    crm.propose(1, "stage", deal=1)
    assert crm.take(removed=[Removed("deal", "20")]) == Pulled(gone=1)
    crm.desk.deliver(2, "ann@acme.example")
    crm.desk.sync()
    assert crm.desk.links("deal") == [(1, 1, "contact_role")]
    assert crm.rows("select status from deals") == [("gone",)]
    assert crm.states() == [(1, "withdrawn", 1, None)]
    assert crm.take(removed=[Removed("deal", "20")]) == Pulled()


def test_a_deal_that_comes_back_is_the_same_deal(crm: Crm) -> None:
    crm.take(ACME, ANN, PILOT)
    crm.desk.deliver(1, "ann@acme.example")
    crm.desk.sync()
    crm.take(removed=[Removed("deal", "20")])
    crm.take(PILOT)
    crm.desk.sync()
    assert crm.rows("select id, status from deals") == [(1, "open")]
    assert crm.rows("select origin from links where target = 'deal'") == [("matcher",)]


def test_a_record_that_nothing_refers_to_goes_and_its_number_is_spent(crm: Crm) -> None:
    crm.take(ACME, ANN, PILOT)
    crm.propose(1, "stage", deal=1)
    crm.take(removed=[Removed("deal", "20"), Removed("contact", "10"), Removed("company", "1")])
    for table in ("deals", "contacts", "contact_addresses", "crm_records", "deal_contacts"):
        assert crm.rows(f"select * from {table}") == [], table
    assert crm.rows("select * from companies") == []
    assert crm.states() == [(1, "withdrawn", None, None)]
    crm.take(ACME, ANN, PILOT)
    ((deal,),), ((contact,),) = crm.rows("select id from deals"), crm.rows("select id from contacts")
    assert (deal, contact) == (2, 2)


def test_a_contact_that_is_gone_is_looked_for_no_more(crm: Crm) -> None:
    crm.take(ACME, ANN, BEN)
    crm.desk.deliver(1, "ann@acme.example")
    crm.desk.sync()
    crm.propose(1, "phone", contact=1)
    crm.take(removed=[Removed("contact", "10")])
    crm.desk.deliver(2, "ann@acme.example")
    crm.desk.sync()
    assert crm.desk.links("contact") == [(1, 1, "address")]
    assert crm.states() == [(1, "withdrawn", None, 1)]


def test_pending_proposals_of_a_contact_that_is_gone_go_to_its_heir(crm: Crm) -> None:
    crm.take(ANN, BEN._replace(addresses=("ben@acme.example", "ann@acme.example")))
    crm.propose(1, "phone", contact=1, at=5)
    crm.propose(2, "phone", contact=2, at=3)
    crm.propose(3, "title", contact=1)
    crm.take(removed=[Removed("contact", "10")])
    assert crm.states() == [(1, "pending", None, 2), (2, "expired", None, 2), (3, "pending", None, 2)]


def test_an_applied_proposal_keeps_its_record(crm: Crm) -> None:
    crm.take(PILOT)
    crm.propose(1, "stage", deal=1)
    crm.run("update proposals set state = 'applied'")
    crm.run(
        "insert into decisions (id, proposal_id, verb, by, old, new, at) values (1, 1, 'approve', 'rep', '', '', 1)"
    )
    crm.take(removed=[Removed("deal", "20")])
    assert crm.states() == [(1, "applied", 1, None)]
    assert crm.rows("select status from deals") == [("gone",)]


def test_what_a_page_has_and_removes_is_there(crm: Crm) -> None:
    crm.take(PILOT, removed=[Removed("deal", "20")])
    crm.take(PILOT, removed=[Removed("deal", "20"), Removed("deal", "999")])
    assert crm.rows("select status from deals") == [("open",)]


def test_a_company_stays_while_somebody_is_in_it(crm: Crm) -> None:
    crm.take(ACME, ANN)
    crm.take(removed=[Removed("company", "1")])
    assert crm.rows("select name from companies") == [("Acme",)]


# merged


def test_what_was_filed_under_a_merged_contact_is_the_winners(crm: Crm) -> None:
    crm.take(ACME, ANN._replace(typed=frozenset({"phone"})), BEN, PILOT)
    crm.desk.deliver(1, "ann@acme.example")
    crm.desk.deliver(2, "ann@acme.example", "ben@acme.example")
    crm.desk.sync()
    crm.propose(1, "title", contact=1, at=1)
    crm.propose(2, "title", contact=2, at=2)
    both = BEN._replace(addresses=("ben@acme.example", "ann@acme.example"))
    merged = page(both, merged=[Merged("contact", "10", "11")])
    assert crm.puller.take(merged) == Pulled(1, 0, 1)
    crm.desk.sync()
    assert crm.desk.links("contact") == [(1, 2, "address"), (2, 2, "other_address")]
    assert crm.rows("select contact_id, role from deal_contacts") == [(2, "champion")]
    assert crm.rows("select * from field_sources") == []  # the winner's own page says what was typed
    assert crm.states() == [(1, "expired", None, 2), (2, "pending", None, 2)]
    assert crm.rows("select remote, local_id from crm_records where kind = 'contact' order by 1") == [
        ("10", 2),
        ("11", 2),
    ]
    before = everything(crm)
    assert crm.puller.take(merged) == Pulled()
    assert crm.take(ANN) == Pulled()  # an old page about the one that was merged
    assert everything(crm) == before


def test_the_reps_own_word_survives_a_merge(crm: Crm) -> None:
    crm.take(ACME, ANN, PILOT, PILOT._replace(id="21", name="Twin", contacts=()))
    crm.desk.deliver(1, "ann@acme.example")
    crm.desk.sync()
    crm.run("delete from links where target = 'deal'")
    crm.run("insert into links values (1, 'deal', 1, 'rep', '', 'rep_removed', 1)")
    crm.run("insert into links values (1, 'deal', 2, 'contact_role', '', 'matcher', 1)")
    crm.run("insert into rules (id, kind, value, deal_id, created_at) values (1, 'file', '{}', 1, 1)")
    crm.propose(1, "stage", deal=1)
    crm.take(merged=[Merged("deal", "20", "21")])
    assert crm.rows("select target_id, origin from links where target = 'deal'") == [(2, "rep_removed")]
    assert crm.rows("select contact_id, role from deal_contacts where deal_id = 2") == [(1, "champion")]
    assert crm.rows("select deal_id from rules") == [(2,)]
    assert crm.states() == [(1, "pending", 2, None)]
    assert crm.rows("select external from deals") == [("hs:21",)]


def test_a_merge_into_a_record_that_is_not_ours_is_a_removal(crm: Crm) -> None:
    crm.take(PILOT)
    crm.propose(1, "stage", deal=1)
    assert crm.take(merged=[Merged("deal", "20", "99")]) == Pulled(gone=1)
    assert crm.rows("select * from deals") == []
    assert crm.states() == [(1, "withdrawn", None, None)]


def test_the_winner_that_goes_takes_the_merged_ones_along(crm: Crm) -> None:
    crm.take(ANN, BEN)
    crm.take(merged=[Merged("contact", "10", "11")])
    assert crm.take(removed=[Removed("contact", "10")]) == Pulled(gone=1)
    assert crm.rows("select external from contacts") == [("hs:11",)]
    crm.take(removed=[Removed("contact", "11")])
    assert crm.rows("select * from contacts") == []
    assert crm.rows("select * from crm_records") == []


def test_merged_companies_are_one(crm: Crm) -> None:
    other = CrmCompany("2", "Acme Holding", ("acme-holding.example",))
    crm.take(ACME, other, ANN, PILOT._replace(company="2"))
    crm.desk.deliver(1, "zoe@acme-holding.example", "ann@acme.example")
    crm.desk.sync()
    crm.take(merged=[Merged("company", "2", "1")])
    assert crm.rows("select name from companies") == [("Acme",)]
    assert crm.rows("select company_id from deals") == [(1,)]
    assert crm.rows("select domain, company_id from company_domains order by 1") == [
        ("acme-holding.example", 1),
        ("acme.example", 1),
    ]
    assert {target for _, target, _ in crm.desk.links("company")} == {1}


# what refers to records by their numbers


def test_a_share_goes_with_its_deal(crm: Crm) -> None:
    crm.take(ACME, PILOT)
    crm.run("insert into shares values ('deal', 1, 'headers', 1)")
    crm.take(removed=[Removed("deal", "20")])
    assert crm.rows("select * from deals") == crm.rows("select * from shares") == []


def test_rules_follow_the_winner_of_a_merge(crm: Crm) -> None:
    crm.take(ACME, CrmCompany("2", "Acme Ltd"), ANN, BEN, PILOT)
    with crm.database.write() as connection:
        rules.add(connection, "file", {"contact": 2}, 1, now=1)
        rules.add(connection, "file", {"contact": 1}, 1, now=1)
        rules.add(connection, "file", {"company": 2}, 1, now=1)
        rules.add(connection, "file", {"company": 1}, None, now=1)
    crm.take(merged=[Merged("contact", "11", "10"), Merged("company", "2", "1")])
    with crm.database.read() as connection:
        assert [(rule.value, rule.deal_id) for rule in rules.listed(connection)] == [
            ({"contact": 1}, 1), ({"company": 1}, 1), ({"company": 1}, None),
        ]  # fmt: skip


@pytest.mark.parametrize(
    ("loser", "winner", "both"),
    [("headers", "", ""), ("", "preview", ""), ("headers", "preview", "headers"), ("preview", "headers", "headers")],
)
def test_nothing_is_shared_because_somebody_merged_two_deals(crm: Crm, loser: str, winner: str, both: str) -> None:
    crm.take(ACME, PILOT, PILOT._replace(id="21", name="Rollout"))
    for id, level in ((1, loser), (2, winner)):
        if level:
            crm.run(f"insert into shares values ('deal', {id}, '{level}', 1)")
    crm.take(merged=[Merged("deal", "20", "21")])
    assert crm.rows("select target_id, level from shares") == ([(2, both)] if both else [])
