"""Folders with one file a mail: .eml, the numbered files of MH, and Apple Mail's .emlx."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from pathlib import Path

from connectors.folder.source import (
    Entry,
    Raw,
    Scan,
    open_file,
    read_exactly,
    read_file,
    read_part,
    spelled,
    trusted,
)
from connectors.folder.unparsed import Unparsed
from sync.model import Level, Stream

_ITEM = re.compile(r".+\.eml|\d+\.?", re.IGNORECASE | re.DOTALL)
_APPLE = re.compile(r"(\d+)(?:\.partial)?\.emlx", re.IGNORECASE)
_APPLE_FLAGS = ((1 << 1, "\\Deleted"), (1 << 6, "\\Draft"), (1 << 24, "\\Junk"))
_PLIST = re.compile(rb"<key>(flags|date-received)</key>\s{0,20}<integer>(\d{1,19})</integer>")
_COUNT = re.compile(rb"(\d{1,12})[ \t]*\r?\n")
MAX_DEPTH = 16
"""Folders in folders of one mailbox; Apple Mail makes seven."""
_TRAILER = 65_536
"""Bytes behind an Apple mail that are searched for its flags."""


def is_item(name: str) -> bool:
    """Whether a file of this name is one mail."""
    return _ITEM.fullmatch(name) is not None


def is_apple(name: str) -> bool:
    """Whether a file of this name is one mail of Apple Mail."""
    return _APPLE.fullmatch(name) is not None


class Tree:
    """The .eml or MH files of one folder, without its subfolders. The id is the file's name.

    MH gives the number of a removed mail to another one: so the revision tells the file's size and time.
    """

    kind = "tree"

    def __init__(self, path: Path, stream: Stream) -> None:
        self.path, self.stream = path, stream

    def signature(self, since: int | None, now: float) -> str:  # noqa: ARG002  the port's; only calendars ask for it
        """One look at each file."""
        return _signature(self.scan(None, now).entries, now)

    def scan(self, since: int | None, now: float) -> Scan:  # noqa: ARG002  as above
        """Names, sizes and times of the files."""
        with os.scandir(self.path) as files:
            found = (_entry(file, spelled(file.name), file.name) for file in files if is_item(file.name))
            return Scan([entry for entry in found if entry])

    def ref(self, entry: Entry) -> Unparsed:
        """Reads the head of the file."""
        return Unparsed(entry.id, self._raw(entry, whole=False))._replace(revision=entry.marks)

    def record(self, entry: Entry, level: Level) -> Unparsed:
        """Reads the file."""
        return Unparsed(entry.id, self._raw(entry, whole=True), level)

    def _raw(self, entry: Entry, *, whole: bool) -> Raw:
        data, cut, time = read_file(self.path / entry.where, whole=whole)
        return Raw(data, time, copied=True, cut=cut)


class AppleMail:
    """The .emlx files of one mailbox of Apple Mail, at any depth. The id is the number that Apple Mail gave the mail.

    A file holds a line with the mail's length in bytes, the mail, and a property list with its flags.
    """

    kind = "emlx"

    def __init__(self, path: Path, stream: Stream) -> None:
        self.path, self.stream = path, stream

    def signature(self, since: int | None, now: float) -> str:  # noqa: ARG002  as above
        """One look at each file."""
        return _signature(self.scan(None, now).entries, now)

    def scan(self, since: int | None, now: float) -> Scan:  # noqa: ARG002  as above
        """Names, sizes and times of the files."""
        found: dict[str, Entry] = {}
        for where, file in _below(self.path, ""):
            named = _APPLE.fullmatch(file.name)
            if named and (entry := _entry(file, named[1], where)):
                found[entry.id] = entry
        return Scan(list(found.values()))

    def ref(self, entry: Entry) -> Unparsed:
        """Reads the head of the mail, and the property list."""
        return Unparsed(entry.id, self._raw(entry, whole=False))

    def record(self, entry: Entry, level: Level) -> Unparsed:
        """Reads the file."""
        return Unparsed(entry.id, self._raw(entry, whole=True), level)

    def _raw(self, entry: Entry, *, whole: bool) -> Raw:
        with open_file(self.path / entry.where) as file:
            status = os.fstat(file.fileno())
            counted = _COUNT.match(read_exactly(file, 0, 32))
            start, length = (counted.end(), int(counted[1])) if counted else (0, status.st_size)
            data, cut = read_part(file, start, min(length, status.st_size - start), whole=whole)
            notes = dict(_PLIST.findall(read_exactly(file, start + length, _TRAILER)))
        bits = int(notes.get(b"flags", 0))
        flags = tuple(flag for bit, flag in _APPLE_FLAGS if bits & bit)
        received = int(notes.get(b"date-received", status.st_mtime))
        return Raw(data, received, flags, copied=b"date-received" not in notes, cut=cut)


def _below(path: Path, prefix: str) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Files below a mailbox of Apple Mail, but not those of the mailboxes inside it, nor attachments."""
    with os.scandir(path) as files:
        for file in files:
            if not file.is_dir(follow_symlinks=False):
                yield prefix + file.name, file
            elif file.name != "Attachments" and not file.name.endswith(".mbox") and prefix.count("/") < MAX_DEPTH:
                yield from _below(path / file.name, f"{prefix}{file.name}/")


def _entry(file: os.DirEntry[str], id_: str, where: str) -> Entry | None:
    """None for what is no plain file, or went away while we looked."""
    try:
        if not file.is_file(follow_symlinks=False):
            return None
        status = file.stat(follow_symlinks=False)
    except FileNotFoundError:
        return None
    return Entry(int(status.st_mtime), id_, where, f"{status.st_size}-{status.st_mtime_ns}", sure=False)


def _signature(entries: Sequence[Entry], now: float) -> str:
    if not trusted(now, *(entry.time * 1_000_000_000 for entry in entries)):
        return ""
    lines = sorted(f"{entry.where}\0{entry.marks}" for entry in entries)
    return blake2b("\n".join(lines).encode("utf-8", "surrogateescape"), digest_size=12).hexdigest()
