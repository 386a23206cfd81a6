"""The rep's language: sentences from the catalogs in view/locale, and days, numbers and money as one writes them there.

A catalog is the .po file itself, read when a view starts (docs/why/language.md). English needs none: the code holds it.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from babel import Locale
from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

LANGUAGES = ("en", "de", "fr", "es")
FOLDER = Path(__file__).parent / "locale"


class Days(NamedTuple):
    """How days are written, in the letters of Unicode's date patterns."""

    short: str
    dated: str
    """Short, with its year."""
    whole: str
    whole_dated: str
    brief: str
    """A weekday before a short day."""
    named: str
    """A weekday before a whole one."""


_DAYS = {
    "en": Days("d MMM", "d MMM y", "d MMMM", "d MMMM y", "EEE ", "EEEE, "),
    "de": Days("d. MMM", "d. MMM y", "d. MMMM", "d. MMMM y", "EEE, ", "EEEE, "),
    "fr": Days("d MMM", "d MMM y", "d MMMM", "d MMMM y", "EEE ", "EEEE "),
    "es": Days("d MMM", "d MMM y", "d 'de' MMMM", "d 'de' MMMM 'de' y", "EEE, ", "EEEE, "),
}


def marked(text: str) -> str:
    """Marks a text of a table for the catalogs; it is translated where it is used."""
    return text


def plural(one: str, many: str) -> tuple[str, str]:
    """The same for a text that counts."""
    return one, many


class Language:
    """One language. Fields of a text are named: `%(name)s`."""

    def __init__(self, name: str, catalog: NullTranslations) -> None:
        self.name = name
        self.catalog = catalog
        self._locale = Locale.parse(name)
        self._days = _DAYS[name]

    def gettext(self, text: str, **fields: object) -> str:
        """A text, with its fields filled."""
        return self.catalog.gettext(text) % fields

    def ngettext(self, one: str, many: str, n: int, **fields: object) -> str:
        """The text for so many; `%(num)s` in it is the number."""
        return self.catalog.ngettext(one, many, n) % {"num": self.number(n), **fields}

    def number(self, value: Decimal | int, digits: int = 0) -> str:
        """1,234.50: with so many digits after the point."""
        tail = f".{'0' * digits}" if digits else ""
        return str(format_decimal(value, f"#,##0{tail}", locale=self._locale))

    def figure(self, value: float) -> str:
        """1.5; no more digits than it has, and at most two."""
        return str(format_decimal(value, "#,##0.##", locale=self._locale))

    def short(self, day: date, *, dated: bool) -> str:
        """19 Nov 2026."""
        return self._written(day, self._days.dated if dated else self._days.short)

    def brief(self, day: date, *, dated: bool) -> str:
        """Thu 19 Nov 2026."""
        return self._written(day, self._days.brief + (self._days.dated if dated else self._days.short))

    def whole(self, day: date, *, dated: bool) -> str:
        """19 November 2026."""
        return self._written(day, self._days.whole_dated if dated else self._days.whole)

    def named(self, day: date, *, dated: bool) -> str:
        """Thursday, 19 November 2026."""
        return self._written(day, self._days.named + (self._days.whole_dated if dated else self._days.whole))

    def weekday(self, day: date) -> str:
        """Thursday, as a heading has it."""
        name = self._written(day, "EEEE")
        return name[:1].upper() + name[1:]

    def month(self, day: date) -> str:
        """Nov."""
        return self._written(day, "LLL")

    def _written(self, day: date, pattern: str) -> str:
        if self.name == "fr" and day.day == 1:
            pattern = pattern.replace("d M", "d'er' M")
        return str(format_date(day, pattern, locale=self._locale))


@cache
def language(name: str) -> Language:
    """One of LANGUAGES; English for any other."""
    if name not in LANGUAGES or name == "en":
        return Language("en", NullTranslations())
    compiled = BytesIO()
    with (FOLDER / name / "LC_MESSAGES" / "repside.po").open("rb") as file:
        write_mo(compiled, read_po(file, locale=name))
    compiled.seek(0)
    return Language(name, GNUTranslations(compiled))
