"""`repside resume`: the end of a pause."""

from __future__ import annotations

import click

from cli.app import App, pass_app
from cli.output import say
from cli.pause import wanted


@click.command("resume")
@click.argument("account", required=False)
@pass_app
def command(app: App, account: str | None) -> None:
    """Read paused accounts again.

    Without ACCOUNT, all of them. A running daemon goes on within seconds.
    """
    from cli import wiring
    from store import duty

    names = [each.name for each in wanted(app, account)]
    with wiring.writing(app) as store:
        duty.resume(store.database, names)
    say(f"No longer paused: {', '.join(names)}.")
