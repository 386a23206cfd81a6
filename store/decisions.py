"""What the rep decides: approve, edit, decline, undo. Rows of `decisions` are only added; each is one transaction.

An approval is bound to the version that was shown: when the record moved on since, it is shown again and nothing is approved.
It waits out a grace period in the outbox, in which undo takes it back. Approving twice is approving once. Undo works for every
verb; what was applied already goes back by the same outbox, and is refused when the record says something else by then.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, text

from matchers.pipelines import Pipeline
from store import bulk, clock, pending, rules
from store.database import Database
from store.records import Records
from store.values import dumped
from sync.crm import Value
from sync.ports import Clock, Digest

GRACE = 600
"""Seconds in which an approval can be taken back before anything leaves the machine."""


class Wanted(NamedTuple):
    """A proposal that the rep names, and the version that stood before their eyes; None: the newest that was shown."""

    id: int
    version: int | None = None


class Outcome(NamedTuple):
    """What became of one decision."""

    id: int
    done: bool
    """False: nothing was changed; the sentence says why, and what to do."""
    sentence: str
    state: str = ""
    due_at: int | None = None
    """When it leaves for the CRM."""


class Decisions:
    """The rep's decisions. The caller holds the store's lock."""

    def __init__(
        self,
        database: Database,
        digest: Digest,
        clock: Clock,
        *,
        pipelines: Sequence[Pipeline] = (),
        grace: int = GRACE,
        by: str = "rep",
    ) -> None:
        self._database = database
        self._digest = digest
        self._clock = clock
        self._pipelines = pipelines
        self._grace = grace
        self._by = by

    def approve(self, wanted: Sequence[Wanted], *, now: bool = False) -> list[Outcome]:
        """Send these to the CRM after the grace period, or at once."""
        return self._each(wanted, lambda work, row, version: work.approve(row, version, at_once=now))

    def edit(self, wanted: Wanted, new: Value, *, now: bool = False) -> Outcome:
        """Approve it with another value."""
        return self._each([wanted], lambda work, row, version: work.approve(row, version, new, at_once=now))[0]

    def decline(self, wanted: Sequence[Wanted]) -> list[Outcome]:
        """Never offer this again for these words."""
        return self._each(wanted, lambda work, row, _: work.decline(row))

    def undo(self, wanted: Sequence[Wanted]) -> list[Outcome]:
        """Take back the last decision on each."""
        return self._each(wanted, lambda work, row, _: work.undo(row))

    def show(self, seen: Sequence[Wanted]) -> None:
        """These versions stood before the rep's eyes; a newer one may be there by now."""
        rows = [{"id": one.id, "version": one.version} for one in seen]
        with self._database.write() as connection:
            connection.execute(_SHOWN, rows)

    def _each(self, wanted: Sequence[Wanted], act: Any) -> list[Outcome]:
        with self._database.write() as connection:
            now = clock.today(connection, self._clock.now())
            pending.apply(connection, pending.stale(connection, Records(connection, self._pipelines), now), now)
            work = Act(connection, self._digest, now, self._grace, self._by)
            found = []
            for one in dict.fromkeys(wanted):
                row = connection.execute(_ROW, {"id": one.id}).one_or_none()
                found.append(
                    Outcome(one.id, False, f"There is no proposal {one.id}. `repside review` lists them.")
                    if row is None
                    else act(work, row, one.version)
                )
            return found


