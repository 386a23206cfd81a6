"""Tables of contacts and deals that some other program exports (CSV). They are read and never written.

What the rep approved goes into a table of changes beside them, for whoever keys it into that program, and counts from then on: a record
says what its table says, with each change over it whose old value the table still has. Once an export brings the new value, nothing is left
to lay over it; and where somebody wrote another one there, that one counts.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from connectors.crm import applying
from connectors.crm import files_tables as tables
from connectors.crm.values import due, open_to, paid, person, same, words
from connectors.wire import cells
from connectors.wire import tables as csv_tables
from connectors.wire.tables import BadRow
from sync.crm import CONTACT_FIELDS, Change, CrmCompany, CrmContact, CrmDeal, CrmPage, Stage, Value
from sync.crm_errors import CrmRecordGone, CrmRefused
from sync.errors import BadFile, FolderAway, StartOver
from sync.model import Cursor

KIND = "files-1"
HEAD = ("record", "id", "field", "old", "new", "approved_at", "key")
MAX_BYTES = 50_000_000


class FilesOptions(NamedTuple):
    """Which tables."""

    contacts: Path | None
    deals: Path | None
    changes: Path
    """The table of changes, made when there is one."""
    stages: Sequence[Stage] = ()
    """Those of the configuration: a file has no list of its own."""
    page: int = 1_000
    now: Callable[[], float] = time.time


class _Book(NamedTuple):
    """What the tables say, with the changes over it."""

    companies: Sequence[CrmCompany]
    contacts: dict[str, CrmContact]
    deals: dict[str, CrmDeal]


class Files:
    """The port over two tables. `bad`: rows of the last reading that were left out, with their file."""

    def __init__(self, options: FilesOptions) -> None:
        self._options = options
        self.bad: list[tuple[Path, BadRow]] = []

    def pull(self, since: Cursor | None) -> Iterator[CrmPage]:
        """All of it, when anything differs from what was told last."""
        digest, at = _mark(since)
        book = self._book()
        records = [*book.companies, *book.contacts.values(), *book.deals.values()]
        now = hashlib.blake2b(repr((records, self._options.stages)).encode(), digest_size=16).hexdigest()
        if (now, -1) == (digest, at):
            return
        start = at if now == digest else 0
        for first in range(start, max(len(records), start + 1), self._options.page):
            part, following = records[first : first + self._options.page], first + self._options.page
            yield CrmPage(
                Cursor(KIND, json.dumps({"digest": now, "at": following if following < len(records) else -1})),
                [each for each in part if isinstance(each, CrmCompany)],
                [each for each in part if isinstance(each, CrmContact)],
                [each for each in part if isinstance(each, CrmDeal)],
                list(self._options.stages) if first == 0 else None,
            )

    def read(self, change: Change) -> Value:
        """What the field says now."""
        return applying.read(self, change)

    def apply(self, change: Change) -> str:
        """A row in the table of changes."""
        if not open_to(change, self.read(change)):
            return self._made(change)
        self._check(change)
        rows = self._changes()
        self._save([*rows, (change, datetime.fromtimestamp(self._options.now(), UTC).isoformat(timespec="seconds"))])
        return self._made(change)

    def landed(self, change: Change) -> bool:
        """Whether the record says so."""
        return applying.landed(self, change)

    def close(self) -> None:
        """Nothing is open."""

    # applying.Looking

    def deal(self, id: str) -> CrmDeal:
        """A deal of the table."""
        found = self._book().deals.get(id)
        if found is None:
            raise CrmRecordGone(record=id[:100])
        return found

    def contact(self, id: str) -> CrmContact:
        """A person of the table."""
        found = self._book().contacts.get(id)
        if found is None:
            raise CrmRecordGone(record=id[:100])
        return found

    def known(self, address: str) -> CrmContact | None:
        """By any of the addresses."""
        return _known(self._book().contacts, address)

    # within

    def _check(self, change: Change) -> None:
        """Raises CrmRefused for a value that no table could hold."""
        if change.field in {"stage", "closed_lost"}:
            names = {stage.name for stage in self._options.stages} | {
                each.stage for each in self._book().deals.values()
            }
            if change.new not in names:
                raise CrmRefused(why=f"no deal and no [[pipeline]] has a stage {change.new}")
        elif change.field == "contact_role" and self.known(person(change.new).address) is None:
            raise CrmRefused(why="it does not know this person; approve the new contact first")
        _laid(change, CrmDeal("", "") if change.record == "deal" else CrmContact("", ""), self._status)

    def _made(self, change: Change) -> str:
        if change.field not in {"new_contact", "contact_role"}:
            return change.id
        found = self.known(person(change.new).address)
        return found.id if found else change.id

    def _status(self, stage: str) -> str:
        return next((each.status for each in self._options.stages if each.name == stage), "open")

    def _book(self) -> _Book:
        self.bad = []
        people = self._rows(self._options.contacts, csv_tables.contacts)
        sales = self._rows(self._options.deals, csv_tables.deals)
        contacts = {row.id: tables.contact(row) for row in people}
        ids = {each.casefold(): row.id for row in people for each in (row.email, *row.other_emails) if each}
        ids |= {row.id: row.id for row in people}
        deals = {row.id: tables.deal(row, ids) for row in sales}
        for change, _ in self._changes():
            _lay(change, contacts, deals, self._status)
        return _Book(tables.companies(people, sales), contacts, deals)

    def _rows(self, path: Path | None, parse: Callable[[bytes], Any]) -> list[Any]:
        if path is None:
            return []
        try:
            found = parse(_content(path))
        except ValueError as error:
            raise BadFile(path=path, why=str(error).rstrip(".")) from error
        self.bad += [(path, row) for row in found.bad]
        return list(found.rows)

    def _changes(self) -> list[tuple[Change, str]]:
        path = self._options.changes
        if not path.exists():
            return []
        try:
            lines = csv.DictReader(io.StringIO(_content(path).decode("utf-8-sig"), newline=""))
            return [_change({str(name): cells.plain(cell or "") for name, cell in line.items()}) for line in lines]
        except (UnicodeDecodeError, csv.Error, ValueError, KeyError, TypeError) as error:
            raise BadFile(path=path, why="it is not the table of changes that Repside wrote") from error

    def _save(self, rows: Sequence[tuple[Change, str]]) -> None:
        """The whole table anew, in one step: a crash leaves the old one or the new one."""
        made = tables.table(HEAD, [
            (each.record, each.id, each.field, _text(each.old), _text(each.new), at, each.key) for each, at in rows
        ])  # fmt: skip
        path = self._options.changes
        fresh = path.with_name(path.name + ".new")
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(made)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)


def _lay(
    change: Change, contacts: dict[str, CrmContact], deals: dict[str, CrmDeal], status: Callable[[str], str]
) -> None:
    """A change over the tables, where they still say what the rep saw."""
    if change.record == "contact":
        if (one := contacts.get(change.id)) and same(change.field, applying.says(one, change.field), change.old):
            contacts[change.id] = one._replace(**_laid(change, one, status))
        return
    deal = deals.get(change.id)
    if deal is None:
        return
    if change.field in {"new_contact", "contact_role"}:
        _put_on(change, deal, contacts, deals)
    elif same(change.field, applying.says(deal, change.field), change.old):
        deals[change.id] = deal._replace(**_laid(change, deal, status))


def _put_on(change: Change, deal: CrmDeal, contacts: dict[str, CrmContact], deals: dict[str, CrmDeal]) -> None:
    who = person(change.new)
    found = _known(contacts, who.address)
    if found is None and change.field == "new_contact":
        found = contacts[who.address] = CrmContact(who.address, who.name, (who.address,), deal.company, who.title)
    if found is None:
        return
    roles = dict(deal.contacts)
    before = person(change.old).role if change.old else ""
    if change.field == "new_contact":
        roles.setdefault(found.id, "")
    elif roles.get(found.id, "") == before:
        roles[found.id] = who.role
    deals[change.id] = deal._replace(contacts=tuple(roles.items()))


def _laid(change: Change, record: CrmDeal | CrmContact, status: Callable[[str], str]) -> Mapping[str, Any]:
    """What a change sets in a record. Raises CrmRefused for a value that makes no sense."""
    value = change.new
    if change.field in {"stage", "closed_lost"}:
        stage = words(value)
        return {"stage": stage, "status": "lost" if change.field == "closed_lost" else status(stage)}
    if change.field == "amount":
        amount, currency = paid(value)
        if value is not None and not amount:
            raise CrmRefused(why="it is no amount of money")
        return {"amount": amount, "currency": currency or getattr(record, "currency", "")}
    if change.field == "close_date":
        return {"close_date": due(value)}
    if change.field == "next_step":
        step = value if isinstance(value, dict) else {}
        return {"next_step": step.get("text", ""), "next_step_date": due(step.get("date") or None)}
    if change.field in CONTACT_FIELDS and isinstance(record, CrmContact):
        if change.field == "email":
            return {"addresses": tuple(dict.fromkeys(each for each in (words(value), *record.addresses[1:]) if each))}
        return {change.field: words(value)}
    return {}


def _known(contacts: Mapping[str, CrmContact], address: str) -> CrmContact | None:
    folded = address.casefold()
    return next((each for each in contacts.values() if folded in map(str.casefold, each.addresses)), None)


def _change(line: Mapping[str, str]) -> tuple[Change, str]:
    record = line["record"]
    if record not in {"deal", "contact"}:
        raise ValueError(record)
    made = Change(line["key"], "deal" if record == "deal" else "contact", line["id"], line["field"],
                  _value(line["old"]), _value(line["new"]))  # fmt: skip
    return made, line["approved_at"]


def _text(value: Value) -> str:
    """A value in a cell: text as it is, anything else as JSON."""
    return value if isinstance(value, str) else "" if value is None else json.dumps(value, ensure_ascii=False)


def _value(cell: str) -> Value:
    if not cell.startswith("{"):
        return cell or None
    found = json.loads(cell)
    return {str(key): str(each) for key, each in found.items()}


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise FolderAway(path=path, why="there is no such file") from error
    except OSError as error:
        raise FolderAway(path=path, why=error.strerror or type(error).__name__) from error
    if len(raw) > MAX_BYTES:
        raise BadFile(path=path, why="it is larger than 50 MB")
    return raw


def _mark(since: Cursor | None) -> tuple[str, int]:
    if since is None:
        return "", 0
    try:
        found = json.loads(since.value)
        digest, at = found["digest"], found["at"]
    except (ValueError, TypeError, KeyError, RecursionError):
        digest, at = None, None
    if since.kind != KIND or not isinstance(digest, str) or not isinstance(at, int):
        raise StartOver(stream="the tables")
    return digest, at
