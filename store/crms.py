"""The CRMs that the rep connected: their rows, how the last pull went, and what becomes of their records at the end."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Connection, text

from store import crm_gone
from store.database import Database
from sync.errors import RepsideError
from sync.model import Cursor

EVERY = 900
"""Seconds from one pull to the next."""


class CrmRow(NamedTuple):
    """How one CRM is doing."""

    name: str
    kind: str
    state: str
    sentence: str
    action: str
    pulled_at: int | None
    """When all was last taken in."""
    contacts: int
    deals: int
    """Open ones."""


def ensure(database: Database, name: str, kind: str) -> int:
    """The CRM's row, made on first sight. Another kind under an old name starts from nothing: what the old one brought is gone."""
    with database.read() as connection:
        found = connection.execute(_FIND, {"name": name}).one_or_none()
    if found is not None and found.kind == kind:
        return int(found.id)
    with database.write() as connection:
        if found is not None:
            _leave(connection, found.id)
        connection.execute(text("insert into crms (name, kind) values (:name, :kind)"), {"name": name, "kind": kind})
        return int(connection.execute(_FIND, {"name": name}).one().id)


def cursor(database: Database, name: str) -> Cursor | None:
    """What the last page brought; None: nothing is known yet."""
    with database.read() as connection:
        row = connection.execute(_FIND, {"name": name}).one_or_none()
    return None if row is None or row.cursor is None else Cursor(row.cursor_kind, row.cursor)


def is_due(database: Database, name: str, now: int) -> bool:
    """Whether it is time to pull: a quarter of an hour after the last try, or at once when the clock went back."""
    with database.read() as connection:
        row = connection.execute(_FIND, {"name": name}).one_or_none()
    tries = [at for at in (row.pulled_at, row.failed_at) if at is not None] if row is not None else []
    return not tries or not 0 <= now - max(tries) < EVERY


def restart(database: Database, name: str) -> None:
    """The cursor is dead, or the settings are other ones: all is listed again, and nothing is lost."""
    with database.write() as connection:
        connection.execute(text("update crms set cursor = null, cursor_kind = null where name = :name"), {"name": name})


def note(database: Database, name: str, error: RepsideError | None, at: int) -> None:
    """Keep how a pull ended: everything is here, or what the rep reads about it."""
    row: dict[str, object] = {"name": name, "at": at, "state": "HEALTHY", "sentence": "", "action": ""}
    if error is not None:
        row |= {"state": error.code, "sentence": error.sentence, "action": error.action}
    with database.write() as connection:
        connection.execute(_FAILED if error else _PULLED, row)


def status(connection: Connection) -> list[CrmRow]:
    """One row a CRM, by name."""
    return [CrmRow(*row) for row in connection.execute(_STATUS)]


def forget(database: Database, name: str, *, records: bool) -> int:
    """The CRM is not asked any more. `records`: and what it brought goes, as if all of it had been deleted there. Returns how many."""
    with database.write() as connection:
        row = connection.execute(_FIND, {"name": name}).one_or_none()
        if row is None:
            return 0
        gone = crm_gone.all_of(connection, row.id) if records else 0
        connection.execute(text("delete from crms where id = :id"), {"id": row.id})
        return gone


def _leave(connection: Connection, crm: int) -> None:
    """Its records are gone. What is left of them for the history's sake gives its id free: the same number means another record now."""
    rows = connection.execute(text("select kind, local_id from crm_records where crm_id = :crm"), {"crm": crm}).all()
    crm_gone.all_of(connection, crm)
    for row in rows:
        if row.kind in _RENAME:
            connection.execute(_RENAME[row.kind], {"id": row.local_id})
    connection.execute(text("delete from crms where id = :crm"), {"crm": crm})


_RENAME = {
    kind: text(f"update {kind}s set external = 'gone:' || cast(id as varchar(20)) where id = :id")  # noqa: S608  one of two
    for kind in ("contact", "deal")
}
_FIND = text("select * from crms where name = :name")
_PULLED = text(
    """update crms set state = :state, sentence = :sentence, action = :action, pulled_at = :at, failed_at = null
       where name = :name"""
)
_FAILED = text(
    "update crms set state = :state, sentence = :sentence, action = :action, failed_at = :at where name = :name"
)
_STATUS = text(
    """select name, kind, state, sentence, action, pulled_at,
         (select count(*) from crm_records where crm_id = crms.id and kind = 'contact') as contacts,
         (select count(*) from crm_records join deals on deals.id = local_id
            where crm_id = crms.id and crm_records.kind = 'deal' and deals.status = 'open') as deals
       from crms order by name"""
)
