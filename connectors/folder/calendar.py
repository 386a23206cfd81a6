"""Calendar files: each .ics is a stream, each UID in it an item, its revision a digest of what the meeting says."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path

from connectors.apart import Lost, parsers
from connectors.folder.source import Entry, Scan, open_file, read_exactly, trusted
from connectors.wire.ical import MAX_BYTES, Window
from connectors.wire.revision import meeting_revision
from connectors.wire.zones import rules_version
from sync.errors import BrokenAnswer
from sync.model import Level, Meeting, Ref, Rejected, Stream

MAX_CALENDAR = 52_428_800
"""Bytes of a calendar file that are read."""
AHEAD = 400 * 86_400
"""Seconds for which occurrences are expanded beyond now."""
BEHIND = 730 * 86_400
"""The same before now, for an account without a window."""
SETTLED = 60.0
"""Seconds for which a file without its last line counts as one that is being written."""
PART = 2_000
"""Events that are read at once from a long calendar."""
MAX_BROKEN = 5
"""Meetings of a file that may break a limit before the file as a whole counts as one that cannot be read."""
STEP = 28 * 86_400
"""The window moves in steps, so that a series is expanded anew every four weeks and not at every look."""

_EDGE = re.compile(rb"^(BEGIN|END):VEVENT[^\n]*\n?", re.IGNORECASE | re.MULTILINE)
_UID = re.compile(rb"^UID[^:\n]{0,200}:(.*(?:\n[ \t].*)*)", re.IGNORECASE | re.MULTILINE)


class Calendar:
    """One calendar file. Its meetings are kept from one scan to the next."""

    kind = "ics"

    def __init__(self, path: Path, stream: Stream) -> None:
        self.path, self.stream = path, stream
        self._meetings: dict[str, Meeting | Rejected] = {}

    def signature(self, since: int | None, now: float) -> str:
        """The file's size and time, the window, and the rules of time zones: a meeting has news when any of them changes."""
        status = self.path.lstat()
        window = _window(since, now)
        stamp = f"{status.st_ino}-{status.st_size}-{status.st_mtime_ns}-{window.start}-{window.end}-{rules_version()}"
        return stamp if trusted(now, status.st_mtime_ns) else ""

    def scan(self, since: int | None, now: float) -> Scan:
        """Reads the whole file. Half a file is no answer: its meetings would look as if they had been removed."""
        with open_file(self.path) as file:
            status = os.fstat(file.fileno())
            raw = read_exactly(file, 0, min(status.st_size, MAX_CALENDAR + 1))
        if len(raw) > MAX_CALENDAR:
            raise BrokenAnswer(host=self.path, why="this calendar is larger than 50 MB")
        if abs(now - status.st_mtime) < SETTLED and not raw.rstrip().upper().endswith(b"END:VCALENDAR"):
            raise BrokenAnswer(host=self.path, why="this calendar is being written")
        found = _meetings(raw, _window(since, now))
        if any(not item.id for item in found):
            raise BrokenAnswer(host=self.path, why="this file is no calendar")
        self._meetings = {item.id: item for item in found}
        return Scan([_entry(item, int(now)) for item in found])

    def ref(self, entry: Entry) -> Ref | Rejected:
        """From the last scan."""
        found = self._found(entry)
        return Ref(entry.id, entry.marks, found.header) if isinstance(found, Meeting) else found

    def record(self, entry: Entry, level: Level) -> Meeting | Rejected:
        """From the last scan."""
        found = self._found(entry)
        return found._replace(text="") if isinstance(found, Meeting) and level == "headers" else found

    def _found(self, entry: Entry) -> Meeting | Rejected:
        if entry.id not in self._meetings:
            raise FileNotFoundError(self.path)
        return self._meetings[entry.id]


def _meetings(raw: bytes, window: Window) -> list[Meeting | Rejected]:
    """What the file holds. When reading it breaks a limit, each meeting is read alone: the one that does it costs itself only."""
    if len(raw) <= MAX_BYTES:
        found = _parsed(raw, window)
        if not isinstance(found, Lost) and found != [Rejected("", "TooLarge")]:
            return found
    return [item for part in _parts(raw, PART) for item in _one_by_one(part, window)]


def _one_by_one(raw: bytes, window: Window) -> list[Meeting | Rejected]:
    found = _parsed(raw, window)
    if not isinstance(found, Lost):
        return found
    meetings: list[Meeting | Rejected] = []
    broken = 0
    for part in _parts(raw, 1):
        found = _parsed(part, window)
        if isinstance(found, Lost):
            broken += 1
            if broken > MAX_BROKEN:  # each costs seconds, and what all have in common may be what breaks them
                raise BrokenAnswer(host="this calendar", why=f"it cannot be read ({found.error})")
            found = [Rejected(_named(part), found.error)]
        meetings += found
    return meetings


def _named(part: bytes) -> str:
    """The id of a meeting that cannot be read: that of one with nothing but its UID."""
    event = b"".join(part[start:end] for start, end in _events(part))
    uid = _UID.search(event)
    bare = b"BEGIN:VCALENDAR\nBEGIN:VEVENT\n" + (uid[0] if uid else b"") + b"\nEND:VEVENT\nEND:VCALENDAR\n"
    found = _parsed(bare, Window(0, 0))
    if uid and not isinstance(found, Lost) and len(found) == 1:
        return found[0].id
    return "unread-" + blake2b(event, digest_size=12).hexdigest()


def _parsed(raw: bytes, window: Window) -> list[Meeting | Rejected] | Lost:
    """In a process of its own."""
    found = parsers.one("meetings", raw, window.start, window.end)
    if isinstance(found, Lost) or not isinstance(found, list):
        return found if isinstance(found, Lost) else Lost("Malformed")
    return [item for item in found if isinstance(item, Meeting | Rejected)]


def _parts(raw: bytes, most: int) -> Iterator[bytes]:
    """A calendar as several: each has all of at most so many meetings, and what the file says outside of meetings."""
    by_uid: dict[bytes, list[bytes]] = {}
    outside: list[bytes] = []
    at = 0
    for start, end in _events(raw):
        outside.append(raw[at:start])
        event, at = raw[start:end], end
        uid = _UID.search(event)
        by_uid.setdefault(uid[1] if uid else event, []).append(event)
    frame = b"".join([*outside, raw[at:]])
    close = max(frame.upper().rfind(b"END:VCALENDAR"), 0)
    part: list[bytes] = []
    for events in by_uid.values():
        if part and (sum(map(len, [*part, *events, frame])) > MAX_BYTES or len(part) >= most):
            yield frame[:close] + b"".join(part) + frame[close:]
            part = []
        part += events
    yield frame[:close] + b"".join(part) + frame[close:]


def _events(raw: bytes) -> Iterator[tuple[int, int]]:
    """Where each event starts and ends."""
    start = None
    for edge in _EDGE.finditer(raw):
        if edge[1].upper() == b"BEGIN":
            start = edge.start()
        elif start is not None:
            yield start, edge.end()
            start = None


def _window(since: int | None, now: float) -> Window:
    step = int(now) // STEP * STEP
    return Window(step - BEHIND if since is None else since, step + STEP + AHEAD)


def _entry(found: Meeting | Rejected, now: int) -> Entry:
    """A meeting's time is its last one in the window: that is what may lie before the window as a whole."""
    if isinstance(found, Rejected):
        return Entry(now // STEP * STEP, found.id, "", found.error)
    ends = [occurrence.end for occurrence in found.occurrences]
    start = found.header.date
    time = max(ends) if ends else now // STEP * STEP if start is None else start
    return Entry(time, found.id, "", meeting_revision(found))
