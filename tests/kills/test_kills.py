"""F01 in earnest: the daemon is killed some hundred times, in every phase of its life, on a real Dovecot that changes meanwhile.

KILLS says how many, SEED which ones: `SEED=7 KILLS=50 pytest tests/kills -s` plays them again and prints where they fell.
"""

from __future__ import annotations

import json
import os
import random
import re
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.cli.nursery import Nursery
from tests.cli.program import REP, Repside, environment, mail
from tests.cli.test_trouble import add_imap
from tests.connectors.dovecot import PASSWORD, Dovecot, missing
from tests.connectors.imap.world import forbidden, ok
from tests.connectors.proxy import Proxy
from tests.kills.aim import PHASES, Aim, histogram, moment

KILLS = int(os.environ.get("KILLS", "200"))
SEED = int(os.environ.get("SEED", "20"))
LOOK_EVERY = 5
FOLDERS = ("INBOX", "Kunden")
DANA, SAM, EVE = "dana@acme.example", "sam@other.example", "eve@acme.example"
_UID = re.compile(rb"UID (\d+)")
_HEAD = re.compile(r"From:.*<(?P<sender>.*)>\r\nSubject: (?P<subject>.*)\r\n")


class Letter(NamedTuple):
    """A mail as the server has it."""

    sender: str
    subject: str


class Box:
    """The mailbox, through a client of the test's own, which may write."""

    def __init__(self, server: Dovecot) -> None:
        self.user = server.user()
        self._client = server.control(self.user)
        self._count = 0
        ok(self._client.create('"Kunden"'))

    def deliver(self, sender: str, folder: str) -> None:
        self._count += 1
        raw = mail(self._count, sender=sender, to=self.user, subject=f"sent {self._count}")
        ok(self._client.append(f'"{folder}"', "", "", raw.replace("\n", "\r\n").encode()))

    def change(self, chance: random.Random) -> None:
        """A delivery, a move, a removal or a flag."""
        kind = chance.choice(("deliver", "deliver", "deliver", "move", "remove", "flag"))
        folder = chance.choice(FOLDERS)
        if kind == "deliver":
            self.deliver(chance.choice((DANA, DANA, SAM, EVE)), folder)
            return
        ok(self._client.select(f'"{folder}"'))
        if uids := ok(self._client.uid("SEARCH", "ALL"))[0].split():
            self._touch(kind, folder, chance.choice(uids).decode(), chance)
        ok(self._client.unselect())

    def _touch(self, kind: str, folder: str, uid: str, chance: random.Random) -> None:
        if kind == "move":
            other = next(name for name in FOLDERS if name != folder)
            ok(self._client.uid("MOVE", uid, f'"{other}"'))
        elif kind == "remove":
            ok(self._client.uid("STORE", uid, "+FLAGS.SILENT", r"(\Deleted)"))
            ok(self._client.expunge())
        else:
            ok(self._client.uid("STORE", uid, "+FLAGS.SILENT", chance.choice((r"(\Seen)", r"(\Flagged)"))))

    def census(self) -> dict[tuple[str, str], Letter]:
        """What the server has, told by the server: (folder, UID) to mail."""
        return {(folder, uid): letter for folder in FOLDERS for uid, letter in self._folder(folder)}

    def _folder(self, folder: str) -> Iterator[tuple[str, Letter]]:
        count = ok(self._client.select(f'"{folder}"', readonly=True))[0]
        items = "(UID BODY.PEEK[HEADER.FIELDS (FROM SUBJECT)])"
        for row in ok(self._client.uid("FETCH", "1:*", items)) if count != b"0" else ():
            if isinstance(row, tuple):
                uid, head = _UID.search(row[0]), _HEAD.match(row[1].decode())
                assert uid
                assert head
                yield uid[1].decode(), Letter(head["sender"], head["subject"])
        ok(self._client.unselect())

    def close(self) -> None:
        self._client.logout()


