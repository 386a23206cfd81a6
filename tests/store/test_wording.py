"""The rep's words as the index of words understands them: the same matches as by beginnings, found another way."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, text

from store import search, wording
from store.database import Database
from tests.store import handmade
from tests.store.handmade import NOW

LETTERS = [chr(one) for one in range(0xC0, 0x180) if chr(one).isalpha()]


@pytest.fixture
def shelf(database: Database) -> Database:
    if database.dialect != "sqlite":
        pytest.skip("PostgreSQL has beginnings of its own")
    with database.write() as connection:
        handmade.fill(connection)
    return database


def put(database: Database, *bodies: str) -> list[int]:
    with database.write() as connection:
        shelf = handmade.Shelf(connection)
        shelf.last = 40_000
        return [shelf.put(NOW - n, [("from", handmade.NADIA)], "", body) for n, body in enumerate(bodies)]


def matches(connection: Connection, question: str) -> set[int]:
    asked = text("select rowid from activity_search where activity_search match :words")
    return {one & search.IDS for one in connection.scalars(asked, {"words": question})}


def test_we_fold_letters_as_the_index_does(shelf: Database) -> None:
    ids = put(shelf, *(f"zzq{one}zz" for one in LETTERS))
    with shelf.read() as connection:
        for id, letter in zip(ids, LETTERS, strict=True):
            found = wording.read(connection, f"ZZQ{letter}z")
            assert found is not None
            assert id in matches(connection, found.value), (letter, found)
            beginning = f'"zzq{letter}z"*'
            assert matches(connection, found.value) == matches(connection, beginning), (letter, found)
    assert len(LETTERS) > 180


@pytest.mark.parametrize(
    "query",
    ["deliv", "deliver", "Delivery", "delivered now", "Lieferung", "lieferu", "RÜCKFR", "2026", "12345", "ostra",
     "deliveri nothing", "nothing", "straße", "日本", "delivery_list", "x deliv"],
)  # fmt: skip
def test_spelled_out_and_as_a_beginning_it_is_the_same(shelf: Database, query: str) -> None:
    put(
        shelf, "delivery now", "deliveries", "delivered x", "delivering", "delive", "Lieferungen", "lieferungsort now",
        "Straße", "日本語", "12345678 now", "delivery list", "deliver-y", 'deliv"ery', "DELIVERYMAN",
    )  # fmt: skip
    with shelf.read() as connection:
        found = wording.read(connection, query)
        assert found is not None
        plain = " ".join(
            f'"{word}"{"*" if len(word) > 2 or not word.isascii() else ""}' for word in query.replace("_", " ").split()
        )
        assert matches(connection, found.value) == matches(connection, plain)


def test_what_is_spelled_out_is_walked_and_what_is_too_much_is_gathered(
    shelf: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(shelf, *(f"begin{n:03}" for n in range(20)))
    with shelf.read() as connection:
        spelled = wording.read(connection, "begin")
        assert spelled is not None
        assert (spelled.terms, spelled.lazy) == (20, True)
        assert wording.read(connection, "beg") == ('"beg"*', 1, True), "it has an index of its own"
        assert wording.read(connection, "begin007") == ('"begin007"', 1, True)
        assert wording.read(connection, "日本語") == ('"日本語"*', 1, False)
        assert wording.read(connection, "…") is None
        monkeypatch.setattr(wording, "MOST", 19)
        assert wording.read(connection, "begin") == ('"begin"*', 1, False)


def test_a_word_that_was_erased_is_not_spelled_out(shelf: Database) -> None:
    (id,) = put(shelf, "quixotically")
    with shelf.write() as connection:
        assert wording.read(connection, "quixo") == ('"quixotically"', 1, True)
        search.erase(connection, [id])
        assert wording.read(connection, "quixo") == ('"quixo"', 1, True)
