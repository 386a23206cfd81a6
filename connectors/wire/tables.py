"""CSV files of contacts and deals to rows, each bad row with its line and a plain reason.

As people export them: any order and case of columns, comma, semicolon or tab, UTF-8, UTF-16 or Windows-1252.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Generic, NamedTuple, TypeVar

from connectors.wire import cells
from connectors.wire.contentline import decode
from connectors.wire.encoded import clean

MAX_BYTES = 50_000_000
MAX_ROWS = 1_000_000
MAX_FIELD = 65_536

CONTACT_COLUMNS = ("id", "name", "email", "other_emails", "company", "domain", "title", "phone")
DEAL_COLUMNS = (
    "id", "name", "company", "stage", "amount", "currency", "close_date", "status", "contacts", "pipeline", "next_step",
    "next_step_date",
)  # fmt: skip

_MAY_BE_UNSAID = frozenset({"pipeline", "next_step", "next_step_date"})
"""Columns that say nothing where they are missing; any other one that is missing is empty."""
_ALIASES = {"e_mail": "email", "email_address": "email", "e_mail_address": "email", "other_e_mails": "other_emails"}
_SEPARATOR = re.compile(r"[;,|]")
_BLANK = re.compile(r"[\s-]+")

Row = TypeVar("Row", bound="ContactRow | DealRow")


class ContactRow(NamedTuple):
    """One contact of a file."""

    line: int
    id: str
    name: str
    email: str
    other_emails: tuple[str, ...] = ()
    company: str = ""
    domain: str = ""
    title: str = ""
    phone: str = ""


class DealRow(NamedTuple):
    """One deal of a file."""

    line: int
    id: str
    name: str
    company: str = ""
    stage: str = ""
    amount: str = ""
    """A decimal number, as 12500.00; empty when it is not known."""
    currency: str = ""
    close_date: str = ""
    """As 2026-03-31."""
    status: str = "open"
    """open, won or lost."""
    contacts: tuple[tuple[str, str], ...] = ()
    """Contact id or address, and the role on the deal (may be empty)."""
    pipeline: str | None = None
    """These three are None where the file has no such column: then what is known stays."""
    next_step: str | None = None
    next_step_date: str | None = None
    """As 2026-03-31."""


class BadRow(NamedTuple):
    """A row that was left out, and why, in a sentence for the rep."""

    line: int
    reason: str


class Table(NamedTuple, Generic[Row]):
    """What a file holds."""

    rows: list[Row]
    bad: list[BadRow]
    unknown_columns: list[str]
    """Headers that Repside does not know; their cells are left out."""


def contacts(raw: bytes) -> Table[ContactRow]:
    """The contacts of a CSV file. ValueError, with a sentence for the rep, when it is no such table."""
    return _table(raw, CONTACT_COLUMNS, _contact)


def deals(raw: bytes) -> Table[DealRow]:
    """The deals of a CSV file. ValueError, with a sentence for the rep, when it is no such table."""
    return _table(raw, DEAL_COLUMNS, _deal)


def _contact(line: int, cell: Mapping[str, str]) -> ContactRow:
    name, email = clean(cell["name"]), cells.email(cell["email"])
    if not name and not email:
        raise ValueError("This row has neither a name nor an e-mail address: add one of them.")
    others = (cells.email(part) for part in _SEPARATOR.split(cell["other_emails"]))
    return ContactRow(
        line=line,
        id=clean(cell["id"]) or email or made_id(name),
        name=name,
        email=email,
        other_emails=tuple(dict.fromkeys(other for other in others if other and other != email)),
        company=clean(cell["company"]),
        domain=cells.domain(cell["domain"]),
        title=clean(cell["title"]),
        phone=clean(cell["phone"]),
    )


def _deal(line: int, cell: Mapping[str, str]) -> DealRow:
    name, company = clean(cell["name"]), clean(cell["company"])
    given = clean(cell["id"])
    if not name and not given:
        raise ValueError("This row has neither a name nor an id: add one of them.")
    amount, beside = cells.amount(cell["amount"])
    return DealRow(
        line=line,
        id=given or made_id(f"{name} {company}"),
        name=name or given,
        company=company,
        stage=clean(cell["stage"]),
        amount=amount,
        currency=cells.currency(cell["currency"]) or beside,
        close_date=cells.day(cell["close_date"]),
        status=cells.state(cell["status"]),
        contacts=tuple(dict.fromkeys(_on_deal(cell["contacts"]))),
        pipeline=_said(cell, "pipeline", clean),
        next_step=_said(cell, "next_step", clean),
        next_step_date=_said(cell, "next_step_date", cells.day),
    )


def _said(cell: Mapping[str, str], name: str, read: Callable[[str], str]) -> str | None:
    return read(cell[name]) if name in cell else None


def _on_deal(text: str) -> Iterator[tuple[str, str]]:
    """`id-or-address:role` of each part; the role may be missing."""
    for part in _SEPARATOR.split(text):
        who, _, role = part.partition(":")
        if clean(who):
            yield cells.email(who) if "@" in who else clean(who), clean(role)


def made_id(name: str) -> str:
    """An id for a row that has none: the same name always gets the same one."""
    return "-".join(re.findall(r"\w+", name.lower())) or name


def _table(raw: bytes, columns: tuple[str, ...], read: Callable[[int, Mapping[str, str]], Row]) -> Table[Row]:
    table: Table[Row] = Table([], [], [])
    text = _text(raw)
    lines = _lines(text, _delimiter(text, columns), table.bad)
    _, header = next(lines)
    places, unknown = _places(header, columns)
    places = {name: places.get(name, -1) for name in columns if name in places or name not in _MAY_BE_UNSAID}
    table.unknown_columns.extend(unknown)
    seen: dict[str, int] = {}
    for line, row in lines:
        if len(table.rows) + len(table.bad) >= MAX_ROWS:
            table.bad.append(BadRow(line, "Repside reads 1,000,000 rows of a file: put the rest into another one."))
            break
        try:
            _fits(row, header)
            found = read(
                line, {name: cells.plain(row[at]) if -1 < at < len(row) else "" for name, at in places.items()}
            )
            _once(found, seen)
        except ValueError as error:
            table.bad.append(BadRow(line, str(error)))
        else:
            table.rows.append(found)
    table.bad.sort()
    return table


def _fits(row: list[str], header: list[str]) -> None:
    if any(cell.strip() for cell in row[len(header) :]):
        raise ValueError(
            f"This row has {len(row)} fields under {len(header)} columns: put a field with the separator in quotation marks."
        )


def _once(found: ContactRow | DealRow, seen: dict[str, int]) -> None:
    first = seen.setdefault(found.id, found.line)
    if first != found.line:
        raise ValueError(
            f"Line {found.line} has the same id as line {first}, “{cells.shown(found.id)}”: give one of them another id."
        )


def _text(raw: bytes) -> str:
    """The file's text, without its byte order mark. ValueError when it is something else than a table."""
    if len(raw) > MAX_BYTES:
        raise ValueError("This file is larger than 50 MB: split it and import the parts.")
    if raw.startswith(b"PK\x03\x04"):
        raise ValueError("This is a spreadsheet file, not CSV: save it as CSV and import that.")
    wide = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if not wide and b"\0" in raw[:4_096]:
        head = raw[:4_096]
        guess = "utf-16-le" if head[1::2].count(0) > head[0::2].count(0) else "utf-16-be"
        if max(head[0::2].count(0), head[1::2].count(0)) < len(head) // 3:
            raise ValueError("This file is no table of text: export it as CSV and import that.")
        text = raw.decode(guess, "replace")
    else:
        text = decode(raw)[0]
    if "\0" in text:
        raise ValueError("This file is no table of text: export it as CSV and import that.")
    start = text[:1_000].lstrip()
    if not start:
        raise ValueError("This file is empty: export it again.")
    if start.startswith("<"):
        raise ValueError("This is a web page, not a table: export it as CSV and import that.")
    return text


