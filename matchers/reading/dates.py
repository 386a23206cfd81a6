"""Days in a sentence, reckoned from the day of the letter. What names no day, or more than one, or an impossible one, names none.

A month stands for its last day, "mid" for the 15th, a week for its Friday, a quarter, half or year for its end; `grain` says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from typing import Literal, NamedTuple

from matchers.reading.date_words import WORDS, Words
from matchers.reading.text import Language

Grain = Literal["day", "week", "half_month", "month", "quarter", "half", "year"]
GRAINS: tuple[Grain, ...] = ("day", "week", "half_month", "month", "quarter", "half", "year")
"""From the finest to the coarsest."""


class When(NamedTuple):
    """A time that a sentence names, with its place in the sentence."""

    start: int
    end: int
    day: date | None
    """None: words of time that name no single day in the future or present, or a day that is past."""
    grain: Grain = "day"
    loose: bool = False
    """One of several days, or an end of a range: no appointment."""
    explicit: bool = False
    """It says which month it is in: not only a weekday, which may have been last week's."""


class Today(NamedTuple):
    """The day of a letter."""

    day: date
    month_first: bool | None = False
    """How 3/4 is read in English; None: unknown, so an ambiguous one is not read."""


_TOKEN = re.compile(r"\d+|[^\W\d_]+(?:'[^\W\d_]+)?")
_LINK = re.compile(
    r"\s*(?:,|/|-|&|\+|\bor\b|\boder\b|\bou\b|\bo\b|\bu\b|\bto\b|\btill\b|\bbis\b|\bau\b|\bal\b|\ba\b|\band\b|\bund\b|\bet\b|\by\b|\bbzw\b\.?|,? or\b|\bas well as\b)"
    r"(?: (?:alternatively|maybe|else|auch|aber auch|sonst|even|possibly|zum|am|den|dem|on|the|le|el|du|bis zum))*\s*"
)  # fmt: skip
_CORRECTED = re.compile(
    r"[\s,.;:()-]{0,6}(?:(?:no|oh no|nein|non|sorry|pardon|perdón|ups|oops|quatsch)\b[^\n]{0,60}|(?:i mean|make that|or rather|scratch that|korrektur|besser(?: gesagt)?|ich meine|vielmehr|plutôt|je veux dire|je voulais dire|mejor|digo|quiero decir|mejor dicho)\b[^\n]{0,30})$"
)
"""Between a day and the one that takes its place."""
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
    while match := pattern.search(words, at):
        start, end = match.span()
        at = max(end, at + 1)
        when = _resolve(match.lastgroup or "", words, start, end, lexicon, today)
        if when is None:
            continue
        while len(found) < 100 and (more := time.match(words, end)) and more.end() > end:
            end = more.end()
        at = end
        found.append(when._replace(end=end))
    return _loosened(words, found)


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
        if index and _CORRECTED.match(words, found[index - 1].end, when.start):
            loose.add(index - 1)
            continue
        if index and found[index - 1].day == when.day is not None:
            continue  # the same day, said twice
        if index and (link := _link(words, found, index)) and (link != "," or _link(words, found, index + 1) or _link(words, found, index - 1)):
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
    reckoned = _RULES[name](tokens, before[-1].strip("(,") if before else "", lexicon, today)
    if reckoned is None:
        return None
    day, grain = reckoned
    if day is not None and not _plausible(day, grain, tokens, lexicon, today):
        day = None
    return When(start, end, day, grain, explicit=name in {"iso", "full", "num", "weekof", "bare"})


def _plausible(day: date, grain: Grain, tokens: list[str], lexicon: Words, today: Today) -> bool:
    """Whether the day is not past, within three years, and of the weekday that stands beside it."""
    if not today.day <= day <= today.day + timedelta(days=1100):
        return False
    named = [lexicon.weekdays[token] for token in tokens if token in lexicon.weekdays]
    return grain != "day" or not named or named[0] == day.weekday()


_NUMBERED = frozenset("punkt ziffer abschnitt kapitel pos position nr version v § anlage absatz artikel kap abs".split())
Reckoned = tuple[date | None, Grain] | None
Rule = Callable[[list[str], str, Words, Today], Reckoned]
_PAST: tuple[None, Grain] = (None, "day")


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _numbers(tokens: list[str]) -> list[int]:
    return [int(token) for token in tokens if token.isdigit() and len(token) <= 4]


def _month(tokens: list[str], lexicon: Words) -> int:
    # From the end: a short weekday may look like a month (mar).
    return next((lexicon.months[token] for token in reversed(tokens) if token in lexicon.months), 0)


