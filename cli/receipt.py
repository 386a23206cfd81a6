"""`repside receipt`: what the server has, against what became of it here. The server is asked, not our own rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from cli.app import App, json_option, pass_app
from cli.output import count, emit, note, say, table

if TYPE_CHECKING:
    from config.model import Account
    from store.database import Database
    from store.rows import ReceiptRow
    from sync.audit import Audit
    from sync.errors import RepsideError


@click.command("receipt")
@click.argument("accounts", metavar="[ACCOUNT]...", nargs=-1)
@click.option("--stored", is_flag=True, help="Do not ask the servers; tell only what is stored.")
@click.option("--audit", "repair", is_flag=True, help="Find what is missing and fetch it, now instead of once a day.")
@json_option
@pass_app
def command(app: App, accounts: tuple[str, ...], stored: bool, repair: bool, as_json: bool) -> int:
    """Prove that nothing is missing, against the server.

    For each folder and calendar: items there = captured + held + skipped + set aside. What is unexplained is on one side
    only; right after `repside sync` that is 0.
    """
    if stored and repair:
        raise click.UsageError("--stored and --audit exclude each other: an audit asks the servers.")
    from cli import wiring
    from cli.main import DONE, FAILED, SIGN_IN, SOME_FAILED
    from store import status
    from store.rows import as_json as told

    wanted = [app.account(name) for name in accounts] if accounts else list(app.settings.account)
    errors: list[RepsideError] = []
    audits: dict[tuple[str, str], Audit] = {}
    if repair:
        from cli.auditing import audit

        audits, errors = audit(app, wanted)
    with wiring.reading(app) as database:
        with database.read() as connection:
            names = {account.name for account in wanted}
            rows = [row for row in status.receipt(connection) if row.account in names]
        if repair:
            rows = [_audited(row, audits.get((row.account, row.stream))) for row in rows]
        elif not stored:
            rows, errors = _compared(app, database, wanted, rows)
    if as_json:
        emit(
            {**told(row), **({"audit": audits[at]._asdict()} if (at := (row.account, row.stream)) in audits else {})}
            for row in rows
        )
    else:
        _print(rows)
        if repair:
            _print_audits(list(audits.values()))
    if not errors:
        return DONE
    if len(errors) < len(wanted):
        return SOME_FAILED
    return SIGN_IN if all(error.exit_code == SIGN_IN for error in errors) else FAILED


def _audited(row: ReceiptRow, audit: Audit | None) -> ReceiptRow:
    return row if audit is None else row._replace(remote=audit.remote, unexplained=audit.unexplained)


def _print_audits(audits: Sequence[Audit]) -> None:
    from sync.audit import total

    found = total(audits)
    if found.missing or found.stray:
        words = f"{count(found.missing, 'gap')} and {count(found.stray, 'entry', 'entries')} too many were found"
        say(f"{words}; {found.repaired:,} of them were put right.")


def _compared(
    app: App, database: Database, wanted: Sequence[Account], rows: Sequence[ReceiptRow]
) -> tuple[list[ReceiptRow], list[RepsideError]]:
    """The rows with the server's side filled in; an account that cannot be asked keeps its rows without it."""
    from sync.errors import RepsideError

    found: list[ReceiptRow] = []
    errors: list[RepsideError] = []
    for account in wanted:
        mine = {row.stream: row for row in rows if row.account == account.name}
        try:
            found += _asked(app, database, account, dict(mine))
        except RepsideError as error:
            note(f"{account.name}: {error.sentence}\n{error.action}")
            errors.append(error)
            found += mine.values()
    return found, errors


def _asked(app: App, database: Database, account: Account, mine: dict[str, ReceiptRow]) -> list[ReceiptRow]:
    from cli import wiring
    from store.checkup import stored_ids
    from store.rows import ReceiptRow

    connector = wiring.connector(app, account)
    done = []
    try:
        for stream in connector.streams():
            there: set[str] = set()
            for part in connector.census(stream):
                there.update(part)
            with database.read() as connection:
                here = stored_ids(connection, account.name, stream.id)
            row = mine.pop(stream.id, ReceiptRow(account.name, stream.id, stream.name, stream.role, 0, 0, {}, 0))
            done.append(row._replace(remote=len(there), unexplained=len(there ^ here)))
    finally:
        connector.close()
    # A folder that the server no longer has: all its rows are unexplained until a sync has looked.
    return [*done, *(row._replace(remote=0, unexplained=row.total) for row in mine.values())]


def _print(rows: Sequence[ReceiptRow]) -> None:
    from sync.policy import REASONS

    if not rows:
        say("Nothing has been read yet. Next: repside sync")
        return
    heads = ("account", "folder or calendar", "there", "captured", "held", "skipped", "set aside", "unexplained")
    lines = [
        (
            r.account,
            r.name,
            _number(r.remote),
            r.captured,
            r.held,
            r.skipped_total,
            r.quarantined,
            _number(r.unexplained),
        )
        for r in rows
    ]
    table(heads, lines, right=heads[2:])
    reasons: dict[str, int] = {}
    for row in rows:
        for reason, number in row.skipped.items():
            reasons[reason] = reasons.get(reason, 0) + number
    for reason, number in sorted(reasons.items(), key=lambda pair: (-pair[1], pair[0])):
        say(f"{number:>8,}  skipped: {REASONS.get(reason, reason)}")
    asked = [row.unexplained for row in rows if row.unexplained is not None]
    if len(asked) == len(rows) and not any(asked):
        say("Nothing is missing: every item there is accounted for.")
    elif asked and not any(asked):
        say("Nothing is missing where the server was asked; the other folders could not be compared.")
    elif asked:
        say(f"{sum(asked):,} unexplained. Run `repside sync`, then ask again: mail may have come or gone in between.")


def _number(value: int | None) -> str:
    return "not asked" if value is None else str(value)
