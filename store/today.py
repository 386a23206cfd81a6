"""What the rep's day begins with: the turns of the last weeks, the deals' last touches, meetings, promises, what waits for the rep.

Each is a statement or two over an index; nothing reads more than SECONDS of the history, or more than MOST of its activities.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, text

from matchers.owed import Turn
from store import bulk
from store.ready import Ready
from sync.model import PREVIEW

SECONDS = 6 * 7 * 86_400
"""How far back a reply can be owed, and a promise without a day is still open."""
MOST = 6_000
"""Turns that are looked at, the newest: two hundred on each working day."""
MEETINGS = 50
"""Meetings of one day."""


class Waiting(NamedTuple):
    """What waits for the rep's decision."""

    proposals: int
    questions: int
    unknown: int
    """Changes of which nobody knows whether the CRM took them."""
    quarantined: int


class Start(NamedTuple):
    """A meeting and when it begins."""

    id: int
    at: int


class DealTouch(NamedTuple):
    """An open deal with its last touch."""

    key: int
    last: int | None
    ahead: bool
    """A meeting is to come."""


class DealName(NamedTuple):
    """What a deal is called."""

    key: int
    id: str
    name: str


class Said(NamedTuple):
    """A promise without a day, in somebody's own words."""

    activity: int
    at: int
    by: str
    """rep or them; empty where nobody can tell."""
    text: str
    quote: str
    deal: int | None
    """The key of the deal that the activity is filed under."""
    deal_name: str


def turns(connection: Connection, now: int, own: Collection[str] = ()) -> list[Turn]:
    """Mail and meetings with people outside, of the last weeks. own: the rep's addresses; none: those of the accounts."""
    asked = {"since": now - SECONDS, "now": now, "most": MOST}
    mine = frozenset(own) or frozenset(connection.scalars(text("select address from accounts")))
    to_mine = frozenset(f"{_TO}{address}" for address in mine)
    return [
        _make(Turn, (
            id, thread, kind, at if ends_at is None else ends_at, direction, frozenset(outside.split(_BETWEEN)),
            author or "", received is None or _to_rep(received, mine, to_mine),
        ))
        for id, thread, kind, at, ends_at, direction, outside, author, received in _TURNS[connection.dialect.name].rows(
            connection, asked
        )
        if outside
    ]  # fmt: skip


_make = tuple.__new__  # thousands of them: made without asking how many fields they have


def _to_rep(people: str, mine: frozenset[str], to_mine: frozenset[str]) -> bool:
    """Whether the rep was written to. Who is in no list got a blind copy or reads a shared mailbox: that counts as well."""
    found = people.split(_BETWEEN)
    if not to_mine.isdisjoint(found):
        return True
    return mine.isdisjoint(found) or not any(one.startswith(_TO) for one in found)


def short_words(connection: Connection, ids: Iterable[int]) -> dict[int, str]:
    """The texts of those of these activities that have no more words than a preview."""
    return dict(bulk.tuples_in(connection, _WORDS, ids, chars=PREVIEW))


def deal_touches(connection: Connection, now: int) -> list[DealTouch]:
    """All open deals, by key."""
    return [DealTouch(key, last, bool(ahead)) for key, last, ahead in _DEALS.rows(connection, {"now": now})]


def deal_names(connection: Connection, deals: Iterable[int]) -> dict[int, DealName]:
    """Deal → what it is called."""
    return {row[0]: DealName(*row) for row in bulk.tuples_in(connection, _DEAL_NAMES, deals)}


