"""The raw limit client: what pure Python can do with one connection, without any mail library. A yardstick, not a design.

    python bench/limit.py PORT USER CONTACTS.CSV STORE FOLDER...

Pipelined UID FETCH (windows of 500, four in flight), framed by hand; addresses, date, subject, threading and bulk headers, the
structure's attachment names and the first 2 kB of text decoded; calendar parts fetched whole; everything matched against the
contacts by two dicts and stored by sqlite3 in five indexed tables, one transaction a window. It stores all mail; it screens,
holds and explains nothing.
"""

from __future__ import annotations

import base64
import binascii
import calendar
import csv
import json
import quopri
import re
import socket
import sqlite3
import sys
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from email.header import decode_header, make_header

WINDOW, IN_FLIGHT = 500, 4
FIELDS = (
    "FROM TO CC DATE SUBJECT MESSAGE-ID IN-REPLY-TO REFERENCES LIST-ID LIST-UNSUBSCRIBE PRECEDENCE AUTO-SUBMITTED "
    "SENDER REPLY-TO"
)
ITEMS = f"(UID INTERNALDATE BODYSTRUCTURE BODY.PEEK[HEADER.FIELDS ({FIELDS})] BODY.PEEK[1]<0.2048>)"
SCHEMA = """
pragma journal_mode=wal; pragma synchronous=normal;
create table messages (id integer primary key, folder text, uid int, message_id text, date int, subject text, text text,
  names text, bulk int);
create index messages_date on messages (date); create index messages_mid on messages (message_id);
create table people (message int, role text, name text, address text);
create index people_message on people (message); create index people_address on people (address);
create table refs (message int, message_id text); create index refs_mid on refs (message_id);
create table links (message int, contact text); create index links_contact on links (contact);
create table calendars (message int, raw text);
"""

