"""From a letter to its findings. Pure, in linear time; an ordinary mail is put aside after a look at its words.

The order is that of trust: a stage that an attachment bears witness to first, a person's details last.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import cached_property, partial

from matchers.reading import amount, close_date, closed_lost, next_step, ours, people, promise, stage, text
from matchers.reading.addressed import elsewhere
from matchers.reading.dates import Today
from matchers.reading.evidence import Read, prepared
from matchers.reading.marked import is_timed
from sync.model import Finding, Letter

_ROUGH = re.compile(
    r"\b(?:not (?:as )?an offer|ballpark|indicative|an indication|budgetary|rough (?:figure|estimate|idea)|non-binding|unverbindlich\w{0,2}|richtpreis\w?|grobe (?:schätzung|hausnummer)|budgetpreis|indicati(?:f|ve|vement)|ordre de grandeur|estimation|no es una oferta|orientativ[oa]|no vinculante|aproximad[oa]|estimación|kein angebot|pas une offre)\b"
)
_OFFER = re.compile(
    r"\b(?:offers?|quotes?|quotations?|proposals?|angebote?s?|anbote?s?|offerten?|kostenvoranschlag|devis|offre|proposition|soumissions?|bids?|tenders?|oferta|presupuesto|propuesta|cotización)\b"
)
_FOOLED = re.compile(
    r"\bapril,? april\b|aprilscherz|april fools?\b|poisson d'avril|\binocente, inocente|día de los inocentes"
)
_FOOLING = ("april", "avril", "inocente")
"""Of which a joke of that day has one."""
MAX_PER_KIND = 6


Failed = Callable[[Exception], None]
"""Is told of a rule that failed; the other rules go on."""


def read(letter: Letter, failed: Failed | None = None) -> list[Finding]:
    """Its findings, the surest first. Without `failed` a rule's own mistake is raised."""
    return _tried(lambda: _of_deal(letter, failed), failed) + _tried(lambda: people.find(letter), failed)


def _of_deal(letter: Letter, failed: Failed | None) -> list[Finding]:
    words = ours.marked(text.level(letter.text), letter)
    if any(word in words for word in _FOOLING) and _FOOLED.search(words):
        return []
    page = Page(letter, words, list(text.sentences(words, letter.text)))
    found = _tried(lambda: _stages(page), failed) + _tried(lambda: _ends(page), failed)
    if any(page.timed):
        offered = any(finding.value.get("step") == "offer_sent" for finding in found)
        found += _tried(lambda: _amounts(page, offered=offered), failed)
        found += _tried(lambda: _days(page), failed)
    if any(finding.rule in _GOES_ON for finding in found):
        found = [finding for finding in found if finding.kind != "closed_lost"]
    return found + _tried(lambda: _promises(page), failed)


_GOES_ON = ("amount.accepted", "close_date.said", "stage.contract_review", "stage.contract_signed")
"""Who says so in the same letter ends nothing."""


class Page:
    """A letter's sentences, each made ready when a rule first asks for it."""

    def __init__(self, letter: Letter, words: str, sentences: list[text.Sentence]) -> None:
        self.letter, self.words, self.sentences = letter, words, sentences
        self._reads: dict[int, Read] = {}

    def read(self, index: int) -> Read:
        """The sentence of that number."""
        if index not in self._reads:
            self._reads[index] = prepared(self.letter, self.settled(index), self.today)
        return self._reads[index]

    def settled(self, index: int) -> text.Sentence:
        """The sentence of that number, its language settled once."""
        sentence = self.sentences[index]
        if sentence.spoken is None:
            sentence = self.sentences[index] = sentence._replace(spoken=sentence.language)
        return sentence

    @cached_property
    def timed(self) -> list[bool]:
        """Of each sentence, whether it may name a time or a sum."""
        return [is_timed(sentence) for sentence in self.sentences]

    @cached_property
    def today(self) -> Today:
        """The author's day."""
        return Today(local_day(self.letter, self.sentences[0].main), month_first=month_first(self.letter, self.words))

    @cached_property
    def meant(self) -> list[int]:
        """The sentences with a time or sum that are meant for the rep's side and not taken back by the next one."""
        kept = []
        for index, sentence in enumerate(self.sentences):
            if not self.timed[index]:
                continue
            after = self.sentences[index + 1] if index + 1 < len(self.sentences) else None
            taken_back = after and self.timed[index + 1] and _TAKEN_BACK.match(after.words)
            if not taken_back and not elsewhere(self.letter, self.letter.text[sentence.start : sentence.end]):
                kept.append(index)
        return kept


_TAKEN_BACK = re.compile(r"(?:no|oh no|nein|non|sorry|quatsch|correction|korrektur|scratch that|perdón|pardon)\W{1,3}")


def _tried(rule: Callable[[], list[Finding]], failed: Failed | None) -> list[Finding]:
    """What a rule finds; nothing where it fails, and somebody is there to be told."""
    try:
        return rule()
    except Exception as error:
        if failed is None:
            raise
        failed(error)
        return []


def _stages(page: Page) -> list[Finding]:
    if page.letter.kind != "message" or not stage.may_come(page.letter, page.words):
        return []
    chosen = [index for index, sentence in enumerate(page.sentences) if stage.may_tell(sentence)]
    return [finding for index in chosen for finding in stage.find(page.read(index))][:1]


