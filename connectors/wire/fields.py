"""A header block into named values, and the values of dates and Message-IDs. Nothing here raises.

No parser of the standard library stands on the usual way: they cost ten times as much, and some are quadratic.
"""

from __future__ import annotations

import re
from datetime import date

from connectors.wire.encoded import mended
from sync.model import MAX_REFERENCES

FIELDS = (
    "From", "Sender", "Reply-To", "To", "Cc", "Bcc", "Subject", "Date", "Message-ID", "References", "In-Reply-To",
    "Content-Type", "Content-Class", "Sensitivity", "Return-Path", "Auto-Submitted", "Precedence", "X-Precedence",
    "List-Id", "List-Post", "List-Unsubscribe", "Mailing-List", "Feedback-ID", "X-Campaign", "X-CampaignID", "X-Campaign-ID",
    "X-Mailer-RecptId", "X-MC-User", "X-CSA-Complaints", "X-Autoreply", "X-Autorespond", "X-Auto-Response", "X-Auto-Reply",
    "X-Mail-Autoreply", "X-Failed-Recipients", "X-MS-Exchange-Message-Is-Ndr", "X-MLServer",
    "X-Spam-Flag", "X-Gmail-Labels", "X-Mozilla-Status", "Chat-Version", "Delivered-To",
)  # fmt: skip
"""The header fields that are read: what to ask a server for."""

_WANTED = frozenset(name.lower() for name in FIELDS) | {
    "content-transfer-encoding", "content-disposition", "content-id",
}  # fmt: skip
_MANY = frozenset({"to", "cc", "bcc", "references", "in-reply-to", "delivered-to"})
_MONTHS = {"jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11,
           "dec": 12}  # fmt: skip
_DATE = re.compile(
    r"\s*+(?:[A-Za-z]{2,9}[,.]?\s*+)?(\d{1,2})[\s-]++([A-Za-z]{3})[a-z]*+[.,]?[\s-]++(\d{4}|\d{2}),?\s++"
    r"(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:\.\d{1,9})?)?\s*+(?:([AaPp])\.?[Mm]\.?\s*+)?(?:([+-])(\d\d):?(\d\d)|([A-Za-z]{1,5}))?",
    re.ASCII,
)
# What ctime() and its many copies write.
_UNIX_DATE = re.compile(
    r"\s*+[A-Za-z]{3},?\s++([A-Za-z]{3})[a-z]*+\s++(\d{1,2}),?\s++(\d{1,2}):(\d{2})(?::(\d{2}))?\s++(?:[A-Z]{3,5}\s++)?(\d{4})(?:\s++([+-])(\d\d)(\d\d))?",
    re.ASCII,
)
_ISO_DATE = re.compile(
    r"\s*+(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d))?(?:\.\d{1,9})?\s*+(?:([+-])(\d\d):?(\d\d)|Z)?", re.ASCII
)
_ZONES = {"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "CET": 1, "CEST": 2,
          "BST": 1, "MET": 1, "MEST": 2, "EET": 2, "EEST": 3, "MSK": 3, "JST": 9, "IST": 5.5}  # fmt: skip
_EARLIEST, _LATEST = 631_152_000, 4_102_444_800  # 1990 and 2100
_EPOCH = date(1970, 1, 1).toordinal()
_ID = re.compile(r"<([^<>]{1,998})>")
_ID_JUNK = re.compile(r"[\s\x00-\x1f\x7f-\x9f\ud800-\udfff]+")


def body_of(raw: bytes, start: int, end: int) -> tuple[int, int]:
    """Where the header that begins at `start` is over, and where its body begins; both `end` without a blank line."""
    if raw.startswith((b"\n", b"\r\n"), start, end):
        return start, raw.find(b"\n", start) + 1
    bare = raw.find(b"\n\n", start, end)
    marked = raw.find(b"\n\r\n", start, end if bare < 0 else bare)
    if marked >= 0:
        return marked + 1, marked + 3
    return (bare + 1, bare + 2) if bare >= 0 else (end, end)


def split(block: bytes) -> tuple[dict[str, str], bool]:
    """The wanted fields by lower-case name, unfolded, and whether raw 8-bit characters had to be guessed.

    The first of several fields counts, but address and reference fields are joined, as a careless program means it.
    """
    guessed = False
    try:
        text = block.decode("utf-8")
    except UnicodeDecodeError:
        text, guessed = block.decode("utf-8", "surrogateescape"), True
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    found: dict[str, str] = {}
    more: list[tuple[str, str]] = []
    for line in text.replace("\n ", " ").replace("\n\t", " ").split("\n"):
        name, _, value = line.partition(":")
        name = name.lower()
        if name not in _WANTED:
            name = name.rstrip()
            if name not in _WANTED:
                continue
        if name not in found:
            found[name] = value.strip()
        elif name in _MANY:
            more.append((name, value.strip()))
    for name in {name for name, _ in more}:
        found[name] = ", ".join([found[name], *(value for other, value in more if other == name)])
    return _repaired(found) if guessed else (found, False)


