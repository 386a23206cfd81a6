"""What a sum of the customer's is when it is no order of ours: somebody else's money, a part, a limit, a wish.

Asked only where a sum seems to be accepted, with the whole sentence; D stands for the sum.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from matchers.reading import trade
from matchers.reading.amount_words import without_discount
from matchers.reading.evidence import Read
from matchers.reading.lost_guards import OTHER_DEAL
from matchers.reading.marked import DAY, SUM
from matchers.reading.text import Language


class _Guards(NamedTuple):
    money: str
    """Nouns of money that is no price: what is owed, lent, granted, insured, taken off, paid in advance."""
    things: str
    """What a customer buys elsewhere; read behind words like for."""
    rest: str
    """Parts, rates, limits, what others got, and what is only thought, wished, asked, proposed or to come."""


_WORDS: dict[Language, _Guards] = {
    "en": _Guards(
        money=(
            r"(?<!please )invoices?|deposit|down ?payment|advance|prepayment|instal+ments?|retainer|expenses|credit note|refund|rebate|reimbursement|payment|grants?|subsid(?:y|ies)|funding"
            r"|bond|guarantee|collateral|loan|credit line|overdraft|liability|cover(?:age)?|indemnity|deductible|excess|penalty|damages|surcharge|price increase|discount|bonus|allowance|salary|wages?|rent|fees? of the (?:lawyer|consultant)s?"
            r"|savings?|electricity costs?|energy (?:costs?|bill)|customs|duty|donation|sponsor(?:ship)?"
        ),
        things=(
            r"roof|hall|gym(?:nasium)?|buildings?|extension|renovation|refurbishment|repairs?|playground|road|bridge|civil works|construction|cables?|cabinets?|switchgear|furniture|vehicles?|cars?|vans?|trucks?|forklifts?|canteen|kitchen|party|event|conference|trade fair|training|staff|travel|flights?|marketing|advertising|legal fees|audit|insurance|heating|lighting|boilers?|pumps?|windows?|phase (?:one|1|i)|(?:the )?(?:first|1st) (?:phase|stage|step|site|lot)"
        ),
        rest=(
            r"\b(?:doubt|expect|hope|guess|suppose|reckon|think|believe|assume|rumou?r|told|heard|apparently|supposedly|allegedly)\b[^D]{0,40}D|D[^D]{0,12}\b(?:should|will|would|might|could|may|can) (?:then |soon |probably |likely |also )?be (?:approved|authori[sz]ed|released|signed|granted|agreed|accepted|confirmed)"
            r"|\b(?:a )?(?:maximum|max) of D|\b(?:up to|at most|no more than|not more than|at least|between) D|D (?:max|maximum|at most|tops)\b|D,? (?:per|an?|each|every)\b (?!(?:good|deal|fair|yes|go|final|fixed|firm|done)\b)\w|\bD (?:monthly|yearly|annually|each)\b(?![^D]{0,40}\b(?:years|months)\b)"
            r"|\b(?:please|kindly|could you|can you|would you|will you) (?:\w+ )?(?:confirm|accept|agree|approve)\b|\bthank\w*\b[^D]{0,20}\b(?:confirming|confirmation|accepting)\b|\b(?:my|our) (?:proposal|suggestion|counter-?offer)\b|\b(?:i|we) (?:propose|suggest)\b"
            r"|\byour (?:colleague|predecessor|boss|manager|competitor)\b[^D]{0,40}D|\b(?:went|goes|gone|awarded|given|handed) to (?!(?:you|\u2d63+|the (?:board|ceo|cfo)|us|our|print|press)\b)|\bwith the (?:utility|builder|bank|insurer)\b|\belsewhere\b|\bon the (?:last|previous|old) project\b|\b(?:last|previous) (?:project|time|year|order)\b"
            r"|\b(?:first|pilot|interim) (?:tranche|instal+ment)\b|\bbudget (?:was|is) set at D|D (?:\w{3,10} )?budget\b(?![^D]{0,30}\bfor (?:you|this|the project|\u2d63+))"
            r"|\b(?:sister (?:plant|company|site)|state|region|court|judge|insurance|insurers?|grid operator|landlord|tribunal|claim)\b|\bonly (?:have |got )?D|D[^D]{0,20}\bonly\b|\b(?:not|isn't) enough\b|\bget it down\b|\bovertime\b|\bbudget approved\b|\bhvac\b"
            r"|\b(?:sign|order|go|went|gone|contract|agree|deal|clos|settl)\w* with (?!you\b|your\b|[\u2d63\u2d64]|the |this |that |it\b|an?\b|all\b|our |my |vat|tax|no\b|immediate|effect|pleasure|both|us\b)\w{3,}"
        ),
    ),
    "de": _Guards(
        money=(
            r"(?:schluss|teil|abschlags|märz|april|mai|juni|juli|januar|februar|august|september|oktober|november|dezember)?rechnung(?:en)?|mahnung|anzahlung|vorauszahlung|abschlag(?:szahlung)?|rate|teilzahlung|zahlung|gutschrift|erstattung|rückerstattung|reisekosten|spesen|fördermittel|förderung|zuschuss|zuschüsse|fördersumme|bürgschaft|darlehen|kredit|kreditlinie|haftung|haftungsgrenze|haftungssumme|deckungssumme|deckung|selbstbehalt|selbstbeteiligung|franchise|kaution|vertragsstrafe|pönale"
            r"|rabatt|nachlass|preiserhöhung|aufschlag|zuschlag von|einsparung(?:en)?|stromkosten|energiekosten|heizkosten|umsatz|gehalt|prämie|bonus|spende|sponsoring|miete|zoll|schadenersatz|schadensersatz|bußgeld"
        ),
        things=(
            r"\w*(?:dach|dachs|dächer|halle|turnhalle|gebäude|umbau|anbau|neubau|sanierung|renovierung|reparatur|spielplatz|straße|brücke|baustelle|arbeiten|rohbau|möbel|fahrzeuge?|autos?|lkw|stapler|kantine|küche|fest|feier|betriebsfest|tagung|messe|schulung|schulungen|weiterbildung|personal|reisen?|flüge|werbung|marketing|anwälte|prüfer|versicherung|heizung|beleuchtung|kessel|pumpen?|fenster|kabel|schaltschränke|schaltanlage)"
            r"|(?:ersten?|1\.) (?:bauabschnitt|abschnitt|phase|stufe|etappe|schritt|los)|phase (?:1|eins)"
        ),
        rest=(
            r"\b(?:glaube?n?|hoffe?n?|hoffentlich|vermutlich|wohl|rechne[nt]? damit|denke?n?|nehme an|erwarten?|angeblich|gehört|gerücht\w*|man hat mir gesagt|hieß es|zweifle|bezweifle)\b|\b(?:seien|sei|hätten|wären|würden|könnten)\b"
            r"|D[^D]{0,40}\b(?:genehmigt|bewilligt|freigegeben|beschlossen|abgesegnet|bestätigt) werden\b|\bwerden\b[^D]{0,30}D[^D]{0,30}\b(?:genehmigt|bewilligt|freigegeben|beschlossen|abgesegnet)\b|D (?:werden|wird)\b[^D]{0,40}\b(?:genehmigt|bewilligt|freigegeben|beschlossen|abgesegnet)\b"
            r"|\b(?:maximal|höchstens|bis zu|bis|nicht mehr als|mehr als|mindestens|zwischen|maximum von) D|\b(?:je|pro) (?!D)\w{3,}[^D]{0,20}D|D (?:je|pro) \w{3,}|\b(?:monatlich|jährlich|monats|jahres)\b[^D]{0,15}D|D (?:monatlich|im monat|pro jahr)\b"
            r"|\b(?:bitte|könnten sie|können sie|würden sie)\b[^D]{0,12}\b(?:bestätig\w+|akzeptier\w+|zustimm\w+|nehmen)\b|\bdanke\b[^D]{0,12}\b(?:bestätigung|zusage)\b|\b(?:mein|unser) (?:vorschlag|gegenvorschlag|gegenangebot)\b|\bschlag(?:e|en) [^D]{0,10}D[^D]{0,10}\bvor\b"
            r"|\bihr(?:e)? (?:kolleg\w+|vorgänger\w*|chef\w*|mitbewerber\w*|wettbewerber\w*|außendienst\w*)\b[^D]{0,50}D|\b(?:ein|einen?|an einen?|der) ander\w+ (?:bieter|anbieter|firma|unternehmen|lieferant\w*)\b|\banderswo\b|\b(?:hat|haben) die firma\b|\bdie firma (?!\u2d63+)\w+(?: \w+)?[^D]{0,6}\b(?:bekommen|erhalten|hat|bekommt|erhält)\b|\bbei (?!ihnen|euch|dir|\u2d63+|uns|der (?:sitzung|besprechung)|d)\w{3,}(?: \w{3,})? haben wir\b"
            r"|\b(?:letzten|vorigen|alten|früheren|vergangenen) (?:projekt|auftrag|mal|jahr)\w*|\bwaren D|\bder stadtwerke\b|\bdas budget\b(?![^D]{0,40}\bfür (?:sie|euch|ihr|das|dieses|\u2d63+))[^D]{0,20}D|\bim haushalt\b|\bhaushalts?\b[^D]{0,20}D|\bbudget für \w+"
            r"|\b(?:schwesterwerk\w*|schwesterfirma|land|bund|region|gericht|richter|versicherung|netzbetreiber\w*|vermieter\w*|kollegen in)\b|\b(?:nur|lediglich|bleiben) D|\breicht (?:aber )?(?:nicht|kaum)\b|\bmehr (?:noch )?nicht\b|\bfür die (?:ausschreibung|montage)\b|D \w+kosten\b"
            r"|\bmit (?!ihnen|euch|dir\b|ihre|dem |der |den |ein|alle|mwst|[\u2d63\u2d64]|\d|uns)\w{4,}(?: \w+){0,4} (?:unterschrieben|abgeschlossen|vereinbart|bestellt|beauftragt)\b"
        ),
    ),
    "fr": _Guards(
        money=(
            r"factures?|acompte|avance|arrhes|échéance|mensualité|versement|paiement|remboursement|avoir de|frais de (?:déplacement|mission|justice|notaire)|frais d'électricité|subventions?|aides?|financement|caution|garantie bancaire|prêt|découvert|responsabilité|plafond|franchise|couverture|pénalités?|indemnités?|dommages|augmentation de prix|hausse|remise|rabais|ristourne|économies?|salaires?|prime|don|parrainage|loyer|amende"
        ),
        things=(
            r"toit|toiture|réfection|rénovation|travaux|gymnase|salle|bâtiments?|extension|réparations?|route|pont|gros œuvre|génie civil|chantier|mobilier|véhicules?|camions?|chariots?|cantine|cuisine|fête|congrès|salon|formations?|personnel|voyages?|publicité|avocats?|audit|assurance|chauffage|éclairage|chaudières?|pompes?|fenêtres?|câbles?|armoires?"
            r"|(?:première|1re|1ère) (?:phase|tranche|étape)|premier (?:lot|site)"
        ),
        rest=(
            r"\b(?:doute|pense|crois|espère|espérons|suppose|imagine|paraît|on m'a dit|entendu dire|semble|apparemment|rumeur)\b|D[^D]{0,12}\b(?:seront|sera|seraient|serait|soient|soit|étaient|était)\b"
            r"|\b(?:maximum de|jusqu'à|au plus|pas plus de|au moins|entre) D|D (?:au )?(?:maximum|max|au plus)\b|D (?:par|le|la|l'|chaque) ?(?:site|usine|point|compteur|unité|mois|an|année|pièce)\b(?![^D]{0,40}\b(?:ans|mois)\b)|D (?:mensuels?|annuels?)\b"
            r"|\b(?:merci de|veuillez|prière de|pouvez-vous|pourriez-vous)\b[^D]{0,12}\b(?:confirmer|accepter|valider)\b|\bmerci (?:d'avoir|pour (?:la|votre)) confirm\w+|\b(?:ma|notre) (?:contre-)?proposition\b|\b(?:vous|te) propos(?:e|ons)\b"
            r"|\b(?:votre|vos|ton) (?:collègues?|concurrents?|prédécesseur|patron|commercial)\b|\bchez (?!vous|toi|\u2d63+|nous)\w+|\bà un autre\b|\bautre (?:candidat|prestataire|fournisseur|soumissionnaire)\b|\bavec le (?:maçon|constructeur|banquier)\b|\bailleurs\b|\b(?:dernier|précédent|ancien) (?:projet|marché|contrat)\b"
            r"|\ble budget\b(?![^D]{0,40}\b(?:pour (?:vous|votre|ce|le projet)|\u2d63+))[^D]{0,20}D|\b(?:notre|le) budget \w+[^D]{0,10}D"
            r"|\b(?:usine sœur|société sœur|région|état|tribunal|juge|assurance|assureur|gestionnaire|bailleur|sinistre)\b|\bseuls D|\bD seulement\b|\binsuffisants?\b|\bclimatisation\b"
            r"|\b(?:sign|command|conclu|trait)\w+ (?:\w+ ){0,3}avec (?!vous|toi\b|votre|vos\b|la |le |les |l'|une?\b|ce|[\u2d63\u2d64])\w{3,}"
        ),
    ),
    "es": _Guards(
        money=(
            r"facturas?|anticipo|pago|pagos|entrega a cuenta|señal|plazo|cuota|mensualidad|abono de|reembolso|devolución|gastos? de (?:viaje|representación)|gasto eléctrico|gastos|subvención|subvenciones|ayudas?|financiación|aval|fianza|préstamo|crédito|responsabilidad|franquicia|cobertura|deducible|penalización|indemnización|recargo|subida de precio|descuento|rebaja|ahorros?|salarios?|sueldos?|prima|donación|patrocin\w+|alquiler|multa"
        ),
        things=(
            r"tejado|cubierta|nave|polideportivo|gimnasio|edificios?|obras?|obra civil|reforma|reparar|reparación|reparaciones|carretera|puente|mobiliario|muebles|vehículos?|camiones|carretillas?|comedor|cocina|fiesta|congreso|feria|formación|capacitación|personal|viajes?|publicidad|abogados?|auditoría|seguros?|calefacción|iluminación|calderas?|bombas?|ventanas?|cables?|armarios?|tableros?"
            r"|primera (?:fase|etapa)|primer (?:lote|tramo)"
        ),
        rest=(
            r"\b(?:dudo|creo|pienso|espero|esperamos|supongo|imagino|parece que|me han dicho|nos han dicho|dicen que|oído|aparentemente|rumor)\b|D[^D]{0,12}\b(?:serán|será|serían|sería|sean|sea|se aprobarán?|se autorizarán?)(?!\w)"
            r"|\b(?:máximo de|hasta|como mucho|no más de|al menos|entre) D|D (?:como )?(?:máximo|mucho)\b|D (?:por|al|cada) (?:planta|sede|punto|contador|unidad|mes|año|sitio|centro)\b(?![^D]{0,40}\b(?:años|meses)\b)|D (?:mensuales|anuales)\b"
            r"|\b(?:por favor|rogamos|ruego|pueden|podrían|podría|puede)\b[^D]{0,12}\b(?:confirm\w+|acept\w+|aprob\w+)|\bgracias por (?:confirm|acept)\w+|\b(?:mi|nuestra) (?:contra)?propuesta\b|\b(?:les|le|te|os) propon\w+"
            r"|\b(?:su|sus|tu) (?:compañer[oa]|colega|competidor|antecesor|jefe)\w*\b|\b(?:fue|fueron|es|va) para (?!ustedes|vosotros|usted|\u2d63+|ti)|\ba otr[oa] (?:licitador|proveedor|empresa|oferente|postor)\w*|\bcon (?:la constructora|el contratista|el banco)\b|\b(?:último|anterior|antiguo) (?:proyecto|contrato|pedido)\b|\bpor otro lado\b"
            r"|\bel presupuesto de D(?![^D]{0,40}\bpara (?:ustedes|vosotros|este|su|el proyecto))|\b(?:nuestro|el) presupuesto de \w{3,}[^D]{0,10}D"
            r"|\b(?:planta hermana|empresa hermana|región|estado|tribunal|juez|seguro|aseguradora|distribuidora|siniestro)\b|\bsolo (?:tenemos )?D|\bno (?:alcanza|basta|llega)\b|\bclimatización\b"
            r"|\b(?:firm|contrat|cerr)\w+ (?:\w+ ){0,3}con (?!ustede?s|usted|vosotr|sus?\b|vuestr|tu\b|el |la |los |las |una?\b|es[oe]|esto|iva|todo|[\u2d63\u2d64])\w{3,}"
        ),
    ),
}
_FOR: dict[Language, str] = {
    "en": r"(?:\b(?:for|on|to)|D[^D]{0,40}? (?:of|in))(?: (?:the|a|an|our|their|new|old|sports?|\w{3,10}ing|march|april|may|june))*",
    "de": r"(?:\b(?:für|zur|zum)|D[^D]{0,40}? (?:in|bei))(?: (?:den|die|das|der|dem|eine?n?|unsere?n?|neuen?|kompletten?|gesamten?))*",
    "fr": r"(?:\b(?:pour|sur)|D[^D]{0,40}? (?:de|du|des|d'|dans))(?: ?(?:le|la|les|l'|un|une|nos|notre|nouveau|nouvelle|des))*",
    "es": r"(?:\bpara|D[^D]{0,40}? (?:de|en|del))(?: (?:el|la|los|las|un|una|nuestr[oa]s?|nuev[oa]s?))*",
}
_DONE: dict[Language, str] = {
    "en": r"\b(?:award|approv|order|bought|sign|contract)\w*(?: with)?(?: the)? THINGS\b",
    "de": r"\b(?:die|den|das|dem|der) THINGS\b",
    "fr": r"\b(?:le|la|les|l') ?THINGS(?!\w)",
    "es": r"\b(?:el|la|los|las) THINGS(?!\w)",
}

_ELSE = (
    r"(?:^\W*|[,;:] ?|\b(?:that|dass|que|but|aber|mais|pero) )(?:(?:our|a|an|one|some|many|several|two|both|other|ein\w*|unser\w*|mehrere|viele|zwei|une?|des|nos|notre|plusieurs|un[oa]?s?|nuestr\w+|varios|dos|otros) )?(?:customers?|clients?|kunden?|kundin|clientes?|neighbou?rs|nachbarn|voisins|vecinos)(?!\w)"
    r"|\b(?:town|city|county|ministry|foundation|lottery|charity) (?:has |have )?(?:granted|awarded|given|gave) us\b|\border (?:book|intake|backlog)|\bauftrags(?:bestand|eingang|buch)|\bcarnet de commandes|\bcartera de pedidos"
    r"|\b(?:clos|finish|end)\w{0,3} (?:the |this |our )?(?:year|month|quarter|books)\b|\b(?:das|dieses) (?:jahr|quartal|geschäftsjahr)\b|\b(?:l'exercice|l'année|le mois|le trimestre|el (?:año|mes|ejercicio|trimestre))(?!\w)[^D]{0,20}D"
    r"|\blast (?:autumn|spring|summer|winter|fall)\b|\bletzte[ns] (?:herbst|frühjahr|frühling|sommer|winter)\b|\b(?:l'automne|l'hiver|le printemps|l'été) dernier\b|\b(?:otoño|invierno|verano|primavera) pasad[oa]\b|\b\w*konkurren\w*|\bwettbewerbsangebot\w*"
    r"|\b(?:other|all our|usual) (?:suppliers|vendors|providers)\b|\b\w+händler\b|\bd(?:e gasto|'amortissement|e dépenses)\b"
    # a story of its own: what others ask, what there is, what it was first, who still has it
    r"|(?:^\W*|[,;:] ?|\b(?:but|and|aber|und|mais|et|pero|y) )(?!it\b|it's|that|this|price|total|we|wir|nous|on\b|you|sie\b|ihr\b|vous|the price|das\b|es\b|ce\b|c'|le prix|el precio|eso|esto)\w{2,16}(?: \w{3,14})?(?:'re|'s| is| are| wants?| asks?| came in| quoted| comes in| will| wollen| verlangt| verlangen| liegt| liegen| ist| demande| demandent| est| sont| pide| piden| está| están) (?:at |for |bei |auf |à |en )?D(?=,|;| and| und| et| y| but| aber| mais| pero)"
    r"|\b(?:first|initial|original|old|starting|erste[rs]?|ursprüngliche[rs]?|premi(?:er|ère)|initiale?|primer|primera|inicial) (?:price|offer|quote|bid|preis|angebot|gebot|prix|devis|offre|precio|oferta|presupuesto)\b"
    r"|\b(?:have|haben|avons|ai|tenemos|tengo) D (?:in|im|en) (?:the |der |la |el )?(?:pot|bank|till|account|kitty|topf|kasse|konto|caisse|banque|compte|caja|cuenta|banco)\b|D (?:is|are|liegen|liegt|sont|est|están|está) (?:still |noch |encore |todavía |aún )?(?:with|bei|beim|chez|en manos|en finanzas|con) |\bD is what (?:the|my|our) (?:last|old|previous)"
    r"|D[^D]{0,12}\b(?:we discuss|we'll discuss|we talk|besprechen|hablamos|hablaremos)\b|\b(?:über|des|de los|de las|about) (?:die )?D (?:reden|sprechen|diskut|hablamos)|\b(?:parle|parlons|parlerons|reparlons|discutons) d(?:e|es) D"
    # agreed with others, or by others
    r"|\b(?:agree[ds]?|settled|signed|closed|deal|geeinigt|einig|vereinbart|verständigt|entendu\w*|convenu\w*|conclu\w*|acord\w+|pact\w+|firm\w+)\b[^D]{0,30}D?[^D]{0,16}\b(?:with|mit|avec|con) (?:the|my|our|dem|der|den|meinem|meiner|unserem|unserer|le|la|les|mon|ma|notre|el|la|los|mi|nuestr[oa]) (?!board|committee|council|management|team|boss|owners?|partners?|whole|price|offer|vorstand|geschäfts\w+|chefin?|gremi\w+|team|kollegen|preis|angebot|direction|conseil|comité|équipe|patron|prix|dirección|consejo|equipo|jefe|jefa|precio|oferta|socios?)\w{3,}"
    r"|\bmit (?!ihnen|euch|dir\b|ihre|dem\b|der\b|den\b|d|ein|alle|[\u2d63\u2d64]|\d)\w{4,} sind wir uns\b|\b(?:accountants?|book-?keeper|auditors?|seller|vendor of|judge|union|pension|tenants?|steuerberater\w*|verkäufer\w*|richter\w*|betriebsrat|rente|mieter\w*|verein|comptable|vendeur|vendeuse|juge|syndicat|comité d'entreprise|retraite|locataires?|asesor|asesora|vendedor\w*|juez|jueza|sindicato|comité de empresa|pensión|inquilin[oa]s?|cheques?|schecks?|chèques?|retention|minutes|drawing|write-off)(?!\w)"
    r"|\b(?:owes?|owed|schuld(?:en|et|est)|(?:nous|me) dev(?:ez|ons|ait)|vous (?:nous )?devez|(?:nos|me|les) deb(?:en|e|emos)|credit us|schreiben sie uns|gutschreiben|créditez-nous|abonen)(?!\w)|\b(?:sold|verkauft|vendu(?:e|es|s)? (?:à|pour|D)|(?:est|sont|avons|a) vendu\w*|vendim\w+|vendió|hemos vendido)(?!\w)"
    r"|\b(?:our|unser|notre|nuestr[oa]) (?:own |eigenes |propre |propia )(?:quote|offer|bid|angebot|devis|offre|oferta|presupuesto)|\b(?:accepts? that(?= \w)|not (?:for|to|with) (?:you|your)\b|nicht (?:für|mit|an) (?:sie|euch)\b|pas (?:pour|à|avec) vous|no (?:para|con) ustede?s?|akzeptiere?n?, dass|accept(?:e|ons) (?:que|l'idée)|acept(?:o|amos) que)|\b(?:say|sagen sie|sag|dites|dis|diga|digan|di) D"
    r"|D[^D]{0,60}\b(?:but|aber|mais|pero) (?:we|i|it|they|wir|ich|es|das|nous|on|je|cela|ça|no)\b[^.]{0,16}(?:can't|cannot|won't|don't|not\b|nicht|pas\b|podemos|puedo|se puede)"
    r"|\b(?:receipt|received|eingang|erhalt|eingegangen|réception|reçu|recepción|recibid[oa]|recibimos)(?!\w)[^D]{0,40}D|\b(?:last|previous|letzten|vorigen|dernier|précédent|última|anterior) (?:round|runde|tour|ronda)|\b(?:from|by|von|de|par) (?:someone|somebody|anyone|jemand\w*|quelqu'un|alguien) (?:else|ander\w+|d'autre|más)\b"
    r"|\b(?:fire (?:brigade|station|engine)|\w*feuerwehr|pompiers|bomberos|aire de jeux|parque infantil|\w*spielplatz|our house|the house|das haus|la maison|la casa|church|kirche\w*|église|iglesia|museum|musée|museo|library|bücherei|médiathèque|biblioteca|truck|lorry|festival|memorial|denkmal)\b(?<!im haus)(?<!in house)"
)
"""Whoever else buys or gives, other times, and what a year comes to."""
_YEAR = re.compile(r"(?<![\w./-])(?:in |en |im jahr |back in )?(20\d\d)(?![\w/-]|[.,]\d)")


def is_history(words: str, year: int) -> bool:
    """Whether a sentence tells of a year that is long past: two years and more before that of the letter."""
    return any(int(found[1]) <= year - 2 for found in _YEAR.finditer(words))


_OTHER_USE = re.compile(
    rf"\b(?:for|für|pour|para)(?: the| our| das| den| die| unser\w*| la| le| les| notre| nos| el| los| las| nuestr\w+)? (?:roof|office|offices|staff|payroll|salaries|vehicles?|cars?|car park|canteen|furniture|party|dach|büros?|personal|gehälter|fahrzeuge?|parkplatz|kantine|möbel|feier|toiture|toit|bureaux|personnel|salaires|véhicules?|parking|cantine|mobilier|fête|tejado|cubierta|oficinas?|nóminas?|vehículos?|aparcamiento|comedor|mobiliario|fiesta|reforma)(?!\w)"
    r"|\b(?:our|unser|notre|nuestro) (?:own |eigener )?(?:customer|client|kunde|cliente)s?\b|\b(?:scaffolders?|roofers?|plumbers?|electricians?|dachdecker|elektriker|gerüstbauer|installateur|couvreur|plombier|électricien|fontanero|electricista|albañil)(?!\w)"
    rf"|\b(?:deals?|trips?|flights?|rooms?|tickets?) from {SUM}|{SUM} (?:prize|bonds?|fine)\b|\b(?:prize|fined?|multa|amende|bußgeld) (?:of|de|von|es de)? ?{SUM}"
)
"""What the money of a customer is for when it is not for us, in all languages."""


def refuses(read: Read, place: int) -> bool:
    """Whether a sentence with the sum at a place says that it is no price of ours that is accepted. What the rep sells is no other use."""
    marked, sold = read.marked, read.letter.trade
    words = trade.marked(marked.words, sold)
    return bool(
        _OTHER_USE.search(words)
        or OTHER_DEAL.search(words)
        or is_history(words, read.today.day.year)
        or _compiled(marked.language).search(trade.marked(without_discount(marked.text(0, -1, place)), sold))
    )


@cache
def _compiled(language: Language) -> re.Pattern[str]:
    guards = _WORDS[language]
    near = (
        rf"\b(?:{guards.money})(?!\w)[^D{SUM}]{{0,25}}D"
        rf"|D (?:d[e'] ?|of |in |as an? |als |an |for the )?(?:{guards.money})(?!\w)"
        rf"|{_FOR[language]} ?(?:{guards.things})(?!\w)"
        rf"|{_DONE[language].replace('THINGS', f'(?:{guards.things})')}[^D{SUM}]{{0,25}}D"
    )
    return re.compile(f"{near}|{guards.rest}|{_ELSE}".replace("[^D", f"[^{DAY}").replace("D", DAY))
