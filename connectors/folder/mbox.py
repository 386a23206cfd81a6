"""mbox: many mails in one file, each behind a line that starts with "From ". Read in pieces, never as a whole.

The id is a digest of the header block, so that a mail keeps it when others are appended, removed or compacted away; headers
that mail programs rewrite in place do not count. Equal blocks are told apart by their number. Only offsets stay in memory.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path
from typing import BinaryIO, NamedTuple

from connectors.folder.roles import role_of
from connectors.folder.source import (
    Entry,
    Raw,
    Scan,
    open_file,
    read_exactly,
    read_part,
    trusted,
)
from connectors.folder.unparsed import Unparsed
from connectors.wire.fields import seconds
from connectors.wire.mime import MAX_HEADER, words
from sync.model import Level, Stream

PIECE = 1_048_576
"""Bytes read at once while looking for mails."""
AHEAD = 2_048
"""Bytes behind a mail's first letter that are needed to tell it from a sentence that starts with "From "."""
SETTLED = 60.0
"""Seconds after which a last mail that breaks off is taken as it is."""

_DATE = re.compile(
    rb"([A-Z][a-z]{2} +[A-Z][a-z]{2} +\d{1,2} +\d\d:\d\d(?::\d\d)?)(?: +([+-]\d{4}|[A-Z]{2,5}))? +(\d{4})(?: +([+-]\d{4}))?"
)
_TIME, _YEAR = re.compile(rb"\d:\d\d\b"), re.compile(rb"\b(?:19|20)\d\d\b")
_SHORT = re.compile(rb"From (?:- [^\n]{0,80}|[^\s]{0,320})\s*")
_FIELD = re.compile(rb">?From |[!-9;-~]{1,100}[ \t]{0,10}:")
_MUTABLE = re.compile(
    rb"^(?:X-Mozilla-[^:]{1,20}|X?-?Status|X-Keywords|X-UID|X-IMAP(?:base)?|Content-Length|Lines|X-Gmail-Labels):.*\n(?:[ \t].*\n)*",
    re.IGNORECASE | re.MULTILINE,
)
_IN_PLACE = re.compile(rb"^(?:X-Mozilla-|X-Status:|Status:)", re.IGNORECASE | re.MULTILINE)
_STATUS = re.compile(
    rb"^(X-Mozilla-Status2?|X-Status|X-Gmail-Labels):[ \t]*(.*(?:\n[ \t].*)*)", re.IGNORECASE | re.MULTILINE
)
_HEADER_DATE = re.compile(rb"^Date:[ \t]*(.{1,200})", re.IGNORECASE | re.MULTILINE)
_ESCAPED = re.compile(rb"^>(>*From )", re.MULTILINE)
_CLOSED = (b"\n\n", b"\n\r\n")
_OPEN = "open-"
_BEGUN = re.compile(rb"(?:(?<=\n\n)|(?<=\n\r\n))(?:F|Fr|Fro|From|From [^\n]*)\Z")
_LABELS = {"drafts": "\\Draft", "junk": "\\Spam", "trash": "\\Trash"}
_EXPUNGED = 0x0008  # of X-Mozilla-Status: deleted, and still there until the file is compacted
_IMAP_DELETED = 0x0020_0000  # of X-Mozilla-Status2


class _Known(NamedTuple):
    """What the last scan found, for the one after it."""

    inode: int
    size: int
    tail: bytes
    entries: list[Entry]
    appended: bool
    """The file's mails are not marked in place: if its old end is untouched, it only grew."""


class _Head(NamedTuple):
    """What a scan takes from a header block."""

    digest: str
    time: int | None
    flags: tuple[str, ...]
    marked: bool


