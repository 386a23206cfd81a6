"""What `approve`, `edit`, `decline` and `undo` share: name proposals, decide, tell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import click

from cli.app import App
from cli.main import DONE, FAILED, SOME_FAILED
from cli.output import emit, local, note, say
from cli.wording import NAMES, change_of

if TYPE_CHECKING:
    from cli.sending import Sent
    from cli.wiring import Writing
    from store.decisions import Decisions, Outcome
    from store.review import ProposalRow

ids = click.argument("ids", metavar="ID…", nargs=-1, required=True, type=click.IntRange(1, 2**63 - 1))
at_once = click.option("--now", is_flag=True, help="Write it at once, without the time in which it can be taken back.")

BECAME = {
    "done": "It is written.",
    "conflict": "The record says something else by now, so nothing was written. Run `repside review`: it shows the new value.",
    "refused": "It was not written: {why} Run `repside review`.",
    "waiting": "It is not written yet: {why} Repside tries again by itself.",
    "unknown": "Nobody knows whether it arrived: {why} `repside review` looks it up; it is not sent again.",
    "absent": "It did not arrive. Run `repside review` to decide again.",
    "cancelled": "It was taken back before it left.",
}
"""What became of what was sent, as the rep reads it."""


def decide(app: App, act: Callable[[Decisions], Sequence[Outcome]], *, now: bool = False, as_json: bool = False) -> int:
    """Decide, send at once what shall be, tell; the exit code."""
    from cli import filing, sending, wiring

    with wiring.by_turns(app) as store:
        outcomes = act(filing.decisions(app, store))
        due = {one.id for one in outcomes if one.done and one.due_at is not None and one.due_at <= store.clock.now()}
        wanted = {one.id for one in outcomes if one.done and one.state == "approved"} if now else due
        sent = sending.send(store, sending.opening(app), only=wanted, wait=sending.WAIT_SECONDS) if wanted else []
        rows = proposals(store, [one.id for one in outcomes])
    tell(outcomes, sent, rows, as_json=as_json)
    done = sum(one.done for one in outcomes)
    return DONE if done == len(outcomes) else SOME_FAILED if done else FAILED


def proposals(store: Writing, wanted: Sequence[int]) -> dict[int, ProposalRow]:
    """These, as they are now."""
    from store import review

    with store.database.read() as connection:
        return {row.id: row for row in review.proposals(connection, ids=wanted)} if wanted else {}


def tell(outcomes: Sequence[Outcome], sent: Sequence[Sent], rows: dict[int, ProposalRow], *, as_json: bool) -> None:
    """A line for each, and the next step."""
    became = {one.proposal: one for one in sent}
    if as_json:
        from store.rows import rfc3339

        emit(
            {
                "id": one.id,
                "done": one.done,
                "state": rows[one.id].state if one.id in rows else None,
                "sentence": one.sentence,
                "due_at": rfc3339(rows[one.id].due_at) if one.id in rows else None,
            }
            for one in outcomes
        )
        return
    for one in outcomes:
        line = sentence(one, became.get(one.id), rows.get(one.id))
        (say if one.done else note)(line)


def sentence(one: Outcome, sent: Sent | None, row: ProposalRow | None) -> str:
    """What became of one decision."""
    what = f"{named(row)}: {change_of(row)}. " if row is not None else ""
    if sent is not None:
        return f"{what}{became(sent)}"
    if one.done and one.state == "approved" and row is not None and row.due_at is not None:
        return f"{what}Approved; it leaves at {local(row.due_at)}. Until then: repside undo {one.id}"
    return f"{what}{one.sentence}"


def became(sent: Sent) -> str:
    """What became of what was sent or looked up."""
    why = sent.sentence if sent.sentence.endswith(".") or not sent.sentence else f"{sent.sentence}."
    return BECAME[sent.state].format(why=why)


def named(row: ProposalRow) -> str:
    """Which proposal it is: deal or contact, and field."""
    return f"{row.id} {row.deal_name or row.contact_name or 'no deal'}, {NAMES.get(row.field, row.field)}"
