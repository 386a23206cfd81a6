"""One mail of the sample as a value, and its bytes. The MIME is written by hand, so that every Python writes the same."""

from __future__ import annotations

import base64
import hashlib
import quopri
import textwrap
from dataclasses import dataclass, field
from datetime import datetime
from html import escape

from cast import Person
from dates import DAYS, MONTHS, date_header, zone

_DE = (
    ["Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"],
    [
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ],
)
_FR = (
    ["lun", "mar", "mer", "jeu", "ven", "sam", "dim"],
    ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."],
)
_TYPES = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "txt": "text/plain",
    "ics": "application/ics",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_BLOCK = {
    "en": ("From", "Sent", "To", "Cc", "Subject", "-----Original Message-----"),
    "de": ("Von", "Gesendet", "An", "Cc", "Betreff", "-----Ursprüngliche Nachricht-----"),
    "fr": ("De", "Envoyé", "À", "Cc", "Objet", "-----Message d'origine-----"),
}
_PHONE = {"en": "Sent from my phone", "de": "Von meinem Telefon gesendet", "fr": "Envoyé de mon téléphone"}
_GMAIL_QUOTE = "margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex"


@dataclass
class Letter:
    """One mail with what should become of it."""

    when: datetime
    sender: Person
    to: list[Person]
    cc: list[Person] = field(default_factory=list)
    subject: str = ""
    body: str = ""
    attachments: list[str] = field(default_factory=list)
    headers: list[tuple[str, str]] = field(default_factory=list)
    places: list[tuple[str, str]] = field(default_factory=list)
    """(account, folder) of each copy."""
    expect: str = "captured"
    """captured, held, or the reason of a skip."""
    deal: str = "-"
    """A deal's id, `ambiguous`, or `-`."""
    previous: Letter | None = None
    quote: bool = True
    form: str = ""
    story: str = ""
    calendar: tuple[str, str] | None = None
    """(method, iCalendar text) of an invitation, update, cancellation or answer."""
    parts: list[tuple[str, str]] = field(default_factory=list)
    """Type and text of the parts of a delivery report, in place of the body."""
    date: str = ""
    """A Date header as it is, in place of `when`."""
    with_id: bool = True
    bare_calendar: bool = False
    """The calendar part is the whole mail."""

    @property
    def id(self) -> str:
        """Message-ID without brackets."""
        mark = digest(f"{self.when:%Y%m%d%H%M}{self.sender.address}{self.subject}{self.body[:40]}")
        domain = self.sender.address.partition("@")[2]
        return f"{mark[:24].upper()}@{domain}" if self.sender.client == "outlook" else f"{mark[:20]}@mail.{domain}"

    @property
    def received(self) -> int:
        """When the server took it, in seconds since 1970: the file's time."""
        return int(self.when.timestamp()) + 2 + int(digest(self.subject)[:4], 16) % 50

    @property
    def style(self) -> str:
        """plain, both or html."""
        return self.form or self.sender.form


def digest(text: str) -> str:
    """A stable mark for anything that looks random in real mail."""
    return hashlib.sha256(text.encode()).hexdigest()


def word(text: str, charset: str = "utf-8") -> str:
    """A header value; encoded words where it is not ASCII."""
    if text.isascii():
        return text
    if charset != "utf-8":
        encoded = "".join(
            chr(b) if chr(b).isalnum() and b < 128 else "_" if b == 32 else f"={b:02X}" for b in text.encode(charset)
        )
        return f"=?{charset}?Q?{encoded}?="
    chunks = [text[i : i + 14] for i in range(0, len(text), 14)]
    return "\n ".join(f"=?utf-8?B?{base64.b64encode(chunk.encode()).decode()}?=" for chunk in chunks)


def mailbox(who: Person) -> str:
    """Name and address as a header shows them."""
    name = f'"{who.name}"' if "." in who.name or "," in who.name else who.name
    return f"{word(name if name.isascii() else who.name, who.charset)} <{who.address}>"


