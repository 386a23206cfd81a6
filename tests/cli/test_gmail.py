"""`repside connect gmail` and what follows, by the installed program, with a browser that a script stands for."""

from __future__ import annotations

import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from connectors.google.signin import CALENDARS, EVENTS, METADATA, READONLY
from tests.cli.program import Done, Repside, mail
from tests.connectors.google.fake import Google, refuse
from tests.connectors.google.server import Server
from tests.connectors.google.test_calendar import event

ROB = "rob@seller.example"
NOON = 1_793_600_000
BROWSER = """#!{python}
import sys, urllib.request
urllib.request.urlopen(sys.argv[-1], timeout=20).read()
"""


@pytest.fixture
def server() -> Iterator[Server]:
    google = Google(ROB)
    for n in range(4):
        google.deliver(mail(n, to=ROB).encode(), NOON + n * 60)
    google.deliver(mail(9, sender="stranger@other.example", to=ROB).encode(), NOON + 900)
    google.put(event(start={"dateTime": "2026-11-24T10:00:00Z"}, end={"dateTime": "2026-11-24T11:00:00Z"},
                     attendees=[{"email": "dana@acme.example"}]))  # fmt: skip
    with Server(google) as made:
        yield made


@pytest.fixture
def browser(tmp_path: Path) -> str:
    """The command that opens a page: it follows where it is sent."""
    path = tmp_path / "browser"
    path.write_text(BROWSER.format(python=sys.executable))
    path.chmod(0o755)
    return f"{path} %s"


def connect(repside: Repside, server: Server, browser: str, *more: str, stdin: str = "") -> Done:
    client = server.client(repside.home.parent / "client.json")
    words = ("connect", "gmail", "--client", str(client), "--api", server.base, *more)
    return repside(*words, stdin=stdin, BROWSER=browser, OAUTHLIB_INSECURE_TRANSPORT="1")


def contacts(repside: Repside) -> None:
    path = repside.home.parent / "contacts.csv"
    path.write_text("id,name,email,company\nC-1,Dana Cole,dana@acme.example,Acme\n", encoding="utf-8")
    repside.ok("import", "contacts", str(path))


def test_from_the_consent_to_the_history(repside: Repside, server: Server, browser: str) -> None:
    done = connect(repside, server, browser)
    assert done.code == 0, done.err
    assert f"Connected {ROB}" in done.out
    assert "to read your mail" in done.err
    (asked,) = server.asked
    assert set(asked["scope"].split()) == {READONLY, EVENTS, CALENDARS}
    assert (asked["access_type"], asked["response_type"]) == ("offline", "code")
    contacts(repside)
    repside.ok("sync")
    found = repside.ok("history", "--json").rows
    assert sorted(row["subject"] for row in found) == ["Offer 0", "Offer 1", "Offer 2", "Offer 3", "Talk ev1"]
    assert {row["unexplained"] for row in repside.ok("receipt", "--json").rows} == {0}
    repside.ok("receipt", "--audit")
    server.google.deliver(mail(20, to=ROB).encode(), NOON + 2_000)
    before = server.google.requests
    assert repside.ok("sync", "--json").rows[0]["captured"] == 1
    assert server.google.requests > before
    (status,) = repside.ok("status", "--json").rows
    assert (status["state"], status["units_a_minute"]) == ("HEALTHY", 6_000)
    assert 0 < status["units_used"] <= server.google.units
    assert "of the 6,000 units used that Google allows" in repside.ok("status").out
    assert repside.ok("sync", "--json").rows[0]["captured"] == 0


def test_the_consent_is_kept_encrypted_and_nowhere_else(repside: Repside, server: Server, browser: str) -> None:
    assert connect(repside, server, browser, ROB).code == 0
    contacts(repside)
    repside.ok("sync")
    for path in repside.home.rglob("*"):
        if path.is_file():
            assert b"canary" not in path.read_bytes(), path
            assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


def test_at_level_headers_the_narrowest_right_is_asked_for(repside: Repside, server: Server, browser: str) -> None:
    assert connect(repside, server, browser, ROB, "--level", "headers", "--no-calendar").code == 0
    assert server.asked[0]["scope"] == METADATA
    assert server.asked[0]["login_hint"] == ROB


@pytest.mark.parametrize(
    ("says", "code", "words"),
    [
        ({"error": "access_denied"}, 4, "the consent was not given"),
        ({"error": "admin_policy_enforced"}, 4, "does not allow this client"),
        ({"error": "org_internal"}, 4, "Ask your administrator"),
    ],
)
def test_F44_a_consent_that_is_refused_leaves_everything_as_it_was(
    repside: Repside, server: Server, browser: str, says: dict[str, str], code: int, words: str
) -> None:
    server.says = says
    done = connect(repside, server, browser, ROB)
    assert (done.code, words in done.err) == (code, True), done
    assert not (repside.home / "config.toml").exists()


