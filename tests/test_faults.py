"""tests/faults.md says what the tests say."""

from __future__ import annotations

from tests.simulation import faults


def test_the_page_of_faults_is_fresh() -> None:
    assert faults.PAGE.read_text("utf-8") == faults.page(), "run `python -m tests.simulation.faults`"


def test_every_id_in_a_tests_name_is_in_the_catalogue() -> None:
    assert faults.bearers().keys() <= faults.FAULTS.keys()


def test_a_reason_for_being_open_is_given_only_while_it_is() -> None:
    assert not faults.WHY_OPEN.keys() & faults.bearers().keys(), "it is not open any more"
