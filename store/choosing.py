"""What an activity can be filed under by hand: the open deals and the contacts, the likely ones first.

Likely are the contacts of its people and of their companies, and the deals that these are on. What it is filed under already is no
choice.
"""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Connection, text

MOST = 200
"""Of each kind."""


class Choice(NamedTuple):
    """A deal or a contact."""

    key: int
    name: str
    """The id where there is no name."""
    company: str
    likely: bool


def deals(connection: Connection, activity: int, most: int = MOST) -> list[Choice]:
    """The open ones: the likely ones first, then those in touch last."""
    return _choices(connection, _DEALS, activity, most)


def contacts(connection: Connection, activity: int, most: int = MOST) -> list[Choice]:
    """The likely ones first, then those in touch last."""
    return _choices(connection, _CONTACTS, activity, most)


def _choices(connection: Connection, query: str, activity: int, most: int) -> list[Choice]:
    rows = connection.execute(text(_NEAR + query), {"id": activity, "most": most})
    return [Choice(row.id, row.name, row.company or "", bool(row.likely)) for row in rows]


_NEAR = """with people as (
    select contact_id as id from contact_addresses where address in
      (select address from participants where activity_id = :id and outside)
    union select target_id from links where activity_id = :id and target = 'contact' and origin <> 'rep_removed'),
  firms as (
    select company_id as id from contacts where company_id is not null and id in (select id from people)
    union select target_id from links where activity_id = :id and target = 'company' and origin <> 'rep_removed')
"""
_DEALS = """select deals.id, coalesce(nullif(deals.name, ''), deals.external) as name, companies.name as company,
    case when deals.company_id in (select id from firms) or deals.id in
      (select deal_id from deal_contacts where contact_id in (select id from people)) then 1 else 0 end as likely
  from deals left join companies on companies.id = deals.company_id
    left join last_touches on last_touches.target = 'deal' and last_touches.target_id = deals.id
  where deals.status = 'open' and deals.id not in
    (select target_id from links where activity_id = :id and target = 'deal' and origin <> 'rep_removed')
  order by likely desc, coalesce(last_touches.at, 0) desc, lower(deals.name), deals.id limit :most"""
_CONTACTS = """select contacts.id, coalesce(nullif(contacts.name, ''), contacts.external) as name, companies.name as company,
    case when contacts.id in (select id from people) or contacts.company_id in (select id from firms) then 1 else 0 end as likely,
    case when contacts.id in (select id from people) then 1 else 0 end as there
  from contacts left join companies on companies.id = contacts.company_id
    left join last_touches on last_touches.target = 'contact' and last_touches.target_id = contacts.id
  where contacts.id not in
    (select target_id from links where activity_id = :id and target = 'contact' and origin <> 'rep_removed')
  order by likely desc, there desc, coalesce(last_touches.at, 0) desc, lower(contacts.name), contacts.id limit :most"""
