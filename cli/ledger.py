"""`repside ledger`: what the rep did not have to type, week by week. The rep's own page: nobody else is shown it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cli.app import App, json_option, pass_app
from cli.output import count, emit, note, say, table

if TYPE_CHECKING:
    from store.saved import Assumed, Week

KINDS = ("mail", "meeting", "update")


@click.command("ledger")
@click.option(
    "--assume",
    "assumed",
    multiple=True,
    metavar="KIND=MINUTES",
    help="Minutes that typing one takes: mail, meeting or update.",
)
@json_option
@pass_app
def command(app: App, assumed: tuple[str, ...], as_json: bool) -> None:
    """Say what you did not have to type. Only you see it.

    The minutes that typing would have cost are an assumption of yours: --assume mail=2 changes it, in the settings. This is part of no
    export, no report and nothing that you share.
    """
    if assumed:
        app = _assume(app, dict(map(_pair, assumed)))
    from cli import rep, wiring
    from store import saved

    who = rep.rep(app)
    with wiring.reading(app) as database, database.read() as connection:
        found = saved.weeks(connection, wiring.SystemClock().now(), who.zone)
    if as_json:
        emit(one.as_json(who.assumed) for one in found)
    else:
        _tell(found, who.assumed)


def _pair(given: str) -> tuple[str, float]:
    """KIND=MINUTES; whether the number makes sense is for the settings to say."""
    kind, _, minutes = given.partition("=")
    if kind.strip() not in KINDS:
        raise click.BadParameter(f"{given!r} is not KIND=MINUTES; KIND is {', '.join(KINDS)}", param_hint="--assume")
    try:
        return kind.strip(), float(minutes)
    except ValueError:
        raise click.BadParameter(f"{minutes!r} is no number of minutes", param_hint="--assume") from None


def _assume(app: App, minutes: dict[str, float]) -> App:
    """Write it down; the settings as they are then. Raises BadSetting for minutes that make no sense."""
    from config import write

    text = write.current(app.paths.config)
    for kind, value in minutes.items():
        text = write.with_value(text, "ledger", kind, int(value) if value.is_integer() else value)
    write.save(app.paths.config, text)
    if not app.quiet:
        note("Kept in the settings.")
    return App(app.env, app.home, app.flags, app.quiet)


def _tell(found: list[Week], assumed: Assumed) -> None:
    from store.saved import total

    rows = [
        (one.begins.isoformat(), one.mails, one.meetings, one.updates, one.entries, _time(one.minutes(assumed)))
        for one in found
    ]
    table(
        ("week of", "mails", "meetings", "updates", "entries", "time"),
        rows,
        right=("mails", "meetings", "updates", "entries", "time"),
    )
    whole = total(found)
    say(f"\n{count(whole.entries, 'entry', 'entries')} that you did not type: {_time(whole.minutes(assumed))}.")
    say(
        f"Assumed: {assumed.mail:g} min for a mail, {assumed.meeting:g} for a meeting, {assumed.update:g} for a field of a deal. "
        "Change it: repside ledger --assume mail=2\nOnly you see this."
    )


def _time(minutes: float) -> str:
    """2 h 05 min."""
    whole = round(minutes)
    return f"{whole // 60} h {whole % 60:02} min" if whole >= 60 else f"{whole} min"
