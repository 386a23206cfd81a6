"""The activities that findings come from: when they were written, under which deals they are filed, and whom the rep knows there."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, text

from matchers.address import canonical
from matchers.book import Finder
from matchers.proposals import Known
from store import bulk
from store.records import Records

_AUTHORS = ("from", "organizer")


class Evidence(NamedTuple):
    """One activity."""

    id: int
    thread: int
    written: int
    deals: frozenset[int]
    """Under which it is filed."""
    asks: bool
    """Its deal is an open question."""
    author: str


class Newest:
    """The newest words on each matter, by slot (matchers/proposals.slot)."""

    def __init__(self) -> None:
        self._found: dict[str, tuple[int, int]] = {}

    def add(self, slot: str, at: int, activity: int) -> None:
        """These words were written then."""
        self._found[slot] = max(self._found.get(slot, (0, 0)), (at, activity))

    def overtakes(self, slot: str, at: int, activity: int | None) -> bool:
        """Whether newer words than these are known."""
        newest = self._found.get(slot)
        return newest is not None and newest[1] != activity and newest > (at, activity or 0)


def written(row: Row[Any]) -> int:
    """When the words were written. A meeting's were there before it took place."""
    if row.activity == "message":
        return int(row.occurred_at)
    return int(min(at for at in (row.stamp or row.captured_at, row.occurred_at) if at is not None))


def load(connection: Connection, ids: Sequence[int]) -> list[Evidence]:
    """These activities, in the order of their ids."""
    deals: defaultdict[int, set[int]] = defaultdict(set)
    for row in bulk.select_in(connection, _DEALS, ids):
        deals[row.activity_id].add(row.target_id)
    asked = {row.activity_id for row in bulk.select_in(connection, _ASKED, ids)}
    authors: dict[int, str] = {}
    for row in bulk.select_in(connection, _PEOPLE, ids):
        if row.role in _AUTHORS:
            authors.setdefault(row.activity_id, row.address)
    return [
        Evidence(
            row.id, row.thread_id, written(row), frozenset(deals[row.id]), row.id in asked, authors.get(row.id, "")
        )
        for row in bulk.select_in(connection, _ACTIVITIES, ids)
    ]


class People:
    """Whom the rep knows, as one activity's findings are judged by (`matchers.proposals.People`)."""

    def __init__(self, connection: Connection, one: Evidence, records: Records, book: Finder) -> None:
        self._connection = connection
        self._one = one
        self._records = records
        self._book = book

    def contact(self, address: str) -> Known | None:
        """The contact with this address."""
        found = self._book.find(canonical(address))
        return None if found is None else self._records.contact(found.contact_id)

    def named(self, name: str) -> Known | None:
        """The one contact of the deals and of the activity itself who is called so; by more than a word also of their companies."""
        from matchers.reading.names import is_called  # slow to load, and a quiet round asks for nobody

        called = {row.id for row in self._circle if is_called(name, row.name)}
        if not called and " " in name.strip():
            rows = self._connection.execute(_COLLEAGUES, {"id": self._one.id})
            called = {row.id for row in rows if is_called(name, row.name)}
        return self._records.contact(called.pop()) if len(called) == 1 else None

    @cached_property
    def _circle(self) -> Sequence[Row[Any]]:
        """Contacts who may be meant by a name alone."""
        return self._connection.execute(_CIRCLE, {"id": self._one.id}).all()

    def is_taken(self, address: str) -> bool:
        """In the book already, be it of several contacts, or of the rep's own side."""
        found = self._book.find(address)
        return self._book.is_own(address) or (found is not None and found.rule != "domain")

    def in_touch(self, address: str) -> bool:
        """The rep's side wrote this, in this conversation or to this person; or a contact brings the person in."""
        author = self._one.author
        if self._book.is_own(author) or (author != address and self.contact(author) is not None):
            return True
        values = {"thread": self._one.thread, "address": address}
        return bool(self._connection.scalar(_WROTE, values))


def still_waits(connection: Connection, ids: Sequence[int], records: Records, book: Finder) -> set[int]:
    """Of these activities, those whose fresh findings are all of new people with whom the rep is not in touch yet."""
    fresh: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    for row in bulk.select_in(connection, _FRESH, ids):
        fresh[row.activity_id].append((row.kind, row.value))
    only = [id for id, rows in fresh.items() if all(_of_stranger(kind, value, book) for kind, value in rows)]
    found = set()
    for one in load(connection, only):
        people = People(connection, one, records, book)
        if one.deals and not any(
            people.in_touch(address) for address in _addresses(value for _, value in fresh[one.id])
        ):
            found.add(one.id)
    return found


def _of_stranger(kind: str, value: str, book: Finder) -> bool:
    """Whether a finding is about a person who is not in the book: who joins, or their part in the purchase."""
    if kind != "contact_role":
        return kind == "new_contact"
    address = _addresses([value])[0]
    found = book.find(address)
    return bool(address) and (found is None or found.contact_id is None)


def _addresses(values: Iterable[str]) -> list[str]:
    return [canonical(str(json.loads(value).get("address", ""))) for value in values]


_ACTIVITIES = """select id, thread_id, kind as activity, occurred_at, captured_at, stamp from activities
  where id in :values order by id"""
_DEALS = "select activity_id, target_id from links where target = 'deal' and origin <> 'rep_removed' and activity_id in :values"
_ASKED = "select activity_id from questions where activity_id in :values"
_PEOPLE = (
    "select activity_id, role, address from participants where activity_id in :values order by activity_id, position"
)
_FRESH = "select activity_id, kind, value from findings where fresh and activity_id in :values"
_NEAR = """select contact_id from deal_contacts join links on target = 'deal' and target_id = deal_id
    where activity_id = :id and origin <> 'rep_removed'
  union select target_id from links where target = 'contact' and activity_id = :id and origin <> 'rep_removed'"""
_CIRCLE = text(f"select id, name from contacts where id in ({_NEAR}) order by id")  # noqa: S608  our own words
_COLLEAGUES = text(
    f"""select id, name from contacts where company_id in (
          select company_id from contacts where id in ({_NEAR})) order by id limit 2000"""  # noqa: S608  as above
)
_WROTE = text(
    """select exists (select 1 from activities where thread_id = :thread and direction = 'out')
         or exists (select 1 from participants join activities on activities.id = activity_id
                    where address = :address and direction = 'out')"""
)
