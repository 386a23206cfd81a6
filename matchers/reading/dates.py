"""Days in a sentence, reckoned from the day of the letter. What names no day, or more than one, or an impossible one, names none.

A month stands for its last day, "mid" for the 15th, a week for its Friday, a quarter, half or year for its end; `grain` says so.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import NamedTuple

from matchers.reading.date_words import WORDS
from matchers.reading.day_forms import Words
from matchers.reading.periods import RULES
from matchers.reading.reckon import GRAINS, Grain, Today, plausible
from matchers.reading.text import Language


class When(NamedTuple):
    """A time that a sentence names, with its place in the sentence."""

    start: int
    end: int
    day: date | None
    """None: words of time that name no single day in the future or present, or a day that is past."""
    grain: Grain = "day"
    loose: bool = False
    """One of several days, or an end of a range: no appointment."""
    past: bool = False
    """Last year, yesterday: what is told is over."""


__all__ = ["GRAINS", "Grain", "Today", "When", "find"]

_NEW_START = re.compile(
    r"(?:so|and|but|because|as|then|or|und|aber|weil|da|oder|denn|et|mais|car|donc|ou|y|pero|porque|o|at|from|um|gegen|à|a)\b|(?:am |on |le |el |the |den |der )?\d"
)
_FIRST = re.compile(r"[^\W_]+")
_TOKEN = re.compile(r"\d+|[^\W\d_]+(?:'[^\W\d_]+)?")
_LINK = re.compile(
    r"\s*(?:,|/|-|&|\+|\bor\b|\boder\b|\bou\b|\bo\b|\bu\b|\bto\b|\btill\b|\bbis\b|\bau\b|\bal\b|\ba\b|\band\b|\bund\b|\bet\b|\by\b|\bbzw\b\.?|,? or\b|\bas well as\b)"
    r"(?: (?:alternatively|maybe|else|auch|aber auch|sonst|even|possibly|zum|am|den|dem|on|the|le|el|du|bis zum))*\s*"
)  # fmt: skip
_CORRECTED = re.compile(
    r"[\s,.;:()-]{0,6}(?:(?:no|oh no|nein|non|sorry|pardon|perdón|ups|oops|quatsch)\b[^\n]{0,60}|(?:i mean|make that|or rather|scratch that|korrektur|besser(?: gesagt)?|ich meine|vielmehr|plutôt|je veux dire|je voulais dire|mejor|digo|quiero decir|mejor dicho)\b[^\n]{0,30}|also (?:am |den |dem |der )?|(?:donc|soit) (?:le )?|so |o sea (?:el )?|es decir,? (?:el )?)$"
)
"""Between a day and the one that takes its place."""
_SO = re.compile(r"\b(?:so|also|donc|soit)\b")
"""Takes the place of a time of its own grain alone: "by 17 April so Q1 is booked" names two."""
_SAME = re.compile(
    r"[\s,(-]{0,3}(?:also|so|donc|soit|o sea|das ist|that is|that's|which is|que (?:es|cae en)|c'est|ce sera)?(?: ?(?:ein|un|a|am|on|den|der|dem|le|el|the|día))?[\s,]{0,2}"
)
"""Between a weekday and its date."""
_HOUR = re.compile(r"\d{1,2} ?(?:[:.h]\d\d|h\b|[ap]\.?m\b|uhr)|\b(?:at|um|ab|à|las) \d{1,2}")
_GREETS = re.compile(r"[,!](?! ?(?:\d|um\b|ab\b|gegen\b|früh|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch))")
"""Behind "morgen" at the head of a letter: good morning."""
_BEFORE = re.compile(
    r"(?<![\w.:])\d{1,2}(?:st|nd|rd|th|\.)?(?:\d{1,2}\.)?\s*(?:,|/|-|&|or|oder|ou|o|u|to|bis|au|al|a|and|und|et|y)\s*(?:the |den |le |el )?$"
)
_AFTER = re.compile(
    r"^\s*(?:/|-|&|or|oder|ou|o|to|bis|au|al|and|und|et|y)\s*(?:the |den |le |el |zum )?\d{1,2}(?:st|nd|rd|th|\.)?(?![\d:.]*\d? ?(?:am|pm|uhr|h\b|%|€|\$))(?:\s|[,;?!.)]|$)"
)


def find(words: str, language: Language, today: Today) -> list[When]:
    """The times in a sentence, in order, none overlapping another."""
    lexicon = WORDS[language]
    found: list[When] = []
    at = 0
    pattern, time = _compiled(language)
    begins = lexicon.starts
    for first in _FIRST.finditer(words):
        word = first[0]
        if (
            word not in begins
            and word[:5] not in begins
            and not word[0].isdigit()
            and not (word[0] == "s" and word[1:].isdigit())
        ):
            continue
        start = first.start()
        if start < at:
            continue
        match = pattern.match(words, start)
        when = _resolve(match.lastgroup or "", words, start, match.end(), lexicon, today) if match else None
        if match is None or when is None:
            continue
        end = match.end()
        while len(found) < 100 and (more := time.match(words, end)) and more.end() > end:
            end = more.end()
        if "," in words[start:end] and words[end : end + 2] == ", " and not _NEW_START.match(words, end + 2):
            end += 1  # on Friday, 30 January, you …: the comma behind belongs to the day
        at = end
        found.append(when._replace(end=end))
    return _loosened(words, _merged(words, found))


def _merged(words: str, found: list[When]) -> list[When]:
    """A weekday and the date beside it that says which one: next Wednesday, the 27th. They are one day if the date is one of that name."""
    kept: list[When] = []
    for when in found:
        before = kept[-1] if kept else None
        if (
            before
            and before.day
            and when.day
            and before.day != when.day
            and before.grain == when.grain == "day"
            and before.day.weekday() == when.day.weekday()
            and _SAME.fullmatch(words, before.end, when.start)
        ):
            spans = [words[each.start : each.end] for each in (before, when)]
            dated = [any(map(str.isdigit, _HOUR.sub("", span))) for span in spans]
            if dated[0] != dated[1]:
                kept[-1] = When(before.start, when.end, (before if dated[0] else when).day)
                continue
        kept.append(when)
    return kept


@cache
def _compiled(language: Language) -> tuple[re.Pattern[str], re.Pattern[str]]:
    forms = (f"(?P<{name}_{number}>{pattern})" for number, (name, pattern) in enumerate(WORDS[language].forms))
    return re.compile("|".join(forms)), re.compile(WORDS[language].time)


def _loosened(words: str, found: list[When]) -> list[When]:
    """Mark what is one of several days."""
    loose = set()
    for index, when in enumerate(found):
        if when.grain == "day" and (
            _BEFORE.search(words[max(0, when.start - 16) : when.start]) or _AFTER.match(words[when.end : when.end + 24])
        ):
            loose.add(index)
        if index and found[index - 1].day == when.day is not None:
            continue  # the same day, said twice
        alike = index and found[index - 1].grain == when.grain
        if index and (said := _CORRECTED.match(words, found[index - 1].end, when.start)):
            if alike or not _SO.search(said[0]):
                loose.add(index - 1)
            continue
        if (
            alike
            and (link := _link(words, found, index))
            and (link != "," or _link(words, found, index + 1) or _link(words, found, index - 1))
        ):
            loose.update((index - 1, index))
    return [when._replace(loose=True) if index in loose else when for index, when in enumerate(found)]


def _link(words: str, found: list[When], index: int) -> str:
    """The word or sign that joins a day to the one before it; empty for none."""
    if not 0 < index < len(found):
        return ""
    between = words[found[index - 1].end : found[index].start]
    match = _LINK.match(between) if len(between) < 40 else None
    return between.strip()[:1] or "-" if match and match.end() >= len(between) - 3 else ""


def _resolve(form: str, words: str, start: int, end: int, lexicon: Words, today: Today) -> When | None:
    """The time of a match; None when it is none at all."""
    name = form.rpartition("_")[0]
    text = words[start:end]
    before = words[max(0, start - 24) : start].split()
    if name.startswith("wd") and before and before[-1] in lexicon.recurring:
        return When(start, end, None)
    tokens = _TOKEN.findall(text)
    reckoned = RULES[name](tokens, before[-1].strip("(,") if before else "", lexicon, today)
    if reckoned is None:
        return None
    if text == "morgen" and start == 0 and _GREETS.match(words, end):
        return None
    day, grain = reckoned
    if day is not None and not plausible(day, grain, tokens, lexicon, today):
        day = None
    return When(start, end, day, grain, past=name == "past")
