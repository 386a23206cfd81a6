"""Writes the activities of one page: finds those already there, joins conversations, adds the new ones in bulk."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, text

from matchers.threads import ThreadSeen, join
from store import bulk, last_touch, search
from store.schema import activities, participants, thread_keys
from store.schema_deals import findings
from sync.model import MAX_PEOPLE, Finding, Person
from sync.ports import UNVERSIONED, Digest, Draft


class Activities:
    """One page's work inside its transaction."""

    def __init__(self, connection: Connection, digest: Digest, now: int) -> None:
        self._connection = connection
        self._digest = digest
        self._now = now

    def store(self, stream: int, drafts: Sequence[Draft]) -> list[tuple[str, int]]:
        """Store the drafts; returns (item, activity id) for each: its locator."""
        if not drafts:
            return []
        known = self._known(drafts)
        fresh: dict[bytes, Draft] = {}
        owner: list[tuple[str, bytes]] = []
        twins: dict[bytes, bytes] = {}
        for draft in drafts:
            key = draft.key
            if key not in known and key not in fresh and draft.twin is not None:
                key = twins.setdefault(draft.twin, key)
            if key not in known and key not in fresh:
                fresh[key] = draft
            elif draft.kind == "meeting":
                self._newer(draft, known, fresh)
            owner.append((draft.item, key))
        ids = self._insert(stream, self._called_off_before(list(fresh.values())))
        ids.update(known)
        self._revive([ids[key] for _, key in owner if key in known])
        said = [(ids[key], draft) for draft, (_, key) in zip(drafts, owner, strict=True) if draft.findings]
        bulk.insert(
            self._connection, findings, [row for id, draft in said for row in _findings(id, draft)], "do nothing"
        )
        return [(item, ids[key]) for item, key in dict.fromkeys(owner)]

    def _known(self, drafts: Sequence[Draft]) -> dict[bytes, int]:
        """Key → activity id, by identity and, for mail only, by twin."""
        by_key = bulk.select_in(
            self._connection, "select digest, id from activities where digest in :values", {d.key for d in drafts}
        )
        known = {bytes(row.digest): row.id for row in by_key}
        twins = {d.twin: d.key for d in reversed(drafts) if d.twin is not None and d.key not in known}
        if twins:
            rows = bulk.select_in(
                self._connection,
                "select twin, min(id) as id from activities where twin in :values group by twin",
                twins,
            )
            known_twins = {bytes(row.twin): row.id for row in rows}
            known.update({d.key: known_twins[d.twin] for d in drafts if d.twin in known_twins and d.key not in known})
        return known

    def _newer(self, draft: Draft, known: dict[bytes, int], fresh: dict[bytes, Draft]) -> None:
        """A second word on a meeting: the higher sequence wins, then the later stamp (RFC 5546 §2.1.5)."""
        version = (draft.sequence, draft.stamp)
        if draft.key in fresh:
            first = fresh[draft.key]
            if version > (first.sequence, first.stamp):
                fresh[draft.key] = draft
            return
        row = self._connection.execute(_MEETING, {"id": known[draft.key]}).one()
        old = (row.sequence, row.stamp)
        if draft.sequence == UNVERSIONED:
            draft, version = draft._replace(sequence=old[0], stamp=old[1]), old
        revives = row.status == "cancelled" and draft.status != "cancelled"
        if version < old or (version == old and revives):
            return
        self._update(known[draft.key], self._whole(known[draft.key], draft) if draft.partial else draft)

    def _whole(self, id: int, draft: Draft) -> Draft:
        """With the people that are known already and that are not shown any more."""
        shown = {(person.role, person.address) for person in draft.people}
        rows = [
            row for row in self._connection.execute(_KNOWN_PEOPLE, {"id": id}) if (row.role, row.address) not in shown
        ]
        people = draft.people + tuple(Person(row.role, row.address, row.name, row.response) for row in rows)
        return draft._replace(
            people=people[:MAX_PEOPLE],
            people_total=max(draft.people_total, len(people)),
            outside=draft.outside | {row.address for row in rows if row.outside},
        )

    def _called_off_before(self, drafts: list[Draft]) -> list[Draft]:
        """Newest first means that a series' cancellation may be read before its invitation."""
        uids = {draft.ical_uid for draft in drafts if draft.recurrence_id and draft.status != "cancelled"}
        rows = bulk.select_in(self._connection, _OFF, uids)
        off = {row.ical_uid: (row.sequence, row.stamp) for row in rows}
        return [
            draft._replace(status="cancelled")
            if draft.recurrence_id and (draft.sequence, draft.stamp) <= off.get(draft.ical_uid, (-1, -1))
            else draft
            for draft in drafts
        ]

    def _update(self, id: int, draft: Draft) -> None:
        values = {
            "id": id,
            **{name: getattr(draft, name) for name in _CHANGING},
            "marks": json.dumps(draft.marks),
        }
        search.remove(self._connection, [id])  # by the time that it still has
        self._connection.execute(_UPDATE_MEETING, values)
        self._connection.execute(
            text("update links set at = :at where activity_id = :id"), {"at": draft.occurred_at, "id": id}
        )
        self._connection.execute(text("delete from participants where activity_id = :id"), {"id": id})
        bulk.insert(self._connection, participants, _people(id, draft))
        self._connection.execute(text("delete from findings where activity_id = :id"), {"id": id})
        search.add(self._connection, [_entry(id, draft)])
        last_touch.renew(self._connection, last_touch.of(self._connection, [id]))

    def _revive(self, ids: Sequence[int]) -> None:
        hidden = [row.id for row in bulk.select_in(self._connection, _HIDDEN, ids)]
        if hidden:
            bulk.execute_in(self._connection, "update activities set orphaned_at = null where id in :values", hidden)
            last_touch.renew(self._connection, last_touch.of(self._connection, hidden))

    def _insert(self, stream: int, drafts: Sequence[Draft]) -> dict[bytes, int]:
        if not drafts:
            return {}
        account = self._connection.execute(
            text("select account_id from streams where id = :id"), {"id": stream}
        ).scalar_one()
        ids = bulk.next_ids(self._connection, activities, len(drafts))
        numbered = list(zip(ids, drafts, strict=True))
        threads = _Threads(self._connection, numbered)
        rows = [_row(id, draft, account, threads.of[id], self._now) for id, draft in numbered]
        bulk.insert(self._connection, activities, rows)
        bulk.insert(self._connection, participants, [row for id, draft in numbered for row in _people(id, draft)])
        search.add(self._connection, [_entry(id, draft) for id, draft in numbered])
        threads.write()
        return {draft.key: id for id, draft in numbered}

    def respond(self, responses: Iterable[tuple[bytes, str, str]]) -> None:
        """Note what an attendee answered."""
        rows = [{"key": key, "address": address, "response": response} for key, address, response in responses]
        if rows:
            self._connection.execute(_RESPOND, rows)

    def call_off(self, series: Iterable[tuple[str, int, int]]) -> None:
        """Cancel every occurrence of a series that the cancellation is not older than."""
        rows = [{"uid": uid, "sequence": sequence, "stamp": stamp} for uid, sequence, stamp in series]
        if rows:
            self._connection.execute(_CALL_OFF, rows)


