"""Closed lost: the customer ends it in plain words. Frozen, late, or without one part of it is not lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from matchers.reading.bag import bag
from matchers.reading.evidence import Read
from matchers.reading.marked import OTHER
from matchers.reading.modality import Mood
from matchers.reading.text import Language, Sentence
from sync.model import Finding

_EN_P = r"(?:projects?|pilot|trial|deal|purchase|order(?! for)|initiative|programme?|scheme|tender|rfp|plans?|investment|roll-?out|installation|upgrade|monitoring|metering|whole (?:thing|idea)|idea)"
_EN_D = r"(?:cancel+ed|scrapped|axed|killed|dropped|abandoned|terminated|binned|pulled|withdrawn|called off|dead(?: in the water)?|off the table|dead and buried|finished|not (?:going ahead|happening|proceeding)|no more)"
_DE_P = r"(?:projekt|vorhaben|thema|sache|investition|beschaffung|anschaffung|messung|messungen|pilot\w{0,7}|idee|ausschreibung|geschichte|auftrag|bestellung|verfahren|monitoring|\w{4,20}projekt|\w{4,20}infrastruktur)"
_DE_D = r"(?:gestorben|gestrichen|eingestellt|abgeblasen|beendet|erledigt|begraben|beerdigt|abgebrochen|gekippt|storniert|aufgehoben|gecancelt|verworfen|abgesagt|aufgegeben|fallen ?gelassen|zurückgezogen|gestoppt|nicht (?:mehr )?(?:fortgeführt|fortgesetzt|weitergeführt)|ad acta|tot|vom tisch|geplatzt|durchgefallen)"
_FR_P = r"(?:projets?|dossier|achat|pilote|affaire|commande|investissement|consultation|installation|équipement|idée|marché|appel d'offres|opération)"
_FR_D = r"(?:annulée?|abandonnée?|enterrée?|arrêtée?|clos|close|stoppée?|supprimée?|mort|tomb(?:e|é|ée) à l'eau|ne se fera (?:pas|jamais)|ne verra (?:pas|jamais) le jour|n'aura pas lieu|ne verra jamais|caduque?|retirée?)"
_ES_P = r"(?:proyecto|piloto|compra|inversión|expediente|asunto|idea|tema|licitación|concurso|instalación|pedido|operación|contratación|proceso|servicio)"
_ES_D = r"(?:cancel|anul|descart|abandon|archiv|desestim|rechaz|suspend|retir)(?:a|ó|an|aron|amos|ad[oa]s?)"

_ENDED: dict[Language, str] = {
    "en": (
        rf"\b{_EN_P}\b.{{0,35}}?\b{_EN_D}\b(?! by)|\b(?:we|they|board|management|owners?|cfo|ceo|finance)(?:'ve| have| has|'s)? (?:cancel+ed|scrapped|axed|killed|dropped|abandoned|pulled|binned|withdrawn) (?:the |this |our |it\b)(?:\w{{3,12}} )?(?:{_EN_P})?"
        r"|\bthere(?:'ll| will) be no (?:order|purchase|contract|deal|project|po)\b|\bno (?:order|purchase|contract|deal) (?:from us|is coming|will (?:come|be placed))|\b(?:we|i) stop here\b|\bthat's the end of (?:it|the (?:project|road|line))\b|\bcount us out\b|\bpull(?:ed|ing) out\b(?! of (?:the )?(?:ground|wall|rack))|\b(?:build|building|doing|do|built) (?:it|this) (?:ourselves|in-house|internally)\b|\bthanks,? but no,? thanks\b|\bmatter (?:is |as |to be )?(?:now )?closed\b|\b(?:contract|order|job|business|tender|award|project|work) (?:went|has gone|goes|is going|was awarded|has been awarded|was given|has been given) to (?:another|a different|one of (?:your|the)|your competit|someone else|the other|a competitor|the incumbent)|\bwe're out\b|\bnot go(?:ing)? any further\b"
        r"|\b(?:decided|chosen|chose|opted|elected) (?:not to (?:go ahead|proceed|move (?:forward|ahead|on)|continue|pursue|go further|take (?:it|this|your)|buy|progress|go with|go forward)|against (?:it|your|northlight|going|the (?:project|purchase|pilot|system|investment|whole))|to (?:go|proceed|move forward|sign) (?:with|for) (?:another|a different|someone else|your competitor|an alternative|the other)|to (?:drop|scrap|cancel|abandon|kill|shelve) (?:the|this|it))\b"
        r"|\b(?:gone|going|went|go|signed) with (?:another|a different|someone else|your competitor|an alternative|the other|the incumbent)\b|\b(?:awarded|given|gone|went) (?:the \w{3,12} )?to (?:another|a different|your competitor|someone else|one of your competitors)\b"
        r"|\b(?:chose|chosen|selected|picked|appointed|opted for|settled on) (?:another|a different|someone else|your competitor|an alternative|the other) ?(?:vendor|supplier|provider|partner|bidder|solution|company|offer|system|product)?\b"
        r"|\b(?:we|i)(?:'re| are|'m| am)? (?:won't|will not|not|no longer) (?:be )?(?:go(?:ing)? ahead|proceed(?:ing)?|mov(?:e|ing) (?:forward|ahead)|pursu(?:e|ing)|buy(?:ing)? (?:it|this|anything|from you|any)|buying\b|continu(?:e|ing) with|tak(?:e|ing) (?:this|it) (?:any )?further|going to (?:proceed|go ahead|buy|pursue|take|move)|plac(?:e|ing) (?:the|an|any) order|need(?:ing)? (?:the|your|this|it)|interested(?! in (?!your|the|this|going|buying|pursuing|a\b)))\b"
        r"|\bit(?:'s| is) a (?:final |definite |firm |clear )?no\b(?! brainer|-brainer)|\ba no from (?:me|us)\b|\bthe answer is (?:a )?(?:final |definite )?no\b|\bour (?:final )?(?:answer|decision) is no\b"
        r"|\bclose (?:your|the|this|our) (?:file|case|opportunity|deal|ticket)\b|\btake (?:it|us|this|me) off your (?:list|pipeline|forecast|books)\b"
        r"|\b(?:project|pilot|deal|purchase|initiative|programme|program|scheme|tender|rfp|procurement|investment|it) (?:is|was|has been|'s been|got|'s) (?:now )?(?:cancel+ed|dead|killed|axed|scrapped|abandoned|terminated|dropped|binned|called off|off the table|over)\b|\bpull(?:ed|ing)? the plug\b|\b(?:scrapped|axed|cancel+ed|killed) the (?:project|pilot|purchase|programme|program|plan)\b"
        r"|\b(?:we|i) (?:have to|must|will have to|regret to|need to|are going to|'re going to|'m going to|am going to)? ?(?:decline|turn down|reject|pass on) (?:your|the|this|northlight's) (?:offer|proposal|quote|bid)\b|\bnot (?:been )?(?:successful|selected|shortlisted|awarded)\b|\b(?:unsuccessful on this occasion|lost out|going to leave it|going to pass|gonna pass)\b|\bwe(?:'ll| will) (?:have to )?(?:pass|leave it)(?: on this(?: one)?)?\b(?! on to| to| it on| in| with| at| until| till)"
        r"|\bend (?:of )?(?:our )?(?:discussions|negotiations|talks)\b|\bbuilt it (?:ourselves|in-house) instead\b|\bno longer (?:need|require|pursuing|going ahead|interested(?! in (?!your|the|this|going|buying|pursuing|a\b)))\b|\bdo(?:n't| not) wish to (?:proceed|continue|go ahead|take (?:it|this) (?:any )?further)\b"
    ),
    "de": (
        rf"\b{_DE_P}\b.{{0,60}}?\b{_DE_D}\b|\b{_DE_D}\b.{{0,20}}\b(?:ist|wurde) (?:das|die|der) {_DE_P}\b|\bnicht zum zuge?\b|\bnicht den zuschlag\b|\b(?:machen|mache|macht|wollen|brauchen|benötigen|realisieren|beschaffen|beauftragen|bestellen|kaufen)\b.{{0,50}}\b(?:daher |deshalb |also |leider )?nicht mehr\b(?! (?:vor|als|bis|diese|dieses|im|so|warten|viel|ganz))"
        r"|\bbitte (?:ersatzlos )?(?:streichen|austragen)\b|\bwird (?:daraus|da|leider)? ?(?:leider )?nichts (?:mehr|draus|daraus)\b|\bdaraus wird (?:leider )?nichts\b|\bziehen (?:wir )?uns\b.{0,40}\bzurück\b|\b(?:auftrag|zuschlag|projekt)\b.{0,20}\b(?:ging|geht|gegangen|vergeben|erteilt)\b.{0,15}\ban (?:einen?|den|die) (?:ihrer|anderen?|mitbewerber|wettbewerber|konkurrent\w{0,3}|konkurrenz|fremd\w{2,6})|\b(?:bauen|machen|entwickeln|lösen) (?:wir )?(?:das|es)? ?(?:jetzt |nun |lieber )?(?:selbst|selber|intern|in eigenregie)\b|\bnein,? danke\b|\b(?:angebot|vorgang|anfrage)\b.{0,20}\bals (?:abgelehnt|erledigt|gegenstandslos|hinfällig)\b|\blehnen (?:wir )?(?:ihr|das|dieses) angebot\b|\bsehen (?:wir )?(?:davon |von .{3,40} )ab\b|\b(?:hat|haben) das rennen gemacht\b|\baus dem rennen\b|\bkein(?:en)? bedarf mehr\b|\bverzichten (?:wir )?(?:auf (?:das (?:projekt|vorhaben|system)|die (?:anschaffung|beschaffung|investition))|darauf|ganz)\b|\bnehmen (?:wir )?ein anderes (?:angebot|system)\b"
        r"|\b(?:gegen (?:sie|ihr angebot|northlight|ihre lösung|euch|das (?:projekt|vorhaben|system|angebot)|eine (?:anschaffung|beschaffung|zusammenarbeit)|den kauf)|für (?:einen? |den |die )?(?:anderen?|anderer|ihren|ihre|wettbewerber|mitbewerber|konkurrenz|alternativ\w{1,3}|günstiger\w{0,2}|lokalen)\b.{0,40}|anders|dagegen|nicht weiter\w{0,12}|nicht zu (?:kaufen|beauftragen|bestellen))\b.{0,25}\bentschieden\b|\bentschieden\b.{0,60}\b(?:nicht (?:weiter|zu (?:verfolgen|kaufen|beauftragen|realisieren|investieren|bestellen))|gegen (?:sie|ihr angebot|northlight|ihre|euch|das projekt|die (?:investition|anschaffung))|für (?:einen? |den |die )?(?:anderen?|wettbewerber|mitbewerber|konkurrenz)|dagegen)\b"
        r"|\b(?:müssen|muss|möchten|wollen|werden) (?:wir |ich )?(?:ihnen |euch |dir )?(?:daher |leider |hiermit )*(?:absagen|eine absage erteilen|ihr angebot ablehnen|eine absage)\b|\b(?:wir|ich) (?:sagen|sage) (?:ihnen |euch |dir )?(?:daher |leider |hiermit )*ab\b|\babsage (?:erteilen|geben|schicken)\b"
        r"|\b(?:verfolgen|verfolge|verfolgt)\b.{0,60}\bnicht (?:mehr |länger )?weiter\b|\b(?:nicht|nie) (?:mehr )?weiter ?verfolg\w{1,3}\b|\bvom tisch\b|\b(?:projekt|vorhaben|thema|investition|ausschreibung|beschaffung|anschaffung)\b.{0,50}\b(?:gestorben|gestrichen|eingestellt|abgeblasen|beendet|erledigt|begraben|abgebrochen|gekippt|storniert|aufgehoben|gecancelt)\b"
        r"|\b(?:lassen|lasse|lass)\b.{0,40}\b(?:sein|bleiben)\b(?! bei)|\bhat sich (?:damit |für uns |leider )*erledigt\b|\bkein interesse mehr\b(?! an (?!ihr|eur|der|dem|dies|einer?))|\bnehmen (?:wir )?(?:davon |hiervon )?abstand\b|\babstand (?:von|genommen|nehmen)\b|\bnicht (?:mehr )?berücksichtig\w{1,3}\b|\bwird (?:definitiv |endgültig )?nicht (?:mehr )?(?:beschafft|beauftragt|gekauft|angeschafft|realisiert|umgesetzt|kommen)\b|\bwerden (?:wir )?.{0,30}\bnicht (?:beauftragen|bestellen|kaufen|realisieren|umsetzen|zusammenarbeiten|anschaffen)\b"
        r"|\bzuschlag\b.{0,40}\b(?:ging|geht|erhält|erhielt|bekam|bekommt|erteilt)\b.{0,40}\b(?:an (?:einen|den|die|ein)|andere\w?|mitbewerber|wettbewerber)\b|\b(?:auftrag|zuschlag) (?:ging|geht|haben wir) an (?:einen anderen|den mitbewerber|den wettbewerb|ein anderes|die konkurrenz)|\b(?:vorgang|akte|angebot) (?:bitte )?(?:schließen|schliessen|ad acta)\b|\bschliess(?:t|en)? (?:sie )?(?:bitte )?(?:den vorgang|die akte)\b|\bendgültig (?:nein|nicht|aus|vorbei)\b|\b(?:ein|klares|definitives) nein (?:von|unsererseits)\b|\bkommt (?:für uns )?nicht (?:mehr )?(?:in frage|infrage|zustande)\b"
    ),
    "fr": (
        rf"\b{_FR_P}\b.{{0,40}}?\b{_FR_D}(?!\w)|\bne (?:sera|seront|serez|donnera|donnerons|donnons|fera|ferons|passera|passerons|commandera|commanderons|prendrons|signerons) (?:donc |finalement |malheureusement )?(?:pas|plus)(?:(?: été)? (?:retenue?s?|suite|sélectionnée?|commande|appel))?(?!\w)(?! (?:avant|que|en|de (?:problème|souci)))"
        r"|\b(?:votre|vos) (?:offre|devis|proposition|candidature)\b.{0,30}\b(?:n'est pas|pas été|ne sera pas|rejetée?|écartée?|pas retenue?)|\b(?:on|nous) (?:part|partons|est parti|sommes partis|allons|va) (?:plutôt |finalement )?avec (?:un autre|une autre|l'|le |la |votre concurrent)|\bsans suite\b|\bpas (?:donner |donné )suite\b|\b(?:on|nous) (?:arrête|arrêtons|oublie|oublions|laisse tomber|laissons tomber|jette l'éponge|abandonne|abandonnons)\b(?! de| d')|\bnous (?:nous )?retirons\b|\battribuée? à (?:l'un|l'une|un autre|une autre|votre concurrent|la concurrence)|\bcomme (?:rejetée?|caduque?|sans objet|close|clos|refusée?)(?!\w)|\brayer de (?:la|votre) liste\b|\ba été (?:retenu|choisi|préféré) (?:à|un autre)"
        r"|\b(?:ne (?:pas )?(?:donner(?:ons|a|ai|ont)?|donne|donnons|souhait(?:ons|e)|poursuiv(?:ons|re|rons|ra)|retenir|retiendr\w{1,4})(?:\b.{0,30})?(?:pas )?(?:donner )?(?:suite|poursuivre|votre (?:offre|proposition|candidature|devis)|le projet)|sans suite)\b|\b(?:décidé|choisi) de ne pas (?:donner suite|poursuivre|retenir|continuer|signer|acheter|investir|aller plus loin|faire)\b"
        r"|\b(?:(?:n'a|n'est)\b.{0,25}\bpas (?:été )?(?:retenue?|sélectionnée?)|n'avons pas retenu (?:votre|vos|northlight)|n'(?:a|avez) pas convaincu)\b|\b(?:avons|ai|a) (?:finalement |donc |malheureusement )?(?:retenu|choisi|opté pour|signé avec|préféré|attribué\b.{0,20} à) (?:l'offre d'|une |un |l'|à un |la |le )*(?:autre|concurrent\w?|solution concurrente|votre concurrent|offre concurrente|autre (?:fournisseur|prestataire|solution))|\bopté pour (?:un|une) (?:autre|solution interne|concurrent)"
        r"|\b(?:projet|achat|pilote|dossier|investissement|consultation|appel d'offres|marché) (?:est |a été |vient d'être |se retrouve )?(?:définitivement |malheureusement |donc )*(?:annulée?|abandonnée?|enterrée?|arrêtée?|clos|close|stoppée?|supprimée?|mort)\b|\b(?:abandonn(?:ons|e|é)|arrêt(?:ons|e|é)|renon(?:çons|ce|cé)|enterr(?:ons|é)) (?:à |au |le |ce |définitivement )+(?:projet|pilote|achat|dossier|idée|investissement)|\bc'est (?:un )?non(?: définitif| ferme| de (?:ma|notre) part| pour (?:moi|nous)|,? merci|,? définitivement)(?! plus)|^\W*(?:alors |donc |bon |bref )?c'est (?:un )?non\b(?! plus)|\bréponse (?:définitive )?est (?:un )?non\b|\b(?:décliner|déclinons|décline|refuser|refusons) (?:votre|cette|la) (?:offre|proposition|devis)\b|\b(?:clore|fermer|classer|clôturer|refermer)\b.{0,15}\b(?:dossier|affaire|opportunité)\b|\bmett(?:ons|re) fin\b|\bon (?:laisse tomber|arrête là|en reste là)\b|\bne (?:sommes|suis) plus intéress\w{1,5}\b|\bne (?:fera|ferons) pas (?:affaire|appel à)"
    ),
    "es": (
        rf"\b{_ES_P}\b.{{0,40}}?\b{_ES_D}(?!\w)|\b{_ES_D} (?:definitivamente )?(?:el|la|este|esta|nuestro|su|del?) {_ES_P}\b|\bya no (?:vamos a|lo (?:vamos|haremos)|haremos|habrá|seguiremos|compraremos|se (?:hará|va a hacer))(?!\w)|\bno (?:lo )?(?:vamos a|habrá|haremos|compraremos|contrataremos|saldrá) (?:hacer(?:lo)?|pedido|compra|contrato|comprar(?:lo)?|contratar(?:lo)?|adelante|nada)(?!\w)"
        r"|\b(?:no sale|no saldrá|no sigue|no va) adelante\b|\bahí muere\b|\bnos retiramos\b|\badjudicad[oa] a (?:otr[oa]|un competidor|la competencia)|\b(?:por|como) (?:rechazad|desestimad|descartad|cerrad|terminad)[oa]\b|\bolvíd(?:ate|ese|ense|adlo) (?:del? )?(?:el |la )?(?:proyecto|pedido|tema|asunto|oferta|negocio)\b|\b(?:hemos firmado|firmamos|nos vamos|nos hemos ido|vamos) con (?:otr[oa]|la competencia|un competidor)\b|\b(?:su|vuestra|tu) (?:oferta|propuesta) (?:no )?(?:ha sido|ha quedado|queda|fue)(?! (?:recibid|registrad|aceptad|aprobad|la mejor)) ?(?:descartad|rechazad|desestimad|seleccionad|elegid|fuera)"
        r"|\b(?:decidido|optado por|acordado|resolvió|resolvieron|resuelto|decidió|decidieron) (?:finalmente |definitivamente )?(?:no (?:seguir|continuar|avanzar|contratar|comprar|proceder|renovar|llevar|invertir|hacer)|descartar|cancelar|abandonar|rechazar)\b|\b(?:hemos|han|ha|nos hemos) (?:finalmente |al final )?(?:elegido|escogido|optado por|decantado por|contratado|adjudicado .{0,20} a|seleccionado|quedado con) (?:a )?(?:la |el |una? |otr[oa]s? ?)*(?:otr[oa]|competencia|competidor|proveedor distinto|solución interna|alternativa)\w{0,2}\b"
        r"|\bno (?:vamos a|seguiremos|continuaremos|queremos|deseamos|podemos) (?:seguir adelante|continuar|avanzar|contratar|comprar|adelante|proseguir|hacerlo)\b|\bno (?:seguiremos|seguimos|continuaremos|continuamos|iremos) (?:adelante|con (?:el|la|este|esta))\b|\b(?:ha sido|fue|han sido|resultó) (?:finalmente )?(?:descartad[oa]|rechazad[oa]|desestimad[oa])\b|\b(?:descartamos|desestimamos|rechazamos|declinamos) (?:su|el|la|vuestr[oa]|definitivamente|este)\b|\bno (?:ha|han) sido (?:seleccionad|adjudicad|elegid)[oa]s?\b|\b(?:proyecto|compra|piloto|expediente|inversión|licitación|concurso) (?:queda |ha sido |está |se ha |fue )?(?:definitivamente )?(?:cancelad[oa]|anulad[oa]|descartad[oa]|abandonad[oa]|cerrad[oa]|muert[oa]|suspendid[oa] definitivamente|desiert[oa])\b|\bes un no(?: definitivo| rotundo)?\b|\b(?:respuesta|decisión) (?:final |definitiva )?es (?:que )?no\b|\b(?:cerrar|cierre|cierra|cerrad|archivar|archive|dar por (?:cerrad|terminad)[oa])\b.{0,15}\b(?:expediente|caso|oportunidad|asunto|ficha)\b|\bdamos por (?:cerrad|terminad|finalizad|zanjad)[oa]\b|\bya no (?:nos interesa|estamos interesados|lo necesitamos|nos hace falta|seguimos)\b|\blo dejamos (?:aquí|estar)\b|\bno nos interesa\b"
    ),
}
_NOT_ENDED: dict[Language, str] = {
    "en": r"\b(?:not a no|isn't a no|for now|for the moment|at (?:the|this) (?:moment|time|stage|point)|this (?:quarter|year|month|week|time)|right now|yet|until|till|frozen|freeze|on hold|paused?|postpon\w{1,4}|delay\w{0,3}|deferred|next year|later|optional|options?|modules?|part of|one of the|phase|extra|add-?on|training|spare|if|unless|whether|haven't|have not|hasn't|competitors? (?:is|was|are)|meeting|call|trip|visit|appointment|dates?|slot|clause|deposit|subscription|line item|wrong|last time|previously|warranty|extension|maintenance|insurance)\b",
    "de": r"\b(?:vorerst|derzeit|momentan|zurzeit|zur zeit|aktuell|im moment|dieses (?:jahr|quartal)|diesen monat|noch nicht|noch kein\w?|auf eis|verschoben|verschieben|verschiebt|pausier\w{1,3}|zurückgestellt|eingefroren|später|nächstes jahr|optional\w?|optionen|option|datum|klausel|anzahlung|abo\w{0,10}|modul\w?|teil|termin|besprechung|zusatz\w{0,12}|wenn|falls|ob|erst einmal|fürs erste|schulung|wartung\w{0,8}|garantie\w{0,12}|erweiterung|versicherung|letztes mal|damals)\b",
    "fr": r"\b(?:pour (?:l'instant|le moment)|actuellement|cette année|ce trimestre|ce mois|pas encore|gelée?|en attente|reportée?|date|créneau|horaire|clause|acompte|abonnements?|tacite\w*|suspendue?|en pause|plus tard|l'an prochain|l'année prochaine|options?|module|partie|réunion|rendez-vous|rdv|lot|si|formation|extension|garantie|maintenance|assurance|provisoirement|temporairement)\b",
    "es": r"\b(?:por (?:ahora|el momento)|de momento|actualmente|este (?:año|trimestre|mes)|todavía|aún no|congelad[oa]|en pausa|aplazad[oa]|pospuest[oa]|en espera|más adelante|el año que viene|opción|opcional|fecha|hora|cláusula|anticipo|suscripción|módulo|parte|reunión|cita|llamada|visita|si|formación|ampliación|garantía|mantenimiento|seguro|temporalmente)\b",
}
_KEYS = bag(
    "cance scrap axed kille dropp aband termi binne withd calle dead finis stop no not won never thank matte pull"
    " build doing decid chose chosen opted elect gone going went award selec picke appoi settl close list table"
    " pulle plug decli turn rejec pass unsuc lost leave end longe answe built end don out count given over entsc"
    " absag sagen sage absta nicht kein keine tisch gesto gestr einge abgeb beend erled begra beerd gekip storn"
    " gecan aufge falle verwo zurüc tot gepla durch lasse lass lässt zusch vorga akte zuge zug renne bedar verzi"
    " nehme strei endgü nein verfo kommt dagegen zurüc ging wird selbst selber lehne bauen danke anders absehen"
    " sehen abges ander anderen andere nicht ad ne pas plus sans suite reten chois opté annul aband arrêt enter clos"
    " close stopp suppr mort tombe tombé renon non décli refus class ferme clore clôtu refer metto mettr laiss reste"
    " jette oubli rayer part parto parti écart rejet caduc retir attri comme n l aura verra poursuivre préfé signé"
    " ya optad eleg elegi escog decan adjudicada retira desca recha deses resol resue decid acord anul anuló archi suspe cerra cierr damos"
    " dejam inter cae caído cayó muere olvíd firma vamos otra otro adjud por como fuera respu desie"
)
_KEYS = frozenset(word[:5] for word in _KEYS)
"""The beginnings of words of which every ending has one."""
_LATER = re.compile(rf"\b(?:before|until|till|vor|bis|avant|jusqu'\w{{0,2}}|hasta|antes)\b[^.]{{0,14}}{OTHER}")
"""Not before June is not never."""
_ITEM = re.compile(r"\W*\d{1,2}[.)]\D")
"""An answer to one point of a list ends that point."""
_OPEN = re.compile(
    r"\b(?:not a no|isn't a no|heißt nicht nein|kein nein|ce n'est pas un non|no es un no|noch nicht vom tisch|nicht vom tisch|not dead|hasn't been cancelled)\b"
)


def find(sentence: Sentence, ready: Callable[[], Read]) -> list[Finding]:
    """The end, if the sentence says so. `ready` makes the sentence ready."""
    ended, not_ended = _compiled(sentence.language)
    if not ended.search(sentence.words) or _ITEM.match(sentence.words):
        return []
    read = ready()
    words = read.marked.words
    match = ended.search(words)
    if not match or _OPEN.search(words) or _LATER.search(words, match.start()):
        return []
    first, last = read.marked.clause(match.start()), read.marked.clause(max(match.start(), match.end() - 1))
    start, end = read.marked.clauses[first][0], read.marked.clauses[last][1]
    bad = Mood.ASKED | Mood.CONDITIONAL | Mood.HEARSAY | Mood.JOKE | Mood.POSSIBLE
    if read.mood(first, last) & bad or not_ended.search(words[start:end]):
        return []
    return [Finding("closed_lost", {}, read.quote(first, last), "closed_lost.said")]


def may_end(sentence: Sentence) -> bool:
    """Whether the sentence has a word without which nothing ends."""
    return not _KEYS.isdisjoint({token[:5] for token in sentence.tokens})


def still_open(words: str) -> bool:
    """Whether the letter says elsewhere that this is not the end."""
    return bool(_OPEN.search(words))


@cache
def _compiled(language: Language) -> tuple[re.Pattern[str], re.Pattern[str]]:
    return re.compile(_ENDED[language]), re.compile(_NOT_ENDED[language])
