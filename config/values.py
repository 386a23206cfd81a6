"""The smallest parts of settings: names, addresses, domains, servers, lines of text, each with its rule."""

from __future__ import annotations

import ipaddress
import os
import re
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
# No other package of this machine has a say in, or a look at, the settings; to search for such packages takes 10 ms of each command.

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@+-]{0,63}")
_ADDRESS = re.compile(r"[^\s@<>,;\"]{1,64}@[^\s@<>,;\"]{1,255}")
_DOMAIN = re.compile(r"[^\s@<>,;\"/]+\.[^\s@<>,;\"/]+")


def is_loopback(host: str) -> bool:
    """Whether the host is this machine, by its own name: the only one that mail is read from without encryption."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def name(value: str) -> str:
    """An account's name: short, and safe in a file name and a log."""
    if not _NAME.fullmatch(value):
        raise ValueError("must be letters, digits and . _ @ + -, at most 64 of them")
    return value


def address(value: str) -> str:
    """A mail address, lower-case."""
    if not _ADDRESS.fullmatch(value.strip()):
        raise ValueError("must be one mail address, like maya@example.com")
    return value.strip().lower()


def domain(value: str) -> str:
    """A mail domain, lower-case, without @."""
    if not _DOMAIN.fullmatch(value.strip().lstrip("@")):
        raise ValueError("must be a domain, like example.com")
    return value.strip().lstrip("@").lower()


Name = Annotated[str, AfterValidator(name)]
Address = Annotated[str, AfterValidator(address)]
Domain = Annotated[str, AfterValidator(domain)]


def plain(value: str) -> str:
    """Text of one line."""
    if any(sign < " " or sign == "\x7f" for sign in value):
        raise ValueError("must be one line without control characters")
    return value


Line = Annotated[str, AfterValidator(plain)]
Text = Annotated[str, Field(min_length=1)]


class Value(BaseModel):
    """A part of the settings: it never changes, and knows its keys."""

    # Built when the first settings are read, all in one; by themselves most kinds of accounts and CRMs are never asked for.
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


_NO_SERVER = "must be the address of a server, like https://example.com"


def server(value: str) -> str:
    """The address of a server: encrypted, or on this machine. Empty stays empty."""
    try:
        found, port = urlsplit(value), urlsplit(value).port
    except ValueError:
        raise ValueError(_NO_SERVER) from None
    if value and (not found.hostname or port == 0 or not value.isprintable() or " " in value):
        raise ValueError(_NO_SERVER)
    if "@" in found.netloc:  # it would stand in messages, and passwords are no settings
        raise ValueError("must have no user name and no password in it")
    if value and found.scheme != "https" and not (found.scheme == "http" and is_loopback(found.hostname or "")):
        raise ValueError("must begin with https://")
    return value.rstrip("/")


Server = Annotated[str, AfterValidator(server)]