class Store:
    """The store by plain SQL, past all our code."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def ask(self, query: str) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(self.path, timeout=30)) as connection:
            return connection.execute(query).fetchall()

    def items(self) -> dict[tuple[str, str], str]:
        query = "select streams.remote, items.remote, state from items join streams on streams.id = stream_id"
        return {(str(folder), str(uid)): str(state) for folder, uid, state in self.ask(query)}

    def whole(self, box: Box) -> None:
        """What must hold after every kill: nothing broken, nothing doubled, no cursor ahead of what is stored."""
        assert self.ask("pragma integrity_check") == [("ok",)]
        assert self.ask("pragma foreign_key_check") == []
        assert self.ask("select subject from activities group by subject having count(*) > 1") == [], "doubled"
        captured = set(self.ask("select stream_id, remote from items where state = 'captured'"))
        assert captured == set(self.ask("select stream_id, remote from locators")), "captured means: it has a copy"
        census, items = box.census(), self.items()
        for folder, cursor in self.ask("select remote, cursor from streams where cursor is not null"):
            mark = json.loads(str(cursor))
            covered = {key for key in census if key[0] == folder and mark["low"] <= int(key[1]) < mark["top"]}
            assert covered <= items.keys(), f"the cursor of {folder} is ahead of {covered - items.keys()}"

    def agrees(self, box: Box) -> None:
        """In the end: each mail of the server is there as it ought to be, once, and nothing else is."""
        self.whole(box)
        census, items = box.census(), {key: state for key, state in self.items().items() if key[0] in FOLDERS}
        assert items == {key: "skipped" if letter.sender == EVE else "captured" for key, letter in census.items()}
        shown = self.ask("select subject from activities where orphaned_at is null")
        assert sorted(str(row[0]) for row in shown) == sorted(
            letter.subject for letter in census.values() if letter.sender != EVE
        )
        assert self.ask("select count(*) from activities where unmatched") == [(0,)]
        people = {str(row[0]) for row in self.ask("select address from participants")}
        assert EVE not in people, "what was excluded is gone"


@pytest.fixture
def repside(tmp_path: Path) -> Repside:
    return Repside(tmp_path / "home")


@pytest.fixture
def box(repside: Repside) -> Iterator[tuple[Box, Proxy]]:
    if why := missing():
        pytest.skip(why)
    with Dovecot("full") as server, Proxy(server.imap_port) as proxy, closing(Box(server)) as made:
        repside.ok("init")
        add_imap(repside, proxy.port, command=f"echo {PASSWORD}")
        config = repside.home / "config.toml"
        config.write_text(config.read_text(encoding="utf-8").replace(REP, made.user), encoding="utf-8")
        repside.ok("import", "contacts", str(contacts(repside, ("C-1", DANA))))
        yield made, proxy
        assert forbidden(proxy.commands) == []


def contacts(repside: Repside, *rows: tuple[str, str]) -> Path:
    path = repside.home.parent / f"contacts-{len(rows)}.csv"
    lines = [f"{id},{address.partition('@')[0]},{address},{address.partition('@')[2]}" for id, address in rows]
    path.write_text("\n".join(["id,name,email,company", *lines, ""]), encoding="utf-8")
    return path


@contextmanager
def replay(fell: Counter[str], pairs: Counter[str]) -> Iterator[None]:
    """Say where the kills fell, and how to play them again."""
    try:
        yield
    finally:
        print(f"\nSEED={SEED} KILLS={KILLS}; they fell: {histogram(fell)}; beside the daemon: {dict(pairs)}")  # noqa: T201  shown on failure


@pytest.mark.dovecot
@pytest.mark.timeout(0)
def test_F01_hundreds_of_kills_lose_and_double_nothing(repside: Repside, box: tuple[Box, Proxy]) -> None:
    mailbox, proxy = box
    words = repside.home.parent / "words"
    store = Store(repside.home / "data" / "repside.sqlite")
    chance, fell, pairs = random.Random(SEED), Counter[str](), Counter[str]()
    both = contacts(repside, ("C-1", DANA), ("C-2", SAM))
    beside = (["import", "contacts", str(both)], ["exclude", EVE], ["exclude", "--remove", EVE])
    with replay(fell, pairs), Nursery(repside.home, words, environment()) as nursery:
        for kill in range(KILLS):
            mailbox.deliver(DANA, chance.choice(FOLDERS))
            mailbox.change(chance)
            wanted, after = moment(chance)
            aim = Aim(store.path, proxy)
            running = [nursery.start(["--quiet", "run"])]
            if kill % 4 == 3:
                other = chance.choice(beside)
                running.append(nursery.start(other))
                pairs[other[0]] += 1
            if wanted:
                aim.wait_for(wanted)
            elif chance.random() < 0.5:
                mailbox.change(chance)
            aim.rest(after)
            fell[aim.phase()] += 1
            for pid in chance.sample(running, len(running)):
                nursery.kill(pid)
            if kill % LOOK_EVERY == 0:
                store.whole(mailbox)
        for last in (["import", "contacts", str(both)], ["exclude", EVE], ["sync"], ["sync"]):
            repside.ok(*last)
        store.agrees(mailbox)
    assert "Traceback" not in words.read_text(encoding="utf-8")
    assert {row["unexplained"] for row in repside.ok("receipt", "--json").rows} == {0}
    if KILLS >= 200:
        assert all(fell[phase] for phase in PHASES), f"a phase that no kill fell into: {histogram(fell)}"
