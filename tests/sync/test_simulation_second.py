"""The second thousand of the random histories; test_simulation.py has the first and says what they are."""

from __future__ import annotations

import pytest

from tests.simulation.run import play

PART = 100


@pytest.mark.parametrize("first", range(1_000, 2_000, PART))
def test_F01_F02_F16_F30_F33_F34_F36_random_histories_keep_every_promise(first: int) -> None:
    _, failures = play(range(first, first + PART))
    assert not failures, "\n".join(f"seed {seed}: {trouble}" for seed, trouble in failures.items())
