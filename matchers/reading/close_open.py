"""Days of closing turned round: a customer's clause with a word of signing or ordering and a day (D) is one, unless a class of refusals takes it.

Tried where no narrower pattern has found the act. What the narrower patterns refuse is refused here, too.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from matchers.reading.marked import DAY, OTHER
from matchers.reading.step_open import turned
from matchers.reading.text import Language


class _Turned(NamedTuple):
    act: str
    """Signing, ordering, the papers of both; or that the deal is done."""
    no: str
    """What is done with a paper besides, what only looks like one, what somebody else has to bring for it."""


_WORDS: dict[Language, _Turned] = {
    "en": _Turned(
        act=(
            r"\b(?:signatures?|signing|sign|signs|signed|countersign\w*|orders?|pos?|p\.o\.?|contracts?|agreement|the award|award of|awarded to|purchase|(?:we|i)(?:'ll| will)? buy|ink(?:s|ed)?|letter of (?:intent|award)|loi)\b"
            r"|\b(?:this|it|that|everything|the (?:whole )?(?:thing|deal|purchase|matter|lot)|all of this|business) (?:\w{2,10} ){0,3}?(?:done|wrapped up|over the line|closed|settled|finali[sz]ed|nailed down|concluded|tied up|sewn up|in the bag|dusted)\b"
        ),
        no=(
            r"\b(?:meeting|meet|call|phone|discuss\w*|review\w*|talk\w*|speak|go(?:es|ing)? (?:over|through)|visit|workshop|demo\w*|training|present\w*|start\w*|begin\w*|commenc\w+|draft\w*|mark[- ]?ups?|redlin\w*|comments?|wording|clauses?|terms|read\w*|legal|lawyers?|counsel|ship\w*|arriv\w+|complet\w+|work|need|needs|please|kindly|must|should|your (?:signed|side|signature|contract|order|agreement|draft|version|end)"
            r"|you (?:sign|send|return|get|have|can|will|to)|(?:order|contract|purchase|po) (?:number|no|confirmation|form|book|manager|department|team|value|terms|date of|start|period|price|history|acknowledg\w*|ref\w*|template)|in order|order of|of the day|sort order|mail order|the bank|the council|stops?|ceases?|clean(?:ing|ers)|contractors?|signed (?:up|in|for)|(?:contract|agreement)s? (?:till|until|through|to)|crew|currently|still|offer is|special|online|promo\w*|sign (?:up|in|for)|signs of|good sign|back order|standing order|job order|money order|contract (?:with|for|at|from)|first order|repeat|last order|test order|small order|other|another|interim|maintenance contract|employment|tenancy|rental)\b"
            r"|\bbefore (?:we|i|the|any|our|that|this)\b|\bper (?:the|our)\b|\b(?:i|we|they|he|she|who) (?:signed|ordered|bought|placed|issued|awarded)\b"
        ),
    ),
    "de": _Turned(
        act=(
            r"\b(?:unterschrift\w*|unterschr[ei]\w+|unterzeichn\w+|gegenzeichn\w+|gegengezeichnet|gezeichnet|zeichne[nt]?|bestell(?:e|t|en|ung)|auftrag|aufträge|auftrags(?:erteilung|vergabe|eingang|schreiben)|beauftrag\w+|vertrag|verträge|vertragsabschluss|zuschlag|vergabe|abschluss|(?:ich|wir) kaufen?|kaufen? (?:ich|wir)|gekauft|ordern|order|abruf)\b"
            r"|\b(?:das|es|alles|die sache|der deal|das ganze|das thema) (?:\w{2,10} ){0,3}?(?:unter dach und fach|in trockenen tüchern|abgeschlossen|besiegelt|eingetütet|festgezurrt|über die bühne)\b"
        ),
        no=(
            r"\b(?:termin|treffen|besprech\w*|gespräch|telefon\w*|prüf\w*|durchgeh\w*|durchsprech\w*|gehen [^D]{0,20}durch|juris\w*|anwalt\w*|anwält\w*|recht(?:lich\w*|liche)?|entwurf\w*|klausel\w*|anmerkung\w*|änderung\w*|beginn\w*|start\w*|anfang(?:en)?|tritt|inkrafttreten|brauch\w*|benötig\w*|bitte|muss|müssen|sollten?|ihre? (?:unterschrift|unterschriebene\w*|vertrag|entwurf|seite)|von ihnen|schicken sie|senden sie|lassen sie"
            r"|vertr[aä]ge? bis|zurzeit|derzeit|weiterhin|hört|(?:nehmen|nimmt) [^D]{0,30}\b(?:an|entgegen)|putzfirma|reinigung\w*|(?:die|der|unsere) bank|eigene[nrms]?|selber|bezieh\w+|bezieht|bestellnummer|bestellbestätigung|auftragsnummer|vertragsnummer|im auftrag|vertragspartner\w*|vertragslaufzeit|vertragsbeginn|vertragsende|anderer|andere[ns]?|nachbestell\w*|probebestell\w*|arbeitsvertrag|pachtvertrag|dienstvertrag|lieferant\w*|material|ware|teile|essen|mittag|tickets?|lesen|liest|übersetz\w*|vor (?:der|dem) (?:unterschrift|unterzeichnung|bestellung|auftrag|vertrag\w*|zuschlag|vergabe|abschluss)|bevor)\b"
        ),
    ),
    "fr": _Turned(
        act=(
            r"\b(?:signature|sign(?:e|er|é|ée|és|ées|ons|erons|era|erai|eront|ent)|command(?:e|er|é|ée|ons|erons|era|erai)|bon (?:de commande|d'achat)|bc|contrat|notifi(?:er|é|ée|ons|erons|era|cation)|attribu(?:er|é|ée|tion)|achat|(?:on achète|j'achète|achetons|achèterons)|contractualis\w+|acte d'engagement|engagement)(?!\w)"
            r"|\b(?:ce|ça|cela|c'|tout|l'affaire|le dossier|le tout|l'ensemble) ?(?:\w{2,10} ){0,3}?(?:bouclée?|conclue?|finalisée?|pliée?|réglée?|scellée?)(?!\w)"
        ),
        no=(
            r"\b(?:rendez-vous|rdv|réunion|visite|appel|discut\w*|examin\w*|relir\w*|relec\w*|relis|lit|lecture|juriste\w*|avocat\w*|juridique\w*|projet de|clauses?|remarques|annotations|modif\w*|démarr\w*|début|débute\w*|commenc\w*|entr\w+ en vigueur|besoin|faut|merci de|veuillez|prière|doi(?:t|vent|s)|devez|devr\w*|votre (?:signature|contrat|commande|exemplaire|projet|version)|vous (?:signez|envoyez|devez|nous)|renvoyez|retournez|envoyez"
            r"|contrats? jusqu'|la banque|s'arrêt\w*|cess\w*|prend fin|nettoyage|ferm\w+|actuellement|toujours|numéro|bon à tirer|ordre du jour|première commande|autre|autres|apprêt|avant (?:la signature|de (?:signer|commander)|le contrat|toute)|contrat (?:de (?:travail|maintenance|location|bail)|d'entretien|cadre actuel)|traduc\w*|traduit|délai de|lance[rz]? la consultation|consultation|commande publique)\b"
        ),
    ),
    "es": _Turned(
        act=(
            r"\b(?:firm(?:a|o|an|ar|arlo|arla|amos|aremos|ará|arán|aré|ado|ada|e|en|emos)|pedido|orden(?: de (?:compra|trabajo|pedido))?|oc|contrato|contratación|contratar(?:emos|á|lo|la)?|contratad[oa]|adjudic\w+|compra|compramos|compraremos|comprar(?:lo|la|les)?|suscri\w+|rubric\w+|formaliz\w+)(?!\w)"
            r"|\b(?:esto|eso|todo|el (?:asunto|tema|trato|negocio)|la operación|lo) (?:\w{2,10} ){0,3}?(?:cerrad[oa]|amarrad[oa]|finiquitad[oa]|zanjad[oa]|resuelt[oa])(?!\w)"
        ),
        no=(
            r"\b(?:reunión|visita|llamada|cita|taller|discut\w*|revis\w*|analiz\w*|estudi\w*|le[eo]r?|abogad\w*|jurídic\w*|legal\w*|borrador\w*|cláusulas?|observaciones|comentarios|cambios|modific\w*|empieza|empez\w*|comienz\w*|inicia\w*|inicio|arranc\w*|entra en vigor|necesit\w*|precis\w*|por favor|favor|ruego|rogamos|deb(?:e|en|erá|erán|emos)|tiene que|tienen que|hay que|agrade\w*|su (?:firma|contrato|pedido|versión|borrador|ejemplar)|ustedes? (?:firma|envía|manda)\w*"
            r"|contratos? hasta|acab\w+|seguimos|el banco|limpieza|cierra\w*|actualmente|todavía|número|orden del día|en orden|de la firma (?!del)|otro|otra|otros|otras|primer pedido|último pedido|antes de (?:la firma|firmar|comprar|contratar|emitir)|contrato (?:de (?:alquiler|arrendamiento|trabajo|mantenimiento)|laboral|colectivo|vigente)|traduc\w*|licitación|bases|compras|mesa de|departamento|área)(?!\w)"
        ),
    ),
}


def closes(text: str, language: Language) -> bool:
    """Whether clauses with DAY tell of signing or ordering on it."""
    act, no = _compiled(language)
    found = act.search(text)
    if language == "en" and found and not _SOMEBODY.search(text):
        return False
    return bool(found) and not no.search(text) and OTHER not in text and not turned(language).is_past(text)


_SOMEBODY = re.compile(
    r"\b(?:we|i|our|us|my|he|she|they|you|your|board|boss|management|directors?|owners?)\b|\b(?:i|we|he|she|they|you)'|\b(?:the|this) (?:signed |formal |purchase |official |final )?(?:po|orders?|contract|agreement|signature|signing|paperwork|deal|award|purchase|thing|lot)\b|^\W*(?:official |formal )?(?:po|order|signature|contract|signing|award|purchase order)\b"
)
"""English news of contracts speak of nobody."""


@cache
def _compiled(language: Language) -> tuple[re.Pattern[str], re.Pattern[str]]:
    act, no = _WORDS[language]
    return re.compile(act), re.compile(no.replace("[^D", f"[^{DAY}{OTHER}"))
