"""The commands of every day, on mail in a folder: the contract for scripts, and what a person reads."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.program import PROGRAM, REP, Repside, environment, mail, maildir

TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def test_sync_closes_with_the_line_of_the_contract(connected: Repside) -> None:
    (line,) = connected.ok("sync", "--json").rows
    seconds = line.pop("seconds")
    assert line == {"captured": 3, "held": 1, "skipped": 1, "quarantined": 0, "linked": 3}
    assert isinstance(seconds, float)
    (line,) = connected.ok("sync", "--json").rows
    assert [line[name] for name in ("captured", "held", "skipped", "quarantined", "linked")] == [0] * 5


def test_sync_reads_only_the_accounts_that_are_named(connected: Repside, tmp_path: Path) -> None:
    connected.ok("connect", "folder", str(maildir(tmp_path / "two", [mail(50)])), "--address", REP, "--name", "two")
    assert connected.ok("sync", "two", "--json").rows[0]["captured"] == 1
    states = {row["account"]: row["state"] for row in connected.ok("status", "--json").rows}
    assert states == {"mail": "CATCHING_UP", "two": "HEALTHY"}


def test_a_person_reads_one_sentence(connected: Repside) -> None:
    assert "3 captured, 1 held, 1 skipped; 3 linked" in connected.ok("sync").out
    assert connected.ok("sync").out.startswith("Nothing new (")


def test_history_has_the_keys_of_the_contract(connected: Repside) -> None:
    connected.ok("sync")
    rows = connected.ok("history", "--json").rows
    assert len(rows) == 3
    row = rows[0]
    assert {
        "id", "kind", "occurred_at", "direction", "subject", "preview", "participants", "contacts", "deals", "thread",
        "account", "locators", "message_id",
    } <= row.keys()  # fmt: skip
    assert (row["kind"], row["direction"], row["subject"], row["preview"]) == ("message", "in", "Offer 2", "Thanks.")
    assert TIME.fullmatch(row["occurred_at"])
    assert row["participants"][0] == {"address": "dana@acme.example", "name": "Dana Cole", "role": "from"}
    assert row["contacts"] == [{"id": "C-1", "name": "Dana Cole", "rule": "address"}]
    assert [(deal["id"], deal["rule"]) for deal in row["deals"]] == [("D-1", "contact_role")]
    assert row["message_id"] == "2@acme.example"
    assert row["locators"][0]["account"] == "mail"


def test_history_filters(connected: Repside) -> None:
    connected.ok("sync")

    def found(*arguments: str) -> int:
        return len(connected.ok("history", "--json", *arguments).rows)

    assert found("--contact", "C-1") == found("--company", "Acme") == found("--deal", "D-1") == 3
    assert found("--kind", "meeting") == found("--contact", "nobody") == found("--query", "absent") == 0
    assert found("--query", "offer 1") == found("--limit", "1") == 1
    assert found("--since", "2026-11-02", "--until", "2026-11-03") == 3
    assert found("--until", "2026-11-02") == found("--since", "2026-11-02T10:02:30") == 0
    assert found("--account", "mail", "--since", "2026-11-02T10:01:00") == 2


def test_show_says_why(connected: Repside) -> None:
    connected.ok("sync")
    id = str(connected.ok("history", "--json", "--limit", "1").rows[0]["id"])
    (row,) = connected.ok("show", id, "--json").rows
    assert row["text"] == "Thanks."
    assert {(why["target"], why["rule"]) for why in row["why"]} >= {("contact", "address"), ("deal", "contact_role")}
    out = connected.ok("show", id).out
    assert "Why it is linked" in out
    assert "Dana Cole" in out
    missing = connected("show", "999")
    assert (missing.code, missing.out) == (1, "")
    assert "There is no activity 999." in missing.err


def test_receipt_adds_up_against_the_folder(connected: Repside, tmp_path: Path) -> None:
    connected.ok("sync")
    (row,) = connected.ok("receipt", "--json").rows
    assert row == {
        "account": "mail", "stream": row["stream"], "remote": 5, "captured": 3, "held": 1, "skipped": {"internal": 1},
        "quarantined": 0, "unexplained": 0,
    }  # fmt: skip
    assert "Nothing is missing" in connected.ok("receipt").out
    (tmp_path / "mail" / "cur" / "1793600000.0.host").unlink()
    (tmp_path / "mail" / "new" / "1793700000.9.host").write_text(mail(40), encoding="utf-8")
    (row,) = connected.ok("receipt", "--json").rows
    assert (row["remote"], row["unexplained"]) == (5, 2), "one that is gone and one that is new"
    connected.ok("sync")
    assert connected.ok("receipt", "--json").rows[0]["unexplained"] == 0


def test_receipt_without_asking_leaves_the_servers_side_open(connected: Repside) -> None:
    connected.ok("sync")
    (row,) = connected.ok("receipt", "--stored", "--json").rows
    assert (row["remote"], row["unexplained"], row["captured"]) == (None, None, 3)
    assert "not asked" in connected.ok("receipt", "--stored").out


def test_a_receipt_that_could_not_ask_keeps_its_rows_and_promises_nothing(connected: Repside, tmp_path: Path) -> None:
    other = maildir(tmp_path / "other", [mail(60)])
    maildir(other / ".Closed", [mail(61)])
    connected.ok("connect", "folder", str(other), "--address", REP)
    connected.ok("sync")
    other.rename(tmp_path / "elsewhere")
    done = connected("receipt", "--json")
    assert (done.code, len(done.rows)) == (3, 3)
    assert [row["unexplained"] for row in done.rows if row["account"] == "other"] == [None, None]
    told = connected("receipt").out
    assert "Nothing is missing:" not in told
    assert "could not be compared" in told


@pytest.mark.skipif(os.name == "nt" or os.getuid() == 0, reason="root and Windows may read everything")
def test_a_receipt_that_breaks_off_keeps_the_rows_of_the_whole_account(connected: Repside, tmp_path: Path) -> None:
    closed = maildir(tmp_path / "mail" / ".Closed", [mail(61)])
    connected.ok("sync")
    (closed / "cur").chmod(0)
    try:
        done = connected("receipt", "--json")
    finally:
        (closed / "cur").chmod(0o700)
    assert (done.code, len(done.rows)) == (1, 2)


def test_a_number_that_no_store_can_hold_is_wrong_usage(connected: Repside) -> None:
    assert connected("show", "9" * 25).code == 2


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="only Linux has a full device")  # noqa: PTH110 - a device
def test_output_that_cannot_be_written_is_said_plainly(connected: Repside) -> None:
    connected.ok("sync")
    with open("/dev/full", "w") as full:  # noqa: PTH123 - a device
        done = subprocess.run(
            [PROGRAM, "--home", connected.home, "history", "--json"],
            stdout=full, stderr=subprocess.PIPE, env=environment(), text=True, check=False,
        )  # fmt: skip
    assert done.returncode == 1
    assert "the output cannot be written" in done.stderr


def test_status_names_the_account_and_when_all_was_read(connected: Repside) -> None:
    connected.ok("sync")
    (row,) = connected.ok("status", "--json").rows
    assert list(row) == ["account", "provider", "state", "sentence", "action", "last_complete_at", "next_check_at"]
    assert (row["account"], row["provider"], row["state"]) == ("mail", "folder", "HEALTHY")
    assert TIME.fullmatch(row["last_complete_at"])
    assert row["sentence"].startswith("mail is complete as of 20")


def test_a_contact_added_later_brings_in_held_mail(connected: Repside, tmp_path: Path) -> None:
    connected.ok("sync")
    (tmp_path / "later.csv").write_text("id,name,email\nC-2,Sam,stranger@other.example\n", encoding="utf-8")
    assert "1 held item will be looked at again" in connected.ok("import", "contacts", str(tmp_path / "later.csv")).err
    assert connected.ok("sync", "--json").rows[0]["captured"] == 1
    assert len(connected.ok("history", "--json", "--contact", "C-2").rows) == 1


def test_an_exclusion_erases_and_taking_it_back_restores(connected: Repside) -> None:
    connected.ok("sync")
    assert "3 activities erased" in connected.ok("exclude", "dana@acme.example").out
    assert connected.ok("history", "--json").rows == []
    assert connected.ok("receipt", "--json").rows[0]["skipped"] == {"internal": 1, "excluded": 3}
    assert connected.ok("exclude", "address", "DANA@acme.example", "--check", "--json").rows == [
        {"kind": "address", "excluded": True}
    ]
    (row,) = connected.ok("exclude", "--list", "--json").rows
    assert (row["kind"], bool(TIME.fullmatch(row["added_at"]))) == ("address", True)
    connected.ok("exclude", "dana@acme.example", "--remove")
    connected.ok("sync")
    assert len(connected.ok("history", "--json").rows) == 3


def test_an_exclusion_knows_the_person_by_every_spelling(connected: Repside) -> None:
    connected.ok("exclude", "f.riend@gmail.com")
    for spelling in ("friend@gmail.com", "friend+shop@googlemail.com"):
        assert "Yes" in connected.ok("exclude", spelling, "--check").out
    assert connected("exclude", "domain", "%.example").code == 2


def test_the_list_of_exclusions_holds_no_value(connected: Repside) -> None:
    for what in (["sister@home.example"], ["home.example"], ["word", "zebrafish"], ["folder", "Zebras"]):
        connected.ok("exclude", *what)
    everything = b"".join(path.read_bytes() for path in connected.home.rglob("*") if path.is_file()).lower()
    assert b"home.example" not in everything
    assert b"zebra" not in everything


def test_a_folder_excluded_before_it_was_read_minds_the_window_when_that_ends(connected: Repside) -> None:
    """Of what lay there only ids were seen; how old it is turns out when it is looked at."""
    folder = connected.home.parent / "mail"
    old = mail(50).replace("Mon, 02 Nov 2026", "Mon, 02 Nov 2015")
    path = folder / "cur" / "1446458400.50.host"
    path.write_text(old, encoding="utf-8")
    os.utime(path, (1_446_458_400, 1_446_458_400))
    name = connected.ok("receipt", "--stored", "--json").rows
    assert name == []
    connected.ok("exclude", "folder", "INBOX")
    connected.ok("sync")
    connected.ok("exclude", "folder", "INBOX", "--remove")
    connected.ok("sync")
    subjects = [row["subject"] for row in connected.ok("history", "--json").rows]
    assert "Offer 50" not in subjects
    assert len(subjects) == 3


def test_an_excluded_folder_is_found_by_the_name_that_the_rep_sees(connected: Repside) -> None:
    connected.ok("sync")
    shown = connected.ok("receipt", "--stored").out
    name = re.search(r"^mail +(\S+)", shown, re.MULTILINE)
    assert name is not None
    connected.ok("exclude", "folder", name[1].upper())
    connected.ok("sync")
    assert connected.ok("receipt", "--json").rows[0]["skipped"] == {"excluded_folder": 5}


def test_accounts_lists_what_is_connected(connected: Repside) -> None:
    (row,) = connected.ok("accounts", "--json").rows
    assert row == {
        "account": "mail", "provider": "folder", "address": REP, "aliases": [], "level": "preview", "since": None,
        "months": 24,
    }  # fmt: skip
    assert "24 months" in connected.ok("accounts").out


def test_mail_cannot_write_to_the_terminal(repside: Repside, tmp_path: Path) -> None:
    path = maildir(
        tmp_path / "mail", [mail(1, subject="=?utf-8?q?a=1B]0;owned=07=E2=80=AEb?=", body="x\x1b[2Jy\x9b31m")]
    )
    (tmp_path / "contacts.csv").write_text("id,name,email\nC-1,Da\x1b[31mna,dana@acme.example\n", encoding="utf-8")
    repside.ok("connect", "folder", str(path), "--address", REP)
    repside.ok("import", "contacts", str(tmp_path / "contacts.csv"))
    repside.ok("sync")
    for arguments in (["history"], ["show", "1"]):
        out = repside.ok(*arguments).out
        assert "owned" in out
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", out)


def test_reading_commands_write_nothing(connected: Repside) -> None:
    connected.ok("sync")
    store = connected.home / "data" / "repside.sqlite"
    before = store.read_bytes()
    for arguments in (
        ["status"],
        ["history"],
        ["show", "1"],
        ["receipt"],
        ["accounts"],
        ["doctor"],
        ["exclude", "--list"],
    ):
        connected.ok(*arguments)
    assert store.read_bytes() == before


def test_two_accounts_of_the_same_mail_are_one_activity(connected: Repside, tmp_path: Path) -> None:
    connected.ok("connect", "folder", str(maildir(tmp_path / "copy", [mail(1)])), "--address", REP)
    connected.ok("sync")
    rows = connected.ok("history", "--json").rows
    assert sorted(len(row["locators"]) for row in rows) == [1, 1, 2]
    with closing(sqlite3.connect(connected.home / "data" / "repside.sqlite")) as store:
        assert store.execute("select count(*) from activities").fetchone() == (3,)
