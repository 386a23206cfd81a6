"""Seeded histories on the Graph fake: bad days, kills, forgotten bookmarks; then its owner and the history agree."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.connectors.microsoft.side import GraphSide
from tests.simulation.provider import History, template

SEEDS = 120
PARTS = 6


@pytest.mark.parametrize("part", range(PARTS))
def test_histories(part: int, tmp_path: Path) -> None:
    empty = template(tmp_path / "empty.db")
    for seed in range(part, SEEDS, PARTS):
        try:
            History(seed, [GraphSide()], empty, tmp_path).play()
        except BaseException as error:
            error.add_note(f"seed {seed}")
            raise
