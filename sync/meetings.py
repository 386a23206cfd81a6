"""How an invitation in mail changes what we hold of a meeting (RFC 5546). Pure.

Anyone can write a mail that says a meeting is off. So a change counts only when it comes from the one who may make it: the
organizer, or, for an answer, that attendee. Everything else is shown as a mail and changes nothing.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

from sync.model import Meeting

Verdict = Literal["store", "respond", "cancel", "ignore", "unverified"]

MAX_SEQUENCE = 2**31
"""Higher ones are a mistake, or a try to be the last word for ever."""

_VERDICTS: dict[str, Verdict] = {
    "REQUEST": "store",
    "ADD": "store",
    "PUBLISH": "store",
    "CANCEL": "cancel",
    "REPLY": "respond",
}
"""What each method does when the right person sent it. COUNTER, DECLINECOUNTER and REFRESH only ask: they change nothing."""


def supersedes(new: tuple[int, int], old: tuple[int, int]) -> bool:
    """Whether (sequence, stamp) replaces the one we hold: a higher sequence, then a later stamp (RFC 5546 §2.1.5)."""
    return (_sequence(new[0]), new[1]) > (_sequence(old[0]), old[1])


def verified(meeting: Meeting, senders: Collection[str]) -> bool:
    """Whether one of the mail's senders may say this: the organizer; for a REPLY, the one attendee that it names."""
    role = "attendee" if meeting.method == "REPLY" else "organizer"
    named = {person.address for person in meeting.header.people if person.role == role and person.address}
    return len(named) == 1 and not named.isdisjoint(sender.lower() for sender in senders)


def accepts(meeting: Meeting, sender: str) -> Verdict:
    """What an invitation in a mail from `sender` does to what we hold. An answer changes that attendee's response only."""
    verdict = _VERDICTS.get(meeting.method)
    if verdict is None:
        return "ignore"
    return verdict if verified(meeting, (sender,)) else "unverified"


def _sequence(value: int) -> int:
    return min(max(value, 0), MAX_SEQUENCE)
