"""A letter as the rules about people see it: its sentences, who is on it, who is named where, which addresses stand in it."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import NamedTuple

from matchers.reading.marked import Marked
from matchers.reading.modality import Mood, moods
from matchers.reading.names import ADDRESS, Mention, Someone, circle, index, is_shared, mentions
from matchers.reading.text import MAX_READ, Language, Sentence, level, sentences
from matchers.reading.written import people_of
from sync.model import MAX_QUOTE, Letter

MAX_ADDRESSES = 50

_AWAY = re.compile(
    r"\b(?:out of (?:the )?office|on (?:annual |maternity |paternity |parental |sick )?leave (?:until|till|from)|away from (?:my|the) (?:desk|office)|automatic reply"
    r"|currently (?:away|travelling|out)|limited access to (?:my )?e?-?mail|in my absence|while i(?:'m| am) away|during my absence"
    r"|nicht im (?:haus|büro|hause)|bin ich (?:abwesend|im urlaub)|in meiner abwesenheit|während meiner abwesenheit|abwesenheitsnotiz|automatische antwort"
    r"|bin (?:bis|ab|vom|derzeit|zurzeit|momentan)\b[^.\n]{0,60}\b(?:abwesend|urlaub|nicht erreichbar|außer haus|ausser haus)|meine vertretung"
    r"|(?:suis|serai) (?:actuellement )?(?:absente?|en congés?)|en mon absence|pendant mon absence|réponse automatique|absente? du bureau"
    r"|fuera de la oficina|en mi ausencia|durante mi ausencia|respuesta automática|(?:estoy|estaré|me encuentro) (?:de vacaciones|ausente|de baja))\b"
)
_OTHERS = (
    r"board|committee|team|department|management|council|vorstand|aufsichtsrat|gremium|abteilung|geschäftsführung|geschäftsleitung|gemeinderat|kreistag|comité|conseil|équipe|direction|service|consejo|equipo"
    r"|departamento|dirección|pleno|colleagues?|kolleg(?:e|in|en)|collègues?|compañer[oa]s?|assistant|assistentin|boss|chef|chefin|jefe"
)
_ONES: dict[Language, tuple[str, str, str]] = {
    "en": (
        "i|me|mine|myself",
        "he|she|him|her|hers|his",
        "we|you|they|somebody|someone|nobody|no one|everyone|everybody",
    ),
    "de": ("ich|mich|mir", "er|sie|ihm|ihn|ihr", "wir|man|das|dies|jemand|niemand|keiner|jeder|uns"),
    "fr": ("je|j|moi", "il|elle|lui", "nous|vous|on|tu|ils|elles|ce|cela|ça|quelqu'un|personne|eux"),
    "es": ("yo", "él|ella", "nosotros|usted|ustedes|ellos|ellas|vosotros|alguien|nadie|eso|esto"),
}
_PRONOUNS: dict[Language, re.Pattern[str]] = {
    language: re.compile(rf"(?<![\w'])(?:(?P<me>{me})|(?P<they>{they})|(?P<other>{other}|{_OTHERS}))(?!\w)")
    for language, (me, they, other) in _ONES.items()
}
# Verbs of the first person say "I" without the word.
FIRST = re.compile(r"\b(?:tengo|tendré|manejo|controlo|gestiono|apruebo|autorizo|llevo|llevaré|negocio|negociaré|reviso|revisaré|valido|validaré|decido|decidiré|tomo|tomaré|firmo|uso|usaré|utilizo|utilizaré|evalúo|evaluaré"
                    r"|soy|me encarg\w+|me ocup\w+|j'\w+)\b")  # fmt: skip
_IS = re.compile(
    r"'s (?=the\b|our\b|your\b|my\b|going\b|got\b|been\b|now\b|also\b|in\b|handling|running|pushing|taking|joining|leading|responsible|a\b|an\b|here|on\b)"
)


_SPLIT = re.compile(r"\s*[,;:]\s+|\s+-+\s+|\s+(?=(?:but|aber|sondern|mais|pero|sino)\b)")
_DENIED = re.compile(r"\b(?:not|no longer|never|nicht|kein\w{0,3}|nie|pas|jamais|plus|no|nunca)\b|n't\b")


_OBJECT = re.compile(r"(?:him|hers?|his|me|mine|myself|ihn|ihm|ihr|mich|mir|uns)\b(?! (?:in )?to\b)")
_APART = re.compile(
    r"[;:]\s|\b(?:as|expected|soon|in|on|by|for|when|that|to|not|if|after|before|because|wenn|dass|nach|vor|bis|si|cuando|quand|que|après|pour|para)\b"
)
_REACH = 30
_BREAK = re.compile(r"[:.!?]\s")


class Subject(NamedTuple):
    """Who does what a rule found. `who` None: named, but not on the letter."""

    who: Someone | None
    name: str


class Scene:
    """Everything that the rules share, found once."""

    def __init__(self, letter: Letter) -> None:
        self.letter = letter
        self.text = letter.text[:MAX_READ]
        self.words = level(self.text)
        self.sentences: list[Sentence] = list(sentences(self.words, self.text))
        self.addresses = _addresses(self.text)
        known = circle(letter)
        self.people = [*known, *people_of(self.text, self.addresses, known)]
        self.author = self.people[0]
        self.card = f"{letter.author.name}\n{letter.signature}\n{letter.text[-300:]}"
        self.mentions = mentions(self.text, index(self.people))
        self._starts = [mention.start for mention in self.mentions]
        self.away = bool(_AWAY.search(self.words[:1_500]))

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

    def asserts(self, sentence: Sentence, start: int, end: int, *, allowed: Mood = Mood.ASSERTED) -> bool:
        """Whether the clause around a match is meant as it stands. The match itself is not looked at."""
        words = sentence.words
        first, last = start - sentence.start, end - sentence.start
        blanked = f"{words[:first]}{'x' * (last - first)}{words[last:]}"
        clauses = _clauses(blanked)
        found = moods(Marked(sentence, blanked, (), (), clauses, ()))
        here = [mood for (begin, stop), mood in zip(clauses, found, strict=True) if begin < last and stop > first]
        return all(not mood & ~allowed for mood in here) and (
            bool(allowed & Mood.DENIED) or not _DENIED.search(words, first, last)
        )

    def before(self, sentence: Sentence, at: int) -> Subject | None:
        """The last person in front of a place in a sentence; None where something else is the last, or nobody."""
        found = self._candidates(sentence, sentence.start, at)
        while found and self._is_object(found[-1], at, sentence):
            found.pop()
        return self._resolve(found[-1], sentence) if found else None

    def opens(self, sentence: Sentence, at: int) -> bool:
        """Whether nobody stands in front of a place in a sentence, and nothing that does something."""
        found = self._candidates(sentence, sentence.start, at)
        return all(self._is_object(one, at, sentence) for one in found)

    def after(self, sentence: Sentence, at: int, reach: int = 60, *, owner: bool = False) -> Subject | None:
        """The first person behind a place in a sentence, not far from it. `owner`: by what is theirs (`Ann's signature`)."""
        found = self._candidates(sentence, at, min(sentence.end, at + reach), owner=owner)
        while found and found[0][2] is not None and _is_noun(found[0][2], sentence):
            found.pop(0)
        if not found or _APART.search(self.words, at, found[0][0]):
            return None
        return self._resolve(found[0], sentence)

    def _candidates(
        self, sentence: Sentence, start: int, end: int, *, owner: bool = False
    ) -> list[tuple[int, str, Mention | None]]:
        """Names and pronouns between two places of a sentence, in order."""
        found: list[tuple[int, str, Mention | None]] = []
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

    def _is_object(self, one: tuple[int, str, Mention | None], at: int, sentence: Sentence) -> bool:
        """Whether it cannot be who does what follows: words far off that may be a name, a German noun, `him` or `mir`."""
        start, _, mention = one
        if mention is not None:
            return mention.strange and (not self._beside(mention, at) or _is_noun(mention, sentence))
        return bool(_OBJECT.match(self.words, start))

    def _beside(self, mention: Mention, at: int) -> bool:
        """Whether words that may be a name stand right in front of a place."""
        return at - mention.end <= _REACH and not _BREAK.search(self.words, mention.end, at)

    def _owns(self, mention: Mention) -> bool:
        """Whether it is not the person but what is the person's: her team, his assistant."""
        return self.words.startswith("'s ", mention.end) and not _IS.match(self.words, mention.end)

    def _resolve(self, one: tuple[int, str, Mention | None], sentence: Sentence) -> Subject | None:
        at, kind, mention = one
        if kind == "me":
            return Subject(self.author, self.author.name)
        if kind == "name" and mention is not None:
            return _subject(mention)
        if kind != "they":
            return None
        return self._meant(at, sentence)

    def _meant(self, at: int, sentence: Sentence) -> Subject | None:
        """Whom a pronoun means: the last outside person named before, at most three sentences back."""
        order = self.sentences.index(sentence)
        start = self.sentences[max(0, order - 3)].start
        named = [mention for mention in self.named(start, at) if not mention.strange and not self._is_side(mention)]
        strange = [
            mention for mention in self.named(sentence.start, at) if mention.strange and sentence.language != "de"
        ]
        if strange and (not named or named[-1].start < strange[-1].start):
            return Subject(None, strange[-1].name)
        if not named:
            return None
        last = _subject(named[-1])
        same = [mention for mention in named if mention.who is not named[-1].who and mention.start >= sentence.start]
        return None if same else last

    def _is_side(self, mention: Mention) -> bool:
        """Whether a name is the rep's side, or the author's own."""
        return mention.who is not None and (not mention.who.outside or mention.who.address == self.author.address)


def _is_noun(mention: Mention, sentence: Sentence) -> bool:
    """Whether a word has its capital because German gives it to every noun."""
    return mention.strange and sentence.language == "de" and " " not in mention.name


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


def _clauses(words: str) -> tuple[tuple[int, int], ...]:
    found, start = [], 0
    for cut in _SPLIT.finditer(words):
        if cut.start() > start:
            found.append((start, cut.start()))
        start = cut.end()
    return (*found, (start, len(words)))
