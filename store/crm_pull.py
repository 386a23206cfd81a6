"""What a CRM tells, into the store: a page with its cursor in one transaction, never half of it.

A replayed page changes nothing. Contacts and deals are taken in exactly as those of a file (intake.py), so held mail of a new contact
is fetched by the next round. A person whom a file brought before becomes the CRM's record (adopting.py). A record's `external` is "<crm's name>:<id>"; of a CRM of files it is the bare id, as `import` has it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Connection, Row, text

from matchers.book import bare_domain
from store import adopting, bulk, crm_gone
from store.database import Database
from store.intake import Companies, Contacts, Deals, Person, Sale, folded
from store.schema_deals import crm_records, field_sources, stages
from sync.crm import CONTACT_FIELDS, CrmCompany, CrmContact, CrmDeal, CrmPage, RecordKind, Stage
from sync.ports import Digest

Kept = TypeVar("Kept", CrmCompany, CrmContact, CrmDeal)


class Pulled(NamedTuple):
    """What pages changed. `recalled`: held items that will be looked at again."""

    contacts: int = 0
    deals: int = 0
    gone: int = 0
    recalled: int = 0

    def plus(self, other: Pulled) -> Pulled:
        """Both together."""
        return Pulled(*map(sum, zip(self, other, strict=True)))


class Puller:
    """Takes the pages of one CRM. `internal` domains never become a customer's."""

    def __init__(
        self, database: Database, name: str, kind: str, digest: Digest, internal: Collection[str] = ()
    ) -> None:
        self._database = database
        self._name = name
        self._kind = kind
        self._digest = digest
        self._internal = frozenset(internal)

    def take(self, page: CrmPage) -> Pulled:
        """One page, whole or not at all."""
        with self._database.write() as connection:
            crm = int(
                connection.execute(text("select id from crms where name = :name"), {"name": self._name}).scalar_one()
            )
            done = _Page(connection, crm, page, self._external).take(self._digest, self._internal)
            connection.execute(_CURSOR, {"id": crm, "kind": page.cursor.kind, "value": page.cursor.value})
            return done

    def _external(self, remote: str) -> str:
        return external_of(self._kind, self._name, remote)


def external_of(kind: str, name: str, remote: str) -> str:
    """What a record of a CRM is called here."""
    return remote if kind == "files" else f"{name}:{remote}"


def home_of(connection: Connection, kind: RecordKind, id: int | None, external: str | None) -> Row[Any] | None:
    """The CRM (`id, name, kind`) that a record is of, with its id there (`remote`): of merged ones the one that is left. None: it is
    in no CRM."""
    found = list(connection.execute(_HOMES, {"kind": kind, "id": id}))
    own = [row for row in found if external == external_of(row.kind, row.name, row.remote)]
    return next(iter(own or found), None)


class _Records:
    """Which record of ours is which of the CRM's, of one kind, as far as a page speaks of it."""

    def __init__(self, connection: Connection, crm: int, kind: RecordKind, remotes: Iterable[str]) -> None:
        self._connection = connection
        self._key = {"crm": crm, "kind": kind}
        rows = bulk.select_in(connection, _KNOWN, sorted(set(remotes)), **self._key)
        self._known = {row.remote: (int(row.local_id), row.revision) for row in rows}

    def local(self, remote: str) -> int | None:
        """Our id of it."""
        found = self._known.get(remote)
        return None if found is None else found[0]

    def put(self, remote: str, local: int, revision: str = "") -> None:
        """This one is that one."""
        if self._known.get(remote) != (local, revision):
            row = (*self._key.values(), remote, local, revision)
            bulk.insert(self._connection, crm_records, [row], _SAME_RECORD)
            self._known[remote] = (local, revision)

    def drop(self, remote: str) -> None:
        """The CRM does not have it any more."""
        self._connection.execute(_DROP, {**self._key, "remote": remote})
        self._known.pop(remote, None)