class _Threads:
    """The conversations that a page's new activities join. Reads once, decides in memory, writes once."""

    def __init__(self, connection: Connection, numbered: Sequence[tuple[int, Draft]]) -> None:
        self._connection = connection
        self._seen: dict[bytes, set[int]] = {}
        self._people: dict[int, frozenset[str]] = {}
        self._merged: dict[int, int] = {}
        self._rows: set[tuple[bytes, int]] = set()
        self._load({key for _, draft in numbered for key in draft.thread_keys})
        self.of = {id: self._place(id, draft) for id, draft in numbered}
        self.of = {id: self._final(thread) for id, thread in self.of.items()}

    def _load(self, keys: set[bytes]) -> None:
        rows = bulk.select_in(
            self._connection, "select digest, thread_id from thread_keys where digest in :values", keys
        )
        for row in rows:
            self._seen.setdefault(bytes(row.digest), set()).add(row.thread_id)
        threads = {row.thread_id for row in rows}
        people: dict[int, set[str]] = {thread: set() for thread in threads}
        for row in bulk.select_in(self._connection, _THREAD_PEOPLE, threads):
            people[row.thread_id].add(row.address)
        self._people = {thread: frozenset(addresses) for thread, addresses in people.items()}

    def _place(self, id: int, draft: Draft) -> int:
        named = {thread for key in draft.thread_keys for thread in self._seen.get(key, ())}
        thread = self._joined(named, draft) if named else None
        if thread is None:
            thread = id
        people = self._people.get(thread)
        self._people[thread] = draft.outside if people is None else people | draft.outside
        for key in draft.thread_keys:
            self._seen.setdefault(key, set()).add(thread)
            self._rows.add((key, thread))
        return thread

    def _joined(self, named: Iterable[int], draft: Draft) -> int | None:
        """The one of the named conversations that the draft belongs to; others that it belongs to as well are merged."""
        finals = {self._final(thread) for thread in named}
        found = {b"%d" % thread: ThreadSeen(thread, self._people[thread], draft.kind == "meeting") for thread in finals}
        thread, merge = join(found, draft.outside, found)
        if thread is not None:
            for other in merge:
                self._merged[other] = thread
                self._people[thread] |= self._people[other]
        return thread

    def _final(self, thread: int) -> int:
        while thread in self._merged:
            thread = self._merged[thread]
        return thread

    def write(self) -> None:
        """Store the keys; move the activities of merged conversations."""
        rows = sorted({(key, self._final(thread)) for key, thread in self._rows})
        bulk.insert(self._connection, thread_keys, rows, "do nothing")
        for old in sorted(self._merged):
            values = {"old": old, "new": self._final(old)}
            self._connection.execute(text("update activities set thread_id = :new where thread_id = :old"), values)
            self._connection.execute(_COPY_KEYS, values)
            self._connection.execute(text("delete from thread_keys where thread_id = :old"), values)