def test_F44_a_box_that_was_unticked_is_named(repside: Repside, server: Server, browser: str) -> None:
    server.grants = [READONLY]
    done = connect(repside, server, browser, ROB)
    assert done.code == 4
    assert "to read the events of your own calendars" in done.err


def test_F43_another_mailbox_than_the_stored_one_is_refused(repside: Repside, server: Server, browser: str) -> None:
    assert connect(repside, server, browser, ROB).code == 0
    server.google.address = "eve@seller.example"
    done = connect(repside, server, browser, ROB)
    assert done.code == 4
    assert "eve@seller.example" in done.err
    assert f"belongs to {ROB}" in done.err


def test_F41_a_consent_that_was_taken_back_is_told_and_the_history_stays(
    repside: Repside, server: Server, browser: str
) -> None:
    assert connect(repside, server, browser).code == 0
    contacts(repside)
    repside.ok("sync")
    server.refresh.clear()
    server.google.tokens.clear()
    done = repside("sync")
    assert done.code == 4
    assert "the consent was taken back" in done.err
    (row,) = repside.ok("status", "--json").rows
    assert row["state"] == "RECONNECT"
    assert len(repside.ok("history", "--json").rows) == 5
    server.refresh.add("canary-refresh-1")
    assert connect(repside, server, browser, ROB).code == 0, "the client is known by now"
    repside.ok("sync")


def test_F45_a_mailbox_that_was_closed_keeps_its_history(repside: Repside, server: Server, browser: str) -> None:
    assert connect(repside, server, browser).code == 0
    contacts(repside)
    repside.ok("sync")
    server.google.bend = lambda name, _: refuse(400, "failedPrecondition") if name in {"profile", "changes"} else None
    assert repside("sync").code == 4
    assert repside.ok("status", "--json").rows[0]["state"] == "ADMIN_NEEDED"
    assert len(repside.ok("history", "--json").rows) == 5


def test_without_a_browser_the_address_is_printed_and_the_last_one_pasted(repside: Repside, server: Server) -> None:
    """The other machine's browser is this test: it opens what is printed, and copies where it ends."""
    client = server.client(repside.home.parent / "client.json")
    words = ("connect", "gmail", "--client", str(client), "--api", server.base, "--no-browser")
    with repside.started(*words, variables={"OAUTHLIB_INSECURE_TRANSPORT": "1"}, stdin=-1) as process:
        assert process.stderr is not None
        assert process.stdin is not None
        url = next(line for line in process.stderr if "/auth?" in line).strip()
        from urllib.parse import parse_qsl, urlsplit

        process.stdin.write(server.consent(dict(parse_qsl(urlsplit(url).query))) + "\n")
        process.stdin.flush()
        out, err = process.communicate(timeout=60)
        assert process.returncode == 0, err
        assert f"Connected {ROB}" in out


def test_a_client_is_needed_and_must_be_one(repside: Repside, tmp_path: Path) -> None:
    assert "--client FILE" in repside("connect", "gmail").err
    for text in ("", "{}", '{"web": {}}', '{"installed": {"client_id": "x"}}'):
        path = tmp_path / "client.json"
        path.write_text(text)
        done = repside("connect", "gmail", "--client", str(path))
        assert done.code == 2, done
        assert "Traceback" not in done.err


def test_an_excluded_label_is_found_by_its_name(repside: Repside, server: Server, browser: str) -> None:
    server.google.names["Label_7"] = "Private talks"
    (first, *_) = server.google.messages
    server.google.label(first, add=("Label_7",))
    assert connect(repside, server, browser).code == 0
    contacts(repside)
    repside.ok("sync")
    assert "1 activity erased" in repside.ok("exclude", "folder", "private talks").out
    assert len(repside.ok("history", "--json").rows) == 4


def test_setup_leads_through_it_too(repside: Repside, server: Server, browser: str) -> None:
    client = server.client(repside.home.parent / "client.json")
    words = ("setup", "--provider", "gmail", "--address", ROB, "--client", str(client), "--api", server.base, "--sync")
    done = repside(*words, BROWSER=browser, OAUTHLIB_INSECURE_TRANSPORT="1")
    assert done.code == 0, done.err
    assert f"Connected {ROB}" in done.out
    checks = {row["check"]: row["result"] for row in repside("doctor", "--json").rows}
    assert checks[f"sign-in of {ROB}"] == "ok"


def test_a_consent_that_is_lost_is_missed_by_doctor(repside: Repside, server: Server, browser: str) -> None:
    assert connect(repside, server, browser).code == 0
    (kept,) = repside.home.rglob("secrets")
    kept.unlink()
    checks = {row["check"]: row["result"] for row in repside("doctor", "--json").rows}
    assert checks[f"sign-in of {ROB}"] == "wrong"
