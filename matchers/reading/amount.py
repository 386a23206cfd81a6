"""Amount: the customer accepts, authorises or awards it, or it is the total of our own formal offer.

Not one: a competitor's price, a budget that still has to pass, a limit for somebody's signature, what something cost last year.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cache

from matchers.reading import trade
from matchers.reading.amount_guards import is_history, refuses
from matchers.reading.amount_words import (
    ACCEPTED,
    GOES_WELL,
    NOT_YET,
    STRONG,
    takes_this,
    tells,
    without_discount,
)
from matchers.reading.evidence import Read
from matchers.reading.marked import DAY, SUM
from matchers.reading.modality import Mood
from matchers.reading.money import Sum
from matchers.reading.text import Language
from sync.model import Finding

GROSS = Decimal("1.3")
"""More than any tax makes of a net price."""
_BESIDE = Mood.ASKED | Mood.DENIED
"""What another clause may be beside that of an accepted sum: `we'll pay D, when can you start?`, `D it is, not a word more`."""
MIN_BARE = 1000
"""A number without a currency counts from here: what is smaller is a count of something."""

_TOTAL = re.compile(
    r"\b(?:(?:grand|overall|order|net|project|contract|quote|offer)[ -])?total\b(?! (?:vat|tax|tva|mwst|iva|number|of \d|cost of ownership|points|en kwh))"
    r"|\b(?:gesamt(?:summe|betrag|preis|wert|kosten|netto)?|angebotssumme|angebotspreis|nettosumme|endsumme|endbetrag|auftragssumme|summe(?! der)|montant (?:total|global)|prix (?:total|global)|coût total|importe (?:total|neto)|precio (?:total|global)|coste total|total general|en total|im ganzen|insgesamt|zusammen|alles in allem|au total|en tout|all in all|in all|suma|valor (?:total )?de la (?:oferta|propuesta|cotización)|bid price|unter(?:m| dem) strich|(?:le )?total passe à|asciende a|s'élève à|beläuft sich auf|comes to|works out (?:to|at)|amounts to|adds up to|ressort à|sind es)\b|\bsoit(?= \ue001)"
)
_OFFER_IS = re.compile(
    rf"\b(?:amounts to|comes to|totals|adds up to|beläuft sich auf|s'élève à|se monte (?:au total )?à|asciende a|suma|totaliza)\b[^{DAY}{SUM}]{{0,12}}{DAY}|\b(?:(?:our|the|this|revised|formal|final|attached) (?:\w{{3,10}} ){{0,2}}?(?:offer|quote|quotation|proposal)|(?:unser|das|dieses|beigefügte|angepasste|überarbeitete|die|diese|unsere)\w{{0,2}} (?:\w{{3,14}} ){{0,1}}?(?:angebot|anbot|offerte)|(?:notre|la|le|cette) (?:\w{{3,10}} ){{0,1}}?(?:offre|proposition|devis)|(?:nuestra|la|esta) (?:\w{{3,10}} ){{0,1}}?(?:oferta|propuesta)|nuestro (?:\w{{3,10}} ){{0,1}}?presupuesto|(?:el|este) presupuesto (?:adjunto|que))\b[^{DAY}{SUM}]{{0,50}}"
    rf"\b(?:comes to|totals|amounts to|stands at|is for|adds up to|is priced at|at a (?:fixed )?price of|beläuft sich auf|beträgt|lautet (?:auf|über)|liegt bei|umfasst|über|in höhe von|schließt mit|s'élève à|se monte à|est de|d'un montant (?:total )?de|pour un montant de|ressort à|asciende a|suma|es de|por (?:un )?(?:importe|total) (?:total )?de)\b[^{DAY}{SUM}]{{0,20}}{DAY}"
)
_SUB = re.compile(r"\b(?:ersparnis\w*|ein(?:ge)?spar\w*|sparen sie|sie sparen|ahorr\w+|économi\w+|you save|subventions?|subvenci\w+|förder\w+|zusch(?:uss|üsse)\w*|l'aide|las? ayudas?|the grant|deposit|down ?payment|anzahlung|acompte|anticipo|bisherige[nrs]?|(?:current|present|previous) (?:supplier|provider|vendor|contractor)|(?:prestataire|fournisseur) actuel|proveedor actual|competitors?(?:'s)?|mitbewerb\w*|wettbewerb\w*|concurrents?|competidor\w*|last year(?:'s)?|letzte[sn] jahr|l'an (?:dernier|passé)|el año pasado|gespendet|donated|penalty|pönale|vertragsstrafe|pénalités?|penalización|sub-?total|zwischensumme|sous-total|optional\w{0,2}|option|en option|opcional\w{0,2}|discount|rabatt|remise|descuento|savings?|einsparung|excluded|(?<!tax )(?<!vat )(?<!gst )not included|nicht enthalten|statt (?:bisher )?\ue001|instead of|previous|bisher|last year|list price|listenpreis|we owe|you owe|payments? of|total payment|funding|income|revenues?|profits?|turnover|volumes?|has been awarded|schulden|umsatz|gewinn|mengen?|chiffre d'affaires|devons|bénéfice|debemos|facturación|beneficio|volumen|(?:total )?budget|gesamtbudget|presupuesto total)\b|\ue002's (?:total|price|bill|figure|order)\b")  # fmt: skip
_OFFERED = re.compile(
    r"\b(?:offer|quote|quotation|proposal|bid|angebot|anbot|offerte|devis|soumission|offre|proposition|oferta|presupuesto|propuesta|cotización)\b"
)
_NET = re.compile(
    r"\b(?:net|netto|excl\w{0,6}|exkl\w{0,6}|ex|before|ht|hors|sin|neto|zzgl|plus|más|exclus\w{0,3}|without)\b"
)
_GROSS = re.compile(
    r"\b(?:gross|brutto|incl\w{0,5}|inkl\w{0,5}|ttc|con iva|inc|including|einschließlich|toutes taxes|iva incluido)\b"
)


def accepted(read: Read, before: Read | None, after: Read | None = None) -> list[Finding]:
    """Amounts that the customer accepts in this sentence, or in one beside it."""
    if read.letter.own:
        return []
    sums = read.marked.sums
    whole = [item for item in sums if len(sums) > 1 and _behind_total(read.marked.words, item[0])]
    return [finding for place, part in whole or sums if (finding := _accepted(read, (before, after), place, part))]


def _accepted(read: Read, beside: tuple[Read | None, Read | None], place: int, part: Sum) -> Finding | None:
    if part.amount is None or (part.bare and part.amount < MIN_BARE) or part.amount < 100:
        return None
    words = trade.marked(read.marked.words, read.letter.trade)
    if refuses(read, place):
        return None
    pattern, not_yet, _ = _compiled(read.marked.language)
    for first, last in read.windows(place, SUM):
        text = trade.marked(without_discount(read.marked.text(first, last, place)), read.letter.trade)
        match = pattern.search(text)
        told = (match and SUM not in match[0]) or tells(read.marked.language, text)
        if told and not not_yet.search(text) and not read.mood(first, last):
            return _finding(part, read.quote(first, last), "amount.accepted")
    alone = len({other.amount for _, other in read.marked.sums}) == 1
    own, last = read.marked.clause(place), len(read.marked.clauses) - 1
    rest = read.mood(0, last)
    if not alone or rest & ~_BESIDE or read.moods[own] or not_yet.search(without_discount(words)):
        return None
    for first, end in ((own, own), (0, last)):
        if _strong(read.marked.language).search(read.marked.text(first, end)):
            return _finding(part, read.quote(first, end), "amount.accepted")
        if rest:
            return None
    if takes_this(read.marked.language, words) or any(other and _goes_well(other) for other in beside):
        return _finding(part, read.quote(0, last), "amount.accepted")
    return None


def _goes_well(read: Read) -> bool:
    """Whether a sentence without a sum of its own accepts what stands beside it."""
    words = read.marked.words
    _, not_yet, well = _compiled(read.marked.language)
    return not read.marked.sums and bool(well.search(words)) and not not_yet.search(words) and not any(read.moods)


def totals(reads: Sequence[Read], *, offered: bool) -> list[Finding]:
    """The total of our own offer, from all its sentences and lines: one, or none where two differ for no reason of tax.

    `offered`: the offer itself goes out with this mail, so that the only sum in it is the total.
    """
    found: list[tuple[str, Finding]] = []
    for read in reads:
        sums = [(place, part) for place, part in read.marked.sums if part.amount is not None and part.amount >= 100]
        words = read.marked.words
        if not sums or _SUB.search(words):
            continue
        last = len(read.marked.clauses) - 1
        place, part = next((item for item in sums if _is_total(read, item[0], alone=len(sums) == 1)), (-1, sums[0][1]))
        if place >= 0 and not _unreal(read, place):
            tax = "net" if _NET.search(words) else "gross" if _GROSS.search(words) else ""
            found.append((tax, _finding(part, read.quote(0, last), "amount.offer_total")))
    if not found and offered:
        found = _main_sum(reads)
    return _one_total(found)


def _main_sum(reads: Sequence[Read]) -> list[tuple[str, Finding]]:
    """The sum of a mail beside which all others are small: the tax on it, the price of a piece. Of net and gross the net."""
    sums = [
        (part.amount, place, read)
        for read in reads
        for place, part in read.marked.sums
        if part.amount and not part.bare
    ]
    values = sorted({value for value, _, _ in sums if value is not None}, reverse=True)
    if len(values) > 1 and 1 < values[0] / values[1] < GROSS:
        values = values[1:]
    if not values or values[0] < MIN_BARE or (len(values) > 1 and values[1] > values[0] / 4):
        return []
    place, read = next((place, read) for value, place, read in sums if value == values[0])
    words = read.marked.words
    if (
        _unreal(read, place)
        or _SUB.search(words)
        or not (len(values) == 1 or _NET.search(words) or _OFFERED.search(words))
    ):
        return []
    part = next(part for at, part in read.marked.sums if at == place)
    return [("", _finding(part, read.quote(0, len(read.marked.clauses) - 1), "amount.offer_total"))]


def _unreal(read: Read, place: int) -> bool:
    """Whether the clause of a sum is no assertion, or tells of another year."""
    own = read.marked.clause(place)
    return bool(read.mood(own, own)) or is_history(read.marked.words, read.today.day.year)


def _is_total(read: Read, place: int, *, alone: bool) -> bool:
    """Whether the words around a sum make it a total; `alone`: it is the only one in its sentence."""
    words = read.marked.words
    if (alone and _TOTAL.search(words)) or _behind_total(words, place):
        return True
    return bool(_OFFER_IS.search(read.marked.text(0, len(read.marked.clauses) - 1, place)))


def _behind_total(words: str, place: int) -> bool:
    """Whether the amount is the only one behind a word like total."""
    match = next(iter(list(_TOTAL.finditer(words[:place]))[-1:]), None)
    return match is not None and SUM not in words[match.end() : place] and place - match.end() < 60


def _one_total(found: list[tuple[str, Finding]]) -> list[Finding]:
    values = {tuple(sorted(finding.value.items())) for _, finding in found}
    if len(values) <= 1:
        return [finding for _, finding in found[:1]]
    nets = [finding for tax, finding in found if tax == "net"]
    others = [finding for tax, finding in found if tax != "gross"]
    for group in (nets, others):
        if group and len({tuple(sorted(finding.value.items())) for finding in group}) == 1:
            return group[:1]
    return []


def _finding(part: Sum, quote: str, rule: str) -> Finding:
    return Finding("amount", {"amount": part.text, "currency": part.currency}, quote, rule)


@cache
def _compiled(language: Language) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    accepted = ACCEPTED[language].replace("[^D", f"[^{DAY}").replace("D", DAY)
    return re.compile(accepted), re.compile(NOT_YET[language]), re.compile(GOES_WELL[language])


@cache
def _strong(language: Language) -> re.Pattern[str]:
    return re.compile(STRONG[language])
