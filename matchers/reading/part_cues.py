"""What tells a role where no set phrase does: a verb of one class and a thing of its class in one clause, with one person alone in it.

The forms are those of the present and the future: what somebody did tells no part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from matchers.reading.scene import Scene, Subject
from matchers.reading.text import Sentence

REACH = 90
"""Characters between a verb and its thing."""

# Present and future, infinitive and gerund of regular verbs.
_EN, _DE, _FR, _ES = (
    r"(?:e|s|es|ing|ning|ling)?",
    r"(?:e|t|et|en|n)?",
    r"(?:e|es|er|era|erai|ant)",
    r"(?:a|o|ar|ará|aré|ando|e)",
)


class _Cues(NamedTuple):
    verbs: str
    things: str
    alone: str = r"(?!)"
    """Verbs that tell enough where somebody is picked out: `it is Ann who pays`."""
    sure: str = r"(?!)"
    """Words that tell enough."""


_CUES: dict[str, _Cues] = {
    "economic_buyer": _Cues(
        rf"(?:approv|releas|authori[sz]|fund|financ|allocat|grant|unlock|hold|control|own|manag){_EN}"
        rf"|(?:genehmig|bewillig|verantwort|verwalt|kontrollier|verfüg|finanzier|freigib|freigeb){_DE}|gibt|gebe"
        rf"|(?:approuv|valid|autoris|débloqu|débours|financ|engag|accord|tranch){_FR}|tien[ts]|tiendra|détien[ts]|gère|gérera"
        rf"|(?:autoriz|liber|financi|manej|control|administr|asign|suelt){_ES}|aprueb[ao]|aprobar(?:á|é)?|pon(?:e|go|drá|dré)|dispon(?:e|go)|gestion(?:a|o|ará|aré)|bewilligt|verwaltet|steuert",
        r"money|funds?|dollars|euros|dólares|pesos|guita|cash|capex|opex|expenditure|purse|che(?:que|ck)book|\w*geld(?:er|es)?|mittel|\w*etats?|\w*budgets?|\w*investition(?:en)?|\w*ausgaben?|kasse|topf|enveloppe|crédits|fonds|dépenses?|argent|sous|bourse|fondos|dinero|plata|gastos?|inversi(?:ón|ones)|partidas?|presupuestos?|desembolsos?|recursos",
        r"pay(?:s|ing)?|zahlt|bezahlt|paie|paye|paiera|débourse(?:ra)?|finance(?:ra)?|paga(?:rá)?|financia|suelta",
    ),
    "procurement": _Cues(
        rf"(?:negotiat|haggl|bargain|compar|squeez|buy|sourc){_EN}|(?:verhand[e]?l|feilsch|vergleich|aushand[e]?l|drück|einkauf|einhol|beschaff){_DE}"
        rf"|(?:négoci|marchand|compar|serr){_FR}|tord(?:re|ra)?|achète(?:ra)?|(?:negoci|regate|compar|cotiz|licit){_ES}|apriet[ao]",
        r"prices?|pricing|terms|discounts?|quotes?|bids?|offers?|suppliers?|vendors?|rebates?|conditions?|rfqs?|tenders?|\w*preise?n?|\w*konditionen|rabatte?n?|\w*angebote?n?|lieferanten?|skonto|bestellungen|prix|tarifs?|remises?|rabais|offres?|devis|soumissions?|fournisseurs?|commandes|escompte|precios?|condiciones|descuentos?|ofertas?|proveedor(?:es)?|cotizaciones|pedidos|compras|rebajas?|tarifas?",
        r"negotiates?|negotiating|haggl(?:es|ing)|verhandelt|verhandle|feilscht|négocie(?:ra)?|marchande(?:ra)?|negocia(?:rá)?|negocio|regate(?:a|ar|ará)|compra",
    ),
    "legal": _Cues(
        rf"(?:review|check|vet|redlin|read|scrutini[sz]|amend|draft|annotat|proofread|comb){_EN}|vets|vetting|lese[nt]?|(?:prüf|redigier|kommentier|begutacht|überarbeit|durchseh|gegenles){_DE}|liest"
        rf"|(?:valid|vérifi|révis|annot|corrig|épluch|examin|rédig|décortiqu){_FR}|reli[ts]|relir(?:e|a|ai)|revoir|reverra|(?:revis|redact|analiz|corrig|coment|repas|examin|valid|mir){_ES}|corrige",
        r"contracts?|agreements?|clauses?|liability|legal|msa|dpa|nda|\w*vertr[aä]ge?n?s?|\w*klauseln?|agb|haftung|rechtliche\w*|juristische\w*|avv|contrats?|cg[va]|juridiques?|conventions?|avenants?|contratos?|cláusulas?|jurídic[oa]s?|legales|convenios?",
    ),
    "technical": _Cues(
        rf"(?:test|check|evaluat|assess|verif|validat|examin|inspect|audit|approv|judg){_EN}|verif(?:y|ies)|(?:prüf|test|beurteil|bewert|begutacht|check|abnehm|erprob|evaluier|validier){_DE}|abnimmt"
        rf"|(?:valid|vérifi|test|évalu|examin|contrôl|audit|éprouv|expertis|instrui){_FR}|(?:revis|evalú|evalu|valid|prueb|prob|comprueb|comprob|verific|analiz|audit|homolog|dictamin|examin){_ES}",
        r"technical(?:ly)?|technology|integrations?|interfaces?|apis?|plc|scada|bms|specs?|specifications?|compatib\w+|architecture|protocols?|cybersecurity|infosec|drives?|technik|technisch\w*|schnittstellen?|protokoll\w*|sps|leittechnik|anbindung|\w*sicherheit|spezifikation\w*|techniques?|techniquement|automates?|gt[bc]|protocoles?|cybersécurité|spécifications?|faisabilité|performances|técnic[oa]s?|técnicamente|integración|compatibilidad|especificaciones|autómatas?|ciberseguridad|protocolos?|viabilidad",
    ),
    "champion": _Cues(
        rf"(?:push|fight|argu|sell|promot|plead|defend|champion){_EN}|(?:kämpf|werb|push|plädier|verfecht|verteidig|streit|trommel){_DE}|wirbt|verficht|(?:pouss|plaid|milit|appuy){_FR}|défend(?:s|ra|rai|re)?|soutien[ts]|soutenir|soutiendra|appuie|vend(?:s|ra|re)?"
        rf"|(?:empuj|pele|impuls|apoy|respald|abander){_ES}|defiend[eo]|defender(?:á|é)?|vend(?:e|o|iendo|er)|promuev[eo]|defendiendo",
        r"internally|inside|board|management|corner|idea|solution|proposal|intern|\w*lösung|\w*idee|geschäftsleitung|gl|vorstand|leitungsrunde|interne|solution|idée|direction|comité|hiérarchie|patron|dentro|adentro|internamente|propuesta|solución|idea|dirección|gerencia|directorio|director|jefe|ustedes|vosotros",
        sure=r"weibelt|weible|fürsprecher(?:in)?|verfechter(?:in)?|lobby(?:ing|ies)|advocating|championing|evangeli[sz](?:es|ing)|cheerleader|abandera|valedora?",
    ),
    "user": _Cues(
        rf"(?:us|operat|work|run|log|look|watch|monitor|star|sitt?|check|liv){_EN}|(?:nutz|bedien|arbeit|schau|sitz|benutz|verwend|überwach|guck){_DE}|(?:utilis|regard|consult|travaill|manipul|pilot|surveill|pass){_FR}|serv(?:ira|irai|ir)|sert|sers|avoir|aura|(?:us|utiliz|oper|manej|consult|mir|trabaj|vigil){_ES}|tendr[áé]|tiene",
        r"system|platform|dashboards?|software|tool|app|portal|screens?|program|readings|curves|kit|thing|gear|machine|ding|gerät|geräte|apparat|appareils?|machin|bidule|aparatos?|cacharros?|trasto|equipos?|plattform|programm|auswertung|bildschirm|oberfläche|anzeigen?|kurven|daten|portal|tool|anwendung|plateforme|logiciel|écrans?|outil|courbes|tableau|interface|application|données|tableros?|panel|plataforma|pantallas?|herramienta|programa|sistema|aplicación|gráficas",
    ),
    "decision_maker": _Cues(
        rf"(?:decid|sign|approv|choos|pick){_EN}|(?:entscheid|unterschreib|unterzeichn|befind|absegn|genehmig|zustimm){_DE}|(?:décid|tranch|sign|approuv){_FR}|(?:firm|autoriz){_ES}|decid(?:e|o|ir|irá|iré|a)|aprueb[aoe]|aprobar(?:á|é)?",
        r"purchases?|orders?|contracts?|deals?|everything|suppliers?|investments?|kauf|\w*auftr[aä]ge?|\w*bestellung(?:en)?|\w*verträge?|\w*vertrag|anschaffung(?:en)?|annahme|vergabe|alles|achats?|commandes?|contrats?|marchés?|tout|compras?|pedidos?|contratos?|todo",
        r"sign(?:s|ing)?|decid(?:es|ing)|approves|entscheidet|unterschreibt|unterzeichnet|signe(?:ra|rai)?|décide(?:ra|rai)?|tranche(?:ra)?|firma(?:rá)?|decide|decidirá|aprueba",
    ),
}
DAILY = re.compile(
    r"\b(?:daily|every ?(?:single )?(?:day|morning|shift|night)|day[- ]to[- ]day|day in,? day out|all day|each (?:day|morning|shift)|täglich|jeden (?:\w+ )?(?:tag|morgen)|tagtäglich|im alltag|tag für tag|den ganzen tag|jede schicht|tagein|au quotidien|tous les (?:jours|matins)|chaque (?:jour|matin|nuit)|toute la journée|quotidiennement|nuit après nuit|jour après jour|cada (?:día|mañana|turno)|a diario|todos los días|día a día|todo el día|todas las mañanas|ses journées|(?:his|her|my) days|cada jornada|toda la jornada|jede nacht|every hour|(?:my|mes|meine|mis) (?:days|journées|tage|días)|(?:every|each) (?:evening|week|month)|shift in,? shift out|shift after shift|in (?:two|three|both|all) shifts|eight hours a day|(?:two|three) shifts|jeden abend|jede woche|in (?:zwei|drei|allen) schichten|acht stunden am tag|chaque (?:soir|semaine)|tous les soirs|en (?:trois|deux)-huit|(?:huit|sept) heures par jour|au jour le jour|todas las (?:noches|tardes)|cada (?:noche|tarde)|en (?:dos|tres) turnos|ocho horas al día|día tras día|dag für dag|à chaque poste|à chaque quart)\b"
)
_NOT_THIS = re.compile(
    r"\b(?:arriv\w+|receiv\w+|angekommen|eingegangen|erhalten|reçue?s?|arrivée?s?|lleg[óa]\w*|recib\w+|holidays?|parking|cleaning|reinigung\w*|nettoyage|limpieza|press|minutes|protokoll der|old|current(?:ly)?|at the moment|derzeit\w*|bisherig\w*|alte[nrsm]?|ancien(?:ne)?s?|actuel\w*|viej[oa]|actual\w*|please|bitte|veuillez|merci de|por favor|favor de|ask(?:s|ed|ing)?|tell|told|dile|dites|dígale|frag\w*|gerade|just now|right now|en ce moment|ahora mismo|attention|coffee|café|kaffee|date|termin|diary|calendar)\b"
)
_HERE = re.compile(
    r"\b(?:you|your|yours|you'll|this|here|for us|internally|in-house|our (?:side|end)|every(?:thing)?|any(?:thing)?|all|alone|always|vendors|suppliers|whole"
    r"|sie|ihnen|ihre?[mnrs]?|euch|eure?[mnrs]?|dich|dein\w*|dies\w*|hier|bei uns|im haus|intern|unsererseits|jede[mnrs]?|alles?|allein|immer|dafür|damit|am ende|letztlich|darüber|das ganze"
    r"|vous|votre|vos|toi|ton|tes|ce|cette|ça|cela|ici|chez nous|en interne|côté|chaque|tout(?:e|es)?|tous|seule?|toujours|est (?:\w+ ){1,3}qui|lui qui|elle qui|moi qui|à lui de|à elle de|à moi de"
    r"|ustedes?|usted|vosotros|vuestr[oa]s?|tuy[oa]|contigo|est[aeo]s?|aquí|acá|por (?:acá|dentro)|dentro|adentro|cada|tod[oa]s?|cualquier|solo|siempre|quien|el que|la que|nuestr[oa] (?:lado|parte)|le|les|os|lo|yo)\b"
)
"""What tells that the purchase is meant, or a rule of the house."""
_WORD = re.compile(r"[^\W\d_]+")


def is_apart(sentence: Sentence) -> bool:
    """Whether a sentence is of something else, asks somebody, or tells of what has come."""
    return bool(_NOT_THIS.search(sentence.words))


def may_tell(sentence: Sentence) -> bool:
    """Whether a sentence has the words of one role together."""
    known = set[tuple[str, str]]().union(*map(_known, sentence.tokens))
    return bool(known) and any(
        {(role, "verb"), (role, "thing")} <= known or (role, "sure") in known or (role, "alone") in known
        for role in _CUES
    )


def told(scene: Scene, sentence: Sentence) -> Iterator[tuple[Subject, str, int, int]]:
    """Who has which part by the cues of a sentence, and where they stand."""
    if not may_tell(sentence) or not _HERE.search(sentence.words):
        return
    marks = [
        (word.start(), word.end(), _known(word[0]))
        for word in _WORD.finditer(scene.words, sentence.start, sentence.end)
        if word[0] != "firma" or not scene.words.endswith((" la ", " su "), 0, word.start())
    ]
    for role in _CUES:
        if role == "user" and not DAILY.search(sentence.words):
            continue
        for start, end, picked in _places(marks, role):
            subject = scene.agent(sentence, start, end, picked=picked)
            if subject is not None:
                yield subject, role, start, end
                break


def _places(marks: list[tuple[int, int, frozenset[tuple[str, str]]]], role: str) -> Iterator[tuple[int, int, bool]]:
    """Where a verb and a thing of a role stand together, or one word that tells enough. True: of somebody picked out only."""
    verbs = [(start, end) for start, end, known in marks if (role, "verb") in known]
    things = [(start, end) for start, end, known in marks if (role, "thing") in known]
    for verb in verbs:
        for thing in things:
            start, end = min(verb[0], thing[0]), max(verb[1], thing[1])
            if verb != thing and end - start <= REACH:
                yield start, end, False
    yield from ((start, end, False) for start, end, known in marks if (role, "sure") in known)
    yield from ((start, end, True) for start, end, known in marks if (role, "alone") in known)


_KINDS = {
    (role, kind): re.compile(pattern)
    for role, cues in _CUES.items()
    for kind, pattern in zip(("verb", "thing", "alone", "sure"), cues, strict=True)
}


@lru_cache(maxsize=16_384)
def _known(word: str) -> frozenset[tuple[str, str]]:
    """Of which roles a word is a verb or a thing."""
    return frozenset(place for place, pattern in _KINDS.items() if pattern.fullmatch(word))
