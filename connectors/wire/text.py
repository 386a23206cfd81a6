"""The words of a mail: what is new in it, and the signature, without quotes or markup. Capped; nothing is ever fetched."""

from __future__ import annotations

from typing import NamedTuple

from connectors.wire.encoded import hidden
from sync.model import MAX_TEXT

MAX_HTML = 262_144
"""Characters of HTML that are parsed."""


class Words(NamedTuple):
    """What a person wrote, as far as its text is there."""

    text: str = ""
    """The new words, without quotes and signature; at most MAX_TEXT characters."""
    signature: str = ""
    """At most MAX_SIGNATURE characters."""
    ended: bool = False
    """An older mail or a legal note follows: the rest of the text has nothing new, and the signature is whole."""


def words(plain: str, html: str) -> Words:
    """The words of a mail; plain text wins when it holds any. Of a forward the comment above it stays."""
    from connectors.wire import replies  # slow to load, and who only takes the words needs it not

    block = ""
    text = plain
    if not plain.strip():
        text, block = _seen(html)
    found = replies.split(_clean(text[:MAX_TEXT]))
    if not block:
        return Words(*found)
    signature = replies.joined(found.signature.split("\n"), replies.card(_clean(block)))
    return Words(found.text, signature, found.ended)


def new_words(plain: str, html: str) -> str:
    """The new words alone."""
    return words(plain, html).text


def from_html(html: str) -> str:
    """Text of an HTML document without its quoted parts."""
    return _seen(html)[0]


def _seen(html: str) -> tuple[str, str]:
    """The text of an HTML document, and its block with a signature."""
    if not html.strip():
        return "", ""
    from connectors.wire.markup import visible

    return visible(html[:MAX_HTML])


def _clean(text: str) -> str:
    """One kind of line end, and no character that nobody sees."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return hidden(text) if not text.isascii() or "\x00" in text else text
