"""Companies, contacts and deals as they are taken in, from a file or a CRM: each is compared with what is stored, and what
differs is written at the end. Taking the same in twice changes nothing; what changes is matched anew.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sqlalchemy import Connection, text

from matchers.address import canonical, company_domain
from matchers.book import bare_domain
from store import bulk
from store.latematch import recall, rematch, rematch_deals
from store.schema import companies, company_domains, contact_addresses, contacts, deal_contacts, deals
from sync.ports import Digest


class Person(NamedTuple):
    """A contact that is taken in. `external` names it for ever."""

    external: str
    name: str
    title: str
    phone: str
    company: int | None
    addresses: tuple[str, ...]
    """The main one first."""
    domain: str = ""
    """Of the company, where it is said; else that of the main address counts."""


class Sale(NamedTuple):
    """A deal that is taken in. None: not said, so what is stored stays."""

    external: str
    name: str
    company: int | None
    stage: str
    amount: str
    currency: str
    close_date: str
    status: str
    roles: Mapping[int, str]
    """Contact → role."""
    pipeline: str | None = None
    next_step: str | None = None
    next_step_date: str | None = None


class Companies:
    """Company names to ids; a name is the same whatever its capitals and spaces. All that are missing are made at once."""

    def __init__(self, connection: Connection, names: Iterable[str]) -> None:
        wanted: dict[str, str] = {}
        for name in names:
            wanted.setdefault(folded(name), name.strip())
        wanted.pop("", None)
        rows = bulk.select_in(connection, "select id, folded from companies where folded in :values", sorted(wanted))
        self._ids: dict[str, int] = {row.folded: row.id for row in rows}
        fresh = {known: name for known, name in wanted.items() if known not in self._ids}
        ids = bulk.next_ids(connection, companies, len(fresh)) if fresh else ()
        made = [(id, name, known) for id, (known, name) in zip(ids, fresh.items(), strict=True)]
        bulk.insert(connection, companies, made)
        self._ids |= {known: id for id, _, known in made}

    def id(self, name: str) -> int | None:
        """None for no name."""
        return self._ids.get(folded(name))


def folded(name: str) -> str:
    """What is compared of a company's name."""
    return " ".join(name.casefold().split())


class _Known(NamedTuple):
    """A contact as it is stored, or will be."""

    id: int
    values: tuple[str, str, str, int | None]
    """Name, title, phone, company."""


class Contacts:
    """Takes people in. `externals`: all that will come, so that they are read at once."""

    def __init__(
        self, connection: Connection, digest: Digest, internal: frozenset[str], externals: Iterable[str]
    ) -> None:
        self._connection = connection
        self._digest = digest
        self._internal = internal
        wanted = set(externals)
        rows = bulk.select_in(connection, _CONTACTS, sorted(wanted))
        self._stored = {external: _Known(id, (*values,)) for external, id, *values in rows}
        self._addresses = _grouped(bulk.select_in(connection, _ADDRESSES, [row[1] for row in rows]))
        pairs = connection.execute(text("select domain, company_id from company_domains")).all()
        self._domains = {(domain, company) for domain, company in pairs}
        fresh = wanted - self._stored.keys()
        self._ids = iter(bulk.next_ids(connection, contacts, len(fresh)) if fresh else ())
        self._fresh: dict[int, str] = {}
        self._changed: dict[int, _Known] = {}
        self._touched: set[str] = set()
        self._new_domains: dict[tuple[str, int], None] = {}
        self.counts = Counter[str]()

    def take(self, person: Person) -> int:
        """The contact's id. Written by `finish`."""
        domain = self._domain(person)
        values = (person.name, person.title, person.phone, person.company)
        addresses = list(dict.fromkeys(filter(None, map(canonical, person.addresses))))
        known = self._stored.get(person.external)
        changed_domain = self.put_domain(domain, person.company)
        if known is None:
            known = _Known(next(self._ids), values)
            self._fresh[known.id] = person.external
            self.counts["added"] += 1
        elif known.values == values and self._addresses.get(known.id, []) == addresses:
            self.counts["unchanged" if not changed_domain else "updated"] += 1
            return known.id
        else:
            self.counts["updated"] += 1
        self._stored[person.external] = self._changed[known.id] = known._replace(values=values)
        self._touched.update(addresses, self._addresses.get(known.id, ()))
        self._addresses[known.id] = addresses
        return known.id

    def put_domain(self, domain: str, company: int | None) -> bool:
        """A domain of a company: never a free-mail provider's, never the rep's own. Whether it is new."""
        if not domain or domain in self._internal or not company_domain(f"x@{domain}"):
            return False
        if company is None or (domain, company) in self._domains:
            return False
        self._domains.add((domain, company))
        self._new_domains[domain, company] = None
        return True

    def _domain(self, person: Person) -> str:
        """The one that is said; else that of the main address, when there is a company and the domain is one's own."""
        if person.domain:
            return bare_domain(person.domain)
        main = canonical(person.addresses[0]) if person.addresses else ""
        return company_domain(main) if person.company is not None else ""

    def finish(self) -> int:
        """Write what changed, and have looked at again what it concerns. Returns how many held items that are."""
        self._write()
        domains = {domain for domain, _ in self._new_domains}
        rematch(self._connection, self._touched, domains)
        return recall(self._connection, self._digest, self._touched, domains)

    def _write(self) -> None:
        made = [(id, external, *self._changed[id].values) for id, external in self._fresh.items()]
        bulk.insert(self._connection, contacts, made)
        older = [known for known in self._changed.values() if known.id not in self._fresh]
        if older:
            names = ("name", "title", "phone", "company")
            rows = [{"id": id, **dict(zip(names, values, strict=True))} for id, values in older]
            self._connection.execute(_UPDATE_CONTACT, rows)
        ids = [known.id for known in older]
        bulk.execute_in(self._connection, "delete from contact_addresses where contact_id in :values", ids)
        addresses = [(address, id, n) for id in self._changed for n, address in enumerate(self._addresses[id])]
        bulk.insert(self._connection, contact_addresses, addresses)
        bulk.insert(self._connection, company_domains, list(self._new_domains))