def deal_people(connection: Connection, deals: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """Deal → the names of its contacts."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    for row in bulk.select_in(connection, _DEAL_PEOPLE, deals):
        found[row.deal_id].append(row.name)
    return {deal: tuple(sorted(names)) for deal, names in found.items()}


def meetings(connection: Connection, since: int, until: int) -> list[int]:
    """Ids of meetings with people outside that begin in that time and were not called off or declined by the rep."""
    return list(connection.scalars(_MEETINGS, {"since": since, "until": until, "most": MEETINGS}))


def starts(connection: Connection, since: int, until: int) -> list[Start]:
    """Such meetings with a time of the day, from `since` to `until`, both included."""
    return [Start(*row) for row in connection.execute(_STARTS, {"since": since, "until": until + 1, "most": MEETINGS})]


def promises(connection: Connection, now: int) -> list[Said]:
    """Promises without a day, of the last weeks, the newest first."""
    rows = connection.execute(_PROMISES, {"since": now - SECONDS, "now": now, "most": MOST})
    found = {(row.id, row.quote): _said(row) for row in rows}
    return sorted(found.values(), key=lambda one: (-one.at, one.activity, one.quote))


def _said(row: Row[Any]) -> Said:
    value = json.loads(row.value)
    by, words = promised_by(value, row.direction), str(value.get("text", ""))
    return Said(row.id, row.occurred_at, by, words, row.quote, row.deal, row.deal_name or "")


def promised_by(value: dict[str, Any], direction: str) -> str:
    """Who is bound: rep or them. What the rule found counts, else whose mail it is; empty where nobody can tell."""
    said = str(value.get("by", ""))
    return said if said in {"rep", "them"} else {"out": "rep", "in": "them"}.get(direction, "")


def waiting(connection: Connection) -> Waiting:
    """Counts by index."""
    row = connection.execute(_WAITING).one()
    return Waiting(row.proposals, row.questions, row.unknown, int(row.quarantined))


_WINDOW = """from activities where occurred_at between :since and :now and orphaned_at is null and status <> 'cancelled'
  order by occurred_at desc, id desc limit :most"""
_BETWEEN = "\n"
"""Between two addresses: no address has a control character (connectors/wire/address.py)."""
_TO = ">"
"""Before an address in To: none begins so."""


def _turns(listed: str) -> Ready:
    """One row an activity, its people put together by the database: a row for each of them would cost Python more than all else.
    Who wrote it and to whom counts only for what came in.
    """
    of = "from participants where activity_id = seen.id and role"
    return Ready(
        text(
            f"""select id, thread_id, kind, occurred_at, ends_at, direction,
              (select {listed.format("address")} {of} <> 'reply_to' and outside),
              case when direction = 'in' then (select address {of} = 'from' order by position limit 1) end,
              case when direction = 'in' then (
                select {listed.format(f"case when role = 'to' then '{_TO}' else '' end || address")} {of} <> 'reply_to') end
            from (select id, thread_id, kind, occurred_at, ends_at, direction {_WINDOW}) as seen"""  # noqa: S608  our own words
        )
    )


_TURNS = {
    "sqlite": _turns("group_concat({}, char(10))"),
    "postgresql": _turns("string_agg({}, chr(10))"),
}
_WORDS = "select id, text from activities where id in :values and length(text) <= :chars"
_LAST = """select max(links.at) from links join activities on activities.id = links.activity_id
  where links.target = 'deal' and links.target_id = deals.id and links.origin <> 'rep_removed'
  and activities.orphaned_at is null and activities.status <> 'cancelled'"""
# The last touch is at hand (last_touch.py), but one that was called off counts there, and one to come. SQLite looks at both sides of an
# `and` that stands for a value, and only at the side of a `case` that is taken.
_DEALS = Ready(
    text(
        f"""with off as (select target_id from activities join links on links.activity_id = activities.id
          where status = 'cancelled' and target = 'deal')
        select deals.id,
          case when last_touches.at > :now or deals.id in (select target_id from off)
            then ({_LAST} and links.at <= :now) else last_touches.at end as last,
          case when last_touches.at > :now then ({_LAST} and links.at > :now) is not null else false end as ahead
        from deals left join last_touches on target = 'deal' and last_touches.target_id = deals.id where deals.status = 'open'
        order by deals.id"""  # noqa: S608  our own words
    )
)
_DEAL_NAMES = "select id, external, name from deals where id in :values"
_DEAL_PEOPLE = """select deal_id, coalesce(nullif(contacts.name, ''), contacts.external) as name from deal_contacts
  join contacts on contacts.id = contact_id where deal_id in :values"""
_MET = """from activities where kind = 'meeting' and occurred_at >= :since and occurred_at < :until
  and orphaned_at is null and status <> 'cancelled'
  and exists (select 1 from participants where activity_id = activities.id and outside)
  and not exists (select 1 from participants join accounts on accounts.address = participants.address
                  where activity_id = activities.id and response = 'declined')"""
_MEETINGS = text(f"select id {_MET} order by occurred_at, id limit :most")
_STARTS = text(f"select id, occurred_at {_MET} and not all_day order by occurred_at, id limit :most")
_PROMISES = text(
    f"""select seen.id, occurred_at, direction, value, quote, deals.id as deal, deals.name as deal_name
        from (select id, occurred_at, direction {_WINDOW}) as seen join findings on findings.activity_id = seen.id
        left join links on links.activity_id = seen.id and target = 'deal' and origin <> 'rep_removed'
        left join deals on deals.id = links.target_id
        where findings.kind = 'promise' and (deals.status is null or deals.status = 'open')"""  # noqa: S608  as above
)
# A question is looked up in the activities, one by one: a join would have the planner walk all of them.
_WAITING = text(
    """select (select count(*) from proposals where state = 'pending') as proposals,
              (select count(*) from questions where exists (
                 select 1 from activities where activities.id = questions.activity_id and orphaned_at is null)) as questions,
              (select count(*) from proposals where state = 'unknown') as unknown,
              (select coalesce(sum(one.n), 0) from (select (select count(*) from items
                 where stream_id = streams.id and state = 'quarantined') as n from streams) as one) as quarantined"""
)
