"""What the owner of one account at any provider has and does: mails and meetings, told anew here, so that every provider's fake can be held to it.

An account is a list of things and of places where they lie. The provider's side (`Side`) puts each of them into its own fake.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import formatdate
from random import Random
from typing import Literal, NamedTuple, Protocol, TypeVar

from sync.ports import Connector

Thing = TypeVar("Thing", "Mail", "Event")
Place = Literal["inbox", "sent", "junk", "trash", "drafts"]
READ = ("inbox", "sent")
REP = "rob@seller.example"
CUSTOMERS = ("ada@customer.example", "ben@customer.example")
STRANGER = "zoe@nowhere.example"
START = 1_772_400_000
"""A Sunday evening in March 2026: within the window of every calendar."""
DAY = 86_400


@dataclass
class Mail:
    """One mail. `token` stands in its subject and its text, and nowhere else."""

    token: str
    people: tuple[str, ...]
    """Sender first."""
    when: int
    place: Place | None = "inbox"
    """None: deleted for good."""
    automatic: bool = False
    ever: bool = False
    """Whether the history may ever have held it."""
    id: str = ""

    def noted(self) -> None:
        """It is where it is now."""
        self.ever = self.ever or self.kept

    def raw(self) -> bytes:
        """As it came over the wire."""
        message = EmailMessage()
        message["From"] = self.people[0]
        message["To"] = ", ".join(self.people[1:])
        message["Subject"] = f"Offer {self.token}"
        message["Message-ID"] = f"<{self.token}@mail.example>"
        message["Date"] = formatdate(self.when)
        if self.automatic:
            message["Auto-Submitted"] = "auto-replied"
        message.set_content(f"We take {self.token}, please.\n")
        return message.as_bytes().replace(b"\n", b"\r\n")

    @property
    def kept(self) -> bool:
        """Whether the history holds it."""
        return self.place in READ and not self.automatic and STRANGER not in self.people


@dataclass
class Event:
    """One meeting, or a series of a week's distance."""

    token: str
    start: int
    times: int = 1
    guest: str = CUSTOMERS[0]
    private: bool = False
    moved: dict[int, int] = field(default_factory=dict)
    """Number of the time → seconds by which it was moved."""
    off: set[int] = field(default_factory=set)
    """Numbers of the times that were called off."""
    there: bool = True
    ever: bool = False
    """Whether the history may ever have held it."""
    id: str = ""

    def noted(self) -> None:
        """It is as it is now."""
        self.ever = self.ever or bool(self.shown())

    @property
    def uid(self) -> str:
        return f"{self.token}@calendar.example"

    def shown(self) -> set[tuple[str, int]]:
        """The times that the history holds: what is private leaves no trace."""
        if not self.there or self.private or self.guest == STRANGER:
            return set()
        plan = {n: self.start + 7 * DAY * n + self.moved.get(n, 0) for n in range(self.times)}
        return {(self.uid, at) for n, at in plan.items() if n not in self.off}


class Side(Protocol):
    """One provider's fake account, as its owner uses it."""

    provider: str

    def connector(self, beat: Callable[[], None]) -> Connector:
        """Repside's, on this account; `beat` is called before each request, and may raise."""

    def put(self, mail: Mail) -> None:
        """It comes in at its place; its id is set."""

    def move(self, mail: Mail, before: Place) -> None:
        """From there to its place now."""

    def drop(self, mail: Mail) -> None:
        """For good."""

    def show(self, event: Event) -> None:
        """Make it, or change it to what it is now."""

    def forget(self) -> None:
        """Every bookmark that the provider has given is dead."""

    def trouble(self, random: Random) -> str:
        """Something goes wrong with the answers from now on; its name."""

    def calm(self) -> None:
        """Nothing goes wrong any more."""


class Captured(NamedTuple):
    """What a history ought to hold, in words that are no provider's."""

    mails: frozenset[str]
    times: frozenset[tuple[str, int]]


