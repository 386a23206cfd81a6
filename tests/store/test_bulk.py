"""Lists of values in one statement: every size, every kind of value, on SQLite and on PostgreSQL."""

from __future__ import annotations

import pytest

from store import bulk
from store.database import Database
from store.schema import companies, exclusions

SOME = "select id from companies where id in :values"
TWICE = """select id from companies where folded <> :but and id in :values
  union select id from companies where name = 'a%b' and id in :values order by id"""


def fill(database: Database, count: int) -> None:
    with database.write() as connection:
        rows = [(number, "a%b" if number == 7 else f"n{number}", f"f{number}") for number in range(1, count + 1)]
        bulk.insert(connection, companies, rows)


@pytest.mark.parametrize("count", [0, 1, 2, 25, 26, 500, 501, 1_200])
def test_each_value_is_found_once_however_many_there_are(database: Database, count: int) -> None:
    fill(database, 1_300)
    with database.read() as connection:
        found = [row.id for row in bulk.select_in(connection, SOME, range(1, count + 1))]
    assert sorted(found) == list(range(1, count + 1))


def test_values_may_stand_twice_and_beside_others(database: Database) -> None:
    fill(database, 30)
    with database.read() as connection:
        found = [row.id for row in bulk.select_in(connection, TWICE, [7, 5, 6, 99], but="f6")]
    assert found == [5, 7]


def test_digests_and_texts_are_values_too(database: Database) -> None:
    digests = [bytes([number]) * 16 for number in range(40)]
    with database.write() as connection:
        bulk.insert(connection, exclusions, [("address", digest, 0) for digest in digests])
        found = bulk.select_in(connection, "select digest from exclusions where digest in :values", digests[10:])
        assert {bytes(row.digest) for row in found} == set(digests[10:])
        bulk.execute_in(connection, "delete from exclusions where kind in :values", ["address", "word"])
        assert bulk.select_in(connection, "select digest from exclusions where digest in :values", digests) == []


def test_a_change_reaches_the_named_rows_only(database: Database) -> None:
    fill(database, 600)
    with database.write() as connection:
        bulk.execute_in(connection, "update companies set name = :name where id in :values", range(1, 551), name="x")
        named = connection.exec_driver_sql("select count(*) from companies where name = 'x'").scalar_one()
    assert named == 550
