from __future__ import annotations

import pytest

from matchers.reading.people import find
from sync.model import Letter, Person
from tests.matchers.reading.letters import table

MARIA, TOM, ANNA = "maria.keller@kunde.example", "tom.reed@kunde.example", "anna.roy@kunde.example"
PEOPLE = (
    Person("from", MARIA, "Maria Keller"),
    Person("to", "robin.ashe@northlight.example", "Robin Ashe"),
    Person("cc", TOM, "Tom Reed"),
    Person("cc", ANNA, "Roy, Anna (Finance)"),
)


def letter(text: str, people: tuple[Person, ...] = PEOPLE, *, own: bool = False) -> Letter:
    outside = frozenset(person.address for person in people if not person.address.endswith("northlight.example"))
    return Letter("message", people[0], own=own, sent=0, people=people, outside=outside, text=text)


def roles(text: str, people: tuple[Person, ...] = PEOPLE) -> list[tuple[str, str]]:
    found = [finding for finding in find(letter(text, people)) if finding.kind == "contact_role"]
    assert all(finding.quote in text for finding in found)
    return [(finding.value["address"] or finding.value["name"], finding.value["role"]) for finding in found]


NOT_SAID = [
    "Does Tom sign off the budget?",
    "If Tom signs off the budget we can start.",
    "Tom doesn't sign off budgets any more.",
    "Tom signed off the last budget in 2019.",
    "Tom used to have the final say.",
    "Who decides on your side?",
    "I don't decide this.",
    "We will review the contract.",
    "Our legal team will review the contract.",
    "Tom might have the final say.",
    "Tom says the board decides.",
    "Tom thinks we should decide by Friday.",
    "Anna would have to approve the budget.",
    "I asked Tom whether Anna decides.",
    "You have the final say on the dates.",
    "Tom's assistant handles procurement.",
    "Tom will check the parking situation.",
    "Tom will check his diary.",
    "Anna decides on Friday whether she comes.",
    "Ich entscheide nichts.",
    "Herr Reed hat früher den Einkauf geleitet.",
    "Wenn Frau Roy entscheidet, melde ich mich.",
    "Der Vorstand entscheidet am 3. März.",
    "Hat Frau Roy das letzte Wort?",
    "Frau Roy könnte den Vertrag prüfen.",
    "Angeblich entscheidet Frau Roy.",
    "Le comité tranche en mars.",
    "Est-ce que c'est Anna qui décide ?",
    "Anna ne décide pas.",
    "Si Anna valide le budget, on signe.",
    "Anna a validé le budget l'an dernier.",
    "El comité decide en marzo.",
    "¿Quién decide, Anna?",
    "Anna no decide nada.",
    "Si Anna aprueba el presupuesto, firmamos.",
    "Tom is head of procurement.",
    "Tom ist Leiter Einkauf.",
    "Robin, you negotiate the price with your boss.",
    "I will sign off the minutes today.",
    "I am checking the network cable in the office.",
    "Tom is looking at the contract you sent yesterday about parking.",
    "I approve of the design.",
    "Anna reviews the technical press.",
    "I'll review it and come back.",
    "Tom signed the contract.",
    "Tom hat den Vertrag unterschrieben.",
    "In the end it's your call.",
    "Tom asked whether the contract goes to legal.",
    "Thanks Tom. The board will decide in March, not before.",
    "I'll sign off for today, have a good weekend.",
    "Anna and I looked at the budget and it's tight.",
    "I can approve the drawings but not the money.",
    "Tom will use the meeting room every day this week.",
    "I use your old meters every day and they are fine.",
    "Tom works with three suppliers daily.",
    "Please check the terms with Tom before Friday.",
    "Tom's budget is gone.",
    "Anna is checking whether the contract arrived.",
    "Tom will call you to discuss the order.",
    "Can Anna decide this alone?",
    "Let me check the spec with Tom.",
    "I need to review your terms first.",
    "I will forward the contract to Anna.",
    "Tom is pushing the date to May.",
    "Anna drives to the site on Monday.",
    "Hand the contract to Tom when you see him.",
    "Tom runs the plant in Leeds.",
    "He said she decides.",
    "Tom approves of your colour scheme.",
    "Ich prüfe das und melde mich.",
    "Ich prüfe den Vertrag und melde mich am Freitag.",
    "Frau Roy entscheidet sich für Blau.",
    "Herr Reed treibt Sport.",
    "Tom setzt sich nächste Woche mit Ihnen zusammen.",
    "Tom hat sich für die Lösung eingesetzt.",
    "Wer unterschreibt bei Ihnen?",
    "Anna muss noch das Protokoll unterschreiben.",
    "Herr Reed arbeitet täglich von 8 bis 16 Uhr.",
    "Wir verhandeln den Preis am Montag.",
    "Die Geschäftsführung entscheidet, nicht Frau Roy.",
    "Je vérifie le contrat et je reviens vers vous.",
    "Anna vérifie la commande de café.",
    "Tom utilise le parking tous les jours.",
    "Il faut que nous décidions.",
    "Anna travaille tous les jours jusqu'à 17 h.",
    "Je valide la date.",
    "J'ai le budget pour 2024.",
    "Reviso el contrato y os digo.",
    "Tom revisa el contador mañana.",
    "Apruebo el presupuesto.",
    "Anna tiene el presupuesto desde ayer.",
    "Tom usa el coche todos los días.",
    "Decide tú la fecha.",
    "Anna decidirá la fecha de la visita.",
    "Tom lleva el pedido al almacén.",
    "Anna negotiated the price of her car.",
    "My boss decides, and Tom agrees.",
    "We have to ask Tom, who approves holidays.",
    "The insurers make the decision.",
    "Anna has no say in this.",
    "Neither Tom nor Anna decides.",
    "Tom was the decision maker before.",
    "Before the merger Tom signed everything.",
    "Tom thinks he decides, haha.",
    "The consultant (Peter Fox) reviews all contracts for our competitor.",
]


