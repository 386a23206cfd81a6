"""Next step: somebody promises, agrees or asks for something on one day.

Not one: days that are offered, held or asked about; when somebody is away, an offer is valid, a fair takes place.
"""

from __future__ import annotations

import re
from functools import cache

from matchers.reading.bag import bag
from matchers.reading.dates import When
from matchers.reading.evidence import Read
from matchers.reading.marked import DAY, OTHER, Marked
from matchers.reading.modality import Mood
from matchers.reading.step_guards import is_for_today, is_no_step
from matchers.reading.step_open import turned
from matchers.reading.step_slot import place_named
from matchers.reading.step_wide import opened
from matchers.reading.step_words import STEPS, Steps
from matchers.reading.text import OURS, Language
from sync.model import Finding

MAX_TEXT = 80

_NO_STEP = re.compile(
    r"\b(?:webinars?|conference|trade ?(?:fair|show)|expo|exhibition|newsletter|party|xmas|birthday|wedding|concert|konzert|concierto|holidays?|vacation|annual leave|paternity|maternity|parental leave"
    r"|on leave|out of (?:the )?office|induction|fire drill|rsvp|register|valid|validity|expir(?:es?|y)|prices? hold|holds? good|invoices?|payment|fiscal (?:year|quarter)|(?:año|ejercicio) fiscal|standstill"
    r"|tenders?|bidders?|applications?|ausschreibungsfrist|angebotsfrist|antragsfrist|bewerbung\w{0,6}|förderantr\w{1,4}|candidatures?|licitador\w{0,2}|subvención"
    r"|\w{0,14}messe|\w{0,10}tagung|kongress|standparty|sommerfest|weihnachtsfeier|urlaub|elternzeit|betriebsferien|betriebsurlaub|feiertag\w{0,2}|gültig\w{0,3}|gültigkeit|gebunden|bindefrist|rechnung\w{0,2}|zahlung\w{0,4}"
    r"|salon|colloque|congrès|vacances|congés?|fériés?|valables?|validité|facture|paiement"
    r"|feria|congreso|vacaciones|festivos?|válid[oa]s?|validez|vigencia|vigente|caduca|factura|pago|(?:de|la|por) baja)\b"
)
_HELD = re.compile(
    r"\b(?:hold|tentative|tbc|placeholder|platzhalter|blocker|vorläufig|provisoire|provisional|option)\b", re.IGNORECASE
)
_THIRD = re.compile(
    r"\b(?:their|his|her|leurs?|board|committee|council|assembly|senate|parliament|court|gericht|tribunal|parlement|agm|shareholders?|contractors?|auditors?|inspectors?|shutdown|closure|go-?live|delivery date|kick-?off with"
    r"|aufsichtsrat\w{0,3}|vorstand\w{0,8}|gremium|gemeinderat\w{0,8}|kreistag\w{0,8}|beirat\w{0,3}|verwaltungsrat\w{0,3}|ausschuss\w{0,8}|gesellschafterversammlung|wartung|prüfer|tüv|handwerker|abschaltung"
    r"|conseil|comité|commission|assemblée|auditeurs?|prestataire|consejo|comité|pleno|junta|auditores|contratista|parada|(?:con|with|mit|avec) (?:el |la |los |the |der |dem |den |le |les |our |unserem |notre |nuestro )?(?:propiedad|matriz|sindicato|banco|notari[oa]|ayuntamiento|owners?|landlord|bank|unions?|eigentümern?|betriebsrat|steuerberater|propriétaire|banque|syndicats?|notaire))\b"
)
"""Whose appointments are none of ours."""
_THEY_CONFIRMED = re.compile(
    rf"\bhat (?:uns |mir )?(?:den |die |das |der |am |auch )?{DAY}|\b(?:has|have) (?:now )?confirmed|\b(?:ont|a) (?:bien )?confirmé|\b(?:ha|han) confirmado"
)
_WORDS_FOR_US: dict[Language, str] = {
    "en": r"there|on[- ]?site|you|u|your|yours|\u2d63+|back|revert|reply|respond|send|share|forward|return|e-?mail|email|call|follows?|over|deliver|confirm|let you|in touch|dial",
    "de": r"vor ort|mit der post|per post|in die post|dort|ihnen|sie|du|dir|dich|euch|ihr|ihre[nmrs]?|bescheid|rückmeldung|vorbei|rein|schick\w{0,3}|(?:über|zu|ver)?send\w{0,2}|meld\w{0,2}|ruf\w{0,2}|folg\w{1,2}|zukommen|zusenden|nach(?=\W*$)|bestätig\w{1,2}",
    "fr": r"là|sur place|sur site|au bord|à l'entrée|à l'accueil|à la loge|devant|vous|toi|votre|vos|réponse|retour|envo\w{2,6}|renvo\w{2,6}|transm\w{2,8}|rappel\w{1,5}|adress\w{1,5}|parvien\w{1,5}|suivr\w{1,3}|confirm\w{1,5}",
    "es": r"allí|ahí|en portería|en recepción|te|les?|se l[oa]s?|os|usted|ustedes|su|sus|suy[oa]s?|tu|vuestr\w{1,2}|respuesta|envi\w{1,5}|enví\w|mand\w{1,5}|llam\w{1,5}|remit\w{1,5}|llegar\w?|recibir\w{0,3}|tendr\w{1,4}|confirm\w{1,5}",
}
_FOR_US = {language: re.compile(rf"\b(?:{words})(?!\w)|\bt'") for language, words in _WORDS_FOR_US.items()}
"""In an outside author's promise: that it is made to us."""
_SIGNING = re.compile(
    r"\b(?:firma del? (?:contrato|acuerdo|pedido)|contract signature|signature of|(?:contract )?signing|signature (?:du contrat|de la commande)|vertragsunterzeichnung|unterzeichnung|vertragsunterschrift)\b"
)
"""A day of closing, and no step."""
_STILL = re.compile(
    r"\b(?:will|'ll|shall|later|tonight|werden?|noch|wird|\w{3,14}(?:rai|rons|ra|ront|ré|remos|rá)|vais|allons|encore|voy|vamos|soir|esta (?:tarde|noche))(?!\w)"
)
"""What is done on the letter's own day lies ahead."""
_BACK_FROM = re.compile(
    r"\b(?:after|back from|returns? from|nach|aus|de retour d[e']|rentr\w{1,4} d[e']|revien\w{1,4} d[e']|retour d[e']|après|tras|de vuelta de|vuelv\w{1,2} de|volver de|después de) ?(?:(?:my|the|his|her|meine[mnrs]?|de[mnr]|dem|mes|ses|les|mis|sus|las|el|la) )?(?:\w{3,10} )?(?:holidays?|vacation|leave|urlaub|elternzeit|ferien|betriebsferien|congés?|vacances|vacaciones|baja)\b"
)
"""Says when somebody is there again."""
_EVENT = re.compile(
    r"\W*(?:(?:our|the|so|ok|then|and|die|der|das|dann|also|unsere?|la|le|notre|el|nuestra|donc|alors|entonces) )?(?:site |on-?site |video-?|erste |kurze )?"
    r"(?:walk(?:-?through|-?round)?|visit|survey|demo\w{0,10}|call|meeting|workshop|kick-?off|training|begehung|termin|ortstermin|besichtigung|schulung|telefonat|gespräch|aufmaß|vorführung"
    r"|visite|rendez-vous|rdv|réunion|atelier|formation|appel|visio|visita|reunión|llamada|taller|formación|cita)"
    rf"(?: (?!with\b|mit\b|avec\b|con\b|del?\b|intern|équipe|equipo|team|personal|staff|comité|consejo|board)\w{{2,12}}){{0,2}}\W{{1,3}}(?:(?:on|am|le|el|is|ist|est|es|jetzt|now|fix|also) ){{0,2}}{DAY}\W*(?:(?:at|in|bei|im|an|à|en|a|sur|chez|pforte|main|front|puerta|entrada|portail|entrée|gate|tor) [^{DAY}]{{0,30}})?$"
)
_CLOCK = re.compile(r"\d ?(?:[:.h]|uhr|am\b|pm\b)")
_HOUR = re.compile(r"\d:\d\d|\d ?(?:h\b|uhr|[ap]m\b)|\b(?:um|at|à|a las?) ")
_OFFERED = re.compile(
    r"\b(?:options?|slots?|either|sugg|propos|possib|vorschl|möglich|entweder|alternativ|oder|opcion|opción|dispon|available|frei|libre)"
)
_FUTURE = re.compile(r"\b(?:will|'ll|wird|werden|sera|seront|será|serán)\b")
"""In the last clause of a list: that it is none but a statement of its own."""
_OWN_MATTER = re.compile(
    r"\b(?:for|of|für|pour|de|para) (?:us|our|my|uns|unsere?\w?|meine?\w?|nous|notre|nos|mes?|nuestr[oa]s?|nosotros)\b"
)
"""Whose deadline is none of ours."""
_FORMAL = re.compile(
    r"\bIhnen\b|\bSie (?=\w{2,16}en\b)|(?<=[\w,;:)] )(?:Sie|Ihr(?:e[nmrs]?)?)\b|\bIhre?[nmrs]? [A-ZÄÖÜ]"
)
"""The German word for the other side: in small letters it means a woman, or some people."""
_WORD = re.compile(r"[^\W\d_]+")
_FEW = 2
"""Words of a label."""
_SMALL = bag(
    "by at the latest on no later than before sharp and then so am den dem der bis spätestens zum um ab uhr und dann also vor au plus tard le"
    " la avant pour dès et donc alors jusqu d ici a más tardar el las antes de del para como muy tarde y pues entonces lo in im en h"
)
"""Words around a day."""
_NOBODY = bag(
    "the a an this that these those it they there who which what all every everyone everybody our your their his her"
    " its my i we you he she please if when as der die das den dem ein eine unser unsere ihr ihre sein mein meine"
    " man es er sie wer was dies diese dieser alle jeder le la les un une des ce cette ces il elle ils elles on qui"
    " que notre votre nos vos mon ma tout tous el los las lo uno una este esta eso nuestro nuestra su sus quien que"
    " todo todos no and und et y or but"
)


