"""One cycle of one stream: pages in, decisions out, each page stored with its cursor in one transaction.

    cursor ── connector.changes ──► page ── plan ──► keep ── connector.fetch ──► drafts ─┐
                                              └────► held, skipped, quarantined ─────────┴─► ledger.commit(page, cursor)

A failure of matching never blocks capture: the engine knows nothing of contacts and deals but the book of known addresses.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple, TypeVar

from sync.care import Care
from sync.drafts import Drawn, draw
from sync.errors import StartOver
from sync.model import Gone, Level, Page, Ref, Rejected, Stream
from sync.plan import Outcome, Plan, plan, quarantined, relooked
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


class Checked(NamedTuple):
    """What a look at named items led to."""

    tally: Tally
    gone: Sequence[str]
    """Of those that were named, the ones that the provider does not have any more."""


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
        work = self._work(connector, account, stream, rules, level)
        reason = stream_reason(stream, rules)
        tally = self._told(self._unread(work, reason) if reason else self._read(work))
        work.care.over()
        self._ledger.complete(work.number, started)
        return tally

    def recheck(
        self, connector: Connector, account: str, stream: Stream, ids: Sequence[str], rules: Rules, level: Level
    ) -> Checked:
        """Look at named items outside a listing: they are filed like any news, and those that are gone lose their rows.

        An item without a row that is older than the rules' window is noted as such, as a listing would. Of a stream that is
        left unread only the ids are listed again. Raises as `cycle` does; StartOver means that the ids mean nothing any more.
        """
        work = self._work(connector, account, stream, rules, level)
        if reason := stream_reason(stream, rules):
            return Checked(self._told(self._unread(work, reason)), ())
        gone: list[str] = []
        new = frozenset(ids) - self._ledger.known(work.number, ids).keys()
        tally = self._told(self._looked(work, ids, new, gone))
        return Checked(tally, gone)

    def _work(self, connector: Connector, account: str, stream: Stream, rules: Rules, level: Level) -> _Work:
        number = self._ledger.stream(account, stream)
        return _Work(connector, stream, number, rules, level, Care(self._ledger, number))

    def _told(self, steps: Iterable[Progress]) -> Tally:
        tallies = []
        for progress in steps:
            tallies.append(progress.tally)
            self._on_page(progress)
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
        with work.care.settled():
            wanted = planned.fetch
            if page and work.care.killers:  # a listing names them again and again
                wanted = [(ref, decision) for ref, decision in wanted if ref.id not in work.care.killers]
            drawn = self._fetch(work, wanted)
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
        by_id = {ref.id: (ref, decision) for ref, decision in wanted}
        for ids in work.care.parts(list(by_id), PART):
            part = {id: by_id[id] for id in ids}
            found = work.care.read(ids, partial(self._draw, work, part), partial(_broken, ids))
            drawn.take(found)
        return drawn

    def _draw(self, work: _Work, part: Mapping[str, tuple[Ref, Decision]]) -> Drawn:
        drawn = Drawn.empty()
        left = dict(part)
        for outcome in work.connector.fetch(work.stream, [ref for ref, _ in part.values()]):
            found = left.pop(outcome.id, None)
            if found is not None:
                draw(outcome, *found, rules=work.rules, level=work.level, into=drawn)
        # A connector that leaves out an outcome may not lose the item: it is set aside and tried again.
        drawn.items.extend(quarantined(Rejected(id, "NoOutcome") for id in left))
        return drawn

    def _ask_for_missing(self, work: _Work, snapshot: frozenset[str]) -> Tally:
        """Absence is not evidence: what a complete listing lacks is asked for by id, and only `Gone` removes."""
        with self._ledger.enumeration(work.number) as seen:
            seen.add(snapshot)
            return _sum(step.tally for ids in seen.absent() for step in self._looked(work, ids))

    def _rechecks(self, work: _Work) -> Iterator[Progress]:
        """Items that something else brought up: a new contact, an exclusion taken back, a retry of a quarantined one."""
        while ids := self._ledger.rechecks(work.number, PART):
            # Of what was left unread in an excluded folder nobody knows how old it is: it minds the window like news.
            known = self._ledger.known(work.number, ids)
            yield from self._looked(work, ids, frozenset(id for id in ids if known.get(id, ("",))[0] == "skipped"))

    def _looked(
        self, work: _Work, ids: Sequence[str], new: Collection[str] = (), gone: list[str] | None = None
    ) -> Iterator[Progress]:
        """Look at items part by part. `new`: those without a row. What is gone is added to `gone`."""
        for part in work.care.parts(ids, PART):
            with work.care.settled():
                outcomes = work.care.read(part, partial(self._ask, work, part), partial(_unlooked, part))
                lost = [outcome.id for outcome in outcomes if isinstance(outcome, Gone)]
                tally = self._store(work, relooked(outcomes, part, work.rules, new), None, lost)
            if gone is not None:
                gone += lost
            yield Progress(work.stream, tally, None)

    def _ask(self, work: _Work, ids: Sequence[str]) -> list[Outcome]:
        return list(work.connector.look(work.stream, ids))

    def _unread(self, work: _Work, reason: str) -> Iterator[Progress]:
        """Drafts, junk, trash and excluded folders: only ids are listed, so that the receipt adds up."""
        with self._ledger.enumeration(work.number) as seen:
            for part in work.connector.census(work.stream):
                seen.add(part)
                for ids in _parts(sorted(part)):
                    known = self._ledger.known(work.number, ids)
                    items = [Item(id, "skipped", reason) for id in ids if known.get(id, ("", ""))[0] != "skipped"]
                    if items:
                        yield Progress(work.stream, self._ledger.commit(work.number, Commit(items, ())), None)
            for gone in seen.absent():
                yield Progress(work.stream, self._ledger.commit(work.number, Commit((), (), removed=gone)), None)


class _Work(NamedTuple):
    """What stays the same through one cycle."""

    connector: Connector
    stream: Stream
    number: int
    rules: Rules
    level: Level
    care: Care


def _broken(ids: Sequence[str], error: str) -> Drawn:
    drawn = Drawn.empty()
    drawn.items.extend(quarantined(Rejected(id, error) for id in ids))
    return drawn


def _unlooked(ids: Sequence[str], error: str) -> list[Outcome]:
    return [Rejected(id, error) for id in ids]


def _parts(values: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(values), PART):
        yield values[start : start + PART]


def _sum(tallies: Iterable[Tally]) -> Tally:
    rows = list(tallies)
    return Tally(*(sum(column) for column in zip(*rows, strict=True))) if rows else Tally()
