from __future__ import annotations

import pytest

from connectors.wire.mime import message
from connectors.wire.replies import split
from connectors.wire.text import words
from sync.model import MAX_SIGNATURE, Message

CARD = "Ann Lee\nHead of Purchasing\nAcme Ltd\nT +44 20 7946 0018"
HISTORY = [
    "",
    "\n\nOn Mon, 16 Mar 2026 at 09:12, Bob Rep <bob@rep.example> wrote:\n> Old\n> Bob Rep\n> T +49 30 1234567",
    "\n\nFrom: Bob Rep <bob@rep.example>\nSent: Monday, 16 March 2026 09:12\nTo: Ann\nSubject: Offer\n\nOld\n\nBob Rep\nT +49 30 1234567",
    "\n\n-----Ursprüngliche Nachricht-----\nVon: Bob\n\nBob Rep\nT +49 30 1234567",
    "\n\nSent from my iPhone\n\n> Old",
    "\n\nThis e-mail and its attachments are confidential and intended only for the addressee. Call +49 30 1234567.\nWe sell.",
    "\n\nDiese E-Mail enthält vertrauliche Informationen und ist vertraulich zu behandeln, Tel. +49 30 1234567.",
]


@pytest.mark.parametrize("history", HISTORY)
@pytest.mark.parametrize(
    "above",
    [
        "-- \n", "--\n", "Best regards,\n", "Mit freundlichen Grüßen\n\n", "Cordialement,\n", "Un saludo,\n\n", "Viele Grüße\n-- \n",
        "Kind regards\n\n________________________________\n", "Thanks!\n",
    ],
)  # fmt: skip
def test_the_signature_comes_without_history_and_legal_notes(above: str, history: str) -> None:
    found = split(f"Yes, 40 seats.\n\n{above}{CARD}{history}\n")
    assert found.text == "Yes, 40 seats."
    assert found.signature.endswith(CARD)
    assert "1234567" not in found.signature


@pytest.mark.parametrize("history", HISTORY[:4])
def test_a_card_without_a_closing_is_a_signature(history: str) -> None:
    found = split(f"Yes, 40 seats.\n\n{CARD}{history}\n")
    assert (found.text, found.signature) == ("Yes, 40 seats.", CARD)


@pytest.mark.parametrize(
    "text",
    [
        "Yes, 40 seats.",
        "Yes, 40 seats.\n\nSent from my iPhone",
        "Yes, 40 seats.\n\n-----Original Message-----\nFrom: Bob\nSubject: Offer\n\nBest regards\nBob Rep",
        "> Best regards\n> Bob Rep\n\nYes, 40 seats.",
        "",
    ],
)
def test_no_signature(text: str) -> None:
    assert not split(text).signature


def test_paragraphs_of_a_signature_stay_apart() -> None:
    text = "Ja.\n\nMit freundlichen Grüßen\n\nJana Voss\nLeiterin Technik\n\n\n\nStadtwerke GmbH\nAm Turm 3\n"
    assert split(text).signature == (
        "Mit freundlichen Grüßen\n\nJana Voss\nLeiterin Technik\n\nStadtwerke GmbH\nAm Turm 3"
    )


@pytest.mark.parametrize(
    "block",
    [
        '<div class="gmail_signature" data-smartmail="gmail_signature"><div dir="ltr">Ann Lee<div>Head of Purchasing</div><div>T +44 20 7946 0018</div></div></div>',
        '<div id="Signature"><p>Ann Lee</p><p>Head of Purchasing</p><p>T +44 20 7946 0018</p></div>',
        '<div id="x_Signature"><table><tr><td>Ann Lee<br>Head of Purchasing<br>T +44 20 7946 0018</td></tr></table></div>',
        '<div class="moz-signature">-- <br>Ann Lee<br>Head of Purchasing<br>T +44 20 7946 0018</div>',
        '<div data-signatureblock="true">Ann Lee<br>Head of Purchasing<br><span style="display:none">T 1</span>T +44 20 7946 0018</div>',
        "<p>Best regards<br>Ann Lee<br>Head of Purchasing<br>T +44 20 7946 0018</p>",
        "<p>Ann Lee<br>Head of Purchasing<br>T +44 20 7946 0018</p>",
    ],
)
@pytest.mark.parametrize(
    "history", ["", '<blockquote type="cite">old<div class="gmail_signature">Bob</div></blockquote>']
)
def test_the_signature_of_each_program_is_taken_out_of_html(block: str, history: str) -> None:
    found = words("", f"<div>Yes, 40 seats.</div><br>{block}{history}")
    assert found.text == "Yes, 40 seats."
    lines = [line for line in found.signature.split("\n") if line]
    assert lines[-3:] == ["Ann Lee", "Head of Purchasing", "T +44 20 7946 0018"]
    assert "Bob" not in found.signature


def test_a_closing_above_a_block_belongs_to_it() -> None:
    found = words("", '<p>Yes.</p><p>Best regards</p><div class="gmail_signature">Ann Lee<br>CTO</div>')
    assert (found.text, found.signature) == ("Yes.", "Best regards\nAnn Lee\nCTO")


def test_the_signature_is_capped() -> None:
    for text in (
        "Yes.\n\n-- \n" + "a line of the card\n" * 14,
        "Yes.\n\nBest regards\n" + "x" * 80_000,
        "Yes.\n\n-- \n" + "y" * 80_000,
    ):
        assert len(split(text).signature) <= MAX_SIGNATURE
    assert len(words("", '<p>Yes</p><div id="Signature">' + "word<br>" * 20_000).signature) <= MAX_SIGNATURE


def test_a_mail_brings_its_signature_at_each_level_with_words() -> None:
    raw = f"From: ann@acme.example\r\nSubject: x\r\n\r\nYes.\r\n\r\n-- \r\n{CARD}\r\n".encode()
    for level, signature in (("headers", ""), ("preview", CARD), ("text", CARD)):
        found = message("1", raw, level)  # type: ignore[arg-type]  # each is a level
        assert isinstance(found, Message)
        assert found.signature == signature
