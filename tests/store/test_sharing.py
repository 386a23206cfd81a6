"""Nothing leaves unless the rep says so, and what leaves holds no watch on the rep."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, insert, text

from store import exclusions, sharing
from store.database import Database
from store.ledger import erase_activities
from store.schema_deals import shares
from store.sharing import Served, everything, look, looks, named, seen_of, served, share, unshare
from tests.store import fuller
from tests.store.handmade import NOW, PILOT, RENEWAL, WAREHOUSE


class Clock:
    def now(self) -> int:
        return NOW


@pytest.fixture
def ids(database: Database) -> dict[str, int]:
    with database.write() as connection:
        return fuller.fill(connection)


@pytest.fixture
def writing(database: Database, ids: dict[str, int]) -> Iterator[Connection]:
    with database.write() as connection:
        yield connection


def found(connection: Connection) -> dict[int, Served]:
    return {row.id: row for row in everything(connection)}


def test_nobody_sees_anything_before_the_rep_says_so(writing: Connection, ids: dict[str, int]) -> None:
    assert everything(writing) == []
    assert all(seen_of(writing, id) == "" for id in ids.values())


def test_one_activity_at_its_level(writing: Connection, ids: dict[str, int]) -> None:
    share(writing, "activity", ids["today"], "headers", NOW)
    (row,) = everything(writing)
    assert (row.id, row.subject, row.level, row.text) == (ids["today"], "Pilot start on Monday", "headers", "")
    assert row.deals == (), "its deal is not shared"
    share(writing, "activity", ids["today"], "preview", NOW)
    (row,) = everything(writing)
    assert row.text.startswith("Good news")


def test_more_than_the_first_words_never_leaves(writing: Connection, ids: dict[str, int]) -> None:
    writing.execute(
        text("update activities set text = :text where id = :id"), {"id": ids["today"], "text": "word " * 500}
    )
    share(writing, "activity", ids["today"], "preview", NOW)
    assert len(everything(writing)[0].text) <= 301


def test_a_deal_shows_what_is_filed_under_it_now_and_later(writing: Connection, ids: dict[str, int]) -> None:
    share(writing, "deal", RENEWAL, "headers", NOW)
    assert found(writing).keys() == {ids["first"], ids["reply"], ids["met"]}, (
        "not the one that was taken off, nor the lost one"
    )
    assert found(writing)[ids["met"]].deals == (("d-1", "Harbor renewal 2027"),)
    writing.execute(
        text("update links set target_id = :to where target = 'deal' and target_id = :of"), {"to": RENEWAL, "of": PILOT}
    )
    assert ids["today"] in found(writing)


def test_the_most_restrictive_setting_wins(writing: Connection, ids: dict[str, int]) -> None:
    share(writing, "deal", RENEWAL, "headers", NOW)
    share(writing, "activity", ids["first"], "preview", NOW)
    assert (found(writing)[ids["first"]].level, found(writing)[ids["first"]].text) == ("headers", "")
    assert unshare(writing, "activity", ids["met"], NOW)
    assert ids["met"] not in found(writing)
    assert seen_of(writing, ids["met"]) == ""
    share(writing, "activity", ids["met"], "headers", NOW)
    assert seen_of(writing, ids["met"]) == "headers", "the rep's last word on it"


def test_taking_back_holds_at_once(writing: Connection, ids: dict[str, int]) -> None:
    share(writing, "deal", RENEWAL, "preview", NOW)
    share(writing, "activity", ids["today"], "preview", NOW)
    assert unshare(writing, "activity", ids["today"], NOW)
    assert not unshare(writing, "activity", ids["today"], NOW), "it was not shared any more"
    assert unshare(writing, "deal", RENEWAL, NOW)
    assert everything(writing) == []
    assert sharing.shares(writing) == [], "and no setting stays behind"
    share(writing, "deal", WAREHOUSE, "headers", NOW)
    assert sharing.unshare_all(writing) == 1
    assert everything(writing) == []


def test_a_level_that_nobody_knows_shows_nothing(writing: Connection, ids: dict[str, int]) -> None:
    for level in ("text", "", "everything"):
        row = {"target": "activity", "target_id": ids["today"], "level": level, "created_at": NOW}
        writing.execute(text("delete from shares"))
        writing.execute(insert(shares), row)
        assert everything(writing) == [], level


def test_what_is_excluded_is_gone_from_what_others_see(database: Database, ids: dict[str, int]) -> None:
    with database.write() as connection:
        share(connection, "deal", PILOT, "preview", NOW)
        share(connection, "activity", ids["today"], "preview", NOW)
        assert ids["today"] in found(connection)
    exclusions.add(database, lambda value: value.encode().ljust(16)[:16], Clock(), "domain", "kestrel-health.example")
    with database.read() as connection:
        assert everything(connection) == []
        assert [one.target for one in sharing.shares(connection)] == ["deal"], "the setting of what was erased is gone"


def test_what_has_no_captured_copy_is_not_shown(writing: Connection, ids: dict[str, int]) -> None:
    share(writing, "activity", ids["orphan"], "headers", NOW)
    share(writing, "activity", ids["today"], "headers", NOW)
    writing.execute(text("update items set state = 'skipped' where remote = :id"), {"id": str(ids["today"])})
    assert everything(writing) == []


def test_an_erased_activity_takes_its_share_along(writing: Connection, ids: dict[str, int]) -> None:
    share(writing, "activity", ids["today"], "headers", NOW)
    erase_activities(writing, [ids["today"]])
    assert sharing.shares(writing) == []


def test_blind_copies_stay_blind(writing: Connection, ids: dict[str, int]) -> None:
    share(writing, "activity", ids["answer"], "preview", NOW)
    (row,) = everything(writing)
    assert [one.role for one in row.people] == ["from", "to"]
    assert "Blind" not in json.dumps(row.as_json())


WATCHED = re.compile(
    r"count|total|number|score|rank|respon|repl|delay|duration|minute|hour|days|frequen|average|speed|last_|seen|week|rate"
)
"""Words of a field that would tell how much, how fast or how well the rep works."""


def fields(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, part in value.items():
            yield name
            yield from fields(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from fields(part)


def test_no_field_of_it_watches_the_rep(writing: Connection, ids: dict[str, int]) -> None:
    for deal in (RENEWAL, PILOT, WAREHOUSE):
        share(writing, "deal", deal, "preview", NOW)
    rows = everything(writing)
    names = {name for row in rows for name in fields(row.as_json())}
    assert names == {
        "id", "kind", "occurred_at", "direction", "subject", "participants", "name", "address", "role", "deals", "level", "text",
    }  # fmt: skip
    assert [name for name in names if WATCHED.search(name)] == []
    numbers = {name for row in rows for name, value in row.as_json().items() if isinstance(value, int | float)}
    assert numbers == {"id"}, "the only number is the activity's own"


def test_pages_by_key_give_each_row_once(writing: Connection, ids: dict[str, int]) -> None:
    share(writing, "deal", PILOT, "headers", NOW)
    share(writing, "deal", WAREHOUSE, "headers", NOW)
    for row in everything(writing)[2:9]:  # more in a row than a page holds
        unshare(writing, "activity", row.id, NOW)
    share(writing, "activity", ids["umlaut"], "headers", NOW)
    whole = everything(writing)
    assert ids["umlaut"] in {row.id for row in whole}
    paged: list[Served] = []
    page = served(writing, None, 3)
    while page:
        paged += page
        page = served(writing, (page[-1].at, page[-1].id), 3)
    assert paged == whole
    assert [row.at for row in whole] == sorted((row.at for row in whole), reverse=True)
    assert len(whole) > 9


def test_looks_are_kept_newest_first(writing: Connection) -> None:
    look(writing, NOW, "Ana", "export", 3)
    look(writing, NOW + 1, "Ben", "export", 4)
    assert [(one.who, one.items) for one in looks(writing)] == [("Ben", 4), ("Ana", 3)]


def test_what_a_number_or_a_name_stands_for(writing: Connection, ids: dict[str, int]) -> None:
    assert [(one.target, one.key) for one in named(writing, "", "d-1")] == [("deal", RENEWAL)]
    assert [(one.target, one.key) for one in named(writing, "", "HARBOR renewal 2027")] == [("deal", RENEWAL)]
    writing.execute(text("update deals set external = '4' where id = :id"), {"id": PILOT})
    assert {(one.target, one.key) for one in named(writing, "", "4")} == {("activity", 4), ("deal", PILOT)}
    assert [one.target for one in named(writing, "deal", "4")] == ["deal"]
    assert [one.target for one in named(writing, "activity", "4")] == ["activity"]
    assert named(writing, "activity", str(ids["orphan"])) == []
    assert named(writing, "", "9" * 30) == []
