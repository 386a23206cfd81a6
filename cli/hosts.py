"""The only hosts that this process talks to: those of the accounts that it opens, and this machine.

An audit hook of Python's sees every connection before it is made, whichever library makes it. What no account names is refused: a
link in a mail, a redirect, an address that a server hands out. Names are checked when they are resolved, and an address must be one that
an admitted name led to. A name that a server handed out must lead to public addresses (connectors/handed.py). The hook cannot be switched
off again in a process; it costs a millisecond of a command's start. PostgreSQL's own library is not seen by it: its host stands in the
settings. The processes that parse mail have a stricter one (connectors/parser.py).
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

_admitted: set[str] = set()
_handed: set[str] = set()
"""Admitted because a server named them."""
_addresses: set[str] = set()


def admit(hosts: Iterable[str], *, handed: bool = False) -> None:
    """From now on these names, and the addresses that they lead to, may be talked to. `handed`: a server named them, not the rep."""
    names = {host.rstrip(".").lower() for host in hosts if host}
    if handed:
        _handed.update(names - _admitted)
    else:
        _handed.difference_update(names)
    _admitted.update(names)
    _remember_addresses()


@cache  # an audit hook cannot be removed, so there is one a process
def watch() -> None:
    """Begin to refuse. What is admitted later counts from then on."""
    sys.addaudithook(_hook)


@cache
def _remember_addresses() -> None:
    """Let `socket.getaddrinfo` remember what admitted names lead to: a hook sees the question, not the answer."""
    import socket

    resolve: Callable[..., Any] = socket.getaddrinfo

    def resolved(host: Any, *arguments: Any, **named: Any) -> Any:
        found = resolve(host, *arguments, **named)
        name = _name(host)
        if name in _admitted:
            led_to = {str(entry[4][0]) for entry in found}
            if name in _handed:
                _check_public(name, led_to)
            _addresses.update(led_to)
        return found

    socket.getaddrinfo = resolved


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if not event.startswith("socket."):
        return
    if event in {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"}:
        _check_name(arguments[0])
    elif event in {"socket.connect", "socket.sendto", "socket.sendmsg"}:
        _check_address(arguments[1] if len(arguments) > 1 else None)
    elif event == "socket.getnameinfo":
        _check_address(arguments[0])


def _check_public(name: str, addresses: Iterable[str]) -> None:
    from connectors.handed import is_public

    if not all(map(is_public, addresses)):
        _refuse(name)


def _check_name(host: object) -> None:
    name = _name(host)
    if name and name not in _admitted and not _is_here(name) and name not in _addresses:
        _refuse(name)


def _check_address(address: object) -> None:
    """Of an address pair the host; a path is a socket of this machine."""
    if not isinstance(address, tuple) or not address:
        return
    name = _name(address[0])
    if not (_is_here(name) or name in _admitted - _handed or name in _addresses):
        _refuse(name)


def _refuse(name: str) -> None:
    from sync.errors import StrangeHost

    raise StrangeHost(host=name[:100])


def _name(host: object) -> str:
    if isinstance(host, bytes):
        host = host.decode("ascii", "replace")
    return host.rstrip(".").lower() if isinstance(host, str) else ""


def _is_here(name: str) -> bool:
    if name in {"", "localhost"}:
        return True
    import ipaddress

    try:
        return ipaddress.ip_address(name.partition("%")[0]).is_loopback
    except ValueError:
        return False
