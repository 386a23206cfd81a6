"""Parts told by grammar alone: who, an act of a role's class and a thing of that class in one clause, in any order and words (`part_lexicon`).

Who is meant: the one who acts, by whom it is done, with whom a matter is settled, or whose it is (`Ann's desk`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from matchers.reading.bag import bag
from matchers.reading.part_cues import DAILY
from matchers.reading.part_lexicon import WORDS, Class, classes
from matchers.reading.part_others import NOT_SOLD
from matchers.reading.scene import Scene, Subject
from matchers.reading.text import Language, Sentence, languages_in

REACH = 90
"""Characters between an act and its thing."""
_FEW = 8
_WORD = re.compile(r"[^\W\d_]+")
_PASSIVE: dict[Language, re.Pattern[str]] = {
    "en": re.compile(r"\b(?:is|are|be|being|gets?|get)\b(?: \w+){0,2} $"),
    "de": re.compile(r"\b(?:wird|werden)\b[^.;]* $"),
    "fr": re.compile(r"\b(?:est|sont|sera|seront|être)\b(?: \w+){0,2} $"),
    "es": re.compile(r"\b(?:es|son|será|serán|ser|está|están)\b(?: \w+){0,2} $"),
}
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
    "en": r"(?:desk|hands?|table|door|pot|pockets?|budget|department|territory|turf|patch|job|business|remit|call|thing|domain|line|account|cost cent(?:re|er)|responsibility|purse)",
    "de": r"(?:(?:schreib)?tisch|händen?|hand|topf|kostenstelle|abteilung|bereich|sache|aufgabe|budget|etat|konto|ressort|zuständigkeit|verantwortung|kasse|revier)",
    "fr": r"(?:bureau|mains?|budget|service|caisse|ressort|compétence|affaire|domaine|poche|ligne|enveloppe|rayon|périmètre|responsabilité)",
    "es": r"(?:manos?|mesa|bolsillo|presupuesto|área|departamento|cargo|cosa|asunto|responsabilidad|resorte|partida|caja|centro de costes?|centro de costos?|competencia|cuenta)",
}
_LEADS: dict[Language, str] = {
    "en": r"(?:is|are|be|on|in|to|out of|from|against|across|through|past|over|by|at)",
    "de": r"(?:ist|sind|auf|in|über|aus|an|bei|von)",
    "fr": r"(?:est|sont|sur|dans|de|du|par|entre les|à|au|c'est|l')",
    "es": r"(?:es|son|en|a|al|de|del|por|con|con el|sale del?)",
}
_OF: dict[Language, str] = {"en": "of", "de": "(?:von|des|der)", "fr": "(?:de |d')", "es": "(?:de|del|de la)"}
_MY: dict[Language, str] = {"en": "my", "de": "meine?[mnrs]?", "fr": "(?:mon|ma|mes)", "es": "mis?"}
_BEHIND = {language: re.compile(rf"\b{words}(?: |(?<='))(?=[^,;:.]{{3}})") for language, words in _WITH.items()}
_WHOSE = {
    language: re.compile(rf"\b{_LEADS[language]} ?(?:\w+ )?{_PLACE[language]} {words} ?")
    for language, words in _OF.items()
}
_S = re.compile(rf"'s (?:\w+ )?{_PLACE['en']}\b")
_MINE = {
    language: re.compile(rf"\b{_LEADS[language]} {words} (?:\w+ )?{_PLACE[language]}\b")
    for language, words in _MY.items()
}
_HERS = {
    language: re.compile(rf"\b{_LEADS[language]} (?P<whose>{words}) (?:\w+ )?{_PLACE[language]}\b")
    for language, words in {
        "en": "(?:his|her)",
        "de": "(?:seine[mnrs]?|sein|ihre[mnrs]?|ihr)",
        "fr": "(?:son|sa|ses)",
        "es": "sus?",
    }.items()
}
_NO_TRIAL = re.compile(
    r"\b(?:needs|team|staff|people|situation|options|requests?|proposals?|damage|stock|process\w*|risks?|students|candidates|applicants|patience|kolleg\w+|mannschaft|bedarf|schüler|bewerber\w*|schaden|lage|vorschl\w+|besoins|équipe|personnel|candidats|élèves|dégâts|propositions?|personal|equipo|necesidades|opciones|alumnos|candidatos|daños|propuestas?|paciencia)\b"
)
_WITH_YOU = re.compile(
    r"\b(?:with you|mit (?:ihnen|euch|dir)|avec (?:vous|toi)|con (?:ustedes|usted|vosotros)|contigo)\b"
)
_LED = re.compile(rf"\b{_LEADS['en']} $")
_PARTICLE = re.compile(
    r"\b(?:fest|frei|ab|aus|ein|durch|her|heraus|raus|bereit|gegen|vor|zu|an|auf|auseinander|voran)(?=\W*$|[.,;:!]| und )"
)
_STOPS = re.compile(
    r"\b(?:send\w*|sent|forward\w*|shar(?:e|ed|ing)|mail\w*|cop(?:y|ied)|fine|ok|okay|happy|clear|met|spoke|talked|discussed|schick\w*|sende\w*|weiter\w*|gesprochen|besprochen|abgestimmt|envo\w+|envi\w+|transmi\w+|transf\w+|hablé|hablamos|parlé|discuté|ask\w*|frag\w*|demand\w*|pregunt\w*|want\w*|wants|möchte\w*|wollte\w*|sollte|veut|voudrait|quiere\w*|think\w*|thinks|denk\w*|pens\w*|pien\w*|know\w*|kennt|wait\w*|wart\w*|attend\w*|esper\w*|need(?:s|ed)? (?:a|the|your|more|an)|brauch\w*|besoin|necesit\w*|receiv\w*|bekomm\w*|reç\w*|recib\w*|had|was|were|did|hatte\w*|war|waren|était|étaient|avait|fue|fueron|era|eran|tenía|hubo|kann sein|may be|il se peut|puede ser)\b"
)
_WILL = re.compile(
    r"\b(?:will|'ll|going to|wird|werde|va|vais|voy a|van a|later|später|künftig|luego|después)\b|\w{2}(?:ra|rai|ront|rá|ré|rán)\b"
)
_GERMAN_WILL = re.compile(r"\bwill\b(?! (?:\w+ ){1,6}\w+en\b)")
_ACTING = re.compile(r"\b(?:i|we|i'll|we'll|i'm|we're|ich|wir|je|j'|nous|on|yo|nosotros)\b")
_ENDS = re.compile(r",? (?:c'est|ce sera|es|será|ist|is|will be|it's|that's) (?=(?:\w+\.? ){0,2}\w+\W*$)")
"""`Celui qui s'en sert, c'est Tom`."""
_DONE = re.compile(r"\b(?:has|have|'ve) (?:\w+ )?(?:\w+ed|done|gone|seen|read|sent|made|given)\b")
_NEVER = re.compile(
    r"\bn(?:e |')[\w']+ (?:plus|pas|jamais)\b|\b(?:es kann sein|it may be|il se peut|puede ser|kann sein)\b|\b(?:par rapport|compared)\b|\b(?:in cash|en espèces|en efectivo)\b"
)
_UNLESS = {
    "economic_buyer": re.compile(r"\d"),
    "decision_maker": re.compile(r"\d"),
    "procurement": re.compile(
        r"\b(?:freigabe|approvals?|validation|aprobación|contrats?|vertr\w+|contratos?|contracts?|(?:chez|from|bei|a) (?:\w+ )?(?:suppliers|fournisseurs|lieferanten|proveedores)|bons?|gut|good|legal\w*|lawyers?|counsel|redlin\w*|clauses?|jurist\w*|anw[aä]lt\w*|avocate?s?|abogad\w+|jur[ií]d\w+|rechtlich\w*)\b"
    ),
    "technical": re.compile(
        r"\A(?![\s\S]*\b(?:you|yours?|our|ours|us|this|here|technical\w*|spec\w*|interfaces?|integrations?|\w*security|apis?|plc|scada|bms|erp|firmware|samples?|architecture|protocols?|compatib\w+|engineering|ihre?\w?|sie|ihnen|euch|eure?\w?|uns|unsere?\w?|dies\w*|hier|technisch\w*|technik|\w*schnittstelle\w*|\w*sicherheit|anbindung|lastenheft\w*|vous|votre|vos|nous|notre|nos|ce|cette|ici|techniques?|techniquement|cahier|interfaces|intégration|\w*sécurité|compatibilité|su|sus|ustedes|nuestr\w+|est[aeo]|aquí|técnic\w+|integración|\w*seguridad|compatibilidad|especificaciones|pliego)\b)"
    ),
    "user": re.compile(r"\b(?:privat\w*|privately|at home|zu hause|en casa|chez (?:lui|elle))\b"),
}


_NOUNS = bag(
    "firma prueba pruebas control test check review work fund funds trial support sign pick cover audit compra paga carga"
)
"""Which are verbs as well."""
_ARTICLE = re.compile(
    r"\b(?:the|an?|our|your|this|legal|technical|final|la|el|las|los|una?|su|nuestr[ao]|der|die|das|den|dem|l[ae]s?|une?) $|l'$"
)
_CUT = re.compile(r"[:;()]|\b(?:pero|aber|mais|but|sino|sondern)\b")


_PERFORMS = re.compile(
    r"(?:approv|releas|authori|sanction|genehmig|bewillig|approuv|valid|autoris|aprueb|autoriz|firm|sign)"
)
_RULE = re.compile(
    r"\b(?:always|all|every\w*|here|the one|my|alone|for this|siempre|yo|quien|tod[oa]s?|cada|aquí|toujours|moi|tou[ts]e?s?|chaque|ici|chez nous|bei uns|hier|immer|alles|jede\w*|diejenige|derjenige)\b"
)


class _Mark(NamedTuple):
    start: int
    end: int
    word: str
    kinds: frozenset[Class]


def told(scene: Scene, sentence: Sentence) -> Iterator[tuple[Subject, str, int, int]]:
    """Who has which part by the classes of a sentence's words, and where those stand."""
    for language in _languages(sentence):
        known = frozenset[Class]().union(*(classes(language, word) for word in sentence.tokens))
        roles = [role for role in WORDS[language] if _may_tell(known, role)]
        if not roles:
            continue
        marks = _marks(scene, sentence, language)
        for role in roles:
            yield from _of_role(scene, sentence, language, role, marks)


