"""A contact, company or deal as the rep names it, turned into a condition on activities.

An exact name, id, address or domain wins; without one, every record whose name holds the words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, FromClause, Select, and_, exists, func, or_, select, text

from store.schema import (
    activities,
    companies,
    company_domains,
    contact_addresses,
    contacts,
    deals,
    links,
    participants,
)

SHOWN = links.c.origin != "rep_removed"
"""A link that the rep took away stays as a row, and counts nowhere."""
MOST = 500
"""Records that one vague name may stand for."""


class One(NamedTuple):
    """Linked to this one record."""

    target: str
    key: int


class Several(NamedTuple):
    """Linked to any of these, or with this address on it."""

    target: str
    keys: Sequence[int]
    address: str = ""

    @property
    def anywhere(self) -> ColumnElement[bool]:
        """Condition on an activity."""
        if self.address:
            found = select(participants.c.activity_id).where(participants.c.address == self.address)
        else:
            found = select(links.c.activity_id).where(
                links.c.target == self.target, links.c.target_id.in_(self.keys), SHOWN
            )
        return activities.c.id.in_(found)


def on(rows: FromClause, target: str, key: ColumnElement[int]) -> ColumnElement[bool]:
    """Condition on a row of `links`, or of an alias of it: a link to that record which counts."""
    return and_(rows.c.target == target, rows.c.target_id == key, rows.c.origin != "rep_removed")


def anywhere(target: str, key: ColumnElement[int]) -> ColumnElement[bool]:
    """Condition on an activity: it is linked to that record."""
    other = links.alias()
    return exists().where(other.c.activity_id == activities.c.id, on(other, target, key))


def targets(
    connection: Connection, contact: str | int, company: str | int, deal: str | int
) -> Iterable[One | Several | None]:
    """The named records as conditions, the rarest kind first; None for one that does not exist. Numbers are keys."""
    for target, value, find in (
        ("deal", deal, deals_named),
        ("contact", contact, contacts_named),
        ("company", company, _companies_named),
    ):
        if value == "":
            continue
        keys = [value] if isinstance(value, int) else find(connection, value.strip())
        if len(keys) == 1:
            yield One(target, keys[0])
        elif keys:
            yield Several(target, keys)
        else:
            # A person who is no contact may still be on the mail of those who are.
            stranger = target == "contact" and "@" in str(value)
            yield Several(target, (), str(value).strip().lower()) if stranger else None


def contacts_named(connection: Connection, value: str) -> list[int]:
    """The contacts of that id, name or address; without one, those whose name holds the words."""
    by_address = select(contact_addresses.c.contact_id).where(contact_addresses.c.address == value.lower())
    exact = select(contacts.c.id).where(
        or_(contacts.c.external == value, _same(contacts.c.name, value), contacts.c.id.in_(by_address))
    )
    partly = select(contacts.c.id).where(contacts.c.name.icontains(value, autoescape=True))
    return _first_found(connection, exact, partly)


def _companies_named(connection: Connection, value: str) -> list[int]:
    by_domain = select(company_domains.c.company_id).where(company_domains.c.domain == value.lower().lstrip("@"))
    folded = " ".join(value.casefold().split())
    exact = select(companies.c.id).where(or_(companies.c.folded == folded, companies.c.id.in_(by_domain)))
    partly = select(companies.c.id).where(companies.c.name.icontains(value, autoescape=True))
    return _first_found(connection, exact, partly)


def deals_named(connection: Connection, value: str) -> list[int]:
    """The deals of that id or name; without one, those whose name holds the words."""
    exact = select(deals.c.id).where(or_(deals.c.external == value, _same(deals.c.name, value)))
    partly = select(deals.c.id).where(deals.c.name.icontains(value, autoescape=True))
    return _first_found(connection, exact, partly)


def _same(column: ColumnElement[str], value: str) -> ColumnElement[bool]:
    return func.lower(column) == func.lower(value)


def _first_found(connection: Connection, *statements: Select[int]) -> list[int]:
    """The exact ones; when there is none, those whose name holds the words."""
    for statement in statements:
        keys = list(connection.scalars(statement.order_by(text("1")).limit(MOST)))
        if keys:
            return keys
    return []
