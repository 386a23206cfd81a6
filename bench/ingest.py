"""Storing: the ledger's commit of prepared pages beside sqlite3's executemany of the very same rows.

The yardstick gets the rows that the ledger wrote, read back, into the same schema with the same pragmas, in as many
transactions; once with the full-text rows and once without. It looks nothing up, so it is no ledger, only the floor.
"""

from __future__ import annotations

import hashlib
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mail import OWN_DOMAIN, mails, people
from measure import Line, in_turn

from connectors.wire.mime import header
from matchers.book import Book, ContactEntry
from store import accounts, migrate
from store.database import Database
from store.ledger import SqlLedger
from store.lock import writer
from store.search import place
from sync.drafts import Drawn, draw
from sync.model import Cursor, Message, Ref, Stream
from sync.policy import Rules, screen
from sync.ports import Commit

PAGE = 500
SOURCES = (
    ("activities", "id", "*"),
    ("participants", "activity_id", "*"),
    ("items", "remote", "*"),
    ("held_keys", "remote", "*"),
    ("locators", "activity_id", "*"),
    ("thread_keys", "thread_id", "*"),
    ("activity_search", "rowid", "rowid, subject, body, people"),
)
"""Table, the column that says in which transaction a row belongs, the columns."""

Row = tuple[Any, ...]


class _Clock:
    def now(self) -> int:
        return 1_790_000_000


def _digest(value: str) -> bytes:
    return hashlib.blake2b(value.encode("utf-8", "surrogatepass"), key=b"bench", digest_size=16).digest()


def pages(count: int) -> list[Commit]:
    """The generator's talks as the engine would commit them."""
    book = Book([ContactEntry(n, p.name, (p.address,)) for n, p in enumerate(people(), 1)], ())
    own = frozenset({f"robin.vale@{OWN_DOMAIN}"})
    rules = Rules(book, own, frozenset({OWN_DOMAIN}), _digest)
    return list(_pages(count, rules))


def _pages(count: int, rules: Rules) -> Iterator[Commit]:
    drawn = Drawn.empty()
    for number, mail in enumerate(mails(count), 1):
        head, _, body = mail.raw.partition(b"\r\n\r\n")
        ref = Ref(str(number), "1", header(head + b"\r\n\r\n", received=int(mail.when.timestamp())))
        decision = screen(ref.header, rules)
        if decision.verdict == "keep":
            text = body.decode("utf-8", "replace").partition("\r\n\r\n")[2][:2_000] or "nothing"
            draw(Message(ref.id, ref.header, text), ref, decision, rules=rules, level="preview", into=drawn)
        if number % PAGE == 0 or number == count:
            yield Commit(drawn.items, drawn.drafts, cursor=Cursor("bench", str(number)))
            drawn = Drawn.empty()


def _fresh(path: Path) -> Database:
    path.unlink(missing_ok=True)
    database = Database.open(f"sqlite:///{path}")
    migrate.ensure(database)
    accounts.ensure(database, "bench", "imap", f"robin.vale@{OWN_DOMAIN}")
    SqlLedger(database, _digest, _Clock()).stream("bench", Stream("INBOX", "INBOX", "inbox"))
    return database


def ours(path: Path, prepared: list[Commit]) -> float:
    """Activities a second through the ledger."""
    database = _fresh(path)
    with writer(database):
        ledger = SqlLedger(database, _digest, _Clock())
        started = time.perf_counter()
        for page in prepared:
            ledger.commit(1, page)
        wall = time.perf_counter() - started
    database.close()
    return sum(len(page.drafts) for page in prepared) / wall


def floor(path: Path, filled: Path, parts: int, *, search: bool) -> float:
    """Activities a second through executemany, of the rows in `filled`."""
    batches = _batches(filled, parts, search=search)
    total = sum(len(rows) for batch in batches for statement, rows in batch.items() if " activities " in statement)
    _fresh(path).close()
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("foreign_keys=on", "cache_size=-16384", "temp_store=memory", "synchronous=full", "secure_delete=on"):
        connection.execute(f"pragma {pragma}")
    started = time.perf_counter()
    for batch in batches:
        connection.execute("begin immediate")
        for statement, rows in batch.items():
            connection.executemany(statement, rows)
        connection.execute("commit")
    wall = time.perf_counter() - started
    connection.close()
    return total / wall


def _batches(filled: Path, parts: int, *, search: bool) -> list[dict[str, list[Row]]]:
    """For each transaction: insert statement → rows. A row goes with its activity, an item with its page."""
    batches: list[dict[str, list[Row]]] = [{} for _ in range(parts)]
    with sqlite3.connect(filled) as connection:
        ids = [id for (id,) in connection.execute("select id from activities order by id")]
        page_of = {id: position * parts // len(ids) for position, id in enumerate(ids)}
        page_of |= {
            place(at, id): page_of[id] for id, at in connection.execute("select id, occurred_at from activities")
        }
        for table, column, columns in SOURCES if search else SOURCES[:-1]:
            cursor = connection.execute(f"select {columns} from {table}")
            names = [description[0] for description in cursor.description]
            statement = f"insert into {table} ({', '.join(names)}) values ({','.join('?' * len(names))})"
            at = names.index(column)
            for row in cursor:
                page = (int(row[at]) - 1) // PAGE if column == "remote" else page_of[row[at]]
                batches[page].setdefault(statement, []).append(row)
    connection.close()
    return batches


def measure(home: Path, count: int, rounds: int) -> list[Line]:
    """Two lines: with the full text on both sides, and against the floor without any."""
    prepared = pages(count)
    filled, other = home / "ledger.db", home / "floor.db"
    ours(filled, prepared)
    result = in_turn(
        {
            "ledger.commit": lambda _: ours(home / "again.db", prepared),
            "executemany with full text": lambda _: floor(other, filled, len(prepared), search=True),
            "executemany": lambda _: floor(other, filled, len(prepared), search=False),
        },
        rounds,
    )
    figure = f"{result['ledger.commit']:,.0f}/s"
    rich, bare = result["executemany with full text"], result["executemany"]
    return [
        Line(
            "ingestion, full text on both sides",
            figure,
            f"executemany {rich:,.0f}/s",
            result["ledger.commit"] / rich,
            0.8,
            True,
        ),
        Line(
            "ingestion against rows alone",
            figure,
            f"executemany {bare:,.0f}/s",
            result["ledger.commit"] / bare,
            0.5,
            True,
        ),
    ]
