"""`repside decline ID…`."""

from __future__ import annotations

import click

from cli.app import App, json_option, pass_app
from cli.decide import ids


@click.command("decline")
@ids
@json_option
@pass_app
def command(app: App, ids: tuple[int, ...], as_json: bool) -> int:
    """Decline proposals; they are not offered again for the same words."""
    from cli.decide import decide
    from store.decisions import Wanted

    return decide(app, lambda desk: desk.decline([Wanted(id) for id in ids]), as_json=as_json)
