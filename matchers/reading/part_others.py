"""What looks like a part in the purchase and is none: the business of a house, a home or others, what a paper says, where a paper lies."""

from __future__ import annotations

import re
from functools import lru_cache

_EVERYDAY = re.compile(
    r"\b(?:coffee|canteens?|lunch|dinner|meals?|sandwich\w*|menus?|catering|buffet|party|christmas party|picnic|petty cash|cash box|timesheets?|time sheets?|overtime|parking|parcels?|delivery notes?|travel|trips?|flights?|hotel bookings?|holidays?|vacations?"
    r"|(?:drivers'?|expenses of|expense) (?:expenses|claims?|reports?|the)|lease|landlord|tenants?'?|unions?|employment|wages?|pay rise|(?:his|her|my|their) bonus|weather|trains?(?! de)|golf|choir|bike|press (?:release|review)s?|technical press|photos?|footage|lamps?|fire alarm|colou?r|blue ink|archive|by post|contract numbers?|visitors?|site visits?|the visit|meeting rooms?"
    r"|sister company|subsidiary|another (?:site|plant|project|company|customer)|other (?:sites?|plants?|projects?|companies|customers?)|competitor\w*|(?:his|her|my|our|their|a) (?:own|private|new|old|flat|last)? ?(?:house|home|flat|kitchen|car|bike|garden|wedding)|for fun|taxis?|restaurante?s?|film|movie|leaves the warehouse|to unload"
    r"|\w*kaffee\w*|\w*kantine|zum essen|(?:mittag|abend)essen|\w*speiseplan|menü|brötchen|getränke|grillparty|\w*feier|(?:sommer|herbst|betriebs|weihnachts|straßen)fest|(?:beim|zum|vom|am|dem) \w*fest|weihnachts\w*|karneval|stundenzettel|überstunden|parkpl\w+|pakete?|lieferscheine?|(?:dienst)?reisen?|reisekosten|anreise|bahn|flug|urlaub\w*|spesen\w*"
    r"|miet\w+|vermieter\w*|leasingwagen|dienstwagen|firmenwagen|privatwagen|gewerkschaft\w*|betriebsrats?|arbeitsvertr\w+|löhn\w*|gehälter|verträge der mitarbeiter|wetter|börse|firmenlauf|(?:sport|fußball|musik)?verein|konzert\w*|schalke|fc|fußball|presse|pressemitteilung|fotos?|sitzordnung|(?:welchem|besprechungs|konferenz) ?raum|lärms?|arbeitssicherheit|arbeitsschutz|brandschutz|occupational|fire safety|prévention|riesgos laborales|seguridad laboral|im schrank|im keller|per post|auf dem tisch|vertragsnummer|schulung besucht"
    r"|tochterfirma|tochtergesellschaft|schwesterfirma|(?:eine[mrs]|ander\w{1,2}) (?:anderen )?(?:kunden?|werk\w*|standort\w*|projekt\w*)|(?:seine|ihre|meine|ihr|sein|mein)[nmrs]? (?:neue[ns]? |eigene[ns]? |private[ns]? )?(?:küche|wohnung|auto|wagen|garten|hochzeit)|(?:seine?|ihre?|meine?)n? (?:neues|eigenes|neue|eigene|private)[ns]? haus"
    r"|café|cantine|déjeuner|dîner|repas|pique-nique|fête|noël|notes? de frais|frais de (?:déplacement|voyage)|voyages?|sncf|congés|heures de l'équipe|feuilles de présence|bons? de livraison|colis|places? de parking|bail|loyer|(?:contrats? )?de location|locataires?|syndicats?|contrats? de travail|salaires?|(?:son|mon) augmentation|météo|presse"
    r"|couleurs?|en bleu|archives|par la poste|numéro du contrat|visiteurs?|la visite|notre filiale|d'une? autre (?:site|projet|client|entreprise|usine)|concurrent\w*|(?:sa|son|ma|mon) (?:propre |nouvelle |nouveau )?(?:maison|appartement|cuisine|voiture|vélo|jardin)|lampes?|l'alarme|(?<!du )(?<!le )portail|(?:sort|sorte) de l'entrepôt|écrans du bureau"
    r"|cantina|comida|almuerzo|cena|bocadillos?|menú|fiesta|navidad|dietas|gastos de (?:viaje|los conductores)|viajes?|tren(?:es)?|vacaciones|horas del equipo|hojas de asistencia|albar[áa]n(?:es)?|aparcamiento|estacionamiento|alquiler\w*|arrendamiento|inquilinos?|sindicatos?|contratos? de trabajo|salarios?|nóminas?|su aumento|nota de prensa|fotos"
    r"|color|en azul|al archivo|notaría|número del contrato|visitantes?|la visita|nuestra filial|otr[ao] (?:planta|proyecto|cliente|empresa|fábrica)|competidor\w*|(?:su|mi) (?:propi[ao] |nuev[ao] )?(?:casa|piso|cocina|coche|carro|bici|jardín|boda)|lámparas?|pantallas de la oficina|(?:sale|salga) del almacén|película)(?!\w)"
)  # fmt: skip
"""What a house pays, buys, checks and decides every day, and what is somebody's own or another's."""
_PAPER_SAYS = re.compile(
    r"\b(?:contract|agreement|lease|policy|terms|clause|law|statutes?|film|book) (?:\w+ )?(?:says?|states?|stipulates?|provides|requires)|(?:according to|under|as per) (?:the|our|your|this) (?:\w+ )?(?:contract|agreement|lease|terms|policy|law)\b"
    r"|in (?:the|this) (?:film|movie|book|story|play)\b"
    r"|\b(?:laut|gemäß|gemäss|nach) (?:dem |der |den |unserem |ihrem )?(?:\w*vertrag|satzung|vereinbarung|agb|gesetz|bedingungen)|(?:im|in dem) \w*vertrag steht|\w*vertrag (?:sagt|besagt|regelt|sieht vor)|im film"
    r"|\b(?:contrat|bail|règlement|loi) (?:dit|prévoit|stipule|précise)|(?:selon|d'après|aux termes d[eu]) (?:le |la |les |nos |vos )?(?:contrat|bail|conditions|règlement|loi)\b|dans (?:le|ce) (?:film|livre)"
    r"|\b(?:contrato|convenio|reglamento|ley) (?:dice|prevé|estipula|establece)|(?:según|conforme al?) (?:el |la |las |los |nuestr[oa] |su )?(?:contrato|convenio|condiciones|ley|reglamento)\b|en la (?:película|novela)"
)
"""What a paper or a story says somebody does, nobody does here."""
_LIES = re.compile(
    r"\b(?:the|your|der|die|das|ihr|ihre?|le|la|votre|el|su) (?:contract|order|quote|offer|agreement|vertrag|auftrag|bestellung|angebot|contrat|commande|devis|contrato|pedido|oferta)(?: (?:is|liegt|ist|est|está)| goes| geht| part)(?: (?:\w+ )?)(?:still |now |noch |jetzt |gerade |encore |todavía )?(?:with|to|bei|an|chez|à|con|on \w+'s desk|auf dem|sur le bureau|en la mesa|sobre la mesa)\b"
)
"""Where one paper lies or goes."""
_ROUTINE = re.compile(
    r"\b(?:every year|each year|yearly|annual(?:ly)?|each month|jedes jahr|jährlich|monatlich|jeden monat|tous les (?:ans|mois)|chaque (?:année|mois)|cada (?:año|mes)|solange|vertretungsweise|vorübergehend|temporarily|in the meantime|en attendant|par intérim|mientras tanto"
    r"|fil(?:es|ing) the|classe(?:ra)? les|range les|saisit|numérise|archiva los|in sap|dans sap|en sap|die liste|the list of|la liste des|la lista de|technical drawings|plans techniques|planos técnicos|insurance|versicherung\w*|assurances?|(?:del|de) seguros?"
    r"|(?:security|sicherheit|sécurité|seguridad) (?:at|on|auf|am|an|im|à|de|en|du) (?:the |der |dem |l'|la |le )?(?:gate|door|site|tor|baustelle|gelände|entrée|chantier|portail|puerta|entrada|obra)"
    r"|(?:leads?|leading|heads?|runs?|manages?|leitet?|führt|übernimmt|dirige|lidera|encadre) (?:\w+ ){0,4}?(?:our |the |die |das |unsere? |notre |nos |nuestro |el |la |le |l')(?:\w+ )?(?:team|department|abteilung|équipe|service|equipo|departamento)(?! (?:for|für|pour|para|on)\b)"
    r"|(?:legal|purchasing|procurement|engineering|technik|einkauf) (?:at|of|in|bei|im) (?:our|a|another|einem|unser\w*) (?:holding|parent|group|werk|stammwerk|mutterhaus)|ist bei der \w+ \w+ dabei|leit\w+ (?:\w+ ){1,8}weiter|(?:budget|etat|kosten|costs?) (?:im|in) (?:blick|auge|griff)|(?:an|the) eye on|montiert|installs|installing|monte les|monta los|installe les|instala los|baut die)(?!\w)"
)  # fmt: skip
"""Clerks' work, a fitter's, a stand-in's, and a post that somebody holds whatever is bought."""
_THIRD = re.compile(
    r"\b(?:negotiat\w+|haggl\w+|verhandel\w*|verhandle|feilscht|négoci\w+|negoci\w+|orders?|commande|pedido|bestell\w+)\b[^.,;]{0,50}? (?:with|mit|avec|con|chez|bei|a) (?:the |our |a |der |den |dem |unserem |le |la |l'|notre |el |nuestro |nuestra )(?!suppl|vendor|bid|tender|lieferant|anbieter|fourniss?eurs\b|prestataire|proveedores|ofert|suministr|einkauf|einkäuf|beschaff|purchas|procure|buyer|acheteu|achats|comprador|compras|jef[ea]|responsable|head|chef|director|kolleg|collègue|colleague|compañer|herrn?\b|frau|leiter|manager|neue|new|nouve|nuev|zentral)[a-zäöüéèñóí]"
)
"""Talks with somebody else than those who sell: a bank, a wholesaler, a union."""
_BILL = re.compile(
    r"\b(?:rechnung\w*|invoices?|factures?|facturas?|deposit|anzahlung|acompte|anticipo)\b[^.;]{0,30}\b(?:week|woche|heute|morgen|today|tomorrow|\w+days?|\w+tags?|semaine|aujourd'hui|demain|semana|hoy|mañana|viernes|lunes|mai|may|vendredi)\b"
    r"|(?:when|wenn|quand|cuando) (?:we|wir|on|nous|nos|salimos)\b|\b(?:since|seit|depuis|desde)\b|(?:in der|en la|dans la) (?:kasse|caja|caisse)|am eingang|(?:release|released|releasing) the funds on (?!this|it|that|your)"
)
_OWN = re.compile(
    r"\b(?:it's|it is|es ist|das ist|c'est|es) (?:his|her|my|sein\w*|ihr\w*|sa|son|su)(?: \w+)? ?(?:own|house|home|car|flat|haus|wagen|auto|privat\w*|maison|voiture|propre|casa|propia|coche)"
    r"|\b(?:for|pour|para) (?:his|her|son|sa|ses|sus?) (?:own |new |propio |propia |nuev[oa] |nouve\w+ )?(?!team|department|people|shift|site|plant|line|signature|approval|eyes|table|équipe|service|atelier|accord|equipo|planta|departamento|firma)\w+|\bfür seine[nmrs]? |\bfür (?:seine|ihre)[nmrs]? (?:neue|eigene)"
)
_FOUND_OUT = re.compile(
    r"\b(?:test\w*|regard\w+|voir|verra|dira|dirá|mirar\w*|comprob\w*|jug\w+|klär\w*|sag\w*|vérifi\w+|check\w*|see|sure|prüf\w*|schau\w*|comprueb\w*|mir[ae]|asks?|fragt?) ?,? (?:que|qu'|that|dass|ob|whether|if|si|who|wer|qui|quién)\b"
)
_SIGNS_THAT = re.compile(
    r"\b(?:(?:agrees?|decid\w+|décide\w*|decide\w*) (?:that|que|qu')|(?:zustimm\w+|entscheidet), dass|ma(?:kes?|king) the (?:phone )?call (?:to|himself|herself|him|back)|unterschr\w+, dass|sign(?:s|ed)? that|signer qu|firmar que|(?:up|down) to \w+ (?:when|where|how))\b"
)
_LAW = re.compile(
    r"\b(?:legal\w*|law\w*|counsel|solicitor|attorney|jurist\w*|juridi\w+|rechts\w+|justiziar\w*|syndikus|anw[aä]lt\w*|kanzlei|avocate?s?|abogad\w+|jurídic\w+|letrad[oa]|review|prüf\w+|relecture|revisión)\b"
)
_LIMIT = re.compile(
    r"\b(?:up to|under|below|less than|bis(?: zu)?|unter|jusqu'à|en dessous de|moins de|hasta|por debajo de|menos de) (?:[€$£] ?)?\d[\d.,' ]*(?:k|€|euros?|eur|chf|franken|francs|pesos|dollars?|tausend|mil|\b)"
)
"""Who decides up to a sum: whether this purchase is one, nobody knows."""
_ASPECT = re.compile(
    r"\b(?:technisch(?:e[nmrs]?)?|technically|rechtlich(?:e[nmrs]?)?|juristisch(?:e[nmrs]?)?|legally|(?:anything|everything|on (?:all )?(?:the )?things?) (?:legal|technical)|techniquement|juridiquement|(?:técnica|jurídica|legal)mente|en lo (?:técnico|jurídico|legal)|in (?:technischen|rechtlichen|juristischen) (?:fragen|dingen)|(?:technical|legal) (?:side|part|matters|questions)|(?:partie|volet|plan|côté) (?:technique|juridique)|(?:parte|lado) (?:técnic[oa]|jurídic[oa]|legal))(?!\w)"
)
_WHOLE = re.compile(
    r"\b(?:kaufm|preis|commerc|financ|budget|money|price|comerc|kauf|contract|vertrag|contrat|order|bestell|alles|everything,|all of)\w*"
)
"""A say on one side of it decides no purchase."""
_TITLE = re.compile(
    r"(?:our |the |unsere?r? |der |die |nuestr[oa] |la |el |notre |le |votre |su )?(?:responsable|directora?|directeur|directrice|jef[ea]|chef(?:fe)?|head|leiter(?:in)?|gerente|encargad[oa]|chargée?)(?: of| de| d'| des| du)? ?(?:[\w']+ ?){1,2}"
)
NOT_SOLD = re.compile(
    r"\b(?:price|budget|date|terms|contract|quote|offer|money|day|time|slot|order|invoice|mail|preis|termin|vertrag|angebot|geld|rechnung|zeit|uhrzeit|prix|contrat|devis|horaire|offre|argent|precio|contrato|fecha|hora|oferta|dinero|factura|puerta|door|tür|porte|printer|drucker|imprimante|impresora|coffee|fax|beamer|projector|zoom|teams|link|room|raum|salle|sala|\w+day|\w+tag|lundi|mardi|mercredi|jeudi|vendredi|lunes|martes|miércoles|jueves|viernes)\b"
)
"""What somebody looks at, whether it is there or works, and is not what is sold."""
_POST = re.compile(
    r"(?:leads?|heads?(?: up)?|runs?|leitet?|führt|dirige|lidera) (?:the |our |den |die |das |unsere?n? |les |la |le |el )?[\w-]+ ?"
)
_WITH_US = re.compile(
    r"\b(?:you|your|this|sie|ihnen|ihre?|dies\w*|vous|votre|ce|cette|ustedes|usted|vosotros|este|esta|projekt\w*|project|and|und|et|y)\b"
)
"""Who leads a department has a post; a part only where it is told of this purchase."""
_VETTED = re.compile(
    r"\b(?:an eye over|eyes? on every|nimmt sich (?:jeden|alle)|décortiqu|mira (?:cada|todos)|ge(?:prüf|les)|vertragl|contractual|contractuel|review|check|vet|redlin|read|mark|bereinig|rédig|vertragstext|vertragsentw|formulier|entwirf|entwerf|aufsetz|anstreich|streich|abklopf|reprend|discut|veill|borrador|desmenuz|cuida|discut|amend|draft|clear|comb|scrutin|examin|small print|fine print|liabil|clause|legal|law|msa|dpa|nda|t&c|terms|data prot|agreement|prüf|les|liest|lies|gegen|redig|kommentier|korrig|überarbeit|begutacht|durch|rotstift|lupe|\w*klausel|haftung|agb|recht|jur[ií]s|juríd|datenschutz|freigib|freigab|freigeb|geheimhalt"
    r"|reli[ts]|relir|relu|relec|valid|révis|vérif|annot|corrig|épluch|peigne|crible|loupe|cg[vua]|conditions|rgpd|revis|repas|analiz|coment|redact|lupa|cláusul|letra)"
)
"""What makes a contract that somebody has to do with a matter of law: whoever merely handles contracts may as well buy."""
_DECIDING = re.compile(
    r"\b(?:decid\w*|décid\w*|entscheide[tn]?)\b,? ?(?:bei uns |hier |selbst |allein |alone )?(?:who|which|what|when|where|how|whether|if|ob|wer|wen|wann|wo|wie|was|(?:in |an |mit )?welche[mnrs]?|qui|quand|où|comment|si|s'il|quel\w*|ce qu\w*|quién|cuándo|dónde|cómo|qué|lo que)\b"
)
_BUYING = re.compile(
    r"\b(?:buy\w*|bought|purchas\w+|orders?|go (?:ahead|with|for)|gets? (?:it|the)|wins?|sign\w*|do (?:it|this|that)|proceed|supplier\w*|vendor\w*|bidder\w*|invest\w*|spend\w*|with you|kauf\w*|gekauft|bestell\w*|anbieter\w*|lieferant\w*|zuschlag|beschaff\w+|anschaff\w+|angeschafft|beauftrag\w*|investier\w*|machen|gemacht|umsetz\w*|zusammen|mit (?:ihnen|euch)|auftrag\w*"
    r"|achet\w+|achat\w*|command\w+|fournisseur\w*|prestataire\w*|investi\w*|marché|avec vous|on y va|signe\w*|compr\w+|adjudic\w+|proveedor\w*|invert\w+|inviert\w+|contrat\w+|firma\w*|con (?:ustedes|vosotros)|adelante|se hace|le fait|fait)\b"
)
_ABOUT = re.compile(
    r"\b(?:decid(?:e|es|ing|a|irá?)|décide(?:ra)?|entscheide[tn]?|(?:final|last) (?:say|word|call)|letzte wort|dernier mot|última palabra|green light|go-?ahead|grünes licht|feu vert|luz verde|visto bueno|signature|approval|firma(?: de \w+)?|okay|ok|go|segen|freigabe|placet|aval|accord|sí)"
    r" (?:(?:bei uns|hier|allein|am ende|allein|herr|frau|herrn|mme|m) (?:\w+ )?)?(?:on|about|over|for|of|über|beim?|zum|zur|für|sur|pour|au|à|sobre|en|a) (?P<what>(?!(?:bout|final|nombre|nom)\b)[^,.;:()]{2,40})"
)
OURS = re.compile(
    r"(?:the |der |die |das |den |dem |le |la |les |l'|el |los |las |al |our |unsere?n? |notre |nos |nuestr[oa]s? |all |alle |any |such |ihr\w* |your |vos |votre |vuestr[oa]s? |sus? |all these )*"
    r"(?:this|it|that|these|those|everything|anything|all\b|such|one|you|us|your|money|larger|\w*purchas\w*|buy\w*|spend\w*|\w*budget\w*|orders?|contracts?|deals?|projects?|suppliers?|vendors?|invest\w*|system\w*|solution\w*|offers?|quotes?|award|kit|amounts?|sums?|technical|[\d$€£]"
    r"|alles?\b|das\b(?! \w)|dies\w*|\w*kauf\w*|\w*bestell\w*|\w*vertr[aä]g\w*|\w*auftr[aä]g\w*|\w*anschaffung\w*|\w*beschaffung\w*|\w*vergabe\w*|\w*projekt\w*|\w*vorhaben\w*|\w*lieferant\w*|\w*lösung\w*|\w*angebot\w*|\w*offerte\w*|\w*summe\w*|beträge|\w*ausgabe\w*|geld\w*|\w*mittel\w*|größere|grössere|ihnen|technik|annahme|thema"
    r"|tout\b|ce\b|cette|cet\b|ça|cela|\w*achat\w*|\w*commande\w*|contrat\w*|marché\w*|fournisseur\w*|dépens\w*|dossier|projet\w*|devis|offre\w*|choix|montant\w*|solution"
    r"|todo\b|est[aeo]s?\b|eso|compra\w*|pedido\w*|contrato\w*|proveedor\w*|gasto\w*|inversi\w*|proyecto\w*|oferta\w*|adjudica\w*|presupuesto|equipos|\w*inkjop)"
)
_GIVEN = re.compile(
    r"\b(?:hat|habe) [^.,;]{2,60}? (?:(?!gern\b|gegen\b|genau\b|bereits\b|über\b|erst\b|unter\b)(?:\w{2,4})?ge\w{2,}(?:t|en)|(?:be|er|ver|über|ent|zer)\w{2,}(?:t|gen|sen|men|ben|len|hen|fen|ten))\b(?! (?:über|für)\b)"
)
_GIVEN_LAST = re.compile(
    r"\b(?:hat|habe) [^.,;]{2,60}?(?<! und) (?:ver|be|ge|ab|aus|über)\w{3,}(?:t|en)(?= (?:und|aber)\b|\W*$)(?<!habt)(?<!techniken)"
)
"""A German perfect: what somebody did once, whatever they have."""
_OWN_ORDER = re.compile(
    r"\b(?:die bestellung|the order|la commande|el pedido)\b(?! (?:läuft|geht|goes|runs|passe|pasa))"
)
_OFFICE = re.compile(
    r"\b(?:bei uns|hier|für uns|einkauf\w*|beschaffung\w*|verhand\w*|zuständig|verantwort\w*|for us|here|purchas\w*|procure\w*|buyer|negotiat\w*|responsible|in charge|the one|chez nous|achats?|acheteu\w*|négoci\w*|chargée?|c'est (?:à )?moi|compras?|comprador\w*|negoci\w*|soy|yo|aquí|acá|mi)\b"
)
_BEHIND_US = re.compile(
    r"\b(?:you|your|yours|you've|this|it|that|project|solution|idea|kit|system|proposal|gear|\u2d63+|internally|sie|ihnen|ihre?[nmrs]?|euch|eure?[nmrs]?|dir|deine?\w?|das|es|dies\w*|thema|projekt\w*|vorhaben\w*|lösung\w*|idee|sache|system\w*|intern|dafür|dahinter|damit|einführung|umstellung|deswegen|anschaffung|anlage\w*"
    r"|vous|votre|vos|toi|ton|ta|tes|ça|cela|ce|cette|projet|solution|dossier|idée|système|outil|appli|l'|le|la|y|en interne|interne|ustedes?|usted|vosotros|vuestr[oa]s?|tu|tuyo|lo|les|os|este|esta|esto|eso|proyecto|solución|propuesta|sistema|idea|tema|adentro|dentro|adelante)\b"
)
_FAR_IDEA = re.compile(
    r"\b(?:idea of|idea that|proposal to|idee,? (?:dass|uns|sich|mal)|idée (?:de|d'|que)|idea de|propuesta de (?:que|ver|mover))"
    r"|unbedingt (?:bis|vor|noch|am|heute|morgen|diese\w*)|(?:im|in den) (?:blick|auge)|werksführung|führung|bis \w+tag|push(?:es|ing|ed)? on (?:her|him|them)\b|empuja la puerta|fighting alongside"
)
_APART_OF = ",;:()"


