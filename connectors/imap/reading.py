"""The text of the messages that are kept: the beginning of each first, and the rest only where that does not do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from connectors.apart import Item, Lost, parsers
from connectors.imap import structure
from connectors.imap.asking import Answered, Asking
from connectors.imap.session import Session
from connectors.imap.uids import Uids
from connectors.wire.automatic import structure as signals_of
from connectors.wire.encoded import decode_part, transfer
from connectors.wire.mime import MAX_CALENDARS, attachments, calendars, words_of
from connectors.wire.text import Words
from connectors.wire.tree import Part
from sync.model import PREVIEW, Gone, Level, Meeting, Message, Ref, Rejected, Stream

BEGINNING = 2_048
"""Bytes of the first part that are asked for with the structure."""
LONG = 65_536
"""Bytes of a text part, where the beginning does not do."""
MAX_CALENDAR = 262_144
LONG_PARTS = 50
"""Messages of one request for long parts: so much is in memory at once."""


class Group(NamedTuple):
    """Messages that are asked for the same section."""

    uids: Uids
    path: str = ""
    size: int = 0


class Reading:
    """One message, and how much of it has been read."""

    def __init__(self, ref: Ref, found: structure.Structure, beginning: bytes, level: Level, fresh: int | None) -> None:
        self._ref = ref
        received = ref.header.received
        self._to_the_end = fresh is not None and received is not None and received >= fresh
        self._parts = found.parts
        self._level = level
        self._plain, self._html = words_of(found.parts)
        self._calendars = [part for part in calendars(found.parts) if part.size <= MAX_CALENDAR][:MAX_CALENDARS]
        self._start = beginning
        self._words: Words | None = None
        self._meetings: tuple[Meeting, ...] = ()
        self.error = ""
        """Why it cannot be read: a limit that it broke."""
        self._asked: set[str] = set()
        self._have: dict[str, tuple[bytes, bool]] = {}
        self._decoded: dict[str, str] = {}
        if beginning:
            path, body, whole = structure.step_in(beginning, found)
            part = next((part for part in found.parts if part.path == path), None)
            if part is not None:
                self._have[path] = (body, whole or part.size <= len(body))

    def wants(self) -> list[tuple[str, int]]:
        """Path and bytes of the sections that are still needed."""
        wanted = [(part.path, MAX_CALENDAR) for part in self._calendars if not self._whole(part)]
        if self._level != "headers" and (text := self._wanted_text()):
            wanted.append((text.path, LONG))
        return [(path, size) for path, size in wanted if path not in self._asked]

    def add(self, path: str, body: bytes, size: int) -> None:
        """What came for a section of which `size` bytes were asked for."""
        self._asked.add(path)
        self._have[path] = (body, len(body) < size)
        self._decoded.pop(path, None)
        self._words = None

    def missed(self, path: str) -> None:
        """Nothing came for it: do without."""
        self._asked.add(path)

    def unparsed(self) -> Item | None:
        """The text whose new words are not known yet; None when they are, or are not wanted."""
        if self._level == "headers" or self._words is not None:
            return None
        plain = self._text(self._plain)
        html = "" if plain.strip() else self._text(self._html)
        if not plain and not html:
            self._words = Words()
            return None
        return "words", (plain, html)

    def invitations(self) -> list[Item]:
        """The calendar parts that came whole."""
        parts = ((self._have.get(part.path, (b"", False)), part.encoding) for part in self._calendars)
        return [("invitations", (transfer(body, encoding),)) for (body, whole), encoding in parts if whole]

    def take(self, found: object) -> None:
        """The parser's answer to one of these."""
        if isinstance(found, Words):
            self._words = found
        elif isinstance(found, list):
            by_times = {_times(item): item for item in reversed(found) if isinstance(item, Meeting)}
            known = {_times(meeting) for meeting in self._meetings}
            self._meetings += tuple(item for times, item in reversed(by_times.items()) if times not in known)
        else:
            self.error = found.error if isinstance(found, Lost) else "Malformed"

    def message(self) -> Message | Rejected:
        """The record, as far as it was read."""
        if self.error:
            return Rejected(self._ref.id, self.error)
        header = self._ref.header
        more = signals_of(self._parts, header.subject, self._start)
        if not more <= header.signals:
            header = header._replace(signals=header.signals | more)
        words = self._uncut()
        return Message(self._ref.id, header, words.text, attachments(self._parts), self._meetings, words.signature)

    def _uncut(self) -> Words:
        """The words. Of a text that goes on beyond what was read, the last line of a signature may be half a number: it is left out."""
        words = self._words or Words()
        read = [part for part in (self._plain, self._html) if part is not None and part.path in self._have]
        if words.ended or all(self._whole(part) for part in read):
            return words
        return words._replace(signature=words.signature.rpartition("\n")[0])

    def _whole(self, part: Part) -> bool:
        return part.size == 0 or self._have.get(part.path, (b"", False))[1]

    def _wanted_text(self) -> Part | None:
        for part in (self._plain, self._html):
            if part is None:
                continue
            if part.path in self._asked or self._whole(part):
                if self._text(part).strip():
                    return None
            elif self._level == "text" or part.path not in self._have or self._says_too_little(part):
                return part
            elif self._to_the_end and self._words is not None and not self._words.ended:
                return part  # what it proposes, and the signature, may stand further down
            else:
                return None
        return None

    def _says_too_little(self, part: Part) -> bool:
        """HTML begins with its style, and some people answer below what they quote."""
        words = self._words or Words()
        return not words.text or (part is self._html and len(words.text) < PREVIEW)

    def _text(self, part: Part | None) -> str:
        if part is None or part.path not in self._have:
            return ""
        if part.path not in self._decoded:
            self._decoded[part.path] = decode_part(self._have[part.path][0], part.encoding, part.charset)[0]
        return self._decoded[part.path]


