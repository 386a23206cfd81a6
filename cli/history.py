"""`repside history`."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from cli.app import App, json_option, pass_app
from cli.output import emit, local, say, table

if TYPE_CHECKING:
    from store.rows import ActivityRow

_DAY = click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%SZ"])
_SIGNS = {"in": "←", "out": "→"}


@click.command("history")
@click.option("--contact", help="A contact's id, name or address.")
@click.option("--company", help="A company's name or domain.")
@click.option("--deal", help="A deal's id or name.")
@click.option("--kind", type=click.Choice(["message", "meeting"]), help="Only mail, or only meetings.")
@click.option("--account", help="Only what is in this account.")
@click.option("--since", type=_DAY, metavar="DATE", help="From this day on, UTC.")
@click.option("--until", type=_DAY, metavar="DATE", help="Before this day, UTC.")
@click.option("--query", "-s", help="Words, or beginnings of words, in subject, text and names.")
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help="How many at most.")
@json_option
@pass_app
def command(app: App, /, as_json: bool, since: datetime | None, until: datetime | None, **words: Any) -> None:
    """Print the history, newest first."""
    from cli import wiring
    from store import timeline
    from store.rows import as_json as told

    given = {name: value for name, value in words.items() if value}
    wanted = timeline.Filter(since=_seconds(since), until=_seconds(until), **given)
    with wiring.reading(app) as database, database.read() as connection:
        rows = timeline.timeline(connection, wanted)
    if as_json:
        emit(told(row) for row in rows)
    elif rows:
        table(("id", "when", "", "with", "subject", "deal"), [_line(row) for row in rows], right=("id",))
    else:
        say("Nothing fits. `repside status` says whether everything has been read.")


def _line(row: ActivityRow) -> tuple[object, ...]:
    linked = [link.name for link in row.contacts] or [p.name or p.address for p in row.people if p.outside]
    others = ", ".join(linked[:2]) + (f" +{len(linked) - 2}" if len(linked) > 2 else "")
    deals = ", ".join(link.name for link in row.deals) or ("?" if row.asks else "")
    sign = "●" if row.kind == "meeting" else _SIGNS.get(row.direction, " ")
    return row.id, local(row.occurred_at), sign, others, _cut(row.subject or "(no subject)"), deals


def _cut(text: str, width: int = 60) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"


def _seconds(day: datetime | None) -> int | None:
    return None if day is None else int(day.replace(tzinfo=UTC).timestamp())
