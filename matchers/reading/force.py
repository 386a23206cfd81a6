"""Whether what a rule about people found is meant as it stands: by the clauses around it, each with its own force.

A part in the purchase is a habit as often as an act: what somebody usually or always does is meant, too.
"""

from __future__ import annotations

import re

from matchers.reading.marked import Marked
from matchers.reading.modality import Mood, alone, moods
from matchers.reading.text import Sentence

_SPLIT = re.compile(
    r"\s*[,;:]\s+|\s+-+\s+|\s+(?=(?:but|aber|sondern|mais|pero|sino)\b)|\s+(?=(?:and|und|et|y) (?:i|i'm|i'll|i've|we|we're|you|he|she|they|it|ich|wir|er|es|man|je|j'ai|nous|il|elle|on|vous|yo|no|nosotros)\b)"
)
_DENIED = re.compile(r"\b(?:not|no longer|never|nicht|nichts|kein\w{0,3}|nie|pas|jamais|plus|no|nunca)\b|n't\b")
_COORDINATED = re.compile(r"(?:and|und|et|y|but|aber|mais|pero)\b")
_CONDITION_FIRST = re.compile(
    r"(?:(?:and|und|et|y|but|aber|mais|pero|so|also|then) )?(?:if|unless|provided|assuming|in case|in the event|as long as|should|had|were|wenn|falls|sofern|soweit|sobald|vorausgesetzt|sollten?|si|s'ils?|au cas où|à condition|pourvu|en cas|dès que|siempre que|en caso|salvo|a menos|en cuanto)\b"
)
_LETTER = re.compile(r"[^\W\d_]")
_HABIT = re.compile(
    r"\b(?:usually|normally|typically|generally|always|as a rule|üblicherweise|normalerweise|meistens|in der regel|grundsätzlich|immer|d'habitude|habituellement|en général|généralement|normalement|toujours"
    r"|suelen?|normalmente|habitualmente|siempre|por lo general)\b|\b(?:ob|whether|if|si) (?=(?:wir|we|on|nous)\b[^.;]{3,60}?(?:entscheid|decision|call\b|décid|up to|down to))|(?<=\w\w[te], )(?<!fragt, )(?<!frage, )ob\b|(?<=decides )(?:whether|if)\b|(?<=décide )si\b|(?<=decide )si\b|(?<=us )(?:whether|if)\b|(?<=to say )(?:whether|if)|(?<=will say )(?:whether|if)\b|(?<=dire )si\b|\b(?:oder (?:eben |auch )?nicht|or not|ou (?:bien )?(?:pas|non)|o no)\b|(?<=dictamina )si\b|(?<=determina )si\b|(?<=comprueba )si\b|(?<=vérifie )si\b|(?<=teste )si\b|(?<=juge )si\b|(?<=checks )(?:whether|if)\b|(?<=checking )(?:whether|if)\b|(?<=tests )(?:whether|if)\b|;-?\)|\U0001f609|\b(?:and|et|und|y|,) (?:(?:nobody|no one) else|sonst niemand|niemand (?:sonst|anders?)|personne d'autre|nadie más)|, (?:nobody|no one) else|\b(?:and|et|und|y) (?:not|pas|nicht|no) (?:with|avec|mit|con|by|par|von|por|me|moi|ich|yo)\b|(?<=(?:test|find|work) out )(?:whether|if)\b|(?<=see )(?:whether|if)\b|(?<=check )(?:whether|if)\b|(?<=dictaminará )si\b|(?<=savoir )si\b|(?<=vérifier )si\b|(?<=comprobar )si\b|(?<=ver )si\b"
)
"""What takes no force here: habits, indirect questions that somebody answers, a wink, `and not with Ann`."""


def asserts(sentence: Sentence, start: int, end: int, *, allowed: Mood, habits: bool) -> bool:
    """Whether the clause around a part of a sentence is meant as it stands. The part itself is not looked at.

    `habits`: what somebody usually or always does is meant, too, and a condition elsewhere takes nothing along.
    """
    words = _HABIT.sub(_blank, sentence.words) if habits else sentence.words
    first, last = start - sentence.start, end - sentence.start
    here = _moods_at(sentence, words, first, last, habits=habits)
    if habits and here is Mood.DENIED and sentence.language != "de":
        # Outside German what denies a verb stands in front of it, or right behind.
        near = f"{words[: last + 15]}{_LETTER.sub('x', words[last + 15 :])}"
        here = _moods_at(sentence, near, first, last, habits=True)
    return not here & ~allowed and (bool(allowed & Mood.DENIED) or not _DENIED.search(words, first, last))


def _moods_at(sentence: Sentence, words: str, first: int, last: int, *, habits: bool) -> Mood:
    """What the clauses around a part of a sentence are, whatever stands in that part.

    `habits`: a condition or something heard takes along only what comes right behind it.
    """
    blanked = f"{words[:first]}{'x' * (last - first)}{words[last:]}"
    clauses = _clauses(blanked)
    marked = Marked(sentence, blanked, (), (), clauses, ())
    found = alone(marked) if habits else moods(marked)
    here = Mood.JOKE if any(Mood.JOKE in mood for mood in found) else Mood.ASSERTED
    for place, (begin, stop) in enumerate(clauses):
        if begin < last and stop > first:
            here |= found[place]
            if habits and place:
                here |= _governed(found[place - 1], blanked, clauses[place - 1], begin)
    return here


def _governed(before: Mood, words: str, clause: tuple[int, int], begin: int) -> Mood:
    """What a clause takes from the one in front of it."""
    mood = before & Mood.HEARSAY
    joined = words[clause[1] : begin].strip() in {"", ","} and not _COORDINATED.match(words, begin)
    return mood | (Mood.CONDITIONAL if joined and _CONDITION_FIRST.match(words, clause[0]) else mood)


def _blank(match: re.Match[str]) -> str:
    return "x" * len(match[0])


def _clauses(words: str) -> tuple[tuple[int, int], ...]:
    found, start = [], 0
    for cut in _SPLIT.finditer(words):
        if cut.start() > start:
            found.append((start, cut.start()))
        start = cut.end()
    return (*found, (start, len(words)))
