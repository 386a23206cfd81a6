"""Addresses that a server hands out: a redirect, a link to the next page, a server that autodiscovery names.

They are followed over HTTPS only, and never to this machine or into the rep's own network unless the rep typed that server: a mail server
could otherwise have Repside ask what only the rep's machine can reach. Checked are the words of the address here, and what its name
leads to where it is resolved (cli/hosts.py, `admit(..., handed=True)`); a name that is honest now may lead elsewhere a second later.
Credentials stay with the host that the rep typed: see `same_host`.
"""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import SplitResult, urljoin, urlsplit

from sync.errors import BrokenAnswer

_NUMBER = re.compile(r"(?:0x[0-9a-f]*|\d+)", re.IGNORECASE)
_INNER = ("localhost", "local", "internal", "intranet", "lan", "home", "corp", "private", "home.arpa")
"""Names that no public resolver knows (RFC 6761, 6762, 8375, and ICANN's list of names that collide)."""


def followed(url: str, typed: str) -> str:
    """`url` as a full address, when it may be asked. `typed`: the URL of the server as the rep gave it.

    Raises BrokenAnswer, before anything is resolved or sent.
    """
    known = urlsplit(typed)
    try:
        full = urljoin(typed, url)
        found = urlsplit(full)
        origin = _origin(found)
    except ValueError:
        raise _refused(known, "an address that is none") from None
    if any(sign <= " " or sign == "\x7f" for sign in url) or "\\" in url:
        raise _refused(known, "an address that is none")
    if found.username is not None or found.password is not None:
        raise _refused(known, "an address with a password in it")
    if origin == _origin(known):
        return full
    if found.scheme != "https":
        raise _refused(known, "a server without encryption")
    if not same_host(full, typed) and not _is_public_name(found.hostname or ""):
        raise _refused(known, "a server inside of your network")
    return full


def same_host(url: str, typed: str) -> bool:
    """Whether credentials for the one may go to the other."""
    one, two = urlsplit(url), urlsplit(typed)
    return one.hostname is not None and one.hostname.rstrip(".") == (two.hostname or "").rstrip(".")


def is_public(address: str) -> bool:
    """Whether a literal address belongs to the open internet. What is none does not."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return is_public(str(found.ipv4_mapped))
        if found.sixtofour is not None or found.teredo is not None or found in _TRANSLATED:
            return False  # carries an address of the older kind within
    return found.is_global and not found.is_multicast


_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")


def _is_public_name(host: str) -> bool:
    name = host.rstrip(".").lower()
    if ":" in name or _NUMBER.fullmatch(name.rpartition(".")[2]):
        return is_public(name)  # 127.1, 0x7f000001 and 2130706433 are addresses to a resolver, and to nobody else
    return "." in name and not any(name == inner or name.endswith(f".{inner}") for inner in _INNER)


def _origin(url: SplitResult) -> tuple[str, str, int | None]:
    port = url.port or {"https": 443, "http": 80}.get(url.scheme)
    return url.scheme, (url.hostname or "").rstrip("."), port


def _refused(known: SplitResult, what: str) -> BrokenAnswer:
    return BrokenAnswer(host=known.hostname or "", why=f"it points to {what}, which is not followed")
