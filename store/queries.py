"""Contacts, companies and deals as the rep looks them up. The history is in timeline.py, accounts and receipt in status.py.

Lists are in the order of the last touch: whom the rep heard of last comes first. These tables are as small as an address
book, so a list is paged by offset; the last touches are kept beside the links (last_touch.py).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, case, func, literal, or_, select

from store.rows import CompanyRow, ContactRow, DealRow
from store.schema import (
    activities,
    companies,
    company_domains,
    contact_addresses,
    contacts,
    deal_contacts,
    deals,
    last_touches,
    links,
)

FAR = 1 << 62
"""Later than any activity: `now` where the future counts as well."""


class Find(NamedTuple):
    """Which records. What is left empty does not restrict the list. Keys are the store's own numbers."""

    words: str = ""
    """A part of the name, the company or the address."""
    key: int | None = None
    company: int | None = None
    contact: int | None = None
    """Deals: those that this contact is on."""
    deal: int | None = None
    """Contacts: those who are on this deal."""
    status: str = ""
    """Deals: open, won, lost."""
    now: int = FAR
    """Activities later than this are no touch."""
    limit: int = 100
    offset: int = 0


EVERYTHING = Find()


def contact_rows(connection: Connection, find: Find = EVERYTHING) -> list[ContactRow]:
    """Contacts, those in touch last first."""
    role: ColumnElement[str] = literal("") if find.deal is None else deal_contacts.c.role
    last = _last_touch("contact", contacts.c.id, find.now)
    statement = (
        select(contacts, companies.c.name.label("company"), role.label("role"), last.label("last"))
        .outerjoin(companies, companies.c.id == contacts.c.company_id)
        .outerjoin(last_touches, _touch_of("contact", contacts.c.id))
    )
    if find.deal is not None:
        statement = statement.join(deal_contacts, deal_contacts.c.contact_id == contacts.c.id).where(
            deal_contacts.c.deal_id == find.deal
        )
    if find.company is not None:
        statement = statement.where(contacts.c.company_id == find.company)
    if find.words:
        by_address = select(contact_addresses.c.contact_id).where(_holds(contact_addresses.c.address, find.words))
        statement = statement.where(
            or_(
                _holds(contacts.c.name, find.words), _holds(companies.c.name, find.words), contacts.c.id.in_(by_address)
            )
        )
    rows = connection.execute(_paged(statement, contacts.c.id, contacts.c.name, last, find)).all()
    addresses = _addresses(connection, [row.id for row in rows])
    return [
        ContactRow(
            key=row.id,
            id=row.external,
            name=row.name,
            title=row.title,
            phone=row.phone,
            company_key=row.company_id,
            company=row.company or "",
            addresses=addresses[row.id],
            last_touch=row.last,
            role=row.role,
        )
        for row in rows
    ]


def company_rows(connection: Connection, find: Find = EVERYTHING) -> list[CompanyRow]:
    """Companies with the number of their contacts and open deals, those in touch last first."""
    last = _last_touch("company", companies.c.id, find.now)
    people = select(func.count()).where(contacts.c.company_id == companies.c.id).scalar_subquery()
    open_deals = (
        select(func.count()).where(deals.c.company_id == companies.c.id, deals.c.status == "open").scalar_subquery()
    )
    statement = select(companies, people.label("people"), open_deals.label("open_deals"), last.label("last")).outerjoin(
        last_touches, _touch_of("company", companies.c.id)
    )
    if find.words:
        by_domain = select(company_domains.c.company_id).where(_holds(company_domains.c.domain, find.words))
        statement = statement.where(or_(_holds(companies.c.name, find.words), companies.c.id.in_(by_domain)))
    rows = connection.execute(_paged(statement, companies.c.id, companies.c.name, last, find)).all()
    domains = _domains(connection, [row.id for row in rows])
    return [CompanyRow(row.id, row.name, domains[row.id], row.people, row.open_deals, row.last) for row in rows]


