"""What the CRM in memory holds, and what goes wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import NamedTuple

from sync.crm import CrmCompany, CrmContact, CrmDeal, Note, RecordKind, Stage

Record = CrmCompany | CrmContact | CrmDeal
KINDS: tuple[RecordKind, ...] = ("company", "contact", "deal")
Place = tuple[int, int]  # of the kind, of the record within it


class Entry(NamedTuple):
    """One record; None: removed. The number is that of its last change."""

    number: int
    record: Record | None
    into: str = ""
    """Where it went when it was merged."""


class Tables:
    """All records of one make-believe CRM. Others change them; a connector writes only by `apply` and `note`."""

    def __init__(self, *stages: Stage) -> None:
        self.stages = stages
        self.entries: dict[tuple[RecordKind, str], Entry] = {}
        self.notes: dict[str, Note] = {}
        self.numbers, self.ids = count(1), count(1)
        self.head = self.epoch = 0

    def put(self, kind: RecordKind, record: Record) -> str:
        """Make a record, or change the one with its id; its id. An empty id: a new one."""
        self.head = next(self.numbers)
        id_ = record.id or str(next(self.ids))
        if not isinstance(record, CrmCompany):
            record = record._replace(revision=str(self.head))
        self.entries[kind, id_] = Entry(self.head, record._replace(id=id_))
        return id_

    def drop(self, kind: RecordKind, id: str, into: str = "") -> None:
        """Delete it, or make it part of another one."""
        self.head = next(self.numbers)
        self.entries[kind, id] = Entry(self.head, None, into)

    def expire_cursors(self) -> None:
        """No cursor written so far is understood any more."""
        self.epoch += 1


@dataclass
class Script:
    """What goes wrong. By default it is the CRM's best day."""

    reading: Callable[[], Exception | None] = lambda: None
    """Asked before each reading: an exception is raised."""
    writing: Callable[[], tuple[Exception, bool] | None] = lambda: None
    """Asked before each writing: an exception is raised, after the writing was done or instead of it."""
    between: list[Callable[[], object]] = field(default_factory=list)
    """Done once each, after a record was read."""


def place(kind: RecordKind, id: str) -> Place:
    """Where a record stands in a listing."""
    return KINDS.index(kind), int(id)