def is_other(words: str, start: int, end: int, first: int, last: int, role: str, *, own: bool) -> bool:
    """Whether what a rule found between two places of a sentence (first to last) belongs to something else than this purchase.

    `own`: the author speaks of themselves.
    """
    begin = max(first, *(words.rfind(sign, first, start) + 1 for sign in _APART_OF))
    stop = min((at for sign in _APART_OF if (at := words.find(sign, end, last)) > 0), default=last)
    return _is_other(words[begin:stop], words[first:last], words[start:end], role, own)


@lru_cache(maxsize=256)
def _is_other(clause: str, sentence: str, said: str, role: str, own: bool) -> bool:
    if any(pattern.search(clause) for pattern in (_EVERYDAY, _ROUTINE)) or any(
        pattern.search(sentence) for pattern in (_PAPER_SAYS, _OWN)
    ):
        return True
    if role in {"decision_maker", "economic_buyer"} and _LIMIT.search(sentence):
        return True
    if role == "decision_maker":
        return _decides_else(clause, sentence)
    if role == "champion":
        return bool(_FAR_IDEA.search(sentence)) or not _BEHIND_US.search(sentence)
    if role in {"legal", "procurement", "technical"}:
        return _is_no_matter(clause, sentence, said, role, own)
    return role == "economic_buyer" and bool(_GIVEN.search(clause) or _BILL.search(clause))


