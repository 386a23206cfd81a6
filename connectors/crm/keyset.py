"""Pulling a CRM by time of change and id: no page number that shifts under us, no cap on what a search tells, no lost change.

    the server's clock ── is read first: the head
    for each kind: what changed since the last head, in the order of ids, each page asked for by the last id of the one before

A CRM's index is late by moments, so each pull looks back by OVERLAP; what was told of that time is remembered and not told again. The
cursor is all there is: JSON {since, head, kind, last, stages, seen}, times in milliseconds; kind -1: that pull is complete.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol

from connectors.http import Refused
from sync.crm import CrmCompany, CrmContact, CrmDeal, CrmPage, Merged, Removed, Stage
from sync.errors import BrokenAnswer, StartOver
from sync.model import Cursor

OVERLAP = 300_000
"""Milliseconds that are looked back."""
MOST_SEEN = 2_000
"""Records of the overlap that are remembered; beyond them some are told twice."""
MAX_CURSOR = 1_000_000
MOST_PAGES = 100_000
"""Pages of one kind in one pull; more are a list without an end."""
_FAR = 10**14
"""More milliseconds than any time that is meant."""


class Row(NamedTuple):
    """One record as it is told."""

    changed: int
    """Milliseconds since 1970, UTC, by the CRM's clock."""
    revision: str
    record: CrmCompany | CrmContact | CrmDeal | Removed | Merged
    merged: tuple[Merged, ...] = ()
    """What became part of this record."""


class Source(Protocol):
    """One CRM, as it is listed."""

    kind: str
    """Of its cursors."""
    name: str
    keeps: int
    """Milliseconds for which the CRM remembers what was removed: an older cursor is dead."""

    def begin(self) -> tuple[int, Sequence[Stage]]:
        """The server's time now, and all stages. Asked for before anything is listed."""

    def kinds(self, *, again: bool) -> Sequence[str]:
        """What is listed, in this order; `again`: not for the first time."""

    def rows(self, kind: str, since: int, last: str) -> tuple[Sequence[Row], str]:
        """The next rows that changed since then, and where to go on; empty at the end."""


class Mark(NamedTuple):
    """Where a pull stands."""

    since: int
    head: int
    kind: int
    last: str
    stages: int
    """A checksum of the stages that were told."""
    seen: dict[str, str]
    """Record → revision, of what was told and changed within OVERLAP of a head."""

    def cursor(self, kind: str) -> Cursor:
        """As it is stored."""
        return Cursor(kind, json.dumps(self._asdict(), separators=(",", ":")))

    @classmethod
    def read(cls, cursor: Cursor, kind: str, name: str) -> Mark:
        """Raises StartOver for what is none of ours."""
        try:
            found = json.loads(cursor.value) if len(cursor.value) <= MAX_CURSOR else None
            mark = cls(**found) if isinstance(found, dict) else None
        except (ValueError, TypeError, RecursionError):
            mark = None
        if cursor.kind != kind or mark is None or not mark.sound():
            raise StartOver(stream=name)
        return mark

    def sound(self) -> bool:
        """Whether each part is of its type."""
        numbers = (self.since, self.head, self.kind + 1 if isinstance(self.kind, int) else None, self.stages)
        if not all(isinstance(each, int) and 0 <= each < _FAR for each in numbers) or not isinstance(self.last, str):
            return False
        return isinstance(self.seen, dict) and all(isinstance(each, str) for each in self.seen.values())