class Mbox:
    """One mbox file. `where` of an entry is "start-end", the line "From " included."""

    kind = "mbox"

    def __init__(self, path: Path, stream: Stream) -> None:
        self.path, self.stream = path, stream
        self._known: _Known | None = None

    def signature(self, since: int | None, now: float) -> str:  # noqa: ARG002  the port's; only calendars ask for it
        """One look at the file's size and time."""
        status = self.path.lstat()
        stamp = f"{status.st_ino}-{status.st_size}-{status.st_mtime_ns}"
        return stamp if trusted(now, status.st_mtime_ns) else ""

    def scan(self, since: int | None, now: float) -> Scan:  # noqa: ARG002  as above
        """All mails; of a file that only grew, what is new. A last mail that breaks off is left for later."""
        with open_file(self.path) as file:
            status = os.fstat(file.fileno())
            kept = self._untouched(file, status)
            start = int(kept[-1].where.partition("-")[0]) if kept else 0
            entries, appended = self._read(file, start, status.st_size, kept[:-1])
            tail = read_exactly(file, max(0, status.st_size - 4096), min(4096, status.st_size))
            torn = self._is_torn(file, entries, tail, now - status.st_mtime)
        if torn and (begun := _BEGUN.search(tail)):  # the next mail's first line: the mail before it is whole
            first = entries[-1].where.partition("-")[0]
            entries[-1] = entries[-1]._replace(where=f"{first}-{status.st_size - len(begun[0])}")
        elif torn:
            entries.pop()
        elif entries and not tail.endswith(_CLOSED):
            entries[-1] = entries[-1]._replace(marks=f"{entries[-1].marks} {_OPEN}{status.st_size}".strip())
        self._known = None if torn else _Known(status.st_ino, status.st_size, tail, entries, appended)
        return Scan(entries, settled=not torn)

    def ref(self, entry: Entry) -> Unparsed:
        """Reads the header block. Of a last mail that may still grow, the revision tells so."""
        revision = next((mark for mark in entry.marks.split() if mark.startswith(_OPEN)), "")
        return Unparsed(entry.id, self._raw(entry, whole=False))._replace(revision=revision)

    def record(self, entry: Entry, level: Level) -> Unparsed:
        """Reads the mail, its escaped "From " lines restored."""
        return Unparsed(entry.id, self._raw(entry, whole=True), level)

    def _raw(self, entry: Entry, *, whole: bool) -> Raw:
        start, end = map(int, entry.where.split("-"))
        with open_file(self.path) as file:
            data, cut = read_part(file, start, end - start, whole=whole)
        line, block, body = _parts(data)
        head = _head(line, block)
        if head.digest != entry.id.partition("-")[0]:  # the file was rewritten: its offsets mean nothing now
            raise FileNotFoundError(self.path)
        return Raw(block + _ESCAPED.sub(rb"\1", body) if whole else block, head.time, head.flags, cut=cut)

    def _untouched(self, file: BinaryIO, status: os.stat_result) -> list[Entry]:
        known = self._known
        if known is None or not known.appended or known.inode != status.st_ino or status.st_size < known.size:
            return []
        tail = read_exactly(file, max(0, known.size - 4096), min(4096, known.size))
        return known.entries if tail == known.tail else []

    def _read(self, file: BinaryIO, start: int, size: int, kept: list[Entry]) -> tuple[list[Entry], bool]:
        entries = list(kept)
        seen = Counter(entry.id.partition("-")[0] for entry in entries)
        appended = True
        for first, last in _spans(file, start, size):
            data, _ = read_part(file, first, last - first, whole=False)
            head = _head(*_parts(data)[:2])
            number = seen[head.digest]
            seen[head.digest] += 1
            id_ = f"{head.digest}-{number}" if number else head.digest
            entries.append(Entry(head.time or 0, id_, f"{first}-{last}", " ".join(head.flags), head.time is not None))
            appended = appended and not head.marked
        return entries, appended

    def _is_torn(self, file: BinaryIO, entries: list[Entry], tail: bytes, age: float) -> bool:
        """Whether the file ends where no writer leaves it: in a line, or in a header block. Not when it stays so."""
        if not entries or tail.endswith(_CLOSED):
            return False
        if abs(age) > SETTLED:
            return self.path.with_name(self.path.name + ".lock").exists()
        start, end = map(int, entries[-1].where.split("-"))
        block = _parts(read_part(file, start, end - start, whole=False)[0])[1]
        return not tail.endswith(b"\n") or not block.endswith(_CLOSED)


def looks_like_mbox(start: bytes) -> bool:
    """Whether a file that starts with these bytes is an mbox."""
    return start.startswith(b"From ") and _starts_mail(start, 0)


