"""`repside crm`: what the rep's deals and contacts come from, and where approved changes go."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli import crm_connect
from cli.app import App, json_option, pass_app
from cli.output import count, emit, local, note, say, table

if TYPE_CHECKING:
    from cli.crms import Done
    from config.crm_model import Crm


@click.group("crm")
def command() -> None:
    """Connect your CRM, and bring its records in.

    Contacts and deals are read; nothing is written there but changes that you approved. docs/crm.md has the steps for each CRM.
    """


command.add_command(crm_connect.command)


@command.command("pull")
@click.argument("name", required=False)
@pass_app
def pull_command(app: App, name: str | None) -> int:
    """Bring in what changed in your CRM.

    Without NAME, all CRMs are read. `repside sync` and `repside run` do the same every quarter of an hour.
    """
    from cli import crms, filing, wiring
    from cli.main import DONE, FAILED, SIGN_IN, SOME_FAILED

    wanted = [_named(app, name)] if name else list(app.settings.crm)
    if not wanted:
        raise click.UsageError("There is no CRM yet. Run `repside crm connect` first.")
    with wiring.writing(app) as store:
        found = crms.pull(app, store, wanted)
        filing.again(app, store)
    told(found)
    failed = [each.error for each in found if each.error]
    if not failed:
        return DONE
    if len(failed) < len(found):
        return SOME_FAILED
    return SIGN_IN if all(error.exit_code == SIGN_IN for error in failed) else FAILED


def told(found: Sequence[Done]) -> None:
    """What each CRM brought on stdout, its troubles on stderr."""
    for each in found:
        for line in each.notes:
            note(line)
        if each.error:
            note(f"{each.name}: {each.error.sentence}\n{each.error.action}")
            continue
        contacts, deals, gone, recalled = each.pulled
        changed = f"{count(contacts, 'contact')} and {count(deals, 'deal')} new or changed, {gone:,} gone."
        say(f"{each.name}: {changed if any(each.pulled[:3]) else 'nothing new.'}")
        if recalled:
            note(f"{count(recalled, 'held item')} will be looked at again by the next `repside sync`.")


@command.command("status")
@json_option
@pass_app
def status_command(app: App, as_json: bool) -> None:
    """Say how each CRM is doing.

    No server is asked.
    """
    from cli import wiring
    from store import crms
    from store.rows import rfc3339

    known = {crm.name for crm in app.settings.crm}
    with wiring.reading(app) as database, database.read() as connection:
        rows = [row for row in crms.status(connection) if row.name in known]
    if as_json:
        emit({**row._asdict(), "pulled_at": rfc3339(row.pulled_at)} for row in rows)
        return
    if not rows:
        say("No CRM yet. Next: repside crm connect hubspot, salesforce, pipedrive, webhook or files")
        return
    heads = ("CRM", "kind", "state", "as of", "contacts", "open deals")
    lines = [(r.name, r.kind, r.state, local(r.pulled_at), f"{r.contacts:,}", f"{r.deals:,}") for r in rows]
    table(heads, lines, right=heads[4:])
    for row in rows:
        if row.sentence:
            say(f"\n{row.name}: {row.sentence}\n{row.action}")


@command.command("disconnect")
@click.argument("name")
@click.option("--forget", is_flag=True, help="Take its contacts and deals out of the store, too; the history stays.")
@pass_app
def disconnect_command(app: App, name: str, forget: bool) -> int:
    """Ask a CRM no more.

    Its token is erased. What it brought stays, unless you say --forget; nothing changes in the CRM itself.
    """
    from cli import wiring
    from config import write
    from config.secrets import crm_key
    from store import crms

    found = _named(app, name)
    with wiring.writing(app) as store:
        gone = crms.forget(store.database, found.name, records=forget)
        write.save(app.paths.config, write.without_entry(write.current(app.paths.config), "crm", found.name))
        app.secrets.forget(crm_key(found.name))
    say(f"Disconnected {found.name}." + (f" {count(gone, 'record')} of it went." if forget else ""))
    return 0


@command.command("export")
@click.argument("file", type=click.Path(path_type=Path))
@pass_app
def export_command(app: App, file: Path) -> int:
    """Write what you approved and how your records stand to CSV files.

    FILE gets each applied change with its record, field, old and new value and the time of your approval. Beside it go FILE-deals.csv
    and FILE-contacts.csv, as `repside import` takes them.
    """
    from cli import wiring
    from config.paths import explained, write_private
    from connectors.crm import files_tables
    from store import crm_export

    with wiring.writing(app) as store:
        with store.database.read() as connection:
            changes = crm_export.changes(connection)
            contacts, deals = crm_export.contacts(connection), crm_export.deals(connection)
        crm_export.log(store.database, store.clock.now(), len(changes) + len(contacts) + len(deals))
    parts = {
        file: files_tables.table(crm_export.HEAD, changes),
        file.with_name(f"{file.stem}-contacts.csv"): files_tables.contact_table(contacts),
        file.with_name(f"{file.stem}-deals.csv"): files_tables.deal_table(deals),
    }
    for path, text in parts.items():
        with explained(path):
            write_private(path, text.encode("utf-8-sig"))
    say(f"{count(len(changes), 'change')}, {count(len(contacts), 'contact')} and {count(len(deals), 'deal')}: {file}")
    return 0


def _named(app: App, name: str) -> Crm:
    found = next((crm for crm in app.settings.crm if crm.name == name), None)
    if found is None:
        known = ", ".join(crm.name for crm in app.settings.crm) or "none yet"
        raise click.BadParameter(f"there is no CRM {name!r}; known are: {known}", param_hint="NAME")
    return found
