"""The daemon's clockwork in the store: when each stream is due, who is paused, when the daemon was last at an account.

Invariant: a time that costs something when it is forgotten (a server asked us to wait, a password is wrong) is written at once.
Quiet rounds are written with the next heartbeat: a quiet poll writes nothing, and a restart looks a little too early at worst.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sqlalchemy import text

from store.database import Database
from sync.schedule import Due

FOREVER = 253_402_300_799
"""The end of the year 9999: paused until the rep says otherwise."""


class AccountDuty(NamedTuple):
    """What a daemon must know of an account when it starts."""

    streams: dict[str, Due]
    """By the provider's name of the stream."""
    failed_at: int | None
    """When the last round failed; None when it went well."""
    next_check_at: int | None


def load(database: Database, account: str) -> AccountDuty:
    """What was last written; nothing for an account that was never read."""
    with database.read() as connection:
        row = connection.execute(_ACCOUNT, {"account": account}).one_or_none()
        streams = connection.execute(_STREAMS, {"account": account}).all()
    dues = {each.remote: Due(each.due_at or 0, each.quiet, each.failures) for each in streams}
    return AccountDuty(dues, row.failed_at if row else None, row.next_check_at if row else None)


def save(database: Database, account: str, streams: Mapping[str, Due], next_check_at: int, now: int) -> None:
    """Write when the streams are due, and that the daemon was here."""
    rows = [
        {"account": account, "remote": remote, "at": due.at, "quiet": due.quiet, "failures": due.failures}
        for remote, due in streams.items()
    ]
    with database.write() as connection:
        if rows:
            connection.execute(_DUE, rows)
        connection.execute(_HEARTBEAT, {"account": account, "next": next_check_at, "now": now})


def pauses(database: Database) -> dict[str, int]:
    """Account → paused until; only those that the rep has paused."""
    with database.read() as connection:
        return {row.name: row.paused_until for row in connection.execute(_PAUSES)}


def pause(database: Database, accounts: Iterable[str], until: int) -> None:
    """Leave these accounts alone until then."""
    _put_pause(database, accounts, until)


def resume(database: Database, accounts: Iterable[str]) -> None:
    """Read these accounts again."""
    _put_pause(database, accounts, None)


def _put_pause(database: Database, accounts: Iterable[str], until: int | None) -> None:
    rows = [{"account": account, "until": until} for account in accounts]
    if rows:
        with database.write() as connection:
            connection.execute(text("update accounts set paused_until = :until where name = :account"), rows)


def rechecks(database: Database) -> dict[str, set[str]]:
    """Account → its streams with items to look at again: a new contact, an exclusion taken back, a retry."""
    found: dict[str, set[str]] = {}
    with database.read() as connection:
        for row in connection.execute(_RECHECKS):
            found.setdefault(row.name, set()).add(row.remote)
    return found


_ACCOUNT = text("select failed_at, next_check_at from accounts where name = :account")
_STREAMS = text(
    """select remote, due_at, quiet, failures from streams join accounts on accounts.id = account_id
       where accounts.name = :account"""
)
_DUE = text(
    """update streams set due_at = :at, quiet = :quiet, failures = :failures
       where remote = :remote and account_id = (select id from accounts where name = :account)"""
)
_HEARTBEAT = text("update accounts set next_check_at = :next, heartbeat_at = :now where name = :account")
_PAUSES = text("select name, paused_until from accounts where paused_until is not null")
_RECHECKS = text(
    """select accounts.name, streams.remote from streams join accounts on accounts.id = account_id
       where exists (select 1 from items where stream_id = streams.id and recheck)"""
)
