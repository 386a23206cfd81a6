"""Who is meant beside an act and its thing: who acts, by whom it is done, with whom a matter is settled, whose it is (`Ann's desk`)."""

from __future__ import annotations

import re

from matchers.reading.scene import Scene, Subject
from matchers.reading.text import Language, Sentence

_BY: dict[Language, re.Pattern[str]] = {
    "en": re.compile(r"\bby "),
    "de": re.compile(r"\b(?:von|durch) "),
    "fr": re.compile(r"\bpar "),
    "es": re.compile(r"\bpor "),
}
_WITH: dict[Language, str] = {
    "en": r"(?:with|through|past|via|(?<=comes )from|by|to|across|before)",
    "de": r"(?:mit|bei|über|an|(?<=kommt )von|durch|beim)",
    "fr": r"(?:avec|par|chez|à|auprès de|celle d[e']|(?<=vient )d[e']|(?<=dépend )d[e']|(?<=relève )d[e'])",
    "es": r"(?:con|por|a|ante|la de|(?<=viene )de|(?<=depende )de|(?<=sale )de|(?<=es )de)",
}
_PLACE: dict[Language, str] = {
    "en": r"(?:desk|hands?|table|door|pot|pockets?|budget|department|territory|turf|patch|job|business|remit|call|thing|domain|line|account|cost cent(?:re|er)|responsibility|purse|magnifying glass|microscope)",
    "de": r"(?:(?:schreib)?tisch|händen?|hand|topf|kostenstelle|abteilung|bereich|sache|aufgabe|budget|etat|konto|ressort|zuständigkeit|verantwortung|kasse|revier|lupe|rotstift)",
    "fr": r"(?:bureau|mains?|budget|service|caisse|ressort|compétence|affaire|domaine|poche|ligne|enveloppe|rayon|périmètre|responsabilité|travail|métier|boulot|loupe)",
    "es": r"(?:manos?|mesa|bolsillo|presupuesto|área|departamento|cargo|cosa|asunto|responsabilidad|resorte|partida|caja|centro de costes?|centro de costos?|competencia|cuenta|trabajo|tarea|lupa)",
}
_LEADS: dict[Language, str] = {
    "en": r"(?:is|are|be|on|under|in|to|out of|from|against|across|through|past|over|by|at)",
    "de": r"(?:ist|sind|auf|unter|in|über|aus|an|bei|von)",
    "fr": r"(?:est|sont|sous|sur|dans|de|du|par|entre les|à|au|c'est|l')",
    "es": r"(?:es|son|bajo|en|a|al|de|del|por|con|con el|sale del?)",
}
_OF: dict[Language, str] = {"en": "of", "de": "(?:von|des|der)", "fr": "(?:de |d')", "es": "(?:de|del|de la)"}
_MY: dict[Language, str] = {"en": "my", "de": "meine?[mnrs]?", "fr": "(?:mon|ma|mes)", "es": "mis?"}
_BEHIND = {language: re.compile(rf"\b{words}(?: |(?<='))(?=[^,;:.]{{2}})") for language, words in _WITH.items()}
_WHOSE = {
    language: re.compile(rf"\b{_LEADS[language]} ?(?:\w+ )?{_PLACE[language]} {words} ?")
    for language, words in _OF.items()
}
_S = re.compile(rf"'s (?:\w+ )?{_PLACE['en']}\b")
_MINE = {
    language: re.compile(
        rf"\b{_LEADS[language]} (?:bei uns |hier |here |ici |aquí )?{words} (?:\w+ )?{_PLACE[language]}\b"
    )
    for language, words in _MY.items()
}
_THEIR: dict[Language, str] = {
    "en": "(?:his|her)",
    "de": "(?:seine[mnrs]?|sein|ihre[mnrs]?|ihr)",
    "fr": "(?:son|sa|ses)",
    "es": "sus?",
}
_HERS = {
    language: re.compile(rf"\b{_LEADS[language]} (?P<whose>{words}) (?:\w+ )?{_PLACE[language]}\b")
    for language, words in _THEIR.items()
}
_LED = re.compile(rf"\b{_LEADS['en']} $")
_ACTING = re.compile(r"\b(?:i|we|i'll|we'll|i'm|we're|ich|wir|je|j'|nous|on|yo|nosotros)\b")
_WITH_ME = re.compile(r"\bconmigo\b")
_WE_DO = re.compile(r"\b\w{3,}(?:ré|remos|[aei]mos)\b")
"""Spanish has no word for who acts."""
_ENDS = re.compile(r",? (?:c'est|ce sera|es|será|ist|is|will be|it's|that's) (?=\w)")
"""`Celui qui s'en sert, c'est Tom`."""


def agent(
    scene: Scene, sentence: Sentence, language: Language, act: tuple[int, str], start: int, end: int
) -> Subject | None:
    """Who does what a word says (its place, and itself) with the thing between start and end."""
    at, word = act
    subject = scene.agent(sentence, start, end, picked=False)
    if subject is None and (told := _ENDS.search(scene.words, end, min(sentence.end, end + 40))) is not None:
        return scene.after(sentence, told.end(), 25)
    if subject is None and language == "es" and word.endswith(("o", "é")):
        return Subject(scene.author, scene.author.name)
    if subject is None and language != "de" and not _ACTING.search(scene.words, max(sentence.start, at - 40), at):
        return scene.before(sentence, at)
    return subject


def beside(
    scene: Scene, sentence: Sentence, language: Language, start: int, end: int, *, owned: bool = False
) -> Subject | None:
    """Whose it is, or with whom a matter is settled."""
    begin = max(sentence.start, *(scene.words.rfind(sign, sentence.start, start) + 1 for sign in ";:"))
    stop = min((at for sign in ";:" if (at := scene.words.find(sign, end, sentence.end)) > 0), default=sentence.end)
    begin, stop = max(begin, start - 60), min(stop, end + 60)
    if _MINE[language].search(scene.words, begin, stop) or (
        language == "es" and not owned and _WITH_ME.search(scene.words, begin, stop)
    ):
        return Subject(scene.author, scene.author.name)
    if language == "en":
        for place in _S.finditer(scene.words, begin, stop):
            named = [
                one for one in scene.named(max(begin, place.start() - 30), place.start()) if one.end == place.start()
            ]
            if named and _LED.search(scene.words, begin, named[0].start):
                return scene.after(sentence, named[0].start, place.end() - named[0].start, owner=True)
    if (hers := _HERS[language].search(scene.words, begin, stop)) is not None:
        polite = scene.text[hers.start("whose")].isupper()
        return None if polite else scene.last_named(sentence, hers.start())
    for found in _WHOSE[language].finditer(scene.words, begin, stop):
        subject = scene.after(sentence, found.end(), 25, owner=True)
        if subject is not None:
            return subject
    if (
        owned
        or _ACTING.search(scene.words, begin, stop)
        or (language == "es" and _WE_DO.search(scene.words, begin, stop))
    ):
        return None
    people = set()
    for found in _BEHIND[language].finditer(scene.words, begin, stop):
        comma = scene.words.find(",", found.end(), found.end() + 18)
        people.add(scene.after(sentence, found.end(), 18 if comma < 0 else comma - found.end()))
    people.discard(None)
    return people.pop() if len(people) == 1 else None


def by_whom(scene: Scene, sentence: Sentence, language: Language, start: int) -> tuple[Subject, int] | None:
    """By whom something is done, behind a place, and where that ends."""
    for by in _BY[language].finditer(scene.words, start, sentence.end):
        if (subject := scene.after(sentence, by.end(), 20)) is not None:
            return subject, by.end()
    return None
