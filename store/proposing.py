"""From fresh findings to proposals, after each linking. Works off a queue, as linking does: a failure never blocks a mailbox.

Clocks: a next step ends when its date is over, a close date likewise; everything else 60 days after the words were written
(matchers/proposals.expires_at). Whoever comes later wins: newer words on the same matter overtake older ones, whether or not they
say something else than the record. So a backfill, which reads the newest first, offers nothing that was settled long ago.
What is pending follows the record: where the record says so already, the proposal ends; where it says a third thing, the rep must
look again. Findings without a deal, an open question or a contact whose detail they tell are erased.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, text

from matchers.book import Finder
from matchers.pipelines import Pipeline
from matchers.proposals import Proposed, Said, compare, resolved, slot
from store import bulk, clock, decisions, evidence, pending
from store.database import Database
from store.evidence import Evidence, Newest
from store.records import Records
from sync.ports import Clock, Digest

BATCH = 200


class Result(NamedTuple):
    """What a run did."""

    made: int = 0
    """New proposals that wait for the rep."""
    approved: int = 0
    """Of them, those that the rep's own rules approved."""
    ended: int = 0
    """Older ones that are overtaken or too old."""


class Proposer:
    """Draws up proposals. Made anew when contacts or deals have changed, with the book of that moment."""

    def __init__(
        self,
        database: Database,
        book: Finder,
        digest: Digest,
        clock: Clock,
        *,
        pipelines: Sequence[Pipeline] = (),
        grace: int = decisions.GRACE,
    ) -> None:
        self._database = database
        self._book = book
        self._digest = digest
        self._clock = clock
        self._pipelines = pipelines
        self._grace = grace

    def run(self) -> Result:
        """See what has ended, then work off the queue, a batch at a time. Writes nothing when there is nothing to do."""
        total, after = Result(ended=pending.refresh(self._database, self._clock, self._pipelines)), 0
        while fresh := self._fresh(after):
            self._book.find("")  # read before a transaction: a second connection could wait for the first one's lock
            with self._database.read() as connection:
                idle = evidence.still_waits(connection, fresh, self._records(connection), self._book)
            if ready := [id for id in fresh if id not in idle]:
                with self._database.write() as connection:
                    total = Result(*map(sum, zip(total, self._batch(connection, ready), strict=True)))
            after = fresh[-1]
        return total

    def _fresh(self, after: int) -> Sequence[int]:
        with self._database.read() as connection:
            return connection.scalars(_FRESH, {"after": after, "limit": BATCH}).all()

    def _records(self, connection: Connection) -> Records:
        return Records(connection, self._pipelines)

    def _now(self, connection: Connection) -> int:
        return clock.today(connection, self._clock.now())

    def _batch(self, connection: Connection, ids: Sequence[int]) -> Result:
        now = self._now(connection)
        work = _Batch(connection, ids, self._records(connection), self._book)
        drawn: list[tuple[Evidence, Proposed]] = []
        for one in work.all:
            drawn += [(one, change) for change in work.compared(one)]
        newest = work.newest()
        made = pending.store(connection, drawn, newest, self._digest, now)
        ended = pending.overtake(connection, work.deals, work.contacts, newest, now)
        ended += pending.missing(connection, ids, {(one.id, self._key(change)) for one, change in drawn}, now)
        work.finish()
        approved = decisions.by_rules(connection, made, self._digest, now, self._grace)
        return Result(len(made), approved, ended)

    def _key(self, change: Proposed) -> bytes:
        return pending.digest_of(change, self._digest)


