"""Who writes to whom in the simulated world, and what ought to become of a mail: told anew here, in plain words, without the policy."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

REP = "rep@us.example"
COLLEAGUE = "boss@us.example"
ANN, BOB = "ann@acme.example", "bob@acme.example"
CID, DEE = "cid@hill.example", "dee@hill.example"
EVE, FAY = "eve@moor.example", "fay@sub.moor.example"
GUS, GUS_TAGGED = "gus@dale.example", "gus+crm@dale.example"
ZED = "zed@nowhere.example"
OUTSIDE = (ANN, ANN, BOB, BOB, CID, DEE, EVE, FAY, GUS, GUS_TAGGED)
"""Ann and Bob twice: half of the mail is from customers."""
WORDS = ("offer", "plan", "visit", "salary")
MACHINES = ("bulk", "auto_reply", "bounce", "automated")


class Entry(NamedTuple):
    """A contact as the rep imports it. With a company its address's domain stands for the company."""

    id: str
    address: str
    company: str = ""


START = (Entry("c1", ANN, "Acme"),)
LATER = (Entry("c2", CID), Entry("c3", EVE, "Moor"), Entry("c4", GUS), Entry("c5", DEE), Entry("c6", BOB))


@dataclass
class Knowledge:
    """What the rep has told Repside so far."""

    addresses: dict[str, str] = field(default_factory=dict)  # contact's id → address
    domains: set[str] = field(default_factory=set)
    ever: set[str] = field(default_factory=set)  # addresses that were known at some time
    excluded: set[tuple[str, str]] = field(default_factory=set)  # (kind, value)

    def learn(self, entry: Entry) -> None:
        """A contact is imported, or one with this id gets another address."""
        self.addresses[entry.id] = entry.address
        self.ever.add(entry.address)
        if entry.company:
            self.domains.add(entry.address.partition("@")[2])

    def knows(self, address: str, *, ever: bool = False) -> bool:
        """Whether a mail from there is a customer's, now or at some time."""
        domain = address.partition("@")[2]
        people = self.ever if ever else set(self.addresses.values())
        return bool({address, address.replace("+crm", "")} & people) or any(
            domain == own or domain.endswith("." + own) for own in self.domains
        )

    def excludes(self, people: set[str]) -> bool:
        """Whether one of these people is kept out, by address or by domain."""
        for what, value in self.excluded:
            if what == "address" and value in people:
                return True
            if what == "domain" and any(("." + p.partition("@")[2]).endswith("." + value) for p in people):
                return True
        return False


@dataclass
class Item:
    """One mail or meeting of the world, whatever its copies. `token` stands in its subject and in its text, and nowhere else."""

    token: str
    form: str  # mail, meeting, invitation, answer, forged
    people: tuple[str, ...]
    word: str
    when: int
    message_id: str = ""
    references: tuple[str, ...] = ()
    signals: frozenset[str] = frozenset()
    uid: str = ""
    method: str = ""
    sequence: int = 0
    stamp: int = 0
    cancelled: bool = False
    occurrences: tuple[str, ...] = ("",)
    words: bool = True  # a mail with text
    opened: bool = False  # some copy was once where its text may be read
    public: bool = False  # some version of it was not private
    old: bool = False  # before the rep's window
    shut: bool = False  # some copy lay in an excluded folder: there only its id was seen, never its time

    def states(self, known: Knowledge) -> set[str]:
        """What a copy in an ordinary folder may be, once everything is read."""
        people = set(self.people)
        outside = {p for p in people if not p.endswith("@us.example")}
        if known.excludes(people):
            return {"skipped"}
        # What the rep sent through a tool is the rep's own mail; an answer by a machine is not.
        machines = {"auto_reply", "bounce"} if self.people[0] == REP else set(MACHINES)
        if "private" in self.signals or self.signals & machines:
            return {"skipped"}
        if not outside or (self.old and not self.shut):
            return {"skipped"}
        if ("word", self.word) in known.excluded:
            # A held mail's subject is stored nowhere, so a word that is excluded later cannot find it; it stays held.
            return {"skipped", "held"}
        captured = "skipped" if self.form == "answer" else "captured"
        found = {"held"}
        if any(known.knows(p) for p in outside):
            found = {captured}
        elif any(known.knows(p, ever=True) for p in outside):
            found = {"held", captured}
        return found | ({"skipped"} if self.old else set())
