from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchers.reading.names import is_called
from matchers.reading.people import find
from sync.model import MAX_QUOTE, Letter, Person
from tests.matchers.reading.letters import table

MARIA, TOM = "maria.keller@kunde.example", "tom.reed@kunde.example"
ROBIN = Person("to", "robin.ashe@northlight.example", "Robin Ashe")
PEOPLE = (Person("from", MARIA, "Maria Keller"), ROBIN, Person("cc", TOM, "Tom Reed"))
LEA = (PEOPLE[0], ROBIN, Person("cc", "lea.stern@kunde.example", "Lea Stern"))


def letter(text: str, signature: str = "", people: tuple[Person, ...] = PEOPLE) -> Letter:
    outside = frozenset(person.address for person in people if not person.address.endswith("northlight.example"))
    return Letter(
        "message", people[0], own=False, sent=0, people=people, outside=outside, text=text, signature=signature
    )


def details(text: str, signature: str = "") -> list[tuple[str, str, str]]:
    found = [finding for finding in find(letter(text, signature)) if finding.kind == "contact_detail"]
    assert all(finding.quote in text or finding.quote in signature for finding in found)
    return [(finding.value["address"], finding.value["field"], finding.value["value"]) for finding in found]


def joins(text: str, people: tuple[Person, ...] = LEA) -> list[tuple[str, str, str]]:
    found = [finding.value for finding in find(letter(text, people=people)) if finding.kind == "new_contact"]
    return [(value["address"], value["name"], value["title"]) for value in found]


STATED = [
    ("My new mobile is 07700 900123.", MARIA, "phone", "07700 900123"),
    ("I've got a new number: +44 7700 900123, please update your records.", MARIA, "phone", "+44 7700 900123"),
    ("You can reach me on 020 7946 0999 from Monday.", MARIA, "phone", "020 7946 0999"),
    ("Feel free to call me on +49 170 5550123.", MARIA, "phone", "+49 170 5550123"),
    ("Please note that my direct line has changed to 0711 555 1234.", MARIA, "phone", "0711 555 1234"),
    ("Meine neue Handynummer lautet 0170 555 0123.", MARIA, "phone", "0170 555 0123"),
    ("Sie erreichen mich ab sofort unter 0711 555-1234.", MARIA, "phone", "0711 555-1234"),
    ("Mon nouveau numéro est le 06 12 34 56 78.", MARIA, "phone", "06 12 34 56 78"),
    ("Vous pouvez me joindre au 06 12 34 56 78.", MARIA, "phone", "06 12 34 56 78"),
    ("Mi nuevo móvil es el 655 123 456.", MARIA, "phone", "655 123 456"),
    ("Me puede localizar en el 91 555 01 23.", MARIA, "phone", "91 555 01 23"),
    ("You can reach Tom from Monday on 020 7946 0888.", TOM, "phone", "020 7946 0888"),
    ("Herr Reed ist unter 0711 555-4321 zu erreichen.", TOM, "phone", "0711 555-4321"),
    ("Tom's new number is 020 7946 0888.", TOM, "phone", "020 7946 0888"),
    ("I'm now Head of Purchasing.", MARIA, "title", "Head of Purchasing"),
    ("I have been promoted to Director of Operations.", MARIA, "title", "Director of Operations"),
    ("As of 1 March I am Plant Manager at the Leeds site.", MARIA, "title", "Plant Manager"),
    ("My new role is Senior Buyer.", MARIA, "title", "Senior Buyer"),
    ("Ich bin jetzt Leiterin Einkauf.", MARIA, "title", "Leiterin Einkauf"),
    ("Seit dem 1. März bin ich Leiter Instandhaltung.", MARIA, "title", "Leiter Instandhaltung"),
    ("Ich wurde zum Bereichsleiter Technik ernannt.", MARIA, "title", "Bereichsleiter Technik"),
    ("Je suis désormais responsable achats.", MARIA, "title", "responsable achats"),
    ("J'ai été nommée directrice industrielle.", MARIA, "title", "directrice industrielle"),
    ("Ahora soy jefa de compras.", MARIA, "title", "jefa de compras"),
    ("Me han nombrado director de operaciones.", MARIA, "title", "director de operaciones"),
    ("Tom is now Head of Facilities.", TOM, "title", "Head of Facilities"),
    ("My new email is m.keller@kunde-neu.example.", MARIA, "email", "m.keller@kunde-neu.example"),
    ("Ab sofort bitte maria.keller@kunde-neu.example verwenden.", MARIA, "email", "maria.keller@kunde-neu.example"),
    ("Prenez mon GSM : 0471 55 09 63.", MARIA, "phone", "0471 55 09 63"),
    ("They made me Manager of Estates.", MARIA, "title", "Manager of Estates"),
    ("Please use maria.keller@kundegroup.example from now on.", MARIA, "email", "maria.keller@kundegroup.example"),
    (
        "Meine neue E-Mail-Adresse lautet maria.keller@kunde-gruppe.example.",
        MARIA,
        "email",
        "maria.keller@kunde-gruppe.example",
    ),
    ("Nouvelle adresse : maria.keller@kunde.example.com", MARIA, "email", "maria.keller@kunde.example.com"),
    ("Mi nuevo correo es maria.keller@kunde-nuevo.example.", MARIA, "email", "maria.keller@kunde-nuevo.example"),
]
NOT_STATED = [
    "What is your mobile number? Mine is not 07700 900123.",
    "Is 07700 900123 still your number?",
    "Call our hotline on 0800 555 0123.",
    "The driver can be reached on 07700 900555.",
    "Dial in: +44 20 7946 0001, meeting ID 123 456 789.",
    "For invoices contact accounts on 020 7946 0777.",
    "Until Friday you can reach me at the hotel on 020 7946 0333.",
    "Order number 4500123456 and serial 07700900123.",
    "Our VAT number is GB 123 4567 89.",
    "I am now on holiday.",
    "I am now waiting for the manager.",
    "I'm now the proud owner of your brochure.",
    "I was Head of Purchasing until 2020.",
    "If I become Head of Purchasing I will call you.",
    "Ich bin jetzt im Büro.",
    "Ich bin jetzt Mutter.",
    "Je suis maintenant en réunion.",
    "Ahora soy más optimista.",
    "Send the documents to legal@kunde.example.",
    "Write to tom.reed@kunde.example for details.",
    "IBAN DE89 3704 0044 0532 0130 00.",
    "Kundennummer 0711 5551234.",
    "The meter with number 0170 5550199 is broken.",
    "Your colleague gave me 07700 900999 as your number.",
]


