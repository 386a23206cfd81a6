"""Seeds that broke a promise once, played in every run, and what each of them found.

A seed draws another history when the simulation's own choices change; then it is one more seed among the others.
"""

from __future__ import annotations

import pytest

from tests.simulation.run import replay

PINNED = {
    2132: "a word that only an invitation held took the calendar's own entry along, and it did not come back",
    19486: "killed while a folder was read, which was then excluded: its note of an attempt stayed for ever",
    204233: "an invitation had replaced an entry's words, the entry turned private while its cursor died: the index kept them",
    19769: "an entry whose id is not its UID turned private while its cursor died: its words stayed hidden for a week",
}


@pytest.mark.parametrize("seed", PINNED)
def test_F01_F34_F68_a_seed_that_failed_once(seed: int) -> None:
    replay(seed)
