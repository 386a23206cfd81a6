"""The connection to an IMAP server: bytes out through the guard, whole answers in, each within its time."""

from __future__ import annotations

import contextlib
import selectors
import socket
import ssl
from collections.abc import Callable
from time import monotonic
from typing import TypeVar

from connectors.imap.encrypted import encrypt
from connectors.imap.guard import Guard
from connectors.imap.options import ImapOptions, context
from connectors.imap.wire import Framer
from sync.errors import BrokenAnswer, InsecureServer

T = TypeVar("T")

_RECEIVE = 262_144
# A peer that is gone without a word is noticed within two minutes.
_KEEPALIVE = {"TCP_KEEPIDLE": 60, "TCP_KEEPINTVL": 20, "TCP_KEEPCNT": 3}


class Bell:
    """Rung by one thread, heard by another one that waits for a server."""

    def __init__(self) -> None:
        self.ear, self._clapper = socket.socketpair()
        self.rung = False

    def ring(self) -> None:
        """End the wait. May come at any time, after the end too."""
        self.rung = True
        with contextlib.suppress(OSError):
            self._clapper.send(b".")

    def close(self) -> None:
        """Let go of both ends."""
        self.ear.close()
        self._clapper.close()


class Channel:
    """One TCP connection, encrypted from the start, later, or (loopback only) not at all."""

    def __init__(self, options: ImapOptions) -> None:
        self._options = options
        self._guard = Guard()
        self._framer = Framer()
        self.sock: socket.socket = socket.create_connection((options.host, options.port), options.timeout)
        try:
            self._tune()
            if options.security == "tls":
                self.sock = encrypt(context(options), self.sock, options.host)
        except BaseException:
            self.sock.close()
            raise

    def _tune(self) -> None:
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        for name, value in _KEEPALIVE.items():
            if hasattr(socket, name):
                self.sock.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)

    def secure(self) -> None:
        """After STARTTLS: the handshake. What came before it unasked was not written by the server we verify."""
        if self._framer.waiting or self.readable(0):
            raise InsecureServer(
                host=self._options.host, why="somebody writes into the connection before it is encrypted"
            )
        self.sock = encrypt(context(self._options), self.sock, self._options.host)

    def send(self, data: bytes) -> None:
        """One command line, or a continuation."""
        self._guard.check(data)
        self.sock.settimeout(self._options.timeout)
        self.sock.sendall(data)

    def line(self) -> bytes:
        """The next line, without its end."""
        return self._take(self._framer.line)

    def exact(self, size: int) -> bytes:
        """The next `size` bytes."""
        return self._take(lambda: self._framer.exact(size))

    def response(self) -> list[bytes]:
        """The next whole response."""
        return self._framer.response() or self._take(self._framer.response)

    def _take(self, ready: Callable[[], T | None]) -> T:
        """One answer must be whole within the time, however slowly its bytes drip."""
        until = monotonic() + self._options.timeout
        while (found := ready()) is None:
            left = until - monotonic()
            if left <= 0:
                raise TimeoutError
            self.sock.settimeout(left)
            data = self.sock.recv(_RECEIVE)
            if not data:
                raise BrokenAnswer(host=self._options.host, why="the connection ended")
            self._framer.feed(data)
        return found

    def readable(self, seconds: float, bell: Bell | None = None) -> bool:
        """Wait until the server says something, at most so long, and not when the bell rings."""
        if self._framer.waiting or (isinstance(self.sock, ssl.SSLSocket) and self.sock.pending()):
            return True
        with selectors.DefaultSelector() as selector:
            selector.register(self.sock, selectors.EVENT_READ)
            if bell is not None:
                selector.register(bell.ear, selectors.EVENT_READ)
            return any(key.fileobj is self.sock for key, _ in selector.select(seconds))

    def cut(self) -> None:
        """Break the line, from any thread: whoever reads or writes finds it dead, and lets go of it."""
        with contextlib.suppress(OSError):
            socket.socket.shutdown(self.sock, socket.SHUT_RDWR)  # not TLS's own, which is for one thread

    def close(self) -> None:
        """Let go, without a word."""
        with contextlib.suppress(OSError):
            self.sock.shutdown(socket.SHUT_RDWR)
        self.sock.close()
