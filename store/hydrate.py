"""Rows of activities with what hangs on them: people, links and copies, three statements for a whole page."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from sqlalchemy import Connection

from store import bulk
from store.rows import ActivityRow, LinkRow, LocatorRow, PersonRow
from sync.policy import cut

T = TypeVar("T")


def hydrated(connection: Connection, rows: Sequence[Any], people: int) -> list[ActivityRow]:
    """Complete the rows of page.ROWS, in their order. `people`: the most participants read of each."""
    ids = [row[0] for row in rows]
    if not ids:
        return []
    persons, links_of, copies = _people(connection, ids, people), linked(connection, ids), _copies(connection, ids)
    return [_activity(row, persons.get(row[0], ()), links_of[row[0]], copies.get(row[0], ())) for row in rows]


def linked(
    connection: Connection, ids: Sequence[int], *, removed: bool = False
) -> defaultdict[int, tuple[LinkRow, ...]]:
    """Links by activity; with `removed`, those that the rep took away instead."""
    rows = bulk.select_in(connection, _REMOVED if removed else _LINKS, ids)
    # A company has no id of its own in the CRM's tables: its key stands for it.
    pairs = (
        (id, LinkRow(target, key, external or str(key), *more))
        for id, target, key, external, *more in rows
    )  # fmt: skip
    return defaultdict(tuple, _grouped(pairs))


def _activity(
    row: Sequence[Any], people: tuple[PersonRow, ...], links_of: tuple[LinkRow, ...], copies: tuple[LocatorRow, ...]
) -> ActivityRow:
    (id, kind, at, ends_at, all_day, direction, subject, preview, status, location, marks, total, thread, account,
     message_id, ical_uid, asks) = row[:17]  # fmt: skip
    return ActivityRow(
        id,
        kind,
        at,
        ends_at,
        bool(all_day),
        direction,
        subject,
        cut(preview, "preview"),
        status,
        location,
        tuple(json.loads(marks)) if marks != "[]" else (),
        people,
        total,
        tuple([link for link in links_of if link[0] == "contact"]),
        tuple([link for link in links_of if link[0] == "company"]),
        tuple([link for link in links_of if link[0] == "deal"]),
        bool(asks),
        thread,
        account,
        copies,
        message_id,
        ical_uid,
    )


def _people(connection: Connection, ids: Sequence[int], most: int) -> dict[int, tuple[PersonRow, ...]]:
    rows = bulk.select_in(connection, _PEOPLE, ids, most=most)
    return _grouped(
        (id, PersonRow(address, name, role, response, bool(outside)))
        for id, address, name, role, response, outside in rows
    )


def _copies(connection: Connection, ids: Sequence[int]) -> dict[int, tuple[LocatorRow, ...]]:
    rows = bulk.select_in(connection, _COPIES, ids)
    return _grouped((id, LocatorRow(*copy)) for id, *copy in rows)


def _grouped(pairs: Iterable[tuple[int, T]]) -> dict[int, tuple[T, ...]]:
    found: defaultdict[int, list[T]] = defaultdict(list)
    for id, value in pairs:
        found[id].append(value)
    return {id: tuple(values) for id, values in found.items()}


_PEOPLE = """select activity_id, address, name, role, response, outside from participants
  where activity_id in :values and position < :most order by activity_id, position"""
_COPIES = """select activity_id, accounts.name, streams.remote, streams.name, locators.remote from locators
  join streams on streams.id = stream_id join accounts on accounts.id = account_id
  where activity_id in :values order by activity_id, accounts.name, streams.name, locators.remote"""
_EVERY_LINK = """select activity_id, target, target_id, coalesce(contacts.external, deals.external, ''),
    coalesce(contacts.name, companies.name, deals.name, '') as name, rule, evidence, origin
  from links left join contacts on target = 'contact' and contacts.id = target_id
  left join companies on target = 'company' and companies.id = target_id
  left join deals on target = 'deal' and deals.id = target_id
  where activity_id in :values and origin {} 'rep_removed' order by activity_id, name, target_id"""
_LINKS, _REMOVED = _EVERY_LINK.format("<>"), _EVERY_LINK.format("=")
