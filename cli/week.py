"""`repside week`: the report that a manager would ask for, drafted for the rep to edit, send or drop. Nothing is sent."""

from __future__ import annotations

from datetime import datetime

import click

from cli.app import App, json_option, pass_app
from cli.output import emit, note, say


@click.command("week")
@click.option(
    "--of", "day", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="Any day of the week; this week otherwise."
)
@json_option
@pass_app
def command(app: App, day: datetime | None, as_json: bool) -> None:
    """Draft the week's report from what you approved and shared.

    Only changes of deals that you approved and activities that you share are in it. It goes nowhere: edit it, copy it or drop it.
    """
    from cli import rep, wiring
    from store import saved, week
    from view import report
    from view.language import language
    from view.when import When

    who, now = rep.rep(app), wiring.SystemClock().now()
    begins = saved.monday(now, who.zone) if day is None else saved.week_of(day.date())
    with wiring.reading(app) as database, database.read() as connection:
        found = week.report(connection, begins, who.zone, now)
    if as_json:
        emit([found.as_json()])
        return
    say(report.draft(found, When(now, who.zone, language(who.language)), who.own).rstrip())
    if not found.approved and not found.shared and not app.quiet:
        note(
            "Nothing was approved or shared in this week. Approve changes with repside review, share with repside share."
        )
