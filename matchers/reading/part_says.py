"""What tells a role by two things that stand in one clause: a say (`last word`, `grünes Licht`) or a charge (`zuständig`), and of what matter.

Who has the say is the one person of the clause, or the one behind a verb of belonging (`reviennent à`, `liegt bei`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from matchers.reading.part_others import NOT_SOLD, OURS
from matchers.reading.required import Gate
from matchers.reading.scene import Scene, Subject
from matchers.reading.text import Sentence

Found = tuple[Subject, str, int, int]

_SAYS = (
    r"\b(?:(?:has|have|having|had to have|gets?|got|with|keeps?) (?:the |a )?(?:last|final|casting) (?:word|say|call|decision)|(?:makes?|making|make) (?:the )?(?:final |last )?(?:call|decision)|(?:gives?|giving|give) (?:me |us |you )?(?:the |a |her |his |my )?(?:green light|go-?ahead|nod|final ok(?:ay)?|sign-?off|blessing|approval|thumbs up)"
    r"|says? (?:yes or no|yes|no)(?= |[.,;]|$)|(?:has|have|needs?) to (?:say yes|be (?:happy|satisfied|convinced)|sign off|pass|clear|okay|give (?:the |a |her |his )?(?:nod|ok(?:ay)?|blessing))|signs? off|signing off"
    r"|(?:hat|habe|haben|behält) (?:\w+ ){0,5}?(?:letzte|finale) wort|(?:gibt|gebe|geben|erteilt|erteile|hebt|hebe|heben|fällt|fälle|fällen|trifft|treffe|treffen) (?:\w+ ){0,4}?(?:grünes licht|go|okay|ok|segen|freigabe|zustimmung|plazet|daumen|entscheid(?:ung)?)|(?:grünes licht|das letzte wort|den? entscheid|die entscheidung|das okay|die freigabe|den daumen|den segen|das go) (?:gibt|gebe|geben|hat|habe|haben|fällt|fälle|fällen|trifft|treffe|treffen|erteilt|erteile|erteilen|hebt|hebe|heben)"
    r"|sag(?:t|e) (?:\w+ ){0,2}?(?:ja oder nein|ja)(?= |[.,;]|$)|(?:ja oder nein|ja) sagt|(?:zeichnet|winkt|nickt|segnet) (?:\w+ ){0,3}?ab|(?:muss|darf) (?:\w+ ){0,4}?(?:abnehmen|abzeichnen|absegnen|freigeben|zustimmen|abnicken|überzeugt sein)"
    r"|(?:donne(?:ra|r)?|rend(?:ra|re)?|a|aura|ai|prend(?:s|ra|re)?) (?:toujours |seule? |bien )?(?:le |son |mon |un |l'|la )?(?:feu vert|dernier mot|aval|accord|avis|go|quitus|décision|bon pour accord|visa)|(?:dit|dira|dis|dire) (?:le )?(?:oui|non)(?: ou (?:oui|non))?"
    r"|(?:da(?:rá|r)?|doy|daré|tiene|tengo|tendrá|pon(?:e|go|drá)|toma(?:rá)?|tomo) (?:que dar |siempre )?(?:el |la |su |mi )?(?:visto bueno|luz verde|conformidad|última palabra|ok|okey|aprobación|sí|decisión(?: final)?|visado|aval)|(?:visto bueno|luz verde|conformidad|última palabra|aprobación|decisión(?: final)?),? (?:lo |la )?(?:da(?:rá)?|doy|daré|tiene|tengo|tendrá|pone|toma(?:rá)?|tomo)|dic?e (?:que )?sí o (?:que )?no)(?!\w)"
)  # fmt: skip
_CHARGES = r"\b(?:zuständig|verantwortlich|ansprechpartner(?:in)?|ansprechperson|ansprechbar|verantwortet|verantworte|federführend|in charge|responsible|(?:point of )?contact|counterpart|go-to(?: person)?|person to (?:talk|speak) to|your (?:man|woman)|ihr mann|ihre frau|votre homme|su hombre|vuestro hombre|interlocut(?:eur|rice)|référente?|correspondante?|en charge|chargée?|compétente?|interlocutora?|referente|encargad[oa]|persona de contacto|se encarga|me encargo|se ocupa|me ocupo|s'en (?:charge|occupe)|m'en (?:charge|occupe))(?!\w)"
_BELONGING = (
    r"\b(?:purse strings|budget|money|funds|geld|mittel|kasse|cordons de la bourse|bourse|enveloppe|crédits|presupuesto|fondos|caja|choix final|decision|sign-?off|signature|approval|go-?ahead|entscheidung|entscheid|unterschrift|freigabe|zusage|décision|signature|arbitrage|décisions|accord|decisión|firma|aprobación|visto bueno)(?: (?:et|and|und|y) (?:the |la |le |l'|die |das )?\w+)?(?: (?:here|final|bei uns|hier|finale?|finales|chez nous|aquí|de compra|d'achat|\w+lich))?"
    r" (?:(?:is|are|will be) (?:entirely |ultimately |all )?(?:up to|down to|made by|taken by|in the hands of)|(?:sits?|rests?|lies?|stays?|stops?) (?:\w+ly )?with|falls? to|belongs? to|(?:liegt|liegen|bleibt) (?:\w+ ){0,2}?(?:bei|in den händen von)|obliegt|obliegen|gebührt|trifft|treffen|(?:revien(?:t|nent|dra)|appartien(?:t|nent)|incombe(?:nt)?|échoi[tent]+) (?:\w+ment |toujours )?(?:à|aux?)|relève(?:nt)? (?:de|d')|(?:est|sont) (?:du ressort|entre les mains) d(?:e |')|(?:corresponde|recae|compete|toca|incumbe)n? (?:\w+mente )?(?:en|a)|es cosa de|depende de|está en manos de|pasa por) ?|\b(?:la décision|la signature|le dernier mot|l'arbitrage|le feu vert)(?: finale?)?,? c'est (?=[^.;,]{2,40} qui)"
)
_JUDGING = (
    r"\b(?:decid(?:es?|ing)|judges?|judging|says?|tell(?:s)?|tells us|sees?|checks?|checking|finds? out|works? out|tests?|verif(?:y|ies)|confirms?|assess(?:es)?|beurteilt?|beurteile|beurteilen|entscheidet|sagt|prüft|prüfe|schaut|guckt|checkt|testet|bewertet|klärt|jug(?:e|era|er)|dira|dire|vérifie(?:ra)?|vérifier|regarde(?:ra)?|regarder|teste(?:ra)?|tester|verra|voir|s'assure(?:ra)?|dirá|decidirá|juzga(?:rá)?|comprueba|comprobará|comprobar|mira(?:rá)?|mirar|verá|ver|valora(?:rá)?|valorar|revisa(?:rá)?|prueba|probará|probar),?"
    r" (?:us |you |uns |ihnen |nous |nos |dann |uns dann |bien |hier |bei uns )?(?:whether|if|ob|wie gut|si|s'il|s'ils) (?P<what>[^.;:]{2,70}?)(?<!no )(?<!not )"
    r"(?:any good|good enough|up to (?:it|the job|scratch|spec|standard)|holds? up|copes?|compatible|compatibles|accurate enough|reliable enough|talks? to (?:our|the)|works? with (?:our|the)|integrates? with|fits? (?:our|the|in(?:to)? our) (?:system|network|plant|scada|bms|plc|setup|infrastructure|architecture|kit)|taugt|taugen|mitmacht|mitmachen|funktioniert|funktionieren|kompatibel|zusammenspielt|zusammenspielen|läuft|laufen|standhält|standhalten"
    r"|zu (?:unserer|unserem|unseren) (?:leittechnik|anlagen?|netz\w*|system\w*|steuerung\w*|infrastruktur|architektur|technik|sps|glt) pass(?:t|en)|zur technik passt|tien(?:t|nent|dra) (?:la route|le coup)|fonctionne(?:nt|ra)?|marche(?:nt|ra)?|s'intègre(?:nt|ra)?|passe(?:nt|ra)? sur (?:notre|nos)|(?:parle|dialogue|communique)(?:nt|ra)? avec (?:notre|nos)|sirven?|funcionan?|funcione|aguantan?|encajan? (?:con|en)|se integran?|se entienden? con|hablan? con (?:nuestr|el|la)|valen? (?:para|técnica)|cumplen?)(?: (?:or not|oder nicht|ou (?:pas|non)|o no))?(?!\w)"
)  # fmt: skip
_NO_GEAR = re.compile(r"\b(?:we|wir|nous|nosotros|he|er|il)\b")
"""They do what is looked at, and not what is sold."""
_LOYALTY = (
    r"\b(?:has|have|'s|'ve) been (?:\w+ )?(?:fighting|pushing|arguing|lobbying|batting|campaigning|rooting|pleading|banging the drum) (?:\w+ )?(?:for you|for your|for this|your corner)|\b(?:keeps? (?:telling|reminding|nagging|pestering)|never stops? telling) (?:everyone|everybody|the \w+|our \w+|us all|anyone)\b"
    r"|\b(?:hat|habe) (?:\w+ ){0,5}?für (?:sie|euch|ihre? \w+|eure? \w+) (?:\w+ ){0,2}?(?:gekämpft|geworben|gestritten|eingesetzt|stark ?gemacht|getrommelt|eingetreten)|\b(?:s'est|me suis) (?:\w+ ){0,3}?(?:battue?|mobilisée?|démenée?|mouillée?) (?:\w+ ){0,2}?pour (?:vous|toi|votre|ton|vos|tes)|\ba (?:\w+ ){0,2}?(?:plaidé|milité|poussé|bataillé) (?:\w+ ){0,2}?pour (?:vous|toi|votre|ton|vos)"
    r"|\b(?:ha|he) (?:\w+ ){0,2}?(?:peleado|luchado|insistido|apostado|abogado|batallado|dado la cara) (?:\w+ ){0,3}?por (?:vosotros|ustedes|usted|ti|vuestr[oa] \w+|tu \w+|su \w+)(?!\w)"
)
_INSIDE = re.compile(
    r"\b(?:in here|internally|inside|upstairs|from (?:day one|the start|the beginning)|for (?:months|weeks|ages|a year)|since|intern|hier|bei uns|im haus|seit \w+|von anfang an|en interne|ici|chez nous|depuis|en haut|dès le début|auprès|(?:aquí|acá|por) ?(?:dentro|adentro)?|internamente|desde|everyone|everybody|bosses|board|management)\b"
)
_MATTERS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (role, re.compile(rf"\b(?:{words})(?!\w)"))
    for role, words in (
        (
            "technical",
            r"technical(?:ly)?|tech|engineering(?! (?:team|department))|(?:technology|it|engineering|security) (?:side|part|questions|matters)|integration|technisch\w*|technik|die technik|schnittstellen?|it-sicherheit|(?:cyber|it[- ])?(?:security|sicherheit|sécurité|seguridad)|techniques?|techniquement|technicité|informatiques?|cybersécurité|técnic[oa]s?|técnicamente|ciberseguridad|informática|integración|intégration|sensors?|sensoren|capteurs|sensores|equipos|geräte|hardware",
        ),
        (
            "legal",
            r"legal(?:ly)?|legals|contractual(?:ly)?|clauses?|liability|rechtlich\w*|juristisch\w*|rechtsfragen|haftung\w*|klauseln?|vertragsrecht\w*|vertragstexte?n?|juridiques?|juridiquement|contractuel(?:le)?s?|jurídic[oa]s?|jurídicamente|legalmente|legales|cláusulas?",
        ),
        (
            "procurement",
            r"commercially|commercial(?:s| side| terms| matters| questions)|(?:prices?|pricing|rates|rebates?|freight|payment terms|purchasing|procurement|buying|discounts?)|\w*preise?n?|\w*bedingungen|rabatte?n?|kaufmännisch\w*|preisfragen|konditionen|einkaufsfragen|einkauf|preislich|beschaffung|négociations?|verhandlung(?:en)?|negotiations?|negociaci(?:ón|ones)|commerciale?s?|commercialement|tarifs?|prix|achats?|remises?|comercial(?:es|mente)?|tarifas?|precios?|compras|condiciones|descuentos",
        ),
        (
            "economic_buyer",
            r"budgets?|money|funds|funding|spend(?:ing)?|financially|budgetär|mittel|gelder|geld|etat|finanziell|purse strings|kasse|bourse|caja|crédits|enveloppe|financement|financièrement|argent|presupuesto|dinero|fondos|gasto",
        ),
    )
)
_ELSE = re.compile(
    r"\b(?:(?:on|about|over|for|of) (?:the )?(?:date|colou?r|day|room|venue|menu|name|wording)|parking|visit|meeting|holiday|urlaub|termin|empfang|presse|besuch\w*|farbe|raum|accueil|visite|réunion|congés|couleur|salle|reunión|visita|color|sala|vacaciones|recepción|support|hotline|your side|ihrer seite|votre côté|su lado|rechnung(?:en)?|invoices?|factur\w+|einweisung|schulung\w*|training|werk \w+|plant|logistik|logistics|safety|arbeitssicherheit|brandschutz|\w*besichtigung\w*|building|gebäude|bâtiment|edificio|tour)\b"
)
_WAS = re.compile(r"\b(?:was|were|used to|war|waren|hatten?|était|avait|étaient|fue|era|tenía|fueron)\b")
_TAIL = re.compile(
    r" (?:(?:his|her|their|my|seine?n?|ihre?n?|meine?n?|son|sa|ses|mes|sus?|mis) \w|(?:when|once|if|wenn|sobald|falls|quand|dès|si|cuando|en cuanto)\b|(?:on|about|over|for|to|with|zum|zur|für|über|beim|sur|pour|au|à|sobre|en|para|a) (?P<what>(?!(?:me|us|you|uns|mir|ihnen|nous|vous|moi|the end|at|en|final|nombre)\b)[^,.;:()]{2,40}))"
)
_RELEASED = re.compile(
    r"\b(?:freigabe|approvals?|validation|aprobación|unterschrift|sign-?off|entscheidung|decision)\b"
)
_CHECKED = re.compile(r"\b(?:technisch|technique|technical|técnica|juri|juríd|legal|rechtlich)\w*")
_PURSE = r"(?:budget|etat|pot|pocket|purse|cost cent(?:re|er)|p&l|topf|kostenstelle|enveloppe|centre de coûts?|presupuesto|partida|bolsillo|centro de costes?)"
_PAYS = (
    rf"\b(?:comes?|coming|paid|pay|funded|goes|charged|taken)(?: straight| directly)? (?:out of|from|by|against|to) (?=[\w.'-]{{2,20}}(?: [\w.-]{{2,20}})?'s (?:\w+ )?{_PURSE}\b)"
    rf"|\b(?:bezahlt|gezahlt|finanziert|kommt|geht|läuft|abgerechnet)\b[^.;,]{{0,30}} (?:aus|über|auf|von) (?:dem|der|die|das) {_PURSE} (?:von|der|des) ?|\b(?:vient|viendra|sort|sortira|pris|prise|payée?|financée?|imputée?) (?:directement )?(?:du|sur le|par le|de l'|sur l'|au) ?{_PURSE} (?:de |d')|\b(?:sale|saldrá|pagad[oa]|paga|carga|imputa) (?:\w+ )?(?:del|de la|al|a la|con el) {_PURSE} de "
)
_DOING = (
    r"\b(?:does|will do|'ll do|is doing|performs|conducts|macht|mache|machen|übernimmt|übernehme|erledigt|führt|fait|fais|fera|ferai|réalise(?:ra)?|mène(?:ra)?|assure(?:ra)?|hace|hará|haré|realiza(?:rá)?|lleva a cabo|conduce) (?:[\w']+ ){0,3}?(?:l'|the |la |die |una? |our |unsere |notre |nuestra )?(?:[\w-]+ )?(?:review|assessment|evaluation|vetting|negotiat(?:ions?|ing)|due diligence|prüfung|bewertung|abnahme|verhandlung(?:en)?|relecture|revue|analyse|évaluation|validation|vérification|expertise|négociations?|evaluación|revisión|validación|negociaci(?:ón|ones)|comprobación)"
    r"|\b(?:schaut|schaue|guckt|gucke|sieht|geht|liest) (?:[\w.]+ ){0,4}(?:drüber|darüber|drauf)(?!\w)"
)
_NEEDED = (
    r"\b(?:needs?|requires?|brauchen?|braucht|benötig\w+|il (?:me |nous )?faut|necesit\w+|hace falta|(?:geht|läuft|klappt) (?:\w+ )?nur mit|only with|uniquement avec|qu'avec|solo con) (?:\w+ ){0,3}?(?:signature|approval|okay|ok|yes|go|sign-?off|blessing|ja|oui|sí|unterschrift|freigabe|segen|zustimmung|accord|aval|feu vert|firma|visto bueno|aprobación) (?:of|from|by|von|de|d'|del) ?"
    r"|\b(?:needs?|requires?) (?=[\w.'-]{2,20}(?: [\w.-]{2,20})?'s (?:\w+ )?(?:signature|approval|okay|ok|sign-?off|blessing)\b)|\b(?:won't|doesn't|cannot|can't) (?:happen|fly|move|go(?: ahead| anywhere| through)?|work) without (?=\w+(?: \w+)?(?:[.,;!]|$))"
)
_USERS = r"\b(?:(?:daily|everyday|day-to-day|main|principal|heaviest) users?|(?:tägliche[rn]?|hauptsächliche[rn]?|eigentliche[rn]?) (?:nutzer|anwender|benutzer)(?:in)?|(?:utilisat(?:eur|rice)|usuari[oa]) (?:quotidien(?:ne)?|au quotidien|principale?|diari[oa]|habitual|de a diario))(?!\w)"
_OURS = re.compile(
    r"\b(?:your|you|us|our|ours|this|here|in-house|everything|anything|ihre?|ihnen|uns|hier|sie|euch|eure?|dies\w*|unserer?seits|alle[smn]?|vous|votre|vos|nous|chez|côté|tout|cette|ce|toi|ton|vuestr[oa]s?|ustedes|usted|su|nuestr[oa]|est[aeo]|aquí|acá|todo|parte|lado|seule?|allein|alone|yo|moi|ich|lo)\b"
)


_PATTERNS = (_SAYS, _CHARGES, _BELONGING, _JUDGING, _LOYALTY, _PAYS, _USERS, _DOING, _NEEDED)
_SAY, _CHARGE, _BELONGS, _JUDGED, _LOYAL, _PAID, _EVERY_DAY_USER, _DOES, _NEED = range(len(_PATTERNS))
_GATE = Gate(_PATTERNS)


def told(scene: Scene, sentence: Sentence) -> Iterator[Found]:
    """Who has which part by a say, a charge or a judgement, and where that stands. Each pattern tells once in a sentence."""
    if not _open(sentence):
        return
    yield from _belonging(scene, sentence)
    for pattern, charge in ((_SAY, False), (_CHARGE, True)):
        match = _first(pattern, scene, sentence)
        if match is None or _is_past(scene, sentence, match) or (not charge and _goes_on(scene, sentence, match)):
            continue
        role = _role(scene.words[_clause(scene, sentence, match)], charge=charge)
        if role and (subject := scene.agent(sentence, *match.span(), picked=False)) is not None:
            yield subject, role, *match.span()
    match = _first(_DOES, scene, sentence)
    if match is not None and (role := _role(f"{scene.words[_clause(scene, sentence, match)]} this", charge=True)):
        yield from _by_agent(scene, sentence, match, role)
    match = _first(_EVERY_DAY_USER, scene, sentence)
    if match is not None and not _is_past(scene, sentence, match):
        subject = scene.agent(sentence, *match.span(), picked=False) or scene.after(sentence, match.end(), 30)
        if subject is not None:
            yield subject, "user", *match.span()
    yield from _judging(scene, sentence)
    match = _first(_LOYAL, scene, sentence)
    if match is not None and _INSIDE.search(sentence.words):
        yield from _by_agent(scene, sentence, match, "champion")


@lru_cache(maxsize=8)
def _open(sentence: Sentence) -> frozenset[int]:
    """Which patterns may match by the words of a sentence."""
    there = _GATE.there(sentence.tokens)
    return frozenset(number for number, mask in enumerate(_GATE.masks) if not mask & ~there)


@cache
def _compiled(number: int) -> re.Pattern[str]:
    return re.compile(_PATTERNS[number])


def _first(number: int, scene: Scene, sentence: Sentence) -> re.Match[str] | None:
    if number not in _open(sentence):
        return None
    return _compiled(number).search(scene.words, sentence.start, sentence.end)


def _by_agent(scene: Scene, sentence: Sentence, match: re.Match[str], role: str) -> Iterator[Found]:
    subject = scene.agent(sentence, *match.span(), picked=False)
    if subject is not None:
        yield subject, role, *match.span()


def _judging(scene: Scene, sentence: Sentence) -> Iterator[Found]:
    """`Tom says whether it works`: a judge of what is sold."""
    match = _first(_JUDGED, scene, sentence)
    if match is not None and not _NO_GEAR.search(match["what"]) and not NOT_SOLD.search(match["what"]):
        subject = scene.before(sentence, match.start()) or scene.agent(
            sentence, match.start(), match.start("what"), picked=False
        )
        if subject is not None:
            yield subject, "technical", *match.span()


def _belonging(scene: Scene, sentence: Sentence) -> Iterator[Found]:
    """`The decision is down to Ann`, `it comes out of Ann's budget`: who stands behind the verb."""
    match = _first(_PAID, scene, sentence)
    if match is not None and (subject := scene.after(sentence, match.end(), 30, owner=True)) is not None:
        yield subject, "economic_buyer", *match.span()
    match = _first(_NEED, scene, sentence)
    if match is not None and (subject := scene.after(sentence, match.end(), 30, owner=True)) is not None:
        role = _role(scene.words[_clause(scene, sentence, match)], charge=False)
        if role:
            yield subject, role, *match.span()
    match = _first(_BELONGS, scene, sentence)
    if match is not None and (subject := scene.after(sentence, match.end(), 30)) is not None:
        role = _role(scene.words[_clause(scene, sentence, match)], charge=False)
        if role:
            yield subject, role, *match.span()


def _is_past(scene: Scene, sentence: Sentence, match: re.Match[str]) -> bool:
    return bool(_WAS.search(scene.words, max(sentence.start, match.start() - 60), match.end()))


def _goes_on(scene: Scene, sentence: Sentence, match: re.Match[str]) -> bool:
    """Whether a say is on something else, one's own business, or hangs on something."""
    tail = _TAIL.match(scene.words, match.end(), sentence.end)
    if tail is None:
        return False
    return tail["what"] is None or not (
        OURS.match(tail["what"]) or any(one.search(tail["what"]) for _, one in _MATTERS)
    )


def _clause(scene: Scene, sentence: Sentence, match: re.Match[str]) -> slice:
    """The words up to the signs around a match; a bare matter in front of a comma (`legally, …`) belongs to it."""
    begin = max(sentence.start, *(scene.words.rfind(sign, sentence.start, match.start()) + 1 for sign in ";:"))
    stop = min(
        (at for sign in ",;:(" if (at := scene.words.find(sign, match.end(), sentence.end)) > 0), default=sentence.end
    )
    return slice(begin, stop)


@lru_cache(maxsize=512)
def _role(clause: str, *, charge: bool) -> str:
    """The role by the one matter of a clause. A say without a matter is the purchase's, a charge of no matter nothing."""
    matters = [role for role, pattern in _MATTERS if pattern.search(clause)]
    if charge and len(matters) < 2 and _RELEASED.search(clause) and not _CHECKED.search(clause):
        return ""
    if "avis" in clause and not matters:
        return ""
    if _ELSE.search(clause) or len(matters) > 1 or (charge and not _OURS.search(clause)):
        return ""
    return matters[0] if matters else "" if charge else "decision_maker"
