"""The forms of verbs and the shape of a phrase, out of which the patterns of roles are built: what is done, and to what.

Words are written as a line of them; `_` stands for a blank, and a word may be a piece of a pattern. Every gap has a limit.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

How = Literal["before", "after", "inside", "owner", "none", "me", "verb_last", "contrast"]
"""Where the person stands: in front of the words, behind them, in the group `who`, behind them by what is theirs (`Ann's signature`) or
with words that deny (`nothing without Ann`), or nowhere, for the author is meant. `verb_last`: behind a German verb, or in front of its clause.
`contrast`: in the group `who`, and another has been denied in front of it."""


class Row(NamedTuple):
    """Words that tell a role."""

    role: str
    how: How
    pattern: str
    once: bool = False
    """Said with a day it is a single act, and no role: `signs the order on Friday`."""


def either(words: str) -> str:
    """One of the words of a line."""
    return "(?:" + "|".join(word.replace("_", " ") for word in words.split()) + ")"


def thing(head: str, stops: str, words: int = 4) -> str:
    """A noun with its articles and adjectives in front: a few words, none of which begins another phrase."""
    return rf"(?:(?!(?:{stops})\b)[\w'/&%€$£.-]+ ){{0,{words}}}?{head}"


def english_third(verb: str) -> str:
    """`signs off`, `carries`, `does`."""
    head, blank, rest = verb.partition("_")
    if re.search(r"[^aeiou]y$", head):
        head = f"{head[:-1]}ie"
    elif re.search(r"(?:s|sh|ch|x|o|z)$", head):
        head += "e"
    return f"{head}s{blank}{rest}"


def english_ing(verb: str) -> str:
    """`signing off`, `running`, `releasing`."""
    head, blank, rest = verb.partition("_")
    if re.fullmatch(r"[^aeiou]{1,2}[aeiou][^aeiouwxy]", head):
        head += head[-1]
    elif head.endswith("e") and not head.endswith("ee"):
        head = head[:-1]
    return f"{head}ing{blank}{rest}"


_ENGLISH_DONE = {
    "run": "run", "hold": "held", "do": "done", "give": "given", "take": "taken", "make": "made", "read": "read", "choose": "chosen",
    "put": "put", "oversee": "overseen", "draw": "drawn", "deal": "dealt", "buy": "bought", "drive": "driven", "vet": "vetted",
    "plan": "planned", "okay": "okayed", "lead": "led", "get": "got", "go": "gone", "set": "set", "sit": "sat",
}  # fmt: skip


def english_done(verb: str) -> str:
    """`signed off`, `run`, `carried`."""
    head, blank, rest = verb.partition("_")
    if head in _ENGLISH_DONE:
        head = _ENGLISH_DONE[head]
    elif re.search(r"[^aeiou]y$", head):
        head = f"{head[:-1]}ied"
    else:
        head += "d" if head.endswith("e") else "ed"
    return f"{head}{blank}{rest}"


def listed(role: str, matter: str) -> tuple[Row, ...]:
    """A line of a list: `Contract review: Ann`, `Ann - contract review`."""
    return (
        Row(role, "after", rf"(?:(?<=\n)|(?<=[-*•] )|\A){matter}(?: [\w-]+)? ?(?::|=|->|=>| - ) ?"),
        Row(
            role,
            "inside",
            rf"(?:(?<=\n)|(?<=[-*•] )|\A)(?P<who>[^\W\d][\w.'() -]{{1,40}}?) ?(?::|=|->|=>| - ) ?{matter}[ .,;]*$",
        ),
    )
