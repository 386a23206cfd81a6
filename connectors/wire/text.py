"""The new words of a mail: without quotes, signature or markup. At most MAX_TEXT characters; nothing is ever fetched."""

from __future__ import annotations

from connectors.wire.encoded import hidden
from connectors.wire.replies import new_lines
from sync.model import MAX_TEXT

MAX_HTML = 262_144
"""Characters of HTML that are parsed."""


def new_words(plain: str, html: str, *, subject: str = "") -> str:
    """The new words of a reply; plain text wins when it holds any. Of a forward the comment above it stays."""
    del subject  # kept in the signature: a forward is known by its text
    text = plain if plain.strip() else from_html(html)
    text = text[:MAX_TEXT]
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.isascii() or "\x00" in text:
        text = hidden(text)
    return new_lines(text)


def from_html(html: str) -> str:
    """Text of an HTML mail without its quoted parts."""
    if not html.strip():
        return ""
    from connectors.wire.markup import visible

    return visible(html[:MAX_HTML])
