"""Rows of activities with what hangs on them: people, links and copies, three statements for a whole page."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection

from store import bulk
from store.rows import ActivityRow, LinkRow, LocatorRow, PersonRow
from sync.policy import cut


def hydrated(connection: Connection, rows: Sequence[Any], people: int) -> list[ActivityRow]:
    """Complete the rows of page.ROWS, in their order. `people`: the most participants read of each."""
    ids = [row[0] for row in rows]
    if not ids:
        return []
    persons, links_of, copies = _people(connection, ids, people), _links(connection, ids), _copies(connection, ids)
    return [_activity(row, persons, links_of, copies) for row in rows]


def removed(connection: Connection, id: int) -> tuple[LinkRow, ...]:
    """The links of an activity that the rep took away."""
    rows = bulk.select_in(connection, _REMOVED, [id])
    return tuple(LinkRow(target, key, external or str(key), *more) for _, target, key, external, *more in rows)


def _activity(
    row: Sequence[Any],
    people: Mapping[int, list[PersonRow]],
    links: Mapping[tuple[int, str], list[LinkRow]],
    copies: Mapping[int, list[LocatorRow]],
) -> ActivityRow:
    (id, kind, at, ends_at, all_day, direction, subject, preview, status, location, marks, total, thread, account,
     message_id, ical_uid, asks, *_) = row  # fmt: skip
    return ActivityRow(
        id, kind, at, ends_at, bool(all_day), direction, subject, cut(preview, "preview"), status, location,
        tuple(json.loads(marks)) if marks != "[]" else (),
        tuple(people.get(id, ())),
        total,
        tuple(links.get((id, "contact"), ())),
        tuple(links.get((id, "company"), ())),
        tuple(links.get((id, "deal"), ())),
        bool(asks), thread, account,
        tuple(copies.get(id, ())),
        message_id, ical_uid,
    )  # fmt: skip


# Some hundred rows for each page: one pass over them, and values made without asking how many fields they have.
_make = tuple.__new__


def _people(connection: Connection, ids: Sequence[int], most: int) -> dict[int, list[PersonRow]]:
    found: defaultdict[int, list[PersonRow]] = defaultdict(list)
    for id, address, name, role, response, outside in bulk.tuples_in(connection, _PEOPLE, ids, most=most):
        found[id].append(_make(PersonRow, (address, name, role, response, bool(outside))))
    return found


def _links(connection: Connection, ids: Sequence[int]) -> dict[tuple[int, str], list[LinkRow]]:
    """By activity and kind of record. A company has no id of its own in the CRM's tables: its key stands for it."""
    found: defaultdict[tuple[int, str], list[LinkRow]] = defaultdict(list)
    for id, target, key, external, name, rule, evidence, origin in bulk.tuples_in(connection, _LINKS, ids):
        link = (target, key, external or str(key), name, rule, evidence, origin)
        found[id, target].append(_make(LinkRow, link))
    for links in found.values():
        if len(links) > 1:
            links.sort(key=_BY_NAME)
    return found


def _copies(connection: Connection, ids: Sequence[int]) -> dict[int, list[LocatorRow]]:
    found: defaultdict[int, list[LocatorRow]] = defaultdict(list)
    for id, account, stream, name, remote in bulk.tuples_in(connection, _COPIES, ids):
        found[id].append(_make(LocatorRow, (account, stream, name, remote)))
    return found


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
  where activity_id in :values and origin"""
_LINKS = f"{_EVERY_LINK} <> 'rep_removed'"  # sorted here: a few rows for each activity
_REMOVED = f"{_EVERY_LINK} = 'rep_removed' order by activity_id, name, target_id"
_BY_NAME = attrgetter("name", "key")
