"""Parts told by grammar alone: who, an act of a role's class and a thing of that class in one clause, in any order and words (`part_lexicon`).

Who is meant: the one who acts, by whom it is done, with whom a matter is settled, or whose it is (`Ann's desk`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from matchers.reading.bag import bag
from matchers.reading.part_classes import POST, Class, classes, roles_told
from matchers.reading.part_cues import DAILY
from matchers.reading.part_mine import is_act
from matchers.reading.part_others import NOT_SOLD
from matchers.reading.part_where import agent, beside, by_whom
from matchers.reading.scene import Scene, Subject
from matchers.reading.text import Language, Sentence, languages_in

REACH = 90
"""Characters between an act and its thing."""
MAX_TRIED = 12
"""Pairs of them that are looked at, for a role and a way of telling."""
_FEW = 8
_WORD = re.compile(r"[^\W\d_]+")
_PASSIVE: dict[Language, re.Pattern[str]] = {
    "en": re.compile(r"\b(?:is|are|be|being|gets?|get)\b(?: \w+){0,2} $"),
    "de": re.compile(r"\b(?:wird|werden)\b[^.;]* $"),
    "fr": re.compile(r"\b(?:est|sont|sera|seront|être)\b(?: \w+){0,2} $"),
    "es": re.compile(r"\b(?:es|son|será|serán|ser|está|están)\b(?: \w+){0,2} $"),
}
_NO_TRIAL = re.compile(
    r"\b(?:needs|team|staff|people|situation|options|requests?|proposals?|damage|stock|process\w*|risks?|students|candidates|applicants|patience|kolleg\w+|mannschaft|bedarf|schüler|bewerber\w*|schaden|lage|vorschl\w+|besoins|équipe|personnel|candidats|élèves|dégâts|propositions?|personal|equipo|necesidades|opciones|alumnos|candidatos|daños|propuestas?|paciencia)\b"
)
_BUYER = re.compile(
    r"\b(?:buyer|purchas(?:er|ing)|procurement|eink[aä]uf\w*|beschaffung|achats|acheteu\w+|compras|comprador\w*)\b"
)
_WANTS = re.compile(r"\b(?:wants? to|will want to|veut|voudra|quiere|querrá|möchte|will)\b")
_WITH_YOU = re.compile(
    r"\b(?:with you|mit (?:ihnen|euch|dir)|avec (?:vous|toi)|con (?:ustedes|usted|vosotros)|contigo)\b"
)
_PARTICLE = re.compile(
    r"\b(?:fest|frei|ab|aus|ein|durch|her|heraus|raus|bereit|gegen|vor|zu|an|auf|auseinander|voran|locker|um|nach|zusammen)(?=\W*$|[.,;:!]| und )"
)
_STOPS = re.compile(
    r"\b(?:send\w*|sent|forward\w*|shar(?:e|ed|ing)|mail\w*|cop(?:y|ied)|fine|ok|okay|happy|clear|met|spoke|talked|discussed|schick\w*|sende\w*|weiter\w*|gesprochen|besprochen|abgestimmt|envo\w+|envi\w+|transmi\w+|transf\w+|hablé|hablamos|parlé|discuté|ask\w*|frag\w*|demand\w*|pregunt\w*|want\w*|wants|möchte\w*|wollte\w*|sollte|veut|voudrait|quiere\w*|think\w*|thinks|denk\w*|pens\w*|pien\w*|know\w*|kennt|wait\w*|wart\w*|attend\w*|esper\w*|need(?:s|ed)? (?:a|the|your|more|an)|brauch\w*|besoin|necesit\w*|receiv\w*|bekomm\w*|reç\w*|recib\w*|had|(?<!, )was|were|did|hatte\w*|war|waren|était|étaient|avait|fue|fueron|era|eran|tenía|hubo|kann sein|may be|il se peut|puede ser)\b"
)
_OPEN_STOPS = re.compile(
    r"(?:\b(?:is|are|am)\b|'s|'m)(?! (?:\w+ ){0,2}(?:\w+ing|going)\b)|\b(?:has|have|hat|habe|haben|ist|sind|bin|bist|est|sont|suis|a|ai|ont|es|son|ha|han|he|tiene|tienen|tengo|hay|will (?:nicht|keine?n?)"
    r"|será|serán|sera|seront|wird sein|will be(?! \w+ing)|built|cut|hit|set|likes?|loves?|hates?|mentions?|quotes?|sees?|saw|signs?|accepts?|agrees?|loses?|lost|brings?|takes?|carries|keeps? (?:the|your|a)|files?|stores?|prints?|scans?|counts?|gets?|got|gives? (?:\w+ ){1,4}to|shows?|explains?|finds?|found|says?|said|told|tells (?:me|us|you)|reports?|calls?|misses|hopes?|held|took|gave|made|kept|ran|put|chose|wrote|went|came|knew|thought|brought|bought|paid|spent|met|felt|led|sat|spoke|stood|won|joins?|moved?|leaves?|left|helps?|works? (?:for|at|in)|thanks?|comes?|goes|visits?|meets?|looks? forward|\w{3,}ed"
    r"|mag|liebt|hasst|erwähnt|sieht|unterschreibt|akzeptiert|verliert|bringt|legt|druckt|kopiert|zählt|scannt|gibt|kauft|behält|heftet|lobt|kritisiert|erklärt|zeigt|stellt|sagt|meldet|ruft|hofft|kommt|geht|hilft|dankt|besucht|trifft|findet|freut|wurde|wurden|würde|könnte|soll"
    r"|aime|déteste|mentionne|signe|accepte|perd|apporte|emporte|garde|range|imprime|copie|compte|scanne|reçoit|donne|montre|présente|explique|trouve|dit|appelle|espère|vient|aide|remercie|rencontre|voit|pourrait|propose"
    r"|gusta|odia|menciona|firma|acepta|pierde|trae|guarda|imprime|copia|cuenta|escanea|recibe|da|muestra|presenta|explica|encuentra|dice|llama|espera|viene|ayuda|agradece|visita|podría|propone|\w{3,}(?:ó|aron|ieron|aba|ía))(?!\w)"
)
_FOR = re.compile(r"\b(?:for|behind|für|hinter|pour|derrière|en faveur de|por|tras|a favor de) (?:\w+ )?$")
_OF = re.compile(r"\b(?:about|with|von|mit|über|avec|de|con|sobre) (?:\w+ )?$")
_SOLD = re.compile(
    r" (?:\w+ )?(?:systems?|solutions?|products?|software|ideas?|projects?|proposal|concept|tools?|platform|machines?|company|kit|gear|lösung(?:en)?|produkte?n?|system(?:en?)?|idee|projekt|konzept|plattform|maschinen?|anlagen?|firma|solution|produits?|système|logiciel|idée|projet|plateforme|entreprise|soluci(?:ón|ones)|productos?|sistemas?|programa|propuesta|proyecto|plataforma|máquinas?|empresa)\b"
)
_NO_CAUSE = re.compile(
    r" (?:\w+ ){0,2}(?:calls?|visits?|open day|party|answers?|reply|help|patience|mail|time|anruf|besuch|tag der|fest|antwort|hilfe|geduld|zeit|appel|visite|journée|fête|réponse|aide|patience|temps|llamada|visita|jornada|fiesta|respuesta|ayuda|paciencia|tiempo)\b"
)
_ABOUT = re.compile(
    r"\b(?:about|with|including|over|über|mit|samt|sur|avec|con|sobre|incluid\w+) (?:(?:the|your|our|all|die|der|das|den|dem|ihren?|la|les|le|l'|vos|votre|las|los|el|sus?) ?)?$"
)
_REFLEXIVE = re.compile(
    r"\b(?:wunder|ärger|freu|stör)\w* (?:\w+ )?sich|\bs'étonn\w+|\bse (?:extrañ|quej|sorprend|ri)\w+|\bwonder\w*|\bstolper\w*"
)
_THEY = re.compile(r"\b(?:he|she|who|er|sie|der|die|il|elle|lui|qui|él|ella|quien|que)\b")
_SAYS = re.compile(r"\b(?:says?|said|sagt|dit|dice|gibt es|there (?:is|are)|il y a)\b")
_SUM = re.compile(r"\d")
_AT_YOURS = re.compile(
    r"\b(?:at|on|with|in|an|auf|mit|in|vor|sur|dans|avec|en|con) (?:your|ihre[mnr]?|eure[mnr]?|votre|vos|vuestr[oa]s?|sus?) (?!house|gate|warehouse|office|car|town|lager|tor|haus|büro|entrepôt|bureau|almacén|oficina)"
)
_WEAK = re.compile(
    r"(?:hav|aur|avoir|sit|liv|be|stand|pass|pas|steh|sitz|fahr|fähr|driv|hold|halt|hält|hat|être|sera|ser|tien|ten|tendr)"
)
"""What somebody does anywhere: with what is sold only where that is named."""
_POSSESSIVE = re.compile(r"(?:your|ihre?[nmr]?|eure?[nmr]?|deine?[nmr]?|votre|vos|vuestr[oa]s?|tu|su|it|es)$")
_SHOWS = re.compile(
    r"\b(?:show|present|introduc|submit|compar|discuss|invit|us(?:es?|ing)\b|need|approv|decid|sign|buy|test|check|review|trial|evaluat|print|record|zeig|vorstell|präsent|vergleich|besprech(?!ung)|einlad|lädt|nutz|genehm|entscheid|kauf|prüf|bewert|druck|montr|compar|discut|invit|utilis|besoin|approuv|décid|achèt|test|vérifi|évalu|muestr|mostr|invit|us[ao]\b|aprueb|decid|compr|prueb|revis|evalú|copy|kopie|copia|copie|write|schreib|écri|escrib|answer|antwort|répon|respond|translat|übersetz|tradu|join|teil|particip|mail|order|bestell|command|pid|plan|organis|prepar|vorbereit|prépar)"
)
_WILL = re.compile(
    r"\b(?:will|'ll|going to|wird|werde|va|vais|voy a|van a|later|später|künftig|luego|después)\b|\w{2}(?:ra|rai|ront|rá|ré|rán)\b"
)
_GERMAN_WILL = re.compile(r"\bwill\b(?! (?:\w+ ){1,6}\w+en\b)")
_DONE = re.compile(r"\b(?:has|have|'ve) (?:\w+ )?(?:\w+ed|done|gone|seen|read|sent|made|given)\b")
_NEVER = re.compile(
    r"\bn(?:e |')[\w']+ (?:plus|pas|jamais)\b|\b(?:es kann sein|it may be|il se peut|puede ser|kann sein)\b|\b(?:par rapport|compared|subject to|approves? of)\b|\b(?:for|pour|zur|para) (?:la )?(?:signature|firma|firmar|unterschrift|signing)\b|\brecommends? (?:that )?(?:we|you|they)\b|\b(?:in cash|en espèces|en efectivo)\b"
)
_UNLESS = {
    "legal": re.compile(
        r"\A(?=[\s\S]*\b(?:buyer|purchas\w+|procure\w+|eink[aä]uf\w*|beschaff\w+|achats?|acheteu\w+|compras|comprador\w*)\b)(?![\s\S]*\b(?:legal\w*|law\w*|counsel|jurist\w*|juri\w+|jurí\w+|recht\w*|anw[aä]lt\w*|avocate?|abogad\w+|clauses?|klausel\w*|cláusulas?|contracts?|vertr\w+|contrats?|contratos?)\b)"
    ),
    "economic_buyer": re.compile(r"\d"),
    "decision_maker": re.compile(
        r"\d|\b(?:(?:vous|you|ihnen|ustedes|les?|te|os) (?:attribu|adjudic|award|erteil)|award\w* [^.;]{0,60} to |inform(?:er|ar|ieren)?\b|pleased|plaisir|honneur|comunic\w+|freu\w*|mitzuteilen|erteilen wir)"
    ),
    "procurement": re.compile(
        r"\b(?:freigabe|approvals?|validation|aprobación|contrats?|vertr\w+|contratos?|contracts?|(?:chez|from|bei|a) (?:\w+ )?(?:suppliers|fournisseurs|lieferanten|proveedores)|bons?|gut|good|legal\w*|lawyers?|counsel|redlin\w*|clauses?|jurist\w*|anw[aä]lt\w*|avocate?s?|abogad\w+|jur[ií]d\w+|rechtlich\w*)\b"
    ),
    "technical": re.compile(
        r"\A(?![\s\S]*\b(?:you|yours?|our|ours|us|this|here|technical\w*|spec\w*|interfaces?|integrations?|\w*security|apis?|plc|scada|bms|erp|firmware|samples?|acceptance|factory test\w*|abnahme|échantillons?|muestras?|muster|proben|labor?\w*|architecture|protocols?|compatib\w+|engineering|ihre?\w?|sie|ihnen|euch|eure?\w?|uns|unsere?\w?|dies\w*|hier|technisch\w*|technik|\w*schnittstelle\w*|\w*sicherheit|anbindung|lastenheft\w*|vous|votre|vos|nous|notre|nos|ce|cette|ici|techniques?|techniquement|cahier|interfaces|intégration|\w*sécurité|compatibilité|su|sus|ustedes|nuestr\w+|est[aeo]|aquí|técnic\w+|integración|\w*seguridad|compatibilidad|especificaciones|pliego)\b)"
    ),
    "user": re.compile(
        r"\b(?:privat\w*|privately|at home|zu hause|en casa|chez (?:lui|elle)|past|vorbei|devant|delante|near|opposite|gegenüber|frente|neben|next to|badge|ausweis|traffic|stau|bouchons|atasco)\b"
    ),
}


_NOUNS = bag(
    "firma prueba pruebas control test check review work fund funds trial support sign pick cover audit compra paga carga"
)
"""Which are verbs as well."""
_ARTICLE = re.compile(
    r"\b(?:the|an?|our|your|this|legal|technical|final|la|el|las|los|una?|su|nuestr[ao]|der|die|das|den|dem|l[ae]s?|une?) $|l'$"
)
_THE_SOUS = re.compile(r"\b(?:l|d|n|v|s|m)?es $|\bde $|\bnos $")
"""Money, and not `under`."""
_COMMERCIAL = re.compile(
    r" (?:side|terms|points?|parts?|matters?|questions?|end|conditions|topics?|discussions?|negotiations?|bits?|comparison|aspects?|issues?|details)\b"
)
_WORKS = bag("work arbe trav trab")
"""With somebody, not with what is sold."""
_CUT = re.compile(r"[:;()]|\b(?:pero|aber|mais|but|sino|sondern)\b")


class _Mark(NamedTuple):
    start: int
    end: int
    word: str
    kinds: frozenset[Class]


_Way = tuple[Subject | None, int, int]
"""Whom a way of telling means, and where it stands."""


def told(scene: Scene, sentence: Sentence) -> Iterator[tuple[Subject, str, int, int]]:
    """Who has which part by the classes of a sentence's words, and where those stand."""
    for language in _languages(sentence):
        roles = roles_told(language, sentence.tokens)
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
    words = scene.words[begin:stop]
    if _WITH_YOU.search(words):
        words = _WANTS.sub("", words)
    return bool(_STOPS.search(words)) or (language == "de" and bool(_GERMAN_WILL.search(scene.words, begin, stop)))


