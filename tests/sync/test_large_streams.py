"""A folder of very many mails: the engine holds parts of it in memory, never all of its ids."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path

from sqlalchemy import text

from store import accounts, migrate
from store.database import Database
from store.ledger import SqlLedger
from sync.engine import Engine
from sync.model import Cursor, Gone, Message, Page, Ref, Rejected, Stream
from sync.policy import Rules
from tests.conftest import FixedClock, digest

MANY = 40_000
JUNK, INBOX = Stream("Junk", "Junk", "junk"), Stream("INBOX", "Inbox", "inbox")


class Nobody:
    """A book without anybody."""

    def knows(self, address: str) -> bool:
        return not address


class Large:
    """A server that makes its ids up when it is asked, as a real one reads them from its disk."""

    def __init__(self, many: int) -> None:
        self.many = many

    def streams(self) -> Sequence[Stream]:
        return [INBOX, JUNK]

    def changes(self, stream: Stream, since: Cursor | None) -> Iterator[Page]:
        """All of it is older than the window."""
        del stream
        if since is None:
            for start in range(0, self.many, 1_000):
                yield Page((), Cursor("large", str(start)), outside=[f"{n:032}" for n in range(start, start + 1_000)])

    def look(self, stream: Stream, ids: Sequence[str]) -> Iterator[Ref | Gone | Rejected]:
        del stream
        yield from map(Gone, ids)

    def fetch(self, stream: Stream, refs: Sequence[Ref]) -> Iterator[Message | Gone | Rejected]:
        del stream
        yield from (Gone(ref.id) for ref in refs)

    def census(self, stream: Stream) -> Iterator[Collection[str]]:
        del stream
        for start in range(0, self.many, 1_000):
            yield [f"{n:032}" for n in range(start, min(start + 1_000, self.many))]

    def close(self) -> None:
        """Nothing is open."""


def test_F50_the_ids_of_a_large_folder_are_never_in_memory_at_once(
    tmp_path: Path, open_database: Callable[..., Database]
) -> None:
    """40,000 ids of 32 signs take 4 MB as a set, and there were two sets once."""
    database = open_database(f"sqlite:///{tmp_path}/store.db")
    migrate.ensure(database)
    accounts.ensure(database, "a", "memory", "rep@us.example")
    engine = Engine(SqlLedger(database, digest, FixedClock()), FixedClock())
    large, rules = Large(MANY), Rules(Nobody(), digest=digest)
    tracemalloc.start()
    try:
        for _ in range(2):
            for stream in (JUNK, INBOX):
                engine.cycle(large, "a", stream, rules, "preview")
        large.many = MANY // 2
        engine.cycle(large, "a", JUNK, rules, "preview")
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    with database.read() as connection:
        found = connection.execute(
            text("select remote, (select count(*) from items where stream_id = streams.id) from streams")
        )
        assert dict(map(tuple, found)) == {"INBOX": MANY, "Junk": MANY // 2}
    assert most < 4_000_000, f"{most / 1e6:.1f} MB"
