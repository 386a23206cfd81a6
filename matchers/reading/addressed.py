"""Whether words are meant for the rep's side: a customer's word to a supplier of their own is none for us."""

from __future__ import annotations

import re
from functools import lru_cache

from matchers.reading import ours
from matchers.reading.bag import bag
from sync.model import Letter

_CALLED = re.compile(
    r"^\W*(?:(?i:oui|yes|yep|ja|sí|si|ok|okay|hi|hello|hallo|hola|bonjour|moin|servus|thanks|merci|danke|gracias|dear|liebe[rs]?|cher|chère|estimad[oa]|querid[oa])[ ,]+)?"
    r"(?:(?i:herrn?|frau|mr\.?|ms\.?|mrs\.?|m\.|mme|monsieur|madame|sr\.?|sra\.?|señora?) )?([A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ'’-]{1,20})(?: [A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ-]{1,20})?\s*,"
)
_GREETED = re.compile(
    r"^\W*(?i:oui|yes|ja|sí|ok|hi|hello|hallo|hola|bonjour) ([A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ'’-]{1,20}) [a-zß-öø-ÿ]"
)
_NAMED_LAST = re.compile(r",\s+([A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ'’-]{1,20})\s*[.!?]*$")
_GREETING = re.compile(
    r"(?i:hi|hello|dear|good (?:morning|afternoon)|hallo|guten (?:tag|morgen)|liebe[rs]?|sehr geehrter?|moin|servus|bonjour|cher|chère|hola|buen(?:os|as) (?:días|tardes)|estimad[oa]),? "
    r"(?i:(?:herrn?|frau|mr\.?|ms\.?|mrs\.?|m\.|mme|monsieur|madame|sr\.?|sra\.?|señora?) )?([^\W\d_]{2,20})(?: [^\W\d_]{2,20})?\s*[,:!.]"
)
_ADVERB = re.compile(r"(?:mente|(?<!^clé)ment|weise|ally|tely|ently|stly|arly|dly|ngly|tens|lich|dings|falls|wise)$")
"""What opens a sentence and is no name: adicionalmente, notamment, additionally, allerdings."""
_PART = re.compile(r"[^\W\d_]+")
_OF_ANOTHER = re.compile(
    r"\b(?:von|from|de la part de|de parte de) (?:herrn?|frau|mr\.?|ms\.?|mrs\.?|m\.|mme|monsieur|madame|sr\.?|sra\.?|señora?|señor) ([A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ'’-]{1,20})",
    re.IGNORECASE,
)
_NO_NAMES = bag(
    "perfect great agreed confirmed thanks yes no ok okay sure fine good excellent super lovely brilliant well right"
    " also first second finally meanwhile however therefore today tomorrow monday tuesday wednesday thursday friday"
    " saturday sunday january february march april may june july august september october november december attached"
    " noted understood apologies sorry unfortunately please deal done hello hi so then now again bottom in on at by"
    " for as with from per after before once when if while team all both everyone folks guys alright"
    " cheers morning alright cool absolutely indeed ideally personally frankly honestly sadly luckily fortunately"
    " regrettably either actually basically look listen quick heads dear gents ladies mate oh hmm nope yep yeah sir"
    " madam fyi ps nb re update news short long brief next last fair listen enough abgemacht vereinbart schön super"
    " klasse top alles stimmt richtig ehrlich kurz nun na ach tja ferner insgesamt schließlich erstens zweitens"
    " wegen laut liebe guten grüezi dennoch trotzdem deshalb daher verstanden bestens schade freut allez"
    " effectivement malheureusement heureusement franchement ainsi cependant toutefois certes finalement désormais"
    " attention rappel info idem chers chères madame monsieur maître ça venez venga oye mira genial estupendo"
    " fenomenal lamentablemente desgraciadamente afortunadamente efectivamente sinceramente resumiendo aparte buenos"
    " disculpa perdón entendido kaixo señor señora ingeniero licenciado perfekt prima gut danke ja nein also dann"
    " leider gerne einverstanden passt heute morgen montag dienstag mittwoch donnerstag freitag anbei hallo servus"
    " moin übrigens zudem außerdem bitte natürlich klar okay wie wir ich sie sehr zum am im bis für nach vor mit"
    " kollegen zusammen parfait merci oui non bien entendu accord alors donc bonjour salut demain lundi mardi"
    " mercredi jeudi vendredi enfin voilà bref comme suite pour après avant dans ensuite sinon oups dommage désolé"
    " désolée bonsoir noté tous équipe perfecto gracias sí vale bueno entonces pues hola buenas mañana lunes martes"
    " miércoles jueves viernes estimados adjunto finalmente además también como según para por tras con en el la los"
    " las muy bien claro listo hecho confirmado acordado equipo todos conforme ojo total"
)


def elsewhere(letter: Letter, sentence: str) -> bool:
    """Whether a sentence of an outside author calls somebody by name who is not of the rep's side."""
    if letter.own:
        return False
    own = _ours(letter)
    if not own:
        return False
    own |= ours.names(letter)
    if _greets_another(letter):
        return True
    for pattern in (_CALLED, _GREETED, _NAMED_LAST, _OF_ANOTHER):
        match = pattern.search(sentence)
        name = match[1].lower() if match else ""
        if len(name) > 3 and name not in own and name not in _NO_NAMES and not _ADVERB.search(name):
            return True
    return False


@lru_cache(maxsize=64)
def _greets_another(letter: Letter) -> bool:
    """Whether the first line greets somebody else on the letter by name, and nobody of the rep's side."""
    head = letter.text.lstrip()[:80].split("\n")[0]
    greeting = _GREETING.match(head)
    if greeting is None or not _ours(letter).isdisjoint(_PART.findall(head.lower())):
        return False
    others = {
        part
        for person in letter.people
        if person.address in letter.outside and person.address != letter.author.address
        for part in _PART.findall(person.name.lower())
    }
    return greeting[1].lower() in others


@lru_cache(maxsize=64)
def _ours(letter: Letter) -> frozenset[str]:
    """Parts of the names of the rep's side on this letter."""
    names = (person.name for person in letter.people if person.address not in letter.outside)
    return frozenset(part for name in names for part in _PART.findall(name.lower()))
