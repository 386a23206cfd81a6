"""What the engine needs of the others, one promise a line.

Glossary of this page: a *ref* names a remote item, a *cursor* is the provider's bookmark, a *page* carries both.
All calls are synchronous. A provider's own exceptions never leave a connector: see errors.py.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import NamedTuple, Protocol, runtime_checkable

from sync.model import Cursor, Finding, Gone, Letter, Meeting, Message, Page, Person, Ref, Rejected, Stream


class Connector(Protocol):
    """One account at one provider, read-only: no verb can change a mailbox or a calendar.

    Laws, held by tests/connectors/conformance.py:
    - The head position is read before the listing, so what arrives while we list is found by the next round.
    - Changed items may be named again; none is ever left out.
    - Every committed page is a safe place to start from.
    - A dead cursor raises StartOver, never an empty page.
    - Quiet costs one request, yields no page, and fetches nothing.
    """

    def streams(self) -> Sequence[Stream]:
        """All mailboxes and calendars, drafts, junk and trash included (the policy decides, not the connector)."""

    def changes(self, stream: Stream, since: Cursor | None) -> Iterator[Page]:
        """What changed since the cursor; all of it, newest first, when None. Nothing new: no page."""

    def look(self, stream: Stream, ids: Sequence[str]) -> Iterator[Ref | Gone | Rejected]:
        """The headers of items named earlier, one outcome an id, in any order. Reads no text."""

    def fetch(self, stream: Stream, refs: Sequence[Ref]) -> Iterator[Message | Meeting | Gone | Rejected]:
        """The full records, one outcome a ref, in any order. Text as the account's level allows, attachments never."""

    def census(self, stream: Stream) -> Iterator[Collection[str]]:
        """Every id that is in the stream now, in parts, from the provider itself: the other side of the receipt."""

    def close(self) -> None:
        """Let go of connections and files. May be called twice."""


@runtime_checkable
class Waiting(Protocol):
    """A connector that can be told of news by its provider (IMAP IDLE)."""

    def wait(self, stream: Stream, timeout: float) -> bool:
        """Block until something may have changed (True) or `timeout` seconds have passed (False)."""


@runtime_checkable
class Labelled(Protocol):
    """A connector whose provider puts labels on mail, each of them a folder that it lies in."""

    def labels(self) -> Mapping[str, str]:
        """The rep's own labels: id → name."""


@runtime_checkable
class Interruptible(Protocol):
    """A connector that another thread may interrupt. Both calls return at once and never raise."""

    def rouse(self) -> None:
        """End the `wait` that goes on, or the next one."""

    def cut(self) -> None:
        """Break the connection, as a dead network would: whoever uses it gets a Wait, the next use makes a new one."""


class Book(Protocol):
    """The in-memory index of known people: what the policy asks before any text is read."""

    def knows(self, address: str) -> bool:
        """Whether the address, or its domain, belongs to a contact or company of the rep."""


class Digest(Protocol):
    """A keyed hash: the store's key never leaves the rep's machine, so the value means nothing elsewhere."""

    def __call__(self, value: str) -> bytes:
        """16 bytes for a value."""


class Reader(Protocol):
    """Reads findings from a letter: in linear time, and never the reason that a mail is not captured."""

    def __call__(self, letter: Letter) -> Sequence[Finding]:
        """What it says, the surest first. Whatever it says raises nothing; a store that cannot be read does. Of more than MAX_FINDINGS the
        rest is left out.
        """


class Clock(Protocol):
    """Time, injected."""

    def now(self) -> int:
        """Seconds since 1970, UTC."""


class Random(Protocol):
    """Randomness, injected."""

    def random(self) -> float:
        """Between 0 and 1."""


MAX_FINDINGS = 24
"""Findings kept of one letter."""


class Item(NamedTuple):
    """What became of one remote item: the ledger's row."""

    id: str
    state: str
    """captured, held, skipped, quarantined."""
    reason: str = ""
    """Of a skip (policy.REASONS) or the error class of a quarantine."""
    revision: str = ""
    keys: tuple[bytes, ...] = ()
    """Held items only: keyed hashes of the outside addresses and their domains."""
    erases: tuple[bytes, ...] = ()
    """Items whose skip erases only: keys of what it may have left behind without a copy, like a series' UID."""


UNVERSIONED = -1
"""Sequence of a time that its calendar calls off without saying more: of whatever version it was, it is off."""


