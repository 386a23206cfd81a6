"""Calendar files: each .ics is a stream, each UID in it an item, its revision a digest of what the meeting says."""

from __future__ import annotations

import os
from hashlib import blake2b
from pathlib import Path

from connectors.folder.source import Entry, Scan, open_file, read_exactly, trusted
from connectors.wire.ical import Window, meetings
from sync.model import Level, Meeting, Ref, Rejected, Stream

MAX_CALENDAR = 52_428_800
"""Bytes of a calendar file that are read."""
AHEAD = 400 * 86_400
"""Seconds for which occurrences are expanded beyond now."""
BEHIND = 730 * 86_400
"""The same before now, for an account without a window."""
STEP = 28 * 86_400
"""The window moves in steps, so that a series is expanded anew every four weeks and not at every look."""


class Calendar:
    """One calendar file. Its meetings are kept from one scan to the next."""

    kind = "ics"

    def __init__(self, path: Path, stream: Stream) -> None:
        self.path, self.stream = path, stream
        self._meetings: dict[str, Meeting | Rejected] = {}

    def signature(self, since: int | None, now: float) -> str:
        """The file's size and time, and the window: a series has news when the window moves."""
        status = self.path.lstat()
        window = _window(since, now)
        stamp = f"{status.st_ino}-{status.st_size}-{status.st_mtime_ns}-{window.start}-{window.end}"
        return stamp if trusted(now, status.st_mtime_ns) else ""

    def scan(self, since: int | None, now: float) -> Scan:
        """Reads the whole file."""
        with open_file(self.path) as file:
            raw = read_exactly(file, 0, min(os.fstat(file.fileno()).st_size, MAX_CALENDAR))
        self._meetings = {found.id: found for found in meetings(raw, _window(since, now))}
        return Scan([_entry(found, int(now)) for found in self._meetings.values()])

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
    return Entry(time, found.id, "", _revision(found))


def _revision(found: Meeting) -> str:
    """Exports put their own time into DTSTAMP: a stamp alone changes nothing."""
    plain = found._replace(occurrences=tuple(occurrence._replace(stamp=0) for occurrence in found.occurrences))
    plain = plain._replace(header=plain.header._replace(signals=frozenset()))
    text = f"{plain!r}{sorted(found.header.signals)}"
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
