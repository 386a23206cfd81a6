"""The folder connector where it meets the machine: paths that are no mailbox, rights, drives that go away, doors left open."""

import os
from pathlib import Path

import pytest

from connectors.folder import discover
from connectors.folder.connector import FolderConnector
from connectors.folder.options import FolderOptions
from sync.errors import FolderAway, NoPermission, NotAMailbox, Offline
from sync.model import Rejected, Stream
from tests.connectors.folder.worlds import MaildirWorld, MboxWorld, TreeWorld, from_line, listed, tree_of
from tests.connectors.world import NOON, fill, listing, mail, settle

INBOX = Stream(".", "Inbox", "inbox")


def connector(path: Path) -> FolderConnector:
    return FolderConnector(FolderOptions(str(path)))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("missing", None),
        ("notes.txt", "From here on, nothing.\n"),
        ("letter", "From here on it was 10:30 in 2026.\nDear Sir,\n"),
        ("picture.mbox", "\0\1\2\3"),
        ("work.ics", "no calendar"),
        ("empty.txt", ""),
    ],
)
def test_what_is_no_mailbox_is_called_so(tmp_path: Path, name: str, content: str | None) -> None:
    if content is not None:
        (tmp_path / name).write_text(content)
    with pytest.raises(NotAMailbox) as caught:
        connector(tmp_path / name).streams()
    assert name in caught.value.sentence


