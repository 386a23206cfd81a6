"""The ledger: sync.ports.Ledger on the database. One page is one transaction: its items, activities and cursor.

Replaying a page changes nothing: rows are compared before they are written. An activity that loses its last copy is hidden and
waits a week (ORPHAN_SECONDS) for a copy to turn up again, so that a move between folders keeps its links; then it is erased.
The week is counted in time lived (clock.py), so that no jump of the clock erases anything.
What the rep excluded or marked private is erased at once.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import Connection, text

from store import bulk, clock, last_touch, pending, search
from store.activities import Activities
from store.database import Database
from store.schema import activities, held_keys, items, locators
from store.sides import Sides
from sync.model import Cursor, Stream
from sync.policy import PURGED
from sync.ports import KILLED, Attempt, Clock, Commit, Digest, Item, Tally

ORPHAN_SECONDS = 7 * 86_400
QUIET_SECONDS = 300
"""Seconds between two notes that a stream was read to its end and had no news."""
MAX_ATTEMPTS = 3
"""Times that a quarantined item is tried by itself; after that only when the rep asks. A killer's first was its three starts (care.py)."""

_UPSERT = """(stream_id, remote) do update set state = excluded.state, reason = excluded.reason,
  revision = excluded.revision, recheck = false,
  aside_at = case when excluded.state = 'quarantined' then coalesce(items.aside_at, excluded.aside_at) end,
  attempts = case when excluded.state = 'quarantined' then items.attempts + 1 else 0 end
  where items.state <> excluded.state or items.reason <> excluded.reason or items.revision <> excluded.revision
  or items.recheck"""


