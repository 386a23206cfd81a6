"""One Outlook account: its mail folders and the calendars that the rep owns, read-only. Libraries are loaded at the first request."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator, Sequence

from connectors.batches import Batches
from connectors.door import Door
from connectors.governor import Governor
from connectors.http import Network, Wire
from connectors.microsoft.calendars import Calendars
from connectors.microsoft.envelope import JsonBatch
from connectors.microsoft.folders import Folders
from connectors.microsoft.mail import Mail
from connectors.microsoft.options import WINDOW, GraphOptions
from connectors.microsoft.refusals import refusal
from sync.model import Cursor, Gone, Meeting, Message, Page, Ref, Rejected, Stream


class GraphConnector:
    """One account. Not for two threads at once; `cut` and `rouse` may come from another."""

    def __init__(self, options: GraphOptions, wire: Wire | None = None) -> None:
        self._options = options
        self._given = wire
        self._stop = threading.Event()
        self._parts: tuple[Folders, Mail, Calendars] | None = None
        self._wire: Wire | None = None

    def streams(self) -> Sequence[Stream]:
        """The folders, then the calendars. Raises WrongAccount for another mailbox."""
        folders, _, calendars = self._open()
        own = folders.check(self._options.address)
        found = folders.streams()
        return [*found, *calendars.streams(own)] if self._options.calendar else found

    def owner(self) -> str:
        """The main address of the mailbox that the sign-in belongs to."""
        return next(iter(self._open()[0].addresses()), "")

    def changes(self, stream: Stream, since: Cursor | None) -> Iterator[Page]:
        """What changed since the cursor."""
        return self._of(stream).changes(stream, since)

    def look(self, stream: Stream, ids: Sequence[str]) -> Iterator[Ref | Gone | Rejected]:
        """Headers, no text."""
        return self._of(stream).look(stream, ids)

    def fetch(self, stream: Stream, refs: Sequence[Ref]) -> Iterator[Message | Meeting | Gone | Rejected]:
        """Records, as the account's level allows."""
        yield from self._of(stream).fetch(stream, refs)

    def census(self, stream: Stream) -> Iterator[Collection[str]]:
        """Every id that is there now."""
        return self._of(stream).census(stream)

    def _of(self, stream: Stream) -> Mail | Calendars:
        _, mail, calendars = self._open()
        return calendars if stream.role == "calendar" else mail

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

    def _open(self) -> tuple[Folders, Mail, Calendars]:
        self._stop.clear()
        if self._parts is None:
            options = self._options
            self._wire = wire = self._given or Network(options.timeout, options.ca)
            wait = options.wait or self._stop.wait
            memory = options.memory("graph")
            governor = Governor(options.allowance, memory, options.now, wait, host="Microsoft", window=WINDOW)
            door = Door(options.graph, options.address, options.tokens, governor, wire, refusal)
            batches = Batches(door, JsonBatch())
            self._parts = Folders(door, batches), Mail(options, door, batches), Calendars(options, door, batches)
        return self._parts
