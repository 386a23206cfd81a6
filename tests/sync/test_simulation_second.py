"""The second thousand of the random histories; test_simulation.py has the first and says what they are.

These favour some steps, each seed others: late matching, versions of meetings, what cannot be read, copies that come and go.
"""

from __future__ import annotations

import pytest

from tests.simulation.run import play
from tests.simulation.schedule import FLAVOURED

SEEDS = 1_000
PART = 100
EACH = 8
"""Times that each kind of step comes at least, in a hundred histories."""


@pytest.mark.parametrize("first", range(FLAVOURED, FLAVOURED + SEEDS, PART))
def test_F01_F02_F16_F30_F33_F34_F36_random_histories_keep_every_promise(first: int) -> None:
    counts, failures = play(range(first, first + PART))
    assert not failures, "\n".join(f"seed {seed}: {trouble}" for seed, trouble in failures.items())
    steps = {name: times for name, times in counts.items() if name.startswith("step ")}
    assert len(steps) == 15, "every kind of step"
    assert min(steps.values()) >= EACH, steps
