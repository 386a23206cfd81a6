"""What changed in one mailbox, page by page: first the new, then what an earlier round still owes, newest first."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from connectors.apart import Lost, parsers
from connectors.imap.asking import Answered, Asking
from connectors.imap.box import Box
from connectors.imap.mark import Mark
from connectors.imap.session import Session
from connectors.imap.uids import Uids
from connectors.imap.wire import Row
from connectors.wire.mime import FIELDS
from sync.errors import StartOver
from sync.model import Cursor, Gone, Header, Page, Ref, Rejected, Stream

HEADER_ITEMS = b"(UID FLAGS INTERNALDATE BODY.PEEK[HEADER.FIELDS (" + " ".join(FIELDS).encode() + b")])"
MAX_OUTSIDE = 5_000
"""Ids of one page that are named only."""
MAX_FLAGGED = 5_000
"""Messages whose flags changed that are read anew; of more, only those that are drafts or deleted now."""
MAX_REMOVED = 100_000
_DAY = 86_400
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Part(NamedTuple):
    """A page to be."""

    uids: Uids
    edge: int
    """The cursor's `low`, or its `top`, once the page is stored."""
    outside: Sequence[int] = ()
    remaining: int | None = None
    new: bool = False


def refs(rows: Sequence[Row]) -> list[Ref | Rejected]:
    """Messages as the listing names them. Their content never changes, so their revision is constant."""
    orders = [("header", (row.sections["HEADER"], row.received, tuple(row.flags))) for row in rows]
    answers = parsers.all(orders) if orders else []
    return [
        Ref(str(row.uid), "", found)
        if isinstance(found, Header)
        else Rejected(str(row.uid), found.error if isinstance(found, Lost) else "Malformed")
        for row, found in zip(rows, answers, strict=True)
    ]


def headers(session: Session, stream: Stream, validity: int) -> Asking:
    """The question for headers."""
    return Asking(session, stream, validity, HEADER_ITEMS, lambda row: "HEADER" in row.sections)


