"""Addresses out of header values, by a strict parser that reads each character a bounded number of times.

The standard library's `getaddresses` is neither strict nor linear, so it is not used. RFC 5322 §3.4 with the obsolete
forms that still occur; groups are flattened, never nested. What stands in a display name or a comment is no address.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from connectors.wire.encoded import words
from sync.model import MAX_PEOPLE, Person, Role

MAX_ADDRESS = 320
"""Characters: 64 for the local part, 255 for the domain, one for the sign between them."""
MAX_NAME = 256
"""Characters of a display name that are kept."""

# One mailbox in its usual shape, with the comma after it. Possessive throughout: nothing is read twice.
_USUAL = re.compile(
    r"""[ \t]*+(?:(?:"([^"\\]*+)"[ \t]*+|([^"\\<>@,;:()\[\]]*+))<([A-Za-z0-9!#$%&*+/=?^_`{|}~.'-]++@[A-Za-z0-9._-]++)>"""
    r"""|([A-Za-z0-9!#$%&*+/=?^_`{|}~.-]++@[A-Za-z0-9._-]++))[ \t]*+(?:,|$)"""
)
_DOMAIN = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_LITERAL = re.compile(r"\[[0-9a-f:.v]{3,60}\]")
_LOCAL = re.compile(r"[^\s\"(),:;<>@\[\\\]\x00-\x1f\x7f]+")
_QUOTED_LOCAL = re.compile(r'"(?:[^"\\\x00-\x1f\x7f]|\\[^\x00-\x1f\x7f])*"')
_BREAK = re.compile(r'["(<,;:]')
_QUOTE_END = re.compile(r'[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)
_PAREN = re.compile(r"[()\\]")
_AROUND = re.compile(r"[ \t]*+([@.])[ \t]*+")
_QUOTING = re.compile(r'\\(.)|"', re.DOTALL)
# Controls, characters of no width, turners of direction, and fillers that look like nothing.
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\u3164\ud800-\udfff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\U000e0000-\U000e0fff]"
)
# Scripts whose letters can be taken for one another.
_ALIKE = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC", "GEORGIAN", "LISU"})


class Found(NamedTuple):
    """What one address header holds."""

    people: list[Person]
    total: int
    """Mailboxes seen, kept or not."""
    odd: bool
    """One of them had unseen or mixed-script characters, or was no address in spite of its @."""


class _Mailbox(NamedTuple):
    name: str
    raw: str
    odd: bool
    value: str
    end: int


def people(value: str, role: Role) -> tuple[list[Person], int]:
    """The people of one address header: at most MAX_PEOPLE of them, and how many mailboxes there were."""
    found = read(value, role)
    return found.people, found.total


def read(value: str, role: Role, limit: int = MAX_PEOPLE) -> Found:
    """Parse an unfolded address header. Encoded words are decoded in display names only. Never raises."""
    kept: list[Person] = []
    total, position, odd = 0, 0, False
    while position < len(value):
        usual = _USUAL.match(value, position)
        if usual is not None:
            quoted, phrase, angle, bare = usual.groups()
            name, raw, position = quoted or phrase or "", angle or bare, usual.end()
        else:
            name, raw, strange, value, position = _mailbox(value, position)
            if not raw:
                continue
            odd = odd or strange
        total += 1
        if total > limit:
            continue
        address, strange = _checked(raw)
        odd = odd or strange
        if address:
            kept.append(Person(role, address, _display(name) if name else ""))
    return Found(kept, total, odd)


def canonical(address: str) -> str:
    """One address, lower-case, its domain in IDNA A-labels, unseen characters gone; empty when it is none."""
    if len(address) > 2 * MAX_ADDRESS:
        return ""
    address = address.strip()
    if not (address.isascii() and address.isprintable()):
        address = unicodedata.normalize("NFC", _UNSEEN.sub("", address)).strip()
    local, _, domain = address.lower().rpartition("@")
    if not _LOCAL.fullmatch(local):
        local = _unquoted(local)
    domain = domain.removesuffix(".")
    if not domain.isascii():
        domain = ".".join(map(_label, domain.split(".")))
    if not local or len(local) > MAX_ADDRESS or len(domain) > 255:
        return ""
    return f"{local}@{domain}" if _DOMAIN.fullmatch(domain) or _LITERAL.fullmatch(domain) else ""


