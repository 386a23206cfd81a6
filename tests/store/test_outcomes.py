from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, insert, text

from store.database import Database
from store.outcomes import Wanted, audits, items
from store.schema import items as table
from store.schema import locators
from store.status import receipt
from tests.store import fuller
from tests.store.handmade import CALENDAR, DAY, HOUR, JUNK, MAIL, NOW

OUTCOMES = [
    *(("skipped", reason) for reason in ("newsletter", "internal", "", "private", "Übrig", "a b")),
    ("captured", ""), ("held", ""), ("quarantined", "MALFORMED"), ("quarantined", "TOO_BIG"), ("quarantined", ""),
]  # fmt: skip
EVERY = """select accounts.name, streams.remote, items.state, items.reason from streams join accounts on accounts.id = account_id
  left join items on items.stream_id = streams.id"""


@pytest.fixture
def ids(database: Database) -> dict[str, int]:
    with database.write() as connection:
        return fuller.fill(connection)


@pytest.fixture
def reading(database: Database, ids: dict[str, int]) -> Iterator[Connection]:
    with database.read() as connection:
        yield connection


def test_behind_each_number_of_the_receipt_are_as_many_items(reading: Connection) -> None:
    for row in receipt(reading):
        where = Wanted("captured", row.account, row.stream, limit=1_000)
        assert len(items(reading, where)) == row.captured
        assert len(items(reading, where._replace(state="held"))) == row.held
        assert len(items(reading, where._replace(state="quarantined"))) == row.quarantined
        for reason, n in row.skipped.items():
            assert len(items(reading, where._replace(state="skipped", reason=reason))) == n


@pytest.mark.parametrize("seed", range(6))
def test_the_receipt_counts_what_a_plain_count_of_all_items_counts(
    database: Database, ids: dict[str, int], seed: int
) -> None:
    chance = random.Random(seed)
    with database.write() as connection:
        streams = list(connection.scalars(text("select id from streams order by id")))
        rows = [
            (chance.choice(streams[: 1 + seed % len(streams)]), f"more{n}", *chance.choice(OUTCOMES))
            for n in range(chance.choice((0, 1, 300)))
        ]
        for stream, remote, state, reason in rows:
            row = {"stream_id": stream, "remote": remote, "state": state, "reason": reason}
            connection.execute(insert(table), row)
        gone = chance.choice(("captured", "held", "skipped", "quarantined", ""))
        connection.execute(text("delete from items where state = :state"), {"state": gone})
    with database.read() as connection:
        plain: dict[tuple[str, str], Counter[str]] = {}
        for account, remote, state, reason in connection.execute(text(EVERY)):
            counter = plain.setdefault((account, remote), Counter())
            counter[f"skipped {reason}" if state == "skipped" else state] += state is not None
        told = receipt(connection)
    assert plain == {
        (row.account, row.stream): Counter(
            {"captured": row.captured, "held": row.held, "quarantined": row.quarantined}
            | {f"skipped {reason}": n for reason, n in row.skipped.items()}
        )
        for row in told
    }
    assert sum(row.total for row in told) == sum(counter.total() for counter in plain.values())
    for one in told:
        assert list(one.skipped.items()) == sorted(one.skipped.items(), key=lambda pair: (-pair[1], pair[0]))


@pytest.mark.parametrize(
    "wanted", [Wanted("skipped"), Wanted("captured"), Wanted("skipped", account="work", reason="internal")]
)
def test_pages_by_key_give_each_item_once_across_streams(reading: Connection, wanted: Wanted) -> None:
    whole = items(reading, wanted._replace(limit=1_000))
    paged = []
    page = items(reading, wanted._replace(limit=7))
    while page:
        paged += page
        page = items(reading, wanted._replace(limit=7, after=page[-1].place))
    assert paged == whole
    assert len({(row.stream, row.remote) for row in paged}) == len(paged) > 14


def test_what_was_kept_out_has_an_id_and_a_reason_and_nothing_else(reading: Connection) -> None:
    for state in ("held", "skipped"):
        for row in items(reading, Wanted(state, limit=1_000)):
            assert (row.at, row.activity, row.subject) == (None, None, "")
            assert row.as_json().keys() == {"account", "stream", "id", "state", "reason", "at", "activity"}


def test_what_was_captured_leads_to_its_activity(reading: Connection, ids: dict[str, int]) -> None:
    row = next(row for row in items(reading, Wanted("captured", stream="old")) if row.remote == "cur/9001")
    assert (row.activity, row.subject, row.at) == (ids["reply"], "Re: Renewal terms for 2027", NOW - 19 * DAY)


def test_a_series_is_one_item_with_its_last_meeting(database: Database, ids: dict[str, int]) -> None:
    with database.write() as connection:
        for id in (ids["met"], ids["later"]):
            connection.execute(insert(locators), {"activity_id": id, "stream_id": CALENDAR, "remote": "series"})
        connection.execute(insert(table), {"stream_id": CALENDAR, "remote": "series", "state": "captured"})
    with database.read() as connection:
        (row,) = [row for row in items(connection, Wanted("captured", stream="cal")) if row.remote == "series"]
    assert row.activity == ids["later"]


def test_what_is_set_aside_says_since_when(database: Database, ids: dict[str, int]) -> None:
    with database.write() as connection:
        connection.execute(text("update items set aside_at = :at where state = 'quarantined'"), {"at": NOW - HOUR})
    with database.read() as connection:
        (row,) = items(connection, Wanted("quarantined"))
    assert (row.at, row.reason, row.name) == (NOW - HOUR, "BadHeader", "Inbox")


def test_the_last_audit_of_each_stream(database: Database, ids: dict[str, int]) -> None:
    with database.read() as connection:
        found = audits(connection)
    assert found["work", "INBOX"] == (NOW - 4 * HOUR, 2, ("9100", "9101"))
    assert found["work", "Junk"] == (NOW - 5 * HOUR, 0, ()), "a later audit was clean"
    with database.write() as connection:
        connection.execute(text("delete from facts where name like 'audit %'"))
        connection.execute(text("update streams set audited_at = null where id = :id"), {"id": JUNK})
    with database.read() as connection:
        assert audits(connection)["work", "Junk"] == (None, None, ())
        assert audits(connection)["work", "INBOX"] == (NOW - 2 * DAY, 0, ())


def test_unexplained_ids_are_listed_and_paged(reading: Connection) -> None:
    rows = items(reading, Wanted("unexplained"))
    assert [(row.stream, row.remote, row.at) for row in rows] == [
        ("INBOX", "9100", NOW - 4 * HOUR),
        ("INBOX", "9101", NOW - 4 * HOUR),
    ]
    first = items(reading, Wanted("unexplained", limit=1))
    assert items(reading, Wanted("unexplained", after=first[0].place)) == rows[1:]
    assert items(reading, Wanted("unexplained", account="archive")) == []


def test_a_page_costs_the_same_anywhere(reading: Connection) -> None:
    if reading.dialect.name != "sqlite":
        pytest.skip("the plan is SQLite's")
    plan = reading.exec_driver_sql(
        f"""explain query plan select remote from items where stream_id = {MAIL} and state = 'skipped'
            and (reason, remote) > ('bulk', 'x') order by reason, remote limit 100"""
    ).all()
    assert "items_state" in str(plan)
    assert "TEMP B-TREE" not in str(plan)
