"""Stands between the program and PostgreSQL, and cuts the line at a COMMIT: before the server hears it, or before its answer is heard."""

from __future__ import annotations

import contextlib
import socket
import threading
from types import TracebackType
from typing import Self

COMMIT = b"Q\x00\x00\x00\x0bCOMMIT\x00"
"""The message as the client sends it (PostgreSQL's protocol 3.0: a simple query)."""


class Cutter:
    """Passes all bytes on; `cut(n, heard)` arms it for the n-th COMMIT from then on, counted from 0."""

    def __init__(self, port: int) -> None:
        self._server = ("127.0.0.1", port)
        self._lock = threading.Lock()
        self._left: int | None = None
        self._heard = False
        self.commits = 0
        self.cuts = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._open: list[socket.socket] = []
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with contextlib.suppress(OSError):  # it wakes whoever accepts
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for line in self._open:
            _shut(line)
        for thread in self._threads:
            thread.join(10)
            assert not thread.is_alive()

    def cut(self, commits: int, *, heard: bool) -> None:
        """`heard`: the server gets the COMMIT, and only its answer is lost."""
        with self._lock:
            self._left, self._heard = commits, heard

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            server = socket.create_connection(self._server)
            self._open += [client, server]
            lost = threading.Event()
            for work in (self._to_server, self._to_client):
                thread = threading.Thread(target=work, args=(client, server, lost), daemon=True)
                self._threads.append(thread)
                thread.start()

    def _to_server(self, client: socket.socket, server: socket.socket, lost: threading.Event) -> None:
        while data := _read(client):
            if COMMIT in data and self._is_now():
                if not self._heard:
                    break
                lost.set()
            with contextlib.suppress(OSError):
                server.sendall(data)
        _shut(client)
        _shut(server)

    def _to_client(self, client: socket.socket, server: socket.socket, lost: threading.Event) -> None:
        while data := _read(server):
            if lost.is_set():  # it has answered, so the commit is done
                break
            with contextlib.suppress(OSError):
                client.sendall(data)
        _shut(client)
        _shut(server)

    def _is_now(self) -> bool:
        with self._lock:
            self.commits += 1
            if self._left is None:
                return False
            self._left -= 1
            if self._left >= 0:
                return False
            self._left = None
            self.cuts += 1
            return True


def _read(line: socket.socket) -> bytes:
    try:
        return line.recv(65_536)
    except OSError:
        return b""


def _shut(line: socket.socket) -> None:
    with contextlib.suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)
    line.close()
