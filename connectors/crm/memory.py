"""A full CRM in this process: the store's sparring partner, and the yardstick of the others.

Each change of a record has a number. Cursor "memory-crm-1", JSON [epoch, from, head, last]: what changed up to `from` is told, and of what
changed up to `head` all whose place is not after `last` (null: everything). There is no other state.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, NoReturn

from connectors.crm import applying
from connectors.crm.memory_tables import Place, Record, Script, Tables, place
from connectors.crm.values import Person, due, paid, words
from sync.crm import (
    ROLES,
    Change,
    CrmCompany,
    CrmContact,
    CrmDeal,
    CrmPage,
    Merged,
    Note,
    RecordKind,
    Removed,
    Value,
)
from sync.crm_errors import CrmConflict, CrmRecordGone, CrmRefused
from sync.errors import StartOver
from sync.model import Cursor


class MemoryCrm:
    """The port over `Tables`, `page` records at a time."""

    def __init__(
        self, tables: Tables, *, page: int = 50, roles: Collection[str] = ROLES, script: Script | None = None
    ) -> None:
        self.tables, self.page, self.roles, self.script = tables, page, roles, script or Script()
        self.writes = 0

    def pull(self, since: Cursor | None) -> Iterator[CrmPage]:
        """By kind and id, with tombstones. What changes meanwhile gets a higher number: the next pull's news."""
        start, head, last = self._cursor(since)
        first = since is None
        while True:
            self._ask()
            places = sorted((place(*key), key) for key, entry in self.tables.entries.items() if start < entry.number)
            rest = [key for where, key in places if last is None or where > last]
            news, more = rest[: self.page], len(rest) > self.page
            resumed, last = last is not None, place(*news[-1]) if more else None
            if news or first or resumed:
                yield self._page(news, [start, head, list(last or ())] if more else [head, head, []], stages=first)
            if not more:
                return
            first = False

    def read(self, change: Change) -> Value:
        """What the field says now."""
        return applying.read(self, change)

    def apply(self, change: Change) -> str:
        """Write it once."""
        return applying.apply(self, change)

    def landed(self, change: Change) -> bool:
        """Whether it is there."""
        return applying.landed(self, change)

    def note(self, note: Note) -> str:
        """Once for each key."""
        self._ask()
        if note.key not in self.tables.notes:
            self._write(lambda: self.tables.notes.setdefault(note.key, note))
        return note.key

    def close(self) -> None:
        """Nothing to let go of."""

    # Records

    def deal(self, id: str) -> CrmDeal:
        """The rep's own deal."""
        found = self._get("deal", id)
        return found if isinstance(found, CrmDeal) else self._gone(id)

    def contact(self, id: str) -> CrmContact:
        """One person."""
        found = self._get("contact", id)
        return found if isinstance(found, CrmContact) else self._gone(id)

    def known(self, address: str) -> CrmContact | None:
        """By any of the addresses."""
        self._ask()
        people = [entry.record for entry in self.tables.entries.values() if isinstance(entry.record, CrmContact)]
        return next((each for each in people if address.casefold() in map(str.casefold, each.addresses)), None)

    def put(self, change: Change, record: CrmDeal | CrmContact) -> None:
        """One field, and only over the record that was read."""
        fields = self._fields(change, record)

        def write() -> None:
            held = self.tables.entries[change.record, change.id].record
            if held is None or not isinstance(held, CrmDeal | CrmContact) or held.revision != record.revision:
                raise CrmConflict(record=change.id)
            self.tables.put(change.record, held._replace(**fields))

        self._write(write)

    def make(self, who: Person, deal: CrmDeal) -> str:
        """A new contact, unless somebody made one just now."""
        made: list[str] = []

        def write() -> None:
            found = self.known(who.address)
            new = CrmContact("", who.name, (who.address,), deal.company, who.title)
            made.append(found.id if found else self.tables.put("contact", new))

        self._write(write)
        self.join(deal, made[0], "")
        return made[0]

    def join(self, deal: CrmDeal, contact: str, role: str) -> None:
        """On the deal, in the place of what was said of this contact before."""
        if role and role not in self.roles:
            raise CrmRefused(why=f"it has no word for the role {role}")
        on = (*(each for each in deal.contacts if each[0] != contact), (contact, role))
        self._write(lambda: self.tables.put("deal", deal._replace(contacts=on)))

    # within

    def _fields(self, change: Change, record: CrmDeal | CrmContact) -> Mapping[str, Any]:
        """What a change sets in the record. Raises CrmRefused."""
        if change.field in {"phone", "title"}:
            return {change.field: words(change.new)}
        if change.field == "email" and isinstance(record, CrmContact):
            return {"addresses": (words(change.new), *record.addresses[1:])}
        if change.field == "next_step":
            step = change.new if isinstance(change.new, dict) else {}
            return {"next_step": step.get("text", ""), "next_step_date": step.get("date", "")}
        if change.field == "close_date":
            return {"close_date": due(change.new)}
        if change.field == "amount":
            return dict(zip(("amount", "currency"), paid(change.new), strict=True))
        stage = next((each for each in self.tables.stages if each.name == change.new), None)
        if stage is None:
            raise CrmRefused(why=f"the pipeline has no stage {change.new}")
        return {"stage": stage.name, "status": stage.status}

    def _get(self, kind: RecordKind, id_: str) -> Record | None:
        self._ask()
        entry = self.tables.entries.get((kind, id_))
        while self.script.between:
            self.script.between.pop()()
        return entry.record if entry else None

    def _gone(self, id_: str) -> NoReturn:
        raise CrmRecordGone(record=id_)

    def _ask(self) -> None:
        if error := self.script.reading():
            raise error

    def _write(self, write: Callable[[], object]) -> None:
        error, done = self.script.writing() or (None, True)
        if done:
            write()
            self.writes += 1
        if error:
            raise error

    def _cursor(self, since: Cursor | None) -> tuple[int, int, Place | None]:
        if since is None:
            return 0, self.tables.head, None
        try:
            epoch, start, head, last = json.loads(since.value)
            where = (int(last[0]), int(last[1])) if last else None
            found = int(start), int(head) if last else self.tables.head, where
        except (ValueError, TypeError, IndexError, RecursionError) as error:
            raise StartOver(stream="the CRM") from error
        if (since.kind, epoch) != ("memory-crm-1", self.tables.epoch):
            raise StartOver(stream="the CRM")
        return found

    def _page(self, keys: list[tuple[RecordKind, str]], mark: list[object], *, stages: bool) -> CrmPage:
        news = [(kind, id_, self.tables.entries[kind, id_]) for kind, id_ in keys]
        records = [entry.record for _, _, entry in news]
        return CrmPage(
            cursor=Cursor("memory-crm-1", json.dumps([self.tables.epoch, *mark])),
            companies=[each for each in records if isinstance(each, CrmCompany)],
            contacts=[each for each in records if isinstance(each, CrmContact)],
            deals=[each for each in records if isinstance(each, CrmDeal)],
            stages=self.tables.stages if stages else None,
            removed=[Removed(kind, id_) for kind, id_, entry in news if entry.record is None and not entry.into],
            merged=[Merged(kind, id_, entry.into) for kind, id_, entry in news if entry.into],
        )
