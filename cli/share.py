"""`repside share`: nothing is shown to others before this."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import click

from cli.app import App, pass_app
from cli.output import harmless, note, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.sharing import Level, Named


@click.command("share")
@click.argument("what", metavar="[activity|deal] WHAT", nargs=-1, required=True)
@click.option(
    "--level",
    type=click.Choice(["headers", "preview"]),
    default="headers",
    show_default=True,
    help="headers: who, when and the subject. preview: the first 300 characters as well.",
)
@pass_app
def command(app: App, what: tuple[str, ...], level: str) -> int:
    """Let others see an activity or a deal.

    WHAT is the number that `repside history` prints, or a deal's id or name. Of a deal, all that is filed under it is shown, now
    and later. Where several settings meet, the most restrictive holds. `repside shared` shows exactly what others see.
    """
    from cli import wiring
    from store import sharing

    with wiring.writing(app) as store, store.database.write() as connection:
        kind, name = told(what)
        named = one(sharing.named(connection, kind, name), name)
        if named is None:
            return 1
        sharing.share(connection, named.target, named.key, cast("Level", level), store.clock.now())
        seen = named.target == "deal" or sharing.seen_of(connection, named.key) == level
    words = "who, when and the subject" if level == "headers" else "who, when, the subject and the first words"
    say(f"{harmless(named.name)} is shared: {words}. See it with `repside shared`.")
    if not seen:
        note("A deal that it is filed under is shared at a stricter level, which holds.")
    return 0


def told(what: Sequence[str]) -> tuple[str, str]:
    """The kind, where it is said, and the number or name."""
    return (what[0], what[1]) if len(what) == 2 and what[0] in {"activity", "deal"} else ("", " ".join(what))


def one(found: Sequence[Named], name: str) -> Named | None:
    """The only one. None, and a word to the rep, when there is none or more."""
    if len(found) == 1:
        return found[0]
    if found:
        note(f"“{harmless(name)}” is {len(found)} things. Say `activity NUMBER` for the activity, or the deal's id.")
    else:
        note(
            f"There is no activity and no deal “{harmless(name)}”. `repside history` prints the numbers of activities."
        )
    return None
