"""What the review desk's page may ask of the store: each takes the writer's turn for one moment (view/deciding.py)."""

from __future__ import annotations

import json
from collections.abc import Mapping

from cli import filing, sending, wiring
from cli.app import App
from cli.wording import parsed
from store import hand, quarantine, review
from store.database import Database
from store.decisions import Outcome, Wanted
from sync.ports import Clock
from view.deciding import Answer, Answered, ByHand, Decide


def decide(app: App) -> Decide:
    """For a view of this installation."""
    desk = _Desk(app)
    return Decide(desk.approve, desk.edit, desk.decline, desk.undo, desk.answer, desk.verify, desk.retry, desk.file)


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
            found = answered(store.database, store.clock, given)
            if found is Answered.DONE:
                filing.again(self._app, store)
            return found

    def verify(self) -> tuple[int, int]:
        with wiring.by_turns(self._app) as store:
            found = sending.look_up(store, sending.opening(self._app))
        clear = sum(one.state != "unknown" for one in found)
        return clear, len(found) - clear

    def retry(self, item: str) -> int:
        with wiring.writing(self._app) as store, store.database.write() as connection:
            return quarantine.retry(connection, [item])

    def file(self, given: ByHand) -> str | None:
        with wiring.writing(self._app) as store:
            found = filed(store.database, store.clock, given)
            if found is not None:
                filing.again(self._app, store)
            return found


def answered(database: Database, clock: Clock, given: Answer) -> Answered:
    """File an activity as the rep says, if the deals that fit are still those that were shown. The caller holds the store's lock."""
    with database.read() as connection:
        asked = next(iter(hand.questions(connection, given.activity)), None)
    if asked is None:
        return Answered.CLOSED
    names = {key: name for key, name, _ in asked.candidates}
    if tuple(names) != given.shown or (given.deal is not None and given.deal not in names):
        return Answered.CHANGED
    work = hand.Hand(database, clock)
    if given.deal is None:
        work.none_of(given.activity)
    else:
        work.link(given.activity, hand.Target("deal", given.deal, names[given.deal]))
    return Answered.DONE


def filed(database: Database, clock: Clock, given: ByHand) -> str | None:
    """File an activity under the record, or take it off: the record's name. None: one of them is gone. The caller holds the lock."""
    work = hand.Hand(database, clock)
    found = work.record(given.target, given.record)
    if found is None or not work.exists(given.activity):
        return None
    if given.off:
        work.unlink(given.activity, found)
    else:
        work.link(given.activity, found)
    return found.name
