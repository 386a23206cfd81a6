"""Closed lost: the customer ends it in plain words. Frozen, late, or without one part of it is not lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from matchers.reading import trade
from matchers.reading.evidence import Read
from matchers.reading.lost_guards import is_no_end
from matchers.reading.lost_words import ENDED, KEPT, NOT_ENDED, WHOLE
from matchers.reading.marked import OTHER
from matchers.reading.modality import Mood
from matchers.reading.required import Choice
from matchers.reading.text import Language, Sentence
from sync.model import Finding

_LATER = re.compile(rf"\b(?:before|until|till|vor|bis|avant|jusqu'\w{{0,2}}|hasta|antes)\b[^.]{{0,14}}{OTHER}")
"""Not before June is not never."""
_ITEM = re.compile(r"\W*\d{1,2}[.)]\D|[-*•·] ")
"""An answer to one point of a list ends that point."""
_NOT_MINE = re.compile(
    r"\b(?:nothing to do with (?:it|this|the)|minding \w+(?:'s)? (?:inbox|mail|desk)|nichts (?:damit|mit dem|mit der) (?:\w+ ){0,2}zu tun|rien à voir avec|nada que ver con|not my (?:project|department)|im auftrag meiner kollegin)\b"
)
"""The author speaks for somebody who is away, or of what is not theirs."""
_OPEN = re.compile(
    r"\b(?:not a no|isn't a no|heißt nicht nein|kein nein|ce n'est pas un non|no es un no|noch nicht vom tisch|nicht vom tisch|not dead|hasn't been cancelled)\b"
)


def find(sentence: Sentence, ready: Callable[[], Read], sold: frozenset[str] = frozenset()) -> list[Finding]:
    """The end, if the sentence says so. `ready` makes the sentence ready; `sold`: the rep's trade."""
    ends, not_ended = _compiled(sentence.language)
    there = ends.there(sentence.tokens)
    if not there:
        return []
    if not trade.among(sentence.tokens, sold):
        sold = frozenset()
    said = trade.marked(sentence.words, sold)
    if not ends.search(said, there) or _is_item(sentence):
        return []
    read = ready()
    words = trade.marked(read.marked.words, sold)
    match = None if KEPT.search(words) else ends.search(words, there)
    if not match or _OPEN.search(words) or _LATER.search(words, match.start()) or is_no_end(words, sentence.language):
        return []
    first, last = read.marked.clause(match.start()), read.marked.clause(max(match.start(), match.end() - 1))
    start, end = read.marked.clauses[first][0], read.marked.clauses[last][1]
    bad = Mood.ASKED | Mood.CONDITIONAL | Mood.HEARSAY | Mood.JOKE | Mood.POSSIBLE
    if read.mood(first, last) & bad or not_ended.search(words[start:end]):
        return []
    return [Finding("closed_lost", {}, read.quote(first, last), "closed_lost.said")]


def _is_item(sentence: Sentence) -> bool:
    """Whether the sentence answers to one point of a list, and does not say that the point is the whole."""
    return bool(_ITEM.match(sentence.words)) and not WHOLE[sentence.language].search(sentence.words)


def still_open(words: str) -> bool:
    """Whether the letter says elsewhere that this is not the end, or not the author's to say."""
    return bool(_OPEN.search(words) or _NOT_MINE.search(words))


@cache
def _compiled(language: Language) -> tuple[Choice, re.Pattern[str]]:
    return Choice(ENDED[language]), re.compile(NOT_ENDED[language])
