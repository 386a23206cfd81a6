"""`repside review`: what the mail says about the deals, for the rep to decide."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import TYPE_CHECKING

import click

from cli.app import App, json_option, pass_app
from cli.output import emit, local, say, table
from cli.wording import change_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.review import ProposalRow

STATES = ("pending", "approved", "applied", "declined", "expired", "undone", "unknown", "withdrawn")


@click.command("review")
@click.option("--state", type=click.Choice(STATES), multiple=True, help="Only these; may be repeated.")
@click.option("--deal", default="", help="Only of this deal, by its id or name.")
@json_option
@pass_app
def command(app: App, state: tuple[str, ...], deal: str, as_json: bool) -> int:
    """Decide on what your mail says about your deals.

    On a terminal each proposal is shown with its evidence, for one key: approve, edit, decline, skip. Elsewhere, and with
    --json, they are listed.
    """
    if not as_json and not state and sys.stdin.isatty() and sys.stdout.isatty():
        from cli.review_desk import run

        return run(app, deal)
    return _list(app, state, deal, as_json=as_json)


def _list(app: App, states: Sequence[str], deal: str, *, as_json: bool) -> int:
    from cli import wiring
    from store import review
    from store.rows import as_json as told

    with wiring.reading(app) as database, database.read() as connection:
        rows = review.proposals(connection, states=states or (() if as_json else ("pending", "unknown")), deal=deal)
    if as_json:
        emit(told(row) for row in rows)
    elif rows:
        table(("id", "deal", "field", "change", "because", "until"), [_line(row) for row in rows], right=("id",))
    else:
        say("Nothing waits for you. `repside sync` reads what is new; `repside review --json` lists what was decided.")
    _mark(app, rows)
    return 0


def _line(row: ProposalRow) -> tuple[object, ...]:
    who = row.deal_name or row.contact_name or "—"
    because = f"“{row.quote}”" if row.quote else ""
    return row.id, who, row.field, change_of(row), because, local(row.expires_at)


def _mark(app: App, rows: Sequence[ProposalRow]) -> None:
    """A change that became another one counts as shown from here on."""
    again = [(row.id, row.version) for row in rows if row.state == "pending" and row.version > row.shown]
    if not again:
        return
    from cli import filing, wiring
    from store.decisions import Wanted
    from sync.errors import StoreInUse

    with suppress(StoreInUse), wiring.writing(app) as store:  # then it is shown once more
        filing.decisions(app, store).show([Wanted(*one) for one in again])