class SqlLedger:
    """Writes what the engine decided. The caller holds the store's lock (lock.writer)."""

    def __init__(self, database: Database, digest: Digest, clock: Clock) -> None:
        self._database = database
        self._digest = digest
        self._clock = clock

    def stream(self, account: str, stream: Stream) -> int:
        """The stream's number; its name and role follow the provider."""
        with self._database.read() as connection:
            row = connection.execute(_STREAM, {"account": account, "remote": stream.id}).one_or_none()
        if row is not None and (row.name, row.role) == (stream.name, stream.role):
            return int(row.id)
        with self._database.write() as connection:
            connection.execute(_PUT_STREAM, {"account": account, **stream._asdict()})
            return int(connection.execute(_STREAM, {"account": account, "remote": stream.id}).one().id)

    def cursor(self, stream: int) -> Cursor | None:
        """Everything that this cursor covers is certainly stored."""
        with self._database.read() as connection:
            row = connection.execute(
                text("select cursor_kind, cursor from streams where id = :id"), {"id": stream}
            ).one()
        return None if row.cursor_kind is None else Cursor(row.cursor_kind, row.cursor)

    def known(self, stream: int, ids: Sequence[str]) -> dict[str, tuple[str, str]]:
        """Id → (state, revision) of the named items that have a row."""
        with self._database.read() as connection:
            return {
                row.remote: (row.state, row.revision) for row in bulk.select_in(connection, _ITEMS, ids, stream=stream)
            }

    @contextmanager
    def enumeration(self, stream: int) -> Iterator[Sides]:
        """The provider's side of the stream, to be filled and compared."""
        with self._database.read() as connection:
            connection.commit()
            sides = Sides(connection, stream)
            try:
                yield sides
            finally:
                sides.close()

    def rechecks(self, stream: int, limit: int) -> list[str]:
        """Items to look at again, in a steady order."""
        query = text("select remote from items where stream_id = :id and recheck order by remote limit :limit")
        with self._database.read() as connection:
            return list(connection.scalars(query, {"id": stream, "limit": limit}))

    def commit(self, stream: int, change: Commit) -> Tally:
        """Store all of it, or nothing."""
        with self._database.write() as connection:
            return self._commit(connection, stream, change)

    def _commit(self, connection: Connection, stream: int, change: Commit) -> Tally:
        named = {item.id: item for item in change.items}
        before = {
            row.remote: row for row in bulk.select_in(connection, _ITEMS, [*named, *change.removed], stream=stream)
        }
        loose = self._loosen(connection, stream, named, before, change.removed)
        page = Activities(connection, self._digest, self._clock.now())
        placed = page.store(stream, change.drafts)
        self._write_items(connection, stream, named, before)
        connection.execute(_END, {"name": _attempt(stream)})
        bulk.insert(connection, locators, [(activity, stream, item) for item, activity in placed], "do nothing")
        page.respond(change.responses)
        page.call_off(change.cancelled)
        purged = {item.id for item in change.items if item.reason in PURGED}
        erased = {id for id, item in loose if item in purged}
        self._orphan(connection, loose, erased)
        self._reread_copies(connection, erased)
        self._erase_left_over(connection, {key for item in change.items for key in item.erases})
        if change.cursor is not None:
            connection.execute(_PUT_CURSOR, {"id": stream, "remaining": change.remaining, **change.cursor._asdict()})
        return _tally(change, before)

    def _loosen(
        self,
        connection: Connection,
        stream: int,
        named: Collection[str],
        before: dict[str, Item],
        removed: Sequence[str],
    ) -> set[tuple[int, str]]:
        """Take away what earlier rows of these items led to. Returns (activity, item) for each copy that was lost."""
        touched = [id for id in (*named, *removed) if id in before]
        if not touched:
            return set()
        captured = [id for id in touched if before[id].state == "captured"]
        loose = {(row[0], row[1]) for row in bulk.select_in(connection, _LOCATED, captured, stream=stream)}
        bulk.execute_in(
            connection, "delete from locators where stream_id = :stream and remote in :values", captured, stream=stream
        )
        held = [id for id in touched if before[id].state == "held"]
        bulk.execute_in(
            connection, "delete from held_keys where stream_id = :stream and remote in :values", held, stream=stream
        )
        gone = [id for id in removed if id in before]
        bulk.execute_in(
            connection, "delete from items where stream_id = :stream and remote in :values", gone, stream=stream
        )
        return loose

    def _write_items(
        self, connection: Connection, stream: int, named: dict[str, Item], before: Collection[str]
    ) -> None:
        now = self._clock.now()
        rows = [
            (stream, item.id, item.state, item.reason, item.revision, *_trouble(item, now)) for item in named.values()
        ]
        bulk.insert(connection, items, rows, _UPSERT if before else "do nothing")
        keys = [(key, stream, item.id) for item in named.values() for key in item.keys]
        bulk.insert(connection, held_keys, keys, "do nothing")

    def _orphan(self, connection: Connection, loose: Iterable[tuple[int, str]], erased: Collection[int] = ()) -> None:
        """Activities that lost a copy and have none left are hidden; those among `erased` go at once."""
        suspects = {id for id, _ in loose}
        if not suspects:
            return
        lived = clock.moved(clock.read(connection), self._clock.now()).lived
        bulk.execute_in(connection, _ORPHAN, suspects, lived=lived)
        hidden = [row.id for row in bulk.select_in(connection, _BARE, suspects)]
        last_touch.renew(connection, last_touch.of(connection, hidden))
        if erased:
            erase_activities(connection, [id for id in hidden if id in erased])

    def _reread_copies(self, connection: Connection, erased: Collection[int]) -> None:
        """A meeting that turned private and has other copies, like its invitation: its words go, the copies are read anew."""
        shared = [row.id for row in bulk.select_in(connection, _SHARED, erased)]
        bulk.execute_in(connection, _REREAD, shared)
        erase_activities(connection, shared)

    def _erase_left_over(self, connection: Connection, keys: Collection[bytes]) -> None:
        """What turned private while its stream was started over has no row to tell of it, but it has its identity.

        Where another copy keeps the meeting, its row has that copy's words; the index may still have those of before.
        """
        rows = [*bulk.select_in(connection, _SAME, keys), *bulk.select_in(connection, _SAME_MEETINGS, keys)]
        erase_activities(connection, [row.id for row in rows if row.orphaned_at is not None])
        if any(row.kind == "meeting" and row.orphaned_at is None for row in rows):  # a mail's words never change
            search.sweep(connection)

    def attempt(self, stream: int) -> Attempt | None:
        """The note that an earlier run left behind."""
        with self._database.read() as connection:
            value = connection.scalar(_LEFT, {"name": _attempt(stream)})
        if value is None:
            return None
        tries, *ids = json.loads(value)
        return Attempt(tries, tuple(ids))

    def begin(self, stream: int, attempt: Attempt | None) -> None:
        """Note durably what is about to be read; None takes the note away. The next commit takes it away, too."""
        row = {"name": _attempt(stream)}
        with self._database.write() as connection:
            if attempt is None:
                connection.execute(_END, row)
            else:
                connection.execute(_BEGIN, {**row, "value": json.dumps([attempt.tries, *attempt.ids])})

    def killers(self, stream: int) -> frozenset[str]:
        """Items that were set aside because reading them killed the worker."""
        with self._database.read() as connection:
            return frozenset(connection.scalars(_KILLERS, {"id": stream, "reason": KILLED}))

    def retire(self, account: str, present: Collection[str]) -> int:
        """Forget the account's streams whose ids the provider does not list any more. Returns how many."""
        with self._database.read() as connection:
            rows = connection.execute(_STREAMS, {"account": account}).all()
        gone = [row.id for row in rows if row.remote not in present]
        for stream in gone:
            with self._database.write() as connection:
                self._forget(connection, stream)
                connection.execute(text("delete from streams where id = :id"), {"id": stream})
        return len(gone)

    def forget(self, stream: int) -> None:
        """Drop a stream's ids and cursor, because the provider did. Activities wait to be named again."""
        with self._database.write() as connection:
            self._forget(connection, stream)

    def _forget(self, connection: Connection, stream: int) -> None:
        copies = text("select activity_id, remote from locators where stream_id = :id")
        loose = [(row.activity_id, row.remote) for row in connection.execute(copies, {"id": stream})]
        for table in ("locators", "held_keys", "items"):
            connection.execute(text(f"delete from {table} where stream_id = :id"), {"id": stream})  # noqa: S608
        connection.execute(text("update streams set cursor_kind = null, cursor = null where id = :id"), {"id": stream})
        connection.execute(_END, {"name": _attempt(stream)})
        self._orphan(connection, loose)

    def complete(self, stream: int, at: int) -> None:
        """Note that the stream was read to its end, let failed items be tried again, and erase old orphans.

        A quiet round writes nothing but the time, and that only once in QUIET_SECONDS: an idle poll costs the disk nothing.
        """
        with self._database.read() as connection:
            noted = clock.read(connection)
            times = clock.moved(noted, self._clock.now())
            old = times.lived - ORPHAN_SECONDS
            row = connection.execute(_DUE, {"id": stream, "old": old, "attempts": MAX_ATTEMPTS}).one()
        done = at if clock.is_believable(at, times.seen) else times.seen
        if (
            noted is not None
            and row.complete_at is not None
            and 0 <= times.wall - noted.wall < QUIET_SECONDS  # a wrong clock's time is lived, too
            and 0 <= done - row.complete_at < QUIET_SECONDS
            and not (row.orphans or row.retries or row.remaining)
        ):
            return
        with self._database.write() as connection:
            clock.write(connection, times)
            connection.execute(_COMPLETE, {"id": stream, "at": done})
            if row.retries:
                connection.execute(_RETRY, {"id": stream, "attempts": MAX_ATTEMPTS})
            if row.orphans:
                gone = connection.scalars(text("select id from activities where orphaned_at < :old"), {"old": old})
                erase_activities(connection, gone.all())


