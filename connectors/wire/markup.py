"""HTML mail to text: what a person wrote, line by line. Quotes become `>` lines; nothing is fetched or executed.

inscriptis was measured first: 15 times the cost of this walk, and 0.2 s for a hostile table of 45 KB.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import islice
from typing import NamedTuple

from lxml import etree

from sync.model import MAX_SIGNATURE, MAX_TEXT

# The parser compares every attribute of an element with every other: only tags of a sane length reach it.
_HUGE_TAG = re.compile(r"<[^<>]{4000,}>?")
_SPACE = re.compile(r"[ \t\r\n\f\v]+")
_SILENT = frozenset(
    {"head", "style", "script", "title", "noscript", "template", "svg", "object", "select", "textarea", "xml"}
)
_BLOCKS = frozenset({
    "div", "tr", "li", "ul", "ol", "table", "blockquote", "pre", "section", "article", "header", "footer", "address",
    "center", "dt", "dd", "dl", "form", "fieldset", "figure", "main", "aside", "nav", "caption", "tbody", "body",
})  # fmt: skip
_PARAGRAPHS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6"})
# Names that mail programs give to the history below a reply, to the line above it, and to signatures.
_QUOTES = re.compile(
    r"(?:^|[ _])(?:gmail_attr|yahoo_quoted\w*|moz-cite-prefix|protonmail_quote|tutanota_quote|moz-email-headers-table|moz-forward-container"
    r"|zmail_extra|isforwardcontent|isreplycontent|mail-editor-reference-message-container|olk_src_body_section|reply-intro|crisp-quote"
    r"|front-blockquote|hs_reply|quoted-mail|gmail_extra_quote|wisestamp_quote|tmail-quote|mailcontainer-quote)(?:$|[ _])",
)
_SIGNATURES = re.compile(
    r"(?:^|[ _])(?:gmail_signature(?:_prefix)?|moz-signature|signature|ms-outlook-mobile-signature|applemailsignature|protonmail_signature_block"
    r"|tutanota_signature|yahoo-signature|mobile-signature)(?:$|[ _])",
)
_ENDS = re.compile(r"(?:^|[ _])(?:divrplyfwdmsg|appendonsend|stopspelling|replysplit|previousmessage)(?:$|[ _])")
_HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all|visibility\s*:\s*hidden", re.IGNORECASE)
_RULED = re.compile(r"border-top(?:-style)?\s*:[^;]*solid|border-top-width\s*:\s*1", re.IGNORECASE)
_SENDER = re.compile(
    r"\s*(?:from|von|de|da|van|od|från|fra|от|від|kimden|发件人|寄件者|差出人|보낸 사람)\s*[:：]", re.IGNORECASE
)
_UNFRAMED = re.compile(r"border\s*:\s*(?:none|medium none|0)", re.IGNORECASE)


_PIECES = 300
"""Pieces of text that are looked at for the first words of an element; blank ones are pieces too."""


class Visible(NamedTuple):
    """What a person sees of an HTML mail."""

    text: str = ""
    """At most MAX_TEXT characters; what it quotes stands on lines that start with `>`."""
    signature: str = ""
    """Of the first block that the sender's program marked as one."""


def visible(html: str) -> Visible:
    """The text of an HTML document. What cannot be parsed is empty."""
    try:
        html = _HUGE_TAG.sub(" ", html.replace("\0", ""))
        root = etree.fromstring(html.encode("utf-8", "replace"), _parser())
    except (etree.LxmlError, ValueError):
        return Visible()
    walk = _Walk()
    text = walk.text(root) if root is not None else ""
    return Visible(text, walk.signature)


@cache
def _parser() -> etree.HTMLParser:
    return etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)


