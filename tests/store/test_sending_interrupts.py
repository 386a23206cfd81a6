"""F01, F71: from the approval to the CRM and back, stopped at every statement, commit, request and answer: the end is always the same.

The uninterrupted run counts its points. Then, for each of them, the process dies there, starts again, and the rep goes on.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import text

from store.decisions import Wanted
from tests.connectors.crm.test_memory import MemoryWorld
from tests.simulation.machine import Killed
from tests.store.schedules import Case, Player, quick, quick_folder

POINTS = ("statement", "before", "after", "request", "answer")


class Scene:
    """Two changes are approved and sent, one of them is taken back, a third is declined. `act` begins a step again after a death."""

    def __init__(self, path: Path, interrupt: int | None = None) -> None:
        self.database = quick(path)
        self.world = MemoryWorld()
        self.player = Player(self.database, self.world)
        self.cases = [self._case(field) for field in ("close_date", "amount", "next_step")]
        self.player.pulse.count = 0
        if interrupt is not None:
            self.player.pulse.arm(interrupt, POINTS, Killed)

    def _case(self, field: str) -> Case:
        self.player.fields = [field]
        return self.player._case(Random(1))

    def act(self, step: Callable[[], object]) -> None:
        """One step of the rep's or the daemon's; after a death, what the rep sees decides how it goes on."""
        try:
            step()
        except Killed:
            self.player.pulse.calm()
            step()

    def play(self) -> tuple[object, ...]:
        first, second, third = self.cases
        self.act(lambda: self._wanted(first, "applied"))
        self.act(lambda: self._wanted(second, "applied"))
        self.act(lambda: self._decisions(third))
        self.act(lambda: self._wanted(second, "undone"))
        self.player.pulse.calm()
        states = [self._state(case) for case in self.cases]
        says = [self.player._says(case) for case in self.cases]
        live = [
            row.state for row in self._rows("select state from outbox where state in ('waiting', 'writing', 'unknown')")
        ]
        return states, says, live, self.world.writes(), self.player.twice

    def _wanted(self, case: Case, state: str) -> None:
        """As a rep who looks, and clicks again where it did not get through."""
        for _ in range(6):
            if self._state(case) == state:
                return
            if state == "applied" and self._state(case) == "pending":
                self.player._decisions.approve([Wanted(case.id)], now=True)
            if state == "undone" and self._state(case) == "applied" and not self._going(case):
                self.player._decisions.undo([Wanted(case.id)])
            self.player._send()
            self.player._look_up()
        raise AssertionError(f"{self._state(case)} for ever")

    def _going(self, case: Case) -> bool:
        query = "select 1 from outbox where proposal_id = :id and verb = 'undo' and state in ('waiting', 'writing', 'unknown')"
        return bool(self._rows(query, id=case.id))

    def _decisions(self, case: Case) -> None:
        self.player._decisions.decline([Wanted(case.id)])

    def _state(self, case: Case) -> str:
        return str(self._rows("select state from proposals where id = :id", id=case.id)[0].state)

    def _rows(self, query: str, **values: object) -> list[Any]:
        with self.database.engine.connect() as connection:
            return list(connection.execute(text(query), values))


@pytest.fixture(scope="module")
def empty() -> Iterator[Path]:
    """A store at the current schema, to be copied."""
    with quick_folder() as folder:
        quick(folder / "empty.db").close()
        yield folder / "empty.db"


def copy(empty: Path, name: object) -> Path:
    return Path(shutil.copy(empty, empty.with_name(f"{name}.db")))


def test_F71_a_death_at_any_step_ends_as_if_there_had_been_none(empty: Path) -> None:
    calm = Scene(copy(empty, "calm"))
    wanted = calm.play()
    points = calm.player.pulse.count
    calm.database.close()
    assert wanted == (
        ["applied", "undone", "declined"],
        [calm.cases[0].new, calm.cases[1].old, calm.cases[2].old],
        [], 3, [],
    )  # fmt: skip
    assert points > 60
    for interrupt in range(points):
        scene = Scene(copy(empty, interrupt), interrupt)
        with suppress(Killed):
            found = scene.play()
        scene.database.close()
        assert found == wanted, f"killed at point {interrupt}"


@pytest.mark.parametrize("verb", ["apply", "undo"])
def test_a_scene_without_its_durable_mark_would_be_seen(empty: Path, verb: str) -> None:
    """The proof of the proof: were `writing` not on the disk before the request, a death after it would send twice."""
    scene = Scene(copy(empty, verb))
    scene.play()
    scene.player._run("update outbox set state = 'waiting', due_at = 0 where verb = :verb", verb=verb)
    scene.player._run("update proposals set state = 'approved'")
    scene.player._send()
    scene.database.close()
    assert scene.player.twice
