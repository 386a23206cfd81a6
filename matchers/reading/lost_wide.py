"""Further ends, by grammar: who decides, votes or says no to the whole, buys elsewhere, is out, wants none of it any more."""

from __future__ import annotations

import re

from matchers.reading.bag import bag
from matchers.reading.text import Language

_EN_DEAL = r"(?:projects?|pilot|trial|deal|purchase|order|programme?|scheme|tender|plans?|investment|roll-?out|installation|enquiry|opportunity|\u2d64+)"
_DE_DEAL = r"(?:projekt|vorhaben|kauf|auftrag|bestellung|anschaffung|beschaffung|investition|zusammenarbeit|geschäft|einführung|\u2d64+)"
_FR_DEAL = r"(?:projet|achat|dossier|commande|investissement|marché|contrat|affaire|équipement|installation|\u2d64+)"
_ES_DEAL = (
    r"(?:proyecto|pedido|compra|inversión|contrato|operación|contratación|negocio|concurso|licitación|oferta|\u2d64+)"
)
_ES_ON = r"(?:seguir|continuar|comprar|avanzar|contratar|invertir|proceder|hacer(?:lo)?|llevar(?:lo)?|sacar(?:lo)?|ir|financiar|aprobar)"

WIDER: dict[Language, str] = {
    "en": (
        rf"\b(?:consider|treat|regard|mark|count) (?:the|your|our|this|that) (?:\w{{3,12}} )?(?:offer|quotation|quote|proposal|bid|{_EN_DEAL}) (?:as )?(?:declined|rejected|closed|withdrawn|lost|dead|cancel+ed|refused|over)\b"
        r"|\b(?:\u2d63+|you) (?:didn't|did not|haven't|have not) (?:make the (?:cut|shortlist|final)|(?:get|got|win|won) the (?:job|order|contract|work|business|tender))|\b\u2d63+ (?:didn't|did not) (?:make it|win|get it)\b"
        r"|\b(?:placed|put|taken|took|given|gave) (?:the|our) (?:order|contract|business|work|job|custom) elsewhere\b|\b(?:we(?:'ve| have|'re| are)?|they(?:'ve| have)?) (?:now |since )?(?:gone|going|went|bought|buying|ordered|signed|ordering) elsewhere\b"
        rf"|\b(?:voted|decided|resolved|chosen|opted|agreed|elected) (?:\w{{4,12}} |last night ){{0,2}}(?:not to (?:go ahead|go on|proceed|buy|invest|purchase|continue|pursue|fund|go forward|move forward|take (?:it|this)|sign|order)|against (?:it\b|you\b|\u2d63+|(?:the|this) {_EN_DEAL}|buying|going ahead))"
        r"|\b(?:you|\u2d63+) (?:are|is|'re) (?:now |sadly |unfortunately )?out of the (?:running|race)\b"
        r"|\b(?:won't|will not|shan't|shall not) (?:now |therefore )?be (?:needing|requiring|ordering|purchasing|pursuing|taking up) (?:your (?:offer|services?|quote|quotation|proposal|system|help)\b|you\b|\u2d63+|it\b|this\b|the (?:system|offer|\u2d64+)\b|anything)"
        rf"|\b(?:the|this|our|your) {_EN_DEAL} (?:won't|will not|is not going to|isn't going to|shall not) (?:now |ever )?(?:happen|go ahead|proceed|be (?:built|funded|continued|pursued))\b"
        r"|\b(?:answer|decision|verdict|word)\b(?! (?:about|on|to|regarding|for) )[^.]{0,30} (?:is|was) an? (?:\w{4,9} )?no\W*$|\bthis one(?:'s| is) dead(?=\W*$)"
    ),
    "de": (
        r"\b(?:wir|mir|mia) (?:sind|san) (?:leider |damit |hiermit |also |da )?(?:raus|aus dem rennen|draußen)(?=\W*$|[,;])|\b(?:das|des) ganze (?:is|ist|hat sich) (?:damit |für uns |leider |somit ){0,2}(?:erledigt|gestorben|vom tisch|hinfällig)\b"
        r"|\b(?:ihr|euer|dein) (?:angebot|anbot|system) (?:brauch\w{0,3}|benötig\w{0,3}) (?:wir|ma|ich)\b[^.]{0,20}\b(?:nicht mehr|nimmer)\b"
        rf"|\bverzichten?\b[^.]{{0,20}}\bauf (?:das|die|den|ihre?n?|eine?n?) (?:{_DE_DEAL}|anlage|system|lösung|angebot)\b(?! (?:in|im|am|an|für|vom|von|der|des|bei)\b)"
        rf"|\baus (?:der sache|dem ganzen|(?:dem|der|unserem|unserer) {_DE_DEAL}) wird\b[^.]{{0,15}}\bnichts\b|\b{_DE_DEAL} wird es (?:leider |so |also |nun )?nicht geben\b"
        rf"|\bgegen (?:einen|den|die|das|eine|ein) (?:\w{{4,14}} )?{_DE_DEAL}\b(?:(?!kein|niemand|nicht|und)[^.]){{0,12}}\b(?:entschieden|gestimmt|ausgesprochen|votiert)\b|\bwir kaufen (?:leider |doch |jetzt |also )?(?:nichts?)(?=\W*$|[,;])"
    ),
    "fr": (
        rf"\b(?:voté|prononcée?s?|tranché) contre (?:le|la|l'|ce|cet|cette|votre) ?{_FR_DEAL}\b|\bil n'y aura (?:donc |finalement |malheureusement )?(?:pas|plus|aucune?)(?: de| d')? ?(?:commande|projet|achat|contrat|suite|marché)\b"
        rf"|\b{_FR_DEAL} (?:n'existe plus|n'ira pas (?:plus loin|au bout)|ne se fera plus)|\b(?:ne|n'en) (?:veut|veulent|voulons) plus (?:du|de ce|de cette|de la|de l'|de votre) ?(?:{_FR_DEAL}|offre|solution|système)(?=\W*$|[,;])"
        r"|\b(?:avons|a|ont|ai) (?:signé|commandé|acheté|traité) ailleurs(?=\W*$|[,;])|\b(?:on laisse|nous laissons) tomber(?=\W*$)|\binutile de (?:nous |me )?relancer\b"
    ),
    "es": (
        rf"\b(?:votó|votaron|votado|decidió|decidieron|decidido|acordó|acordaron|acordado|resolvió|resolvieron|resuelto) (?:\w{{4,14}} ){{0,2}}(?:no (?:seguir|continuar|avanzar|proceder|ir) (?:adelante|con (?:el|la|este|esta|su) {_ES_DEAL})|no {_ES_ON}(?=\W*$|[,;])|no {_ES_ON} (?:el|la|este|esta) {_ES_DEAL}|en contra (?:del?|de este|de la) ?(?:la )?{_ES_DEAL})\b"
        rf"|\bno va a haber (?:ningún |ninguna )?{_ES_DEAL}\b|\bnos (?:bajamos|salimos|retiramos|apeamos|borramos|descolgamos) del? (?:este |la |esta )?(?:{_ES_DEAL}|proceso)\b|\b{_ES_DEAL} (?:ya |se )?(?:murió|ha muerto|no existe|se cayó del todo)\b"
        rf"|\b(?:dé|den|da|dad|demos) por (?:perdid|cerrad|terminad|cancelad|muert)[oa]s? (?:la|el|esta|este) {_ES_DEAL}\b|\b(?:dijo|dijeron|dice|dicen|ha dicho|han dicho) que no,? (?:punto|y punto|rotund|definitiv|en redondo)"
    ),
}
KEPT = re.compile(
    r"\b(?:without (?:you|your|\u2d63+)|ohne (?:sie|ihre?|\u2d63+)|sans (?:vous|votre)|sin (?:ustede?s?|usted|su|\u2d63+)|la commande part|(?:nous|on) (?:sign|command)\w+|wir (?:unterschreiben|bestellen|beauftragen)|(?:but|so) we (?:sign|order)|firmamos)\b"
)
"""What the sentence goes on with where it is no end."""
KEYS = bag(
    "anbot angeb brauc benöt elsew aille relan murió salim retir apeam desco borra bajam votó votar votad perdi dijo dijer"
    " dice dicen dicho existi exist raus draus laiss haber consi treat regar mark count tranc prono happe runni make"
    " agree chose resol cerra ganze kaufe needi fund"
)
"""The beginnings of words, five letters at most, of which an ending has one, or one of those of `lost_words`."""