class Owner:
    """Plays the owner of one account, on any number of sides at once: all of them see the same."""

    def __init__(self, random: Random, sides: Sequence[Side]) -> None:
        self.random = random
        self.sides = sides
        self.mails: list[Mail] = []
        self.events: list[Event] = []
        self._ids: dict[tuple[int, str], str] = {}
        self._count = 0

    def act(self) -> str:
        """One thing that owners do; its name."""
        acts = (self.arrive, self.arrive, self.move, self.drop, self.plan, self.change)
        act = self.random.choice(acts)
        act()
        return act.__name__

    def arrive(self) -> None:
        """A mail: from a customer, from the rep, from a stranger, from a machine; some into other places than the inbox."""
        draw = self.random.random()
        who = self.random.choice(CUSTOMERS) if draw < 0.8 else STRANGER
        mine = self.random.random() < 0.3
        place: Place = "sent" if mine else self.random.choice(("inbox",) * 6 + ("junk", "trash", "drafts"))
        people = (REP, who) if mine else (who, REP)
        mail = Mail(self._token(), people, START - DAY + 60 * self._count, place, draw < 0.1 and not mine)
        self.mails.append(mail)
        self._each(mail, lambda side: side.put(mail))

    def move(self) -> None:
        """Into the trash, out of spam, back into the inbox."""
        if mail := self._one([mail for mail in self.mails if mail.place is not None]):
            places: tuple[Place, ...] = ("inbox", "junk", "trash")
            before = mail.place
            assert before is not None
            mail.place = self.random.choice([place for place in places if place != mail.place])
            self._each(mail, lambda side: side.move(mail, before))

    def drop(self) -> None:
        """For good."""
        if mail := self._one([mail for mail in self.mails if mail.place is not None]):
            mail.place = None
            self._each(mail, lambda side: side.drop(mail))

    def plan(self) -> None:
        """A new meeting."""
        guest = self.random.choice((*CUSTOMERS, *CUSTOMERS, STRANGER))
        times = self.random.choice((1, 1, 3, 4))
        event = Event(self._token(), START + 3_600 * self.random.randint(-200, 200), times, guest)
        event.private = self.random.random() < 0.15
        self.events.append(event)
        self._each(event, lambda side: side.show(event))

    def change(self) -> None:
        """A meeting moves, is called off wholly or for one time, becomes private or public."""
        if not (event := self._one([event for event in self.events if event.there])):
            return
        draw = self.random.random()
        number = self.random.randrange(event.times)
        if draw < 0.35:
            event.moved[number] = event.moved.get(number, 0) + 1_800
        elif draw < 0.55 and event.times > 1 and len(event.off) < event.times - 1:
            event.off.add(number)
        elif draw < 0.75:
            event.private = not event.private
        else:
            event.there = False
        self._each(event, lambda side: side.show(event))

    def forget(self) -> None:
        """Bookmarks end."""
        for side in self.sides:
            side.forget()

    def secrets(self) -> list[str]:
        """Tokens of what no history may hold: what it never could, and what is private now."""
        mails = [mail.token for mail in self.mails if not mail.ever]
        return mails + [event.token for event in self.events if not event.ever or (event.there and event.private)]

    def truth(self) -> Captured:
        """What the history ought to hold now."""
        mails = frozenset(mail.token for mail in self.mails if mail.kept)
        return Captured(mails, frozenset(time for event in self.events for time in event.shown()))

    def _each(self, thing: Mail | Event, act: Callable[[Side], None]) -> None:
        """The same on every side; each knows the thing by an id of its own."""
        thing.noted()
        for number, side in enumerate(self.sides):
            thing.id = self._ids.get((number, thing.token), "")
            act(side)
            self._ids[number, thing.token] = thing.id

    def _one(self, things: list[Thing]) -> Thing | None:
        return self.random.choice(things) if things else None

    def _token(self) -> str:
        self._count += 1
        return f"q{self._count}x{self.random.getrandbits(40):010x}"
