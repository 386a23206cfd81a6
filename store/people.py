"""Contacts, companies and deals: taken in from a file or a CRM, and read back as the matchers' book.

Taking a row in twice changes nothing. What changes brings back the activities and held items that it may concern: activities
wait in the rematch queue, held items are looked at again in the next round (late matching).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, text

from connectors.wire.tables import BadRow, ContactRow, DealRow
from matchers.address import canonical, company_domain, fold
from matchers.book import Book, CompanyEntry, ContactEntry, bare_domain
from matchers.deals import DealEntry
from store import bulk
from store.database import Database
from store.schema import companies, company_domains, contact_addresses, contacts, deal_contacts
from sync.ports import Digest


class Imported(NamedTuple):
    """What an import changed. `recalled`: held items that will be looked at again."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    recalled: int = 0
    problems: tuple[BadRow, ...] = ()


def load_book(connection: Connection, own: Collection[str] = (), internal: Collection[str] = ()) -> Book:
    """Everybody whom the rep knows, in memory."""
    addresses = _lists(connection, "select contact_id, address from contact_addresses order by contact_id, position")
    domains = _lists(connection, "select company_id, domain from company_domains order by company_id, domain")
    people = (
        ContactEntry(id, name, tuple(addresses.get(id, ())), company)
        for id, name, company in connection.execute(text("select id, name, company_id from contacts order by id")).all()
    )
    firms = (
        CompanyEntry(id, name, tuple(domains.get(id, ())))
        for id, name in connection.execute(text("select id, name from companies order by id")).all()
    )
    return Book(people, firms, own, internal)


def _lists(connection: Connection, query: str) -> dict[int, list[str]]:
    """The second column's values by the first."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    for owner, value in connection.execute(text(query)).all():
        found[owner].append(value)
    return found


def load_deals(connection: Connection) -> list[DealEntry]:
    """All open deals with the people on them."""
    roles: dict[int, list[tuple[int, str]]] = {}
    for row in connection.execute(
        text("select deal_id, contact_id, role from deal_contacts order by deal_id, contact_id")
    ):
        roles.setdefault(row.deal_id, []).append((row.contact_id, row.role))
    query = text("select id, name, company_id, status from deals where status = 'open' order by id")
    return [
        DealEntry(row.id, row.name, row.company_id, row.status, frozenset(c for c, _ in on), tuple(on))
        for row in connection.execute(query)
        for on in [roles.get(row.id, [])]
    ]


def import_contacts(
    database: Database, rows: Sequence[ContactRow], digest: Digest, internal: Collection[str] = ()
) -> Imported:
    """Take contacts in. `internal` domains never become a customer's."""
    with database.write() as connection:
        work = _Contacts(connection, digest, frozenset(internal), rows)
        for row in rows:
            work.take(row)
        return work.finish()


def import_deals(database: Database, rows: Sequence[DealRow]) -> Imported:
    """Take deals in. A contact that is not known is reported with its line; the deal is taken all the same."""
    with database.write() as connection:
        work = _Deals(connection, rows)
        for row in rows:
            work.take(row)
        return work.finish()


class _Companies:
    """Company names to ids; a name is the same whatever its capitals and spaces. All that are missing are made at once."""

    def __init__(self, connection: Connection, names: Iterable[str]) -> None:
        rows = connection.execute(text("select id, folded from companies"))
        self._ids: dict[str, int] = {row.folded: row.id for row in rows}
        fresh: dict[str, str] = {}
        for name in names:
            folded = _folded(name)
            if folded and folded not in self._ids:
                fresh.setdefault(folded, name.strip())
        ids = bulk.next_ids(connection, companies, len(fresh)) if fresh else ()
        made = [(id, name, folded) for id, (folded, name) in zip(ids, fresh.items(), strict=True)]
        bulk.insert(connection, companies, made)
        self._ids |= {folded: id for id, _, folded in made}

    def id(self, name: str) -> int | None:
        """None for no name."""
        return self._ids.get(_folded(name))


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


class _Known(NamedTuple):
    """A contact as it is stored, or will be."""

    id: int
    values: tuple[str, str, str, int | None]
    """Name, title, phone, company."""


