"""The local record follows what was written, or what the CRM says. Inside the caller's transaction."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Connection, text

from matchers.address import company_domain
from matchers.pipelines import by_words
from store.intake import Contacts, Person, keep_links
from store.latematch import rematch, rematch_deals
from sync.crm import Value
from sync.ports import Digest


class Place(NamedTuple):
    """Which field of which record."""

    kind: str
    field: str
    deal: int | None
    contact: int | None


class Made(NamedTuple):
    """A record of the CRM that was made or found while writing."""

    crm: int
    external: str
    """As it is called here."""
    remote: str


def put(
    connection: Connection,
    place: Place,
    value: Value,
    *,
    was: Value = None,
    source: str = "",
    digest: Digest,
    made: Made | None = None,
) -> None:
    """The record says `value` from here on. `source`: who set a contact's detail; empty: nobody whom we know."""
    if place.kind == "contact_detail":
        _detail(connection, place, value if isinstance(value, str) else "", source)
    elif place.deal is None:
        return
    elif place.kind == "contact_role":
        _role(connection, place.deal, value, was)
    elif place.kind == "new_contact":
        _person(connection, place.deal, value, was, digest, made)
    else:
        _deal(connection, place, value)


def _deal(connection: Connection, place: Place, value: Value) -> None:
    parts = value if isinstance(value, dict) else {}
    if place.kind == "next_step":
        values = {"next_step": parts.get("text", ""), "next_step_date": parts.get("date", "")}
    elif place.kind == "amount":
        values = {"amount": parts.get("amount", "")}
        if parts.get("currency"):
            values["currency"] = parts["currency"]
    elif place.kind == "close_date":
        values = {"close_date": str(value or "")}
    else:
        values = {"stage": str(value or ""), "status": _status(connection, place.deal, str(value or ""))}
    assignments = ", ".join(f"{name} = :{name}" for name in values)
    connection.execute(text(f"update deals set {assignments} where id = :id"), {**values, "id": place.deal})  # noqa: S608  our own names
    if "status" in values and place.deal is not None:
        rematch_deals(connection, [place.deal])  # a closed deal competes for nothing
        keep_links(connection, "deal", place.deal, kept=values["status"] != "open")


def _status(connection: Connection, deal: int | None, stage: str) -> str:
    told = connection.scalar(_STATUS, {"deal": deal, "stage": stage})
    if told:
        return str(told)
    read = by_words([stage])
    return "lost" if read.lost else "won" if read.contract_signed else "open"


def _role(connection: Connection, deal: int, value: Value, was: Value) -> None:
    known = value if isinstance(value, dict) else was if isinstance(was, dict) else {}
    contact = connection.scalar(_WHO, {"address": known.get("address", "")})
    if contact is None:
        return
    role = value.get("role", "") if isinstance(value, dict) else ""
    connection.execute(_PUT_ROLE, {"deal": deal, "contact": contact, "role": role})
    rematch_deals(connection, [deal])


def _person(connection: Connection, deal: int, value: Value, was: Value, digest: Digest, made: Made | None) -> None:
    if not isinstance(value, dict):
        if isinstance(was, dict):
            contact = connection.scalar(_WHO, {"address": was["address"]})
            connection.execute(_OFF, {"deal": deal, "contact": contact})
            rematch_deals(connection, [deal])
        return
    address = value["address"]
    contact = connection.scalar(_WHO, {"address": address})
    if contact is None:
        contact = _make(connection, value, digest, made)
    if made is not None:
        values = {"crm": made.crm, "remote": made.remote, "id": contact}
        connection.execute(_RECORD, values)
    connection.execute(_JOIN, {"deal": deal, "contact": contact})
    rematch(connection, [address], ())
    rematch_deals(connection, [deal])


def _make(connection: Connection, value: dict[str, str], digest: Digest, made: Made | None) -> int:
    """A contact of ours; its company is whose domain it is, for a consultant on a deal is not of the customer."""
    address = value["address"]
    company = connection.scalar(_COMPANY, {"domain": company_domain(address)})
    external = made.external if made else address
    work = Contacts(connection, digest, frozenset(), [external])
    id = work.take(Person(external, value["name"], value.get("title", ""), "", company, (address,)))
    work.finish()
    return id


def _detail(connection: Connection, place: Place, value: str, source: str) -> None:
    values = {"id": place.contact, "value": value, "field": place.field, "source": source}
    if place.field == "email":
        _address(connection, place.contact, value)
    else:
        column = "phone" if place.field == "phone" else "title"
        connection.execute(text(f"update contacts set {column} = :value where id = :id"), values)  # noqa: S608  one of two
    connection.execute(text("delete from field_sources where contact_id = :id and field = :field"), values)
    if source:
        connection.execute(text("insert into field_sources values (:id, :field, :source)"), values)


def _address(connection: Connection, contact: int | None, address: str) -> None:
    """The main address; the one before stays as another one."""
    others = list(connection.scalars(_ADDRESSES, {"id": contact}))
    wanted = list(dict.fromkeys(each for each in (address, *others) if each))
    connection.execute(text("delete from contact_addresses where contact_id = :id"), {"id": contact})
    rows = [{"address": each, "id": contact, "position": position} for position, each in enumerate(wanted)]
    if rows:
        connection.execute(text("insert into contact_addresses values (:address, :id, :position)"), rows)
    rematch(connection, [address], ())


_STATUS = text(
    """select min(stages.status) from stages join deals on deals.id = :deal and deals.pipeline = stages.pipeline
       where lower(stages.name) = lower(:stage) and (stages.crm_id is null or stages.crm_id in (
         select crm_id from crm_records where kind = 'deal' and local_id = :deal))"""
)
_WHO = text("select min(contact_id) from contact_addresses where address = :address")
_PUT_ROLE = text(
    """insert into deal_contacts values (:deal, :contact, :role)
       on conflict (deal_id, contact_id) do update set role = excluded.role"""
)
_JOIN = text("insert into deal_contacts values (:deal, :contact, '') on conflict do nothing")
_OFF = text("delete from deal_contacts where deal_id = :deal and contact_id = :contact")
_RECORD = text(
    """insert into crm_records (crm_id, kind, remote, local_id) values (:crm, 'contact', :remote, :id)
       on conflict do nothing"""
)
_COMPANY = text("select min(company_id) from company_domains where domain = :domain")
_ADDRESSES = text("select address from contact_addresses where contact_id = :id order by position")
