"""Files captured activities under contacts, companies and deals. Works off the rematch queue, apart from capture: a failure
here never blocks a mailbox; the activities wait and are taken up by the next round.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cached_property, lru_cache
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Connection, Row, text

from matchers import contacts
from matchers.book import Finder
from matchers.contacts import Link
from matchers.deals import Candidate, DealEntry, Earlier, Present, choose
from matchers.reconcile import reconcile
from store import bulk, last_touch, rules
from store.database import Database
from store.people import load_deals
from store.schema import links as links_table
from sync.ports import Clock

T = TypeVar("T")

BATCH = 500


class Linked(NamedTuple):
    """Activities that were filed for the first time, and those whose deal was left open for the first time."""

    linked: int = 0
    questions: int = 0


class _Filed(NamedTuple):
    """Where an activity belongs."""

    links: Sequence[Link]
    question: Sequence[Candidate]


class Linker:
    """Links what is unmatched. Made anew when contacts or deals have changed."""

    def __init__(self, database: Database, book: Finder, clock: Clock | None = None) -> None:
        self._database = database
        self._book = book
        self._clock = clock
        self._rules = rules.Filing()
        # The same few people are on most mails. Bounded: no mail can make it grow without end.
        self._usual = lru_cache(maxsize=2_048)(self._file)

    @cached_property
    def _deals(self) -> _Index:
        with self._database.read() as connection:
            return _Index(load_deals(connection))

    @cached_property
    def _contacts(self) -> dict[int, str]:
        with self._database.read() as connection:
            return _names(connection, "contacts")

    @cached_property
    def _companies(self) -> dict[int, str]:
        with self._database.read() as connection:
            return _names(connection, "companies")

    def link_pending(self) -> Linked:
        """Work off the whole queue, a batch at a time."""
        total = Linked()
        while True:
            with self._database.read() as connection:
                waiting = connection.execute(_UNMATCHED, {"limit": BATCH}).all()
            if not waiting:
                return total
            self._get_ready()
            with self._database.write() as connection:
                self._rules = rules.filing(connection, self._clock.now() if self._clock else 0)
                batch = self._batch(connection, waiting)
            total = Linked(total.linked + batch.linked, total.questions + batch.questions)

    def _get_ready(self) -> None:
        """Read what matching needs before the transaction: a second connection could wait for the first one's lock."""
        self._book.find("")
        _ = self._deals, self._contacts, self._companies

    def _batch(self, connection: Connection, waiting: Sequence[Row[Any]]) -> Linked:
        ids = [row.id for row in waiting]
        people = _grouped(bulk.select_in(connection, _PEOPLE, ids), lambda r: r.address)
        stored = _grouped(
            bulk.select_in(connection, _LINKS, ids), lambda r: Link(r.target, r.target_id, _rule(r), r.evidence)
        )
        earlier = self._earlier(connection, {row.thread_id for row in waiting})
        additions: list[bulk.Row] = []
        removals: list[dict[str, object]] = []
        questions: list[dict[str, object]] = []
        linked = 0
        texts = self._texts(connection, ids)
        for row in waiting:
            have = stored.get(row.id, ())
            on = frozenset(people.get(row.id, ()))
            filed = self._filed(on, have, earlier.get(row.thread_id, ()), texts.get(row.id, ""))
            linked += bool(filed.links and not have)
            if filed.question:
                questions.append({"id": row.id, "candidates": _candidates(filed.question)})
            for verb, link in reconcile(filed.links, have):
                if verb == "remove":
                    removals.append({"id": row.id, "target": link.target, "target_id": link.target_id})
                else:
                    additions.append((row.id, *link, "matcher", row.occurred_at))
        asked = {row.activity_id for row in bulk.select_in(connection, _ASKED, ids)}
        _write(connection, ids, additions, removals, questions, asked - {question["id"] for question in questions})
        hidden = {row.id for row in bulk.select_in(connection, _HIDDEN, ids)}
        last_touch.heard(connection, ((row[1], row[2], row[6]) for row in additions if row[0] not in hidden))
        last_touch.renew(connection, {(str(row["target"]), int(str(row["target_id"]))) for row in removals})
        return Linked(linked, sum(question["id"] not in asked for question in questions))

    def _texts(self, connection: Connection, ids: Sequence[int]) -> dict[int, str]:
        """Subject and kept words, where a rule of the rep's asks for words."""
        if not self._rules.words:
            return {}
        return {row.id: f"{row.subject}\n{row.text}" for row in bulk.select_in(connection, _TEXTS, ids)}

    def _filed(self, people: frozenset[str], have: Iterable[Link], earlier: Sequence[Earlier], words: str) -> _Filed:
        refused = [link.target_id for link in have if link.target == "deal" and link.rule == "rep_removed"]
        if earlier or refused or words or self._rules != rules.Filing():
            return self._file(people, earlier, refused, words)
        return self._usual(people)

    def _file(
        self,
        people: frozenset[str],
        earlier: Sequence[Earlier] = (),
        refused: Collection[int] = (),
        words: str = "",
    ) -> _Filed:
        """The links that an activity with these people should have. It is not asked in which role they are on it."""
        found = contacts.links([("", address, "", "") for address in sorted(people)], self._book)
        present = Present(
            {link.target_id: self._contacts.get(link.target_id, "") for link in found if link.target == "contact"},
            {link.target_id: self._companies.get(link.target_id, "") for link in found if link.target == "company"},
        )
        outcome = choose(
            self._deals.related(present, earlier),
            present,
            text=words,
            words=self._rules.words,
            people=self._by_people(present),
            earlier=earlier,
            refused=refused,
        )
        if outcome.link:
            found.append(outcome.link.as_link()._replace(evidence=outcome.evidence))
        return _Filed(found, outcome.question)

    def _by_people(self, present: Present) -> dict[int, str]:
        """Deal → evidence, of the rep's rules for those who are present."""
        said = "your rule files mail with {} under the deal"
        firms = [(deal, present.companies[id]) for id, deal in self._rules.companies if id in present.companies]
        known = [(deal, present.contacts[id]) for id, deal in self._rules.contacts if id in present.contacts]
        return {deal: said.format(name) for deal, name in known or firms}

    def _earlier(self, connection: Connection, threads: Iterable[int]) -> dict[int, list[Earlier]]:
        """What the rep linked by hand in these conversations."""
        if not connection.scalar(text("select exists (select 1 from links where target = 'deal' and origin = 'rep')")):
            return {}
        rows = bulk.select_in(connection, _EARLIER, threads)
        people: dict[tuple[int, int], set[int]] = defaultdict(set)
        for row in rows:
            people[row.thread_id, row.deal_id].update(() if row.contact_id is None else (row.contact_id,))
        found: dict[int, list[Earlier]] = defaultdict(list)
        for (thread, deal), on in sorted(people.items()):
            found[thread].append(Earlier(deal, frozenset(on)))
        return found


