"""The week's draft says what mails are called, without the marks of answers in front and with all of their words."""

from __future__ import annotations

from datetime import UTC, date

import pytest

from store.sharing import Served
from store.week import Report
from view.report import draft
from view.when import When

MONDAY = date(2026, 11, 16)
NOON = 1_795_000_000
SERVED = Served(1, "message", NOON, "in", "", (), (), "headers", "")


@pytest.mark.parametrize(
    ("subject", "shown"),
    [("Re: AW:  Offer", "Offer"), ("Software: offer", "Software: offer"), ("Core: next steps", "Core: next steps"),
     ("Fwd: More: less", "More: less"), ("Re:", "(no subject)"), ("re" * 5_000, "re" * 60)],
)  # fmt: skip
def test_only_marks_in_front_are_left_out(subject: str, shown: str) -> None:
    one = SERVED._replace(subject=subject)
    assert f"“{shown}”" in draft(Report(MONDAY, (), (one,)), When(NOON, UTC), ())
