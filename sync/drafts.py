"""A fetched record becomes drafts of activities: the last step that sees text.

A mail with an invitation is no correspondence: it is one more copy of the meeting, joined by UID. What an invitation may change
is decided in meetings.py; an answer changes one attendee's response; a stranger's invitation changes nothing and stays a mail.
"""

from __future__ import annotations

from typing import NamedTuple

from sync.findings import in_mail, in_meeting
from sync.identity import meeting_key, message_key, sender, thread_keys, twin_key
from sync.meetings import accepts
from sync.model import Gone, Header, Level, Meeting, Message, Occurrence, Person, Ref, Rejected
from sync.policy import Decision, Rules, cut, direction, outside_people, screen
from sync.ports import UNVERSIONED, Draft, Item

EARLIEST, LATEST = 631_152_000, 4_102_444_800
"""1990 and 2100: a date outside is a mistake, and the provider's time is used."""
SLACK = 86_400
"""Seconds that a mail's own date may lie after the time at which the provider received it."""
_MARKS = ("odd_address", "odd_charset", "truncated")


class Drawn(NamedTuple):
    """What became of a part of a page. Filled by `draw`."""

    items: list[Item]
    drafts: list[Draft]
    gone: list[str]
    responses: list[tuple[bytes, str, str]]
    cancelled: list[tuple[str, int, int]]

    @classmethod
    def empty(cls) -> Drawn:
        """Nothing drawn yet."""
        return cls([], [], [], [], [])

    def take(self, more: Drawn) -> None:
        """Add what another part drew."""
        self.items.extend(more.items)
        self.drafts.extend(more.drafts)
        self.gone.extend(more.gone)
        self.responses.extend(more.responses)
        self.cancelled.extend(more.cancelled)


def draw(
    outcome: Message | Meeting | Gone | Rejected,
    ref: Ref,
    decision: Decision,
    *,
    rules: Rules,
    level: Level,
    into: Drawn,
) -> None:
    """Add one outcome to `into`: an item for the receipt, and the drafts that it stands for."""
    if isinstance(outcome, Gone):
        into.gone.append(ref.id)
    elif isinstance(outcome, Rejected):
        into.items.append(Item(ref.id, "quarantined", outcome.error, ref.revision))
    elif isinstance(outcome, Meeting):
        _calendar_entry(outcome, ref, rules, level, into)
    elif outcome.invitations:
        _invitations(outcome, ref, decision, rules, level, into)
    else:
        _mail(outcome, ref, decision, rules, level, into)


def _mail(message: Message, ref: Ref, decision: Decision, rules: Rules, level: Level, into: Drawn, *marks: str) -> None:
    header = message.header
    if header.signals is not ref.header.signals and header.signals != ref.header.signals:
        again = screen(header, rules)  # the structure may show a bounce that the header hid
        if again.verdict != "keep":
            into.items.append(Item(ref.id, "skipped", again.reason, ref.revision))
            return
    digest = rules.digest
    assert digest is not None  # noqa: S101  the composition root always gives one
    text = cut(message.text, level)
    keys = thread_keys(header, digest)
    draft = Draft(
        item=ref.id,
        kind="message",
        key=message_key(header, digest),
        twin=twin_key(header, message.text, digest),
        thread_keys=keys,
        people=header.people,
        people_total=header.people_total,
        outside=decision.outside,
        occurred_at=occurred_at(header),
        ends_at=None,
        direction=direction(header, rules),
        subject=header.subject,
        text=text,
        attachments=message.attachments,
        message_id=header.message_id,
        findings=in_mail(message, decision.outside, rules, level),
        marks=(*(mark for mark in _MARKS if mark in header.signals), *marks) if header.signals or marks else (),
    )
    into.drafts.append(draft)
    into.items.append(Item(ref.id, "captured", "", ref.revision))


def occurred_at(header: Header) -> int:
    """When a mail was written: its own date where that is plausible, else the provider's time, else 1990."""
    date, received = header.date, header.received
    if date is not None and EARLIEST <= date <= LATEST and (received is None or date <= received + SLACK):
        return date
    return received if received is not None else EARLIEST


