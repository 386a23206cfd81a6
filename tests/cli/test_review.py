"""The review desk with the installed program: what the mail says, decided by a rep, in commands and on a terminal."""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from tests.cli.program import REP, Done, Repside, environment, maildir
from tests.cli.test_setaside import pages_of, scramble, store_of

NOW = datetime.now(UTC)
SIGN = (NOW + timedelta(days=40)).strftime("%d %B %Y")
LIST = (NOW + timedelta(days=20)).strftime("%d %B %Y")
BODY = f"""Hi Maya,

our budget of 45,000 EUR is approved.
We will sign by {SIGN}.
I will send you the list of our sites on {LIST}.

Best regards
Dana Cole
"""
CONTACTS = "id,name,email,company\nC-1,Dana Cole,dana@acme.example,Acme\nC-2,Eve Ott,eve@acme.example,Acme\n"
DEALS = "id,name,company,stage,status,currency,contacts\nD-1,Acme pilot,Acme,Proposal,open,EUR,C-1:champion\n"
SECOND = "D-2,Acme service,Acme,Proposal,open,EUR,C-1\n"


def mail(number: int, body: str, sender: str = "dana@acme.example") -> str:
    when = format_datetime(NOW - timedelta(days=1) + timedelta(minutes=number))
    return (
        f"From: Dana Cole <{sender}>\nTo: {REP}\nSubject: Pilot {number}\nDate: {when}\n"
        f"Message-ID: <{number}@acme.example>\n\n{body}\n"
    )


def home(tmp_path: Path, mails: list[str], deals: str = DEALS) -> Repside:
    repside = Repside(tmp_path / "home")
    (tmp_path / "contacts.csv").write_text(CONTACTS, encoding="utf-8")
    (tmp_path / "deals.csv").write_text(deals, encoding="utf-8")
    repside.ok("connect", "folder", str(maildir(tmp_path / "mail", mails)), "--address", REP, "--level", "text")
    repside.ok("import", "contacts", str(tmp_path / "contacts.csv"))
    repside.ok("import", "deals", str(tmp_path / "deals.csv"))
    repside.ok("sync")
    return repside


@pytest.fixture
def repside(tmp_path: Path) -> Repside:
    return home(tmp_path, [mail(1, BODY)])


def ids(repside: Repside) -> dict[str, int]:
    return {row["field"]: row["id"] for row in repside.ok("review", "--json").rows}


def states(repside: Repside) -> dict[str, str]:
    return {row["field"]: row["state"] for row in repside.ok("review", "--json").rows}