def _delimiter(text: str, columns: tuple[str, ...]) -> str:
    """The sign that makes the most known columns of the header. ValueError when none does."""
    named = re.match(r"\s*sep=(.)[ \t]*[\r\n]", text, re.IGNORECASE)
    if named:
        return named[1]

    def known(delimiter: str) -> int:
        header = next(_lines(text[: 2 * MAX_FIELD], delimiter, []), (0, []))[1]
        return len(_places(header, columns)[0])

    best = max(",;\t", key=known)
    if not known(best):
        raise ValueError(f"No column of this file is known to Repside: give it a header row with {', '.join(columns)}.")
    return best


def _lines(text: str, delimiter: str, bad: list[BadRow]) -> Iterator[tuple[int, list[str]]]:
    """Rows that hold something, each with the line on which it begins. What cannot be split goes to `bad`.

    A quotation mark that never closes would swallow all that follows, so reading goes on at the line after it.
    """
    source = io.StringIO(text, newline=None)  # line ends of any kind become one
    reader, before, restarts = csv.reader(source, delimiter=delimiter, strict=True), 0, 0
    while True:
        line, place = before + reader.line_num + 1, source.tell()
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            bad.append(BadRow(line, _UNCLOSED))
            restarts += 1
            if restarts <= _MAX_RESTARTS:
                source.seek(place)
                source.readline()
                reader, before = csv.reader(source, delimiter=delimiter, strict=True), line
            continue
        if any(len(cell) > MAX_FIELD for cell in row):
            bad.append(BadRow(line, "A field of this row is longer than 64 KB: shorten it."))
        elif any(map(str.strip, row)) and not (line == 1 and row[0].lower().startswith("sep=")):
            yield line, row


_MAX_RESTARTS = 100
_UNCLOSED = "The quotation marks of this row do not match: close each one, and double those inside a field."


def _places(header: list[str], columns: tuple[str, ...]) -> tuple[dict[str, int], list[str]]:
    """Where each known column stands, and the names of the others. Of two columns of one name the first counts."""
    places: dict[str, int] = {}
    unknown: list[str] = []
    for at, title in enumerate(header):
        name = _BLANK.sub("_", title.strip().lower())
        name = _ALIASES.get(name, name)
        if name in columns and name not in places:
            places[name] = at
        elif clean(title):
            unknown.append(clean(title)[:100])
    return places, unknown