def encode(letter: Letter, delivered_to: str = "") -> bytes:
    """The bytes of one copy."""
    lines = [("Delivered-To", delivered_to)] if delivered_to else []
    lines += [
        ("Date", letter.date or date_header(letter.when, letter.sender.zone)),
        ("From", mailbox(letter.sender)),
        ("To", ",\n ".join(mailbox(p) for p in letter.to)),
    ]
    if letter.cc:
        lines.append(("Cc", ",\n ".join(mailbox(p) for p in letter.cc)))
    lines.append(("Subject", word(letter.subject, _charset(letter, letter.subject))))
    if letter.with_id:
        lines.append(("Message-ID", f"<{letter.id}>"))
    chain = _chain(letter)
    if chain:
        lines += [("In-Reply-To", f"<{chain[-1]}>"), ("References", "\n ".join(f"<{i}>" for i in chain[-12:]))]
    lines += [*letter.headers, ("MIME-Version", "1.0")]
    head = "".join(f"{name}: {value}\n" for name, value in lines)
    return head.encode("ascii") + _content(letter)


def _chain(letter: Letter) -> list[str]:
    chain: list[str] = []
    at = letter.previous
    while at is not None:
        if at.with_id:
            chain.insert(0, at.id)
        at = at.previous
    return chain


def _content(letter: Letter) -> bytes:
    if letter.calendar and letter.bare_calendar:
        return _calendar_part(letter)
    if letter.parts:
        return _multi(
            "report",
            [_leaf(kind, text, "utf-8") for kind, text in letter.parts],
            letter,
            "; report-type=delivery-status",
        )
    plain, html = plain_text(letter), html_text(letter)
    charset = _charset(letter, plain)
    leaves = []
    if letter.style != "html":
        leaves.append(_leaf("text/plain", plain, charset, eight_bit=charset == "iso-8859-1"))
    if letter.style != "plain":
        leaves.append(_leaf("text/html", html, charset))
    if letter.calendar:
        leaves.append(_calendar_part(letter))
    body = leaves[0] if len(leaves) == 1 else _multi("alternative", leaves, letter)
    names = list(letter.attachments)
    if letter.calendar and letter.sender.client == "gmail":
        names.append("invite.ics")
    if names:
        body = _multi("mixed", [body, *(_attachment(name, letter) for name in names)], letter)
    return body


def _charset(letter: Letter, text: str) -> str:
    try:
        text.encode(letter.sender.charset)
    except UnicodeEncodeError:
        return "utf-8"
    return letter.sender.charset


def _leaf(kind: str, text: str, charset: str, *, eight_bit: bool = False, extra: str = "") -> bytes:
    raw = text.encode(charset)
    if text.isascii() and max(map(len, raw.split(b"\n"))) < 900:
        way, body = "7bit", raw
    elif eight_bit:
        way, body = "8bit", raw
    else:
        way, body = "quoted-printable", quopri.encodestring(raw)
    head = f"Content-Type: {kind}; charset={charset}{extra}\nContent-Transfer-Encoding: {way}\n\n"
    return head.encode() + body


def _calendar_part(letter: Letter) -> bytes:
    method, text = letter.calendar or ("", "")
    return _leaf("text/calendar", text, "utf-8", extra=f"; method={method}")


def _attachment(name: str, letter: Letter) -> bytes:
    kind = _TYPES.get(name.rpartition(".")[2], "application/octet-stream")
    data = letter.calendar[1] if name == "invite.ics" and letter.calendar else f"{name}: a sample attachment.\n"
    shown = (
        f'filename="{name}"'
        if name.isascii()
        else "filename*=utf-8''" + "".join(c if c.isascii() else "".join(f"%{b:02X}" for b in c.encode()) for c in name)
    )
    head = f"Content-Type: {kind}\nContent-Disposition: attachment; {shown}\nContent-Transfer-Encoding: base64\n\n"
    return head.encode() + base64.encodebytes(data.encode())


def _multi(kind: str, parts: list[bytes], letter: Letter, extra: str = "") -> bytes:
    mark = f"=_{kind[:3]}_{digest(letter.id)[:16]}"
    head = f'Content-Type: multipart/{kind}{extra};\n boundary="{mark}"\n\n'
    cut = f"--{mark}\n".encode()
    return head.encode() + b"".join(cut + part.rstrip(b"\n") + b"\n" for part in parts) + f"--{mark}--\n".encode()


def signature(letter: Letter) -> str:
    """What the sender's program puts below the words."""
    who = letter.sender
    if who.client == "phone":
        return _PHONE[who.lang]
    if not who.title or (who.company == "Fjordlight" and letter.expect in {"internal", "own"}):
        return ""
    mark = "" if who.client == "outlook" else "-- \n"
    return f"{mark}{who.name}\n{who.title} | {who.company}\n{who.phone}".rstrip()


