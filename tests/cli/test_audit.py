"""The daily comparison through the commands: gaps are found, told and closed; `HEALTHY` is earned."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from tests.cli.program import REP, Repside, mail
from tests.connectors.dovecot import PASSWORD, Dovecot, missing

DAY = 86_400


def change(repside: Repside, *statements: str) -> None:
    with closing(sqlite3.connect(repside.home / "data" / "repside.sqlite")) as store, store:
        for statement in statements:
            store.execute(statement)


def ask(repside: Repside, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(repside.home / "data" / "repside.sqlite")) as store:
        return store.execute(query).fetchall()


def state(repside: Repside, **env: str) -> str:
    (row,) = repside.ok("status", "--json", **env).rows
    return str(row["state"])


def yesterday(repside: Repside) -> None:
    change(repside, f"update streams set audited_at = audited_at - {DAY + 60}")


def test_the_first_round_compares_and_a_quiet_one_within_the_day_writes_nothing(connected: Repside) -> None:
    connected.ok("sync")
    assert state(connected) == "HEALTHY"
    ((first,),) = ask(connected, "select audited_at from streams")
    assert isinstance(first, int)
    change(connected, f"update streams set complete_at = {int(time.time())}")
    store = connected.home / "data" / "repside.sqlite"
    before = store.read_bytes()
    connected.ok("sync")
    assert store.read_bytes() == before


def test_a_round_compares_again_when_the_last_time_is_a_day_ago(connected: Repside) -> None:
    connected.ok("sync")
    yesterday(connected)
    change(connected, "delete from items where state = 'held'", "delete from held_keys")
    assert connected.ok("sync", "--json").rows[0]["held"] == 1
    (row,) = connected.ok("status", "--json").rows
    assert row["state"] == "HEALTHY"
    assert "The check of the last days found 1 gap, and put it right." in row["sentence"]
    assert ask(connected, "select count(*) from streams where audited_at > complete_at - 60") == [(1,)]
    last = json.loads((connected.home / "logs" / "repside.log").read_text(encoding="utf-8").splitlines()[-2])
    assert {"event": "audit", "missing": 1, "stray": 0, "repaired": 1}.items() <= last.items()


def test_an_account_that_was_not_compared_is_not_called_healthy(connected: Repside) -> None:
    connected.ok("sync")
    change(connected, f"update streams set audited_at = audited_at - {27 * 3600}")
    (row,) = connected.ok("status", "--json").rows
    assert row["state"] == "AUDIT_OVERDUE"
    assert "repside sync" in row["action"]
    assert "No mail was changed" in connected.ok("status").out
    connected.ok("sync")
    assert state(connected) == "HEALTHY"


def test_a_comparison_on_demand_tells_what_it_found(connected: Repside) -> None:
    connected.ok("sync")
    change(
        connected,
        "delete from items where state = 'skipped'",
        "insert into items (stream_id, remote, state, reason) select id, 'ghost', 'skipped', 'bulk' from streams",
    )
    assert connected.ok("receipt", "--json").rows[0]["unexplained"] == 2
    (row,) = connected.ok("receipt", "--audit", "--json").rows
    assert row["audit"] == {"remote": 5, "missing": 1, "stray": 1, "repaired": 2}
    assert (row["remote"], row["unexplained"]) == (5, 0)
    assert "Nothing is missing" in connected.ok("receipt", "--audit").out
    change(connected, "delete from items where state = 'skipped'")
    told = connected.ok("receipt", "--audit").out
    assert "1 gap and 0 entries too many were found; 1 of them were put right." in told
    assert connected("receipt", "--audit", "--stored").code == 2


def test_a_repaired_mail_is_filed(connected: Repside) -> None:
    connected.ok("sync")
    change(connected, "pragma foreign_keys = on", "delete from activities where id = 1")
    assert len(connected.ok("history", "--json").rows) == 2
    connected.ok("receipt", "--audit")
    rows = connected.ok("history", "--json", "--deal", "D-1").rows
    assert len(rows) == 3


def test_a_clock_behind_what_was_done_is_told(connected: Repside) -> None:
    connected.ok("sync")
    change(connected, f"update streams set complete_at = complete_at + {3 * DAY}")
    (row,) = connected.ok("status", "--json").rows
    assert row["state"] == "CLOCK_WRONG"
    assert "Set the clock" in row["action"]
    doctor = connected("doctor", "--json")
    assert doctor.code == 1
    assert {"check": "clock", "result": "wrong"}.items() <= next(
        r for r in doctor.rows if r["check"] == "clock"
    ).items()


def test_F16_years_ahead_the_window_stands_until_the_rep_says_that_the_clock_is_right(
    connected: Repside, tmp_path: Path
) -> None:
    (tmp_path / "ahead").mkdir()
    shift = f"import time\nreal = time.time\ntime.time = lambda: real() + {3_650 * DAY}\n"
    (tmp_path / "ahead" / "sitecustomize.py").write_text(shift, encoding="utf-8")
    ahead = {"PYTHONPATH": str(tmp_path / "ahead")}
    connected.ok("sync")
    for n in (40, 41):
        (tmp_path / "mail" / "cur" / f"{1_793_700_000 + n}.{n}.host").write_text(mail(n), encoding="utf-8")
    assert connected.ok("sync", "--json", **ahead).rows[0]["captured"] == 2, "news is no history of before the window"
    assert state(connected, **ahead) == "CLOCK_WRONG"
    connected.ok("sync")
    assert state(connected) == "HEALTHY"
    assert "is believed" in connected.ok("doctor", "--trust-clock", **ahead).out
    connected.ok("sync", **ahead)
    assert state(connected, **ahead) == "HEALTHY"


def test_stale_zones_are_told(connected: Repside, tmp_path: Path) -> None:
    connected.ok("sync")
    (tmp_path / "old" / "tzdata").mkdir(parents=True)
    (tmp_path / "old" / "tzdata" / "__init__.py").write_text('IANA_VERSION = "2019a"\n', encoding="utf-8")
    old = {"PYTHONPATH": str(tmp_path / "old")}
    (row,) = connected.ok("status", "--json", **old).rows
    assert row["state"] == "ZONES_STALE"
    assert "2019a" in row["sentence"]
    doctor = connected("doctor", "--json", **old)
    assert [r["result"] for r in doctor.rows if r["check"] == "time zones"] == ["wrong"]
    assert state(connected) == "HEALTHY"


@pytest.fixture(scope="module")
def dovecot() -> Iterator[Dovecot]:
    if reason := missing():
        pytest.skip(reason)
    with Dovecot("full") as server:
        yield server


@pytest.mark.dovecot
def test_planted_gaps_on_a_real_server_are_found_and_closed(repside: Repside, dovecot: Dovecot, tmp_path: Path) -> None:
    user = dovecot.user()
    writer = dovecot.control(user)
    for number in range(60):
        sender = ("dana@acme.example", "stranger@other.example", "colleague@northlight.example")[number % 3]
        writer.append("INBOX", None, None, mail(number, sender=sender).replace("\n", "\r\n").encode())
    writer.logout()
    repside.ok("init")
    (tmp_path / "c.csv").write_text("id,name,email\nC-1,Dana Cole,dana@acme.example\n", encoding="utf-8")
    repside.ok("import", "contacts", str(tmp_path / "c.csv"))
    where = ("--host", "localhost", "--port", str(dovecot.imaps_port), "--ca", str(dovecot.tls.ca), "--password-stdin")
    rest = ("--name", "work", "--since", "2026-01-01", "--alias", REP, "--internal", "northlight.example")
    assert repside("connect", "imap", user, *where, *rest, stdin=PASSWORD).code == 0
    repside.ok("sync")
    everything = "select stream_id, remote, state, reason from items order by 1, 2"
    before = ask(repside, everything)
    inbox = ask(repside, "select stream_id from items group by 1 order by count(*) desc limit 1")[0][0]
    lost = Random(5).sample(range(1, 61), 20)
    change(repside, *(f"delete from items where stream_id = {inbox} and remote = '{uid}'" for uid in lost))
    change(
        repside,
        *(f"insert into items (stream_id, remote, state) values ({inbox}, '{90_000 + n}', 'held')" for n in range(5)),
    )
    rows = {row["stream"]: row for row in repside.ok("receipt", "--audit", "--json").rows}
    assert rows["INBOX"]["audit"] == {"remote": 60, "missing": 20, "stray": 5, "repaired": 25}
    assert ask(repside, everything) == before
    assert {row["unexplained"] for row in repside.ok("receipt", "--json").rows} == {0}
    assert len(repside.ok("history", "--json", "--limit", "100").rows) == 20
    assert state(repside) == "HEALTHY"
