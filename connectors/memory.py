"""A full connector over mailboxes in this process: the engine's sparring partner, and the yardstick of the others.

Each change of a mailbox has a number, as IMAP's MODSEQ. Cursor "memory-1", JSON [epoch, head, low]: changes up to number
`head` are told, but the first listing still owes what is below `low` (null: nothing). There is no other state.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from heapq import nlargest, nsmallest
from random import Random
from typing import NamedTuple

from sync.errors import StartOver
from sync.model import Cursor, Gone, Level, Meeting, Message, Page, Ref, Rejected, Stream, label_revision

Place = tuple[int, int]  # time and number of an item: where it stands in the first listing


class Entry(NamedTuple):
    """One item, and the number of its last change."""

    number: int
    record: Message | Meeting

    def ref(self) -> Ref:
        """Mail never changes but for its labels."""
        mail, header = isinstance(self.record, Message), self.record.header
        return Ref(self.record.id, label_revision(header.labels) if mail else str(self.number), header)

    def place(self, sign: int) -> Place:
        """By the provider's time, else the item's own."""
        times = (self.record.header.received, self.record.header.date, 0)
        return next(time for time in times if time is not None) * sign, self.number * sign


@dataclass
class Mailbox:
    """One stream's content. An id is an entry or a tombstone, never both."""

    stream: Stream
    head: int = 0
    epoch: int = 0
    entries: dict[str, Entry] = field(default_factory=dict)
    tombstones: dict[str, int] = field(default_factory=dict)


class Mailboxes:
    """All mailboxes of one make-believe provider. Tests change them; connectors only read."""

    def __init__(self, *streams: Stream) -> None:
        self.boxes = {stream.id: Mailbox(stream) for stream in streams}

    def add(self, stream: str, *records: Message | Meeting) -> None:
        """Put items in, or change them where their ids are there already."""
        box = self.boxes[stream]
        for record in records:
            box.head += 1
            box.tombstones.pop(record.id, None)
            box.entries[record.id] = Entry(box.head, record)

    def remove(self, stream: str, *ids: str) -> None:
        """Take items out and leave tombstones."""
        box = self.boxes[stream]
        for id_ in filter(box.entries.__contains__, ids):
            box.head += 1
            box.tombstones[id_] = box.head
            del box.entries[id_]

    def expire_cursors(self, stream: str) -> None:
        """No cursor written so far is understood any more, and what was removed is forgotten."""
        self.boxes[stream].epoch += 1
        self.boxes[stream].tombstones.clear()


@dataclass
class Script:
    """What goes wrong, and the odd ways that a provider is free to have. By default it is its best day."""

    errors: Iterator[Exception | None] = field(default_factory=lambda: iter(()))
    """Asked before each request: an exception is raised, None lets it pass; after its end all pass."""
    reject: Collection[str] = ()  # ids whose text cannot be read
    unreadable: Collection[str] = ()  # ids whose header cannot be read either
    vanish: Collection[str] = ()  # ids that are deleted in the moment before they are fetched
    outside: Collection[str] = ()  # ids older than the account's window
    repeat: bool = False  # each page comes twice
    shuffle: Random | None = None  # names within a page come in any order
    oldest_first: bool = False  # the first listing runs against its promised order
    tombstones: bool = True  # False: removals are told by a snapshot alone, as by IMAP servers without QRESYNC


