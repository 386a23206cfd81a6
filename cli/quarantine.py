"""`repside quarantine`: what could not be read, and another try."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cli.app import App, json_option, pass_app
from cli.output import count, emit, local, say, table

if TYPE_CHECKING:
    from store.quarantine import Aside


@click.command("quarantine")
@click.argument("ids", metavar="[ID]...", nargs=-1)
@click.option("--retry", is_flag=True, help="Try them again with the next sync: those named, or all.")
@json_option
@pass_app
def command(app: App, ids: tuple[str, ...], retry: bool, as_json: bool) -> int:
    """List what could not be read, or try it again.

    Such an item never stops the others. It is tried again by itself a few times; after that only when you say so.
    """
    from cli import wiring
    from cli.main import DONE, FAILED
    from store import quarantine

    if ids and not retry:
        raise click.UsageError("Add --retry to try these items again.")
    if retry:
        with wiring.writing(app) as store, store.database.write() as connection:
            number = quarantine.retry(connection, ids)
        if ids and number == 0:
            say("No item of that id waits aside. `repside quarantine` lists those that do.")
            return FAILED
        say(f"{count(number, 'item')} will be tried again. Next: repside sync" if number else "Nothing waits aside.")
        return DONE
    with wiring.reading(app) as database, database.read() as connection:
        rows = quarantine.waiting(connection)
    if as_json:
        emit(_json(row) for row in rows)
    elif rows:
        _print(rows)
    else:
        say("Nothing waits aside: every item could be read.")
    return DONE


def _json(row: Aside) -> dict[str, object]:
    from store.rows import rfc3339

    kept = {name: value for name, value in row._asdict().items() if name != "name"}
    return {**kept, "since": rfc3339(row.since)}


def _print(rows: list[Aside]) -> None:
    heads = ("account", "folder or calendar", "id", "error", "tries", "since")
    table(heads, [(r.account, r.name, r.id, r.error, r.attempts, local(r.since)) for r in rows], right=("tries",))
    say(f"\n{count(len(rows), 'item waits', 'items wait')} aside; nothing else was held up, and no mail was changed.")
    say("To try them again: repside quarantine --retry, then repside sync.")
