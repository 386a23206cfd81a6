"""What can go wrong with an IMAP server, said by what must be done about it. No foreign exception passes."""

from __future__ import annotations

import imaplib
import re
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

from connectors.imap.options import ImapOptions
from connectors.imap.wire import Garbled
from sync.errors import (
    AdminNeeded,
    BrokenAnswer,
    InsecureServer,
    Offline,
    ProviderBusy,
    RepsideError,
    SignIn,
    UntrustedServer,
    Wait,
    WrongPassword,
)

_BACKOFF = re.compile(r"suggested backoff time: (\d{1,9})", re.IGNORECASE)
_BUSY = re.compile(
    r"\b(unavailable|limit|inuse|throttled)\b|too many|try again later|temporar|backoff|rate limit|overloaded",
    re.IGNORECASE,
)
_ILL = re.compile(r"\bserverbug\b|internal (server )?error", re.IGNORECASE)
_ADMIN = (
    (re.compile(r"application-specific password|app password", re.IGNORECASE), "it asks for an app password"),
    (re.compile(r"imap[^.]{0,40}(disabled|not enabled|turned off|blocked)", re.IGNORECASE), "IMAP is switched off there"),
    (
        re.compile(r"(basic|plain)[ -]?auth|logindisabled|less secure|privacyrequired", re.IGNORECASE),
        "it takes no passwords from mail programs",
    ),
    (re.compile(r"\b(contactadmin|noperm|authorizationfailed)\b", re.IGNORECASE), "the mailbox may not be opened"),
    (re.compile(r"\bexpired\b|log ?in via your web browser|web login required", re.IGNORECASE), "it wants a sign-in in the browser"),
)  # fmt: skip


@contextmanager
def trouble(options: ImapOptions) -> Iterator[None]:
    """Turn whatever is raised inside into one of ours."""
    try:
        yield
    except RepsideError:
        raise
    except Exception as error:  # the border: see the table in `_ours`
        raise _ours(error, options) from error


def _ours(error: Exception, options: ImapOptions) -> RepsideError:
    host = options.host
    if isinstance(error, ssl.SSLCertVerificationError):
        return UntrustedServer(host=host, why=error.verify_message.rstrip(".") or "it cannot be verified")
    if isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError | ConnectionError) and not _refused(error):
        return Offline(host=host, why="it ended the connection")
    if isinstance(error, ssl.SSLError):
        return InsecureServer(host=host, why=f"port {options.port} does not speak TLS 1.2 or newer")
    if isinstance(error, OSError):
        return Offline(host=host, why=_why(error, options))
    if isinstance(error, imaplib.IMAP4.error) and (busy := busy_server(str(error), host)):
        return busy
    why = str(error) if isinstance(error, Garbled) else "its answer is not IMAP"
    return BrokenAnswer(host=host, why=why)


def _refused(error: Exception) -> bool:
    return isinstance(error, ConnectionRefusedError)


def _why(error: OSError, options: ImapOptions) -> str:
    if isinstance(error, socket.gaierror):
        return "its name is not known"
    if isinstance(error, ConnectionRefusedError):
        return f"nothing answers on port {options.port}"
    if isinstance(error, TimeoutError):
        return f"no answer within {options.timeout:g} seconds"
    return (error.strerror or "the network failed").lower()


def busy_server(text: str, host: str) -> ProviderBusy | None:
    """Whether a server's words ask us to slow down, and for how long."""
    if wait := _BACKOFF.search(text):
        return ProviderBusy(host=host, retry_after=int(wait[1]) / 1_000)
    return ProviderBusy(host=host) if _BUSY.search(text) else None


def server_ill(text: str, host: str) -> Wait | None:
    """Whether a refusal is about the server's own state, not about what was asked."""
    if busy := busy_server(text, host):
        return busy
    return BrokenAnswer(host=host, why="it has an error of its own") if _ILL.search(text) else None


def refusal(text: str, options: ImapOptions) -> RepsideError:
    """A sign-in was refused with these words: what must be done?"""
    for words, why in _ADMIN:
        if words.search(text):
            return AdminNeeded(host=options.host, user=options.user, why=why)
    if ill := server_ill(text, options.host):
        return ill  # no verdict on the password: it must not be asked for anew
    if options.auth == "xoauth2":
        return SignIn(account=options.user)
    return WrongPassword(host=options.host, user=options.user)