class MemoryConnector:
    """The port over `Mailboxes`, `page` items a request. `requests` lists verb, stream and ids of all that were made."""

    def __init__(
        self, boxes: Mailboxes, *, page: int = 50, level: Level = "text", script: Script | None = None
    ) -> None:
        self.mailboxes, self.page, self.level, self.script = boxes, page, level, script or Script()
        self.requests: list[tuple[str, ...]] = []

    def streams(self) -> Sequence[Stream]:
        """All mailboxes."""
        self._request("streams")
        return [box.stream for box in self.mailboxes.boxes.values()]

    def changes(self, stream: Stream, since: Cursor | None) -> Iterator[Page]:
        """The news by number, then what the first listing still owes."""
        box = self._ask("changes", stream)
        epoch = box.epoch
        for page in self._listing(box, box.head, None) if since is None else self._since(box, since):
            yield from [page] * (1 + self.script.repeat)
            if self._ask("changes", stream).epoch != epoch:
                raise StartOver(stream=stream.name)

    def look(self, stream: Stream, ids: Sequence[str]) -> Iterator[Ref | Gone | Rejected]:
        """Headers of named items."""
        for part in self._parts(ids):
            box = self._ask("look", stream, *part)
            yield from [self._outcome(box, id_, self.script.unreadable) or box.entries[id_].ref() for id_ in part]

    def fetch(self, stream: Stream, refs: Sequence[Ref]) -> Iterator[Message | Meeting | Gone | Rejected]:
        """Records of named items."""
        bad = {*self.script.reject, *self.script.unreadable}
        for part in self._parts([ref.id for ref in refs]):
            box = self._ask("fetch", stream, *part)
            self.mailboxes.remove(stream.id, *(id_ for id_ in part if id_ in self.script.vanish))
            yield from [self._outcome(box, id_, bad) or self._levelled(box.entries[id_].record) for id_ in part]

    def census(self, stream: Stream) -> Iterator[Collection[str]]:
        """All ids."""
        yield from self._parts(list(self._ask("census", stream).entries))

    def close(self) -> None:
        """Nothing to let go of."""

    def _request(self, *request: str) -> None:
        self.requests.append(request)
        if error := next(self.script.errors, None):
            raise error

    def _ask(self, verb: str, stream: Stream, *ids: str) -> Mailbox:
        self._request(verb, stream.id, *ids)
        if stream.id not in self.mailboxes.boxes:
            raise StartOver(stream=stream.name)
        return self.mailboxes.boxes[stream.id]

    def _parts(self, ids: Sequence[str]) -> Iterator[Sequence[str]]:
        return (ids[start : start + self.page] for start in range(0, len(ids), self.page))

    def _outcome(self, box: Mailbox, id_: str, bad: Collection[str]) -> Gone | Rejected | None:
        if id_ not in box.entries:
            return Gone(id_)
        return Rejected(id_, "ValueError") if id_ in bad else None

    def _levelled(self, record: Message | Meeting) -> Message | Meeting:
        return record._replace(text="") if self.level == "headers" else record

    def _since(self, box: Mailbox, since: Cursor) -> Iterator[Page]:
        try:
            epoch, head, low = json.loads(since.value)
        except (ValueError, TypeError) as error:
            raise StartOver(stream=box.stream.name) from error
        if (since.kind, epoch) != ("memory-1", box.epoch):
            raise StartOver(stream=box.stream.name)
        until = box.head
        while news := nsmallest(self.page, self._news(box, head, until)):
            head = news[-1][0] if len(news) == self.page else until
            yield self._page(box, [id_ for _, id_ in news], head, low)
        if low is not None:
            yield from self._listing(box, head, (low[0], low[1]))

    def _news(self, box: Mailbox, head: int, until: int) -> list[tuple[int, str]]:
        numbers = {id_: entry.number for id_, entry in box.entries.items()} | box.tombstones
        return [(number, id_) for id_, number in numbers.items() if head < number <= until]

    def _listing(self, box: Mailbox, head: int, low: Place | None) -> Iterator[Page]:
        """What stood there at `head`, newest first. What changes meanwhile gets a higher number: the next round's news."""
        left, sign = 1, -1 if self.script.oldest_first else 1
        while left:
            stood = [(entry.place(sign), id_) for id_, entry in box.entries.items() if entry.number <= head]
            rest = [item for item in stood if low is None or item[0] < low]
            part = nlargest(self.page, rest)
            left = len(rest) - len(part)
            low = part[-1][0] if left else None
            yield self._page(box, [id_ for _, id_ in part], head, low, left)

    def _page(self, box: Mailbox, ids: list[str], head: int, low: Place | None, left: int | None = None) -> Page:
        if self.script.shuffle:
            self.script.shuffle.shuffle(ids)
        there = [id_ for id_ in ids if id_ in box.entries]
        gone = [id_ for id_ in ids if id_ not in box.entries]
        inside = [id_ for id_ in there if id_ not in self.script.outside]
        whole = left == 0 or (gone and not self.script.tombstones)
        return Page(
            changed=[box.entries[id_].ref() for id_ in inside if id_ not in self.script.unreadable],
            cursor=Cursor("memory-1", json.dumps([box.epoch, head, low])),
            removed=gone if self.script.tombstones else (),
            outside=[id_ for id_ in there if id_ in self.script.outside],
            rejected=[Rejected(id_, "ValueError") for id_ in inside if id_ in self.script.unreadable],
            snapshot=frozenset(box.entries) if whole else None,
            remaining=left,
        )
