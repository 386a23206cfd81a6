"""`repside edit ID VALUE`."""

from __future__ import annotations

import click

from cli.app import App, json_option, pass_app
from cli.decide import at_once


@click.command("edit")
@click.argument("id", type=click.IntRange(1, 2**63 - 1))
@click.argument("value", nargs=-1, required=True)
@at_once
@json_option
@pass_app
def command(app: App, id: int, value: tuple[str, ...], now: bool, as_json: bool) -> int:
    """Approve a proposal with a value of your own.

    VALUE is written as `review` shows it: "2026-03-05 Call Dana", "45000 EUR", a stage, a role; or as JSON.
    """
    from cli import wiring, wording
    from cli.decide import decide
    from cli.output import note
    from store import review
    from store.decisions import Wanted

    with wiring.reading(app) as database, database.read() as connection:
        rows = review.proposals(connection, ids=[id])
    if not rows:
        note(f"There is no proposal {id}. `repside review` lists them.")
        return 1
    try:
        new = wording.parsed(rows[0].kind, " ".join(value), rows[0].new)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="VALUE") from error
    return decide(app, lambda desk: [desk.edit(Wanted(id), new, now=now)], now=now, as_json=as_json)
