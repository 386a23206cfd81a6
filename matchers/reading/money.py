"""Sums of money as people write them: 45 k€, 1.250.000,50 EUR, $1.2M, CHF 45'000.-, 3 x 4.000 €, 12k/yr for 3 years.

A range or an estimate is no sum; a price per year or month is one only with its term, and then the whole of it.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

MAX_AMOUNT = Decimal(10) ** 12


class Sum(NamedTuple):
    """One amount, with its place in the sentence."""

    start: int
    end: int
    amount: Decimal | None
    """With two places; None for what is no single amount: a range, an estimate, a rate without a term."""
    currency: str
    """ISO 4217; empty where the words do not say, as a bare $ does not."""
    bare: bool = False
    """Without a currency: only a number that looks like money."""

    @property
    def text(self) -> str:
        """As it is stored: 45000.00."""
        return f"{self.amount:.2f}" if self.amount is not None else ""


_CODES = {
    "€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR", "teur": "EUR", "t€": "EUR", "k€": "EUR", "keur": "EUR", "m€": "EUR",
    "£": "GBP", "gbp": "GBP", "pounds": "GBP", "pound": "GBP", "pfund": "GBP", "livres": "GBP", "libras": "GBP",
    "us$": "USD", "usd": "USD", "$us": "USD", "u$s": "USD", "u$d": "USD", "$": "", "us-dollar": "USD", "us-dollars": "USD", "dollars": "", "dollar": "", "dólares": "", "bucks": "", "pesos": "", "piastres": "", "k$": "",
    "c$": "CAD", "ca$": "CAD", "cad": "CAD", "$ca": "CAD", "a$": "AUD", "aud": "AUD", "nz$": "NZD", "nzd": "NZD",
    "chf": "CHF", "sfr": "CHF", "fr.": "CHF", "franken": "CHF", "francs": "CHF", "stutz": "CHF", "tchf": "CHF", "kchf": "CHF",
    "inr": "INR", "₹": "INR", "rs": "INR", "brl": "BRL", "r$": "BRL", "ars": "ARS", "aed": "AED", "sgd": "SGD", "zar": "ZAR",
    "sek": "SEK", "nok": "NOK", "dkk": "DKK", "pln": "PLN", "czk": "CZK", "mxn": "MXN", "clp": "CLP", "cop": "COP",
}  # fmt: skip
_FACTORS = {"teur": 1000, "t€": 1000, "k€": 1000, "keur": 1000, "m€": 1_000_000, "tchf": 1000, "kchf": 1000, "k$": 1000}
_TIMES = {
    "k": 1000, "grand": 1000, "thousand": 1000, "tsd": 1000, "tsd.": 1000, "tausend": 1000, "mille": 1000, "mil": 1000,
    "lakh": 100_000, "lakhs": 100_000, "lac": 100_000, "crore": 10_000_000, "crores": 10_000_000,
    "m": 1_000_000, "mn": 1_000_000, "mio": 1_000_000, "mio.": 1_000_000, "million": 1_000_000, "millionen": 1_000_000,
    "millions": 1_000_000, "millón": 1_000_000, "millones": 1_000_000, "mill.": 1_000_000,
}  # fmt: skip
_CUR = r"(?:fr\.(?= ?\d{1,3}'\d{3})|us\$|u\$[sd]|ca\$|nz\$|c\$|a\$|\$us|\$ca|k€|t€|m€|k\$|[€£$₹]|r\$|rs\.?(?= ?\d)|(?:keur|teur|eur|tchf|kchf|chf|sfr|usd|cad|aud|nzd|inr|brl|ars|aed|sgd|zar|gbp|sek|nok|dkk|pln|czk|mxn|clp|cop)(?![^\W\d_])\.?)"
_AFTER_CUR = rf"(?:{_CUR}|(?:euros?|(?:us-)?dollars?|dólares|pounds?|pfund|franken|francs|stutz|bucks|livres|libras|pesos)\b|fr\.(?!\w))"
_NUM = r"(?:\d{1,2}(?:,\d\d){1,3},\d{3}(?!\d)|\d{1,3}(?:[.,'](?:\d{3})(?!\d))+|\d{1,3}(?: \d{3}(?!\d))+|\d{1,9})(?:[.,]\d{1,2}(?!\d)|[.,]-{1,2})?"
_MULT = r"(?:k|grand|thousand|tsd\.?|tausend|mille|mil|lakhs?|lac|crores?|mn|m(?!\.n)|mio\.?|million(?:en|s)?|millón|millones|mill\.)(?![^\W_])"
_MONEY = re.compile(
    rf"(?<![\w.,'/#$€£-])(?P<before>{_CUR}) ?(?P<a>{_NUM})(?: ?(?P<x>{_MULT}))?(?: ?(?P<also>{_AFTER_CUR}))?"
    rf"|(?<![\w.,'/#$€£§-])(?P<b>{_NUM})(?: ?(?P<y>{_MULT}))?(?: (?:de |d'))? ?(?P<after>{_AFTER_CUR})"
    rf"|(?<![\w.,'/#$€£§-])(?P<c>{_NUM})(?: ?(?P<z>{_MULT}))?(?![\w%°²³]|[.,:/]\d|-[a-z])"
)
_THINGS = re.compile(
    r" (?!(?:netto|brutto|net|gross|plus|excl|exkl|incl|inkl|all|ex|zzgl|ht|ttc|hors|au|tout|tous|todo|más|sin|con|mit|und|and|et|y|e|is|are|was|it|ist|sind|est|son|es|works"
    r"|as|für|for|pour|por|por|at|if|then|dann|flat|fix|fixe|fixed|rund|justos|cerrados?|das|dass|that|which|delivered|on|in|bei|total|over|per|pro|par|al|au|im|a|à|the|de|den|die|der|le|la"
    r"|el|los|las|les|geht|gehen|passt|passen|machen|nehmen|ok|okay|done|deal|agreed|so|wie|als|nos|me|me|te|c'est|ça|we|i|wir|ich|nous|je|but|aber|mais|pero|oder|or|ou|o)\b)[^\W\d_]{2,}"
)
"""A number with a thing behind it counts things, not money."""
_UNITS = re.compile(r"(?P<n>\d{1,4}|two|three|four|five|zwei|drei|vier|fünf|deux|trois|quatre|dos|tres|cuatro) ?(?:x|×|\*|mal|times|fois|veces) ?$")  # fmt: skip
_RANGE_BEFORE = re.compile(
    r"(?:\bbetween|\bzwischen|\bentre)(?: [a-zéèü']{1,12})? ?$|(?:[\d€$£]|\dk) ?(?:-|to|bis|à|and|und|et|y|a|or|oder|ou|o) ?$"
)
_RANGE_AFTER = re.compile(r" ?(?:-|to|bis|à|a|or|oder|ou|o) ?(?:[€$£]|[a-z]{3} )? ?\d|\+")
_BETWEEN_AFTER = re.compile(r" ?(?:and|und|et|y) ?(?:[€$£]|[a-z]{3} )? ?\d")
_ABOUT = re.compile(
    r"(?:\b(?:around|about|roughly|approx(?:\.|imately)?|circa|ca\.?|some|near(?:ly)?|almost|say|in the region of|ballpark|rund|etwa|ungefähr|knapp|gut"
    r"|environ|autour de|aux alentours de|quelque|près de|unos|unas|aproximadamente|alrededor de|cerca de|sobre|casi|más o menos|over|above|under|below|unter"
    r"|plus de|moins de|más de|menos de|more than|less than|mehr als|weniger als|up to|from|as much as|at least|mindestens|au moins|al menos|starting at|ab|bis|bis zu|jusqu'à|hasta)|~|>|<) ?(?:the )?$"
)
_RATE = re.compile(
    r"\s?(?:\(?(?:netto|brutto|net|gross|htva|ht|ttc|tvac|h\.t\.|hors (?:tva|taxes?)|avant taxes?|before tax(?:es)?|tva en sus|iva no incluido|(?:excl|exkl|incl|inkl|zzgl|plus|ex|más|mas|sin|antes de|\+)\.? ?(?:vat|gst|hst|tva|iva|mwst|ust|tax)\.?)\)?,?\s?)?(?:(?:/|per |a |p\. ?|pro |im |par |al |por |each |le )? ?(?P<unit>yr|year|annum|a\.|annually|yearly|quarter|quarterly|quartal|trimestre|trimestriels?|trimestral(?:es)?|jahr|jährlich|jahres|an|année|ans?|año|anual(?:es)?"
    r"|mo|month|monthly|monat|monatlich|mois|mes|mensual(?:es)?|mensuels?)\b)"
)
_EACH = re.compile(
    r"\s?(?:/|per |pro |je |par |por |a )\s?(?:meter|seat|user|head|unit|site|licen[cs]e|point|day|hour|mmbtu|kg|ton|tonne|litre|liter|share|barrel|stück|messstelle|nutzer|stunde|tag|standort|lizenz|h\b|kwh|mwh"
    r"|unité|utilisateur|site|jour|heure|compteur|licence|unidad|usuario|punto|hora|día|sede|licencia|contador|person|kopf|qm)|\s(?:each|apiece|(?:pro|das|je|the|per) (?:stück|piece)|l.unité|la pièce|cada un[oa]|la unidad)\b"
)
_TERM = re.compile(
    r"(?P<n>\d{1,3}|un|une|ein|einen|one|two|three|four|five|zwei|drei|vier|fünf|deux|trois|quatre|cinq|dos|tres|cuatro|cinco)[ -]?(?P<unit>years?|yrs?|jahren?|ans|années|años|months?|monaten?|mois|meses)\b"
)
_COUNTS = {
    "one": 1, "un": 1, "une": 1, "ein": 1, "einen": 1, "two": 2, "three": 3, "four": 4, "five": 5, "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "deux": 2, "trois": 3, "quatre": 4,
    "cinq": 5, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5,
}  # fmt: skip


def find(words: str) -> list[Sum]:
    """The amounts in a sentence, in order. Of bare numbers only those that look like money: grouped, or with a k."""
    found = []
    for match in _MONEY.finditer(words):
        part = _read(match, words)
        if part is not None:
            found.append(part)
        if len(found) >= 60:
            break
    return found


def _read(match: re.Match[str], words: str) -> Sum | None:
    number = match["a"] or match["b"] or match["c"]
    times = (match["x"] or match["y"] or match["z"] or "").strip()
    sign = (
        (match["before"] or match["after"] or "").rstrip(".") if (match["before"] or match["after"]) != "fr." else "fr."
    )
    bare = not sign
    if bare and (not _money_like(number, times) or _THINGS.match(words, match.end())):
        return None
    if bare and " " in number and re.search(r"\d $", words[max(0, match.start() - 2) : match.start()]):
        return None  # a part of a telephone number
    if bare and " " in number and re.match(r" ?\d", words[match.end() : match.end() + 2]):
        return None
    amount = _decimal(number, multiplied=bool(times)) * _TIMES.get(times, 1) * _FACTORS.get(sign, 1)
    start, end = match.span()
    currency = _CODES.get(sign, "")
    if not currency and match["also"]:
        currency = _CODES.get(match["also"].rstrip("."), "")
    if _vague(words, start, end):
        return Sum(start, end, None, currency, bare)
    if units := _UNITS.search(words[max(0, start - 12) : start]):
        amount *= _count(units["n"])
        start -= len(units[0])
    whole, end = _whole(amount, words, end)
    if whole is not None and not 0 < whole < MAX_AMOUNT:
        return None
    return Sum(start, end, None if whole is None else whole.quantize(Decimal("0.01")), currency, bare)


def _vague(words: str, start: int, end: int) -> bool:
    before, after = words[max(0, start - 28) : start], words[end : end + 12]
    if _RANGE_BEFORE.search(before) or _RANGE_AFTER.match(after) or _ABOUT.search(before):
        return True
    return bool(_BETWEEN_AFTER.match(after) and re.search(r"\b(?:between|zwischen|entre)\b", before))


def _whole(amount: Decimal, words: str, end: int) -> tuple[Decimal | None, int]:
    """The amount over its term; None for a rate without one, or for a price of one piece."""
    if each := _EACH.match(words, end):
        return None, each.end()
    rate = _RATE.match(words, end)
    if rate is None:
        return amount, end
    each_year = 12 if rate["unit"].startswith(("mo", "me")) else 4 if rate["unit"].startswith(("qu", "tr")) else 1
    term = _TERM.search(words, rate.end(), rate.end() + 60) or _TERM.search(words[max(0, end - 90) : end])
    if term is None:
        return None, rate.end()
    in_months = term["unit"].startswith(("mo", "me"))
    periods = Decimal(_count(term["n"])) * each_year / (12 if in_months else 1)
    behind = term.end() if term.string is words else rate.end()
    return amount * periods, max(behind, rate.end())


def _count(word: str) -> int:
    return int(word) if word.isdigit() else _COUNTS.get(word, 1)


def _money_like(number: str, times: str) -> bool:
    """Whether a number without a currency may be one of money: grouped in thousands, or in k."""
    if times:
        return times not in {"m", "mil", "mille"}
    return bool(re.fullmatch(r"\d{1,3}(?:[.,' ]\d{3})+(?:[.,](?:\d{2}|-{1,2}))?", number))


def _decimal(number: str, *, multiplied: bool) -> Decimal:
    """The last sign before one or two digits is the decimal one; before three it groups, except in 1.250 Mio."""
    text = number.replace("'", "").replace(" ", "").rstrip("-").rstrip(".,")
    dot, comma = text.rfind("."), text.rfind(",")
    if dot >= 0 and comma >= 0:
        mark = max(dot, comma)
        return Decimal(re.sub(r"[.,]", "", text[:mark]) + "." + text[mark + 1 :])
    mark = max(dot, comma)
    if mark < 0:
        return Decimal(text)
    sign, digits = text[mark], len(text) - mark - 1
    if text.count(sign) > 1 or (digits == 3 and not multiplied):
        return Decimal(text.replace(sign, ""))
    return Decimal(f"{text[:mark]}.{text[mark + 1 :]}")
