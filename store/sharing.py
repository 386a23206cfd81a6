"""What others see: nothing, until the rep shares an activity or a deal. `served` is the one way out: the page, the command and the
file that is handed over are all made of its rows.

Several settings on one activity: the most restrictive wins, so an activity that is withheld stays so when its deal is shared. What an
exclusion erases is not there to be served. A served row holds what the message or meeting says of itself and nothing that could be
added up into a watch on the rep: no count, no duration, no time but its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, NamedTuple, TypeGuard

from sqlalchemy import Connection, Row, text

from store.bulk import select_in
from store.rows import rfc3339
from sync.policy import cut

Target = Literal["activity", "deal"]
Level = Literal["headers", "preview"]
WITHHELD = "none"
"""The level of an activity that the rep keeps back from a deal that is shared."""
PART = 500
"""Rows that are read at once."""


class Share(NamedTuple):
    """One setting of the rep's."""

    target: Target
    key: int
    name: str
    """A deal's name, an activity's subject; empty when it is not there any more."""
    level: str
    at: int


class Named(NamedTuple):
    """An activity or a deal that the rep means."""

    target: Target
    key: int
    name: str


class ServedPerson(NamedTuple):
    """Who was on it. Blind copies are not served."""

    name: str
    address: str
    role: str


class ServedDeal(NamedTuple):
    """A deal that is shared itself; others are not named."""

    id: str
    name: str


class Served(NamedTuple):
    """One activity as others get it."""

    id: int
    kind: str
    at: int
    direction: str
    subject: str
    people: tuple[ServedPerson, ...]
    deals: tuple[ServedDeal, ...]
    level: str
    text: str
    """The first words at level `preview`; nothing at `headers`."""

    def as_json(self) -> dict[str, object]:
        """As the file has it."""
        return {
            "id": self.id,
            "kind": self.kind,
            "occurred_at": rfc3339(self.at),
            "direction": self.direction,
            "subject": self.subject,
            "participants": [one._asdict() for one in self.people],
            "deals": [one._asdict() for one in self.deals],
            "level": self.level,
            "text": self.text,
        }


class Look(NamedTuple):
    """Somebody else looked, or a file was made for somebody."""

    at: int
    who: str
    what: str
    items: int


def served(connection: Connection, before: tuple[int, int] | None = None, limit: int = PART) -> list[Served]:
    """A page of what others see, newest first. `before`: (time, id) of the last row of the page before."""
    found: list[Served] = []
    place = before or _FIRST
    while len(found) < limit:
        wanted = limit - len(found)
        covered = _covered(connection, place, wanted)
        found += _told(connection, [id for _, id in covered])
        if len(covered) < wanted:
            break
        place = covered[-1]
    return found


def everything(connection: Connection) -> list[Served]:
    """All pages of `served`."""
    found: list[Served] = []
    before = None
    while page := served(connection, before):
        found += page
        before = (page[-1].at, page[-1].id)
    return found


def seen_of(connection: Connection, id: int) -> str:
    """At which level others see this activity; empty when they do not."""
    return next((_level(row.rank) for row in select_in(connection, _ROWS, [id])), "")


def share(connection: Connection, target: Target, key: int, level: Level, at: int) -> None:
    """Let others see it, from now on at this level."""
    _set(connection, target, key, level, at)


def unshare(connection: Connection, target: Target, key: int, at: int) -> bool:
    """Nobody sees it any more; an activity of a shared deal is withheld. False when nobody saw it before."""
    row = {"target": target, "key": key}
    seen = seen_of(connection, key) if target == "activity" else connection.scalar(_IS_SHARED, row)
    connection.execute(_DROP, row)
    if target == "activity" and seen_of(connection, key):
        _set(connection, target, key, WITHHELD, at)
    return bool(seen)


def unshare_all(connection: Connection) -> int:
    """Nobody sees anything any more. Returns how many settings that ended."""
    return connection.execute(text("delete from shares")).rowcount


def shares(connection: Connection) -> list[Share]:
    """The rep's settings, newest first."""
    return [Share(*row) for row in connection.execute(_SHARES)]


def named(connection: Connection, kind: str, name: str) -> list[Named]:
    """What a number, a deal's id or a deal's name stands for. `kind`: activity or deal; empty: either."""
    found: list[Named] = []
    if kind != "deal" and name.isascii() and name.isdecimal() and len(name) < 19:
        there = connection.scalar(_THERE, {"id": int(name)})
        found += [Named("activity", int(name), f"Activity {name}")] if there else []
    if kind != "activity":
        found += [Named("deal", row.id, row.name) for row in connection.execute(_DEAL, {"name": name})]
    return found


def look(connection: Connection, at: int, who: str, what: str, items: int) -> None:
    """Write down that somebody else saw or got it."""
    connection.execute(_LOOK, {"at": at, "who": who, "what": what, "items": items})


def looks(connection: Connection, limit: int = 50) -> list[Look]:
    """The last ones, newest first."""
    return [Look(*row) for row in connection.execute(_LOOKS, {"limit": limit})]


def _set(connection: Connection, target: Target, key: int, level: str, at: int) -> None:
    connection.execute(_SHARE, {"target": target, "key": key, "level": level, "at": at})


def _level(rank: int | None) -> str:
    return {1: "headers", 2: "preview"}.get(rank or 0, "")


