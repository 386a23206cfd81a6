"""Fails closed when the store's key is not the one at hand: hashed exclusions would silently stop to hold."""

from __future__ import annotations

from sqlalchemy import text

from store.database import Database
from sync.errors import WrongKey
from sync.ports import Digest

_PROBE = "repside"


def ensure(database: Database, digest: Digest) -> None:
    """Note the key's mark in a new store; raise WrongKey when an old one bears another."""
    mark = digest(_PROBE).hex()
    with database.read() as connection:
        found = connection.scalar(text("select value from facts where name = 'key_check'"))
    if found is None:
        with database.write() as connection:
            connection.execute(text("insert into facts (name, value) values ('key_check', :mark)"), {"mark": mark})
    elif found != mark:
        raise WrongKey
