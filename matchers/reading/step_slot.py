"""An appointment of no verb: a day, an hour and a place, and nothing else that is meant. "Thursday 13 March, 10.30, the seminar room."

Only where the letter names no other day: of several they are on offer.
"""

from __future__ import annotations

import re

from matchers.reading.bag import bag
from matchers.reading.dates import When
from matchers.reading.evidence import Read

_YES = re.compile(
    r"\W*(?:(?:yes|yep|ja|ok|okay|fine|great|perfect|agreed|confirmed|gut|super|prima|passt|abgemacht|gerne?|parfait|d'accord|entendu|oui|très bien|noté|listo|confirmado|perfecto|vale|sí|de acuerdo|grand|danke|thanks|merci|gracias|perfekt|einverstanden|claro)(?: so| then| dann| also| alors| donc| entonces| pues)?\W+){1,4}"
    r"|[^\ue000-\ue002]{0,60}\b(?:vorgeschlagen|suggested|proposed|proposé|propuso|propusiste|vereinbart|agreed|convenu|acordado|besprochen|discussed)\b[^\ue000-\ue002]{0,20}"
)
"""What may stand in front: a yes, or "as you suggested"."""
_LEAD = re.compile(
    r"\W*(?:(?:gut|ok|okay|perfect|perfekt|super|prima|parfait|bien|vale|yes|ja|oui|sí|on|am|le|el|al|den|also|dann|so|then|alors|donc|entonces|for|für|pour|para)\W+)*$"
)
_CLOCK = re.compile(
    r"\d[:.h]\d\d|\d ?(?:h\b|uhr|[ap]\.? ?m\b)|\b(?:um|at|à|a las?|halb|viertel|half|quarter) \w|\b\d{1,2} ?- ?\d{1,2}\b"
)
_WORD = re.compile(r"[^\W\d_]+")
_OF_HOURS = bag(
    "am pm a m p h uhr um at à a las la los de en der früh halb acht neun zehn elf zwölf sieben sechs eins zwei drei vier viertel nach vor"
    " half past quarter to noon midday midi mediodía sharp morning afternoon evening nachmittag vormittag matin après tarde mañana noche in"
    " the on am le el clock o hrs hours heures horas y media cuarto punto our your time cet gmt eastern central pacific"
)
"""Words that tell no place."""
_VERBS = bag(
    "haben hat habe ist sind wird werden war waren kommt kommen se es son hay está están va viene is are was were has have had will comes can"
    " est sont sera a ont vient passe we i you they he she it wir ich sie er nous je on il elle vous ils que qui who that which wo nos"
)
"""Words of a statement: it says itself what is on that day."""


def place_named(read: Read, place: int, when: When) -> tuple[int, int] | None:
    """The clauses of such an appointment for the day at a place; None for none."""
    marked = read.marked
    own, last = marked.clause(place), len(marked.clauses) - 1
    before = marked.words[: marked.clauses[own][0]]
    if before.strip() and not _YES.fullmatch(before):
        return None
    start, end = marked.clauses[own]
    if not _LEAD.match(marked.words[start:place]) or read.mood(own, last):
        return None
    if not _VERBS.isdisjoint(_WORD.findall(marked.words[place:end])):
        return None
    behind = marked.words[place + 1 : marked.clauses[last][1]]
    told = f"{marked.sentence.words[when.start : when.end]} {behind}"
    place_words = [word for word in _WORD.findall(behind) if word not in _OF_HOURS]
    return (own, last) if _CLOCK.search(told) and 0 < len(place_words) < _MOST else None


_MOST = 14
"""Words of a place: more are a sentence."""
