"""From the words of a day to its date, counted from the day of the letter.

A month stands for its last day, "mid" for the 15th, a week for its Friday, a quarter, half or year for its end; `grain` says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Literal, NamedTuple

from matchers.reading.bag import bag
from matchers.reading.date_words import WORDS
from matchers.reading.day_forms import Words

Grain = Literal["day", "week", "half_month", "month", "quarter", "half", "year"]
GRAINS: tuple[Grain, ...] = ("day", "week", "half_month", "month", "quarter", "half", "year")
"""From the finest to the coarsest."""


class Today(NamedTuple):
    """The day of a letter."""

    day: date
    month_first: bool | None = False
    """How 3/4 is read in English; None: unknown, so an ambiguous one is not read."""


def plausible(day: date, grain: Grain, tokens: list[str], lexicon: Words, today: Today) -> bool:
    """Whether the day is not past, within three years, and of the weekday that stands beside it."""
    if not today.day <= day <= today.day + timedelta(days=1100):
        return False
    named = [lexicon.weekdays[token] for token in tokens if token in lexicon.weekdays]
    return grain != "day" or not named or named[0] == day.weekday()


_NUMBERED = bag("punkt ziffer abschnitt kapitel pos position nr version v § anlage absatz artikel kap abs")
Reckoned = tuple[date | None, Grain] | None
Rule = Callable[[list[str], str, Words, Today], Reckoned]
PAST: tuple[None, Grain] = (None, "day")


def date_of(year: int, month: int, day: int) -> date | None:
    """The date, where there is such a day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def numbers_in(tokens: list[str]) -> list[int]:
    """The numbers of up to four digits."""
    return [int(token) for token in tokens if token.isdigit() and len(token) <= 4]


def month_in(tokens: list[str], lexicon: Words) -> int:
    """The number of the month that is named; 0 for none."""
    # From the end: a short weekday may look like a month (mar).
    bare = (token.removeprefix("d'") for token in reversed(tokens))
    return next((lexicon.months[token] for token in bare if token in lexicon.months), 0)


def _weekday(tokens: list[str], lexicon: Words) -> int:
    return next((lexicon.weekdays[t] for t in (token[:-1] if token.endswith("s") and token[:-1] in lexicon.weekdays else token for token in map(_bare_weekday, tokens)) if t in lexicon.weekdays), -1)  # fmt: skip


def _bare_weekday(token: str) -> str:
    for tail in ("vormittag", "nachmittag", "morgen", "abend", "früh", "mittag"):
        if token.endswith(tail) and token != tail:
            return token[: -len(tail)]
    return token


def _nearest(month: int, day: int, today: Today) -> date | None:
    """The day of that name which is meant without a year: the next one, or one that is just past."""
    this = date_of(today.day.year, month, day)
    if this is None:
        return date_of(today.day.year + 1, month, day)
    ahead = (this - today.day).days
    if ahead < -150:
        return date_of(today.day.year + 1, month, day)
    return date_of(today.day.year - 1, month, day) if ahead > 300 else this


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def iso(tokens: list[str], before: str, lexicon: Words, today: Today) -> Reckoned:
    """2026-03-12."""
    del before, lexicon, today
    year, month, day = numbers_in(tokens)[:3]
    return date_of(year, month, day), "day"


def full(tokens: list[str], before: str, lexicon: Words, today: Today) -> Reckoned:
    """Thursday, 12 March 2026."""
    month = month_in(tokens, lexicon)
    if not month:  # a German 17.3. with both its dots
        return None if before in _NUMBERED else numeric(tokens, "am", lexicon, today)
    numbers = [int(d[0]) for token in tokens if (d := re.match(r"\d+", token))] or [1]
    if "primero" in tokens:
        numbers.insert(0, 1)
    day = next((n for n in numbers if n <= 31), 1)
    year = next((n for n in numbers if n > 2000), 0)
    nearest = date_of(year, month, day) if year else _nearest(month, day, today)
    if nearest and nearest < today.day and not year and "prochain" in tokens:
        nearest = date_of(nearest.year + 1, month, day)
    return nearest, "day"


def numeric(tokens: list[str], before: str, lexicon: Words, today: Today) -> Reckoned:
    """12.3., 12/03/2026. Without a year it takes a word like `on` before it."""
    numbers = numbers_in(tokens)
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
            return PAST
        if today.month_first:
            day, month = second, first
    elif second > 12:
        day, month = second, first
    if not 1 <= month <= 12:
        return None
    if len(numbers) > 2:
        year = numbers[2] if numbers[2] > 99 else 2000 + numbers[2]
        return date_of(year, month, day), "day"
    return _nearest(month, day, today), "day"


