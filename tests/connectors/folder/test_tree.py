"""Folders of .eml, MH and .emlx files: the shared laws, and what is their own."""

import os
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from connectors.folder.connector import FolderConnector
from connectors.folder.options import FolderOptions
from sync.model import Gone, Message, Rejected, Stream
from tests.connectors.conformance import ConnectorContract
from tests.connectors.folder.worlds import AppleWorld, TreeWorld, listed
from tests.connectors.world import MINUTE, NOON, World, fill, listing, mail, refs_of, settle

ENRON = Path(__file__).parents[4] / "shared/data/enron/maildir.tar.gz"
APPLE = Stream("INBOX.mbox", "INBOX", "inbox")
ROOT = Stream(".", "mail")


class TestTree(ConnectorContract):
    @pytest.fixture
    def world(self, tmp_path: Path) -> Iterator[World]:
        yield TreeWorld(tmp_path / "mail")  # noqa: PT022  the suite gives a generator


class TestAppleMail(ConnectorContract):
    @pytest.fixture
    def world(self, tmp_path: Path) -> Iterator[World]:
        yield AppleWorld(tmp_path / "mail")  # noqa: PT022  the suite gives a generator


def test_each_folder_is_a_stream(tmp_path: Path) -> None:
    world = TreeWorld(tmp_path / "mail")
    for name in ("Gesendet", "Kunden/Größer & Söhne", "Papierkorb/alt", "empty"):
        (world.root / name).mkdir(parents=True)
        if name != "empty":
            TreeWorld(world.root / name).add(mail(1), NOON)
    (world.root / "notes.txt").write_text("From here, nothing.\n")
    assert listed(world.connector()) == {
        "Gesendet": ("Gesendet", "sent"),
        "Kunden/Größer & Söhne": ("Kunden/Größer & Söhne", "other"),
        "Papierkorb/alt": ("Papierkorb/alt", "trash"),
    }


def test_a_file_that_is_written_over_has_a_new_revision(tmp_path: Path) -> None:
    """MH gives the number of a removed mail to another one."""
    world = TreeWorld(tmp_path / "mail")
    (world.root / "1").write_bytes(mail(1))
    world.touch(world.root / "1")
    connector = world.connector()
    first = listing(connector, ROOT)
    (world.root / "1").write_bytes(mail(2))
    world.touch(world.root / "1")
    second = listing(connector, ROOT, first.cursor)
    assert [(ref.id, ref.header.subject) for ref in (*refs_of(first), *refs_of(second))] == [
        ("1", "Offer 1"),
        ("1", "Offer 2"),
    ]
    assert refs_of(first)[0].revision != refs_of(second)[0].revision


def test_numbers_that_hold_no_mail_make_no_stream(tmp_path: Path) -> None:
    world = TreeWorld(tmp_path / "mail")
    TreeWorld(world.root / "inbox").add(mail(1), NOON)
    (world.root / "2024").write_text("1;2;3\n")
    assert list(listed(world.connector())) == ["inbox"]


def test_the_window_goes_by_the_mail_where_the_file_is_a_copy(tmp_path: Path) -> None:
    world = TreeWorld(tmp_path / "mail")
    old = world.add(mail(1), NOON + 9_000_000)
    new = world.add(mail(50), NOON + 9_000_000)
    connector = FolderConnector(world.options()._replace(since=NOON + 10 * MINUTE))
    (page,) = connector.changes(ROOT, None)
    assert ([ref.id for ref in page.changed], list(page.outside)) == ([new], [old])


def test_a_file_that_holds_no_mail_is_set_aside(tmp_path: Path) -> None:
    world = TreeWorld(tmp_path / "mail")
    item = world.add(b"\0\1\2" * 1000, NOON)
    good = world.add(mail(1), NOON)
    connector = world.connector()
    outcomes = {each.id: type(each) for each in connector.fetch(ROOT, refs_of(listing(connector, ROOT)))}
    assert outcomes == {item: Rejected, good: Message}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_one_file_that_may_not_be_read_stops_no_other(tmp_path: Path) -> None:
    world = TreeWorld(tmp_path / "mail")
    ids = fill(world, 3)
    (world.root / ids[1]).chmod(0)
    pages = list(world.connector().changes(ROOT, None))
    assert [bad for page in pages for bad in page.rejected] == [Rejected(ids[1], "PermissionError")]
    assert {ref.id for page in pages for ref in page.changed} == {ids[0], ids[2]}


def test_a_folder_whose_last_mail_went_is_asked_not_believed(tmp_path: Path) -> None:
    world = TreeWorld(tmp_path / "mail")
    (item,) = fill(world, 1)
    _, cursor = settle(world.connector(), ROOT, None, set())
    world.remove(item)
    connector = world.connector()
    (page,) = connector.changes(ROOT, cursor)
    assert (page.snapshot, list(page.removed)) == (frozenset(), [])
    assert list(connector.look(ROOT, [item])) == [Gone(item)]


def test_apple_library(tmp_path: Path) -> None:
    world = AppleWorld(tmp_path / "Mail")
    draft, junk, deleted, partial = (world.add(mail(n), NOON, flags) for n, flags in enumerate((64, 1 << 24, 3, 1)))
    shard = world.folder.parent / "4/Messages"
    shard.mkdir(parents=True)
    (world.folder / f"{partial}.emlx").rename(shard / f"{partial}.partial.emlx")
    (shard / "Attachments").mkdir()
    (shard / "Attachments" / "7.emlx").write_bytes(b"no mail")
    nested = world.root / "INBOX.mbox/Projects.mbox/Messages"
    nested.mkdir(parents=True)
    (nested / "9.emlx").write_bytes(b"no number\n")
    connector = world.connector()
    assert listed(connector) == {
        "INBOX.mbox": ("INBOX", "inbox"),
        "INBOX.mbox/Projects.mbox": ("INBOX/Projects", "other"),
    }
    signals = {ref.id: set(ref.header.signals) for ref in refs_of(listing(connector, APPLE))}
    assert signals == {draft: {"draft"}, junk: {"spam"}, deleted: {"trash"}, partial: set()}


def test_apple_mail_moved_between_shards_keeps_its_id(tmp_path: Path) -> None:
    world = AppleWorld(tmp_path / "Mail")
    ids = fill(world, 3)
    connector = world.connector()
    refs = refs_of(listing(connector, APPLE))
    shard = world.folder.parent / "9/Messages"
    shard.mkdir(parents=True)
    (world.folder / f"{ids[0]}.emlx").rename(shard / f"{ids[0]}.emlx")
    assert {each.id for each in connector.fetch(APPLE, refs) if isinstance(each, Message)} == set(ids)


@pytest.mark.skipif(not ENRON.exists(), reason="../shared/data/enron is not here")
def test_every_enron_mail_is_listed_and_read(tmp_path: Path) -> None:
    with tarfile.open(ENRON) as archive:
        members = {member.name for member in archive if member.isfile()}
        archive.extractall(tmp_path, filter="data")
    connector = FolderConnector(FolderOptions(str(tmp_path / "maildir")))
    read: set[str] = set()
    for stream in connector.streams():
        rounds = list(connector.changes(stream, None))
        assert [bad for page in rounds for bad in page.rejected] == []
        for page in rounds:
            read |= {
                f"maildir/{stream.id}/{each.id}"
                for each in connector.fetch(stream, page.changed)
                if isinstance(each, Message)
            }
        assert list(connector.changes(stream, rounds[-1].cursor)) == []
    assert read == members