def _row(id: int, draft: Draft, account: int, thread: int, now: int) -> bulk.Row:
    return (
        id, draft.kind, draft.key, draft.twin, account, thread, draft.occurred_at, draft.ends_at, draft.direction,
        draft.subject, draft.text, json.dumps(draft.attachments) if draft.attachments else "[]", draft.message_id,
        draft.ical_uid, draft.recurrence_id, draft.status, draft.location, draft.all_day, draft.sequence, draft.stamp,
        draft.people_total, json.dumps(draft.marks) if draft.marks else "[]", now, None, True,
    )  # fmt: skip


def _people(id: int, draft: Draft) -> list[bulk.Row]:
    outside = draft.outside
    return [(id, n, p.role, p.address, p.name, p.response, p.address in outside) for n, p in enumerate(draft.people)]


def _findings(id: int, draft: Draft) -> list[bulk.Row]:
    return [
        (id, n, found.kind, json.dumps(found.value, ensure_ascii=False), found.quote, found.rule, _source(found), True)
        for n, found in enumerate(draft.findings)
    ]


def _source(found: Finding) -> str:
    return "model" if found.rule == "model" else "rules"


def _entry(id: int, draft: Draft) -> search.Entry:
    people: list[Person] = [*draft.people[:50]]
    return search.Entry(
        id, draft.occurred_at, draft.subject, draft.text, " ".join(f"{p.name} {p.address}" for p in people)
    )


_HIDDEN = "select id from activities where id in :values and orphaned_at is not null"
_CHANGING = (
    "occurred_at", "ends_at", "subject", "text", "status", "location", "all_day", "sequence", "stamp", "people_total",
)  # fmt: skip
_KNOWN_PEOPLE = text(
    "select role, address, name, response, outside from participants where activity_id = :id order by position"
)
_MEETING = text("select sequence, stamp, status from activities where id = :id")
_OFF = """select ical_uid, sequence, stamp from activities
  where ical_uid in :values and recurrence_id = '' and status = 'cancelled'"""
_UPDATE_MEETING = text(
    """update activities set occurred_at = :occurred_at, ends_at = :ends_at, subject = :subject, text = :text,
         status = :status, location = :location, all_day = :all_day, sequence = :sequence, stamp = :stamp,
         people_total = :people_total, marks = :marks, unmatched = true where id = :id"""
)
_RESPOND = text(
    """update participants set response = :response where role = 'attendee' and address = :address
       and activity_id = (select id from activities where digest = :key)"""
)
_CALL_OFF = text(
    """update activities set status = 'cancelled', sequence = :sequence, stamp = :stamp
       where ical_uid = :uid and (sequence < :sequence or (sequence = :sequence and stamp <= :stamp))"""
)
_THREAD_PEOPLE = """select distinct thread_id, address from activities join participants on activity_id = activities.id
  where thread_id in :values and outside"""
_COPY_KEYS = text(
    """insert into thread_keys (digest, thread_id) select digest, :new from thread_keys where thread_id = :old
       on conflict do nothing"""
)