class Act:
    """Decisions inside one transaction."""

    def __init__(self, connection: Connection, digest: Digest, now: int, grace: int, by: str) -> None:
        self._connection = connection
        self._digest = digest
        self._now = now
        self._grace = grace
        self._by = by

    def approve(
        self, row: Row[Any], version: int | None = None, new: Value = None, *, at_once: bool = False
    ) -> Outcome:
        """Approve, with `new` in place of what was found when it is given."""
        if row.state in {"approved", "applied", "unknown"}:
            if at_once and row.state == "approved":
                self._connection.execute(_HURRY, {"id": row.id, "now": self._now})
            return Outcome(row.id, True, f"{row.id} was approved before; nothing is done twice.", row.state)
        if row.state != "pending":
            return Outcome(row.id, False, f"{row.id} is {row.state}{_why(row)}. {_NEXT.get(row.state, '')}".rstrip())
        if (version is not None and version != row.version) or (version is None and row.shown < row.version):
            self._connection.execute(_SHOW, {"id": row.id})
            return Outcome(
                row.id,
                False,
                f"{row.id} has changed since you saw it{_why(row)}. Look at it again, then approve it again.",
            )
        if row.kind == "contact_role" and row.contact_id is None:
            return self._nobody_yet(row)
        value = row.new if new is None else dumped(new)
        self._connection.execute(_SET_NEW, {"id": row.id, "new": value})
        decision = self._note(row.id, "approve" if new is None else "edit", row.old, value)
        due = self._now if at_once else self._now + self._grace
        self._send(row, decision, "apply", row.old, value, due)
        self._state(row.id, "approved")
        return Outcome(row.id, True, f"{row.id} is approved.", "approved", due)

    def _nobody_yet(self, row: Row[Any]) -> Outcome:
        """A part in the purchase of somebody who is no contact yet."""
        newcomer = self._connection.scalar(_NEWCOMER, {"deal": row.deal_id, "activity": row.activity_id})
        first = f"Approve {newcomer} first: repside approve {newcomer}" if newcomer else "Add the contact first"
        sentence = (
            f"{row.id} is about somebody who is not among your contacts yet. {first}, then approve {row.id} again."
        )
        return Outcome(row.id, False, sentence, row.state)

    def decline(self, row: Row[Any]) -> Outcome:
        """Say no."""
        if row.state == "declined":
            return Outcome(row.id, True, f"{row.id} was declined before.", "declined")
        if row.state != "pending":
            return Outcome(row.id, False, f"{row.id} is {row.state}. Undo that first: repside undo {row.id}")
        self._note(row.id, "decline", row.old, row.new)
        self._state(row.id, "declined")
        return Outcome(row.id, True, f"{row.id} is declined, and is not offered again for these words.", "declined")

    def undo(self, row: Row[Any]) -> Outcome:
        """Take the last decision back."""
        live = self._connection.execute(_LIVE, {"id": row.id}).one_or_none()
        if live is not None and live.state == "writing":
            return Outcome(
                row.id, False, f"{row.id} is being written at this moment. Try again in a minute.", row.state
            )
        if live is not None and live.state == "unknown":
            return Outcome(
                row.id,
                False,
                f"Nobody knows yet whether {row.id} arrived. Run `repside review`, which looks it up.",
                row.state,
            )
        if live is not None:
            return self._recall(row, live)
        if row.state == "applied":
            return self._take_back(row)
        if row.state in {"declined", "undone"}:
            self._note(row.id, "undo", row.old, row.new)
            self._pend(row, "")
            return Outcome(row.id, True, f"{row.id} waits for your decision again.", "pending")
        return Outcome(row.id, False, f"{row.id} is {row.state}{_why(row)}: there is no decision to undo.", row.state)

    def _recall(self, row: Row[Any], live: Row[Any]) -> Outcome:
        """It has not left yet."""
        self._connection.execute(_CANCEL, {"id": live.id, "now": self._now})
        self._note(row.id, "undo", row.old, row.new)
        if live.verb == "undo":
            self._state(row.id, "applied")
            return Outcome(row.id, True, f"{row.id} stays as it was applied.", "applied")
        self._pend(row, "")
        return Outcome(row.id, True, f"{row.id} is taken back; nothing was written.", "pending")

    def _take_back(self, row: Row[Any]) -> Outcome:
        """Write what was there before, unless somebody changed it since."""
        done = self._connection.execute(_LAST_DONE, {"id": row.id}).one_or_none()
        if done is None:
            return Outcome(row.id, False, f"{row.id} was applied by somebody else: change it in the CRM.", row.state)
        decision = self._note(row.id, "undo", done.new, done.old)
        self._send(row, decision, "undo", done.new, done.old, self._now)
        self._state(row.id, "applied", "is being taken back")
        return Outcome(row.id, True, f"{row.id} is being taken back.", "applied", self._now)

    def _note(self, proposal: int, verb: str, old: str, new: str) -> int:
        values = {"proposal": proposal, "verb": verb, "by": self._by, "old": old, "new": new, "at": self._now}
        return int(self._connection.execute(_DECIDE, values).scalar_one())

    def _send(self, row: Row[Any], decision: int, verb: str, old: str, new: str, due: int) -> None:
        # A number may be given away again after rows were erased; a key never may.
        key = self._digest(f"outbox {bytes(row.digest).hex()} {decision} {self._now}").hex()
        values = {"proposal": row.id, "key": key, "verb": verb, "old": old, "new": new, "due": due, "now": self._now}
        self._connection.execute(_PUT, values)

    def _pend(self, row: Row[Any], reason: str) -> None:
        """Wait for the rep again, with the value that was found."""
        late = row.expires_at is not None and row.expires_at <= self._now
        self._connection.execute(_SET_NEW, {"id": row.id, "new": row.found})
        self._state(row.id, "expired" if late else "pending", pending.TOO_LATE if late else reason)

    def _state(self, id: int, state: str, reason: str = "") -> None:
        self._connection.execute(_STATE, {"id": id, "state": state, "reason": reason, "now": self._now})


