"""What looks like an end and is none, in four languages: it is denied, a part of it, what was before, somebody else's, or it goes on.

Asked only of a sentence that has an end in it.
"""

from __future__ import annotations

import re
from functools import cache

from matchers.reading.marked import OTHER
from matchers.reading.text import Language

OURS = {
    "fr": r"(?:[\u2d63\u2d64]+|mise|équip\w+|modernis\w+|numéris\w+|digitalis\w+|install\w+|rénov\w+|solution|système|gestion|efficacité|optimis\w+|achat|acqui\w+|investi\w+|site|notre|nos|votre|vos|cette|ce|cet|l'|la|le)",
    "es": r"(?:[\u2d63\u2d64]+|equip\w+|moderniz\w+|digital\w+|instala\w+|solución|sistema|gestión|eficiencia|optimiz\w+|compra|inversión|adquisición|este|esta|su|nuestr\w+|vuestr\w+|la|el|los|las)",
}
OTHER_DEAL = re.compile(
    rf"\b(?:contrat|commande|marché) (?:de |d'|du |des )(?:la |l'|les )?(?!{OURS['fr']}(?!\w)|fourniture|service|prestation|maintenance|entretien|licence|vente|cadre|travaux|\ue002|\ue001|\ue000)\w{{4}}|\b(?:contrato|pedido|orden) (?:de |del )(?:la |los |las )?(?!{OURS['es']}\b|compra|suministro|servicio|obra|mantenimiento|instala|licencia|venta|\ue002|\ue001|\ue000)\w{{4}}"
    r"|\b(?:cleaning|security|catering|canteen|lease|rental|employment|cleaners'?|guard|electricity|power|gas|insurance|phone|roof\w*) (?:contract|agreement|order|deal)\b"
)
"""A contract or an order for something that is not ours."""
_FIRMS = {
    "de": r"(?:anbieter\w*|firm\w+|lösung\w*|system\w*|lieferant\w*|unternehmen\w*|partner\w*|produkt\w*|angebot\w*|hersteller\w*|weg|dienstleister\w*|wettbewerb\w*|mitbewerb\w*|techni\w+|technolog\w+|bieter\w*|richtung|haus|entschieden)",
    "fr": r"(?:offre|fournisseur|prestataire|société|entreprise|solution|cabinet|partenaire|candidat|acteur|produit|marque|système|devis|technologie|éditeur|constructeur|intégrateur|maison|soumissionnaire|concurrent\w*|confrère|groupe|voie|proposition|intervenant|option|direction|que|qui|pour|et|mieux|moins|plus)",
}
_WHOLE = (
    r"(?:(?:\w{2,12} )?(?:projects?|pilot|trial|deal|purchase|order|initiative|programme?|scheme|tender|rfp|plans?|investment|roll-?out|offer|quot\w+|proposal|bid|enquiry|request|system|solution|whole|thing|idea)"
    r"|\w*(?:projekt|vorhaben|thema|sache|investition|beschaffung|anschaffung|kauf|ausschreibung|auftrag|bestellung|verfahren|angebot|anbot|offerte|system|lösung|anlage|ganze|idee|geschichte|anfrage)\w{0,2}"
    r"|projet|dossier|achat|affaire|commande|investissement|consultation|marché|appel d'offres|opération|offre|proposition|devis|solution|système|demande|suite|tout"
    r"|proyecto|compra|inversión|expediente|asunto|licitación|concurso|pedido|operación|contratación|proceso|oferta|propuesta|presupuesto|cotización|solución|sistema|negocio|solicitud|[\u2d63\u2d64]+)"
)
"""What is bought, whatever the trade."""
_ANY = (
    # an offer that lacks something, and what happens to all that do
    r"^\W*(?:sans|sin|without|ohne|fehlt|fehlen|liegt|kommt|kommen|reicht|bleibt|bleiben|klappt|gelingt)\b[^,.]{2,60}, ?[^.]{0,40}\b(?:wird|werden|müss\w+|sera|seront|serait|queda|quedará|será|serán|will|would|shall)(?!\w)"
    r"|\b(?:late|incomplete|other|two|all) (?:\w{3,9} )?(?:offers|bids|tenders|quotes|bidders|tenderers)\b|\b(?:offers|bids|tenders|bidders) (?:that|which|without|received|with|not|who)\b"
    r"|\b(?:angebote|bieter|bewerber|anbieter|firmen|bewerbungen|unterlagen|die anderen|alle anderen)\b[^.]{0,40}\b(?:nicht (?:mehr )?berücksichtig|ausgeschl|abgelehnt|nicht (?:zugelassen|gewertet))"
    r"|\b(?:les|toutes les|des) (?:\w{3,10} )?(?:offres|candidatures|candidats|dossiers|devis)\b[^.]{0,40}\b(?:seront|sont|n'ont|ne seront|ne sont)(?!\w)|\btoute (?:offre|candidature)\b"
    r"|\b(?:las|los) (?:otr[oa]s |demás )?(?:ofertas|propuestas|licitadores|candidatos|proveedores)\b[^.]{0,40}\b(?:serán|quedan|quedarán|han|fueron)(?!\w)"
    # nobody does so, or not without
    r"|\b(?:nobody|no one|niemand|keiner|personne|nadie) (?:here |bei uns |chez nous |aquí )?(?:wants?|will|would|is|ne|veut|quiere|will|wird|hat|ha|va)\b[^.]{0,12}\b(?:stop|cancel|kill|drop|end|beenden|stoppen|absagen|kippen|arrêter|abandonner|stopper|annuler|parar|cancelar|dejar|anular)"
    r"|\b(?:no|kein\w{0,2}|pas de|aucune?|ningún|ninguna|sin) (?:order|contract|deal|purchase|auftrag|bestellung|vertrag|commande|contrat|pedido|contrato)\b[^.]{0,24}\b(?:without|before|ohne|vor|sans|avant|sin|antes)\b"
    rf"|(?<!retenu )(?<!retenus )(?<!retenue )\b(?:for|für|pour|por) (?:{OTHER}|tonight|now|heute|diesmal|this time|ce soir|cette fois|la journée|esta noche|esta vez)(?!\w)|\b(?:sign|buy|order|kauf|bestell|unterschreib|sign|command|achet|firm|compr|contrat)\w* (?:wir |ich )?(?:nothing|anything|nichts?|rien|nada) (?:before|without|vor|ohne|avant|sans|tant|antes|sin|hasta)\b"
    # another unit of theirs, or of ours
    r"|\b(?:another|a different|other) (?:department|team|office|colleague|desk|branch|building|site|plant|address|date|day|time|colou?r|model|size|room|version|shade|fabric|finish|hotel|floor|type|way of|entrance|street)\b"
    r"|\b(?:andere[nrsm]?) (?:abteilung|farbe|termin|datum|tag|uhrzeit|modell|größe|raum|ausführung|variante|stoff|hotel|filiale|gebäude|adresse|standort|kolleg\w+|strecke|breite|höhe)\b"
    r"|\b(?:autre) (?:service|coloris|couleur|date|jour|heure|modèle|taille|salle|version|finition|hôtel|bâtiment|adresse|site|collègue|créneau|tissu|teinte|format)\b"
    r"|(?<!ni en )(?<!ni )\botr[oa] (?:departamento|color|fecha|día|hora|modelo|tamaño|sala|versión|acabado|hotel|edificio|dirección|sede|compañero|tono|formato|tela)\b"
    # it goes on, or went well
    r"|\b(?:thanks|thank you|many thanks|danke|dank|merci|bravo|gracias|enhorabuena|congrat\w+)\b[^.]{0,12}\b(?:great|good|excellent|super|toll\w{0,2}|gute?|votre|vos|el|por el|por la)\b[^.]{0,12}\b(?:work|job|arbeit|travail|trabajo|equipes|équipes|equipo)\b"
    r"|\b(?:bitte|please|merci de)\b[^.]{0,12}\b(?:rechnung|invoice|facture|facturar|factura)\b|\b(?:invoiced|berechnet|facturée?|facturad[oa]|vous serez réglée?s?)(?!\w)"
    r"|\b(?:we|i)(?:'ll| will)? (?:take|order|buy|keep) (?:the|it as|it like)|\b(?:nehmen|kaufen|bestellen|behalten) wir\b(?! (?:leider |daher |also |nun |jetzt )?(?:nicht|kein|nichts|abstand|ein ander|woanders|anderswo|bei|von|lieber))|\bwir (?:kaufen|nehmen|bestellen|behalten) (?:ihn|sie|es so|das so)\b|\b(?:wir|ich) schon\b|\bon (?:l'achète|le prend|la prend|prend la|prend le|garde la pose)|\bnous oui\b|\blo compramos\b|\bnos quedamos con (?:el|la|los|las) (?!oferta|propuesta|solución|de|que|otr|proveedor|sistema|empresa)\w|\bnosotros sí\b"
    r"|\bbut the \w+ (?:yes|stays?|go(?:es)? ahead)|\b(?:einverstanden|wir sind uns einig|nous sommes d'accord|estamos de acuerdo|we're agreed|we agree|können bestellen|we can order)\b"
    # letters to many, what is old, who does a part
    r"|\b(?:newsletter|mailing list|unsubscribe|rundschreiben|verteiler|lettre d'information|désinscri\w+|liste de diffusion|boletín|lista de correo|de baja)(?!\w)|\b(?:plug on|killed|scrapped|dropped|dropping) (?:the|our) (?:old|previous|former)\b|\b(?:you (?:do )?the rest|sie (?:machen )?den rest|vous (?:faites )?le reste|ustedes (?:hacen )?el resto)\b"
    r"|\bidee (?:mit|von) |\b(?:kolleg\w+|chefin?|einkäufer\w*|mitarbeiter\w*) (?:macht|steigt|hört|geht) "
    # whose
    r"|\b(?:geschichte|projekt|vertrag|zusammenarbeit|auftrag|sache|thema|contract|project|deal|story|contrat|projet|affaire|contrato|proyecto|asunto) (?:mit|with|avec|con) (?!ihnen|euch|dir|you|vous|toi|ustede?s?|usted|vosotr|[\u2d63\u2d64]|uns\b|us\b|nous|nosotros|lui\b|elle\b|ihm\b|him\b|it\b|them\b|él\b|ella\b|ihre|your|votre|sus?\b|another|someone|ein|une? autre|otr|the other|la competencia)\w"
    r"|\b(?:that|which|den|die|das|que) (?:we|wir|nous|on)? ?(?:have |haben |avons |a )?(?:signed|placed|unterschrieben|signé|firmamos|contratamos|hicimos|mit einem anderen) "
    r"|\bover (?:\d|\ue001|\ue002|(?:the|our|your|a|an|budget|there|here|it|lunch|to|and|again|christmas|by|in|at|from|time|with) ?)"
    r"|\b(?:le|la|the|die|der|your|ihre?|votre|su|our|unser\w*|notre|nuestr[oa]) (?:competition|competitor|rival|konkurrenz|mitbewerber|wettbewerber|concurrent|concurrence|competencia|competidor)\b[^.]{0,14}\b(?:is|are|has|ist|sind|hat|est|s'est|a|se|está|queda)\b[^.]{0,10}\b(?:out|aus|raus|weg|hors|retir|fuera|withdr|abgesagt|zurück)"
    r"|\b(?:our|the|their|unser\w*|die|notre|la|nuestr[oa]) (?:current|present|existing|old|former|previous|bisherige[nrs]?|jetzige[nrs]?|alte[nrs]?|fournisseur actuel|prestataire actuel|proveedor actual|proveedor anterior)\b[^.]{0,12}\b(?:provider|supplier|vendor|agency|software|cleaner)\b(?<!with our current provider)[^.]{0,20}\bfor you\b"
)
"""What is no end in any language; a line of these words may hold two."""
_WORDS: dict[Language, str] = {
    "en": (
        r"\b(?:another|other|one|rival|competing) (?:bidder|supplier|vendor|competitor|firm|tenderer|company)s? (?:has|have|is|was|were|just|already)?\b ?(?:withdr|pulled|dropped|declined|rejected|cancel)|\b(?:our|their|his|a) (?:customer|client)s?\b|\b(?:competitor|rival|bidder|supplier)'s (?:offer|bid|quote|proposal)\b|\b(?:others|other (?:offers|bids)) (?:were|are|have)\b"
        r"|\b(?:pilot|trial|tests?|installation|upgrade|roll-?out) (?:is|are|has been|was) (?:now |nearly )?(?:finished|over|done|complete\w*|terminated)\b|\b(?:years?|months?) (?:ago|back)\b|\blast (?:spring|summer|autumn|fall|winter|year)\b|\bhad (?:been )?(?:cancel+ed|scrapped|axed|killed|dropped|abandoned|shelved)\b"
        r"|\b(?:car park|parking|roof\w*|canteen|office|web\w*|crm|erp|recruit\w+|hiring|relocation|extension|merger|nursery|playground|kitchen|bike|solar|phone|hr|payroll) (?:project|purchase|tender|programme|scheme|order|investment)\b|"
        r"\b(?:not|never|nobody|no one)(?: (?:\w{2,8} )?(?:been|be|has|have))? (?:cancel+ed|scrapped|axed|killed|dropped|abandoned|terminated|binned|withdrawn|called off|dead|off the table|over)\b|\b(?:isn't|wasn't|aren't|weren't) (?:\w{3,8} )?(?:cancel+ed|scrapped|axed|dropped|dead|over|off)\b"
        r"|\b(?:first|old|original|last year's) (?:project|pilot|trial|deal|purchase|order|tender|plan)\b|\b(?:order|project|plan|deal) (?:for|of) (?!the|good|your|this|these|our|\u2d64|us\b|you\b)\w{3}"
        r"|\b(?:when|once|until|after|as soon as) (?:it|this|that)(?:'s| is) (?:over|off|dead)\b|\byou (?:don't|do not|won't|will not) (?:want|wish|intend|buy)\b|\b(?:should|could|might|or|never)\W{1,2}(?:\w{3,8} )?pull the plug\b|\bpulled out of (?!the (?:project|process|tender|talks|deal|pilot)|this|it\b|our|your)"
        r"|\b(?:one of the bidders|neighbou?rs?|landlord|water|storage)\b|\bdecided to (?:drop|scrap|cancel|abandon|kill|shelve) (?:the|this) (?!(?:\w{3,14} )?(?:projects?|pilot|trial|deal|purchase|order|initiative|programme?|scheme|tender|plans?|investment|roll-?out|installation|upgrade|\u2d64+|whole|idea)\b)"
        r"|\b(?:pass|passing) (?:your|the|these|those|it|them|on (?:the (?!offer|project|proposal|deal|opportunity)|to)|through)\b|\b(?:protection|legal|insurance|warranty|billing|invoice|hr|tax) matter\b"
        r"|\bneeding (?:your|the) (?:forklift|truck|ladder|keys?|badge|room|van|crane|lift|parking|help (?:on|with))\b"
        r"|\b(?:close|closed|closing) (?:the|this|that) (?:file|case|ticket|matter) (?:about|on|of|for|with) (?!us\b|this|that|it\b|our)|\bin the (?!offer|project|proposal|deal|purchase|tender|scheme|system|solution|whole)\w+ (?:plan|contract|package|training|option|upgrade|warranty|cover)\b|\bbuying (?:a|an|it on|another|more|any (?:more|other))\b|\bwe're out (?:on|of (?!it\b|this\b|the (?:project|running|process|race))|until|till|in|at|this|next|tomorrow|\ue002)|\b(?:project|job|order|work|installation) (?:is|are|was|has been) (?:now |nearly |all )?(?:finished|done|complete\w*|handed over)\b|\b(?:continue|proceed|go on|carry on) with (?:our|the) (?:current|present|existing|old) (?:provider|supplier|vendor|system|software)\b"
        r"|\byours (?:takes|is|goes|stays|remains)\b|\bwe can (?:go on|continue|move on|go ahead|proceed)\b|\byou(?:'re| are) (?:in the lead|ahead|first|the winner|our choice)\b"
    ),
    "de": (
        r"\bhat (?:keiner|niemand)\b|\b(?:unser|ein|deren|ihr|dessen) (?:kunde|kundin|auftraggeber)\b|\b(?:sein|deren|dessen)(?:e[nrms]?)? (?:auftrag|bestellung|angebot|projekt)\b|\bangebot (?:des|der|eines|einer|vom) (?:mitbewerb|wettbewerb|konkurr|anderen)\w*|\b(?:die|alle) (?:anderen|übrigen) (?:angebote|anbieter|bieter)?\b"
        r"|\b(?:pilot\w*|test\w*|installation) (?:ist|sind|wurden?) (?:\w{3,12} )?(?:beendet|abgeschlossen|erledigt|durch)\b|\bvor (?:\w{2,8} )?(?:jahren|monaten|langem|zeiten)\b|\b(?:hatte|hatten|seinerzeit|damals)\b"
        r"|\bprojekt (?:kindergarten|\w*dach|neubau|anbau|\w*bau|kantine|spielplatz|website|crm|erp|fusion|küche|fuhrpark)\b|"
        r"\b(?:(?:nicht|nie|niemals|keineswegs|mitnichten) (?:(?!und|sondern|mehr)\w{2,12} ){0,2}|(?:niemand|keiner) (?:\w{2,12} ){1,4})(?:gestorben|gestrichen|eingestellt|abgeblasen|beendet|erledigt|begraben|beerdigt|abgebrochen|gekippt|storniert|aufgehoben|gecancelt|verworfen|abgesagt|aufgegeben|fallen ?gelassen|zurückgezogen|gestoppt|tot|vom tisch|geplatzt|abgelehnt|hinfällig)\b"
        r"|\b(?:alte[rsn]?|erste[rsn]?|vorige[rsn]?|letzte[rsn]?) (?:\w{3,14} )?(?:projekt|vorhaben|auftrag|bestellung|angebot|ausschreibung|pilot\w*)\b|\b(?:bestellung|auftrag) (?:für|von|über) (?!die|das|den|ihr|uns|\u2d64)\w{3}"
        r"|\b(?:thema|sache|punkt|geschichte) (?:mit (?:dem|der|den)\b|(?:datenschutz|haftung|rabatt|skonto|dsgvo|versicherung|geheimhaltung|nda|zahlung\w*|lieferzeit|gewährleistung|garantie|brandschutz|gerüst|parkplatz))|\bprojekt (?:schwimmbad|umzug|parkplatz|turnhalle)|\bausschreibung ist (?:beendet|abgeschlossen|geschlossen)\b"
        rf"|\b(?:andere[nrsm]?) (?!{_FIRMS['de']}\b)\w{{4,20}}\b[^,.]{{0,30}}\bentschieden\b|\bandere\w? \w{{4,14}} (?:ihres|des) angebots\b|\bgegen (?:den|die|einen|ihren|unseren) (?:mitbewerb|wettbewerb|konkurr)\w*"
        r"|\b(?:brauche|brauchen|benötigen|machen|wollen) (?:wir )?(?:(?:den|die|das|einen?|eine) (?!projekt|vorhaben|system|lösung|angebot|anlage|\u2d64)\w{3,20}|das mit (?:dem|der|den) \w{3,20}) nicht mehr\b"
        r"|\b(?:nachbar\w{0,3}|vermieter\w{0,2}|fallschirm)\b|\bunsere bewerbung\b|\b(?:sie|ihr) liegen? (?:\w{3,8} )?vorn\b|\b(?:ihres|das ihre|deins|eures) (?:tritt|gilt|bleibt|läuft)\b|\bdiese[rs] (?:gilt|bleibt|läuft)\b|\bwir können (?:\w{3,8} )?(?:weitermachen|loslegen|fortfahren|weiter)\b"
        rf"|\b(?:den|die|das|dem|der|einen?|eine|beim?) (?!{_WHOLE}\b)(?:\w{{3,14}} )?(?!{_WHOLE}\b)\w{{4,}} (?:brauch|benötig|mach|woll|kauf|bestell|lass|nehm|will)\w{{0,3}} (?:wir|ich)\b|\b(?:bleiben|bleibe)\b[^.]{{0,12}}\b(?:bei|beim) (?:der|dem|unserem|unserer)? ?(?:bisherigen|alten|jetzigen|bestehenden|vereinbarten) (?!anbieter|lieferant|system|lösung|partner|dienstleister|firma|hersteller|anlage|haus|software|verfahren|vertrag|betreiber|versorger)\w+"
        r"|\b(?:beim|bei (?:der|den|dem)|für (?:den|die|das)|was (?:den|die|das)) \w+ (?:haben|hat|habe) (?:wir |ich )?(?:uns|mich) [^.]{0,20}anders|\b(?:position|punkt|zeile|absatz|posten|pos) \d"
        r"|\b(?:bedenken|thema preis|preisfrage|frage|einwand|einwände|streit|problem\w*|sorge\w*) (?:ist|sind|wäre\w?) (?:\w{3,8} )?(?:vom tisch|erledigt)\b|\bziehen? (?:wir |ich )?(?:uns|mich) (?:zur|zu einer|in|aus der (?:geschäfts|firmen)|kurz)\b|\b(?:schwester\w+|tochter\w+|mutter\w+) (?:macht|steigt|zieht|ist)\b|\b(?:geht|ging|gehen) an (?:sie|euch|ihre|\u2d63+)\b|\bgut sein\b|\bdas (?:catering|essen|büfett|kuchen\w*) machen\b|\bmachen (?:das|es) sel(?:ber|bst), (?:den|die|das)\b"
        rf"|\bam {OTHER}[^.]{{0,8}}springen wir\b|\bfür {OTHER}"
    ),
    "fr": (
        r"\bce ne sera pas pour\b|"
        r"\b(?:montant|prix|périmètre|calendrier|contenu|planning|volet|budget) (?:du|de la|de l'|de ce|de cette)\b|\bvotre (?!offre|société|candidature|proposition|entreprise|dossier|devis|maison|solution|groupe|équipe|projet|produit)\w{3,14} n'|\bpas retenue? (?:l'|le |la |les |une? |cette |cet |ce )|\b(?:seulement|uniquement) (?:les?|la|l')|\bsuite aux (?!offre)\w|"
        rf"\b(?:notre|un|leur) client\b|\b(?:offre|proposition|devis|candidature) (?:de |d'|du |des )(?:votre |un |une |l'|vos )?(?:autre|concurren|confrère|candidat)\w*|\b(?:les|toutes les|tous les) autres (?:sont|ont|offres|candidats)\b|\b(?:retenu|choisi|accepté) votre (?:offre|proposition|devis)\b"
        rf"|\b(?:il y a|voici) (?:\w{{2,12}} ){{0,2}}(?:ans|mois|longtemps)\b|\b(?:avait|avaient|avions|avais) (?:\w{{3,10}} )?(?:enterré|abandonné|annulé|arrêté|rejeté|refusé|renoncé|écarté)|\b(?:l'ancienne|l'ancien) (?:équipe|direction|directeur|directrice|maire|conseil)\b"
        rf"|\b(?:le|un|notre|leur) projet (?:de |d'|du )(?:la |l'|les )?(?!{OURS['fr']}(?!\w))\w{{4}}|"
        r"(?:\bn'|\bne )\w{1,8} (?:pas|jamais|nullement|point|ni|aucunement|pas du tout)(?: \w{2,10}){0,1} (?:annulée?|abandonnée?|enterrée?|arrêtée?|clos|close|stoppée?|supprimée?|morte?|caduque?|retirée?|en rester là|tirer un trait|laisser tomber)(?!\w)|\bpersonne n'a\b|(?:va|allons|vais) pas (?:en rester|tirer|arrêter|laisser)"
        r"|\b(?:ancien(?:ne)?|premi(?:er|ère)|vieux) (?:projet|dossier|achat|pilote|commande|consultation|marché)\b"
        rf"|\b(?:commande|achat|idée|dossier) (?:de |d')(?:une? |un )?(?!{OURS['fr']}(?!\w))\w{{4}}|\bprojet (?:de |d')(?:déménagement|extension|agrandissement|parking|budget|loi|fusion|recrutement|éolien|construction|réorganisation)|\bdossier (?:technique|administratif|juridique|comptable|rgpd|\w{{3,5}} est)|\bcôté \w{{4}}"
        r"|\b(?:consultation|appel d'offres|marché) (?:est|a été|sera) (?:désormais |maintenant )?close?\b|\b(?:installation|production|machine|ligne) (?:est|sera) (?:arrêtée|stoppée)\b|\bterminée?, on\b"
        rf"|\bautre (?!{_FIRMS['fr']}(?!\w))\w{{3}}|\bautre \w{{4,14}} (?:de (?!la concurrence|\u2d64)|d')"
        r"|\b(?:votre|vos) (?:offre|devis|proposition)\b[^.]{0,30}\bn'est pas (?!(?:été )?(?:retenu|accepté|sélectionné|choisi|gagnant|lauréat|passé|celle|assez))"
        r"|\b(?:sign|command|achèt|achet|prendr|pren)\w{1,6} pas (?:de (?!vous|chez|\u2d63+|suite)\w|plus de \d|plus d'|sans\b|cette version|la (?!commande|solution|suite)\w|le (?!projet|système|pas|contrat|marché|bon)\w|les (?!capteurs|travaux)\w)|\b(?:telle? quelle?|en l'état|(?:pas|retenue?s?) longtemps)\b"
        r"|\bplus besoin d(?:e |')(?:la |l'|votre |vos |cette )(?!offre|solution|système|proposition|service|prestation|matériel|produit|outil|\u2d64|aide)\w|\b(?:recours|incident|plainte|réclamation|litige|sinistre)\b|\bsuite à (?:une?|la|votre) (?!offre|proposition|consultation|devis|projet|demande|candidature)\w"
        rf"|\bnon (?:pour (?:{OTHER}|(?!nous|moi|le projet|l'achat|la suite|votre|tout|de bon|cet?|notre)\w)|à (?:votre|la) (?:\w{{4,9}} )?question)|\bfin (?:au contrat|à notre contrat|au bail)|\bterme (?:à notre|au) (?:contrat|bail)"
        r"|\b(?:en secours|en parallèle|en attendant|jusqu'à la)\b|\bactuel (?:de |d'|pour )|\b(?:partons|part|parti|partis) avec (?:l'(?!autre|installat|entreprise|électricien|équipe de|intégrateur|offre (?:de|d'|concurrente))|la (?!solution|société|entreprise|maison|concurrence|proposition de)|le (?!produit|système|concurrent|fournisseur|prestataire|groupe|bureau|cabinet))\w"
        rf"|\bretirons (?!du|de la consultation|de l'appel|de ce|de cette|des|donc|notre)\w|\blaisse(?:r|ons)? tomber (?:le|la|les|l') ?(?!projet|achat|dossier|affaire|commande|idée|tout)\w|\barrête (?:là|tout) (?:pour |le )?{OTHER}"
        rf"|^\W*(?:la|le|les|l'|pour la|pour le) ?(?!{_WHOLE}(?!\w))\w{{4,}}, c'est (?:un )?non|\barrêt(?:e|ons) avec (?:notre|nos|l'ancien)|\b(?:affaire|question|point|problème|sujet) d(?:u|e la|es|e l') ?(?!{_WHOLE}(?!\w))\w{{4,}} (?:est|sont)|\b(?:commande|dossier|chantier|projet) (?:est |sont )?(?:close?s?|terminée?s?) (?:dans|côté|chez|depuis|,)"
        r"|\b(?:notre|nos) candidatures?\b|\b(?:voisine?s?)\b|\b(?:le|la) vôtre (?:le|la|a|est|prend|reste)\b|\bvous êtes (?:les?|la) (?:mieux|mieux-disant|premiers?|gagnants?|lauréats?)|\bon peut (?:avancer|continuer|y aller|passer)|\bnous pouvons (?:avancer|continuer)|\bplace à la (?:commande|signature)|\bcontinuons\b|\bmais (?:elle nous|il nous|je|nous|on) (?:pla[iî]t|commande|commandons|signe|signons|prend|prenons)"
    ),
    "es": (
        r"\b(?:facturas?|albarán|notas? de (?:crédito|cargo)|pago|transferencia|cheque|cfdi)\b(?:(?!oferta|propuesta|proyecto|presupuesto|candidatura)[^.]){0,40}\brechazad[oa]s?\b|\b(?:nuestro|un|su) cliente\b|\b(?:su|el|un) pedido con nosotros\b|(?<!con la )\b(?:oferta|propuesta|presupuesto) (?:del? )(?:su |un |otr[oa] |la )?(?:competidor|competencia|proveedor|licitador|empresa)\w*\b|\b(?:las|los) (?:demás|otr[oa]s) (?:ofertas|han|están|quedan)\b"
        r"|\bhace (?:\w{2,8} )?(?:años|meses|tiempo)\b|\b(?:había|habían|habíamos) (?:\w{3,10} )?(?:cancel|anul|descart|abandon|rechaz|desech|tumb|enterr)\w+|\bantigu[oa] (?:equipo|dirección|director\w?|alcalde|consejo|gerente)\b|"
        r"\b(?:no|nunca|nadie|tampoco|ni) (?:(?:se|lo|la|nos|ha|han|hemos|está|fue|queda|quedó|sido|quedado) ){0,3}(?:cancel|anul|descart|abandon|archiv|desestim|suspend|retir|muert|desech|enterr)\w{1,6}|\b(?:no|nunca) contratar a otr[oa]"
        r"|\b(?:antigu[oa]|primer[oa]?|viej[oa]) (?:proyecto|pedido|piloto|concurso|contrato)\b"
        rf"|\b(?:pedido|idea|compra) de (?:una? |un )?(?!{OURS['es']}\b)\w{{4}}|\bproyecto de (?:mudanza|traslado|ampliación|aparcamiento|presupuestos?|ley|fusión|parque|reorganización)|\b(?:concurso|licitación) (?:está|queda) cerrad[oa]\b"
        r"|\bse acabó (?:el|la) (?!proyecto|pedido|asunto|tema|piloto|historia|negoci|espera)\w|\bun no (?:a|para) (?:la|el|los|las) (?!oferta|proyecto|propuesta)\w|\bsu competidor\w{0,2}\b"
        r"|\bdecidi\w{1,5} no (?:seguir con|comprar|continuar con) (?:el|la|los|las) (?!proyecto|compra|sistema|\u2d64|pedido|oferta|negocia|proceso|inversión|contrat|piloto|licita|concurso|instala)\w|\btema del? (?:descuento|plazo|precio|pago|seguro)"
        rf"|\b(?:descart|rechaz|desestim|declin)(?:amos|o|an) (?:el|la|los|las|est[ea]) (?!{_WHOLE}(?!\w))\w{{4,}}|\b(?:su|tu|vuestr[oa]|la|el) (?!{_WHOLE}(?!\w))\w{{4,}} (?:ha sido|fue|ha quedado|queda|quedó|está) (?:rechazad|descartad|cerrad|anulad|cancelad|desestimad)|\b(?:expediente|tema|asunto) (?:de|del) (?:la |los |las )?(?!{_WHOLE}(?!\w))\w{{4,}} (?:está|queda)"
        r"|\b(?:elegido|escogido|optado por|decantado por|seleccionado|elegimos|escogimos) (?:a )?otr[oa] (?!proveedor|empresa|oferta|casa|firma|opción|solución|licitador|candidat|compañía|fabricante|marca|sistema|propuesta|alternativa|camino|vía)\w|\bno vamos a compra\w+ (?:a plazos|al contado|en leasing|sin |con (?!ustedes|vosotr|usted))|\b(?:decisión|respuesta)\b[^.]{0,20}\bes que no (?!seguimos|vamos|compramos|contratamos|habrá|lo)\w"
        r"|\bvecin[oa]s?\b|\bnuestra candidatura\b|\b(?:el|la) (?:suy[oa]|vuestr[oa]) (?:sigue|ocupa|queda|es)\b|\best[ea] sigue\b|\bpodemos (?:seguir|continuar|avanzar)\b|\bquedan? (?:ustedes|vosotros|usted)\b"
    ),
}


def is_no_end(words: str, language: Language) -> bool:
    """Whether the sentence itself says that nothing, or something else, has ended. `words`: with marks for days."""
    return bool(_compiled(language).search(words))


@cache
def _compiled(language: Language) -> re.Pattern[str]:
    return re.compile(f"{_ANY}|{_WORDS[language]}")
