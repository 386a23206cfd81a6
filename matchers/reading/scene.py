"""A letter as the rules about people see it: its sentences, who is on it, who is named where, which addresses stand in it."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import NamedTuple

from matchers.reading import force, haste, ours
from matchers.reading.clefts import (
    AND_HERS,
    APART,
    AS_KNOWN,
    ASIDE,
    AWAY,
    BEFORE_YOU,
    BESIDE,
    BOSS,
    BRINGS,
    CLEFTS,
    FROM,
    I_AM,
    REVERSED,
    THE,
    TITLED,
    TO,
    WITH,
)
from matchers.reading.modality import Mood
from matchers.reading.names import ADDRESS, Mention, Someone, circle, index, is_shared, mentions
from matchers.reading.text import MAX_READ, Language, Sentence, flowing, level, sentences
from matchers.reading.written import people_of
from sync.model import MAX_QUOTE, Letter

MAX_ADDRESSES = 50

_OTHERS = (
    r"board|committee|team|department|management|council|vorstand|aufsichtsrat|gremium|abteilung|geschäftsführung|geschäftsleitung|gemeinderat|kreistag|comité|conseil|équipe|direction|service|consejo|equipo"
    r"|departamento|dirección|pleno|colleagues?|kolleg(?:e|in|en)|collègues?|compañer[oa]s?|assistant|assistentin|boss|chef|chefin|jefe"
)
_BOARD = re.compile(rf"(?:{_OTHERS})\b")
_ONES: dict[Language, tuple[str, str, str]] = {
    "en": (
        "i|me|mine|myself|undersigned",
        "he|she|him|her|hers|his",
        "we|you|they|somebody|someone|nobody|no one|everyone|everybody",
    ),
    "de": (
        "ich|mich|mir|unterzeichnete[rn]?",
        "er|sie|ihm|ihn|ihr",
        "wir|man|das|dies|jemand|niemand|keiner|jeder|uns",
    ),
    "fr": ("je|j|moi|soussignée?", "il|elle|lui", "nous|vous|on|tu|ils|elles|ce|cela|ça|quelqu'un|personne|eux"),
    "es": (
        "yo|mí|conmigo|abajo firmante",
        "él|ella",
        "nosotros|usted|ustedes|ellos|ellas|vosotros|alguien|nadie|eso|esto",
    ),
}
_PRONOUNS: dict[Language, re.Pattern[str]] = {
    language: re.compile(rf"(?<![\w'])(?:(?P<me>{me})|(?P<they>{they})|(?P<other>{other}|{_OTHERS}))(?!\w)")
    for language, (me, they, other) in _ONES.items()
}
# Verbs of the first person say "I" without the word.
FIRST = re.compile(r"\b(?:voy|debo|puedo|podré|dirijo|libero|firmaré|aprobaré|dispongo|compruebo|pruebo|tengo|tendré|manejo|controlo|gestiono|apruebo|autorizo|llevo|llevaré|negocio|negociaré|reviso|revisaré|valido|validaré|decido|decidiré|tomo|tomaré|firmo|uso|usaré|utilizo|utilizaré|evalúo|evaluaré"
                    r"|soy|me encarg\w+|me ocup\w+|j'\w+)\b")  # fmt: skip
_IS = re.compile(
    r"'s (?=the\b|our\b|your\b|my\b|going\b|got\b|been\b|now\b|also\b|in\b|handling|running|pushing|taking|joining|leading|responsible|a\b|an\b|here|on\b)"
)


_DEMONSTRATIVE = re.compile(r"(?:, |(?<=\. )|(?<=\n)|- )(?:und )?(?:der|die|welcher?)(?= )")
_YOU = re.compile(r"(?:you|vous|nous|usted(?:es)?|you'll)(?!\w)")
_OBJECT = re.compile(r"(?:him|hers?|his|me|mine|myself|ihn|ihm|ihr|mich|mir|uns)\b(?! (?:in )?to\b)")
_REACH = 30
_CLOSED = {"(": re.compile(r"\)"), ",": re.compile(r",")}
_BREAK = re.compile(r"[:.!?]\s")


class Subject(NamedTuple):
    """Who does what a rule found. `who` None: named, but not on the letter."""

    who: Someone | None
    name: str


Candidate = tuple[int, str, Mention | None]
"""A name or pronoun: where it stands, what it is (`name`, `me`, `they`, `other`), and the mention where it is a name."""


class Scene:
    """Everything that the rules share, found once."""

    def __init__(self, letter: Letter) -> None:
        self.letter = letter
        self.text = letter.text[:MAX_READ]
        self.words = flowing(haste.apostrophes(ours.marked(level(self.text), letter)))
        self.sentences: list[Sentence] = list(sentences(self.words, self.text))
        self.addresses = _addresses(self.text)
        self.people = circle(letter)
        self.people += people_of(self.text, self.addresses, self.people)
        self.author = self.people[0]
        self.card = f"{letter.author.name}\n{letter.signature}\n{letter.text[-300:]}"
        known = index(self.people)
        self.sloppy = haste.is_sloppy(self.text)
        self.mentions = mentions(haste.with_capitals(self.text, known) if self.sloppy else self.text, known)
        self._starts = [mention.start for mention in self.mentions]
        self.away = bool(AWAY.search(self.words[:1_500]))

    def named(self, start: int, end: int) -> list[Mention]:
        """The mentions that begin within a part of the text."""
        at = bisect_left(self._starts, start)
        found: list[Mention] = []
        while at < len(self.mentions) and self.mentions[at].start < end:
            found.append(self.mentions[at])
            at += 1
        return found

    def written(self, at: int) -> bool:
        """Whether a place lies within an address."""
        return any(start <= at < end for start, end, _ in self.addresses)

    def quote(self, start: int, end: int) -> str:
        """The text as it stands there."""
        return " ".join(self.text[start:end].split("\n"))[:MAX_QUOTE].strip()

    def asserts(
        self, sentence: Sentence, start: int, end: int, *, allowed: Mood = Mood.ASSERTED, habits: bool = False
    ) -> bool:
        """Whether the clause around a match is meant as it stands. The match itself is not looked at.

        `habits`: what somebody usually or always does is meant, too.
        """
        return force.asserts(sentence, start, end, allowed=allowed, habits=habits)

    def before(self, sentence: Sentence, at: int) -> Subject | None:
        """The last person in front of a place in a sentence; None where something else is the last, or nobody.

        What is said of the person aside (`Ann, whom you met, …`) names nobody.
        """
        found = self._candidates(sentence, sentence.start, at)
        asides = [span for one in found for span in self._asides(one, at)]
        found = [one for one in found if not any(start <= one[0] < end for start, end in asides)]
        while found and self._is_object(found[-1], at, sentence):
            found.pop()
        if sentence.language == "de" and (clause := self._relative(sentence, at)) is not None:
            if I_AM.search(self.words, max(sentence.start, clause - 40), clause):
                return Subject(self.author, self.author.name)
            named = [one for one in found if one[0] < clause and one[1] in {"name", "they"}]
            if not any(one[0] >= clause and (one[1] in {"me", "name"} or self._is_board(one)) for one in found):
                if any(one[0] > named[-1][0] and one[0] < clause and self._is_board(one) for one in found if named):
                    return None
                return self._resolve(named[-1], sentence) if named else self._meant(clause, sentence)
        return self._resolve(found[-1], sentence) if found else None

    def _relative(self, sentence: Sentence, at: int) -> int | None:
        """Where a German clause begins in front of a place whose subject is `der` or `die`: somebody named before."""
        begun = [one.start() for one in _DEMONSTRATIVE.finditer(self.words, sentence.start, at)]
        return begun[-1] if begun else None

    def _is_board(self, one: Candidate) -> bool:
        """Whether it is several people, or somebody else by what they are."""
        return one[1] == "other" and one[2] is None and bool(_BOARD.match(self.words, one[0]))

    def _asides(self, one: Candidate, at: int) -> list[tuple[int, int]]:
        """What stands between commas or brackets behind a name, as far as it ends before a place."""
        mention = one[2]
        if mention is None or not (begun := ASIDE.match(self.words, mention.end, at)):
            return []
        end = _CLOSED["(" if "(" in begun[0] else ","].search(self.words, begun.end(), min(at, begun.end() + 120))
        return [(begun.start(), end.end())] if end else []

    def agent(self, sentence: Sentence, start: int, end: int, *, picked: bool) -> Subject | None:
        """The one person of the clause around a part of a sentence; None for nobody, and for several.

        Somebody who is picked out, as in `it is Ann who`, is the one whoever else is there. `picked`: only such a one will do.
        """
        cleft = next((one for one in CLEFTS.finditer(self.words, sentence.start, start)), None)
        if cleft is not None:
            name = cleft.lastgroup or "who"
            found = self._candidates(sentence, *cleft.span(name), owner=True)
            return self._resolve(found[0], sentence) if len(found) == 1 else None
        if (told := next((one for one in REVERSED.finditer(self.words, sentence.start, start)), None)) is not None:
            return Subject(self.author, self.author.name) if told["me"] else self.before(sentence, told.start())
        if picked:
            return None
        begin = max(sentence.start, *(self.words.rfind(sign, sentence.start, start) + 1 for sign in ",;:("))
        stop = min(
            (at for sign in ",;:)" if (at := self.words.find(sign, end, sentence.end)) > 0), default=sentence.end
        )
        while True:
            found = [one for one in self._candidates(sentence, begin, stop) if self._acts(one, sentence)]
            if found or begin <= sentence.start or start - begin > 160:
                break
            begin = max(sentence.start, self.words.rfind(",", sentence.start, begin - 1) + 1)
        people = {self._resolve(one, sentence) for one in found}
        return people.pop() if len(people) == 1 else None

    def _beside_one(self, one: Candidate, sentence: Sentence) -> bool:
        """Whether it is somebody's people beside them: `Ann and her team`."""
        return one[1] == "other" and bool(AND_HERS.search(self.words, max(sentence.start, one[0] - 24), one[0]))

    def _acts(self, one: Candidate, sentence: Sentence) -> bool:
        """Whether a name or pronoun may be who does something: none behind `with` or `for`, no German noun, no `you` behind a verb."""
        start, _, mention = one
        before = self.words[max(sentence.start, start - 12) : start]
        if mention is not None:
            return not (mention.strange and (_is_noun(mention, sentence) or " " not in mention.name)) and not TO.search(
                before
            )
        return not (
            self._beside_one(one, sentence)
            or (self._is_board(one) and FROM.search(before))
            or _OBJECT.match(self.words, start)
            or AS_KNOWN.match(self.words, start)
            or THE.match(self.text, start)
            or BESIDE.search(before)
            or (_YOU.match(self.words, start) and not BEFORE_YOU.search(before))
        )

    def opens(self, sentence: Sentence, at: int) -> bool:
        """Whether nobody stands in front of a place in its clause, and nothing that does something."""
        found = self._candidates(sentence, max(sentence.start, self.words.rfind(",", sentence.start, at) + 1), at)
        return all(self._is_object(one, at, sentence) for one in found)

    def after(self, sentence: Sentence, at: int, reach: int = 60, *, owner: bool = False) -> Subject | None:
        """The first person behind a place in a sentence, not far from it. `owner`: by what is theirs (`Ann's signature`)."""
        found = self._candidates(sentence, at, min(sentence.end, at + reach), owner=owner)
        while found and (self._passes(found[0], sentence, at) or self._is_explained(found)):
            found.pop(0)
        if not found or APART.search(self.words, at, found[0][0]):
            return None
        return self._resolve(found[0], sentence)

    def _is_explained(self, found: list[Candidate]) -> bool:
        """Whether `my boss` stands there, and behind it who that is."""
        begin = found[0][0]
        if len(found) < 2 or found[0][1] != "other" or found[0][2] is not None or found[1][2] is None:
            return False
        return bool(BOSS.fullmatch(self.words, begin, found[1][0]))

    def _passes(self, one: Candidate, sentence: Sentence, at: int) -> bool:
        """Whether words behind a place are no person: a German noun, or `for us` on the way to the name."""
        if one[2] is not None:
            return _is_noun(one[2], sentence)
        return one[0] > at and bool(BESIDE.search(self.words, max(at, one[0] - 8), one[0]))

    def _candidates(self, sentence: Sentence, start: int, end: int, *, owner: bool = False) -> list[Candidate]:
        """Names and pronouns between two places of a sentence, in order."""
        found: list[Candidate] = []
        inside = self.named(start, end)
        for mention in inside:
            kind = "name" if owner or not self._owns(mention) else "other"
            found.append((mention.start, kind, mention))
        spans = [(mention.start, mention.end) for mention in inside]
        for pronoun in _PRONOUNS[sentence.language].finditer(self.words, start, end):
            at = pronoun.start()
            if not any(first <= at < last for first, last in spans):
                found.append((at, pronoun.lastgroup or "other", None))
        return sorted(found, key=lambda one: one[0])

    def _is_object(self, one: Candidate, at: int, sentence: Sentence) -> bool:
        """Whether it cannot be who does what follows: words far off that may be a name, a German noun, `him` or `mir`."""
        start, _, mention = one
        if mention is not None:
            return mention.strange and (not self._beside(mention, at) or _is_noun(mention, sentence))
        return self._beside_one(one, sentence) or bool(
            _OBJECT.match(self.words, start)
            or AS_KNOWN.match(self.words, start)
            or BESIDE.search(self.words, max(sentence.start, start - 8), start)
        )

    def _beside(self, mention: Mention, at: int) -> bool:
        """Whether words that may be a name stand right in front of a place."""
        return at - mention.end <= _REACH and not _BREAK.search(self.words, mention.end, at)

    def _owns(self, mention: Mention) -> bool:
        """Whether it is not the person but what is the person's: her team, his assistant."""
        return self.words.startswith("'s ", mention.end) and not _IS.match(self.words, mention.end)

    def _resolve(self, one: Candidate, sentence: Sentence) -> Subject | None:
        at, kind, mention = one
        if kind == "me":
            return Subject(self.author, self.author.name)
        if kind == "name" and mention is not None:
            return _subject(mention)
        if kind != "they":
            return None
        return self._meant(at, sentence)

    def last_named(self, sentence: Sentence, at: int) -> Subject | None:
        """Whom a verb without a subject means, as Spanish has them: the last outside person named before."""
        return self._meant(at, sentence)

    def _meant(self, at: int, sentence: Sentence) -> Subject | None:
        """Whom a pronoun means: the last outside person named before, at most three sentences back."""
        order = self.sentences.index(sentence)
        start = self.sentences[max(0, order - 3)].start
        named = [mention for mention in self.named(start, at) if not mention.strange and not self._is_side(mention)]
        strange = [
            mention for mention in self.named(sentence.start, at) if mention.strange and sentence.language != "de"
        ]
        named = self._introduced(named)
        wrong = next((titles for words, titles in TITLED if words.match(self.words, at)), ())
        named = [mention for mention in named if not mention.name.lower().startswith(wrong)] if wrong else named
        if named and strange and _begins_alone(strange[-1], sentence):
            strange.pop()
        if strange and (not named or named[-1].start < strange[-1].start):
            return Subject(None, strange[-1].name)
        if not named:
            return None
        last = _subject(named[-1])
        same = [mention for mention in named if mention.who is not named[-1].who and mention.start >= sentence.start]
        return None if same else last

    def _introduced(self, named: list[Mention]) -> list[Mention]:
        """Whom a letter brings in is meant rather than those with whom they work: `I add Ann, who works with Tom. She …`."""
        if len(named) < 2 or not BRINGS.search(self.words, max(0, named[0].start - 60), named[-1].start):
            return named
        alone = [one for one in named if not WITH.search(self.words, max(0, one.start - 20), one.start)]
        return alone or named

    def _is_side(self, mention: Mention) -> bool:
        """Whether a name is the rep's side, or the author's own."""
        return mention.who is not None and (not mention.who.outside or mention.who.address == self.author.address)


def _is_noun(mention: Mention, sentence: Sentence) -> bool:
    """Whether a word has its capital because German gives it to every noun."""
    return mention.strange and sentence.language == "de" and " " not in mention.name


def _begins_alone(mention: Mention, sentence: Sentence) -> bool:
    """Whether a word may have its capital because it begins the sentence."""
    return mention.start - sentence.start < 3 and " " not in mention.name


def _subject(mention: Mention) -> Subject | None:
    if mention.who is None:
        return Subject(None, mention.name)
    return Subject(mention.who, mention.who.name or mention.name) if mention.who.outside else None


def _addresses(text: str) -> list[tuple[int, int, str]]:
    """The addresses of persons in a text: start, end, address in lower case."""
    if "@" not in text:
        return []
    found = [(match.start(), match.end(), match[0].lower()) for match in ADDRESS.finditer(text)]
    return [one for one in found[:MAX_ADDRESSES] if not is_shared(one[2])]
