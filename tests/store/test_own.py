"""The rep's own ledger and the week's report, on the handmade store on a busy day."""

from __future__ import annotations

import ast
import json
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from store import saved, week
from store.database import Database
from store.saved import Assumed
from tests.store.busy import busy, proposal
from tests.store.handmade import DAY, NOW, PILOT

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = date(2026, 11, 16)
ROOT = Path(__file__).parents[2]


@pytest.fixture
def full(database: Database) -> Database:
    with database.write() as connection:
        busy(connection)
    return database


def weeks(database: Database, now: int = NOW) -> list[saved.Week]:
    with database.read() as connection:
        return saved.weeks(connection, now, BERLIN)


def report(database: Database, begins: date = MONDAY) -> week.Report:
    with database.read() as connection:
        return week.report(connection, begins, BERLIN, NOW)


def test_the_ledger_counts_what_happened_and_was_not_called_off(full: Database) -> None:
    found = weeks(full)
    assert [one.begins.isoformat() for one in found[:3]] == ["2026-11-16", "2026-11-09", "2026-11-02"]
    assert len(found) == saved.WEEKS
    assert found[0] == saved.Week(MONDAY, mails=5, meetings=1, updates=1)
    assert (found[1].meetings, found[1].updates) == (1, 1)
    with full.write() as connection:
        connection.execute(text("update activities set orphaned_at = 1 where kind = 'meeting'"))
    assert weeks(full)[0].meetings == 0


def test_minutes_are_the_rep_s_own_guess(full: Database) -> None:
    one = weeks(full)[0]
    assert one.entries == 7
    assert one.minutes(Assumed()) == 5 * 1.5 + 4 + 2
    assert one.minutes(Assumed(mail=0, meeting=10, update=0)) == 10
    assert one.as_json(Assumed())["minutes"] == 13.5
    assert saved.total(weeks(full)).mails == sum(each.mails for each in weeks(full))
    assert saved.total([]).entries == 0


def test_a_week_begins_on_the_rep_s_monday(full: Database) -> None:
    late = saved.span(MONDAY, BERLIN)[0] - 1
    assert saved.monday(late, BERLIN) == date(2026, 11, 9)
    assert saved.monday(late, ZoneInfo("Asia/Tokyo")) == MONDAY
    begins, ends = saved.span(date(2026, 10, 19), BERLIN)
    assert ends - begins == 7 * DAY + 3_600, "the clocks go back"
    assert sum(one.entries for one in weeks(full, late)[:1]) == weeks(full)[1].entries


def test_the_ledger_is_imported_by_the_rep_s_own_pages_and_by_nothing_that_others_see() -> None:
    known = {"store/day.py", "store/week.py", "view/own_pages.py", "cli/ledger.py", "cli/week.py", "cli/rep.py"}
    found = {}
    for folder in ("store", "view", "cli", "matchers", "connectors", "sync", "config"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            names = {name for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) for name in _taken(node)}
            if names:
                found[str(path.relative_to(ROOT))] = names
    assert set(found) == known
    assert found["store/week.py"] == {"span"}, "a report has the week's bounds of it, and no figure"
    assert found["store/day.py"] == {"Assumed"}


def _taken(node: ast.AST) -> set[str]:
    """What is imported of the ledger; `saved` for the module."""
    if isinstance(node, ast.ImportFrom):
        names = {alias.name for alias in node.names}
        return names if node.module == "store.saved" else names & {"saved"} if node.module == "store" else set()
    return {"saved"} if isinstance(node, ast.Import) and any(a.name == "store.saved" for a in node.names) else set()


def test_a_report_holds_what_was_approved_or_shared_in_its_week_and_nothing_else(full: Database) -> None:
    found = report(full)
    assert [(one.deal, one.field, one.old, one.new) for one in found.approved] == [
        ("Harbor renewal 2027", "stage", "Proposal", "Negotiation"),
        (
            "Harbor renewal 2027",
            "amount",
            {"amount": "80000", "currency": "EUR"},
            {"amount": "84000", "currency": "EUR"},
        ),
    ]
    subjects = [one.subject for one in found.shared]
    assert subjects == ["Re: Pilot start on Monday", "Pilot stand-up", "Pilot start on Monday", "Rückfrage zum Rollout"]
    before = report(full, date(2026, 11, 9))
    assert [(one.deal, one.new) for one in before.approved] == [("Kestrel pilot", "2026-11-30")]
    assert before.shared == ()
    assert report(full, date(2026, 11, 23)).shared == (), "the kick-off is shared, and lies ahead"


def test_nothing_shared_or_approved_is_an_empty_report(full: Database) -> None:
    with full.write() as connection:
        connection.execute(text("delete from shares"))
        connection.execute(text("update proposals set state = 'declined'"))
    assert report(full)[1:] == ((), ())


def test_a_field_that_changed_twice_is_told_once_and_people_one_by_one(full: Database) -> None:
    with full.write() as connection:
        connection.execute(text("delete from proposals"))
        for n, (old, new) in enumerate([("Discovery", "Proposal"), ("Proposal", "Negotiation")]):
            proposal(connection, n, "stage", old, new, "q", state="applied", deal_id=PILOT, changed_at=NOW - 100 + n)
        for n, name in enumerate(["a@x.example", "b@x.example"]):
            person = {"address": name, "role": "user"}
            proposal(connection, 10 + n, "contact_role", None, person, "q", state="approved", deal_id=PILOT)
    found = report(full).approved
    assert [(one.old, one.new) for one in found if one.field == "stage"] == [("Discovery", "Negotiation")]
    assert min(str(one.new) for one in found if one.field != "stage").startswith("{'address': 'a@x")
    assert len(found) == 3


FORBIDDEN = ("count", "minutes", "entries", "mails", "duration", "seconds", "rank", "score", "total")


def test_a_report_has_no_figure_of_the_rep(full: Database) -> None:
    told = json.dumps(report(full).as_json())
    assert not [word for word in FORBIDDEN if f'"{word}"' in told]
