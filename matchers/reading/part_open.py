"""Parts told with an open verb: a thing of one role, a person and any verb but a few (`turns the money loose`, `looks at every contract`).

Each rule has the place of its person: the one of the clause, somebody picked out, behind the words, or by whose it is (`her red pen`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from matchers.reading.modality import Mood
from matchers.reading.part_others import NOT_SOLD
from matchers.reading.required import Gate
from matchers.reading.scene import Scene, Subject
from matchers.reading.text import Sentence

Place = Literal["agent", "front", "third", "picked", "after", "whose"]
"""Who is meant: the one person of the clause (`front`: in front of the words; `third`: not the author), one picked out, one behind, or the owner in the group `whose`."""
Found = tuple[Subject, str, int, int, Mood]


class _Rule(NamedTuple):
    role: str
    place: Place
    pattern: str
    unless: str = r"(?!)"
    """Words of the sentence with which it tells nothing."""
    mood: Mood = Mood.ASSERTED


_WHOSE = r"(?P<whose>his|her|hers|my|mine|seine[mnrs]?|ihre?[mnrs]?|meine?[mnrs]?|mein|sein|son|sa|ses|mon|ma|mes|su|sus|mi|mis|[^\W\d_][\w.-]{1,20}'s)"
_PURSE = r"(?:\w*budgets?|pots?|pocket|purse|p&l|cost cent(?:re|er)|(?:budget|investment|capex) line|\w*topf|\w*etat|kostenstelle|enveloppe|lignes? (?:d'investissement|budgétaires?)|centre de coûts?|presupuesto|partida|centro de costes?|caja)"
_MONEY = r"(?:money|cash|funds|spend(?:ing)?|budget|purse|che(?:que|ck)book|geld|gelder|budget|mittel|kasse|argent|fonds|sous|crédits|enveloppe|dépenses?|gasto|dinero|plata|fondos|presupuesto|desembolsos?)"
_PRICE = r"(?:prices?|pricing|discounts?|rebates?|payment terms|commercial terms|\w*preise?n?|rabatte?n?|konditionen|zahlungsziele?|skonto|prix|tarifs?|rabais|remises?|délais de paiement|precios?|descuentos?|condiciones de pago|plazos de pago)"
_CONTRACT = r"(?:contracts?|agreements?|vertrag|verträge|contrats?|conventions?|contratos?|convenios?)"
_EACH = r"(?:every|each|any|all(?: our| the)?|jede[nrms]?|alle(?: unsere)?|sämtliche|tous (?:les|nos)|chaque|tout|cada|tod[oa]s? (?:l[oa]s|nuestr[oa]s)|cualquier)"
_YOURS = r"(?:your|yours|ihre?[mnrs]?|eure?[mnrs]?|dein\w*|vos|votre|tes|ton|vuestr[oa]s?|sus?|tus?)"
_TOOL = r"(?:\w*system(?! \w*(?:people|team|support|guys|staff))|platform|dashboards?|software|tool|app|portal|screens?|curves|readings|graphs|charts|plattform|bildschirme?|oberfläche|kurven|anzeigen?|auswertung(?:en)?|daten|appli(?:cation)?|plateforme|logiciel|écrans?|outil|courbes|tableaux?(?: de bord)?|pantallas?|tableros?|plataforma|herramienta|sistema|aplicación|gráficas|curvas|panel|paneles)"
_SHIFT = r"(?:(?:every|each) (?:single )?(?:shift|night|morning|day|hour)|24/7|round the clock|all (?:day|night)|(?:jede|jeder|pro) (?:schicht|nacht|stunde)|jeden (?:tag|morgen)|rund um die uhr|tagtäglich|täglich|à chaque (?:prise de (?:service|poste)|poste|quart|équipe)|chaque (?:nuit|jour|matin)|toutes les nuits|tous les (?:jours|matins)|24 ?h(?:eures)? sur 24|(?:en |a )?cada (?:turno|noche|mañana|día|hora)|tod[oa]s l[oa]s (?:noches|mañanas|días|turnos)|a diario|las 24 horas)"
_YES = r"(?:say-?so|ok(?:ay)?|signature|approval|nod|blessing|go-?ahead|sign-?off|unterschrift|zustimmung|segen|freigabe|jawort|accord|aval|feu vert|visto bueno|aprobación|firma|luz verde|bendición)"
_NOTHING = r"\A(?![\s\S]*\b(?:nothing|no|nichts|kein\w*|niemand|rien|aucun\w*|nada|no se|nobody)\b)"
"""Words in which nothing is denied."""
_LAWFUL = r"(?:legal|juristische[snm]?|rechtliche[snm]?|juridique|jurídic[oa])"
_TECHNICAL = r"(?:technical|technische[snm]?|technique|técnic[oa])"
_WITHOUT = r"(?:without|ohne|sans|sin)"
_CHECKS = (
    r"(?:checks?|checking|tests?|testing|finds? out|determines?|establish(?:es)?|assess(?:es)?|evaluates?|verifies|reports? on|works? out|rules on|prüft|testet|klärt|beurteilt|bewertet|checkt|untersucht|ermittelt|(?:soll|muss|wird|darf) (?:\w+ ){0,4}?(?:prüfen|feststellen|klären|beurteilen|testen|bewerten)|stellt fest"
    r"|vérifie(?:ra)?|teste(?:ra)?|détermine(?:ra)?|définit|évalue(?:ra)?|établit|constate(?:ra)?|define|definirá|determina(?:rá)?|comprueba|comprobará|verifica(?:rá)?|evalúa|evaluará|valora(?:rá)?|dictamina(?:rá)?)"
)
_NOT_WORKING = (
    r"\b(?:arriv\w+|receiv\w+|came|ready|free|available|sent|paid|signed|back|open|closed|late|join\w*|attend\w*|angekommen|eingegangen|da ist|da sind|bereit|frei|bezahlt|verschickt|pünktlich|teilnehm\w*|kommen|kommt|vorliegt|arrivée?s?|reçue?s?|prête?s?|libre|payée?s?|disponibles?|venir|vient|lleg\w+|recib\w+|list[oa]s?|libres?|pagad[oa]s?|viene|vienen|venir"
    r"|visit\w*|besuch\w*|visite|visita|plan\w*|colleagues?|kolleg\w+|team|name|namen|nom|nombre|vorschlag|proposal|badge|summary|useful|helpful|complet\w*|quote|parking|adress\w*|mail\w*|dates?)\b"
)
_OLD = r"\b(?:old|current\w*|existing|alte[nrsm]?|bisherig\w*|derzeit\w*|ancien\w*|actuel\w*|viej[oa]s?|actual\w*|stops?|fail\w*|crash\w*|complain\w*|ausfall\w*|problem\w*|beschwer\w*|panne\w*|plante|se plaint|falla\w*|se queja|ask\w*|frag\w*|demande\w*|pregunta\w*|wait\w*|wart\w*|attend\w*|esper\w*|hear\w*|tell\w*|talk\w*|brought|miss\w*|vermiss\w*|mails?|sends?|schick\w*|envoie\w*|envía\w*|pay\w*|shows?|zeig\w+|montre\w*|muestra\w*)\b"
_FIGHT = (
    r"(?:(?:is |'s |am |'m |keeps? |still )(?:\w+ ){0,2}?(?:fighting|pushing|selling|arguing|pleading|campaigning|recommending|promoting|defending|battling|lobbying|talking up|rooting)|fights|pushes|sells|argues|pleads|campaigns|recommends|promotes|defends|talks up|verteidigt|verteidige|wirbt|werbe|kämpft|kämpfe|trommelt|trommle|schwärmt|schwärme|empfiehlt|empfehle|predigt|redet|rede"
    r"|plaide(?:ra)?|défend(?:s|ra)?|pousse(?:ra)?|milite(?:ra)?|bataille(?:ra)?|vante(?:ra)?|prêche(?:ra)?|recommande(?:ra)?|porte(?:ra)?|defiend[eo]|recomiend[ao]|promueve|promuevo|empuj[ao]|pele[ao]|luch[ao]|abog[ao]|(?:anda|sigue|está|lleva \w+|ando|sigo|estoy) (?:\w+ ){0,2}?(?:recomend|defend|promov|empuj|pele|luch|vend|abog)(?:ando|iendo)(?:l[oa]s?)?)"
)
_FOR_YOU = r"(?:you|your|this (?:project|solution|idea)|ihre?[mnrs]?|sie|euch|eure?[mnrs]?|dafür|vous|votre|vos|ce projet|cette solution|\w+[aei]ndolo|lo (?:anda|sigue|está)|vuestr[oa]s?|ustedes|su (?:propuesta|solución|equipo|sistema))"
_EVERYWHERE = (
    r"(?:everyone|everybody|anyone|the (?:board|exec\w*|whole \w+|management|directors?|leadership|owners)|all (?:over|across|around) the \w+|upstairs|internally|(?:im|durchs?|das) (?:ganzen?|gesamten?) \w+|überall|bei jedem|bei allen|im (?:vorstand|beirat|haus|leitungskreis)|in der (?:geschäfts)?leitung|intern"
    r"|(?:auprès de|à|devant) (?:chacun|tous|tout le monde|la direction|le comité)|partout|en interne|(?:por|en) tod[oa] (?:la|el) \w+|ante (?:la|el) \w+|por todas partes|con todo el mundo|a todo el mundo|aquí dentro|acá adentro|internamente)"
)

_WHETHER = r"(?:whether (?:or not )?we|if we|which \w+ (?:we|gets|wins)|who (?:we|gets|wins)|ob wir|wer den (?:auftrag|zuschlag)|was (?:angeschafft|gekauft|bestellt|beschafft)|welche[nrs]? \w+|si (?:on|l'on|nous)|que l'on|quel \w+ (?:on|nous)|(?:si|con quién|qué \w+) (?:les |os |le )?\w+[aei]mos)"
_SETTLED = r"(?:(?:is|will be) (?:entirely |ultimately )?(?:for|up to|down to|decided by|settled by|in the hands of|a matter for)|(?:bestimme?t?|entscheidet?|entscheide|sagt|liegt (?:allein )?(?:bei|an|in den händen von)|hängt (?:allein )?(?:an|von))(?: am ende| allein| bei uns| letztlich)*|legt(?= (?:[\w.]+ ){1,4}fest)|(?:dépend|relève) (?:de|d')|revient à|lo (?:decid|resuelv|defin|determin|dice)\w*(?: solo| al final)?|(?:depende|es cosa|es decisión) de|está en manos de)"
_MUST = r"(?:(?:have|has|need|needs?|'ll need|one|person|man|woman) to|must|müssen|muss|faut|faudra|hay que|tienen que|tendrán que)"

_ALLY = r"(?:ally|advocate|champion|cheerleader|voice|driving force|convert|backer|friend(?= (?:inside|in|here)\b)|supporter|verbündete[rn]?|fürsprecher(?:in)?|treibende kraft|motor|treiber(?:in)?|sprachrohr|unterstützer(?:in)?|alliée?|porte-voix|moteur|ambassad(?:eur|rice)|soutien|aliad[oa]|voz|valedora?|altavoz|padrino|madrina|impulsora?)"
_OUR_SIDE = r"\A(?![\s\S]*\b(?:you|your|yours|inside|in here|in our house|behind this|internally|this project|sie|ihnen|ihre?\w?|euch|eure?\w?|intern|projekt\w*|vous|votre|vos|en interne|projet|ustedes|usted|vuestr\w+|su|tu|dentro|adentro|proyecto)\b)|\b(?:competitor\w*|wettbewerb\w*|concurrent\w*|competencia|looking for|seeking|suchen|cherch\w+|busc\w+|choir|chor|phone|telefon|téléphone)\b"

_RULES: tuple[_Rule, ...] = (
    _Rule("champion", "agent", rf"(?:\b(?:is|am|are|ist|bin|bleibt|est|suis|reste|es|soy|seré|será)|'s|'m) (?:[\w']+ ){{0,4}}?{_ALLY}\b", _OUR_SIDE),
    _Rule("champion", "after", rf"\b(?:you have|you've got|vous avez|tienen|tenéis|tienes) (?:\w+ ){{0,4}}?{_ALLY}(?: here| inside| chez nous| ici| en casa| aquí| dentro| in here)*(?: in|,? (?:c'est|y es|es|and (?:it's|that's|that is))) "),
    _Rule("champion", "after", r"\bsie haben in (?=[^.;,]{2,40} (?:einen|eine) (?:\w+ ){0,3}(?:verbündet|fürsprech|fan\b|freund|unterstütz))"),
    _Rule("champion", "agent", r"\b(?:(?:keeps?|never stops?|still|constantly|always) (?:telling|tells|reminding|nagging|asking)|répète|martèle|rabâche|répéter|repite|repetir|(?:sagt|predigt|erzählt|erinnert)(?= [^.;?]{0,40}\b(?:immer|ständig|jede\w*|dauernd)\b))\b[^.;?]{0,60}\b(?:should|need|must|ought|brauchen|sollten|müssen|faut|devons|devrions|necesitamos|debemos|tenemos que)\b[^.;?]{0,60}\b(?:you|your|ihr\w*|sie|votre|vos|vous|sus?|ustedes|vuestr\w+)\b", r"\b(?:send|quote|answer|invoice|schick\w*|angebot|antwort\w*|envoy\w+|devis|facture|enví\w+|respuesta|factura)\b"),
    _Rule("champion", "third", r"\b(?:for (?:you|your \w+)|für (?:sie|euch|ihre? \w+|eure? \w+)|pour (?:vous|votre \w+|vos \w+)|por (?:ustedes|vosotros|usted|su \w+|vuestr[oa]s? \w+))\b[^.;,?]{0,40}\b(?:upstairs|internally|in (?:every|each|front of the) \w+|with the (?:board|management|directors|boss)|in jeder \w+|intern|beim (?:chef|vorstand)|bei der (?:geschäftsführung|leitung)|auprès d[eu]\w*|en interne|devant (?:la|le) \w+|à chaque \w+|ante (?:el|la) \w+|en cada \w+|aquí dentro|internamente)", r"\b(?:meeting|visit|date|slot|demo|presentation|tour|room|parking|badge|termin\w*|besuch\w*|raum|parkplatz|rendez-vous|réunion pour|visite|salle|reunión para|cita|visita|sala|book\w*|reserv\w*|réserv\w*|print\w*|invoice|rechnung|facture|factura|ask\w*|frag\w*|check\w*|prüf\w*|orders?|bestell\w*|interview\w*|collect\w*|sammel\w*)\b"),
    _Rule("champion", "after", r"\b(?:nobody|no one|niemand|personne|nadie)\b[^.;?]{0,30}\b(?:wants?|will|veut|quiere)\b[^.;?]{0,40}\b(?:more than|mehr als|plus que?|plus qu'|más que) ?", r"\b(?:money|geld|argent|dinero|holiday|urlaub)\b", Mood.DENIED),
    _Rule("champion", "agent", r"\blieg(?:t|e) [^.;?]{0,60}\b(?:ihr\w*|eure?\w*) [^.;?]{0,30}\bin den ohren\b|(?:\b(?:mouill\w+|se démène|me démène|se bat|me bats|da la cara|doy la cara|se la (?:está )?jug\w+|me la juego|se desvive|(?:speaks?|stands?|stick\w*)(?: \w+ neck)? (?:up|out)|legt sich|lege mich|mach(?:e|t) (?:ich )?(?:mich|sich)(?= [^.;]{4,50} stark\b))\b)[^.;?]{0,40}\b(?:for (?:you|your \w+)|für (?:sie|euch|ihre? \w+|eure? \w+)|pour (?:vous|votre \w+|vos \w+)|por (?:ustedes|vosotros|usted|su \w+|vuestr[oa]s? \w+))\b"),
    _Rule("decision_maker", "agent", r"\b(?:(?:trifft|treffe|fällt|fälle) (?:\w+ ){0,3}?(?:die (?:end\w*)?wahl|die auswahl|den entscheid)|makes? the (?:final )?(?:choice|pick|selection)|(?:fait|fais|fera) le choix|hac?[eg]o? la elección)\b", r"\b(?:menu|colou?r|hotel|farbe|couleur|color)\b"),
    _Rule("technical", "after", r"\bob (?P<what>[^.;?]{4,80}?\b(?:unser\w*|ihre?\w*|eure?\w*)\b[^.;?]{2,60}?), (?:prüf|find|klär|check|schau|test|beurteil|untersuch|entscheid|ermittel|sieht|sehe)\w* ", _NOT_WORKING),
    _Rule("technical", "after", r"\b(?:how|whether|if) (?P<what>(?:the|your) [^.;?]{4,80}?\b(?:our|your|us)\b[^.;?]{2,60}?) (?:is|will be) (?:for|up to|down to) (?=[^.;?]{2,30} to (?:assess|test|judge|check|find out|evaluate|verify|say))", _NOT_WORKING),
    _Rule("technical", "third", r"\b(?:(?:doit|va|devra|tiene que|va a|has to|will|must|is going to|muss|soll|wird) (?:voir|ver|see|work out|find out|check|comprobar|vérifier|prüfen|sehen|schauen)|prüft|schaut|findet heraus|checks|finds out|works out|vérifie|regarde|comprueba|mira),? (?:whether|if|ob|si) (?P<what>[^.;?]{4,80}?\b(?:our|unser\w*|notre|nos|nuestr\w+) [^.;?]{3,40})", _NOT_WORKING),
    _Rule("economic_buyer", "after", r"\b(?:verbucht|gebucht|belastet|bezahlt|gezahlt|läuft|geht|kommt)\b[^.;?]{0,40} (?:auf|über|aus|von) (?:der|dem|die|das) (?:kostenstelle|budget|etat|topf|konto) (?:von|des|der) ", r"\b(?:rechnung|urlaub|reise\w*)\b"),
    _Rule("economic_buyer", "whose", rf"\b(?:comes?|taken|goes|runs?|booked|billed|läuft|geht|gebucht|verbucht|va|pasa|passe|imputé\w*) (?:[\w]+ )?(?:off|against|to|through|on|auf|über|sur|a|por) {_WHOSE} (?:[\w-]+ )?{_PURSE}\b", r"\b(?:holiday|travel|reise\w*|voyage|viajes?)\b"),
    _Rule("decision_maker", "after", r"\b(?:(?:lives?|stands?) (?:and|or) (?:dies?|falls?) with|tout (?:repose|dépend|tient) (?:sur|de|à)|todo depende de|alles hängt (?:an|von)) |\bmit (?=[^.;,]{2,30} steht und fällt)", r"\b(?:weather|wetter|météo|tiempo|price|preis|prix|precio)\b"),
    _Rule("decision_maker", "after", r"\b(?:final|last|letzte|ultime|última) (?:gate|authority|hurdle|approval|instanz|validation|instancia|freigabe)\b[^.;,?]{0,50} (?:is|ist|est|es|sera|será)(?: celle (?:de|d')| la de| die von)? ?", r"\b(?:technical|legal|technisch\w*|rechtlich\w*|techniques?|juridiques?|técnic\w+|jurídic\w+|budget\w*|presupuesto)\b"),
    _Rule("decision_maker", "agent", r"(?:\b(?:is|am)|'s|'m) the (?:final|last) (?:gate|authority|hurdle|stop)\b"),
    _Rule("economic_buyer", "after", r"\b(?:kein (?:euro|cent|geld|rappen|franken)|not a (?:penny|cent|euro|dollar)|no money|pas un (?:euro|sou|centime|dollar)|ni un (?:euro|peso|duro|céntimo|dólar))\b[^.;?]{0,30} (?:without|ohne|sans|sin) |\b(?:without|ohne|sans|sin) (?=[^.;,]{2,30} (?:fließt|fliesst|geht|gibt es|no sale|not a|pas un|kein)[^.;,]{0,20}(?:euro|cent|geld|peso|penny|dollar|sou|centime|rappen|franken)\b)", mood=Mood.DENIED),
    _Rule("champion", "agent", r"\b(?:sold|vendió|vendu|verkauft|verkaufte)\b(?=[\s\S]*\b(?:won't (?:stop|let)|doesn't let|lässt nicht locker|lasse nicht locker|ne lâche|no (?:afloja|suelta|ceja)))|\b(?:idee|idea|idée|system|projekt)\b[^.;,?]{0,40} (?:verkauft|geworben)(?= und lässt nicht)"),
    _Rule("champion", "agent", r"\b(?:putting|puts|bringing|brings|setzt|bringt|remet|met|vuelve a poner|pone) (?:it|this|you|es|sie|das|le|lo)? ?(?:back |immer |wieder |toujours |siempre |immer wieder )*(?:on|auf|à|en) (?:the|to the|die|l'|la|el) ?(?:agenda|table|tagesordnung|ordre du jour|mesa|orden del día)\b"),
    _Rule("user", "after", rf"\b(?:the (?:one|person|guy|woman|man)|wer|celui|celle|el que|la que|quien)\b[^.;?]{{0,60}}\b{_SHIFT}\b[^.;?]{{0,40}}?,? (?:is|ist|c'est|sera|es|será) (?=[^.;,?]{{2,30}}[.;,?!]?$)", rf"{_OLD}|\b(?:late|spät|retard|tarde)\b"),
    _Rule("user", "after", rf"\bwer\b[^.;?]{{0,20}}\b{_SHIFT}\b[^.;?]{{0,40}}, ist (?=[^.;,?]{{2,30}}[.;,?!]?$)", rf"{_OLD}|\b(?:late|spät|retard|tarde)\b"),
    _Rule("champion", "agent", r"\b(?:never (?:miss\w*|stops?|tires?)|keine gelegenheit|ne (?:rate|manque) (?:jamais|pas|aucune)|no (?:pierde|deja|para))\b[^.;?]{0,60}\b(?:board|directors?|management|boss(?:es)?|everyone|owners|vorstand|geschäftsführung|leitung|chefs?|direction|comité|patrons?|dirección|comité|jefes?|gerencia|dueños)\b[^.;?]{0,60}\b(?:you|your|ihr\w*|sie|euch|vous|votre|ustedes|su)\b", mood=Mood.DENIED),
    _Rule("legal", "after", r"\b(?:liabilit\w*|haftung\w*|clauses?|klauseln?|cláusulas?|responsabilité|responsabilidad|gerichtsstand|governing law|droit applicable|ley aplicable)\b[^.;?]{0,40}[:,] ?(?:that's|that is|das ist|c'est|eso es) (?!(?:la|le|el|the|fine|ok|too|zu|trop)\b)"),
    _Rule("procurement", "after", r"\b(?:prices?|discounts?|rebates?|\w*preise|rabatte?|konditionen|prix|tarifs?|remises?|precios?|descuentos?|tarifas?)\b[^.;?]{0,40}[:,] ?(?:that's|that is|das ist|c'est|eso es) (?=[^.;,?]{2,30}[.;,]?$)(?!(?:la|le|el|the|fine|ok|too|zu|trop|all|alles|tout|todo|not|nicht|pas|good|gut|bon)\b)"),
    _Rule("economic_buyer", "whose", rf"\b(?:it's|it is) {_WHOSE} (?:money|budget)\b(?= (?:we|that|you|on)\b|[.,;]|$)"),
    _Rule("economic_buyer", "after", r"\b(?:es ist|das ist) das (?:geld|budget) (?:von|des|der) |\bc'est (?:l'argent|le budget) (?:de |d')|\bes el (?:dinero|presupuesto) de ", r"\b(?:steuerzahler|contribuable|contribuyente|kunden|clients?|clientes?)\b"),
    _Rule("technical", "agent", r"\b(?:mak(?:e|es|ing) sure|sicherstell\w*|stell\w* sicher|sorgt? dafür|sorge dafür|s'assure\w*|m'assurer|veill\w* à ce|asegur\w*|(?:se|me) encarg\w+ de),?(?: that| dass| que| qu'| de que| sich)* (?P<what>[^.;?]{0,12}\b(?:your|ihre?\w*|eure?\w*|votre|vos|vuestr\w+|sus?) [^.;?]{2,60}\b(?:our|unser\w*|notre|nos|nuestr\w+) [^.;?]{2,40})", _NOT_WORKING),
    _Rule("technical", "whose", rf"\b(?:samples?|prototypes?)\b[^.;?]{{0,30}} to {_WHOSE} (?:lab|bench|workshop)\b"),
    _Rule("technical", "after", r"\b(?:muster|proben|échantillons?|muestras?)\b[^.;?]{0,30} (?:ins labor|in das labor|au labo(?:ratoire)?|al laboratorio|en el laboratorio) (?:von |des |der |de |d')"),
    _Rule("procurement", "third", r"\b(?:ask\w*|frag\w*|demand\w*|ped\w+|pid\w+|want\w*) (?:\w+ ){0,4}?(?:better|lower|besseren|niedrigeren|meilleur|mejor) (?:prices?|preise?n?|prix|precios?)\b", r"\A(?![\s\S]*\b(?:buyer|purchas\w+|procure\w+|eink[aä]uf\w*|achats|acheteu\w+|compras|comprador\w*)\b)"),
    _Rule("decision_maker", "after", r"\bdas letzte wort [^.;,]{0,40} (?:hat|habe|haben)(?: bei uns| hier)? "),
    _Rule("decision_maker", "after", rf"\b{_WHETHER}\b[^.;:?]{{2,80}}?,? {_SETTLED} ?", r"\b(?:meet|treffen|rencontr\w+|come|kommen|ven\w+|start|anfangen|commen\w+|empez\w+)\b"),
    _Rule("decision_maker", "picked", rf"\b{_WHETHER}\b[^.;:?]{{2,80}}?\b(?:décide|tranche|decides|decide|says|dit|dice|dira)\b"),
    _Rule("decision_maker", "after", r"\b(?:(?:yes or (?:the )?no|go or (?:the )?no-?go|go/no-?go|verdict|award|casting vote|last vote)(?: on [^.;,]{2,30})? (?:(?:comes|will come) from|(?:is|will be) (?:made|given|cast|delivered) by|rests with|lies with)|(?:ja oder nein|zuschlag|votum)(?: \w+){0,3}? (?:kommt(?: am ende)? von|liegt bei|erteilt|erteile|gibt)|(?:l'attribution|le oui ou (?:le )?non|le verdict|l'adjudication)[^.;,]{0,30} (?:(?:est|sera) (?:prononcée?|faite?|rendue?) par|vient de|revient à)|(?:adjudicación|el sí(?: o el no)?|veredicto) (?:lo|la) (?:da|dará|hace|hará|pone|tiene|dicta|doy)) ?"),
    _Rule("decision_maker", "agent", r"\b(?:(?:has|have|holds?|hat|habe|haben) (?:\w+ ){0,3}?(?:last|final|casting|das sagen|signing power|power of signature|zeichnungsvollmacht)|(?:signing power|pouvoir de signature|poder de firma)|den zuschlag (?:\w+ ){0,3}?erteil(?:e|t|en)|erteil(?:e|t) (?:\w+ ){0,3}?den zuschlag|le mot de la fin|(?:say|says|sage|sagt|dis|dit|dira|digo|dice|dirá) (?:\w+ )?(?:yes or no|ja oder nein|oui ou (?:bien )?non|sí o (?:que )?no))\b", r"\b(?:last (?:year|week|month|time|call|quote|offer)|final (?:version|draft|quote|offer|list|report|touch\w*|price|invoice)|payment|instal\w+)\b"),
    _Rule("decision_maker", "after", rf"\b{_MUST} (?:\w+ ){{0,3}}?(?:convince|persuade|win over|convaincre|convencer)(?: here| es| es a| a)? |\büberzeugen müssen sie (?:vor allem |am ende )?|\b(?:a quien hay que convencer|la personne à convaincre|celui à convaincre|celle à convaincre|wen sie überzeugen müssen),? (?:es|c'est|ist) (?:a )?", r"\b(?:but|except|sauf|außer|salvo)\b"),
    _Rule("decision_maker", "after", r"\b(?:none of (?:this|it)|nothing|no (?:order|purchase|deal|contract)|nichts|kein \w+|erst|aucune? \w+|rien|nada|no se \w+|ningun[oa]? \w+)\b[^.;?]{0,50} (?:until|unless|before|erst,? wenn|wenn|bevor|solange|tant que|avant que|hasta que|mientras)(?: no)? (?=[^.;,?]{2,40}(?:sign|approv|agreed|said yes|signature under|genickt|unterschr|zugestimmt|abgesegnet|freigegeben|signé|approuvé|dit oui|firm|aprueb|autoric|dé el))", mood=Mood.DENIED | Mood.CONDITIONAL),
    _Rule("decision_maker", "agent", r"\b(?:whose (?:word|verdict|vote|yes) (?:is final|counts|decides)|(?:dessen|deren) (?:wort|votum|ja) (?:gilt|zählt|entscheidet)|dont (?:la voix|l'avis|le oui) (?:compte|décide)|suya es la última palabra)\b"),
    _Rule("economic_buyer", "whose", rf"{_WHOSE} (?:department|cost cent(?:re|er)|division|budget|team|abteilung|kostenstelle|budget|bereich|service|direction|centre de coûts?|área|departamento|centro de cost[eo]s) (?:pays|will pay|carries|covers|bears|foots|picks up|finances|funds|takes the hit|zahlt|bezahlt|trägt|übernimmt|finanziert|paie|paye|règle|finance|prend en charge|paga|asume|cubre|financia)\b"),
    _Rule("economic_buyer", "after", r"\b(?:zahlt|bezahlt|trägt|übernimmt|finanziert|paie|paye|règle|assume|finance|paga|asume|cubre|financia)(?: bei uns)? (?:die |der |das |la |le |el )?(?:abteilung|kostenstelle|bereich|service|direction|área|departamento) (?:von|des|der|de|d'|del) ?", r"\b(?:rechnung|miete|lohn|facture d\w+|alquiler|nómina)\b"),
    _Rule("economic_buyer", "whose", rf"\b(?:booked|charged|paid|billed|invoiced|taken)(?: straight)? (?:against|to|from|on|by|out of) {_WHOSE} (?:department|cost cent(?:re|er)|division|team|unit|capital pot|\w* ?budget|code|line)\b"),
    _Rule("economic_buyer", "whose", rf"\b(?:out of|(?:comes?|paid|charged) (?:from|on|to)|aus|auf|sort(?:ira|ent)? de|prise? sur|imputée?s? (?:sur|à)|payée?s? (?:sur|par)|(?:sale|saldrá|paga|pagará|carga|cargará|imputa|imputará) (?:de|del|a|con)) {_WHOSE} (?:[\w-]+ )?{_PURSE}\b", r"\b(?:holiday|travel|reise\w*|voyage|viajes?|left|spent|nichts mehr|plus rien)\b"),
    _Rule("economic_buyer", "picked", rf"\b{_MONEY}\b", r"\b(?:asks?|wants?|needs?|counts?|counting|saves?|saving|loses?|makes?|short of|out of|about|no money|\w{3,}ed|lost|brought|found|talk\w*|speak\w*|mention\w*|parl\w+|habl\w+|pregunt\w+|red\w+|spricht|was|war|était|fue|fragt|braucht|spart|zählt|demande|veut|économise|pide|quiere|ahorra|cuenta)\b"),
    _Rule("economic_buyer", "after", rf"\b(?:the |das |le |l'|les |el |los ){_MONEY} (?:is|are|ist|est|sont|es|son) (?:all |bien |toda? )?(?:at|à|de|bei) (?!(?:vous|you|us|nous|la|le|les|least|all|risk)\b)", r"\bde (?:le |la |l'|les )?\w+[eio]r\b"),
    _Rule("economic_buyer", "whose", rf"\b(?:the |das |le |l'|les |el |los ){_MONEY} (?:is|are) (?=(?:mine|hers|his|[\w.-]{{2,20}}'s)\b){_WHOSE}"),
    _Rule("procurement", "third", rf"\b(?:back and forth|toe to toe|to and fro|wrestl\w+|fight\w*|battl\w+|spar\w*|go(?:es|ing)? at it|horse[- ]trad\w+|fights|ring\w+|schacher\w*|zank\w*|streit\w*|batt\w+|dispute\w*|pele\w+|tir(?:a|ar) y afloj\w+)\b(?=[^.;]*\b(?:you|ihnen|euch|vous|toi|ustedes|vosotros|contigo|every|jede\w*|chaque|cada)\b)[^.;]{{0,40}}\b{_PRICE}\b", r"\b(?:had|was|were|hatte|avait|tuvo)\b"),
    _Rule("procurement", "after", rf"\b{_PRICE}\b[^.;?]{{0,60}}? (?:is|are|gets?|goes?|go|runs?|wird|werden|läuft|laufen|geht|gehen|est|sont|passent?|se (?!lo|la|me)\w+|va|van|pasan?) (?:[\w']+ ){{0,4}}?(?:with|through|via|past|mit|über|bei|durch|avec|(?<=passent )par|(?<=passe )par|con|(?<=van )por|(?<=pasan )por|(?<=va )por|conmigo) ?(?!(?:us|you|uns|ihnen|nous|vous|ustedes)\b)", r"\b(?:included|listed|higher|lower|compared|vergl\w+|enthalten|comparé|compris|incluid[oa]s?|please|bitte|merci|por favor|percent|prozent|happy|agree|fine|ok|okay|clear|abgestimmt|in ordnung|rapport|bon|bons|envoyée?s?|sent|compare|increase[ds]?|same)\b"),
    _Rule("procurement", "after", r"\b(?:is|are|gets?|will be|has to be|wird|werden|est|sont|sera|seront|es|son|será|serán) (?:\w+ ){0,2}?(?:haggled|negotiated|bargained|beaten|squeezed|verhandelt|gefeilscht|gedrückt|négociée?s?|marchandée?s?|negociad[oa]s?|regatead[oa]s?) (?:over |down |out |bei uns |hier |chez nous |aquí )?(?:by|von|par|por) "),
    _Rule("procurement", "agent", r"\b(?:close|closes|fix|fixes|settles?|nails? down|macht|mache|fixiert|fixiere|arrête|fixe|boucle|cierr[ao]|fij[ao]|acuerd[ao]) (?:\w+ ){0,2}?(?:price|prices|preise?|prix|precios?) (?:with|mit|avec|con) (?:the |all |every |dem |den |allen |le |les |el |los |cada )?(?:supplier|vendor|lieferant|anbieter|fournisseur|proveedor)\w*"),
    _Rule("legal", "agent", rf"\b{_EACH} (?:\w+ )?{_CONTRACT}\b(?! note)", r"\b(?:send\w*|forward\w*|bring\w*|put\w*|rang\w*|legt?|leite\w*|weiter|ab|verwalt\w*|transm\w*|photocop\w*|fotocop\w*|llev\w*|copy|copies|get\w*|receiv\w*|fil(?:es|ing)|archiv\w*|print\w*|scan\w*|stor\w*|keep\w*|lost?|los(?:es|ing)|count\w*|win\w*|sell\w*|s[ie]gn\w*|unterschr\w*|unterzeich\w*|unterz\w*|verhand\w*|negoti\w*|négoci\w*|negoci\w*|druck\w*|verlier\w*|schick\w*|bekomm\w*|schließ\w*|schliess\w*|firm[aeo]\w*|envo\w*|envi\w*|reç\w*|reci\w*|clas[se]\w*|guard\w*|imprim\w*|cierra\w*|approv\w*|decid\w*|entscheid\w*|décid\w*|approuv\w*|aprueb\w*|pay\w*|buy\w*|employ\w*|arbeits\w*|mitarbeiter\w*|travail|laboral\w*|like\w*|hat\w*|hass\w*|déteste|odia|under|says?|includ\w*|enthält|contain\w*|cost\w*|renew\w*|need\w*|want\w*|know\w*|kennt|has|have|had)\b"),
    _Rule("legal", "whose", rf"\b{_WHOSE} (?:red pen(?:cil)?|blue pencil|redlines?|rotstift|stylo rouge|crayon rouge|boli rojo|bolígrafo rojo|lápiz rojo)\b", r"\b(?:lost|verloren|perdu|perdido|exam\w*|price|preis|budget)\b"),
    _Rule("legal", "whose", rf"\b{_WITHOUT} {_WHOSE} (?:{_LAWFUL} {_YES}|{_YES} (?:{_LAWFUL}|(?:on|to|zu|zum|sur|aux?|al|a|sobre) (?:\w+ )?(?:contract|clauses?|terms|vertrag|klauseln|agb|contrat|contrato|cláusulas|clausulado)))\b", _NOTHING, mood=Mood.DENIED),
    _Rule("technical", "whose", rf"\b{_WITHOUT} {_WHOSE} (?:{_TECHNICAL} {_YES}|{_YES} {_TECHNICAL})\b", _NOTHING, mood=Mood.DENIED),
    _Rule("technical", "whose", rf"\b{_WHOSE} (?:{_TECHNICAL} (?:\w+|ok(?:ay)?)|(?:avis|aval|accord|informe|dictamen|opinión|visto bueno) {_TECHNICAL}) (?:\w+ )?(?:is|are|ist|est|es) (?:\w+ )?(?:required|needed|mandatory|binding|decisive|compulsory|final|nötig|notwendig|erforderlich|pflicht|zwingend|verbindlich|ausschlaggebend|obligatoire|nécessaire|requise?|indispensable|contraignant|obligatori[oa]|necesari[oa]|vinculante|indispensable)\b"),
    _Rule("technical", "third", rf"\b{_CHECKS}\b[^.;?]{{0,30}}?,? (?:whether|if|ob|si|que) (?P<what>{_YOURS} (?!\w+ ?$)[^.;:?]{{4,80}})", _NOT_WORKING),
    _Rule("technical", "agent", r"\b(?:run|runs|lead|leads|do|does|conducts?|mach[et]|führ[et]|leitet?|fais|fait|mène|dirige|conduis|conduit|hac?[eg]o?|llev[ao]|dirig?j?[eo]) (?:[\w']+ ){0,2}?(?:acceptance tests?|bench tests?|technical trials?|field trials?|factory tests?|abnahmetests?|feldtests?|abnahmeprüfung(?:en)?|versuche|essais (?:techniques|de réception|d'acceptation)|pruebas (?:técnicas|de aceptación|de recepción)|ensayos)\b", r"\A(?![\s\S]*\b(?:you|your|yours|this technology|the technology|here|bei uns|ihre?[mnrs]?|votre|vos|chez nous|ici|vuestr\w+|sus?|aquí|acá)\b)|competitor|konkurren|concurren|competencia"),
    _Rule("technical", "after", rf"\b(?:evaluación|valoración|revisión|comprobación|évaluation|vérification|prüfung|beurteilung|evaluation|assessment) (?:de|of|darüber,|dessen,|whether)? ?(?:si|ob|whether|if) {_YOURS} [^.;:?]{{4,80}}? (?:la|l'|is|macht|mache|übernimmt) ?(?:hago|hace|hará|done by|down to|fait|est faite par)? ?(?=\w)"),
    _Rule("champion", "agent", rf"(?:\b|(?=')){_FIGHT}\b(?=[^.;?]*\b{_FOR_YOU}\b)[^.;?]{{0,70}}?\b{_EVERYWHERE}\b", r"\b(?:against|visit\w*|besuch\w*|visita|with everyone|gegen|contre|contra|price|preis|prix|precio|date|termin|competitor\w*|wettbewerb\w*|concurrent\w*|competencia|other|ander\w+|autre|otr[oa]|off|back|delay\w*|news|rumou?rs?)\b"),
    _Rule("user", "front", rf"\b{_YOURS} (?:\w+ ){{0,2}}?{_TOOL}\b[^.;?]{{0,60}}?\b{_SHIFT}\b|\b{_SHIFT}\b[^.;?]{{0,60}}?\b{_YOURS} (?:\w+ ){{0,2}}?{_TOOL}\b", _OLD),
    _Rule("decision_maker", "after", r"\b(?:an (?=(?:mir|ihm|ihr|frau|herrn?)\b)(?=[\w. ]{2,40} (?:liegt|hängt|ist) es\b[^.;?]{0,50}(?:ja oder nein|entscheid|zuzustimmen|ob wir))|(?:le dernier mot|la décision(?: finale)?|l'arbitrage|le choix final)\b[^.;?]{0,30} (?=lui (?:appartient|revient|incombe)))"),
    _Rule("decision_maker", "whose", rf"\b(?:the )?(?:last word|final say|final decision|casting vote|final call)(?: \w+){{0,4}}? (?:is|are|will be) (?=(?:mine|his|hers|[\w.-]{{2,20}}'s)\b){_WHOSE}(?! (?:to|on))"),
    _Rule("decision_maker", "after", r"\b(?:if|wenn|quand|si|cuando|when) ?(?=(?:[\w'.-]+ ){1,3}(?:says? yes|says? no|sagt|dit oui|dit non|dice que sí|dice que no|dice sí),? ?(?:then |dann |alors |entonces )?(?:(?:it's|it is|that's) (?:a )?(?:yes|no|done|deal|go|bought|sold|over)|(?:ist|wird) es (?:gekauft|beschlossen|durch|ja|gemacht)|c'est (?:oui|non|bon|signé|acté|fait|plié)|es (?:sí|no|un hecho)|se (?:hace|compra|firma))\b)", mood=Mood.CONDITIONAL),
    _Rule("decision_maker", "whose", rf"\b(?:nothing (?:\w+ )?(?:happens|moves|flies|goes (?:ahead|anywhere|through)|(?:gets|is) (?:bought|signed|done|ordered))|nichts (?:passiert|läuft|geht|wird (?:gekauft|bestellt|unterschrieben))|(?:passiert|läuft|geht) (?:\w+ ){{0,3}}?nichts|rien (?:ne |n')(?:se (?:fait|passe|décide|signe)|s'achète|bouge|part|avance)|nada se (?:compra|firma|hace|mueve|decide)|no (?:purchase|order|deal) \w+)\b[^.;,?]{{0,40}} {_WITHOUT} {_WHOSE} {_YES}\b(?! (?:on|to|zu|zum|sur|al?|sobre|technique|juridique|técnic\w+|jurídic\w+|legal)\b)", r"\b(?:expenses|leaves?|holiday|urlaub|congés|vacaciones|releases?|publi\w+|press|labo?r?|car park|parkplatz|parking|magasin|warehouse|lager|almacén|kitchen|küche)\b", Mood.DENIED),
)  # fmt: skip
_MINE = re.compile(r"(?:my|mine|mein|meine?[mnrs]?|mon|ma|mes|mis?)$")
_APPARENT = re.compile(r"(?:ihre?[mnrs]?|sus?)$")
_M = re.compile(
    r"\b(?:le dernier mot|la décision(?: finale)?|l'arbitrage|le choix final|la última palabra|la decisión(?: final)?)\b[^.;?]{0,30} (?:m'(?:appartient|incombe)|me (?:revient|corresponde|toca|pertenece))\b"
)
_GATE = Gate(rule.pattern for rule in _RULES)


@cache
def _compiled(number: int) -> tuple[re.Pattern[str], re.Pattern[str]]:
    return re.compile(_RULES[number].pattern), re.compile(_RULES[number].unless)


@lru_cache(maxsize=8)
def _open(sentence: Sentence) -> tuple[int, ...]:
    """Which rules may match by the words of a sentence."""
    there = _GATE.there(sentence.tokens)
    return tuple(number for number, mask in enumerate(_GATE.masks) if not mask & ~there)


def told(scene: Scene, sentence: Sentence) -> Iterator[Found]:
    """Who has which part, where that stands, and which force it may have. Each rule tells once in a sentence."""
    for number in _open(sentence):
        rule = _RULES[number]
        pattern, unless = _compiled(number)
        match = pattern.search(scene.words, sentence.start, sentence.end)
        if match is None or unless.search(sentence.words):
            continue
        if "what" in match.re.groupindex and NOT_SOLD.search(match["what"]):
            continue
        if (subject := _subject(scene, sentence, rule.place, match)) is not None:
            yield subject, rule.role, *match.span(), rule.mood
    mine = _M.search(scene.words, sentence.start, sentence.end)
    if mine is not None and " de " not in mine[0]:
        yield Subject(scene.author, scene.author.name), "decision_maker", *mine.span(), Mood.ASSERTED


def _subject(scene: Scene, sentence: Sentence, place: Place, match: re.Match[str]) -> Subject | None:
    if place == "whose":
        return _owner(scene, sentence, match)
    if place == "after":
        return scene.after(sentence, match.end(), 40)
    subject = scene.agent(sentence, *match.span(), picked=place == "picked")
    if place == "front" and scene.before(sentence, match.start()) is None:
        return None
    if place == "third":
        subject = subject or scene.before(sentence, match.start())
        return None if subject is not None and subject.who is scene.author else subject
    return subject


def _owner(scene: Scene, sentence: Sentence, match: re.Match[str]) -> Subject | None:
    """Whose it is: the author's, somebody's by name, or the last one's who was named."""
    start, end = match.span("whose")
    if _MINE.match(match["whose"]):
        return Subject(scene.author, scene.author.name)
    if match["whose"].endswith("'s"):
        return scene.after(sentence, start, end - start, owner=True)
    if scene.text[start : start + 1].isupper() and _APPARENT.match(match["whose"]):
        return None  # `Ihr`: the rep's
    subject = scene.last_named(sentence, start)
    return subject if subject is not None and subject.who is not None else None
