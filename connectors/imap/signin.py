"""From a host's name to a session that is signed in: TLS first, credentials last."""

from __future__ import annotations

import imaplib
from collections.abc import Callable
from typing import Any

from imapclient import IMAPClient
from imapclient.exceptions import LoginError

from connectors.imap.channel import Channel
from connectors.imap.options import ImapOptions, refuse_plain_text
from connectors.imap.trouble import refusal, trouble
from sync.errors import AdminNeeded, BrokenAnswer, InsecureServer, WrongPassword

MAX_LINES = 1_000
"""Lines that a server may say until we are signed in, and bytes of one literal."""
MAX_LITERAL = 65_536


def sign_in(options: ImapOptions) -> tuple[Channel, frozenset[str]]:
    """A connection that is signed in, and the server's capabilities in upper case. Raises errors.RepsideError."""
    refuse_plain_text(options)
    with trouble(options):
        protocol = _Protocol(options)
        try:
            client = _Client(protocol, options)
            _authenticate(client, options)
            return protocol.channel, frozenset(word.decode("ascii", "replace") for word in client.capabilities())
        except BaseException:
            protocol.channel.close()
            raise


class _Protocol(imaplib.IMAP4):
    """imaplib's commands over our own channel: its guard, its deadlines, its caps."""

    def __init__(self, options: ImapOptions) -> None:
        self._options = options
        self._lines = 0
        self.channel: Channel
        try:
            super().__init__(options.host, options.port)
            if options.security == "starttls":
                self._encrypt()
        except BaseException:
            if hasattr(self, "channel"):
                self.channel.close()
            raise

    def open(self, host: str = "", port: int = 0, timeout: float | None = None) -> None:  # noqa: ARG002  as inherited
        """Connect; called by the base class."""
        self.channel = Channel(self._options)
        self.host, self.port, self.sock = host, port, self.channel.sock

    def _encrypt(self) -> None:
        """STARTTLS. What the server said in the clear counts for nothing afterwards."""
        host = self._options.host
        if self.state != "NONAUTH":
            raise InsecureServer(host=host, why="it skips the sign-in before the connection is encrypted")
        if "STARTTLS" not in self.capabilities:
            raise InsecureServer(host=host, why="it does not offer STARTTLS")
        kind, _ = self._simple_command("STARTTLS")
        if kind != "OK":
            raise InsecureServer(host=host, why="it refuses STARTTLS")
        self.channel.secure()
        self.sock = self.channel.sock
        self.untagged_responses: dict[str, list[Any]] = {}
        self._get_capabilities()

    def read(self, size: int) -> bytes:
        """Bytes of a literal."""
        if size > MAX_LITERAL:
            raise BrokenAnswer(host=self._options.host, why="it sends far too much before it lets us in")
        return self.channel.exact(size)

    def readline(self) -> bytes:
        """A line with its end. A server that talks on and on is not waited for: sign-in needs a dozen lines."""
        self._lines += 1
        if self._lines > MAX_LINES:
            raise BrokenAnswer(host=self._options.host, why="it talks without end before it lets us in")
        return self.channel.line() + b"\r\n"

    def send(self, data: Any) -> None:
        """Bytes to the server."""
        self.channel.send(bytes(data))

    def shutdown(self) -> None:
        """Let go; called by the base class when the greeting fails."""
        self.channel.close()


class _Client(IMAPClient):  # type: ignore[misc]  # untyped library
    """imapclient on a connection that is there already."""

    def __init__(self, protocol: _Protocol, options: ImapOptions) -> None:
        self._protocol = protocol
        super().__init__(options.host, options.port, ssl=options.security == "tls", timeout=options.timeout)
        protocol.debug = 0  # it would format every line, secrets included, for a log that nobody reads

    def _create_IMAP4(self) -> imaplib.IMAP4:  # noqa: N802  the library's name
        return self._protocol


def _authenticate(client: IMAPClient, options: ImapOptions) -> None:
    if client._imap.state != "NONAUTH":  # noqa: SLF001  the library has no other word for it
        raise InsecureServer(host=options.host, why="it lets us in before we said who we are")
    offered = client.capabilities()
    secret = options.secret()
    if any(ord(letter) < 32 or ord(letter) == 127 for letter in options.user + secret):
        raise WrongPassword(host=options.host, user=options.user)
    try:
        if options.auth == "xoauth2":
            _require(b"AUTH=XOAUTH2" in offered, "it takes no sign-in with a token", options)
            client.sasl_login("XOAUTH2", _once(f"user={options.user}\1auth=Bearer {secret}\1\1"))
        elif b"AUTH=PLAIN" in offered:
            client.sasl_login("PLAIN", _once(f"\0{options.user}\0{secret}"))
        else:
            _require(b"LOGINDISABLED" not in offered, "it takes no passwords", options)
            _require((options.user + secret).isascii(), "it takes only plain letters in passwords", options)
            client.login(options.user, secret)
    except (LoginError, imaplib.IMAP4.error) as error:
        if isinstance(error.__context__ or error, imaplib.IMAP4.abort):
            raise error.__context__ or error from None  # it hung up: that is no verdict on the password
        raise refusal(str(error), options) from None  # the text of the library's error may hold the answer's secrets


def _require(condition: bool, why: str, options: ImapOptions) -> None:
    if not condition:
        raise AdminNeeded(host=options.host, user=options.user, why=why)


def _once(answer: str) -> Callable[[bytes], bytes]:
    """Say it to the first challenge; a second one tells why it failed, and an empty line fetches the refusal."""
    answers = [answer.encode()]
    return lambda _challenge: answers.pop() if answers else b""
