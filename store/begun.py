"""How far a newcomer is: an account, contacts, the first capture, the first activities."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Connection, text

from store.rows import ActivityRow, StatusRow
from store.status import status
from store.timeline import Filter, timeline

FIRST = 10
"""Activities that are shown to a newcomer."""


class Begun(NamedTuple):
    """What is done already."""

    accounts: list[StatusRow]
    contacts: int
    deals: int
    seen: int
    """Items read, counted while some are left."""
    activities: list[ActivityRow]
    """The newest of the past, FIRST at most."""

    @property
    def remaining(self) -> int:
        """Items that the first capture still has to read, as far as the accounts have told."""
        return sum(one.remaining for one in self.accounts)

    @property
    def whole(self) -> bool:
        """Whether every account was read to its end once."""
        return bool(self.accounts) and all(one.last_complete_at is not None for one in self.accounts)

    @property
    def named(self) -> bool:
        """Whether there is anybody to file under."""
        return bool(self.contacts)

    def as_json(self) -> dict[str, object]:
        """For scripts."""
        return {
            "accounts": len(self.accounts), "contacts": self.contacts, "deals": self.deals, "seen": self.seen,
            "remaining": self.remaining, "complete": self.whole, "activities": [one.id for one in self.activities],
        }  # fmt: skip


def begun(connection: Connection, now: int) -> Begun:
    """Read it; a few small questions, whatever the size of the store."""
    accounts = status(connection, now)
    whole = all(one.last_complete_at is not None for one in accounts)
    rows = connection.execute(_COUNTS).one()
    seen = 0 if whole else int(connection.scalar(_SEEN) or 0)
    return Begun(accounts, rows.contacts, rows.deals, seen, timeline(connection, Filter(until=now + 1, limit=FIRST, people=6)))  # fmt: skip


_COUNTS = text("select (select count(*) from contacts) as contacts, (select count(*) from deals) as deals")
_SEEN = text("select count(*) from items")