class _Contacts:
    """Compares row after row with what is stored, and writes all changes at the end."""

    def __init__(
        self, connection: Connection, digest: Digest, internal: frozenset[str], rows: Sequence[ContactRow]
    ) -> None:
        self._connection = connection
        self._digest = digest
        self._internal = internal
        self._companies = _Companies(connection, (row.company or self._domain(row) for row in rows))
        query = text("select external, id, name, title, phone, company_id from contacts")
        self._stored = {external: _Known(id, (*values,)) for external, id, *values in connection.execute(query).all()}
        self._addresses = _lists(
            connection, "select contact_id, address from contact_addresses order by contact_id, position"
        )
        self._domains = {
            (domain, company)
            for domain, company in connection.execute(text("select domain, company_id from company_domains")).all()
        }
        fresh = {row.id for row in rows} - self._stored.keys()
        self._ids = iter(bulk.next_ids(connection, contacts, len(fresh)) if fresh else ())
        self._fresh: dict[int, str] = {}
        self._changed: dict[int, _Known] = {}
        self._new_addresses: set[str] = set()
        self._new_domains: dict[tuple[str, int], None] = {}
        self._counts = Counter[str]()

    def take(self, row: ContactRow) -> None:
        domain = self._domain(row)
        company = self._companies.id(row.company or domain)
        values = (row.name, row.title, row.phone, company)
        addresses = list(dict.fromkeys(filter(None, map(canonical, (row.email, *row.other_emails)))))
        known = self._stored.get(row.id)
        changed_domain = self._put_domain(domain, company)
        if known is None:
            known = _Known(next(self._ids), values)
            self._fresh[known.id] = row.id
            self._counts["added"] += 1
        elif known.values == values and self._addresses.get(known.id, []) == addresses:
            self._counts["unchanged" if not changed_domain else "updated"] += 1
            return
        else:
            self._counts["updated"] += 1
        self._stored[row.id] = self._changed[known.id] = known._replace(values=values)
        self._new_addresses.update(addresses, self._addresses.get(known.id, ()))
        self._addresses[known.id] = addresses

    def _domain(self, row: ContactRow) -> str:
        """The row's own domain; else that of its address, when it names a company and the domain is one's own."""
        domain = bare_domain(row.domain) if row.domain else company_domain(canonical(row.email)) if row.company else ""
        return "" if domain in self._internal or not company_domain(f"x@{domain}") else domain

    def _put_domain(self, domain: str, company: int | None) -> bool:
        if not domain or company is None or (domain, company) in self._domains:
            return False
        self._domains.add((domain, company))
        self._new_domains[domain, company] = None
        return True

    def finish(self) -> Imported:
        """Write what changed, and have looked at again what it concerns."""
        self._write()
        domains = {domain for domain, _ in self._new_domains}
        rematch(self._connection, self._new_addresses, domains)
        recalled = recall(self._connection, self._digest, self._new_addresses, domains)
        return _imported(self._counts, recalled=recalled)

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


class _Deals:
    def __init__(self, connection: Connection, rows: Iterable[DealRow]) -> None:
        self._connection = connection
        self._companies = _Companies(connection, (row.company for row in rows))
        self._stored = {row.external: row for row in connection.execute(text("select * from deals"))}
        self._contacts = {row.external: row.id for row in connection.execute(text("select id, external from contacts"))}
        by_address = connection.execute(
            text("select address, contact_id from contact_addresses order by position desc")
        )
        self._contacts |= {row.address: row.contact_id for row in by_address if row.address not in self._contacts}
        self._counts = Counter[str]()
        self._changed: set[int] = set()
        self._problems: list[BadRow] = []

    def take(self, row: DealRow) -> None:
        values = {
            "name": row.name, "company": self._companies.id(row.company), "stage": row.stage, "amount": row.amount,
            "currency": row.currency, "close_date": row.close_date, "status": row.status,
        }  # fmt: skip
        roles = self._roles(row)
        known = self._stored.get(row.id)
        if known is None:
            id = int(self._connection.execute(_INSERT_DEAL, {"external": row.id, **values}).scalar_one())
            self._counts["added"] += 1
        elif self._same(known, values, roles):
            self._counts["unchanged"] += 1
            return
        else:
            id = known.id
            self._connection.execute(_UPDATE_DEAL, {"id": id, **values})
            self._connection.execute(text("delete from deal_contacts where deal_id = :id"), {"id": id})
            self._counts["updated"] += 1
        bulk.insert(self._connection, deal_contacts, [(id, contact, role) for contact, role in roles.items()])
        self._changed.add(id)

    def _roles(self, row: DealRow) -> dict[int, str]:
        roles: dict[int, str] = {}
        for who, role in row.contacts:
            contact = self._contacts.get(who) or self._contacts.get(canonical(who))
            if contact is None:
                reason = (
                    f"“{who}” is on the deal “{row.name}” but is no contact; import that contact, then the deals again"
                )
                self._problems.append(BadRow(row.line, reason))
            else:
                roles[contact] = role
        return roles

    def _same(self, known: object, values: Mapping[str, object], roles: dict[int, str]) -> bool:
        names = {"company": "company_id"}
        if any(getattr(known, names.get(name, name)) != value for name, value in values.items()):
            return False
        query = text("select contact_id, role from deal_contacts where deal_id = :id")
        rows = self._connection.execute(query, {"id": getattr(known, "id")})  # noqa: B009  a row's attribute
        return {row.contact_id: row.role for row in rows} == roles

    def finish(self) -> Imported:
        for part in ("contact", "company"):
            bulk.execute_in(self._connection, _REMATCH_DEAL[part], self._changed)
        return _imported(self._counts, problems=self._problems)


