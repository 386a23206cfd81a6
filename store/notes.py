"""Activities on their way into the CRM's own history, where a `log` rule of the rep's asks for it. Off without such a rule.

A note is put there once whatever the number of tries (`sync.crm.Noting`), so one that may have arrived is simply tried again: its key
is of the activity and the deal, and stays the same for ever. What was erased meanwhile is not sent.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, text

from store import bulk, clock, rules
from store.database import Database
from store.schema_deals import notes
from sync.crm import Note
from sync.ports import Clock, Digest

_MOST = 200
_FIRST, _LONGEST = 30, 3_600


class Logged(NamedTuple):
    """One activity on its way."""

    activity: int
    deal: int
    crm_name: str
    note: Note
    tries: int


class Notes:
    """The queue."""

    def __init__(self, database: Database, digest: Digest, clock: Clock) -> None:
        self._database = database
        self._digest = digest
        self._clock = clock

    def queue(self, grace: int) -> int:
        """Put there what the rep's rules ask for, of what came in since the rule was made. Returns how many."""
        with self._database.read() as connection:
            now = clock.today(connection, self._clock.now())
            mine = [rule for rule in rules.listed(connection, now) if rule.kind == "log"]
            rows = [
                row
                for rule in mine
                for row in connection.execute(_WANTED, {"deal": rule.deal_id, "since": rule.created_at})
            ]
        if not rows:
            return 0
        made = {(row.id, row.deal): self._digest(f"note {bytes(row.digest).hex()} {row.deal}").hex() for row in rows}
        values = [(id, deal, key, "waiting", now + grace, 0, "", "") for (id, deal), key in made.items()]
        with self._database.write() as connection:
            bulk.insert(connection, notes, values, "do nothing")
        return len(values)

    def due(self) -> list[Logged]:
        """What is to be sent now. One that was being sent when a process died is among them."""
        with self._database.read() as connection:
            now = clock.today(connection, self._clock.now())
            rows = connection.execute(_DUE, {"now": now, "most": _MOST}).all()
            return [_logged(connection, row) for row in rows]

    def done(self, one: Logged, written: str) -> None:
        """It is there."""
        self._set(one, "done", written=written)

    def later(self, one: Logged, sentence: str, retry_after: float | None = None) -> None:
        """Not now, or nobody knows: it is tried again."""
        pause = (
            min(_FIRST << min(one.tries, 10), _LONGEST) if retry_after is None else min(max(retry_after, 1), _LONGEST)
        )
        self._set(one, "waiting", error=sentence, pause=int(pause))

    def refused(self, one: Logged, sentence: str) -> None:
        """The CRM does not take it."""
        self._set(one, "refused", error=sentence)

    def _set(self, one: Logged, state: str, *, written: str = "", error: str = "", pause: int = 0) -> None:
        with self._database.write() as connection:
            due = clock.today(connection, self._clock.now()) + pause
            values = {
                "id": one.activity,
                "deal": one.deal,
                "state": state,
                "written": written,
                "error": error,
                "due": due,
            }
            connection.execute(_SET, values)


def _logged(connection: Connection, row: Row[Any]) -> Logged:
    people = connection.scalars(_PEOPLE, {"id": row.activity_id, "crm": row.crm_id}).all()
    note = Note(
        row.key, row.kind, row.subject, row.text, row.occurred_at, row.ends_at, row.direction, row.remote, tuple(people)
    )
    return Logged(row.activity_id, row.deal_id, row.crm_name, note, row.tries)


_WANTED = text(
    """select activities.id, activities.digest, links.target_id as deal from links
       join activities on activities.id = activity_id
       join crm_records on crm_records.kind = 'deal' and local_id = links.target_id
       where target = 'deal' and origin <> 'rep_removed' and orphaned_at is null and captured_at > :since
         and (cast(:deal as bigint) is null or links.target_id = :deal)
         and not exists (select 1 from notes where notes.activity_id = activities.id and notes.deal_id = links.target_id)"""
)
_DUE = text(
    """select notes.activity_id, notes.deal_id, notes.key, notes.tries, activities.kind, subject, activities.text,
         occurred_at, ends_at, direction, crm_records.crm_id, crms.name as crm_name, min(crm_records.remote) as remote
       from notes join activities on activities.id = notes.activity_id
       join crm_records on crm_records.kind = 'deal' and crm_records.local_id = notes.deal_id
       join crms on crms.id = crm_records.crm_id
       where notes.state = 'waiting' and due_at <= :now and orphaned_at is null
       group by notes.activity_id, notes.deal_id, notes.key, notes.tries, activities.kind, subject, activities.text,
         occurred_at, ends_at, direction, crm_records.crm_id, crms.name, due_at
       order by due_at, notes.activity_id limit :most"""
)
_PEOPLE = text(
    """select distinct remote from links join crm_records on crm_records.kind = 'contact' and local_id = target_id
       where activity_id = :id and target = 'contact' and origin <> 'rep_removed' and crm_id = :crm order by remote"""
)
_SET = text(
    """update notes set state = :state, written = :written, error = :error, due_at = :due, tries = tries + 1
       where activity_id = :id and deal_id = :deal"""
)