def erase_activities(connection: Connection, ids: Sequence[int]) -> None:
    """Delete activities with all that hangs on them, the search index and what was proposed by their words included.

    Their ids are never given away again."""
    if not ids:
        return
    bulk.spend_ids(connection, activities)
    touched = last_touch.of(connection, ids)
    search.erase(connection, ids)
    pending.erase_evidence(connection, ids)
    bulk.execute_in(connection, "delete from shares where target = 'activity' and target_id in :values", ids)
    bulk.execute_in(connection, "delete from activities where id in :values", ids)
    last_touch.renew(connection, touched)


def _attempt(stream: int) -> str:
    return f"attempt {stream}"


def _trouble(item: Item, now: int) -> tuple[int, bool, int | None]:
    """Attempts, recheck and aside_at of a new row."""
    if item.state != "quarantined":
        return 0, False, None
    return 1, False, now


def _tally(change: Commit, before: dict[str, Item]) -> Tally:
    """What is new: a replayed page counts nothing."""
    counts = dict.fromkeys(("captured", "held", "skipped", "quarantined"), 0)
    for item in change.items:
        old = before.get(item.id)
        if old is None or old.state != item.state:
            counts[item.state] += 1
    return Tally(**counts, removed=sum(id in before for id in change.removed))


_STREAM = text(
    """select streams.id, streams.name, streams.role from streams join accounts on accounts.id = account_id
       where accounts.name = :account and remote = :remote"""
)
_STREAMS = text(
    "select streams.id, remote from streams join accounts on accounts.id = account_id where accounts.name = :account"
)
_PUT_STREAM = text(
    """insert into streams (account_id, remote, name, role)
       select accounts.id, :id, :name, :role from accounts where accounts.name = :account
       on conflict (account_id, remote) do update set name = excluded.name, role = excluded.role"""
)
_PUT_CURSOR = text("update streams set cursor_kind = :kind, cursor = :value, remaining = :remaining where id = :id")
_ITEMS = "select remote, state, reason, revision from items where stream_id = :stream and remote in :values"
_BARE = "select id from activities where id in :values and orphaned_at is not null"
_SAME = "select id, kind, orphaned_at from activities where digest in :values"
_SAME_MEETINGS = """select id, kind, orphaned_at from activities where kind = 'meeting'
  and thread_id in (select thread_id from thread_keys where digest in :values)"""
_SHARED = "select id from activities where id in :values and kind = 'meeting'"
_REREAD = """update items set state = 'skipped', reason = 'private', recheck = true where exists (
  select 1 from locators where locators.stream_id = items.stream_id and locators.remote = items.remote
  and locators.activity_id in :values)"""
_LOCATED = "select activity_id, remote from locators where stream_id = :stream and remote in :values"
_ORPHAN = """update activities set orphaned_at = :lived where id in :values and orphaned_at is null
  and not exists (select 1 from locators where locators.activity_id = activities.id)"""
_DUE = text(
    """select complete_at, remaining,
         exists (select 1 from activities where orphaned_at < :old) as orphans,
         exists (select 1 from items where stream_id = :id and state = 'quarantined'
                 and attempts < :attempts and not recheck) as retries
       from streams where id = :id"""
)
_LEFT = text("select value from facts where name = :name")
_BEGIN = text(
    "insert into facts (name, value) values (:name, :value) on conflict (name) do update set value = excluded.value"
)
_END = text("delete from facts where name = :name")
_KILLERS = text("select remote from items where stream_id = :id and state = 'quarantined' and reason = :reason")
_COMPLETE = text("update streams set complete_at = :at, remaining = 0 where id = :id")
_RETRY = text(
    "update items set recheck = true where stream_id = :id and state = 'quarantined' and attempts < :attempts"
)
