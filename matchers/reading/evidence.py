"""What the rules of all kinds share: a sentence made ready, and the words that a finding quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from matchers.reading.dates import Today
from matchers.reading.marked import OTHER, Marked, mark
from matchers.reading.modality import Mood, moods
from matchers.reading.text import Sentence
from sync.model import MAX_QUOTE, Letter

_GOES_ON = re.compile(
    r"(?:and |und |et |y )?(?:c'est|ça|cela|das|dies|that|that's|this|which|eso|esto|then|da|dann|so|thus|alors|donc|entonces|pues|when|where|dort|là|ahí|daran|dazu|to that|mit dem|damit)\b"
)
_ASIDE = re.compile(
    r"(?:und zwar|namely|i\.e\.|that is|to be exact|à savoir|c'est-à-dire|es decir|o sea|en concreto|genauer)\b"
)
_ONE_WORD = re.compile(r"[^\W\d_]+")


class Read:
    """A sentence with its marks and what each of its clauses is."""

    def __init__(self, letter: Letter, marked: Marked, today: Today) -> None:
        self.letter, self.marked, self.today = letter, marked, today

    @cached_property
    def moods(self) -> list[Mood]:
        """Of each clause. Most sentences are never asked for theirs."""
        return moods(self.marked)

    def mood(self, first: int, last: int) -> Mood:
        """Of the clauses from first to last together."""
        mood = Mood.ASSERTED
        for index in range(first, last + 1):
            mood |= self.moods[index]
        return mood

    def quote(self, first: int, last: int) -> str:
        """The words as they stand in the text: the whole sentence where it is short, else the clauses."""
        start, end = self.marked.sentence.start, self.marked.sentence.end
        if end - start > 200:
            start, end = self.marked.span(first, last)
        return self.letter.text[start:end].strip()[:MAX_QUOTE].rstrip()

    def windows(self, place: int, barrier: str = OTHER) -> Iterator[tuple[int, int]]:
        """The clauses to look at for what is at a place: its own first, then with its neighbours where it is a mere fragment.

        `barrier`: the mark whose clauses are no neighbours, for they have a story of their own.
        """
        clauses, words = self.marked.clauses, self.marked.words
        own = self.marked.clause(place)
        yield own, own
        last = len(clauses) - 1
        start = clauses[own][0]
        short = self.is_short(own) or bool(_ASIDE.match(words, start))
        before = own > 0 and short and not self._has(own - 1, barrier)
        after = own < last and not self._has(own + 1, barrier)
        if after and (short or _GOES_ON.match(words, clauses[own + 1][0])):
            yield own, own + 1
            if own + 2 <= last and short and not self._has(own + 2, barrier) and clauses[own + 2][1] - start < 160:
                yield own, own + 2
        if before:
            yield own - 1, own
            if own > 1 and self.is_short(own - 1) and not self._has(own - 2, barrier):
                yield own - 2, own
            if after:
                yield own - 1, own + 1

    def is_short(self, index: int) -> bool:
        """Whether a clause is a mere fragment."""
        start, end = self.marked.clauses[index]
        return len(_ONE_WORD.findall(self.marked.words[start:end])) <= 5

    def _has(self, index: int, barrier: str) -> bool:
        start, end = self.marked.clauses[index]
        if barrier != OTHER:
            return barrier in self.marked.words[start:end]
        return any(start <= place < end and when.day is not None for place, when in self.marked.days)


def prepared(letter: Letter, sentence: Sentence, today: Today) -> Read:
    """Make a sentence ready."""
    return Read(letter, mark(sentence, today), today)
