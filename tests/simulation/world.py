"""The world around Repside: accounts with their mailboxes, and what may happen there. Everything comes from one seed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256
from random import Random

from connectors.memory import Mailboxes
from sync.model import Header, Meeting, Message, Occurrence, Person, Stream
from tests.simulation.people import COLLEAGUE, MACHINES, OUTSIDE, REP, WORDS, ZED, Item, Knowledge

START_TIME = 1_790_000_000
SINCE = START_TIME - 400 * 86_400
"""Where the rep's history begins."""
STREAMS = {
    "a": (
        Stream("INBOX", "Inbox", "inbox"),
        Stream("Archive", "Archive", "archive"),
        Stream("Trash", "Trash", "trash"),
        Stream("cal", "Calendar", "calendar"),
    ),
    "b": (Stream("INBOX", "Inbox", "inbox"), Stream("Sent", "Sent", "sent"), Stream("Junk", "Junk", "junk")),
    "c": (Stream("INBOX", "Inbox", "inbox"), Stream("cal", "Calendar", "calendar")),
}
UNREAD = frozenset({"trash", "junk", "drafts"})

Place = tuple[str, str]  # account and stream


@dataclass
class Copy:
    """One remote item."""

    item: Item
    flag: str = ""
    rewritten: bool = False  # the server gave this copy a Message-ID of its own


class World:
    """Mailboxes, and what the checker must know about what is in them."""

    def __init__(self, random: Random) -> None:
        self.random = random
        accounts = ["a", "b", "c"][: random.choice((2, 2, 3))]
        self.boxes = {name: Mailboxes(*STREAMS[name]) for name in accounts}
        self.known = Knowledge()
        self.copies: dict[tuple[str, str, str], Copy] = {}
        self.items: list[Item] = []
        self.bad: set[str] = set()  # ids that cannot be read until the faults end
        self.ever_bad: set[str] = set()
        self.cancelled: set[str] = set()  # UIDs that their organizer called off at some time
        self.count = 0

    def places(self, calendar: bool = False) -> list[Place]:
        """The mailboxes, or the calendars."""
        return [
            (name, stream.id)
            for name, boxes in self.boxes.items()
            for stream in (box.stream for box in boxes.boxes.values())
            if (stream.role == "calendar") == calendar
        ]

    def role(self, place: Place) -> str:
        """What kind of mailbox it is."""
        return self.boxes[place[0]].boxes[place[1]].stream.role

    def live(self, *, calendar: bool | None = None) -> list[tuple[str, str, str]]:
        """Where copies are now, in the order of their arrival."""
        return [
            key
            for key in self.copies
            if key[1] in self.boxes[key[0]].boxes
            and key[2] in self.boxes[key[0]].boxes[key[1]].entries
            and (calendar is None or (self.role(key[:2]) == "calendar") == calendar)
        ]

    def unread(self, place: Place) -> bool:
        """Whether nothing of this mailbox may be read now."""
        return self.role(place) in UNREAD or ("folder", place[1]) in self.known.excluded

    def mail(self) -> Item:
        """A new mail, of one of the many kinds."""
        draw = self.random.random
        pick = self.random.choice
        people = [pick(OUTSIDE)]
        if draw() < 0.3:
            people.append(pick(OUTSIDE))
        if draw() < 0.2:
            people.append(COLLEAGUE)
        if draw() < 0.12:
            people = [pick((ZED, COLLEAGUE, REP))]
        elif draw() < 0.3:
            people = [REP, *people]  # the rep wrote it
        else:
            people.append(REP)
        item = self._item("mail", tuple(dict.fromkeys(people)))
        if draw() < 0.12:
            item.signals = frozenset({pick((*MACHINES, "private", "private"))})
        elif draw() < 0.05:
            item.message_id = ""
        earlier = [old for old in self.items if old.form == "mail" and old.message_id]
        if earlier and draw() < 0.4:
            parent = pick(earlier)
            item.references = (*parent.references, parent.message_id)
            if draw() < 0.6:
                item.people = parent.people
        if earlier and draw() < 0.05:
            item.message_id = pick(earlier).message_id  # forged, or a broken mailer
        item.words = draw() < 0.9
        item.old = draw() < 0.06
        if item.old:
            item.when = SINCE - 90 * 86_400 - self.count
        return item

    def meeting(self) -> Item:
        """A new calendar entry, single or of a series."""
        item = self._item("meeting", (self.random.choice(OUTSIDE), REP))
        if self.random.random() < 0.15:
            item.people = (REP,)
        if self.random.random() < 0.15:
            item.signals = frozenset({"private"})
        if self.random.random() < 0.3:
            item.occurrences = ("20261001T100000Z", "20261008T100000Z", "20261015T100000Z")
        item.uid = f"uid-{self.count}"
        return item

    def invitation(self, about: Item) -> Item:
        """A mail about a meeting: from its organizer, from an attendee, or from somebody who only pretends."""
        organizer = about.people[0]
        form = self.random.choice(("invitation", "invitation", "answer", "forged"))
        item = self._item(form, (organizer, REP) if form != "forged" else (ZED, organizer, REP))
        item.signals = frozenset({"calendar"})
        item.uid, item.occurrences = about.uid, about.occurrences
        item.sequence, item.stamp = about.sequence + self.random.choice((-1, 0, 0, 1)), about.stamp
        item.method = "REQUEST"
        if form == "answer":
            item.method = "REPLY"
        elif form == "forged" or self.random.random() < 0.3:
            item.method, item.cancelled, item.sequence = "CANCEL", True, about.sequence + 1
        if form == "invitation" and item.cancelled:
            self.cancelled.add(item.uid)
        return item

    def _item(self, form: str, people: tuple[str, ...]) -> Item:
        self.count += 1
        token = "q" + sha256(f"{self.count} {self.random.random()}".encode()).hexdigest()[:15]
        when = START_TIME - 86_400 * 30 + self.count * 120
        return Item(token, form, people, self.random.choice(WORDS), when, f"{token[1:9]}.{self.count}@mail.example")

    def put(self, place: Place, copy: Copy) -> str:
        """A copy arrives. Returns its id."""
        self.count += 1
        if copy.item not in self.items:
            self.items.append(copy.item)
        id = f"{place[1][0].lower()}{self.count}"
        self.copies[*place, id] = copy
        self.show((*place, id))
        return id

    def show(self, key: tuple[str, str, str]) -> None:
        """Write the copy as it is now into its mailbox: a new item, or a changed one."""
        copy = self.copies[key]
        item = copy.item
        if not self.unread(key[:2]) and not copy.flag:
            item.opened = True
        item.shut = item.shut or ("folder", key[1]) in self.known.excluded
        item.public = item.public or "private" not in item.signals
        self.boxes[key[0]].add(key[1], record(key[2], copy))

    def shut(self, folder: str) -> None:
        """A folder is excluded."""
        for key in self.live():
            if key[1] == folder:
                self.copies[key].item.shut = True

    def open_again(self) -> None:
        """After an exclusion has ended: what lies in its folder may be read."""
        for key in self.live():
            if not self.unread(key[:2]) and not self.copies[key].flag:
                self.copies[key].item.opened = True

    def take(self, key: tuple[str, str, str]) -> None:
        """A copy is deleted for good."""
        self.boxes[key[0]].remove(key[1], key[2])

    def outside_window(self, account: str) -> frozenset[str]:
        """Ids that the account's window leaves out."""
        return frozenset(id for name, _, id in self.copies if name == account and self.copies[name, _, id].item.old)

    def forget_mailbox(self, place: Place) -> None:
        """The folder is deleted on the server and made anew: what was in it is gone."""
        boxes = self.boxes[place[0]]
        boxes.boxes[place[1]] = replace(boxes.boxes[place[1]], epoch=boxes.boxes[place[1]].epoch + 1, entries={})
        boxes.boxes[place[1]].tombstones = {}


