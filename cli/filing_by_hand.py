"""What `link` and `unlink` share: the activity, whom or what it is filed under, and what follows."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from cli.app import App
from cli.output import harmless, note

if TYPE_CHECKING:
    from store.hand import Hand, Target

activity = click.argument("activity", type=click.IntRange(1, 2**63 - 1))
target = click.argument("target", metavar="CONTACT|DEAL")


def file(app: App, activity: int, words: str, act: Callable[[Hand, Target], object]) -> Target | None:
    """Do it, and file anew what follows from it. None, after a word on it, when it is not clear what is meant."""
    from cli import filing, wiring
    from store.hand import Hand

    with wiring.writing(app) as store:
        hand = Hand(store.database, store.clock)
        if not hand.exists(activity):
            note(f"There is no activity {activity}. `repside history` lists them.")
            return None
        found = hand.named(words)
        if len(found) != 1:
            note(_unclear(words, found))
            return None
        act(hand, found[0])
        filing.again(app, store)
    return found[0]


def _unclear(words: str, found: list[Target]) -> str:
    if not found:
        return f"There is no contact or deal {words!r}. `repside history --json` prints their ids."
    names = ", ".join(harmless(one.name) for one in found[:5])
    return f"{words!r} could be several: {names}. Give the id that `repside history --json` prints."