class _Walk:
    """One pass over the elements. `pending` is the number of line ends owed before the next word."""

    def __init__(self, most: int = MAX_TEXT) -> None:
        self.most = most
        self.signature = ""
        self.out: list[str] = []
        self.size = 0
        self.pending = 0
        self.verbatim = 0

    def text(self, root: etree._Element, inside: etree._Element | None = None) -> str:
        """All words below `root`. `inside`: an element that is gone into, whatever its nature."""
        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            tag = element.tag
            if not isinstance(tag, str):
                continue
            if event == "start":
                kind = _nature(element, tag) if element is not inside else ""
                if kind == "end" or self.size > self.most:
                    break
                if kind:
                    self._skip(kind, element)
                    walker.skip_subtree()
                else:
                    self._open(element, tag)
            else:
                self._close(element, tag)
        return "".join(self.out).replace("\xa0", " ")[: self.most]

    def _skip(self, kind: str, element: etree._Element) -> None:
        if kind == "signature" and not self.signature:
            self.signature = _Walk(4 * MAX_SIGNATURE).text(element, element)
        if kind == "quote":
            self.pending = max(self.pending, 1)
            self._say(">")
            self.pending = 1

    def _open(self, element: etree._Element, tag: str) -> None:
        if tag == "br":
            self._say("\n")
        elif tag == "li":
            self._break(1)
            self._say("- ")
        elif tag == "hr":
            self._break(1)
            self._say("-----")
            self._break(1)
        else:
            self._around(element, tag)
            self.verbatim += tag == "pre"
        if element.text:
            self._words(element.text)

    def _close(self, element: etree._Element, tag: str) -> None:
        if tag == "pre":
            self.verbatim = max(0, self.verbatim - 1)
        if tag in {"td", "th"}:
            self._words(" ")
        else:
            self._around(element, tag)
        if element.tail:
            self._words(element.tail)

    def _around(self, element: etree._Element, tag: str) -> None:
        if tag in _PARAGRAPHS:
            self._break(1 if "Mso" in element.get("class", "") else 2)
        elif tag in _BLOCKS:
            self._break(1)

    def _break(self, lines: int) -> None:
        """Whatever comes next starts on a new line, or after a blank one."""
        if self.out:
            owed = lines - 1 if self.out[-1].endswith("\n") else lines
            self.pending = max(self.pending, owed)

    def _words(self, text: str) -> None:
        if self.verbatim:
            self._say(text)
            return
        text = _SPACE.sub(" ", text)
        if text == " " and (self.pending or not self.out):
            return
        if self.pending or not self.out or self.out[-1][-1] in " \n":
            text = text.lstrip(" ")
        if text:
            self._say(text)

    def _say(self, text: str) -> None:
        if self.pending:
            self.out.append("\n" * self.pending)
            self.pending = 0
        self.out.append(text)
        self.size += len(text)


def _nature(element: etree._Element, tag: str) -> str:
    """What to do with an element: `quote` it, `skip` it, a `signature`, `end` here, or empty: go in."""
    if tag in _SILENT:
        return "skip"
    if not element.attrib:
        return "quote" if tag == "blockquote" else ""
    names = f"{element.get('class', '')} {element.get('id', '')}".lower()
    style = element.get("style", "")
    if "gmail_quote" in names and tag != "blockquote" and not _QUOTES.search(names):
        return "" if element.find(".//blockquote") is not None and not _forwards(element) else "quote"
    if names != " " and (kind := _named(names)):
        return kind
    if tag == "blockquote":
        return "" if _UNFRAMED.search(style) and element.get("type") != "cite" else "quote"
    if style and _HIDDEN.search(style):
        return "skip"
    if element.get("data-signatureblock") == "true":
        return "signature"
    return "end" if style and _RULED.search(style) and _SENDER.match(_beginning(element)) else ""


def _named(names: str) -> str:
    """What the names of an element say of it."""
    if _ENDS.search(names):
        return "end"
    if _QUOTES.search(names):
        return "quote"
    return "signature" if _SIGNATURES.search(names) else ""


def _forwards(element: etree._Element) -> bool:
    return _beginning(element).lstrip().startswith("-----")


def _beginning(element: etree._Element) -> str:
    """The first words inside an element."""
    words: list[str] = []
    size = 0
    for piece in islice(element.itertext(), _PIECES):
        words.append(piece)
        size += len(piece.strip())
        if size > 20:
            break
    return "".join(words)