def _languages(sentence: Sentence) -> Iterable[Language]:
    """Those that a sentence may be in: a short one in any."""
    return languages_in(sentence) if len(sentence.tokens) < _FEW else dict.fromkeys((sentence.language, sentence.main))


def _stopped(scene: Scene, sentence: Sentence, start: int, end: int, language: Language) -> bool:
    begin = max(sentence.start, *(scene.words.rfind(sign, sentence.start, start) + 1 for sign in ",;:("))
    stop = min((at for sign in ",;:)" if (at := scene.words.find(sign, end, sentence.end)) > 0), default=sentence.end)
    return bool(_STOPS.search(scene.words, begin, stop)) or (
        language == "de" and bool(_GERMAN_WILL.search(scene.words, begin, stop))
    )


def _marks(scene: Scene, sentence: Sentence, language: Language) -> list[_Mark]:
    """The words that tell something. A German verb is read with its particle: `gibt … frei` as `freigibt`."""
    particle = _PARTICLE.search(sentence.words) if language == "de" else None
    found = []
    for word in _WORD.finditer(scene.words, sentence.start, sentence.end):
        kinds = classes(language, word[0])
        if word[0] in _NOUNS and _ARTICLE.search(scene.words, max(sentence.start, word.start() - 10), word.start()):
            kinds = frozenset(one for one in kinds if one[1] != "act")
        if particle is not None and word.start() < sentence.start + particle.start():
            kinds = {one for one in kinds if one[0] != "user"} | classes(language, particle[0] + word[0])
        if kinds:
            found.append(_Mark(word.start(), word.end(), word[0], kinds))
    return found


