"""Who talks to whom, and when: the mail and meetings of one contact, company or deal, for its page and its chart.

Only the rep's own pages ask this. What others see has no counts (sharing.py). A page looks at the newest LATELY activities and no
further, so that it costs the same for whoever writes most.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal, NamedTuple

from sqlalchemy import Connection, Row, text

Target = Literal["contact", "company", "deal"]
Side = Literal["theirs", "ours", "met"]
"""A mail from outside, a mail of the rep's side (a colleague's as well), a meeting that was not called off."""

LATELY = 1_000
"""The newest activities of a record that are looked at."""
MOST = 12
"""People of a deal or company who are counted one by one."""
_AHEAD = 200
"""Activities to come among which the next meeting is looked for."""


class Touch(NamedTuple):
    """One mail or meeting."""

    at: int
    side: Side


class Talk(NamedTuple):
    """The newest mails and meetings with a contact, company or deal."""

    touches: tuple[Touch, ...]
    """Newest first."""
    since: int | None
    """Older ones than this were not looked at; None: these are all."""
    ahead: int | None
    """The next meeting."""

    def last(self, side: Side) -> int | None:
        """When that side was last heard of; None: not at all, or not since `since`."""
        return next((touch.at for touch in self.touches if touch.side == side), None)


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


def talk(connection: Connection, target: Target, key: int, now: int) -> Talk:
    """What happened up to now."""
    row = {"target": target, "key": key, "now": now, "since": _EVER}
    seen = connection.execute(_TALK, {**row, "most": LATELY}).all()
    touches = tuple(Touch(one.at, one.side) for one in seen if one.side)
    ahead = connection.scalar(_NEXT, {**row, "most": _AHEAD})
    return Talk(touches, seen[-1].at if len(seen) == LATELY else None, ahead)


def people(connection: Connection, target: Target, key: int, since: int, now: int) -> list[PersonTouches]:
    """The contacts on it, the busiest first: a mail counts for who wrote it, or for whom the rep's side wrote it to."""
    row = {"target": target, "key": key, "since": since, "now": now, "most": LATELY}
    return _ranked(connection.execute(_PEOPLE, row))[:MOST]


def _ranked(rows: Iterable[Row[Any]]) -> list[PersonTouches]:
    found: dict[int, PersonTouches] = {}
    for row in rows:
        one = found.get(row.id, PersonTouches(row.id, row.name, 0, 0, 0, row.last))
        found[row.id] = one._replace(**{row.side: row.n, "last": max(one.last, row.last)})
    return sorted(found.values(), key=lambda one: (-(one.theirs + one.ours + one.met), one.name, one.key))


_EVER = -(1 << 62)
# What lost its copies or was called off is of no side, and counts nowhere.
_SIDE = """case when orphaned_at is not null or status = 'cancelled' then ''
  when activities.kind = 'meeting' then 'met' when direction = 'out' then 'ours'
  when exists (select 1 from participants as writer where writer.activity_id = activities.id
    and writer.role = 'from' and writer.outside) then 'theirs' else 'ours' end"""
_LINKED = """(select activity_id, at from links where target = :target and target_id = :key and origin <> 'rep_removed'
    and at {place} order by at {order}, activity_id {order} limit :most) as linked
  join activities on activities.id = linked.activity_id"""
_LATELY = _LINKED.format(place="<= :now and at >= :since", order="desc")
_TALK = text(f"select at, {_SIDE} as side from {_LATELY} order by at desc, activity_id desc")  # noqa: S608  our own words
_NEXT = text(
    f"select min(at) from {_LINKED.format(place='> :now', order='asc')} where {_SIDE} = 'met'"  # noqa: S608  as above
)
_PEOPLE = text(
    f"""select id, name, side, count(distinct activity) as n, max(at) as last from (
          select contacts.id as id, contacts.name as name, {_SIDE} as side, activities.id as activity, at, role
          from {_LATELY} join participants on participants.activity_id = activities.id
          join contact_addresses on contact_addresses.address = participants.address
          join contacts on contacts.id = contact_addresses.contact_id) as found
        where side = 'met' or (side = 'theirs' and role = 'from') or (side = 'ours' and role in ('to', 'cc', 'bcc'))
        group by id, name, side"""  # noqa: S608  as above
)
