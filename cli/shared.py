"""`repside shared`: exactly what others see. There is no server for them: the rep makes a file of it and hands it over."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from cli.app import App, json_option, pass_app
from cli.output import count, emit, harmless, local, say, table

if TYPE_CHECKING:
    from store.sharing import Served


@click.command("shared")
@click.option("--export", "file", type=click.Path(dir_okay=False, path_type=Path), help="Make the file for others.")
@click.option("--to", "who", default="", metavar="WHO", help="Whom the file is for; it is written down.")
@json_option
@pass_app
def command(app: App, file: Path | None, who: str, as_json: bool) -> int:
    """Show what others see, or make the file for them.

    With `--export FILE --to WHO` the same goes into a JSON file that you hand over; who had it, and when, is written down for you.
    """
    if (file is None) != (not who.strip()):
        raise click.UsageError("--export FILE and --to WHO belong together: you want to know later who had it.")
    if file is not None:
        return _export(app, file, who.strip())
    from cli import wiring
    from store import sharing

    with wiring.reading(app) as database, database.read() as connection:
        rows, looks = sharing.everything(connection), sharing.looks(connection)
    if as_json:
        emit(row.as_json() for row in rows)
        return 0
    if rows:
        table(("id", "when", "subject", "level", "deals"), [_line(row) for row in rows], right=("id",))
    else:
        say("Others see nothing. To change that: repside share activity ID")
    for look in looks:
        say(f"{local(look.at)}  {harmless(look.who)}: {look.what}, {count(look.items, 'activity', 'activities')}")
    return 0


def _line(row: Served) -> tuple[object, ...]:
    return row.id, local(row.at), row.subject or "(no subject)", row.level, ", ".join(deal.name for deal in row.deals)


def _export(app: App, file: Path, who: str) -> int:
    """Written down before anything is in the file: one that nobody knows of must not exist."""
    from cli import wiring
    from store import sharing

    out = _new(file)
    try:
        with wiring.writing(app) as store, store.database.write() as connection:
            rows = sharing.everything(connection)
            sharing.look(connection, store.clock.now(), who, "export", len(rows))
    except BaseException:
        out.close()
        file.unlink()
        raise
    with out:
        json.dump({"activities": [row.as_json() for row in rows]}, out, ensure_ascii=False, indent=1)
        out.write("\n")
    say(f"{count(len(rows), 'activity is', 'activities are')} in {file}. Nothing was sent: hand it over as you like.")
    return 0


def _new(file: Path) -> TextIO:
    """A file that was not there before, for the rep alone until it is handed over. Raises FixSetup."""
    from sync.errors import FixSetup

    try:
        return os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8")
    except OSError as error:
        raise FixSetup(why=f"{file} cannot be made ({error.strerror})") from error
