"""IMAP (RFC 3501, RFC 9051; CONDSTORE and QRESYNC, RFC 7162, where there), read-only: EXAMINE and PEEK, never a change.

An item is a message of one mailbox, its id is its UID. A cursor is dead when UIDVALIDITY is another one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import closing
from itertools import islice
from typing import TypeVar

from connectors.imap import folders, listing, reading
from connectors.imap.channel import Bell
from connectors.imap.options import ImapOptions
from connectors.imap.session import Session
from connectors.imap.uids import MAX_UID, Uids
from sync.errors import MailboxClosed, StartOver, Wait
from sync.model import Cursor, Gone, Meeting, Message, Page, Ref, Rejected, Stream

T = TypeVar("T")

CENSUS = 50_000
"""Ids of one part of a census."""
STALE = 30.0
"""Seconds without an answer after which a connection is not trusted to be alive."""
_UID = re.compile(r"[1-9]\d{0,9}")


class ImapConnector:
    """One account over one connection, opened when it is needed. Not for two threads at once."""

    def __init__(self, options: ImapOptions) -> None:
        self._options = options
        self._session: Session | None = None
        self._bell: Bell | None = None
        self._roused = False
        self._validity: dict[str, int] = {}
        """UIDVALIDITY by mailbox, as this connector has told of it: ids of another one mean other messages."""

    def streams(self) -> Sequence[Stream]:
        """All mailboxes that can be opened, the inbox first; over Gmail only All Mail, junk and trash."""

        def work(session: Session) -> Sequence[Stream]:
            found = folders.streams(session.list_mailboxes(), gmail=session.gmail)
            if not found:  # every mailbox has an inbox (RFC 3501): this one was moved away or closed
                raise MailboxClosed(provider=self._options.host, account=self._options.user)
            return found

        return self._try(work)

    def changes(self, stream: Stream, since: Cursor | None) -> Iterator[Page]:
        """What changed since the cursor. Quiet costs one EXAMINE."""

        def work(session: Session) -> listing.Listing:
            started = listing.Listing(session, stream, self._options.since, self._options.page)
            started.open(since)
            return started

        found = self._try(work)
        self._validity[stream.id] = found.box.validity
        yield from found.pages()

    def look(self, stream: Stream, ids: Sequence[str]) -> Iterator[Ref | Gone | Rejected]:
        """The headers of messages."""
        names = set(ids)
        yield from (Gone(name) for name in names if not _is_uid(name))
        uids = [int(name) for name in names if _is_uid(name)]
        if uids:
            session, validity = self._open(stream)
            yield from listing.look(session, stream, validity, uids, self._options.page)

    def fetch(self, stream: Stream, refs: Sequence[Ref]) -> Iterator[Message | Meeting | Gone | Rejected]:
        """The records of messages: new words, attachments' names, invitations."""
        known = [ref for ref in refs if _is_uid(ref.id)]
        yield from (Gone(ref.id) for ref in refs if not _is_uid(ref.id))
        if known:
            session, validity = self._open(stream)
            level, size = self._options.level, self._options.page
            yield from reading.read(session, stream, validity, known, level, size, self._options.fresh)

    def census(self, stream: Stream) -> Iterator[Collection[str]]:
        """Every UID, from one exact search."""

        def work(session: Session) -> Uids:
            session.examine(stream.id)
            return session.search(b"ALL")

        uids = iter(self._try(work))
        while part := frozenset(map(str, islice(uids, CENSUS))):
            yield part

    def wait(self, stream: Stream, timeout: float) -> bool:
        """Block until the server tells of news (IDLE, or NOOP now and then where it cannot), or the time is over."""
        known = self._session

        def work(session: Session) -> bool:
            if known is not None and session is not known:
                return True  # what came while there was no connection was told to nobody
            before, after = session.box, session.ensure(stream.id)
            return (before is not None and before != after) or session.wait_for_news(timeout, self._bell)

        with closing(Bell()) as self._bell:
            try:
                return not self._roused and self._try(work)
            finally:
                self._roused = False

    def rouse(self) -> None:
        """From another thread: end the wait that goes on, or the next one."""
        self._roused = True
        if bell := self._bell:
            bell.ring()

    def cut(self) -> None:
        """From another thread: break the connection. Whoever uses it gets a Wait, the next use makes a new one."""
        if session := self._session:
            session.cut()

    def close(self) -> None:
        """Sign out. The connector can be used again: it signs in anew."""
        if self._session is not None:
            self._session.log_out()
            self._session = None

    def _open(self, stream: Stream) -> tuple[Session, int]:
        """The mailbox is open, and it is the one that was listed."""

        def work(session: Session) -> int:
            if session.quiet_for > STALE:
                session.run(b"NOOP")  # a dead connection is noticed here, where it can be made anew
            return session.ensure(stream.id).validity

        validity = self._try(work)
        if self._validity.setdefault(stream.id, validity) != validity:
            raise StartOver(stream=stream.name)
        assert self._session is not None  # noqa: S101  `_try` has just used it
        return self._session, validity

    def _try(self, work: Callable[[Session], T]) -> T:
        """Do it, once more over a new connection when the old one turns out to be dead."""
        used = self._session is not None and not self._session.closed
        try:
            return work(self._connected())
        except Wait:
            if not used or (self._session is not None and not self._session.closed):
                raise
        return work(self._connected())

    def _connected(self) -> Session:
        if self._session is None or self._session.closed:
            self._session = Session(self._options)
        return self._session


def _is_uid(name: str) -> bool:
    return _UID.fullmatch(name) is not None and int(name) <= MAX_UID
