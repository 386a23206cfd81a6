"""`repside show ID`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cli.app import App, json_option, pass_app
from cli.output import emit, harmless, local, note, say

if TYPE_CHECKING:
    from store.rows import ActivityDetail


@click.command("show")
@click.argument("id", type=click.IntRange(1, 2**63 - 1))
@json_option
@pass_app
def command(app: App, id: int, as_json: bool) -> int:
    """Show one activity, and why it is linked.

    ID is the number that `repside history` prints.
    """
    from cli import wiring
    from store import timeline
    from store.rows import as_json as told

    with wiring.reading(app) as database, database.read() as connection:
        found = timeline.activity(connection, id)
    if found is None:
        note(f"There is no activity {id}. `repside history` lists them.")
        return 1
    if as_json:
        emit([told(found)])
    else:
        say("\n".join(lines(found)))
    return 0


def lines(found: ActivityDetail) -> list[str]:
    """All of it, a line each."""
    row = found.row
    # A subject is one line, whatever it holds; the text keeps its own.
    lines = [harmless(row.subject) or "(no subject)", f"{row.kind}, {local(row.occurred_at)}, {row.account}"]
    lines += [f"{person.role:10} {harmless(person.name)} <{person.address}>" for person in row.people[:20]]
    if row.people_total > 20:
        lines.append(f"{'':10} and {row.people_total - 20:,} more")
    if found.text:
        lines += ["", found.text]
    lines += [f"Attached: {harmless(name)}" for name in found.attachments]
    lines += ["", "Why it is linked"]
    every = (*row.contacts, *row.companies, *row.deals)
    lines += [f"  {link.target} {harmless(link.name)}: {harmless(link.evidence)} ({link.rule})" for link in every]
    lines += [] if every else ["  It is not linked to anybody yet; `repside sync` links what is new."]
    if found.question:
        lines += ["Several deals could claim it, and none was chosen"]
        lines += [f"  {harmless(deal.name)}: {harmless(deal.reason)}" for deal in found.question]
    lines += ["Copies", *(f"  {copy.account}: {harmless(copy.name)}" for copy in row.locators)]
    return lines
