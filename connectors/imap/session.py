"""One signed-in connection: commands, sent ahead of their answers, and what the server says unasked."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic

from connectors.imap import box, wire
from connectors.imap.channel import Bell
from connectors.imap.folders import decoded
from connectors.imap.guard import quoted
from connectors.imap.options import ImapOptions
from connectors.imap.signin import sign_in
from connectors.imap.trouble import busy_server, server_ill, trouble
from connectors.imap.uids import Uids
from sync.errors import BrokenAnswer, FolderClosed, RepsideError

IN_FLIGHT = 4
"""Requests on their way at once: enough for any link (performance.md)."""
_ANSWER_TIMES = 10
"""One request may take so many times the options' timeout, as long as it goes on."""
_MAX_OTHERS = 100_000
_CLOSED = 900
"""Seconds until a folder that is refused is tried again."""
_IDLE = 540.0
"""Seconds before IDLE is said anew: routers forget quiet connections after ten minutes."""


@dataclass
class Request:
    """A command that was sent, and what has come back so far."""

    tag: bytes
    rows_allowed: int
    uids: Uids | None = None
    """Messages that it asks for; None: rows of any message are part of its answer."""
    rows: list[wire.Row] = field(default_factory=list)
    others: list[list[bytes]] = field(default_factory=list)
    reply: wire.Reply | None = None


