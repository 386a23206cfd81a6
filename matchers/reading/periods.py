"""From the words of a week, month, quarter, half or year to its day; and the rule for every form of time."""

from __future__ import annotations

import re
from datetime import date

from matchers.reading.bag import bag
from matchers.reading.date_words import WORDS
from matchers.reading.day_forms import Words
from matchers.reading.reckon import (
    PAST,
    Reckoned,
    Rule,
    Today,
    date_of,
    day_first,
    day_of_month,
    full,
    in_days,
    in_weeks,
    iso,
    month_end,
    month_in,
    numbers_in,
    numeric,
    of_week,
    of_weeks,
    opening,
    past,
    relative,
    weekday,
    weekday_next,
)


def _week(tokens: list[str], before: str, lexicon: Words, today: Today) -> Reckoned:
    del before, lexicon
    number = next(iter(numbers_in([token.lstrip("skwc") or token for token in tokens])), 0)
    year = today.day.isocalendar().year
    try:
        friday = date.fromisocalendar(year, number, 5)
        if (today.day - friday).days > 150:
            friday = date.fromisocalendar(year + 1, number, 5)
    except ValueError:
        return None
    return friday, "week"


def _weekof(tokens: list[str], before: str, lexicon: Words, today: Today) -> Reckoned:
    inner = (
        full(tokens, before, lexicon, today) if month_in(tokens, lexicon) else numeric(tokens, "du", WORDS["fr"], today)
    )
    if inner is None or inner[0] is None:
        return inner
    return of_week(4, 0, Today(inner[0])), "week"


def _week_rel(tokens: list[str], before: str, lexicon: Words, today: Today) -> Reckoned:
    del before, lexicon
    words = set(tokens)
    if words & {"after"} or any(token.startswith("übernächste") for token in tokens):
        return of_week(4, 2, today), "week"
    this = words & {"this", "cette", "esta"} or any(token.startswith("diese") for token in tokens)
    return of_week(4, 0 if this else 1, today), "week"


def _is_next(tokens: list[str]) -> bool:
    return any(t.startswith(("next", "nächst", "kommend", "prochain", "próxim", "coming", "viene", "folgend")) for t in tokens)  # fmt: skip


def _quarter(tokens: list[str], before: str, lexicon: Words, today: Today) -> Reckoned:
    del before
    number = _quarter_number(tokens, lexicon)
    year = next((n for n in numbers_in(tokens) if n > 2000), 0)
    if not number:
        number = (today.day.month + 2) // 3
        if _is_next(tokens):
            number += 1
        return month_end(today.day.year + (number > 4), (number - 1) % 4 * 3 + 3), "quarter"
    if not year:
        year = today.day.year + ({"next", "year"} <= set(tokens))
        if month_end(year, number * 3) < today.day:
            year += 1
    return month_end(year, number * 3), "quarter"


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
    year = next((n for n in numbers_in(tokens) if n > 2000), today.day.year + ({"next", "year"} <= set(tokens)))
    if month_end(year, number * 6) < today.day:
        year += 1
    return month_end(year, number * 6), "half"


def _month_only(tokens: list[str], before: str, lexicon: Words, today: Today) -> Reckoned:
    month = month_in(tokens, lexicon)
    year = next((n for n in numbers_in(tokens) if n > 2000), 0)
    if not month:
        ahead = today.day.month + _is_next(tokens)
        return month_end(today.day.year + (ahead > 12), (ahead - 1) % 12 + 1), "month"
    if before[-1:].isdigit() or before[-2:-1].isdigit():
        return PAST  # a day that could not be read
    if lexicon is WORDS["en"] and month in {3, 5} and not year and before not in _BEFORE_MONTH:
        return None
    if not year:
        year = today.day.year + (month < today.day.month and today.day.month - month > 4)
    return month_end(year, month), "month"


_BEFORE_MONTH = bag("in by during until till before for of through early late mid around end to since from this")
_MID = frozenset({"mid", "middle", "mitte", "mi", "milieu", "mediados", "jahresmitte", "monatsmitte", "first"})
_EARLY = frozenset(
    {"early", "beginning", "start", "anfang", "beginn", "début", "principio", "principios", "primeros", "inicios", "monatsanfang", "jahresanfang", "quartalsanfang", "wochenanfang"}
)  # fmt: skip


def _part(tokens: list[str], before: str, lexicon: Words, today: Today) -> Reckoned:
    """Early, mid or end of a period. Early names no day."""
    words = set(tokens)
    if words & _EARLY:
        return PAST
    mid = bool(words & _MID) and not {"first", "quarter"} <= words
    joined = " ".join(tokens)
    month = month_in(tokens, lexicon)
    if month or "month" in words or "eom" in words or "monat" in joined or "mois" in words or "mes" in words:
        reckoned = _month_only(tokens, "in", lexicon, today)
        if mid and reckoned and reckoned[0]:
            day = reckoned[0].replace(day=15)
            # The middle of a month that is half over is next year's, or past.
            return day, "half_month"
        return reckoned
    if mid and "jahresmitte" not in words and not words & {"year", "jahr", "jahres", "année", "año"}:
        return PAST
    if "week" in joined or "eow" in words or "woche" in joined or "semaine" in words or "semana" in words:
        return _week_part(tokens, today)
    if "quarter" in words or "quartal" in joined or "trimestre" in words or "eoq" in words or re.search(r"\b[qt][1-4]\b", " ".join(_glued(tokens))):  # fmt: skip
        return _quarter(tokens, before, lexicon, today)
    if words & {"fiscal", "financial"} or "geschäfts" in joined:
        return PAST
    if mid:
        return date_of(today.day.year + (today.day.month > 6), 6, 30), "half"
    year = next((n for n in numbers_in(tokens) if n > 2000), today.day.year + _is_next(tokens))
    return date(year, 12, 31), "year"


def _glued(tokens: list[str]) -> list[str]:
    """Tokens with their letter and digit together again: q, 1 → q1."""
    return [a + b if a in {"q", "t"} and b.isdigit() else a for a, b in zip(tokens, [*tokens[1:], ""], strict=True)]


def _week_part(tokens: list[str], today: Today) -> Reckoned:
    if numbers := numbers_in(tokens):
        return _week([str(numbers[0])], "", WORDS["en"], today)
    return of_week(4, int(_is_next(tokens)), today), "week"


RULES: dict[str, Rule] = {
    "day_first": day_first, "opening": opening,
    "iso": iso, "full": full, "num": numeric, "bare": day_of_month, "past": past, "vague": past, "wd": weekday, "wd_this": weekday, "wd_next": weekday_next,
    "wd_week": in_weeks(1), "wd_two_weeks": in_weeks(2), "wd_next_week": of_weeks(1), "wd_later": of_weeks(2),
    "wd_this_week": of_weeks(0), "rel": relative, "days": in_days, "week": _week, "weekof": _weekof, "week_rel": _week_rel,
    "quarter": _quarter, "half": _half, "month": _month_only, "part": _part,
}  # fmt: skip
