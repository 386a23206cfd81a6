from __future__ import annotations

import pytest

from matchers.reading.people import find
from sync.model import Letter, Person

MARIA, TOM = "maria.keller@kunde.example", "tom.reed@kunde.example"
ROBIN = Person("to", "robin.ashe@northlight.example", "Robin Ashe")
PEOPLE = (Person("from", MARIA, "Maria Keller"), ROBIN, Person("cc", TOM, "Tom Reed"))


def letter(text: str, signature: str = "", people: tuple[Person, ...] = PEOPLE) -> Letter:
    outside = frozenset(person.address for person in people if not person.address.endswith("northlight.example"))
    return Letter(
        "message", people[0], own=False, sent=0, people=people, outside=outside, text=text, signature=signature
    )


def details(text: str, signature: str = "") -> list[tuple[str, str, str]]:
    found = [finding for finding in find(letter(text, signature)) if finding.kind == "contact_detail"]
    assert all(finding.quote in text or finding.quote in signature for finding in found)
    return [(finding.value["address"], finding.value["field"], finding.value["value"]) for finding in found]


CARDS = [
    (
        "Best regards,\nMaria Keller\nHead of Procurement\nKunde Ltd\nT +44 20 7946 0011 | M +44 7700 900222\nF +44 20 7946 0099",
        "Head of Procurement",
        "+44 20 7946 0011",
    ),
    (
        "Mit freundlichen Grüßen\ni. A. Maria Keller\nEinkäuferin\n\nKunde GmbH\nTel. 0711 555-0\nDurchwahl -123\nMobil: 0170 5550123\nFax 0711 555-99",
        "Einkäuferin",
        "0170 5550123",
    ),
    (
        "Kind regards\n\nMaria Keller | Senior Project Manager | Kunde Ltd\nDirect: 020 7946 0011\nwww.kunde.example",
        "Senior Project Manager",
        "020 7946 0011",
    ),
    (
        "Cordialement,\nMaria KELLER\nResponsable Achats & Logistique\nTél : +33 (0)1 99 00 12 34 - Port : 06 12 34 56 78\nSIRET 123 456 789 00012",
        "Responsable Achats & Logistique",
        "+33 1 99 00 12 34",
    ),
    (
        "Un saludo,\nMaría Keller\nJefa de Compras\nKunde, S.L.\nC/ Mayor 5, 28001 Madrid\nTel.: +34 91 555 01 23 · Móvil: 655 123 456",
        "Jefa de Compras",
        "+34 91 555 01 23",
    ),
    (
        "Thanks,\nMaria\n\nMaria Keller, MBA\nVP, Operations\nKunde Inc.\n(414) 555-0199 x204",
        "VP, Operations",
        "(414) 555-0199",
    ),
    (
        "Best\nMaria Keller (she/her)\nDirector of Sustainability & Estates\nKunde plc\nDDI: +44 (0)20 7946 0012",
        "Director of Sustainability & Estates",
        "+44 20 7946 0012",
    ),
    (
        "Viele Grüße\nMaria Keller\n-- \nDipl.-Ing. Maria Keller\nTechnische Leiterin / Technical Director\nKunde GmbH & Co. KG\nIndustriestraße 5 | 70565 Stuttgart\nT: 0711 555 1212\nGeschäftsführer: Hans Boss, HRB 123456 Amtsgericht Stuttgart\nUSt-IdNr. DE123456789",
        "Technische Leiterin",
        "0711 555 1212",
    ),
    ("Regards\nTom Reed\nCEO\n+44 20 7946 0000", "", ""),
    ("Maria Keller\nKunde Ltd\nMaking energy simple.\n+44 20 7946 0011", "", "+44 20 7946 0011"),
    ("Grüße\nMaria Keller\nAssistenz der Geschäftsführung", "Assistenz der Geschäftsführung", ""),
    ("Grüße\nMaria Keller\nKunde AG\nBereich Technik\nTelefon +41 44 555 01 01", "", "+41 44 555 01 01"),
    ("Best wishes\nMaria Keller\nYour partner for energy", "", ""),
    (
        "Regards,\nMaria Keller\nGroup Financial Controller\nKunde Ltd, 5 Manager Street, Leeds LS1 4AB\nOffice: 0113 555 0100  Mobile: 07700 900321",
        "Group Financial Controller",
        "07700 900321",
    ),
    (
        "Atentamente,\nLic. Maria Keller\nGerente de Adquisiciones\nCel. 55 1234 5678",
        "Gerente de Adquisiciones",
        "55 1234 5678",
    ),
    (
        "Bien à vous,\nMaria Keller\nDirectrice Générale Adjointe\nLigne directe : 01 99 00 12 35\nStandard : 01 99 00 12 00",
        "Directrice Générale Adjointe",
        "01 99 00 12 35",
    ),
    (
        "MfG\nM. Keller\nAbteilungsleiterin Elektrotechnik\n0711/555-1234",
        "Abteilungsleiterin Elektrotechnik",
        "0711/555-1234",
    ),
    (
        "Kind regards\nMaria Keller\nBSc (Hons) MIET\nElectrical Engineer\nM: 07700900444",
        "Electrical Engineer",
        "07700900444",
    ),
    ("Best regards, Maria\nMaria Keller\nProcurement\nKunde BV\nT +31 20 555 0123", "Procurement", "+31 20 555 0123"),
    ("Liebe Grüße\nMaria Keller\nPer Du? Gerne!\nLeitung Einkauf", "Leitung Einkauf", ""),
    (
        "Saludos\nMaria Keller\nResponsable de Mantenimiento e Ingeniería\nExt. 345 | 91 555 01 23",
        "Responsable de Mantenimiento e Ingeniería",
        "",
    ),
    (
        "Sincerely,\nMaria Keller\nChief Operating Officer | Kunde Corp\no 312-555-0100 | c 312-555-0144",
        "Chief Operating Officer",
        "312-555-0144",
    ),
    ("Grüsse\nMaria Keller\nLeiterin Einkauf / Achats", "Leiterin Einkauf / Achats", ""),
    ("Cordialement\nMaria Keller\nKunde SA - BE 0455.555.018", "", ""),
    ("Thanks\nMaria Keller\nKunde Ltd - Registered in England no. 01234567\nVAT GB123456789", "", ""),
]


@pytest.mark.parametrize("place", ["signature", "text"])
@pytest.mark.parametrize(("card", "title", "phone"), CARDS)
def test_the_card_of_the_author(card: str, title: str, phone: str, place: str) -> None:
    wanted = [(MARIA, "phone", phone)] * bool(phone) + [(MARIA, "title", title)] * bool(title)
    if place == "signature":
        assert details("Please find the answers below.", card) == wanted
    else:
        assert details(f"Please find the answers below.\n\n{card}") in (wanted, [])


def test_the_other_numbers_of_a_card_come_along() -> None:
    card = "Maria Keller\nT +44 20 7946 0011 | M +44 7700 900222\nF +44 20 7946 0099"
    (finding,) = find(letter("Yes.", card))
    assert finding.value["others"] == "+44 7700 900222"
