"""What the rep files by hand, and the rules made of it. On SQLite and on PostgreSQL."""

from __future__ import annotations

import pytest

from store import hand, rules
from store.database import Database
from store.hand import Hand, Target
from store.linking import Linker
from store.people import import_deals, load_book
from tests.store.office import DAY, DEAL, SECOND, START, Office

FIRST, OTHER = Target("deal", 1, "Rollout"), Target("deal", 2, "Service")


@pytest.fixture
def office(database: Database) -> Office:
    """Ann is on both deals: her mail is an open question."""
    return Office(database, DEAL, SECOND._replace(contacts=(("c1", ""),)))


@pytest.fixture
def mine(office: Office) -> Hand:
    return Hand(office.database, office.clock)


def filed(office: Office) -> dict[object, list[object]]:
    """Activity → its deals; links alone, no proposals."""
    with office.database.read() as connection:
        book = load_book(connection, ["rep@us.example"], ["us.example"])
    Linker(office.database, book, office.clock).link_pending()
    found: dict[object, list[object]] = {}
    for (activity,) in office.rows("select id from activities order by id"):
        rows = office.rows(
            "select target_id from links where activity_id = :id and target = 'deal' and origin <> 'rep_removed' order by 1", id=activity
        )  # fmt: skip
        found[activity] = [row[0] for row in rows]
    return found


def asked(office: Office) -> list[hand.Asked]:
    with office.database.read() as connection:
        return hand.questions(connection)


def test_an_answer_closes_the_question_and_the_conversation_follows(office: Office, mine: Hand) -> None:
    office.mail(1)
    office.mail(2, references=("1@x",), at=START + 60)
    assert filed(office) == {1: [], 2: []}
    assert [(one.activity, [deal for deal, _, _ in one.candidates]) for one in asked(office)] == [
        (2, [1, 2]),
        (1, [1, 2]),
    ]
    assert all(reason for one in asked(office) for _, _, reason in one.candidates)
    mine.link(1, OTHER)
    assert filed(office) == {1: [2], 2: [2]}
    assert asked(office) == []


def test_none_of_them_is_an_answer_too(office: Office, mine: Hand) -> None:
    office.mail(1)
    filed(office)
    mine.none_of(1)
    import_deals(office.database, [DEAL._replace(stage="Proposal")])
    assert filed(office) == {1: []}
    assert asked(office) == []


def test_what_a_person_links_or_takes_away_is_never_overruled(office: Office, mine: Hand) -> None:
    office.mail(1)
    filed(office)
    mine.link(1, FIRST)
    import_deals(office.database, [SECOND._replace(contacts=(("c1", "champion"), ("c2", "")))])
    assert filed(office) == {1: [1]}
    assert mine.unlink(1, FIRST)
    assert not mine.unlink(1, FIRST)
    assert filed(office)[1] != [1]
    mine.link(1, FIRST)
    assert filed(office) == {1: [1]}


def test_a_correction_becomes_a_rule_that_ends(office: Office, mine: Hand) -> None:
    office.mail(1)
    filed(office)
    mine.link(1, OTHER)
    assert mine.rule_from(1, 2, days=30) == 1
    assert mine.rule_from(1, 2, days=60) == 1
    office.mail(2, at=START + 60)
    assert filed(office)[2] == [2]
    assert office.rows("select rule, evidence from links where activity_id = 2 and target = 'deal'")[0] == (
        "person", "Your rule files mail with Ann Ames under the deal. Also open: Rollout.",
    )  # fmt: skip
    office.clock.at += 61 * DAY
    office.mail(3, at=START + 61 * DAY)
    assert filed(office)[3] == []


def test_a_word_files_mail_where_somebody_of_the_deal_is_on_it(office: Office, mine: Hand) -> None:
    office.mail(1)
    filed(office)
    assert mine.rule_from(1, 2, "subject 7") == 1
    office.mail(7, at=START + 1)
    office.mail(77, at=START + 2)
    office.mail(8, who="nobody@else.example", at=START + 3)
    assert filed(office) == {1: [], 2: [2], 3: [], 4: []}
    assert rules.edit(office.database, 1, office.clock, word="77") is not None
    assert filed(office) == {1: [], 2: [], 3: [2], 4: []}
    assert rules.revoke(office.database, 1)
    assert filed(office) == {1: [], 2: [], 3: [], 4: []}
    assert not rules.revoke(office.database, 1)


def test_several_contacts_make_no_rule_by_themselves(office: Office, mine: Hand) -> None:
    office.mail(1, to=("ben@acme.example", "rep@us.example"))
    filed(office)
    assert mine.rule_from(1, 2) == 0
    assert office.rows("select * from rules") == []


def test_names_are_found_as_the_rep_says_them(mine: Hand) -> None:
    assert [target.id for target in mine.named("d2")] == [2]
    assert mine.named("rollout") == [FIRST]
    assert [target.kind for target in mine.named("ann@acme.example")] == ["contact"]
    assert mine.named("nobody") == []
    assert not mine.exists(5)
