"""Deals and contacts as they are stored now, in the shape in which the matchers compare them with findings and proposals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, Row, text

from matchers.pipelines import Pipeline, pipeline_for
from matchers.proposals import Deal, Known
from store import bulk

HUMAN = ("rep", "person")
"""Sources of a contact's field that no proposal touches."""


class Records:
    """The records at one moment: made anew for each transaction. Each is read once."""

    def __init__(self, connection: Connection, pipelines: Sequence[Pipeline] = ()) -> None:
        self._connection = connection
        self._configured = pipelines
        self._deals: dict[int, Deal | None] = {}
        self._contacts: dict[int, Known | None] = {}

    def deal(self, id: int | None) -> Deal | None:
        """None for what is not there."""
        if id is None:
            return None
        self.load_deals([id])
        return self._deals[id]

    def contact(self, id: int | None) -> Known | None:
        """None for who is not there."""
        if id is None:
            return None
        self.load_contacts([id])
        return self._contacts[id]

    def knows(self, address: str) -> bool:
        """Whether a contact has this very address."""
        return bool(self._connection.scalar(_HAS, {"address": address}))

    def whose(self, address: str) -> int | None:
        """The contact with this very address."""
        found = self._connection.scalar(_WHOSE, {"address": address})
        return None if found is None else int(found)

    def load_deals(self, ids: Iterable[int]) -> None:
        """Have these at hand, in a few statements."""
        wanted = set(ids) - self._deals.keys()
        if not wanted:
            return
        roles: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
        for row in bulk.select_in(self._connection, _ROLES, wanted):
            roles[row.deal_id].append((row.contact_id, row.role))
        self._deals |= dict.fromkeys(wanted)
        self._deals |= {
            row.id: self._deal(row, tuple(roles[row.id])) for row in bulk.select_in(self._connection, _DEALS, wanted)
        }

    def load_contacts(self, ids: Iterable[int]) -> None:
        """As `load_deals`."""
        wanted = set(ids) - self._contacts.keys()
        if not wanted:
            return
        addresses: defaultdict[int, list[str]] = defaultdict(list)
        for row in bulk.select_in(self._connection, _ADDRESSES, wanted):
            addresses[row.contact_id].append(row.address)
        fixed: defaultdict[int, set[str]] = defaultdict(set)
        for row in bulk.select_in(self._connection, _SOURCES, wanted):
            if row.source in HUMAN:
                fixed[row.contact_id].add(row.field)
        self._contacts |= dict.fromkeys(wanted)
        self._contacts |= {
            row.id: Known(row.id, row.phone, row.title, tuple(addresses[row.id]), frozenset(fixed[row.id]))
            for row in bulk.select_in(self._connection, _CONTACTS, wanted)
        }

    def _deal(self, row: Row[Any], roles: tuple[tuple[int, str], ...]) -> Deal:
        return Deal(
            id=row.id,
            status=row.status,
            pipeline=self._pipeline(row),
            stage=row.stage,
            amount=row.amount,
            currency=row.currency,
            close_date=row.close_date,
            next_step=row.next_step,
            next_step_date=row.next_step_date,
            roles=roles,
        )

    def _pipeline(self, row: Row[Any]) -> Pipeline:
        crm = self._connection.scalar(_CRM, {"deal": row.id})
        told = self._stages.get((crm, row.pipeline)) if crm is not None else None
        told = told or self._stages.get((None, row.pipeline))
        seen = told or self._seen
        return pipeline_for(row.stage, self._configured, seen, name=row.pipeline, ordered=told is not None)

    @cached_property
    def _stages(self) -> dict[tuple[int | None, str], list[str]]:
        """(CRM, pipeline) → the names of its stages, in order."""
        found: defaultdict[tuple[int | None, str], list[str]] = defaultdict(list)
        for row in self._connection.execute(_STAGES):
            found[row.crm_id, row.pipeline].append(row.name)
        return dict(found)

    @cached_property
    def _seen(self) -> list[str]:
        """The stages that occur in the rep's deals."""
        return list(self._connection.scalars(text("select distinct stage from deals where stage <> '' order by stage")))


_DEALS = """select id, status, pipeline, stage, amount, currency, close_date, next_step, next_step_date
  from deals where id in :values"""
_ROLES = "select deal_id, contact_id, role from deal_contacts where deal_id in :values order by deal_id, contact_id"
_CONTACTS = "select id, phone, title from contacts where id in :values"
_ADDRESSES = """select contact_id, address from contact_addresses where contact_id in :values
  order by contact_id, position"""
_SOURCES = "select contact_id, field, source from field_sources where contact_id in :values"
_HAS = text("select exists (select 1 from contact_addresses where address = :address)")
_WHOSE = text("select min(contact_id) from contact_addresses where address = :address")
_CRM = text("select min(crm_id) from crm_records where kind = 'deal' and local_id = :deal")
_STAGES = text("select crm_id, pipeline, name from stages order by crm_id, pipeline, position")
