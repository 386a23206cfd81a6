"""Calendar files: each a stream, each UID an item. The shared laws about texts and headers of mail do not apply here."""

from pathlib import Path

import pytest

from connectors.folder.calendar import PART, STEP
from connectors.folder.connector import FolderConnector
from connectors.folder.options import FolderOptions
from sync.errors import BrokenAnswer, NotAMailbox, StartOver
from sync.model import Gone, Meeting, Ref, Rejected, Stream
from tests.connectors.folder.worlds import LATER, listed
from tests.connectors.world import listing, refs_of, settle, truth

STREAM = Stream("work.ics", "work", "calendar")
OPEN, CLOSE = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Test//Test//EN\n", "END:VCALENDAR\n"


def event(uid: str, start: str = "20270110T090000Z", more: str = "", *, summary: str = "Review", stamp: int = 1) -> str:
    """One event; `start` and one hour."""
    lines = f"UID:{uid}\nDTSTAMP:2026090{stamp}T000000Z\nDTSTART:{start}\nDURATION:PT1H\nSUMMARY:{summary}\n{more}"
    return f"BEGIN:VEVENT\n{lines}END:VEVENT\n"


class CalendarWorld:
    """One calendar file in a folder."""

    def __init__(self, root: Path) -> None:
        self.path = root / "work.ics"
        self.options = FolderOptions(str(root), page=3, now=lambda: LATER)

    def write(self, *events: str) -> None:
        self.path.write_text(OPEN + "".join(events) + CLOSE)

    def connector(self) -> FolderConnector:
        return FolderConnector(self.options)


@pytest.fixture
def world(tmp_path: Path) -> CalendarWorld:
    return CalendarWorld(tmp_path)


def test_each_uid_is_an_item(world: CalendarWorld) -> None:
    moved = "RECURRENCE-ID:20270117T090000Z\n"
    world.write(
        event("weekly", more="RRULE:FREQ=WEEKLY;COUNT=3\n", summary="Weekly"),
        event("weekly", "20270118T100000Z", moved),
        event("once", "20270301T090000Z"),
    )
    connector = world.connector()
    assert listed(connector) == {"work.ics": ("work", "calendar")}
    refs = refs_of(listing(connector, STREAM))
    assert [ref.id for ref in refs] == ["once", "weekly"]
    weekly = next(each for each in connector.fetch(STREAM, refs) if each.id == "weekly")
    assert isinstance(weekly, Meeting)
    assert len(weekly.occurrences) == 3
    assert truth(connector, STREAM) == {"once", "weekly"}


def test_only_what_changed_is_named_again(world: CalendarWorld) -> None:
    world.write(*(event(f"e{n}") for n in range(5)))
    have, cursor = settle(world.connector(), STREAM, None, set())
    world.write(*(event(f"e{n}", summary="Moved" if n == 2 else "Review") for n in range(5)))
    found = {ref.id: ref for ref in refs_of(listing(world.connector(), STREAM, cursor))}
    assert found["e2"].header.subject == "Moved"
    before = {ref.id: ref.revision for ref in world.connector().look(STREAM, sorted(have)) if isinstance(ref, Ref)}
    world.write(*(event(f"e{n}") for n in range(5)))
    after = {ref.id: ref.revision for ref in world.connector().look(STREAM, sorted(have)) if isinstance(ref, Ref)}
    assert [item for item in sorted(have) if before[item] != after[item]] == ["e2"]


def test_a_new_export_of_the_same_meetings_is_no_news(world: CalendarWorld) -> None:
    world.write(*(event(f"e{n}", stamp=1) for n in range(3)))
    cursor = listing(world.connector(), STREAM).cursor
    world.write(*(event(f"e{n}", stamp=2) for n in range(2, -1, -1)))
    assert listing(world.connector(), STREAM, cursor).pages == []


