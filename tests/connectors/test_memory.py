"""The memory connector: what the shared suite cannot know of it, its scripted faults above all."""

from collections.abc import Iterator
from itertools import count, repeat
from random import Random

import pytest

from connectors.memory import Mailboxes, MemoryConnector, Script
from connectors.wire.mime import message
from sync.errors import Offline, StartOver
from sync.model import Cursor, Gone, Header, Meeting, Message, Page, Ref, Rejected, Stream
from tests.connectors.conformance import ConnectorContract
from tests.connectors.world import World

INBOX = Stream("INBOX", "Inbox", "inbox")


class MemoryWorld:
    """A mailbox in memory."""

    bulk = 8

    def __init__(self) -> None:
        self.boxes = Mailboxes(INBOX)
        self.numbers = count(1)
        self.connectors: list[MemoryConnector] = []

    def add(self, raw: bytes, when: int) -> str:
        record = message(f"m{next(self.numbers)}", raw, "preview", received=when)
        assert isinstance(record, Message)
        self.boxes.add("INBOX", record)
        return record.id

    def remove(self, item: str) -> None:
        self.boxes.remove("INBOX", item)

    def connector(self) -> MemoryConnector:
        self.connectors.append(MemoryConnector(self.boxes, page=3))
        return self.connectors[-1]

    def stream(self, connector: object) -> Stream:  # noqa: ARG002  the suite gives it
        return INBOX

    def expire(self, cursor: Cursor) -> Cursor:
        self.boxes.expire_cursors("INBOX")
        return cursor

    def broken(self) -> MemoryConnector:
        return MemoryConnector(self.boxes, script=Script(errors=repeat(Offline(host="memory", why="unplugged"))))

    def requests(self) -> int:
        return sum(len(connector.requests) for connector in self.connectors)

    def fingerprint(self) -> object:
        return {name: (box.head, box.epoch, dict(box.entries)) for name, box in self.boxes.boxes.items()}


class TestMemory(ConnectorContract):
    @pytest.fixture
    def world(self) -> Iterator[World]:
        yield MemoryWorld()  # noqa: PT022  the suite's fixture gives a generator


def mail(number: int) -> Message:
    return Message(f"m{number}", Header(subject=f"subject {number}", received=number), text=f"text {number}")


def filled(count: int) -> Mailboxes:
    boxes = Mailboxes(INBOX)
    boxes.add("INBOX", *map(mail, range(count)))
    return boxes


def named(pages: list[Page]) -> list[str]:
    return [ref.id for page in pages for ref in page.changed]


def test_first_listing_is_newest_first_with_a_snapshot_at_its_end() -> None:
    pages = list(MemoryConnector(filled(5), page=2).changes(INBOX, None))
    assert named(pages) == ["m4", "m3", "m2", "m1", "m0"]
    assert [page.remaining for page in pages] == [3, 1, 0]
    assert [page.snapshot for page in pages] == [None, None, {"m0", "m1", "m2", "m3", "m4"}]


def test_every_page_is_a_place_to_go_on_from() -> None:
    boxes = filled(7)
    cursor: Cursor | None = None
    seen: list[str] = []
    for _ in range(5):
        page = next(MemoryConnector(boxes, page=2).changes(INBOX, cursor), None)
        if page:
            cursor, seen = page.cursor, seen + named([page])
    assert seen == ["m6", "m5", "m4", "m3", "m2", "m1", "m0"]
    assert list(MemoryConnector(boxes).changes(INBOX, cursor)) == []


def test_news_during_the_first_listing_is_told_by_the_next_round() -> None:
    boxes = filled(4)
    pages = []
    for page in MemoryConnector(boxes, page=2).changes(INBOX, None):
        pages.append(page)
        if len(pages) == 1:
            boxes.add("INBOX", mail(9))
            boxes.remove("INBOX", "m3")
    (news,) = MemoryConnector(boxes).changes(INBOX, pages[-1].cursor)
    assert (named([news]), list(news.removed)) == (["m9"], ["m3"])