def test_a_pipe_and_a_loop_are_no_mailbox(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    for name in ("pipe", "loop"):
        with pytest.raises(NotAMailbox):
            connector(tmp_path / name).streams()


def test_what_was_a_mailbox_once_is_away_and_not_wrong(tmp_path: Path) -> None:
    options = FolderOptions(str(tmp_path / "unplugged"), connected=True)
    with pytest.raises(FolderAway):
        FolderConnector(options).streams()


def test_a_folder_without_mail_is_called_so(tmp_path: Path) -> None:
    (tmp_path / "pictures" / "2026").mkdir(parents=True)
    (tmp_path / "pictures" / "cat.jpg").write_bytes(b"\xff\xd8\xff")
    with pytest.raises(NotAMailbox):
        connector(tmp_path).streams()


def test_an_empty_mail_spool_is_a_mailbox(tmp_path: Path) -> None:
    (tmp_path / "maya").write_bytes(b"")
    assert listed(connector(tmp_path / "maya")) == {"maya": ("maya", "other")}
    assert listing(connector(tmp_path / "maya"), Stream("maya", "maya")).named == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
@pytest.mark.parametrize("locked", ["mail", "mail/Sent.mbox"])
def test_f07_what_may_not_be_read_is_named(tmp_path: Path, locked: str) -> None:
    MboxWorld(tmp_path / "mail").add(mail(1), NOON)
    (tmp_path / locked).chmod(0)
    try:
        with pytest.raises(NoPermission) as caught:
            connector(tmp_path / "mail").streams()
    finally:
        (tmp_path / locked).chmod(0o700)
    assert locked in caught.value.sentence


def test_a_path_with_too_many_folders_is_refused(tmp_path: Path) -> None:
    for number in range(discover.MAX_FOLDERS + 1):
        (tmp_path / str(number)).mkdir()
    with pytest.raises(NotAMailbox) as caught:
        connector(tmp_path).streams()
    assert "too many" in caught.value.sentence


def test_symlinks_lead_nowhere(tmp_path: Path) -> None:
    outside = MaildirWorld(tmp_path / "outside")
    fill(outside, 2)
    inside = MaildirWorld(tmp_path / "inside")
    (inside.root / ".Sent").symlink_to(outside.root)
    (inside.root / "loop").symlink_to(inside.root)
    assert listed(connector(inside.root)) == {".": ("Inbox", "inbox")}


def test_the_path_itself_may_be_a_symlink(tmp_path: Path) -> None:
    world = MaildirWorld(tmp_path / "mail")
    fill(world, 2)
    (tmp_path / "link").symlink_to(world.root)
    assert len(listing(connector(tmp_path / "link"), INBOX).named) == 2


def test_a_drive_that_goes_away_removes_nothing(tmp_path: Path) -> None:
    world = MaildirWorld(tmp_path / "mail")
    fill(world, 3)
    running = world.connector()
    running.streams()
    _, cursor = settle(running, INBOX, None, set())
    world.root.rename(tmp_path / "unplugged")
    for reader in (running, world.connector()):
        with pytest.raises(Offline):
            list(reader.changes(INBOX, cursor))
    with pytest.raises(Offline):
        running.streams()
    (tmp_path / "unplugged").rename(world.root)
    assert listing(running, INBOX, cursor).pages == []


def test_an_empty_mount_point_removes_nothing(tmp_path: Path) -> None:
    sent = Stream(".Sent", "Sent", "sent")
    world = MaildirWorld(tmp_path / "mail")
    fill(MaildirWorld(world.root / ".Sent"), 3)
    _, cursor = settle(world.connector(), sent, None, set())
    world.root.rename(tmp_path / "unplugged")
    world.root.mkdir()
    with pytest.raises(Offline):
        list(world.connector().changes(sent, cursor))
    with pytest.raises(NotAMailbox):
        world.connector().streams()


@pytest.mark.parametrize("stream", ["../outside", "/etc", "a\0b", "..", "cur/../../outside"])
def test_a_stream_outside_the_path_is_not_read(tmp_path: Path, stream: str) -> None:
    fill(MaildirWorld(tmp_path / "outside"), 1)
    world = MaildirWorld(tmp_path / "mail")
    with pytest.raises(Offline):
        list(world.connector().census(Stream(stream, "x")))


def test_f49_a_folder_that_was_renamed_is_a_new_stream(tmp_path: Path) -> None:
    world = TreeWorld(tmp_path / "mail")
    TreeWorld(world.root / "Acme").add(mail(1), NOON)
    running = world.connector()
    old, cursor = Stream("Acme", "Acme"), listing(running, Stream("Acme", "Acme")).cursor
    (world.root / "Acme").rename(world.root / "Acme & Co")
    assert list(listed(running)) == ["Acme & Co"]
    with pytest.raises(Offline):
        list(running.changes(old, cursor))


def test_a_folder_that_changed_its_form_starts_over(tmp_path: Path) -> None:
    (tmp_path / "Sent").write_bytes(from_line(NOON) + mail(1))
    stream = Stream("Sent", "Sent", "sent")
    running = connector(tmp_path)
    assert len(listing(running, stream).named) == 1
    (tmp_path / "Sent").unlink()
    TreeWorld(tmp_path / "Sent").add(mail(2), NOON)
    assert listed(running) == {"Sent": ("Sent", "sent")}
    assert len(listing(running, stream).named) == 1


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="no /proc here")
def test_no_file_stays_open(tmp_path: Path) -> None:
    world = MboxWorld(tmp_path / "mail")
    fill(world, 4)
    reader = world.connector()
    pages = reader.changes(world.named, None)
    list(reader.fetch(world.named, list(next(pages).changed)))
    links = [link.readlink() for link in Path("/proc/self/fd").iterdir() if link.is_symlink()]
    assert [link for link in links if tmp_path in link.parents] == []


def test_reading_all_forms_changes_nothing(tmp_path: Path) -> None:
    root = tmp_path / "all"
    root.mkdir()
    fill(MaildirWorld(root / "maildir"), 2)
    fill(MboxWorld(root / "files"), 2)
    fill(TreeWorld(root / "tree"), 2)
    before = tree_of(root)
    reader = connector(root)
    for stream in reader.streams():
        for page in reader.changes(stream, None):
            assert not [each for each in reader.fetch(stream, page.changed) if isinstance(each, Rejected)]
        assert list(reader.census(stream))
    assert tree_of(root) == before


def test_a_name_that_is_no_utf8_is_a_stream(tmp_path: Path) -> None:
    path = os.fsdecode(bytes(tmp_path) + b"/mail/caf\xe9 100%")
    Path(path).mkdir(parents=True)
    TreeWorld(Path(path)).add(mail(1), NOON)
    running = connector(tmp_path / "mail")
    (stream,) = running.streams()
    assert stream == Stream("caf%E9 100%25", "caf\ufffd 100%", "other")
    assert len(listing(running, stream).named) == 1
