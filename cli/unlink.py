"""`repside unlink ACTIVITY CONTACT|DEAL`."""

from __future__ import annotations

import click

from cli.app import App, pass_app
from cli.filing_by_hand import activity, target
from cli.output import harmless, say


@click.command("unlink")
@activity
@target
@pass_app
def command(app: App, activity: int, target: str) -> int:
    """Take an activity off a contact or deal for good.

    No rule files it there again. What was proposed by its words for that deal ends.
    """
    from cli.filing_by_hand import file

    found = file(app, activity, target, lambda hand, one: hand.unlink(activity, one))
    if found is None:
        return 1
    say(f"Taken off the {found.kind} {harmless(found.name)}. Take it back with: repside link {activity} {target}")
    return 0
