"""Which stage a step of the sale stands for: configured, as the CRM has it, or as the names say."""

from __future__ import annotations

import pytest

from matchers.pipelines import STEPS, USUAL, Pipeline, by_words, pipeline_for

MINE = Pipeline("Renewals", ("Talk", "Paper", "Lawyers", "Done", "Gone"), "Paper", "Lawyers", "Done", "Gone")


@pytest.mark.parametrize(
    ("stages", "expected"),
    [
        (("Qualified", "Proposal sent", "Contract negotiation", "Won", "Lost"), (1, 2, 3, 4)),
        (("Erstkontakt", "Angebot versendet", "Verhandlung", "Gewonnen", "Verloren"), (1, 2, 3, 4)),
        (("Qualifié", "Devis envoyé", "Négociation", "Gagné", "Perdu"), (1, 2, 3, 4)),
        (("Calificado", "Oferta enviada", "Negociación", "Ganado", "Perdido"), (1, 2, 3, 4)),
        (("NEUGESCHÄFT", "ANGEBOT", "VERTRAG BEIM KUNDEN", "GEWONNEN", "VERLOREN"), (1, 2, 3, 4)),
        (("Prospect", "Propuesta", "Contrato en revisión", "Ganada", "Perdida"), (1, 2, 3, 4)),
        (("One", "Two"), (-1, -1, -1, -1)),
    ],
)
def test_names_are_read_in_four_languages(stages: tuple[str, ...], expected: tuple[int, ...]) -> None:
    found = by_words(stages)
    assert (found.offer_sent, found.contract_review, found.contract_signed, found.lost) == tuple(
        "" if place < 0 else stages[place] for place in expected
    )


@pytest.mark.parametrize("usual", USUAL, ids=lambda each: each.name or "plain")
def test_the_usual_pipelines_are_whole_and_go_forward(usual: Pipeline) -> None:
    assert all(usual.holds(usual.step(step)) for step in STEPS)
    assert usual.holds(usual.lost)
    for step in STEPS:
        assert usual.ahead(usual.stages[0], usual.step(step))
        assert not usual.ahead(usual.step(step), usual.stages[0])
    # As a CRM would tell them, in order: the names alone say the same, but where one stage is both.
    read = by_words(usual.stages)
    assert (read.contract_review, read.contract_signed, read.lost) == usual[3:]


def test_a_value_proposition_is_no_offer() -> None:
    assert by_words(("Value Proposition", "Proposal/Price Quote")).offer_sent == "Proposal/Price Quote"


def test_the_configuration_comes_first_and_is_completed_by_the_names() -> None:
    assert pipeline_for("Talk", [MINE], ["Proposal", "Won"]) == MINE
    assert pipeline_for("Talk", [MINE], name="renewals") == MINE
    assert pipeline_for("Talk", [MINE], name="Another").offer_sent == ""
    short = Pipeline("P", ("A", "Angebot", "Won", "Lost"), contract_signed="Won")
    assert pipeline_for("A", [short]) == short._replace(offer_sent="Angebot", lost="Lost")
    only_named = Pipeline("P", offer_sent="A2")
    found = pipeline_for("A1", [only_named], ("A1", "A2", "Contract"), name="P", ordered=True)
    assert (found.offer_sent, found.contract_review, found.stages) == ("A2", "Contract", ("A1", "A2", "Contract"))


def test_a_crms_own_stages_are_never_added_to() -> None:
    found = pipeline_for("Qualification", [], ("Qualification", "Angebot", "Lost"), name="Sales", ordered=True)
    assert found == Pipeline("Sales", ("Qualification", "Angebot", "Lost"), "Angebot", "", "", "Lost")


@pytest.mark.parametrize("usual", USUAL, ids=lambda each: each.name or "plain")
def test_a_crm_that_has_its_makers_stages_gets_their_meaning(usual: Pipeline) -> None:
    found = pipeline_for(usual.stages[0], [], usual.stages, name="default", ordered=True)
    assert found == usual._replace(name="default")


def test_deals_of_a_file_show_some_stages_and_a_usual_pipeline_adds_the_others() -> None:
    assert pipeline_for("Qualification", [], ["Qualification"]).step("offer_sent") == "Proposal"
    assert (
        pipeline_for("Qualification", [], ["Qualification", "Needs Analysis"]).step("offer_sent")
        == "Proposal/Price Quote"
    )
    mixed = pipeline_for("Qualification", [], ["Qualification", "Angebot gelegt"])
    assert (mixed.offer_sent, mixed.contract_review) == ("Angebot gelegt", "Negotiation")
    assert mixed.ahead("Qualification", "Angebot gelegt")
    assert not mixed.ahead("Negotiation", "Angebot gelegt")


def test_without_any_hint_there_is_no_stage() -> None:
    found = pipeline_for("Warm", [], ["Warm", "Hot"])
    assert [found.step(step) for step in STEPS] == ["", "", ""]
    assert found.lost == ""
    assert pipeline_for("", [], []) == Pipeline()


def test_stages_that_occur_in_any_order_are_put_in_order_by_their_names() -> None:
    found = pipeline_for("Warm", [], ["Gewonnen", "Verhandlung", "Warm", "Zusage", "Angebot"])
    assert found.stages == ("Warm", "Angebot", "Verhandlung", "Zusage", "Gewonnen")
    assert not found.ahead("Zusage", "Angebot")


def test_ahead_knows_only_its_own_stages() -> None:
    assert MINE.ahead("talk ", "Paper")
    assert not MINE.ahead("Paper", "Paper")
    assert not MINE.ahead("Elsewhere", "Paper")
    assert not MINE.ahead("Talk", "Elsewhere")
    assert MINE.ahead("", "Talk")
    assert not MINE.ahead("", "")


def test_no_step_of_another_name() -> None:
    assert MINE.step("stages") == ""


def test_names_without_end_are_cut() -> None:
    assert by_words(("x" * 1_000_000 + " won",)).contract_signed == ""
