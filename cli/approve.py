"""`repside approve ID…`."""

from __future__ import annotations

import click

from cli.app import App, json_option, pass_app
from cli.decide import at_once, ids


@click.command("approve")
@ids
@at_once
@json_option
@pass_app
def command(app: App, ids: tuple[int, ...], now: bool, as_json: bool) -> int:
    """Approve proposals, by the numbers that `review` prints.

    They are written to the CRM after the time in which `repside undo` takes them back: 10 minutes unless set otherwise.
    """
    from cli.decide import decide
    from store.decisions import Wanted

    return decide(app, lambda desk: desk.approve([Wanted(id) for id in ids], now=now), now=now, as_json=as_json)