class Session:
    """Signed in, read-only. Not for two threads at once."""

    def __init__(self, options: ImapOptions) -> None:
        self._options = options
        self.host = options.host
        self._channel, offered = sign_in(options)
        self._number = 0
        self._heard = monotonic()
        self._open: deque[Request] = deque()
        self.mailbox = ""
        self.box: box.Box | None = None
        self.news = False
        """Whether the selected mailbox changed since it was examined."""
        self.closed = False
        self.gmail = "X-GM-EXT-1" in offered
        self.idles = "IDLE" in offered
        self._list_extended = {"LIST-EXTENDED", "SPECIAL-USE"} <= offered
        self._namespaces = "NAMESPACE" in offered
        self._compact = "ESEARCH" in offered
        self.resyncs = {"QRESYNC", "ENABLE"} <= offered and self._enabled()
        self.counts_changes = self.resyncs or "CONDSTORE" in offered

    def _enabled(self) -> bool:
        answer = self.run(b"ENABLE QRESYNC")
        return any(b"QRESYNC" in other[0].upper() and other[0][:9].upper() == b"* ENABLED" for other in answer.others)

    @property
    def quiet_for(self) -> float:
        """Seconds since the server last said something."""
        return monotonic() - self._heard

    # requests

    def send(self, command: bytes, uids: Uids | None = None, rows: int = 0) -> Request:
        """Send a command; its answer is taken later. `rows`: messages of which it may tell.

        Servers may work on several commands at once, and only rows say what they belong to. So only requests for given
        messages go ahead; everything else waits until nothing is on its way.
        """
        if uids is None:
            self.drain()
        self._number += 1
        request = Request(b"r%d" % self._number, 4 * (rows if uids is None else len(uids)) + 1_000, uids)
        self._open.append(request)
        with self._trouble():
            self._channel.send(request.tag + b" " + command + b"\r\n")
        return request

    def wait(self, request: Request, refused: str = "it refuses a request that only reads") -> Request:
        """Take answers until this request's is whole; those before it are kept with theirs. NO and BAD are errors."""
        reply = self.settle(request)
        if reply.kind != b"OK":
            text, host = f"{reply.code.decode('ascii', 'replace')} {reply.text}", self.host
            raise busy_server(text, host) or BrokenAnswer(host=host, why=refused)
        return request

    def settle(self, request: Request) -> wire.Reply:
        """As `wait`, but a refusal is returned as any other reply."""
        until = monotonic() + _ANSWER_TIMES * self._options.timeout
        with self._trouble():
            while request.reply is None:
                if monotonic() > until:
                    raise TimeoutError
                if self.closed:
                    raise BrokenAnswer(host=self.host, why="the connection ended")
                self._take(self._channel.response())
        return request.reply

    def run(self, command: bytes) -> Request:
        """Send and wait."""
        return self.wait(self.send(command))

    @contextmanager
    def _trouble(self) -> Iterator[None]:
        """An answer that broke off ends the connection: nobody knows what the next bytes mean."""
        try:
            with trouble(self._options):
                yield
        except RepsideError:
            self.drop()
            raise

    def _take(self, response: list[bytes]) -> None:
        self._heard = monotonic()
        if wire.is_row(response):
            self._row(response)
            return
        said = wire.reply(response)
        if said is not None and said.tag != b"*":
            self._close_request(said)
            return
        self._unasked(response, said)
        for request in self._open:
            request.others.append(response)
            if len(request.others) > _MAX_OTHERS:
                raise wire.Garbled("an answer without an end")

    def _row(self, response: list[bytes]) -> None:
        try:
            row = wire.row(response)
        except wire.Garbled:
            return  # one message that the server cannot put into words: it counts as not answered
        for request in self._open:
            if request.uids is None or row.uid in request.uids:
                request.rows.append(row)
                if len(request.rows) > request.rows_allowed:
                    raise wire.Garbled("more rows than it has messages")

    def _close_request(self, said: wire.Reply) -> None:
        for request in self._open:
            if request.tag == said.tag:
                request.reply = said
                self._open.remove(request)
                return
        raise wire.Garbled("an answer to nothing that was asked")

    def _unasked(self, response: list[bytes], said: wire.Reply | None) -> None:
        if said is not None and said.kind == b"BYE":
            host = self.host
            raise busy_server(said.text, host) or BrokenAnswer(host=host, why="it said good-bye")
        if wire.count(response) or wire.vanished(response):
            self.news = True

    # mailboxes

    def examine(self, mailbox: str, mark: tuple[int, int] | None = None) -> box.Box:
        """Open a mailbox for reading. `mark`: (UIDVALIDITY, MODSEQ) from which on changes are asked for."""
        self.drain()  # what is on its way belongs to the mailbox that is open now
        self.mailbox, self.box = "", None
        parameters = b""
        if self.resyncs and mark and mark[1]:
            parameters = b" (QRESYNC (%d %d))" % mark
        elif self.counts_changes:
            parameters = b" (CONDSTORE)"
        request = self.send(b"EXAMINE " + quoted(mailbox.encode("latin-1", "replace")) + parameters, rows=1_000_000)
        reply = self.settle(request)
        words = f"{reply.code!r} {reply.text}"
        if reply.kind == b"NO" and not busy_server(words, self.host):
            folder = decoded(mailbox.encode("latin-1", "replace"))
            # Dovecot speaks of a bug of its own where one folder's files cannot be read: that passes, a refusal does not.
            patience = None if server_ill(words, self.host) else _CLOSED
            raise FolderClosed(host=self.host, folder=folder, retry_after=patience)
        self.wait(request)
        with self._trouble():
            told = b"QRESYNC" in parameters
            self.box = box.read(request.others, request.rows, counts=self.counts_changes, told=told)
        self.mailbox, self.news = mailbox, False
        return self.box

    def ensure(self, mailbox: str) -> box.Box:
        """Have a mailbox open, without asking again when it is."""
        return self.box if self.box is not None and self.mailbox == mailbox else self.examine(mailbox)

    def drain(self) -> None:
        """Take all answers that are on their way; each is kept with its request."""
        while self._open:
            self.settle(self._open[-1])

    def search(self, criteria: bytes) -> Uids:
        """UIDs in the open mailbox. `criteria` is ours, never text from outside."""
        compact = b" RETURN (ALL)" if self._compact else b""
        answer = self.run(b"UID SEARCH" + compact + b" " + criteria)
        found = [uids for other in answer.others if (uids := wire.searched(other)) is not None]
        exists = self.box.exists if self.box else 0
        if not found and (self._compact or (exists and criteria == b"ALL")):
            raise BrokenAnswer(host=self.host, why="a search without an answer")
        if not found:
            if exists:
                self.search(
                    b"ALL"
                )  # some servers say nothing when there is nothing: make sure that it speaks otherwise
            return Uids()
        if len(found[-1]) > exists + 1_000_000:
            raise BrokenAnswer(host=self.host, why="it claims more messages than it has")
        return found[-1]

    def fetch(self, uids: Uids, items: bytes) -> Request:
        """Ask for items of messages; the answer is taken with `wait`."""
        return self.send(b"UID FETCH " + uids.text() + b" " + items, uids)

    def list_mailboxes(self) -> list[tuple[frozenset[str], bytes, bytes]]:
        """Attributes, delimiter and wire name of every mailbox, other people's left out."""
        answer = self.run(b'LIST "" "*" RETURN (SPECIAL-USE)' if self._list_extended else b'LIST "" "*"')
        found = [row for other in answer.others if (row := wire.mailbox(other)) is not None]
        foreign = self._foreign()
        return [row for row in found if not any(row[2].startswith(prefix) for prefix in foreign)]

    def _foreign(self) -> list[bytes]:
        if not self._namespaces:
            return []
        answers = (wire.namespaces(other) for other in self.run(b"NAMESPACE").others)
        return [prefix for prefixes in answers for prefix in prefixes or ()]

    # waiting

    def wait_for_news(self, seconds: float, bell: Bell | None = None) -> bool:
        """Whether the open mailbox changed; gives up after so many seconds, or when the bell rings."""
        until = monotonic() + seconds
        while not self.news and not (bell and bell.rung) and (left := until - monotonic()) > 0:
            self._listen(min(left, _IDLE), bell)
        return self.news

    def cut(self) -> None:
        """Break the connection, from any thread."""
        self._channel.cut()

    def _listen(self, seconds: float, bell: Bell | None) -> None:
        if not self.idles:
            self.run(b"NOOP")
            with self._trouble():
                if not self.news:
                    self._channel.readable(min(seconds, self._options.timeout), bell)
            return
        until = monotonic() + seconds
        request = self.send(b"IDLE")
        with self._trouble():
            while request.reply is None and not any(other[0].startswith(b"+") for other in request.others):
                self._take(self._channel.response())
            while not (self.news or request.reply) and self._channel.readable(max(0.0, until - monotonic()), bell):
                self._take(self._channel.response())
            if request.reply is None:
                self._channel.send(b"DONE\r\n")
        self.wait(request)

    # the end

    def log_out(self) -> None:
        """Say good-bye, if nothing is on its way, and close."""
        try:
            if not self.closed and not self._open:
                self.run(b"LOGOUT")
        except Exception:  # noqa: S110  the end is the end
            pass
        self.drop()

    def drop(self) -> None:
        """Close at once."""
        self.closed = True
        self._channel.close()
