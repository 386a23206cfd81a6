from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchers.reading import next_step, reader, text
from matchers.reading.reader import read
from sync.model import Person
from tests.matchers.reading.letters import DOCUMENTS, letter, said

WORDS = st.sampled_from(
    [
        "we",
        "will",
        "sign",
        "the",
        "contract",
        "on",
        "12",
        "March",
        "for",
        "45",
        "k€",
        "if",
        "not",
        ",",
        ".",
        "?",
        "!",
        "(",
        ")",
        "\n",
        "-",
        "€",
        "£",
        "$",
        "1.000,00",
        "12.3.",
        "KW",
        "14",
        "le",
        "el",
        "am",
        "by",
        "und",
        "or",
        "nicht",
        "bis",
        "Freitag",
        "vendredi",
        "viernes",
        "Friday",
        "Angebot",
        "devis",
        "offer",
        "attached",
        "signé",
        "firmado",
        "\ue000",
        "\ue001",
        "İ",
        "ß",
        "Ǆ",
        "\xa0",
        "\u202e",
        "12k/yr",
        "years",
        "next",
    ]
)


@given(st.one_of(st.text(max_size=300), st.lists(WORDS, max_size=60).map(" ".join)), st.booleans())
def test_any_text_is_read_and_quoted_as_it_stands(words: str, own: bool) -> None:
    for finding in read(letter(words, own=own, attachments=DOCUMENTS)):
        assert finding.quote in words
        assert len(finding.quote) <= 300


@given(st.text(max_size=400))
def test_a_place_in_the_words_is_a_place_in_the_text(words: str) -> None:
    level = text.level(words)
    assert len(level) == len(words)
    for sentence in text.sentences(level, words):
        assert level[sentence.start : sentence.end].split() == sentence.words.split()


@pytest.mark.parametrize(
    "words",
    [
        "we will send the order on 12 March and " * 6_000,
        "12.03.2026 " * 20_000,
        "1.000.000,00 EUR " * 12_000,
        " " * 200_000 + "12 March",
        "total ." + ". " * 100_000 + "€ 5",
        "a, " * 70_000,
        "(" * 200_000,
        "bitte " * 40_000,
        "also dann gut " * 15_000 + "bis 12.3.",
        "12 March\n" * 20_000,
    ],
)
def test_a_hostile_letter_is_read_to_its_cap(words: str) -> None:
    found = read(letter(words))
    assert all(finding.quote in words[: text.MAX_READ + 1] for finding in found)


def test_of_a_wrapped_sentence_the_break_is_no_end() -> None:
    words = "As discussed with your colleagues in the meeting, we will send you\nthe signed order form on 12 March, together with the annexes."
    assert "next_step 2026-03-12" in {said(finding) for finding in read(letter(words))}


def test_a_step_has_a_short_text() -> None:
    (step,) = read(
        letter("Thanks again. I'll send you the revised scope on Friday, sized to fit the budget.", own=True)
    )
    assert step.value == {"date": "2026-03-06", "text": "I'll send you the revised scope on Friday"}
    long = f"I'll send you the revised scope for {'the long hall and ' * 8}the yard on Friday."
    (step,) = read(letter(long, own=True))
    assert len(step.value["text"]) <= next_step.MAX_TEXT
    assert step.value["text"].endswith("…")


def test_an_offer_needs_a_document() -> None:
    words = "Please find attached our offer.\n\nTotal net: € 12,500.00"
    assert {said(f) for f in read(letter(words, own=True))} == {"amount 12500.00"}
    assert {said(f) for f in read(letter(words, own=True, attachments=("logo.png",)))} == {"amount 12500.00"}
    assert {said(f) for f in read(letter(words, own=True, attachments=DOCUMENTS))} == {
        "amount 12500.00",
        "stage offer_sent",
    }


def test_a_draft_with_a_lawyer_s_changes_is_a_review() -> None:
    words = "Vous trouverez en pièce jointe le projet annoté et modifié par mes soins."
    card = "Odile Franck\nAvocate au barreau"
    assert {said(f) for f in read(letter(words, attachments=DOCUMENTS, signature=card))} == {"stage contract_review"}
    assert read(letter(words, attachments=DOCUMENTS)) == []


def test_two_different_totals_are_none() -> None:
    words = "Our offer:\nTotal option A: € 12,500.00\nTotal option B: € 14,500.00"
    assert read(letter(words, own=True, attachments=DOCUMENTS)) == []


def test_net_wins_over_gross() -> None:
    words = "Unser Angebot:\nGesamtsumme netto 49.250,00 EUR\nGesamtsumme brutto 58.607,50 EUR"
    assert {said(f) for f in read(letter(words, own=True))} == {"amount 49250.00"}


