"""The rules know no trade: what the rep sells comes from the deals' names."""

from __future__ import annotations

import pytest

from matchers.reading import trade
from matchers.reading.reader import read
from matchers.reading.text import SOLD
from tests.matchers.reading.letters import letter, said
from tests.matchers.reading.test_people import LEA
from tests.matchers.reading.test_people import letter as of_people

SALES = [
    (("Flat roof, Kita Sonnenweg",), "The board approved €48,000 for the roof.", "amount 48000.00"),
    (("Dachsanierung Kita Sonnenweg",), "Der Gemeinderat hat 48.000 Euro für das Dach beschlossen.", "amount 48000.00"),
    (("Toiture de l'école",), "Le conseil a voté 48 000 € pour la toiture.", "amount 48000.00"),
    (("Cubierta del polideportivo",), "El pleno aprobó 48.000 € para la cubierta.", "amount 48000.00"),
    (("12 vans 2026", "3 vans"), "We have released £310,000 for the vans.", "amount 310000.00"),
    (("Fuhrpark: 12 Fahrzeuge",), "Freigegeben sind 310.000 Euro für die Fahrzeuge.", "amount 310000.00"),
    (("Véhicules de service",), "La direction a débloqué 310 000 € pour les véhicules.", "amount 310000.00"),
    (("Vehículos de reparto",), "Dirección autorizó 310.000 € para los vehículos.", "amount 310000.00"),
    (("Office cleaning, Leeds",), "We approved the cleaning contract at £24,500.", "amount 24500.00"),
    (("Cocina del comedor",), "Quedan autorizados 61.000 € para la cocina.", "amount 61000.00"),
    (("Cuisine du restaurant scolaire",), "Nous validons 61 000 € pour la cuisine.", "amount 61000.00"),
    (("Küche der Mensa",), "Die 61.000 Euro für die Küche sind genehmigt.", "amount 61000.00"),
    (("Leadership training",), "The $18,400 for the training is approved.", "amount 18400.00"),
    (("Schulungen Vertrieb",), "Wir haben 18.400 Euro für die Schulung bewilligt.", "amount 18400.00"),
    (("Formation des managers",), "La DRH a accordé 18 400 € pour la formation.", "amount 18400.00"),
    (("Formación comercial",), "RRHH aprobó 18.400 € para la formación.", "amount 18400.00"),
    (("12 vans 2026",), "We will sign for the vans on 20 March.", "close_date 2026-03-20"),
    (("Véhicules de service",), "Nous signons les véhicules le 20 mars.", "close_date 2026-03-20"),
    (("Car park gates",), "The car park project has been cancelled.", "closed_lost"),
    (("Küche Mensa",), "Die Küche ist gestorben.", "closed_lost"),
    (("Toiture de l'école",), "La toiture est définitivement abandonnée.", "closed_lost"),
    (("Cubierta del polideportivo",), "La cubierta se cancela.", "closed_lost"),
]


@pytest.mark.parametrize(("deals", "words", "what"), SALES)
def test_what_the_rep_sells_is_ours(deals: tuple[str, ...], words: str, what: str) -> None:
    found = read(letter(words, sold=trade.words(deals)))
    assert [said(one) for one in found if one.kind in {"amount", "close_date", "closed_lost"}] == [what]
    assert found[0].quote == words


@pytest.mark.parametrize(("deals", "words", "what"), SALES)
def test_to_somebody_who_sells_bicycles_it_is_another_purchase(deals: tuple[str, ...], words: str, what: str) -> None:
    assert deals
    assert what
    assert read(letter(words, sold=trade.words(["Cargo bikes", "Bike leasing"]))) == []


def test_a_desk_that_is_what_the_rep_sells_brings_no_less_people() -> None:
    words = "Lea, who runs our hotel tickets, joins the project."
    assert read(of_people(words, people=LEA)) == []
    (found,) = read(of_people(words, people=LEA)._replace(trade=trade.words(["Hotel ticketing"])))
    assert (found.kind, found.value["address"]) == ("new_contact", "lea.stern@kunde.example")


def test_names_and_everybodys_words_are_no_trade() -> None:
    sold = trade.words(["Acme roof renewal 2026, phase 2", "Roof for Dana Cole"], ["Acme Ltd", "Dana Cole"])
    assert trade.marked("acme and dana want the roof renewal in phase two", sold) == (
        f"acme and dana want the {SOLD * 4} renewal in phase two"
    )


def test_what_stands_in_one_of_many_names_is_no_trade() -> None:
    deals = [f"Roof {chr(97 + number) * 5}" for number in range(26)]
    assert trade.words(deals) == trade.words(["Roof"])


@pytest.mark.parametrize(
    ("deal", "words"),
    [
        ("Dach", "dacharbeiten"),
        ("Dachsanierung", "dach"),
        ("Roofing", "roofs"),
        ("Vehículo", "vehículos"),
        ("Cámaras", "camara"),
        ("Vans", "vans"),
        ("Van", "vans"),
        ("Formations", "formation"),
    ],
)
def test_a_word_is_known_in_its_other_forms(deal: str, words: str) -> None:
    assert trade.marked(words, trade.words([deal])) == SOLD * len(words)


def test_without_deals_nothing_is_marked() -> None:
    assert trade.words([]) == frozenset()
    assert trade.marked("the roof", frozenset()) == "the roof"