def _marks(scene: Scene, sentence: Sentence, language: Language) -> list[_Mark]:
    """The words that tell something. A German verb is read with its particle: `gibt … frei` as `freigibt`."""
    particle = _PARTICLE.search(sentence.words) if language == "de" else None
    found = []
    for word in _WORD.finditer(scene.words, sentence.start, sentence.end):
        kinds = classes(language, word[0])
        if word[0] in _NOUNS and _ARTICLE.search(scene.words, max(sentence.start, word.start() - 10), word.start()):
            kinds = frozenset(one for one in kinds if one[1] != "act")
        if word[0] == "sous" and not _THE_SOUS.search(scene.words, max(sentence.start, word.start() - 5), word.start()):
            kinds = frozenset[Class]()
        if word[0] == "commercial" and not _COMMERCIAL.match(scene.words, word.end()):
            kinds = frozenset[Class]()
        if particle is not None and word.start() < sentence.start + particle.start():
            kinds = frozenset(one for one in kinds if one[0] != "user") | classes(language, particle[0] + word[0])
        if kinds:
            found.append(_Mark(word.start(), word.end(), word[0], kinds))
    return found


def _of_role(
    scene: Scene, sentence: Sentence, language: Language, role: str, marks: list[_Mark]
) -> Iterator[tuple[Subject, str, int, int]]:
    """The first who has a role by an act and a thing, a thing that is done, or a matter that goes to them."""
    if _is_refused(sentence, role):
        return
    ways = _WAYS.get(role, (_doing, _suffering, _settling, _picked, _opening))
    for way in ways:
        for subject, start, end in islice(way(scene, sentence, language, role, marks), MAX_TRIED):
            if subject is not None and (
                role in {"user", "champion"} or not _stopped(scene, sentence, start, end, language)
            ):
                yield subject, role, start, end
                return


