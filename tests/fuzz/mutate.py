"""Inputs that are almost right: seeds of each kind, bent by a seeded mutator that knows what mail and calendars are made of."""

# ruff: noqa: ISC004  long lines of mail stand in several strings
from __future__ import annotations

import random
import re
from email.message import EmailMessage
from pathlib import Path

from tests.connectors.world import TEXTS, mail

SAMPLE = Path(__file__).parents[2] / "sample"
NUMBERS = (
    b"0",
    b"-1",
    b"1",
    b"255",
    b"256",
    b"65536",
    b"2147483647",
    b"2147483648",
    b"4294967296",
    b"9" * 30,
    b"1e9",
    b"0x10",
)
CHARSETS = (b"utf-8", b"us-ascii", b"iso-8859-1", b"utf-16", b"utf-7", b"koi8-r", b"shift_jis", b"hz", b"idna", b"punycode", b"rot13",
            b"zlib", b"no-such", b"x" * 300, b"")  # fmt: skip
WORDS = (
    b"\r\n", b"\n", b"\r", b"\x00", b"\xff\xfe", b"\xed\xa0\x80", b"\xf0\x9f\x98\x80", b"=?utf-8?B?", b"=?utf-8?Q?=00?=", b"?=", b"=?",
    b'"', b"\\", b"<", b">", b",", b";", b":", b"(", b")", b"@", b"[", b"]", b"--", b"\t", b" ", b"=", b"=\r\n", b"%00", b"*0*=", b"''",
    b"\xe2\x80\xae", b"\xe2\x80\x8b", b"mailto:", b"BEGIN:VEVENT\r\n", b"END:VEVENT\r\n", b"RRULE:FREQ=SECONDLY\r\n", b"FREQ=YEARLY",
    b"INTERVAL=0", b"COUNT=999999999", b"UNTIL=99991231T235959Z", b"BYSETPOS=-366", b"TZID=Nowhere/Else", b"TZID=Europe/Berlin",
    b"DTSTART:00010101T000000Z\r\n", b"DURATION:P99999W\r\n", b"Content-Type: multipart/mixed; boundary=x\r\n", b"\r\n--x\r\n", b"--x--",
    b"Content-Transfer-Encoding: base64\r\n", b"Content-Transfer-Encoding: quoted-printable\r\n", b"<html><b>", b"</blockquote>", b"&#x110000;",
    b"On Mon, Ada wrote:\r\n> ", b"{3}\r\n", b"{99999999}\r\n", b"NIL", b"UID ", b"FLAGS (", b"BODY[HEADER.FIELDS (X)] ",
)  # fmt: skip
HEADERS = (
    b"Message-ID: <a@b.example>\r\n", b"References: <a@b> <c@d>\r\n", b"To: =?utf-8?q?J=C3=B6rg?= <j@x.example>, grp: a@b.example;\r\n",
    b"Date: Tue, 31 Feb 2026 25:61:61 +9999\r\n", b"Auto-Submitted: auto-replied\r\n", b"Sensitivity: private\r\n",
    b"List-Id: A <list.example>\r\n", b'From: "a@b.example" <c@d.example>\r\n', b"Subject: =?x?B?////?=\r\n",
)  # fmt: skip
_DIGITS = re.compile(rb"\d{1,12}")
_CHARSET = re.compile(rb'charset="?([\w-]+)')


def seeds(kind: str) -> list[bytes]:
    """Sound inputs of a kind."""
    if kind == "calendar":
        return [*_CALENDARS, (SAMPLE / "calendar.ics").read_bytes()[:20_000]]
    if kind == "imap":
        return list(_IMAP)
    if kind == "table":
        return [(SAMPLE / "contacts.csv").read_bytes()[:6_000], (SAMPLE / "deals.csv").read_bytes()[:6_000]]
    if kind == "card":
        return list(_CARDS)
    mails = [raw for raw, _ in TEXTS.values()]
    mails += [path.read_bytes()[:30_000] for path in sorted((SAMPLE / "mail").rglob("*")) if path.is_file()][:40]
    return [*mails, mail(1), _invitation(), _nested()]


def mutated(raw: bytes, others: list[bytes], chance: random.Random) -> bytes:
    """The same input, bent one to six times."""
    for _ in range(chance.randint(1, 6)):
        raw = chance.choice(_WAYS)(raw, others, chance)[:400_000]
    return raw


def _flip(raw: bytes, others: list[bytes], chance: random.Random) -> bytes:
    del others
    at = chance.randrange(len(raw) + 1)
    return raw[:at] + bytes([chance.randrange(256)]) + raw[at + 1 :]


def _cut(raw: bytes, others: list[bytes], chance: random.Random) -> bytes:
    del others
    a, b = sorted((chance.randrange(len(raw) + 1), chance.randrange(len(raw) + 1)))
    return raw[:a] + raw[b:] if chance.random() < 0.6 else raw[:b]


def _repeat(raw: bytes, others: list[bytes], chance: random.Random) -> bytes:
    del others
    at = chance.randrange(len(raw) + 1)
    piece = raw[at : at + chance.choice([1, 3, 20, 200])]
    return raw[:at] + piece * chance.choice([2, 10, 300, 3_000]) + raw[at:]


def _splice(raw: bytes, others: list[bytes], chance: random.Random) -> bytes:
    other = chance.choice(others)
    return raw[: chance.randrange(len(raw) + 1)] + other[chance.randrange(len(other) + 1) :]


def _word(raw: bytes, others: list[bytes], chance: random.Random) -> bytes:
    del others
    at = chance.randrange(len(raw) + 1)
    return raw[:at] + chance.choice(WORDS) * chance.choice([1, 1, 1, 2, 50]) + raw[at:]


