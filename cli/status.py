"""`repside status`: answers from the store alone, without the network."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cli.app import App, json_option, pass_app
from cli.output import count, emit, local, say, table

if TYPE_CHECKING:
    from store.database import Database
    from store.rows import StatusRow


@click.command("status")
@json_option
@pass_app
def command(app: App, as_json: bool) -> None:
    """Say how each account is doing.

    No server is asked. The states are listed in docs/reference.md.
    """
    from cli import wiring
    from store.rows import as_json as told

    with wiring.reading(app) as database:
        rows = states(database)
    if as_json:
        emit(told(row) for row in rows)
        return
    if not rows:
        say("No account yet. Next: repside connect imap ADDRESS, or repside connect folder PATH --address ADDRESS")
        return
    table(("account", "state", "complete as of"), [(r.account, r.state, local(r.last_complete_at)) for r in rows])
    for row in rows:
        if row.state != "HEALTHY":
            say(f"\n{row.account}: {row.sentence}\n{row.action}")


def states(database: Database) -> list[StatusRow]:
    """Each account with the state, sentence and action that the rep reads."""
    from store import status

    unreadable: dict[str, int] = {}
    with database.read() as connection:
        rows = status.status(connection)
        if status.counts(connection).quarantined:
            for stream in status.receipt(connection):
                unreadable[stream.account] = unreadable.get(stream.account, 0) + stream.quarantined
    return [_state(row, unreadable.get(row.account, 0)) for row in rows]


def _state(row: StatusRow, unreadable: int) -> StatusRow:
    """What the last round left, made exact: nothing is called healthy that was not read to its end."""
    if row.state not in {"HEALTHY", "NEW"}:
        return row
    if row.remaining:
        sentence = f"{row.account} is being read: {count(row.remaining, 'item is', 'items are')} still to come."
        return row._replace(state="CATCHING_UP", sentence=sentence, action=_GO_ON)
    if row.last_complete_at is None:
        return row._replace(
            state="CATCHING_UP", sentence=f"{row.account} has not been read to its end yet.", action=_GO_ON
        )
    as_of = local(row.last_complete_at)
    if unreadable:
        sentence = f"{row.account} is complete as of {as_of}, but for {count(unreadable, 'item')} that cannot be read."
        return row._replace(state="SKIPPED", sentence=sentence, action=_UNREADABLE)
    return row._replace(
        state="HEALTHY", sentence=f"{row.account} is complete as of {as_of}. No mail was changed.", action=""
    )


_GO_ON = "Run `repside sync`; it goes on where it stopped. No mail was changed."
_UNREADABLE = "They are set aside and tried again; `repside receipt` counts them. No mail was changed."