def day_of_month(tokens: list[str], before: str, lexicon: Words, today: Today) -> Reckoned:
    """The 28th: of this month, or of the next one where that day has been."""
    numbers = numbers_in([token.rstrip("stndrhe") if token[0].isdigit() else token for token in tokens])
    if not numbers or not 1 <= numbers[0] <= 31:
        return None
    named = any(_bare_weekday(token) in lexicon.weekdays for token in tokens)
    if not named and before not in lexicon.before and not {"the", "le", "el", "den", "dem", "día"} & set(tokens):
        return None
    year, month = today.day.year, today.day.month
    if numbers[0] <= today.day.day:
        year, month = year + month // 12, month % 12 + 1
    return date_of(year, month, numbers[0]), "day"


def day_first(tokens: list[str], before: str, lexicon: Words, today: Today) -> Reckoned:
    """12.08.2026: with dots nobody writes the month first."""
    return numeric(tokens, before, lexicon, today._replace(month_first=False))


def opening(tokens: list[str], before: str, lexicon: Words, today: Today) -> Reckoned:
    """29th it is: a day of the month at the head of its clause."""
    del before
    return day_of_month(tokens, "the", lexicon, today)


def past(tokens: list[str], before: str, lexicon: Words, today: Today) -> Reckoned:
    """Yesterday, last week."""
    del tokens, before, lexicon, today
    return PAST


def _coming(weekday: int, today: Today) -> date:
    """The next day of that name after today."""
    return today.day + timedelta(days=(weekday - today.day.weekday() - 1) % 7 + 1)


def of_week(weekday: int, weeks: int, today: Today) -> date:
    """A weekday (Monday is 0) of this week, or of so many weeks on."""
    return today.day - timedelta(days=today.day.weekday()) + timedelta(days=weekday, weeks=weeks)


def weekday(tokens: list[str], before: str, lexicon: Words, today: Today) -> Reckoned:
    """Thursday, this Thursday: the next one after today."""
    del before
    number = _weekday(tokens, lexicon)
    return (_coming(number, today), "day") if number >= 0 else None


def weekday_next(tokens: list[str], before: str, lexicon: Words, today: Today) -> Reckoned:
    """Next Thursday: the one of next week. In German it is not clear while this week's is still to come."""
    del before
    number = _weekday(tokens, lexicon)
    if number < 0:
        return None
    if lexicon is WORDS["de"] and number > today.day.weekday() + 1:
        return PAST
    return of_week(number, 1, today), "day"


def in_weeks(weeks: int) -> Rule:
    """Thursday in so many weeks."""

    def rule(tokens: list[str], before: str, lexicon: Words, today: Today) -> Reckoned:
        """Thursday in a week: counted from today where today is a Thursday."""
        del before
        number = _weekday(tokens, lexicon)
        if number < 0:
            ahead = 1 if {"tomorrow", "morgen", "demain"} & set(tokens) else 0
            return today.day + timedelta(days=ahead, weeks=weeks), "day"
        base = today.day if number == today.day.weekday() else _coming(number, today)
        return base + timedelta(weeks=weeks), "day"

    return rule


def of_weeks(weeks: int) -> Rule:
    """Thursday of the week that is so many weeks on."""

    def rule(tokens: list[str], before: str, lexicon: Words, today: Today) -> Reckoned:
        del before
        number = _weekday(tokens, lexicon)
        return (of_week(number, weeks, today), "day") if number >= 0 else None

    return rule


def relative(tokens: list[str], before: str, lexicon: Words, today: Today) -> Reckoned:
    """Tomorrow, the day after."""
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


def in_days(tokens: list[str], before: str, lexicon: Words, today: Today) -> Reckoned:
    """In ten days. Eight and fifteen days are a week and two in French and Spanish, or not: not exact."""
    del before
    number = next((int(t) if t.isdigit() else lexicon.counts[t] for t in tokens if t.isdigit() or t in lexicon.counts), 0)  # fmt: skip
    if not number:
        return None
    if any(token.startswith(("week", "woche", "semaine", "semana")) for token in tokens):
        exact = {"exactly", "from", "genau", "exactement", "exactamente"} & set(tokens)
        day = today.day + timedelta(weeks=number)
        return (day, "day") if exact else (of_week(4, number, today), "week")
    if number in {8, 15}:
        return PAST
    return today.day + timedelta(days=number), "day"
