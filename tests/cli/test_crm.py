"""`repside crm`, by the installed program against the fakes: connect, pull, status, disconnect, export; and `sync` with a CRM."""

from __future__ import annotations

import csv
import sqlite3
import stat
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

import pytest

from connectors.http import Answer
from store import lock
from store.database import Database
from tests.cli.program import Done, Repside, mail, maildir
from tests.cli.test_daemon import ask, daemon, until
from tests.connectors.crm.faulty import Served, said
from tests.connectors.crm.server import Server
from tests.connectors.crm.test_hubspot import HubSpotWorld
from tests.connectors.crm.test_pipedrive import PipedriveWorld
from tests.connectors.crm.test_webhook import SECRET, WebhookWorld

CANARY = "pat-canary"
ROB = "rob@seller.example"


@pytest.fixture
def hubspot() -> Iterator[tuple[HubSpotWorld, Server]]:
    world = HubSpotWorld()
    ann = world.contact("Dana Cole", "dana@acme.example", company=world.company("Acme", "acme.example"))
    world.deal("Acme pilot", amount="45000.00", currency="EUR", contacts=((ann, "champion"),))
    with Server(world.fake) as server:
        yield world, server


def connect(repside: Repside, server: Server, *more: str, token: str = CANARY) -> Done:
    server.fake.time += 60  # type: ignore[attr-defined]  # HubSpot counts its searches by the second
    words = ("crm", "connect", "hubspot", "--owner", ROB, "--api", server.base, "--token-stdin", *more)
    return repside(*words, stdin=f"{token}\n")


def account(repside: Repside) -> None:
    """A folder with mail of a person whom nobody knows yet."""
    box = maildir(repside.home.parent / "mail", [mail(1, to=ROB), mail(2, sender="who@nowhere.example", to=ROB)])
    repside.ok("connect", "folder", str(box), "--address", ROB)


def test_from_connecting_to_the_history(repside: Repside, hubspot: tuple[HubSpotWorld, Server]) -> None:
    world, server = hubspot
    account(repside)
    assert repside.ok("sync", "--json").rows[0]["held"] == 2
    done = connect(repside, server)
    assert done.code == 0, done
    assert "Connected hubspot" in done.out
    world.fake.time += 60
    assert "1 contact and 1 deal new or changed" in repside.ok("crm", "pull").out
    world.fake.time += 60
    assert repside.ok("sync", "--json").rows[0]["captured"] == 1
    (row,) = repside.ok("history", "--json").rows
    assert [deal["name"] for deal in row["deals"]] == ["Acme pilot"]
    assert row["contacts"][0]["id"].startswith("hubspot:")
    (status,) = repside.ok("crm", "status", "--json").rows
    assert (status["name"], status["state"], status["contacts"], status["deals"]) == ("hubspot", "HEALTHY", 1, 1)
    assert "hubspot" in repside.ok("crm", "status").out
    world.fake.time += 60
    assert "nothing new" in repside.ok("crm", "pull", "hubspot").out
    assert world.writes() == 0


def test_a_sync_brings_the_crm_in_first_and_again_when_it_is_due(
    repside: Repside, hubspot: tuple[HubSpotWorld, Server]
) -> None:
    _, server = hubspot
    account(repside)
    assert connect(repside, server).code == 0
    assert repside.ok("sync", "--json").rows[0]["captured"] == 1
    seen = len(server.seen)
    repside.ok("sync")
    assert len(server.seen) == seen, "it is not due for a quarter of an hour"


def test_a_crm_that_fails_stops_no_mail(repside: Repside, hubspot: tuple[HubSpotWorld, Server]) -> None:
    _, server = hubspot
    account(repside)
    assert connect(repside, server).code == 0
    server.instead = said(500, {})
    done = repside("sync", "--json")
    assert (done.code, done.rows[0]["held"]) == (3, 2)
    assert "hubspot: The server 127.0.0.1 asks us to wait." in done.err
    (status,) = repside.ok("crm", "status", "--json").rows
    assert status["state"] == "WAITING_PROVIDER"
    server.instead = said(401, {})
    done = repside("crm", "pull")
    assert done.code == 4
    assert "HubSpot does not let Repside into" in done.err


