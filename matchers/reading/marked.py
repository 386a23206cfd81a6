"""A sentence with its days and amounts as marks, in clauses: what the rules of a kind are matched against."""

from __future__ import annotations

import re
from typing import NamedTuple

from matchers.reading import dates, money
from matchers.reading.bag import bag
from matchers.reading.date_words import WORDS
from matchers.reading.dates import Today, When
from matchers.reading.money import Sum
from matchers.reading.text import Language, Sentence

DAY, SUM, OTHER = "\ue000", "\ue001", "\ue002"
"""The day or amount that is asked about, any amount, and any other day. No text holds them: text.level takes them out."""
MAX_CLAUSES = 40

_ASIDE = re.compile(r"\([^()\ue001\ue002]{0,80}\)")
_NAMELY = re.compile(
    r"[,;:-] (?:und zwar|namely|to be (?:exact|precise)|more precisely|that is|à savoir|plus précisément|a saber|nämlich|genauer gesagt|das heißt|d\.h\.|sprich|c'est-à-dire|c'est à dire|autrement dit|o sea|es decir|i\.e\.|meaning|so call it|en concreto|concretamente|konkret|concrètement|also(?= (?:am |den |dem |der )?\ue002)|donc(?= (?:le )?\ue002)|o sea|soit(?= \ue001))\b,?(?: [^,;\ue001\ue002]{0,20}\ue002,(?= ?[^\W\d_]+(?: [^\W\d_]+)?\W*$))?"
)
"""What makes the words before it more exact is of their clause."""
_NO_MARK = re.compile(r"[^\ue001\ue002]")
_LEADER = re.compile(r"(?:[.·_-] ?){4,}")
"""The dots of a price list between a word and its sum."""
_SPLIT = re.compile(
    r"\s*(?:[,;()]|:(?!\d\d\b)|\.{2,}| -+ |\s/\s)\s*|\s+(?=(?:or (?:i|we|you|they|it|he|she)\b|or else|otherwise|sonst|ansonsten|andernfalls|sinon|autrement|de lo contrario|and \w{2,15} (?:will|is going to)\b|(?:and|so) (?:i|we|you|you'll|they|he|she|i'll|we'll|i'd|we'd|i've|we've|i'm)\b|und (?:ich|wir|sie|du|ihr)\b|et (?:je|nous|vous|j')|y (?:le|te|les|os|me|nos|ya)\b|but|however|although|aber|jedoch|allerdings|sondern|mais|toutefois|pero|aunque|sino)\b)"
)

_CUTS = re.compile(r"[,;:()]|\.\.| [-/]|\s/")
_JOINS = bag(
    "or otherwise sonst ansonsten andernfalls sinon autrement contrario and so und et y but however although aber jedoch"
    " allerdings sondern mais toutefois pero aunque sino"
)
"""Of which a place to cut at has one."""


_DIGIT = re.compile(r"\d")
_TIMES = frozenset(
    word
    for lexicon in WORDS.values()
    for table in (lexicon.months, lexicon.weekdays)
    for word in table
    if len(word) > 2
) | bag(
    "tomorrow today tonight yesterday week month quarter year eom eoq eoy eow monthly half morgen übermorgen heute"
    " gestern woche wochen monat monats jahr jahres quartal quartals halbjahr monatsende jahresende quartalsende"
    " wochenende monatsmitte jahresmitte demain aujourd hui hier semaine mois année an trimestre semestre jour"
    " mañana hoy ayer semana mes año trimestre semestre"
)
_PARTS_OF_DAYS = ("tag", "mittag", "abend", "morgen", "woche")


def is_timed(sentence: Sentence) -> bool:
    """Whether the sentence may name a time: it has a digit, or a word of time."""
    if not _TIMES.isdisjoint(sentence.tokens) or _DIGIT.search(sentence.words):
        return True
    return any(token.endswith(_PARTS_OF_DAYS) for token in sentence.tokens)


