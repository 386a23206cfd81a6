"""Random histories of mailboxes, faults and crashes: when the faults end, two rounds bring store and mailboxes to agree.

The checker reads the store by plain SQL and shares no code with the engine.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from random import Random

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, multiple, rule

from connectors.memory import Mailboxes, MemoryConnector, Script
from store import accounts, migrate
from store.database import Database
from store.ledger import ORPHAN_SECONDS, SqlLedger
from sync.engine import Engine
from sync.errors import Offline, RepsideError
from sync.model import Header, Message, Person, Stream
from sync.policy import Rules
from sync.ports import Commit, Tally
from tests.conftest import FixedClock, digest

REP, ANN, STRANGER, COLLEAGUE = "rep@us.example", "ann@acme.example", "who@nowhere.example", "boss@us.example"
STREAMS = (
    Stream("INBOX", "Inbox", "inbox"),
    Stream("Archive", "Archive", "archive"),
    Stream("Trash", "Trash", "trash"),
)
EXPECTED = {ANN: "captured", STRANGER: "held", COLLEAGUE: "skipped"}


class Killed(BaseException):
    """The process ends here."""


class MortalLedger(SqlLedger):
    """Dies at its n-th commit, before or after it."""

    deadline: tuple[int, bool] | None = None

    def commit(self, stream: int, change: Commit) -> Tally:
        if self.deadline is not None:
            left, after = self.deadline
            self.deadline = (left - 1, after)
            if left == 0:
                if after:
                    super().commit(stream, change)
                raise Killed
        return super().commit(stream, change)


class Book:
    def knows(self, address: str) -> bool:
        return address == ANN


def template(folder: Path) -> Path:
    """An empty store, made once."""
    path = folder / "template.db"
    database = Database.open(f"sqlite:///{path}")
    migrate.ensure(database)
    accounts.ensure(database, "a", "memory", REP)
    database.close()
    return path


_FOLDER = Path(tempfile.mkdtemp(prefix="repside-convergence-"))
_TEMPLATE: list[Path] = []


def teardown_module() -> None:
    shutil.rmtree(_FOLDER, ignore_errors=True)


class Convergence(RuleBasedStateMachine):
    """One rep's account at a make-believe provider, and the store that follows it."""

    items = Bundle("items")

    @initialize(oldest_first=st.booleans())
    def begin(self, oldest_first: bool) -> None:
        if not _TEMPLATE:
            _TEMPLATE.append(template(_FOLDER))
        self.folder = Path(tempfile.mkdtemp(dir=_FOLDER))
        self.path = self.folder / "store.db"
        shutil.copy(_TEMPLATE[0], self.path)
        self.database = Database.open(f"sqlite:///{self.path}")
        self.clock = FixedClock()
        self.ledger = MortalLedger(self.database, digest, self.clock)
        self.boxes = Mailboxes(*STREAMS)
        self.where: dict[str, tuple[str, str]] = {}  # item id → (stream, sender)
        self.mail: dict[str, Message] = {}
        self.count = 0
        self.oldest_first = oldest_first  # a provider's habit: a cursor written in one order is read in it
        self.policy = Rules(Book(), frozenset({REP}), frozenset({"us.example"}), digest)

    def _message(self, sender: str, number: int) -> Message:
        people = (Person("from", sender), Person("to", REP))
        when = 1_789_000_000 + number * 60
        header = Header("message", f"{number}@mail.example", (), people, 2, f"Subject {number}", when, when)
        return Message("", header, f"words {number}")

    def _put(self, stream: str, message: Message) -> str:
        self.count += 1
        item = f"i{self.count}"
        self.boxes.add(stream, message._replace(id=item))
        self.where[item] = (stream, message.header.people[0].address)
        self.mail[item] = message
        return item

    @rule(
        target=items,
        senders=st.lists(st.sampled_from([ANN, ANN, STRANGER, COLLEAGUE]), min_size=1, max_size=7),
        stream=st.sampled_from(["INBOX", "Archive"]),
    )
    def deliver(self, senders: list[str], stream: str) -> object:
        return multiple(*(self._put(stream, self._message(sender, 10_000 + self.count)) for sender in senders))

    @rule(target=items, item=items, stream=st.sampled_from(["INBOX", "Archive", "Trash"]))
    def copy(self, item: str, stream: str) -> str:
        return self._put(stream, self.mail[item])

    @rule(target=items, item=consumes(items), stream=st.sampled_from(["INBOX", "Archive", "Trash"]))
    def move(self, item: str, stream: str) -> str:
        message = self.mail[item]
        self._take(item)
        return self._put(stream, message)

    @rule(item=consumes(items))
    def delete(self, item: str) -> None:
        self._take(item)

    def _take(self, item: str) -> None:
        if item in self.where:
            self.boxes.remove(self.where.pop(item)[0], item)

    @rule(stream=st.sampled_from(["INBOX", "Archive"]))
    def expire(self, stream: str) -> None:
        self.boxes.expire_cursors(stream)

    @rule(seconds=st.sampled_from([1, 3600, ORPHAN_SECONDS + 1]))
    def wait(self, seconds: int) -> None:
        self.clock.at += seconds

    @rule(
        seed=st.integers(0, 99),
        page=st.integers(1, 9),
        failing=st.one_of(st.none(), st.integers(0, 12)),
        dying=st.one_of(st.none(), st.tuples(st.integers(0, 4), st.booleans())),
        repeat=st.booleans(),
        tombstones=st.booleans(),
    )
    def sync(self, seed: int, page: int, failing: int | None, dying: tuple[int, bool] | None, **odd: bool) -> None:
        def errors() -> Iterator[Exception | None]:
            if failing is not None:
                yield from [None] * failing
                yield Offline(host="mail.example", why="it did not answer")

        script = Script(errors=errors(), shuffle=Random(seed), oldest_first=self.oldest_first, **odd)  # type: ignore[arg-type]  # booleans by name
        self.ledger.deadline = dying
        with suppress(RepsideError, Killed):
            self._round(MemoryConnector(self.boxes, page=page, script=script))
        self.ledger.deadline = None

    def _round(self, connector: MemoryConnector) -> int:
        written = 0
        for stream in STREAMS:
            tally = Engine(self.ledger, self.clock).cycle(connector, "a", stream, self.policy, "preview")
            written += sum((*tally,))
        return written

    def _rows(self, query: str) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(self.path)) as connection:
            return connection.execute(query).fetchall()

    @invariant()
    def promises_hold(self) -> None:
        if not hasattr(self, "path"):
            return
        captured = set(self._rows("select stream_id, remote from items where state = 'captured'"))
        assert captured == set(self._rows("select stream_id, remote from locators")), "captured means: it has a copy"
        held = set(self._rows("select stream_id, remote from items where state = 'held'"))
        assert held == set(self._rows("select distinct stream_id, remote from held_keys")), "held means: it has keys"
        assert not self._rows("select message_id from activities group by message_id having count(*) > 1"), (
            "nothing doubled"
        )
        assert not self._rows(
            "select id from activities where (orphaned_at is null) <> exists (select 1 from locators where activity_id = id)"
        ), "hidden means: no copy left"
        texts = "".join(str(row) for row in self._rows("select subject, text from activities"))
        numbers = {item: self.mail[item].header.message_id.partition("@")[0] for item in self.mail}
        strangers = {n for item, n in numbers.items() if self.mail[item].header.people[0].address != ANN}
        assert not any(f"words {n}'" in texts for n in strangers), "nothing of a held or skipped mail is kept"

    def teardown(self) -> None:
        if not hasattr(self, "path"):
            return
        try:
            self._converge()
        finally:
            self.database.close()
            shutil.rmtree(self.folder)

    def _converge(self) -> None:
        for _ in range(2):
            self._round(MemoryConnector(self.boxes, page=4, script=Script(oldest_first=self.oldest_first)))
        self.promises_hold()
        rows = self._rows(
            "select streams.remote, items.remote, state from items join streams on streams.id = stream_id"
        )
        expected = {
            (stream, item, "skipped" if stream == "Trash" else EXPECTED[sender])
            for item, (stream, sender) in self.where.items()
        }
        assert set(rows) == expected, "the ledger names what the mailboxes hold, no more and no less"
        visible = {row[0] for row in self._rows("select message_id from activities where orphaned_at is null")}
        assert visible == {
            self.mail[item].header.message_id
            for item, (stream, sender) in self.where.items()
            if sender == ANN and stream != "Trash"
        }
        quiet = MemoryConnector(self.boxes, script=Script(oldest_first=self.oldest_first))
        assert self._round(quiet) == 0, "a quiet round changes nothing"
        assert not [request for request in quiet.requests if request[0] in {"fetch", "look"}], "and reads nothing"


TestConvergence = Convergence.TestCase
TestConvergence.settings = settings(
    max_examples=100, stateful_step_count=25, deadline=None, print_blob=True, suppress_health_check=list(HealthCheck)
)
