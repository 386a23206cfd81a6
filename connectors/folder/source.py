"""What one stream of files offers, whatever their form, and the two ways of reading a mail from disk: its head, or all of it.

    signature   a few numbers that change when the stream may have changed: all that a quiet round asks for
    scan        every item with its time; reads no text
    ref         one item's header
    record      one item in full

A source never writes, and lets FileNotFoundError out where an item is not (any more) where the scan saw it.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, Protocol

from connectors.wire.mime import MAX_HEADER, MAX_MESSAGE
from sync.model import Level, Meeting, Ref, Rejected, Stream

if TYPE_CHECKING:
    from connectors.folder.unparsed import Unparsed

HEAD = 16_384
"""Bytes that are enough for nearly every header block: what is read first."""
FAR = 2 * 86_400
"""Seconds. A file's time that is further than this from its mail's own date is the time of a copy."""
CUT = frozenset({"truncated"})


class Entry(NamedTuple):
    """One item of a scan."""

    time: int
    """Seconds since 1970: what listings and the window go by."""
    id: str
    where: str
    """The source's own note of where it is."""
    marks: str = ""
    """What may change of an item that stays: when it does, the item is named again."""
    sure: bool = True
    """False: the time is the file's, which copying changes; the window then asks the header."""


class Scan(NamedTuple):
    """All items of a stream, in no order."""

    entries: Sequence[Entry]
    settled: bool = True
    """False: something is being written just now. The next round looks again, whatever the signature says."""


class Raw(NamedTuple):
    """Bytes of one mail, and what its file says of it."""

    data: bytes
    received: int | None = None
    flags: tuple[str, ...] = ()
    """As IMAP writes them."""
    copied: bool = False
    """`received` is a file's time, which may be that of a copy."""
    cut: bool = False
    """The mail is too large to be read whole: `data` is its head."""


class Source(Protocol):
    """One stream of files."""

    @property
    def kind(self) -> str:
        """The form of the files; a cursor of another form is dead."""

    @property
    def stream(self) -> Stream:
        """How the stream is named."""

    def signature(self, since: int | None, now: float) -> str:
        """Changes with the stream; empty when the files are so fresh that it cannot be trusted."""

    def scan(self, since: int | None, now: float) -> Scan:
        """Everything that is there."""

    def ref(self, entry: Entry) -> Ref | Rejected | Unparsed:
        """The header; of a mail its bytes, which are parsed elsewhere."""

    def record(self, entry: Entry, level: Level) -> Meeting | Rejected | Unparsed:
        """The full record; of a mail its bytes."""


def read_part(file: BinaryIO, start: int, size: int, *, whole: bool) -> tuple[bytes, bool]:
    """A mail's bytes from an open file: all of them, or at least its header block. And whether it was too large."""
    if whole and size <= MAX_MESSAGE:
        return read_exactly(file, start, size), False
    data = read_exactly(file, start, min(size, HEAD))
    if b"\n\n" not in data and b"\n\r\n" not in data and len(data) < size:
        data += read_exactly(file, start + len(data), min(size, MAX_HEADER) - len(data))
    return data, whole


def read_exactly(file: BinaryIO, start: int, size: int) -> bytes:
    """An unbuffered read may answer with less than asked; only the end of the file ends the reading."""
    file.seek(start)
    parts: list[bytes] = []
    while size > 0 and (part := file.read(size)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def open_file(path: Path) -> BinaryIO:
    """Open a regular file to read, unbuffered. A symlink is not followed, and a pipe or device never waited for."""
    file = open(path, "rb", buffering=0, opener=_open)  # noqa: SIM115  the caller closes it; Path.open takes no opener
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise FileNotFoundError(path)
    return file


def _open(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))


def read_file(path: Path, *, whole: bool) -> tuple[bytes, bool, int]:
    """A file with one mail: its bytes as `read_part` gives them, and the file's time."""
    with open_file(path) as file:
        status = os.fstat(file.fileno())
        data, cut = read_part(file, 0, status.st_size, whole=whole)
    return data, cut, int(status.st_mtime)


def spelled(name: str) -> str:
    """A file's name as an id: what is not UTF-8, not printable, or a percent sign becomes %XX. No two names meet."""
    if name.isprintable() and "%" not in name:
        return name
    raw = os.fsencode(name)
    return "".join(
        char if char.isprintable() and char != "%" else "".join(f"%{byte:02X}" for byte in os.fsencode(char))
        for char in raw.decode("utf-8", "surrogateescape")
    )


FRESH = 2.0
"""Seconds for which a time stamp may hide a later change: file systems count in ticks."""


def trusted(now: float, *stamps_ns: int) -> bool:
    """Whether none of these times is so fresh that a change right after it could carry the same one."""
    return all(abs(now - stamp / 1e9) > FRESH for stamp in stamps_ns)
