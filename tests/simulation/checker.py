"""Looks at the store with plain sqlite3 and says which promise is broken. Shares no code with what it checks.

I1  every item that a cursor covers has a row; in the end, every item of every mailbox, in the state that it ought to have
I2  one mail, one activity; its copies are locators
I3  the cursor is never ahead of the rows
I5  a row goes only when its item is gone or the stream was started over
I7  set aside is only what could not be read
and of what is held, skipped or excluded no word stands in any table
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from pathlib import Path

from store.search import PLACE
from tests.simulation.people import ZED, Item
from tests.simulation.world import Copy, World

Row = tuple[object, ...]
Key = tuple[str, str, str]


class Checker:
    """One store, beside the world that it should mirror."""

    def __init__(self, path: Path, world: World) -> None:
        self._world = world
        self._sql = sqlite3.connect(path)
        self._rows: dict[Key, str] = {}
        self._cursors: dict[tuple[str, str], tuple[int, int]] = {}

    def close(self) -> None:
        """Let go of the file."""
        self._sql.close()

    def version(self) -> int:
        """Another number after any commit that changed the file."""
        return int(self._sql.execute("pragma data_version").fetchone()[0])

    def look(self) -> None:
        """What must hold at every moment."""
        items = self._items()
        self._whole()
        self._no_double()
        self._cursor_behind_rows(items)
        self._secret()
        self._rows = items

    def retry(self, expected: set[str]) -> bool:
        """The rep asks for what was set aside. Only `expected` may have been."""
        aside = {key[2] for key, state in self._items().items() if state == "quarantined"}
        assert aside <= expected, f"set aside without a reason: {aside - expected}"
        self._sql.execute("update items set recheck = true where state = 'quarantined'")
        self._sql.commit()
        return bool(aside)

    def agree(self) -> None:
        """What must hold when all is read: store and mailboxes say the same."""
        items = self._items()
        copies = {key: self._world.copies[key] for key in self._world.live()}
        assert set(items) == set(copies), (
            f"the ledger names what the mailboxes hold: too many {set(items) - set(copies)}, lost {set(copies) - set(items)}"
        )
        for key, copy in copies.items():
            ought = {"skipped"} if self._world.unread(key[:2]) or copy.flag else copy.item.states(self._world.known)
            assert items[key] in ought, f"{key} is {items[key]}, ought to be {ought}: {copy}"
        self._shown({key: copy for key, copy in copies.items() if items[key] == "captured"})
        self._linked()
        self._secret(settled=True)
        assert self._sql.execute("pragma integrity_check").fetchone() == ("ok",)
        assert not self._all("pragma foreign_key_check")
        assert not self._all("select name from facts where name like 'attempt%'"), "no note of an attempt is left over"

    def _all(self, query: str, *values: object) -> list[Row]:
        return self._sql.execute(query, values).fetchall()

    def _items(self) -> dict[Key, str]:
        query = """select accounts.name, streams.remote, items.remote, items.state from items
          join streams on streams.id = stream_id join accounts on accounts.id = account_id"""
        return {(str(a), str(s), str(i)): str(state) for a, s, i, state in self._all(query)}

    def _whole(self) -> None:
        """The tables agree with one another."""
        captured = set(self._all("select stream_id, remote from items where state = 'captured'"))
        located = set(self._all("select stream_id, remote from locators"))
        assert captured == located, f"captured means: it has a copy: {captured ^ located}"
        held = set(self._all("select stream_id, remote from items where state = 'held'"))
        keyed = set(self._all("select distinct stream_id, remote from held_keys"))
        assert held == keyed, f"held means: it has keys: {held ^ keyed}"
        odd = """select id from activities where (orphaned_at is null) <> exists
          (select 1 from locators where activity_id = activities.id)"""
        assert not self._all(odd), "hidden means: no copy left"
        assert not self._all("select 1 from participants where activity_id not in (select id from activities)")
        indexed = self._all("select rowid from activity_search_docsize order by 1")
        stored = self._all(f"select {PLACE} from activities order by 1")
        assert indexed == stored, "what is found is what is kept, in the order of time"
        assert self._all(_TOUCHES) == self._all(_HEARD), "a last touch is that of the links"

    def _no_double(self) -> None:
        """One activity a mail, whatever its copies; one an occurrence."""
        tokens = Counter(str(subject).rpartition(" ")[2] for (subject,) in self._all(_MAILS))
        doubled = [token for token, count in tokens.items() if count > 1]
        assert not doubled, f"doubled: {doubled}"
        twice = "select ical_uid from activities where kind = 'meeting' group by ical_uid, recurrence_id having count(*) > 1"
        assert not self._all(twice), "one meeting, one activity"

    def _cursor_behind_rows(self, items: dict[Key, str]) -> None:
        cursors: dict[tuple[str, str], tuple[int, int]] = {}
        for account, remote, value in self._all(_CURSORS):
            place = (str(account), str(remote))
            epoch, head, low = json.loads(str(value))
            box = self._world.boxes[place[0]].boxes[place[1]]
            if epoch != box.epoch:
                continue
            cursors[place] = (epoch, head)
            if self._world.unread(place):
                continue  # its cursor rests
            covered = {id for id, entry in box.entries.items() if entry.number <= head} if low is None else set()
            missing = {id for id in covered if (*place, id) not in items}
            assert not missing, f"the cursor of {place} is ahead of {missing}"
        for key in self._rows.keys() - items.keys():
            there = key[2] in self._world.boxes[key[0]].boxes[key[1]].entries
            same = self._cursors.get(key[:2], (-1, -1))[0] == cursors.get(key[:2], (-2, -2))[0]
            assert not (there and same and not self._started_over(key)), f"{key} is there, and its row is gone"
        self._cursors = cursors

    def _started_over(self, key: Key) -> bool:
        """A server that said so, or that was cut off in the middle of it: the first listing is not complete, or is under way."""
        place = self._all(_CURSORS + " and accounts.name = ? and streams.remote = ?", *key[:2])
        return not place or json.loads(str(place[0][2]))[2] is not None

    def _shown(self, captured: dict[Key, Copy]) -> None:
        """The history holds what was captured, no more and no less."""
        mails = {copy.item.token for copy in captured.values() if copy.item.form in {"mail", "forged"}}
        found = {str(subject).rpartition(" ")[2] for (subject,) in self._all(_MAILS + " and orphaned_at is null")}
        assert found == mails, f"too many {found - mails}, lost {mails - found}"
        versions: dict[tuple[str, str], list[tuple[int, int, bool]]] = {}
        for copy in captured.values():
            item = copy.item
            if item.form in {"meeting", "invitation"}:
                for each in ("",) if item.form == "invitation" and item.cancelled else item.occurrences:
                    versions.setdefault((item.uid, each), []).append(
                        (max(item.sequence, 0), item.stamp, item.cancelled)
                    )
        stored = {(str(row[0]), str(row[1])): row[2:] for row in self._all(_MEETINGS)}
        assert set(stored) == set(versions), f"meetings: {set(stored) ^ set(versions)}"
        for key, row in stored.items():
            newest = max(each[:2] for each in versions[key])
            assert (row[0], row[1]) >= newest, f"{key} is at {row}, its copies at {versions[key]}"
            if row[2] == "cancelled":
                assert key[0] in self._world.cancelled, f"{key} was never called off by its organizer"
            elif (row[0], row[1]) == newest:
                assert not any(each == (*newest, True) for each in versions[key]), (
                    f"{key} was called off: {versions[key]}"
                )

    def _linked(self) -> None:
        """Whoever is a contact has the mail; whoever is not on it has no link to it."""
        assert not self._all("select 1 from activities where unmatched"), "the queue is empty"
        missing = self._all(_UNLINKED)
        assert not missing, f"not filed under a contact: {missing}"
        strange = self._all(_STRANGE)
        assert not strange, f"filed under somebody who is not on it: {strange}"

    def _secret(self, *, settled: bool = False) -> None:
        """No word of what may not be kept stands in any table, the search index included."""
        forbidden = [item for item in self._world.items if not (item.opened and (self._kept(item, settled=settled)))]
        blob = self._bytes()
        # The index stores words without the beginning that they share with their neighbour: the end is looked for.
        told = [item for item in forbidden if item.token[6:].encode() in blob]
        assert not told, f"kept in {self._where(told[0])}: {told}"
        if not any(ZED in item.people and len(item.people) > 2 for item in self._world.items):
            assert ZED.encode() not in blob, "a stranger's address is kept as a hash only"

    def _kept(self, item: Item, *, settled: bool) -> bool:
        """Whether the item may be in the history. A meeting that has just turned private goes with the next round.

        One that was deleted before anybody could see that it had turned private is like any deleted one: hidden for a week.
        """
        if item.form == "meeting" and item.public and "private" in item.signals:
            live = any(self._world.copies[key].item is item for key in self._world.live(calendar=True))
            if not settled or not live:
                return True
        return "captured" in item.states(self._world.known)

    def _bytes(self) -> bytes:
        """Every value of every table."""
        return b"\n".join(map(self._table, self._tables()))

    def _tables(self) -> list[str]:
        names = [str(name) for (name,) in self._all("select name from sqlite_master where type = 'table'")]
        return [name for name in names if name not in _VIRTUAL]

    def _table(self, name: str) -> bytes:
        values = (value for row in self._all(f"select * from {name}") for value in row)
        return b"\n".join(value if isinstance(value, bytes) else str(value).encode() for value in values)

    def _where(self, item: Item) -> list[str]:
        return [name for name in self._tables() if item.token[6:].encode() in self._table(name)]


_VIRTUAL = frozenset({"activity_search", "activity_search_words"})
"""Their own tables hold the bytes."""
_TOUCHES = "select target, target_id, at from last_touches order by 1, 2"
_HEARD = """select target, target_id, max(at) from links join activities on activities.id = activity_id
  where origin <> 'rep_removed' and orphaned_at is null group by target, target_id order by 1, 2"""
_MAILS = "select subject from activities where kind = 'message'"
_CURSORS = """select accounts.name, streams.remote, cursor from streams join accounts on accounts.id = account_id
  where cursor is not null"""
_MEETINGS = """select ical_uid, recurrence_id, sequence, stamp, status from activities
  where kind = 'meeting' and orphaned_at is null"""
_UNLINKED = """select activities.id, contact_id from activities join participants on activity_id = activities.id
  join contact_addresses on contact_addresses.address = participants.address
  where orphaned_at is null and role <> 'reply_to'
  and (select count(*) from contact_addresses as other where other.address = participants.address) = 1
  and not exists (select 1 from links where links.activity_id = activities.id and target = 'contact' and target_id = contact_id)"""
_STRANGE = """select activity_id, target_id from links where target = 'contact' and origin = 'matcher' and not exists (
  select 1 from participants join contact_addresses
    on contact_addresses.address = replace(participants.address, '+crm', '')
  where participants.activity_id = links.activity_id and contact_id = target_id)"""