def _may_tell(known: frozenset[Class], role: str) -> bool:
    acts = (role, "act") in known or (role, "done") in known
    if role == "champion":
        return acts and ("inside", "act") in known and (role, "thing") in known
    if role == "user":
        return acts
    return (
        (acts and (role, "thing") in known)
        or ((role, "own") in known and ("do", "act") in known)
        or ((role, "matter") in known and ("route", "act") in known)
        or True
    )


def _of_role(
    scene: Scene, sentence: Sentence, language: Language, role: str, marks: list[_Mark]
) -> Iterator[tuple[Subject, str, int, int]]:
    acts = [one for one in marks if (role, "act") in one.kinds]
    done = [one for one in marks if (role, "done") in one.kinds and _suffered(scene, sentence, language, one)]
    things = [one for one in marks if (role, "thing") in one.kinds or (role, "own") in one.kinds]
    own = [one for one in marks if (role, "own") in one.kinds]
    if role == "user":
        yield from _using(scene, sentence, language, acts, things)
        return
    doing = [one for one in marks if ("do", "act") in one.kinds]
    if role == "technical":
        acts, things = _with_trials(scene, sentence, acts, things, marks)
    if role in {"procurement", "legal"} and _WITH_YOU.search(sentence.words):
        doing = [one for one in marks if ("do", "act") in one.kinds or ("route", "act") in one.kinds]
        own = [one for one in marks if (role, "matter") in one.kinds]
    for act, start, end in (*_pairs(acts, things), *_pairs(doing, own)):
        if _CUT.search(scene.words, start, end) or (role == "champion" and "," in scene.words[start:end]):
            continue
        subject = _agent(scene, sentence, language, role, act, start, end)
        if (
            subject is not None
            and not (role == "economic_buyer" and subject.who is scene.author and _is_act(sentence, act))
            and not _is_refused(sentence, role)
            and (role == "champion" or not _stopped(scene, sentence, start, end, language))
        ):
            yield subject, role, start, end
            return
    if role == "champion":
        return
    for _, start, end in _pairs(done, things):
        for by in _BY[language].finditer(scene.words, start, sentence.end):
            subject = scene.after(sentence, by.end(), 20)
            if (
                subject is not None
                and not _is_refused(sentence, role)
                and not _stopped(scene, sentence, start, end, language)
            ):
                yield subject, role, start, by.end()
                return
    matters = [one for one in marks if (role, "matter") in one.kinds]
    routes = [one for one in marks if ("route", "act") in one.kinds]
    for _, start, end in _pairs(routes, matters):
        if _CUT.search(scene.words, start, end):
            continue
        subject = _beside(scene, sentence, language, start, end)
        if (
            subject is not None
            and not _is_refused(sentence, role)
            and not _stopped(scene, sentence, start, end, language)
        ):
            yield subject, role, start, end
            return