def test_a_token_that_is_not_taken_changes_nothing(repside: Repside, hubspot: tuple[HubSpotWorld, Server]) -> None:
    _, server = hubspot
    done = connect(repside, server, token="guess")
    assert done.code == 4
    assert not (repside.home / "config.toml").exists()
    assert connect(repside, server, token="").code == 4


def test_the_token_is_kept_encrypted_and_nowhere_else(repside: Repside, hubspot: tuple[HubSpotWorld, Server]) -> None:
    _, server = hubspot
    assert connect(repside, server).code == 0
    repside.ok("crm", "pull")
    for path in repside.home.rglob("*"):
        if path.is_file():
            assert b"canary" not in path.read_bytes(), path
            assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


def test_disconnecting_leaves_the_records_or_takes_them_along(
    repside: Repside, hubspot: tuple[HubSpotWorld, Server]
) -> None:
    world, server = hubspot
    account(repside)
    assert connect(repside, server).code == 0
    world.fake.time += 60
    repside.ok("sync")
    repside.ok("crm", "disconnect", "hubspot")
    assert repside.ok("crm", "status", "--json").rows == []
    assert len(repside.ok("history", "--json").rows) == 1
    assert "[[crm]]" not in (repside.home / "config.toml").read_text()
    assert repside("crm", "pull").code == 2
    assert connect(repside, server, "--name", "hubspot").code == 0
    world.fake.time += 60
    repside.ok("crm", "pull")
    assert "3 records of it went" in repside.ok("crm", "disconnect", "hubspot", "--forget").out
    assert len(repside.ok("history", "--json").rows) == 1
    done = repside("crm", "disconnect", "hubspot")
    assert done.code == 2
    assert "there is no CRM 'hubspot'" in done.err


def test_pipedrive(repside: Repside) -> None:
    world = PipedriveWorld()
    world.deal("Engines")
    with Server(world.fake) as server:
        words = ("crm", "connect", "pipedrive", "--url", server.base, "--token-stdin")
        assert repside(*words, stdin="canary-token\n").code == 0
        assert "0 contacts and 1 deal new" in repside.ok("crm", "pull").out
        assert repside(*words, stdin="guess\n").code == 4


def test_a_service_of_the_companys_own(repside: Repside) -> None:
    world = WebhookWorld()
    world.deal("Engines")
    world.service.allowed = 10**10
    with Server(world.service) as server:
        done = repside("crm", "connect", "webhook", f"{server.base}/repside", "--token-stdin", stdin=SECRET)
        assert done.code == 0, done
        assert "0 contacts and 1 deal new" in repside.ok("crm", "pull").out
    done = repside("crm", "connect", "webhook", "http://crm.example/x", "--token-stdin", stdin=SECRET)
    assert done.code == 2
    assert "it must begin with https://" in done.err
    assert "canary" not in done.err


def test_one_name_is_never_two_companies(repside: Repside) -> None:
    first, second = WebhookWorld(), WebhookWorld()
    for world in (first, second):
        world.deal("Engines")
        world.service.allowed = 10**10
    words = ("crm", "connect", "webhook", "--token-stdin")
    with Server(first.service) as here, Server(second.service) as there:
        assert repside(*words, f"{here.base}/repside", stdin=SECRET).code == 0
        repside.ok("crm", "pull")
        done = repside(*words, f"{there.base}/repside", stdin=SECRET)
        assert (done.code, "repside crm disconnect webhook --forget" in done.err) == (2, True)
        assert here.base in (repside.home / "config.toml").read_text()
        assert repside(*words, f"{there.base}/repside", "--name", "other", stdin=SECRET).code == 0
        assert "0 contacts and 1 deal new" in repside.ok("crm", "pull", "other").out


def test_another_owners_deals_are_all_read(repside: Repside, hubspot: tuple[HubSpotWorld, Server]) -> None:
    world, server = hubspot
    assert connect(repside, server).code == 0
    world.fake.time += 60
    repside.ok("crm", "pull")
    assert ask(repside, "select cursor is null from crms") == [(0,)]
    assert connect(repside, server, token=CANARY).code == 0
    assert ask(repside, "select cursor is null from crms") == [(0,)]
    assert connect(repside, server, "--owner", "eve@seller.example").code == 0
    assert ask(repside, "select cursor is null from crms") == [(1,)]


