"""A loopback proxy that writes down what a client sends, counts what it gets, and can break the line."""

from __future__ import annotations

import contextlib
import socket
import threading
from typing import Self

from tests import wireaudit


class Proxy:
    """Stands between an IMAP client and a server on loopback. `commands` holds each line that the client sent."""

    def __init__(self, target: int) -> None:
        self.target = target
        self.commands: list[bytes] = []
        self.hidden = b""
        """A capability that the client shall not see; blanked out in what the server says."""
        self.received = 0
        """Bytes that the server sent."""
        self.connections = 0
        self._said = threading.Condition()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._open: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self._start(self._accept)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        _shut(self._listener)
        self.drop()
        for thread in self._threads:
            thread.join(10)
        wireaudit.note_commands(self.commands)
        self._listener.close()

    def drop(self) -> None:
        """Break every connection that is open now."""
        for each in self._open:
            _shut(each)

    def saw(self, word: bytes) -> bool:
        """Wait until the client has sent a line that ends with this word."""
        with self._said:
            return self._said.wait_for(lambda: any(line.endswith(word) for line in self.commands), 60)

    def _start(self, work: object, *arguments: object) -> None:
        assert callable(work)
        thread = threading.Thread(target=work, args=arguments, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            server = socket.create_connection(("127.0.0.1", self.target))
            self.connections += 1
            self._open += [client, server]
            self._start(self._upstream, client, server)
            self._start(self._downstream, server, client)

    def _upstream(self, client: socket.socket, server: socket.socket) -> None:
        rest = b""
        with contextlib.suppress(OSError):
            while data := client.recv(65_536):
                *lines, rest = (rest + data).split(b"\r\n")
                with self._said:
                    self.commands += lines
                    self._said.notify_all()
                server.sendall(data)
        _shut(server)

    def _downstream(self, server: socket.socket, client: socket.socket) -> None:
        with contextlib.suppress(OSError), server, client:
            while data := server.recv(65_536):
                self.received += len(data)
                client.sendall(data.replace(self.hidden, b"X" * len(self.hidden)) if self.hidden else data)
            _shut(client)
            _shut(server)


def _shut(each: socket.socket) -> None:
    with contextlib.suppress(OSError):
        each.shutdown(socket.SHUT_RDWR)
