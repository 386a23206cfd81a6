"""What looks like a step on a day (D) and is none: what is past, held by others, an advertisement, a subordinate clause, called off.

Asked only where a rule has found a step.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from matchers.reading.marked import DAY, OTHER
from matchers.reading.text import Language

_CALLED_OFF = re.compile(
    rf"\b(?:postponed|cancel+ed|called off|(?:is|was) off|verschoben|abgesagt|entfällt|fällt (?:leider )?aus|annulée?|reportée?|décalée?|saute|tombe à l'eau|se aplaza|aplazad[oa]|cancelad[oa]|anulad[oa]|se cae|se suspende|suspendid[oa]|pero (?:al final )?no (?:pudo|pude|pudimos|fue)|but (?:it|that|you|he|she|they|we|nobody|then) (?:fell|never|didn't|couldn't|wasn't)|mais (?:ça |cela |finalement )?(?:n'a pas|n'est pas|est tombé)|(?:aber|doch) (?:daraus |da )?(?:kam|wurde|ging) (?:nichts|etwas))(?!\w)(?![^{OTHER}]{{0,40}}{OTHER})"
)
"""Behind the day, without a new one."""
_GATHERING = (
    r"\b(?:stehen|sind) (?:wir )?(?:\w{2,10} )?(?:in halle|am stand|auf der)|(?:a stand|a booth|our stand|our booth) at|\b(?:all[- ](?:hands|employee|staff)|town ?hall|staff meeting|team meeting|hearing|trial date|nominations?|enrol+ment|open enrollment|claims|personal day|day off|sick leave|strike|early bird|raffle"
    r"|betriebsversammlung|belegschaftsversammlung|mitarbeiterversammlung|teamsitzung|teambesprechung|gerichtstermin|anhörung|streik|rabatt|frühbucher\w*|anmeldeschluss|freien tag|brückentag"
    r"|réunion d'équipe|réunion du personnel|assemblée du personnel|audience|grève|jour de repos|rtt|inscri\w+-vous|date limite d'inscription"
    r"|recurr\w{1,4}|alegaciones|impugn\w{1,6}|reunión de (?:equipo|personal)|asamblea|junta directiva|audiencia|juicio|huelga|inscripción|matrícula|impuestos?|día libre)\b"
)


class _Guards(NamedTuple):
    always: str
    """In the words of a step of any rule."""
    promised: str
    """In the words of a promise."""
    asked: str
    """In the words of what is asked for."""


_WORDS: dict[Language, _Guards] = {
    "en": _Guards(
        always=r"(?<!be )(?<!very )\b(?:good|nice|great|lovely|wonderful|pleasure) to (?:meet|see|have (?:met|seen)) (?:you|your|everyone|the)\b[^D]{0,50}D\W*$|\b(?:wants|requires?|obliges|asks|expects|needs) (?:every|all|each) (?:\w+ ){1,3}to\b[^D]{0,80}D|\bbudgets?\b[^D]{0,40}\b(?:is|are|gets?) (?:fixed|set)\b|\b(?:stays|remains|will (?:stay|remain)) (?:open|available|valid|active|live|accessible)\b|\bsince(?: last)? D|\bhad to \w{2,12}\b[^D]{0,20}D|\bbooked (?:solid|in meetings|up|out|elsewhere)\b|\bwhat (?:we|you|i) (?:discussed|agreed|spoke|said|saw)\b[^D]{0,20}D|\bfrom (?:our|the) [^D]{0,20}(?:call|meeting|visit) (?:on )?D",
        promised=(
            r"\b(?:i|we|you|he|she|they|it) (?:left|meant|went|came|took|got|gave|told|made|met|saw|said|sent|wrote|spoke|called|had|was|were|did|brought|bought|heard|received)\b[^D]{0,40}D"
            r"|\b(?:before|when|after|while|since|because) (?:they|he|she|\w+ed)\b[^D]{0,40}D|\b(?:try(?:ing)? and|attempt(?:ing|s)? to)\b|D's (?:\w{3,10} )?(?:update|news\w*|edition|issue|paper|report|mail|post)\b"
            r"|\b(?:we|i)(?:'ll| will| are|'re| am|'m)? (?:welcom|host|switch|celebrat|hir|relocat|din|lunch|swim|upgrad|migrat|reopen|inaugurat|open)(?:e|ing)? (?!(?:you|your)\b)[^D]{0,30}D"
            r"|\b(?:will|'ll) (?:judge|miss|rank|score|compare|pay|grade) (?:you|your)\b|\b(?:plumber|landlord|electrician|tenant)s? (?:will|is)\b|\bon your plate\b"
        ),
        asked=(
            r"\bexpect (?:the|our|that|their|a|an|it|them|him|her) [^D]{0,30}\bto\b|\bwhich will be \w+ to (?:me|us)\b|\b(?:let (?:me|us) know|tell (?:me|us)|remember|forget|note|recall) (?:what|who|how|when|whether|if|where|which|that|the)\b(?![^D]{0,60}\b(?:by|before|until|latest)\b)[^D]{3,60}D"
            r"|^\W*(?:e-?mail|mail|book|order|check|call|report|quote|post|bring|set|park) (?:will|is|was|has|you)\b|\b(?:except|but not)(?: on)? D|\b(?:save|and save|free|discount|off your) (?:\d|\ue001|up to)"
        ),
    ),
    "de": _Guards(
        always=r"\bwar (?:\w+ ){0,2}(?:gut|schön|nett|angenehm|freude|vergnügen)\b[^D]{0,60}D|\b(?:verlangt|fordert|will) von (?:jede[rmn]|allen)\b[^D]{0,60}D|\bnehmen wir [^D]{0,30}D[^D]{0,6}\b(?:an|entgegen)\W*$|\bbleib(?:t|en) (?:offen|geöffnet|verfügbar|gültig|aktiv|zugänglich|frei)\b|\bseit(?: dem| letztem)? D|\b(?:unseres|des) (?:gesprächs?|termins|telefonats) (?:von|vom|am) D",
        promised=(
            r"\b(?:schickte|sandte|rief|schrieb|kam|kamen|war|waren|hatte|hatten|ging|gingen|sah|sahen|traf|trafen|sprach|sprachen|telefonierte|telefonierten|besuchte|besuchten|lieferte|lieferten|brachte|brachten|meldete|meldeten)\b"
            r"|\b(?:grill|lauf|begrüß|eröffn|feier|speis|schwimm|spiel|ess|hol|inventarisier|zieh)(?:e|en|t)\b(?![^.]{0,60}\b(?:ihnen|sie|ihr\w*|euch|dir)\b)|\bstell(?:e|en) (?!ihnen|euch|dir)[^D]{0,30}D?[^D]{0,30}\bum\b|\bintern (?:vor|be|durch)\w{3,}|\bintern (?:an|durch|ab|vor)(?=\W*$)|\b(?:leg\w{1,2}|liegt|geb\w{1,2}|geht|reich\w{1,2}|bring\w{1,2}|stell\w{1,2}|zeig\w{1,2})\b(?! (?:ihnen|euch|dir)\b)[^D]{0,15}\b(?:ihr|euer|dein)\w{0,2} (?:angebot|konzept|unterlagen|entwurf)\b|\bmeld\w{1,2} (?:uns|mich) (?:danach|dann|später)\b"
        ),
        asked=r"\b(?:entschuldig|verzeih|drück|grüß)\w*\b|\b(?:sagen|sag|denken|denk|vergessen|vergiss)\b[^D]{0,12}\b(?:wer|was|wie|daran|dass)\b|\b(?:außer|nur nicht)(?: am)? D",
    ),
    "fr": _Guards(
        always=r"\b(?:ravie?s?|contente?s?|heureu\w{1,3}|plaisir|enchantée?s?) d(?:e |')(?:vous |t'|te )?avoir\b|\b(?:c'était|ce fut) (?:\w+ ){0,3}(?:plaisir|bon|sympa|agréable)\b[^D]{0,60}D|\b(?:exig|impos|demand|oblig)\w{1,3} (?:de |à |que )(?:chaque|tou(?:s|tes) les)\b[^D]{0,80}D|\brest(?:e|ent|era|eront) (?:ouvert|accessible|disponible|valable|acti)\w*|\bdepuis(?: le)? D|\b(?:réunion|visite|échange|appel|entretien|venue) (?:de|du) D",
        promised=(
            r"\b(?:ai|avons|a|as|avez|ont) (?:bien |déjà )?\w{3,12}(?:é|ée|és|ées|u|ue|us|i|is|it)(?!\w)[^D]{0,20}D|\bsouhait(?:e|ons)\b|\b(?:je|nous|on) (?:accueill|chang|cour|inventori|ouvr|fêt|part|déjeun|recrut|migr|renouvel)\w{1,4}\b(?! (?:vous|votre|vos))[^D]{0,30}D"
            r"|\b(?:jug|pay|not|compar|class)(?:erons|erai|era)(?!\w)|\bdossier passera\b|\b(?:montre|présente|soumets|transmets|passe) (?:votre|ton) (?:offre|devis|dossier|proposition) (?:à|au|aux)\b|\bvous (?:disais|écrivais|appelais)\b"
        ),
        asked=r"\b(?:rappelez-vous|souvenez-vous|oubliez|inscrivez|profitez)\b|\b(?:dites|dis)-(?:moi|nous) (?:qui|ce que|comment)\b|\b(?:sauf|hormis)(?: le)? D|\b(?:jour|journée) de (?:repos|congé)",
    ),
    "es": _Guards(
        always=r"\b(?:exig|pid|oblig|requier)\w{1,3} (?:a |que |de )(?:cada|tod[oa]s l[oa]s)\b[^D]{0,80}D|\bse (?:me|nos) va\b|\b(?:queda|quedan|sigue|siguen|permanece\w?) (?:abiert|disponible|activ|accesible)\w*|\bdesde(?: el)? D|\bten(?:ía|íamos|ías) (?:apuntad|entendid|anotad|agendad)\w+|\bque (?:ya )?(?:l[aeo]s? |nos |te |me |os )?(?:tuv|hic|vim|fui|estuv|mantuv|hub|celebr|acord|envi|mand|habl|coment)(?:imos|amos|e|é|o|ó|ieron|aron|iste|aste)(?!\w)[^D]{0,20}D|\blo que (?:hablamos|vimos|comentamos|acordamos|quedamos|dijimos)\b|\bhay (?:huelga|paro|fiesta)\b|\bquedamos en que\b|\bquedamos muy\b",
        promised=(
            r"(?<!\w)(?:cumplir|jugar|comer|cenar|sabr|descansar|cambiar|volar|estrenar|dejar|inaugurar|correr|contratar|acoger|migrar|actualizar|trasladar|desayunar|nadar|ver|recordar|olvidar|subir|bajar|aplicar)(?:é|emos|á|án)(?!\w)"
            r"|\b(?:te|le|les|os|se lo|se la) (?:leer|echar|pagar|juzgar|valorar|comparar|mirar|dar)(?:é|emos|á|án)(?!\w)(?! (?:una?|la|el|mi|nuestra) (?:respuesta|contestación|visita|confirmación|cita|resultado))|\bse l[oa]s? \w{3,14} a (?:mi|nuestr\w+|la|los|las|el)\b"
            r"|\bme (?:l[oa]s? )?\w{2,14}(?:rá|rán)(?!\w)[^D]{0,20}D|\b(?:te|le|les|os) (?:paso|pasamos) con\b|\b(?:te|le|les|os|lo)\b[^D]{0,70}D?[^D]{0,40}\ba(?:l| mis?| los| las| la| nuestr\w{1,2}| todos los) (?:jef|soci|compañer|director|comité|consejo|dirección|clientes|abogad|financier|gerente|dueñ|colega|alcald|propiedad)\w*"
            r"|\b(?:cuent|coment|compart)\w{1,4}(?: que\b|:)[^D]{0,80}D|D (?:se )?(?:nos |me |l[ea]s? )?(?!qued)\w{2,12}(?:ó|aron|ieron)(?!\w)|\bporque\b[^D]{0,20}D|\ba l[oa]s de \w|\b(?:llevo|presento|muestro|enseño|paso) (?:su|tu|vuestra) (?:oferta|propuesta|presupuesto)\b|\bhasta(?: el)? D|\b(?:le|les|te|os) (?:deseo|deseamos)\b|\b(?:dar\w*|doy|damos|da) (?:una |otra |mil )?vueltas?\b"
        ),
        asked=(
            r"\b(?:menos|salvo|excepto) (?:el |los |las )?D|\b(?:mi|nuestr[oa]s?) \w{3,14} (?:deb|tien|ha de|han de)\w*|\b(?:contratista|electricista|constructora)\b|\btranquil[oa]s?\b|\b(?:dígame|díganos|dime) (?:quién|qué|cómo|cuándo)\b"
            r"|\b(?:acuérdese|recuerde|recuerden|recuerda|cuíden\w*|disfruten|olvide)\b"
        ),
    ),
}
_NEAR = re.compile(
    r"\b(?:me|us|my|our|please|pls|plz|need|kindly|uns|mir|mich|bitte|brauch\w*|moi|nous|merci|svp|besoin|veuillez|por favor|necesit\w*|me|nos|\w+(?:me|nos))\b"
)
"""Who asks for something today says for whom."""


def is_no_step(words: str, place: int, text: str, language: Language, rule: str) -> bool:
    """Whether what a rule has found is none. `words`: the sentence with marks, `text`: its clauses with DAY."""
    kind = rule.rpartition(".")[2]
    gathering, off, patterns = _compiled(language)
    if off.search(words, place) or gathering.search(words):
        return True
    return any(name in patterns and patterns[name].search(text) for name in ("always", kind))


def is_for_today(text: str) -> bool:
    """Whether what is asked for today is asked by a person: advertisements say today, too."""
    return bool(_NEAR.search(text))


@cache
def _compiled(language: Language) -> tuple[re.Pattern[str], re.Pattern[str], dict[str, re.Pattern[str]]]:
    guards = _WORDS[language]._asdict()
    patterns = {
        name: re.compile(pattern.replace("[^D", f"[^{DAY}").replace("D", DAY)) for name, pattern in guards.items()
    }
    return re.compile(_GATHERING), _CALLED_OFF, patterns
