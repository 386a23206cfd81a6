"""What an IMAP server sends, from bytes to values (RFC 9051, RFC 7162). No socket here.

A *response* is a list of an odd number of byte strings: text, literal, text, literal, …, text. The text before a literal
ends with the literal's mark `{n}`. Every value may come as atom, number, NIL, quoted string or literal.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from connectors.imap.uids import MAX_UID, Uids

MAX_LINE = 33_554_432
"""Bytes of one line: the answer to a search of three million messages."""
MAX_LITERAL = 1_048_576
"""Bytes of one literal. We never ask for more than a quarter of it."""
MAX_RESPONSE = 4 * MAX_LITERAL
_MAX_DEPTH = 1_000
_MAX_TOKENS = 100_000

_LITERAL_MARK = re.compile(rb"\{(\d{1,20})\+?\}\Z")
_SPEECH = re.compile(rb"\+|\* (?:OK|NO|BAD|BYE|PREAUTH)\b|[^*\s]\S* ", re.IGNORECASE)
_FETCH = re.compile(rb"\* +\d+ +FETCH +\(", re.IGNORECASE)
_ITEM = re.compile(rb" *([A-Za-z0-9.-]+)(?:\[([^\]]*)\])?(?:<\d+>)? +")
_SIMPLE = re.compile(rb'"([^"\\]*)"|(~?\{\d+\+?\})|\(([^()"{]*)\)|([^\s()"{]+)')
# The last form takes what is no token, so that each match begins where the one before it ended.
_TOKEN = re.compile(
    rb'\s*+(?:(\()|(\))|"([^"\\]*+)"|"((?:[^"\\]|\\.)*+)"|(~?\{\d{1,20}\+?\})|([^\s()"]++)|(.|\Z))', re.DOTALL
)
_ESCAPE = re.compile(rb"\\(.)", re.DOTALL)
_DATE = re.compile(rb" ?(\d{1,2})-([A-Za-z]{3})-(\d{4}) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)")
_MONTHS = {name: number for number, name in enumerate(b"jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_REPLY = re.compile(rb"(\S+) (OK|NO|BAD|BYE|PREAUTH)\b ?(?:\[([^\]]*)\])? ?(.*)", re.IGNORECASE | re.DOTALL)
_COUNT = re.compile(rb"\* (\d+) (EXISTS|EXPUNGE)\b", re.IGNORECASE)
_VANISHED = re.compile(rb"\* VANISHED (\(EARLIER\) )?(\S+)", re.IGNORECASE)
_ESEARCH = re.compile(rb"\* ESEARCH\b.*? ALL (\S+)", re.IGNORECASE)
_SEARCH = re.compile(rb"\* SEARCH\b([ \d]*)", re.IGNORECASE)
_EPOCH = date(1970, 1, 1).toordinal()

Value = bytes | None | list["Value"]
"""A string, NIL, or a list of values."""


class Garbled(ValueError):
    """The server sent something that is not IMAP. The text says what, without content."""


class Row(NamedTuple):
    """One FETCH response."""

    uid: int
    """0 where the server left it out: such a row is not used."""
    flags: tuple[str, ...] = ()
    received: int | None = None
    """INTERNALDATE, epoch seconds."""
    sections: dict[str, bytes] = {}  # noqa: RUF012  a row is made whole and never changed
    """Bytes by section: "HEADER", "1", "1.2"."""
    structure: Value = None


class Reply(NamedTuple):
    """A status response: tagged, or `*`."""

    tag: bytes
    kind: bytes
    """OK, NO, BAD, BYE or PREAUTH."""
    code: bytes
    """What stood in brackets: `UIDVALIDITY 7`, `AUTHENTICATIONFAILED`."""
    text: str


class Framer:
    """Cuts a stream of bytes into lines, literals and whole responses; it waits for more where one is not whole."""

    def __init__(self) -> None:
        self._buffer = b""
        self._at = 0
        self._parts: list[bytes] = []
        self._size = 0
        self._missing = -1

    def feed(self, data: bytes) -> None:
        """More bytes from the server."""
        self._buffer = self._buffer[self._at :] + data if self._at < len(self._buffer) else data
        self._at = 0

    @property
    def waiting(self) -> int:
        """Bytes that came and were not taken yet."""
        return len(self._buffer) - self._at

    def line(self) -> bytes | None:
        """The next line without its end."""
        end = self._buffer.find(b"\n", self._at)
        if end < 0:
            if self.waiting > MAX_LINE:
                raise Garbled("a line without an end")
            return None
        line = self._buffer[self._at : end - 1 if end > self._at and self._buffer[end - 1] == 13 else end]
        self._at = end + 1
        return line

    def exact(self, size: int) -> bytes | None:
        """The next `size` bytes."""
        if size > MAX_LITERAL:
            raise Garbled(f"an announcement of {size} bytes")
        start, end = self._at, self._at + size
        if len(self._buffer) < end:
            return None
        self._at = end
        return self._buffer[start:end]

    def response(self) -> list[bytes] | None:
        """The next whole response."""
        while True:
            part = self.exact(self._missing) if self._missing >= 0 else self.line()
            if part is None:
                return None
            self._size += len(part)
            if self._size > MAX_RESPONSE and self._parts:
                raise Garbled("an answer without an end")
            self._missing = _literal(part, first=not self._parts) if self._missing < 0 else -1
            self._parts.append(part)
            if self._missing < 0 and len(self._parts) % 2:
                whole, self._parts, self._size = self._parts, [], 0
                return whole


def _literal(line: bytes, *, first: bool) -> int:
    """Size of the literal that follows a line, or -1."""
    if not line.endswith(b"}") or (first and _SPEECH.match(line)):
        return -1
    mark = _LITERAL_MARK.match(line, max(0, line.rfind(b"{")))
    return int(mark[1]) if mark else -1


def is_row(response: list[bytes]) -> bool:
    """Whether it is a FETCH response."""
    return _FETCH.match(response[0]) is not None


def row(response: list[bytes]) -> Row:
    """Read a FETCH response. What was not asked for is passed over; what cannot be read makes it Garbled."""
    text = response[0] if len(response) == 1 else b"".join(response[::2])
    literals = iter(response[1::2])
    start = _FETCH.match(text)
    if start is None:
        raise Garbled("no row")
    at = start.end()
    uid, flags, received, structure = 0, (), None, None  # type: tuple[int, tuple[str, ...], int | None, Value]
    sections: dict[str, bytes] = {}
    while item := _ITEM.match(text, at):
        name = item[1].upper()
        value, at = _value(text, item.end(), literals)
        if name == b"UID":
            uid = _uid(value)
        elif name == b"FLAGS" and isinstance(value, list):
            flags = _flags(tuple(word for word in value if isinstance(word, bytes)))
        elif name == b"INTERNALDATE":
            received = seconds(value) if isinstance(value, bytes) and len(value) < 40 else None
        elif name == b"BODYSTRUCTURE":
            structure = value
        elif name == b"BODY" and item[2] is not None and not isinstance(value, list):
            sections[_section(item[2][:1_000])] = value or b""
    if text[at:].strip() != b")":
        raise Garbled("a row that breaks off")
    return Row(uid, flags, received, sections, structure)


def _uid(value: Value) -> int:
    if isinstance(value, bytes) and value.isdigit() and 0 < (number := int(value[:11])) <= MAX_UID:
        return number
    return 0


@lru_cache(maxsize=512)
def _section(name: bytes) -> str:
    words = name.split(b" ", 1)[0].decode("ascii", "replace").upper()
    return "HEADER" if words.startswith("HEADER") else words


@lru_cache(maxsize=1024)
def _flags(names: tuple[bytes, ...]) -> tuple[str, ...]:
    return tuple(name[:100].decode("ascii", "replace") for name in names)


def _value(text: bytes, at: int, literals: object) -> tuple[Value, int]:
    """One value at a place, and the place behind it. The usual forms take one match, the rest a walk."""
    found = _SIMPLE.match(text, at)
    if found is None:
        return _walk(text, at, literals)
    kind = found.lastindex
    if kind == 2:
        return _next(literals), found.end()
    if kind == 3:
        return list(found[3].split()), found.end()
    value = found[kind or 0]
    return (None if kind == 4 and value.upper() == b"NIL" else value), found.end()


def _next(literals: object) -> bytes:
    literal = next(literals, None)  # type: ignore[call-overload]  # an iterator of bytes
    if not isinstance(literal, bytes):
        raise Garbled("a mark without its literal")
    return literal


def _walk(text: bytes, at: int, literals: object) -> tuple[Value, int]:
    """A nested list, or a quoted string with escapes; without recursion."""
    outer: list[list[Value]] = []
    inner: list[Value] = []
    for token in islice(_TOKEN.finditer(text, at), _MAX_TOKENS):
        kind = token.lastindex
        if kind == 1:
            outer.append(inner)
            inner = []
        elif kind == 2:
            if not outer:
                raise Garbled("brackets that do not match")
            outer[-1].append(inner)
            inner = outer.pop()
        elif kind == 3:
            inner.append(token[3])
        elif kind == 6:
            inner.append(None if token[6].upper() == b"NIL" else token[6])
        elif kind == 7:
            raise Garbled("a value that cannot be read")
        else:
            inner.append(_next(literals) if kind == 5 else _ESCAPE.sub(rb"\1", token[4]))
        if not outer:
            return inner[0], token.end()
        if len(outer) >= _MAX_DEPTH:
            break
    raise Garbled("a value without an end")


@lru_cache(maxsize=4096)
def seconds(value: bytes) -> int | None:
    """INTERNALDATE as epoch seconds; None when it is no date."""
    found = _DATE.fullmatch(value)
    month = _MONTHS.get(found[2].lower()) if found else None
    if found is None or month is None:
        return None
    try:
        days = date(int(found[3]), month, int(found[1])).toordinal() - _EPOCH
    except ValueError:
        return None
    shift = (int(found[8]) * 60 + int(found[9])) * (-60 if found[7] == b"-" else 60)
    return days * 86_400 + int(found[4]) * 3_600 + int(found[5]) * 60 + int(found[6]) - shift


def reply(response: list[bytes]) -> Reply | None:
    """A status response; None when it is none."""
    found = _REPLY.match(response[0])
    if found is None:
        return None
    return Reply(found[1], found[2].upper(), found[3] or b"", found[4].decode("utf-8", "replace"))


def count(response: list[bytes]) -> tuple[int, str] | None:
    """`* 7 EXISTS` as (7, "EXISTS")."""
    found = _COUNT.match(response[0])
    return (int(found[1][:12]), found[2].decode().upper()) if found else None


def vanished(response: list[bytes]) -> tuple[bool, Uids] | None:
    """VANISHED: whether it tells of earlier times, and which UIDs."""
    found = _VANISHED.match(response[0])
    return (found[1] is not None, _uids(found[2])) if found else None


def searched(response: list[bytes]) -> Uids | None:
    """SEARCH or ESEARCH: the UIDs found."""
    text = response[0]
    if text[:9].upper() == b"* ESEARCH":
        found = _ESEARCH.match(text)
        return _uids(found[1]) if found else Uids()
    plain = _SEARCH.match(text)
    return Uids.of(map(int, plain[1].split())) if plain else None


def _uids(text: bytes) -> Uids:
    try:
        return Uids.parse(text)
    except ValueError as error:
        raise Garbled(str(error)) from error


def mailbox(response: list[bytes]) -> tuple[frozenset[str], bytes, bytes] | None:
    """LIST: attributes in lower case, delimiter (empty: none), and the mailbox's name as it is on the wire."""
    text = b"".join(response[::2])
    if text[:7].upper() != b"* LIST ":
        return None
    literals = iter(response[1::2])
    attributes, at = _value(text, 7, literals)
    delimiter, at = _value(text, at + 1, literals)
    name, _ = _value(text, at + 1, literals)
    if not isinstance(attributes, list) or isinstance(delimiter, list) or isinstance(name, list):
        raise Garbled("a mailbox that cannot be read")
    words = frozenset(word.decode("ascii", "replace").lower() for word in attributes if isinstance(word, bytes))
    return words, delimiter or b"", b"NIL" if name is None else name


def namespaces(response: list[bytes]) -> list[bytes] | None:
    """NAMESPACE: the prefixes of what belongs to other people or to everybody."""
    text = b"".join(response[::2])
    if text[:12].upper() != b"* NAMESPACE ":
        return None
    literals = iter(response[1::2])
    _, at = _value(text, 12, literals)
    others, at = _value(text, at + 1, literals)
    shared, _ = _value(text, at + 1, literals)
    found = [entry[0] for group in (others, shared) for entry in group or () if isinstance(entry, list) and entry]
    return [prefix for prefix in found if isinstance(prefix, bytes) and prefix]
