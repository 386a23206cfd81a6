"""The words of Repside as values: what connectors yield, what the policy reads, what the ledger keeps.

Times are whole seconds since 1970 in UTC. Addresses are lower-case, their domain in ASCII (IDNA A-labels).
Nothing here reads a clock, a file or a network. Values made per message are named tuples: they cost least.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

Kind = Literal["message", "meeting"]
Level = Literal["headers", "preview", "text"]
Role = Literal["from", "sender", "reply_to", "to", "cc", "bcc", "organizer", "attendee"]
StreamRole = Literal["inbox", "sent", "archive", "all", "drafts", "junk", "trash", "other", "calendar"]

MAX_PEOPLE = 1_000
"""People kept of one message or meeting; `Header.people_total` counts them all."""
FindingKind = Literal[
    "next_step",
    "close_date",
    "amount",
    "stage",
    "closed_lost",
    "new_contact",
    "contact_role",
    "contact_detail",
    "promise",
]

MAX_QUOTE = 300
"""Characters kept of the words that a proposal rests on."""
MAX_SIGNATURE = 2_000
"""Characters of a signature that an item may bring along."""
MAX_REFERENCES = 100
"""Message-IDs kept of one References header: the first one and the newest."""
MAX_TEXT = 65_536
"""Characters of new text that an item may bring along, whatever its level."""
PREVIEW = 300
"""Characters that the level `preview` keeps of the new text."""


class Person(NamedTuple):
    """One participant of a message or meeting."""

    role: Role
    address: str
    name: str = ""
    response: str = ""
    """Attendees only: accepted, declined, tentative, needs_action, or empty."""


class Stream(NamedTuple):
    """One mailbox or one calendar of an account: the unit that has a cursor."""

    id: str
    """The provider's own name: an IMAP mailbox, a path below the folder, a calendar id."""
    name: str
    """For the rep's eyes."""
    role: StreamRole = "other"


class Cursor(NamedTuple):
    """The provider's bookmark, opaque to all but the connector that wrote it. An unknown kind means: start over."""

    kind: str
    value: str


class Header(NamedTuple):
    """What is known of an item before its text is read."""

    kind: Kind = "message"
    message_id: str = ""
    """Without angle brackets; empty where the item has none. Of a calendar's entry its UID, where its id is another one."""
    references: tuple[str, ...] = ()
    """Message-IDs of References, then In-Reply-To; oldest first, without doubles, at most MAX_REFERENCES."""
    people: tuple[Person, ...] = ()
    people_total: int = 0
    subject: str = ""
    date: int | None = None
    """The item's own time: the Date header, or a meeting's start. None where absent or absurd."""
    received: int | None = None
    """The provider's time: INTERNALDATE, a file's time."""
    signals: frozenset[str] = frozenset()
    """What the headers say of the item's nature; the closed list is SIGNALS."""
    list_id: str = ""
    """Host part of List-Id, lower-case."""
    labels: tuple[str, ...] = ()
    """Ids of the labels that the rep gave it, where a provider has labels: each is a folder that it lies in."""
    conversation: str = ""
    """The provider's own id of the conversation, where it has one: it holds within one mailbox."""
    zone: int | None = None
    """Minutes east of Greenwich by which its Date was written; None where it does not say."""


SIGNALS = frozenset(
    {
        "auto_reply",  # Auto-Submitted: auto-replied, X-Autoreply, out-of-office headers
        "automated",  # Auto-Submitted: auto-generated, no-reply senders, machine headers
        "bounce",  # null return path, delivery status, mailer-daemon
        "bulk",  # Precedence: bulk or junk, List-Unsubscribe, campaign headers
        "list",  # List-Id, Precedence: list
        "private",  # Sensitivity private, personal, company-confidential; CLASS private, confidential
        "meeting_message",  # the provider says that it is an invitation or an answer to one, and gives its meeting by the calendar
        "calendar",  # the mail is a calendar message (text/calendar on top, Exchange's content class, Google's sender)
        "draft",  # \\Draft, or a provider's word for it
        "spam",  # the provider's own verdict on this one item
        "trash",  # marked deleted
        "chat",  # a chat line that the provider stores as mail
        "odd_address",  # an address with bidi, zero-width or mixed-script characters
        "odd_charset",  # unknown or lying charset: some characters were replaced
        "some_people",  # the provider shows only some of a meeting's people
        "truncated",  # a cap was hit: people, references, header size
    }
)


class Ref(NamedTuple):
    """One remote item as a listing names it."""

    id: str
    """Stable for the item's whole stay in the stream."""
    revision: str
    """Changes when the content may have changed. A mail's never does: its revision tells its labels alone (`label_revision`)."""
    header: Header


