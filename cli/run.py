"""`repside run`."""

from __future__ import annotations

import click

from cli.app import App, pass_app


@click.command("run")
@pass_app
def command(app: App) -> int:
    """Read mail as it comes in, until it is stopped.

    One process for all accounts. A mailbox that can tell of new mail (IMAP IDLE) is heard at once; all others are asked, often
    while there is news and seldom while there is none. Other commands work beside it. Changed settings are taken up at once. With
    [rep] brief_minutes it shows a notification before each meeting with people outside.
    """
    import os

    from cli import auditing, daemon
    from cli.daemon_desk import Hooks
    from cli.notify import Notify
    from cli.reminders import Reminders

    manager = Notify(os.environ)
    return daemon.run(app, Hooks(manager.ready, manager.alive, manager.stopping, Reminders().tick, auditing.chore))