def _of(marks: list[_Mark], *kinds: Class) -> list[_Mark]:
    return [one for one in marks if any(kind in one.kinds for kind in kinds)]


def _doing(scene: Scene, sentence: Sentence, language: Language, role: str, marks: list[_Mark]) -> Iterator[_Way]:
    """Somebody does it to a thing of the role, or has to do with a thing that is the role's own."""
    acts, things = _of(marks, (role, "act")), _of(marks, (role, "thing"), (role, "own"))
    doing, own = _of(marks, ("do", "act")), _of(marks, (role, "own"))
    if role == "procurement" and _BUYER.search(sentence.words):
        acts += _of(marks, ("order", "act"))
    if role == "technical":
        things += _tried(sentence, marks)
    if role in {"procurement", "legal"} and _WITH_YOU.search(sentence.words):
        doing, own = _of(marks, ("do", "act"), ("route", "act")), _of(marks, (role, "matter"))
    for act, start, end in (*_pairs(scene, acts, things), *_pairs(scene, doing, own)):
        subject = agent(scene, sentence, language, (act.start, act.word), start, end)
        own_act = role == "economic_buyer" and subject is not None and subject.who is scene.author
        yield None if own_act and is_act(sentence.words, act.word) else subject, start, end


def _fighting(scene: Scene, sentence: Sentence, _: Language, role: str, marks: list[_Mark]) -> Iterator[_Way]:
    """Somebody fights for you, and before those inside."""
    if not _of(marks, ("inside", "act")):
        return
    for act, start, end in _pairs(scene, _of(marks, (role, "act")), _of(marks, (role, "thing"))):
        if "," not in scene.words[start:end]:
            yield scene.before(sentence, act.start), start, end