def _repaired(found: dict[str, str]) -> tuple[dict[str, str], bool]:
    """Fields with bytes that are not UTF-8, made readable."""
    guessed = False
    for name, value in found.items():
        try:
            value.encode("utf-8")
        except UnicodeEncodeError:
            found[name] = mended(value)
            guessed = True
    return found, guessed


def seconds(value: str) -> int | None:
    """A Date header as seconds since 1970; None when it is no date, or is absurd (before 1990, after 2100)."""
    value = value[:200]
    found = _DATE.match(value)
    if found is None:
        return _rare_date(value)
    day, month, year, hour, minute, second, half, sign, hours, minutes, zone = found.groups()
    number = _MONTHS.get(month.lower())
    if number is None:
        return None
    if len(year) == 2:
        year = ("20" if year < "70" else "19") + year
    hour = int(hour) % 12 + (12 if half in "pP" else 0) if half else int(hour)
    shift = _shift(sign, hours, minutes) if sign else int(_ZONES.get((zone or "").upper(), 0) * 3600)
    return _instant(int(year), number, int(day), hour, int(minute), int(second or 0), shift)


def zone(value: str) -> int | None:
    """The zone of a Date header, in minutes east of Greenwich; None where it has none, or says that it does not know (-0000)."""
    found = _DATE.match(value[:200])
    if found is None:
        return None
    sign, hours, minutes, name = found.groups()[7:]
    if not sign:
        return None if (hour := _ZONES.get((name or "").upper())) is None else int(hour * 60)
    if sign == "-" and hours == minutes == "00":
        return None
    shift = _shift(sign, hours, minutes)
    return None if shift is None else shift // 60


def _rare_date(value: str) -> int | None:
    if found := _UNIX_DATE.match(value):
        name, day, hour, minute, second, year, sign, hours, minutes = found.groups()
        month = _MONTHS.get(name.lower(), 0)
    elif found := _ISO_DATE.match(value):
        year, number, day, hour, minute, second, sign, hours, minutes = found.groups()
        month = int(number)
    else:
        return None
    shift = _shift(sign, hours, minutes) if sign else 0
    return _instant(int(year), month, int(day), int(hour), int(minute), int(second or 0), shift)


def _shift(sign: str, hours: str, minutes: str) -> int | None:
    """Seconds east of Greenwich; None for what no place on Earth uses."""
    east = int(hours) * 3600 + int(minutes) * 60
    if east > 15 * 3600 or minutes > "59":
        return None
    return -east if sign == "-" else east


def _instant(year: int, month: int, day: int, hour: int, minute: int, second: int, shift: int | None) -> int | None:
    if shift is None or hour > 23 or minute > 59 or second > 60:
        return None
    try:
        days = date(year, month, day).toordinal() - _EPOCH
    except ValueError:
        return None
    instant = days * 86_400 + hour * 3600 + minute * 60 + second - shift
    return instant if _EARLIEST <= instant < _LATEST else None


def message_id(value: str) -> str:
    """The first Message-ID of a value, without its brackets and blanks; empty when there is none."""
    found = _ID.search(value[:4096])
    text = found[1] if found else value[:998].strip("<> \t,")
    return _ID_JUNK.sub("", text)


def references(older: str, parent: str) -> tuple[tuple[str, ...], bool]:
    """The Message-IDs of References and In-Reply-To, oldest first, each once; and whether some were left out.

    Of too many, the first and the newest stay: the root joins the conversation, the newest say where in it.
    """
    if not older and not parent:
        return (), False
    ids = dict.fromkeys(_ids(older) + _ids(parent) if parent else _ids(older))
    ids.pop("", None)
    if len(ids) <= MAX_REFERENCES:
        return tuple(ids), False
    every = list(ids)
    return (every[0], *every[1 - MAX_REFERENCES :]), True


def _ids(value: str) -> list[str]:
    found = _ID.findall(value)
    if not found and "<" not in value:
        found = [word for text in value[:4096].replace(",", " ").split() if "@" in (word := text.replace(">", ""))]
    return [text if text.isprintable() and " " not in text else _ID_JUNK.sub("", text) for text in found]
