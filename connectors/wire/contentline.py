"""Content lines, the syntax that iCalendar (RFC 5545 §3.1) and vCard (RFC 6350 §3.2) share, and the blocks they make.

Tolerant on purpose, and linear: line ends of any kind, lines folded inside a character, blanks where none belong, quotes that
never close. A line that makes no sense is left out; it never takes the lines around it along.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

MAX_DEPTH = 20
"""Blocks inside one another. Calendars need four."""

_LINE_END = re.compile(rb"\r{1,2}\n|\r|\n")
_HEAD = re.compile(r'[^":]*+(?:"[^"]*+"[^":]*+)*+:')
_PARAMETER = re.compile(r';\s*+([^=;"]++)(?:=((?:[^;"]++|"[^"]*+")*+))?')
_NAME = re.compile(r"\s*([A-Za-z0-9_.-]+)\s*(?=;|$)")
_CARET = {"^n": "\n", "^N": "\n", "^'": '"', "^^": "^"}
_CARETS = re.compile(r"\^[nN'^]")
_ESCAPES = re.compile(r"\\(.)", re.DOTALL)


class Line(NamedTuple):
    """One property."""

    name: str
    """Upper-case, with its group, as in `ITEM1.EMAIL`."""
    parameters: dict[str, str]
    """By upper-case name; several values are joined by commas. Quotes are taken off, RFC 6868 is decoded."""
    value: str
    """As it stands: `unescape` is for the caller, who knows the type."""


@dataclass(slots=True)
class Block:
    """What stands between BEGIN and END."""

    name: str
    lines: list[Line] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    ended: bool = False
    """Whether its END was there: a file that was cut short leaves its last blocks without one."""

    def first(self, name: str) -> Line | None:
        """The first property of that name."""
        return next((line for line in self.lines if line.name == name), None)

    def all(self, name: str) -> list[Line]:
        """All properties of that name."""
        return [line for line in self.lines if line.name == name]

    def value(self, name: str) -> str:
        """The first property's value, blanks around it taken off; empty when there is none."""
        line = self.first(name)
        return line.value.strip() if line else ""


def decode(raw: bytes) -> tuple[str, bool]:
    """Text by its byte order mark, else UTF-8, else Windows-1252; and whether the last resort was needed."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return raw.decode("utf-16", "replace"), False
    raw = raw.removeprefix(codecs.BOM_UTF8)
    try:
        return raw.decode("utf-8"), False
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace"), True


def unfold(raw: bytes) -> tuple[list[str], bool]:
    """Logical lines; and whether their characters had to be guessed.

    Unfolded as bytes, since some writers fold inside a character; others put an empty line before the fold.
    """
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raw = decode(raw)[0].encode("utf-8", "replace")
    parts: list[bytes] = []
    for line in _LINE_END.split(raw):
        if line[:1] in {b" ", b"\t"}:
            parts.append(line[1:])
        elif line:
            parts.extend((b"\n", line))
    text, guessed = decode(b"".join(parts).removeprefix(b"\n"))
    return text.split("\n"), guessed


def parse(line: str) -> Line | None:
    """One logical line, or None when it is no property."""
    head = _HEAD.match(line)
    end = head.end() - 1 if head else line.find(":")  # a quote that never closes: the first colon will do
    if end < 1:
        return None
    if line.startswith("//", end + 1) and "=" in line[:end]:
        end = max(end, line.find(":", end + 1))  # an address that should be in quotes, as in TZID=tzone://Microsoft/Utc
    name = _NAME.match(line, 0, end)
    if name is None:
        return None
    rest = line[name.end() : end]
    return Line(name[1].upper(), _parameters(rest) if rest.strip() else {}, line[end + 1 :])


def unescape(value: str) -> str:
    r"""A TEXT value (RFC 5545 §3.3.11): `\n`, `\,`, `\;` and `\\` as they are meant."""
    if "\\" not in value:
        return value
    return _ESCAPES.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)


def blocks(lines: list[str], *, limit: int, ranks: Mapping[str, int]) -> Block:
    """A nameless block around the outermost ones. Opening a block closes those open ones whose rank is not lower: an END
    was lost there. Blocks without a rank nest as they like. ValueError: more than `limit` blocks, or deeper than MAX_DEPTH.
    """
    root = Block("")
    stack, count = [root], 0
    for text in lines:
        start = text[:6].lstrip().upper()
        if start.startswith("BEGIN"):
            line = parse(text)
            if line is not None and line.name == "BEGIN":
                count += 1
                if count > limit or len(stack) > MAX_DEPTH:
                    raise ValueError("too many components")
                _open(stack, line.value.strip().upper(), ranks)
                continue
        elif start.startswith("END"):
            line = parse(text)
            if line is not None and line.name == "END":
                _close(stack, line.value.strip().upper())
                continue
        if len(stack) > 1 and text and (line := parse(text)) is not None:
            stack[-1].lines.append(line)
    return root


def _open(stack: list[Block], name: str, ranks: Mapping[str, int]) -> None:
    rank = ranks.get(name)
    if rank is not None:
        del stack[next((at for at, block in enumerate(stack) if ranks.get(block.name, -1) >= rank), len(stack)) :]
    block = Block(name)
    stack[-1].blocks.append(block)
    stack.append(block)


def _close(stack: list[Block], name: str) -> None:
    """Close the innermost block of that name, and what was left open inside it. An END of nothing is left out."""
    for depth in range(len(stack) - 1, 0, -1):
        if stack[depth].name == name:
            stack[depth].ended = True
            del stack[depth:]
            return


def _parameters(rest: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in _PARAMETER.findall(rest):
        key, plain = name.strip().upper(), value.strip().replace('"', "")
        if "^" in plain:
            plain = _CARETS.sub(lambda at: _CARET[at[0]], plain)
        found[key] = f"{found[key]},{plain}" if key in found else plain
    return found