class Deals:
    """Takes deals in."""

    def __init__(self, connection: Connection, externals: Iterable[str]) -> None:
        self._connection = connection
        rows = bulk.select_in(connection, _DEALS, sorted(set(externals)))
        self._stored = {row.external: row for row in rows}
        self._roles: defaultdict[int, dict[int, str]] = defaultdict(dict)
        for row in bulk.select_in(connection, _ROLES, [row.id for row in rows]):
            self._roles[row.deal_id][row.contact_id] = row.role
        self._changed: set[int] = set()
        self.counts = Counter[str]()

    def take(self, sale: Sale) -> int:
        """The deal's id. Written at once; `finish` has looked at again what it concerns."""
        known = self._stored.get(sale.external)
        values = self._values(sale, known)
        if known is None:
            id = bulk.next_ids(self._connection, deals, 1)[0]  # never that of a deal that was erased
            self._connection.execute(_INSERT_DEAL, {"id": id, "external": sale.external, **values})
            self.counts["added"] += 1
        elif all(getattr(known, name) == value for name, value in values.items()) and self._roles[known.id] == dict(
            sale.roles
        ):
            self.counts["unchanged"] += 1
            return int(known.id)
        else:
            id = int(known.id)
            self._connection.execute(_UPDATE_DEAL, {"id": id, **values})
            self._connection.execute(text("delete from deal_contacts where deal_id = :id"), {"id": id})
            self.counts["updated"] += 1
            keep_links(self._connection, "deal", id, kept=sale.status != "open")
        bulk.insert(self._connection, deal_contacts, [(id, contact, role) for contact, role in sale.roles.items()])
        self._changed.add(id)
        return id

    def _values(self, sale: Sale, known: object | None) -> dict[str, object]:
        values: dict[str, object] = {
            "name": sale.name, "company_id": sale.company, "stage": sale.stage, "amount": sale.amount,
            "currency": sale.currency, "close_date": sale.close_date, "status": sale.status,
        }  # fmt: skip
        for name in ("pipeline", "next_step", "next_step_date"):
            value = getattr(sale, name)
            values[name] = getattr(known, name, "") if value is None else value
        return values

    def finish(self) -> None:
        """Have looked at again what the changes concern."""
        rematch_deals(self._connection, self._changed)


def keep_links(connection: Connection, target: str, id: int, *, kept: bool) -> None:
    """What was filed under a record stays there when the record is closed or gone: no matcher takes such a link away."""
    old, new = ("matcher", "kept") if kept else ("kept", "matcher")
    values = {"target": target, "id": id, "old": old, "new": new}
    connection.execute(_KEEP, values)


def _grouped(rows: Iterable[tuple[int, str]]) -> dict[int, list[str]]:
    """The second column's values by the first."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    for owner, value in rows:
        found[owner].append(value)
    return found


_CONTACTS = "select external, id, name, title, phone, company_id from contacts where external in :values"
_ADDRESSES = """select contact_id, address from contact_addresses where contact_id in :values
  order by contact_id, position"""
_DEALS = "select * from deals where external in :values"
_ROLES = "select deal_id, contact_id, role from deal_contacts where deal_id in :values"
_KEEP = text("update links set origin = :new where target = :target and target_id = :id and origin = :old")
_UPDATE_CONTACT = text(
    "update contacts set name = :name, title = :title, phone = :phone, company_id = :company where id = :id"
)
_INSERT_DEAL = text(
    """insert into deals (id, external, name, company_id, stage, amount, currency, close_date, status, pipeline, next_step,
         next_step_date)
       values (:id, :external, :name, :company_id, :stage, :amount, :currency, :close_date, :status, :pipeline, :next_step,
         :next_step_date)"""
)
_UPDATE_DEAL = text(
    """update deals set name = :name, company_id = :company_id, stage = :stage, amount = :amount, currency = :currency,
         close_date = :close_date, status = :status, pipeline = :pipeline, next_step = :next_step,
         next_step_date = :next_step_date where id = :id"""
)
