"""What the rep's day begins with: the turns of the last weeks, the deals' last touches, meetings, what waits for the rep.

Each is a few statements over the index of times; nothing reads more than WEEKS of the history.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, text

from matchers.owed import Turn
from store import bulk
from sync.model import PREVIEW

SECONDS = 6 * 7 * 86_400
"""How far back a reply can be owed."""
MOST = 20_000
"""Turns that are looked at, the newest."""


class Waiting(NamedTuple):
    """What waits for the rep's decision."""

    proposals: int
    questions: int
    unknown: int
    """Changes of which nobody knows whether the CRM took them."""


class DealTouch(NamedTuple):
    """An open deal with its last touch."""

    key: int
    id: str
    name: str
    company: str
    stage: str
    last: int | None
    ahead: bool
    """A meeting is to come."""


def turns(connection: Connection, now: int, own: Collection[str] = ()) -> list[Turn]:
    """Mail and meetings with people outside, of the last weeks. own: the rep's addresses; none: those of the accounts."""
    rows = connection.execute(_TURNS, {"since": now - SECONDS, "now": now, "most": MOST, "chars": PREVIEW}).all()
    mine = frozenset(own) or frozenset(connection.scalars(text("select address from accounts")))
    people: defaultdict[int, list[Row[Any]]] = defaultdict(list)
    for person in bulk.select_in(connection, _PEOPLE, [row.id for row in rows]):
        people[person.activity_id].append(person)
    return [turn for row in rows if (turn := _turn(row, people[row.id], mine)).outside]


def _turn(row: Row[Any], people: Sequence[Row[Any]], mine: frozenset[str]) -> Turn:
    received = [person.address for person in people if person.role == "to"]
    return Turn(
        id=row.id,
        thread=row.thread_id,
        kind=row.kind,
        at=row.occurred_at if row.ends_at is None else row.ends_at,
        direction=row.direction,
        subject=row.subject,
        words=row.words,
        outside=frozenset(person.address for person in people if person.outside and person.role != "reply_to"),
        author=next((person.address for person in people if person.role == "from"), ""),
        to_rep=not received or not mine.isdisjoint(received) or not any(p.address in mine for p in people),
    )


def deal_touches(connection: Connection, now: int) -> list[DealTouch]:
    """All open deals."""
    rows = connection.execute(_DEALS, {"now": now})
    return [
        DealTouch(row.id, row.external, row.name, row.company or "", row.stage, row.last, bool(row.ahead))
        for row in rows
    ]


def meetings(connection: Connection, since: int, until: int) -> list[int]:
    """Ids of meetings with people outside that begin in that time and were not called off or declined by the rep."""
    return list(connection.scalars(_MEETINGS, {"since": since, "until": until}))


def waiting(connection: Connection) -> Waiting:
    """Counts by index."""
    row = connection.execute(_WAITING).one()
    return Waiting(row.proposals, row.questions, row.unknown)


_TURNS = text(
    """select id, thread_id, kind, occurred_at, ends_at, direction, subject, substr(text, 1, :chars) as words
       from activities where occurred_at between :since and :now and orphaned_at is null and status <> 'cancelled'
       order by occurred_at desc, id desc limit :most"""
)
_PEOPLE = """select activity_id, role, address, outside from participants where activity_id in :values
  order by activity_id, position"""
_LAST = """select max(links.at) from links join activities on activities.id = links.activity_id
  where links.target = 'deal' and links.target_id = deals.id and links.origin <> 'rep_removed'
  and activities.orphaned_at is null and activities.status <> 'cancelled'"""
_DEALS = text(
    f"""select deals.id, deals.external, deals.name, companies.name as company, deals.stage,
          ({_LAST} and links.at <= :now) as last, ({_LAST} and links.at > :now) is not null as ahead
        from deals left join companies on companies.id = deals.company_id where deals.status = 'open'
        order by deals.id"""  # noqa: S608  our own words
)
_MEETINGS = text(
    """select id from activities where kind = 'meeting' and occurred_at >= :since and occurred_at < :until
       and orphaned_at is null and status <> 'cancelled'
       and exists (select 1 from participants where activity_id = activities.id and outside)
       and not exists (select 1 from participants join accounts on accounts.address = participants.address
                       where activity_id = activities.id and response = 'declined')
       order by occurred_at, id"""
)
_WAITING = text(
    """select (select count(*) from proposals where state = 'pending') as proposals,
              (select count(*) from questions join activities on activities.id = activity_id
               where orphaned_at is null) as questions,
              (select count(*) from proposals where state = 'unknown') as unknown"""
)