def pull(source: Source, since: Cursor | None) -> Iterator[CrmPage]:
    """What changed since the cursor; a pull that was left half way is finished first, under its own head."""
    before = Mark.read(since, source.kind, source.name) if since else None
    now, stages = source.begin()
    if before and now - before.head > source.keeps:
        raise StartOver(stream=source.name)
    told = zlib.crc32(repr(stages).encode())
    if before is None:
        mark = Mark(0, now, 0, "", told, {})
    elif before.kind < 0:
        mark = Mark(max(1, before.head - OVERLAP), now, 0, "", told, before.seen)
    else:
        mark = before
    waiting = CrmPage(mark.cursor(source.kind)) if before is None or before.kind >= 0 else None
    if before is None or before.stages != told:
        waiting = CrmPage(mark.cursor(source.kind), stages=stages)
    seen = {name: each for name, each in mark.seen.items() if _at(each) >= mark.head - OVERLAP}
    for page, at in _listed(source, mark, seen):
        if waiting is not None and _says(waiting):
            yield waiting
        elif waiting is not None:
            page = page._replace(stages=waiting.stages)  # noqa: PLW2901  an empty page is not worth one
        waiting = page._replace(cursor=mark._replace(kind=at[0], last=at[1], seen=seen).cursor(source.kind))
    if waiting is not None:
        done = mark._replace(kind=-1, last="", stages=told, seen=seen)
        yield waiting._replace(cursor=done.cursor(source.kind))


def _listed(source: Source, mark: Mark, seen: dict[str, str]) -> Iterator[tuple[CrmPage, tuple[int, str]]]:
    """Pages with news, each with the place that comes after it. `seen` grows with them."""
    kinds = source.kinds(again=mark.since > 0)
    for number in range(mark.kind, len(kinds)):
        last, been = mark.last if number == mark.kind else "", set[str]()
        while True:
            try:
                rows, last = source.rows(kinds[number], mark.since, last)
            except Refused as error:
                if mark.since or mark.last:  # the CRM does not know the time or the place that the cursor names
                    raise StartOver(stream=source.name) from error
                raise
            if last in been or len(been) >= MOST_PAGES:
                raise BrokenAnswer(host=source.name, why="its pages lead round in a circle")
            been.add(last)
            news = [row for row in rows if _is_new(row, seen)]
            _remember(seen, [row for row in news if row.changed >= mark.head - OVERLAP])
            if news:
                yield _page(news), (number, last) if last else (number + 1, "")
            if not last:
                break


def _page(rows: Sequence[Row]) -> CrmPage:
    records = [row.record for row in rows]
    return CrmPage(
        cursor=Cursor("", ""),
        companies=[each for each in records if isinstance(each, CrmCompany)],
        contacts=[each for each in records if isinstance(each, CrmContact)],
        deals=[each for each in records if isinstance(each, CrmDeal)],
        removed=[each for each in records if isinstance(each, Removed)],
        merged=[
            *(each for each in records if isinstance(each, Merged)),
            *(each for row in rows for each in row.merged),
        ],
    )


def _says(page: CrmPage) -> bool:
    return bool(page.companies or page.contacts or page.deals or page.removed or page.merged)


def _name(row: Row) -> str:
    record = row.record
    if isinstance(record, Removed | Merged):
        return f"{record.kind}/{record.id}"
    kind = "company" if isinstance(record, CrmCompany) else "contact" if isinstance(record, CrmContact) else "deal"
    return f"{kind}/{record.id}"


def _is_new(row: Row, seen: dict[str, str]) -> bool:
    """Whether it was not told yet. What was merged away is not told as removed beside it."""
    told = seen.get(_name(row), "")
    return told != _revision(row) and not (isinstance(row.record, Removed) and told.endswith("/merged"))


def _revision(row: Row) -> str:
    return f"{row.changed}/{'removed' if isinstance(row.record, Removed) else row.revision}"


def _remember(seen: dict[str, str], rows: Sequence[Row]) -> None:
    """What the next pull will be told again; the oldest is forgotten first."""
    for row in rows:
        seen[_name(row)] = _revision(row)
        seen.update((f"{old.kind}/{old.id}", f"{row.changed}/merged") for old in row.merged)
    while len(seen) > MOST_SEEN:
        del seen[next(iter(seen))]


def _at(told: str) -> int:
    when = told.partition("/")[0]
    return int(when) if when.isdecimal() else 0
