"""What a person does in the purchase: by what the text says that somebody decides, pays, checks, negotiates, pushes or uses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, cached_property, lru_cache

from matchers.reading import (
    part_cues,
    part_de,
    part_doubts,
    part_en,
    part_es,
    part_fr,
    part_idioms,
    part_mine,
    part_open,
    part_others,
    part_says,
    part_wide,
)
from matchers.reading.bag import bag
from matchers.reading.modality import Mood
from matchers.reading.names import STARTERS
from matchers.reading.part_forms import How, Row
from matchers.reading.required import Gate
from matchers.reading.scene import FIRST, Scene, Subject
from matchers.reading.text import Language, Sentence, languages_in
from sync.model import Finding

MAX_FOUND = 12
_LANGUAGES: dict[Language, tuple[tuple[Row, ...], dict[str, str]]] = {
    "en": (part_en.ROWS, part_en.KEYS),
    "de": (part_de.ROWS, part_de.KEYS),
    "fr": (part_fr.ROWS, part_fr.KEYS),
    "es": (part_es.ROWS, part_es.KEYS),
}
_ASKING = re.compile(
    r"(?:knows?|wonders?|explains?|shows?|weiß|weiss|erklärt?|zeigt|sait|savent|sabe[ns]?|explique|explica|asks?|asking|fragt|see|find out|clear|sure|about|question|tell me|wissen|frage|klären|klar|sagen|savoir|demande|pregunta|dire|sais|saber|preguntar|sé)[ ,]+(?:who|wer|qui|quién)\s*$"
)
_PAST = re.compile(
    r"\b(?:used to|formerly|previously|back then|last year|in the past|früher|ehemals|damals|seinerzeit|letztes jahr|autrefois|auparavant|à l'époque|l'an dernier|antes(?! de)|anteriormente|el año pasado)\b"
)
_DATED = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|(?:mon|diens|donners|frei|sams|sonn)tags?|mittwochs?|lundi|mardi|mercredi|jeudi|vendredi|lunes|martes|miércoles|jueves|viernes|today|tomorrow|tonight|heute|demain|aujourd'hui|hoy"
    r"|(?:this|next|the coming) (?:week|month|quarter)|(?:nächste|diese|kommende)[rn]? (?:woche|monat)|(?:la semaine|le mois) prochaine?|cette semaine|(?:la semana|el mes) (?:que viene|próxim[oa])|esta semana|la próxima semana|by the end of|kw ?\d\d?|\d{1,2}[./]\d{1,2}\b|end of (?:the )?(?:week|month|quarter)"
    r"|(?:january|february|march|april|june|july|august|september|october|november|december|januar|februar|märz|juni|juli|oktober|dezember|janvier|février|mars|avril|juin|juillet|août|septembre|octobre|novembre|décembre|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre))\b"
)
_GUESS = re.compile(
    r"(?:^|[.,;:!?\n-] ?|\b(?:and|und|et|y|so|but|aber|mais|pero|then|our|my|mein|unser|unsere|notre|mon|ma|nuestro|nuestra|mi|herr|frau|señora?) )((?!(?:and|und|et|nobody|no one|everybody|everyone|somebody|the|der|die|das|le|la|el|you|we|they|it|wir|man|nous|vous|on|who|qui|que|wer)\b)[^\W\d_]{3,20}(?: [^\W\d_]{3,20})?) $"
)
_OLD = re.compile(
    r"\b(?:your old|old (?:system|tool|software|platform)|alten? (?:systems?|programms?|software|anlage|lösung)|ancien(?:ne)? \w+|(?:sistema|programa|software) (?:viejo|antiguo|actual)|existing|current)\b"
)
_NOUN_BEHIND = re.compile(
    r"(?:(?!(?:im|am|in|auf|zum|zur|ins|vom|nach|bis)\b)[a-zäöüß]+ |unser\w* [A-ZÄÖÜ][\w-]+, )*([A-ZÄÖÜ][\w-]{2,20}(?: [A-ZÄÖÜ][\w-]{2,20})?)\b(?! [A-ZÄÖÜ])"
)
_NOUN_BEFORE = re.compile(
    r"(?:^|[^\w ] |\b(?:der|die|und|aber|unser|unsere) )([A-ZÄÖÜ][\w-]{2,20}(?: [A-ZÄÖÜ][\w-]{2,20})?) $"
)
_LAW = re.compile(
    r"\b(?:legal\w*|law(?:yers?)?|counsel|solicitor|attorney|jurist\w*|juridi\w+|rechts\w+|rechtlich\w*|justiziar\w*|syndikus|anw[aä]lt\w*|avocate?s?|abogad\w+|jurídic\w+|compliance|every contract|all (?:our )?contracts"
    r"|jeden vertrag|jeder vertrag|tout contrat|any contract|cualquier contrato|alle verträge|tous les contrats|todos los contratos|redlin\w+|letrad[oa]|clauses?|klauseln?|cláusulas?|liability|haftung\w*|contract side|c'est moi|i'm the one|i am the one|soy yo|soy quien|derjenige|diejenige)\b",
    re.IGNORECASE,
)
_FALSE = re.compile(r"\b(?:fai[st]?|fais(?:ons|ez)|fera[is]?|faire) (?:\w+ )?signe\b")
"""A sign that somebody gives, and no signature."""
_GATE = re.compile(
    r"\b(?:before|bevor|avant|antes|for us|on our (?:side|end)|bei uns|für uns|chez nous|de notre côté|por nuestra parte|responsible|in charge|charge|(?:bei|an|über|with|through|to|by|avec|par|à|con|por) (?:mir|me|moi|mí)|conmigo|zuständig|verantwort\w+|technically|technisch|techniquement|técnicamente"
    r"|every|jede[rnms]?|chaque|cada|i'm the one|it's me|c'est (?:à )?moi|a mí me|soy quien|soy yo|mein\w* (?:hand|händen|tisch)|my (?:review|test|bench|desk)\w*|make sure|sicherstell\w*|m'assurer|asegurar\w*|our (?:line|site|floor|plant|shop|lab|kitchen|yard|works|fields?)|in unsere\w* \w+|in der werkstatt|dans (?:notre|nos)|im labor|sur (?:notre|nos)|en nuestr\w+|the results|report|bericht|rapport|informe|en lo técnico|côté technique|technical end|ma pomme|contact|ansprech\w+|interlocut\w+|referente|evaluat\w+|bewert\w+|évalu\w+|evalu\w+)\b"
)


_LOOKING = re.compile(
    r"\b(?:know (?:some|any)(?:body|one)|(?:kennen|kennst|wissen) (?:sie|ihr|du)? ?(?:jemand|wen|einen)|connaiss\w+(?:-vous|-tu)? quelqu'un|conoc\w+ (?:usted )?a alguien)\b"
)
"""A question for a tip: what comes next is of that."""


_PERSONS = bag(
    "i me my mine myself he she him her his hers undersigned ich mich mir mein meine meinem meiner meinen er sie ihm ihn ihr ihre ihrem ihren ihrer sein seine seinem seiner seinen"
    " der die unterzeichneter unterzeichnete je j moi m mon ma mes il elle lui son sa ses soussigné soussignée"
)


class _Pattern:
    """A row, made a pattern when its words are first there."""

    def __init__(self, row: Row, need: int) -> None:
        self.how, self.once, self.need, self._written = row.how, row.once, need, row.pattern

    @cached_property
    def search(self) -> re.Pattern[str]:
        """Its words."""
        return re.compile(self._written)


def find(scene: Scene) -> list[Finding]:
    """The findings of kind contact_role, each person and role once."""
    found: dict[tuple[str, str], Finding] = {}
    asked = False
    for sentence in scene.sentences:
        if sentence.asks or asked:
            asked = sentence.asks and bool(_LOOKING.search(sentence.words))
            continue
        for subject, role in _told(scene, sentence):
            key = (subject.who.address if subject.who else subject.name, role)
            found.setdefault(key, _finding(scene, sentence, subject, role))
            if len(found) >= MAX_FOUND:
                return list(found.values())
    return list(found.values())


def _told(scene: Scene, sentence: Sentence) -> Iterator[tuple[Subject, str]]:
    """Who has which part, by one sentence. What has told one role tells no other."""
    taken: list[tuple[int, int]] = []
    for language, role in _opened(sentence):
        for pattern in _tried(language, role, sentence.tokens):
            for match in pattern.search.finditer(scene.words, sentence.start, sentence.end):
                if any(first < match.end() and match.start() < last for first, last in taken):
                    continue
                subject = _subject(scene, sentence, language, pattern.how, match)
                if (
                    subject is not None
                    and not _is_shared_out(scene, subject, pattern.how, match)
                    and _is_meant(scene, sentence, language, pattern, match)
                    and _is_part(scene, sentence, subject, role, *match.span())
                ):
                    taken.append(match.span())
                    yield subject, role
    if taken or not _names(scene, sentence) or _DATED.search(sentence.words):
        return
    said = [*part_says.told(scene, sentence), *part_wide.told(scene, sentence)]
    told = [*((*one, Mood.ASSERTED) for one in said), *part_open.told(scene, sentence)]
    for subject, role, start, end, mood in told:
        if (
            (subject.who is None or subject.who.outside)
            and not any(_beside(scene, start, end, first, last) for first, last in taken)
            and not part_cues.is_apart(sentence, start, end)
            and all(
                scene.asserts(sentence._replace(spoken=each), start, end, allowed=mood, habits=True)
                for each in _LANGUAGES
            )
            and _is_part(scene, sentence, subject, role, start, end)
        ):
            taken.append((start, end))
            yield subject, role


def _beside(scene: Scene, start: int, end: int, first: int, last: int) -> bool:
    """Whether two parts of a sentence overlap, or no comma stands between them."""
    if start < last and first < end:
        return True
    return "," not in scene.words[min(end, last) : max(start, first)]


def _names(scene: Scene, sentence: Sentence) -> bool:
    """Whether somebody may be meant by a sentence: by name, by a pronoun, or by a Spanish verb."""
    return (
        not sentence.tokens.isdisjoint(_PERSONS)
        or bool(scene.named(sentence.start, sentence.end))
        or sentence.language == "es"
        or scene.sloppy
    )


def _is_shared_out(scene: Scene, subject: Subject, how: How, match: re.Match[str]) -> bool:
    """Whether somebody else stands between the verb and the thing: `Tom checks the kit and Ann the contract`."""
    if how not in {"before", "verb_last"}:
        return False
    inside = scene.named(match.start() + 1, match.end())
    if any(one.who is not None and one.who != subject.who and one.who.outside for one in inside):
        return True
    return any(one.who is not None and scene.words.find(",", one.end, match.end()) > 0 for one in inside)


def _opened(sentence: Sentence) -> list[tuple[Language, str]]:
    """The roles whose words stand in a sentence, in each language that it may be in."""
    opened = frozenset().union(*map(_opens, sentence.tokens))
    if not opened:
        return []
    spoken = languages_in(sentence)
    return [place for place in _PLACES if place in opened and place[0] in spoken]


def _is_meant(scene: Scene, sentence: Sentence, language: Language, pattern: _Pattern, match: re.Match[str]) -> bool:
    """Whether it is asserted, in the sentence's language and in the phrase's."""
    if pattern.once and _DATED.search(sentence.words):
        return False
    # `Nothing without Ann's signature` denies, and says so.
    allowed = Mood.DENIED if pattern.how in {"none", "contrast"} else Mood.ASSERTED
    if not scene.asserts(sentence, *match.span(), allowed=allowed, habits=True):
        return False
    return language == sentence.language or scene.asserts(
        sentence._replace(spoken=language), *match.span(), allowed=allowed, habits=True
    )


def _is_part(scene: Scene, sentence: Sentence, subject: Subject, role: str, start: int, end: int) -> bool:
    """Whether it is a part in the purchase: not of the past, and of oneself no mere promise to look at something."""
    said = scene.words[start:end]
    if _PAST.search(scene.words, sentence.start, end):
        return False
    own = subject.who is scene.author
    if _FALSE.search(scene.words, max(sentence.start, start - 6), end):
        return False
    if part_doubts.is_doubtful(scene.words, start, end, sentence.start, sentence.end, "" if own else subject.name):
        return False
    if part_others.is_other(scene.words, start, end, sentence.start, sentence.end, role, own=own):
        return False
    if role == "user" and _OLD.search(sentence.words):
        return False
    if own and part_mine.is_not_mine(sentence.words, said, scene.words[end : sentence.end], role):
        return False
    if role == "technical" and part_cues.DAILY.search(sentence.words):
        return False
    if (
        role == "legal"
        and (own or "look" in said)
        and not _LAW.search(sentence.words)
        and not (own and _LAW.search(scene.card))
    ):
        return False
    return role != "technical" or not own or bool(_GATE.search(sentence.words))


def _subject(scene: Scene, sentence: Sentence, language: Language, how: How, match: re.Match[str]) -> Subject | None:
    """Who does it: named in front of the match; inside it or behind it where the pattern says so."""
    if _ASKING.search(scene.words, sentence.start, match.start()):
        return None
    author = Subject(scene.author, scene.author.name) if scene.author.outside else None
    if how in {"after", "none", "owner"}:
        return scene.after(sentence, match.end(), owner=how != "after") or _noun(scene, language, match.end(), "after")
    if how in {"inside", "contrast"}:
        return scene.after(sentence, match.start("who"), match.end("who") - match.start("who"), owner=True)
    if (
        how == "me"
        or FIRST.match(match[0])
        or match[0].startswith("i ")
        or scene.words.endswith("j'", 0, match.start())
    ):
        return author
    if how == "verb_last":
        if any(one.who for one in scene.named(*match.span())):
            return _inside(scene, match)
        if scene.words.startswith(" ", match.end()) and (subject := scene.after(sentence, match.end(), 40)):
            return subject
    return _in_front(scene, sentence, language, match, author)


def _in_front(
    scene: Scene, sentence: Sentence, language: Language, match: re.Match[str], author: Subject | None
) -> Subject | None:
    """Who stands in front of a match, or behind the verb where something else begins the sentence."""
    subject = scene.before(sentence, match.start())
    if subject is None and language in {"de", "es"} and scene.opens(sentence, match.start()):
        # The verb stands in front of its subject where something else begins the sentence.
        comma = scene.words.find(",", match.end(), match.end() + 25)
        subject = scene.after(
            sentence, match.start(), (comma if comma > 0 else match.end() + 25) - match.start()
        ) or _noun(scene, language, match.start(), "before")
    if subject is None and language == "es" and scene.opens(sentence, match.start()):
        subject = scene.last_named(sentence, match.start())
    if (
        subject is None
        and scene.sloppy
        and (guess := _GUESS.search(scene.words, max(sentence.start, match.start() - 60), match.start()))
        and guess[1].split()[0] not in STARTERS
    ):
        # Only where the record has one person of that name does it become a proposal.
        subject = Subject(None, guess[1].title())
    return author if subject is not None and subject.who is scene.author else subject


def _inside(scene: Scene, match: re.Match[str]) -> Subject | None:
    """The one person in a German clause whose verb is its last word; None where it is asked, wished or set as a condition."""
    inside = [one for one in scene.named(*match.span()) if one.who]
    hangs = match[0].startswith(("ob ", "dass ", "wenn ", "falls ", "sobald ", "bis "))
    return Subject(inside[0].who, inside[0].name) if len(inside) == 1 and not hangs else None


def _noun(scene: Scene, language: Language, at: int, where: How) -> Subject | None:
    """A German noun that stands where a name may: only where the record has one person of that name does it become a proposal."""
    if language != "de":
        return None
    near = (
        _NOUN_BEHIND.match(scene.text, at, at + 60)
        if where == "after"
        else _NOUN_BEFORE.search(scene.text, max(0, at - 40), at)
    )
    return Subject(None, near[1]) if near and near[1].lower() not in STARTERS else None


def _finding(scene: Scene, sentence: Sentence, subject: Subject, role: str) -> Finding:
    value = {"address": subject.who.address if subject.who else "", "role": role}
    if subject.who is None:
        value["name"] = subject.name
    return Finding("contact_role", value, scene.quote(sentence.start, sentence.end), f"role-{role.replace('_', '-')}")


_PLACES: tuple[tuple[Language, str], ...] = tuple(
    (language, role) for language, (_, keys) in _LANGUAGES.items() for role in keys
)
_KEYS = {
    (language, role): re.compile(stems) for language, (_, keys) in _LANGUAGES.items() for role, stems in keys.items()
}


@lru_cache(maxsize=16_384)
def _opens(word: str) -> frozenset[tuple[Language, str]]:
    """Of which roles a word may tell: most words of none."""
    return frozenset(place for place, key in _KEYS.items() if key.search(word))


def _tried(language: Language, role: str, tokens: frozenset[str]) -> list[_Pattern]:
    """The patterns that may match by these words."""
    gate, patterns = _patterns(language, role)
    there = gate.there(tokens)
    return [pattern for pattern in patterns if not pattern.need & ~there]


@cache
def _patterns(language: Language, role: str) -> tuple[Gate, tuple[_Pattern, ...]]:
    rows = [row for row in (*_LANGUAGES[language][0], *part_idioms.IDIOMS[language]) if row.role == role]
    gate = Gate(row.pattern for row in rows)
    return gate, tuple(map(_Pattern, rows, gate.masks))
