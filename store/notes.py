"""Activities on their way into the CRM's own history, where a `log` rule of the rep's asks for it. Off without such a rule.

A note is put there once whatever the number of tries (`sync.crm.Noting`), so one that may have arrived is simply tried again: its key
is of the activity and the deal, and stays the same for ever. What was erased meanwhile is not sent, nor what was taken off the deal, nor
what no rule asks for any more: the rep may change their mind in the grace period, here as with any other write.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, text

from store import bulk, clock, rules
from store.crm_pull import home_of
from store.database import Database
from store.schema_deals import notes
from sync.crm import Note
from sync.ports import Clock, Digest

_MOST = 200
_FIRST, _LONGEST = 30, 3_600
_LATE = 7 * 86_400
"""Seconds before a rule was made from which mail still counts as new when it comes in."""


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
            rows = [row for rule in mine for row in _wanted(connection, rule)]
            unasked = connection.execute(_UNASKED, {"now": now}).all()
        if not rows and not unasked:
            return 0
        made = {(row.id, row.deal): self._digest(f"note {bytes(row.digest).hex()} {row.deal}").hex() for row in rows}
        values = [(id, deal, key, "waiting", now + grace, 0, "", "") for (id, deal), key in made.items()]
        with self._database.write() as connection:
            for row in unasked:
                connection.execute(_DROP, {"id": row.activity_id, "deal": row.deal_id})
            bulk.insert(connection, notes, values, "do nothing")
        return len(values)

    def due(self) -> list[Logged]:
        """What is to be sent now. One that was being sent when a process died is among them."""
        with self._database.read() as connection:
            now = clock.today(connection, self._clock.now())
            rows = connection.execute(_DUE, {"now": now, "most": _MOST}).all()
            return [one for row in rows if (one := _logged(connection, row)) is not None]

    def waits(self, one: Logged) -> bool:
        """Whether it is to be sent still: the rep may have changed their mind since it was read."""
        with self._database.read() as connection:
            now = clock.today(connection, self._clock.now())
            return bool(connection.scalar(_WAITS, {"id": one.activity, "deal": one.deal, "now": now}))

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


def _wanted(connection: Connection, rule: rules.Rule) -> list[Row[Any]]:
    """What a rule asks for and is not on its way yet. Old mail that a new account brings in is not of "from now on"."""
    asked = {"since": rule.created_at, "late": rule.created_at - _LATE}
    if rule.deal_id is None:
        return list(connection.execute(_WANTED, asked))
    return list(connection.execute(_WANTED_OF_DEAL, {**asked, "deal": rule.deal_id}))


def _logged(connection: Connection, row: Row[Any]) -> Logged | None:
    """None: the deal is in no CRM any more."""
    crm = home_of(connection, "deal", row.deal_id, row.external)
    if crm is None:
        return None
    found = connection.execute(_PEOPLE, {"id": row.activity_id}).all()
    homes = [home_of(connection, "contact", person.id, person.external) for person in found]
    people = {home.remote for home in homes if home is not None and home.id == crm.id}
    note = Note(
        row.key, row.kind, row.subject, row.text, row.occurred_at, row.ends_at, row.direction, crm.remote, tuple(sorted(people))
    )  # fmt: skip
    return Logged(row.activity_id, row.deal_id, crm.name, note, row.tries)


_LINKED = """select activities.id, activities.digest, links.target_id as deal from links
    join activities on activities.id = activity_id
  where links.target = 'deal' and links.target_id {deals} and links.at >= :late
    and origin <> 'rep_removed' and orphaned_at is null and captured_at > :since
    and not exists (select 1 from notes where notes.activity_id = activities.id and notes.deal_id = links.target_id)"""
_IN_CRMS = "select local_id from crm_records where kind = 'deal'"
_WANTED = text(_LINKED.format(deals=f"in ({_IN_CRMS})"))
_WANTED_OF_DEAL = text(_LINKED.format(deals=f"= :deal and :deal in ({_IN_CRMS})"))
_ASKED = """(exists (select 1 from links where links.activity_id = notes.activity_id and target = 'deal'
      and target_id = notes.deal_id and origin <> 'rep_removed')
    and exists (select 1 from rules where rules.kind = 'log' and (rules.deal_id is null or rules.deal_id = notes.deal_id)
      and (rules.expires_at is null or rules.expires_at > :now)))"""
_UNASKED = text(f"select activity_id, deal_id from notes where state = 'waiting' and not {_ASKED}")  # noqa: S608  our own words
_WAITS = text(
    f"select 1 from notes where activity_id = :id and deal_id = :deal and state = 'waiting' and {_ASKED}"  # noqa: S608  as above
)
_DROP = text("delete from notes where activity_id = :id and deal_id = :deal and state = 'waiting'")
_DUE = text(
    """select notes.activity_id, notes.deal_id, notes.key, notes.tries, activities.kind, subject, activities.text,
         occurred_at, ends_at, direction, deals.external
       from notes join activities on activities.id = notes.activity_id join deals on deals.id = notes.deal_id
       where notes.state = 'waiting' and due_at <= :now and orphaned_at is null
       order by due_at, notes.activity_id, notes.deal_id limit :most"""
)
_PEOPLE = text(
    """select contacts.id, external from links join contacts on contacts.id = target_id
       where activity_id = :id and target = 'contact' and origin <> 'rep_removed'"""
)
_SET = text(
    """update notes set state = :state, written = :written, error = :error, due_at = :due, tries = tries + 1
       where activity_id = :id and deal_id = :deal"""
)