def deal_rows(connection: Connection, find: Find = EVERYTHING) -> list[DealRow]:
    """Deals: the open ones first, then those in touch last."""
    role: ColumnElement[str] = literal("") if find.contact is None else deal_contacts.c.role
    last = _last_touch("deal", deals.c.id, find.now)
    statement = (
        select(deals, companies.c.name.label("company"), role.label("role"), last.label("last"))
        .outerjoin(companies, companies.c.id == deals.c.company_id)
        .outerjoin(last_touches, _touch_of("deal", deals.c.id))
        .order_by((deals.c.status != "open").asc())
    )
    if find.contact is not None:
        statement = statement.join(deal_contacts, deal_contacts.c.deal_id == deals.c.id).where(
            deal_contacts.c.contact_id == find.contact
        )
    if find.company is not None:
        statement = statement.where(deals.c.company_id == find.company)
    if find.status:
        statement = statement.where(deals.c.status == find.status)
    if find.words:
        statement = statement.where(or_(_holds(deals.c.name, find.words), _holds(companies.c.name, find.words)))
    rows = connection.execute(_paged(statement, deals.c.id, deals.c.name, last, find))
    return [
        DealRow(
            key=row.id,
            id=row.external,
            name=row.name,
            company_key=row.company_id,
            company=row.company or "",
            stage=row.stage,
            amount=row.amount,
            currency=row.currency,
            close_date=row.close_date,
            status=row.status,
            last_touch=row.last,
            role=row.role,
        )
        for row in rows
    ]


def contact(connection: Connection, key: int, now: int = FAR) -> ContactRow | None:
    """One contact by the store's key."""
    return next(iter(contact_rows(connection, Find(key=key, now=now))), None)


def company(connection: Connection, key: int, now: int = FAR) -> CompanyRow | None:
    """One company by the store's key."""
    return next(iter(company_rows(connection, Find(key=key, now=now))), None)


def deal(connection: Connection, key: int, now: int = FAR) -> DealRow | None:
    """One deal by the store's key."""
    return next(iter(deal_rows(connection, Find(key=key, now=now))), None)


def _touch_of(target: str, key: ColumnElement[int]) -> ColumnElement[bool]:
    return and_(last_touches.c.target == target, last_touches.c.target_id == key)


def _last_touch(target: str, key: ColumnElement[int], now: int) -> ColumnElement[int | None]:
    """The newest shown activity up to `now` that is linked to the record: mostly the newest of all, which is kept at hand. Whoever
    has a meeting to come is looked up.
    """
    past = (
        select(links.c.at)
        .join(activities, activities.c.id == links.c.activity_id)
        .where(links.c.target == target, links.c.target_id == key, links.c.at <= now)
        .where(links.c.origin != "rep_removed", activities.c.orphaned_at.is_(None))
        .order_by(links.c.at.desc())
        .limit(1)
        .scalar_subquery()
    )
    return case((last_touches.c.at > now, past), else_=last_touches.c.at)


def _paged(
    statement: Select[Any],
    id: ColumnElement[int],
    name: ColumnElement[str],
    last: ColumnElement[int | None],
    find: Find,
) -> Select[Any]:
    if find.key is not None:
        statement = statement.where(id == find.key)
    return statement.order_by(last.desc().nulls_last(), func.lower(name), id).limit(find.limit).offset(find.offset)


def _holds(column: ColumnElement[str], words: str) -> ColumnElement[bool]:
    return column.icontains(words.strip(), autoescape=True)


def _addresses(connection: Connection, ids: list[int]) -> defaultdict[int, tuple[str, ...]]:
    columns = contact_addresses.c
    statement = select(columns.contact_id, columns.address).where(columns.contact_id.in_(ids))
    return _grouped(connection.execute(statement.order_by(columns.contact_id, columns.position)))


def _domains(connection: Connection, ids: list[int]) -> defaultdict[int, tuple[str, ...]]:
    columns = company_domains.c
    statement = select(columns.company_id, columns.domain).where(columns.company_id.in_(ids))
    return _grouped(connection.execute(statement.order_by(columns.company_id, columns.domain)))


def _grouped(pairs: Iterable[Row[int, str]]) -> defaultdict[int, tuple[str, ...]]:
    found: defaultdict[int, tuple[str, ...]] = defaultdict(tuple)
    for key, value in pairs:
        found[key] += (value,)
    return found
