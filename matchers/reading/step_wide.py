"""Steps by grammar alone: who does something for whom on a day (D), whatever the verb, unless it is one of a stop-list.

Tried where no narrower rule has found a step; the doubts and guards of all steps stand behind it.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from matchers.reading.marked import DAY
from matchers.reading.text import Language


class Wide(NamedTuple):
    """Patterns of one language. `who` must be written like a name."""

    promised: str
    named: str
    agreed: str
    clocked: str
    """An agreement if an hour stands beside the day."""


_EN_PAPER = r"(?! (?:\w{3,12} )?(?:offers?|quotes?|quotation|proposals?|bids?|tender|invoices?|account|website|company|name|number|letter|e?mail|prices?|pricing|case|file|slides|brochure|documents?|contract|draft|report|competitors?|rivals?|success|system)\b)"
_DE_PAPER = r"(?! (?:\w{3,12} )?(?:angebot\w*|unterlagen|rechnung\w*|website|webseite|firma|namen?|nummer|brief|preis\w*|akte|fall|folien|prospekt|dokument\w*|vertrag\w*|entwurf|bericht|konzept|mitbewerb\w*|konkurr\w*|produkt\w*|system\w*|muster|sensor\w*|bewerbung)\b)"
_FR_PAPER = r"(?! (?:offres?|devis|propositions?|plis?|factures?|compte|site (?:web|internet)|société|nom|numéro|courrier|mail|prix|dossier|cas|documents?|contrat|projet|rapport|concurrents?|système|candidature|dossiers)\b)"
_ES_PAPER = r"(?! (?:ofertas?|presupuestos?|propuestas?|cotización|facturas?|cuenta|web|empresa|nombre|número|carta|correo|precios?|caso|documentos?|documentación|contrato|borrador|informe|competidor\w*|producto|sistema|solicitud|candidatura|plica|expediente)\b)"
"""What of theirs is looked at among ourselves."""
_EN_STOP = (
    r"(?:\w+ed|pay\w*|bill\w*|charg\w+|switch\w*|launch\w*|met|saw|sent|told|gave|got|took|brought|left|spoke|wrote|came|made|had|did|went|said|thought|knew|heard|read|was|were|been|have|has|thank\w*|hop(?:e|es|ing)|wish\w*|ask\w*|remind\w*|owe\w*|know\w*|think\w*|believe\w*|trust\w*|want\w*|like\w*|love\w*|need\w*|miss\w*|wonder\w*|tell(?:s|ing)?"
    r"|assum\w+|suppos\w+|guess\w*|understand\w*|appreciat\w+|regret\w*|apologi\w+|congratulat\w+|beg\w*|advis\w+|warn\w*|urg\w+|recommend\w*|suggest\w*|propos\w+|consider\w*|compar\w+|discuss\w*|evaluat\w+|judg\w+|rank\w*|scor\w+|decid\w+|guarante\w+|hold\w*|hear\w*|look\w*|not|never|can|could|may|might|should|would|must|about|with|for|and|that|if|when|of|to|at|from|because|before|after|than|as|like)"
)
_EN_V = rf"(?!{_EN_STOP}\b)\w{{3,12}}"
_EN = Wide(
    promised=(
        rf"\b(?:i|we)(?:'ll| will| am|'m| are|'re)? (?:then |also |both )?{_EN_V} (?:(?:up|over|round|through|by|to|at|with|on|in) )?(?:you\b|your\b{_EN_PAPER})[^D]{{0,50}}D"
        rf"|D[^D]{{0,25}}\b(?:i|we)(?:'ll| will| am|'m| are|'re)? (?:then |also |both )?{_EN_V} (?:(?:up|over|round|through|by|to|at|with|on|in) )?(?:you\b|your\b{_EN_PAPER})"
        rf"|\b(?:he|she|they|(?:my|our) [^D]{{2,25}}?)(?:'ll| will|'s| is|'re| are) (?!being\b){_EN_V} (?:(?:up|over|round|through|by|to|at|with|on|in) )?(?:you\b|your\b{_EN_PAPER})[^D]{{0,50}}D"
        r"|\byou (?:get|have|receive) [^D]{1,50}?(?:from (?:me|us)|in (?:your|the) (?:inbox|post|mail))\b[^D]{0,20}D|D[^D]{0,12}\byou (?:get|have|receive) (?:the|our|my|a)\b"
    ),
    named=rf"(?:^|[:,.] ?|\b(?:and|so|then|but) |D )(?P<who>[^\W\d_]{{2,20}}(?: [^\W\d_]{{2,20}})?)(?:'ll| will|'s| is) (?!being\b){_EN_V} (?:(?:up|over|round|through|by|to|at|with|on|in) )?(?:you\b|your\b{_EN_PAPER})|(?:^|[:,.] ?|\b(?:and|so|then|but) )(?P<whom>[^\W\d_]{{2,20}}) (?!(?:has|was|is|says|thinks|hopes|knows|asks|wants|needs|likes|tells|thanks|believes)\b)\w{{3,10}}s (?:(?:up|over|round|through|by|to|at|with) )?(?:you\b|your\b{_EN_PAPER})",
    agreed=(
        r"D(?:'s| is| stands| remains)? (?:a go|(?:still )?on(?=\W*$)|locked in|sorted|nailed down|in (?:my|our|the|everyone's|his|her) (?:diary|diaries|calendars?|books?))\b|D (?:still )?(?:stands|holds|is set|is fixed|is go|it is)\b"
        r"|\b(?:walk-?\w{0,8}|visit|demo|call|meeting|workshop|survey|training|kick-?off|session|review|inspection|pilot|install\w{0,7}|commissioning)\b[^D]{0,40}?(?:'s| is| are) (?:now )?(?:a go|locked in|nailed down|sorted|good to go|all set|in (?:the|my|our|everyone's) (?:diary|diaries|calendar)) (?:for |on )?D"
        r"|\b(?:your|\u2d63+'s) (?:people|team|crew|fitters?|engineers?|technicians?|installers?|lads?|guys|folks?|man|men|electricians?) (?:can |will |are to |is to |'ll )?(?:come|start|begin|get|arrive|report|go|walk|set|mount|install|climb|measure|do|take|meet)s?\b[^D]{0,50}D"
    ),
    clocked=r"\byou (?:are|'re) (?:at|in|on|with|here|up)\b(?! the (?:top|list|running|lead)| top)[^D]{0,30}D|D[^D]{0,20}\byou (?:are|'re) (?:at|in|on|with|here|up)\b(?! the (?:top|list|running|lead)| top)",
)

_DE_STOP = (
    r"(?:(?!erwart|bereit|leit|arbeit|antwort|richt|acht|wart|halt|biet|gestalt|schalt|beantwort|vertret|start|test|begleit)\w{2,12}te[nt]?|gaben|kamen|schrieben|riefen|sahen|trafen|nahmen|sprachen|gingen|standen|fanden|boten|baten|ließen|bekamen|erhielten|hielten|lagen|waren|haben|habe|hat|sind|ist|wurden?"
    r"|können|müssen|sollen|wollen|dürfen|mögen|möchten?|hätten?|wären?|würden?|könnten?|sollten?|wollten?|brauch\w+|bitte\w*|dank\w+|bedank\w+|freu\w+|hoff\w+|wünsch\w+|denk\w+|glaub\w+|weiß|wissen|teil\w+|weis\w+|erinner\w+|schlag\w+|schläg\w+|biete\w*|gratulier\w+|entschuldig\w+|versteh\w+|hör\w+|verbleib\w+|bezieh\w+|gewähr\w+"
    r"|garantier\w+|halt\w+|überleg\w+|prüf\w+|entscheid\w+|diskutier\w+|berat\w+|berät|besprech\w+|bespricht|wart\w+|stimm\w+|zahl\w+|öffn\w+|zieh\w+|kenn\w+|vermut\w+|nehm\w+ an|frag\w+|vergleich\w+|bewert\w+|stell\w+|seit|mit|nicht|gut|heute|jetzt|bereit|erst|fast|sonst|selbst|laut|statt|bitt\w*|grüß\w+|versicher\w+|bestell\w+|kauf\w+|unterschreib\w+|schätz\w+)"
)
_DE_V = rf"(?!{_DE_STOP}(?!\w))\w{{2,16}}(?:e|en|t)(?!\w)"
_DE_YOU = rf"(?:ihnen|euch|dir|dich|(?:ihre?[nmrs]?|eure?[nmrs]?|dein\w{{0,2}})\b{_DE_PAPER})"
_DE = Wide(
    promised=(
        rf"\b(?:ich|wir) {_DE_V} (?:[^D]{{0,40}}\b{_DE_YOU}|sie)\b[^D]{{0,50}}D|\b(?:ich|wir) {_DE_V} [^D]{{0,25}}D[^D]{{0,40}}\b{_DE_YOU}\b"
        rf"|D[^D]{{0,20}}? {_DE_V} (?:ich|wir|mein\w{{0,2}} \w{{3,15}}|unser\w{{0,2}} \w{{3,15}}) (?:[^D]{{0,30}}\b{_DE_YOU}|sie)\b|(?<!\w){_DE_V} (?:ich|wir) (?:[^D]{{0,30}}\b{_DE_YOU}|sie)\b[^D]{{0,20}}D"
        rf"|\b(?:unser|unsere|mein|meine) \w{{3,16}} {_DE_V} [^D]{{0,40}}\b(?:{_DE_YOU}|sie)\b[^D]{{0,40}}D"
        r"|\b(?:haben|bekommen|erhalten|kriegen|finden|hast|habt|bekommst|bekommt|kriegst|kriegt) (?:sie|ihr|du)\b[^D]{0,40}D(?=[^D]{0,40}(?:$|\b(?:post|postfach|mail|tisch|hand|händen|haus|von (?:mir|uns))\b))|D[^D]{0,12} (?:haben|bekommen|erhalten|kriegen|hast|habt|bekommst|bekommt|kriegst|kriegt) (?:sie|ihr|du) (?:das|die|den|unser\w{0,2}|meine?\w?|alles|es|von|eine?n?)\b"
    ),
    named=rf"(?:^|[:,.] ?|\bund )(?:herr |frau )?(?P<who>[^\W\d_]{{2,20}}) {_DE_V} (?:[^D]{{0,30}}\b{_DE_YOU}|sie)\b|D[^D]{{0,15}}? {_DE_V} (?:(?:herr |frau )?(?P<whom>[^\W\d_]{{2,20}}) (?:{_DE_YOU}|sie)\b|(?:ihnen|euch|dir|dich|sie) (?:herr |frau )?(?P<one>[^\W\d_]{{3,20}}) (?:durch|den|die|das|eine?n?|zu|zum|zur|in|im|auf|um|ab|am)\b)",
    agreed=(
        r"D[^D]{0,30}\b(?:steht(?= bei uns| fest| soweit|\W*$)|ist (?:fix|fest|ausgemacht|abgemacht|vereinbart|eingetragen|notiert|gebucht|geritzt|gesetzt|reserviert)|bleibt(?: es)?(?= dabei|\W*$)|gilt(?=\W*$)|geht klar|haut hin|klappt)(?!\w)(?! (?:noch|aus|an|unter|nicht|im|in|zur|zum|auf|für|vor|frei|offen|als|bis)\b)"
        r"|\b(?:termin|begehung|besichtigung|aufbau|montage|schulung|vorführung|workshop|besuch|einbau|installation|aufmaß|abnahme|inbetriebnahme|einweisung|präsentation|treffen|gespräch|telefonat)\b[^D]{0,30}\b(?:steht|fix|fest|geht klar|ausgemacht|vereinbart|gebucht)\b[^D]{0,20}D"
        r"|\b(?:ihre?|eure?|deine?) (?:leute|mannschaft|monteure?|techniker\w{0,3}|team|kolleg\w{1,5}|jungs|ingenieur\w{0,4}|mitarbeiter|elektriker)\b (?:könn\w+|kann|darf|dürfen|soll|sollen|komm\w+|fang\w+|fängt|beginn\w+|start\w+|steh\w+|sind|ist)\b[^D]{0,50}D"
    ),
    clocked=r"\b(?:ihr seid|sie sind)\b[^D]{0,30}D|D[^D]{0,20}\b(?:ihr seid|seid ihr|sie sind|sind sie) (?:um |ab |bei |am |im |in |da\b|dran\b)|\b(?:aufbau|montage|begehung|einbau|schulung|besichtigung|vorführung|aufmaß) (?:ist |also |dann |jetzt )?(?:am |ab )?D",
)

_FR_STOP = (
    r"(?:a|ai|as|est|es|suis|sommes|sont|ont|avons|av\w+|ét\w+|êtes|faites|dites|\w{2,10}(?<!f)(?:ais|ait|aient)|(?!mont|liv|ouv|rencont)\w{2,12}re|remerci\w+|pri\w+|inform\w+|souhait\w+|signal\w+|propos\w+|laiss\w+|sugg\w+|invit\w+|garanti\w+|avou\w+|assur\w+|annonc\w+|demand\w+|tien\w+|sais|crois|compren\w*|plaî?t|convien\w+"
    r"|faut|doi[ts]|doivent|dev\w+|peu\w+|pouv\w+|veu\w+|voul\w+|aim\w+|saur\w+|salu\w+|félicit\w+|intéress\w+|coût\w+|manqu\w+|sembl\w+|rest\w+|joins|dis|disons|not\w+|pens\w+|espér\w+|attend\w+|conseill\w+|recommand\w+|préci\w+|expliqu\w+|indiqu\w+|écri\w+|regrett\w+|fai[ts] part|faisons part|compar\w+|class\w+|pay\w+|pai\w+|quitt\w+|jug\w+|regard\w+|étudi\w+|examin\w+|discut\w+|décid\w+|sign\w+|command\w+|achèt\w+|conn\w+|dépend\w*|fond\w+|ne|n|pas|plus|même|tous|toutes|dans|sans|mais|puis|est|et|une|le|la|les|des|de|ce|cette|comme|que|votre|vos|\w+ment)"
)
_FR_V = rf"(?!{_FR_STOP}(?!\w))\w{{2,14}}(?:e|s|t|d|rai|ra|ront)(?!\w)(?! que\b| qu')"
_FR_YOU = r"(?:vous |te |t')(?:l'|le |la |les |en |y )?"
_FR_WHO = r"(?:je|on|nous|il|elle|ils|elles|(?:mon|ma|mes|notre|nos) [^D]{2,25}?)"
_FR = Wide(
    promised=(
        rf"\b{_FR_WHO} {_FR_YOU}{_FR_V}[^D]{{0,70}}D|D[^D]{{0,30}}\b{_FR_WHO} {_FR_YOU}{_FR_V}"
        rf"|\b(?:je|on|nous) {_FR_V} (?:avec |chez |à |sur )?(?:vous|(?:votre|vos|ton|ta|tes)\b{_FR_PAPER})\b[^D]{{0,50}}D|D[^D]{{0,25}}\b(?:je|on|nous) {_FR_V} (?:avec |chez |à |sur )?(?:vous|(?:votre|vos|ton|ta|tes)\b{_FR_PAPER})\b"
        rf"|\b(?:vos|votre|tes|ton) (?:équipes?|techniciens?|monteurs?|installateurs?|gens|gars|collègues?|ingénieurs?) (?:peu(?:t|vent)|pourr(?:a|ont)|{_FR_V})[^D]{{0,50}}D"
    ),
    named=rf"(?:^|[:,.] ?|\bet |D )(?:m\. |mme |maître |monsieur |madame )?(?P<who>[^\W\d_]{{2,20}}(?: [^\W\d_]{{2,20}})?) {_FR_YOU}{_FR_V}",
    agreed=(
        r"D[^D]{0,30}?\b(?:tient(?: toujours| bon)?(?=\W*$)|est (?:bon|noté|calé|bloqué|réservé|fixé|retenu|entendu|acté|arrêté|bien noté|ok)|c'est (?:bon|noté|calé|bloqué|réservé|fixé|entendu|acté|ok)|(?:me|nous) (?:va|convient)|fera l'affaire|ça (?:marche|roule|me va|nous va))(?!\w)(?! (?:pour la|par)\b)"
        r"|\b(?:visite|rendez-vous|rdv|réunion|démo\w*|atelier|formation|appel|visio|pose|montage|installation|recette|soutenance)\b[^D]{0,30}\b(?:calée?|actée?|fixée?|bloquée?|tient|bon|bonne|arrêtée?|retenue?) (?:pour |au |à )?(?:le )?D"
    ),
    clocked=r"\bvous (?:êtes|arrivez|commencez|montez|entrez|passez|venez|posez|installez|présentez|intervenez|démarrez|attaquez)\b[^D]{0,40}D|D[^D]{0,20}\bvous (?:êtes|arrivez|commencez|montez|entrez|passez|venez|posez|installez|présentez|intervenez|démarrez|attaquez)\b",
)

_ES_STOP = (
    r"(?:\w+(?:aba|aban|abas|ábamos|ía|ían|ías|íamos|aste|iste)|hizo|dijo|puso|tuvo|vino|quiso|supo|pudo|hubo|trajo|estuvo|hice|dije|puse|tuve|vine|fue|fueron|traje|he|ha|han|hemos|has|habéis|era|eran|es|son|gust\w+|parec\w+|import\w+|interes\w+|cuest\w+|val[eg]\w*|falt\w+|agrade\w+|dese\w+|coment\w+|compart\w+|comuni\w+|inform\w+"
    r"|record\w+|recuerd\w+|pid\w+|ped\w+|rog\w+|rueg\w+|pregunt\w+|consult\w+|prop\w+|suger\w+|sugier\w+|ofre\w+|salud\w+|felicit\w+|molest\w+|dec\w+|dig\w+|qued\w+|venc\w+|caduc\w+|toc\w+|correspond\w+|convien\w+|conven\w+|sirv\w+|adjunt\w+|deb\w+|pued\w+|pod\w+|quier\w+|quer\w+|aclar\w+|asegur\w+|garanti\w+|promet\w+|indic\w+"
    r"|entiend\w+|cre\w+|anunci\w+|mant\w+|respet\w+|compar\w+|valor\w+|juzg\w+|evalu\w+|cierr\w+|cerr\w+|decid\w+|firm\w+|compr[ao]\w*|gan\w+|pag\w+|estudi\w+|analiz\w+|discut\w+|debat\w+|revis\w+|le[eo]\w*|mir\w+|habl\w+ de|deseo|una?|la|las|el|los|de|en|que|para|con|como|este|esta|ese|esa|sobre|ante|desde|entre|para|todo|toda|cuando|no|me|nos|sea|sean|hasta|donde|pero|acab\w+|llev(?:an|aban)|tiene\w*|tengo|consta|acuerd\w+|deja\w*|dejo)"
)
_ES_END = r"(?:o|oy|a|e|an|en|as|es|amos|emos|imos|ré|rá|rás|rán|remos)(?!\w)(?! que\b| porque\b|:)"
_ES_V = rf"(?!{_ES_STOP}(?!\w))\w{{2,12}}{_ES_END}"
_ES_CREW = r"(?:tus?|sus?|vuestr[oa]s?) (?:equipo|gente|técnic[oa]s?|instalador\w{0,3}|montador\w{0,3}|ingenier[oa]s?|cuadrilla|compañer[oa]s?|chic[oa]s|personal|operari[oa]s?)"
_ES = Wide(
    promised=(
        rf"(?<!\w)(?:(?:te|os|les?) (?:l[oa]s? )?{_ES_V}|se l[oa]s? (?!{_ES_STOP}(?!\w))\w{{2,14}}(?:o|mos|ré|rá|rán)(?!\w))[^D]{{0,60}}D|D[^D]{{0,40}}(?<!\w)(?:(?:te|os|les?) (?:l[oa]s? )?{_ES_V}|se l[oa]s? (?!{_ES_STOP}(?!\w))\w{{2,14}}(?:o|mos|ré|rá|rán)(?!\w))"
        rf"|(?:^\W*(?:y |pues |entonces )?|\byo |D[^D]{{0,25}}?)(?!{_ES_STOP}(?!\w))\w{{2,12}}(?:o|emos|ré|remos) (?:a |con |por |en )?(?:ustedes|usted|vosotros|(?:sus?|tus?|vuestr[oa]s?)\b{_ES_PAPER})\b(?:[^D]{{0,50}}D|(?<=D))"
        rf"|\b\w{{3,14}}(?:rá|rán) [^D]{{0,30}}\b(?:a|con) (?:\u2d63+)\b[^D]{{0,60}}D"
    ),
    named=rf"(?:^|[:,.] ?|\by |D )(?:(?:el|la) )?(?:sr\. |sra\. |ing\. |lic\. |don |doña )?(?P<who>[^\W\d_]{{2,20}}(?: [^\W\d_]{{2,20}})?) (?:te|os|les?) (?:l[oa]s? )?{_ES_V}",
    agreed=(
        r"D[^D]{0,30}?\b(?:(?:sigue|queda|está|va) (?:ya )?(?:en pie|firme|hech[oa]|cerrad[oa]|bloquead[oa]|puest[oa]|agendad[oa]|anotad[oa]|confirmad[oa])|nos (?:queda|viene|va|conviene|acomoda|cuadra|encaja)|me (?:queda|conviene|acomoda)|le (?:entramos|damos))(?!\w)(?! (?:la|el|los|las|todo|sin)\b)"
        rf"|\b{_ES_CREW} {_ES_V}[^D]{{0,50}}D|D[^D]{{0,20}}\b{_ES_CREW} {_ES_V}"
    ),
    clocked=(
        rf"\bnos (?!{_ES_STOP}(?!\w)|desp|mud|enter|acord|levant|march|perd|alegr)\w{{2,12}}(?:amos|emos|imos)(?!\w)(?! sin\b)[^D]{{0,50}}D|D[^D]{{0,30}}\bnos (?!{_ES_STOP}(?!\w)|desp|mud|enter|acord|levant|march|perd|alegr)\w{{2,12}}(?:amos|emos|imos)(?!\w)(?! sin\b)"
        r"|\bestaremos en\b[^D]{0,40}D|D[^D]{0,10}\bestaremos en\b|^\W*(?:entran|suben|vienen|pasan|llegan|bajan|empiezan|arrancan|comienzan|montan|instalan|exponen|acceden|inician)\b(?!.*(?<!a )\b(?:los|las|unos|unas)\b)[^D]{0,30}D"
    ),
)
_CLOCK = re.compile(
    r"\d[:.]\d\d|\d ?(?:h\b|uhr|am\b|pm\b)|\ba las? \w|\bum \w{2,6}\b|\bat (?:\d|noon|one|two|three|four|eight|nine|ten|eleven)|\bà (?:\d|midi)|\b(?:dès|ab|from) \d"
)
"""An hour beside the day."""
_PAST = re.compile(
    r"\b(?:yesterday|gestern|hier|ayer|last|letzte\w?|dernier|pasado lunes|already|bereits|déjà)\b|\b(?:competitor|rival|mitbewerber\w*|wettbewerb\w*|concurrent\w*|(?:votre|vos|un) confrères?|competencia|competidor\w*)\b|\b(?:webinar|newsletter|neighbours?'?s?|nachbar\w*|voisin\w*|vecin\w+)\b|\ue000.*\b(?:and then|afterwards|danach|anschließend|ensuite|et puis|luego|después)\b"
)
"""In the same clause: what was, or what others do."""


class Open:
    """The compiled patterns of a language."""

    def __init__(self, wide: Wide) -> None:
        self._promised, self._named, self._agreed, self._clocked = (
            re.compile(part.replace("[^D", f"[^{DAY}").replace("D", DAY)) for part in wide
        )

    def rule(self, text: str, hours: str) -> str:
        """The rule by which the clauses with DAY are a step; empty for none. `hours`: where an hour may stand."""
        if _PAST.search(text):
            return ""
        if self._agreed.search(text) or (_CLOCK.search(hours) and self._clocked.search(text)):
            return "next_step.agreed"
        return "next_step.promised" if self._promised.search(text) else ""

    def who(self, text: str) -> str:
        """Somebody who may be named, and does something for the other side on the day."""
        named = None if _PAST.search(text) else self._named.search(text)
        return next(filter(None, named.groups()), "") if named else ""


_WIDE: dict[Language, Wide] = {"en": _EN, "de": _DE, "fr": _FR, "es": _ES}


@cache
def opened(language: Language) -> Open:
    """The patterns of a language."""
    return Open(_WIDE[language])