def find(read: Read, *, alone: bool = False) -> list[Finding]:
    """The steps of a sentence, one for each day. `alone`: the letter names no other day."""
    marked = read.marked
    days = [(place, when) for place, when in marked.days if when.day and when.grain == "day" and not when.loose]
    if not days:
        return []
    if read.letter.kind == "meeting" and _HELD.search(read.letter.subject):
        return []
    spoilt = _is_spoilt(marked.words)
    return [
        finding
        for place, when in days
        if not (spoilt and _spoilt(marked.words, place))
        and (finding := _step(read, place, when, spoilt=spoilt, alone=alone))
    ]


def _spoilt(words: str, place: int) -> bool:
    """Whether the part of the sentence between semicolons is about days of another kind."""
    end = words.find(";", place)
    return _is_spoilt(words[words.rfind(";", 0, place) + 1 : len(words) if end < 0 else end])


def _is_spoilt(words: str) -> bool:
    """Whether words are about days of another kind. Who is back from a holiday is there again."""
    return bool(_NO_STEP.search(words)) and bool(_NO_STEP.search(_BACK_FROM.sub(_blank, words)))


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _step(read: Read, place: int, when: When, *, spoilt: bool, alone: bool) -> Finding | None:
    """The step of a day. `spoilt`: a part of the sentence is about days of another kind; `alone`: the letter names no other."""
    steps = _compiled(read.marked.language)
    for first, last in read.windows(place):
        text = read.marked.text(first, last, place)
        if spoilt and _is_spoilt(read.marked.text(max(0, first - 1), last)):
            return None
        rule = _rule(steps, text, read, first, last) or _announced(read, when, text, first, last)
        if when.day == read.today.day and rule != "next_step.asked" and not _STILL.search(text):
            continue  # confirmed or sent today is no appointment
        if rule and (
            is_no_step(read.marked.words, place, text, read.marked.language, rule)
            or any(Mood.OTHERS in mood for mood in read.moods)
        ):
            return None
        if rule == "next_step.asked" and when.day == read.today.day and not is_for_today(text):
            return None
        if rule and when.day:
            words = read.quote(first, last)
            return Finding("next_step", {"date": when.day.isoformat(), "text": _short(read, first, last)}, words, rule)
    return _listed(read, steps, place, when) or (_slotted(read, place, when) if alone else None)