def _suffering(scene: Scene, sentence: Sentence, language: Language, role: str, marks: list[_Mark]) -> Iterator[_Way]:
    """It is done by somebody."""
    done = [one for one in _of(marks, (role, "done")) if _suffered(scene, sentence, language, one)]
    for _, start, _ in _pairs(scene, done, _of(marks, (role, "thing"), (role, "own"))):
        if (found := by_whom(scene, sentence, language, start)) is not None:
            yield found[0], start, found[1]


def _settling(scene: Scene, sentence: Sentence, language: Language, role: str, marks: list[_Mark]) -> Iterator[_Way]:
    """A matter goes to somebody, or is theirs."""
    kinds: list[Class] = [(role, "matter")]
    if role in POST and _of(marks, (role, "post")):
        kinds.append((role, "thing"))
    for _, start, end in _pairs(scene, _of(marks, ("route", "act")), _of(marks, *kinds)):
        yield beside(scene, sentence, language, start, end), start, end


def _picked(scene: Scene, sentence: Sentence, _: Language, role: str, marks: list[_Mark]) -> Iterator[_Way]:
    """Somebody is picked out as the one who does it."""
    if role == "decision_maker" and _of(marks, ("technical", "matter"), ("legal", "matter")):
        return
    for act in _of(marks, (role, "alone")):
        yield scene.agent(sentence, act.start, act.end, picked=True), act.start, act.end


