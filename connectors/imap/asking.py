"""Asking for many messages at once, and finding out what became of those that were not answered."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, Protocol, TypeVar

from connectors.imap import wire
from connectors.imap.session import IN_FLIGHT, Request, Session
from connectors.imap.trouble import busy_server
from connectors.imap.uids import Uids
from connectors.imap.wire import Row
from sync.errors import BrokenAnswer, StartOver
from sync.model import Stream

MAX_POISON = 20
"""Messages of one request that may stay unanswered, asked one by one. More: the server is ill, not the messages."""


class Asked(Protocol):
    """Something that names messages."""

    @property
    def uids(self) -> Uids:
        """The messages."""


A = TypeVar("A", bound=Asked)


class Answered(NamedTuple):
    """What became of the messages of one request: each is in one of the three."""

    rows: dict[int, Row]
    gone: Uids
    poison: Uids
    """There, but not answered even when asked alone."""


class Asking:
    """One kind of question to one mailbox."""

    def __init__(
        self, session: Session, stream: Stream, validity: int, items: bytes, useful: Callable[[Row], bool]
    ) -> None:
        self._session = session
        self._stream = stream
        self._validity = validity
        self._items = items
        self._useful = useful

    def all(self, parts: Iterable[A]) -> Iterator[tuple[A, Answered]]:
        """Ask for part after part, some ahead, and answer each in turn. Other questions may be asked in between."""
        waiting: deque[tuple[A, Request | None]] = deque()
        for part in parts:
            waiting.append((part, self._send(part.uids)))
            if len(waiting) == IN_FLIGHT:
                yield self._answered(*waiting.popleft())
        while waiting:
            yield self._answered(*waiting.popleft())

    def _send(self, uids: Uids) -> Request | None:
        if self._session.ensure(self._stream.id).validity != self._validity:
            raise StartOver(stream=self._stream.name)
        return self._session.fetch(uids, self._items) if uids else None

    def _answered(self, part: A, request: Request | None) -> tuple[A, Answered]:
        rows, doubtful = self._rows(request, part.uids)
        missing = Uids.of(uid for uid in part.uids if doubtful or uid not in rows)
        if not missing:
            return part, Answered(rows, Uids(), Uids())
        present = self._present(missing)
        gone = Uids.of(uid for uid in missing if uid not in present)
        rows = {uid: row for uid, row in rows.items() if uid not in gone}
        poison = self._again(Uids.of(uid for uid in present if uid in missing and uid not in rows), rows)
        if poison and not rows:
            self._probe(poison[0])
        return part, Answered(rows, gone, Uids.of(poison))

    def _probe(self, uid: int) -> None:
        """Nothing at all was answered. A server that refuses flags, too, is ill: no message is set aside for that."""
        if self._session.settle(self._session.fetch(Uids.of([uid]), b"(UID FLAGS)")).kind != b"OK":
            raise BrokenAnswer(host=self._session.host, why="it refuses every message for now")

    def _present(self, uids: Uids) -> Uids:
        """Which of them are there: a row that is missing is no proof."""
        self._send(Uids())  # the same mailbox, if another one was opened meanwhile
        return self._session.search(b"UID " + uids.text())

    def _rows(self, request: Request | None, uids: Uids) -> tuple[dict[int, Row], bool]:
        """The useful rows of what was asked for, and whether some may be hollow.

        Rows without UID, and rows of others, are passed over. Of a message that has just gone, Dovecot sends an empty
        mail in good form, and says EXPUNGEISSUED (RFC 5530) at the end.
        """
        if request is None:
            return {}, False
        reply = self._session.settle(request)
        if reply.kind != b"OK" and (busy := busy_server(f"{reply.code!r} {reply.text}", self._session.host)):
            raise busy
        rows = {row.uid: row for row in request.rows if row.uid in uids and self._useful(row)}
        return rows, reply.code.upper() == b"EXPUNGEISSUED" or any(map(_tells_of_loss, request.others))

    def _again(self, uids: Uids, rows: dict[int, Row]) -> list[int]:
        """Ask anew for halves of halves, down to single messages. Returns those that no request brings."""
        poison: list[int] = []
        halves = [uids] if uids else []
        while halves:
            half = halves.pop()
            found, doubtful = self._rows(self._session.fetch(half, self._items), half)
            rows |= {uid: row for uid, row in found.items() if not doubtful}
            left = [uid for uid in half if uid not in rows]
            if left and len(half) == 1:
                poison += left
            elif left:
                middle = (len(left) + 1) // 2
                halves += [Uids.of(part) for part in (left[middle:], left[:middle]) if part]
            if len(poison) > MAX_POISON:
                raise BrokenAnswer(host=self._session.host, why="it leaves out messages that it has")
        return poison


def _tells_of_loss(response: list[bytes]) -> bool:
    counted = wire.count(response)
    return wire.vanished(response) is not None or (counted is not None and counted[1] == "EXPUNGE")