def _slotted(read: Read, place: int, when: When) -> Finding | None:
    """The step of a day that stands alone with its hour and place."""
    clauses = place_named(read, place, when) if read.letter.kind == "message" and when.day else None
    if clauses is None or _OFFERED.search(read.letter.text.lower()) or not when.day or when.day == read.today.day:
        return None
    text = read.marked.text(*clauses, place)
    if _is_spoilt(text) or _THIRD.search(text) or turned(read.marked.language).refuses(text, customer=True):
        return None
    value = {"date": when.day.isoformat(), "text": _short(read, *clauses)}
    return Finding("next_step", value, read.quote(*clauses), "next_step.agreed")


def _announced(read: Read, when: When, text: str, first: int, last: int) -> str:
    """The rule of an event that is named with its day and hour and nothing else: site walk Thursday 12 March, 8 am."""
    if first < last or read.letter.kind != "message" or not _EVENT.match(text):
        return ""
    sentence = read.marked.sentence
    if not _CLOCK.search(sentence.words, when.start, when.end) or read.mood(first, last):
        return ""
    return "" if _OFFERED.search(read.letter.text.lower()) else "next_step.agreed"


def _listed(read: Read, steps: _Compiled, place: int, when: When) -> Finding | None:
    """Asked for at the head of a list of things, with the day at its end: please send us a, b and c by Friday."""
    own = read.marked.clause(place)
    head = next((n for n in range(own, -1, -1) if n and OTHER in read.marked.text(n - 1, n - 1)), 0)
    if own - head < 1 or not when.day or not steps.deadline.search(read.marked.text(own, own, place)):
        return None
    text = read.marked.text(head, own, place)
    if (
        _FUTURE.search(read.marked.text(own, own))
        or read.mood(head, own)
        or not steps.asked.search(text)
        or steps.not_on.search(text[: text.index(DAY)])
    ):
        return None
    day = {"date": when.day.isoformat(), "text": _short(read, head, own)}
    return Finding("next_step", day, read.quote(head, own), "next_step.asked")


