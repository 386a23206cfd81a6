"""The rep's own rules: what files a mail under a deal, what is approved by itself, what goes to the CRM's history.

Each can be read, changed and revoked. `value` by kind:

    file      {"word": "renewal"} or {"contact": 12} or {"company": 3}      deal_id: the deal
    approve   {"kind": "next_step"}                                         deal_id: only of this deal; none: of all
    log       {}                                                            deal_id: only of this deal; none: of all
"""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import Connection, text

from store.clock import today
from store.database import Database
from store.latematch import rematch_deals
from store.naming import deals_named
from sync.ports import Clock

_DAY = 86_400


class Rule(NamedTuple):
    """One rule."""

    id: int
    kind: str
    value: dict[str, str | int]
    deal_id: int | None
    created_at: int
    expires_at: int | None
    deal: str = ""
    """The deal's id as scripts see it."""
    deal_name: str = ""


class Approving(NamedTuple):
    """A rule that approves proposals of a kind."""

    id: int
    kind: str
    deal_id: int | None


class Filing(NamedTuple):
    """The rules that file under deals, as the matcher takes them."""

    words: tuple[tuple[str, int], ...] = ()
    contacts: tuple[tuple[int, int], ...] = ()
    companies: tuple[tuple[int, int], ...] = ()


def listed(connection: Connection, now: int | None = None) -> list[Rule]:
    """All rules; those in force at a time."""
    rows = connection.execute(_ALL, {"now": now}).all()
    return [
        Rule(row.id, row.kind, json.loads(row.value), row.deal_id, row.created_at, row.expires_at, row.external or "", row.name or "")
        for row in rows
    ]  # fmt: skip


def approving(connection: Connection, now: int) -> list[Approving]:
    """What is approved by itself."""
    return [
        Approving(rule.id, str(rule.value.get("kind", "")), rule.deal_id)
        for rule in listed(connection, now)
        if rule.kind == "approve"
    ]


def filing(connection: Connection, now: int) -> Filing:
    """What files activities under deals."""
    mine = [rule for rule in listed(connection, now) if rule.kind == "file" and rule.deal_id is not None]
    found: dict[str, list[tuple[str | int, int]]] = {"word": [], "contact": [], "company": []}
    for rule in mine:
        for name, value in rule.value.items():
            if name in found and rule.deal_id is not None:
                found[name].append((value, rule.deal_id))
    return Filing(
        tuple((str(word), deal) for word, deal in found["word"]),
        tuple((int(id), deal) for id, deal in found["contact"]),
        tuple((int(id), deal) for id, deal in found["company"]),
    )


def add(
    connection: Connection,
    kind: str,
    value: dict[str, str | int],
    deal_id: int | None,
    *,
    now: int,
    expires_at: int | None = None,
    activity_id: int | None = None,
) -> int:
    """Make a rule, or find the one that says so already; returns its number."""
    for rule in listed(connection, now):
        if (rule.kind, rule.value, rule.deal_id) == (kind, value, deal_id):
            change(connection, rule.id, expires_at)
            return rule.id
    values = {
        "kind": kind, "value": json.dumps(value, ensure_ascii=False, sort_keys=True), "deal": deal_id, "activity": activity_id,
        "now": now, "ends": expires_at,
    }  # fmt: skip
    return int(connection.execute(_ADD, values).scalar_one())


def make(
    database: Database, clock: Clock, kind: str, value: dict[str, str | int], deal: str, days: int | None
) -> Rule | str:
    """A rule of the rep's own, for a deal by its id or name; or why there is none."""
    with database.write() as connection:
        keys = deals_named(connection, deal.strip()) if deal.strip() else []
        if deal.strip() and len(keys) != 1:
            several = "could be several deals: give its id" if keys else "is no deal"
            return f"{deal!r} {several}. `repside history --json` prints the ids of deals."
        now = today(connection, clock.now())
        ends = None if days is None else now + days * _DAY
        id = add(connection, kind, value, keys[0] if keys else None, now=now, expires_at=ends)
        if kind == "file":
            rematch_deals(connection, keys)
        return next(rule for rule in listed(connection) if rule.id == id)


def edit(
    database: Database, id: int, clock: Clock, *, word: str | None = None, days: int | None = None, no_end: bool = False
) -> Rule | None:
    """Change a rule's end or word; None: there is no such rule, or it has no word."""
    with database.write() as connection:
        found = next((rule for rule in listed(connection) if rule.id == id), None)
        if found is None or (word is not None and "word" not in found.value):
            return None
        now = today(connection, clock.now())
        ends = None if no_end else found.expires_at if days is None else now + days * _DAY
        change(connection, id, ends, None if word is None else {"word": word.strip()})
        if found.kind == "file" and found.deal_id is not None:
            rematch_deals(connection, [found.deal_id])
        return found


def revoke(database: Database, id: int) -> bool:
    """Take a rule away. False: there is no such rule."""
    with database.write() as connection:
        found = remove(connection, id)
        if found is not None and found.kind == "file" and found.deal_id is not None:
            rematch_deals(connection, [found.deal_id])
        return found is not None


def names(connection: Connection) -> dict[str, dict[int, str]]:
    """Contacts and companies of which rules speak, by number."""
    return {
        "contact": {row.id: row.name for row in connection.execute(_PEOPLE)},
        "company": {row.id: row.name for row in connection.execute(_FIRMS)},
    }


def change(connection: Connection, id: int, expires_at: int | None, value: dict[str, str | int] | None = None) -> bool:
    """Give it another end, or another value. False: there is no such rule."""
    values = {"id": id, "ends": expires_at, "value": None if value is None else json.dumps(value, sort_keys=True)}
    return bool(connection.execute(_CHANGE, values).rowcount)


def remove(connection: Connection, id: int) -> Rule | None:
    """Revoke it; None: there is no such rule."""
    found = next((rule for rule in listed(connection) if rule.id == id), None)
    if found is not None:
        connection.execute(text("delete from rules where id = :id"), {"id": id})
    return found


def move(connection: Connection, part: str, old: int, new: int) -> None:
    """A contact or company (`part`) became part of another one: what is said of it holds for that one, once."""
    known = [(rule.value, rule.deal_id) for rule in listed(connection)]
    for rule in listed(connection):
        if rule.value.get(part) != old:
            continue
        value: dict[str, str | int] = {part: new}
        if (value, rule.deal_id) in known:
            remove(connection, rule.id)
        else:
            change(connection, rule.id, rule.expires_at, value)
        known.append((value, rule.deal_id))


def drop_contacts(connection: Connection, contacts: Collection[int]) -> None:
    """The rules that are about these contacts go with them."""
    for rule in listed(connection):
        if rule.value.get("contact") in contacts:
            remove(connection, rule.id)


_ALL = text(
    """select rules.*, deals.external, deals.name from rules left join deals on deals.id = deal_id
       where rules.kind <> 'share' and (cast(:now as bigint) is null or expires_at is null or expires_at > :now)
       order by rules.id"""
)
_PEOPLE = text("select id, name from contacts where exists (select 1 from rules where kind = 'file')")
_FIRMS = text("select id, name from companies where exists (select 1 from rules where kind = 'file')")
_ADD = text(
    """insert into rules (kind, value, deal_id, activity_id, created_at, expires_at)
       values (:kind, :value, :deal, :activity, :now, :ends) returning id"""
)
_CHANGE = text("update rules set expires_at = :ends, value = coalesce(cast(:value as text), value) where id = :id")
