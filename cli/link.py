"""`repside link ACTIVITY CONTACT|DEAL`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cli.app import App, pass_app
from cli.filing_by_hand import activity, target
from cli.output import harmless, note, say

if TYPE_CHECKING:
    from store.hand import Hand, Target


@click.command("link")
@activity
@target
@click.option("--rule", is_flag=True, help="File later mail with this contact under the deal, too.")
@click.option("--word", default="", metavar="WORD", help="File later mail with this word under the deal, too.")
@click.option("--days", type=click.IntRange(1, 3_650), help="How long that rule holds; without an end otherwise.")
@pass_app
def command(app: App, activity: int, target: str, rule: bool, word: str, days: int | None) -> int:
    """File an activity under a contact or deal by hand.

    ACTIVITY is the number that `history` prints. What you file is never overruled; later mail of the conversation follows it to
    the deal while an outside person of it is on the mail.
    """
    from cli.filing_by_hand import file

    made: list[int] = []

    def act(hand: Hand, found: Target) -> None:
        hand.link(activity, found)
        if (rule or word) and found.kind == "deal":
            made.append(hand.rule_from(activity, found.id, word.strip(), days))

    found = file(app, activity, target, act)
    if found is None:
        return 1
    say(f"Filed under the {found.kind} {harmless(found.name)}. Take it back with: repside unlink {activity} {target}")
    if made and made[0]:
        say(f"Rule {made[0]} files such mail there from now on. `repside rules list` shows it.")
    elif rule or word:
        note("No rule was made: a rule needs a deal, and one contact on the mail or a --word.")
    return 0