class Marked(NamedTuple):
    """The sentence, `words` with a mark for each day (OTHER) and amount (SUM)."""

    sentence: Sentence
    words: str
    days: tuple[tuple[int, When], ...]
    """Place of the mark in `words`, and what it stands for."""
    sums: tuple[tuple[int, Sum], ...]
    clauses: tuple[tuple[int, int], ...]
    """Start and end in `words`."""
    spans: tuple[tuple[int, int, int], ...]
    """Place of each mark, and the place in the sentence that it stands for."""

    @property
    def language(self) -> Language:
        """Of the sentence."""
        return self.sentence.language

    def clause(self, place: int) -> int:
        """The number of the clause that holds a place."""
        return next((n for n, (start, end) in enumerate(self.clauses) if start <= place < end), 0)

    def text(self, first: int, last: int, place: int = -1) -> str:
        """The clauses from first to last, with what is at `place` as the DAY that is asked about."""
        start, end = self.clauses[first][0], self.clauses[last][1]
        part = self.words[start:end]
        if start <= place < end:
            part = f"{part[: place - start]}{DAY}{part[place - start + 1 :]}"
        return part

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Where the clauses from first to last stand in the letter's text."""
        start, end = self.clauses[first][0], self.clauses[last][1]
        return self.sentence.start + self._origin(start, 0), self.sentence.start + self._origin(end, 0)

    def _origin(self, place: int, shift: int) -> int:
        """The place in the sentence of a place in `words`."""
        for mark, start, end in self.spans:
            if place <= mark:
                break
            shift = end - (mark + 1)
            del start
        return place + shift


def mark(sentence: Sentence, today: Today) -> Marked:
    """Find the days and amounts of a sentence and put marks in their places."""
    words, language = sentence.words, sentence.language
    sums = money.find(words) if _DIGIT.search(words) else []
    days = dates.find(words, language, today) if is_timed(sentence) else []
    signed = [part for part in sums if not part.bare]
    days = [when for when in days if not _touches(when, signed)]
    sums = [part for part in sums if not part.bare or not _touches(part, days)]
    items: list[When | Sum] = sorted([*days, *sums], key=lambda item: item.start)
    parts, spans, at = [], [], 0
    day_places: list[tuple[int, When]] = []
    sum_places: list[tuple[int, Sum]] = []
    length = 0
    for item in items:
        if item.start < at:
            continue
        parts.append(words[at : item.start])
        length += item.start - at
        spans.append((length, item.start, item.end))
        if isinstance(item, When):
            day_places.append((length, item))
            parts.append(OTHER)
        else:
            sum_places.append((length, item))
            parts.append(SUM)
        length += 1
        at = item.end
    parts.append(words[at:])
    marked = "".join(parts).replace(DAY, OTHER)
    if marked.count(".") + marked.count("-") + marked.count("_") + marked.count("·") > 3:
        marked = _LEADER.sub(lambda match: " " * len(match[0]), marked)
    marked = _NAMELY.sub(lambda match: _NO_MARK.sub(" ", match[0]), marked)
    if "(" in marked:
        marked = _ASIDE.sub(lambda match: " " * len(match[0]), marked)
    return Marked(
        sentence._replace(spoken=language),
        marked,
        tuple(day_places),
        tuple(sum_places),
        _clauses(marked, sentence.tokens),
        tuple(spans),
    )


def _touches(item: When | Sum, others: list[Sum] | list[When]) -> bool:
    return any(item.start < other.end and other.start < item.end for other in others)


def _clauses(words: str, tokens: frozenset[str]) -> tuple[tuple[int, int], ...]:
    """Where clauses start and end. Without a sign or word that cuts there is one."""
    if _JOINS.isdisjoint(tokens) and not _CUTS.search(words):
        return ((0, len(words)),)
    found, start = [], 0
    for match in _SPLIT.finditer(words):
        if match.start() > start:
            found.append((start, match.start()))
        start = match.end()
        if len(found) >= MAX_CLAUSES:
            break
    if start < len(words):
        found.append((start, len(words)))
    return tuple(found) or ((0, len(words)),)
