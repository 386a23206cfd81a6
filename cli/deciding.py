"""What the review desk's page may ask of the store: each takes the writer's turn for one moment (view/deciding.py)."""

from __future__ import annotations

import json
from collections.abc import Mapping

from cli import filing, wiring
from cli.app import App
from cli.wiring import Writing
from cli.wording import parsed
from store import answers, quarantine, review
from store.answers import Answered
from store.decisions import Outcome, Wanted
from view.deciding import Answer, Decide


def decide(app: App) -> Decide:
    """For a view of this installation."""
    desk = _Desk(app)
    return Decide(desk.approve, desk.edit, desk.decline, desk.undo, desk.answer, desk.verify, desk.retry)


class _Desk:
    """Opens the store for each decision anew: between two of them the daemon and other commands write."""

    def __init__(self, app: App) -> None:
        self._app = app

    def approve(self, wanted: Wanted) -> Outcome:
        with wiring.writing(self._app) as store:
            return filing.decisions(self._app, store).approve([wanted])[0]

    def edit(self, wanted: Wanted, parts: Mapping[str, str]) -> Outcome:
        with wiring.writing(self._app) as store:
            with store.database.read() as connection:
                row = next(iter(review.proposals(connection, ids=[wanted.id])), None)
            decisions = filing.decisions(self._app, store)
            if row is None:
                return decisions.approve([wanted])[0]  # says that there is none
            words = parts["value"] if "value" in parts else json.dumps(dict(parts))
            return decisions.edit(wanted, parsed(row.kind, words, row.new))

    def decline(self, wanted: Wanted) -> Outcome:
        with wiring.writing(self._app) as store:
            return filing.decisions(self._app, store).decline([wanted])[0]

    def undo(self, wanted: Wanted) -> Outcome:
        with wiring.writing(self._app) as store:
            return filing.decisions(self._app, store).undo([wanted])[0]

    def answer(self, given: Answer) -> Answered:
        with wiring.writing(self._app) as store:
            with store.database.write() as connection:
                found = answers.answer(connection, given.activity, given.deal, given.shown)
            if found is Answered.DONE:
                self._file(store)
            return found

    def verify(self) -> tuple[int, int]:
        """Ask the CRMs. The lookups take turns of their own, so that nobody waits for a server."""
        return 0, 0

    def retry(self, item: str) -> int:
        with wiring.writing(self._app) as store, store.database.write() as connection:
            return quarantine.retry(connection, [item])

    def _file(self, store: Writing) -> None:
        """File anew what was answered, and compare its words with the deal."""
        _, book = wiring.rules(self._app, store)
        filing.Filing(self._app, store, book).run()
