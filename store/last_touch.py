"""When each contact, company and deal was last heard of: kept beside the links, in the same transaction as whatever changes them.

Invariant of the table `last_touches`: for each record that a shown activity is linked to (one that has a copy left, by a link that the
rep did not take away), the latest time of these activities, in the future or not; no row for any other record. So a list can be put
in the order of the last touch without asking each record's links, and nothing of an erased activity is left in it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import Connection, text

from store import bulk
from store.schema import last_touches

Record = tuple[str, int]
"""(target, id): contact, company or deal."""


def of(connection: Connection, activities: Iterable[int]) -> set[Record]:
    """The records that these activities are linked to."""
    return {(row.target, row.target_id) for row in bulk.select_in(connection, _OF, activities)}


def heard(connection: Connection, touches: Iterable[tuple[str, int, int]]) -> None:
    """New links of shown activities, as (target, id, time): what is later than before counts."""
    latest: dict[Record, int] = {}
    for target, id, at in touches:
        latest[target, id] = max(at, latest.get((target, id), at))
    bulk.insert(connection, last_touches, [(*record, at) for record, at in sorted(latest.items())], _LATER)


def renew(connection: Connection, records: Collection[Record]) -> None:
    """Read these anew, after links or activities went, came back or moved in time."""
    if records:
        named = [{"target": target, "id": id} for target, id in sorted(records)]
        connection.execute(_FORGET, named)
        connection.execute(_READ, named)


_OF = "select distinct target, target_id from links where activity_id in :values"
_LATER = "(target, target_id) do update set at = excluded.at where excluded.at > last_touches.at"
_FORGET = text("delete from last_touches where target = :target and target_id = :id")
_READ = text(
    """insert into last_touches (target, target_id, at)
       select target, target_id, at from links join activities on activities.id = links.activity_id
       where target = :target and target_id = :id and origin <> 'rep_removed' and orphaned_at is null
       order by at desc, activity_id desc limit 1"""
)