class _Page:
    """One page at work, in the transaction that stores it."""

    def __init__(self, connection: Connection, crm: int, page: CrmPage, external: Callable[[str], str]) -> None:
        self._connection = connection
        self._crm = crm
        self._page = page
        self._external = external
        self._companies = self._records(
            "company",
            [each.id for each in page.companies],
            [each.company for each in page.contacts],
            [each.company for each in page.deals],
        )
        self._contacts = self._records(
            "contact", [each.id for each in page.contacts], [id for deal in page.deals for id, _ in deal.contacts]
        )
        self._deals = self._records("deal", [each.id for each in page.deals])

    def _records(self, kind: RecordKind, *remotes: Iterable[str]) -> _Records:
        gone = [each.id for each in self._page.removed if each.kind == kind]
        merged = [id for each in self._page.merged if each.kind == kind for id in (each.id, each.into)]
        return _Records(self._connection, self._crm, kind, [*gone, *merged, *(id for part in remotes for id in part)])

    def take(self, digest: Digest, internal: frozenset[str]) -> Pulled:
        """Stages, companies, contacts, deals; then what is not there any more."""
        page = self._page
        if page.stages is not None:
            _put_stages(self._connection, self._crm, page.stages)
        people = _last(page.contacts)
        fresh = (each for each in people if self._contacts.local(each.id) is None)
        adopting.adopt(self._connection, {self._external(each.id): each.addresses for each in fresh})
        work = Contacts(self._connection, digest, internal, (self._external(each.id) for each in people))
        self._take_companies(_last(page.companies), work)
        for contact in people:
            self._take_contact(contact, work)
        recalled = work.finish()
        sales = Deals(self._connection, (self._external(each.id) for each in page.deals))
        for deal in _last(page.deals):
            self._take_deal(deal, sales)
        sales.finish()
        gone = self._merge() + self._remove()
        _put_sources(self._connection, {self._contacts.local(each.id): each.typed for each in people})
        contacts, deals = (each.counts["added"] + each.counts["updated"] for each in (work, sales))
        return Pulled(contacts, deals, gone, recalled)

    def _take_companies(self, found: Collection[CrmCompany], work: Contacts) -> None:
        named = {
            each.id: each.name.strip() or next(iter(each.domains), "") or self._external(each.id) for each in found
        }
        for remote, name in named.items():
            self._rename(remote, name)
        firms = Companies(self._connection, named.values())
        for each in found:
            before, now = self._companies.local(each.id), firms.id(named[each.id])
            if now is None:
                continue
            if before not in {None, now} and before is not None and self._alone(before):
                crm_gone.merge(self._connection, "company", before, now)  # two that have one name are one here
            self._companies.put(each.id, now)
            for domain in each.domains:
                work.put_domain(bare_domain(domain), now)

    def _rename(self, remote: str, name: str) -> None:
        """A company that is known follows its new name, unless another one has that name or shares the row."""
        local = self._companies.local(remote)
        if local is not None and self._alone(local):
            self._connection.execute(_RENAME, {"id": local, "name": name, "folded": folded(name)})

    def _alone(self, local: int) -> bool:
        """Whether no other record of a CRM is the same company here."""
        return int(self._connection.scalar(_SHARERS, {"id": local}) or 0) < 2

    def _take_contact(self, contact: CrmContact, work: Contacts) -> None:
        external = self._external(contact.id)
        if self._is_alias("contact", contact.id):
            return
        name = contact.name.strip() or next(iter(contact.addresses), "") or external
        company = self._companies.local(contact.company) if contact.company else None
        local = work.take(Person(external, name, contact.title, contact.phone, company, contact.addresses))
        self._contacts.put(contact.id, local, contact.revision)

    def _take_deal(self, deal: CrmDeal, sales: Deals) -> None:
        external = self._external(deal.id)
        if self._is_alias("deal", deal.id):
            return
        roles = {local: role for id, role in deal.contacts if (local := self._contacts.local(id)) is not None}
        company = self._companies.local(deal.company) if deal.company else None
        local = sales.take(
            Sale(external, deal.name.strip() or external, company, deal.stage, deal.amount, deal.currency, deal.close_date,
                 deal.status, roles, deal.pipeline, deal.next_step, deal.next_step_date)
        )  # fmt: skip
        self._deals.put(deal.id, local, deal.revision)

    def _is_alias(self, kind: RecordKind, remote: str) -> bool:
        """Whether it became part of another record: what an old page says of it must not overwrite the winner."""
        local = self._of(kind).local(remote)
        if local is None:
            return False
        return self._connection.scalar(_EXTERNAL[kind], {"id": local}) not in {None, self._external(remote)}

    def _of(self, kind: RecordKind) -> _Records:
        return {"contact": self._contacts, "company": self._companies, "deal": self._deals}[kind]

    def _merge(self) -> int:
        count = 0
        for each in self._page.merged:
            records = self._of(each.kind)
            old, new = records.local(each.id), records.local(each.into)
            if old is None or old == new:
                continue
            if new is None:  # the winner is not the rep's: for the rep the record is gone
                crm_gone.remove(self._connection, each.kind, old)
                records.drop(each.id)
            else:
                crm_gone.merge(self._connection, each.kind, old, new)
                records.put(each.id, new)
            count += 1
        return count

    def _remove(self) -> int:
        present = {(kind, each.id) for kind, part in self._parts() for each in part}
        count = 0
        for gone in self._page.removed:
            records = self._of(gone.kind)
            local = records.local(gone.id)
            if local is None or (gone.kind, gone.id) in present:
                continue
            shared = not self._alone(local) if gone.kind == "company" else self._is_alias(gone.kind, gone.id)
            records.drop(gone.id)
            if not shared:
                crm_gone.remove(self._connection, gone.kind, local)
            count += 1
        return count

    def _parts(self) -> tuple[tuple[RecordKind, Collection[CrmCompany | CrmContact | CrmDeal]], ...]:
        page = self._page
        return ("company", page.companies), ("contact", page.contacts), ("deal", page.deals)