def _rule(steps: _Compiled, text: str, read: Read, first: int, last: int) -> str:
    """The name of the rule that makes the day a step; empty for none."""
    due = bool(steps.deadline.search(text))
    if due and steps.requests.search(text) and not read.mood(first, last) & ~(Mood.ASKED | Mood.POSSIBLE):
        return "next_step.asked"
    act = _act(steps, text, read, first, last, due=due)
    return "" if act and read.mood(first, last) else act


def _act(steps: _Compiled, text: str, read: Read, first: int, last: int, *, due: bool) -> str:
    """What is done with the day, if it is said in earnest."""
    signing = not read.letter.own and _SIGNING.search(text)
    if (
        steps.agreed.search(text)
        and not signing
        and not _THIRD.search(text[: text.index(DAY)])
        and not _THEY_CONFIRMED.search(text)
    ):
        return "next_step.agreed"
    if steps.not_on.search(text[: text.index(DAY)]):
        return ""
    if (due and steps.asked.search(text)) or (steps.due.search(text) and not _OWN_MATTER.search(text)):
        return "next_step.asked"
    if steps.promised.search(text) and (read.letter.own or _FOR_US[read.marked.language].search(text)):
        return "next_step.promised"
    if read.letter.own and steps.ours.search(text):
        return "next_step.promised"
    named = steps.named.search(text)
    who = named and next(filter(None, named.groupdict().values()), "")
    if who and _is_name(who, read, first):
        return "next_step.promised"
    return _by_grammar(text, read, first, last)


