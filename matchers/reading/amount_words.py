"""How a customer accepts a sum, in four languages. D stands for the sum that is asked about.

Accepted: somebody approves, releases, votes for, signs or orders at it, shakes hands on it, or says yes to it. Told by turns of phrase
(ACCEPTED, GOES_WELL, STRONG), and by any form of a verb of accepting, buying or awarding with its place in the clause: the sum as what is
approved (`we release D`), or behind a word of price (`we chose you for D`), then with a word of ours in the clause or nothing that is
named: `we chose a forklift for D` is no order of ours. What such a clause says besides is refused by the guards and by its mood.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from matchers.reading.marked import DAY, SUM
from matchers.reading.text import Language

ACCEPTED: dict[Language, str] = {
    "en": (
        r"\b(?:i|we)(?:'ll| will| can| are able to|'m able to)? (?:hereby |happily |now )?(?:release|commit|authori[sz]e|sanction|approve) D|\b(?:blessing|approval|authority|authori[sz]ation|permission|mandate|clearance|go-ahead|ok|green light|sign-?off) (?:for|on|at|to (?:spend|commit|order|sign|buy|proceed|go ahead)(?: with| at| for)?) (?:the |a |up )?D|"
        r"D (?:\w{2,8} )?(?:nodded|waved|voted|pushed|passed|put) through\b|D\W{1,3}(?:it's|it is|that's) (?:been )?(?:passed|approved|agreed)\b|\bsign(?:ed|s)\b[^D]{0,30}\boff (?:at|on|for|to)[^D]{0,12}D|D (?:is|'s|gets|got) (?:an? )?(?:yes|go|goer|deal|ok|thumbs)\b|\b(?:vote[ds]|passed|carried|waved|nodded|pushed|put) (?:\w{2,12} )?through\b[^D]{0,20}D|\bvoted (?:for|in favou?r of) (?:the )?D"
        r"|\b(?:po|order) (?:will|should|now) (?:read|say|show|state|be made out)\b[^D]{0,15}D|D\W{1,3}(?:and )?not (?:a|one) (?:penny|cent|euro|dollar|pound)s? more\b|\bwe(?:'re| are) in (?:at|for) D|\b(?:po|order|purchase order)\b[^D]{0,40}\b(?:at|for|over|worth) D|\b(?:have|got) (?:my|our) (?:approval|blessing|ok|okay|go-ahead|yes|sign-?off|consent)\b[^D]{0,40}D|D[^D]{0,30}\b(?:reserved|ring-?fenced|set aside|earmarked) for (?:you|\u2d63+)\b|\border\b[^D]{0,10}\bat your (?:\w{3,9} )?price\b[^D]{0,6}D|\bblessed\b[^D]{0,20}D|\b(?:price|figure|amount|value|total|sum)\b[^D]{0,20}\b(?:settled|fixed|agreed|confirmed|set|locked(?: in)?|closed|final)\b[^D]{0,12}D|\b(?:final|definitive) (?:order|contract) (?:amount|value|price|total)\W{1,3}D"
        r"|\b(?:approve[ds]|authori[sz]e[ds]|signed off(?: on)?|signs off on|releases|released|cleared|green-?lit|granted|awarded|accept(?:ed|s|ing)?|agree(?:d|s)?|ok'?d|okayed|sanctioned|ratified)\b[^D]{0,70}D|\b(?:gave|given|gives|got|has|have) (?:it |us |me )?(?:the|its|their|a|his|her) (?:nod|go-ahead|green light|blessing|ok|okay|sign-?off|approval)\b[^D]{0,20}\b(?:to|for|on|at) (?:the |a |full |total )?D|\b(?:number|figure|price|amount|sum) (?:we|i) can (?:live with|agree to|accept|sign) is D|\baward(?:ed)?\b[^D]{0,25}\b(?:at|of|to|for) D"
        r"|D[^D]{0,90}?\b(?:approved|authori[sz]ed|agreed|accepted|awarded|signed (?:it |that |this )?off|released|granted|it is|done deal|is a deal|sanctioned)\b"
        r"|D[^D]{0,30}?\b(?:is|'s|are|works|seems|looks) ?(?:absolutely |perfectly )?(?:fine|ok|okay|good|acceptable|great|a deal|confirmed|fine by (?:me|us)|for us|our order value|the order value|what we(?:'ll| will) (?:pay|sign|order))\b|D[^D]{0,12}\bworks\b|D[^D]{0,6}(?:deal|done)\b|\b(?:deal|agreed|done)\W{1,3}(?:at )?D"
        r"|\b(?:go(?:ing)? ahead|proceed(?:ing)?|go(?:ing)? (?:with|for)|happy|fine|ok|okay|good|comfortable|(?:take|buy) (?:it|that|this|the lot|them|both|all of it|(?:the|your) [^D]{1,25}?)|done|settle|deal|shake|live|sign|order|close|yes)\b[^D]{0,15}\b(?:at|with|on|for|to)\b(?: the| a| your| your \w{3,12}| this| total| fixed| price| figure| sum| of| all in| \w{5,8} figure){0,5} D"
        r"|\b(?:order|po|purchase order|contract|award)(?: value| sum| total|(?: no\.?)? \S{1,15})?(?: is| will be|'s| comes| has been)?(?: issued| raised| placed)? (?:for|at|over|of|worth|totalling) (?:a total of )?D"
        r"|\byes (?:from|by) (?:me|us)\b[^D]{0,15}\bat D|\b(?:my|our|the)? ?last word\b[^D]{0,25}\b(?:is|:)? ?D|\bconfirm(?:ed|ing)?\b[^D]{0,40}\b(?:order|price|figure|amount|purchase|award|value|budget)\b[^D]{0,20}D"
    ),
    "de": (
        r"\b(?:gebe|geben|gibt)\b[^D]{0,25}D[^D]{0,20}\bfrei\b|\b(?:erlaubt|gestattet|ermächtigt|freigabe|genehmigung|erlaubnis|grünes licht)\b[^D]{0,30}D[^D]{0,20}\b(?:auszugeben|einzusetzen|zu (?:investieren|bestellen|beauftragen|vergeben))\b|"
        r"\b(?:bekommen|erhalten|kriegen|haben|bekommst|erhältst)\b[^D]{0,12}\b(?:auftrag|zuschlag)\b[^D]{0,30}D|\b(?:für|bei|mit|zu) D (?:schlage|schlagen|sind|bin|steigen|kaufen|kaufe|nehmen|nehme|bestell\w{1,2}|unterschreib\w{1,2})\b[^D]{0,30}\b(?:ein|dabei|mit|es|wir|ich|einig)\b|\bgrünes licht\b[^D]{0,20}D|D[^D]{0,25}\bgrünes licht\b"
        r"|D[^D]{0,40}\b(?:verständigt|einig|handschlag|topp|entschieden)\b|\b(?:verständigt|einig)\b[^D]{0,20}D|\bzu D[^D]{0,10}\bja\b|\bja zu[^D]{0,8}D|\bbei D[^D]{0,6}\bdabei\b|\bnehmen\b[^D]{0,70}D[^D]{0,8} an\b|D[^D]{0,12}\b(?:ich|wir) nehm(?:e|en)?'?s?\b|D[^D]{0,30}\bfür (?:sie|\u2d63+|euch) (?:reserviert|zurückgelegt|eingeplant)\b|\bzu ihrem preis\b[^D]{0,6}D[^D]{0,12}\bbestellen\b|D[^D]{0,20}\bzuschlag\b|D[^D]{0,20}\b(?:geht|gehen)\b[^D]{0,12}\bin ordnung\b|\bzu D (?:können sie|kannst du)\b[^D]{0,40}\b(?:bestätig\w{1,3}|auftragsbestätigung|liefern|loslegen|buchen|verbuchen)\b"
        r"|\b(?:freigegeben|freigabe\b[^D]{0,25}\b(?:über|für|von)|dürfen wir|darf ich|wir dürfen|genehmigt|bewilligt|akzeptier\w{1,3}|angenommen|nehmen[^D]{0,40} an|bestätig\w{1,4}|zugestimmt|stimm\w{1,3}|einverstanden|beauftrag\w{1,3}|erteil\w{1,3}|vergeben|zuschlag|beschlossen|verabschiedet|geeinigt|abgesegnet|durchgewunken|abgenickt|gutgeheissen|gutgeheißen|zugesagt|gesprochen|bestell\w{1,4})\b[^D]{0,70}D"
        r"|D[^D]{0,60}\b(?:freigegeben|genehmigt|bewilligt|akzeptier\w{1,3}|angenommen|einverstanden|beauftragt|erteilt|beschlossen|verabschiedet|geeinigt|abgesegnet|abgemacht|geht klar|geht in ordnung|gehen klar|ist (?:ok|okay|in ordnung|gut|für uns (?:ok|okay|in ordnung))|sind (?:ok|okay|in ordnung)|passt|passen|gilt|gutgeheissen|gutgeheißen|durchgew[ui]nken|durchgewinkt|zugesagt|zugestimmt|gesprochen|bestätigt|machen wir|nehmen wir|unterschreib\w{1,2}|bestellen wir|bestellt|(?:beauftragen|bestellen|ausgeben|abrufen|vergeben) (?:dürfen|können|darf|kann))\b"
        r"|\b(?:machen wir|nehmen wir|schlagen wir ein|leben wir|gehen wir mit|ok|okay|passt|einigen wir uns|bleibt es)\b[^D]{0,25}\b(?:für|zu|bei|mit|auf|mit den|von)?(?: den| die| rund)? ?D|D[^D]{0,15}\b(?:hand drauf|deal|abgemacht|einverstanden)\b|\b(?:mein|unser) (?:letztes )?wort\b[^D]{0,15}D|\bnehmen\b[^D]{0,40}D[^D]{0,8} an\b|\bbei D sind wir dabei\b|D (?:gehen|geht) in ordnung\b|\bmit D (?:können|kann) (?:wir|ich) (?:gut )?leben\b|\b(?:bestellwert|auftragswert|auftragssumme|bestellsumme|bestellung\b[^D]{0,20} über|auftrag\b[^D]{0,20} über|auftrag zu|auftrag in höhe von|vertragssumme)\b[^D]{0,25}D"
    ),
    "fr": (
        r"\b(?:je|nous|on) (?:(?:peux|pouvons|peut) )?(?:débloqu|libèr|libér|engag|autoris)(?:e|ons|er)(?!\w)[^D]{0,12}D|\b(?:autorisation|accord|feu vert|aval|permission) (?:pour|de|d'|à)(?: (?:dépenser|engager|commander|signer))? ?D|"
        r"\b(?:marqu(?:e|ons)|donn(?:e|ons|é|er))\b[^D]{0,12}\b(?:notre|mon|son|leur|l'|un|le) ?(?:plein )?(?:accord|feu vert|aval|visa)\b[^D]{0,25}D|\b(?<!non )(?:retenue?s?|sélectionnée?s?|choisie?s?)\b[^D]{0,20}(?:à hauteur de|pour|à|au prix de|au montant de)[^D]{0,6}D|\b(?:dit|voté) (?:oui|pour|favorablement)\b[^D]{0,15}D|\battribu(?:e|ons|é|ée|ent)(?!\w)[^D]{0,30}D|\bsign(?:é|ée|e|ons) (?:à|pour|au prix de)(?!\w)[^D]{0,8}D"
        r"|\b(?:d'accord|ok|bon|entendu)\W{1,3}D|\bcommande\b[^D]{0,40}(?:partie|passée|émise|envoyée|signée)\b[^D]{0,20}D|D\W{1,4}(?:c'est )?(?:entendu|banco|vendu|adjugé|conclu|topé|ok|d'accord|parfait)(?!\w)|D[^D]{0,30}\b(?:débloqu|vot|adopt|libér|entérin)(?:é|ée|és|ées)(?!\w)|\b(?:prenons|prends|achetons|achète|topons|tope|topé|serr\w{1,4} la main|partons|part|signons) (?:à|pour|sur|au prix de)[^D]{0,6}D|\bmontant (?:définitif|final|ferme|total)? ?(?:de la|du|de notre) (?:commande|marché|contrat|bon de commande)[^D]{0,10}D|D[^D]{0,30}\bréservée?s? pour (?:vous|\u2d63+)\b|\bcommander à votre prix\b[^D]{0,6}D|^\W*bon pour (?:accord )?(?:à |pour )?D"
        r"|\b(?:accept(?:e|ons|é|ée|ent|ez)|valid(?:e|ons|é|ée|ent)|approuv(?:e|ons|é|ée|ent)|d'accord (?:pour|sur|avec)|ok (?:pour|sur|à)|bon pour accord|autoris(?:é|ée|e|ons)|accordée?|votée?|débloquée?s?|retenue?|attribuée?|confirm(?:e|ons|é|ée|ent)|(?:on|nous) part(?:ons)? sur|va pour|march(?:é|és) conclu|entérinée?|feu vert|(?:on|nous) sign(?:e|ons) (?:à|pour)|donné son (?:accord|feu vert)|tombés d'accord|convenus?|marché (?:vous )?est attribué|commandons|banco (?:pour|à)|bon de commande\b[^D]{0,25}\b(?:de|pour|à|d'un montant de)|tope là (?:pour|à)|(?:mon|notre) dernier mot|commande (?:ferme )?(?:de|pour|d'un montant de|à))(?!\w)[^D]{0,70}D"
        r"|D[^D]{0,60}(?:\b(?:acceptée?s?|validée?s?|approuvée?s?|autorisée?s?|accordée?s?|votée?s?|débloquée?s?|retenue?s?|entérinée?s?|confirmée?s?)(?!\w)|\b(?:c'est (?:bon|ok|d'accord|accepté|validé|parfait)|(?:nous|me) (?:va|vont|convient|conviennent)|ça (?:nous |me )?va|on signe|nous signons|marché conclu|d'accord|est (?:ok|bon|accepté)|banco|c'est ce que (?:je|nous) (?:sign|pai|pay|valid)\w+)\b)"
    ),
    "es": (
        r"\b(?:autoriz|liber|desbloque)(?:o|amos|an) (?:los |el gasto de |un total de )?D|\b(?:puedo|podemos) (?:autorizar|liberar|comprometer)(?:les)? (?:los )?D|\b(?:por|con|a|en) D\W{0,2}(?:se )?(?:l[oa]s? )?(?:firmo|compro|cierro|contrato|acepto)\b|\b(?:autorización|permiso|visto bueno|luz verde) (?:para (?:gastar|invertir|pedir|firmar|contratar)|por) (?:los )?D|"
        r"\b(?:damos|doy|da|dado|dan|dio)\b[^D]{0,15}\b(?:conformidad|aprobación|visto bueno|luz verde|vía libre|ok|sí|autorización|consentimiento)\b[^D]{0,20}D|\b(?:dicho|dijo|dice|decimos) que sí\b[^D]{0,15}D|D[^D]{0,30}\breservad[oa]s? para (?:usted(?:es)?|vosotros|\u2d63+)\b|\bpedido a su precio\b[^D]{0,6}D|\bsí a(?: los| las)? D|\b(?:de acuerdo|ok|conforme)\W{1,3}D|\bvale[,:.] D|\bpedido\b[^D]{0,40}\b(?:salido|emitido|enviado|cursado)\b[^D]{0,20}D|\badjudicar(?:les|os|le|te)?\b[^D]{0,30}D|\bvotado (?:a favor|favorablemente)[^D]{0,12}D|\b(?:firmado|firmó) (?:los |por |en )?D|D[^D]{0,30}\b(?:liberad|desbloquead)[oa]s?\b"
        r"|\b(?:damos la mano|chócala|trato)\b[^D]{0,10}(?:en|por)[^D]{0,6}D|\bl[oa]s? (?:compr|qued|cerr|contrat|firm|adquir|tom)\w{1,5} (?:por|en|a|con) D|\b(?:a|por|en|con) D\W{0,2}(?:nos )?(?:l[oa]s? )?(?:compramos|quedamos|cerramos|firmamos|contratamos|cogemos|tomamos|adquirimos)\b|\bimporte (?:definitivo |final |total )?(?:del|de la|de nuestro) (?:pedido|contrato|orden|adjudicación)[^D]{0,10}D"
        r"|\b(?:acept(?:o|amos|ado|ada|an|a)|aprobad[oa]s?|aprobó|aprueba|aprobaron|aprobamos|autoriz(?:ad[oa]s?|amos|ó|a)|de acuerdo (?:con|en)|conformes?|confirm(?:o|amos|ado|ada|a)|adjudic(?:ado|ada|amos|a|ó|an)|concedid[oa]|cerr(?:amos|ado|emos) (?:en|por|con|la operación|el trato)|adelante (?:con|por)|visto bueno|pedido\b[^D]{0,20} (?:por|de|en firme)|orden de compra\b[^D]{0,25} (?:por|de)|(?:dio|dado|da|dan|han dado) (?:el )?(?:visto bueno|luz verde|ok)|contratamos|validad[oa]|firmamos (?:por|en)|dado (?:el )?(?:ok|luz verde)|luz verde|trato hecho(?: en| por|\W{1,3})|(?:te|se|os) lo compr(?:o|amos) (?:por|en)|me lo quedo (?:por|en)|lo cerramos (?:en|por)|lo dejamos en|se queda en(?=[^D]{0,3}D[^D]{0,40}firm)|nos quedamos (?:con|en)|asciende el pedido)(?!\w)[^D]{0,70}D"
        r"|D[^D]{0,60}\b(?:aceptad[oa]s?|aprobad[oa]s?|autorizad[oa]s?|adjudicad[oa]s?|concedid[oa]s?|confirmad[oa]s?|de acuerdo|conforme|(?:nos|me) (?:parecen? bien|va bien|vale|encaja|cuadra)(?! a\b)|es lo que firm(?:o|amos)|lo que firm(?:o|amos)|está (?:bien|ok|aprobado|aceptado)|trato hecho|cerrado|cerramos|lo firmamos|adelante)(?!\w)"
    ),
}
NOT_YET: dict[Language, str] = {
    "en": r"\b(?:(?:i|we)'d (?:sign|take|go|do|pay|accept|agree)|need(?:s|ed)? (?:to be|approval|sign)|must|to be|has to|have to|await\w{0,3}|pending|waiting|seek\w{0,3}|request\w{0,3}|ask(?:ed|ing)? for|appl(?:y|ied)|anything|everything (?:over|above)|up to you|limit|threshold|below|last year|previous\w{0,2}|back in|spent|cost us|paid|savings?|turnover|revenue|penalt\w{1,3}|discount|per (?:meter|unit|month|year|day)|loss(?:es)?|salary|headcount|vat number|employees|students|insurance|bond|grant for|loan|mortgage|(?:a|the) fine|rent|lease|bank|landlord|previous order|old order|had (?:signed|paid|agreed)|my (?:old|former|last|previous) \w+)\b",
    "de": r"\b(?:muss|müssen|müsste\w?|noch nicht|beantragt|beantragen|soll|sollen|sollte\w?|entscheidet|grenze|limit|schwelle|unter|oberhalb|letztes jahr|vorjahr|im vorjahr|gekostet|kostete\w?|ausgegeben|bezahlt|umsatz|einsparung\w{0,2}|rabatt|nachlass|skonto|verlust|pro (?:stück|jahr|monat|messstelle)|mitarbeiter\w{0,4}|versicherung\w{0,6}|vertragsstrafe|erst noch|darlehen|miete|pacht|bußgeld|bank|vorherige\w?|alte[nrs]? auftrag|hatten|(?:meinem|meiner|unserem) (?:alten|früheren|letzten))\b",
    "fr": r"\b(?:doit|doivent|devra|devront|à (?:valider|faire valider|approuver)|en attente|demand(?:é|e|ons|er)|au-delà|au-dessus|seuil|plafond de signature|dernière année|l'an dernier|l'année dernière|dépensé|coûté|payé|économies?|chiffre d'affaires|remise|rabais|perte|par (?:mois|an|compteur|unité|site)|assurance|pénalités?|salari\w{1,3}|prêt|loyer|bail|amende|banque|précédente?|avions|avais|avait|avaient|(?:mon|notre) ancien\w{0,2})\b",
    "es": r"\b(?:debe|deben|tiene que|tienen que|pendiente|solicit(?:ado|amos|ar)|pedir|por encima|a partir de|límite|umbral|año pasado|gastado|gastamos|costó|pagado|pagamos|ahorros?|facturación|descuento|rebaja|pérdidas?|por (?:mes|año|contador|unidad)|seguro|penalización|empleados|préstamo|alquiler|multa|banco|anterior|habíamos|había|habían|mi antigu[oa])\b",
}
GOES_WELL: dict[Language, str] = {
    "en": r"\b(?:you have a deal|it's a deal|we(?:'ll| will)? (?:take it|go with (?:you|\u2d63+|it)|accept|go ahead|do it)|consider it (?:accepted|agreed|done)|(?:i|we)(?:'re| are|'m| am)? happy to (?:proceed|go ahead|confirm)|price (?:is|works|fits)|you've got the (?:job|order|business)|go for it|let's (?:do it|go)|(?:we're|we are) going ahead|green light|i (?:can )?accept|it's a deal|go ahead|(?:that's|that is|this is|it's|it is) (?:accepted|approved|agreed|signed off|authori[sz]ed)|(?:that|this) (?:number|figure|price|sum|amount) (?:is |was |has been |got )?(?:now )?(?:signed|approved|agreed|accepted|cleared)|(?:the )?(?:job|order|contract|business) is yours|you(?:'ve| have) won)\b",
    "de": r"\b(?:preis passt|passt (?:jetzt )?so|machen wir|nehmen wir|einverstanden|abgemacht|wir nehmen (?:das )?angebot|angebot nehmen wir an|sie haben den zuschlag|zuschlag|geht klar|so machen wir|das (?:ist|wurde) (?:genehmigt|freigegeben|akzeptiert|bewilligt)|sie bekommen den auftrag|(?:das|es) ist durch (?:alle|den|die|das)|(?:diese[rs]?|der|die) (?:preis|betrag|summe|zahl) (?:ist|wurde) (?:\w{3,8} )?(?:genehmigt|freigegeben|akzeptiert|abgesegnet|unterschrieben)|legen sie los|leg los|auftrag gehört (?:ihnen|euch|dir)|sie haben gewonnen|dabei bleibt es|wir bestellen)\b",
    "fr": r"\b(?:c'est d'accord|marché conclu|nous acceptons|j'accepte|on y va|feu vert|c'est bon pour nous|prix nous convient|ça nous va|vous avez le marché|tope là|affaire conclue|c'est (?:accepté|validé|autorisé|entendu|bon pour moi)|(?:on va|nous allons|allons) de l'avant|on part avec (?:vous|toi)|le marché est (?:à vous|pour vous)|vous avez gagné|ce (?:montant|prix|chiffre) (?:est|a été) (?:signé|validé|accepté|approuvé|voté))\b",
    "es": r"\b(?:trato hecho|aceptamos|acepto|adelante|de acuerdo|nos parece bien|luz verde|el precio nos encaja|cerrado|vamos con (?:vosotros|ustedes)|conforme|está (?:aceptado|aprobado|autorizado)|dale para adelante|(?:ese|este) (?:número|precio|importe|monto) (?:ya )?(?:lo tengo |lo tenemos |está |queda )?(?:firmado|aprobado|autorizado|aceptado)|el (?:contrato|pedido|trabajo) es (?:suyo|vuestro|tuyo)|han ganado)\b",
}
STRONG: dict[Language, str] = {
    "en": r"\b(?:approve[ds]?|authori[sz]ed?|sanctioned|accept(?:s|ed|ing)?|awarded|signed off|green-?lit|blessed|ratified|okayed|cleared|released|granted|voted|shaken|deal(?! #| no\b| for\b)|purchase order|done|agreed|go ahead|proceed|(?:we|i)(?:'ll| will) (?:do it|take (?:it|them|this|the lot|your (?:offer|quote|price))|go with|sign|order)|place (?:the|our|an) order|placing (?:the|our|an) order|said yes|says yes|yes from|thumbs up|you've won|the order is yours|commitment (?:for|of|from)|let's (?:go|do it)|on board with|book us in|(?:gone|been|went|is|are) through (?:the )?(?:board|committee|council|capex)|(?:board|committee|council|partners|owners|governors|trustees) (?:have |has )?(?:passed|adopted|backed|nodded|waved)|(?:we|i)(?:'ll| will) pay|tak(?:e|ing) you up|signing for|(?:my|our) word|go with the)\b",
    "de": r"\b(?:freigegeben|genehmigt|bewilligt|akzeptiert|angenommen|beauftragt|beschlossen|abgesegnet|abgenickt|zugesagt|zusage|zugestimmt|unterschrieben|bestellt|vergeben|einverstanden|abgemacht|ausgmacht|ausgemacht|nehme?n? (?:wir|ich|es|das)|wir nehmen (?:das (?:paket|angebot|ganze)|ihr|es\b|alles)|nehms|nehmen's|wir (?:bestellen|beauftragen|kaufen|unterschreiben|akzeptieren)|(?:bestellen|beauftragen|kaufen|unterschreiben|akzeptieren|genehmigen) wir|ja gesagt|sagen (?:wir )?ja|grünes licht|handschlag|(?:sind|ist) durch|(?:trage|tragen|gehe|gehen) (?:wir|ich)[^.]{0,20} mit|tragen wir mit|(?:machen|mache) (?:wir |ich )?es|bestätig(?:e|en) (?:ich|wir)|steh(?:en|t|e) hinter|buchen sie uns|zahlen wir|wir zahlen|festgelegt|lassen wir uns ein|(?:unser|mein) wort|die soll es sein|und fertig|schlagen ein|schlag ein|zuschlag)\b",
    "fr": r"\b(?:approuvée?s?|approuve|approuvons|validée?s?|validons|acceptée?s?|j'accepte|acceptons|autorisée?s?|accordée?s?|accorde|votée?s?|débloquée?s?|entérinée?s?|adoptée?s?|attribuée?s?|signée?s?|conclue?s?|entendu|d'accord|banco|feu vert|topé|bon de commande|retenons|qu'on retient|je retiens|signons|commandons|(?:on|nous) (?:le |la |les )?pren(?:d|ons) (?:tout|le tout|votre|l'ensemble)|allez-y|on y va|c'est (?:ok|bon|oui)|est ok|va de l'avant|dit oui|engagement (?:pour|de|sur)|passée?s? en (?:comité|conseil|commission)|on le fait|oui aux?|vendu|je (?:le |vous le )?confirme|suivent pour|nous suivons|inscrivez-nous|paierons|partez sur|arrêté(?:e|s)?|va pour|ma parole|ça marche|lancez-vous)(?!\w)",
    "es": r"\b(?:aprobad[oa]s?|apruebo|aprobamos|autorizad[oa]s?|autorizo|autorizamos|aceptad[oa]s?|acepto|aceptamos|adjudicad[oa]s?|adjudica(?:mos)?|concedid[oa]s?|firmad[oa]s?|firmo|firmamos|conforme|de acuerdo|luz verde|visto bueno|trato hecho|cerrado|cerramos|cierro|votad[oa]s?|liberad[oa]s?|orden de compra|nos quedamos|me quedo|(?:por mí|pues|entonces|así que) vamos con|vamos con (?:usted|ustedes|vosotros|lo suyo|su)|me avengo|nos avenimos|(?:dij|dic)\w+ (?:que |q )?sí|le doy|les damos|os damos|dale para adelante|compromiso|pas(?:ó|aron) (?:el|por el|por la|la) (?:comité|consejo|pleno|junta|directorio)|lo hacemos|sí a (?:los|las|el|la)|vendido|lo confirm(?:o|amos)|respald\w+|apúnte(?:nos|me)|pagaremos|tiren con|va por|mi palabra|nos vale|empiecen)(?!\w)",
}
"""Words of which one, anywhere in the sentence of the only sum, says that it is accepted."""


class _Verbs(NamedTuple):
    grants: str
    """Stems whose object is a sum."""
    buys: str
    """Stems of buying and choosing: their sum stands behind a word of price."""
    price: str
    """Words of price, with what may stand between them and the sum."""
    filler: str
    """What may stand between a verb and its sum."""
    this: str
    """`This price`, in the same sentence as the sum."""


_VERBS: dict[Language, _Verbs] = {
    "en": _Verbs(
        grants=r"approv(?:e|es|ed|ing)|authori[sz](?:e|es|ed)|releas(?:e|es|ed)|sanction(?:s|ed)?|ratif(?:y|ies|ied)|grant(?:s|ed)?|accept(?:s|ed|ing)?|endors(?:e|es|ed)|allocat(?:e|es|ed)|commit(?:s|ted)?|adopt(?:s|ed)?|clear(?:s|ed)|vot(?:es|ed)|green-?li(?:t|ghts|ghted)",
        buys=r"approv\w{1,3}|award\w{0,3}|select\w{0,3}|ch(?:oo|o)s(?:e|en|es|ing)|pick(?:s|ed|ing)?|hir(?:e|ed|ing)|commission(?:s|ed|ing)?|engag(?:e|ed|es|ing)|appoint\w{0,3}|retain\w{0,3}|buy(?:ing|s)?|bought|purchas(?:e|es|ed|ing)|contract(?:s|ed|ing)?|plump\w{0,3}|opt(?:s|ed|ing)?|book(?:s|ed|ing)?|sign(?:s|ed|ing)?|order(?:s|ed|ing)?|settl(?:e|ed|es|ing)|clos(?:e|ed|es|ing)|agree[ds]?|job is yours|yours|go with|going with|went with|gone with|(?:i|we|they) said yes",
        price=r"(?:at|for|to|of|on|with)(?: (?:a|an|the|your|total|price|value|sum|figure|amount|fixed|agreed|revised|new|final|full|net|of)){0,6}",
        filler=r"(?: (?:the|a|an|your|our|full|total|sum|amount|price|figure|budget|revised|of|now|net|final|spend|spending|spend of)){0,6}",
        this=r"\b(?:for|at|to|on) (?:that|this)(?: price| sum)?,? (?:\w+ )?(?:you have|you've got|you get|you've|it's yours)\b|\b(?:accept|approv|agree|confirm|sign|order|buy|take|settle)\w{0,3}\b[^D]{0,30}\b(?:this|that) (?:price|amount|figure|sum|number|total)\b|\b(?:this|that) (?:price|amount|figure|sum|number|total)\b[^D]{0,20}\b(?:is|has been|we|i) (?:now )?(?:approved|accepted|agreed|authori[sz]ed|confirmed|accept|approve|agree|fine)",
    ),
    "de": _Verbs(
        grants=r"genehmig(?:e|t|en|te|ten)|bewillig(?:e|t|en|te|ten)|gewähr(?:e|t|en|te|ten)|akzeptier(?:e|t|en|te|ten)|beschlie(?:ß|ss)(?:t|en)|beschlossen|beschloss|sprach|spricht|billig(?:t|en|te|ten)|befürworte\w{0,3}",
        buys=r"genehmig\w{1,3}|beauftrag\w{1,3}|erteil\w{1,3}|vergeb\w{1,3}|vergibt|bestell\w{1,3}|unterschreib\w{1,2}|unterzeichn\w{1,3}|kauf(?:e|en|t)|gekauft|order(?:n|t|te)|entschieden|gewählt|wählen|vereinbart|abgeschlossen|schließen|nehmen|nehme|genommen|zugeschlagen|einig|gesetzt",
        price=r"(?:zu|für|mit|bei|über|um|auf|in höhe von|zum (?:fest|gesamt|netto)?preis(?: von)?|mit einer summe von|zum betrag von)(?: (?:den|die|einem|einer|ihren|festen|insgesamt|genau|netto|eur|preis|von|gesamt\w{0,6})){0,4}",
        filler=r"(?: (?:ihnen|euch|uns|dir|die|den|das|dem|der|projekt|vorhaben|hiermit|heute|gestern|nun|jetzt|gern|gerne|einstimmig|vollen|volle|vollständig|angefragten|angebotenen|gesamt\w{0,8}|summe|betrag|preis|von|in höhe von|für (?:das|ihr|dieses) (?:projekt|vorhaben|angebot))){0,6}",
        this=r"\b(?:dafür|zu dem preis|damit|darauf) (?:haben|bekommen|kriegen|hast|bekommst) (?:sie|ihr|du) (?:mein\w*|unser\w*|den|das)\b|\b(?:akzeptier|annehm|nehm|bestätig|genehmig|unterschreib|bestell|zustimm|stimm)\w{0,3}\b[^D]{0,25}\b(?:diese[nmr]?|den|dem|der) (?:preis|betrag|summe|zahl|gesamtpreis|festpreis)\b|\b(?:diese[nmr]?|den|dem|der) (?:preis|betrag|summe|zahl|gesamtpreis|festpreis)\b[^D]{0,25}\b(?:akzeptier|annehm|nehm|bestätig|genehmig|unterschreib|bestell|zustimm|stimm|zugestimmt)",
    ),
    "fr": _Verbs(
        grants=r"accept(?:e|es|ons|é|ée|ent|ez|er|ait|a)|valid(?:e|ons|é|ent|er|a)|approuv(?:e|ons|é|ent|er|a)|autoris(?:e|ons|é|ent|er|a)|accord(?:e|ons|é|ent|er|a)|vot(?:e|ons|é|ent|er|a)|débloqu(?:e|ons|é|ent|er|a)|lib(?:é|è)r(?:e|ons|é|ent|er|a)|octro(?:ie|yons|yé|yer|ient)|allou(?:e|ons|é|ent|er)|adopt(?:e|ons|é|ent|er|a)|entérin(?:e|ons|é|ent|er)|arrêt(?:e|ons|é|er)|confirm(?:e|ons|é|ent|er)",
        buys=r"(?:re)?tien(?:t|s|nent)|retenons|retenir|reten(?:u|us|ue)|choisi(?:t|s|ssons|r)?|attribu(?:e|ons|é|er|ent|a)|adjug(?:e|er|é|eons)|confi(?:e|ons|é|er)|sign(?:e|ons|é|er|era|erons)|command(?:e|ons|é|er|erons)|ach(?:è|e)t(?:e|ons|é|er)|conclu(?:t|ons|re)?|pren(?:ons|d|ds|dre)|pris|partons|part|parti|opt(?:e|ons|é|er)|notifi(?:e|ons|é|er)|allez-y|allons-y|on y va|foncez|valid(?:e|ons|é|er)|accept(?:e|ons|é|er)|convenus?|affaire (?:est )?(?:faite|conclue|entendue|bonne)|marché est (?:à vous|pour vous)|marché (?:vous )?revient|dit oui|disons oui|oui",
        price=r"(?:pour|à|au prix(?: \w+)? de|moyennant|sur|à hauteur de|au montant de|pour un montant(?: \w+)? de|pour la somme de|d'un montant(?: \w+)? de)(?: (?:les|un|total|de|prix|ferme|vos)){0,3}",
        filler=r"(?: (?:vous|nous|le|la|les|l'|des|de|du|un|une|montant|somme|prix|total|totale|budget|enveloppe|crédit|aujourd'hui|donc|bien|ce jour)){0,6}",
        this=r"\bpour (?:ça|cela|ce (?:prix|montant)),? vous avez (?:mon|notre|le)\b|\b(?:accept|valid|approuv|confirm|sign|command|entérin)\w{1,4}(?!\w)[^D]{0,25}\bce(?:tte)? (?:prix|montant|somme|chiffre|total)\b|\bce(?:tte)? (?:prix|montant|somme|chiffre|total)\b[^D]{0,25}\b(?:est|a été|nous) (?:accept|valid|approuv|conv)",
    ),
    "es": _Verbs(
        grants=r"acept(?:o|a|amos|an|ado|ó|aron|ar)|apr(?:o|ue)b(?:o|a|amos|an|ado|ó|aron|ar)|autori[zc](?:o|a|amos|an|ado|ó|aron|ar)|conced(?:o|e|emos|en|ido|ió|ieron|er)|otorg(?:o|a|amos|an|ado|ó|aron|ar)|liber(?:o|a|amos|an|ado|ó|aron|ar)|desbloque\w{1,4}|destin\w{1,4}|vot(?:a|amos|an|ado|ó|aron)|ratific\w{1,4}|valid(?:o|a|amos|an|ado|ó|aron|ar)|confirm(?:o|a|amos|an|ado|ó|aron)|compromet\w{1,4}|acord(?:amos|ó|ado|aron|ar)|acuerda",
        buys=r"adjudi[cq]\w{1,5}|asign\w{1,4}|contrat\w{1,5}|firm(?:o|a|amos|ado|ó|ar|aremos|an)|c(?:e|ie)rr(?:o|a|amos|ado|ó|ar|aremos|an)|compr(?:o|a|amos|ado|ó|ar|aremos)|qued(?:o|a|amos|ado|ó|an)|encarg\w{1,4}|eleg\w{1,4}|elig\w{1,3}|escog\w{1,4}|seleccion\w{1,4}|optamos|optado|vamos con|adelante|de acuerdo|tom(?:o|amos)|otorg\w{1,4}|acord\w{1,5}|pact\w{1,4}|(?:dij|dic|dich)\w{1,5} (?:que |q )?sí|sí|acept\w{1,4}|aprob\w{1,4}|suyo|vuestro|tuyo",
        price=r"(?:por|en|a|con)(?: (?:los|las|el|un|una|importe|precio|total|valor|monto|cifra|suma|cantidad|global|neto|cerrado|final|de)){0,6}",
        filler=r"(?: (?:el|la|los|las|un|una|gasto|importe|presupuesto|precio|total|de|por|su|valor|monto|cifra|suma|hoy|ayer|ya|les|os|le)){0,6}",
        this=r"\bpor (?:eso|ese (?:precio|importe)),? (?:tiene|tienen|tenéis|tienes) (?:mi|nuestr[oa]|el|la)\b|\b(?:acept|confirm|aprob|aprueb|autori[zc]|firm)\w{1,4}(?!\w)[^D]{0,25}\best[ea] (?:precio|importe|cifra|suma|cantidad|monto|total)\b|\best[ea] (?:precio|importe|cifra|suma|cantidad|monto|total)\b[^D]{0,25}\b(?:está|queda|ha sido|nos) (?:acept|aprob|autor|conf|cuadra|encaja|vale|sirve)",
    ),
}
_OURS = (
    r"(?:you|your|yours|[\u2d63\u2d64]+|(?:the|this) (?:offer|quote|proposal|solution|system|project|package|bid|job)"
    r"|ihnen|sie|ihre?\w?|euch|euer|eure\w?|dich|dir|(?:das|dem|dieses|diesem) (?:angebot|projekt|system|vorhaben|gebot)|die (?:lösung|anlage)"
    r"|vous|votre|vos|ton|ta|te|(?:l'|cette )(?:offre|solution)|(?:le|ce) (?:projet|marché|devis)"
    r"|ustede?s?|os|vosotr[oa]s|vuestr[oa]s?|les?|sus?|tu|contigo|(?:la|esta) (?:oferta|solución|propuesta)|(?:el|este) (?:proyecto|sistema))"
)
"""Whom or what a customer buys when it is bought of us."""
_BARE = (
    r"(?:,? (?:it|this|that|them|all|both|everything|the lot|now|then|today|ahead|finally|das|es|wir|uns|alles|dann|jetzt|heute|nun|also|gern|nous|on|tout|donc|finalement|là"
    r"|pero|but|aber|mais|lo|la|los|todo|ya|hoy|nos|pues|entonces|yes|oui|ja|sí)){0,4},? "
)
"""Words that name nothing that is bought."""
_INCLUDED = re.compile(
    r"\b(?:discount|rabatt|nachlass|skonto|remise|rabais|descuento|rebaja)\w{0,2} (?:\w{2,9} )?(?:included|applied|deducted|inbegriffen|abgezogen|eingerechnet|enthalten|compris|comprise|inclus|incluse|déduite?|incluid[oa]|aplicad[oa]|descontad[oa])(?!\w)"
    r"|\b(?:incl\w{0,5}|inkl\w{0,5}|abzüglich|after|less|nach|mit|with|avec|con|y|moins|menos|après|tras)\.? (?:the |your |den |dem |ihren |ihrem |la |le |votre |ta |el |su )?(?:\w{1,4} ?% (?:de )?)?(?:discount|rabatt|nachlass|skonto|remise|rabais|descuento|rebaja)\b"
)
"""A discount that is in the sum takes nothing from it."""


def without_discount(words: str) -> str:
    """The words without a discount that is in the sum."""
    return _INCLUDED.sub(" ", words)


def tells(language: Language, clauses: str) -> bool:
    """Whether clauses with the sum marked as DAY say by a verb that it is accepted."""
    return bool(_compiled(language)[0].search(clauses))


def takes_this(language: Language, words: str) -> bool:
    """Whether a sentence takes `this price`."""
    return bool(_compiled(language)[1].search(words))


@cache
def _compiled(language: Language) -> tuple[re.Pattern[str], ...]:
    verbs = _VERBS[language]
    told = (
        rf"\b(?:{verbs.grants})(?!\w){verbs.filler} ?D"
        rf"|\b(?:{verbs.buys}|{verbs.grants})(?!\w){_BARE}?\b{verbs.price} ?D"
        rf"|\b(?:{verbs.buys}|{verbs.grants})(?!\w)(?=[^D]{{0,60}}D)[^D{SUM}]{{0,40}}?\b{_OURS}(?!\w)[^D{SUM}]{{0,30}}?\b{verbs.price} ?D"
        rf"|\b{_OURS}(?!\w)[^D{SUM}]{{0,40}}?\b(?:{verbs.buys}|{verbs.grants})(?!\w){_BARE}?\b{verbs.price} ?D"
    )
    if language == "de":
        told += rf"|\b{_OURS}(?!\w)[^D{SUM}]{{0,30}}?\b{verbs.price} ?D(?: \w{{1,10}}){{0,3}} (?:an |bei )?(?:{verbs.buys}|zu (?:vergeben|genehmigen|bestellen|beauftragen|kaufen))(?!\w)"
    return tuple(re.compile(each.replace("[^D", f"[^{DAY}").replace("D", DAY)) for each in (told, verbs.this))
