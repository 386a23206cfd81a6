"""`repside undo ID…`."""

from __future__ import annotations

import click

from cli.app import App, json_option, pass_app
from cli.decide import ids


@click.command("undo")
@ids
@json_option
@pass_app
def command(app: App, ids: tuple[int, ...], as_json: bool) -> int:
    """Take the last decision on proposals back.

    What was written already is written back, unless somebody has changed it since.
    """
    from cli.decide import decide
    from store.decisions import Wanted

    return decide(app, lambda desk: desk.undo([Wanted(id) for id in ids]), as_json=as_json)
