"""What each language knows of days."""

from __future__ import annotations

from matchers.reading import days_de, days_en, days_es, days_fr
from matchers.reading.day_forms import Words
from matchers.reading.text import Language

WORDS: dict[Language, Words] = {"en": days_en.WORDS, "de": days_de.WORDS, "fr": days_fr.WORDS, "es": days_es.WORDS}
