"""`repside unshare`: it holds at once."""

from __future__ import annotations

import click

from cli.app import App, pass_app
from cli.output import count, harmless, note, say


@click.command("unshare")
@click.argument("what", metavar="[activity|deal] WHAT", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Stop showing anything.")
@pass_app
def command(app: App, what: tuple[str, ...], everything: bool) -> int:
    """Stop showing it to others.

    An activity that is filed under a shared deal is kept back from it. What was handed over in a file before is in others' hands.
    """
    if everything == bool(what):
        raise click.UsageError("Name an activity or a deal, or say --all.")
    from cli import wiring
    from cli.share import one, told
    from store import sharing

    with wiring.writing(app) as store, store.database.write() as connection:
        if everything:
            ended = sharing.unshare_all(connection)
            words = f"Nothing is shared any more; {count(ended, 'setting')} ended."
        else:
            kind, name = told(what)
            named = one(sharing.named(connection, kind, name), name)
            if named is None:
                return 1
            seen = sharing.unshare(connection, named.target, named.key, store.clock.now())
            words = f"{harmless(named.name)} is {'not shared any more' if seen else 'not shared'}."
        handed_over = sharing.looks(connection, 1)
    say(words)
    if handed_over:
        note("Files that you handed over before are not changed by this; `repside shared` lists them.")
    return 0
