"""Close date: the customer says when they sign, order or want it done. A month is its last day, the middle the 15th, a week its Friday.

The rep's own words are a wish, not a date. What the customer's existing contract or a delivery does on a day is none either.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from matchers.reading import close_again, trade
from matchers.reading.close_open import closes
from matchers.reading.dates import GRAINS, When
from matchers.reading.evidence import Read
from matchers.reading.lost_guards import OTHER_DEAL
from matchers.reading.marked import DAY, OTHER
from matchers.reading.modality import Mood
from matchers.reading.text import Language
from sync.model import Finding


class Close(NamedTuple):
    """Patterns of one language."""

    acts: str
    """Signing or ordering at the day."""
    not_before: str
    """A denial that names the day all the same: not until, not before."""
    no: str
    """Words of something else."""
    not_on: str
    wish: str
    """A plan or wish, not a promise: no step on a day."""


_EN_PAPER = r"(?:signatures?|signing|sign-?off|orders?|po|p\.o\.?|purchase orders?|contracts?|agreement|award|paperwork|purchase|deal|signed (?:copy|copies|contract|order|agreement))"
_EN_AT = r"(?:(?:in|by|on|at|before|until|till|around|during|for|this|next|within|towards|as early as|no later than|not before|only in)[ ,])?(?:the |about |around |some ?time |in |at |by |on |of |week |latest |close of play ){0,3}"

_EN_IT = r"(?:this|it|that|everything|the (?:[\w-]{2,12} ){0,2}?(?:deal|thing|contract|agreement|purchase|order|paperwork|system|project))"
_EN_DONE = r"(?:done|wrapped up|over the line|closed|signed(?: off)?|finali[sz]ed|settled|under contract|contracted|concluded|tied up|completed|inked|bought|purchased|ordered|executed|papered|sewn up|buttoned up)"

_ENGLISH = Close(
    acts=(
        rf"\b(?:we|i|i'm|i'll|we'll|we're|us|he|she|they|board|committee|directors?|management|legal|procurement|finance|ceo|cfo|md|[a-z]{{3,15}})\b[^D]{{0,45}}?\b(?:sign(?:ing)?|execut(?:e|ing)|order(?:ing)?|countersign(?:ing)?|buy(?:ing)?|gets? signed|(?:be|is|are) (?:signed|ordered|executed)|(?:put|puts) (?:his|her|their|my|our) signature)\b(?! (?:off|in at|up for|for them))[^D]{{0,40}}?(?:\b{_EN_AT}| )D"
        rf"|\b(?:place|placing|issue|issuing|raise|raising|release|releasing|send|sending|cut|cutting|get|getting|receive|have|having|put|push|submit|submitting)\b[^D]{{0,20}}?\b{_EN_PAPER}\b[^D]{{0,40}}?(?:\b{_EN_AT}| )D"
        rf"|\b{_EN_PAPER}\b[^D]{{0,45}}?\b(?:will|'ll|going|be|is|are|to|with (?:you|u)|w (?:you|u)|placed|issued|raised|released|signed|executed|awarded|out|planned|scheduled|expected|due|set|happens?|lands?|comes?|goes|follows?|slips?|moves?|moved|pushed|slipped)\b[^D]{{0,35}}?{_EN_AT}D"
        rf"|\bexpect (?:our|the|an|a) (?:signed )?(?:order|po|purchase order|signature|contract)\b[^D]{{0,20}}D"
        rf"|\b(?:signature|signing|order|po|contract date)(?: date)?(?: is| will be|'s)?(?: now)? ?(?:is|will be|in|on|by|for|at|:) (?:now )?(?:the )?D"
        rf"|\b(?:get|have|want|need|like)\b[^D]{{0,12}}\b(?:this|it|that|everything|the (?:deal|whole thing|contract|agreement|purchase|order))\b[^D]{{0,15}}\b(?:done|wrapped up|over the line|closed|signed(?: off)?|finali[sz]ed|settled|under contract|concluded|tied up|completed)\b[^D]{{0,12}}D"
        rf"|\b(?:close|finali[sz]e|conclude|complete|wrap up|sign|contract) (?:with (?:you|\u2d63+)|this|the deal|the purchase|the contract|on this)\b[^D]{{0,20}}D"
        rf"|\bexpect (?:ink|(?:our|the) signatures?)\b[^D]{{0,25}}D|\b{_EN_PAPER} (?:gets?|receives?) (?:its|the|our|their|her|his|a) (?:signature|stamp|ink)\b[^D]{{0,20}}D"
        rf"|D[^D]{{0,12}}?(?:for|is when) [^D]{{0,20}}\b(?:sign|signature|order|place the order)"
        rf"|D[^D]{{0,30}}\b(?:contract|agreement)\b[^D]{{0,20}}\b(?:stamp|signature)\b|D[^D]{{0,6}}\bwe(?:'ll| will)? (?:sign|order|place the order|issue the po)\b"
        rf"|\b(?:get|have|want|wants|need|needs|like|see)\b[^D]{{0,12}}\b{_EN_IT}\b[^D]{{0,15}}\b{_EN_DONE}\b[^D]{{0,20}}D|\b(?:aim\w{{0,3}}|target\w{{0,3}}|shoot\w{{0,3}}|plan\w{{0,4}}|push\w{{0,3}})\b[^D]{{0,15}}D[^D]{{0,6}}\b(?:to (?:sign|order|buy|close|contract)|to get {_EN_IT} {_EN_DONE}|for (?:the |our )?{_EN_PAPER})\b"
        rf"|\b(?:want|need|get|have|put|puts|putting)\b[^D]{{0,20}}\b(?:ink|signatures?|name)\b[^D]{{0,10}}\b(?:on|to) (?:it|paper|the (?:contract|agreement|order|paper|dotted line))\b[^D]{{0,20}}D|\b(?:go|goes|get|going|move|come) (?:to|under|into) contract\b[^D]{{0,20}}D|\binks? (?:it|this|the \w{{4,12}})\b[^D]{{0,12}}D|\b(?:to|will|\'ll|we) (?:purchase|contract)\b[^D]{{0,20}}D"
        rf"|\b(?:we|i|they)(?:'ve| have)? (?:moved|pushed|postponed|slipped|rescheduled|brought forward) (?:the |our )?{_EN_PAPER} (?:back |out |forward )?(?:to|into|by) D|\b(?:cuts?|raises?|releases?|issues?) (?:the |our |an? )?{_EN_PAPER}\b[^D]{{0,20}}D"
        r"|^\W*(?:the )?(?:signature|signing|order|po|contract)[,:-]* (?:in|on|by|for|within)? ?(?:the )?D"
    ),
    not_before=r"(?:\bnot\b|n't\b|\bnever\b|\bcannot\b|\bnothing\b|\bno \w{1,12}\b)[^D]{0,60}?\b(?:until|till|before)(?: [a-z']{1,10}){0,3} D",
    no=r"\b(?:the sign|fell|signs? (?:you|above|outside)|expir\w{1,3}|ends?|ending|runs?|running|renew\w{0,4}|deliver(?:y|ed|ies)?|install\w{0,7}|invoic\w{0,3}|pay\w{0,5}|valid|go-?live|kick-?off|nda|non-disclosure|warranty|in order|sign(?:s|ing)? in (?:at|with|on)|sign up|visitors?|current (?:contract|provider|supplier)|existing contract|their contract|(?:contract|agreement) with (?!you\b|\u2d63+|us\b|our\b|my\b|all\b)|lease|landlord|spare parts|parts|cables?|extension|signature cop(?:y|ies)|meters? (?:arrive|ordered)|lead time|works? order|court order|out of order|in short order)\b",
    not_on=r"\b(?:of|from|since|after|ending|starting|between|as of|dated|last|every)(?: the)? ?$",
    wish=r"\b(?:want|like|aim\w{0,3}|plan\w{0,4}|expect\w{0,3}|target\w{0,3}|hope|intend|realistically|need)\b",
)
_GERMAN = Close(
    acts=(
        r"\b(?:machen|mache|macht) [^D]{0,12}\b(?:vertrag|auftrag|kauf|deal|bestellung)\b[^D]{0,20}D[^D]{0,12}\b(?:fest|klar|dicht|perfekt|fix)\b|"
        r"\b(?:zuschlag|vertrag|auftrag|bestell|order)s?(?:erteilung|schluss|abschluss|unterschrift|unterzeichnung|zeichnung|vergabe|auslösung|eingang|freigabe)\b[^D]{0,60}D|\b(?:order[nte]{0,2}|kaufen|kaufe|erwerben|vergeben wird|zeichnet|gekauft)\b[^D]{0,40}D|D[^D]{0,30}\b(?:ordern|kaufen|erwerben|order)\b"
        r"|\bschließen\b[^D]{0,25}\bmit (?:ihnen|euch)\b[^D]{0,20}D|D[^D]{0,12}\bschließen wir\b[^D]{0,20}\b(?:mit (?:ihnen|euch)|ab)\b|D[^D]{0,12}\b(?:geben|gibt|geht|kommt|erteil\w{1,3}|lös\w{1,2}|platzier\w{1,3}|schick\w{1,2}|send\w{1,2}|folgt|erfolgt|erhalten|bekommen|haben|mach\w{1,2}|setz\w{1,2}|steht|kriegen)\b[^D]{0,30}\b(?:auftrag|bestellung|order|vertrag|unterschrift|abruf)\b|D[^D]{0,40}\b(?:unter vertrag|eingetütet|besiegelt|festgezurrt)\b|\brechne\w{0,2}\b[^D]{0,15}\b(?:auftrag|bestellung|order|unterschrift|zuschlag|vertrag|abschluss)\b[^D]{0,20}D"
        r"|\b(?:unterschr(?:ieben|eiben|eibe|eibt)|unterzeichne\w{0,2}|unterzeichnung|unterschrift|bestelle[nr]?|bestellt|bestellung|beauftrage\w{0,2}|beauftragt|beauftragung|vertragsabschluss|vertragsunterzeichnung|abschluss|vertragsunterschrift"
        r"|auftragserteilung|auftragsvergabe|zuschlag|vergabe|abschließen|abschliessen|signieren|signiert|auslösen|ausgelöst|gezeichnet|zeichnen|zeichne|gegengezeichnet|bestellfreigabe|bestellauslösung)\b[^D]{0,70}D"
        r"|D[^D]{0,70}\b(?:unterschr(?:ieben|eiben|eibe|eibt|ift)|unterzeichne\w{0,2}|unterzeichnung|bestelle[nr]?|bestellt|bestellung|beauftrage\w{0,2}|beauftragt|beauftragung|vertragsabschluss|vertragsunterzeichnung|abschluss|abschließen|abschliessen|auslösen|ausgelöst|signiert|signieren|zuschlag|vergeben|zeichnen|zeichne|lösen[^D]{0,30} aus|unter dach und fach|in trockenen tüchern|vertragsunterschrift|auftragserteilung)\b"
        r"|\b(?:auftrag|vertrag|bestellung)\b[^D]{0,50}\b(?:erteil\w{1,3}|kommt|geht|erfolgt|folgt|unterschr\w{3,6}|vergeben|erhalten|bekommen|steht|raus|rausgeht)\b[^D]{0,40}D"
        r"|\b(?:auftrag|vertrag|bestellung)\b[^D]{0,40}D[^D]{0,50}\b(?:erteil\w{1,3}|kommt|kommen|geht|erfolgt|erfolgen|unterschr\w{3,6}|vergeben|erhalten|bekommen|raus|rausgehen|vorliegen|haben|da\b|bei (?:ihnen|euch)|(?:einplan\w{1,3}|ein)$)(?!\w)"
        r"|\b(?:erteilen|erteile|vergeben|bekommen sie|kommt|erhalten sie|schicken wir|kriegen sie)\b[^D]{0,40}\b(?:auftrag|bestellung|vertrag)\b[^D]{0,30}D|D[^D]{0,30}\b(?:erteilen|vergeben|bekommen sie|kommt|erhalten sie|schicken wir)\b[^D]{0,40}\b(?:auftrag|bestellung|vertrag)\b"
    ),
    not_before=r"\bvor(?: (?:dem|der|ende|anfang|mitte)){0,2} D[^D]{0,50}\b(?:nicht|nichts|keine?r?|niemand)\b|\b(?:nicht|keine?|nichts)\b[^D]{0,40}\b(?:vor|bevor)(?: (?:dem|der|ende|anfang|mitte)){0,2} D|\b(?:auf|in)(?: den| die| das)? D (?:verschoben|verlegt|gerutscht|gewandert)\b",
    no=r"\b(?:(?:die|der|unsere) bank|prüfung|läuft|laufzeit|endet|gültig\w{0,3}|geliefert|lieferung|liefertermin|montage|installation|kündig\w{1,4}|auftragsbestätigung|rechnung\w{0,2}|zahlung\w{0,3}|bestandsvertrag|altvertrag|bisherige[rn]? vertrag|geheimhaltung\w{0,12}|nda|inbetriebnahme|bestellt war|probebetrieb|ausschreibung|mietvertrag|wartungsvertrag|tarifabschluss|jahresabschluss|messe|angebot|verlänger\w{1,4}|vertrag mit (?!ihnen|euch|\u2d63+|uns)|juristen|rechtsabteilung|miet\w{1,12}|vermieter|ersatzteile?|kabel)\b",
    not_on=r"\b(?:vom|von|seit|nach|zwischen|ab dem|letzten|jeden)(?: den| dem)? ?$",
    wish=r"\b(?:woll\w{1,3}|möcht\w{1,3}|plan\w{1,3}|geplant|angestrebt|ziel\w{0,3}|voraussichtlich|rechne\w{0,2}|gehe\w? davon|soll\w{0,3}|wünsch\w{1,3}|eingeplant|einplanen)\b",
)
_FRENCH = Close(
    acts=(
        r"\bcompt(?:ez|e|ons) (?:sur|avec)\b[^D]{0,15}\b(?:commande|signature|contrat|achat|bc)\b[^D]{0,20}D|\bach(?:èter(?:ons|ai|a)|etons|ète|eter)(?!\w)[^D]{0,40}D|D[^D]{0,12}\b(?:on|nous|je) (?:boucle et on signe|signe|signons|signerons|signera|commande|commandons|passe commande|passons commande|achète|achetons|conclut|concluons)(?!\w)"
        r"|\b(?:pass|valid|lanc|émet|envo|sais|enregistr|transm|sort|libèr|déclench|établi|notifi|engag|appos)\w{1,6} [^D]{0,25}\b(?:commande|bon de commande|marché|contrat|bc|achat|signature)\b[^D]{0,40}D"
        r"|\b(?:sign(?:er|erons|era|eront|ons|erai|ature|e(?= (?:le|la|l'|ce|ça|cela|tout|avec vous|votre|notre|\ue000)))|(?:sera|soit|être|est) (?:signée?|commandée?)|(?:pass(?:er|erons|era|erai|ons|e)|valid(?:er|erons|era)|lanc(?:er|erons)|émett(?:re|ra|rons)|envoy(?:er|ée?)|renv(?:oie|oyer|erra|errons|errai)|envoie|transmett(?:re|rons|ra)|enverrons|recevrez|aurez|notifi(?:er|era|é|ée)) [^D]{0,25}\b(?:commande|bon de commande|marché|contrat|bc)"
        r"|command(?:er|erons|era|erai|ons)|contractualis\w{1,6}|boucl(?:er|erons|é)|conclu(?:re|rons)?|finalis(?:er|erons) (?:le contrat|la commande|l'achat|l'affaire)|attribu(?:er|tion|é|erons))(?!\w)[^D]{0,60}D"
        r"|\b(?:commande|bon de commande|signature|contrat|marché|attribution|notification|bc|achat)\b[^D]{0,45}?\b(?:sera|seront|est (?:repoussée?|prévue?|reportée?|décalée?|attendue?)|est prévue?|part|sort|tombe|arrive|se signe|se fera|interviendra|aura lieu|partira|arrivera|viendra|vous parviendra|prévue?|attendue?|planifiée?|programmée?|reportée?|décalée?|glisse|tombera|pour|d'ici|avant|fin|est)\b[^D]{0,40}D|^\W*(?:la )?(?:signature|commande|attribution|notification)(?: du contrat| du marché)?\W{1,3}(?:\w{1,8} ){0,4}D"
        r"|D[^D]{0,40}\b(?:nous (?:signons|signerons|commandons|commanderons|passons commande|passerons commande)|la signature|la commande partira|pour (?:la signature|signer))(?!\w)"
        r"|D[^D]{0,30}\b(?:signerons|signons|commanderons|passerons (?:la |notre )?commande)(?!\w)"
    ),
    not_before=r"(?:\bne\b|\bn'|\bpas\b|\brien\b|\baucune?\b)[^D]{0,60}(?:\bavant|\bqu'(?:en|au|à|après)?|\bque)(?: (?:le|la|en|au|à|fin|courant|début)){0,3} ?D",
    no=r"\b(?:expire|échéance du contrat|arrive à échéance|prend fin|termine|livr\w{1,6}|install\w{1,8}|pose|facture\w{0,2}|paiement|valable|validité|accord de confidentialité|nda|contrat actuel|résili\w{1,6}|mise en service|dédouan\w{1,4}|numéro de commande|réf\w{0,7}|accusé|offre|devis|renouvel\w{1,6}|reconduit\w{0,4}|échoit|bail|propriétaire|prolongation|pièces|câbles?|contrats? avec (?!vous|\u2d63+|nous)|autre dossier)\b",
    not_on=r"(?:\b(?:du|depuis|après|dès|entre|chaque|daté|datée|à partir|date du)|\bdate de)(?: le| la)? ?$",
    wish=r"\b(?:voul\w{1,5}|souhait\w{1,4}|aimer\w{1,5}|prévo\w{1,4}|prévue?|vis(?:ons|e)|objectif|comptons|compte|pens\w{1,4}|planifi\w{1,4}|espér\w{1,4})\b",
)
_ES_PAPER = r"(?:firma|pedido|orden(?: de compra)?|contrato|compra|adjudicación|contratación|formalización)"
_ES_STOP = r"(?:reun|revis|analiz|discut|coment|debat|estudi|trat|devolv|devuel|redact|leer|ver|traduc|prepar|habl|present|empez|comenz|inici|acab|cubr|inclu|cost|tard|ampli|prorrog|modific|cambi|negoci|explic|resolv|cancel|anul|deber|podr|querr|tendr|estar|quedar)"
"""Verbs of what is done with a paper besides signing it, by their beginnings."""
_ES_DONE = r"firm|rubric|emit|liber|curs|adjudic|cerr|formaliz|lanz|tramit|aprob|contrat"

_SPANISH = Close(
    acts=(
        r"\b(?:hac|har|pas|emit|envi|lanz|tramit|curs|recib|tendr|formaliz|cerr|realiz|sac|gener|liber|finc|levant|coloc|gir|firm)\w{1,6} [^D]{0,25}\b(?:pedido|orden(?: de compra)?|contrato|contratación|compra|adjudicación|operación|acuerdo|trato)\b[^D]{0,40}D|\bcuent(?:e|en|a|es|o) con [^D]{0,12}\b(?:pedido|orden|firma|contrato|compra)\b[^D]{0,20}D"
        r"|\b(?:tener(?:lo|la)?|dejar(?:lo|la)?|queda[rn]?|quedará|esté|estar|ser) (?:\w{2,12} )?(?:firmad|cerrad|contratad|adjudicad|comprad|formalizad|pedid)[oa]\b[^D]{0,20}D|\bl[oa] (?:quer|quier|necesit|dej|tendr)\w{1,5} (?:\w{2,12} )?(?:firmad|cerrad|contratad|adjudicad|comprad|formalizad|pedid)[oa]\b[^D]{0,20}D|\b(?:estamp|pon|pondr|plasm|ech)\w{1,5} (?:su|mi|nuestra|la) (?:firma|rúbrica)\b[^D]{0,20}D"
        r"|\b(?:firm(?:o|a|ar|aremos|amos|ará|arán|aré|an|e|en|emos)|será firmad[oa]|(?:hacer|haremos|hacemos|pasar|pasaremos|emitir|emitiremos|emitirá|enviar|enviaremos|lanzar|lanzaremos|tramitar|tramitaremos|cursar|cursaremos|recibir(?:án?|éis|ás)|tendr(?:án?|éis|ás)|formalizar|formalizaremos|cerrar|cerraremos|realizar|realizaremos|sacar|sacaremos|generar|generaremos|liberar|liberaremos|fincar|fincaremos|levantar|levantaremos|colocar|colocaremos|girar|giraremos|firmar|firmaremos) [^D]{0,25}\b(?:pedido|orden de compra|contrato|contratación|compra|adjudicación|operación|acuerdo|trato)"
        r"|contratar(?:emos|á|los|las|les|os|te|lo)?|rubric\w{1,5}|suscrib\w{1,5}|cerr(?:amos|aremos|ar|aré) con (?:ustede?s?|usted|vosotros|\u2d63+)|comprar(?:emos|á|les|os|lo|la)?|adjudicar(?:emos|á|les|os|lo|la)?)(?!\w)[^D]{0,60}D"
        rf"|(?<!\bde )(?<!\bdel )(?<!\bde la )\b{_ES_PAPER}\b[^D]{{0,25}}\b(?:(?!{_ES_STOP})\w{{2,12}}rán?(?! {_ES_STOP})|(?:está|están|estará|estarán|quedará|queda|va a (?:estar|quedar|ser)) (?:{_ES_DONE})\w{{1,3}}|se (?:nos |les |os )?(?:{_ES_DONE}|aprueb)\w{{1,5}})(?!\w)[^D]{{0,25}}D|\bhabrá (?:pedido|firma|contrato|orden)\b[^D]{{0,20}}D"
        rf"|\b(?:la compra|la firma|el pedido|el contrato|la contratación) (?:l[oa] )(?!{_ES_STOP})\w{{3,12}}mos\b[^D]{{0,30}}D|\b(?:quier|quer|dese)\w{{1,5}} (?:ver|tener) (?:el |la |un )?(?:contrato|pedido|acuerdo|todo|esto)[^D]{{0,15}}\b(?:firmad|cerrad)[oa]\b[^D]{{0,20}}D"
        r"|\b(?:firma|pedido|orden(?: de compra)?|contrato|compra|adjudicación|contratación|formalización|suscripción|po)\b[^D]{0,45}?\b(?:será|serán|vendrá|caerá|entrará|viene|llega|sale|se (?:nos va|hace|hará|libera|lanza|adjudica|formaliza|tramita|emite|cursa|manda|envía|firmará|hará|emitirá|enviará|realizará|cursará|lanzará|formalizará|firma|adjudicará)|está previst[oa]|previst[oa]|llegará|saldrá|queda|sería|prevemos|tendrá lugar|(?:lo|la) (?:haremos|cursaremos|firmaremos|emitiremos|pasaremos|enviaremos|hacemos|firmamos|lanzaremos|sacaremos|tramitaremos|formalizaremos|formalizamos|lanzamos|liberamos|cerramos|cerraremos)|se (?:retrasa|aplaza|pospone|va)|para|pasa)(?!\w)[^D]{0,35}D|^\W*(?:la )?(?:firma|adjudicación|contratación|pedido|orden de compra)(?: del contrato| del pedido)?\W{1,3}(?:\w{1,8} ){0,4}D"
        r"|\bse (?:firmará|emitirá|formalizará|cursará|hará|adjudicará|lanzará)n? [^D]{0,30}\b(?:contrato|pedido|orden|compra|adjudicación)\b[^D]{0,30}D"
        r"|D[^D]{0,40}\b(?:firmaremos|firmamos|firmará|haremos el pedido|hacemos el pedido|la firma|se firmará|se firma|emitiremos|cursaremos el pedido|para (?:la firma|firmar))(?!\w)"
    ),
    not_before=r"\b(?:no|nada|ningún|ninguna?)\b[^D]{0,60}\b(?:hasta|antes de|antes del)(?: (?:el|la|los|finales|final|principios|mediados|de|del)){0,3} ?D|\bantes (?:de|del) D[^D]{0,20}\bno\b",
    no=r"\b(?:será|serán|se) (?:revis|estudi|coment|analiz|discut|traduc|debat|abre)|\b(?:en aduana|en manos de|en pausa|parad[oa]|de personal|materias primas|colectivo|auditora)(?!\w)|\b(?:vence|vencimiento|caduca|termina|finaliza|entreg\w{1,5}|instal\w{1,8}|factura\w{0,4}|pago|válid[oa]|validez|vigencia|vigente|confidencialidad|nda|contrato actual|puesta en marcha|montaje|garantía|número de pedido|oferta|presupuesto|recurso|renov\w{1,6}|memoria|alquiler|casero|prórroga|repuestos|piezas|cables?|contrato con (?!usted|ustedes|vosotros|\u2d63+|nosotros))\b",
    not_on=r"\b(?:(?<!antes )(?<!finales )(?<!tarde )(?<!dentro )del|desde|tras|después|a partir|entre|cada|fecha)(?: del?| el| la)? ?$",
    wish=r"\b(?:quer\w{1,5}|quier\w{1,3}|gustaría|previst[oa]|prevemos|pensamos|objetivo|idea|esper\w{1,4}|plan\w{0,8}|desea\w{0,4}|contamos)\b",
)
_WORDS: dict[Language, Close] = {"en": _ENGLISH, "de": _GERMAN, "fr": _FRENCH, "es": _SPANISH}
_TO_US = re.compile(
    r"\b(?:send|sent|sending|with (?:you|u)|w you|you(?:'ll| will) (?:have|get|receive)|return|post|email|e-mail|deliver|over to you|to you|scan"
    r"|zusenden|schick\w{1,3}|(?:über)?send\w{1,2}|bekommen sie|erhalten sie|bekommst du|geht ihnen|liegt ihnen|haben sie"
    r"|recevrez|aurez|recevras|auras|parviendra|(?:vous|te|t'|le|la)[^.]{0,12} ?(?:envo|renvo|transm|adress|remet|remis|retourn)\w{1,6}"
    r"|envi\w{1,6}|mand\w{1,6}|remit\w{1,5}|llegará|recibir\w{1,3}|tendr\w{1,4}(?! lugar))(?!\w)"
)
"""The order or the contract goes to the rep: that is a step, too. Signing alone is a day of closing only."""


_OTHER_GOODS = re.compile(
    r"\b(?:trucks?|lorr(?:y|ies)|vans?|cars?|vehicles?|tractors?|canteen|payroll|lkw|gehälter|eine halle|fahrzeug\w{0,2}|\w{0,12}auto|traktor\w{0,2}|grundstück\w{0,2}|camions?|véhicules?|voitures?|tracteurs?|terrain|un hangar|salaires|camión|camiones|vehículos?|coches?|tractor\w{0,2}|terreno|nóminas?|la nave|una nave|furgoneta\w?|tarif\w{4,}|gewerkschaft\w*|syndicats?|accord d'entreprise|convenio|sindicatos?|trade unions?|the union)\b"
)
"""What nobody buys of us."""


_REQUEST = re.compile(
    r"\b(?:please|kindly|merci (?:de|d')|veuillez|prière de|bitte|por favor|ruego|rogamos)(?! (?:plan|erwart|rechn|expect|count|compt|note|cuent|einplan))\b[^.]{0,40}?\b(?:re)?(?:send|get|return|forward|share|submit|schick|send|übersend|reich|envo|renvo|transmet|retourn|remet|adress|enví|mand|remit|facilit|hag)"
    r"|\b(?:\u2d63+|you|^\W*[^\W\d_]{2,20}) to (?:re)?(?:send|submit|supply|provide|deliver|return|prepare|get)\b|\b(?:m'|nous |me )(?:envoyer|renvoyer|retourner|transmettre|adresser|remettre)\b|\b(?:send|return|get) (?:it|us|me|the \w+|over) [^.]{0,30}\b(?:to (?:me|us))\b|^\W*(?:send|get|return) (?:me|us)\b|^\W*(?:env[ií]|mánd|remít|hág|pás)\w{1,4}(?:me|nos|noslo|melo)\b|^\W*(?:envoyez|renvoyez|retournez)-(?:moi|nous)\b|^\W*(?:schicken|senden|geben) sie (?:mir|uns)\b"
)
"""What is asked of us: the day is that of a paper from us."""


_WANTS = re.compile(r"\b(?:wants?|will|veut|veulent|quiere|quieren|souhaite|möchte)\b")
_HEARD = re.compile(
    r"\b(?:apparently|allegedly|rumou?r\w*|heard?|supposedly|angeblich|gehört|gerücht\w*|paraît|apparemment|entendu|dicen|al parecer|oído|said|says|told|sagte?|dit|dijo|dice)\b"
)
_SIGNED_OFFER = re.compile(
    r"\b((?:sign|unterschr|unterzeichn|firm|accept|aceptar|annehm)\w*) (?:your|the|this|ihr|das|euer|dein|votre|le|ce|ton|su|tu|el|la|vuestr[oa]|l')[ ]?(?:quote|offer|proposal|angebot|offerte|devis|offre|proposition|oferta|propuesta|presupuesto|cotización)\b"
    r"|\b(?:ihr|das|euer|dein) (?:angebot|offerte) (?=unterschr|unterzeichn|zeichn)"
)
"""An offer that is signed is what a contract is elsewhere."""


_NOT_THEN = re.compile(
    rf"{DAY}[^{DAY}]{{0,20}}\b(?:not|nicht|non|pas|no)\b (?:(?:in|on|im|am|erst|en|el|le|before|until|by|at) ){{0,2}}{OTHER}"
)
"""On this day and not on another."""
_BEFORE_ACT = re.compile(
    r"\b(?:before|prior to) (?:(?:we|i|they) (?:can )?(?:sign|order|buy|commit)|(?:the |any |our )?(?:signing|signature|order|contract|award))|\border of (?:service|play|business|events)"
    r"|\bvor (?:der|dem) (?:unterschrift|unterzeichnung|bestellung|auftrag\w*|vertrag\w*|zuschlag|vergabe)|\bbevor (?:wir|ich) |\bavant (?:la (?:signature|commande)|de (?:signer|commander)|que nous sign)|\bantes de (?:la firma|firmar|comprar|pedir|el pedido)\b"
)
"""What has to be done before it."""


_DRAFT = re.compile(
    r"\b(?:version (?:\w+ ){0,2}(?:of (?:the |our |your )?|du |de l'|de la )|versión (?:\w+ ){0,2}del? )(?:contract|agreement|contrat|convention|accord|contrato|acuerdo|convenio)\b"
    r"|\b(?:vertrags(?:fassung|version)|\w*fassung (?:des|vom) vertrag\w{0,2}|\w*entwurf|draft|borrador|redline|markup|minuta|projet de (?:contrat|convention))\b"
)
_SIGNED = re.compile(r"\b(?:(?:counter)?sign|unterschr|unterz|gezeichnet|firm)\w*")
"""A draft of the contract goes to and fro on days on which nobody signs."""


class _Compiled(NamedTuple):
    acts: re.Pattern[str]
    not_before: re.Pattern[str]
    no: re.Pattern[str]
    not_on: re.Pattern[str]
    wish: re.Pattern[str]


def find(read: Read) -> list[tuple[int, Finding]]:
    """Dates of closing in a sentence, each with the number of its grain: the finest is the surest."""
    if read.letter.own or not read.marked.days:
        return []
    found: list[tuple[int, Finding]] = []
    if any(when.past for _, when in read.marked.days):
        return []
    for place, when in read.marked.days:
        if when.day and not when.loose:
            found += _close(read, place, when)
    return found


def _close(read: Read, place: int, when: When) -> list[tuple[int, Finding]]:
    words = _compiled(read.marked.language)
    for first, last in read.windows(place):
        if first < last and _is_told(read, first, last):
            continue
        text = trade.marked(_SIGNED_OFFER.sub(_verb, _plain(read, first, last, place)), read.letter.trade)
        if (
            not (words.acts.search(text) or closes(text, read.marked.language))
            or words.no.search(text)
            or _OTHER_GOODS.search(text)
            or OTHER_DEAL.search(text)
            or _is_draft(text)
            or _REQUEST.search(text)
            or _BEFORE_ACT.search(text)
            or words.not_on.search(text[: text.index(DAY)])
        ):
            continue
        mood = read.mood(first, last)
        if first == last and mood & Mood.DENIED and (words.not_before.search(text) or _NOT_THEN.search(text)):
            mood &= ~Mood.DENIED
        if mood == Mood.HEARSAY and _WANTS.search(text) and not _HEARD.search(text):
            mood = Mood.ASSERTED  # what the one who decides wants
        if mood or not when.day or when.day <= read.today.day:
            continue
        return _found(read, (first, last), when, text)
    return _again(read, place, when)


def _is_draft(text: str) -> bool:
    return bool(_DRAFT.search(text)) and not _SIGNED.search(text)


def _is_told(read: Read, first: int, last: int) -> bool:
    """Whether the clauses name a date that is past."""
    start, end = read.marked.clauses[first][0], read.marked.clauses[last][1]
    return any(when.day is None and start <= at < end and _is_dated(read, when) for at, when in read.marked.days)


def _is_dated(read: Read, when: When) -> bool:
    return any(map(str.isdigit, read.marked.sentence.words[when.start : when.end]))


def _plain(read: Read, first: int, last: int, place: int) -> str:
    """The clauses with DAY; times that name no day are plain words."""
    text, start = read.marked.text(first, last, place), read.marked.clauses[first][0]
    for at, when in read.marked.days:
        if when.day is None and not _is_dated(read, when) and 0 <= at - start < len(text) and at != place:
            text = f"{text[: at - start]}~{text[at - start + 1 :]}"
    return text


def _verb(match: re.Match[str]) -> str:
    return match[1] or ""


def _again(read: Read, place: int, when: When) -> list[tuple[int, Finding]]:
    """Where a clause beside the day's says what is done on it."""
    words = _compiled(read.marked.language)
    if not when.day or when.day <= read.today.day or (both := close_again.clauses(read, place)) is None:
        return []
    text = trade.marked(read.marked.text(*both, place), read.letter.trade)
    if any(each.search(text) for each in (words.no, _OTHER_GOODS, OTHER_DEAL, _REQUEST)):
        return []
    return _found(read, both, when, text)


def _found(read: Read, clauses: tuple[int, int], when: When, text: str) -> list[tuple[int, Finding]]:
    """The date, and the step that it is where a paper comes to us on that one day."""
    words = _compiled(read.marked.language)
    day, quote = when.day.isoformat() if when.day else "", read.quote(*clauses)
    found = [(GRAINS.index(when.grain), Finding("close_date", {"date": day}, quote, "close_date.said"))]
    if when.grain == "day" and _TO_US.search(text) and not words.wish.search(text):
        line = " ".join(quote.split())
        step = {"date": day, "text": line if len(line) <= 80 else line[:79].rsplit(" ", 1)[0] + "…"}
        found.append((0, Finding("next_step", step, quote, "next_step.signing")))
    return found


@cache
def _compiled(language: Language) -> _Compiled:
    return _Compiled(
        *(re.compile(pattern.replace("[^D", f"[^{DAY}{OTHER}").replace("D", DAY)) for pattern in _WORDS[language])
    )
