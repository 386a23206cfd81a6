"""The author's own card: what stands below the author's name at the end of a mail, be it a signature or its last lines."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from matchers.reading.names import Someone, bare, tokens
from matchers.reading.phones import Phone, best, numbers
from matchers.reading.titles import is_company, is_department, pieces, title_of

MAX_LINES = 14
"""Lines below a name that may belong to it."""
LAST_LINES = 10
"""Lines at the end of a text among which a name is looked for."""
_ON_BEHALF = re.compile(r"^(?:i\. ?[av]\.|ppa\.?|p\.? ?p\.|per pro\.?|im auftrag|p\.? ?o\.)\s*", re.IGNORECASE)
_CLOSING = re.compile(
    r"^(?:gruß|grüße|lg|vg|mfg|best|regards|cheers|saludos|cordialement|thanks|merci|danke|gracias)[,!]?\s+",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"(?:p\. ?s\.|ps\b|sitz der|registered|handelsregister|amtsgericht|geschäftsführ\w*\s*:|managing directors?\s*:|vorstand\s*:|vertretungsberechtigt"
    r"|siège social|domicilio social|company (?:no|reg)|pflichtangaben|aviso|confidential|unsere datenschutz)",
    re.IGNORECASE,
)


class Card(NamedTuple):
    """What a card says of its owner."""

    title: str = ""
    title_quote: str = ""
    phone: str = ""
    phone_quote: str = ""
    others: tuple[str, ...] = ()
    """Further numbers of the owner's, none of them a fax."""


def read(text: str, signature: str, author: Someone) -> Card:
    """The card in a signature, or in the last lines of a text; empty where no line bears the author's name."""
    lines = [line.strip() for line in signature.split("\n")]
    at = _named(lines, author)
    if at < 0:
        last = [line.strip() for line in text[-2_000:].split("\n")][-LAST_LINES:]
        if any(lines) and _foreign(lines):
            return Card()
        lines = [*last, *lines]
        at = _named(lines, author)
    return _card(lines[at : at + MAX_LINES], author) if at >= 0 else Card()


def _named(lines: list[str], author: Someone) -> int:
    """The line with the author's name; -1 without one."""
    for at, line in enumerate(lines):
        if line and len(line) <= 160 and _is_name(_first(line), author):
            return at
    return -1


@lru_cache(maxsize=1_024)
def _first(line: str) -> str:
    """The part of a line in which a name may stand."""
    bare = _ON_BEHALF.sub("", _CLOSING.sub("", line))
    first = next(iter(pieces(bare)), "")
    return first.partition(",")[0]


@lru_cache(maxsize=1_024)
def _is_name(piece: str, author: Someone) -> bool:
    """Whether a piece is the author's name and no more: a first name, initials with the last one, letters behind it."""
    if len(piece) > 60 or any(sign.isdigit() for sign in piece) or piece[-1:] in "?!:":
        return False
    words = tokens(piece)
    if not words or len(words) > 5:
        return False
    own = [word for word in words if bare(word) in author.tokens]
    rest = [word for word in piece.split() if bare(word.strip(".,()")) not in author.tokens]
    strange = [word for word in rest if not (word.isupper() or len(word.strip(".,")) <= 2 or "." in word)]
    return bool(own) and len(strange) <= (1 if len(own) > 1 else 0)


def _foreign(lines: list[str]) -> bool:
    """Whether a signature begins with two or more capitalised words: somebody else's name."""
    first = next((line for line in lines if line and not line.endswith(",")), "")
    return len(first.split()) in {2, 3} and first.istitle()


def _card(lines: list[str], author: Someone) -> Card:
    title, title_quote = _title(lines, author)
    found: list[tuple[Phone, str]] = []
    for line in lines[:1] + _own(lines[1:]):
        found += [(_switchboard(phone), line) for phone in numbers(line)]
    chosen = best([phone for phone, _ in found])
    if chosen is None:
        return Card(title, title_quote)
    line = next(line for phone, line in found if phone is chosen)
    others = tuple(phone.value for phone, _ in found if phone is not chosen and phone.line != "fax")
    return Card(title, title_quote, chosen.value, line[chosen.start : chosen.end].strip() or chosen.value, others)


def _switchboard(phone: Phone) -> Phone:
    """A number that ends in a single zero behind a dash is everybody's."""
    return (
        phone._replace(line="desk")
        if phone.line in {"phone", "plain"} and re.search(r"[-–/]\s?0$", phone.value)
        else phone
    )


def _own(lines: list[str]) -> list[str]:
    """The lines that are the person's: until the company's legal lines, or words of a text, begin."""
    for at, line in enumerate(lines):
        if _ENDS.match(line) or (len(line) > 120 and not any(numbers(line))):
            return lines[:at]
    return lines


def _title(lines: list[str], author: Someone) -> tuple[str, str]:
    """The job title beside the name or within the three lines below it, and the line that has it."""
    beside = pieces(lines[0])[1:] or [part.strip() for part in lines[0].split(",")[1:]]
    for piece in beside:
        if title := title_of(piece, department=True):
            return title, lines[0]
    below = [line for line in lines[1:] if line][:3]
    for at, line in enumerate(below):
        if _ENDS.match(line) or (not at and len(pieces(line)) < 2 and any(numbers(line))):
            break
        if title := title_of(line, department=not at):
            return _own_title(_whole(title, line, author), author), line
    return "", ""


def _whole(title: str, line: str, author: Someone) -> str:
    """A title of one word with what stands behind its comma or dash: `Director, Client Relations`. The company's name is none of it."""
    behind = _BEHIND.match(line[len(title) :]) if line.startswith(title) and " " not in title else None
    if behind is None:
        return title
    rest = behind["rest"].strip()
    host = author.address.rpartition("@")[2].split(".")[0]
    words = [bare(word) for word in rest.split()]
    alien = len(words) > 4 or any(len(word) > 3 and word in host for word in words) or any(map(str.isdigit, rest))
    return title if alien or is_company(rest) else f"{title}{behind['sign']}{rest}"


_BEHIND = re.compile(r"(?P<sign>, | [-–—] )(?P<rest>[^|·•@,/–—]{3,40})$")


def _own_title(title: str, author: Someone) -> str:
    """A title that is a name, or the company's, is none."""
    host = author.address.rpartition("@")[2].split(".")[0]
    flat = "".join(title.lower().split())
    return "" if flat and (flat in host or host in flat) and not is_department(title) else title