def _number(raw: bytes, others: list[bytes], chance: random.Random) -> bytes:
    del others
    found = list(_DIGITS.finditer(raw[:50_000]))
    if not found:
        return raw
    one = chance.choice(found)
    return raw[: one.start()] + chance.choice(NUMBERS) + raw[one.end() :]


def _charset(raw: bytes, others: list[bytes], chance: random.Random) -> bytes:
    del others
    return _CHARSET.sub(b"charset=" + chance.choice(CHARSETS), raw, count=chance.choice([1, 0]))


def _line(raw: bytes, others: list[bytes], chance: random.Random) -> bytes:
    """Lines doubled, dropped, swapped, joined, or a header put in."""
    lines = raw.splitlines(keepends=True) or [b""]
    at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    deed = chance.randrange(5)
    if deed == 0:
        lines.insert(at, lines[other])
    elif deed == 1:
        del lines[at]
    elif deed == 2:
        lines[at], lines[other] = lines[other], lines[at]
    elif deed == 3:
        lines[at] = lines[at].rstrip(b"\r\n")
    else:
        lines.insert(min(at, 12), chance.choice(HEADERS))
    return b"".join(lines)


_WAYS = (_flip, _flip, _cut, _repeat, _splice, _word, _word, _number, _charset, _line, _line)


def _invitation() -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@customer.example", "rob@seller.example", "Invitation: Demo"
    message["Message-ID"] = "<invite@customer.example>"
    message.set_content("Join us.\n")
    message.add_alternative(_CALENDARS[0].decode(), subtype="calendar", params={"method": "REQUEST"})
    return message.as_bytes().replace(b"\n", b"\r\n")


def _nested() -> bytes:
    inner = b"Content-Type: text/plain; charset=utf-8\r\n\r\nwords\r\n"
    for n in range(30):
        inner = b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n%s\r\n--b%d--\r\n" % (n, n, inner, n)
    return b"From: a@b.example\r\nTo: c@d.example\r\nSubject: deep\r\nMIME-Version: 1.0\r\n" + inner


_CALENDARS = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REQUEST\r\nBEGIN:VTIMEZONE\r\nTZID:Own\r\nBEGIN:STANDARD\r\nDTSTART:19701025T030000\r\n"
    b"TZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
    b"BEGIN:VEVENT\r\nUID:u1@x.example\r\nDTSTAMP:20260301T080000Z\r\nDTSTART;TZID=Own:20260310T100000\r\nDTEND;TZID=Own:20260310T110000\r\n"
    b"RRULE:FREQ=WEEKLY;BYDAY=TU,TH;COUNT=20\r\nEXDATE;TZID=Own:20260312T100000\r\nSUMMARY:Demo\\, part 1\r\nORGANIZER;CN=Ada:mailto:ada@customer.example\r\n"
    b'ATTENDEE;PARTSTAT=ACCEPTED;CN="Rob, R":mailto:rob@seller.example\r\nSEQUENCE:2\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:u1@x.example\r\n'
    b"RECURRENCE-ID;TZID=Own:20260317T100000\r\nDTSTART;TZID=Own:20260318T150000\r\nDTEND;TZID=Own:20260318T160000\r\nSUMMARY:Moved\r\nEND:VEVENT\r\n"
    b"END:VCALENDAR\r\n",
    b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:u2\r\nDTSTART;VALUE=DATE:20260401\r\nRDATE;VALUE=DATE:20260405,20260409\r\nRRULE:FREQ=MONTHLY;BYMONTHDAY=-1\r\n"
    b"CLASS:PRIVATE\r\nDESCRIPTION:<b>long</b>\r\n  folded\r\nATTENDEE:mailto:a@b.example\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
)
_CARDS = (
    b"BEGIN:VCARD\r\nVERSION:3.0\r\nN:Cole;Dana;;;\r\nFN:Dana Cole\r\nORG:Acme;Sales\r\nEMAIL;TYPE=WORK,PREF:dana@acme.example\r\nTEL:+49 30 1\r\nEND:VCARD\r\n",
    b"BEGIN:VCARD\r\nVERSION:2.1\r\nFN;CHARSET=utf-8;ENCODING=QUOTED-PRINTABLE:J=C3=BCrgen=\r\n=20M\r\nEMAIL;INTERNET:j@x.example\r\nEND:VCARD\r\n",
)
_IMAP = (
    b'* OK [UIDVALIDITY 7] valid\r\n* 1 FETCH (UID 1 FLAGS (\\Seen $x) INTERNALDATE "01-Mar-2026 10:00:00 +0100" BODY[HEADER.FIELDS (FROM)] {20}\r\n'
    b"From: a@b.example\r\n\r\n)\r\nr1 OK done\r\n",
    b'* 2 FETCH (UID 2 BODYSTRUCTURE (("TEXT" "PLAIN" ("CHARSET" "utf-8") NIL NIL "7BIT" 5 1 NIL NIL NIL NIL)("APPLICATION" "PDF" ("NAME" {3}\r\n'
    b'a b) NIL NIL "BASE64" 99 NIL ("ATTACHMENT" ("FILENAME" "=?utf-8?q?x?=")) NIL NIL) "MIXED" ("BOUNDARY" "x") NIL NIL NIL) BODY[1]<0> ~{2}\r\nhi)\r\n',
    b'* LIST (\\HasNoChildren \\Sent) "/" "Gesendete &AOQ-"\r\n* SEARCH 1 2 5:9\r\n* ESEARCH (TAG "r1") UID ALL 1:5,9\r\n* VANISHED (EARLIER) 3:7\r\n* 5 EXISTS\r\n',
)