def plain_text(letter: Letter, depth: int = 0) -> str:
    """The words, the signature, and the earlier mail quoted as the sender's program does it."""
    wrap = letter.sender.client in {"gmail", "apple"}
    words = _wrapped(letter.body) if wrap else letter.body
    parts = [words, signature(letter)]
    if letter.previous and letter.quote and depth < 2:
        parts.append(_plain_quote(letter, letter.previous, plain_text(letter.previous, depth + 1)))
    return "\n\n".join(part.strip("\n") for part in parts if part) + "\n"


def _wrapped(text: str) -> str:
    return "\n".join(textwrap.fill(line, 76, break_long_words=False) if line else "" for line in text.split("\n"))


def _plain_quote(letter: Letter, earlier: Letter, text: str) -> str:
    if letter.sender.client == "outlook":
        block = "\n".join(f"{name}: {value}" for name, value in _block(earlier, letter.sender.lang))
        return f"{_BLOCK[letter.sender.lang][5]}\n{block}\n\n{text}"
    quoted = "\n".join(
        f"> {line}".rstrip() if not line.startswith(">") else f">{line}" for line in text.rstrip("\n").split("\n")
    )
    return f"{_attribution(letter, earlier)}\n\n{quoted}"


def _block(earlier: Letter, lang: str) -> list[tuple[str, str]]:
    names = _BLOCK[lang]
    at = earlier.when.astimezone(zone("oslo", earlier.when))
    cells = [
        (names[0], f"{earlier.sender.name} <{earlier.sender.address}>"),
        (names[1], f"{at.day:02d}.{at.month:02d}.{at.year} {at:%H:%M}"),
        (names[2], "; ".join(p.name for p in earlier.to)),
    ]
    if earlier.cc:
        cells.append((names[3], "; ".join(p.name for p in earlier.cc)))
    return [*cells, (names[4], earlier.subject)]


def _attribution(letter: Letter, earlier: Letter) -> str:
    who, at = letter.sender, earlier.when.astimezone(zone(letter.sender.zone, earlier.when))
    name = f"{earlier.sender.name} <{earlier.sender.address}>"
    if who.lang == "de":
        return (
            f"Am {_DE[0][at.weekday()]}., {at.day}. {_DE[1][at.month - 1]} {at.year} um {at:%H:%M} Uhr schrieb {name}:"
        )
    if who.lang == "fr":
        return f"Le {_FR[0][at.weekday()]}. {at.day} {_FR[1][at.month - 1]} {at.year} à {at:%H:%M}, {name} a écrit :"
    day, month = DAYS[at.weekday()], MONTHS[at.month - 1]
    if who.client == "apple":
        return f"On {at.day} {month} {at.year}, at {at:%H:%M}, {name} wrote:"
    return f"On {day}, {at.day} {month} {at.year} at {at:%H:%M}, {name} wrote:"


def html_text(letter: Letter, depth: int = 0) -> str:
    """The same mail as HTML."""
    sign = signature(letter).removeprefix("-- \n")
    quote = ""
    if letter.previous and letter.quote and depth < 1:
        quote = _html_quote(letter, letter.previous, html_text(letter.previous, depth + 1))
    if letter.sender.client == "outlook":
        rows = "".join(
            f'<p class="MsoNormal">{escape(line) or "&nbsp;"}</p>\n' for line in f"{letter.body}\n\n{sign}".split("\n")
        )
        return f'<div class="WordSection1">\n{rows}</div>\n{quote}'
    mark = f'<div class="gmail_signature" data-smartmail="gmail_signature">{_lines(sign)}</div>\n' if sign else ""
    return f'<div dir="ltr">{_lines(letter.body)}</div>\n<br>{mark}{quote}'


def _lines(text: str) -> str:
    return "<br>\n".join(escape(line) for line in text.split("\n"))


def _html_quote(letter: Letter, earlier: Letter, html: str) -> str:
    if letter.sender.client == "outlook":
        rows = "<br>\n".join(f"<b>{name}:</b> {escape(value)}" for name, value in _block(earlier, letter.sender.lang))
        return f'<hr style="display:inline-block;width:98%">\n<div id="divRplyFwdMsg" dir="ltr">{rows}</div>\n{html}'
    line = escape(_attribution(letter, earlier))
    if letter.sender.client == "apple":
        return f'<div><blockquote type="cite"><div>{line}</div><br>\n<div>{html}</div></blockquote></div>\n'
    return (
        f'<div class="gmail_quote"><div dir="ltr" class="gmail_attr">{line}<br></div>\n'
        f'<blockquote class="gmail_quote" style="{_GMAIL_QUOTE}">{html}</blockquote></div>\n'
    )
