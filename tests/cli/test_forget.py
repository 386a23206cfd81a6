"""`repside forget`: what it erases is in no file any more, byte by byte; the rest stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.program import REP, Repside, mail, maildir
from tests.cli.test_gmail import ROB, browser, connect, contacts, server
from tests.connectors.google.server import Server

__all__ = ["browser", "server"]

CANARY = "canaryword"


def holds(home: Path, word: str) -> list[str]:
    """Files under the home that hold these bytes, in any capitals."""
    return [path.name for path in home.rglob("*") if path.is_file() and word.encode() in path.read_bytes().lower()]


@pytest.fixture
def two(repside: Repside, tmp_path: Path) -> Repside:
    """Two folders, the second with one mail that the first has as well."""
    shared = mail(1, body="shared words")
    own = [mail(n, subject=f"{CANARY} {n}", body=f"{CANARY} text {n}", sender="eve@acme.example") for n in range(2, 60)]
    first, second = maildir(tmp_path / "first", [shared, *own]), maildir(tmp_path / "second", [shared])
    (tmp_path / "c.csv").write_text(
        "id,name,email,other_emails,company\nC1,Dana,dana@acme.example,,Acme\nC2,Eve,eve@acme.example,eve@home.example,Acme\n"
    )
    repside.ok("init")
    repside.ok("import", "contacts", str(tmp_path / "c.csv"))
    for name, folder in (("first", first), ("second", second)):
        repside.ok("connect", "folder", str(folder), "--address", REP, "--name", name)
    repside.ok("sync")
    return repside


def subjects(repside: Repside) -> set[str]:
    return {row["subject"] for row in repside.ok("history", "--json", "--limit", "1000").rows}


def test_an_account_goes_whole_and_what_another_has_a_copy_of_stays(two: Repside) -> None:
    assert holds(two.home, CANARY)
    done = two.ok("forget", "account", "first", "--yes")
    assert "Erased: 58 activities" in done.out
    assert "1 activity stays" in done.out
    assert subjects(two) == {"Offer 1"}
    assert holds(two.home, CANARY) == []
    assert [row["account"] for row in two.ok("accounts", "--json").rows] == ["second"]
    two.ok("sync")
    assert subjects(two) == {"Offer 1"}
    assert {row["unexplained"] for row in two.ok("receipt", "--json").rows} == {0}
    again = two("forget", "account", "first", "--yes")
    assert again.code == 2
    assert "there is no account 'first'" in again.err


def test_a_person_goes_with_all_addresses_and_does_not_come_back(two: Repside) -> None:
    done = two.ok("forget", "person", "Eve@Home.example", "--yes")
    assert "Erased: 58 activities, 1 contact" in done.out
    for word in (CANARY, "eve@acme.example", "eve@home.example"):
        assert holds(two.home, word) == [], word
    two.ok("sync")
    assert subjects(two) == {"Offer 1"}


def test_older_copies_of_the_store_go_with_a_person(two: Repside) -> None:
    store = two.home / "data" / "repside.sqlite"
    for end in ("before-0001", "damaged-20261102", "damaged-20261102-journal"):
        store.with_name(f"{store.name}.{end}").write_bytes(store.read_bytes())
    assert len(holds(two.home, CANARY)) > 3
    done = two.ok("forget", "person", "eve@acme.example", "--yes")
    assert "2 older copies of the store went as well" in done.out
    assert holds(two.home, CANARY) == []


def test_everything_goes(two: Repside) -> None:
    two.ok("forget", "everything", "--yes")
    assert [path.name for path in two.home.rglob("*") if path.is_file()] == []
    assert "There is no store" in two("history").err


def test_without_a_yes_nothing_is_erased(two: Repside) -> None:
    done = two("forget", "everything", stdin="n\n")
    assert done.code == 1
    assert "Nothing was erased." in done.err
    assert len(subjects(two)) == 59


def test_what_is_no_address_is_told(two: Repside) -> None:
    done = two("forget", "person", "nobody", "--yes")
    assert done.code == 2
    assert "'nobody' is no mail address" in done.err


def test_a_consent_is_taken_back(repside: Repside, server: Server, browser: str) -> None:
    assert connect(repside, server, browser).code == 0
    contacts(repside)
    repside.ok("sync")
    assert server.refresh
    repside.ok("forget", "account", ROB, "--yes", OAUTHLIB_INSECURE_TRANSPORT="1")
    assert server.refresh == set()
    assert subjects(repside) == set()
