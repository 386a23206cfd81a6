"""Records that a CRM does not have any more: deleted, given to somebody else, or merged into another one.

The history stays. Of a record that is gone, what was filed under it keeps its link; nothing new is filed there. Its row goes, unless
something refers to it. Of a merged record everything moves to the winner: links, people, roles, proposals, rules.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, text

from store import bulk, last_touch, rules
from store.intake import keep_links
from store.latematch import rematch, rematch_deals
from store.schema import companies, contacts, deals
from sync.crm import RecordKind

_TABLES = {"contact": contacts, "company": companies, "deal": deals}
SINGLE = ("next_step", "close_date", "amount", "stage", "closed_lost", "phone", "title", "email")
"""Fields with one value: of two pending proposals the newer evidence counts."""


def all_of(connection: Connection, crm: int) -> int:
    """All records of a CRM are gone. Returns how many there were."""
    rows = connection.execute(text("select kind, local_id from crm_records where crm_id = :crm"), {"crm": crm}).all()
    for kind in ("deal", "contact", "company"):  # a company goes when nobody is left in it
        for id in {row.local_id for row in rows if row.kind == kind}:
            remove(connection, kind, id)
    return len(rows)


def remove(connection: Connection, kind: RecordKind, id: int) -> bool:
    """The record is gone. Whether its row went as well."""
    if kind == "deal":
        rematch_deals(connection, [id])  # what it competed for may be another one's now
        _rematch_questions(connection)
        _withdraw(connection, "deal_id", id, "the deal is not in the CRM any more, or not yours")
        connection.execute(text("update deals set status = 'gone' where id = :id"), {"id": id})
    elif kind == "contact":
        _hand_over(connection, id)
        _withdraw(connection, "contact_id", id, "the contact is not in the CRM any more")
        for statement in _FORGET_CONTACT:
            connection.execute(text(statement), {"id": id})
    elif connection.scalar(_INHABITED, {"id": id}):
        return False
    connection.execute(text("delete from crm_records where kind = :kind and local_id = :id"), {"kind": kind, "id": id})
    keep_links(connection, kind, id, kept=True)
    if connection.scalar(_REFERRED[kind], {"id": id}):
        if kind == "company":
            connection.execute(text("delete from company_domains where company_id = :id"), {"id": id})
        return False
    _erase(connection, kind, id)
    return True


def _hand_over(connection: Connection, id: int) -> None:
    """Proposals of a contact that is gone go to whom its main address belongs now, if that is one person."""
    heirs = connection.execute(_HEIRS, {"id": id}).scalars().all()
    if len(heirs) == 1:
        connection.execute(text("update proposals set contact_id = :new where contact_id = :old and state = 'pending'"),
                           {"old": id, "new": heirs[0]})  # fmt: skip
        _overtake(connection, "contact_id", heirs[0])


def merge(connection: Connection, kind: RecordKind, old: int, new: int) -> None:
    """One record became part of another one: all that refers to it moves."""
    if old == new:
        return
    values = {"old": old, "new": new, "target": kind}
    if kind == "contact":
        touched = connection.execute(text("select address from contact_addresses where contact_id = :old"), values)
        rematch(connection, touched.scalars().all(), ())
    for statement in (*_MOVE_LINKS, *_MOVE[kind]):
        connection.execute(text(statement), values)
    if kind != "deal":
        rules.move(connection, kind, old, new)
    last_touch.renew(connection, {(kind, old), (kind, new)})
    column = {"contact": "contact_id", "deal": "deal_id"}.get(kind)
    if column:
        _overtake(connection, column, new)
    if kind == "deal":
        _rematch_questions(connection)
        rematch_deals(connection, [new])
    _erase(connection, kind, old)


def _erase(connection: Connection, kind: RecordKind, id: int) -> None:
    bulk.spend_ids(connection, _TABLES[kind])
    if kind == "deal":
        connection.execute(text("delete from shares where target = 'deal' and target_id = :id"), {"id": id})
    connection.execute(_TABLES[kind].delete().where(_TABLES[kind].c.id == id))


def _withdraw(connection: Connection, column: str, id: int, reason: str) -> None:
    statement = f"update proposals set state = 'withdrawn', reason = :reason where {column} = :id and state = 'pending'"  # noqa: S608  one of two names
    connection.execute(text(statement), {"id": id, "reason": reason})


def _overtake(connection: Connection, column: str, id: int) -> None:
    """Of pending proposals of one field, the newest evidence is left."""
    rows = connection.execute(
        text(
            f"select id, field from proposals where {column} = :id and state = 'pending' order by evidence_at desc, id desc"  # noqa: S608  as above
        ),
        {"id": id},
    ).all()
    seen: set[str] = set()
    older: list[int] = []
    for row in rows:
        if row.field in seen and row.field in SINGLE:
            older.append(row.id)
        seen.add(row.field)
    _expire(connection, older)


def _expire(connection: Connection, ids: Iterable[int]) -> None:
    statement = "update proposals set state = 'expired', reason = 'overtaken' where id in :values"
    bulk.execute_in(connection, statement, list(ids))


def _rematch_questions(connection: Connection) -> None:
    """Open questions name deals; whichever names this one is asked anew. There are few."""
    connection.execute(text("update activities set unmatched = true where id in (select activity_id from questions)"))


_FORGET_CONTACT = (
    "delete from contact_addresses where contact_id = :id",
    "delete from deal_contacts where contact_id = :id",
    "delete from field_sources where contact_id = :id",
)
_HEIRS = text(
    """select distinct other.contact_id from contact_addresses as mine
       join contact_addresses as other on other.address = mine.address and other.contact_id <> mine.contact_id
       where mine.contact_id = :id and mine.position = 0"""
)
_INHABITED = text(
    "select exists (select 1 from contacts where company_id = :id) or exists (select 1 from deals where company_id = :id)"
)
_REFERRED = {
    "deal": text(
        """select exists (select 1 from links where target = 'deal' and target_id = :id)
             or exists (select 1 from decisions join proposals on proposals.id = proposal_id where deal_id = :id)
             or exists (select 1 from rules where deal_id = :id)"""
    ),
    "contact": text(
        """select exists (select 1 from links where target = 'contact' and target_id = :id)
             or exists (select 1 from decisions join proposals on proposals.id = proposal_id where contact_id = :id)"""
    ),
    "company": text("select exists (select 1 from links where target = 'company' and target_id = :id)"),
}
_MOVE_LINKS = (
    # Where both are on one activity, the rep's own word is the one that stays.
    """update links set origin = (select origin from links as lost where lost.activity_id = links.activity_id
         and lost.target = :target and lost.target_id = :old)
       where target = :target and target_id = :new and origin in ('matcher', 'kept') and exists (select 1 from links as lost
         where lost.activity_id = links.activity_id and lost.target = :target and lost.target_id = :old
         and lost.origin in ('rep', 'rep_removed'))""",
    """delete from links where target = :target and target_id = :old and exists (select 1 from links as won
         where won.activity_id = links.activity_id and won.target = :target and won.target_id = :new)""",
    "update links set target_id = :new where target = :target and target_id = :old",
)
_MOVE = {
    "contact": (
        """update deal_contacts set role = (select role from deal_contacts as lost
             where lost.deal_id = deal_contacts.deal_id and lost.contact_id = :old)
           where contact_id = :new and role = '' and exists (select 1 from deal_contacts as lost
             where lost.deal_id = deal_contacts.deal_id and lost.contact_id = :old)""",
        """delete from deal_contacts where contact_id = :old and exists (select 1 from deal_contacts as won
             where won.deal_id = deal_contacts.deal_id and won.contact_id = :new)""",
        "update deal_contacts set contact_id = :new where contact_id = :old",
        """delete from field_sources where contact_id = :old and exists (select 1 from field_sources as won
             where won.contact_id = :new and won.field = field_sources.field)""",
        "update field_sources set contact_id = :new where contact_id = :old",
        "update proposals set contact_id = :new where contact_id = :old",
        "update crm_records set local_id = :new where kind = 'contact' and local_id = :old",
    ),
    "deal": (
        """delete from deal_contacts where deal_id = :old and exists (select 1 from deal_contacts as won
             where won.contact_id = deal_contacts.contact_id and won.deal_id = :new)""",
        "update deal_contacts set deal_id = :new where deal_id = :old",
        "update proposals set deal_id = :new where deal_id = :old",
        "update rules set deal_id = :new where deal_id = :old",
        """delete from notes where deal_id = :old and exists (select 1 from notes as won
             where won.activity_id = notes.activity_id and won.deal_id = :new)""",
        "update notes set deal_id = :new where deal_id = :old",
        # Who merged them need not be the rep: what was not shared before is not shared by it, and of two levels the stricter one holds.
        """delete from shares where target = 'deal' and target_id in (:old, :new) and 1 = (select count(*) from shares as each_one
             where each_one.target = 'deal' and each_one.target_id in (:old, :new))""",
        """update shares set level = 'headers' where target = 'deal' and target_id = :new and exists (select 1 from shares as lost
             where lost.target = 'deal' and lost.target_id = :old and lost.level = 'headers')""",
        "delete from shares where target = 'deal' and target_id = :old",
        "update crm_records set local_id = :new where kind = 'deal' and local_id = :old",
    ),
    "company": (
        "update contacts set company_id = :new where company_id = :old",
        "update deals set company_id = :new where company_id = :old",
        """delete from company_domains where company_id = :old and exists (select 1 from company_domains as won
             where won.domain = company_domains.domain and won.company_id = :new)""",
        "update company_domains set company_id = :new where company_id = :old",
        "update crm_records set local_id = :new where kind = 'company' and local_id = :old",
    ),
}
