"""The Graph fake as a side of the provider-neutral histories."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

from connectors.http import Answer
from connectors.microsoft.connector import GraphConnector
from tests.connectors.google.side import Beaten
from tests.connectors.microsoft import calendars as fakes
from tests.connectors.microsoft.fake import Graph, good, refuse
from tests.connectors.microsoft.world import connector
from tests.simulation.account import DAY, REP, START, Event, Mail, Place

_FOLDERS: Mapping[Place, str] = {
    "inbox": "inbox", "sent": "sentitems", "junk": "junkemail", "trash": "deleteditems", "drafts": "drafts"
}  # fmt: skip
_REFUSALS = (
    lambda: refuse(429, "ApplicationThrottled", retry_after="7"),
    lambda: refuse(429, "TooManyRequests"),
    lambda: refuse(500, "generalException"),
    lambda: refuse(503, "serviceNotAvailable"),
    lambda: Answer(200, {"content-type": "text/html"}, b"<html>sign in to the network"),
    lambda: good({"value": "no list"}),
    lambda: Answer(0, {}, b""),
)
_ENDED = (lambda: refuse(410, "SyncStateNotFound"), lambda: refuse(400, "BadRequest", "resyncRequired"))
"""Of a link they are true words."""


class GraphSide:
    """One account."""

    provider = "outlook"

    def __init__(self) -> None:
        self.graph = Graph(REP)
        self._now = float(START)

    def now(self) -> float:
        """The account's clock: only waiting moves it."""
        return self._now

    def connector(self, beat: Callable[[], None]) -> GraphConnector:
        """Repside's."""
        return connector(self.graph, Beaten(self.graph, beat), now=self.now, wait=self._wait)

    def _wait(self, seconds: float) -> bool:
        self._now += seconds
        return False

    def put(self, mail: Mail) -> None:
        assert mail.place is not None
        mail.id = self.graph.deliver(mail.raw(), mail.when, _FOLDERS[mail.place])

    def move(self, mail: Mail, before: Place) -> None:
        assert mail.place is not None
        assert mail.place != before
        self.graph.move(mail.id, _FOLDERS[mail.place])

    def drop(self, mail: Mail) -> None:
        self.graph.delete(mail.id)

    def show(self, event: Event) -> None:
        calendars = self.graph.calendars
        event.id = event.id or f"AAMkEvent+{self.graph.tick()}/="
        if not event.there:
            calendars.remove(event.id)
            return
        row = {
            "iCalUId": event.uid,
            "subject": f"Talk {event.token}",
            "organizer": {"emailAddress": {"name": "Rob", "address": REP}},
            "attendees": [
                {
                    "emailAddress": {"name": "", "address": event.guest},
                    "status": {"response": "accepted"},
                    "type": "required",
                }
            ],
            "sensitivity": "private" if event.private else "normal",
            "isCancelled": False,
            "isAllDay": False,
            "location": {"displayName": ""},
            "body": {"contentType": "text", "content": ""},
            "responseStatus": {"response": "organizer"},
        }
        if event.times == 1:
            calendars.put(fakes.Event(event.id, row, event.start + event.moved.get(0, 0)))
            return
        plan = {number: event.start + 7 * DAY * number for number in range(event.times)}
        old = calendars.boxes["main"].events.get(event.id)
        changed = {
            plan[number]: {"at": plan[number] + by} for number, by in event.moved.items() if number not in event.off
        }
        starts = list(plan.values()) if old is None else old.starts
        calendars.put(fakes.Event(event.id, row, event.start, starts=starts, changed=changed))
        for number in event.off:
            if plan[number] in starts:
                calendars.remove_time(event.id, plan[number], told=number % 2 == 0)

    def forget(self) -> None:
        self.graph.expire()

    def trouble(self, random: Random) -> str:
        kinds = random.choice(
            (("message",), ("list", "delta"), ("delta",), ("batch",), ("view_delta", "event"), ("calendars",), ("folder_delta",))
        )  # fmt: skip
        refusals = (*_REFUSALS, *_ENDED) if {*kinds} <= {"delta", "view_delta"} else _REFUSALS
        number = random.randrange(len(refusals))
        often = random.choice((0.05, 0.3, 1))
        dice = Random(random.random())
        self.graph.empty_pages = random.choice((0, 0, 3))
        self.graph.shuffle = random.choice((None, Random(random.random())))
        self.graph.replay = random.random() < 0.2

        def bend(name: str, _: object) -> Answer | None:
            return refusals[number]() if name in kinds and dice.random() < often else None

        self.graph.bend = bend
        return f"{kinds} {number} {often}"

    def calm(self) -> None:
        self.graph.bend = lambda *_: None
        self.graph.empty_pages, self.graph.shuffle, self.graph.replay = 0, None, False
