"""What follows each reading: activities are filed under contacts and deals, then their words become proposals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.app import App
from cli.wiring import Writing
from store import pending
from store.decisions import Decisions
from store.linking import Linked, Linker
from store.proposing import Proposer

if TYPE_CHECKING:
    from matchers.book import Finder
    from matchers.pipelines import Pipeline


class Filing:
    """Made anew when contacts, deals or rules have changed."""

    def __init__(self, app: App, store: Writing, book: Finder) -> None:
        self._linker = Linker(store.database, book, store.clock)
        self._proposer = Proposer(
            store.database, book, store.digest, store.clock, pipelines=pipelines(app), grace=grace(app)
        )

    def run(self) -> Linked:
        """Work off what waits."""
        linked = self._linker.link_pending()
        self._proposer.run()
        return linked


def again(app: App, store: Writing) -> Linked:
    """File and propose what waits, by what the store says now."""
    from cli import wiring

    _, book = wiring.rules(app, store)
    return Filing(app, store, book).run()


def follow(app: App, store: Writing) -> None:
    """Records were taken in: what waits for the rep is compared with them."""
    pending.refresh(store.database, store.clock, pipelines(app))


def pipelines(app: App) -> tuple[Pipeline, ...]:
    """The pipelines of the configuration."""
    if not app.settings.pipeline:
        return ()
    from cli import crms

    return tuple(crms.pipelines(app))


def grace(app: App) -> int:
    """Seconds in which an approval can be taken back."""
    return app.settings.proposals.grace_minutes * 60


def decisions(app: App, store: Writing) -> Decisions:
    """The rep's decisions on this store."""
    return Decisions(store.database, store.digest, store.clock, pipelines=pipelines(app), grace=grace(app))