_LITERAL = re.compile(rb"\{(\d+)\}$")
_ROW = re.compile(
    rb'FETCH \(UID (\d+) INTERNALDATE "([^"]+)" BODYSTRUCTURE (.*) BODY\[HEADER\.FIELDS \([^)]*\)\] ', re.DOTALL
)
_FIELD = re.compile(r"^([A-Za-z-]+):[ \t]*(.*(?:\n[ \t].*)*)", re.MULTILINE)
_ADDRESS = re.compile(r"[^\s<>,;:\"]+@[^\s<>,;:\"]+")
_NAME = re.compile(rb'\("attachment" \("filename" "((?:[^"\\]|\\.)*)"')
_CALENDAR = re.compile(rb'\("text" "calendar" ')
_LEAF = re.compile(
    rb'^\(*\("text" "(\w+)" (?:\("charset" "([^"]*)"[^)]*\)|NIL|\([^)]*\)) \S+ \S+ "([^"]*)"', re.IGNORECASE
)
_INNER = re.compile(rb"^--.*?\r\n(.*?)\r\n\r\n(.*)", re.DOTALL)
_BOUNDARY = re.compile(rb"\r\n--[^\r\n]*")
_MONTHS = {m: n for n, m in enumerate("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), 1)}  # noqa: SIM905  one line
_DATE = re.compile(r"(\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) (\d\d):(\d\d):?(\d\d)? ([+-])(\d\d)(\d\d)")
_TAGS = re.compile(r"<[^>]*>")


class Wire:
    """Lines and literals out of one socket."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), 60)
        self.buffer = bytearray()
        self.at = 0
        self.line()

    def send(self, line: str) -> None:
        """One command line."""
        self.socket.sendall(line.encode() + b"\r\n")

    def line(self) -> bytes:
        """One line without its end."""
        while True:
            end = self.buffer.find(b"\r\n", self.at)
            if end >= 0:
                found = bytes(self.buffer[self.at : end])
                self.at = end + 2
                return found
            self.more()

    def literal(self, size: int) -> bytes:
        """The next `size` bytes."""
        while len(self.buffer) - self.at < size:
            self.more()
        found = bytes(self.buffer[self.at : self.at + size])
        self.at += size
        return found

    def more(self) -> None:
        """Read what the server has sent; drop what was used."""
        if self.at > 1 << 20:
            del self.buffer[: self.at]
            self.at = 0
        data = self.socket.recv(1 << 18)
        if not data:
            raise SystemExit("the server hung up")
        self.buffer += data

    def response(self) -> list[bytes]:
        """One response: text, literal, text, literal, … text."""
        parts = [self.line()]
        while match := _LITERAL.search(parts[-1]):
            parts[-1] = parts[-1][: match.start()]
            parts.append(self.literal(int(match[1])))
            parts.append(self.line())
        return parts

    def ask(self, command: str) -> list[bytes]:
        """A command and its untagged lines, read to the tag."""
        self.send(f"x {command}")
        lines = []
        while not (line := self.line()).startswith(b"x "):
            lines.append(line)
        return lines


def rows(wire: Wire, uids: list[int]) -> Iterator[list[list[bytes]]]:
    """Windows of FETCH responses, four asked ahead."""
    windows = deque(uids[start : start + WINDOW] for start in range(0, len(uids), WINDOW))
    waiting = 0
    while windows or waiting:
        while windows and waiting < IN_FLIGHT:
            window = windows.popleft()
            wire.send(f"f UID FETCH {window[0]}:{window[-1]} {ITEMS}")
            waiting += 1
        found = []
        while not (parts := wire.response())[0].startswith(b"f "):
            found.append(parts)
        waiting -= 1
        yield found


def words(value: str) -> str:
    """A header's text with its encoded words decoded."""
    value = value.replace("\r\n", "").strip() if "\n" in value else value.strip()
    if "=?" not in value:
        return value
    try:
        return str(make_header(decode_header(value)))
    except (LookupError, UnicodeError, binascii.Error, ValueError):
        return value


def when(value: str) -> int:
    """A Date header in seconds; 0 when it cannot be read."""
    match = _DATE.search(value)
    if not match:
        return 0
    day, month, year, hour, minute, second, sign, hours, minutes = match.groups()
    zone = (int(hours) * 3600 + int(minutes) * 60) * (-1 if sign == "-" else 1)
    stamp = (int(year), _MONTHS.get(month, 1), int(day), int(hour), int(minute), int(second or 0))
    return calendar.timegm(stamp) - zone


def text_of(raw: bytes, structure: bytes) -> str:
    """The first text, decoded, without tags, white space folded."""
    leaf = _LEAF.match(structure)
    kind, charset, encoding = leaf.groups() if leaf else (b"plain", None, b"8bit")
    if raw.startswith(b"--") and (inner := _INNER.match(raw)):
        raw = _BOUNDARY.split(inner[2], maxsplit=1)[0]
    if encoding.lower() == b"base64":
        with suppress(binascii.Error):
            raw = base64.b64decode(raw[: len(raw) // 4 * 4], validate=False)
    elif encoding.lower() == b"quoted-printable":
        raw = quopri.decodestring(raw)
    try:
        text = raw.decode((charset or b"utf-8").decode(), "replace")
    except LookupError:
        text = raw.decode("latin-1")
    return " ".join((_TAGS.sub(" ", text) if kind == b"html" else text).split())


def decode(parts: list[bytes]) -> tuple[int, bytes, dict[str, str], bytes]:
    """UID, structure, header fields, first text of one response. Literals inside the structure are put back in."""
    head = 0
    while not parts[head].endswith(b")] "):
        head += 2
    start = parts[0] if head == 0 else b'"'.join(parts[: head + 1])
    match = _ROW.search(start)
    if match is None:
        raise SystemExit(f"no row: {start[:200]!r}")
    fields = {name.lower(): value for name, value in _FIELD.findall(parts[head + 1].decode("utf-8", "replace"))}
    return int(match[1]), match[3], fields, parts[head + 3] if len(parts) > head + 3 else b""


def store(
    db: sqlite3.Connection, number: int, folder: str, window: list[list[bytes]], book: dict[str, str]
) -> list[tuple[int, int]]:
    """One window into the tables, in one transaction. Returns (row, uid) of the mails with a calendar part."""
    messages, people, refs, links, invited = [], [], [], [], []
    for parts in window:
        if b"FETCH" not in parts[0]:
            continue
        number += 1
        uid, structure, fields, raw = decode(parts)
        names = [name.decode("utf-8", "replace") for name in _NAME.findall(structure)]
        bulk = (
            "list-id" in fields or "list-unsubscribe" in fields or "precedence" in fields or "auto-submitted" in fields
        )
        own_id = fields.get("message-id", "").strip().strip("<>")
        text = text_of(raw, structure)
        messages.append(
            (
                number,
                folder,
                uid,
                own_id,
                when(fields.get("date", "")),
                words(fields.get("subject", "")),
                text,
                json.dumps(names),
                bulk,
            )
        )
        seen = set()
        for role in ("from", "to", "cc"):
            for part in fields.get(role, "").split(",") if role in fields else ():
                if found := _ADDRESS.search(part):
                    address = found[0].lower()
                    people.append((number, role, words(part[: found.start()].rstrip(" <")), address))
                    contact = book.get(address)
                    if contact:
                        seen.add(contact)
        links += [(number, contact) for contact in seen]
        refs += [(number, ref) for ref in fields.get("references", fields.get("in-reply-to", "")).split()]
        if _CALENDAR.search(structure):
            invited.append((number, uid))
    db.execute("begin")
    db.executemany("insert into messages values (?,?,?,?,?,?,?,?,?)", messages)
    db.executemany("insert into people values (?,?,?,?)", people)
    db.executemany("insert into refs values (?,?)", refs)
    db.executemany("insert into links values (?,?)", links)
    db.execute("commit")
    return invited


def calendars(wire: Wire, db: sqlite3.Connection, invited: list[tuple[int, int]]) -> None:
    """The calendar parts: part 2 of the alternatives that our generator writes, all in one command."""
    if not invited:
        return
    row_of = {uid: row for row, uid in invited}
    wire.send(f"f UID FETCH {','.join(map(str, row_of))} (UID BODY.PEEK[2])")
    found = []
    while not (parts := wire.response())[0].startswith(b"f "):
        match = re.search(rb"UID (\d+)", parts[0])
        if match and len(parts) > 1:
            found.append((row_of[int(match[1])], parts[1].decode()))
    db.execute("begin")
    db.executemany("insert into calendars values (?,?)", found)
    db.execute("commit")


def main(port: int, user: str, contacts: str, path: str, folders: list[str]) -> None:
    with open(contacts, newline="") as source:  # noqa: PTH123  the fewest imports
        book = {row["email"]: row["id"] for row in csv.DictReader(source)}
    db = sqlite3.connect(path, isolation_level=None)
    db.executescript(SCHEMA)
    wire = Wire(port)
    wire.ask(f"LOGIN {user} secret")
    number = 0
    for folder in folders:
        wire.ask(f"EXAMINE {folder}")
        found = b" ".join(line for line in wire.ask("UID SEARCH ALL") if line.startswith(b"* SEARCH"))
        invited = []
        for window in rows(wire, [int(n) for n in found.replace(b"* SEARCH", b"").split()]):
            invited += store(db, number, folder, window, book)
            number += len(window)
        calendars(wire, db, invited)
    wire.ask("LOGOUT")
    db.close()


if __name__ == "__main__":
    main(int(sys.argv[1]), *sys.argv[2:5], sys.argv[5:])
