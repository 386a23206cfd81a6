"""Maildir: the shared laws, and what is its own: flags, moves, names, torn deliveries."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from connectors.folder.connector import FolderConnector
from sync.model import Gone, Message, Ref, Stream
from tests.connectors.conformance import ConnectorContract
from tests.connectors.folder.worlds import MaildirWorld, listed
from tests.connectors.world import MINUTE, NOON, World, fill, listing, mail, names, refs_of, settle, truth

INBOX = Stream(".", "Inbox", "inbox")


class TestMaildir(ConnectorContract):
    @pytest.fixture
    def world(self, tmp_path: Path) -> Iterator[World]:
        yield MaildirWorld(tmp_path / "mail")  # noqa: PT022  the suite gives a generator


@pytest.fixture
def world(tmp_path: Path) -> MaildirWorld:
    return MaildirWorld(tmp_path / "mail")


def test_a_flag_and_a_move_to_cur_are_no_news(world: MaildirWorld) -> None:
    ids = fill(world, 3)
    have, cursor = settle(world.connector(), INBOX, None, set())
    world.flag(ids[0], "S")
    world.flag(ids[1], "FRS")
    assert listing(world.connector(), INBOX, cursor).pages == []
    assert truth(world.connector(), INBOX) == have == set(ids)


def test_a_quiet_round_after_a_flag_reads_the_names_only_once(world: MaildirWorld) -> None:
    ids = fill(world, 3)
    connector = world.connector()
    _, cursor = settle(connector, INBOX, None, set())
    world.flag(ids[0], "S")
    assert listing(connector, INBOX, cursor).pages == []
    stamp = int((world.root / "cur").stat().st_mtime)
    world.write(f"cur/{NOON}.hidden", mail(9), NOON)
    world.touch(world.root / "cur", stamp)  # a disk would not do that: who finds the mail has listed the folder
    assert listing(connector, INBOX, cursor).pages == []
    assert len(listing(world.connector(), INBOX, cursor).named) > 0


@pytest.mark.parametrize(("letters", "signal"), [("DS", "draft"), ("ST", "trash")])
def test_draft_and_trash_flags_are_told_again(world: MaildirWorld, letters: str, signal: str) -> None:
    ids = fill(world, 3)
    cursor = listing(world.connector(), INBOX).cursor
    world.flag(ids[1], letters)
    signals = {ref.id: ref.header.signals for ref in refs_of(listing(world.connector(), INBOX, cursor))}
    assert signal in signals[ids[1]]


def test_a_flag_between_listing_and_reading_loses_nothing(world: MaildirWorld) -> None:
    ids = fill(world, 4)
    connector = world.connector()
    refs = refs_of(listing(connector, INBOX))
    for item in ids[1:]:
        world.flag(item, "S")
    records = list(connector.fetch(INBOX, refs))
    assert {record.id for record in records if isinstance(record, Message)} == set(ids)


def test_f37_a_file_that_vanished_is_gone(world: MaildirWorld) -> None:
    ids = fill(world, 3)
    connector = world.connector()
    refs = refs_of(listing(connector, INBOX))
    world.remove(ids[0])
    outcomes = {record.id: type(record) for record in connector.fetch(INBOX, refs)}
    assert outcomes == {ids[0]: Gone, ids[1]: Message, ids[2]: Message}


def test_tmp_is_never_read(world: MaildirWorld) -> None:
    fill(world, 1)
    world.write(f"tmp/{NOON}.torn.host", mail(9)[:40], NOON)
    assert len(listing(world.connector(), INBOX).named) == 1


def test_one_new_mail_among_many_is_named_alone(world: MaildirWorld) -> None:
    fill(world, 200)
    connector = FolderConnector(world.options()._replace(page=500))
    _, cursor = settle(connector, INBOX, None, set())
    new = world.add(mail(900), NOON + 900 * MINUTE)
    (page,) = connector.changes(INBOX, cursor)
    assert names(page) == [new]
    assert page.snapshot is None


def test_a_removal_names_few_others(world: MaildirWorld) -> None:
    ids = fill(world, 200)
    connector = FolderConnector(world.options()._replace(page=500))
    _, cursor = settle(connector, INBOX, None, set())
    world.remove(ids[100])
    (page,) = connector.changes(INBOX, cursor)
    assert page.snapshot == frozenset(ids) - {ids[100]}
    assert len(names(page)) < 40


def test_mail_outside_the_window_is_named_and_left_unread(world: MaildirWorld) -> None:
    ids = fill(world, 6)
    world.write(f"new/{NOON - 5}.unreadable", b"\0" * 10, NOON)
    connector = FolderConnector(world.options()._replace(page=500, since=NOON + 4 * MINUTE))
    (page,) = connector.changes(INBOX, None)
    assert [ref.id for ref in page.changed] == ids[:2:-1]
    assert list(page.outside) == [*ids[2::-1], f"{NOON - 5}.unreadable"]


def test_names_without_a_time_go_by_the_file_and_a_copy_by_its_header(world: MaildirWorld) -> None:
    world.write("cur/plain", mail(1), NOON + MINUTE)
    world.write("cur/copied", mail(2), NOON + 9_000_000)
    received = {ref.id: ref.header.received for ref in refs_of(listing(world.connector(), INBOX))}
    assert received == {"plain": NOON + MINUTE, "copied": NOON + 2 * MINUTE}
    windowed = FolderConnector(world.options()._replace(since=NOON + 5 * MINUTE))
    assert sorted(listing(windowed, INBOX).named) == ["copied", "plain"]
    assert refs_of(listing(windowed, INBOX)) == []


@pytest.mark.parametrize("separator", [":2,", "!2,", ";2,"])
def test_flags_behind_any_separator_are_no_part_of_the_id(world: MaildirWorld, separator: str) -> None:
    world.write(f"cur/{NOON}.a.host,S=5{separator}S", mail(1), NOON)
    assert listing(world.connector(), INBOX).named == [f"{NOON}.a.host,S=5"]


@pytest.mark.parametrize(
    ("name", "item"),
    [
        (b"1790000001.caf\xe9", "1790000001.caf%E9"),
        ("1790000001.café".encode(), "1790000001.café"),
        (b"1790000001.a\nb\rc", "1790000001.a%0Ab%0Dc"),
        (b"1790000001.100%", "1790000001.100%25"),
        ("1790000001.\u202egnp".encode(), "1790000001.%E2%80%AEgnp"),
        (b"-rf *;$(x) '\"", "-rf *;$(x) '\""),
    ],
)
def test_f58_hostile_names_become_plain_ids(world: MaildirWorld, name: bytes, item: str) -> None:
    path = bytes(world.root) + b"/cur/" + name
    with open(path, "wb") as file:  # noqa: PTH123  Path takes no bytes
        file.write(mail(1))
    world.touch(world.root / "cur")
    connector = world.connector()
    assert listing(connector, INBOX).named == [item]
    assert isinstance(next(iter(connector.look(INBOX, [item]))), Ref)
    item.encode()


def test_symlinks_and_pipes_are_not_opened(world: MaildirWorld, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(mail(1))
    (world.root / "cur" / f"{NOON}.link").symlink_to(secret)
    (world.root / "cur" / f"{NOON}.loop").symlink_to(world.root)
    os.mkfifo(world.root / "cur" / f"{NOON}.pipe")
    world.touch(world.root / "cur")
    assert listing(world.connector(), INBOX).named == []
    assert not any(world.connector().census(INBOX)), "what is never read is not counted as there"


def test_a_file_that_becomes_a_symlink_is_gone(world: MaildirWorld, tmp_path: Path) -> None:
    (item,) = fill(world, 1)
    connector = world.connector()
    refs = refs_of(listing(connector, INBOX))
    path = world.find(item)
    path.rename(tmp_path / "moved")
    path.symlink_to(tmp_path / "moved")
    assert [type(record) for record in connector.fetch(INBOX, refs)] == [Gone]


def test_f51_of_a_huge_mail_the_header_is_kept(world: MaildirWorld) -> None:
    item = world.add(mail(1), NOON + MINUTE)
    with world.find(item).open("ab") as file:
        file.truncate(52_428_801)
    connector = world.connector()
    (record,) = connector.fetch(INBOX, refs_of(listing(connector, INBOX)))
    assert isinstance(record, Message)
    assert (record.header.subject, record.text) == ("Offer 1", "")
    assert "truncated" in record.header.signals


def test_a_header_of_many_kilobytes_is_read_to_its_end(world: MaildirWorld) -> None:
    world.add(b"X-Filler: " + b"x" * 100_000 + b"\r\n" + mail(1), NOON)
    (ref,) = refs_of(listing(world.connector(), INBOX))
    assert ref.header.subject == "Offer 1"


def test_subfolders_are_streams_of_their_own(world: MaildirWorld) -> None:
    for name in (".Sent", ".Archive.2025", ".Entw&APw-rfe", "Projekte"):
        MaildirWorld(world.root / name).add(mail(1), NOON)
    (world.root / "Projekte" / ".Junk" / "cur").mkdir(parents=True)
    assert listed(world.connector()) == {
        ".": ("Inbox", "inbox"),
        ".Sent": ("Sent", "sent"),
        ".Archive.2025": ("Archive/2025", "other"),
        ".Entw&APw-rfe": ("Entwürfe", "drafts"),
        "Projekte": ("Projekte", "other"),
        "Projekte/.Junk": ("Projekte/Junk", "junk"),
    }
    assert len(listing(world.connector(), Stream(".Sent", "Sent")).named) == 1


def test_a_copy_without_its_empty_folders_is_a_maildir(world: MaildirWorld) -> None:
    fill(world, 2)
    (world.root / "tmp").rmdir()
    (world.root / "cur").rmdir()
    assert listed(world.connector()) == {".": ("Inbox", "inbox")}
    assert len(listing(world.connector(), INBOX).named) == 2


def test_a_fresh_folder_is_looked_at_again(world: MaildirWorld) -> None:
    """A second delivery in the same tick of the disk's clock leaves the folder's time as it is."""
    fill(world, 1)
    stamp = (world.root / "new").stat().st_mtime
    connector = FolderConnector(world.options()._replace(now=lambda: stamp + 1))
    cursor = listing(connector, INBOX).cursor
    world.write(f"new/{NOON}.same", mail(2), NOON)
    world.touch(world.root / "new", int(stamp))
    assert f"{NOON}.same" in listing(connector, INBOX, cursor).named
