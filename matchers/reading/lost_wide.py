"""Further ends, by grammar: who decides, votes or says no to the whole, buys elsewhere, is out, wants none of it any more."""

from __future__ import annotations

import re

from matchers.reading.bag import bag
from matchers.reading.text import Language

_EN_DEAL = r"(?:projects?|pilot|trial|deal|purchase|order|programme?|scheme|tender|plans?|investment|roll-?out|installation|enquiry|opportunity|\u2d64+)"
_EN_JOB = r"(?:job|order|contract|work|business|tender|project|award|deal)"
_ES_JOB = r"(?:trabajo|pedido|contrato|obra|proyecto|convenio|servicio|licitación|encargo)"
_DE_DEAL = r"(?:projekt|vorhaben|kauf|auftrag|bestellung|anschaffung|beschaffung|investition|zusammenarbeit|geschäft|einführung|\u2d64+)"
_FR_DEAL = r"(?:projet|achat|dossier|commande|investissement|marché|contrat|affaire|équipement|installation|\u2d64+)"
_ES_DEAL = (
    r"(?:proyecto|pedido|compra|inversión|contrato|operación|contratación|negocio|concurso|licitación|oferta|\u2d64+)"
)
_ES_ON = r"(?:seguir|continuar|comprar|avanzar|contratar|invertir|proceder|hacer(?:lo)?|llevar(?:lo)?|sacar(?:lo)?|ir|financiar|aprobar)"