@pytest.mark.parametrize("text", NOT_SAID)
def test_what_is_asked_denied_past_possible_or_everyday_is_no_part(text: str) -> None:
    assert roles(text) == []


# What the rules were not written from: other words for the same, by a name that stands alone on the letter.
OTHERWISE = [
    ("Nothing gets bought without Frances's signature.", "Frances Xander", "decision_maker"),
    ("Nadia holds the purse strings on this one.", "Nadia Xander", "economic_buyer"),
    ("You'll deal with Mark on price, he does the haggling.", "Mark Xander", "procurement"),
    ("Our counsel, Elena Frost, has to clear the liability clause.", "Elena Frost", "legal"),
    ("Greg's the one who'll be running the dashboards all day.", "Greg Xander", "user"),
    ("Priya is dead keen and is fighting your corner internally.", "Priya Xander", "champion"),
    ("Sam will put your kit through its paces on the network side.", "Sam Xander", "technical"),
    (
        "Helen Ward, copied, runs purchasing and will take you through our supplier onboarding.",
        "Helen Ward",
        "procurement",
    ),
    ("The buck stops with Joanna.", "Joanna Xander", "decision_maker"),
    ("I hold the budget for this.", "", "economic_buyer"),
    ("Any contract has to go past Ruth in legal before we can sign.", "Ruth Xander", "legal"),
    ("Pete looks after the IT security questionnaire.", "Pete Xander", "technical"),
    ("Carol is the economic buyer.", "Carol Xander", "economic_buyer"),
    ("Final approval sits with Martin.", "Martin Xander", "decision_maker"),
    ("Nora owns the relationship with legal and will redline your MSA.", "Nora Xander", "legal"),
    ("My boss Laura has to approve it, she makes the final call.", "Laura Xander", "decision_maker"),
    ("Ivan, our plant electrician, will have to use the thing daily.", "Ivan Xander", "user"),
    ("Gemma is our internal champion for this.", "Gemma Xander", "champion"),
    ("Über die Anschaffung entscheidet Frau Winter.", "Kim Winter", "decision_maker"),
    ("Herr Lang muss dem Kauf zustimmen.", "Kim Lang", "decision_maker"),
    ("Das Budget liegt bei Frau Busch.", "Kim Busch", "economic_buyer"),
    ("Frau Adler aus der Rechtsabteilung schaut sich die AGB an.", "Kim Adler", "legal"),
    ("Unser IT-Leiter Herr Franke testet die Schnittstelle.", "Kim Franke", "technical"),
    ("Die Bestellung läuft über Herrn Ebert im Einkauf.", "Kim Ebert", "procurement"),
    ("Frau Seidel ist intern Ihre größte Fürsprecherin.", "Kim Seidel", "champion"),
    ("Herr Otto wird damit täglich arbeiten.", "Kim Otto", "user"),
    ("Die Freigabe erteilt Herr Maurer.", "Kim Maurer", "decision_maker"),
    ("Ich verantworte das Budget.", "", "economic_buyer"),
    ("Am Ende muss Frau Berger unterschreiben.", "Kim Berger", "decision_maker"),
    ("Um das Kaufmännische kümmert sich Herr Vogt.", "Kim Vogt", "procurement"),
    ("Um die Verträge kümmert sich bei uns die Justiziarin Frau Lorenz.", "Kim Lorenz", "legal"),
    ("Herr Pohl bewertet die Angebote aus technischer Sicht.", "Kim Pohl", "technical"),
    ("Frau Neumann hat den Hut auf, sie entscheidet.", "Kim Neumann", "decision_maker"),
    ("La décision appartient à M. Petit.", "Kim Petit", "decision_maker"),
    ("Mme Garnier tient les cordons de la bourse.", "Kim Garnier", "economic_buyer"),
    ("Notre juriste Léa Marchal doit valider le contrat.", "Léa Marchal", "legal"),
    ("Pour les prix, voyez avec Julien, c'est lui qui négocie.", "Julien Xander", "procurement"),
    ("Camille se bat pour votre solution en interne.", "Camille Xander", "champion"),
    ("Karim va tester vos capteurs sur notre réseau.", "Karim Xander", "technical"),
    ("Marc s'en servira tous les jours.", "Marc Xander", "user"),
    ("Rien ne se signe sans l'accord de Mme Faure.", "Kim Faure", "decision_maker"),
    ("C'est Bernard qui a le budget.", "Bernard Xander", "economic_buyer"),
    ("Côté achats, c'est Nathalie qui gère.", "Nathalie Xander", "procurement"),
    ("Denis est chargé de vérifier la compatibilité avec nos automates.", "Denis Xander", "technical"),
    ("La decisión final es de Marta.", "Marta Xander", "decision_maker"),
    ("Javier es quien maneja el presupuesto.", "Javier Xander", "economic_buyer"),
    ("Laura, de compras, negociará con ustedes las condiciones.", "Laura Xander", "procurement"),
    ("El contrato lo revisa nuestra abogada, Sofía León.", "Sofía León", "legal"),
    ("Diego está empujando mucho este proyecto por dentro.", "Diego Xander", "champion"),
    ("Pablo validará la parte de ciberseguridad.", "Pablo Xander", "technical"),
    ("Lucía va a usar la plataforma todos los días.", "Lucía Xander", "user"),
    ("Sin el visto bueno de Ramón no se compra nada.", "Ramón Xander", "decision_maker"),
    ("El que decide es Tomás.", "Tomás Xander", "decision_maker"),
    ("Adrián tiene que aprobar el gasto.", "Adrián Xander", "economic_buyer"),
    ("Del contrato se ocupa Clara, nuestra asesora jurídica.", "Clara Xander", "legal"),
    ("Raquel será la usuaria principal.", "Raquel Xander", "user"),
]


