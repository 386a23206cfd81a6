"""vCard 2.1, 3.0 and 4.0 to contacts, by a small tolerant parser. Pictures, sounds and links are never looked at."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from typing import NamedTuple

from connectors.wire import cells
from connectors.wire.contentline import Line, parse, unescape
from connectors.wire.contentline import decode as decode_file
from connectors.wire.encoded import clean, decode
from connectors.wire.tables import BadRow, ContactRow, made_id

MAX_BYTES = 50_000_000
MAX_CARDS = 100_000
MAX_LINE = 65_536
"""Bytes of one property that are read; pictures are longer."""
_MAX_EMAILS = 100

_LINE_END = re.compile(rb"\r{1,2}\n|\r|\n")
_UNESCAPED_SEMICOLON = re.compile(r"(?<!\\);")
_WANTED = frozenset(
    {"BEGIN", "END", "VERSION", "UID", "FN", "N", "NICKNAME", "ORG", "TITLE", "EMAIL", "TEL", "KIND", "AGENT"}
)


class _Card(NamedTuple):
    """The properties of one card, by name without its group."""

    line: int
    properties: dict[str, list[Line]]

    def words(self, name: str) -> str:
        """The first value that says something, on one line."""
        values = (clean(unescape(line.value)) for line in self.properties.get(name, ()))
        return next((value for value in values if value), "")[:1_000]

    def parts(self, name: str) -> list[str]:
        """The parts of the first structured value (N, ORG)."""
        lines = self.properties.get(name)
        return [clean(unescape(part)) for part in _UNESCAPED_SEMICOLON.split(lines[0].value)] if lines else []

    def best(self, name: str) -> list[str]:
        """All values, the preferred ones first."""
        return [line.value.strip() for line in sorted(self.properties.get(name, ()), key=_preference)]


def contacts(raw: bytes) -> Iterator[ContactRow | BadRow]:
    """The cards of a file, in its order; those that name nobody, or an id again, come as bad rows. Never raises."""
    if len(raw) > MAX_BYTES:
        yield BadRow(1, "This file is larger than 50 MB: split it and import the parts.")
        return
    seen: dict[str, int] = {}
    count = 0
    for found in _cards(raw):
        count += 1
        if count > MAX_CARDS:
            yield BadRow(found.line, "Repside reads 100,000 cards of a file: put the rest into another one.")
            return
        row = _contact(found) if isinstance(found, _Card) else found
        if isinstance(row, ContactRow) and seen.setdefault(row.id, row.line) != row.line:
            yield BadRow(
                row.line, f"The card on line {row.line} has the same id as the one on line {seen[row.id]}: remove one."
            )
        else:
            yield row
    if not count:
        yield BadRow(1, "There is no contact card in this file: export your contacts as vCard and import that.")


def _contact(card: _Card) -> ContactRow | BadRow:
    if "group" in {clean(line.value).lower() for line in card.properties.get("KIND", ())}:
        return BadRow(card.line, "This card is a group, not a person: its members need cards of their own.")
    organisation = next(iter(card.parts("ORG")), "")
    name = card.words("FN") or _name(card) or card.words("NICKNAME") or organisation
    emails = _emails(card)
    if not name and not emails:
        return BadRow(card.line, "This card has neither a name nor an e-mail address: add one of them.")
    email = emails[0] if emails else ""
    phones = [clean(unescape(phone.removeprefix("tel:"))) for phone in card.best("TEL")]
    return ContactRow(
        line=card.line,
        id=card.words("UID").removeprefix("urn:uuid:") or email or made_id(name),
        name=name,
        email=email,
        other_emails=tuple(emails[1:]),
        company=organisation,
        title=card.words("TITLE"),
        phone=next((phone for phone in phones if phone), "")[:100],
    )


def _name(card: _Card) -> str:
    """Given and family name of N."""
    family, given, *_ = (*card.parts("N"), "", "")
    return f"{given} {family}".strip()


def _emails(card: _Card) -> list[str]:
    """Addresses, each once. What is none (an X.400 name, a note) is left out."""
    found: dict[str, None] = {}
    for value in card.best("EMAIL")[:_MAX_EMAILS]:
        try:
            found[cells.email(unescape(value))] = None
        except ValueError:
            continue
    found.pop("", None)
    return list(found)


def _preference(line: Line) -> int:
    """1 is best: PREF of vCard 4, TYPE=PREF of 3, a bare PREF of 2.1."""
    given = line.parameters.get("PREF")
    if given is not None:
        return int(given) if given.isdecimal() and len(given) < 4 else 1
    return 1 if "pref" in line.parameters.get("TYPE", "").lower().split(",") else 101


def _cards(raw: bytes) -> Iterator[_Card | BadRow]:
    """Cards as they end. One that lost its END ends where the next begins; one inside another (AGENT) is left out."""
    card: _Card | None = None
    inner, agent = 0, False
    for number, line in _properties(raw):
        name, value = line.name.rpartition(".")[2], line.value.strip().upper()
        if name == "BEGIN" and value == "VCARD":
            if card is not None and agent:
                inner += 1
                continue
            if card is not None:
                yield card
            card, inner = _Card(number, {}), 0
        elif name == "END" and value == "VCARD":
            if inner:
                inner -= 1
            elif card is not None:
                yield card
                card = None
        elif card is not None and not inner and name in _WANTED:
            card.properties.setdefault(name, []).append(line)
        agent = name == "AGENT" and not value
    if card is not None:
        yield BadRow(card.line, "The file ends in the middle of this card: export it again.")


def _properties(raw: bytes) -> Iterator[tuple[int, Line]]:
    """Wanted properties, unfolded and decoded, each with the number of its first line."""
    if raw[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        raw = decode_file(raw)[0].encode("utf-8", "replace")
    lines = _LINE_END.split(raw.removeprefix(b"\xef\xbb\xbf"))
    at = 0
    while at < len(lines):
        if not lines[at]:
            at += 1
            continue
        number = at + 1
        quoted = b"QUOTED-PRINTABLE" in lines[at].partition(b":")[0].upper()
        logical, at = _unfolded(lines, at, quoted=quoted)
        line = _decoded(logical, quoted=quoted)
        if line is not None:
            yield number, line


def _unfolded(lines: list[bytes], at: int, *, quoted: bool) -> tuple[bytes, int]:
    """One logical line, cut at MAX_LINE, and where the next one begins. Quoted-printable goes on after a `=` at the end."""
    parts, size = [lines[at]], 0
    for after in range(at + 1, len(lines)):
        soft = quoted and lines[after - 1].endswith(b"=")
        if not soft and lines[after][:1] not in {b" ", b"\t"}:
            return b"".join(parts), after
        if size < MAX_LINE:
            if soft:
                parts[-1] = parts[-1][:-1]
            parts.append(lines[after] if soft else lines[after][1:])
            size += len(parts[-1])
    return b"".join(parts), len(lines)


def _decoded(logical: bytes, *, quoted: bool) -> Line | None:
    line = parse(logical[:MAX_LINE].decode("latin-1"))
    if line is None or line.name.rpartition(".")[2] not in _WANTED:
        return None
    value = line.value.encode("latin-1")
    if quoted:
        value = binascii.a2b_qp(value)
    return line._replace(value=decode(value, line.parameters.get("CHARSET", "ascii"))[0])
