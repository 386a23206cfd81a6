"""The accounts' rows: made on first sight, with the state that the last round left. Settings live in the configuration."""

from __future__ import annotations

from sqlalchemy import text

from store.database import Database
from sync.errors import RepsideError


def ensure(database: Database, name: str, provider: str, address: str) -> None:
    """Make or refresh an account's row; writes nothing when it is as it should be."""
    row = {"name": name, "provider": provider, "address": address}
    with database.read() as connection:
        found = connection.execute(text("select provider, address from accounts where name = :name"), row).one_or_none()
    if found is None or (found.provider, found.address) != (provider, address):
        with database.write() as connection:
            connection.execute(_PUT, row)


def exists(database: Database, name: str) -> bool:
    """Whether it has a row."""
    with database.read() as connection:
        return connection.scalar(text("select id from accounts where name = :name"), {"name": name}) is not None


def note(database: Database, name: str, error: RepsideError | None, at: int) -> None:
    """Keep how the last round ended: healthy, or what the rep reads about it."""
    row: dict[str, object] = {"name": name, "state": "HEALTHY", "sentence": "", "action": "", "failed": None}
    if error is not None:
        row |= {"state": error.code, "sentence": error.sentence, "action": error.action, "failed": at}
    with database.read() as connection:
        old = connection.execute(text("select state, sentence, action from accounts where name = :name"), row).one()
    if error is None and tuple(old) == ("HEALTHY", "", ""):
        return
    with database.write() as connection:
        connection.execute(_NOTE, row)


_PUT = text(
    """insert into accounts (name, provider, address) values (:name, :provider, :address)
       on conflict (name) do update set provider = excluded.provider, address = excluded.address"""
)
_NOTE = text(
    "update accounts set state = :state, sentence = :sentence, action = :action, failed_at = :failed where name = :name"
)
