"""What is set aside because it could not be read: listed for the rep, and tried again when the rep says so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection, text

from store.bulk import execute_in, select_in


class Aside(NamedTuple):
    """One item that waits aside."""

    account: str
    stream: str
    """The provider's name of the folder or calendar."""
    name: str
    """For the rep's eyes."""
    id: str
    error: str
    """The kind of error; never content."""
    attempts: int
    since: int | None
    retries: bool
    """The next round tries it again."""


def waiting(connection: Connection) -> list[Aside]:
    """All of them, by account, stream and id."""
    found = [Aside(*row)._replace(retries=bool(row.retries)) for row in connection.execute(_WAITING)]
    return sorted(found, key=lambda one: (one.account, one.name, one.id))


def retry(connection: Connection, ids: Sequence[str] = ()) -> int:
    """Let the next round try these, or all. Returns how many wait for it."""
    if not ids:
        return connection.execute(text("update items set recheck = true where state = 'quarantined'")).rowcount
    found = select_in(connection, "select remote from items where state = 'quarantined' and remote in :values", ids)
    execute_in(connection, "update items set recheck = true where state = 'quarantined' and remote in :values", ids)
    return len(found)


# The index that tells which they are stands for itself: beside other columns it would not be taken, and every item be read.
_WAITING = text(
    """select accounts.name as account, streams.remote as stream, streams.name as name, items.remote as id,
         items.reason as error, items.attempts, items.aside_at as since, items.recheck as retries
       from streams join accounts on accounts.id = account_id cross join items as found cross join items
       where found.stream_id = streams.id and found.state = 'quarantined'
         and items.stream_id = found.stream_id and items.remote = found.remote"""
)
