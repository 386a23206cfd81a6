"""`repside doctor --set-aside`: a damaged store gives way to a new one."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.app import App
from cli.output import say

if TYPE_CHECKING:
    from store.database import Database
    from store.setaside import SetAside


def set_aside(app: App) -> int:
    """Move the damaged store away and make a new one. A whole store is left alone."""
    from cli import wiring
    from cli.main import DONE
    from store import lock, setaside
    from store.database import Database
    from sync.errors import StoreInUse, StoreMissing

    if app.settings.store.url and not app.settings.store.url.startswith("sqlite"):
        raise click.UsageError("Only a store in a file can be set aside; mend a PostgreSQL store with its own tools.")
    database = Database.open(wiring.store_url(app), read_only=True)
    path = database.path
    if path is None:
        raise StoreMissing(path=app.paths.store)
    try:
        if pid := lock.daemon_process(database):
            raise StoreInUse(pid=pid)
        with lock.writer(database):
            damage = _damage(database)
            if not damage:
                say("The store is whole: nothing was moved.")
                return DONE
            done = setaside.set_aside(path, time.strftime("%Y%m%d-%H%M%S", time.gmtime()))
    finally:
        database.close()
    with wiring.writing(app, create=True):
        pass  # the new store gets the key's mark
    _tell(path, done)
    return DONE


def _damage(database: Database) -> str:
    from store import checkup
    from sync.errors import StoreDamaged

    try:
        return checkup.health(database).damage
    except StoreDamaged as error:
        return error.sentence


def _tell(path: Path, done: SetAside) -> None:
    taken = {"exclusions": "exclusions", "contacts": "contacts", "deals": "deals"}
    taken |= {table: words for table, words in {"proposals": "proposals", "decisions": "decisions", "rules": "rules"}.items()
              if done.taken[table]}  # fmt: skip
    say(f"The damaged store is kept as {done.kept}. A new one is at {path}.")
    say(f"Taken over: {', '.join(f'{done.taken[table]:,} {words}' for table, words in taken.items())}.")
    if {"exclusions", "facts"} & set(done.lost):
        say("Not all exclusions could be read. Set them again with `repside exclude` before the next sync.")
    if {"contacts", "contact_addresses", "companies", "company_domains", "deals", "deal_contacts"} & set(done.lost):
        say("Not all contacts and deals could be read. Import them again with `repside import`.")
    if {"proposals", "decisions", "outbox"} & set(done.lost):
        say("Not all decisions could be read. Look in your CRM whether what you approved last is there.")
    say("Next: repside sync, which builds the history again from your mailboxes.")
