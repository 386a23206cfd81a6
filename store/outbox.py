"""Approvals on their way to the CRM: each is sent at most once, and what became of it is known or looked up.

    waiting ── due, stored as ─→ writing ── yes ─→ done        the proposal is applied, the local record follows
       ↑                            ├── no: conflict, refused   the proposal waits for the rep again, with what the CRM says
       └──── not now (429, away) ───┤
                                    └── no word, or we died ─→ unknown ── looked up: there ─→ done
                                                                       └─ not there ─→ absent: the rep approves anew, or not

`writing` is on the disk before a byte is sent. Nothing that may have arrived is sent again. Whoever sends owns the lock of the
senders (lock.sender), so a row that is `writing` when they begin is of a process that died.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, text

from matchers import proposals as rules
from store import applying, clock, pending, post
from store.applying import Made, Place
from store.crm_pull import external_of, home_of
from store.database import Database
from store.records import Records
from store.values import loaded
from sync.crm import Change, RecordKind, Value
from sync.ports import Clock, Digest

LONGEST = 3_600
"""Seconds between two tries at most, whatever a server asks for."""
ABSENT = "it did not arrive in the CRM: decide again"
_FIRST = 30
_MOST = 200


class Errand(NamedTuple):
    """One approved change on its way."""

    id: int
    proposal: int
    verb: str
    """apply, or undo."""
    place: Place
    change: Change
    crm: int | None
    crm_name: str
    """Empty: the deal is in no CRM; what is approved is written here."""
    crm_kind: str
    tries: int
    gone: bool = False
    """Its record is not there any more."""


class Outbox:
    """The queue. The caller holds the store's lock, or the database takes a turn for each transaction."""

    def __init__(self, database: Database, digest: Digest, clock: Clock) -> None:
        self._database = database
        self._digest = digest
        self._clock = clock

    def waits(self) -> bool:
        """Whether something is due, or was left behind by a process that died. Reads only."""
        with self._database.read() as connection:
            return post.leaves(connection, self._now(connection))

    def recover(self) -> int:
        """What was being written when a sender died may have arrived: nobody knows. Returns how many."""
        with self._database.read() as connection:
            left = connection.execute(text("select id from outbox where state = 'writing'")).all()
        for row in left:
            with self._database.write() as connection:
                self._unsure(connection, row.id, "the program ended while it was being written")
        return len(left)

    def due(self, only: Collection[int] = ()) -> list[Errand]:
        """What is to be sent now, the oldest first; of these proposals, where some are named."""
        with self._database.read() as connection:
            rows = connection.execute(_DUE, {"now": self._now(connection), "most": _MOST}).all()
            return [_errand(connection, row) for row in rows if not only or row.proposal_id in only]

    def unknown(self) -> list[Errand]:
        """What is to be looked up."""
        with self._database.read() as connection:
            return [_errand(connection, row) for row in connection.execute(_UNKNOWN).all()]

    def begin(self, errand: Errand) -> bool:
        """Store durably that it is being written. False: it was taken back, or somebody else has it."""
        with self._database.write() as connection:
            values = {"id": errand.id, "now": self._now(connection)}
            return bool(connection.execute(_BEGIN, values).rowcount)

    def done(self, errand: Errand, written: str = "") -> None:
        """It is there."""
        with self._database.write() as connection:
            self._done(connection, errand, written)

    def here(self, errand: Errand) -> str:
        """Of a deal in no CRM: compare and write here, in one transaction. Returns what became of it, as states are called."""
        with self._database.write() as connection:
            if not connection.execute(_BEGIN, {"id": errand.id, "now": self._now(connection)}).rowcount:
                return "cancelled"
            records = Records(connection)
            place, change = errand.place, errand.change
            says = _says(records, errand)
            if rules.same(place.kind, place.field, says, change.new) and says is not None:
                self._done(connection, errand)
                return "done"
            if not _seen(errand, says):
                self._conflict(connection, errand, says)
                return "conflict"
            self._done(connection, errand)
            return "done"

    def conflict(self, errand: Errand, current: Value) -> None:
        """The CRM says something else by now: nothing was written."""
        with self._database.write() as connection:
            self._conflict(connection, errand, current)

    def refused(self, errand: Errand, sentence: str) -> None:
        """The CRM does not take it, or has no such record: nothing was written."""
        with self._database.write() as connection:
            if self._end(connection, errand, "refused", sentence):
                self._again(connection, errand, sentence)

    def wait(self, errand: Errand, sentence: str, retry_after: float | None = None) -> int:
        """Nothing was written, and it is tried again by itself. Returns when."""
        pause: int = min(_FIRST << min(errand.tries, 10), LONGEST)
        if retry_after is not None:
            pause = int(min(max(retry_after, 1), LONGEST))
        with self._database.write() as connection:
            now = self._now(connection)
            connection.execute(_AGAIN, {"id": errand.id, "due": now + pause, "error": sentence, "now": now})
            return now + pause

    def unsure(self, errand: Errand, sentence: str) -> None:
        """Nobody knows whether it arrived."""
        with self._database.write() as connection:
            self._unsure(connection, errand.id, sentence)

    def absent(self, errand: Errand, says: Value) -> None:
        """It was looked up and is not there: the record says this. The rep decides anew."""
        with self._database.write() as connection:
            if not self._end(connection, errand, "absent", ""):
                return
            if errand.verb == "undo":
                self._state(connection, errand, "applied", "it was not taken back: undo it again")
            else:
                self._follow_crm(connection, errand, says)
                pending.reopen(connection, errand.proposal, says, ABSENT, self._now(connection))

    # inside a transaction

    def _now(self, connection: Connection) -> int:
        return clock.today(connection, self._clock.now())

    def _done(self, connection: Connection, errand: Errand, written: str = "") -> None:
        if not self._end(connection, errand, "done", "", written):
            return
        self._follow(connection, errand, written)
        self._state(connection, errand, "applied" if errand.verb == "apply" else "undone", "")

    def _follow(self, connection: Connection, errand: Errand, written: str) -> None:
        """The record here says it, too."""
        new_person = errand.place.kind == "new_contact" and errand.verb == "apply" and errand.crm is not None
        if new_person and not written:
            return  # it was looked up, and the CRM did not tell its id: the next pull brings the person
        made = (
            Made(errand.crm, external_of(errand.crm_kind, errand.crm_name, written), written)
            if new_person and errand.crm is not None
            else None
        )
        source = "repside" if errand.verb == "apply" else ""
        new, old = errand.change.new, errand.change.old
        applying.put(connection, errand.place, new, was=old, source=source, digest=self._digest, made=made)

    def _conflict(self, connection: Connection, errand: Errand, current: Value) -> None:
        if not self._end(connection, errand, "conflict", ""):
            return
        self._follow_crm(connection, errand, current)
        if errand.verb == "apply":
            reason = "the CRM says something else by now" if errand.crm is not None else pending.CHANGED
            pending.reopen(connection, errand.proposal, current, reason, self._now(connection))
        else:
            self._state(
                connection, errand, "applied", "the record says something else by now, so nothing was taken back"
            )

    def _follow_crm(self, connection: Connection, errand: Errand, says: Value) -> None:
        """What the CRM says now is what the record here says, before the next pull."""
        if says is not None and errand.crm is not None and errand.place.kind != "new_contact":
            applying.put(connection, errand.place, says, digest=self._digest)

    def _again(self, connection: Connection, errand: Errand, reason: str) -> None:
        if errand.verb == "undo":
            self._state(connection, errand, "applied", f"not taken back: {reason}")
        else:
            self._state(connection, errand, "pending", reason)

    def _unsure(self, connection: Connection, id: int, sentence: str) -> None:
        values = {"id": id, "error": sentence, "now": self._now(connection)}
        if connection.execute(_UNSURE, values).rowcount:
            connection.execute(_PROPOSAL_UNSURE, {"id": id, "reason": sentence, "now": values["now"]})

    def _end(self, connection: Connection, errand: Errand, state: str, error: str, written: str = "") -> bool:
        values = {"id": errand.id, "state": state, "error": error, "written": written, "now": self._now(connection)}
        return bool(connection.execute(_END, values).rowcount)

    def _state(self, connection: Connection, errand: Errand, state: str, reason: str) -> None:
        values = {"id": errand.proposal, "state": state, "reason": reason, "now": self._now(connection)}
        connection.execute(_STATE, values)


