"""A small IMAP server on loopback that says what its script says, right or wrong, byte for byte."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Mapping
from typing import Self

from connectors.imap.options import ImapOptions
from tests import wireaudit

HANG_UP = b"<hang up>"
"""At the end of an answer: close the connection."""
SECURE = b"<secure>"
"""At the end of an answer: begin TLS."""

GREETING = b"* OK ready\r\n"
CAPABILITIES = b"IMAP4rev1 UIDPLUS"

HEADER = b"From: a@customer.example\r\nSubject: Offer\r\nMessage-ID: <1@customer.example>\r\n\r\n"


def row(uid: int, header: bytes = HEADER) -> bytes:
    """A row of the header pass, as Dovecot writes it."""
    return (
        b'* %d FETCH (UID %d FLAGS (\\Seen) INTERNALDATE "22-Nov-2026 10:00:00 +0000" BODY[HEADER.FIELDS (FROM)] {%d}\r\n'
        % (uid, uid, len(header))
        + header
        + b")\r\n"
    )


def box(exists: int = 3, next_: int = 4, validity: int = 7, more: bytes = b"") -> bytes:
    """The answer to EXAMINE."""
    return (
        b"* FLAGS (\\Seen)\r\n* %d EXISTS\r\n* OK [UIDVALIDITY %d] valid\r\n* OK [UIDNEXT %d] next\r\n"
        % (exists, validity, next_)
        + more
        + b"{tag} OK [READ-ONLY] done\r\n"
    )


DEFAULT: dict[bytes, bytes | list[bytes]] = {
    b"CAPABILITY": b"* CAPABILITY " + CAPABILITIES + b"\r\n{tag} OK done\r\n",
    b"LOGIN": b"{tag} OK [CAPABILITY " + CAPABILITIES + b"] in\r\n",
    b"LIST": b'* LIST () "/" INBOX\r\n{tag} OK done\r\n',
    b"EXAMINE": box(),
    b"UID SEARCH": b"* SEARCH 1 2 3\r\n{tag} OK done\r\n",
    b"UID FETCH": row(1) + row(2) + row(3) + b"{tag} OK done\r\n",
    b"NOOP": b"{tag} OK done\r\n",
    b"LOGOUT": b"* BYE bye\r\n{tag} OK done\r\n" + HANG_UP,
}


class Script:
    """`answers`: by the beginning of the command (the longest counts), `{tag}` filled in; of a list, one after the other, the last one again.
    `drip`: seconds between two bytes of a row.

    `commands` holds what clients sent. Each connection runs in its own thread; one that is left alone ends with it.
    """

    def __init__(
        self,
        answers: Mapping[bytes, bytes | list[bytes]] | None = None,
        *,
        greeting: bytes = GREETING,
        tls: ssl.SSLContext | None = None,
        implicit: bool = False,
        drip: float = 0,
    ) -> None:
        self._answers = {
            key: list(v) if isinstance(v, list) else [v] for key, v in (DEFAULT | dict(answers or {})).items()
        }
        self._greeting = greeting
        self._tls = tls
        self._implicit = implicit
        self._drip = drip
        self._over = threading.Event()
        self.commands: list[bytes] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._open: list[socket.socket] = []
        self._threads = [threading.Thread(target=self._accept, daemon=True)]

    def __enter__(self) -> Self:
        self._threads[0].start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for each in (self._listener, *self._open):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(10)
        wireaudit.note_commands(self.commands)
        for each in (self._listener, *self._open):
            each.close()

    def options(self, **changes: object) -> ImapOptions:
        """An account on this server."""
        options = ImapOptions("127.0.0.1", self.port, "none", "rep", lambda: "pass word", timeout=10)
        return options._replace(**changes)  # type: ignore[arg-type]  # tests name fields that are there

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self._open.append(connection)
            thread = threading.Thread(target=self._talk, args=(connection,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _talk(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError):
            if self._implicit and self._tls:
                connection = self._secure(connection)
            connection.sendall(self._greeting)
            rest = b""
            while data := connection.recv(65_536):
                *lines, rest = (rest + data).split(b"\r\n")
                for line in lines:
                    self.commands.append(line)
                    answer = self._answer(line)
                    self._say(connection, answer.removesuffix(HANG_UP).removesuffix(SECURE))
                    if answer.endswith(HANG_UP):
                        connection.shutdown(socket.SHUT_RDWR)
                        return
                    if answer.endswith(SECURE):
                        connection = self._secure(connection)

    def _say(self, connection: socket.socket, answer: bytes) -> None:
        if not self._drip or b"FETCH" not in answer:
            connection.sendall(answer)
            return
        for at in range(len(answer)):
            if self._over.wait(self._drip):
                return
            connection.sendall(answer[at : at + 1])

    def _secure(self, connection: socket.socket) -> socket.socket:
        assert self._tls
        secured = self._tls.wrap_socket(connection, server_side=True)
        self._open.append(secured)
        return secured

    def _answer(self, line: bytes) -> bytes:
        tag, _, command = line.partition(b" ")
        for start in sorted(self._answers, key=len, reverse=True):
            if command.startswith(start):
                answers = self._answers[start]
                answer = answers.pop(0) if len(answers) > 1 else answers[0]
                return answer.replace(b"{tag}", tag)
        return tag + b" BAD what?\r\n" if command else b""
