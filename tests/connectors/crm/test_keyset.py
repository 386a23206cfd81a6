"""Pulling by time and id: whatever happens between and within pulls, what is known at the end is what the CRM has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count
from random import Random

import pytest

from connectors.crm.keyset import MOST_PAGES, MOST_SEEN, OVERLAP, Row, pull
from sync.crm import CrmCompany, CrmPage, Merged, Removed, Stage
from sync.errors import BrokenAnswer, StartOver
from sync.model import Cursor

HOUR = 3_600_000


class Side:
    """A CRM of companies. What is `late` is not in its index yet."""

    kind, name, keeps = "side-1", "Side", 240 * HOUR

    def __init__(self) -> None:
        self.now = 1_770_000_000_000
        self.live: dict[int, tuple[int, str]] = {}
        self.gone: dict[int, tuple[int, int]] = {}
        self.late: set[int] = set()
        self.stages = [Stage("Sales", 0, "Open")]
        self.circle = False

    def put(self, number: int, name: str) -> None:
        self.now += 1_000
        self.live[number] = self.now, name

    def drop(self, number: int, into: int = 0) -> None:
        self.now += 1_000
        del self.live[number]
        self.gone[number] = self.now, into

    def begin(self) -> tuple[int, Sequence[Stage]]:
        return self.now, self.stages

    def kinds(self, *, again: bool) -> Sequence[str]:
        return ("live", "gone") if again else ("live",)

    def rows(self, kind: str, since: int, last: str) -> tuple[Sequence[Row], str]:
        found = self._live() if kind == "live" else self._gone()
        after = 0 if self.circle else int(last or 0)
        rest = sorted((n, row) for n, row in found if row.changed >= since and n > after)
        return [row for _, row in rest[:2]], str(rest[1][0]) if len(rest) > 2 else ""

    def _live(self) -> Iterator[tuple[int, Row]]:
        for n, (at, name) in self.live.items():
            if n not in self.late:
                yield n, Row(at, "", CrmCompany(str(n), name))

    def _gone(self) -> Iterator[tuple[int, Row]]:
        for n, (at, into) in self.gone.items():
            yield n, Row(at, "", Merged("company", str(n), str(into)) if into else Removed("company", str(n)))


class Known:
    """What is known after some pages."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}
        self.cursor: Cursor | None = None

    def take(self, page: CrmPage) -> None:
        self.names.update((each.id, each.name) for each in page.companies)
        gone: list[Removed | Merged] = [*page.removed, *page.merged]
        for each in gone:
            self.names.pop(each.id, None)
        self.cursor = page.cursor


@pytest.mark.parametrize("seed", range(40))
def test_any_history_ends_in_the_truth(seed: int) -> None:
    chance, side, known = Random(seed), Side(), Known()
    numbers = iter(range(1, 10_000))

    def something() -> None:
        side.now += chance.choice((0, 5_000, OVERLAP, HOUR))
        if side.live and chance.random() < 0.3:
            side.drop(chance.choice(list(side.live)), into=chance.choice((0, next(numbers))))
        elif side.live and chance.random() < 0.5:
            side.put(chance.choice(list(side.live)), f"name {chance.random()}")
        else:
            side.put(next(numbers), "new")

    for _ in range(chance.randrange(3, 12)):
        for _ in range(chance.randrange(6)):
            something()
        fresh = {n for n, (at, _) in side.live.items() if at > side.now - OVERLAP // 2}
        side.late = {n for n in fresh if chance.random() < 0.3}
        for page in pull(side, known.cursor):
            known.take(page)
            if chance.random() < 0.2:
                something()
            if chance.random() < 0.2:
                break  # a kill: what was stored is all there is
        side.late = set()
    for _ in range(2):
        for page in pull(side, known.cursor):
            known.take(page)
    assert known.names == {str(n): name for n, (_, name) in side.live.items()}
    assert list(pull(side, known.cursor)) == []


def test_a_change_of_the_stages_alone_is_a_page() -> None:
    side, known = Side(), Known()
    side.put(1, "one")
    for page in pull(side, None):
        known.take(page)
    side.stages = [Stage("Sales", 0, "Renamed")]
    (page,) = pull(side, known.cursor)
    assert page.stages == side.stages
    assert list(pull(side, page.cursor)) == []


def test_what_was_merged_is_not_removed_beside_it() -> None:
    side, known = Side(), Known()
    for number in (1, 2):
        side.put(number, "x")
    for page in pull(side, None):
        known.take(page)
    side.drop(1)
    side.put(2, "both")
    into = Merged("company", "1", "2")

    def rows(kind: str, since: int, last: str) -> tuple[Sequence[Row], str]:
        found, more = Side.rows(side, kind, since, last)
        return [row._replace(merged=(into,)) if isinstance(row.record, CrmCompany) else row for row in found], more

    side.rows = rows  # type: ignore[method-assign]
    pages = list(pull(side, known.cursor))
    assert [each for page in pages for each in page.merged] == [into]
    assert [each for page in pages for each in page.removed] == []


def test_a_pull_whose_rest_is_gone_is_finished_nevertheless() -> None:
    side, known = Side(), Known()
    for number in range(1, 6):
        side.put(number, "x")
    known.take(next(iter(pull(side, None))))
    for number in range(3, 6):
        side.drop(number)
    for _ in range(2):
        for page in pull(side, known.cursor):
            known.take(page)
    side.put(1, "renamed")
    for page in pull(side, known.cursor):
        known.take(page)
    assert known.names == {"1": "renamed", "2": "x"}


def test_pages_in_a_circle_are_noticed() -> None:
    side = Side()
    for number in range(1, 6):
        side.put(number, "x")
    side.circle = True
    with pytest.raises(BrokenAnswer, match="circle"):
        list(pull(side, None))


def test_a_cursor_that_is_older_than_what_the_crm_remembers() -> None:
    side = Side()
    side.put(1, "x")
    (page,) = pull(side, None)
    side.now += side.keeps + 1
    with pytest.raises(StartOver):
        list(pull(side, page.cursor))


def test_a_cursor_stays_small_after_a_large_import() -> None:
    side = Side()
    side.live = dict.fromkeys(range(1, MOST_SEEN + 500), (side.now, "x"))
    *_, last = pull(side, None)
    assert len(last.cursor.value) < 100_000


def test_a_list_without_an_end_is_left() -> None:
    side = Side()
    places = count(1)

    def rows(kind: str, since: int, last: str) -> tuple[Sequence[Row], str]:
        return [], str(next(places))

    side.rows = rows  # type: ignore[method-assign]
    with pytest.raises(BrokenAnswer):
        list(pull(side, None))
    assert next(places) == MOST_PAGES + 2
