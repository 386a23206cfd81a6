"""Telephone numbers as people write them, with what stands in front of them. One linear pattern; values stay as written.

A library that knows every country's numbers was tried: it refuses numbers that people do use (internal ranges, extensions, new blocks), and
what a signature leaves open, the country, it cannot tell either. So a number is one by its label, its shape and its length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

Line = Literal["direct", "phone", "mobile", "plain", "desk", "fax"]
"""What a label says of a number: `plain` has none, `desk` is everybody's."""

MAX_LINE = 300
_NUMBER = re.compile(r"(?<![\w@./+-])(?:\+ ?|00 ?(?=[1-9]))?\(?\d(?:[\d() \u00a0.\-–/]{4,24})\d(?![\w@%€$£]|[.,:/-]\d)")
_LABELS: tuple[tuple[Line, str], ...] = (
    ("fax", r"(?:tele)?fax|f|telecopie|télécopie|tfax|fx"),
    ("desk", (r"zentrale|switchboard|standard|centralita|centrale|reception|rezeption|accueil|main|office|o|büro|buro|hq|empfang|hotline|support"
             r"|toll free|sekretariat|oficina|bureau|general|conmutador|notruf|emergency")),
    ("direct", r"direct(?: dial| line| tel)?|durchwahl|dw|dd|ddi|di|ligne directe|directo|línea directa|linea directa|direktwahl|direkt|d|direct(?:e|o)"),
    ("mobile", r"mobile?|mob|mobil(?:telefon|funk)?|cell(?: ?phone)?|c|handy|m|portable|port|gsm|móvil|movil|cel(?:ular)?|natel"),
    ("phone", r"tel(?:efon|éfono|efono|éphone|ephone|ef)?|tél(?:éphone)?|phone|ph|t|p|fon|telf|tfno|tlf|tfn|fono|call|rufnummer|nummer|numéro|número|number"),
)  # fmt: skip
_LABEL = re.compile(
    "|".join(rf"(?P<{name}>\b(?:{words})\b)" for name, words in _LABELS) + r"|(?P<other>[^\W\d_]{2,})", re.IGNORECASE
)
_BESIDE = re.compile(r"[\s.:)(\-–|·•/=]*$")
_NO_PHONE = re.compile(
    r"\b(?:be|bce|kbo|ide|che|uid|siren|n°|nº|hrb|hra|fn|ust|vat|tva|nif|cif|siret|siren|rcs|iban|bic|blz|kto|konto|steuer\w*|tax|reg\w*|id|no|nr|abn|ein|company|plz|cp|rut|rfc|leitweg\w*"
    r"|postfach|box|ref|order|invoice|rechnung|facture|factura|chy|handelsregister|amtsgericht|commerce|kvk|handelskammer|registry|registro|registre|cámara|meeting|passcode|pin|code|capital|kapital|account)\b[\s.:#°º-]*$",
    re.IGNORECASE,
)  # fmt: skip
_DATE = re.compile(r"\d{1,2}[./-]\d{1,2}[./-](?:19|20)?\d\d$|(?:19|20)\d\d[./-]\d{1,2}[./-]\d{1,2}")
_NATIONAL = re.compile(
    r"\(?0[1-9]|\(?[2-9]\d\d[) .-]{1,2}\d{3}[ .-]\d{4}$|[6-9]\d{2}[ .]?\d{2,3}[ .]?\d{2,3}(?:[ .]?\d{2,3})?$|\d{3}[ ]\d{3}-?\d{4}$"
)


_FREE = re.compile(
    r"(?:\+?1[ .-]?)?\(?8(?:00|33|44|55|66|77|88)\)?[ .-]?\d{3}[ .-]?\d{4}$|0(?:800|808|805|180[0-9]?|900)[ /-]"
)


class Phone(NamedTuple):
    """A number in a line of text."""

    value: str
    """As written, without an extension, and without a bracketed trunk zero behind the country's code."""
    line: Line
    start: int
    """Where its label begins, or the number itself."""
    end: int


def digits(value: str) -> str:
    """The digits alone."""
    return "".join(filter(str.isdigit, value))


def numbers(line: str, *, told: bool = False) -> Iterator[Phone]:
    """The telephone numbers of one line, in order. Dates, amounts and registers are none. `told`: words say that a number comes."""
    line = line[:MAX_LINE]
    if sum(map(str.isdigit, line)) < 8:
        return
    last = 0
    for found in _NUMBER.finditer(line):
        before = line[last : found.start()]
        value = found[0].rstrip(" .-–/(").lstrip()
        at = found.start()
        last = found.end()
        kind, back = _label(before)
        if _FREE.match(value) and kind != "fax":
            kind = "desk"
        if _is_phone(value, kind, before, told=told):
            yield Phone(_tidy(value), kind, at - back, at + len(found[0].rstrip()))


def best(found: list[Phone]) -> Phone | None:
    """The number by which the person is reached: the direct one first, everybody's last, a fax never."""
    for kind in ("direct", "phone", "mobile", "plain", "desk"):
        for phone in found:
            if phone.line == kind:
                return phone
    return None


def _label(before: str) -> tuple[Line, int]:
    """What the word beside the number calls it, and how far in front of the number that word begins."""
    tail = _BESIDE.search(before)
    bare = before[: tail.start()] if tail else before
    if not bare:
        return "plain", 0
    kind: Line = "plain"
    start = len(before)
    for found in _LABEL.finditer(bare, max(0, len(bare) - 24)):
        name = found.lastgroup
        if name == "other":
            kind, start = "plain", len(before)
        elif name and (kind in {"plain", "phone"} or name == "fax"):
            kind, start = name, found.start() if kind == "plain" else start  # type: ignore[assignment]  # the groups are named so
    return kind, len(before) - start


def _is_phone(value: str, kind: Line, before: str, *, told: bool) -> bool:
    count = len(digits(value))
    if not 8 <= count <= 15 or _DATE.match(value) or _NO_PHONE.search(before):
        return False
    if value.count("(") != value.count(")"):
        return False
    return (
        kind != "plain"
        or value[0] == "+"
        or value[:2] == "00"
        or (count >= 8 and (told or bool(_NATIONAL.match(value))))
    )


def _tidy(value: str) -> str:
    value = " ".join(value.split())
    return re.sub(r"^((?:\+|00) ?\d{1,3}) ?\(0\) ?", r"\1 ", value)
