"""TLS on a connection that stands, with nothing left open when it fails."""

from __future__ import annotations

import contextlib
import socket
import ssl
from typing import Any, Self


def encrypt(context: ssl.SSLContext, sock: socket.socket, host: str) -> ssl.SSLSocket:
    """The socket, encrypted, its host's name verified. Raises OSError; then the connection is closed.

    `wrap_socket` takes the connection out of the plain socket, and when a reset comes before the handshake it forgets to close it:
    what it has made by then is closed here.
    """
    made: list[ssl.SSLSocket] = []

    class Kept(ssl.SSLSocket):
        def __new__(cls, *arguments: Any, **named: Any) -> Self:
            one = super().__new__(cls, *arguments, **named)
            made.append(one)
            return one

    context.sslsocket_class = Kept
    try:
        return context.wrap_socket(sock, server_hostname=host)
    except BaseException:
        for one in made:
            with contextlib.suppress(OSError):
                one.close()
        raise