def _calendar_entry(meeting: Meeting, ref: Ref, rules: Rules, level: Level, into: Drawn) -> None:
    into.drafts.extend(_occurrences(meeting, ref.id, rules, level))
    into.items.append(Item(ref.id, "captured", "", ref.revision))


def _invitations(message: Message, ref: Ref, decision: Decision, rules: Rules, level: Level, into: Drawn) -> None:
    verdicts = [(accepts(meeting, sender(message.header)), meeting) for meeting in message.invitations]
    if all(verdict in {"unverified", "ignore"} for verdict, _ in verdicts):
        marks = ("unverified",) if any(verdict == "unverified" for verdict, _ in verdicts) else ()
        _mail(message._replace(invitations=()), ref, decision, rules, level, into, *marks)
        return
    drafts: list[Draft] = []
    refused = ""
    for verdict, meeting in verdicts:
        if verdict == "respond":
            into.responses.extend(_responses(meeting, rules))
            continue
        again = screen(meeting.header, rules)
        if verdict in {"store", "cancel"} and again.verdict == "skip":
            refused = again.reason
        elif verdict in {"store", "cancel"}:
            drafts.extend(_occurrences(meeting, ref.id, rules, level, cancelled=verdict == "cancel"))
            if verdict == "cancel" and meeting.series_cancelled:
                into.cancelled.append(_called_off(meeting))
    into.drafts.extend(drafts)
    item = (
        Item(ref.id, "captured", "", ref.revision)
        if drafts
        else Item(ref.id, "skipped", refused or "calendar_reply", ref.revision)
    )
    into.items.append(item)


def _occurrences(meeting: Meeting, item: str, rules: Rules, level: Level, *, cancelled: bool = False) -> list[Draft]:
    text = cut(meeting.text, level)
    drafts = [_occurrence(meeting, at, item, rules, text, cancelled=cancelled) for at in meeting.occurrences]
    if drafts and meeting.text and not cancelled:  # a description is the same at each occurrence: it is read once
        drafts[0] = drafts[0]._replace(findings=in_meeting(meeting, drafts[0].outside, rules, level))
    return drafts


def _occurrence(meeting: Meeting, at: Occurrence, item: str, rules: Rules, text: str, *, cancelled: bool) -> Draft:
    digest = rules.digest
    assert digest is not None  # noqa: S101  the composition root always gives one
    people = at.people or meeting.header.people
    return Draft(
        item=item,
        kind="meeting",
        key=meeting_key(meeting.ical_uid, at.recurrence_id, digest),
        twin=None,
        thread_keys=(digest(f"uid {meeting.ical_uid}"),) if meeting.ical_uid else (),
        people=people,
        people_total=max(meeting.header.people_total, len(people)),
        outside=outside_people(people, rules),
        occurred_at=at.start,
        ends_at=at.end,
        direction="none",
        subject=at.subject or meeting.header.subject,
        text=text,
        ical_uid=meeting.ical_uid,
        recurrence_id=at.recurrence_id,
        status="cancelled" if at.cancelled or cancelled else "confirmed",
        location=at.location,
        all_day=at.all_day,
        sequence=UNVERSIONED if at.cancelled and not at.stamp and not meeting.method else at.sequence,
        stamp=at.stamp,
        partial="some_people" in meeting.header.signals,
        marks=() if at.zone_known else ("zone_unknown",),
    )


def _responses(meeting: Meeting, rules: Rules) -> list[tuple[bytes, str, str]]:
    """(meeting's key, attendee, answer) of a REPLY. One without occurrences answers the whole meeting."""
    digest = rules.digest
    assert digest is not None  # noqa: S101  the composition root always gives one
    ids = {at.recurrence_id for at in meeting.occurrences} or {""}
    people: set[Person] = {p for p in meeting.header.people if p.role == "attendee" and p.response}
    return [
        (meeting_key(meeting.ical_uid, id, digest), p.address, p.response) for id in sorted(ids) for p in sorted(people)
    ]


def _called_off(meeting: Meeting) -> tuple[str, int, int]:
    newest = max(((at.sequence, at.stamp) for at in meeting.occurrences), default=(0, 0))
    return meeting.ical_uid, *newest
