"""Who talks to whom, and when: the mail and meetings of one contact, company or deal, counted for its page and its chart.

Only the rep's own pages ask this. What others see has no counts (sharing.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal, NamedTuple

from sqlalchemy import Connection, Row, text

Target = Literal["contact", "company", "deal"]

SLOT = 1_800
"""Seconds that are counted together. Every zone's midnight lies between two slots, so they add up to any week."""
MOST = 12
"""People of a deal or company who are counted one by one."""


class Slot(NamedTuple):
    """What happened in one half hour."""

    at: int
    theirs: int
    """Mails from outside."""
    ours: int
    """Mails from the rep's side."""
    met: int
    """Meetings, those that were called off left out."""


class Touches(NamedTuple):
    """The last of each kind, and the next meeting, in seconds since 1970; None where there is none."""

    theirs: int | None
    ours: int | None
    met: int | None
    ahead: int | None


class PersonTouches(NamedTuple):
    """One person's part in it."""

    key: int
    name: str
    theirs: int
    """Mails that this person wrote."""
    ours: int
    """Mails of the rep's side that this person got."""
    met: int
    last: int


def slots(connection: Connection, target: Target, key: int, since: int, until: int) -> list[Slot]:
    """What happened from `since` on and before `until`, by half hours in which anything did."""
    found: dict[int, Slot] = {}
    row = {"target": target, "key": key, "since": since, "until": until, "slot": SLOT}
    for one in connection.execute(_SLOTS, row):
        place = since + (one.at - since) // SLOT * SLOT
        slot = found.get(place, Slot(place, 0, 0, 0))
        found[place] = slot._replace(**{one.side: one.n})
    return [found[place] for place in sorted(found)]


def touches(connection: Connection, target: Target, key: int, now: int) -> Touches:
    """When each side was last heard of, and when both meet next."""
    row = {"target": target, "key": key, "now": now}
    theirs, ours, met = (connection.scalar(_LAST, {**row, "side": side}) for side in ("theirs", "ours", "met"))
    return Touches(theirs, ours, met, connection.scalar(_NEXT, row))


def people(connection: Connection, target: Target, key: int, since: int, until: int) -> list[PersonTouches]:
    """The contacts on it, the busiest first: a mail counts for who wrote it, or for whom the rep's side wrote it to."""
    row = {"target": target, "key": key, "since": since, "until": until}
    return _ranked(connection.execute(_PEOPLE, row))[:MOST]


def _ranked(rows: Iterable[Row[Any]]) -> list[PersonTouches]:
    found: dict[int, PersonTouches] = {}
    for row in rows:
        one = found.get(row.id, PersonTouches(row.id, row.name, 0, 0, 0, row.last))
        found[row.id] = one._replace(**{row.side: row.n, "last": max(one.last, row.last)})
    return sorted(found.values(), key=lambda one: (-(one.theirs + one.ours + one.met), one.name, one.key))


# A colleague's mail came in, and is of the rep's side all the same.
_SIDE = """case when activities.kind = 'meeting' then 'met' when direction = 'out' then 'ours'
  when exists (select 1 from participants as writer where writer.activity_id = activities.id
    and writer.role = 'from' and writer.outside) then 'theirs' else 'ours' end"""
_LINKED = """from links join activities on activities.id = links.activity_id {more}
  where target = :target and target_id = :key and origin <> 'rep_removed' and orphaned_at is null and status <> 'cancelled'"""
_BETWEEN = "and links.at >= :since and links.at < :until"
_OF = _LINKED.format(more="")
_SLOTS = text(
    f"""select min(at) as at, side, count(*) as n from (select links.at as at, {_SIDE} as side {_OF} {_BETWEEN}) as found
        group by (at - :since) / :slot, side"""  # noqa: S608  our own words
)
_LAST = text(f"select links.at {_OF} and links.at <= :now and {_SIDE} = :side order by links.at desc limit 1")
_NEXT = text(f"select links.at {_OF} and links.at > :now and activities.kind = 'meeting' order by links.at limit 1")
_ON = _LINKED.format(
    more="""join participants on participants.activity_id = activities.id
      join contact_addresses on contact_addresses.address = participants.address
      join contacts on contacts.id = contact_addresses.contact_id"""
)
_PEOPLE = text(
    f"""select id, name, side, count(distinct activity) as n, max(at) as last from (
          select contacts.id as id, contacts.name as name, {_SIDE} as side, activities.id as activity, links.at as at, role {_ON}
          {_BETWEEN}) as found
        where side = 'met' or (side = 'theirs' and role = 'from') or (side = 'ours' and role in ('to', 'cc', 'bcc'))
        group by id, name, side"""  # noqa: S608  as above
)
