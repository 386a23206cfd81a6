"""Views of a first run: each step of it as a store by hand."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, insert, text

from store import migrate
from store.database import Database
from store.schema import accounts, contact_addresses, contacts, items, streams
from tests.store.handmade import NOW
from tests.view.conftest import ZONE, Clock, Served
from view.server import open_view


class Beginning(Served):
    """A view whose store changes while it is looked at."""

    database: Database

    def account(self, state: str = "HEALTHY", sentence: str = "", action: str = "") -> None:
        """Connect one."""
        with self.database.write() as connection:
            row = {"id": 1, "name": "work", "provider": "imap", "address": "maya@fernleaf.example", "state": state}
            connection.execute(insert(accounts), {**row, "sentence": sentence, "action": action})

    def contact(self) -> None:
        """Name somebody."""
        with self.database.write() as connection:
            row = {"id": 1, "external": "c-1", "name": "Dana Cole", "title": "", "phone": "", "company_id": None}
            connection.execute(insert(contacts), row)
            connection.execute(
                insert(contact_addresses), {"address": "dana@harborvale.example", "contact_id": 1, "position": 0}
            )

    def capture(self, seen: int, remaining: int) -> None:
        """The first capture is so far."""
        with self.database.write() as connection:
            _stream(connection, remaining)
            connection.execute(text("delete from items"))
            rows = [{"stream_id": 1, "remote": str(n), "state": "skipped", "reason": "bulk"} for n in range(seen)]
            connection.execute(insert(items), rows)


def _stream(connection: Connection, remaining: int) -> None:
    connection.execute(text("delete from streams"))
    row = {"id": 1, "account_id": 1, "remote": "INBOX", "name": "Inbox", "role": "inbox", "remaining": remaining}
    connection.execute(insert(streams), {**row, "complete_at": None if remaining else NOW})


@contextmanager
def open_beginning(folder: Path) -> Iterator[Beginning]:
    """A view over a store in which there is nothing yet."""
    url = f"sqlite:///{folder / 'store.db'}"
    writer = Database.open(url)
    migrate.ensure(writer)
    database = Database.open(url, read_only=True)
    with open_view(database, zone=ZONE, clock=Clock()) as serving:
        made = Beginning(serving, {}, folder / "store.db")
        made.database = writer
        yield made
    database.close()
    writer.close()
