"""When an audit is due and when it is overdue, and how finds are added up."""

from __future__ import annotations

import pytest

from sync.audit import AHEAD, DUE, OVERDUE, Audit, is_due, is_overdue, total

NOW = 1_793_600_000


@pytest.mark.parametrize(
    ("audited_at", "due", "overdue"),
    [
        (None, True, True),
        (NOW, False, False),
        (NOW - DUE + 1, False, False),
        (NOW - DUE, True, False),
        (NOW - OVERDUE + 1, True, False),
        (NOW - OVERDUE, True, True),
        (NOW + AHEAD, False, False),
        (NOW + AHEAD + 1, True, True),
    ],
)
def test_due_after_a_day_overdue_two_hours_later(audited_at: int | None, due: bool, overdue: bool) -> None:
    assert (is_due(audited_at, NOW), is_overdue(audited_at, NOW)) == (due, overdue)


def test_what_was_not_repaired_is_unexplained() -> None:
    assert Audit(10, 3, 2, 5).unexplained == 0
    assert Audit(10, 3, 2, 4).unexplained == 1


def test_streams_add_up() -> None:
    assert total([Audit(10, 3, 2, 5), Audit(1, 1, 0, 0)]) == Audit(11, 4, 2, 5)
    assert total([]) == Audit()
