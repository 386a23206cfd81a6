"""`repside init`."""

from __future__ import annotations

import click

from cli.app import App, pass_app
from cli.output import say


@click.command("init")
@pass_app
def command(app: App) -> None:
    """Make the configuration file and an empty store.

    Running it again changes nothing that is there.
    """
    from cli import wiring
    from config import write

    made = write.create(app.paths.config)
    existed = app.paths.store.exists()
    with wiring.writing(app, create=True):
        pass
    say(f"{'Made' if made else 'Kept'} the configuration {app.paths.config}")
    say(
        f"{'Kept' if existed else 'Made'} the store {app.paths.store}"
        if not app.settings.store.url
        else "Opened the store"
    )
    say("Next: repside connect imap ADDRESS, or repside connect folder PATH --address ADDRESS")
