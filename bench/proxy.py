"""A loopback proxy that counts: bytes each way, connections and commands between a client and an IMAP server."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from types import TracebackType
from typing import Self


class Counter:
    """Forwards a free loopback port to `target` while the context is open. Read the counts when the client is done."""

    def __init__(self, target: int) -> None:
        self._target = target
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self._pumps: list[threading.Thread] = []
        self.reset()

    def reset(self) -> None:
        """Begin to count anew."""
        self.sent = self.received = self.commands = self.connections = 0

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._listener.close()

    def settle(self) -> None:
        """Wait until every connection has been carried to its end, so that the counts are whole."""
        for pump in self._pumps:
            pump.join(10)

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            server = socket.create_connection(("127.0.0.1", self._target))
            self.connections += 1
            for source, sink, outward in ((client, server, True), (server, client, False)):
                pump = threading.Thread(target=self._pump, args=(source, sink, outward), daemon=True)
                self._pumps.append(pump)
                pump.start()

    def _pump(self, source: socket.socket, sink: socket.socket, outward: bool) -> None:
        try:
            while data := source.recv(65_536):
                if outward:
                    self.sent += len(data)
                    self.commands += data.count(b"\r\n")
                else:
                    self.received += len(data)
                sink.sendall(data)
        except OSError:
            pass
        finally:
            with suppress(OSError):
                sink.shutdown(socket.SHUT_WR)
