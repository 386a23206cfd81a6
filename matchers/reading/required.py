"""What a pattern cannot match without: pieces of words, read off the pattern itself, so that most patterns need not be tried.

Knows the syntax that the rules use. What it does not know demands nothing, so a pattern is at worst tried in vain.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

Need = frozenset[str]
"""Pieces of words of which one at least stands in the text."""

_LEAST = 2
_LONG = 60
_TOKEN = re.compile(
    r"(?P<open>\((?:\?(?:[:=!]|<[=!]|P<\w+>))?)|(?P<close>\))|(?P<bar>\|)|(?P<many>(?:[*?]|\{0?,\d*\}|\{0\})[?]?)|(?P<some>(?:\+|\{[1-9]\d*(?:,\d*)?\})[?]?)"
    r"|(?P<other>\[\^?\]?(?:\\.|[^\]\\])*\]|\\.|[.^$])|(?P<sign>.)",
    re.DOTALL,
)
_LETTER = re.compile(r"[^\W\d_]")


class _Branch:
    """One way through a group: what has been demanded so far, and the letters that stand side by side."""

    def __init__(self) -> None:
        self.needs: list[Need] = []
        self.run = ""

    def cut(self) -> None:
        """The letters end here."""
        if len(self.run) >= _LEAST:
            self.needs.append(frozenset({self.run}))
        self.run = ""


class _Group:
    def __init__(self, opening: str) -> None:
        self.opening = opening
        self.done: list[list[Need]] = []
        self.branch = _Branch()

    def close(self) -> list[Need]:
        """What the group demands: with one branch all of it, with several the best of each, together."""
        self.branch.cut()
        ways = [*self.done, self.branch.needs]
        if "!" in self.opening or "<=" in self.opening:
            return []
        if len(ways) == 1:
            return ways[0]
        if not all(ways):
            return []
        return [frozenset().union(*(max(way, key=_worth) for way in ways))]


def _worth(need: Need) -> tuple[int, int]:
    return min(map(len, need)), -len(need)


def needs(pattern: str) -> list[Need]:
    """The demands of a pattern without flags; all of them have to be met."""
    stack = [_Group("")]
    last: list[Need] | None = None  # what the item before demands, where it is a group
    for found in _TOKEN.finditer(pattern):
        kind, sign = found.lastgroup, found[0]
        branch = stack[-1].branch
        if kind == "many":
            if last is not None:
                del branch.needs[len(branch.needs) - len(last) :]
            branch.run = branch.run[:-1]
            branch.cut()
            last = None
        elif kind == "some":
            branch.cut()
            last = None
        elif kind == "close":
            last = stack.pop().close()
            stack[-1].branch.needs += last
        else:
            _take(stack, kind, sign)
            last = None
    return stack[0].close()


def _take(stack: list[_Group], kind: str | None, sign: str) -> None:
    group = stack[-1]
    if kind == "sign" and _LETTER.match(sign):
        group.branch.run += sign
        return
    group.branch.cut()
    if kind == "open":
        stack.append(_Group(sign))
    elif kind == "bar":
        group.done.append(group.branch.needs)
        group.branch = _Branch()


class Gate:
    """Which of some patterns may match, by the words of a text."""

    def __init__(self, patterns: Iterable[str]) -> None:
        demands = [needs(pattern) for pattern in patterns]
        numbers = {need: 1 << number for number, need in enumerate({need for each in demands for need in each})}
        self.masks = [sum({numbers[need] for need in each}) for each in demands]
        """For each pattern what has to be there."""
        self._pieces: dict[str, int] = {}
        for need, bit in numbers.items():
            for piece in need:
                self._pieces[piece] = self._pieces.get(piece, 0) | bit
        self._longest = max(map(len, self._pieces), default=0)
        self._of = lru_cache(maxsize=8_192)(self._within)

    def there(self, words: Iterable[str]) -> int:
        """What is there of all that the patterns demand."""
        found = 0
        for word in words:
            found |= self._of(word)
        return found

    def _within(self, word: str) -> int:
        if len(word) > _LONG:
            return -1  # no word: whatever a pattern wants
        found = 0
        for start in range(len(word) - 1):
            for end in range(start + _LEAST, min(len(word), start + self._longest) + 1):
                found |= self._pieces.get(word[start:end], 0)
        return found


class Gated:
    """One pattern without flags, searched only where its words are."""

    def __init__(self, pattern: str) -> None:
        self._pattern = re.compile(pattern)
        self._gate = Gate([pattern])

    def search(self, words: str, tokens: Iterable[str], start: int, end: int) -> re.Match[str] | None:
        """As of a pattern; `tokens` are the words between start and end."""
        return self._pattern.search(words, start, end) if not self._gate.masks[0] & ~self._gate.there(tokens) else None


class Choice:
    """A long pattern without flags, of alternatives: each is tried only where a word is that it demands. Raises ValueError where one demands none."""

    def __init__(self, pattern: str) -> None:
        ways: dict[Need, list[str]] = {}
        for way in alternatives(pattern):
            ways.setdefault(max(needs(way), key=_worth), []).append(way)
        self._gate = Gate("|".join(sorted(need)) for need in ways)
        self._ways = [
            (bit, re.compile("|".join(way))) for bit, way in zip(self._gate.masks, ways.values(), strict=True)
        ]

    def there(self, tokens: Iterable[str]) -> int:
        """What is there of all words that the alternatives demand; nothing matches where it is 0."""
        return self._gate.there(tokens)

    def search(self, words: str, there: int) -> re.Match[str] | None:
        """The first match."""
        found = [match for bit, way in self._ways if bit & there and (match := way.search(words))]
        return min(found, key=re.Match.start) if found else None


def alternatives(pattern: str) -> list[str]:
    """What stands between the bars of a pattern that are in no bracket."""
    depth, start, found = 0, 0, []
    for sign in _TOKEN.finditer(pattern):
        if sign.lastgroup == "open":
            depth += 1
        elif sign.lastgroup == "close":
            depth -= 1
        elif sign.lastgroup == "bar" and not depth:
            found.append(pattern[start : sign.start()])
            start = sign.end()
    return [*found, pattern[start:]]
