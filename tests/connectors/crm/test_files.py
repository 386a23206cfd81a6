"""Tables of some other program: read, never written; what the rep approved stands beside them and counts."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Literal

import pytest

from connectors.crm import files_tables as tables
from connectors.crm.files import Files, FilesOptions
from connectors.wire.tables import contacts as read_contacts
from sync.crm import CONTACT_FIELDS, CRM, DEAL_FIELDS, ROLES, Change, CrmContact, CrmDeal, RecordKind, Stage
from sync.crm_errors import CrmRefused
from sync.errors import BadFile, FolderAway, StartOver
from sync.model import Cursor
from tests.connectors.crm.world import ADA, BEN, STAGES, Fault, Record, bare, pull
from tests.connectors.crm.writing import WriteContract

STATUSES: tuple[Literal["open", "won", "lost"], ...] = ("open", "open", "open", "won", "lost")
LIST = [Stage("Sales", n, name, "", status) for n, (name, status) in enumerate(zip(STAGES, STATUSES, strict=True))]


class FilesWorld:
    """Two tables in a folder, exported anew with each edit."""

    fields = frozenset({*DEAL_FIELDS, *CONTACT_FIELDS})
    tells = frozenset[str]()
    guarded = False
    pipeline = "Sales"
    roles = frozenset(ROLES)
    role = "champion"
    bulk = 0

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.contacts: dict[str, CrmContact] = {}
        self.deals: dict[str, CrmDeal] = {}
        self.firms: dict[str, str] = {}
        self.export()

    def export(self) -> None:
        """What the other program does."""
        people = [(each, self.firms.get(each.company, "")) for each in self.contacts.values()]
        sales = [(each, self.firms.get(each.company, "")) for each in self.deals.values()]
        (self.folder / "contacts.csv").write_text(tables.contact_table(people), encoding="utf-8", newline="")
        (self.folder / "deals.csv").write_text(tables.deal_table(sales), encoding="utf-8", newline="")

    def connector(self) -> Files:
        contacts, deals, changes = (self.folder / f"{name}.csv" for name in ("contacts", "deals", "changes"))
        return Files(FilesOptions(contacts, deals, changes, LIST, 2, lambda: 1_795_000_000))

    def company(self, name: str, *domains: str) -> str:
        del domains  # a company has them from its people
        self.firms[tables.company_id(name)] = name
        return tables.company_id(name)

    def contact(self, name: str, *addresses: str, company: str = "", title: str = "", phone: str = "",
                typed: Iterable[str] = ()) -> str:  # fmt: skip
        assert not list(typed), "a table does not tell"
        id_ = f"C-{len(self.contacts) + 1}"
        self.contacts[id_] = CrmContact(id_, name, addresses, company, title, phone)
        self.export()
        return id_

    def deal(self, name: str, **fields: Any) -> str:
        id_ = f"D-{len(self.deals) + 1}"
        stage = fields.get("stage", STAGES[0])
        status = STATUSES[STAGES.index(stage)]
        self.deals[id_] = CrmDeal(id_, name, pipeline="Sales", **{"stage": stage, **fields, "status": status})
        self.export()
        return id_

    def edit(self, kind: RecordKind, id: str, **fields: Any) -> None:
        if "stage" in fields:
            fields["status"] = STATUSES[STAGES.index(fields["stage"])]
        if kind == "contact":
            self.contacts[id] = self.contacts[id]._replace(**fields)
        else:
            self.deals[id] = self.deals[id]._replace(**fields)
        self.export()

    def remove(self, kind: RecordKind, id: str) -> None:
        del (self.contacts if kind == "contact" else self.deals)[id]
        self.export()

    def merge(self, kind: RecordKind, id: str, into: str) -> str:
        raise NotImplementedError

    def give_away(self, id: str) -> None:
        raise NotImplementedError

    def holds(self, kind: RecordKind, id: str) -> Record | None:
        return pull(self.connector()).records.get((kind, id))

    def people(self, address: str) -> list[str]:
        found = pull(self.connector()).records.values()
        return [each.id for each in found if isinstance(each, CrmContact) and address in each.addresses]

    def writes(self) -> int:
        path = self.folder / "changes.csv"
        return len(path.read_text(encoding="utf-8").splitlines()) - 1 if path.exists() else 0

    def notes(self) -> list[str]:
        return []

    def trouble(self, fault: Fault, on: Literal["read", "write"], times: int = 1) -> bool:
        raise NotImplementedError(fault, on, times)

    def meanwhile(self, act: Callable[[], object]) -> None:
        raise NotImplementedError

    def expire(self, cursor: Cursor) -> Cursor | None:
        raise NotImplementedError(cursor)


@pytest.fixture
def world(tmp_path: Path) -> FilesWorld:
    return FilesWorld(tmp_path)


class TestFiles(WriteContract):
    @pytest.fixture
    def world(self, tmp_path: Path) -> FilesWorld:
        return FilesWorld(tmp_path)

    @pytest.fixture
    def crm(self, world: FilesWorld) -> Iterator[CRM]:
        made = world.connector()
        yield made
        made.close()


def close(deal: str, old: str | None = None, new: str = "2026-06-30") -> Change:
    return Change("key-1", "deal", deal, "close_date", old, new, "Sales")


def test_all_is_pulled_in_pages_and_once(world: FilesWorld) -> None:
    firm = world.company("Customer")
    ada, ben = world.contact("Ada", ADA, company=firm, title="Buyer", phone="+49 30 1"), world.contact("Ben", BEN)
    deal = world.deal("Engines", company=firm, amount="45000.00", currency="EUR", contacts=((ada, "champion"), (ben, "")),
                      next_step="Call", next_step_date="2026-03-05")  # fmt: skip
    crm = world.connector()
    book = pull(crm)
    assert len(book.pages) == 2
    assert bare(book.records["contact", ada]) == bare(world.contacts[ada])
    assert bare(book.records["deal", deal]) == bare(world.deals[deal])
    assert [stage.name for stage in book.stages] == list(STAGES)
    assert pull(crm, book).pages == []
    world.edit("deal", deal, close_date="2026-09-30")
    found = pull(crm, book).records["deal", deal]
    assert isinstance(found, CrmDeal)
    assert found.close_date == "2026-09-30"


def test_a_pull_left_half_way_goes_on_there(world: FilesWorld) -> None:
    for number in range(5):
        world.deal(f"Deal {number}")
    first = next(iter(world.connector().pull(None)))
    rest = list(world.connector().pull(first.cursor))
    assert len([*first.deals, *(deal for page in rest for deal in page.deals)]) == 5
    assert rest[0].stages is None


@pytest.mark.parametrize("value", ["", "{", "[]", "null", "{}", '{"digest": 3, "at": 1}', "[" * 100_000])
def test_a_strange_cursor_says_start_over(world: FilesWorld, value: str) -> None:
    with pytest.raises(StartOver):
        list(world.connector().pull(Cursor("files-1", value)))
    with pytest.raises(StartOver):
        list(world.connector().pull(Cursor("other", '{"digest": "a", "at": 1}')))


def test_the_tables_of_the_other_program_are_never_written(world: FilesWorld) -> None:
    deal = world.deal("Engines")
    before = {path.name: path.read_bytes() for path in world.folder.iterdir()}
    world.connector().apply(close(deal))
    after = {path.name: path.read_bytes() for path in world.folder.iterdir()}
    assert {name: after[name] for name in before} == before
    assert after.keys() - before.keys() == {"changes.csv"}
    line = (world.folder / "changes.csv").read_text(encoding="utf-8").splitlines()[1]
    assert line == f"deal,{deal},close_date,,2026-06-30,2026-11-18T11:06:40+00:00,key-1"


def test_once_the_export_has_it_nothing_is_left_to_lay_over(world: FilesWorld) -> None:
    deal, crm = world.deal("Engines"), world.connector()
    crm.apply(close(deal))
    assert crm.read(close(deal)) == "2026-06-30"
    world.edit("deal", deal, close_date="2026-06-30")
    assert crm.read(close(deal)) == "2026-06-30"
    world.edit("deal", deal, close_date="2026-12-31")
    assert crm.read(close(deal)) == "2026-12-31"


def test_a_new_contact_is_there_before_the_export_has_it(world: FilesWorld) -> None:
    deal = world.deal("Engines")
    new = {"address": ADA, "name": "Ada", "title": ""}
    assert world.connector().apply(Change("k", "deal", deal, "new_contact", None, new)) == ADA
    book = pull(world.connector())
    assert ("contact", ADA) in book.records
    mine = world.contact("Ada B.", ADA)
    book = pull(world.connector())
    assert ("contact", ADA) not in book.records
    found = book.records["deal", deal]
    assert isinstance(found, CrmDeal)
    assert found.contacts == ((mine, ""),)


def test_cells_that_a_spreadsheet_would_run_are_made_harmless(world: FilesWorld) -> None:
    ada = world.contact("=cmd|' /C calc'!A0", ADA, phone="+49 30 1")
    raw = (world.folder / "contacts.csv").read_text(encoding="utf-8")
    assert "'=cmd" in raw
    assert ",'+49 30 1" in raw
    found = pull(world.connector()).records["contact", ada]
    assert isinstance(found, CrmContact)
    assert (found.name, found.phone) == ("=cmd|' /C calc'!A0", "+49 30 1")
    world.connector().apply(Change("k", "contact", ada, "title", None, "@SUM(1)"))
    assert ",'@SUM(1)," in (world.folder / "changes.csv").read_text(encoding="utf-8")
    assert world.connector().read(Change("k", "contact", ada, "title", None, "x")) == "@SUM(1)"
    assert read_contacts(b"id,name\r\n1,'Tis\r\n").rows[0].name == "'Tis"


def test_bad_rows_are_told_and_the_others_taken(world: FilesWorld) -> None:
    world.deal("Engines")
    with (world.folder / "deals.csv").open("a", encoding="utf-8") as file:
        file.write("D-9,Odd,,,lots,EUR,,,,,,\r\n")
    crm = world.connector()
    assert len(pull(crm).records) == 1
    ((path, row),) = crm.bad
    assert (path.name, row.line) == ("deals.csv", 3)


def test_a_missing_table_waits_and_a_strange_one_is_named(world: FilesWorld) -> None:
    (world.folder / "deals.csv").unlink()
    with pytest.raises(FolderAway, match=r"deals\.csv"):
        list(world.connector().pull(None))
    (world.folder / "deals.csv").write_bytes(b"PK\x03\x04")
    with pytest.raises(BadFile, match="spreadsheet"):
        list(world.connector().pull(None))
    world.export()
    (world.folder / "changes.csv").write_text("record,id\nx,1\n")
    with pytest.raises(BadFile, match="table of changes"):
        list(world.connector().pull(None))


def test_a_value_that_no_table_holds_is_refused(world: FilesWorld) -> None:
    deal = world.deal("Engines")
    amount = {"amount": "1" * 30, "currency": "EUR"}
    for field, value in (("amount", amount), ("close_date", "soon"), ("next_step", {"date": "soon", "text": "x"})):
        with pytest.raises(CrmRefused):
            world.connector().apply(Change("k", "deal", deal, field, None, value))
    assert world.writes() == 0


def test_the_table_of_changes_is_the_reps_alone(world: FilesWorld) -> None:
    deal = world.deal("A")
    old = os.umask(0)
    try:
        world.connector().apply(Change("k", "deal", deal, "close_date", None, "2026-03-31"))
    finally:
        os.umask(old)
    assert stat.S_IMODE((world.folder / "changes.csv").stat().st_mode) == 0o600
