"""Mailboxes on disk that change as mail programs change them, with times that a test can foretell."""

from __future__ import annotations

import os
import time
from itertools import count
from pathlib import Path

from connectors.folder.connector import FolderConnector
from connectors.folder.options import FolderOptions
from sync.model import Cursor, Stream
from tests.connectors.world import NOON

LATER = NOON + 10_000_000
"""When the connectors of these tests read: long after all that happened."""


class FolderWorld:
    """What all forms share: a root, a page of three items, a clock that stands still."""

    bulk = 8

    def __init__(self, root: Path, stream: Stream) -> None:
        self.root, self.named = root, stream
        self.ticks = count(1)
        root.mkdir(exist_ok=True)

    def options(self) -> FolderOptions:
        return FolderOptions(str(self.root), page=3, now=lambda: LATER)

    def connector(self) -> FolderConnector:
        return FolderConnector(self.options())

    def stream(self, connector: object) -> Stream:  # noqa: ARG002  the suite gives it
        return self.named

    def expire(self, cursor: Cursor) -> Cursor:
        """The bookmark of another kind of mailbox that lay at this path before."""
        return cursor._replace(value=cursor.value.replace('"f":"', '"f":"other '))

    def broken(self) -> None:
        return None

    def requests(self) -> None:
        return None

    def fingerprint(self) -> object:
        return tree_of(self.root)

    def touch(self, path: Path, when: int | None = None) -> None:
        """A time of its own for each change, as a disk would give it."""
        moment = NOON + next(self.ticks) if when is None else when
        os.utime(path, (moment, moment))


class MaildirWorld(FolderWorld):
    """A Maildir. Deliveries go to new/, reading and flags are renames."""

    def __init__(self, root: Path, stream: Stream = Stream(".", "Inbox", "inbox")) -> None:  # noqa: B008  a tuple
        super().__init__(root, stream)
        for name in ("cur", "new", "tmp"):
            (root / name).mkdir()
            self.touch(root / name)

    def add(self, raw: bytes, when: int) -> str:
        item = f"{when}.M{next(self.ticks)}P1.host"
        self.write(f"new/{item}", raw, when)
        return item

    def write(self, where: str, raw: bytes, when: int) -> None:
        path = self.root / where
        path.write_bytes(raw)
        self.touch(path, when)
        self.touch(path.parent)

    def find(self, item: str) -> Path:
        return next(path for path in (*self.root.glob("new/*"), *self.root.glob("cur/*")) if path.name.startswith(item))

    def remove(self, item: str) -> None:
        path = self.find(item)
        path.unlink()
        self.touch(path.parent)

    def flag(self, item: str, letters: str) -> None:
        path = self.find(item)
        path.rename(self.root / "cur" / f"{item}:2,{letters}")
        self.touch(path.parent)
        self.touch(self.root / "cur")


class TreeWorld(FolderWorld):
    """A folder of .eml files."""

    def __init__(self, root: Path, stream: Stream | None = None) -> None:
        super().__init__(root, stream or Stream(".", root.name))

    def add(self, raw: bytes, when: int) -> str:
        name = f"mail {next(self.ticks)}.eml"
        (self.root / name).write_bytes(raw)
        self.touch(self.root / name, when)
        return name

    def remove(self, item: str) -> None:
        (self.root / item).unlink()


class AppleWorld(FolderWorld):
    """A mailbox in Apple Mail's library."""

    def __init__(self, root: Path) -> None:
        super().__init__(root, Stream("INBOX.mbox", "INBOX", "inbox"))
        self.folder = root / "INBOX.mbox/4A1B/Data/3/Messages"
        self.folder.mkdir(parents=True)

    def add(self, raw: bytes, when: int, flags: int = 1) -> str:
        number = str(next(self.ticks))
        notes = f"<plist><dict><key>date-received</key>\n<integer>{when}</integer><key>flags</key>\n<integer>{flags}</integer>"
        path = self.folder / f"{number}.emlx"
        path.write_bytes(b"%d      \n%s%s</dict></plist>" % (len(raw), raw, notes.encode()))
        self.touch(path)
        return number

    def remove(self, item: str) -> None:
        (self.folder / f"{item}.emlx").unlink()


class MboxWorld(FolderWorld):
    """One mbox file in a folder. Removal rewrites the file, as compaction does."""

    def __init__(
        self, root: Path, name: str = "Sent.mbox", stream: Stream | None = None, newline: bytes = b"\n"
    ) -> None:
        super().__init__(root, stream or Stream(name, "Sent", "sent"))
        self.path, self.newline = root / name, newline
        self.letters: list[tuple[str, bytes]] = []
        self.path.write_bytes(b"")
        self.touch(self.path)

    def add(self, raw: bytes, when: int) -> str:
        letter = from_line(when) + escaped(raw.replace(b"\r\n", b"\n").rstrip(b"\n") + b"\n\n")
        with self.path.open("ab") as file:
            file.write(letter.replace(b"\n", self.newline))
        self.touch(self.path)
        (item,) = self.ids() - {item for item, _ in self.letters}
        self.letters.append((item, letter))
        return item

    def ids(self) -> set[str]:
        return {item for part in self.connector().census(self.named) for item in part}

    def remove(self, item: str) -> None:
        self.letters = [pair for pair in self.letters if pair[0] != item]
        fresh = self.path.with_name("compacting")
        fresh.write_bytes(b"".join(letter for _, letter in self.letters).replace(b"\n", self.newline))
        fresh.replace(self.path)
        self.touch(self.path)


def from_line(when: int) -> bytes:
    return f"From ada@customer.example {time.asctime(time.gmtime(when))}\n".encode()


def escaped(raw: bytes) -> bytes:
    return b"\n".join(b">" + line if line.lstrip(b">").startswith(b"From ") else line for line in raw.split(b"\n"))


def tree_of(root: Path) -> dict[str, tuple[int, bytes]]:
    """Names, times and bytes of everything below a path."""
    return {
        str(path.relative_to(root)): (path.lstat().st_mtime_ns, path.read_bytes() if path.is_file() else b"")
        for path in sorted(root.rglob("*"))
    }


def listed(connector: FolderConnector) -> dict[str, tuple[str, str]]:
    """Id → name and role of all streams."""
    return {stream.id: (stream.name, stream.role) for stream in connector.streams()}
