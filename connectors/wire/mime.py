"""Mail: a header block or a whole message, from bytes to values. Never raises, whatever the bytes.

Every cap is applied before the work that it bounds: the header before it is split, values before they are decoded,
parts before they are searched, text before it is parsed.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, NamedTuple

from connectors.wire.address import read
from connectors.wire.automatic import EMPTY, flagged, signals, structure
from connectors.wire.encoded import decode_part, decode_words, filename, transfer, words
from connectors.wire.fields import FIELDS, body_of, message_id, references, seconds, split, zone
from connectors.wire.tree import Part, Tree, attachments, calendars, walk, words_of
from sync.model import MAX_PEOPLE, MAX_TEXT, Header, Level, Meeting, Message, Person, Rejected, Role

if TYPE_CHECKING:
    from connectors.wire.text import Words

__all__ = ["FIELDS", "MAX_HEADER", "MAX_MESSAGE", "Part", "attachments", "calendars", "decode_part", "filename", "header",
           "message", "words", "words_of"]  # fmt: skip

MAX_HEADER = 262_144
"""Bytes of a header block that are read."""
MAX_MESSAGE = 52_428_800
"""Bytes of a whole mail; of a larger one only the header is read."""
MAX_CALENDAR = 1_048_576
"""Bytes of one invitation, still encoded."""
MAX_CALENDARS = 5

_PLAIN = {"preview": 16_384, "text": 4 * MAX_TEXT}
_HTML = {"preview": 131_072, "text": 4 * MAX_TEXT}
_REPORT_BYTES = 16_384
_ROLES: tuple[tuple[str, Role], ...] = (
    ("from", "from"), ("sender", "sender"), ("reply-to", "reply_to"), ("to", "to"), ("cc", "cc"), ("bcc", "bcc"),
)  # fmt: skip
_GUESSED = frozenset({"odd_charset"})
_ODD = frozenset({"odd_address"})
_CUT = frozenset({"truncated"})


class _Head(NamedTuple):
    header: Header
    fields: dict[str, str]
    body: int


def header(raw: bytes, *, received: int | None = None, flags: Collection[str] = ()) -> Header:
    """Read a header block; what follows its blank line is not looked at. `flags`: IMAP flags, keywords, labels."""
    return _head(_with_lines(raw), received, flags).header


def _with_lines(raw: bytes) -> bytes:
    """Files of old Macs end their lines with a carriage return alone."""
    start = raw[:4096]
    return raw.replace(b"\r", b"\n") if b"\n" not in start and b"\r" in start else raw


def _head(raw: bytes, received: int | None, flags: Collection[str]) -> _Head:
    end, body = body_of(raw, 0, MAX_HEADER)
    fields, guessed = split(raw[: min(end, MAX_HEADER)])
    cut = len(raw) > MAX_HEADER and end == MAX_HEADER
    if cut:  # what is left of the header is passed over, never read as text
        _, body = body_of(raw, MAX_HEADER - 2, len(raw))
    subject, lost = decode_words(fields.get("subject", ""))
    persons, total, odd = _people(fields)
    ids, shortened = references(fields.get("references", ""), fields.get("in-reply-to", ""))
    found = signals(fields, [person.address for person in persons[:2] if person.role in {"from", "sender"}], subject)
    if flags:
        found |= flagged(flags)
    if guessed or lost:
        found |= _GUESSED
    if odd:
        found |= _ODD
    if cut or shortened or total > MAX_PEOPLE:
        found |= _CUT
    read_header = Header(
        "message",
        message_id(fields.get("message-id", "")),
        ids,
        tuple(persons),
        total,
        subject,
        seconds(fields.get("date", "")),
        received,
        found,
        _list_id(fields["list-id"]) if "list-id" in fields else "",
        zone=zone(fields.get("date", "")),
    )
    return _Head(read_header, fields, body)


def _people(fields: dict[str, str]) -> tuple[list[Person], int, bool]:
    """Everyone in the address headers: those kept, the number of all, whether an address was odd."""
    persons: list[Person] = []
    total, odd = 0, False
    for name, role in _ROLES:
        value = fields.get(name)
        if value:
            found = read(value, role, MAX_PEOPLE - len(persons))
            persons += found.people
            total += found.total
            odd = odd or found.odd
    return persons, total, odd


def _list_id(value: str) -> str:
    """The host part of a List-Id: what stands in its last brackets, or the whole of it."""
    inner = value[-1024:].rpartition("<")[2].partition(">")[0]
    return "".join(inner.split()).lower()[:255]


def message(
    id: str,
    raw: bytes,
    level: Level,
    *,
    received: int | None = None,
    flags: Collection[str] = (),
) -> Message | Rejected:
    """Read a whole mail. Only its structure and its first text parts are decoded, and no text at level `headers`.

    Of a mail beyond MAX_MESSAGE only the header is read. What holds no mail header at all is rejected as NotMail.
    """
    raw = _with_lines(raw)
    head, fields, body = _head(raw, received, flags)
    if not fields:
        return Rejected(id, "NotMail")
    if len(raw) > MAX_MESSAGE:
        return Message(id, head._replace(signals=head.signals | _CUT))
    tree = walk(raw, fields, body)
    words, lost = (None, False) if level == "headers" else _words(raw, tree, level)
    more = structure(tree.parts, head.subject, raw[body : body + _REPORT_BYTES])
    more |= (_GUESSED if lost else EMPTY) | (_CUT if tree.truncated else EMPTY)
    if not more <= head.signals:
        head = head._replace(signals=head.signals | more)
    text, signature = (words.text, words.signature) if words else ("", "")
    return Message(id, head, text, attachments(tree.parts), _invitations(raw, tree), signature)


def body_bytes(raw: bytes, part: Part, limit: int) -> bytes:
    """The bytes of a leaf, still encoded, at most `limit` of them."""
    return raw[part.start : part.start + min(part.size, limit)]


def _words(raw: bytes, tree: Tree, level: Level) -> tuple[Words, bool]:
    """The words of a mail, and whether characters had to be replaced."""
    from connectors.wire.text import words as taken_apart

    plain, html = words_of(tree.parts)
    words_plain, lost = _decoded(raw, plain, _PLAIN[level])
    words_html = ""
    if not words_plain.strip():
        words_html, lost = _decoded(raw, html, _HTML[level])
    return taken_apart(words_plain, words_html), lost


def _decoded(raw: bytes, part: Part | None, limit: int) -> tuple[str, bool]:
    return decode_part(body_bytes(raw, part, limit), part.encoding, part.charset) if part else ("", False)


def _invitations(raw: bytes, tree: Tree) -> tuple[Meeting, ...]:
    """The meetings of the calendar parts; the same invitation as part and as file counts once."""
    parts = calendars(tree.parts)
    if not parts:
        return ()
    from connectors.wire.ical import invitations

    found: dict[tuple[str, str, tuple[str, ...]], Meeting] = {}
    for part in parts[:MAX_CALENDARS]:
        if part.size <= MAX_CALENDAR:
            for meeting in invitations(transfer(body_bytes(raw, part, MAX_CALENDAR), part.encoding)):
                times = tuple(occurrence.recurrence_id for occurrence in meeting.occurrences)
                found.setdefault((meeting.ical_uid, meeting.method, times), meeting)
    return tuple(found.values())
