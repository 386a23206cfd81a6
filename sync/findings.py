"""What the words of a mail or meeting say about a deal, read while the whole text is in memory: most of it is never stored.

The rules themselves are the matchers'; they come in as `Rules.read`, which no words make raise (ports.Reader).
"""

from __future__ import annotations

from sync.identity import sender
from sync.model import MAX_QUOTE, Finding, Header, Letter, Level, Meeting, Message, Person
from sync.policy import Rules, is_internal
from sync.ports import MAX_FINDINGS


def in_mail(message: Message, outside: frozenset[str], rules: Rules, level: Level) -> tuple[Finding, ...]:
    """Of a mail that is kept. Level `headers` has no words to read."""
    if rules.read is None or level == "headers" or not (message.text or message.signature):
        return ()
    header = message.header
    return _read(
        Letter(
            kind="message",
            author=_author(header, sender(header)),
            own=is_internal(sender(header), rules),
            sent=_written(header),
            people=header.people,
            outside=outside,
            subject=header.subject,
            text=message.text,
            signature=message.signature,
            attachments=message.attachments,
            zone=header.zone,
        ),
        rules,
    )


def in_meeting(meeting: Meeting, outside: frozenset[str], rules: Rules, level: Level) -> tuple[Finding, ...]:
    """Of a meeting's description, as its organiser's words. They were written when the meeting was last changed."""
    if rules.read is None or level == "headers" or not meeting.text:
        return ()
    first = meeting.occurrences[0]
    people = first.people or meeting.header.people
    host = next((person for person in people if person.role == "organizer"), Person("organizer", ""))
    return _read(
        Letter(
            kind="meeting",
            author=host,
            own=is_internal(host.address, rules),
            sent=first.stamp or meeting.header.received or first.start,
            people=people,
            outside=outside,
            subject=first.subject or meeting.header.subject,
            text=meeting.text,
        ),
        rules,
    )


def _read(letter: Letter, rules: Rules) -> tuple[Finding, ...]:
    assert rules.read is not None  # noqa: S101  both callers asked
    found = rules.read(letter)[:MAX_FINDINGS]
    return tuple(finding._replace(quote=finding.quote[:MAX_QUOTE]) for finding in found)


def _author(header: Header, address: str) -> Person:
    return next((person for person in header.people if person.address == address), Person("from", address))


def _written(header: Header) -> int:
    return header.date if header.date is not None else header.received or 0
