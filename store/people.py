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
from store.schema import company_domains, contact_addresses, deal_contacts
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
        work = _Contacts(connection, digest, frozenset(internal))
        for row in rows:
            work.take(row)
        return work.finish()


def import_deals(database: Database, rows: Sequence[DealRow]) -> Imported:
    """Take deals in. A contact that is not known is reported with its line; the deal is taken all the same."""
    with database.write() as connection:
        work = _Deals(connection)
        for row in rows:
            work.take(row)
        return work.finish()


class _Companies:
    """Company names to ids; a name is the same whatever its capitals and spaces."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        rows = connection.execute(text("select id, folded from companies"))
        self._ids: dict[str, int] = {row.folded: row.id for row in rows}

    def id(self, name: str) -> int | None:
        folded = " ".join(name.casefold().split())
        if not folded:
            return None
        if folded not in self._ids:
            query = text("insert into companies (name, folded) values (:name, :folded) returning id")
            self._ids[folded] = self._connection.execute(query, {"name": name.strip(), "folded": folded}).scalar_one()
        return self._ids[folded]


class _Contacts:
    def __init__(self, connection: Connection, digest: Digest, internal: frozenset[str]) -> None:
        self._connection = connection
        self._digest = digest
        self._internal = internal
        self._companies = _Companies(connection)
        self._stored = {row.external: row for row in connection.execute(text("select * from contacts"))}
        self._addresses: dict[int, list[str]] = {}
        for row in connection.execute(
            text("select contact_id, address from contact_addresses order by contact_id, position")
        ):
            self._addresses.setdefault(row.contact_id, []).append(row.address)
        self._domains = {
            (r.domain, r.company_id) for r in connection.execute(text("select domain, company_id from company_domains"))
        }
        self._new_addresses: set[str] = set()
        self._new_domains: set[str] = set()
        self._counts = Counter[str]()

    def take(self, row: ContactRow) -> None:
        domain = self._domain(row)
        company = self._companies.id(row.company or domain)
        wanted = (row.name, row.title, row.phone, company)
        addresses = list(dict.fromkeys(filter(None, map(canonical, (row.email, *row.other_emails)))))
        known = self._stored.get(row.id)
        changed_domain = self._put_domain(domain, company)
        if known is None:
            id = self._insert(row.id, wanted)
            self._counts["added"] += 1
        elif (known.name, known.title, known.phone, known.company_id) == wanted and self._addresses.get(
            known.id, []
        ) == addresses:
            self._counts["unchanged" if not changed_domain else "updated"] += 1
            return
        else:
            id = known.id
            self._connection.execute(_UPDATE_CONTACT, {"id": id, **_named(wanted)})
            self._counts["updated"] += 1
        self._put_addresses(id, addresses)

    def _domain(self, row: ContactRow) -> str:
        """The row's own domain; else that of its address, when it names a company and the domain is one's own."""
        domain = bare_domain(row.domain) if row.domain else company_domain(canonical(row.email)) if row.company else ""
        return "" if domain in self._internal or not company_domain(f"x@{domain}") else domain

    def _insert(self, external: str, wanted: tuple[object, ...]) -> int:
        query = text(
            "insert into contacts (external, name, title, phone, company_id) values (:external, :name, :title, :phone, :company) returning id"
        )
        id = int(self._connection.execute(query, {"external": external, **_named(wanted)}).scalar_one())
        self._stored[external] = self._connection.execute(
            text("select * from contacts where id = :id"), {"id": id}
        ).one()
        return id

    def _put_addresses(self, id: int, addresses: list[str]) -> None:
        self._new_addresses.update(addresses, self._addresses.get(id, ()))
        self._connection.execute(text("delete from contact_addresses where contact_id = :id"), {"id": id})
        bulk.insert(self._connection, contact_addresses, [(address, id, n) for n, address in enumerate(addresses)])
        self._addresses[id] = addresses

    def _put_domain(self, domain: str, company: int | None) -> bool:
        if not domain or company is None or (domain, company) in self._domains:
            return False
        bulk.insert(self._connection, company_domains, [(domain, company)])
        self._domains.add((domain, company))
        self._new_domains.add(domain)
        return True

    def finish(self) -> Imported:
        rematch(self._connection, self._new_addresses, self._new_domains)
        recalled = recall(self._connection, self._digest, self._new_addresses, self._new_domains)
        return _imported(self._counts, recalled=recalled)


class _Deals:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._companies = _Companies(connection)
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


def rematch(connection: Connection, addresses: Iterable[str], domains: Iterable[str]) -> None:
    """Put the activities with these people into the rematch queue."""
    statement = "update activities set unmatched = true where id in (select activity_id from participants where address in :values)"
    bulk.execute_in(connection, statement, addresses)
    for domain in sorted(domains):
        query = "update activities set unmatched = true where id in (select activity_id from participants where address like :like)"
        for like in (f"%@{domain}", f"%.{domain}"):
            connection.execute(text(query), {"like": like})


def recall(connection: Connection, digest: Digest, addresses: Iterable[str], domains: Iterable[str]) -> int:
    """Have held items with these people looked at again. Returns how many."""
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


def _named(wanted: tuple[object, ...]) -> dict[str, object]:
    return dict(zip(("name", "title", "phone", "company"), wanted, strict=True))


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
