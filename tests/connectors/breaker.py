"""A loopback proxy that breaks one connection at one byte: the next one that is made after `arm`, once."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
from typing import Literal, NamedTuple, Self

Kind = Literal["fin", "rst", "stall"]
Way = Literal["down", "up"]
"""`down`: what the server says; `up`: what the client says."""
_LINGER = struct.pack("ii", 1, 0)


class Fault(NamedTuple):
    """After so many bytes of one way the connection ends in order, is reset, or falls silent for ever, both ways."""

    kind: Kind
    way: Way
    at: int


class Breaker:
    """`with Breaker(port) as line:` — `line.port` leads to the port; `said` holds each way's bytes of the last connection."""

    def __init__(self, target: int) -> None:
        self.target = target
        self.connections = 0
        self.struck = False
        """Whether the armed fault came."""
        self.drips = False
        """Every byte is a packet of its own."""
        self.said: dict[Way, bytearray] = {"down": bytearray(), "up": bytearray()}
        self._fault: Fault | None = None
        self._released = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._open: list[socket.socket] = []
        self._pairs: list[_Pair] = []
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        _shut(self._listener)
        self.arm(None)
        for thread in self._threads:
            thread.join(10)
        self._listener.close()

    def arm(self, fault: Fault | None) -> None:
        """The next connection breaks so. All that are open now end."""
        self._released.set()
        for each in self._open:
            _shut(each)
        self._open, self._pairs = [], []
        self._released = threading.Event()
        self._fault, self.struck = fault, False

    def freeze(self) -> None:
        """Every connection that is open now falls silent, both ways, without an end: the other machine is gone."""
        for pair in self._pairs:
            pair.silent.set()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            server = socket.create_connection(("127.0.0.1", self.target))
            for each in (client, server):
                each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.connections += 1
            self._open += [client, server]
            self.said = {"down": bytearray(), "up": bytearray()}
            fault, self._fault = self._fault, None
            self._pairs.append(pair := _Pair(self, client, server, fault, self._released, self.said))
            for way in ("down", "up"):
                thread = threading.Thread(target=pair.carry, args=(way,), daemon=True)
                self._threads.append(thread)
                thread.start()
            self._threads = [thread for thread in self._threads if thread.is_alive()]


class _Pair:
    """One connection: two sockets, two threads."""

    def __init__(
        self,
        line: Breaker,
        client: socket.socket,
        server: socket.socket,
        fault: Fault | None,
        released: threading.Event,
        said: dict[Way, bytearray],
    ) -> None:
        self._line, self._fault, self._released, self._said = line, fault, released, said
        self._client, self._server = client, server
        self.silent = threading.Event()
        self._left = 2
        self._lock = threading.Lock()

    def carry(self, way: Way) -> None:
        """One way's bytes, up to the fault."""
        source, target = (self._server, self._client) if way == "down" else (self._client, self._server)
        with contextlib.suppress(OSError):
            while not (fault := self._due(way, b"")) and (data := source.recv(65_536)):
                if self.silent.is_set():
                    break
                fault = self._due(way, data)
                part = data[: fault.at - len(self._said[way])] if fault else data
                self._send(target, part)
                self._said[way] += part
                if fault:
                    break
            if fault:
                self._strike(fault)
        if self.silent.is_set():
            self._released.wait(60)
        self._end()

    def _due(self, way: Way, data: bytes) -> Fault | None:
        fault = self._fault
        return fault if fault and fault.way == way and fault.at <= len(self._said[way]) + len(data) else None

    def _send(self, target: socket.socket, data: bytes) -> None:
        if not self._line.drips:
            target.sendall(data)
            return
        for at in range(len(data)):
            target.sendall(data[at : at + 1])

    def _strike(self, fault: Fault) -> None:
        self._line.struck = True
        if fault.kind == "stall":
            self.silent.set()
        elif fault.kind == "rst":
            self._client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER)
            with contextlib.suppress(OSError):
                self._client.shutdown(socket.SHUT_RD)  # wakes the other thread, and says nothing to the peer

    def _end(self) -> None:
        """Wake the other thread; the last one closes."""
        _shut(self._server)
        if not (self._line.struck and self._fault and self._fault.kind == "rst"):
            _shut(self._client)  # in order; without it the last close is a reset
        with self._lock:
            self._left -= 1
            if not self._left:
                self._client.close()
                self._server.close()


def _shut(each: socket.socket) -> None:
    with contextlib.suppress(OSError):
        each.shutdown(socket.SHUT_RDWR)
