"""`repside ledger` and `repside week` as a rep runs them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.program import Repside
from tests.cli.test_today import ready


@pytest.fixture
def full(tmp_path: Path) -> Repside:
    repside = Repside(tmp_path / "home")
    ready(repside, tmp_path)
    return repside


def test_the_ledger_and_its_assumption(full: Repside) -> None:
    rows = full.ok("ledger", "--json").rows
    assert len(rows) == 12
    assert set(rows[0]) == {"week", "mails", "meetings", "updates", "entries", "minutes"}
    assert sum(row["mails"] for row in rows) == 2
    assert sum(row["minutes"] for row in rows if row["mails"] and not row["meetings"]) % 1.5 == 0
    done = full.ok("ledger", "--assume", "mail=2.5", "--assume", "meeting=0")
    assert "Kept in the settings." in done.err
    assert "2.5 min for a mail, 0 for a meeting, 2 for a field of a deal" in done.out
    assert "Only you see this." in done.out
    assert sum(row["minutes"] for row in full.ok("ledger", "--json").rows) == 5
    assert "mail = 2.5" in (full.home / "config.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("assumed", "words"),
    [
        ("mail", "is no number of minutes"),
        ("mail=much", "'much' is no number of minutes"),
        ("lunch=3", "KIND is mail, meeting, update"),
        ("mail=-1", "write a number that is at least 0"),
        ("mail=999", "write a number that is at most 120"),
        ("mail=nan", "ledger.mail"),
    ],
)
def test_an_assumption_that_makes_no_sense_changes_nothing(repside: Repside, assumed: str, words: str) -> None:
    repside.ok("init")
    before = (repside.home / "config.toml").read_bytes()
    done = repside("ledger", "--assume", assumed)
    assert done.code == 2
    assert words in done.err
    assert (repside.home / "config.toml").read_bytes() == before


def test_the_week_holds_only_what_is_shared(full: Repside) -> None:
    done = full.ok("week")
    assert done.out.startswith("Week of ")
    assert "Acme" not in done.out
    assert "Nothing was approved or shared in this week." in done.err
    full.ok("share", "deal", "D1")
    told = full.ok("week", "--json").rows[0]
    assert told["approved"] == []
    out = full.ok("week", "--of", told["week"]).out
    assert out == full.ok("week").out
    met = [row["subject"] for row in told["shared"]]
    assert set(met) <= {"Demo", "Mail 1"}
    assert all(f"“{subject}”" in out for subject in met)
    assert full("week", "--of", "soon").code == 2
