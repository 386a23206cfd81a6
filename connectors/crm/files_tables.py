"""Tables of contacts and deals as records, and records as the tables that `repside import` takes. Pure.

Cells that a spreadsheet would take for a formula get an apostrophe in front (OWASP ASVS 1.2.10); quoting is RFC 4180's.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from connectors.crm.values import money
from connectors.wire import cells
from connectors.wire.tables import CONTACT_COLUMNS, DEAL_COLUMNS, ContactRow, DealRow
from sync.crm import CrmCompany, CrmContact, CrmDeal, Status


def company_id(name: str) -> str:
    """A file has no ids of companies: the name is one, whatever its capitals and spaces."""
    return " ".join(name.casefold().split())


def contact(row: ContactRow) -> CrmContact:
    """A person of a file."""
    addresses = tuple(each for each in (row.email, *row.other_emails) if each)
    return CrmContact(row.id, row.name, addresses, company_id(row.company), row.title, row.phone)


def deal(row: DealRow, contacts: dict[str, str]) -> CrmDeal:
    """A deal of a file. contacts: ids and addresses → ids."""
    status: Status = "won" if row.status == "won" else "lost" if row.status == "lost" else "open"
    known = ((contacts.get(who) or contacts.get(who.casefold()), role) for who, role in row.contacts)
    return CrmDeal(
        id=row.id,
        name=row.name,
        company=company_id(row.company),
        pipeline=row.pipeline or "",
        stage=row.stage,
        status=status,
        amount=money(row.amount),
        currency=row.currency if row.amount else "",
        close_date=row.close_date,
        next_step=row.next_step or "",
        next_step_date=row.next_step_date or "",
        contacts=tuple((id_, role) for id_, role in known if id_),
    )


def companies(contacts: Iterable[ContactRow], deals: Iterable[DealRow]) -> list[CrmCompany]:
    """The companies that are named, each once, with the domains that are said."""
    found: dict[str, tuple[str, dict[str, None]]] = {}
    named = [(row.company, row.domain) for row in contacts] + [(row.company, "") for row in deals]
    for name, domain in named:
        if key := company_id(name):
            domains = found.setdefault(key, (name, {}))[1]
            domains.update({domain: None} if domain else {})
    return [CrmCompany(key, name, tuple(domains)) for key, (name, domains) in found.items()]


def contact_table(rows: Iterable[tuple[CrmContact, str]]) -> str:
    """A CSV of people, each with the name of the company."""
    lines = [
        (
            each.id,
            each.name,
            next(iter(each.addresses), ""),
            ";".join(each.addresses[1:]),
            firm,
            "",
            each.title,
            each.phone,
        )
        for each, firm in rows
    ]
    return table(CONTACT_COLUMNS, lines)


def deal_table(rows: Iterable[tuple[CrmDeal, str]]) -> str:
    """A CSV of deals, each with the name of the company."""
    lines = [
        (each.id, each.name, firm, each.stage, each.amount, each.currency, each.close_date, each.status,
         ";".join(f"{id_}:{role}" if role else id_ for id_, role in each.contacts), each.pipeline, each.next_step,
         each.next_step_date)
        for each, firm in rows
    ]  # fmt: skip
    return table(DEAL_COLUMNS, lines)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A CSV that no spreadsheet runs."""
    made = io.StringIO()
    writer = csv.writer(made)
    writer.writerow(head)
    writer.writerows([cells.safe(cell) for cell in row] for row in rows)
    return made.getvalue()
