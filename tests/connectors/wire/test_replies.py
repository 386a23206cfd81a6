from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.wire.replies import split

ATTRIBUTIONS = [
    "On Mon, Mar 16, 2026 at 9:12 AM Bob Rep <bob@rep.example> wrote:",
    "On Mon, Mar 16, 2026 at 9:12 AM Bob Rep\n<bob@rep.example> wrote:",
    "On Mon, Mar 16, 2026 at 9:12 AM Bob Rep <\nbob@rep.example>\nwrote:",
    "Am 16.03.2026 um 09:12 schrieb Bob Rep:",
    "Am Montag, 16. März 2026 um 09:12 schrieb Bob Rep <bob@rep.example>:",
    "Le lun. 16 mars 2026 à 09:12, Bob Rep <bob@rep.example> a écrit :",
    "El lun, 16 mar 2026 a las 9:12, Bob Rep (<bob@rep.example>) escribió:",
    "Il giorno lun 16 mar 2026 alle ore 09:12 Bob Rep <bob@rep.example> ha scritto:",
    "Op ma 16 mrt 2026 om 09:12 schreef Bob Rep <bob@rep.example>:",
    "Em seg., 16 de mar. de 2026 às 09:12, Bob Rep <bob@rep.example> escreveu:",
    "Den mån 16 mars 2026 kl 09:12 skrev Bob Rep <bob@rep.example>:",
    "pon., 16 mar 2026 o 09:12 Bob Rep <bob@rep.example> napisał(a):",
    "пн, 16 мар. 2026 г. в 09:12, Bob Rep <bob@rep.example>:",
    "2026年3月16日(月) 9:12 Bob Rep <bob@rep.example>:",
    '16.03.2026, 09:12, "Bob Rep" <bob@rep.example>:',
    "---- On Mon, 16 Mar 2026 09:12:00 +0100 bob@rep.example wrote ----",
]
HEADERS = [
    "From: Bob Rep <bob@rep.example>\nSent: Monday, 16 March 2026 09:12\nTo: Ann\nSubject: Offer",
    "*From:* Bob Rep\n*Sent:* Monday\n*To:* Ann\n*Subject:* Offer",
    "Von: Bob Rep\nGesendet: Montag, 16. März 2026 09:12\nAn: Ann\nBetreff: Angebot",
    "De : Bob Rep\nEnvoyé : lundi 16 mars 2026 09:12\nÀ : Ann\nObjet : Offre",
    "De: Bob Rep\nEnviado el: lunes, 16 de marzo de 2026\nPara: Ann\nAsunto: Oferta",
    "Da: Bob Rep\nInviato: lunedì 16 marzo 2026\nA: Ann\nOggetto: Offerta",
    "________________________________\nFrom: Bob Rep <bob@rep.example>\nDate: Monday\nTo: Ann\nSubject: Offer",
    "-----Original Message-----\nFrom: Bob Rep\nSubject: Offer",
    "-----Ursprüngliche Nachricht-----\nVon: Bob",
    "---------------------- Forwarded by Bob Rep on 03/16/2026 09:12 AM ---------------------------",
    "Begin forwarded message:",
    "Bob Rep\n03/16/2026 09:12 AM\nTo: Ann Lee\ncc:\nSubject: Offer",
]


@pytest.mark.parametrize("line", ATTRIBUTIONS)
@pytest.mark.parametrize("old", ["> Hello Ann", "Hello Ann\n\nhere is the offer."])
def test_an_attribution_and_what_follows_goes(line: str, old: str) -> None:
    assert split(f"Yes, 40 seats.\n\n{line}\n\n{old}\n").text == "Yes, 40 seats."


@pytest.mark.parametrize("block", HEADERS)
def test_the_header_of_an_older_mail_and_what_follows_goes(block: str) -> None:
    assert split(f"Yes, 40 seats.\n\n{block}\n\nHello Ann\n").text == "Yes, 40 seats."


def test_answers_between_the_quoted_lines_stay() -> None:
    text = "On 3/16/2026 9:12 AM, Bob wrote:\n> How many?\n\n40 seats.\n\n> By when?\n\nFriday.\n"
    assert split(text).text == "40 seats.\n\nFriday."


def test_a_quoted_line_that_was_wrapped_is_still_quoted() -> None:
    text = "Yes.\n\n> a line that is so long that the program of the other side broke it\nin two\n> and more\n"
    assert split(text).text == "Yes."


@pytest.mark.parametrize(
    "end",
    [
        "-- \nAnn Lee\nHead of IT",
        "--\nAnn",
        "Best regards,\nAnn Lee\nClient Ltd",
        "Mit freundlichen Grüßen\n\nAnn Lee",
        "Cordialement,\nAnn",
        "Thanks,\nAnn",
        "Sent from my iPhone",
        "Von meinem iPhone gesendet",
        "Get Outlook for iOS<https://aka.example/x>",
        "Ann Lee\nHead of IT\n+49 30 1234567\nwww.client.example",
        "-Ann",
        "_________________________\nteam mailing list\nhttps://lists.example/team",
        "This e-mail and any attachments are confidential and intended solely for the addressee.",
    ],
)
def test_signatures_and_notes_at_the_end_go(end: str) -> None:
    assert split(f"Yes, 40 seats.\n\n{end}\n").text == "Yes, 40 seats."


@pytest.mark.parametrize(
    "text",
    [
        "Thanks for the call, and please send 40 seats.",
        "On the other hand, we wrote:\n\nNothing at all.",
        "The itinerary:\n\nFrom: Berlin\nTo: Munich\nDate: 3 May",
        "We need:\n\n- 40 seats\n- a contract\n-- and a date",
        "Sent from the office it would be cheaper, I think.",
        "Total\n----\n40 seats\n\nPlease confirm.",
        "Thanks\n\nHere is the list that you asked for, with everything that we have found so far in the new store.",
        "I sent it from my iPhone yesterday.",
        "Best,",
        "With regards to the offer: yes.",
    ],
)
def test_what_only_looks_like_it_stays(text: str) -> None:
    assert split(text).text == text


def test_a_warning_on_top_goes() -> None:
    warning = "CAUTION: This email originated from outside of the organization. Do not click links."
    assert split(f"{warning}\n\nYes, 40 seats.").text == "Yes, 40 seats."


@pytest.mark.parametrize(
    "piece",
    [
        "On x ",
        "> ",
        "wrote:\n",
        "From: a\n",
        "-- \n",
        "\n",
        "a@b ",
        "-",
        "On 1 wrote:\n",
        "Thanks,\n",
        "_",
        "To: x\n",
        "<a@",
    ],
)
def test_F57_repeated_pieces_come_back(piece: str) -> None:
    text = piece * (65_536 // len(piece))
    assert len(split(text).text) <= len(text)


@given(
    st.text(max_size=300)
    | st.lists(st.sampled_from([*ATTRIBUTIONS, *HEADERS, "> x", "", "-- ", "words"]), max_size=12).map("\n".join)
)
def test_nothing_is_added(text: str) -> None:
    assert set(split(text).text.split()) <= set(text.split())