def by_rules(connection: Connection, ids: Sequence[int], digest: Digest, now: int, grace: int) -> int:
    """Approve what the rep's own rules approve, of proposals that have just been drawn up. Returns how many.

    What a language model read always waits for the rep: whoever can write to the rep can write to the model.
    """
    mine = rules.approving(connection, now) if ids else []
    if not mine:
        return 0
    found = 0
    for row in bulk.select_in(connection, "select * from proposals where state = 'pending' and id in :values", ids):
        rule = next((each for each in mine if each.kind == row.kind and each.deal_id in {None, row.deal_id}), None)
        if rule is not None and row.source == "rules":
            found += Act(connection, digest, now, grace, f"rule {rule.id}").approve(row).done
    return found


def _why(row: Row[Any]) -> str:
    return f" ({row.reason})" if row.reason else ""


_NEXT = {
    "declined": "Undo that first, then decide anew.",
    "undone": "Undo that first, then decide anew.",
    "expired": "Newer words will be offered when they come.",
    "withdrawn": "",
}
_ROW = text("select * from proposals where id = :id")
_NEWCOMER = text(
    """select min(id) from proposals where kind = 'new_contact' and deal_id = :deal and activity_id = :activity
         and state = 'pending'"""
)
_SHOWN = text("update proposals set shown = :version where id = :id and shown < :version and version >= :version")
_SHOW = text("update proposals set shown = version where id = :id")
_SET_NEW = text("update proposals set new = :new where id = :id")
_STATE = text("update proposals set state = :state, reason = :reason, changed_at = :now where id = :id")
_DECIDE = text(
    """insert into decisions (proposal_id, verb, "by", old, new, at)
       values (:proposal, :verb, :by, :old, :new, :at) returning id"""
)
_PUT = text(
    """insert into outbox (proposal_id, key, verb, old, new, state, due_at, changed_at)
       values (:proposal, :key, :verb, :old, :new, 'waiting', :due, :now)"""
)
_HURRY = text(
    "update outbox set due_at = :now where proposal_id = :id and state = 'waiting' and tries = 0 and due_at > :now"
)
_LIVE = text("select * from outbox where proposal_id = :id and state in ('waiting', 'writing', 'unknown')")
_CANCEL = text("update outbox set state = 'cancelled', changed_at = :now where id = :id")
_LAST_DONE = text(
    "select * from outbox where proposal_id = :id and state = 'done' and verb = 'apply' order by id desc limit 1"
)