def _last(rows: Iterable[Kept]) -> list[Kept]:
    """Each record once: of one that a page names twice, the last word counts."""
    return list({row.id: row for row in rows}.values())


def _put_stages(connection: Connection, crm: int, found: Iterable[Stage]) -> None:
    """Replace what is known of the pipelines, where it differs."""
    wanted = sorted((each.pipeline, each.position, each.name, each.id, each.status) for each in found)
    stored = sorted(tuple(row) for row in connection.execute(_STAGES, {"crm": crm}))
    if stored == wanted:
        return
    connection.execute(text("delete from stages where crm_id = :crm"), {"crm": crm})
    ids = bulk.next_ids(connection, stages, len(wanted)) if wanted else ()
    bulk.insert(connection, stages, [(id, crm, *row) for id, row in zip(ids, wanted, strict=True)])


def _put_sources(connection: Connection, typed: Mapping[int | None, frozenset[str]]) -> None:
    """Which fields a person typed into the CRM. What the rep or Repside set stays known as such until a person types over it."""
    ids = [id for id in typed if id is not None]
    stored = {(row.contact_id, row.field) for row in bulk.select_in(connection, _TYPED, ids)}
    wanted = {(id, field) for id in ids for field in typed[id] if field in CONTACT_FIELDS}
    for id, field in sorted(stored - wanted):
        connection.execute(_UNTYPE, {"id": id, "field": field})
    rows = [(id, field, "person") for id, field in sorted(wanted - stored)]
    bulk.insert(connection, field_sources, rows, "(contact_id, field) do update set source = excluded.source")


_CURSOR = text("update crms set cursor_kind = :kind, cursor = :value where id = :id")
_KNOWN = "select remote, local_id, revision from crm_records where crm_id = :crm and kind = :kind and remote in :values"
_HOMES = text(
    """select crms.id, crms.name, crms.kind, remote from crm_records join crms on crms.id = crm_id
       where crm_records.kind = :kind and local_id = :id order by crms.id, remote"""
)
_SAME_RECORD = """(crm_id, kind, remote) do update set local_id = excluded.local_id, revision = excluded.revision"""
_DROP = text("delete from crm_records where crm_id = :crm and kind = :kind and remote = :remote")
_RENAME = text(
    """update companies set name = :name, folded = :folded where id = :id and (name <> :name or folded <> :folded)
       and not exists (select 1 from companies as other where other.folded = :folded and other.id <> :id)"""
)
_SHARERS = text("select count(*) from crm_records where kind = 'company' and local_id = :id")
_EXTERNAL = {
    "contact": text("select external from contacts where id = :id"),
    "deal": text("select external from deals where id = :id"),
}
_STAGES = text("select pipeline, position, name, remote, status from stages where crm_id = :crm")
_TYPED = "select contact_id, field from field_sources where source = 'person' and contact_id in :values"
_UNTYPE = text("delete from field_sources where contact_id = :id and field = :field")
