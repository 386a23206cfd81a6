"""What the rep files by hand: a link that no matcher overrules, or one that is taken away for good; answers to open questions."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection, text

from store import bulk, clock, last_touch, rules
from store.database import Database
from store.latematch import rematch_deals
from store.naming import contacts_named, deals_named
from sync.ports import Clock


class Target(NamedTuple):
    """A contact or a deal, as the rep named it."""

    kind: str
    id: int
    name: str


class Asked(NamedTuple):
    """An activity whose deal is open, with the deals that could claim it, best first."""

    activity: int
    subject: str
    occurred_at: int
    candidates: tuple[tuple[int, str, str], ...]
    """(deal, its name, what speaks for it)."""


class Hand:
    """The rep's hand on one store. The caller holds the store's lock."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def named(self, words: str) -> list[Target]:
        """The deals of that id or name; without one the contacts of that id, name or address. Several: the words are not clear."""
        with self._database.read() as connection:
            deals = _rows(connection, "deals", deals_named(connection, words))
            people = _rows(connection, "contacts", () if deals else contacts_named(connection, words))
        return [Target("deal", *row) for row in deals] + [Target("contact", *row) for row in people]

    def record(self, kind: str, key: int) -> Target | None:
        """The contact or deal of that key, by its name, or else by its id."""
        with self._database.read() as connection:
            name = connection.scalar(_NAMES[kind], {"id": key})
        return None if name is None else Target(kind, key, name)

    def exists(self, activity: int) -> bool:
        """Whether there is such an activity."""
        with self._database.read() as connection:
            return bool(connection.scalar(_EXISTS, {"id": activity}))

    def link(self, activity: int, target: Target) -> None:
        """File it there for good. A deal takes the place of those that a matcher chose."""
        values = {"id": activity, "target": target.kind, "target_id": target.id}
        with self._database.write() as connection:
            touched = last_touch.of(connection, [activity])
            if target.kind == "deal":
                connection.execute(_REPLACED, values)
                connection.execute(_ANSWERED, values)
            connection.execute(_LINK, values)
            last_touch.renew(connection, touched | last_touch.of(connection, [activity]))
            _changed(connection, activity)

    def unlink(self, activity: int, target: Target) -> bool:
        """Take it off for good. False: it was not filed there; it never will be now."""
        values = {"id": activity, "target": target.kind, "target_id": target.id}
        with self._database.write() as connection:
            there = bool(connection.scalar(_THERE, values))
            connection.execute(_UNLINK, values)
            last_touch.renew(connection, {(target.kind, target.id)})
            _changed(connection, activity)
            return there

    def none_of(self, activity: int) -> None:
        """It belongs to no deal: those that could claim it are not asked about again."""
        with self._database.write() as connection:
            for one in questions(connection, activity):
                for deal, _, _ in one.candidates:
                    connection.execute(_UNLINK, {"id": activity, "target": "deal", "target_id": deal})
                    last_touch.renew(connection, {("deal", deal)})
            connection.execute(_ANSWERED, {"id": activity})
            _changed(connection, activity)

    def rule_from(self, activity: int, deal: int, word: str = "", days: int | None = None) -> int:
        """Make a rule of a correction: a word of the mail, else its one contact. Its number; 0: several contacts are on it."""
        with self._database.write() as connection:
            value: dict[str, str | int] = {"word": word}
            if not word:
                people = list(connection.scalars(_CONTACTS, {"id": activity}))
                if len(people) != 1:
                    return 0
                value = {"contact": people[0]}
            now = clock.today(connection, self._clock.now())
            ends = None if days is None else now + days * 86_400
            made = rules.add(connection, "file", value, deal, now=now, expires_at=ends, activity_id=activity)
            rematch_deals(connection, [deal])
            return made


def _rows(connection: Connection, table: str, ids: Sequence[int]) -> list[tuple[int, str]]:
    rows = bulk.select_in(connection, f"select id, name from {table} where id in :values order by id", ids)  # noqa: S608  one of two
    return [(row.id, row.name) for row in rows]


def questions(connection: Connection, activity: int | None = None) -> list[Asked]:
    """What is open, newest first."""
    rows = connection.execute(_QUESTIONS, {"id": activity}).all()
    ranked = {row.id: json.loads(row.candidates) for row in rows}
    wanted = {one["deal_id"] for each in ranked.values() for one in each}
    names = {
        row.id: row.name for row in bulk.select_in(connection, "select id, name from deals where id in :values", wanted)
    }
    return [
        Asked(
            row.id,
            row.subject,
            row.occurred_at,
            tuple(
                (one["deal_id"], names[one["deal_id"]], str(one.get("reason", "")))
                for one in ranked[row.id]
                if one["deal_id"] in names
            ),
        )
        for row in rows
    ]


def _changed(connection: Connection, activity: int) -> None:
    """What its words say is compared with where it is filed now; the others of the conversation may follow."""
    values = {"id": activity}
    connection.execute(text("update findings set fresh = true where activity_id = :id"), values)
    connection.execute(_CONVERSATION, values)


_EXISTS = text("select exists (select 1 from activities where id = :id)")
_NAMES = {
    "deal": text("select coalesce(nullif(name, ''), external) from deals where id = :id"),
    "contact": text("select coalesce(nullif(name, ''), external) from contacts where id = :id"),
}
_ANSWERED = text("delete from questions where activity_id = :id")
_REPLACED = text(
    "delete from links where activity_id = :id and target = 'deal' and target_id <> :target_id and origin = 'matcher'"
)
_LINK = text(
    """insert into links (activity_id, target, target_id, rule, evidence, origin, at)
       select id, :target, :target_id, 'rep', 'you filed it here', 'rep', occurred_at from activities where id = :id
       on conflict (activity_id, target, target_id) do update
       set rule = excluded.rule, evidence = excluded.evidence, origin = 'rep'"""
)
_UNLINK = text(
    """insert into links (activity_id, target, target_id, rule, evidence, origin, at)
       select id, :target, :target_id, 'rep', 'you took it off', 'rep_removed', occurred_at from activities where id = :id
       on conflict (activity_id, target, target_id) do update
       set rule = excluded.rule, evidence = excluded.evidence, origin = 'rep_removed'"""
)
_THERE = text(
    """select exists (select 1 from links where activity_id = :id and target = :target and target_id = :target_id
         and origin <> 'rep_removed')"""
)
_CONVERSATION = text(
    """update activities set unmatched = true
       where thread_id = (select thread_id from activities as one where one.id = :id)"""
)
_CONTACTS = text(
    "select target_id from links where activity_id = :id and target = 'contact' and origin <> 'rep_removed'"
)
_QUESTIONS = text(
    """select activities.id, subject, occurred_at, candidates from questions cross join activities
       where activities.id = activity_id and orphaned_at is null and (cast(:id as bigint) is null or activities.id = :id)
       order by occurred_at desc, activities.id desc"""
)
