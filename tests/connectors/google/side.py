"""The Google fake as a side of the provider-neutral histories."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from random import Random
from typing import Any

from connectors.google.connector import GoogleConnector
from connectors.google.quota import CALENDAR, GMAIL
from connectors.http import Answer, Wire
from tests.connectors.google.fake import Google, refuse
from tests.connectors.google.world import connector
from tests.simulation.account import DAY, REP, START, Event, Mail, Place

_LABELS: Mapping[Place, str] = {"inbox": "INBOX", "sent": "SENT", "junk": "SPAM", "trash": "TRASH", "drafts": "DRAFT"}
_REFUSALS = (
    lambda: refuse(429, "rateLimitExceeded"),
    lambda: refuse(403, "userRateLimitExceeded"),
    lambda: refuse(500, "backendError"),
    lambda: refuse(503),
    lambda: Answer(200, {"content-type": "text/html"}, b"<html>sign in to the network"),
    lambda: Answer(200, {"content-type": "application/json"}, b'{"value": "no list"}'),
    lambda: Answer(0, {}, b""),
)
_ENDED = (lambda: refuse(404, "notFound"), lambda: refuse(410, "fullSyncRequired"))
"""Of one message they would be true words: it is gone."""


class Beaten:
    """A wire that beats before each request."""

    def __init__(self, wire: Wire, beat: Callable[[], None]) -> None:
        self._wire, self._beat = wire, beat

    def send(self, method: str, url: str, headers: Mapping[str, str], body: bytes | None) -> Answer:
        """One request."""
        self._beat()
        return self._wire.send(method, url, headers, body)

    def cut(self) -> None:
        """Nothing is open."""


class GoogleSide:
    """One account."""

    provider = "gmail"

    def __init__(self) -> None:
        self.google = Google(REP)
        self.governed = False
        """Whether Google's own allowances hold; else there is no end to them."""
        self._now = float(START)

    def now(self) -> float:
        """The account's clock: only waiting moves it."""
        return self._now

    def connector(self, beat: Callable[[], None]) -> GoogleConnector:
        """Repside's."""
        more = {"allowance": GMAIL, "calendar_allowance": CALENDAR} if self.governed else {}
        return connector(self.google, Beaten(self.google, beat), now=self.now, wait=self._wait, **more)

    def _wait(self, seconds: float) -> bool:
        self._now += seconds
        return False

    def put(self, mail: Mail) -> None:
        assert mail.place is not None
        mail.id = self.google.deliver(mail.raw(), mail.when, _LABELS[mail.place])

    def move(self, mail: Mail, before: Place) -> None:
        assert mail.place is not None
        self.google.label(mail.id, add=(_LABELS[mail.place],), remove=(_LABELS[before],))

    def drop(self, mail: Mail) -> None:
        self.google.delete(mail.id)

    def show(self, event: Event) -> None:
        event.id = event.id or f"event{len(self.google.calendars[REP].events)}"
        if not event.there:
            self.google.cancel(event.id)
            return
        more: dict[str, Any] = {"recurrence": [f"RRULE:FREQ=WEEKLY;COUNT={event.times}"]} if event.times > 1 else {}
        start = event.start + (event.moved.get(0, 0) if event.times == 1 else 0)
        self.google.put(_told(event, event.id, start, **more))
        for number in sorted({*event.moved, *event.off}) if event.times > 1 else ():
            plan = event.start + 7 * DAY * number
            of = {"recurringEventId": event.id, "originalStartTime": _time(plan)}
            name = f"{event.id}_{number}"
            self.google.put(_told(event, name, plan + event.moved.get(number, 0), **of))
            if number in event.off:
                self.google.cancel(name)

    def forget(self) -> None:
        self.google.expire()

    def trouble(self, random: Random) -> str:
        kinds = random.choice(
            (("get",), ("get", "thread"), ("list", "changes"), ("batch",), ("events",), ("calendars",))
        )
        refusals = _REFUSALS if {"get", "batch"} & {*kinds} else (*_REFUSALS, *_ENDED)
        number = random.randrange(len(refusals))
        seed = random.random()
        often = random.choice((0.05, 0.3, 1))
        dice = Random(seed)

        def bend(name: str, _: object) -> Answer | None:
            return refusals[number]() if name in kinds and dice.random() < often else None

        self.google.bend = bend
        return f"{kinds} {number} {often}"

    def calm(self) -> None:
        self.google.bend = lambda *_: None


def _told(event: Event, name: str, start: int, **more: Any) -> dict[str, Any]:
    return {
        "id": name,
        "iCalUID": event.uid,
        "summary": f"Talk {event.token}",
        "start": _time(start),
        "end": _time(start + 1_800),
        "organizer": {"email": REP, "self": True},
        "attendees": [{"email": event.guest, "responseStatus": "accepted"}],
        **({"visibility": "private"} if event.private else {}),
        **more,
    }


def _time(at: int) -> dict[str, str]:
    return {"dateTime": datetime.fromtimestamp(at, UTC).isoformat().replace("+00:00", "Z"), "timeZone": "UTC"}
