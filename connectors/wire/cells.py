"""What people write into the cells of a table: amounts, dates, states, addresses. Each reader raises ValueError with a sentence
for the rep when it cannot tell what is meant: a wrong guess costs more than a question.
"""

from __future__ import annotations

import re
from datetime import date

from connectors.wire import address
from connectors.wire.encoded import clean

_SIGNS = {
    "€": "EUR",
    "$": "USD",
    "£": "GBP",
    "¥": "JPY",
    "₹": "INR",
    "zł": "PLN",
    "kč": "CZK",
    "kr": "",
    "kr.": "",
    "fr.": "CHF",
}
_MONEY = re.compile(r"([^\d.,+-]*)([\d][\d.,]*)([^\d.,+-]*)")
_GAPS = re.compile(r"[\s'’_]")
_ROUND = re.compile(r"[.,](?:-+|–|—)(?=\D*$)")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[t ].*)?")
_DOTTED = re.compile(r"(\d{1,2})\. ?(\d{1,2})\. ?(\d{4})")
_SLASHED = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})")
_WORDED = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th)?[ .-]+([a-z]{3,9})|([a-z]{3,9})\.? +(\d{1,2})(?:st|nd|rd|th)?)[ .,-]+(\d{4})"
)
_LONGEST = 60
"""Characters of an amount or a date."""
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NOT_WORD = re.compile(r"[\s_/-]+")
_STATES = {
    "open": "open", "active": "open", "in progress": "open", "ongoing": "open", "pending": "open", "new": "open",
    "won": "won", "closed won": "won", "closedwon": "won", "win": "won", "close won": "won",
    "lost": "lost", "closed lost": "lost", "closedlost": "lost", "close lost": "lost", "abandoned": "lost", "dead": "lost",
}  # fmt: skip


def amount(text: str) -> tuple[str, str]:
    """A decimal string, as 12500.00, and the currency that stands beside it; both empty for an empty cell.

    A single sign before exactly three digits parts thousands: money has no three decimals.
    """
    plain = _GAPS.sub("", text)
    if not plain:
        return "", ""
    found = _MONEY.fullmatch(_ROUND.sub("", plain)) if len(plain) <= _LONGEST else None
    if found is None or (found[1] and found[3]):
        raise ValueError(f"“{shown(text)}” is no amount: write it like 12500.00.")
    return _number(found[2], text), currency(found[1] or found[3])


def currency(text: str) -> str:
    """Three letters, as EUR; empty for an empty cell."""
    plain = text.strip()
    if plain.lower() in _SIGNS:
        return _SIGNS[plain.lower()]
    if not plain or (len(plain) == 3 and plain.isascii() and plain.isalpha()):
        return plain.upper()
    raise ValueError(f"“{shown(text)}” is no currency: write its three letters, like EUR.")


def _number(digits: str, text: str) -> str:
    signs = [sign for sign in digits if sign in ".,"]
    whole, decimals = digits, ""
    if signs and (len(set(signs)) == 2 or (len(signs) == 1 and not re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", digits))):
        whole, _, decimals = digits.rpartition(signs[-1])
        if signs.count(signs[-1]) > 1:
            raise ValueError(f"“{shown(text)}” is no amount: write it like 12500.00.")
    groups = re.split(r"[.,]", whole)
    if (len(groups) > 1 and not (len(groups[0]) in {1, 2, 3} and all(len(group) == 3 for group in groups[1:]))) or (
        len(whole) > 20 or len(decimals) > 6
    ):
        raise ValueError(f"“{shown(text)}” is no amount: write it like 12500.00.")
    plain = "".join(groups).lstrip("0") or "0"
    return f"{plain}.{decimals}" if decimals else plain


def day(text: str) -> str:
    """A date as 2026-03-31; empty for an empty cell. What can be read in two ways is not guessed."""
    plain = " ".join(text[: 2 * _LONGEST].lower().split())
    if not plain:
        return ""
    year, month, number = _parts(plain, text)
    try:
        found = date(year, month, number)
    except ValueError:
        raise ValueError(f"“{shown(text)}” is no day of the calendar: write it like 2026-03-31.") from None
    if not 1990 <= year < 2100:
        raise ValueError(f"“{shown(text)}” is too far away: check its year.")
    return found.isoformat()


def _parts(plain: str, text: str) -> tuple[int, int, int]:
    """Year, month, day."""
    if found := _ISO.fullmatch(plain):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _DOTTED.fullmatch(plain):
        return int(found[3]), int(found[2]), int(found[1])
    if found := _SLASHED.fullmatch(plain):
        return _slashed(int(found[1]), int(found[2]), int(found[3]), text)
    if found := _WORDED.fullmatch(plain):
        month = (found[2] or found[3])[:3]
        if month in _MONTHS:
            return int(found[5]), _MONTHS.index(month) + 1, int(found[1] or found[4])
    raise ValueError(f"“{shown(text)}” is no date: write it like 2026-03-31.")


def _slashed(one: int, two: int, year: int, text: str) -> tuple[int, int, int]:
    """31/3/2026 and 3/31/2026 are clear, 4/3/2026 is not."""
    if one <= 12 and two <= 12 and one != two:
        raise ValueError(
            f"“{shown(text)}” can be {year:04}-{two:02}-{one:02} or {year:04}-{one:02}-{two:02}: write the one that you mean."
        )
    return (year, two, one) if one > 12 else (year, one, two)


def state(text: str) -> str:
    """open, won or lost; an empty cell is open."""
    plain = _NOT_WORD.sub(" ", text.lower()).strip()
    found = _STATES.get(plain) if plain else "open"
    if found is None:
        raise ValueError(f"“{shown(text)}” is no status: write open, won or lost.")
    return found


def email(text: str) -> str:
    """One canonical address, empty for an empty cell."""
    plain = text.strip()
    if not plain:
        return ""
    found = address.read(plain.removeprefix("mailto:"), "to", 2)
    if found.total != 1 or len(found.people) != 1 or not found.people[0].address:
        raise ValueError(f"“{shown(text)}” is no e-mail address: correct it or leave it empty.")
    return found.people[0].address


def domain(text: str) -> str:
    """A bare domain, from a web address too; empty for an empty cell."""
    plain = re.sub(r"^(?:[a-z]+://)?(?:www\.)?@?", "", text.strip().lower())
    plain = re.split(r"[/:?#]", plain, maxsplit=1)[0]
    if not plain:
        return ""
    found = address.canonical(f"x@{plain}").rpartition("@")[2]
    if "." not in found:
        raise ValueError(f"“{shown(text)}” is no domain: write it like example.com.")
    return found


def shown(text: str) -> str:
    """A cell as it is quoted in a message."""
    plain = clean(text[:200])
    return plain if len(plain) <= 60 else plain[:59] + "…"


_RISKY = re.compile(r"(?:\A|(?<=[;\t\r\n]))(?=[=+\-@\t\r\n\0])")
_MADE_SAFE = re.compile(r"(?:\A|(?<=[;\t\r\n]))'(?=[=+\-@\t\r\n\0])")


def safe(text: str) -> str:
    """A cell as it is written: what a spreadsheet would take for a formula gets an apostrophe in front (OWASP ASVS 1.2.10). It may
    also begin within the cell: where decimals have a comma, a spreadsheet parts the line at its semicolons."""
    return _RISKY.sub("'", text)


def plain(text: str) -> str:
    """The cell before `safe`."""
    return _MADE_SAFE.sub("", text)