def _by_grammar(text: str, read: Read, first: int, last: int) -> str:
    """What is done with the day, by who does it for whom, whatever the verb."""
    wide = opened(read.marked.language)
    if rule := wide.rule(text, _beside(read.marked)):
        return "" if rule == "next_step.agreed" and _THIRD.search(text[: text.index(DAY)]) else rule
    who = wide.who(text)
    if who and _is_name(who, read, first):
        return "next_step.promised"
    return _by_sides(text, read, first, last)


def _by_sides(text: str, read: Read, first: int, last: int) -> str:
    """What is done with the day where nothing but the words for the two sides tells it."""
    sides, letter = turned(read.marked.language), read.letter
    own = read.marked.clause(read.marked.clauses[first][0] + text.index(DAY))
    if (
        (first < last and not _is_bare(read, own) and not _is_label(read, first, own))
        or _NO_STEP.search(text)
        or _THIRD.search(text)
        or _SIGNING.search(text)
    ):
        return ""
    if any(when.past for _, when in read.marked.days) or sides.refuses(text, customer=not letter.own):
        return ""
    start, end = read.marked.span(first, last)
    if rule := sides.rule(text, customer=not letter.own, formal=bool(_FORMAL.search(letter.text, start, end))):
        return rule
    who = sides.who(text, meeting=letter.kind == "meeting")
    minutes = letter.kind == "meeting" and who not in _NOBODY
    return "next_step.promised" if who and (minutes or _is_name(who, read, first)) else ""


def _is_bare(read: Read, index: int) -> bool:
    """Whether a clause holds nothing but its day, so that the one beside it says what is done on it."""
    return all(word in _SMALL for word in _WORD.findall(read.marked.text(index, index)))


def _is_label(read: Read, first: int, own: int) -> bool:
    """Whether the clause in front is a mere word or two, whose task it is, or the heading of the day."""
    if first + 1 != own:
        return False
    end, start = read.marked.clauses[first][1], read.marked.clauses[own][0]
    heading = ":" in read.marked.words[end:start] and read.marked.text(own, own).lstrip()[:1] == OTHER
    return heading or len(_WORD.findall(read.marked.text(first, first))) <= _FEW


def _beside(marked: Marked) -> str:
    """The sentence's words with each day as it was read if it holds an hour: a date has points, too."""
    hours = (marked.sentence.words[when.start : when.end] for _, when in marked.days)
    return " ".join([marked.words, *(words for words in hours if _HOUR.search(words))])


def _is_name(who: str, read: Read, first: int) -> bool:
    """Whether the word is written like a name, and is no word like `the`."""
    start, end = read.marked.span(first, len(read.marked.clauses) - 1)
    head = who.split(maxsplit=1)[0]
    if head in _NOBODY:
        return False
    if head[0] == OURS:
        return True
    clause = read.letter.text[start:end]
    return head.capitalize() in clause or head.upper() in clause or head.title() in clause


def _short(read: Read, first: int, last: int) -> str:
    """The clauses as one line for a person."""
    start, end = read.marked.span(first, last)
    line = " ".join(read.letter.text[start:end].split()).strip(" -–—•*,;:")
    if len(line) > MAX_TEXT:
        line = line[: MAX_TEXT - 1].rsplit(" ", 1)[0].rstrip(" ,;:-–") + "…"
    return line


class _Compiled:
    """The patterns of a language."""

    def __init__(self, steps: Steps) -> None:
        (
            self.promised,
            self.named,
            self.agreed,
            self.ours,
            self.asked,
            self.requests,
            self.due,
            self.deadline,
            self.not_on,
        ) = (re.compile(pattern) for pattern in steps)


@cache
def _compiled(language: Language) -> _Compiled:
    return _Compiled(STEPS[language])
