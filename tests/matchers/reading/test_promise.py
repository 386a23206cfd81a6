"""Promises without a day, in four languages: what is one, whose it is, and what is none."""

from __future__ import annotations

import pytest

from matchers.reading.reader import read
from tests.matchers.reading.letters import letter

PROMISES = [
    "Good question about the gateway. I'll look into it and come back to you.",
    "Let me check with our legal people.",
    "We'll send you the revised figures as soon as finance has them.",
    "Leave it with me.",
    "Ich kläre das intern und melde mich.",
    "Wir geben Ihnen Bescheid, sobald die Geschäftsleitung entschieden hat.",
    "Das weiß ich nicht auswendig, ich frage intern nach.",
    "Wir kommen dann wieder auf Sie zu.",
    "Je me renseigne et je reviens vers vous.",
    "Nous vous tiendrons informés.",
    "Je vous envoie le document dès que je l'ai reçu.",
    "Te confirmo en cuanto lo tenga.",
    "Lo consulto con mi jefa y le digo.",
    "Les mantendremos informados de todo lo que pase con el pedido.",
]
NONE = [
    "If you like, I'll send you the reference list.",
    "Will you come back to me?",
    "We won't come back to you on this.",
    "He says we'll send it over, apparently.",
    "Wenn Sie möchten, schicke ich Ihnen das Datenblatt.",
    "Melden Sie sich gerne.",
    "Könnten Sie sich melden?",
    "Si vous le souhaitez, je vous envoie la brochure.",
    "Revenez vers moi quand vous voulez.",
    "Si quiere, le envío la ficha en cuanto pueda.",
    "Quedo a la espera de sus noticias.",
]


def promised(words: str, *, own: bool = False) -> list[tuple[str, str]]:
    return [
        (finding.value["by"], finding.rule) for finding in read(letter(words, own=own)) if finding.kind == "promise"
    ]


@pytest.mark.parametrize("words", PROMISES)
def test_a_promise_without_a_day(words: str) -> None:
    assert promised(words) == [("them", "promise.said")]
    assert promised(words, own=True) == [("rep", "promise.said")]


@pytest.mark.parametrize("words", NONE)
def test_no_promise(words: str) -> None:
    assert promised(words) == []


def test_a_promise_with_a_day_is_a_step() -> None:
    found = read(letter("I'll come back to you by Friday.", own=True))
    assert [finding.kind for finding in found] == ["next_step"]
