"""A mailbox that changes behind its connector's back, and the mails and helpers that the connector suite uses."""

from __future__ import annotations

from collections.abc import Sequence
from email.message import EmailMessage
from email.utils import formatdate
from typing import NamedTuple, Protocol

from sync.model import Cursor, Gone, Page, Ref, Stream
from sync.ports import Connector

NOON = 1_790_000_000
"""A fixed moment; the mails of the suite are some minutes apart from it."""
MINUTE = 60


class World(Protocol):
    """One stream of mail at a provider, empty at first."""

    bulk: int
    """So many mails take at least three pages."""

    def add(self, raw: bytes, when: int) -> str:
        """Deliver a mail that the provider dates at `when`. Returns the id that the connector will give it."""

    def remove(self, item: str) -> None:
        """Take a mail away for good."""

    def connector(self) -> Connector:
        """A new connector on the account, level `preview`, no window. The world closes it at the end."""

    def stream(self, connector: Connector) -> Stream:
        """The stream that `add` fills, as the connector names it."""

    def expire(self, cursor: Cursor) -> Cursor:
        """Make every cursor of the stream dead, or return a dead form of this one."""

    def broken(self) -> Connector | None:
        """A connector whose provider cannot be reached; None where that cannot be."""

    def requests(self) -> int | None:
        """Requests that reached the provider so far; None where nobody counts."""

    def fingerprint(self) -> object:
        """All that reading must not change: flags, names, times, bytes."""


class Round(NamedTuple):
    """The pages of one call of changes()."""

    pages: list[Page]
    cursor: Cursor | None

    @property
    def named(self) -> list[str]:
        """Ids in the order in which they were named, whatever became of them."""
        return [name for page in self.pages for name in names(page)]

    @property
    def removed(self) -> set[str]:
        return {name for page in self.pages for name in page.removed}


def names(page: Page) -> list[str]:
    """Ids of a page, whatever became of the items."""
    return [ref.id for ref in page.changed] + [bad.id for bad in page.rejected] + list(page.outside)


def mail(number: int, text: str = "", *, subject: str = "") -> bytes:
    """A plain mail between a customer and the rep; what differs is told by its number."""
    message = EmailMessage()
    message["From"] = f"Ada Customer {number} <ada{number}@customer.example>"
    message["To"] = "Rob Rep <rob@seller.example>"
    message["Subject"] = subject or f"Offer {number}"
    message["Message-ID"] = f"<mail-{number}@customer.example>"
    message["In-Reply-To"] = f"<before-{number}@seller.example>"
    message["Date"] = formatdate(NOON + number * MINUTE)
    message.set_content(text or f"We take {number} of them.\n")
    return message.as_bytes().replace(b"\n", b"\r\n")


def fill(world: World, count: int, first: int = 1) -> list[str]:
    """Deliver `count` mails, oldest first. Returns their ids."""
    return [world.add(mail(n), NOON + n * MINUTE) for n in range(first, first + count)]


def listing(connector: Connector, stream: Stream, since: Cursor | None = None) -> Round:
    """One round to its end."""
    pages = list(connector.changes(stream, since))
    return Round(pages, pages[-1].cursor if pages else since)


def settle(
    connector: Connector, stream: Stream, since: Cursor | None, have: set[str]
) -> tuple[set[str], Cursor | None]:
    """Rounds until quiet, applied as the engine applies them: a snapshot's missing ids are asked for, never assumed gone."""
    for _ in range(20):
        pages = list(connector.changes(stream, since))
        if not pages:
            return have, since
        for page in pages:
            have |= set(names(page))
            have -= set(page.removed)
            have -= _gone(connector, stream, page.snapshot, have)
            since = page.cursor
    raise AssertionError("the stream never became quiet")


def _gone(connector: Connector, stream: Stream, snapshot: frozenset[str] | None, have: set[str]) -> set[str]:
    if snapshot is None or not have - snapshot:
        return set()
    return {seen.id for seen in connector.look(stream, sorted(have - snapshot)) if isinstance(seen, Gone)}


def truth(connector: Connector, stream: Stream) -> set[str]:
    """Every id that the provider has now."""
    return {name for part in connector.census(stream) for name in part}


def _alternative(plain: str, html: str) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@customer.example", "rob@seller.example", "Both"
    message["Message-ID"] = "<both@customer.example>"
    message.set_content(plain)
    message.add_alternative(html, subtype="html")
    message.add_attachment(b"%PDF-1.4 " * 500, maintype="application", subtype="pdf", filename="Angebot März.pdf")
    return message.as_bytes().replace(b"\n", b"\r\n")


def _encoded(text: str, charset: str, cte: str, subtype: str = "plain") -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@customer.example", "rob@seller.example", "Größe"
    message["Message-ID"] = f"<{charset}-{cte}-{subtype}@customer.example>"
    message.set_content(text, subtype=subtype, charset=charset, cte=cte)
    return message.as_bytes().replace(b"\n", b"\r\n")


TEXTS = {
    "plain": (mail(1, "Wir nehmen das Angebot.\n"), "Wir nehmen das Angebot."),
    "base64 latin-1": (_encoded("Die Größe passt.\n", "iso-8859-1", "base64"), "Die Größe passt."),
    "quoted-printable utf-8": (_encoded("Die Größe paßt — ja.\n", "utf-8", "quoted-printable"), "Die Größe paßt — ja."),
    "html only": (
        _encoded("<html><body><p>Die Größe passt.</p></body></html>\n", "utf-8", "base64", "html"),
        "Die Größe passt.",
    ),
    "html after two kilobytes of style": (
        _encoded(
            f"<html><head><style>{'p{color:red}' * 400}</style></head><body><p>Passt so.</p></body></html>\n",
            "utf-8",
            "7bit",
            "html",
        ),
        "Passt so.",
    ),
    "alternative in mixed": (_alternative("Nur der Text.\n", "<p>Nur das HTML.</p>"), "Nur der Text."),
}


def refs_of(found: Round) -> Sequence[Ref]:
    return [ref for page in found.pages for ref in page.changed]
