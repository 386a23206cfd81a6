"""`repside view`."""

from __future__ import annotations

import click

from cli.app import App, pass_app
from cli.output import note, say


@click.command("view")
@click.option("--port", type=click.IntRange(0, 65535), help="A port of this machine; a free one otherwise.")
@click.option("--open", "opened", is_flag=True, help="Open the browser.")
@pass_app
def command(app: App, port: int | None, opened: bool) -> int:
    """Open the history in the browser.

    It is served on this machine only, until Ctrl-C; only its page Review changes anything. The printed link lets a browser in
    until then: keep it to yourself.
    """
    from cli import deciding, rep, wiring
    from view.server import open_view, settle

    _begin(app)
    who = rep.rep(app)
    with wiring.reading(app) as database:
        chosen = app.settings.view.port if port is None else port
        levels = {account.name: account.level for account in app.settings.account}
        decide = deciding.decide(app)
        serving = open_view(database, port=chosen, clock=wiring.SystemClock(), levels=levels, rep=who, decide=decide)
        say(f"Your history: {serving.link}")
        if not app.quiet:
            note("Ctrl-C ends it.")
        if opened:
            import webbrowser

            webbrowser.open(serving.ticket())
        settle()
        try:
            serving.serve()
        except KeyboardInterrupt:
            note("")  # the usual way to end it
    return 0


def _begin(app: App) -> None:
    """Where nothing is set up, make an empty store: the first page leads on from there. A store that is lost is not replaced."""
    if app.settings.account or app.settings.store.url or app.paths.store.exists():
        return
    from cli import wiring
    from config import write

    write.create(app.paths.config)
    with wiring.writing(app, create=True):
        pass
