"""`repside brief MEETING`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cli.app import App, json_option, pass_app
from cli.output import emit, local, say

if TYPE_CHECKING:
    from store.brief import Brief, Guest, Words


@click.command("brief")
@click.argument("meeting", type=int)
@json_option
@pass_app
def command(app: App, meeting: int, as_json: bool) -> None:
    """Say what to know before a meeting.

    MEETING is its number, as `repside today` and `repside history` show it: who comes, the last words of each side,
    open promises, the deal, and what changed since you met last.
    """
    from cli import wiring
    from store import brief

    with wiring.reading(app) as database, database.read() as connection:
        found = brief.brief(connection, meeting, wiring.SystemClock().now())
    if found is None:
        raise click.BadParameter(
            f"{meeting} is no meeting with people outside; `repside history --kind meeting` lists them",
            param_hint="MEETING",
        )
    if as_json:
        emit([brief.as_json(found)])
    else:
        _tell(found)


def _tell(found: Brief) -> None:
    row = found.meeting
    say(f"{row.subject or '(no subject)'}\n{local(row.occurred_at)}{', ' + row.location if row.location else ''}\n")
    for guest in found.guests:
        _guest(guest)
    for deal in found.deals:
        facts = (
            deal.stage,
            f"{deal.amount} {deal.currency}".strip(),
            f"closes {deal.close_date}" if deal.close_date else "",
        )
        say(f"Deal: {deal.name} ({deal.id}) {', '.join(filter(None, facts))}")
    for promise in found.promises:
        who = {"rep": "You", "them": "They"}.get(promise.by, "Somebody")
        due = f", due {promise.due}" if promise.due else ""
        say(f"{who} promised{due}: “{promise.quote}”  [show {promise.activity}]")
    if found.since is None:
        say("You have not met these people before.")
    else:
        say(
            f"You met last on {local(found.since)}."
            + ("" if found.changed else " No deal field was changed since then.")
        )
    for change in found.changed:
        say(f"  {change.field}: {_value(change.old)} → {_value(change.new)}")


def _guest(guest: Guest) -> None:
    known = ", ".join(filter(None, (guest.title, guest.company, *guest.roles)))
    say(
        f"{guest.name or guest.address}{f' ({known})' if known else ''}{', ' + guest.response if guest.response else ''}"
    )
    _words("they wrote", guest.theirs)
    _words("you wrote", guest.ours)


def _words(who: str, words: Words | None) -> None:
    if words is not None:
        text = " ".join(words.words.split())
        say(f"  {who}, {local(words.at)}: {text[:160] or words.subject}")


def _value(value: object) -> str:
    return " ".join(map(str, value.values())) if isinstance(value, dict) else str(value or "empty")
