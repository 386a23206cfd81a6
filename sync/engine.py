"""One cycle of one stream: pages in, decisions out, each page stored with its cursor in one transaction.

    cursor ── connector.changes ──► page ── plan ──► keep ── connector.fetch ──► drafts ─┐
                                              └────► held, skipped, quarantined ─────────┴─► ledger.commit(page, cursor)

A failure of matching never blocks capture: the engine knows nothing of contacts and deals but the book of known addresses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple, TypeVar

from sync.drafts import Drawn, draw
from sync.errors import StartOver
from sync.model import Gone, Level, Page, Ref, Rejected, Stream
from sync.plan import Plan, missing, plan, quarantined, screened
from sync.policy import Decision, Rules, stream_reason
from sync.ports import Clock, Commit, Connector, Item, Ledger, Tally

T = TypeVar("T")

PART = 500
"""Items that are looked at, fetched or noted at once."""
MAX_RESTARTS = 3
"""Times that a cycle starts a stream over before it gives up until the next one."""


class Progress(NamedTuple):
    """After each stored part: what it held and how much of the backfill is left, if known."""

    stream: Stream
    tally: Tally
    remaining: int | None


class Engine:
    """Drives any connector into a ledger. Holds no state between cycles but what the ledger stores."""

    def __init__(self, ledger: Ledger, clock: Clock, on_page: Callable[[Progress], None] = lambda _: None) -> None:
        self._ledger = ledger
        self._clock = clock
        self._on_page = on_page

    def streams(self, connector: Connector, account: str) -> Sequence[Stream]:
        """The account's streams. One that is gone or renamed loses its rows; its activities wait a week for their copies."""
        found = connector.streams()
        if found:  # an empty list is no evidence
            self._ledger.retire(account, [stream.id for stream in found])
        return found

    def cycle(self, connector: Connector, account: str, stream: Stream, rules: Rules, level: Level) -> Tally:
        """Bring one stream up to date, to the end of its backfill. Raises errors.RepsideError; what is stored stays.

        Everything that is stored is reported as it happens, so a round that fails has told what it did.
        """
        started = self._clock.now()
        number = self._ledger.stream(account, stream)
        work = _Work(connector, stream, number, rules, level)
        reason = stream_reason(stream, rules)
        tallies = []
        for progress in self._unread(work, reason) if reason else self._read(work):
            tallies.append(progress.tally)
            self._on_page(progress)
        self._ledger.complete(number, started)
        return _sum(tallies)

    def _read(self, work: _Work) -> Iterator[Progress]:
        for attempt in range(MAX_RESTARTS):
            try:
                yield from self._pages(work)
                yield from self._rechecks(work)  # only now is it sure that the old ids still mean the same mails
            except StartOver:
                if attempt == MAX_RESTARTS - 1:
                    raise
                self._ledger.forget(work.number)
            else:
                return

    def _pages(self, work: _Work) -> Iterator[Progress]:
        for page in work.connector.changes(work.stream, self._ledger.cursor(work.number)):
            # What a listing lacks is settled before the cursor passes it: killed in between, the next round lists again.
            missed = Tally() if page.snapshot is None else self._ask_for_missing(work, page.snapshot)
            known = self._ledger.known(work.number, [*(r.id for r in page.changed), *page.outside])
            tally = _sum([missed, self._store(work, plan(page, known, work.rules), page)])
            yield Progress(work.stream, tally, page.remaining)

    def _store(self, work: _Work, planned: Plan, page: Page | None, removed: Sequence[str] = ()) -> Tally:
        drawn = self._fetch(work, planned.fetch)
        change = Commit(
            items=[*planned.items, *drawn.items],
            drafts=drawn.drafts,
            removed=[*(page.removed if page else ()), *removed, *drawn.gone],
            responses=drawn.responses,
            cancelled=drawn.cancelled,
            cursor=page.cursor if page else None,
            remaining=(page.remaining or 0) if page else 0,
        )
        return self._ledger.commit(work.number, change)

    def _fetch(self, work: _Work, wanted: Sequence[tuple[Ref, Decision]]) -> Drawn:
        drawn = Drawn.empty()
        for part in _parts(wanted):
            by_id = {ref.id: (ref, decision) for ref, decision in part}
            for outcome in work.connector.fetch(work.stream, [ref for ref, _ in part]):
                found = by_id.pop(outcome.id, None)
                if found is not None:
                    draw(outcome, *found, rules=work.rules, level=work.level, into=drawn)
            # A connector that leaves out an outcome may not lose the item: it is set aside and tried again.
            drawn.items.extend(quarantined(Rejected(id, "NoOutcome") for id in by_id))
        return drawn

    def _ask_for_missing(self, work: _Work, snapshot: frozenset[str]) -> Tally:
        """Absence is not evidence: what a complete listing lacks is asked for by id, and only `Gone` removes."""
        candidates = missing(snapshot, self._ledger.ids(work.number))
        return _sum(self._look(work, part) for part in _parts(candidates))

    def _rechecks(self, work: _Work) -> Iterator[Progress]:
        """Items that something else brought up: a new contact, an exclusion taken back, a retry of a quarantined one."""
        while ids := self._ledger.rechecks(work.number, PART):
            yield Progress(work.stream, self._look(work, ids), None)

    def _look(self, work: _Work, ids: Sequence[str]) -> Tally:
        outcomes = list(work.connector.look(work.stream, ids))
        planned = screened((o for o in outcomes if isinstance(o, Ref)), work.rules)
        items = [*planned.items, *quarantined(o for o in outcomes if isinstance(o, Rejected))]
        named = {_id(outcome) for outcome in outcomes}
        items += quarantined(Rejected(id, "NoOutcome") for id in ids if id not in named)
        gone = [o.id for o in outcomes if isinstance(o, Gone)]
        return self._store(work, Plan(planned.fetch, items), None, gone)

    def _unread(self, work: _Work, reason: str) -> Iterator[Progress]:
        """Drafts, junk, trash and excluded folders: only ids are listed, so that the receipt adds up."""
        present: set[str] = set()
        for part in work.connector.census(work.stream):
            present.update(part)
        rows = self._ledger.ids(work.number)
        for ids in _parts(sorted(present)):
            known = self._ledger.known(work.number, ids)
            items = [Item(id, "skipped", reason) for id in ids if known.get(id, ("", ""))[0] != "skipped"]
            if items:
                yield Progress(work.stream, self._ledger.commit(work.number, Commit(items, ())), None)
        for ids in _parts(sorted(rows - present)):
            yield Progress(work.stream, self._ledger.commit(work.number, Commit((), (), removed=ids)), None)


class _Work(NamedTuple):
    """What stays the same through one cycle."""

    connector: Connector
    stream: Stream
    number: int
    rules: Rules
    level: Level


def _id(outcome: Ref | Gone | Rejected) -> str:
    return outcome.id


def _parts(values: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(values), PART):
        yield values[start : start + PART]


def _sum(tallies: Iterable[Tally]) -> Tally:
    rows = list(tallies)
    return Tally(*(sum(column) for column in zip(*rows, strict=True))) if rows else Tally()