def test_what_is_said_to_somebody_else_is_no_news() -> None:
    assert read(letter("Oui Gilles c'est d'accord pour 11 400 €, allez-y le 9 mars.")) == []
    assert read(letter("Delfín, adelante con los 22.750 €, te espero el lunes 9 de marzo.")) == []
    assert {said(f) for f in read(letter("Robin, go ahead with 22,750 €."))} == {"amount 22750.00"}


def test_a_day_in_brackets_is_a_day() -> None:
    (step,) = read(letter("I'll send you the drawings (by Friday 13 March)."))
    assert step.value["date"] == "2026-03-13"
    assert read(letter("( by € March € and you Friday or k€ send for am ) - und if March")) == []


def test_a_sentence_can_be_taken_back() -> None:
    words = "Te marco pasado mañana... no, perdón: te marco el lunes 9 de marzo a las 10."
    assert {said(f) for f in read(letter(words, own=True))} == {"next_step 2026-03-09"}


def test_an_april_fool_proposes_nothing() -> None:
    assert read(letter("Wir bestellen am 2. April für 50.000 Euro!\n\nApril, April!")) == []


def test_a_held_meeting_is_no_step() -> None:
    words = "Northlight will deliver the certificates on 24 March."
    assert {said(f) for f in read(letter(words, kind="meeting"))} == {"next_step 2026-03-24"}
    assert read(letter(words, kind="meeting", subject="HOLD: Northlight")) == []


def test_of_two_dates_of_closing_the_finer_one_counts() -> None:
    words = "Wir unterschreiben im zweiten Quartal. Die Bestellung lösen wir in KW 16 aus."
    assert {said(f) for f in read(letter(words))} == {"close_date 2026-04-17"}


def test_two_dates_of_closing_that_differ_are_none() -> None:
    assert read(letter("We will sign in April. The order will be placed in May.")) == []


def test_a_rule_that_fails_costs_its_own_findings_only(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object, **named: object) -> None:
        raise KeyError

    monkeypatch.setattr(next_step, "find", broken)
    failed: list[Exception] = []
    words = "The board approved $45,000. We will meet on Friday."
    assert {said(f) for f in read(letter(words), failed.append)} == {"amount 45000.00"}
    assert [type(error) for error in failed] == [KeyError]
    with pytest.raises(KeyError):
        read(letter(words))


@pytest.mark.parametrize(
    ("sent", "zone", "language", "day"),
    [
        ("2026-03-05T02:00:00", None, "en", date(2026, 3, 4)),
        ("2026-03-05T02:00:00", 0, "en", date(2026, 3, 4)),
        ("2026-03-05T02:00:00", 330, "en", date(2026, 3, 5)),
        ("2026-03-05T04:30:00", -360, "en", date(2026, 3, 4)),
        ("2026-03-05T08:00:00", None, "en", date(2026, 3, 5)),
        ("2026-03-05T23:30:00", None, "de", date(2026, 3, 6)),
    ],
)
def test_the_author_s_day(sent: str, zone: int | None, language: text.Language, day: date) -> None:
    moment = int(datetime.fromisoformat(sent).replace(tzinfo=UTC).timestamp())
    assert reader.local_day(letter("x", sent=moment, zone=zone), language) == day


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("by 3/4, call me at (414) 555-0127", True),
        ("by 3/4, £400", False),
        ("by 3/4", None),
        ("on 4/17 and 3/4", True),
        ("on 17/4 and 3/4", False),
    ],
)
def test_the_order_of_day_and_month(words: str, first: bool | None) -> None:
    assert reader.month_first(letter(words), words) is first


@pytest.mark.parametrize(("zone", "first"), [(-360, True), (60, False), (0, None), (None, None)])
def test_the_author_s_clock_tells_the_order_too(zone: int | None, first: bool | None) -> None:
    assert reader.month_first(letter("by 3/4", zone=zone), "by 3/4") is first


@pytest.mark.parametrize(
    ("greeting", "found"), [("Good morning Mara,", 0), ("Good morning Robin,", 1), ("Hello all,", 1)]
)
def test_a_letter_that_greets_somebody_of_the_customers_is_not_meant_for_us(greeting: str, found: int) -> None:
    sent = letter(f"{greeting}\nI will send you the load data on Tuesday.")
    mara = Person("to", "mara@cust.example", "Mara Lind")
    sent = sent._replace(people=(*sent.people, mara), outside=sent.outside | {mara.address})
    assert len([finding for finding in read(sent) if finding.kind == "next_step"]) == found


def test_lawyers_changes_count_without_the_paper_when_it_is_said_to_lie_with_the_letter() -> None:
    words = "Our lawyers' comments on the contract are attached."
    assert [said(finding) for finding in read(letter(words))] == ["stage contract_review"]
    assert not read(letter("Our lawyers have comments on the contract."))