def label_revision(labels: Sequence[str]) -> str:
    """The revision of a mail: its labels between semicolons, so that the store finds what bears one; empty without any."""
    return ";".join(("", *labels, "")) if labels else ""


class Occurrence(NamedTuple):
    """One time that a meeting takes place."""

    recurrence_id: str
    """Empty for a single meeting; else its original start, as UTC basic time or as date."""
    start: int
    end: int
    all_day: bool = False
    cancelled: bool = False
    subject: str = ""
    location: str = ""
    people: tuple[Person, ...] = ()
    sequence: int = 0
    stamp: int = 0
    zone_known: bool = True
    """False: the zone could not be resolved and the time may be off; shown with a badge."""


class Meeting(NamedTuple):
    """The full record of one calendar item: a single meeting, or a series with its exceptions, expanded."""

    id: str
    """The ref's id; empty for an invitation inside a mail."""
    ical_uid: str
    header: Header
    occurrences: tuple[Occurrence, ...] = ()
    method: str = ""
    """Of an invitation in mail: REQUEST, CANCEL, REPLY, ADD, COUNTER, PUBLISH; empty for a calendar's own entry."""
    series_cancelled: bool = False
    """CANCEL without RECURRENCE-ID: every occurrence is off."""
    text: str = ""
    note: str = ""
    """Why the record is partial: occurrences refused or cut."""


class Message(NamedTuple):
    """The full record of one mail."""

    id: str
    header: Header
    """As the ref's; may hold more signals, found in the structure."""
    text: str = ""
    """The new words, without quotes and signature; at most MAX_TEXT; empty at level `headers`."""
    attachments: tuple[str, ...] = ()
    """Names only, cleaned for display."""
    invitations: tuple[Meeting, ...] = ()
    signature: str = ""
    """The sender's signature, at most MAX_SIGNATURE; it is read for contact details and never stored."""


class Letter(NamedTuple):
    """What is read for findings, while its text is in memory: the new words of a mail, or of a meeting's description."""

    kind: Kind
    author: Person
    own: bool
    """Written by the rep or a colleague."""
    sent: int
    """When it was written, in seconds since 1970, UTC."""
    people: tuple[Person, ...] = ()
    outside: frozenset[str] = frozenset()
    """Addresses that are neither the rep's nor of the rep's company."""
    subject: str = ""
    text: str = ""
    """The new words, without quotes and signature."""
    signature: str = ""
    """The sender's own signature, a line each; empty where none was found."""
    attachments: tuple[str, ...] = ()
    """Names only."""
    zone: int | None = None
    """Minutes east of Greenwich by the author's clock; None: not known. Many servers write 0 for everybody."""
    trade: frozenset[str] = frozenset()
    """What the rep sells, as the names of the deals tell (matchers.reading.trade); empty: not known."""


class Finding(NamedTuple):
    """What a rule read in a letter, before it is compared with any record: a proposal may come of it (proposals.md)."""

    kind: FindingKind
    value: dict[str, str]
    """By kind:

    next_step       date (ISO), text (short, for a person)
    close_date      date (ISO)
    amount          amount (decimal as text), currency (ISO 4217; empty: not said)
    stage           step: offer_sent, contract_review or contract_signed
    closed_lost     nothing
    new_contact     address, name, title
    contact_role    address, role (crm.ROLES)
    contact_detail  address, field (phone, title or email), value
    promise         text (short, for a person), by (rep or them): without a day, so it is no proposal but a line in Today
    """
    quote: str
    """The words that say so, as they stand in the text; at most MAX_QUOTE characters."""
    rule: str
    """The rule's name, as `repside rules` and the docs have it."""


class Gone(NamedTuple):
    """Asked for, and the provider says that it is not there any more."""

    id: str


class Rejected(NamedTuple):
    """Asked for, and it cannot be read. `error` is a class name, never content."""

    id: str
    error: str


class Page(NamedTuple):
    """A part of what changed in a stream, and the cursor that is right once this part is stored."""

    changed: Sequence[Ref]
    cursor: Cursor
    removed: Sequence[str] = ()
    """Explicit tombstones only."""
    outside: Sequence[str] = ()
    """Ids older than the account's window: named so that the receipt adds up, their headers unread."""
    rejected: Sequence[Rejected] = ()
    """Items whose header cannot be read."""
    snapshot: frozenset[str] | None = None
    """All ids of the stream, from one exact enumeration. What the ledger has beyond it is asked for, never assumed gone."""
    remaining: int | None = None
    """Items still to come in this backfill, for the progress bar."""