class Draft(NamedTuple):
    """One activity as it goes to the ledger."""

    item: str
    """The remote item that it was read from: its locator."""
    kind: str
    key: bytes
    """Identity: equal keys are one activity, whatever the account (identity.py)."""
    twin: bytes | None
    """Second identity for copies whose Message-ID a server rewrote; None where it cannot be told."""
    thread_keys: tuple[bytes, ...]
    """Own Message-ID first, then References: hashes that join a conversation."""
    people: tuple[Person, ...]
    people_total: int
    outside: frozenset[str]
    """Addresses that are neither the rep's nor of the rep's company: who must overlap to join a conversation."""
    occurred_at: int
    ends_at: int | None
    direction: str
    subject: str
    text: str
    attachments: tuple[str, ...] = ()
    message_id: str = ""
    ical_uid: str = ""
    recurrence_id: str = ""
    status: str = ""
    """Meetings: confirmed, cancelled. Mail: empty."""
    location: str = ""
    all_day: bool = False
    sequence: int = 0
    stamp: int = 0
    partial: bool = False
    """Only some of the people are shown now: those that are known already stay."""
    findings: tuple[Finding, ...] = ()
    """What the text says that may become a proposal."""
    marks: tuple[str, ...] = ()
    """Badges: odd_address, odd_charset, truncated, zone_unknown, unverified."""


class Commit(NamedTuple):
    """One page, decided: everything here is stored in one transaction, or nothing is."""

    items: Sequence[Item]
    drafts: Sequence[Draft]
    removed: Sequence[str] = ()
    responses: Sequence[tuple[bytes, str, str]] = ()
    """Answers to invitations: (the meeting's key, attendee's address, response)."""
    cancelled: Sequence[tuple[str, int, int]] = ()
    """Whole series called off: (iCalendar UID, sequence, stamp)."""
    cursor: Cursor | None = None
    """None: leave it as it is (a recheck, not a page of the listing)."""
    remaining: int = 0
    """Items of the backfill still to come; stored with the cursor, for the status."""


KILLED = "Killed"
"""Reason of a quarantine: reading this item ended the process, three times."""


class Attempt(NamedTuple):
    """What is about to be read, noted durably before: a note that is left over names what ended the process."""

    tries: int
    """The how many-th try this is: how many runs ended here, and one."""
    ids: tuple[str, ...]


class Tally(NamedTuple):
    """What a commit wrote."""

    captured: int = 0
    held: int = 0
    skipped: int = 0
    quarantined: int = 0
    removed: int = 0


class Enumeration(Protocol):
    """The ids that a provider has in one stream."""

    def add(self, ids: Iterable[str]) -> None:
        """These are there."""

    def absent(self) -> Iterator[list[str]]:
        """Ids with a row that were not added, part by part; rows may be taken away between two parts."""


class Ledger(Protocol):
    """What the engine needs of the store. One writer at a time."""

    def stream(self, account: str, stream: Stream) -> int:
        """The stream's number, made on first sight."""

    def cursor(self, stream: int) -> Cursor | None:
        """Everything that this cursor covers is certainly stored."""

    def known(self, stream: int, ids: Sequence[str]) -> dict[str, tuple[str, str]]:
        """id → (state, revision) of the named items that have a row."""

    def enumeration(self, stream: int) -> AbstractContextManager[Enumeration]:
        """What the provider names, to be compared with the rows without a set of them in memory."""

    def rechecks(self, stream: int, limit: int) -> list[str]:
        """Items to look at again: a new contact, an exclusion taken back, a retry."""

    def commit(self, stream: int, change: Commit) -> Tally:
        """Store all of it, or nothing. Replaying it changes nothing."""

    def attempt(self, stream: int) -> Attempt | None:
        """The note that an earlier run left behind, or None."""

    def begin(self, stream: int, attempt: Attempt | None) -> None:
        """Note durably what is about to be read; None takes the note away. Each commit takes it away, too."""

    def killers(self, stream: int) -> frozenset[str]:
        """Ids of the stream that were set aside as KILLED."""

    def retire(self, account: str, present: Collection[str]) -> int:
        """Forget the account's streams whose ids the provider does not list any more. Returns how many."""

    def forget(self, stream: int) -> None:
        """Drop a stream's ids and cursor, because the provider did. Activities wait to be named again."""

    def complete(self, stream: int, at: int) -> None:
        """Note that the stream was read to its end in a round that began at this time."""
