"""Serves the view on this machine only: 127.0.0.1, and ::1 when it is there, on a free port or a given one."""

from __future__ import annotations

import gc
import logging
import os
import socket
import threading
from collections.abc import Mapping
from contextlib import suppress
from datetime import tzinfo
from types import MappingProxyType, TracebackType
from typing import Self

import uvicorn

from store.database import Database
from store.day import Rep
from sync.errors import BadSetting, FixSetup
from sync.model import Level
from sync.ports import Clock
from view.app import create
from view.deciding import Decide
from view.guard import Door

LOOPBACK = ("127.0.0.1", "localhost", "::1")
"""Where the view may listen. Any other address would need TLS and a login, which it has not."""


class Serving:
    """A view that is ready to be served: bound to its port, with the link that lets the rep in.

    `serve()` blocks until `stop()` or Ctrl-C. `link` holds the launch secret: print it, never log it.
    """

    def __init__(
        self,
        database: Database,
        port: int,
        zone: tzinfo | None,
        clock: Clock | None,
        levels: Mapping[str, Level],
        rep: Rep | None,
        decide: Decide | None,
    ) -> None:
        self._sockets = _listen(port)
        self.port: int = self._sockets[0].getsockname()[1]
        hosts = frozenset(f"{name}:{self.port}" for name in ("127.0.0.1", "localhost", "[::1]"))
        self._door = Door(hosts, cookie=f"repside-{self.port}", decides=decide is not None)
        config = uvicorn.Config(
            create(database, self._door, zone=zone, clock=clock, levels=levels, rep=rep, decide=decide),
            lifespan="off",
            ws="none",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            limit_concurrency=100,
            timeout_graceful_shutdown=3,
        )
        # Its lines would hold the launch secret and the rep's searches, whatever handlers the program has.
        logging.getLogger("uvicorn.access").disabled = True
        self._server = uvicorn.Server(config)

    @property
    def address(self) -> str:
        """Without the secret."""
        return f"http://127.0.0.1:{self.port}/"

    @property
    def link(self) -> str:
        """The address that lets a browser in, for as long as this process runs."""
        return f"{self.address}enter/{self._door.secret}"

    def ticket(self) -> str:
        """An address that lets a browser in once: for `--open`, whose argument other users of the machine can see."""
        return f"{self.address}enter/{self._door.ticket()}"

    def serve(self) -> None:
        """Answer requests until stopped."""
        try:
            self._server.run(sockets=self._sockets)
        finally:
            self.close()

    def stop(self) -> None:
        """Have `serve` return soon; may be called from another thread."""
        self._server.should_exit = True

    def close(self) -> None:
        """Free the port."""
        for each in self._sockets:
            each.close()

    def __enter__(self) -> Self:
        """Serve from a thread of its own."""
        self._thread = threading.Thread(target=self.serve, name="view", daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        self._thread.join(10)


def settle() -> None:
    """For a process that does nothing but serve, before it does: what is loaded stays, so Python need not look through it again and
    again for circles that could go, some 25 ms each time. What comes later is looked through as ever."""
    gc.collect()
    gc.freeze()


def open_view(
    database: Database,
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    zone: tzinfo | None = None,
    clock: Clock | None = None,
    levels: Mapping[str, Level] = MappingProxyType({}),
    rep: Rep | None = None,
    decide: Decide | None = None,
) -> Serving:
    """Bind the view. `port` 0: a free one. `levels`: how much text each account lets in. `rep`: whose day it shows.
    `decide` None: nothing can be decided on its desk.

    Raises BadSetting for an address that others can reach, FixSetup for a taken port.
    """
    if host not in LOOPBACK:
        why = f"the view has no login and is for this machine only, so it cannot listen on {host}"
        raise BadSetting(why=why, where="the host: leave it out, or use 127.0.0.1")
    return Serving(database, port, zone, clock, levels, rep, decide)


def _listen(port: int) -> list[socket.socket]:
    """127.0.0.1, and the same port of ::1 where that exists and is free."""
    try:
        first = _bound(socket.AF_INET, "127.0.0.1", port)
    except OSError as error:
        raise FixSetup(why=f"port {port} of this machine cannot be used ({error.strerror})") from error
    sockets = [first]
    with suppress(OSError):
        sockets.append(_bound(socket.AF_INET6, "::1", first.getsockname()[1]))
    return sockets


def _bound(family: socket.AddressFamily, host: str, port: int) -> socket.socket:
    made = socket.socket(family, socket.SOCK_STREAM)
    try:
        if family == socket.AF_INET6:
            made.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        if os.name == "posix":  # elsewhere it would let another program take the port over
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((host, port))
        made.listen(128)
    except OSError:
        made.close()
        raise
    return made
