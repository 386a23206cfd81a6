from __future__ import annotations

from datetime import date

import pytest

from matchers.reading import dates, text
from matchers.reading.dates import Today
from matchers.reading.text import Language

WEDNESDAY = Today(date(2026, 3, 4))

DAYS: dict[Language, str] = {
    "en": """12 March = 2026-03-12
March 12th = 2026-03-12
Wed, March 11, 2026 = 2026-03-11
the 16th of December, 2.30pm = 2026-12-16
2026-04-01 = 2026-04-01
by 4/17 = 2026-04-17
on 3/12/2026 = 2026-12-03
Friday = 2026-03-06
Wednesday = 2026-03-11
this Friday = 2026-03-06
next Thursday = 2026-03-12
next Tuesday 2pm central = 2026-03-10
Thursday week at 3 = 2026-03-12
a week on Tuesday = 2026-03-17
Thursday next week = 2026-03-12
Tuesday the 10th = 2026-03-10
on the 2nd = 2026-04-02
tomorrow at 10 = 2026-03-05
the day after tomorrow = 2026-03-06
two weeks from today = 2026-03-18
in ten days = 2026-03-14
week 16 = 2026-04-17 week
the week of June 15 = 2026-06-19 week
w/c 13 April = 2026-04-17 week
end of next week = 2026-03-13 week
mid-April = 2026-04-15 half_month
by end of june = 2026-06-30 month
in May = 2026-05-31 month
in February = 2026-02-28 past
the back half of May = 2026-05-31 month
month-end = 2026-03-31 month
end of Q1 = 2026-03-31 quarter
the third quarter = 2026-09-30 quarter
next quarter = 2026-06-30 quarter
H1 2027 = 2027-06-30 half
year-end = 2026-12-31 year
Q2 2027 = 2027-06-30 quarter""",
    "de": """29.3. um 9:30 Uhr = 2026-03-29
am 12.03.2026 = 2026-03-12
Mittwoch, den 11. März um 9 Uhr = 2026-03-11
am 12. Jänner = 2027-01-12 past
am 28. = 2026-03-28
am Fr, 13.3. = 2026-03-13
am Donnerstagnachmittag = 2026-03-05
kommenden Freitag = 2026-03-06
nächsten Montag = 2026-03-09
übernächsten Dienstag = 2026-03-17
Donnerstag in einer Woche = 2026-03-12
Donnerstag nächster Woche = 2026-03-12
heute in 14 Tagen = 2026-03-18
in 14 Tagen = 2026-03-18
morgen Vormittag = 2026-03-05
übermorgen = 2026-03-06
KW 14 = 2026-04-03 week
in der 16. KW = 2026-04-17 week
Ende nächster Woche = 2026-03-13 week
Mitte Juli = 2026-07-15 half_month
Ende März = 2026-03-31 month
bis Monatsende = 2026-03-31 month
im 4. Quartal = 2026-12-31 quarter
1. Quartal 2027 = 2027-03-31 quarter
zum Halbjahr = 2026-06-30 half
bis Jahresende = 2026-12-31 year""",
    "fr": """le 3 mars prochain = 2027-03-03
le jeudi 12 mars à 14 h = 2026-03-12
le 1er juin = 2026-06-01
le 12/03 = 2026-03-12
le 18 à 10h = 2026-03-18
mardi 10 à 14h30 = 2026-03-10
jeudi prochain = 2026-03-05
vendredi en huit = 2026-03-13
d'aujourd'hui en quinze = 2026-03-18
jeudi de la semaine prochaine = 2026-03-12
demain matin = 2026-03-05
après-demain = 2026-03-06
semaine 14 = 2026-04-03 week
S14 = 2026-04-03 week
la semaine du 15 juin = 2026-06-19 week
mi-avril = 2026-04-15 half_month
fin mars = 2026-03-31 month
courant mai = 2026-05-31 month
T1 = 2026-03-31 quarter
au 2e trimestre = 2026-06-30 quarter
la fin de l'année = 2026-12-31 year""",
    "es": """el 3 de abril = 2026-04-03
el 15 de abril de 2026 = 2026-04-15
el 12/03 = 2026-03-12
el martes 10 a las 10:00 = 2026-03-10
para el día 20 = 2026-03-20
el próximo jueves = 2026-03-05
el jueves que viene = 2026-03-05
el viernes de la semana que viene = 2026-03-13
de hoy en ocho = 2026-03-11
mañana por la mañana = 2026-03-05
pasado mañana = 2026-03-06
semana 14 = 2026-04-03 week
a mediados de abril = 2026-04-15 half_month
a finales de marzo = 2026-03-31 month
fin de mes = 2026-03-31 month
primer trimestre = 2026-03-31 quarter
a finales del segundo trimestre = 2026-06-30 quarter
final de año = 2026-12-31 year""",
}
NONE: dict[Language, str] = {
    "en": "may we|in two floors|the 2nd floor|24/7|version 4.2|on Friday 12 March|on 31 February|every Tuesday|last Friday|May I|room 12/3",
    "de": "Guten Morgen|Punkt 4.2.|jeden Montag|gestern|am 31.2.|nächsten Freitag|Anfang Mai|§ 12.3.",
    "fr": "d'ici 8 jours|hier|chaque mardi|le lundi|début mai|le 31 février",
    "es": "por la mañana|ayer|los martes|el lunes pasado|a principios de mayo",
}
LOOSE: dict[Language, str] = {
    "en": "on the 27th or the 28th|March 17 or 18|15, 16 or 18 December|24 March to 2 April|Tuesday and Thursday",
    "de": "am 27.3. oder am 29.3.|vom 9. bis 20. März|7.4. - 28.4.",
    "fr": "le 12 ou le 13 mars|du 9 au 20 mars",
    "es": "el 12 o el 13 de marzo|del 9 al 20 de marzo",
}