class _Index:
    """Open deals by their people and companies: most activities touch none or one."""

    def __init__(self, deals: Sequence[DealEntry]) -> None:
        self._by_id = {deal.id: deal for deal in deals}
        self._by_contact: dict[int, list[DealEntry]] = defaultdict(list)
        self._by_company: dict[int, list[DealEntry]] = defaultdict(list)
        for deal in deals:
            for contact in deal.contact_ids:
                self._by_contact[contact].append(deal)
            if deal.company_id is not None:
                self._by_company[deal.company_id].append(deal)

    def related(self, present: Present, earlier: Iterable[Earlier]) -> list[DealEntry]:
        found = {deal.id: deal for contact in present.contacts for deal in self._by_contact.get(contact, ())}
        found.update({deal.id: deal for company in present.companies for deal in self._by_company.get(company, ())})
        found.update({old.deal_id: self._by_id[old.deal_id] for old in earlier if old.deal_id in self._by_id})
        return list(found.values())


def _write(
    connection: Connection,
    ids: Sequence[int],
    additions: Sequence[bulk.Row],
    removals: Sequence[dict[str, object]],
    questions: Sequence[dict[str, object]],
    answered: set[int],
) -> None:
    if removals:
        connection.execute(_REMOVE, removals)
    bulk.insert(connection, links_table, additions, _REPLACE)
    bulk.execute_in(connection, "delete from questions where activity_id in :values", ids)
    if questions:
        connection.execute(text("insert into questions (activity_id, candidates) values (:id, :candidates)"), questions)
    bulk.execute_in(connection, "update activities set unmatched = false where id in :values", ids)
    moved = {row[0] for row in additions} | {row["id"] for row in removals} | {row["id"] for row in questions}
    # What the text says is compared anew with the deal that it is filed under now.
    bulk.execute_in(connection, "update findings set fresh = true where activity_id in :values", moved | answered)


def _names(connection: Connection, table: str) -> dict[int, str]:
    return {row.id: row.name for row in connection.execute(text(f"select id, name from {table}"))}  # noqa: S608


def _candidates(question: Iterable[Candidate]) -> str:
    return json.dumps([{"deal_id": each.deal_id, "reason": "; ".join(each.reasons)} for each in question])


def _rule(row: Row[Any]) -> str:
    """Matchers read a person's decision from the rule."""
    return str(row.rule if row.origin == "matcher" else row.origin)


def _grouped(rows: Iterable[Any], value: Callable[[Any], T]) -> dict[int, list[T]]:
    found: dict[int, list[T]] = defaultdict(list)
    for row in rows:
        found[row.activity_id].append(value(row))
    return found


_UNMATCHED = text("select id, thread_id, occurred_at from activities where unmatched order by id limit :limit")
_HIDDEN = "select id from activities where id in :values and orphaned_at is not null"
_PEOPLE = "select activity_id, address from participants where activity_id in :values and role <> 'reply_to'"
_LINKS = "select activity_id, target, target_id, rule, evidence, origin from links where activity_id in :values"
_TEXTS = "select id, subject, text from activities where id in :values"
_ASKED = "select activity_id from questions where activity_id in :values"
_EARLIER = """select thread_id, deal.target_id as deal_id, person.target_id as contact_id from activities
  join links as deal on deal.activity_id = activities.id and deal.target = 'deal' and deal.origin = 'rep'
  left join links as person on person.activity_id = activities.id and person.target = 'contact'
  where thread_id in :values"""
_REMOVE = text(
    "delete from links where activity_id = :id and target = :target and target_id = :target_id and origin = 'matcher'"
)
_REPLACE = """(activity_id, target, target_id) do update set rule = excluded.rule, evidence = excluded.evidence,
  at = excluded.at where links.origin = 'matcher'"""