@pytest.mark.parametrize(("text", "who", "field", "value"), STATED)
def test_what_a_text_says_of_a_person(text: str, who: str, field: str, value: str) -> None:
    assert details(text) == [(who, field, value)]


@pytest.mark.parametrize("text", NOT_STATED)
def test_what_is_no_detail_of_a_person(text: str) -> None:
    assert details(text) == []


JOINS = [
    ("Lea Stern (cc) is joining the project from our side.", "lea.stern@kunde.example", "Lea Stern", ""),
    ("I'm adding Lea from our IT team, she will look at the interfaces.", "lea.stern@kunde.example", "Lea Stern", ""),
    ("Please meet Lea Stern, our new plant engineer.", "lea.stern@kunde.example", "Lea Stern", "plant engineer"),
    (
        "Ich nehme Lea Stern mit in den Verteiler, sie übernimmt die Koordination.",
        "lea.stern@kunde.example",
        "Lea Stern",
        "",
    ),
    ("Frau Stern (in CC) wird das Projekt künftig begleiten.", "lea.stern@kunde.example", "Lea Stern", ""),
    ("Je mets Lea Stern en copie, elle pilotera le déploiement.", "lea.stern@kunde.example", "Lea Stern", ""),
    (
        "Pongo en copia a Lea Stern, responsable de mantenimiento.",
        "lea.stern@kunde.example",
        "Lea Stern",
        "responsable de mantenimiento",
    ),
    ("From now on your contact is Paul Novak, paul.novak@kunde.example.", "paul.novak@kunde.example", "Paul Novak", ""),
    ("Neu dabei ist Paul Novak (paul.novak@kunde.example).", "paul.novak@kunde.example", "Paul Novak", ""),
    (
        "Paul Novak <paul.novak@kunde.example> prend la suite de ce dossier.",
        "paul.novak@kunde.example",
        "Paul Novak",
        "",
    ),
    (
        "A partir de hoy llevará el tema Paul Novak (paul.novak@kunde.example).",
        "paul.novak@kunde.example",
        "Paul Novak",
        "",
    ),
    (
        "Please include Jürgen Müller (j.mueller@kunde.example) in the next round.",
        "j.mueller@kunde.example",
        "Jürgen Müller",
        "",
    ),
    (
        "Could you add our finance lead to the thread: Priya Shah, pshah@kunde.example. She'll be handling the commercial side.",
        "pshah@kunde.example",
        "Priya Shah",
        "",
    ),
    ("Copying in 王伟 (wei.wang@kunde.example), who will run the site works.", "wei.wang@kunde.example", "王伟", ""),
]
STAYS_OUT = [
    "While I'm away please contact Paul Novak (paul.novak@kunde.example).",
    "Send invoices to Paul Novak, paul.novak@kunde.example.",
    "Our recruiter is Paul Novak, paul.novak@jobs.example.",
    "The reference customer is Paul Novak, paul.novak@other.example.",
    "Paul Novak (paul.novak@kunde.example) has left the company.",
    "Should we add Paul Novak (paul.novak@kunde.example)?",
    "For parking please ask reception@kunde.example.",
    "I met Lea Stern at the fair.",
    "Lea said the meter is broken.",
    "Lea has a question on the meter: does it work below zero?",
    "My assistant Lea Stern (cc) will find a slot.",
    "If Paul Novak (paul.novak@kunde.example) joins, we will tell you.",
    "Lea und ich freuen uns.",
    "My opposite number, Paul Novak (paul.novak@other.example), asked who you are.",
    "Our accountant Paul Novak (paul.novak@kunde.example) will ask for your VAT number.",
    "Thanks Lea, see you on Monday.",
]