class Listing:
    """One call of `changes`."""

    def __init__(self, session: Session, stream: Stream, since: int | None, size: int) -> None:
        self._session = session
        self._stream = stream
        self._window = (
            max(0, since - since % _DAY - _DAY) if since else 0
        )  # whole days, as the server counts, and one more
        self._size = size

    def open(self, cursor: Cursor | None) -> None:
        """Where the mailbox stands, before anything of it is listed. StartOver when the cursor is dead."""
        self._mark = self._read(cursor)
        self.box = self._session.examine(
            self._stream.id, (self._mark.validity, self._mark.modseq) if self._mark else None
        )
        self._head = self.box.next or self._last() + 1
        if self._mark and (self._mark.validity != self.box.validity or self._head < self._mark.top):
            raise StartOver(stream=self._stream.name)

    def pages(self) -> Iterator[Page]:
        """All pages of this round; none when nothing changed."""
        mark, box, head = self._mark, self.box, self._head
        if mark is None:
            mark = Mark.start(box, head, self._window)
            if not mark.low:
                yield Page((), mark.cursor(), remaining=0)
        elif not _quiet(mark, box, head):
            mark = yield from self._news(mark, box, head)
        if self._window < mark.since:  # the rep asks for more of the past than before
            mark = mark._replace(since=self._window, low=mark.top)
        if mark.low:
            yield from self._backfill(mark)

    def _read(self, cursor: Cursor | None) -> Mark | None:
        if cursor is None:
            return None
        mark = Mark.read(cursor)
        if mark is None:
            raise StartOver(stream=self._stream.name)
        return mark

    def _last(self) -> int:
        """The highest UID, where the server does not say the next one."""
        seen = next(reversed(self._session.search(b"ALL")), 0)
        return max(seen, self._mark.top - 1 if self._mark else 0)

    # the new

    def _news(self, mark: Mark, box: Box, head: int) -> Generator[Page, None, Mark]:
        """Pages of what is new or changed; the last one moves the cursor to the head, and tells what is gone."""
        old = mark
        page: Page | None = None
        asking = headers(self._session, self._stream, mark.validity)
        for part, answered in asking.all([*self._newer(old.top, head), *self._flagged(old, box)]):
            if page:
                yield page
            present = len(answered.rows) + len(answered.poison) if part.new else 0
            mark = mark._replace(top=part.edge, present=mark.present + present)
            page = self._page(part, answered, mark)
        removed, exact = self._removed(old, mark.present, box)
        mark = mark._replace(top=head, modseq=box.modseq, present=box.exists)
        page = page or Page((), mark.cursor())
        yield page._replace(cursor=mark.cursor(), removed=removed, snapshot=self._snapshot() if exact else None)
        return mark

    def _newer(self, top: int, head: int) -> Iterator[Part]:
        """A few new messages are asked for straight away; of many, the server first says which there are."""
        if head - top <= self._size:
            if head > top:
                yield Part(Uids([range(top, head)]), head, new=True)
            return
        found = list(self._session.search(b"UID %d:%d" % (top, head - 1)))
        for at in range(0, len(found), self._size):
            chunk = found[at : at + self._size]
            yield Part(Uids.of(chunk), chunk[-1] + 1, new=True)

    def _flagged(self, old: Mark, box: Box) -> Iterator[Part]:
        """Old messages whose flags changed: drafts are finished, mail is marked as deleted, and back."""
        changed = box.flagged
        if changed is None and 0 < old.modseq < box.modseq and old.top > 1:
            command = b"UID FETCH 1:%d (UID FLAGS) (CHANGEDSINCE %d)" % (old.top - 1, old.modseq)
            rows = self._session.wait(self._session.send(command, rows=box.exists)).rows
            changed = Uids.of(row.uid for row in rows if row.uid)
        changed = (changed or Uids()).below(old.top)
        if len(changed) > MAX_FLAGGED:
            marked = self._session.search(b"OR DELETED DRAFT")
            changed = Uids.of(uid for uid in changed if uid in marked)
        found = list(changed)
        top = max(old.top, box.next)
        for at in range(0, len(found), self._size):
            yield Part(Uids.of(found[at : at + self._size]), top)

    def _removed(self, old: Mark, present: int, box: Box) -> tuple[list[str], bool]:
        """Tombstones, and whether they may not be all: then only an exact enumeration tells."""
        vanished = (box.vanished or Uids()).below(old.top)
        if len(vanished) > MAX_REMOVED:
            return [], True
        uncounted = box.modseq < old.modseq
        return [str(uid) for uid in vanished], uncounted or box.exists != present - len(vanished)

    def _snapshot(self) -> frozenset[str]:
        self._session.ensure(self._stream.id)
        return frozenset(map(str, self._session.search(b"ALL")))

    # the old

    def _backfill(self, mark: Mark) -> Iterator[Page]:
        self._session.ensure(self._stream.id)
        every = self._session.search(b"UID 1:%d" % (mark.low - 1)) if mark.low > 1 else Uids()
        inside = every
        if mark.since and every:
            inside = self._session.search(b"UID 1:%d SINCE %s" % (mark.low - 1, _date(mark.since)))
        asking = headers(self._session, self._stream, mark.validity)
        for part, answered in asking.all(_older(every, inside, self._size)):
            mark = mark._replace(low=part.edge)
            yield self._page(part, answered, mark)

    def _page(self, part: Part, answered: Answered, mark: Mark) -> Page:
        rows = sorted(answered.rows.values(), reverse=True)
        kept = [row for row in rows if not part.new or row.received is None or row.received >= mark.since]
        late = [row for row in rows if part.new and row.received is not None and row.received < mark.since]
        found = refs(kept)
        return Page(
            [item for item in found if isinstance(item, Ref)],
            mark.cursor(),
            outside=[*map(str, part.outside), *(str(row.uid) for row in late)],
            rejected=[
                *(item for item in found if isinstance(item, Rejected)),
                *(Rejected(str(uid), "Unanswered") for uid in answered.poison),
            ],
            remaining=part.remaining,
        )


def _quiet(mark: Mark, box: Box, head: int) -> bool:
    same = (mark.top, mark.present, mark.modseq) == (head, box.exists, box.modseq)
    return same and not box.vanished and not box.flagged


def _older(every: Uids, inside: Uids, size: int) -> Iterator[Part]:
    """From the newest to the oldest; the last part has edge 0."""
    kept: list[int] = []
    outside: list[int] = []
    left, last = len(inside), next(iter(every), 0)
    if not every:
        yield Part(Uids(), 0, remaining=0)
    for uid in reversed(every):
        (kept if uid in inside else outside).append(uid)
        if uid == last or len(kept) == size or len(outside) == MAX_OUTSIDE:
            left -= len(kept)
            yield Part(Uids.of(kept), 0 if uid == last else uid, outside, left)
            kept, outside = [], []


def _date(moment: int) -> bytes:
    day = datetime.fromtimestamp(moment, UTC)
    return f"{day.day}-{_MONTHS[day.month - 1]}-{day.year}".encode()


def look(
    session: Session, stream: Stream, validity: int, ids: Iterable[int], size: int
) -> Iterator[Ref | Gone | Rejected]:
    """The headers of messages that were named earlier."""
    found = sorted(ids)
    parts = [Part(Uids.of(found[at : at + size]), 0) for at in range(0, len(found), size)]
    for _, answered in headers(session, stream, validity).all(parts):
        yield from refs(list(answered.rows.values()))
        yield from (Gone(str(uid)) for uid in answered.gone)
        yield from (Rejected(str(uid), "Unanswered") for uid in answered.poison)
