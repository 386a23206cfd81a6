"""What the rep keeps out: people, domains, folders, subject words, as keyed hashes.

An exclusion erases what it covers from the history at once. Taking it back brings the mail in again from the mailbox, by looking
at the items anew: there is no hidden copy.
"""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Connection, text

from matchers.address import fold
from store import bulk
from store.database import Database
from store.ledger import erase_activities
from sync.policy import Exclusions, words
from sync.ports import Clock, Digest

KINDS = ("address", "domain", "folder", "word")


class Listed(NamedTuple):
    """One exclusion, as far as it can be told without the plain value."""

    kind: str
    added_at: int


def load(connection: Connection) -> Exclusions:
    """All exclusions, for the policy."""
    found: dict[str, set[bytes]] = {kind: set() for kind in KINDS}
    for row in connection.execute(text("select kind, digest from exclusions")):
        found[row.kind].add(bytes(row.digest))
    return Exclusions(*(frozenset(found[kind]) for kind in ("address", "domain", "word", "folder")))


def listed(connection: Connection) -> list[Listed]:
    """The kinds and dates; the values themselves are not stored."""
    rows = connection.execute(text("select kind, added_at from exclusions order by added_at, kind"))
    return [Listed(row.kind, row.added_at) for row in rows]


def contains(connection: Connection, digest: Digest, kind: str, value: str) -> bool:
    """Whether this very value is excluded."""
    query = text("select exists (select 1 from exclusions where kind = :kind and digest = :digest)")
    return bool(connection.scalar(query, {"kind": kind, "digest": digest(f"{kind} {value}")}))


def add(database: Database, digest: Digest, clock: Clock, kind: str, value: str) -> int:
    """Exclude a canonical address, a domain, a folder's id or a subject word. Returns how many activities were erased."""
    with database.write() as connection:
        row = {"kind": kind, "digest": digest(f"{kind} {value}"), "at": clock.now()}
        connection.execute(_ADD, row)
        if kind == "folder":
            return _drop_folder(connection, value)
        _drop_held(connection, row["digest"])
        _drop_held(connection, digest(f"folded {value}"))
        covered = _covered(connection, kind, value)
        bulk.execute_in(connection, _SKIP, covered)
        bulk.execute_in(connection, _REREAD_MEETINGS, covered)
        erase_activities(connection, covered)
        return len(covered)


def remove(database: Database, digest: Digest, kind: str, value: str) -> bool:
    """Take an exclusion back; the next sync looks at what it kept out. False when there was none."""
    with database.write() as connection:
        row = {"kind": kind, "digest": digest(f"{kind} {value}")}
        found = connection.execute(text("delete from exclusions where kind = :kind and digest = :digest"), row).rowcount
        reason = "excluded_folder" if kind == "folder" else "excluded"
        connection.execute(text("update items set recheck = true where reason = :reason"), {"reason": reason})
        return bool(found)


def _covered(connection: Connection, kind: str, value: str) -> list[int]:
    """The activities that an excluded person, domain or word is on."""
    if kind in {"address", "domain"}:
        # Compared here and not by LIKE: a sign of its patterns in the value must never erase more than the policy keeps out.
        every = connection.scalars(text("select distinct address from participants"))
        wanted = [address for address in every if _is_of(address, kind, value)]
        query = "select distinct activity_id as id from participants where address in :values"
        return sorted({row.id for row in bulk.select_in(connection, query, wanted)})
    rows = connection.execute(text("select id, subject from activities"))
    return [row.id for row in rows if value in words(row.subject)]


def _is_of(address: str, kind: str, value: str) -> bool:
    """As the policy sees it: an address with its plus-tags and dots, a domain with its subdomains."""
    if kind == "address":
        return value in {address, fold(address)}
    host = address.rpartition("@")[2]
    return host == value or host.endswith("." + value)


def _drop_held(connection: Connection, key: object) -> None:
    """Held items with that person lose even their hashes."""
    connection.execute(_SKIP_HELD, {"key": key})
    connection.execute(_FORGET_HELD)


def _drop_folder(connection: Connection, folder: str) -> int:
    """All rows of a folder become skips, and of a label those that bear it; what has no copy elsewhere is erased."""
    covered = text(f"select distinct activity_id from locators where {_OF_FOLDER} or {_LABELLED}")  # noqa: S608  our own words
    named = {"folder": folder, "label": f";{folder};"}
    ids = list(connection.scalars(covered, named))
    for statement in _DROP_FOLDER:
        connection.execute(statement, named)
    connection.execute(_FORGET_HELD)
    bare = """select id from activities where id in :values
      and not exists (select 1 from locators where locators.activity_id = activities.id)"""
    alone = [row.id for row in bulk.select_in(connection, bare, ids)]
    erase_activities(connection, alone)
    return len(alone)


_ADD = text("insert into exclusions (kind, digest, added_at) values (:kind, :digest, :at) on conflict do nothing")
_SKIP = """update items set state = 'skipped', reason = 'excluded' from locators
  where items.stream_id = locators.stream_id and items.remote = locators.remote and locators.activity_id in :values"""
# An invitation may say what the calendar's own entry does not: each copy is decided anew by its own words.
_REREAD_MEETINGS = """update items set recheck = true from locators, activities
  where items.stream_id = locators.stream_id and items.remote = locators.remote and activities.id = locators.activity_id
  and activities.kind = 'meeting' and locators.activity_id in :values"""
_SKIP_HELD = text(
    """update items set state = 'skipped', reason = 'excluded' from held_keys
       where state = 'held' and digest = :key
       and held_keys.stream_id = items.stream_id and held_keys.remote = items.remote"""
)
_FORGET_HELD = text(
    """delete from held_keys where exists (select 1 from items where items.stream_id = held_keys.stream_id
       and items.remote = held_keys.remote and items.state = 'skipped')"""
)
_OF_FOLDER = "stream_id in (select id from streams where streams.remote = :folder)"
# A revision lists the labels of an item between semicolons, where a provider has labels.
_BEARS = "replace(items.revision, :label, '') <> items.revision"
_LABELLED = f"""exists (select 1 from items where items.stream_id = locators.stream_id
       and items.remote = locators.remote and {_BEARS})"""  # noqa: S608  our own words
_DROP_FOLDER = (
    text(f"delete from locators where {_OF_FOLDER} or {_LABELLED}"),  # noqa: S608  our own words
    # What is older than the rep's window stays so: it must not come in when the exclusion ends.
    text(
        f"""update items set state = 'skipped', reason = 'excluded_folder'
            where reason <> 'before_window' and ({_OF_FOLDER} or {_BEARS})"""  # noqa: S608  our own words
    ),
)