@pytest.mark.parametrize(("text", "address", "name", "title"), JOINS)
def test_who_joins(text: str, address: str, name: str, title: str) -> None:
    assert joins(text) == [(address, name, title)]


@pytest.mark.parametrize(("who", "_", "text"), table("joins.txt"))
def test_who_joins_in_the_words_of_many(who: str, _: str, text: str) -> None:
    paul = ["paul.novak@kunde.example"]
    assert [address for address, _, _ in joins(text)] == ([] if who == "nobody" else paul)


@pytest.mark.parametrize("text", STAYS_OUT)
def test_who_does_not_join(text: str) -> None:
    assert joins(text) == []


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("My name is Paul Novak and I represent Kunde in this matter.", True),
        ("I am taking over from Maria as your contact.", True),
        ("Ich bin der neue Einkaufsleiter und übernehme das Projekt von Frau Keller.", True),
        ("Je reprends le dossier de Maria.", True),
        ("Soy Paul, tomo el relevo de Maria.", True),
        ("I'm Paul and I'll be running this from our side.", True),
        ("Thanks, all good.", False),
        ("Ich vertrete Frau Keller während ihres Urlaubs.", False),
        ("I'm happy to help. I am new to this. When do you arrive?", False),
        ("Is Paul the new contact?", False),
        ("Maria asked me to join you on this.", True),
        ("The project has landed on my desk.", True),
        ("Ich bin Inhaber der Firma.", True),
        ("Ab Mai steige ich beim Projekt mit ein.", True),
        ("On m'a confié le dossier.", True),
        ("Me han asignado el proyecto.", True),
        ("Ich steige gleich in den Zug ein? Nein, morgen.", False),
    ],
)
def test_a_sender_who_introduces_themselves(text: str, joined: bool) -> None:
    paul = Person("from", "paul.novak@kunde.example", "Paul Novak")
    assert joins(text, (paul, *PEOPLE[1:])) == [("paul.novak@kunde.example", "Paul Novak", "")] * joined


@pytest.mark.parametrize(
    "text",
    [
        "I am out of the office until 3 May. Please contact Paul Novak (paul.novak@kunde.example, 020 7946 0555).",
        "Ich bin bis 3. Mai nicht im Büro. Meine Vertretung ist Paul Novak, paul.novak@kunde.example.",
        "Je suis absente jusqu'au 3 mai. Merci de contacter Paul Novak (paul.novak@kunde.example).",
        "Estaré fuera de la oficina hasta el 3 de mayo. Para urgencias: Paul Novak, paul.novak@kunde.example.",
    ],
)
def test_an_answer_of_somebody_away_says_nothing(text: str) -> None:
    assert find(letter(text, "Maria Keller\nHead of Estates\nT 020 7946 0011")) == []


@pytest.mark.parametrize(
    "local", ["info", "einkauf", "compras", "achats", "rechnung", "no-reply", "sales.uk", "office2"]
)
def test_shared_desks_are_nobody(local: str) -> None:
    desk = Person("from", f"{local}@kunde.example", "Maria Keller")
    assert find(letter("I'm Maria and I'm taking over.", "Maria Keller\nT 020 7946 0011", (desk, ROBIN))) == []
    assert joins(f"From now on your contact is Maria Keller, {local}@kunde.example.") == []


@pytest.mark.parametrize(
    ("said", "name", "meant"),
    [
        ("Frau Kühn", "Sabine Kühn", True),
        ("Dr. Brandt", "Dr. Holger Brandt", True),
        ("Declan Roche", "Roche, Declan", True),
        ("Sofia", "Sofía León", True),
        ("Frau Kühn", "Jana Voss", False),
        ("Tom Fox", "Tom Reed", False),
        ("Herr", "Herr Reed", False),
        ("", "Tom Reed", False),
    ],
)
def test_whom_a_name_may_mean(said: str, name: str, meant: bool) -> None:
    assert is_called(said, name) is meant


def test_the_rep_side_says_nothing() -> None:
    own = letter("Lea joins us. My new number is 020 7946 0011.", "Maria Keller\nHead of Sales")._replace(own=True)
    assert find(own) == []


@given(st.text(max_size=400), st.text(max_size=200), st.text(max_size=40))
def test_nothing_raises(text: str, signature: str, name: str) -> None:
    people = (Person("from", MARIA, name), ROBIN, Person("cc", "a@b.example", name))
    for finding in find(letter(text, signature, people)):
        assert len(finding.quote) <= MAX_QUOTE


@pytest.mark.parametrize(
    "piece",
    ["a ", "Aa ", "1 ", "a@b.example ", "I decide. ", "(", "+1 (", "\n", "Maria Keller\n", "is will be join ", "O'Aaa"],
)
def test_long_mails_are_read_in_parts(piece: str) -> None:
    many = (*PEOPLE, *(Person("cc", f"p{n}@kunde.example", f"Person Number{n}") for n in range(900)))
    assert len(find(letter(piece * (65_536 // len(piece)), (piece * 2_000)[:2_000], many))) <= 50