def test_a_mail_becomes_proposals_a_line_each(repside: Repside) -> None:
    rows = {row["field"]: row for row in repside.ok("review", "--json").rows}
    activity = repside.ok("history", "--json").rows[0]
    amount = rows["amount"]
    keys = [
        "id",
        "kind",
        "field",
        "old",
        "new",
        "quote",
        "rule",
        "state",
        "deal",
        "contact",
        "activity",
        "message_id",
        "expires_at",
    ]
    assert set(keys) <= amount.keys()
    assert (amount["kind"], amount["old"], amount["new"]) == ("amount", None, {"amount": "45000.00", "currency": "EUR"})
    assert (amount["state"], amount["deal"], amount["contact"]) == ("pending", "D-1", None)
    assert (amount["activity"], amount["message_id"]) == (activity["id"], "1@acme.example")
    assert "45,000 EUR is approved" in amount["quote"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", amount["expires_at"])
    assert rows["close_date"]["new"] == (NOW + timedelta(days=40)).date().isoformat()
    table = repside.ok("review").out
    assert "— → 45000.00 EUR" in table
    assert "Acme pilot" in table
    assert repside.ok("review", "--json", "--state", "declined").rows == []
    assert len(repside.ok("review", "--json", "--deal", "acme pilot").rows) == len(rows)
    assert repside.ok("review", "--json", "--deal", "nothing").rows == []


def test_approve_decline_edit_and_undo(repside: Repside) -> None:
    known = ids(repside)
    amount, step, close = (str(known[name]) for name in ("amount", "next_step", "close_date"))
    assert f"Until then: repside undo {amount}" in repside.ok("approve", amount).out
    assert states(repside)["amount"] == "approved"
    repside.ok("undo", amount)
    assert states(repside)["amount"] == "pending"
    assert "It is written." in repside.ok("edit", amount, "46000", "EUR", "--now").out
    repside.ok("decline", close)
    assert "nothing is done twice" in repside.ok("approve", amount, "--now").out
    found = states(repside)
    assert (found["amount"], found["close_date"], found["next_step"]) == ("applied", "declined", "pending")
    assert repside("approve", close, step).code == 3
    (row,) = repside.ok("undo", amount, "--json").rows
    assert (row["id"], row["done"], row["state"]) == (int(amount), True, "undone")
    nothing = repside("approve", "99")
    assert (nothing.code, nothing.err) == (1, "There is no proposal 99. `repside review` lists them.\n")
    assert repside("edit", amount, " ").code == 2


@pytest.mark.parametrize(("field", "value"), [("amount", "much"), ("amount", "{}"), ("next_step", "{nothing")])
def test_a_value_that_makes_no_sense_changes_nothing(repside: Repside, field: str, value: str) -> None:
    done = repside("edit", str(ids(repside)[field]), value)
    assert done.code == 2 or states(repside)[field] == "approved"
    if done.code == 2:
        assert states(repside)[field] == "pending"


def test_sync_sends_what_is_due(repside: Repside) -> None:
    repside.ok("approve", "1", "2")
    assert "written" not in repside.ok("sync").out
    repside.ok("undo", "1", "2")
    assert "It is written." in repside.ok("--set", "proposals.grace_minutes=0", "approve", "1").out
    assert (states(repside)["amount"], states(repside)["close_date"]) == ("applied", "pending")


def test_rules_are_listed_made_changed_and_revoked(tmp_path: Path) -> None:
    repside = home(tmp_path, [])
    assert "You have no rules" in repside.ok("rules", "list").out
    made = repside.ok("rules", "add", "approve", "--kind", "amount", "--deal", "D-1", "--days", "30").out
    assert (
        made == "Rule 1: approve each amount of the deal Acme pilot by itself. Revoke it with: repside rules remove 1\n"
    )
    assert repside("rules", "add", "approve", "--kind", "amount", "--deal", "nothing").code == 1
    (tmp_path / "mail" / "cur" / "9.9.host").write_text(mail(9, BODY), encoding="utf-8")
    repside.ok("sync")
    rows = {row["field"]: row for row in repside.ok("review", "--json").rows}
    assert (rows["amount"]["state"], rows["amount"]["by"], rows["close_date"]["state"]) == (
        "approved",
        "rule 1",
        "pending",
    )
    repside.ok("rules", "edit", "1", "--no-end")
    (rule,) = repside.ok("rules", "list", "--json").rows
    assert (rule["kind"], rule["value"], rule["deal"], rule["expires_at"]) == (
        "approve",
        {"kind": "amount"},
        "D-1",
        None,
    )
    assert repside("rules", "edit", "1", "--word", "x").code == 1
    repside.ok("rules", "remove", "1")
    assert repside("rules", "remove", "1").code == 1


def test_a_person_files_by_hand_and_is_never_overruled(tmp_path: Path) -> None:
    repside = home(tmp_path, [mail(1, BODY)], DEALS + SECOND)
    (row,) = repside.ok("history", "--json").rows
    assert row["deals"] == []
    assert repside.ok("review", "--json").rows == []
    repside.ok("link", str(row["id"]), "D-2", "--rule", "--days", "90")
    assert [each["id"] for each in repside.ok("history", "--json").rows[0]["deals"]] == ["D-2"]
    assert repside.ok("rules", "list", "--json").rows[0]["value"].keys() == {"contact"}
    assert {each["deal"] for each in repside.ok("review", "--json").rows if each["field"] == "amount"} == {"D-2"}
    (tmp_path / "mail" / "cur" / "9.9.host").write_text(mail(9, "Thanks."), encoding="utf-8")
    repside.ok("sync")
    assert [[d["id"] for d in each["deals"]] for each in repside.ok("history", "--json").rows] == [["D-2"], ["D-2"]]
    repside.ok("unlink", str(row["id"]), "Acme service")
    repside.ok("import", "deals", str(tmp_path / "deals.csv"))
    repside.ok("sync")
    assert states(repside)["amount"] == "expired"
    found = {each["id"]: each["deals"] for each in repside.ok("history", "--json").rows}
    assert [deal["id"] for deal in found[row["id"]]] != ["D-2"]
    assert repside("link", str(row["id"]), "Acme").code == 1
    assert repside("link", "77", "D-1").code == 1
    assert repside("link", str(row["id"]), "nobody at all").code == 1


class Terminal:
    """A rep at a terminal: sees what is drawn, presses keys."""

    def __init__(self, repside: Repside, *arguments: str) -> None:
        self._master, slave = pty.openpty()
        env = environment(TERM="xterm", COLUMNS="200")
        self.process = subprocess.Popen(repside.words(arguments), stdin=slave, stdout=slave, stderr=slave, env=env)
        os.close(slave)
        self.seen = ""

    def until(self, words: str) -> str:
        """What was drawn up to these words."""
        while words not in self.seen:
            if not select.select([self._master], [], [], 60)[0]:
                raise AssertionError(f"never saw {words!r} in:\n{self.seen}")
            try:
                self.seen += os.read(self._master, 65_536).decode("utf-8", "replace")
            except OSError as error:  # the other side is gone
                raise AssertionError(f"ended before {words!r}:\n{self.seen}") from error
        found, _, self.seen = self.seen.partition(words)
        return found

    def press(self, keys: str) -> None:
        os.write(self._master, keys.encode())

    def end(self) -> int:
        return self.process.wait(60)

    def close(self) -> None:
        """Whatever happens, it does not outlive the test."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait(60)
        os.close(self._master)


@pytest.fixture
def terminals() -> Iterator[Callable[..., Terminal]]:
    opened: list[Terminal] = []

    def opener(repside: Repside, *arguments: str) -> Terminal:
        opened.append(Terminal(repside, *arguments))
        return opened[-1]

    yield opener
    for terminal in opened:
        terminal.close()


def test_a_rep_decides_key_by_key(repside: Repside, terminals: Callable[..., Terminal]) -> None:
    terminal = terminals(repside, "review")
    keys = "[q]uit"
    shown = terminal.until(keys)
    assert "Acme pilot" in shown
    assert "“" in shown
    assert "rule " in shown
    terminal.press("o")
    assert "Why it is linked" in terminal.until(keys)
    terminal.press("au")  # typed ahead: no key is lost
    assert "is approved." in terminal.until(keys)
    assert "is taken back; nothing was written." in terminal.until(keys)
    terminal.press("d")
    assert "is declined" in terminal.until(keys)
    terminal.press("e")
    terminal.until("New value")
    terminal.press("next Tuesday at the fair\r")
    assert "That cannot be used" in terminal.until(keys)
    terminal.press("e")
    terminal.until("New value")
    terminal.press(f"{NOW + timedelta(days=50):%Y-%m-%d}\r")
    assert "is approved." in terminal.until(keys)
    terminal.press("z\x1b[Aq")  # no key of the desk; then an arrow, which is one key and leaves
    terminal.until("2 decisions in this sitting.")
    assert terminal.end() == 0
    assert sorted(states(repside).values())[:2] == ["approved", "declined"]


def test_open_questions_are_answered_by_a_number(tmp_path: Path, terminals: Callable[..., Terminal]) -> None:
    repside = home(tmp_path, [mail(1, BODY), mail(2, "Which service?")], DEALS + SECOND)
    terminal = terminals(repside, "review")
    shown = terminal.until("[number]")
    assert "Several deals could claim it" in shown
    assert "Acme pilot: Dana Cole (champion) is on the deal" in shown
    terminal.until("[q]uit")
    terminal.press("n")
    terminal.until("It belongs to no deal.")
    terminal.until("[q]uit")
    terminal.press("1")
    terminal.until("[y/n]")
    terminal.press("y")
    assert "Filed under" in terminal.until("Rule 1")
    terminal.until("[q]uit")
    terminal.press("q")
    assert terminal.end() == 0
    rows = {row["id"]: [deal["id"] for deal in row["deals"]] for row in repside.ok("history", "--json").rows}
    assert sorted(rows.values()) == [[], ["D-1"]]
    assert "amount" in states(repside)


def test_F13_decisions_survive_a_damaged_store(repside: Repside) -> None:
    repside.ok("approve", "1")
    repside.ok("decline", "2")
    repside.ok("rules", "add", "approve", "--kind", "stage")
    before = {row["id"]: (row["state"], row["new"], row["due_at"]) for row in repside.ok("review", "--json").rows}
    store = store_of(repside)
    scramble(store, pages_of(store, "items"))
    assert "3 proposals, 2 decisions, 1 rules" in repside.ok("doctor", "--set-aside").out
    repside.ok("sync")
    rows = repside.ok("review", "--json").rows
    assert {row["id"]: (row["state"], row["new"], row["due_at"]) for row in rows} == before
    activity = repside.ok("history", "--json").rows[0]["id"]
    assert {row["activity"] for row in rows} == {activity}
    repside.ok("undo", "1")
    assert len(repside.ok("rules", "list", "--json").rows) == 1


def test_a_piped_desk_asks_nothing(repside: Repside) -> None:
    done: Done = repside("review", stdin="a\na\n")
    assert (done.code, set(states(repside).values())) == (0, {"pending"})