def _weekday(tokens: list[str], lexicon: Words) -> int:
    return next((lexicon.weekdays[t] for t in (token[:-1] if token.endswith("s") and token[:-1] in lexicon.weekdays else token for token in map(_bare_weekday, tokens)) if t in lexicon.weekdays), -1)  # fmt: skip


def _bare_weekday(token: str) -> str:
    for tail in ("vormittag", "nachmittag", "morgen", "abend", "früh", "mittag"):
        if token.endswith(tail) and token != tail:
            return token[: -len(tail)]
    return token


def _nearest(month: int, day: int, today: Today) -> date | None:
    """The day of that name which is meant without a year: the next one, or one that is just past."""
    this = _date(today.day.year, month, day)
    if this is None:
        return _date(today.day.year + 1, month, day)
    ahead = (this - today.day).days
    if ahead < -150:
        return _date(today.day.year + 1, month, day)
    return _date(today.day.year - 1, month, day) if ahead > 300 else this


def _month_end(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _iso(tokens: list[str], before: str, lexicon: Words, today: Today) -> Reckoned:
    del before, lexicon, today
    year, month, day = _numbers(tokens)[:3]
    return _date(year, month, day), "day"


def _full(tokens: list[str], before: str, lexicon: Words, today: Today) -> Reckoned:
    month = _month(tokens, lexicon)
    if not month:  # a German 17.3. with both its dots
        return None if before in _NUMBERED else _num(tokens, "am", lexicon, today)
    numbers = [int(d[0]) for token in tokens if (d := re.match(r"\d+", token))] or [1]
    if "primero" in tokens:
        numbers.insert(0, 1)
    day = next((n for n in numbers if n <= 31), 1)
    year = next((n for n in numbers if n > 2000), 0)
    nearest = _date(year, month, day) if year else _nearest(month, day, today)
    if nearest and nearest < today.day and not year and "prochain" in tokens:
        nearest = _date(nearest.year + 1, month, day)
    return nearest, "day"


def _num(tokens: list[str], before: str, lexicon: Words, today: Today) -> Reckoned:
    numbers = _numbers(tokens)
    if len(numbers) < 2:
        return None
    first, second = numbers[:2]
    dated = len(numbers) > 2 or any(token in lexicon.weekdays for token in tokens)
    if not dated and before not in lexicon.before and not {"le", "el", "den", "dem"} & set(tokens):
        return None
    if (first, second) == (24, 7):
        return None
    day, month = first, second
    if lexicon is WORDS["en"] and max(first, second) <= 12 and first != second:
        if today.month_first is None:
            return _PAST
        if today.month_first:
            day, month = second, first
    elif second > 12:
        day, month = second, first
    if not 1 <= month <= 12:
        return None
    if len(numbers) > 2:
        year = numbers[2] if numbers[2] > 99 else 2000 + numbers[2]
        return _date(year, month, day), "day"
    return _nearest(month, day, today), "day"


def _bare(tokens: list[str], before: str, lexicon: Words, today: Today) -> Reckoned:
    """The 28th: of this month, or of the next one where that day has been."""
    numbers = _numbers([token.rstrip("stndrhe") if token[0].isdigit() else token for token in tokens])
    if not numbers or not 1 <= numbers[0] <= 31:
        return None
    named = any(_bare_weekday(token) in lexicon.weekdays for token in tokens)
    if not named and before not in lexicon.before and not {"the", "le", "el", "den", "dem", "día"} & set(tokens):
        return None
    year, month = today.day.year, today.day.month
    if numbers[0] <= today.day.day:
        year, month = year + month // 12, month % 12 + 1
    return _date(year, month, numbers[0]), "day"


def _past(tokens: list[str], before: str, lexicon: Words, today: Today) -> Reckoned:
    del tokens, before, lexicon, today
    return _PAST


def _coming(weekday: int, today: Today) -> date:
    """The next day of that name after today."""
    return today.day + timedelta(days=(weekday - today.day.weekday() - 1) % 7 + 1)


def _of_week(weekday: int, weeks: int, today: Today) -> date:
    return today.day - timedelta(days=today.day.weekday()) + timedelta(days=weekday, weeks=weeks)


def _wd(tokens: list[str], before: str, lexicon: Words, today: Today) -> Reckoned:
    del before
    weekday = _weekday(tokens, lexicon)
    return (_coming(weekday, today), "day") if weekday >= 0 else None


def _wd_next(tokens: list[str], before: str, lexicon: Words, today: Today) -> Reckoned:
    """Next Thursday: the one of next week. In German it is not clear while this week's is still to come."""
    del before
    weekday = _weekday(tokens, lexicon)
    if weekday < 0:
        return None
    if lexicon is WORDS["de"] and weekday > today.day.weekday() + 1:
        return _PAST
    return _of_week(weekday, 1, today), "day"


def _in_weeks(weeks: int) -> Rule:
    def rule(tokens: list[str], before: str, lexicon: Words, today: Today) -> Reckoned:
        """Thursday in a week: counted from today where today is a Thursday."""
        del before
        weekday = _weekday(tokens, lexicon)
        if weekday < 0:
            ahead = 1 if {"tomorrow", "morgen", "demain"} & set(tokens) else 0
            return today.day + timedelta(days=ahead, weeks=weeks), "day"
        base = today.day if weekday == today.day.weekday() else _coming(weekday, today)
        return base + timedelta(weeks=weeks), "day"

    return rule


def _of_weeks(weeks: int) -> Rule:
    def rule(tokens: list[str], before: str, lexicon: Words, today: Today) -> Reckoned:
        del before
        weekday = _weekday(tokens, lexicon)
        return (_of_week(weekday, weeks, today), "day") if weekday >= 0 else None

    return rule


def _rel(tokens: list[str], before: str, lexicon: Words, today: Today) -> Reckoned:
    words = set(tokens)
    if before in {"guten", "la", "esta", "buena", "good", "until", "als", "à"} and not words & {"pasado", "today"}:
        return None
    del lexicon
    ahead = 0
    if words & {"tomorrow", "morgen", "demain", "mañana"}:
        ahead = 1
    if words & {"übermorgen", "after", "pasado", "après"}:
        ahead = 2
    return today.day + timedelta(days=ahead), "day"


def _days(tokens: list[str], before: str, lexicon: Words, today: Today) -> Reckoned:
    """In ten days. Eight and fifteen days are a week and two in French and Spanish, or not: not exact."""
    del before
    number = next((int(t) if t.isdigit() else lexicon.counts[t] for t in tokens if t.isdigit() or t in lexicon.counts), 0)  # fmt: skip
    if not number:
        return None
    if any(token.startswith(("week", "woche", "semaine", "semana")) for token in tokens):
        exact = {"exactly", "from", "genau", "exactement", "exactamente"} & set(tokens)
        day = today.day + timedelta(weeks=number)
        return (day, "day") if exact else (_of_week(4, number, today), "week")
    if number in {8, 15}:
        return _PAST
    return today.day + timedelta(days=number), "day"


def _week(tokens: list[str], before: str, lexicon: Words, today: Today) -> Reckoned:
    del before, lexicon
    number = next(iter(_numbers([token.lstrip("skwc") or token for token in tokens])), 0)
    year = today.day.isocalendar().year
    try:
        friday = date.fromisocalendar(year, number, 5)
        if (today.day - friday).days > 150:
            friday = date.fromisocalendar(year + 1, number, 5)
    except ValueError:
        return None
    return friday, "week"


def _weekof(tokens: list[str], before: str, lexicon: Words, today: Today) -> Reckoned:
    inner = _full(tokens, before, lexicon, today) if _month(tokens, lexicon) else _num(tokens, "du", WORDS["fr"], today)
    if inner is None or inner[0] is None:
        return inner
    return _of_week(4, 0, Today(inner[0])), "week"


def _week_rel(tokens: list[str], before: str, lexicon: Words, today: Today) -> Reckoned:
    del before, lexicon
    words = set(tokens)
    if words & {"after"} or any(token.startswith("übernächste") for token in tokens):
        return _of_week(4, 2, today), "week"
    this = words & {"this", "cette", "esta"} or any(token.startswith("diese") for token in tokens)
    return _of_week(4, 0 if this else 1, today), "week"


def _is_next(tokens: list[str]) -> bool:
    return any(t.startswith(("next", "nächst", "kommend", "prochain", "próxim", "coming", "viene", "folgend")) for t in tokens)  # fmt: skip


def _quarter(tokens: list[str], before: str, lexicon: Words, today: Today) -> Reckoned:
    del before
    number = _quarter_number(tokens, lexicon)
    year = next((n for n in _numbers(tokens) if n > 2000), 0)
    if not number:
        number = (today.day.month + 2) // 3
        if _is_next(tokens):
            number += 1
        return _month_end(today.day.year + (number > 4), (number - 1) % 4 * 3 + 3), "quarter"
    if not year:
        year = today.day.year + ({"next", "year"} <= set(tokens))
        if _month_end(year, number * 3) < today.day:
            year += 1
    return _month_end(year, number * 3), "quarter"


def _quarter_number(tokens: list[str], lexicon: Words) -> int:
    for token in tokens:
        if token[0] in "qt" and token[1:] in {"1", "2", "3", "4"}:
            return int(token[1:])
        if token in {"1", "2", "3", "4"}:
            return int(token)
        if token in lexicon.counts and lexicon.counts[token] <= 4:
            return lexicon.counts[token]
    return 0


def _half(tokens: list[str], before: str, lexicon: Words, today: Today) -> Reckoned:
    number = _quarter_number([token.replace("h", "q") if token in {"h1", "h2"} else token for token in tokens], lexicon)
    if not number and before == "zum":
        number = 1
    number = number or 1
    if number > 2:
        return None
    year = next((n for n in _numbers(tokens) if n > 2000), today.day.year + ({"next", "year"} <= set(tokens)))
    if _month_end(year, number * 6) < today.day:
        year += 1
    return _month_end(year, number * 6), "half"


def _month_only(tokens: list[str], before: str, lexicon: Words, today: Today) -> Reckoned:
    month = _month(tokens, lexicon)
    year = next((n for n in _numbers(tokens) if n > 2000), 0)
    if not month:
        ahead = today.day.month + _is_next(tokens)
        return _month_end(today.day.year + (ahead > 12), (ahead - 1) % 12 + 1), "month"
    if before[-1:].isdigit() or before[-2:-1].isdigit():
        return _PAST  # a day that could not be read
    if lexicon is WORDS["en"] and month in {3, 5} and not year and before not in _BEFORE_MONTH:
        return None
    if not year:
        year = today.day.year + (month < today.day.month and today.day.month - month > 4)
    return _month_end(year, month), "month"


_BEFORE_MONTH = frozenset("in by during until till before for of through early late mid around end to since from this".split())
_MID = frozenset({"mid", "middle", "mitte", "mi", "milieu", "mediados", "jahresmitte", "monatsmitte", "first"})
_EARLY = frozenset(
    {"early", "beginning", "start", "anfang", "beginn", "début", "principio", "principios", "primeros", "inicios", "monatsanfang", "jahresanfang", "quartalsanfang", "wochenanfang"}
)  # fmt: skip


def _part(tokens: list[str], before: str, lexicon: Words, today: Today) -> Reckoned:
    """Early, mid or end of a period. Early names no day."""
    words = set(tokens)
    if words & _EARLY:
        return _PAST
    mid = bool(words & _MID) and not {"first", "quarter"} <= words
    joined = " ".join(tokens)
    month = _month(tokens, lexicon)
    if month or "month" in words or "eom" in words or "monat" in joined or "mois" in words or "mes" in words:
        reckoned = _month_only(tokens, "in", lexicon, today)
        if mid and reckoned and reckoned[0]:
            day = reckoned[0].replace(day=15)
            # The middle of a month that is half over is next year's, or past.
            return day, "half_month"
        return reckoned
    if mid and "jahresmitte" not in words and not words & {"year", "jahr", "jahres", "année", "año"}:
        return _PAST
    if "week" in joined or "eow" in words or "woche" in joined or "semaine" in words or "semana" in words:
        return _week_part(tokens, today)
    if "quarter" in words or "quartal" in joined or "trimestre" in words or "eoq" in words or re.search(r"\b[qt][1-4]\b", " ".join(_glued(tokens))):  # fmt: skip
        return _quarter(tokens, before, lexicon, today)
    if words & {"fiscal", "financial"} or "geschäfts" in joined:
        return _PAST
    if mid:
        return _date(today.day.year + (today.day.month > 6), 6, 30), "half"
    year = next((n for n in _numbers(tokens) if n > 2000), today.day.year + _is_next(tokens))
    return date(year, 12, 31), "year"


def _glued(tokens: list[str]) -> list[str]:
    """Tokens with their letter and digit together again: q, 1 → q1."""
    return [a + b if a in {"q", "t"} and b.isdigit() else a for a, b in zip(tokens, [*tokens[1:], ""], strict=True)]


def _week_part(tokens: list[str], today: Today) -> Reckoned:
    if numbers := _numbers(tokens):
        return _week([str(numbers[0])], "", WORDS["en"], today)
    return _of_week(4, int(_is_next(tokens)), today), "week"


_RULES: dict[str, Rule] = {
    "iso": _iso, "full": _full, "num": _num, "bare": _bare, "past": _past, "wd": _wd, "wd_this": _wd, "wd_next": _wd_next,
    "wd_week": _in_weeks(1), "wd_two_weeks": _in_weeks(2), "wd_next_week": _of_weeks(1), "wd_later": _of_weeks(2),
    "wd_this_week": _of_weeks(0), "rel": _rel, "days": _days, "week": _week, "weekof": _weekof, "week_rel": _week_rel,
    "quarter": _quarter, "half": _half, "month": _month_only, "part": _part,
}  # fmt: skip
