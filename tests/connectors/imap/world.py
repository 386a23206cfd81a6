"""A mailbox on a real Dovecot, behind a proxy that writes down every command."""

from __future__ import annotations

import imaplib
import re
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from connectors.imap.connector import ImapConnector
from connectors.imap.options import ImapOptions
from sync.model import Cursor, Stream
from sync.ports import Connector
from tests.connectors.dovecot import PASSWORD, Dovecot
from tests.connectors.proxy import Proxy

_ALLOWED = re.compile(
    rb"\S+ (CAPABILITY|LOGOUT|NOOP|IDLE|NAMESPACE|STARTTLS|ENABLE QRESYNC|(LOGIN|AUTHENTICATE) .*|EXAMINE .*|LIST .*"
    rb"|UID SEARCH .*|UID FETCH [\d,:]+ \((UID|FLAGS|INTERNALDATE|BODYSTRUCTURE|BODY\.PEEK\[[^\]]*\](<[\d.]+>)?| )+\)"
    rb"( \(CHANGEDSINCE \d+\))?)|DONE|[A-Za-z0-9+/=]*"
)


def forbidden(commands: list[bytes]) -> list[bytes]:
    """Commands beyond the few that a reader needs, as this suite sees them."""
    return [command for command in commands if not _ALLOWED.fullmatch(command)]


class ImapWorld:
    """One new user, one folder. Pages are small, so that a few mails make several."""

    page = 5
    bulk = 17

    def __init__(self, server: Dovecot, proxy: Proxy, *, folder: str = "Kunden") -> None:
        self.server = server
        self.proxy = proxy
        self.user = server.user()
        self.name = server.prefix + folder
        self._control: imaplib.IMAP4 | None = None
        self._connectors: list[ImapConnector] = []

    @property
    def control(self) -> imaplib.IMAP4:
        """A second client, which may write; the folder is made at its first use."""
        if self._control is None:
            self._control = self.server.control(self.user)
            ok(self._control.create(f'"{self.name}"'))
        return self._control

    def options(self, **changes: object) -> ImapOptions:
        options = ImapOptions(
            "127.0.0.1", self.proxy.port, "none", self.user, lambda: PASSWORD, page=self.page, timeout=30
        )
        return options._replace(**changes)  # type: ignore[arg-type]  # tests name fields that are there

    def add(self, raw: bytes, when: int, flags: str = "") -> str:
        date = imaplib.Time2Internaldate(when)
        answer = ok(self.control.append(f'"{self.name}"', flags, date, raw))
        found = re.search(rb"APPENDUID \d+ (\d+)", answer[0])
        assert found
        return found[1].decode()

    def remove(self, item: str) -> None:
        ok(self.control.select(f'"{self.name}"'))
        ok(self.control.uid("STORE", item, "+FLAGS.SILENT", r"(\Deleted)"))
        ok(self.control.uid("EXPUNGE", item))
        ok(self.control.unselect() if "UNSELECT" in self.control.capabilities else self.control.select('"INBOX"'))

    def connector(self) -> ImapConnector:
        _ = self.control
        return self.keep(ImapConnector(self.options()))

    def keep(self, connector: ImapConnector) -> ImapConnector:
        """Close it with the world."""
        self._connectors.append(connector)
        return connector

    def stream(self, connector: Connector) -> Stream:
        return next(stream for stream in connector.streams() if stream.id == self.name)

    def expire(self, cursor: Cursor) -> Cursor:
        """The folder is made anew under its name, with the same mail: another UIDVALIDITY, other UIDs."""
        old = self.name + "-before"
        ok(self.control.select('"INBOX"'))
        ok(self.control.rename(f'"{self.name}"', f'"{old}"'))
        ok(self.control.create(f'"{self.name}"'))
        seen = ok(self.control.select(f'"{old}"', readonly=True))
        if seen[0] != b"0":
            ok(self.control.copy("1:*", f'"{self.name}"'))
        ok(self.control.select('"INBOX"'))
        ok(self.control.delete(f'"{old}"'))
        return cursor

    def broken(self) -> Connector:
        return ImapConnector(self.options(port=closed_port(), timeout=5))

    def requests(self) -> int:
        return len(self.proxy.commands)

    def fingerprint(self) -> object:
        ok(self.control.select(f'"{self.name}"', readonly=True))
        found = ok(self.control.uid("FETCH", "1:*", "(FLAGS INTERNALDATE RFC822.SIZE)"))
        return list(found), sorted(map(str, ok(self.control.list())))

    def close(self) -> None:
        for connector in self._connectors:
            connector.close()
        if self._control is not None:
            self._control.logout()


def ok(answer: tuple[str, Sequence[Any]]) -> Sequence[Any]:
    """What the control client's command brought; it succeeded."""
    assert answer[0] in {"OK", "BYE"}, answer
    return answer[1]


def closed_port() -> int:
    """A port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
    return port


@contextmanager
def imap_world(server: Dovecot, folder: str = "Kunden") -> Iterator[ImapWorld]:
    """A world, and at its end the proof that nothing but reading commands reached the server."""
    with Proxy(server.imap_port) as proxy:
        world = ImapWorld(server, proxy, folder=folder)
        try:
            yield world
        finally:
            world.close()
        assert forbidden(proxy.commands) == []
