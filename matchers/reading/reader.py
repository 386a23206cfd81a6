"""From a letter to its findings. Pure, in linear time; an ordinary mail is put aside after a look at its words.

The order is that of trust: a stage that an attachment bears witness to first, a person's details last.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from matchers.reading import amount, close_date, closed_lost, next_step, stage, text
from matchers.reading.dates import Today
from matchers.reading.evidence import Read, read
from sync.model import Finding, Letter

_DAY_WORDS = re.compile(
    r"\d|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|today|tonight|\b(?:january|february|march|april|may|june|july|august|september|october|november|december)\b|(?:month|quarter|year)[ -]?end|(?:end|middle|half) of|quarter|next (?:week|month)"
    r"|(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag)|\bmorgen\b|übermorgen|\bheute\b|januar|jänner|februar|märz|juni|juli|oktober|dezember|quartal|halbjahr|monatsende|jahresende|\bmai\b|\bwoche\b"
    r"|lundi|mardi|mercredi|jeudi|vendredi|demain|aujourd'hui|janvier|février|\bmars\b|avril|\bjuin\b|juillet|août|septembre|octobre|novembre|décembre|trimestre|fin (?:du|de)|semaine"
    r"|\blunes|\bmartes|miércoles|jueves|viernes|mañana|\bhoy\b|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|semana|fin(?:al|ales)? de"
)
_ROUGH = re.compile(
    r"\b(?:not (?:as )?an offer|ballpark|indicative|an indication|budgetary|rough (?:figure|estimate|idea)|non-binding|unverbindlich\w{0,2}|richtpreis\w?|grobe (?:schätzung|hausnummer)|budgetpreis|indicati(?:f|ve|vement)|ordre de grandeur|estimation|no es una oferta|orientativ[oa]|no vinculante|aproximad[oa]|estimación|kein angebot|pas une offre)\b"
)
_OFFER = re.compile(
    r"\b(?:offers?|quotes?|quotations?|proposals?|angebots?|offerten?|kostenvoranschlag|devis|offre|proposition|oferta|presupuesto|propuesta|cotización)\b"
)
_STAGE_WORDS = re.compile(r"offer|quot|propos|angebot|devis|offre|ofert|presupuest|propuest|cotiza|kostenvor|sign|execut|unterschr|unterzeich|gezeichn|unterfert|firmad|rubric|redlin|red-lin|mark|track|legal|counsel|lawyer|solicitor|attorney|recht|jurist|anw|kanzlei|justiz|syndik|juridi|juríd|avocat|abogad|letrad|änderung|überarb|korrektur|révision|modific|cambios|comentar|annot|paraph")  # fmt: skip
_LOST_WORDS = re.compile(
    r"decid|chose|opted|elected|gone with|going with|went with|go with|award|won't|will not|no longer|not (?:been |going)|\bno\b|close|off your|cancel|dead|kill|axed|scrap|abandon|dropp|binned|called off|over\b|plug|declin|turn down|reject|pass|unsuccess|leave it|end of"
    r"|entschied|absag|sagen|sage |verfolg|vom tisch|gestorben|gestrich|eingestellt|abgeblas|beendet|erledigt|begrab|abgebroch|gekippt|storn|gecancelt|aufgehoben|lassen|lasse|kein interesse|abstand|berücksicht|beschafft|beauftrag|zuschlag|vorgang|akte|endgültig|nein|in frage|infrage|nicht"
    r"|suite|retenu|choisi|annul|arrêt|enterr|clos|renon|non\b|déclin|refus|classer|ferm|fin\b|laisse|intéress|poursui"
    r"|decidid|elegid|optado|decantad|seguir|continuar|descart|rechaz|desestim|seleccion|es un no|cerrar|cierr|archiv|damos por|interesa|dejamos"
)
MAX_PER_KIND = 6


def read_letter(letter: Letter) -> list[Finding]:
    """Its findings, the surest first."""
    words = text.level(letter.text)
    if not words.strip():
        return []
    timed = bool(_DAY_WORDS.search(words))
    staged = letter.kind == "message" and bool(letter.attachments) and bool(_STAGE_WORDS.search(words))
    lost = not letter.own and bool(_LOST_WORDS.search(words))
    if not (timed or staged or lost):
        return []
    today = Today(local_day(letter.sent, text.language_of(words)), month_first=month_first(letter, words))
    reads = _reads(letter, words, today, all_of=staged or lost)
    found: list[Finding] = []
    if staged:
        found += [finding for each in reads for finding in stage.find(each)][:1]
    if lost and not closed_lost.still_open(words):
        found += [finding for each in reads for finding in closed_lost.find(each)][:1]
    if timed:
        found += _amounts(letter, words, reads) + _days(reads)
    return found


def _reads(letter: Letter, words: str, today: Today, *, all_of: bool) -> list[Read]:
    """The sentences that can hold something, made ready."""
    return [
        read(letter, sentence, today)
        for sentence in text.sentences(words)
        if all_of or letter.own is False or _DAY_WORDS.search(sentence.words)
    ]


def _amounts(letter: Letter, words: str, reads: list[Read]) -> list[Finding]:
    if letter.own:
        offer = _OFFER.search(words) or _OFFER.search(letter.subject.lower())
        formal = offer and letter.kind == "message" and not _ROUGH.search(words)
        return amount.totals(reads) if formal else []
    found: list[Finding] = []
    before: Read | None = None
    for each in reads:
        found += amount.accepted(each, before)
        before = each
    return _distinct(found)[-1:]


def _days(reads: list[Read]) -> list[Finding]:
    """Steps, and the one date of closing: of several the finest, and none where two as fine differ."""
    steps: list[Finding] = []
    closes: list[tuple[int, Finding]] = []
    for each in reads:
        steps += next_step.find(each)
        for grain, finding in close_date.find(each):
            if finding.kind == "close_date":
                closes.append((grain, finding))
            else:
                steps.append(finding)
    best = min((grain for grain, _ in closes), default=0)
    close = _distinct([finding for grain, finding in closes if grain == best])
    return (close if len(close) == 1 else []) + _by_date(steps)[:MAX_PER_KIND]


def _by_date(steps: list[Finding]) -> list[Finding]:
    kept: dict[str, Finding] = {}
    for step in steps:
        kept.setdefault(step.value["date"], step)
    return list(kept.values())


def _distinct(found: list[Finding]) -> list[Finding]:
    kept: dict[tuple[tuple[str, str], ...], Finding] = {}
    for finding in found:
        kept.setdefault(tuple(sorted(finding.value.items())), finding)
    return list(kept.values())


def local_day(sent: int, language: text.Language) -> date:
    """The author's day, of which the letter tells the time in UTC only: nobody writes at three in the morning.

    Between midnight and five a mail in English, French or Spanish is an American evening; in German it is a European morning.
    """
    moment = datetime.fromtimestamp(min(max(sent, 0), 32_503_680_000), UTC)
    if language == "de":
        return (moment + timedelta(hours=1)).date()
    return (moment - timedelta(hours=5)).date() if moment.hour < 5 else moment.date()


_AMERICAN = re.compile(
    r"\(\d{3}\) ?\d{3}-\d{4}|\b\d{3}-\d{3}-\d{4}\b|\$ ?\d|\b(?:inc|llc)\b|\b(?:0?[1-9]|1[0-2])/(?:1[3-9]|2\d|3[01])\b|\b(?:january|february|march|april|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sep|oct|nov|dec)\.? \d{1,2},? 20\d\d|\b(?:cst|pst|est|mst|central|eastern|pacific)\b|\bzip code\b|\bfiscal\b"
)
_BRITISH = re.compile(
    r"£|€|\+44|\+353|\b(?:1[3-9]|2\d|3[01])/(?:0?[1-9]|1[0-2])\b|\b(?:ltd|plc|gmbh|vat)\b|\b(?:organis|realis|finalis|colour|favour|whilst|fortnight|cheers)|\b\d{1,2}(?:st|nd|rd|th)? (?:january|february|march|april|june|july|august|september|october|november|december)\b"
)


def month_first(letter: Letter, words: str) -> bool | None:
    """How 3/4 is to be read in English: by what else the letter has of one country; None where it tells nothing."""
    if "/" not in words:
        return None
    sample = f"{words} {letter.signature.lower()} {letter.subject.lower()}"[:8192]
    american, british = bool(_AMERICAN.search(sample)), bool(_BRITISH.search(sample))
    hosts = {person.address.rpartition(".")[2] for person in letter.people}
    british = british or bool(hosts & {"uk", "ie", "au", "nz", "in", "za", "de", "fr", "es", "eu", "ch", "at"})
    if american == british:
        return None
    return american
