"""One Google account: its mail and the calendars that the rep owns, read-only. The provider's libraries are loaded at the first request."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator, Sequence

from connectors.door import Door
from connectors.google.calendars import Calendars
from connectors.google.calls import Calls
from connectors.google.mail import MAIL, Mail
from connectors.google.options import GoogleOptions
from connectors.google.refusals import refusal
from connectors.governor import Governor
from connectors.http import Network, Wire
from sync.errors import FolderClosed
from sync.model import Cursor, Gone, Meeting, Message, Page, Ref, Rejected, Stream


class GoogleConnector:
    """One account. Not for two threads at once; `cut` and `rouse` may come from another."""

    def __init__(self, options: GoogleOptions, wire: Wire | None = None) -> None:
        self._options = options
        self._given = wire
        self._stop = threading.Event()
        self._parts: tuple[Mail, Calendars] | None = None
        self._wire: Wire | None = None

    def streams(self) -> Sequence[Stream]:
        """All mail as one stream, for its history is one; then the calendars. Raises WrongAccount for another mailbox."""
        mail, calendars = self._open()
        mail.check()
        return [MAIL, *calendars.streams()] if self._options.calendar else [MAIL]

    def owner(self) -> str:
        """The address of the mailbox that the sign-in belongs to."""
        return self._open()[0].owner()

    def labels(self) -> dict[str, str]:
        """The rep's own labels, id → name: folders, for exclusions."""
        return self._open()[0].labels()

    def changes(self, stream: Stream, since: Cursor | None) -> Iterator[Page]:
        """What changed since the cursor."""
        if stream.role == "calendar":
            return self._open()[1].changes(stream, since)
        return self._mail(stream).changes(since)

    def look(self, stream: Stream, ids: Sequence[str]) -> Iterator[Ref | Gone | Rejected]:
        """Headers, no text."""
        return self._open()[1].look(stream, ids) if stream.role == "calendar" else self._mail(stream).look(ids)

    def fetch(self, stream: Stream, refs: Sequence[Ref]) -> Iterator[Message | Meeting | Gone | Rejected]:
        """Records, as the account's level allows."""
        if stream.role == "calendar":
            yield from self._open()[1].fetch(stream, refs)
        else:
            yield from self._mail(stream).fetch(refs)

    def census(self, stream: Stream) -> Iterator[Collection[str]]:
        """Every id that is there now."""
        return self._open()[1].census(stream) if stream.role == "calendar" else self._mail(stream).census()

    def _mail(self, stream: Stream) -> Mail:
        if stream.id != MAIL.id:
            raise FolderClosed(host="Gmail", folder=stream.name)
        return self._open()[0]

    def rouse(self) -> None:
        """Nothing waits here for news."""

    def cut(self) -> None:
        """From another thread: end what goes on, a wait for the allowance included."""
        self._stop.set()
        if self._wire is not None:
            self._wire.cut()

    def close(self) -> None:
        """Let go of the connection. The connector can be used again."""
        if self._wire is not None:
            self._wire.cut()
        self._parts = self._wire = None

    def _open(self) -> tuple[Mail, Calendars]:
        self._stop.clear()
        if self._parts is None:
            options = self._options
            self._wire = wire = self._given or Network(options.timeout)
            calls = Calls()

            def door(base: str, service: str, allowance: int) -> Door:
                governor = Governor(allowance, options.memory(service), options.now, options.wait or self._stop.wait)
                return Door(base, options.address, options.tokens, governor, wire, refusal)

            self._parts = (
                Mail(options, door(options.gmail_api, "gmail", options.allowance), calls),
                Calendars(options, door(options.calendar_api, "calendar", options.calendar_allowance), calls),
            )
        return self._parts