def test_tables_of_another_program(repside: Repside, tmp_path: Path) -> None:
    (tmp_path / "c.csv").write_text("id,name,email,company\nC-1,Dana Cole,dana@acme.example,Acme\n")
    (tmp_path / "d.csv").write_text(
        "id,name,company,stage,status,contacts,next_step\nD-1,Pilot,Acme,Offer,open,C-1,Call\n,,,,,,\nD-2,X,,,so,,\n"
    )
    tables = ("--contacts", str(tmp_path / "c.csv"), "--deals", str(tmp_path / "d.csv"))
    repside.ok("crm", "connect", "files", *tables)
    done = repside.ok("crm", "pull")
    assert "1 contact and 1 deal new" in done.out
    assert "d.csv, line 4: " in done.err
    (tmp_path / "d.csv").unlink()
    done = repside("crm", "pull")
    assert done.code == 1
    assert "is not there now" in done.err
    assert repside("crm", "connect", "files").code == 2


def test_an_export_can_be_taken_in_again(connected: Repside, tmp_path: Path) -> None:
    risky = tmp_path / "risky.csv"
    risky.write_text("id,name,email,phone\nC-9,=2+2,eve@acme.example,+49 30 1\n")
    connected.ok("import", "contacts", str(risky))
    out = tmp_path / "out.csv"
    assert "0 changes, 2 contacts and 1 deal" in connected.ok("crm", "export", str(out)).out
    assert out.read_text(encoding="utf-8-sig").splitlines() == ["record,id,field,old,new,approved_at"]
    with (tmp_path / "out-contacts.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    assert (rows["C-9"]["name"], rows["C-9"]["phone"]) == ("'=2+2", "'+49 30 1")
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    for kind in ("contacts", "deals"):
        found = connected.ok("import", kind, str(tmp_path / f"out-{kind}.csv")).out
        assert "0 new, 0 changed" in found, found
    with closing(sqlite3.connect(connected.home / "data" / "repside.sqlite")) as store:
        assert store.execute("select who, what from looks").fetchall() == [("rep", "crm export")]


class Asking:
    """The fake's own side; at each write it notes whether the store could be had meanwhile."""

    def __init__(self, repside: Repside, served: Served) -> None:
        self._store = Database.open(f"sqlite:///{repside.home / 'data' / 'repside.sqlite'}")
        self._served = served
        self.free: list[bool] = []

    def serve(self, method: str, path: str, headers: Mapping[str, str], body: bytes | None) -> Answer:
        if self.writing(method, path):
            self.free.append(not lock.holder(self._store))
        return self._served.serve(method, path, headers, body)

    def writing(self, method: str, path: str) -> bool:
        return self._served.writing(method, path)

    def listing(self, path: str) -> str:
        return self._served.listing(path)


def test_nobody_waits_for_the_store_while_a_crm_is_asked(
    repside: Repside, hubspot: tuple[HubSpotWorld, Server]
) -> None:
    world, server = hubspot
    box = maildir(repside.home.parent / "mail", [mail(1, to=ROB, body="Our budget of 52,000 EUR is approved.\n")])
    repside.ok("connect", "folder", str(box), "--address", ROB, "--level", "text")
    assert connect(repside, server).code == 0
    world.fake.time += 60
    repside.ok("sync")
    (row,) = repside.ok("review", "--json").rows
    asking = server.fake = Asking(repside, world.fake)
    assert "It is written." in repside.ok("approve", str(row["id"]), "--now").out
    assert asking.free == [True]


def test_without_a_crm_the_next_step_is_said(connected: Repside) -> None:
    assert "repside crm connect" in connected.ok("crm", "status").out
    assert connected("crm", "pull").code == 2
    done = connected("crm", "connect", "hubspot", "--owner", ROB)
    assert done.code == 2
    assert "--token-stdin" in done.err


def test_the_running_daemon_pulls_and_fetches_the_mail_of_who_is_new(
    repside: Repside, hubspot: tuple[HubSpotWorld, Server]
) -> None:
    world, server = hubspot
    account(repside)
    repside.ok("sync")
    assert connect(repside, server).code == 0
    world.fake.time += 60
    with daemon(repside):
        until(
            lambda: ask(repside, "select count(*) from links where target = 'deal'") == [(1,)], "the mail of the deal"
        )
    (status,) = repside.ok("crm", "status", "--json").rows
    assert status["state"] == "HEALTHY"