def _is_no_matter(clause: str, sentence: str, said: str, role: str, own: bool) -> bool:
    """Whether somebody who checks, buys or reads has a mere post, looks whether it is there, or did it once."""
    if role == "legal" and (_FOUND_OUT.search(clause) or not (_VETTED.search(clause) or _LAW.search(sentence))):
        return True
    if role == "technical" and (asked := _FOUND_OUT.search(clause)) and NOT_SOLD.search(clause, asked.end()):
        return True
    if _TITLE.fullmatch(said):
        return True
    if _POST.fullmatch(said) and not _WITH_US.search(sentence):
        return True
    if role in {"legal", "procurement"} and _LIES.search(clause) and not _LAW.search(sentence):
        return True
    if role == "procurement" and (
        _THIRD.search(clause) or (own and _OWN_ORDER.search(said) and not _OFFICE.search(sentence))
    ):
        return True
    return bool(_GIVEN_LAST.search(clause))


def _decides_else(clause: str, sentence: str) -> bool:
    """Whether somebody decides who comes, or on the colour of a door."""
    if _SIGNS_THAT.search(sentence) or (_ASPECT.search(clause) and not _WHOLE.search(clause)):
        return True
    asked = _DECIDING.search(sentence)
    if asked and not _BUYING.search(sentence, asked.end()):
        return True
    about = _ABOUT.search(clause)
    return about is not None and not OURS.match(about["what"])