def _imported(counts: Counter[str], *, recalled: int = 0, problems: Iterable[BadRow] = ()) -> Imported:
    return Imported(counts["added"], counts["updated"], counts["unchanged"], recalled, tuple(problems))


def rematch(connection: Connection, addresses: Iterable[str], domains: Collection[str]) -> None:
    """Put the activities with these people into the rematch queue, those with a plus-tag of theirs included."""
    folded, wanted = frozenset(map(fold, addresses)), frozenset(domains)
    if not folded and not wanted:
        return
    # One look at each address that occurs: a search for each domain would read all of them each time.
    seen = connection.execute(text("select distinct address from participants")).scalars()
    found = [address for address in seen if fold(address) in folded or (wanted and _is_in(address, wanted))]
    statement = "update activities set unmatched = true where id in (select activity_id from participants where address in :values)"
    bulk.execute_in(connection, statement, found)


def _is_in(address: str, domains: Collection[str]) -> bool:
    """Whether the address is of one of the domains, or below one."""
    labels = address.rpartition("@")[2].split(".")
    return any(".".join(labels[start:]) in domains for start in range(len(labels)))


def recall(connection: Connection, digest: Digest, addresses: Iterable[str], domains: Iterable[str]) -> int:
    """Have held items with these people looked at again. Returns how many."""
    if not connection.scalar(text("select exists (select 1 from held_keys)")):
        return 0
    wanted = {f"domain {name}" for name in domains}
    for address in addresses:
        wanted |= {f"address {address}", f"address {fold(address)}", f"folded {fold(address)}"}
    digests = [digest(value) for value in sorted(wanted)]
    rows = bulk.select_in(
        connection, "select distinct stream_id, remote from held_keys where digest in :values", digests
    )
    marks = [{"stream": row.stream_id, "remote": row.remote} for row in dict.fromkeys(rows)]
    if marks:
        connection.execute(
            text("update items set recheck = true where stream_id = :stream and remote = :remote"), marks
        )
    return len(marks)


_UPDATE_CONTACT = text(
    "update contacts set name = :name, title = :title, phone = :phone, company_id = :company where id = :id"
)
_INSERT_DEAL = text(
    """insert into deals (external, name, company_id, stage, amount, currency, close_date, status)
       values (:external, :name, :company, :stage, :amount, :currency, :close_date, :status) returning id"""
)
_UPDATE_DEAL = text(
    """update deals set name = :name, company_id = :company, stage = :stage, amount = :amount, currency = :currency,
       close_date = :close_date, status = :status where id = :id"""
)
_REMATCH_DEAL = {
    "contact": """update activities set unmatched = true where id in (
        select activity_id from links join deal_contacts on target = 'contact' and target_id = contact_id
        where deal_id in :values)""",
    "company": """update activities set unmatched = true where id in (
        select activity_id from links join deals on target = 'company' and target_id = company_id
        where deals.id in :values
        union select activity_id from links where target = 'deal' and target_id in :values)""",
}
