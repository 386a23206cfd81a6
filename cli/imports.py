"""`repside import contacts|deals FILE`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from cli.app import App, pass_app
from cli.output import count, note, say

if TYPE_CHECKING:
    from connectors.wire.tables import BadRow, ContactRow, DealRow
    from store.people import Imported

T = TypeVar("T")

_FILE = click.argument("file", type=click.Path(path_type=Path))
_MAX_BYTES = 200_000_000


@click.group("import")
def command() -> None:
    """Take in contacts or deals from a file.

    Taking in the same file again changes nothing.
    """


@command.command("contacts")
@_FILE
@pass_app
def contacts_command(app: App, file: Path) -> int:
    """Contacts from a CSV file or a vCard file (.vcf).

    CSV columns: id, name, email, other_emails, company, domain, title, phone.
    """
    return contacts(app, file)


@command.command("deals")
@_FILE
@pass_app
def deals_command(app: App, file: Path) -> int:
    """Deals from a CSV file.

    Columns: id, name, company, stage, amount, currency, close_date, status, contacts. The last one holds contact ids or
    addresses with ; between them, each with :role if wanted.
    """
    return deals(app, file)


def contacts(app: App, file: Path) -> int:
    """Take in a file of contacts; returns the exit code."""
    from cli import wiring
    from store import people

    rows, bad = _contact_rows(file)
    with wiring.writing(app) as store:
        done = people.import_contacts(store.database, rows, store.digest, wiring.internal_domains(app))
    if done.recalled:
        note(f"{count(done.recalled, 'held item')} will be looked at again by the next `repside sync`.")
    return _told(done, [*bad, *done.problems], "contact", file)


def deals(app: App, file: Path) -> int:
    """Take in a file of deals; returns the exit code."""
    from cli import filing, wiring
    from connectors.wire import tables
    from store import people

    table = _parsed(file, tables.deals, _read(file))
    _unknown(table.unknown_columns)
    rows: Sequence[DealRow] = table.rows
    with wiring.writing(app) as store:
        done = people.import_deals(store.database, rows)
        filing.follow(app, store)
    return _told(done, [*table.bad, *done.problems], "deal", file)


def _contact_rows(file: Path) -> tuple[list[ContactRow], list[BadRow]]:
    from connectors.wire import tables, vcard

    raw = _read(file)
    if file.suffix.lower() in {".vcf", ".vcard"}:
        found = list(vcard.contacts(raw))
        bad = [row for row in found if isinstance(row, tables.BadRow)]
        return [row for row in found if isinstance(row, tables.ContactRow)], bad
    table = _parsed(file, tables.contacts, raw)
    _unknown(table.unknown_columns)
    return table.rows, table.bad


def _read(file: Path) -> bytes:
    from config.paths import explained
    from sync.errors import BadFile, NoPermission

    try:
        with explained(file), file.open("rb") as content:
            raw = content.read(_MAX_BYTES + 1)  # a device has no size that could be asked first
    except NoPermission as error:
        if isinstance(error.__cause__, FileNotFoundError | IsADirectoryError):
            raise BadFile(path=file, why=str(error.fields["why"])) from error
        raise
    if len(raw) > _MAX_BYTES:
        raise BadFile(path=file, why="it is larger than 200 MB")
    return raw


def _parsed(file: Path, parse: Callable[[bytes], T], raw: bytes) -> T:
    from sync.errors import BadFile

    try:
        return parse(raw)
    except ValueError as error:
        raise BadFile(path=file, why=str(error).rstrip(".")) from error


def _unknown(columns: Iterable[str]) -> None:
    names = ", ".join(columns)
    if names:
        note(f"Not taken in, because Repside does not know these columns: {names}")


def _told(done: Imported, bad: Sequence[BadRow], one: str, file: Path) -> int:
    for row in bad:
        note(f"{file.name}, line {row.line}: {row.reason}")
    taken = done.added + done.updated + done.unchanged
    say(f"{count(taken, one)}: {done.added:,} new, {done.updated:,} changed, {done.unchanged:,} as before.")
    if bad:
        note(f"{count(len(bad), 'line needs', 'lines need')} a look; everything else was taken in.")
    return 1 if bad and not taken else 0
