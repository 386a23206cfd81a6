"""The CRM in memory against the suite."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Literal

import pytest

from connectors.crm.memory import MemoryCrm
from connectors.crm.memory_tables import Record, Script, Tables
from sync.crm import (
    CONTACT_FIELDS,
    CRM,
    DEAL_FIELDS,
    ROLES,
    CrmCompany,
    CrmContact,
    CrmDeal,
    Noting,
    RecordKind,
    Stage,
)
from sync.crm_errors import CrmConflict, CrmUnsure
from sync.errors import BrokenAnswer, ConsentOver, Offline, ProviderBusy
from sync.model import Cursor
from tests.connectors.crm.conformance import DONE, UNSURE, CrmContract
from tests.connectors.crm.world import STAGES, Fault

HOST = "crm.example"


class MemoryWorld:
    """Tables that others edit; one deal's owner is the rep until it is given away."""

    fields = frozenset({*DEAL_FIELDS, *CONTACT_FIELDS})
    tells = frozenset({"removed", "merged", "given", "typed"})
    guarded = True
    pipeline = "Sales"
    roles = frozenset(ROLES[:4])
    role = "champion"
    bulk = 8

    def __init__(self) -> None:
        statuses: tuple[Literal["open", "won", "lost"], ...] = ("open", "open", "open", "won", "lost")
        pairs = zip(STAGES, statuses, strict=True)
        self.stages = {name: Stage("Sales", n, name, str(n), status) for n, (name, status) in enumerate(pairs)}
        self.tables = Tables(*self.stages.values())
        self.script = Script()
        self.made: list[MemoryCrm] = []

    def connector(self) -> MemoryCrm:
        self.made.append(MemoryCrm(self.tables, page=3, roles=self.roles, script=self.script))
        return self.made[-1]

    def company(self, name: str, *domains: str) -> str:
        return self.tables.put("company", CrmCompany("", name, domains))

    def contact(self, name: str, *addresses: str, company: str = "", title: str = "", phone: str = "",
                typed: Iterable[str] = ()) -> str:  # fmt: skip
        return self.tables.put("contact", CrmContact("", name, addresses, company, title, phone, "", frozenset(typed)))

    def deal(self, name: str, **fields: Any) -> str:
        stage = self.stages[fields.get("stage", STAGES[0])]
        return self.tables.put("deal", CrmDeal("", name, pipeline="Sales", **{**fields, **_stage(stage)}))

    def edit(self, kind: RecordKind, id: str, **fields: Any) -> None:
        record = self.tables.entries[kind, id].record
        assert record is not None
        more = _stage(self.stages[fields["stage"]]) if "stage" in fields else {}
        self.tables.put(kind, record._replace(**fields, **{k: v for k, v in more.items() if k != "stage"}))

    def remove(self, kind: RecordKind, id: str) -> None:
        self.tables.drop(kind, id)

    def merge(self, kind: RecordKind, id: str, into: str) -> str:
        self.tables.drop(kind, id, into)
        return into

    def give_away(self, id: str) -> None:
        self.tables.drop("deal", id)

    def holds(self, kind: RecordKind, id: str) -> Record | None:
        entry = self.tables.entries.get((kind, id))
        return entry.record if entry else None

    def people(self, address: str) -> list[str]:
        records = [entry.record for entry in self.tables.entries.values()]
        return [each.id for each in records if isinstance(each, CrmContact) and address in each.addresses]

    def writes(self) -> int:
        return sum(each.writes for each in self.made)

    def notes(self) -> list[str]:
        return [note.subject for note in self.tables.notes.values()]

    def trouble(self, fault: Fault, on: Literal["read", "write"], times: int = 1) -> bool:
        left = [times]

        def next_one() -> bool:
            left[0] -= 1
            return left[0] >= 0

        if fault == "circle":
            return False
        if on == "read":
            self.script.reading = lambda: _error(fault) if next_one() else None
        else:
            self.script.writing = lambda: (_unsure(fault), fault in DONE) if next_one() else None
        return True

    def meanwhile(self, act: Callable[[], object]) -> None:
        self.script.between.append(act)

    def expire(self, cursor: Cursor) -> Cursor:
        self.tables.expire_cursors()
        return cursor


def _stage(stage: Stage) -> dict[str, Any]:
    return {"stage": stage.name, "status": stage.status}


def _unsure(fault: Fault) -> Exception:
    return CrmUnsure(host=HOST) if fault in UNSURE else _error(fault)


def _error(fault: Fault) -> Exception:
    return {
        "busy": ProviderBusy(host=HOST, retry_after=7),
        "offline": Offline(host=HOST, why="no connection"),
        "denied": ConsentOver(account="rob", provider="Memory", why="no"),
        "conflict": CrmConflict(record="1"),
        "stale": CrmConflict(record="1"),
    }.get(fault, BrokenAnswer(host=HOST, why="no JSON"))


class TestMemory(CrmContract):
    @pytest.fixture
    def world(self) -> MemoryWorld:
        return MemoryWorld()


def test_it_is_a_crm_that_takes_notes() -> None:
    made: CRM = MemoryCrm(Tables())
    assert isinstance(made, Noting)