def _opening(scene: Scene, sentence: Sentence, _: Language, role: str, marks: list[_Mark]) -> Iterator[_Way]:
    """Somebody else does anything but a few things with a thing that only one role has to do with."""
    kinds: list[Class] = [(role, "open")]
    if role in POST and _of(marks, (role, "post")):
        kinds += [(role, "thing"), (role, "matter")]
    if (role == "champion" and not _of(marks, ("inside", "act"))) or (
        role == "technical" and not _of(marks, ("ours", "act"))
    ):
        return
    for thing in _of(marks, *kinds):
        if (role, "post") not in thing.kinds and _is_open(scene, sentence, role, thing):
            subject = scene.agent(sentence, thing.start, thing.end, picked=False)
            yield None if subject is not None and subject.who is scene.author else subject, thing.start, thing.end


def _is_open(scene: Scene, sentence: Sentence, role: str, thing: _Mark) -> bool:
    """Whether somebody is in the clause of a thing, and no verb of the stop-list between them and its end."""
    before = scene.words[max(sentence.start, thing.start - 20) : thing.start]
    if role == "champion" and (_SHOWS.search(sentence.words) or not _is_for(scene, before, thing)):
        return False
    if role != "champion" and (_ABOUT.search(before) or _REFLEXIVE.search(sentence.words)):
        return False
    begin = max(sentence.start, *(scene.words.rfind(sign, sentence.start, thing.start) + 1 for sign in ",;:("))
    stop = min(
        (at for sign in ",;:)" if (at := scene.words.find(sign, thing.end, sentence.end)) > 0), default=sentence.end
    )
    named = scene.named(begin, thing.start)
    if not (named or scene.named(begin, stop) or _THEY.search(scene.words, begin, thing.start)):
        return False
    if _SUM.search(scene.words, begin, stop) or _SAYS.search(scene.words, begin, stop):
        return False
    return not _OPEN_STOPS.search(scene.words, named[-1].start if named else begin, stop)