def _ends(page: Page) -> list[Finding]:
    if page.letter.own:
        return []
    found = (
        finding
        for index in range(len(page.sentences))
        for finding in closed_lost.find(page.settled(index), partial(page.read, index), page.letter.trade)
    )
    end = next(found, None)
    return [] if end is None or closed_lost.still_open(page.words) else [end]


def _amounts(page: Page, *, offered: bool) -> list[Finding]:
    letter, reads = page.letter, [page.read(index) for index in page.meant]
    if letter.own:
        sources = " ".join((letter.subject, *letter.attachments[:20])).lower().replace("_", " ")
        formal = (
            letter.kind == "message"
            and (_OFFER.search(page.words) or _OFFER.search(sources))
            and not _ROUGH.search(page.words)
        )
        return amount.totals(reads, offered=offered) if formal else []
    found: list[Finding] = []
    for index, each in zip(page.meant, reads, strict=True):
        if each.marked.sums:
            after = page.read(index + 1) if index + 1 < len(page.sentences) else None
            found += amount.accepted(each, page.read(index - 1) if index else None, after)
    return _distinct(found)[-1:]


def _days(page: Page) -> list[Finding]:
    """Steps, and the one date of closing: of several the finest, and none where two as fine differ."""
    steps: list[Finding] = []
    closes: list[tuple[int, Finding]] = []
    named = {
        when.day for index in page.meant for _, when in page.read(index).marked.days if when.day and when.grain == "day"
    }
    for index in page.meant:
        each = page.read(index)
        found = close_date.find(each)
        closing = {finding.value["date"] for _, finding in found}
        steps += [finding for _, finding in found if finding.kind == "next_step"]
        steps += [
            step
            for step in next_step.find(each, alone=len(named) == 1)
            if step.rule == "next_step.promised" or step.value["date"] not in closing
        ]
        closes += [(grain, finding) for grain, finding in found if finding.kind == "close_date"]
    best = min((grain for grain, _ in closes), default=0)
    close = _distinct([finding for grain, finding in closes if grain == best])
    return (close if len(close) == 1 else []) + _by_date(steps)[:MAX_PER_KIND]


def _promises(page: Page) -> list[Finding]:
    """Of mails alone: a meeting's description plans."""
    if page.letter.kind != "message":
        return []
    chosen = [index for index, sentence in enumerate(page.sentences) if promise.may_promise(sentence)]
    found = [
        finding
        for index in chosen[:20]
        if not elsewhere(page.letter, page.letter.text[page.sentences[index].start : page.sentences[index].end])
        for finding in promise.find(page.read(index))
    ]
    return found[:2]


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


def local_day(letter: Letter, language: text.Language) -> date:
    """The author's day. Where the letter tells the time in UTC only: nobody writes at three in the morning.

    Between midnight and five a mail in English, French or Spanish is an American evening; in German it is a European morning.
    """
    moment = datetime.fromtimestamp(min(max(letter.sent, 0), 32_503_680_000), UTC)
    if letter.zone:
        return (moment + timedelta(minutes=letter.zone)).date()
    if language == "de":
        return (moment + timedelta(hours=1)).date()
    return (moment - timedelta(hours=5)).date() if moment.hour < 5 else moment.date()


_MONTH_FIRST = re.compile(r"\b(?:0?[1-9]|1[0-2])/(?:1[3-9]|2\d|3[01])\b")
_DAY_FIRST = re.compile(r"\b(?:1[3-9]|2\d|3[01])/(?:0?[1-9]|1[0-2])\b")
_AMERICAN = re.compile(
    r"\(\d{3}\) ?\d{3}-\d{4}|\b\d{3}-\d{3}-\d{4}\b|\$ ?\d|\b(?:inc|llc)\b|\b(?:january|february|march|april|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sep|oct|nov|dec)\.? \d{1,2},? 20\d\d|\b(?:cst|pst|est|mst|central|eastern|pacific)\b|\bzip code\b|\bfiscal\b"
)
_BRITISH = re.compile(
    r"£|€|\+44|\+353|\b(?:ltd|plc|gmbh|vat)\b|\b(?:organis|realis|finalis|colour|favour|whilst|fortnight|cheers)|\b\d{1,2}(?:st|nd|rd|th)? (?:january|february|march|april|june|july|august|september|october|november|december)\b"
)


def month_first(letter: Letter, words: str) -> bool | None:
    """How 3/4 is to be read in English: by what else the letter has of one country; None where it tells nothing."""
    if "/" not in words:
        return None
    sample = f"{words} {letter.signature.lower()} {letter.subject.lower()}"[:8192]
    written = {bool(_MONTH_FIRST.search(words)), not _DAY_FIRST.search(words)}
    if len(written) == 1:
        return written.pop()
    if letter.zone:
        return -600 <= letter.zone <= -180
    american, british = bool(_AMERICAN.search(sample)), bool(_BRITISH.search(sample))
    hosts = {person.address.rpartition(".")[2] for person in letter.people}
    british = british or bool(hosts & {"uk", "ie", "au", "nz", "in", "za", "de", "fr", "es", "eu", "ch", "at"})
    if american == british:
        return None
    return american