def test_quiet_costs_one_request() -> None:
    boxes = filled(3)
    (page,) = MemoryConnector(boxes).changes(INBOX, None)
    quiet = MemoryConnector(boxes)
    assert list(quiet.changes(INBOX, page.cursor)) == []
    assert quiet.requests == [("changes", "INBOX")]


@pytest.mark.parametrize("cursor", [Cursor("memory-1", "[7, 0, null]"), Cursor("imap-1", "{}")])
def test_a_dead_cursor_starts_over(cursor: Cursor) -> None:
    with pytest.raises(StartOver):
        list(MemoryConnector(filled(1)).changes(INBOX, cursor))


def test_cursors_that_expire_under_way_start_over() -> None:
    boxes = filled(4)
    pages = MemoryConnector(boxes, page=2).changes(INBOX, None)
    next(pages)
    boxes.expire_cursors("INBOX")
    with pytest.raises(StartOver):
        next(pages)


def test_a_stream_that_went_away_starts_over() -> None:
    with pytest.raises(StartOver):
        list(MemoryConnector(filled(1)).census(Stream("Old", "Old")))


def test_errors_strike_at_the_scripted_request() -> None:
    connector = MemoryConnector(filled(4), page=2, script=Script(errors=iter([None, Offline(host="x", why="y")])))
    pages = connector.changes(INBOX, None)
    first = next(pages)
    with pytest.raises(Offline):
        next(pages)
    assert named(list(connector.changes(INBOX, first.cursor))) == ["m1", "m0"]


def test_items_that_cannot_be_read_are_values() -> None:
    connector = MemoryConnector(filled(4), script=Script(reject={"m1"}, unreadable={"m2"}, vanish={"m3"}))
    (page,) = connector.changes(INBOX, None)
    assert named([page]) == ["m3", "m1", "m0"]
    assert page.rejected == [Rejected("m2", "ValueError")]
    assert list(connector.fetch(INBOX, page.changed)) == [Gone("m3"), Rejected("m1", "ValueError"), mail(0)]
    outcomes = list(connector.look(INBOX, ["m0", "m2", "m3"]))
    assert outcomes == [Ref("m0", "", mail(0).header), Rejected("m2", "ValueError"), Gone("m3")]


def test_f30_f33_repeated_and_shuffled_pages_name_the_same_items() -> None:
    script = Script(repeat=True, shuffle=Random(1), oldest_first=True)
    pages = list(MemoryConnector(filled(6), page=3, script=script).changes(INBOX, None))
    assert [set(named([page])) for page in pages] == [{"m0", "m1", "m2"}] * 2 + [{"m3", "m4", "m5"}] * 2
    assert pages[0] == pages[1]


def test_without_tombstones_a_snapshot_tells_of_removals() -> None:
    boxes = filled(3)
    (page,) = MemoryConnector(boxes).changes(INBOX, None)
    boxes.remove("INBOX", "m1", "unknown")
    (news,) = MemoryConnector(boxes, script=Script(tombstones=False)).changes(INBOX, page.cursor)
    assert (news.removed, news.snapshot) == ((), frozenset({"m0", "m2"}))


def test_a_changed_meeting_gets_a_new_revision() -> None:
    boxes = Mailboxes(INBOX)
    boxes.add("INBOX", Meeting("e1", "e1", Header(kind="meeting")))
    (before,) = MemoryConnector(boxes).changes(INBOX, None)
    boxes.add("INBOX", Meeting("e1", "e1", Header(kind="meeting", subject="moved")))
    (after,) = MemoryConnector(boxes).changes(INBOX, before.cursor)
    assert before.changed[0].revision != after.changed[0].revision


def test_old_items_are_named_outside_the_window() -> None:
    (page,) = MemoryConnector(filled(3), script=Script(outside={"m0"})).changes(INBOX, None)
    assert (named([page]), list(page.outside)) == (["m2", "m1"], ["m0"])


def test_level_headers_brings_no_text() -> None:
    connector = MemoryConnector(filled(1), level="headers")
    assert [
        record.text for record in connector.fetch(INBOX, [Ref("m0", "", Header())]) if isinstance(record, Message)
    ] == [""]
