"""Maildir: one file a mail, in cur/ and new/. tmp/ is never read: what lies there is not delivered yet.

The id is the name up to its flags, so that a mail keeps it when it is read, flagged or moved from new/ to cur/.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from connectors.folder.source import Entry, Raw, Scan, read_file, spelled, trusted
from connectors.folder.unparsed import Unparsed
from sync.model import Level, Stream

_FLAGS = re.compile(r"(.+?)[:;!]2,([A-Za-z]*)", re.DOTALL)  # ";" and "!" where a file system refuses ":"
_TIME = re.compile(r"(\d{9,10})[._]")
_IMAP = {"D": "\\Draft", "T": "\\Deleted"}
_FOLDERS = ("new", "cur")
"""In this order: a mail that moves on while we look is seen twice, not never."""


class Maildir:
    """One Maildir, without the Maildirs in it."""

    kind = "maildir"

    def __init__(self, path: Path, stream: Stream) -> None:
        self.path, self.stream = path, stream

    def signature(self, since: int | None, now: float) -> str:  # noqa: ARG002  the port's; only calendars ask for it
        """The times of both folders: each delivery, removal and flag is a rename there."""
        stamps = [_stamp(self.path / folder) for folder in _FOLDERS]
        if not any(stamps):
            raise FileNotFoundError(self.path)
        return "-".join(map(str, stamps)) if trusted(now, *stamps) else ""

    def scan(self, since: int | None, now: float) -> Scan:  # noqa: ARG002  as above
        """Names only; a file's time is asked where its name has none."""
        found: dict[str, Entry] = {}
        for folder in _FOLDERS:
            try:
                with os.scandir(self.path / folder) as names:
                    for name in names:
                        if entry := _entry(folder, name):
                            found[entry.id] = entry
            except FileNotFoundError:
                continue
        return Scan(list(found.values()))

    def ref(self, entry: Entry) -> Unparsed:
        """Reads the head of the file."""
        return Unparsed(entry.id, self._raw(entry, whole=False))

    def record(self, entry: Entry, level: Level) -> Unparsed:
        """Reads the file."""
        return Unparsed(entry.id, self._raw(entry, whole=True), level)

    def _raw(self, entry: Entry, *, whole: bool) -> Raw:
        data, cut, _ = read_file(self.path / entry.where, whole=whole)
        flags = tuple(_IMAP[mark] for mark in entry.marks)
        return Raw(data, entry.time, flags, copied=not entry.sure, cut=cut)


def _entry(folder: str, file: os.DirEntry[str]) -> Entry | None:
    name = file.name
    if name.startswith(".") or not file.is_file(follow_symlinks=False):
        return None
    flagged = _FLAGS.fullmatch(name)
    base, letters = flagged.groups() if flagged else (name, "")
    marks = "".join(sorted(set(letters) & _IMAP.keys()))
    if stamp := _TIME.match(base):
        return Entry(int(stamp[1]), spelled(base), f"{folder}/{name}", marks)
    try:
        time = int(file.stat(follow_symlinks=False).st_mtime)
    except FileNotFoundError:
        return None
    return Entry(time, spelled(base), f"{folder}/{name}", marks, sure=False)


def _stamp(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except FileNotFoundError:
        return 0