class _Batch:
    """The activities of one transaction."""

    def __init__(self, connection: Connection, ids: Sequence[int], records: Records, book: Finder) -> None:
        self._connection = connection
        self._ids = ids
        self._records = records
        self._book = book
        self._said: defaultdict[int, list[Said]] = defaultdict(list)
        for row in bulk.select_in(connection, _SAID, ids):
            self._said[row.activity_id].append(said_of(row))
        self.all = evidence.load(connection, ids)
        self.deals = {deal for one in self.all for deal in one.deals}
        self.contacts: set[int] = set()
        self._waiting: set[tuple[int, int]] = set()
        records.load_deals(self.deals)

    def compared(self, one: Evidence) -> Iterable[Proposed]:
        """The changes that one activity calls for."""
        people = evidence.People(self._connection, one, self._records, self._book)
        said = self._said[one.id] = [self._with_address(one.id, each, people) for each in self._said[one.id]]
        details = [each for each in said if each.kind == "contact_detail"]
        others = [each for each in said if each.kind != "contact_detail"]
        first = self._records.deal(min(one.deals)) if one.deals else None
        found = compare(details, first, people).proposed
        for deal in sorted(one.deals):
            more = compare(others, self._records.deal(deal), people)
            found += more.proposed
            self._waiting |= {(one.id, position) for position in more.waiting}
        told = (people.contact(each.value.get("address", "")) for each in details)
        self.contacts |= {known.id for known in told if known is not None}
        return found

    def _with_address(self, id: int, said: Said, people: evidence.People) -> Said:
        """A name is settled once, so that newer words on the same person are known to be on them."""
        found = resolved(said, people)
        if found is not said:
            value = json.dumps(found.value, ensure_ascii=False)
            self._connection.execute(_SETTLE, {"id": id, "position": said.position, "value": value})
        return found

    def newest(self) -> Newest:
        """The newest words on each matter that the batch touches."""
        found = Newest()
        rows = [
            *bulk.select_in(self._connection, _OF_DEALS, self.deals),
            *bulk.select_in(self._connection, _OF_CONTACTS, self.contacts),
        ]
        for row in rows:
            said = said_of(row)
            if said.kind == "new_contact":
                continue  # one that still waits takes nothing's place
            known = self._book.find(said.value.get("address", "")) if "address" in said.value else None
            contact = known.contact_id if known else None
            found.add(slot(said, row.deal_id, contact), evidence.written(row), row.activity_id)
        return found

    def finish(self) -> None:
        """What was compared is not fresh any more; what is of no use is erased."""
        asked = {one.id for one in self.all if one.asks}
        kept = [{"id": id, "position": position} for id, position in sorted(self._waiting)]
        quiet = [id for id in self._ids if id not in asked]
        bulk.execute_in(self._connection, "update findings set fresh = false where activity_id in :values", quiet)
        bulk.execute_in(self._connection, _DETAILS_DONE, asked)
        if kept:
            self._connection.execute(_WAIT, kept)
        useless = [one.id for one in self.all if not one.deals and not one.asks]
        bulk.execute_in(self._connection, _ERASE, useless)
        strange = [
            {"id": one.id, "position": said.position}
            for one in self.all
            if not one.deals and not one.asks
            for said in self._said[one.id]
            if said.kind == "contact_detail" and not self._is_contact(said)
        ]
        if strange:
            self._connection.execute(_ERASE_ONE, strange)

    def _is_contact(self, said: Said) -> bool:
        found = self._book.find(said.value.get("address", ""))
        return found is not None and found.contact_id is not None


def said_of(row: Row[Any]) -> Said:
    """A stored finding."""
    value = json.loads(row.value)
    plain = {str(key): str(each) for key, each in value.items()} if isinstance(value, dict) else {}
    return Said(row.position, row.kind, plain, row.quote, row.rule, row.source)


_TIMES = "activities.occurred_at, activities.captured_at, activities.stamp"
_FRESH = text(
    """select distinct activity_id from findings join activities on activities.id = activity_id
       where fresh and not unmatched and activity_id > :after and (findings.kind = 'contact_detail'
         or not exists (select 1 from questions where questions.activity_id = findings.activity_id))
       order by activity_id limit :limit"""
)
_SAID = """select activity_id, position, kind, value, quote, rule, source from findings where activity_id in :values
  order by activity_id, position"""
_OF_DEALS = f"""select findings.activity_id, position, findings.kind, value, '' as quote, '' as rule, '' as source,
  target_id as deal_id, activities.kind as activity, {_TIMES} from links
  join findings on findings.activity_id = links.activity_id join activities on activities.id = links.activity_id
  where target = 'deal' and origin <> 'rep_removed' and findings.kind <> 'contact_detail' and target_id in :values"""  # noqa: S608  our own words
_OF_CONTACTS = f"""select findings.activity_id, position, findings.kind, value, '' as quote, '' as rule, '' as source,
  null as deal_id, activities.kind as activity, {_TIMES} from links
  join findings on findings.activity_id = links.activity_id join activities on activities.id = links.activity_id
  where target = 'contact' and findings.kind = 'contact_detail' and target_id in :values"""  # noqa: S608  as above
_DETAILS_DONE = "update findings set fresh = false where kind = 'contact_detail' and activity_id in :values"
_WAIT = text("update findings set fresh = true where activity_id = :id and position = :position")
_SETTLE = text("update findings set value = :value where activity_id = :id and position = :position")
_ERASE = "delete from findings where kind <> 'contact_detail' and activity_id in :values"
_ERASE_ONE = text("delete from findings where activity_id = :id and position = :position")
