"""What a person does in the purchase: by what the text says that somebody decides, pays, checks, negotiates, pushes or uses."""

from __future__ import annotations

import re
from functools import cache

from matchers.reading.modality import Mood
from matchers.reading.part_words import AFTER, KEYS, PARTS
from matchers.reading.scene import FIRST, Scene, Subject
from matchers.reading.text import Language, Sentence
from sync.model import Finding

MAX_FOUND = 12
_ASKING = re.compile(
    r"(?:know|ask|asking|see|find out|clear|sure|about|question|tell me|wissen|frage|klären|klar|sagen|savoir|demande|dire|sais|saber|preguntar|sé)[ ,]+(?:who|wer|qui|quién)\s*$"
)


def find(scene: Scene) -> list[Finding]:
    """The findings of kind contact_role, each person and role once."""
    found: dict[tuple[str, str], Finding] = {}
    for sentence in scene.sentences:
        if sentence.asks:
            continue
        open_roles = {role for role, key in KEYS.items() if key.search(scene.words, sentence.start, sentence.end)}
        taken: list[tuple[int, int]] = []
        for language, role, pattern in _patterns():
            if role not in open_roles:
                continue
            for match in pattern.finditer(scene.words, sentence.start, sentence.end):
                if any(first < match.end() and match.start() < last for first, last in taken):
                    continue
                subject = _subject(scene, sentence, language, match)
                if (
                    subject is None
                    or not _is_meant(scene, sentence, language, match)
                    or not _is_part(scene, sentence, subject, role, match)
                ):
                    continue
                taken.append(match.span())
                key = (subject.who.address if subject.who else subject.name, role)
                found.setdefault(key, _finding(scene, sentence, subject, role))
                if len(found) >= MAX_FOUND:
                    return list(found.values())
    return list(found.values())


def _is_meant(scene: Scene, sentence: Sentence, language: Language, match: re.Match[str]) -> bool:
    """Whether it is asserted, in the sentence's language and in the phrase's."""
    if (match.lastgroup or "").startswith(("none", "owner")):  # `nothing without Ann's signature` denies, and says so
        return scene.asserts(sentence, *match.span(), allowed=Mood.DENIED)
    if not scene.asserts(sentence, *match.span()):
        return False
    return language == sentence.language or scene.asserts(sentence._replace(spoken=language), *match.span())


def _is_part(scene: Scene, sentence: Sentence, subject: Subject, role: str, match: re.Match[str]) -> bool:
    """Whether it is a part in the purchase: not of the past, and of oneself no mere promise to look at something."""
    if _PAST.search(scene.words, sentence.start, match.end()):
        return False
    if (
        role == "legal"
        and (subject.who is scene.author or "look" in match[0])
        and not _LAW.search(sentence.words)
        and not (subject.who is scene.author and _LAW.search(scene.card))
    ):
        return False
    return role != "technical" or subject.who is not scene.author or bool(_GATE.search(sentence.words))


_PAST = re.compile(
    r"\b(?:used to|formerly|previously|back then|last year|in the past|früher|ehemals|damals|seinerzeit|letztes jahr|autrefois|auparavant|à l'époque|l'an dernier|antes|anteriormente|el año pasado)\b"
)
_LAW = re.compile(
    r"\b(?:legal\w*|law(?:yers?)?|counsel|solicitor|attorney|jurist\w*|juridi\w+|rechts\w+|rechtlich\w*|justiziar\w*|syndikus|anw[aä]lt\w*|avocate?s?|abogad\w+|jurídic\w+|compliance|every contract|all (?:our )?contracts"
    r"|jeden vertrag|alle verträge|tous les contrats|todos los contratos|redlin\w+|letrad[oa])\b",
    re.IGNORECASE,
)
_GATE = re.compile(
    r"\b(?:before|bevor|avant|antes|for us|on our (?:side|end)|bei uns|für uns|chez nous|de notre côté|por nuestra parte|responsible|in charge|charge|zuständig|verantwort\w+|technically|technisch|techniquement|técnicamente"
    r"|every|jede[rnms]?|chaque|cada|i'm the one|c'est moi|soy quien|evaluat\w+|bewert\w+|évalu\w+|evalu\w+)\b"
)


def _subject(scene: Scene, sentence: Sentence, language: Language, match: re.Match[str]) -> Subject | None:
    """Who does it: named in front of the match; inside it or behind it where the pattern says so."""
    if _ASKING.search(scene.words, sentence.start, match.start()):
        return None
    name = match.lastgroup or ""
    if name.startswith(("after", "none")):
        return scene.after(sentence, match.end())
    if name.startswith("owner"):
        return scene.after(sentence, match.end(), owner=True)
    if name.startswith("inside"):
        return scene.after(sentence, match.start("inside"), match.end("inside") - match.start("inside"))
    if name.startswith("me"):
        return Subject(scene.author, scene.author.name) if scene.author.outside else None
    if FIRST.match(match[0]):
        return Subject(scene.author, scene.author.name) if scene.author.outside else None
    subject = scene.before(sentence, match.start())
    if (
        subject is None
        and language == "de"
        and scene.words[match.end() : match.end() + 1] == " "
        and scene.opens(sentence, match.start())
    ):  # the verb stands in front of its subject where something else begins the sentence
        subject = scene.after(sentence, match.end(), 25)
    if subject is not None and subject.who is scene.author and not scene.author.outside:
        return None
    return subject


def _finding(scene: Scene, sentence: Sentence, subject: Subject, role: str) -> Finding:
    value = {"address": subject.who.address if subject.who else "", "role": role}
    if subject.who is None:
        value["name"] = subject.name
    return Finding("contact_role", value, scene.quote(sentence.start, sentence.end), f"role-{role.replace('_', '-')}")


@cache
def _patterns() -> tuple[tuple[Language, str, re.Pattern[str]], ...]:
    """Of all languages: a short line does not tell its own, and hardly a word of one means something in another."""
    found = [(language, role, re.compile(pattern)) for language, rows in PARTS.items() for role, pattern in rows]
    after = [
        (language, role, re.compile(pattern if "(?P<" in pattern else rf"(?P<after>{pattern})"))
        for language, rows in AFTER.items()
        for role, pattern in rows
    ]
    return (*found, *after)