def _with_trials(
    scene: Scene, sentence: Sentence, acts: list[_Mark], things: list[_Mark], marks: list[_Mark]
) -> tuple[list[_Mark], list[_Mark]]:
    """Acts and things of a tester; who tries something out may do so with anything of yours or of ours."""
    if NOT_SOLD.search(sentence.words) or _NO_TRIAL.search(sentence.words):
        return acts, things
    tried = [one for one in marks if ("trial", "act") in one.kinds]
    if not tried:
        return acts, things
    return acts, [*things, *(one for one in marks if ("ours", "act") in one.kinds)]


def _is_refused(sentence: Sentence, role: str) -> bool:
    unless = _UNLESS.get(role)
    if role != "champion" and _DONE.search(sentence.words):
        return True
    return bool(_NEVER.search(sentence.words)) or (unless is not None and bool(unless.search(sentence.words)))


def _using(
    scene: Scene, sentence: Sentence, language: Language, acts: list[_Mark], things: list[_Mark]
) -> Iterator[tuple[Subject, str, int, int]]:
    daily = DAILY.search(scene.words, sentence.start, sentence.end)
    if daily is None or not (things or _WILL.search(sentence.words)):
        return
    if _UNLESS["user"].search(sentence.words):
        return
    for act in acts:
        start, end = min(act.start, daily.start()), max(act.end, daily.end())
        if end - start > 2 * REACH:
            continue
        subject = _agent(scene, sentence, language, "user", act, start, end) or _beside(
            scene, sentence, language, start, end, owned=True
        )
        if subject is not None:
            yield subject, "user", start, end
            return


def _is_act(sentence: Sentence, act: _Mark) -> bool:
    """Whether the author approves of the money just now, and tells no rule."""
    return bool(_PERFORMS.match(act.word)) and not _RULE.search(sentence.words)


def _pairs(some: list[_Mark], those: list[_Mark]) -> Iterator[tuple[_Mark, int, int]]:
    """An act and a thing that stand together."""
    for act in some:
        for thing in those:
            start, end = min(act.start, thing.start), max(act.end, thing.end)
            if act is not thing and end - start <= REACH:
                yield act, start, end


def _suffered(scene: Scene, sentence: Sentence, language: Language, mark: _Mark) -> bool:
    """Whether a participle is a passive of now or later."""
    begin = sentence.start if language == "de" else max(sentence.start, mark.start - 40)
    return bool(_PASSIVE[language].search(scene.words, begin, mark.start))


def _agent(
    scene: Scene, sentence: Sentence, language: Language, role: str, act: _Mark, start: int, end: int
) -> Subject | None:
    if role == "champion":
        return scene.before(sentence, act.start)
    subject = scene.agent(sentence, start, end, picked=False)
    if subject is None and (told := _ENDS.search(scene.words, end, sentence.end)) is not None:
        return scene.after(sentence, told.end(), 25)
    if subject is None and language == "es" and act.word.endswith(("o", "é")):
        return Subject(scene.author, scene.author.name)
    if (
        subject is None
        and language != "de"
        and not _ACTING.search(scene.words, max(sentence.start, act.start - 40), act.start)
    ):
        return scene.before(sentence, act.start)
    return subject


def _beside(
    scene: Scene, sentence: Sentence, language: Language, start: int, end: int, *, owned: bool = False
) -> Subject | None:
    """Whose it is, or with whom a matter is settled."""
    begin = max(sentence.start, *(scene.words.rfind(sign, sentence.start, start) + 1 for sign in ";:."))
    stop = min((at for sign in ";:." if (at := scene.words.find(sign, end, sentence.end)) > 0), default=sentence.end)
    begin, stop = max(begin, start - 60), min(stop, end + 60)
    if _MINE[language].search(scene.words, begin, stop):
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
    if owned or _ACTING.search(scene.words, begin, stop):
        return None
    people = set()
    for found in _BEHIND[language].finditer(scene.words, begin, stop):
        comma = scene.words.find(",", found.end(), found.end() + 18)
        people.add(scene.after(sentence, found.end(), 18 if comma < 0 else comma - found.end()))
    people.discard(None)
    return people.pop() if len(people) == 1 else None