def test_a_removed_meeting_is_gone(world: CalendarWorld) -> None:
    world.write(event("a"), event("b"))
    have, cursor = settle(world.connector(), STREAM, None, set())
    world.write(event("b"))
    have, _ = settle(world.connector(), STREAM, cursor, have)
    assert have == {"b"}
    assert list(world.connector().look(STREAM, ["a"])) == [Gone("a")]


def test_a_series_has_news_when_the_window_moves(world: CalendarWorld) -> None:
    world.write(event("daily", more="RRULE:FREQ=WEEKLY\n"), event("once"))
    cursor = listing(world.connector(), STREAM).cursor
    later = FolderConnector(world.options._replace(now=lambda: LATER + 2 * STEP))
    assert "daily" in listing(later, STREAM, cursor).named
    assert listing(world.connector(), STREAM, cursor).pages == []


def test_meetings_before_the_window_are_named_and_left(world: CalendarWorld) -> None:
    world.write(event("old", "20200110T090000Z"), event("new"))
    (page,) = FolderConnector(world.options._replace(since=1_780_000_000)).changes(STREAM, None)
    assert ([ref.id for ref in page.changed], list(page.outside)) == (["new"], ["old"])


def test_a_broken_event_stops_no_other(world: CalendarWorld) -> None:
    world.write(event("good"), event("bad").replace("DTSTART:20270110T090000Z", "DTSTART:never"))
    connector = world.connector()
    (page,) = connector.changes(STREAM, None)
    assert [ref.id for ref in page.changed] == ["good"]
    assert [bad.id for bad in page.rejected] == ["bad"]
    assert [type(each) for each in connector.look(STREAM, ["bad"])] == [Rejected]


def test_level_headers_reads_no_description(world: CalendarWorld) -> None:
    world.write(event("a", more="DESCRIPTION:Bring the contract.\n"))
    texts = []
    for level in ("headers", "text"):
        connector = FolderConnector(world.options._replace(level=level))
        texts += [
            each.text
            for each in connector.fetch(STREAM, refs_of(listing(connector, STREAM)))
            if isinstance(each, Meeting)
        ]
    assert texts == ["", "Bring the contract."]


def test_half_a_file_is_no_answer(world: CalendarWorld) -> None:
    world.write(event("a"), event("b"))
    cursor = listing(world.connector(), STREAM).cursor
    whole = world.path.read_text()
    world.path.write_text(whole[: len(whole) // 2])
    stamp = world.path.stat().st_mtime
    with pytest.raises(BrokenAnswer):
        list(FolderConnector(world.options._replace(now=lambda: stamp + 5)).changes(STREAM, cursor))


def test_a_file_that_turned_into_something_else_is_no_answer(world: CalendarWorld) -> None:
    world.write(event("a"))
    connector = world.connector()
    cursor = listing(connector, STREAM).cursor
    world.path.write_text("<html>Sign in</html>")
    with pytest.raises(BrokenAnswer):
        list(connector.changes(STREAM, cursor))


def test_a_file_without_a_calendar_is_no_stream(tmp_path: Path) -> None:
    (tmp_path / "work.ics").write_text("<html>Sign in</html>")
    with pytest.raises(NotAMailbox):
        FolderConnector(FolderOptions(str(tmp_path / "work.ics"))).streams()


def test_a_long_calendar_is_read_in_parts(world: CalendarWorld) -> None:
    count = PART * 2 + 10
    more = "DESCRIPTION:" + "x" * 1_400 + "\n"
    world.write(
        *(event(f"e{n}", more=more) for n in range(count)), event("e0", more="RECURRENCE-ID:20270110T090000Z\n")
    )
    assert world.path.stat().st_size > 5_000_000
    assert truth(world.connector(), STREAM) == {f"e{n}" for n in range(count)}


def test_the_cursor_of_a_mailbox_is_dead_here(world: CalendarWorld) -> None:
    world.write(event("a"))
    cursor = listing(world.connector(), STREAM).cursor
    assert cursor is not None
    with pytest.raises(StartOver):
        list(world.connector().changes(STREAM, cursor._replace(value=cursor.value.replace('"ics"', '"mbox"'))))