WIDER: dict[Language, str] = {
    "en": (
        rf"\b(?:won't|will not|shan't|not|no longer) (?:be )?(?:tak|go|pursu|carry)\w* (?:(?:this|it|things|the {_EN_DEAL}) )?(?:on with (?:this|it)|any further|further(?= with (?:this|it)|\W*$))|"
        rf"\b(?:someone else|somebody else|another \w{{3,12}}|your (?:rivals?|competitors?)|a (?:rival|competitor|\w{{3,10}} (?:firm|company|outfit))) (?:has |have )?(?:got|won|gets|wins|took|landed|secured) (?:the|this) {_EN_JOB}\b(?! of| for)|"
        rf"\b{_EN_JOB} (?:went|goes|has gone|is going|was awarded|has been awarded|was given) to (?:your (?:rivals?|competitors?)|(?:some|any)(?:one|body) else|a (?:\w{{3,10}} )?(?:firm|company|bidder|supplier|outfit|vendor)|the other (?:firm|company|bidder|supplier|vendor|lot|one|side))\b|"
        rf"\b(?:we|board|committee|council|panel|trustees|governors)(?:'ve| have| has)? (?:awarded|placed) (?:the|this|our) {_EN_JOB} (?:to|with) (?!you\b|your\b|\u2d63|us\b|the |our |my |his |her |purchas|legal|accounts|him|them|it\b|D|a colleague|mr |ms |mrs )\w{{3,}}|"
        rf"\b(?:in favou?r of|decided (?:for|on)|(?:chose|chosen|picked|taken|went for|gone for)) (?:another (?:supplier|firm|bidder|vendor|company|provider)|(?:some|any)(?:one|body) else|your (?:rival|competitor))\b|"
        rf"\b(?:you|your (?:offer|bid|quote|quotation|tender|proposal|submission)|\u2d63+) (?:were|was|have|has|are|is|did)(?:n't| not)(?: been)? (?:the |a )?(?:\w{{3,12}}ly )?(?:picked|chosen|selected|shortlisted|awarded|the winning one|winning (?:one|bid|offer)|winners?|retained|preferred)\b(?! by| for the)|\byour (?:offer|bid|quote|tender|proposal|submission) (?:came|finished|ranked) (?:in )?(?:second|third|fourth)\b|"
        rf"\b(?:and it's|and it is|the answer's|the decision(?:'s| is)) (?:a )?(?:clear |firm |final )?no(?=\W*$|,)|,? so (?:it|this|that)(?:'s| is) dead(?=\W*$|[,;])|\b(?:threw|voted|rejected|refused|said no|killed)\b[^.]{{2,50}}\bthat's the end of (?:it|that|this)(?=\W*$)|\bthr(?:ew|own) (?:it|this|the whole thing|the {_EN_DEAL}) out(?=\W*$|, (?:sorry|so|that|and))|\bno point (?:in )?(?:going on|continuing|carrying on|pursuing)\b|\b(?:so|means|hence|therefore) (?:there(?:'s| is| will be) )?no (?:order|deal|contract|purchase)(?=\W*$|[,;])|"
        rf"\b(?:withdraw|withdrawing|cancel|cancelling|scrap|bin|tear up|discard) (?:our|the|your|my|this) (?:enquiry|inquiry|request|quotation|quote|offer|rfq|proposal|application)(?=\W*$|[,;]| for good| altogether| completely| entirely| definitively)|"
        rf"(?:^\W*|[,;:] |\bso )(?:we|i)(?:'re| are|'m| am) out(?=\W*$|, (?:sorry|i'm afraid|thanks))|"
        rf"\b(?:bought|ordered|found|leased|rented) (?:\w{{2,10}} ){{0,3}}(?:second-?hand|used|elsewhere|online|in-house)(?: one)? instead(?=\W*$|[,;])|\bcheaper (?:\w{{3,10}} )?(?:firm|supplier|vendor|company|one|offer|source) and (?:have )?(?:signed|ordered|bought|gone|went|taken)\b|\b(?:stay|stick)(?:ing)? with what we(?:'ve| have)(?: got)?(?=\W*$|, (?:so|thanks|thank you|no) )|\b(?:we'll|we will) be doing without(?=\W*$|[,;])|"
        rf"\b(?:selling|sold|closing|closed|closes|shutting|shuts|demolishing)\b[^.]{{2,40}}\b(?:nothing (?:left |more )?to (?:equip|fit|buy|order|install|deliver|insure|protect|supply|spend on)|need nothing(?: more)?(?=\W*$)|no longer need)\b|"
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
        rf"\b(?:wir|ich) (?:gehen|gehe|machen|mache|verfolgen|treiben|setzen|führen) (?:(?:das|es|dies|die sache|das {_DE_DEAL}) )?(?:\w{{3,8}} ){{0,2}}nicht (?:mehr )?(?:weiter|an|voran|fort)(?=\W*$|[,;])|"
        rf"\b(?:nehmen|beauftragen|wählen) (?:wir )?(?:die|den|das) andere[nrs]? (?:firma|anbieter|lieferanten|betrieb|haus|unternehmen|angebot)\b|\bfür jemand(?:en)? ander\w* entschieden\b|^\W*(?:leider )?(?:wir haben|haben wir) uns (?:\w{{3,8}} ){{0,2}}anders (?:orientiert|entschieden)(?=\W*$)|\bgegen (?:sie|euch|ihr angebot|ihr haus)(?=\W*$)|"
        rf"\b(?:den |der )?(?:auftrag|zuschlag) (?:hat|bekommt|bekam|erhält|erhielt|ging|geht) (?:leider )?(?:an )?(?:jemand ander\w*|eine? (?:andere\w*|firma (?:aus|in|von|vor ort)|mitbewerb\w*|wettbewerb\w*)|ihre[nm]? (?:mitbewerb|konkurr|wettbewerb)\w*|die konkurrenz)\b|\bauftrag (?:an )?(?:einer|eine[mn]?) (?:andere\w* )?(?:firma|betrieb|unternehmen|anbieter|kollegen)\b[^.]{{0,25}}\b(?:gegeben|erteilt|vergeben|übertragen)\b|\bdas rennen (?:hat|haben) \w+[^.]{{0,20}}gemacht\b|"
        rf"\b(?:sie|ihr angebot|ihre offerte|\u2d63+) (?:wurden?|sind|ist|konnten?) (?:leider |diesmal |von uns ){{0,2}}nicht (?:\w{{3,12}} )?(?:ausgewählt|gewählt|ausgesucht|bezuschlagt|genommen|beauftragt)\b|\b(?:zuschlag|auftrag) (?:kann|konnte) (?:ihnen |leider |auf ihr angebot ){{0,2}}nicht (?:erteilt|gegeben|zugesprochen) werden\b|\bihr angebot kann der zuschlag nicht\b|\b(?:kam|kamen|landete|landeten|liegt|liegen|sind) (?:damit |leider )?(?:auf|an) (?:dem |den |der )?(?:zweiten|dritten|vierten|zweiter|dritter) (?:platz|rang|stelle)\b|"
        rf"\b(?:ist|bleibt) (?:leider )?(?:ein |bei einem |beim )?nein(?=\W*$|,)|\bdamit ist (?:es|das|das ganze) (?:\w{{3,8}} )?(?:gestorben|tot)(?=\W*$)|\bkeinen sinn(?: mehr)?,? [^.]{{0,20}}(?:weiter|fortzu|zu verfolgen)|\b(?:also|daher|deshalb|somit) kein(?:en)? (?:auftrag|bestellung|vertrag|kauf)(?=\W*$|[,;])|"
        rf"\b(?:zieh(?:en|e)|nehm(?:en|e)) (?:wir |ich )?(?:unsere|meine|die) (?:anfrage|bestellung|ausschreibung|anforderung)\b[^.]{{0,14}}\bzurück\b|\b(?:storn\w+|lösch\w+|annull\w+|vergess\w+|streich\w+) (?:sie |bitte ){{0,2}}(?:unsere|die|meine|uns)\b(?: (?:anfrage|bestellung|vormerkung))? ?(?:\w{{5,12}} )?(?=\W*$|aus (?:ihrer|der) liste)|\bangebot (?:können sie |kannst du |bitte )?(?:wegwerfen|vernichten|löschen|zerreißen)\b|"
        rf"\bstattdessen (?:\w{{3,10}} ){{0,2}}(?:gebraucht|woanders|anderswo) (?:gekauft|bestellt)|\b(?:günstigere[ns]?|billigere[ns]?|andere[ns]?) (?:firma|anbieter|betrieb|lieferanten|haus) gefunden\b[^.]{{0,20}}\b(?:unterschrieben|bestellt|gekauft|beauftragt)|\bmuss(?:ten)? (?:ich|wir) (?:ihnen|euch|dir) (?:leider |daher )?(?:für (?:das|die|den) \w+ )?absagen(?=\W*$|[,;])|\bbrauchen (?:wir )?(?:ihre|eure) (?:leistung|hilfe|dienste|lösung|anlage)\w* nicht mehr|"
        rf"\b(?:verkauf|schließ|schliess|stillleg)\w+\b[^.]{{2,40}}\b(?:brauch\w+|benötig\w+|gibt es|haben wir) (?:also |wir |daher )*(?:nichts mehr|kein(?:en)? bedarf)|"
        r"\b(?:wir|mir|mia) (?:sind|san) (?:leider |damit |hiermit |also |da )?(?:raus|aus dem rennen|draußen)(?=\W*$|[,;])|\b(?:das|des) ganze (?:is|ist|hat sich) (?:damit |für uns |leider |somit ){0,2}(?:erledigt|gestorben|vom tisch|hinfällig)\b"
        r"|\b(?:ihr|euer|dein) (?:angebot|anbot|system) (?:brauch\w{0,3}|benötig\w{0,3}) (?:wir|ma|ich)\b[^.]{0,20}\b(?:nicht mehr|nimmer)\b"
        rf"|\bverzichten?\b[^.]{{0,20}}\bauf (?:das|die|den|ihre?n?|eine?n?) (?:{_DE_DEAL}|anlage|system|lösung|angebot)\b(?! (?:in|im|am|an|für|vom|von|der|des|bei)\b)"
        rf"|\baus (?:der sache|dem ganzen|(?:dem|der|unserem|unserer) {_DE_DEAL}) wird\b[^.]{{0,15}}\bnichts\b|\b{_DE_DEAL} wird es (?:leider |so |also |nun )?nicht geben\b"
        rf"|\bgegen (?:einen|den|die|das|eine|ein) (?:\w{{4,14}} )?{_DE_DEAL}\b(?:(?!kein|niemand|nicht|und)[^.]){{0,12}}\b(?:entschieden|gestimmt|ausgesprochen|votiert)\b|\bwir kaufen (?:leider |doch |jetzt |also )?(?:nichts?)(?=\W*$|[,;])"
    ),
    "fr": (
        rf"\bc'est (?:un autre|une autre \w{{5,12}}|votre concurrent|quelqu'un d'autre) qui (?:a eu|a obtenu|a décroché|a emporté|emporte|remporte) (?:le|la|ce|cette) (?:{_FR_DEAL}|chantier)|\b{_FR_DEAL} (?:part|va|est partie?|est confiée?|a été confiée?|a été donnée?|revient) (?:chez|à) (?:votre concurrent|une? autre|un confrère|la concurrence|quelqu'un d'autre)|\b(?:donné|confié|attribué|passé) (?:le|la|ce|cette|notre) (?:chantier|marché|commande|contrat|travail|projet) à (?:une? (?:autre|maison|entreprise|société|confrère|artisan|concurrent)|quelqu'un d'autre|l'autre|votre concurrent)\b|"
        rf"\b(?:vous n'avez|vous n'êtes|votre (?:offre|candidature|proposition|devis) n'(?:a|est)|\u2d63+ n'(?:a|est)) (?:\w{{8,16}} )?pas (?:été )?(?:retenue?s?|choisie?s?|sélectionnée?s?|lauréate?s?)(?!\w)(?! par)|\b(?:offre|candidature|proposition) (?:est |a été )?(?:arrivée?|classée?) (?:en )?(?:deuxième|seconde|troisième|quatrième)|\b(?:marché|commande|lot|contrat) ne vous (?:est|sera|a) pas (?:été )?(?:attribuée?|confiée?|notifiée?)|\bvotre (?:offre|candidature|proposition) est (?:écartée|rejetée|refusée|éliminée)(?=\W*$|[,;])|"
        rf"\b(?:décision|réponse|verdict)\b[^.]{{0,30}}\bc'est non\b|\b(?:conseil|direction|propriétaires?|actionnaires?|financ\w+|banque|comité|rejet\w*|refus\w*)\b[^.]{{2,50}}, (?:donc )?c'est (?:mort|fini|cuit|plié)(?=\W*$)|\binutile (?:de continuer(?! à)|d'aller plus loin|de poursuivre)|\b(?:on|nous) (?:sort|sortons|quittons|quitte) (?:du|de la) (?:projet|consultation|course|négociation)|"
        rf"\b(?:annul|retir|supprim|oubli|jet|déchir)(?:er|ez|ons|e) (?:notre|la|ma|votre|le) (?:demande(?: de devis)?|devis|offre|consultation|réservation)(?=\W*$|[,;]| pour de bon| définitivement)|\bra(?:yez|yer|ye)[- ]nous\b|"
        rf"\b(?:acheté|pris|trouvé|commandé|loué) (?:\w{{3,10}} ){{0,3}}(?:d'occasion|ailleurs)(?: à la place)?(?=\W*$|[,;])|\btrouvé (?:moins cher|mieux)\b[^.]{{0,25}}\b(?:signé|commandé|acheté)|\b(?:choisi|pris|retenu) (?:quelqu'un d'autre|un autre (?:prestataire|fournisseur))|\bplus besoin de vos services|\b(?:on fera|nous ferons) sans(?=\W*$|[,;])|"
        rf"\b(?:vend|ferm|cess)\w+\b[^.]{{2,50}}\b(?:plus rien à (?:équiper|acheter|installer|commander|assurer)|plus besoin de (?:rien|vous|votre|vos)|plus lieu)|"
        rf"\b(?:voté|prononcée?s?|tranché) contre (?:le|la|l'|ce|cet|cette|votre) ?{_FR_DEAL}\b|\bil n'y aura (?:donc |finalement |malheureusement )?(?:pas|plus|aucune?)(?: de| d')? ?(?:commande|projet|achat|contrat|suite|marché)\b"
        rf"|\b{_FR_DEAL} (?:n'existe plus|n'ira pas (?:plus loin|au bout)|ne se fera plus)|\b(?:ne|n'en) (?:veut|veulent|voulons) plus (?:du|de ce|de cette|de la|de l'|de votre) ?(?:{_FR_DEAL}|offre|solution|système)(?=\W*$|[,;])"
        r"|\b(?:avons|a|ont|ai) (?:signé|commandé|acheté|traité) ailleurs(?=\W*$|[,;])|\b(?:on laisse|nous laissons) tomber(?=\W*$)|\binutile de (?:nous |me )?relancer\b"
    ),
    "es": (
        rf"\b(?:nos vamos|vamos|nos quedamos|firmamos) con (?:(?:la|el|los|las) (?:otr[oa]s?(?: (?:empresa|proveedor|oferta|casa))?(?=\W*$|[,;])|de (?:l[ao]s? )?\w|competencia)|su competidor)|\bse l[oa] (?:llevó|quedó|dimos|dieron) (?:a )?(?:otr[oa]|la competencia|su competidor|alguien)\b|\b(?:comité|junta|comisión|mesa|dirección|comunic\w+|hemos|consejo)\b[^.]{{0,30}}\b(?:dado|adjudicó|adjudicaron|ha adjudicado|adjudicado|adjudicamos) (?:el|la|este|esta) {_ES_JOB}\b[^,.]{{0,45}}? a (?!ustede?s?\b|usted\b|vosotr|[\u2d63]|nosotros|su (?!compet)|el \w|la \w|los \w|las \w|D)\w{{3,}}|\b(?:dimos|hemos dado) (?:el|la) {_ES_JOB} a una (?:casa|empresa|firma)|\b{_ES_JOB} (?:va|fue|es) para (?:su competidor|la competencia|otr[oa](?: (?:empresa|casa|proveedor|firma))?(?=\W*$|[,;]))|"
        rf"\bno (?:han|ha|habéis|has) sido (?:\w{{4,12}}mente )?(?:elegid|seleccionad|escogid|adjudicatari)\w+|\b(?:oferta|propuesta) (?:quedó|ha quedado|queda) en (?:segundo|tercer|cuarto) lugar|\bno se (?:les|le|os) adjudic\w+|\bsu (?:oferta|propuesta) no (?:ha ganado|ganó|fue (?:elegida|seleccionada|la ganadora|la elegida))|"
        rf"\b(?:decisi[oó]n|respuesta)\b[^.]{{0,30}}\bes que no(?=\W*$|[,;])|\bno tiene (?:ya )?sentido (?:seguir|continuar|avanzar)(?! sin| hasta| con)\b|\b(?:pleno|junta|comité|dirección|dueños|consejo|rechaz\w+|tumb\w+)\b[^.]{{2,50}}, (?:se acabó(?=\W*$)|(?:así que|por lo que) (?:está|queda) (?:muert|descartad|cancelad)[oa])|"
        rf"\b(?:anul|retir|borr|tir|olvid)\w{{1,4}} (?:nuestra|la|mi|su|el|este) (?:solicitud(?: de \w+)?|presupuesto|cotización|petición|consulta|reserva)(?=\W*$|[,;]| definitivamente| del todo)|\b(?:bórr|quít|sáqu)\w+nos\b|"
        rf"(?:^\W*|[,:;] )(?:y |que |pues |así que )?(?:nos|me) (?:bajamos|bajo|salimos|salgo|apeamos|descolgamos)(?=\W*$|[,;:])|\b(?:compramos|hemos comprado|compré) (?:una? )?(?:de segunda mano|usad[oa]|en otr[oa] \w+)(?=\W*$|[,;]| en su lugar)|\bmás barat[oa] y (?:firmamos|compramos|pedimos|contratamos|firmé)|\bya no (?:necesitamos|precisamos) (?:sus|vuestros|tus) servicios|\bno (?:vamos|voy|va|van) a (?:contratar|comprar|encargar|pedir)(?:os|les|le|te|los|lo|la|selo)(?=\W*$|[,;])|\b(?:elegido|escogido|contratado) a otr[oa]s?(?=\W*$|[,;])|"
        rf"\b(?:vend|cerr|cierr)\w+\b[^.]{{2,50}}\b(?:ya no necesitamos nada|nada que (?:equipar|comprar|instalar|pedir|contratar|asegurar))\b|"
        rf"\b(?:votó|votaron|votado|decidió|decidieron|decidido|acordó|acordaron|acordado|resolvió|resolvieron|resuelto) (?:\w{{4,14}} ){{0,2}}(?:no (?:seguir|continuar|avanzar|proceder|ir) (?:adelante|con (?:el|la|este|esta|su) {_ES_DEAL})|no {_ES_ON}(?=\W*$|[,;])|no {_ES_ON} (?:el|la|este|esta) {_ES_DEAL}|en contra (?:del?|de este|de la) ?(?:la )?{_ES_DEAL})\b"
        rf"|\bno va a haber (?:ningún |ninguna )?{_ES_DEAL}\b|\bnos (?:bajamos|salimos|retiramos|apeamos|borramos|descolgamos) del? (?:este |la |esta )?(?:{_ES_DEAL}|proceso)\b|\b{_ES_DEAL} (?:ya |se )?(?:murió|ha muerto|no existe|se cayó del todo)\b"
        rf"|\b(?:dé|den|da|dad|demos) por (?:perdid|cerrad|terminad|cancelad|muert)[oa]s? (?:la|el|esta|este) {_ES_DEAL}\b|\b(?:dijo|dijeron|dice|dicen|ha dicho|han dicho) que no,? (?:punto|y punto|rotund|definitiv|en redondo)"
    ),
}
KEPT = re.compile(
    r"\b(?:without (?:you|your|\u2d63+)|ohne (?:sie|ihre?|\u2d63+)|sans (?:vous|votre)|sin (?:ustede?s?|usted|su|\u2d63+)|la commande part(?! (?:chez|à|ailleurs))|(?:nous|on) (?:sign|command)\w+|wir (?:unterschreiben|bestellen|beauftragen)|(?:but|so) we (?:sign|order)|firmamos(?! (?:allí|ahí|con (?:otr|la competencia))))\b"
)
"""What the sentence goes on with where it is no end."""
KEYS = bag(
    "auftr chant offre vous donné jeter borrn bórre harem harén furth someo someb rival award picke chose secon third fourt no out withd cance scrap bin tear disca point inste cheap nothi"
    " end witho favou threw throw short dead weite entsc renne ausge zweit dritt kann konnt nein sinn zurüc storn lösch annul wegwe"
    " verni statt günst billi absag lass lasse nicht nichts kein keine quelq concu pas fini mort inuti sort sorto retir suppr jete"
    " jetez oubli déchi rayez aille occas moins trouv sans plus choisi chois vamos quedó llevó dimos adjud compe seleg elegi selec"
    " escog lugar senti acabó anule borre tire tirar bajam bajo salim salgo segun barat sus contr otro otra otros nada decis respu"
    "anbot angeb brauc benöt elsew aille relan murió salim retir apeam desco borra bajam votó votar votad perdi dijo dijer"
    " dice dicen dicho existi exist raus draus laiss haber consi treat regar mark count tranc prono happe runni make"
    " agree chose resol cerra ganze kaufe needi fund"
)
"""The beginnings of words, five letters at most, of which an ending has one, or one of those of `lost_words`."""