def _is_for(scene: Scene, before: str, thing: _Mark) -> bool:
    """Whether somebody is for what is sold, or speaks of it as such."""
    if _FOR.search(before):
        return not _NO_CAUSE.match(scene.words, thing.end)
    return bool(_OF.search(before)) and bool(_SOLD.match(scene.words, thing.end))


def _tried(sentence: Sentence, marks: list[_Mark]) -> list[_Mark]:
    """Who tries something out may do so with anything of yours or of ours."""
    if NOT_SOLD.search(sentence.words) or _NO_TRIAL.search(sentence.words):
        return []
    if not any(("trial", "act") in one.kinds for one in marks):
        return []
    return [one for one in marks if ("ours", "act") in one.kinds]


def _is_refused(sentence: Sentence, role: str) -> bool:
    """Whether a sentence has words with which it tells no such role."""
    if _NEVER.search(sentence.words) or (role != "champion" and _DONE.search(sentence.words)):
        return True
    return role in _UNLESS and bool(_UNLESS[role].search(sentence.words))


def _using(scene: Scene, sentence: Sentence, language: Language, role: str, marks: list[_Mark]) -> Iterator[_Way]:
    """Somebody does something with it day by day."""
    daily, things = DAILY.search(scene.words, sentence.start, sentence.end), _of(marks, (role, "thing"))
    if daily is None or not (things or _WILL.search(sentence.words)):
        return
    for act in _of(marks, (role, "act")):
        start, end = min(act.start, daily.start()), max(act.end, daily.end())
        tools = any(not _POSSESSIVE.match(one.word) for one in things) or _AT_YOURS.search(sentence.words)
        if _WEAK.match(act.word) and not tools:
            continue
        if end - start <= 2 * REACH and not (act.word[:4] in _WORKS and scene.named(act.end, act.end + 9)):
            subject = agent(scene, sentence, language, (act.start, act.word), start, end)
            yield subject or beside(scene, sentence, language, start, end, owned=True), start, end


_WAYS = {"user": (_using,), "champion": (_fighting, _picked, _opening)}


def _pairs(scene: Scene, some: list[_Mark], those: list[_Mark]) -> Iterator[tuple[_Mark, int, int]]:
    """An act and a thing that stand together."""
    for act in some:
        for thing in those:
            start, end = min(act.start, thing.start), max(act.end, thing.end)
            if act is not thing and end - start <= REACH and not _CUT.search(scene.words, start, end):
                yield act, start, end


def _suffered(scene: Scene, sentence: Sentence, language: Language, mark: _Mark) -> bool:
    """Whether a participle is a passive of now or later."""
    begin = sentence.start if language == "de" else max(sentence.start, mark.start - 40)
    return bool(_PASSIVE[language].search(scene.words, begin, mark.start))
