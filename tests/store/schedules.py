"""Random schedules between an approval and a CRM: decisions, sending, faults, deaths at any statement; and a checker of its own.

A schedule is its seed. The checker reads the store by plain SQL and the CRM by what the fake says it has: no code of the store.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import pairwise
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any, Literal, NamedTuple, cast

from sqlalchemy import Connection, event, text

from cli import sending
from cli.wiring import SystemClock, Writing
from store import migrate
from store.database import Database
from store.decisions import Decisions, Wanted
from store.outbox import Outbox
from sync.crm import CRM, Change, CrmPage, Value
from sync.crm_errors import CrmUnsure
from sync.errors import RepsideError
from sync.model import Cursor
from tests.conftest import FixedClock, digest
from tests.connectors.crm.world import ADA, CASES, STAGES, Fault, World
from tests.simulation.machine import Killed, Pulse

FIELDS = ("next_step", "close_date", "amount", "stage", "phone", "title")
FAULTS: tuple[Fault, ...] = (
    "busy",
    "conflict",
    "stale",
    "broken",
    "offline",
    "silence",
    "lost",
    "page",
    "half",
    "denied",
)
GRACE = 600
MEMORY = Path("/dev/shm")  # noqa: S108  a folder of our own is made in it


@contextmanager
def quick_folder() -> Iterator[Path]:
    """In memory where the machine has such a place."""
    with TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as name:
        yield Path(name)


def quick(path: Path) -> Database:
    """A store that need not survive a power cut, for speed; nothing else is different."""
    database = Database.open(f"sqlite:///{path}")

    @event.listens_for(database.engine, "connect")
    def hurry(connection: Any, _: object) -> None:
        connection.execute("pragma synchronous=off")
        connection.execute("pragma journal_mode=memory")

    migrate.ensure(database)
    return database


class Case(NamedTuple):
    """One proposal of a schedule."""

    id: int
    field: str
    remote: str
    old: Value
    new: Value


class Brittle:
    """A connector in a process that can die right before and after each request to write."""

    def __init__(self, crm: CRM, player: Player) -> None:
        self._crm, self._player, self._pulse = crm, player, player.pulse

    def apply(self, change: Change) -> str:
        """Whatever ends without a clear no may have arrived: its key is spent."""
        if change.key in self._player.spent:
            self._player.twice.append(change.key)  # checked later: the program catches what a connector raises
        self._player.meanwhile()
        try:
            self._pulse.beat("request")
            written = self._crm.apply(change)
            self._pulse.beat("answer")
        except (CrmUnsure, Killed):
            self._player.spent.add(change.key)
            raise
        self._player.spent.add(change.key)
        return written

    def landed(self, change: Change) -> bool:
        self._pulse.beat("request")
        return self._crm.landed(change)

    def read(self, change: Change) -> Value:
        return self._crm.read(change)

    def pull(self, since: Cursor | None) -> Iterator[CrmPage]:
        return self._crm.pull(since)

    def close(self) -> None:
        self._crm.close()


class Player:
    """Plays schedules on one store and one CRM."""

    def __init__(self, database: Database, world: World) -> None:
        self.database, self.world = database, world
        self.pulse = Pulse()
        self.clock = FixedClock()
        self.spent: set[str] = set()
        self.twice: list[str] = []
        self.meanwhile: Callable[[], object] = lambda: None
        self.fields = [field for field in FIELDS if field in world.fields]
        database.write = _beating(database.write, self.pulse)  # type: ignore[method-assign]
        event.listen(database.engine, "before_cursor_execute", self._statement)
        self._run("insert into crms (id, name, kind) values (1, 'world', 'memory')")
        for position, name in enumerate(STAGES):
            row = {"at": position, "name": name, "status": {"Won": "won", "Lost": "lost"}.get(name, "open")}
            self._run(
                "insert into stages (crm_id, pipeline, position, name, status) values (1, 'Sales', :at, :name, :status)",
                **row,
            )

    def _statement(self, *_: object) -> None:
        self.pulse.beat("statement")

    def _run(self, statement: str, **values: Any) -> None:
        with self.database.write() as connection:
            connection.execute(text(statement), values)

    def play(self, seed: int) -> None:
        """One schedule, then everything heals, then it is checked."""
        chance = Random(seed)
        cases = [self._case(chance) for _ in range(chance.randrange(1, 3))]
        before = self.world.writes()
        foreign: set[int] = set()
        for case in cases:
            if chance.random() < 0.7:
                self._approve(case, now=chance.random() < 0.7)
        for _ in range(chance.randrange(4, 14)):
            self._step(chance, cases, foreign)
        self._heal()
        self._check(cases, self.world.writes() - before, foreign)
        self._forget()

    def _case(self, chance: Random) -> Case:
        field = chance.choice(self.fields)
        case = CASES[field]
        contact = field in {"phone", "title"}
        if contact:
            remote = self.world.contact("Ada Byron", ADA, **case.before)
        else:
            remote = self.world.deal("Engines", **case.before)
        kind, table = ("contact", "contacts") if contact else ("deal", "deals")
        with self.database.write() as connection:
            local = _record(connection, table, remote, case.field, case.old)
            connection.execute(text(f"insert into crm_records values (1, '{kind}', :remote, :local, '')"),
                               {"remote": remote, "local": local})  # fmt: skip
            id = connection.execute(_PROPOSE, {
                "digest": digest(f"{kind} {remote} {field}"), "kind": "contact_detail" if contact else field, "field": field,
                "deal": None if contact else local, "contact": local if contact else None,
                "old": _text(case.old), "new": _text(case.new), "now": self.clock.at,
            }).scalar_one()  # fmt: skip
        return Case(id, field, remote, case.old, case.new)

    def _step(self, chance: Random, cases: list[Case], foreign: set[int]) -> None:
        case = chance.choice(cases)
        act: Callable[[], object] = chance.choice([
            lambda: self._approve(case, now=chance.random() < 0.5),
            lambda: self._approve(case, now=chance.random() < 0.5),
            lambda: self._approve(case, now=True),
            lambda: self._decisions.undo([Wanted(case.id)]),
            lambda: self._decisions.decline([Wanted(case.id)]),
            self._send, self._send, self._send,
            self._look_up,
            lambda: self._pass_time(chance.choice([1, 60, GRACE, 4_000])),
            lambda: self._meddle(case, foreign),
            lambda: self._trouble(chance.choice(FAULTS), chance.choice(["write", "write", "read"]), chance.randrange(1, 3)),
        ])  # fmt: skip
        if chance.random() < 0.4:
            points = chance.choice(
                [("statement",), ("before", "after"), ("request", "answer"), ("answer",), ("after",)]
            )
            self.pulse.arm(chance.randrange(0, 8), points, Killed)
        other = chance.choice(cases)
        self.meanwhile = chance.choice([
            lambda: None, lambda: None,
            lambda: self._decisions.undo([Wanted(other.id)]),
            lambda: self._decisions.undo([Wanted(each.id) for each in cases]),
            lambda: self._approve(other, now=True),
            self._send, self._look_up,
        ])  # fmt: skip
        with suppress(Killed, RepsideError):
            act()
        self.pulse.calm()
        self.meanwhile = lambda: None

    @property
    def _decisions(self) -> Decisions:
        return Decisions(self.database, digest, self.clock, grace=GRACE)

    @property
    def _store(self) -> Writing:
        return Writing(self.database, digest, cast("SystemClock", self.clock))

    def _approve(self, case: Case, *, now: bool) -> None:
        with self.database.read() as connection:
            version = connection.scalar(text("select version from proposals where id = :id"), {"id": case.id})
        self._decisions.approve([Wanted(case.id, version), Wanted(case.id)], now=now)
        self._decisions.approve([Wanted(case.id, version)], now=now)  # the other tab

    def _send(self) -> None:
        sending.send(self._store, self._crm)

    def _look_up(self) -> None:
        sending.look_up(self._store, self._crm)

    def _crm(self, name: str) -> CRM:
        assert name == "world"
        return Brittle(self.world.connector(), self)

    def _pass_time(self, seconds: int) -> None:
        self.clock.at += seconds

    def _meddle(self, case: Case, foreign: set[int]) -> None:
        """Somebody writes into the CRM."""
        foreign.add(case.id)
        self.world.edit(
            "contact" if case.field in {"phone", "title"} else "deal", case.remote, **CASES[case.field].other
        )

    def _trouble(self, fault: Fault, on: Literal["read", "write"], times: int) -> None:
        with suppress(NotImplementedError):  # tables in a folder have no network
            self.world.trouble(fault, on, times)

    def _heal(self) -> None:
        """No fault any more. After some rounds nothing is on its way."""
        self._trouble("busy", "write", 0)
        self._trouble("busy", "read", 0)
        outbox = Outbox(self.database, digest, self.clock)
        for _ in range(6):
            self._look_up()
            self._send()
            self._pass_time(4_000)
            if not outbox.waits() and not outbox.unknown():
                break

    def _check(self, cases: list[Case], writes: int, foreign: set[int]) -> None:
        """0 doubled, 0 lost, 0 without approval."""
        assert not self.twice, "sent again after it may have arrived"
        with self.database.read() as connection:
            rows = connection.execute(text("select * from outbox order by id")).all()
            decided = connection.execute(
                text(
                    "select decisions.*, digest from decisions join proposals on proposals.id = proposal_id order by decisions.id"
                )
            ).all()
            states = {row.id: row.state for row in connection.execute(text("select id, state from proposals"))}
        assert {row.state for row in rows} <= {"done", "conflict", "refused", "absent", "cancelled"}, "something hangs"
        approvals = [row for row in decided if row.verb in {"approve", "edit", "undo"}]
        keys = {digest(f"outbox {bytes(row.digest).hex()} {row.id} {row.at}").hex(): row for row in approvals}
        assert {row.key for row in rows} <= keys.keys(), "sent without a decision"
        for row in rows:
            assert (row.old, row.new, row.proposal_id) == (
                keys[row.key].old,
                keys[row.key].new,
                keys[row.key].proposal_id,
            )
        sent = {keys[row.key].id: row for row in rows}
        for case in cases:
            mine = [row for row in decided if row.proposal_id == case.id]
            for last, undo in pairwise(mine):
                taken_back = undo.verb == "undo" and undo.id not in sent and last.verb in {"approve", "edit"}
                assert not taken_back or sent[last.id].state != "done", "written after it was taken back"
        done = [row for row in rows if row.state == "done"]
        # Written, the answer lost, and somebody wrote over it before it was looked up: nobody can tell, so the rep is asked.
        hidden = [row for row in rows if row.state == "absent" and row.proposal_id in foreign]
        assert len(done) <= writes <= len(done) + len(hidden), f"{writes} writes for {len(done)} that are done"
        assert {row.by for row in decided} <= {"rep"}
        for case in cases:
            mine = [row for row in done if row.proposal_id == case.id]
            assert [row.verb for row in mine] == ["apply", "undo"] * (len(mine) // 2) + ["apply"] * (len(mine) % 2)
            state = states[case.id]
            assert state in {"pending", "declined", "applied", "undone", "expired"}, f"{state} for ever"
            assert (state == "applied") is bool(len(mine) % 2), f"{state} after {len(mine)} writes"
            says = self._says(case)
            if case.id not in foreign:
                assert says == (case.new if state == "applied" else case.old), f"{state}, and the CRM says {says}"

    def _says(self, case: Case) -> Value:
        record: Any = self.world.holds("contact" if case.field in {"phone", "title"} else "deal", case.remote)
        if case.field == "next_step":
            return {"date": record.next_step_date, "text": record.next_step}
        if case.field == "amount":
            return {"amount": record.amount, "currency": record.currency}
        return cast("Value", getattr(record, case.field))

    def _forget(self) -> None:
        with self.database.write() as connection:
            for table in ("outbox", "decisions", "proposals", "crm_records", "deals", "contacts"):
                connection.execute(text(f"delete from {table}"))


def _beating(write: Callable[[], Any], pulse: Pulse) -> Callable[[], Any]:
    """A transaction after which, and before whose commit, the process may die."""

    @contextmanager
    def beating() -> Iterator[Connection]:
        with write() as connection:
            yield connection
            pulse.beat("before")
        pulse.beat("after")

    return beating


def _record(connection: Connection, table: str, remote: str, field: str, old: Value) -> int:
    if table == "contacts":
        row = {"external": f"world:{remote}", "phone": "", "title": "", field: old}
        return int(connection.execute(text(
            "insert into contacts (external, name, phone, title) values (:external, 'Ada', :phone, :title) returning id"), row
        ).scalar_one())  # fmt: skip
    row = {
        "external": f"world:{remote}",
        "stage": "Qualified",
        "amount": "",
        "currency": "",
        "close": "",
        "step": "",
        "day": "",
    }
    if isinstance(old, dict):
        row |= {"step": old.get("text", ""), "day": old.get("date", ""), "amount": old.get("amount", ""),
                "currency": old.get("currency", "")}  # fmt: skip
    elif old is not None:
        row["stage" if field == "stage" else "close"] = old
    return int(connection.execute(_DEAL, row).scalar_one())


def _text(value: Value) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


_DEAL = text(
    """insert into deals (external, name, stage, amount, currency, close_date, status, pipeline, next_step, next_step_date)
       values (:external, 'Engines', :stage, :amount, :currency, :close, 'open', 'Sales', :step, :day) returning id"""
)
_PROPOSE = text(
    """insert into proposals (digest, kind, field, deal_id, contact_id, old, new, found, quote, rule, source, state,
         evidence_at, created_at, changed_at)
       values (:digest, :kind, :field, :deal, :contact, :old, :new, :new, 'words', 'rule', 'rules', 'pending', :now, :now, :now)
       returning id"""
)