def _covered(connection: Connection, place: tuple[int, int], limit: int) -> list[tuple[int, int]]:
    """(time, id) of what some setting is about, newest first. Each deal gives its newest: a page of them costs the same at any size."""
    row = {"at": place[0], "id": place[1], "limit": limit}
    found = {(one.at, one.id) for one in connection.execute(_OF_ACTIVITIES, row)}
    for key in connection.scalars(_SHARED_DEALS).all():
        found |= {(one.at, one.id) for one in connection.execute(_OF_DEAL, {**row, "deal": key})}
    return sorted(found, reverse=True)[:limit]


def _told(connection: Connection, ids: Sequence[int]) -> list[Served]:
    """Those of them that others may see."""
    rows = {row.id: row for row in select_in(connection, _ROWS, ids)}
    people, deals = _people(connection, list(rows)), _deals(connection, list(rows))
    return [_served(rows[id], people.get(id, ()), deals.get(id, ())) for id in ids if id in rows]


def _served(row: Row[Any], people: tuple[ServedPerson, ...], deals: tuple[ServedDeal, ...]) -> Served:
    level = _level(row.rank)
    words = cut(row.text, level) if _is_level(level) else ""
    return Served(row.id, row.kind, row.at, row.direction, row.subject, people, deals, level, words)


def _is_level(level: str) -> TypeGuard[Level]:
    return level in {"headers", "preview"}


def _people(connection: Connection, ids: Sequence[int]) -> dict[int, tuple[ServedPerson, ...]]:
    found: dict[int, tuple[ServedPerson, ...]] = {}
    for row in sorted(select_in(connection, _PEOPLE, ids), key=lambda row: (row.activity_id, row.position)):
        found[row.activity_id] = (*found.get(row.activity_id, ()), ServedPerson(row.name, row.address, row.role))
    return found


def _deals(connection: Connection, ids: Sequence[int]) -> dict[int, tuple[ServedDeal, ...]]:
    found: dict[int, tuple[ServedDeal, ...]] = {}
    for row in sorted(select_in(connection, _DEALS, ids), key=lambda row: (row.name, row.external)):
        found[row.activity_id] = (*found.get(row.activity_id, ()), ServedDeal(row.external, row.name))
    return found


_FIRST = (1 << 62, 0)
_SHARED_DEALS = text("select target_id from shares where target = 'deal' order by target_id")
_OF_DEAL = text(
    """select at, activity_id as id from links where target = 'deal' and target_id = :deal and origin <> 'rep_removed'
       and (at, activity_id) < (:at, :id) order by at desc, activity_id desc limit :limit"""
)
_OF_ACTIVITIES = text(
    """select occurred_at as at, activities.id from shares cross join activities
       where target = 'activity' and activities.id = target_id and (occurred_at, activities.id) < (:at, :id)
       order by occurred_at desc, activities.id desc limit :limit"""
)
# Every setting on each of them, at its strictest. A level that nobody knows serves nothing.
_RANK = "case level when 'preview' then 2 when 'headers' then 1 else 0 end"
_GRANTED = f"""select activity_id, min(rank) as rank from (
    select target_id as activity_id, {_RANK} as rank from shares where target = 'activity' and target_id in :values
    union all select links.activity_id, {_RANK} from links
      join shares on shares.target = 'deal' and shares.target_id = links.target_id
      where links.target = 'deal' and links.origin <> 'rep_removed' and links.activity_id in :values) as grants
  group by activity_id having min(rank) > 0"""  # noqa: S608  our own words
_ROWS = f"""select activities.id, kind, occurred_at as at, direction, subject, activities.text, rank
  from ({_GRANTED}) as granted cross join activities
  where activities.id = granted.activity_id and orphaned_at is null and exists (
    select 1 from locators join items on items.stream_id = locators.stream_id and items.remote = locators.remote
    where locators.activity_id = activities.id and items.state = 'captured')"""  # noqa: S608  as above
_PEOPLE = """select activity_id, position, name, address, role from participants
  where activity_id in :values and role not in ('bcc', 'reply_to')"""
_DEALS = """select links.activity_id, deals.external, deals.name from links join deals on deals.id = links.target_id
  join shares on shares.target = 'deal' and shares.target_id = deals.id
  where links.target = 'deal' and links.origin <> 'rep_removed' and shares.level in ('headers', 'preview')
    and links.activity_id in :values"""
_SHARE = text(
    """insert into shares (target, target_id, level, created_at) values (:target, :key, :level, :at)
       on conflict (target, target_id) do update set level = excluded.level, created_at = excluded.created_at"""
)
_DROP = text("delete from shares where target = :target and target_id = :key")
_IS_SHARED = text("select 1 from shares where target = :target and target_id = :key and level <> 'none'")
_SHARES = text(
    """select shares.target, shares.target_id, coalesce(deals.name, activities.subject, ''), shares.level, shares.created_at
       from shares left join deals on shares.target = 'deal' and deals.id = target_id
       left join activities on shares.target = 'activity' and activities.id = target_id and orphaned_at is null
       order by shares.created_at desc, shares.target, shares.target_id"""
)
_DEAL = text("select id, name from deals where external = :name or lower(name) = lower(:name) order by id")
_THERE = text("select 1 from activities where id = :id and orphaned_at is null")
_LOOK = text("insert into looks (at, who, what, items) values (:at, :who, :what, :items)")
_LOOKS = text("select at, who, what, items from looks order by at desc, id desc limit :limit")