@pytest.mark.parametrize(("text", "name", "role"), OTHERWISE)
def test_other_words_for_it(text: str, name: str, role: str) -> None:
    people = (*PEOPLE[:2], *([Person("cc", "someone@kunde.example", name)] if name else []))
    assert roles(text, people) == [("someone@kunde.example" if name else MARIA, role)]


def test_a_name_that_is_not_on_the_letter_is_told_by_name() -> None:
    text = "Declan Roche in procurement will be running the purchase from here. Frau Kühn prüft die Schnittstelle."
    assert roles(text) == [("Declan Roche", "procurement"), ("Frau Kühn", "technical")]


def test_two_of_one_name_are_no_address() -> None:
    people = (*PEOPLE, Person("cc", "tom.fox@kunde.example", "Tom Fox"))
    assert roles("Tom signs off the budget.", people) == [("Tom", "economic_buyer")]
    assert roles("Tom Fox signs off the budget.", people) == [("tom.fox@kunde.example", "economic_buyer")]


def test_a_pronoun_means_the_last_one_named() -> None:
    assert roles("Anna joined last week. She signs off the budget.") == [(ANNA, "economic_buyer")]
    assert roles("Robin, thanks. He signs off the budget.") == []


def test_the_rep_side_has_no_part() -> None:
    assert roles("Robin has the final say.") == []
    assert find(letter("I decide.", own=True)) == []


ROLES = [row for name in ("roles.txt", "roles-classes.txt", "roles-tempting.txt") for row in table(name)]