def _times(meeting: Meeting) -> tuple[str, str, tuple[str, ...]]:
    """What makes two invitations of one mail the same: it often stands there twice, as a part and as a file."""
    return meeting.ical_uid, meeting.method, tuple(at.recurrence_id for at in meeting.occurrences)


def read(
    session: Session,
    stream: Stream,
    validity: int,
    refs: Sequence[Ref],
    level: Level,
    size: int,
    fresh: int | None = None,
) -> Iterator[Message | Gone | Rejected]:
    """The records of messages, one outcome a ref. `size`: messages of a request; `fresh`: as in ImapOptions."""
    by_uid = {int(ref.id): ref for ref in refs}
    beginning = b"" if level == "headers" else b" BODY.PEEK[1]<0.%d>" % BEGINNING
    items = b"(UID BODYSTRUCTURE" + beginning + b")"
    asking = Asking(session, stream, validity, items, lambda row: row.structure is not None)
    uids = sorted(by_uid)
    for _, answered in asking.all([Group(Uids.of(uids[at : at + size])) for at in range(0, len(uids), size)]):
        yield from _failures(answered)
        readings = {
            uid: Reading(by_uid[uid], structure.read(row.structure), row.sections.get("1", b""), level, fresh)
            for uid, row in answered.rows.items()
        }
        yield from (Gone(str(uid)) for uid in _complete(session, stream, validity, readings))
        _parse([(reading, item) for reading in readings.values() for item in reading.invitations()])
        yield from (reading.message() for reading in readings.values())


def _failures(answered: Answered) -> Iterator[Gone | Rejected]:
    yield from (Gone(str(uid)) for uid in answered.gone)
    yield from (Rejected(str(uid), "Unanswered") for uid in answered.poison)


def _complete(session: Session, stream: Stream, validity: int, readings: dict[int, Reading]) -> list[int]:
    """Ask for what is still needed, section by section. Returns the messages that went away meanwhile, taken out."""
    gone: list[int] = []
    while groups := _groups(_with_words(readings)):
        for path, size, parts in groups:
            section = path.encode("ascii")
            items = b"(UID BODY.PEEK[%s]<0.%d>)" % (section, size)
            asking = Asking(session, stream, validity, items, lambda row, path=path: path in row.sections)  # type: ignore[misc]
            for group, answered in asking.all(parts):
                for uid in group.uids:
                    row = answered.rows.get(uid)
                    if row is not None:
                        readings[uid].add(path, row.sections[path], size)
                    elif uid in answered.gone:
                        del readings[uid]
                        gone.append(uid)
                    else:
                        readings[uid].missed(path)
    return gone


def _with_words(readings: dict[int, Reading]) -> dict[int, Reading]:
    """All new words that can be told from what is there, parsed at once."""
    _parse([(reading, item) for reading in readings.values() if (item := reading.unparsed()) is not None])
    return readings


def _parse(orders: list[tuple[Reading, Item]]) -> None:
    answers = parsers.all([item for _, item in orders]) if orders else []
    for (reading, _), found in zip(orders, answers, strict=True):
        reading.take(found)


def _groups(readings: dict[int, Reading]) -> list[tuple[str, int, list[Group]]]:
    wanted: dict[tuple[str, int], list[int]] = defaultdict(list)
    for uid, reading in readings.items():
        for section in reading.wants():
            wanted[section].append(uid)
    return [
        (path, size, [Group(Uids.of(uids[at : at + LONG_PARTS])) for at in range(0, len(uids), LONG_PARTS)])
        for (path, size), uids in sorted(wanted.items())
    ]
