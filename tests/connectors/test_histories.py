"""The same owner at Google and at Microsoft: after bad days, kills and forgotten bookmarks both histories hold the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.connectors.google.side import GoogleSide
from tests.connectors.microsoft.side import GraphSide
from tests.simulation.provider import History, template

SEEDS = 40
PARTS = 4


@pytest.mark.parametrize("part", range(PARTS))
def test_histories_of_one_owner_at_two_providers(part: int, tmp_path: Path) -> None:
    empty = template(tmp_path / "empty.db")
    for seed in range(part, SEEDS, PARTS):
        try:
            History(seed, [GoogleSide(), GraphSide()], empty, tmp_path).play()
        except BaseException as error:
            error.add_note(f"seed {seed}")
            raise
