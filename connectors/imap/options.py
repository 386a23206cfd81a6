"""What an IMAP account needs to be read."""

from __future__ import annotations

import ipaddress
import ssl
from collections.abc import Callable
from typing import Literal, NamedTuple

from sync.errors import BadSetting, InsecureServer
from sync.model import Level


class ImapOptions(NamedTuple):
    """One account. Nothing here is secret: the secret is asked for when it is needed, and not kept."""

    host: str
    port: int
    security: Literal["tls", "starttls", "none"]
    """`none` is for loopback only."""
    user: str
    secret: Callable[[], str]
    """The password, or a fresh access token for `xoauth2`."""
    auth: Literal["password", "xoauth2"] = "password"
    ca_file: str = ""
    """PEM file of the only authority to trust; empty: the system's."""
    level: Level = "preview"
    since: int | None = None
    """Epoch seconds: mail that the server received before this day is named, never read."""
    fresh: int | None = None
    """Epoch seconds: of mail received from then on the new words are read to their end, for what they propose; of older mail, their
    beginning."""
    timeout: float = 60
    """Seconds that the server may be silent."""
    page: int = 500
    """Messages of a page, and of one request."""


def context(options: ImapOptions) -> ssl.SSLContext:
    """TLS 1.2 or newer; the certificate and the host's name are always verified."""
    try:
        made = ssl.create_default_context(cafile=options.ca_file or None)
    except (OSError, ValueError) as error:
        why = f"the certificate file {options.ca_file} cannot be read"
        raise BadSetting(why=why, where="the account's ca") from error
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    return made


def refuse_plain_text(options: ImapOptions) -> None:
    """Without encryption we talk to this machine only."""
    if options.security == "none" and not _loopback(options.host):
        raise InsecureServer(host=options.host, why="the account is set to use no encryption")


def _loopback(host: str) -> bool:
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
