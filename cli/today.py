"""`repside today`: what the day begins with, and `repside brief MEETING`: what to know before a meeting."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cli.app import App, json_option, pass_app
from cli.output import count, emit, local, say

if TYPE_CHECKING:
    from store.day import Day, Due
    from store.rows import ActivityRow
    from store.today import Said

SHOWN = 10
"""Lines of each list; the page and --json have all."""


@click.command("today")
@json_option
@pass_app
def command(app: App, as_json: bool) -> None:
    """Say what the day begins with: replies, quiet deals, meetings, what waits for you.

    Days are working days: weekends and the holidays of your region ([rep] region) do not count.
    """
    from cli import rep, wiring
    from store import day

    who = rep.rep(app)
    with wiring.reading(app) as database, database.read() as connection:
        found = day.read(connection, who, wiring.SystemClock().now())
    if as_json:
        emit([found.as_json()])
    else:
        _tell(found)


def _tell(found: Day) -> None:
    _replies("Replies you owe", found.owed, found.owed_total)
    _replies("Replies you wait for", found.awaited, found.awaited_total)
    _part("Gone quiet on open deals", [f"{one.deal.name} ({one.deal.id}): {_days(one.days)}" for one in found.quiet])
    _part("Promises without a day", [_promise(one) for one in found.promises])
    meetings = [
        f"{_clock(row)}  {row.subject or '(no subject)'}, {_with(row)}  [brief {row.id}]" for row in found.meetings
    ]
    _part("Meetings today", meetings)
    waits = [
        (found.waiting.proposals, count(found.waiting.proposals, "proposal"), "repside review"),
        (
            found.waiting.questions,
            count(found.waiting.questions, "activity", "activities") + " without a deal",
            "repside review",
        ),
        (found.waiting.unknown, count(found.waiting.unknown, "change") + " to be verified", "repside review"),
        (found.waiting.quarantined, count(found.waiting.quarantined, "unreadable item"), "repside quarantine"),
    ]
    _part("Waits for you", [f"{words}: {command}" for n, words, command in waits if n])
    ill = [one.account for one in found.accounts if one.state != "HEALTHY"]
    if not found.accounts:
        say("No account yet. Next: repside setup")
    elif ill:
        say(f"Capture: look at {', '.join(ill)} with repside status.")
    else:
        say("Capture: everything is read and compared.")


def _replies(title: str, dues: tuple[Due, ...], total: int) -> None:
    _part(
        title,
        [
            f"{_days(one.days):>15}  {_with(one.row)}: {one.row.subject or '(no subject)'}  [show {one.row.id}]"
            for one in dues
        ],
        total,
    )


def _promise(one: Said) -> str:
    who = {"rep": "You", "them": "They"}.get(one.by, "Somebody")
    return f"{who}: “{' '.join(one.quote.split())[:160]}”  [show {one.activity}]"


def _part(title: str, lines: list[str], total: int = 0) -> None:
    if not lines:
        return
    say(title)
    for line in lines[:SHOWN]:
        say(f"  {line}")
    more = max(total, len(lines)) - SHOWN
    if more > 0:
        say(f"  and {more:,} more: repside view")
    say()


def _days(n: int) -> str:
    return count(n, "working day") if n else "today"


def _clock(row: ActivityRow) -> str:
    return "all day" if row.all_day else local(row.occurred_at)[-5:]


def _with(row: ActivityRow) -> str:
    people = [person.name or person.address for person in row.people if person.outside]
    return ", ".join(people[:2]) + (f" +{len(people) - 2}" if len(people) > 2 else "")
