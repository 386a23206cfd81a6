"""`repside run`."""

from __future__ import annotations

import click

from cli.app import App, pass_app


@click.command("run")
@pass_app
def command(app: App) -> int:
    """Read mail as it comes in, until it is stopped.

    One process for all accounts. A mailbox that can tell of new mail (IMAP IDLE) is heard at once; all others are asked, often
    while there is news and seldom while there is none. Other commands work beside it. Changed settings are taken up at once.
    """
    from cli import daemon

    return daemon.run(app)
