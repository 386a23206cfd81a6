"""mbox: the shared laws with both line ends, and what is its own: splitting, marks in place, growth, unfinished tails."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from connectors.folder import mbox
from connectors.folder.connector import FolderConnector
from sync.errors import RepsideError
from sync.model import Gone, Message, Ref, Stream
from tests.connectors.conformance import ConnectorContract
from tests.connectors.folder.worlds import LATER, MboxWorld, from_line, listed
from tests.connectors.world import MINUTE, NOON, World, fill, listing, mail, refs_of, settle

SENT = Stream("Sent.mbox", "Sent", "sent")
LETTER = b"From: a@x.example\nTo: b@y.example\nSubject: %d\nMessage-ID: <%d@x.example>\n\n%s\n\n"


class TestMbox(ConnectorContract):
    @pytest.fixture(params=[b"\n", b"\r\n"], ids=["LF", "CRLF"])
    def world(self, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[World]:
        yield MboxWorld(tmp_path / "mail", newline=request.param)  # noqa: PT022  the suite gives a generator


@pytest.fixture
def world(tmp_path: Path) -> MboxWorld:
    return MboxWorld(tmp_path / "mail")


Read = Callable[[bytes], list[Message]]


@pytest.fixture
def read(world: MboxWorld) -> Read:
    def messages(raw: bytes) -> list[Message]:
        """All mails of a file with these bytes, in the order of the file (which is that of their times)."""
        world.path.write_bytes(raw)
        world.touch(world.path)
        connector = world.connector()
        found = connector.fetch(SENT, refs_of(listing(connector, SENT)))
        return sorted((each for each in found if isinstance(each, Message)), key=lambda each: each.header.subject)

    return messages


def letter(number: int, text: bytes = b"Text.", start: bytes = b"") -> bytes:
    return (start or from_line(NOON + number * MINUTE)) + LETTER % (number, number, text)


def test_ids_survive_compaction_and_growth(world: MboxWorld) -> None:
    ids = fill(world, 5)
    world.remove(ids[0])
    world.remove(ids[2])
    new = world.add(mail(9), NOON + 9 * MINUTE)
    assert world.ids() == {ids[1], ids[3], ids[4], new}


def test_lines_that_start_with_from_are_no_new_mail(read: Read) -> None:
    text = b"From here on.\n\nFrom what I hear at 10:30 in 2026, fine.\n\n>From the start."
    (found,) = read(letter(1, text))
    assert found.text == "From here on.\n\nFrom what I hear at 10:30 in 2026, fine.\n\nFrom the start."


@pytest.mark.parametrize(
    "start",
    [
        b"From a@x.example Thu Jan  1 10:00:00 2026\n",
        b"From a@x.example Thu Jan  1 10:00 2026 +0100\n",
        b"From 1789@xxx Thu Jan 01 10:00:00 +0000 2026\n",
        b"From a@x.example 1 Jan 2026 10:00:00\n",
        b"From - Thu Jan 01 10:00:00 2026\n",
        b"From a@x.example\n",
        b"From \n",
        b"From -\n",
        b"From MAILER-DAEMON Thu Jan  1 10:00:00 2026 remote from host\n",
    ],
)
def test_all_forms_of_the_first_line_start_a_mail(read: Read, start: bytes) -> None:
    assert [each.header.subject for each in read(letter(1) + letter(2, start=start) + letter(3))] == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("start", "received"),
    [
        (b"From a@x.example Tue Sep 22 10:00:00 2026\n", 1_790_071_200),
        (b"From a@x.example Tue Sep 22 10:00:00 +0200 2026\n", 1_790_064_000),
        (b"From a@x.example Tue Sep 22 10:00:00 2026 +0200\n", 1_790_064_000),
        (b"From - Tue Jan 01 10:00:00 2002\n", NOON),  # when Thunderbird wrote it down; the Date header is better
        (b"From \n", NOON),
    ],
)
def test_time_of_delivery(read: Read, start: bytes, received: int) -> None:
    (found,) = read(start + mail(0).replace(b"\r\n", b"\n") + b"\n")
    assert found.header.received == received


def test_equal_mails_are_told_apart(world: MboxWorld) -> None:
    world.path.write_bytes(letter(1) * 3)
    world.touch(world.path)
    connector = world.connector()
    refs = refs_of(listing(connector, SENT))
    assert len({ref.id for ref in refs}) == 3
    assert [type(each) for each in connector.fetch(SENT, refs)] == [Message] * 3


@pytest.mark.parametrize("size", [1, 7, 64, 2_100])
def test_boundaries_are_found_however_the_pieces_fall(tmp_path: Path, size: int, read: Read) -> None:
    raw = b"".join(letter(number, b"x" * (number * 37 % 300)) for number in range(1, 60))
    whole = len(read(raw))
    with (tmp_path / "mail" / "Sent.mbox").open("rb", buffering=0) as file:
        offsets = list(mbox.starts(file, 0, len(raw), piece=size))
    assert whole == len(offsets) == 59
    assert all(raw[at:].startswith(b"From ") for at in offsets)


def test_f50_a_large_file_is_held_a_piece_at_a_time(tmp_path: Path) -> None:
    class Counting:
        """A file that is nowhere: it makes what is asked."""

        asked = 0
        at = 0
        block = letter(1)

        def seek(self, at: int) -> None:
            self.at = at

        def read(self, size: int) -> bytes:
            self.asked = max(self.asked, size)
            first = self.at % len(self.block)
            return (self.block * (size // len(self.block) + 2))[first : first + size]

    file = Counting()
    total = len(file.block) * 50_000
    found = mbox.starts(file, 0, total)  # type: ignore[arg-type]  # seek and read are all it uses
    assert len(list(found)) == 50_000
    assert file.asked <= mbox.PIECE


def grown(world: MboxWorld, raw: bytes) -> tuple[list[str], frozenset[str] | None]:
    """What a round names after a first one over `raw`, when the first mail was changed in place and a mail was added."""
    world.path.write_bytes(raw)
    world.touch(world.path)
    connector = FolderConnector(world.options()._replace(page=500))
    _, cursor = settle(connector, SENT, None, set())
    world.path.write_bytes(raw.replace(b"Subject: 1", b"Subject: X", 1) + letter(900))
    world.touch(world.path)
    (page,) = connector.changes(SENT, cursor)
    return [ref.header.subject for ref in page.changed], page.snapshot


def test_a_file_that_grew_is_read_from_its_old_end(world: MboxWorld) -> None:
    """Mail programs that do not mark mails in place only append: who sees the first mail change has read it all again."""
    raw = b"".join(map(letter, range(1, 80)))
    assert grown(world, raw) == (["900"], None)


def test_a_file_with_marks_in_place_is_read_again_as_a_whole(world: MboxWorld) -> None:
    raw = b"".join(letter(n, start=from_line(NOON) + b"Status: O\n") for n in range(1, 80))
    subjects, snapshot = grown(world, raw)
    assert {"X", "900"} <= set(subjects)
    assert snapshot is not None


def test_marks_in_place_are_told_again_and_change_no_id(world: MboxWorld) -> None:
    def write(status: bytes) -> None:
        world.path.write_bytes(letter(1, start=from_line(NOON) + b"X-Mozilla-Status: %s\n" % status) + letter(2))
        world.touch(world.path)

    write(b"0001")
    connector = world.connector()
    have, cursor = settle(connector, SENT, None, set())
    write(b"0009")  # deleted, and there until the file is compacted
    found = refs_of(listing(connector, SENT, cursor))
    assert {ref.id for ref in found} <= have
    assert [ref.header.subject for ref in found if "trash" in ref.header.signals] == ["1"]


@pytest.mark.parametrize(
    ("header", "signal"),
    [
        (b"X-Gmail-Labels: Spam,Category updates\n", "spam"),
        (b"X-Gmail-Labels: Inbox,Trash\n", "trash"),
        (b"X-Gmail-Labels: =?UTF-8?Q?Entw=C3=BCrfe?=\n", "draft"),
        (b"X-Gmail-Labels: Ge=C3=B6ffnet,\n Papierkorb\n", "trash"),
        (b"X-Gmail-Labels: Chat\n", "chat"),
        (b"X-Mozilla-Status: 0009\n", "trash"),
        (b"X-Mozilla-Status2: 00200000\n", "trash"),
        (b"X-Status: AD\n", "trash"),
        (b"X-Status: T\n", "draft"),
    ],
)
def test_what_the_headers_say_of_the_mails_place(read: Read, header: bytes, signal: str) -> None:
    (found,) = read(letter(1, start=from_line(NOON) + header))
    assert signal in found.header.signals


def test_ordinary_labels_and_marks_say_nothing(read: Read) -> None:
    (found,) = read(
        letter(1, start=from_line(NOON) + b"X-Gmail-Labels: Inbox,Opened\nX-Mozilla-Status: 0001\nStatus: RO\n")
    )
    assert found.header.signals == frozenset()


@pytest.mark.parametrize("missing", [5, 60, 90], ids=["in its text", "in its header", "in its first line"])
def test_a_torn_tail_is_left_for_the_next_round(world: MboxWorld, missing: int) -> None:
    raw = letter(1) + letter(2, b"More text.")
    world.path.write_bytes(raw[:-missing])
    moment = [world.path.stat().st_mtime + 5]
    connector = FolderConnector(world.options()._replace(now=lambda: moment[0]))
    first = listing(connector, SENT)
    assert len(first.named) == 1
    world.path.write_bytes(raw)
    second = listing(connector, SENT, first.cursor)
    assert [ref.header.subject for ref in refs_of(second)] == ["2"]


def test_a_torn_tail_that_stays_is_taken_as_it_is(world: MboxWorld) -> None:
    world.path.write_bytes(letter(1) + letter(2).rstrip(b"\n"))
    moment = [world.path.stat().st_mtime + 5]
    connector = FolderConnector(world.options()._replace(now=lambda: moment[0]))
    first = listing(connector, SENT)
    moment[0] += 60
    assert len(first.named) == 1
    assert [ref.header.subject for ref in refs_of(listing(connector, SENT, first.cursor))] == ["2"]


def test_a_last_mail_without_its_blank_line_counts_and_may_grow(world: MboxWorld) -> None:
    def write(raw: bytes) -> None:
        world.path.write_bytes(raw)
        world.touch(world.path)

    connector = world.connector()
    write(letter(1) + letter(2, b"Half."))
    write(world.path.read_bytes()[:-1])
    first = listing(connector, SENT)
    write(letter(1) + letter(2, b"Half.\nWhole."))
    second = listing(connector, SENT, first.cursor)
    before, after = ({ref.header.subject: ref for ref in refs_of(each)}["2"] for each in (first, second))
    assert before.id == after.id
    assert before.revision != after.revision
    assert [each.text for each in connector.fetch(SENT, [after]) if isinstance(each, Message)] == ["Half.\nWhole."]


def test_a_missing_blank_line_between_mails_loses_none(read: Read) -> None:
    raw = letter(1)[:-1] + letter(2)[:-1] + letter(3)
    assert [each.header.subject for each in read(raw)] == ["1", "2", "3"]


def test_a_locked_tail_is_left_alone(world: MboxWorld) -> None:
    world.path.write_bytes(letter(1) + letter(2).rstrip(b"\n"))
    world.touch(world.path)
    world.path.with_name("Sent.mbox.lock").write_bytes(b"")
    assert len(listing(world.connector(), SENT).named) == 1
    assert world.path.stat().st_mtime < LATER - 60


def test_a_file_rewritten_between_listing_and_reading(world: MboxWorld) -> None:
    ids = fill(world, 5)
    connector = world.connector()
    refs = refs_of(listing(connector, SENT))
    world.remove(ids[1])
    found = {each.id: each for each in connector.fetch(SENT, refs)}
    assert isinstance(found.pop(ids[1]), Gone)
    texts = {item: each.text for item, each in found.items() if isinstance(each, Message)}
    assert texts == {ids[n - 1]: f"We take {n} of them." for n in (1, 3, 4, 5)}


def test_a_file_that_was_emptied_takes_nothing_along_unasked(world: MboxWorld) -> None:
    fill(world, 3)
    connector = world.connector()
    _, cursor = settle(connector, SENT, None, set())
    world.path.write_bytes(b"")
    world.touch(world.path)
    (page,) = connector.changes(SENT, cursor)
    assert (page.snapshot, list(page.removed)) == (frozenset(), [])


def test_a_file_that_went_away_is_an_error_not_a_removal(world: MboxWorld) -> None:
    fill(world, 3)
    connector = world.connector()
    _, cursor = settle(connector, SENT, None, set())
    world.path.rename(world.root.parent / "elsewhere")
    with pytest.raises(RepsideError):
        list(connector.changes(SENT, cursor))
    with pytest.raises(RepsideError):
        list(world.connector().changes(SENT, cursor))


def test_header_blocks_without_end(read: Read) -> None:
    raw = from_line(NOON) + b"Subject: long\nX-Filler: " + b"x" * 300_000 + b"\n\nText.\n\n"
    (found,) = read(raw + letter(2))[1:]
    assert found.header.subject == "long"


def test_thunderbird_profile(tmp_path: Path) -> None:
    root = tmp_path / "Local Folders"
    (root / "Inbox.sbd" / "Kunden.sbd").mkdir(parents=True)
    for name in ("Inbox", "Sent", "Unsent Messages", "Inbox.sbd/Kunden", "Inbox.sbd/Kunden.sbd/Acme"):
        (root / name).write_bytes(letter(1, start=b"From - Thu Jan 01 10:00:00 2026\nX-Mozilla-Status: 0001\n"))
        (root / f"{name}.msf").write_bytes(b"// <!-- <mdb:mork:z v='1.4'/> -->")
    (root / "Trash").write_bytes(b"")
    (root / "Trash.msf").write_bytes(b"// <!-- <mdb:mork:z v='1.4'/> -->")
    (root / "msgFilterRules.dat").write_bytes(b'version="9"\nlogging="no"\n')
    assert listed(FolderConnector(MboxWorld(tmp_path / "unused").options()._replace(path=str(root)))) == {
        "Inbox": ("Inbox", "inbox"),
        "Inbox.sbd/Kunden": ("Inbox/Kunden", "other"),
        "Inbox.sbd/Kunden.sbd/Acme": ("Inbox/Kunden/Acme", "other"),
        "Sent": ("Sent", "sent"),
        "Trash": ("Trash", "trash"),
        "Unsent Messages": ("Unsent Messages", "drafts"),
    }


def test_takeout_and_apple_exports(tmp_path: Path) -> None:
    root = tmp_path / "Takeout"
    (root / "Mail").mkdir(parents=True)
    (root / "Mail" / "All mail Including Spam and Trash.mbox").write_bytes(letter(1))
    (root / "Sent Messages.mbox").mkdir()
    (root / "Sent Messages.mbox" / "mbox").write_bytes(letter(2))
    (root / "Sent Messages.mbox" / "table_of_contents").write_bytes(b"\0\1\2")
    connector = FolderConnector(MboxWorld(tmp_path / "unused").options()._replace(path=str(root)))
    assert listed(connector) == {
        "Mail/All mail Including Spam and Trash.mbox": ("Mail/All mail Including Spam and Trash", "all"),
        "Sent Messages.mbox/mbox": ("Sent Messages", "sent"),
    }
    refs: list[Ref] = [ref for stream in connector.streams() for ref in refs_of(listing(connector, stream))]
    assert [ref.header.subject for ref in refs] == ["1", "2"]


def test_one_mbox_file_as_the_account(tmp_path: Path) -> None:
    path = tmp_path / "archive 2025"
    path.write_bytes(letter(1))
    connector = FolderConnector(MboxWorld(tmp_path / "unused").options()._replace(path=str(path)))
    (stream,) = connector.streams()
    assert stream == Stream("archive 2025", "archive 2025", "other")
    assert len(listing(connector, stream).named) == 1
