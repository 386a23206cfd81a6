"""Contacts and deals of a file, taken in; and all of them read back as the matchers' book. intake.py says how they are stored."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import Connection, text

from matchers.address import canonical, company_domain
from matchers.book import Book, CompanyEntry, ContactEntry, bare_domain
from matchers.deals import DealEntry
from store.database import Database
from sync.ports import Digest

if TYPE_CHECKING:  # each round reads the book; what takes a file in is loaded when there is one
    from connectors.wire.tables import BadRow, ContactRow, DealRow


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


def load_trade(connection: Connection) -> frozenset[str]:
    """What the rep sells, by the names of all deals; companies' and people's names tell nothing of it."""
    from matchers.reading import trade  # loaded when there is a letter to read

    deals = connection.execute(text("select name from deals")).scalars().all()
    others = connection.execute(text("select name from companies union select name from contacts")).scalars().all()
    return trade.words(deals, others)


def import_contacts(
    database: Database, rows: Sequence[ContactRow], digest: Digest, internal: Collection[str] = ()
) -> Imported:
    """Take contacts in, but for those of whom a CRM tells. `internal` domains never become a customer's."""
    from store import adopting
    from store.intake import Companies, Contacts, Person

    ours = frozenset(internal)
    with database.write() as connection:
        firms = Companies(connection, (row.company or _own_domain(row, ours) for row in rows))
        elsewhere = adopting.kept_by_crm(connection, {row.id: _addresses(row) for row in rows})
        work = Contacts(connection, digest, ours, (row.id for row in rows))
        work.counts["unchanged"] += len(elsewhere)
        for row in rows:
            if row.id in elsewhere:
                continue
            addresses = _addresses(row)
            domain = _own_domain(row, ours)
            work.take(
                Person(row.id, row.name, row.title, row.phone, firms.id(row.company or domain), addresses, domain)
            )
        return _imported(work.counts, recalled=work.finish())


def _addresses(row: ContactRow) -> tuple[str, ...]:
    return tuple(filter(None, (row.email, *row.other_emails)))


def _own_domain(row: ContactRow, internal: Collection[str]) -> str:
    """The row's own domain; else that of its address, when it names a company and the domain is one's own."""
    domain = bare_domain(row.domain) if row.domain else company_domain(canonical(row.email)) if row.company else ""
    return "" if domain in internal or not company_domain(f"x@{domain}") else domain


def import_deals(database: Database, rows: Sequence[DealRow]) -> Imported:
    """Take deals in. A contact that is not known is reported with its line; the deal is taken all the same."""
    from store.intake import Companies, Deals, Sale

    with database.write() as connection:
        firms = Companies(connection, (row.company for row in rows))
        people = _people(connection)
        work = Deals(connection, (row.id for row in rows))
        problems: list[BadRow] = []
        for row in rows:
            roles = _roles(row, people, problems)
            work.take(
                Sale(row.id, row.name, firms.id(row.company), row.stage, row.amount, row.currency, row.close_date,
                     row.status, roles, row.pipeline, row.next_step, row.next_step_date)
            )  # fmt: skip
        work.finish()
        return _imported(work.counts, problems=problems)


def _people(connection: Connection) -> dict[str, int]:
    """Contacts by their id of the file, and by address; of an address that several have, whose main one it is."""
    found = {row.external: row.id for row in connection.execute(text("select id, external from contacts"))}
    by_address = connection.execute(text("select address, contact_id from contact_addresses order by position desc"))
    return found | {row.address: row.contact_id for row in by_address if row.address not in found}


def _roles(row: DealRow, people: dict[str, int], problems: list[BadRow]) -> dict[int, str]:
    from connectors.wire.tables import BadRow

    roles: dict[int, str] = {}
    for who, role in row.contacts:
        contact = people.get(who) or people.get(canonical(who))
        if contact is None:
            reason = f"“{who}” is on the deal “{row.name}” but is no contact; import that contact, then the deals again"
            problems.append(BadRow(row.line, reason))
        else:
            roles[contact] = role
    return roles


def _imported(counts: Counter[str], *, recalled: int = 0, problems: Iterable[BadRow] = ()) -> Imported:
    return Imported(counts["added"], counts["updated"], counts["unchanged"], recalled, tuple(problems))
