"""Erases for good: an account, a person, or all of it. Nothing stays in an index, a journal or a free page.

An activity that other accounts have a copy of stays, as theirs. A person is excluded as well, by keyed hash: the mailbox would
bring the mail in again otherwise.
"""

from __future__ import annotations

import glob
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, text

from store import bulk, exclusions, last_touch, pending, rules
from store.database import Database
from store.ledger import erase_activities
from store.schema import contacts
from store.schema_deals import whole
from store.setaside import JOURNALS
from sync.ports import Clock, Digest


class Forgotten(NamedTuple):
    """What was erased."""

    activities: int = 0
    items: int = 0
    contacts: int = 0
    kept: int = 0
    """Activities that other accounts have a copy of."""


def account(database: Database, name: str) -> Forgotten | None:
    """One account with its folders, cursors and hashes, in one transaction; None when there is none of that name."""
    with database.write() as connection:
        id = connection.scalar(text("select id from accounts where name = :name"), {"name": name})
        if id is None:
            return None
        items = int(connection.scalar(_ITEMS, {"id": id}) or 0)
        connection.execute(_REHOME, {"id": id})
        kept = int(connection.scalar(_KEPT, {"id": id}) or 0)
        alone = list(connection.scalars(text("select id from activities where account_id = :id"), {"id": id}))
        erase_activities(connection, alone)
        connection.execute(text("delete from accounts where id = :id"), {"id": id})
        _sweep(connection)
    return Forgotten(len(alone), items, 0, kept)


def person(database: Database, digest: Digest, clock: Clock, addresses: Sequence[str]) -> Forgotten:
    """Somebody by canonical addresses, with every other address of the same contact. They stay excluded."""
    with database.read() as connection:
        found = _contacts(connection, addresses)
        known = bulk.select_in(connection, "select address from contact_addresses where contact_id in :values", found)
    erased = 0
    for address in dict.fromkeys([*addresses, *(row.address for row in known)]):
        erased += exclusions.add(database, digest, clock, "address", address)
    with database.write() as connection:
        pending.erase_person(connection, found, [*addresses, *(row.address for row in known)])
        _erase_contacts(connection, found)
        _sweep(connection)
    return Forgotten(erased, 0, len(found))


def everything(database: Database) -> Forgotten:
    """All rows of a store whose file is not ours to delete (PostgreSQL)."""
    with database.write() as connection:
        count = int(connection.scalar(text("select count(*) from activities")) or 0)
        erase_activities(connection, list(connection.scalars(text("select id from activities"))))
        for table in reversed(whole.sorted_tables):
            connection.execute(table.delete())
    return Forgotten(count)


def compact(database: Database) -> None:
    """Write the file anew, so that no free page and no journal holds what was erased."""
    if database.path is None:
        return
    with database.engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        driver.execute("vacuum")
        driver.execute("pragma wal_checkpoint(truncate)")


def drop_copies(database: Database) -> int:
    """Erase the older copies beside the store, made before an upgrade or of a damaged file: all of it is in them. Returns how many."""
    if database.path is None:
        return 0
    folder, name = database.path.parent, glob.escape(database.path.name)
    found = [path for kind in ("before", "damaged") for path in folder.glob(f"{name}.{kind}-*")]
    for path in found:
        path.unlink(missing_ok=True)
    return sum(not path.name.endswith(JOURNALS) for path in found)


def _contacts(connection: Connection, addresses: Sequence[str]) -> list[int]:
    rows = bulk.select_in(connection, "select contact_id from contact_addresses where address in :values", addresses)
    return sorted({row.contact_id for row in rows})


def _erase_contacts(connection: Connection, ids: Sequence[int]) -> None:
    """The contacts, and what names them by their numbers: nobody gets these numbers again, and no pull goes on with them."""
    bulk.spend_ids(connection, contacts)
    rules.drop_contacts(connection, ids)
    for statement in _OF_CONTACTS:
        bulk.execute_in(connection, statement, ids)
    last_touch.renew(connection, {("contact", id) for id in ids})


def _sweep(connection: Connection) -> None:
    """Keys of conversations that are not there any more: hashes, but of nobody that is left."""
    connection.execute(text("delete from thread_keys where thread_id not in (select thread_id from activities)"))


_OF_CONTACTS = (
    "delete from links where target = 'contact' and target_id in :values",
    "delete from crm_records where kind = 'contact' and local_id in :values",
    "delete from contacts where id in :values",
)
_ITEMS = text("select count(*) from items join streams on streams.id = stream_id where account_id = :id")
# An activity belongs to the account that brought it first; another one that has a copy takes it over.
_ELSEWHERE = """select streams.account_id from locators join streams on streams.id = locators.stream_id
  where locators.activity_id = activities.id and streams.account_id <> :id"""
_REHOME = text(
    f"""update activities set account_id = ({_ELSEWHERE} order by streams.account_id limit 1)
        where account_id = :id and exists ({_ELSEWHERE})"""  # noqa: S608  our own words
)
_KEPT = text(
    """select count(distinct activity_id) from locators join streams on streams.id = locators.stream_id
       join activities on activities.id = activity_id where streams.account_id = :id and activities.account_id <> :id"""
)