@pytest.mark.parametrize(("who", "role", "words"), ROLES)
def test_roles_in_the_words_of_many(who: str, role: str, words: str) -> None:
    people = {"maria": MARIA, "tom": TOM, "anna": ANNA}
    expected = [] if who == "nobody" else [(people[who], role)]
    assert roles(f"Hi Robin,\n\nthanks for the call.\n\n{words}") == expected


GREETINGS = {
    "en": "Hi Robin,\n\nthanks for the call.",
    "de": "Hallo Robin,\n\nvielen Dank für das Gespräch von gestern.",
    "fr": "Bonjour Robin,\n\nmerci pour votre appel d'hier.",
    "es": "Hola Robin:\n\nmuchas gracias por la llamada de ayer.",
}


@pytest.mark.parametrize(
    ("language", "who", "role", "words"),
    [(language, *row) for language in GREETINGS for row in table(f"roles-grammar-{language}.txt")],
)
def test_roles_by_an_act_and_a_thing(language: str, who: str, role: str, words: str) -> None:
    people = {"maria": MARIA, "tom": TOM, "anna": ANNA}
    expected = [] if who == "nobody" else [(people[who], role)]
    assert roles(f"{GREETINGS[language]}\n\n{words}") == expected


@pytest.mark.parametrize(("who", "what", "words"), table("details.txt"))
def test_numbers_and_titles_in_the_words_of_many(who: str, what: str, words: str) -> None:
    people = {"maria": MARIA, "tom": TOM, "anna": ANNA}
    found = [one.value for one in find(letter(words)) if one.kind == "contact_detail"]
    told = [(one["address"], f"{one['field']}={one['value']}") for one in found]
    assert told == ([] if who == "nobody" else [(people[who], what)])


@pytest.mark.parametrize(
    "words",
    [
        "Please RSVP to Eva Braun, eva.braun@kunde.example.",
        "For questions, please contact Eva Braun at eva.braun@kunde.example.",
        "Bei Fragen erreichen Sie Eva Braun unter eva.braun@kunde.example.",
        "Anmeldung bei Eva Braun, eva.braun@kunde.example.",
        "Pour toute question, écrivez à Eva Braun, eva.braun@kunde.example.",
        "Para cualquier duda, escriba a Eva Braun, eva.braun@kunde.example.",
    ],
)
def test_whom_to_ask_joins_nothing(words: str) -> None:
    assert [one.kind for one in find(letter(words))] == []


@pytest.mark.parametrize(
    ("text", "who", "role"),
    [
        ("hey robin, talked to tom. he signs everything here", TOM, "decision_maker"),
        ("c est anna qui relit le contrat, elle est juriste", ANNA, "legal"),
        ("fyi anna holds the purse strings", ANNA, "economic_buyer"),
    ],
)
def test_letters_typed_in_haste(text: str, who: str, role: str) -> None:
    assert (who, role) in roles(text)


def test_a_name_in_small_letters_is_left_to_the_record() -> None:
    assert roles("ok with me. and trent will be the guy staring at your dashboard every morning") == [("Trent", "user")]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("In case you wonder: Anna has the final say.", True),
        ("Anna has the final say, if you want to know.", True),
        ("If the board agrees, Anna has the final say.", False),
        ("Anna has the final say if the board agrees.", False),
        ("Anna always has the final say.", True),
        ("Anna maybe has the final say.", False),
        ("Anna has the final say and I'm not allowed to sign anything.", True),
    ],
)
def test_a_condition_takes_along_what_hangs_on_it(text: str, told: bool) -> None:
    assert roles(text) == [(ANNA, "decision_maker")] * told


@pytest.mark.parametrize(
    "text",
    [
        "Anna, whom you met with our board last week, has the final say.",
        "Anna (you know her from the fair) has the final say.",
        "Frau Roy, die Sie ja kennen, hat das letzte Wort.",
        "Anna, que vous connaissez, a le dernier mot.",
        "Anna, a quien ustedes conocen, tiene la última palabra.",
    ],
)
def test_what_is_said_aside_names_nobody(text: str) -> None:
    assert roles(text) == [(ANNA, "decision_maker")]


@pytest.mark.parametrize(
    "piece",
    [
        "de la partie des questions du contrat la le les ",
        "bei uns hier für den vertrag die technik prüft ist liegt ",
        "für ",
    ],
)
def test_long_sentences_of_a_rules_own_words_are_read(piece: str) -> None:
    assert roles(". ".join([piece * 12] * 20)) == []