def record(id: str, copy: Copy) -> Message | Meeting:
    """The item as a provider gives it away."""
    item = copy.item
    if item.form == "meeting":
        return _meeting(item, id)
    people = (Person("from", item.people[0], item.token), *(Person("to", who) for who in item.people[1:]))
    header = Header(
        "message",
        f"{id}.rewritten@mail.example" if copy.rewritten and item.words else item.message_id,
        item.references,
        people,
        len(people),
        f"{item.word} {item.token}",
        item.when,
        item.when + 5,
        item.signals | ({copy.flag} if copy.flag else set()),
    )
    message = Message(id, header, f"words {item.token} and more" if item.words else "", (f"{item.token}.pdf",))
    return message._replace(invitations=(_meeting(item, ""),)) if item.form != "mail" else message


def _meeting(item: Item, id: str) -> Meeting:
    organizer = item.people[1] if item.form == "forged" else item.people[0]
    others = [who for who in item.people if who not in {organizer, ZED}]
    people = (Person("organizer", organizer), *(Person("attendee", who, "", "needs_action") for who in others))
    if item.method == "REPLY":
        people = (Person("organizer", REP), Person("attendee", organizer, "", "accepted"))
    signals = item.signals - {"calendar"}
    header = Header(
        "meeting",
        item.uid if id else "",
        (),
        people,
        len(people),
        f"{item.word} {item.token}",
        item.when,
        None,
        signals,
    )
    ids = ("",) if item.cancelled and item.method else item.occurrences
    occurrences = tuple(
        Occurrence(
            each,
            item.when + n * 86_400 * 7,
            item.when + n * 86_400 * 7 + 1800,
            cancelled=item.cancelled,
            subject=header.subject,
            people=people,
            sequence=max(item.sequence, 0),
            stamp=item.stamp,
        )
        for n, each in enumerate(ids)
    )
    return Meeting(
        id, item.uid, header, occurrences, item.method, bool(item.method) and item.cancelled, f"talk {item.token}"
    )