def _says(records: Records, errand: Errand) -> Value:
    place, new, old = errand.place, errand.change.new, errand.change.old
    if place.kind == "new_contact":
        return None if errand.verb == "apply" else old
    shaped = new if isinstance(new, dict) else old
    contact = records.contact(place.contact)
    return rules.current(place.kind, place.field, shaped, records.deal(place.deal), contact)


def _seen(errand: Errand, says: Value) -> bool:
    """Whether the record says what the rep saw."""
    old = errand.change.old
    return says == old or (says is not None and rules.same(errand.place.kind, errand.place.field, says, old))


def _errand(connection: Connection, row: Row[Any]) -> Errand:
    of_contact = row.kind == "contact_detail"
    record: RecordKind = "contact" if of_contact else "deal"
    crm = home_of(
        connection, record, row.contact_id if of_contact else row.deal_id, row.contact if of_contact else row.deal
    )
    # What was closed as lost is opened again by its stage.
    field = "stage" if row.kind == "closed_lost" and row.verb == "undo" else row.field
    remote = crm.remote if crm else ""
    change = Change(row.key, record, remote, field, loaded(row.old), loaded(row.new), row.pipeline or "")
    return Errand(
        id=row.id,
        proposal=row.proposal_id,
        verb=row.verb,
        place=Place(row.kind, row.field, row.deal_id, row.contact_id),
        change=change,
        crm=crm.id if crm else None,
        crm_name=crm.name if crm else "",
        crm_kind=crm.kind if crm else "",
        tries=row.tries,
        gone=row.contact_id is None if of_contact else row.deal_id is None or row.status == "gone",
    )