def _times(words: str, language: Language, today: Today = WEDNESDAY) -> list[dates.When]:
    return dates.find(text.level(words), language, today)


@pytest.mark.parametrize(
    ("language", "row"), [(language, row) for language, rows in DAYS.items() for row in rows.split("\n")]
)
def test_a_day(language: Language, row: str) -> None:
    words, _, expected = row.rpartition(" = ")
    day, _, grain = expected.partition(" ")
    (found,) = _times(words, language)[:1]
    if grain == "past":
        assert found.day is None or found.day.isoformat() == day
    else:
        assert (str(found.day), found.grain) == (day, grain or "day")


@pytest.mark.parametrize(
    ("language", "words"), [(language, words) for language, all_of in NONE.items() for words in all_of.split("|")]
)
def test_no_day(language: Language, words: str) -> None:
    assert not [when for when in _times(words, language) if when.day]


@pytest.mark.parametrize(
    ("language", "words"), [(language, words) for language, all_of in LOOSE.items() for words in all_of.split("|")]
)
def test_one_of_several_days_is_loose(language: Language, words: str) -> None:
    found = _times(words, language)
    assert found
    assert all(when.loose or when.day is None for when in found if when.grain == "day")


def test_a_day_that_is_taken_back_is_loose() -> None:
    first, second = _times("Thursday, sorry, Friday", "en")
    assert (first.loose, second.loose) == (True, False)


@pytest.mark.parametrize(("month_first", "day"), [(True, date(2026, 3, 4)), (False, date(2026, 4, 3)), (None, None)])
def test_an_ambiguous_date_is_read_as_the_letter_writes_them(month_first: bool | None, day: date | None) -> None:
    (found,) = _times("on 03/04/2026", "en", Today(date(2026, 3, 1), month_first))
    assert found.day == day


def test_the_weekday_beside_a_date_must_be_right() -> None:
    assert _times("Thursday 12 March", "en")[0].day == date(2026, 3, 12)
    assert _times("Tuesday 12 March", "en")[0].day is None


def test_years_turn() -> None:
    december = Today(date(2025, 12, 5))
    assert _times("am 14. Jänner", "de", december)[0].day == date(2026, 1, 14)
    assert _times("in week 9", "en", december)[0].day == date(2026, 2, 27)
    assert _times("in March", "en", december)[0].day == date(2026, 3, 31)
    assert _times("the 3rd", "en", december)[0].day == date(2026, 1, 3)