def _spans(file: BinaryIO, start: int, size: int) -> Iterator[tuple[int, int]]:
    """Start and end of each mail."""
    first = None
    for offset in starts(file, start, size):
        if first is not None:
            yield first, offset
        first = offset
    if first is not None:
        yield first, size


def starts(file: BinaryIO, start: int, size: int, piece: int = PIECE) -> Iterator[int]:
    """Offsets of the lines that start a mail: at the beginning, or behind a blank line. Holds one `piece` at a time."""
    held = b"\n\n\n"  # as if a blank line stood before the first byte
    base = start - len(held)
    final = False
    while not final:
        more = read_exactly(file, base + len(held), min(piece, size - base - len(held)))
        held += more
        final = not more or base + len(held) >= size
        limit = len(held) if final else max(len(held) - AHEAD, 2)
        at = held.find(b"\nFrom ", 2)
        while 0 <= at < limit:
            if _starts_mail(held, at + 1, behind_blank=held[at - 2 : at].endswith((b"\n", b"\n\r"))):
                yield base + at + 1
            at = held.find(b"\nFrom ", at + 1)
        base, held = base + limit - 2, held[limit - 2 :]  # two bytes to look back at


def _starts_mail(held: bytes, at: int, *, behind_blank: bool = True) -> bool:
    """Whether the line at `at`, which begins with "From ", is more than a sentence: has a date, or a header behind it.

    Where the blank line before it is missing, it needs both.
    """
    end = held.find(b"\n", at, at + 1000)
    if end < 0:
        return False
    line = held[at:end]
    headed = _FIELD.match(held, end + 1) is not None
    if _DATE.search(line):
        return behind_blank or headed
    dated = _TIME.search(line) and _YEAR.search(line)
    return behind_blank and headed and bool(dated or _SHORT.fullmatch(line))


def _parts(data: bytes) -> tuple[bytes, bytes, bytes]:
    """The line "From ", the header block with its blank line, and the rest. The block ends at MAX_HEADER at the latest."""
    line_end = data.find(b"\n", 0, MAX_HEADER) + 1 or min(len(data), MAX_HEADER)
    found = ((data.find(mark, max(0, line_end - 1), MAX_HEADER), len(mark)) for mark in (b"\n\n", b"\n\r\n"))
    end = min((at + length for at, length in found if at >= 0), default=min(len(data), MAX_HEADER))
    return data[:line_end], data[line_end:end], data[end:]


def _head(line: bytes, block: bytes) -> _Head:
    plain = block.replace(b"\r\n", b"\n").rstrip(b"\n") + b"\n"
    digest = blake2b(_MUTABLE.sub(b"", plain), digest_size=12).hexdigest()
    marks = _STATUS.findall(plain)
    time = _line_date(line)
    if time is None and (found := _HEADER_DATE.search(plain)):
        time = seconds(found[1].decode("latin-1"))
    return _Head(digest, time, _flags(marks), _IN_PLACE.search(plain) is not None)


def _line_date(line: bytes) -> int | None:
    """The time of delivery. A line "From - " tells when a mail program wrote the mail down, which says nothing."""
    found = None if line.startswith(b"From - ") else _DATE.search(line[:1000])
    if not found:
        return None
    day, zone, year, offset = (part.decode("ascii") for part in found.groups(b""))
    return seconds(f"{day} {year} {offset or zone}")


def _flags(marks: list[tuple[bytes, bytes]]) -> tuple[str, ...]:
    """What mail programs and Google's export noted in the headers, as IMAP flags."""
    found: set[str] = set()
    for name, value in marks:
        match name.lower():
            case b"x-mozilla-status" if _bits(value) & _EXPUNGED:
                found.add("\\Deleted")
            case b"x-mozilla-status2" if _bits(value) & _IMAP_DELETED:
                found.add("\\Deleted")
            case b"x-status":
                found |= {flag for letter, flag in ((b"D", "\\Deleted"), (b"T", "\\Draft")) if letter in value}
            case b"x-gmail-labels":
                labels = words(" ".join(value.decode("latin-1").split())).split(",")
                found |= {_LABELS[role] for label in labels if (role := role_of(label.strip(' "'))) in _LABELS}
    return tuple(sorted(found))


def _bits(value: bytes) -> int:
    try:
        return int(value.strip()[:8], 16)
    except ValueError:
        return 0