_ROWS = """select outbox.id, outbox.proposal_id, outbox.key, outbox.verb, outbox.old, outbox.new, outbox.tries,
  proposals.kind, proposals.field, proposals.deal_id, proposals.contact_id, deals.pipeline, deals.status,
  deals.external as deal, contacts.external as contact
  from outbox join proposals on proposals.id = outbox.proposal_id
  left join deals on deals.id = proposals.deal_id left join contacts on contacts.id = proposals.contact_id"""
_DUE = text(f"{_ROWS} where outbox.state = 'waiting' and due_at <= :now order by due_at, outbox.id limit :most")
_UNKNOWN = text(f"{_ROWS} where outbox.state = 'unknown' order by outbox.id")
_BEGIN = text(
    "update outbox set state = 'writing', tries = tries + 1, changed_at = :now where id = :id and state = 'waiting'"
)
_END = text(
    """update outbox set state = :state, error = :error, written = :written, changed_at = :now
       where id = :id and state in ('writing', 'unknown')"""
)
_AGAIN = text(
    """update outbox set state = 'waiting', due_at = :due, error = :error, changed_at = :now
       where id = :id and state = 'writing'"""
)
_UNSURE = text(
    "update outbox set state = 'unknown', error = :error, changed_at = :now where id = :id and state = 'writing'"
)
_PROPOSAL_UNSURE = text(
    """update proposals set state = 'unknown', reason = :reason, changed_at = :now
       where id = (select proposal_id from outbox where outbox.id = :id)"""
)
_STATE = text("update proposals set state = :state, reason = :reason, changed_at = :now where id = :id")
