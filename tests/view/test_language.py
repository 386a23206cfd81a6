"""Times, numbers and sentences in each language."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from store.machine import Machine
from store.states import told
from sync import crm_errors, errors
from sync.audit import OVERDUE, Audit
from sync.errors import RepsideError
from sync.policy import REASONS
from tests.store.handmade import DAY, HOUR, NOW
from tests.store.test_states import BAD, WHOLE
from tests.store.test_states import NOW as THEN
from tests.view.test_when import ROW
from tests.view.tongues import OTHERS
from view import retold, words
from view.language import LANGUAGES, language
from view.retold import Retold
from view.when import When
from view.words import Words

BERLIN = ZoneInfo("Europe/Berlin")
ROOT = Path(__file__).parents[2]


def when(name: str) -> When:
    return When(NOW, BERLIN, language(name))


@pytest.mark.parametrize(
    ("name", "long", "soon", "day", "span"),
    [
        ("de", "Donnerstag, 19. November 2026, 11:00", "Do., 19. Nov., 11:00", "19. Nov.", "Donnerstag, 19. November 2026, 11:00 bis 12:00"),
        ("fr", "jeudi 19 novembre 2026, 11:00", "jeu. 19 nov., 11:00", "19 nov.", "jeudi 19 novembre 2026, 11:00 à 12:00"),
        ("es", "jueves, 19 de noviembre de 2026, 11:00", "jue, 19 nov, 11:00", "19 nov", "jueves, 19 de noviembre de 2026, 11:00 a 12:00"),
    ],
)  # fmt: skip
def test_times(name: str, long: str, soon: str, day: str, span: str) -> None:
    here = when(name)
    assert (here.long(NOW), here.soon(ROW), here.day(NOW), here.span(ROW)) == (long, soon, day, span)
    assert here.full(NOW) == "2026-11-19 10:00:00 UTC", "the title is for checking, and the same everywhere"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("de", ["gerade eben", "vor 1 Minute", "vor 2 Tagen", "in 3 Stunden"]),
        ("fr", ["à l’instant", "il y a 1 minute", "il y a 2 jours", "dans 3 heures"]),
        ("es", ["ahora mismo", "hace 1 minuto", "hace 2 días", "en 3 horas"]),
    ],
)
def test_ago(name: str, words: list[str]) -> None:
    assert [when(name).ago(NOW - gap) for gap in (0, 60, 2 * DAY, -3 * HOUR)] == words


@pytest.mark.parametrize(
    ("name", "heads"),
    [
        ("de", [("Heute", "Donnerstag, 19. November"), ("Gestern", "Mittwoch, 18. November"), ("Montag", "16. Nov.")]),
        ("fr", [("Aujourd’hui", "jeudi 19 novembre"), ("Hier", "mercredi 18 novembre"), ("Lundi", "16 nov.")]),
        ("es", [("Hoy", "jueves, 19 de noviembre"), ("Ayer", "miércoles, 18 de noviembre"), ("Lunes", "16 nov")]),
    ],
)
def test_days_have_names(name: str, heads: list[tuple[str, str]]) -> None:
    days = [when(name).days([ROW._replace(occurred_at=NOW - back * DAY)])[0] for back in (0, 1, 3)]
    assert [(day.title, day.rest) for day in days] == heads


@pytest.mark.parametrize("name", LANGUAGES)
def test_a_first_of_the_month(name: str) -> None:
    first = language(name).named(date(2026, 11, 1), dated=True)
    assert ("1er novembre" in first) == (name == "fr")
    assert "2026" in first


@pytest.mark.parametrize(
    ("name", "whole", "cents"),
    [("en", "84,000 EUR", "1,234.50 EUR"), ("de", "84.000 EUR", "1.234,50 EUR"), ("fr", "84 000 EUR", "1 234,50 EUR"),
     ("es", "84.000 EUR", "1.234,50 EUR")],
)  # fmt: skip
def test_money(name: str, whole: str, cents: str) -> None:
    said = Words(language(name))
    assert said.money("84000.00", "EUR").replace("\u202f", " ") == whole
    assert said.money("1234.50", "EUR").replace("\u202f", " ") == cents
    assert said.money("1e-999999", "EUR") == "1e-999999 EUR", "no million of zeros"
    assert language(name).number(Decimal(7)) == "7"


def test_an_unknown_language_is_english() -> None:
    assert language("xx").name == "en"
    assert language("../de").gettext("Today") == "Today"


def test_the_words_of_reasons_are_those_of_the_policy() -> None:
    assert words._REASONS == REASONS


def kinds(kind: type[RepsideError]) -> list[type[RepsideError]]:
    return [kind, *(one for each in kind.__subclasses__() for one in kinds(each))]


@pytest.mark.parametrize("name", OTHERS)
def test_every_error_is_told_with_its_fields(name: str) -> None:
    say = Retold(language(name))
    ours = [kind for kind in kinds(RepsideError) if kind.__module__ in {errors.__name__, crm_errors.__name__}]
    assert len(ours) > 40
    for kind in ours:
        fields = re.findall(r"\{(\w+)\}", kind.__doc__ or "")
        error = kind(**{field: f"«{field}»" for field in fields})
        for part, sentence in enumerate((error.sentence, error.action)):
            shown = say(sentence)
            assert shown != sentence, kind
            paragraph = (kind.__doc__ or "").split("\n\n")[part]
            assert {f"«{field}»" for field in re.findall(r"\{(\w+)\}", paragraph)} <= set(
                re.findall("«[a-z_]+»", shown)
            ), kind


@pytest.mark.parametrize("name", OTHERS)
def test_every_state_is_told(name: str) -> None:
    say = Retold(language(name))
    for facts in (WHOLE, WHOLE._replace(oldest_audit=THEN - OVERDUE), WHOLE._replace(quarantined=1), WHOLE._replace(quarantined=1_200),
                  WHOLE._replace(left=5), WHOLE._replace(complete=1), WHOLE._replace(streams=0, complete=0, audited=0)):  # fmt: skip
        for machine in (Machine(), BAD, Machine(disk_full=True), Machine(zones_stale="2019a")):
            for found in (
                Audit(),
                Audit(missing=1),
                Audit(missing=2, stray=1),
                Audit(missing=1, stray=1_000),
                Audit(stray=1),
            ):
                for sentence in told(facts, machine, found, THEN)[1:]:
                    assert not sentence or say(sentence) != sentence
    assert "1.200 Einträge" in Retold(language("de"))(
        "Everything is here, but 1,200 items wait aside because they could not be read."
    )


def test_evidence_is_told_with_its_names() -> None:
    say = Retold(language("de"))
    assert say.several("Dana Cole (champion) is on the deal; it is an open deal of Harbor & Vale") == (
        "Dana Cole (Fürsprecher) gehört zum Deal; es ist ein offener Deal von Harbor & Vale"
    )
    assert say.several("It is the only open deal of Kestrel. Also open: A, B.") == (
        "Es ist der einzige offene Deal von Kestrel. Ebenfalls offen: A, B."
    )
    assert say.several("a@b.example is the address of the contact") == "a@b.example ist die Adresse von dem Kontakt"
    assert say("7 is declined (overtaken). Undo that first, then decide anew.").startswith(
        "7 ist abgelehnt (überholt)."
    )
    for stranger in ("Whatever a mail says", "%(id)s is %(state)s", "Harbor is lost.", "x" * 100_000, ""):
        assert say(stranger) == stranger


def test_english_is_left_as_it_is() -> None:
    for sentence in ("Run `repside sync`.", "it is an open deal of X", "Everything is here."):
        assert Retold(language("en"))(sentence) == sentence


def test_a_sentence_costs_one_pass_whatever_it_holds() -> None:
    hostile = " is part of , which belongs to " * 60
    assert Retold(language("fr"))(hostile)


def test_what_is_retold_is_what_the_store_says() -> None:
    """A sentence that was changed there is not left behind here."""
    files = [
        *(ROOT / "store").glob("*.py"),
        *(ROOT / "matchers").glob("*.py"),
        *(ROOT / "cli").glob("*.py"),
        ROOT / "view/desk.py",
    ]
    source = " ".join(" ".join(path.read_text(encoding="utf-8").split()) for path in files)
    known = re.sub(r'" f?"', "", source)
    told = (*retold._OF_LINKS, *retold._OF_PROPOSALS, *retold._OF_DECISIONS)
    longest = {max(re.split(r"%\(\w+\)s|\. |, which ", text), key=len).strip(" ().:") for text in told}
    assert {words for words in longest if words not in known} == set()
