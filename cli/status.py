"""`repside status`: answers from the store alone, without the network."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import click

from cli.app import App, json_option, pass_app
from cli.output import count, emit, local, say, table

if TYPE_CHECKING:
    from store.database import Database
    from store.rows import StatusRow
    from sync.errors import RepsideError


@click.command("status")
@json_option
@pass_app
def command(app: App, as_json: bool) -> None:
    """Say how each account is doing.

    No server is asked. The states are listed in docs/reference.md.
    """
    from cli import wiring
    from store.rows import as_json as told
    from sync.errors import StoreDamaged

    try:
        with wiring.reading(app) as database:
            rows = states(database)
            open_ = _open(database)
    except StoreDamaged as error:
        if as_json:  # a script learns the state of each account, too
            emit(told(row) for row in _damaged(app, error))
        raise
    if as_json:
        emit({**told(row), **allowance(app, row.account)} for row in rows)
        return
    if not rows:
        say("No account yet. Next: repside connect imap ADDRESS, or repside connect folder PATH --address ADDRESS")
        return
    table(("account", "state", "complete as of"), [(r.account, r.state, local(r.last_complete_at)) for r in rows])
    for row in rows:
        if any((used := allowance(app, row.account)).values()):
            say(f"\n{row.account}: {_used(used)}")
    for row in rows:
        if row.state != "HEALTHY" or row.sentence.startswith(_PAUSED):
            say(f"\n{row.account}: {row.sentence}\n{row.action}\n{_closing(row)}")
    for line in open_:
        say(f"\n{line}")


def _open(database: Database) -> list[str]:
    """What waits for the rep's decision."""
    from store import review

    with database.read() as connection:
        waiting = review.waiting(connection)
    return [f"{count(waiting, 'proposal waits', 'proposals wait')} for you: repside review"] if waiting else []


def allowance(app: App, name: str) -> dict[str, int]:
    """What an account has used of its provider's allowance; empty where there is none."""
    from config.model import GmailAccount, OutlookAccount

    account = next((one for one in app.settings.account if one.name == name), None)
    if not isinstance(account, GmailAccount | OutlookAccount):
        return {}
    from cli.quota import FileMemory
    from connectors.governor import Governor

    if isinstance(account, GmailAccount):
        use = Governor(account.units_per_minute, FileMemory(app.paths.data, name, "gmail")).use()
        return {"units_used": use.units, "units_a_minute": use.allowance}
    from connectors.microsoft.options import WINDOW

    memory = FileMemory(app.paths.data, name, "graph")
    use = Governor(account.requests_per_ten_minutes, memory, window=WINDOW).use()
    return {"requests_used": use.units, "requests_in_ten_minutes": use.allowance}


def _used(found: dict[str, int]) -> str:
    used, most = found.values()
    if "units_used" in found:
        return f"{used:,} of the {most:,} units used that Google allows in a minute."
    return f"{used:,} of the {most:,} requests used that Microsoft allows in ten minutes."


def _damaged(app: App, error: RepsideError) -> list[StatusRow]:
    from store.rows import StatusRow

    words = (error.code, error.sentence, error.action)
    return [StatusRow(one.name, one.provider, one.address, *words, None, None) for one in app.settings.account]


def states(database: Database) -> list[StatusRow]:
    """Each account with the state, sentence and action that the rep reads."""
    from store import status
    from store.states import WHOLE

    with database.read() as connection:
        rows = status.status(connection)
    told = [row._replace(sentence=row.sentence.replace(WHOLE, _whole(row), 1)) for row in rows]
    return [_paused(row, int(time.time())) for row in told]


def _paused(row: StatusRow, now: int) -> StatusRow:
    """A pause is the rep's own wish: it is said before all else, and the state stays what it is."""
    from store.duty import FOREVER

    if row.paused_until is None or row.paused_until <= now:
        return row
    until = "until you run `repside resume`" if row.paused_until >= FOREVER else f"until {local(row.paused_until)}"
    return row._replace(sentence=f"{_PAUSED} {until}. {row.sentence}")


def _whole(row: StatusRow) -> str:
    return f"{row.account} is complete as of {local(row.last_complete_at)}. No mail was changed."


def _closing(row: StatusRow) -> str:
    """What stays true whatever went wrong."""
    known = f"Complete as of {local(row.last_complete_at)}. " if row.last_complete_at is not None else ""
    again = f"Next try: {local(row.next_check_at)}. " if row.next_check_at is not None else ""
    return f"{known}{again}No mail was changed."


_PAUSED = "Paused"