@lru_cache(maxsize=4096)  # a mailbox holds the same few people over and over
def _checked(raw: str) -> tuple[str, bool]:
    """The canonical address, and whether it is odd. An unseen character shows as `?`, so that it matches nobody."""
    if not (raw.isascii() and raw.isprintable()):
        clean = _UNSEEN.sub("?", raw)
        return canonical(clean), clean != raw or _mixed(clean)
    address = canonical(raw)
    return address, ("@" in raw and not address) or ("xn--" in address and _mixed(address))


def _mixed(address: str) -> bool:
    """Whether one part of the address mixes scripts, or has characters that only look like plain ones."""
    return any(_mixed_label(_shown(label)) for label in address.replace("@", ".").split("."))


def _mixed_label(label: str) -> bool:
    if label.isascii():
        return False
    scripts = {unicodedata.name(letter, "").partition(" ")[0] for letter in label if letter.isalpha()}
    return len(scripts & _ALIKE) > 1 or unicodedata.normalize("NFKC", label) != unicodedata.normalize("NFC", label)


def _shown(label: str) -> str:
    """A label as people see it."""
    if not label.lower().startswith("xn--") or len(label) > 63:
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except UnicodeError:
        return label


def _label(label: str) -> str:
    """The A-label (RFC 5890) of one label, without any mapping: what only looks alike stays different."""
    if label.isascii() or len(label) > 63:
        return label
    try:
        return "xn--" + label.encode("punycode").decode("ascii")
    except UnicodeError:
        return label


def _unquoted(local: str) -> str:
    """A quoted local part without its quotes where they are not needed; empty when it is neither."""
    if not _QUOTED_LOCAL.fullmatch(local):
        return ""
    inner = _QUOTING.sub(r"\1", local)
    return inner if _LOCAL.fullmatch(inner) else local


@lru_cache(maxsize=2048)
def _display(name: str) -> str:
    """A display name for people to read."""
    name = words(name[: 8 * MAX_NAME])
    if len(name) > 1 and name[0] == name[-1] and name[0] in "'\"":
        name = name[1:-1].strip()
    return name[:MAX_NAME]


def _mailbox(value: str, position: int) -> _Mailbox:
    """The mailbox that starts here and does not look as usual; its raw address is empty where there is none.

    A quote, comment or bracket that never closes is blanked in the rest of the value, once: so the parser stays linear.
    """
    text: list[str] = []
    angle, comment, odd = "", "", False
    while position < len(value):
        found = _BREAK.search(value, position)
        if found is None:
            text.append(value[position:])
            position = len(value)
            break
        text.append(value[position : found.start()])
        sign, position = found[0], found.end()
        if sign in ",;":
            break
        if sign == ":":  # the name of a group, or the scheme of a link
            text.clear()
            continue
        close = _close(value, sign, position)
        if close < 0:
            value = value[:position] + value[position:].replace(sign, " ")
        elif sign == '"':
            text.append(value[position - 1 : close])
        elif sign == "(":
            comment = comment or value[position : close - 1]
        elif angle:
            odd = True
        else:
            angle = value[position : close - 1].lstrip("<")
        position = max(position, close)
    bare = "".join(text).strip()
    if angle:
        return _Mailbox(_QUOTING.sub(r"\1", bare) or comment, _bare(_routed(angle)), odd, value, position)
    return _Mailbox(comment, _bare(bare) if "@" in bare else "", odd, value, position)


def _close(value: str, sign: str, position: int) -> int:
    """Where the quote, comment or bracket that opened before `position` is over; -1 when it never closes."""
    if sign == "<":
        return value.find(">", position) + 1 or -1
    if sign == '"':
        quote = _QUOTE_END.match(value, position)
        return quote.end() if quote else -1
    depth = 1
    while depth:
        found = _PAREN.search(value, position)
        if found is None:
            return -1
        position = found.end() + (found[0] == "\\")
        depth += {"(": 1, ")": -1}.get(found[0], 0)
    return min(position, len(value))


def _routed(angle: str) -> str:
    """Without the obsolete route `@one,@two:` and without a link's scheme."""
    if angle.startswith("@") or angle[:7].lower() == "mailto:":
        return angle.rpartition(":")[2]
    return angle


def _bare(text: str) -> str:
    """An address without the blanks that the old syntax allows, and without a pair of single quotes around it."""
    text = text.strip()
    if " " in text or "\t" in text:
        text = _AROUND.sub(r"\1", text[: 4 * MAX_ADDRESS])
    return text[1:-1] if len(text) > 2 and text[0] == text[-1] == "'" else text
