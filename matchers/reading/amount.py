"""Amount: the customer accepts, authorises or awards it, or it is the total of our own formal offer.

Not one: a competitor's price, a budget that still has to pass, a limit for somebody's signature, what something cost last year.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cache

from matchers.reading.evidence import Read
from matchers.reading.marked import DAY, SUM
from matchers.reading.money import Sum
from matchers.reading.text import Language
from sync.model import Finding

GROSS = Decimal("1.3")
"""More than any tax makes of a net price."""
MIN_BARE = 1000
"""A number without a currency counts from here: what is smaller is a count of something."""

_ACCEPTED: dict[Language, str] = {
    "en": (
        r"\b(?:approve[ds]|authori[sz]e[ds]|signed off(?: on)?|signs off on|releases|released|cleared|green-?lit|granted|awarded|accept(?:ed|s|ing)?|agree(?:d|s)?|ok'?d|okayed|sanctioned|ratified)\b[^D]{0,70}D|\b(?:gave|given|gives|got|has|have) (?:it |us |me )?(?:the|its|their|a|his|her) (?:nod|go-ahead|green light|blessing|ok|okay|sign-?off|approval)\b[^D]{0,20}\b(?:to|for|on|at) (?:the |a |full |total )?D|\b(?:number|figure|price|amount|sum) (?:we|i) can (?:live with|agree to|accept|sign) is D|\baward(?:ed)?\b[^D]{0,25}\b(?:at|of|to|for) D"
        r"|D[^D]{0,90}?\b(?:approved|authori[sz]ed|agreed|accepted|awarded|signed (?:it |that |this )?off|released|granted|it is|done deal|is a deal|sanctioned)\b"
        r"|D[^D]{0,30}?\b(?:is|'s|are|works|seems|looks) ?(?:absolutely |perfectly )?(?:fine|ok|okay|good|acceptable|great|a deal|confirmed|fine by (?:me|us)|for us|our order value|the order value|what we(?:'ll| will) (?:pay|sign|order))\b|D[^D]{0,12}\bworks\b|D[^D]{0,6}(?:deal|done)\b|\b(?:deal|agreed|done)\W{1,3}(?:at )?D"
        r"|\b(?:go(?:ing)? ahead|proceed(?:ing)?|go(?:ing)? (?:with|for)|happy|fine|ok|okay|good|comfortable|(?:take|buy) (?:it|that|this|the lot|them)|done|settle|deal|shake|live|sign|order|close|yes)\b[^D]{0,15}\b(?:at|with|on|for|to)\b(?: the| a| your| your \w{3,12}| this| total| fixed| price| figure| sum| of| all in| \w{5,8} figure){0,5} D"
        r"|\b(?:order|po|purchase order|contract|award)(?: value| sum| total|(?: no\.?)? \S{1,15})?(?: is| will be|'s| comes| has been)?(?: issued| raised| placed)? (?:for|at|over|of|worth|totalling) (?:a total of )?D"
        r"|\byes (?:from|by) (?:me|us)\b[^D]{0,15}\bat D|\b(?:my|our|the)? ?last word\b[^D]{0,25}\b(?:is|:)? ?D|\bconfirm(?:ed|ing)?\b[^D]{0,40}\b(?:order|price|figure|amount|purchase|award|value|budget)\b[^D]{0,20}D"
    ),
    "de": (
        r"\b(?:freigegeben|freigabe\b[^D]{0,25}\b(?:über|für|von)|dürfen wir|darf ich|wir dürfen|genehmigt|bewilligt|akzeptier\w{1,3}|angenommen|nehmen[^D]{0,40} an|bestätig\w{1,4}|zugestimmt|stimm\w{1,3}|einverstanden|beauftrag\w{1,3}|erteil\w{1,3}|vergeben|zuschlag|beschlossen|verabschiedet|geeinigt|abgesegnet|durchgewunken|abgenickt|gutgeheissen|gutgeheißen|zugesagt|gesprochen|bestell\w{1,4})\b[^D]{0,70}D"
        r"|D[^D]{0,60}\b(?:freigegeben|genehmigt|bewilligt|akzeptier\w{1,3}|angenommen|einverstanden|beauftragt|erteilt|beschlossen|verabschiedet|geeinigt|abgesegnet|abgemacht|geht klar|geht in ordnung|gehen klar|ist (?:ok|okay|in ordnung|gut|für uns (?:ok|okay|in ordnung))|sind (?:ok|okay|in ordnung)|passt|passen|gilt|gutgeheissen|gutgeheißen|durchgewunken|zugesagt|zugestimmt|gesprochen|bestätigt|machen wir|nehmen wir|unterschreib\w{1,2}|bestellen wir|bestellt|(?:beauftragen|bestellen|ausgeben|abrufen|vergeben) (?:dürfen|können|darf|kann))\b"
        r"|\b(?:machen wir|nehmen wir|schlagen wir ein|leben wir|gehen wir mit|ok|okay|passt|einigen wir uns|bleibt es)\b[^D]{0,25}\b(?:für|zu|bei|mit|auf|mit den|von)?(?: den| die| rund)? ?D|D[^D]{0,15}\b(?:hand drauf|deal|abgemacht|einverstanden)\b|\b(?:mein|unser) (?:letztes )?wort\b[^D]{0,15}D|\bnehmen\b[^D]{0,40}D[^D]{0,8} an\b|\bbei D sind wir dabei\b|D (?:gehen|geht) in ordnung\b|\bmit D (?:können|kann) (?:wir|ich) (?:gut )?leben\b|\b(?:bestellwert|auftragswert|auftragssumme|bestellsumme|bestellung\b[^D]{0,20} über|auftrag\b[^D]{0,20} über|auftrag zu|auftrag in höhe von|vertragssumme)\b[^D]{0,25}D"
    ),
    "fr": (
        r"\b(?:accept(?:e|ons|é|ée|ent|ez)|valid(?:e|ons|é|ée|ent)|approuv(?:e|ons|é|ée|ent)|d'accord (?:pour|sur|avec)|ok (?:pour|sur|à)|bon pour accord|autoris(?:é|ée|e|ons)|accordée?|votée?|débloquée?s?|retenue?|attribuée?|confirm(?:e|ons|é|ée|ent)|(?:on|nous) part(?:ons)? sur|va pour|march(?:é|és) conclu|entérinée?|feu vert|(?:on|nous) sign(?:e|ons) (?:à|pour)|donné son (?:accord|feu vert)|tombés d'accord|convenus?|marché (?:vous )?est attribué|commandons|banco (?:pour|à)|bon de commande\b[^D]{0,25}\b(?:de|pour|à|d'un montant de)|tope là (?:pour|à)|(?:mon|notre) dernier mot|commande (?:ferme )?(?:de|pour|d'un montant de|à))(?!\w)[^D]{0,70}D"
        r"|D[^D]{0,60}(?:\b(?:acceptée?s?|validée?s?|approuvée?s?|autorisée?s?|accordée?s?|votée?s?|débloquée?s?|retenue?s?|entérinée?s?|confirmée?s?)(?!\w)|\b(?:c'est (?:bon|ok|d'accord|accepté|validé|parfait)|(?:nous|me) (?:va|vont|convient|conviennent)|ça (?:nous |me )?va|on signe|nous signons|marché conclu|d'accord|est (?:ok|bon|accepté)|banco|c'est ce que (?:je|nous) (?:sign|pai|pay|valid)\w+)\b)"
    ),
    "es": (
        r"\b(?:acept(?:o|amos|ado|ada|an|a)|aprobad[oa]s?|aprobó|aprueba|aprobaron|aprobamos|autoriz(?:ado|ada|amos|ó|a)|de acuerdo (?:con|en)|conformes?|confirm(?:o|amos|ado|ada|a)|adjudic(?:ado|ada|amos|a|ó|an)|concedid[oa]|cerr(?:amos|ado|emos) (?:en|por|con|la operación|el trato)|adelante (?:con|por)|visto bueno|pedido\b[^D]{0,20} (?:por|de|en firme)|orden de compra\b[^D]{0,25} (?:por|de)|(?:dio|dado|da|dan|han dado) (?:el )?(?:visto bueno|luz verde|ok)|contratamos|validad[oa]|firmamos (?:por|en)|dado (?:el )?(?:ok|luz verde)|luz verde|trato hecho(?: en| por|\W{1,3})|(?:te|se|os) lo compr(?:o|amos) (?:por|en)|me lo quedo (?:por|en)|lo cerramos (?:en|por)|lo dejamos en|se queda en(?=[^D]{0,3}D[^D]{0,40}firm)|nos quedamos (?:con|en)|asciende el pedido)(?!\w)[^D]{0,70}D"
        r"|D[^D]{0,60}\b(?:aceptad[oa]s?|aprobad[oa]s?|autorizad[oa]s?|adjudicad[oa]s?|concedid[oa]s?|confirmad[oa]s?|de acuerdo|conforme|(?:nos|me) (?:parecen? bien|va bien|vale|encaja|cuadra)(?! a\b)|es lo que firm(?:o|amos)|lo que firm(?:o|amos)|está (?:bien|ok|aprobado|aceptado)|trato hecho|cerrado|cerramos|lo firmamos|adelante)(?!\w)"
    ),
}
_NOT_YET: dict[Language, str] = {
    "en": r"\b(?:need(?:s|ed)? (?:to be|approval|sign)|must|to be|has to|have to|await\w{0,3}|pending|waiting|seek\w{0,3}|request\w{0,3}|ask(?:ed|ing)? for|appl(?:y|ied)|anything|everything (?:over|above)|up to you|limit|threshold|below|last year|previous\w{0,2}|back in|spent|cost us|paid|savings?|turnover|revenue|penalt\w{1,3}|discount|per (?:meter|unit|month|year|day)|loss(?:es)?|salary|headcount|vat number|employees|students|insurance|bond|grant for|loan|mortgage|(?:a|the) fine|rent|lease|bank|landlord)\b",
    "de": r"\b(?:muss|müssen|müsste\w?|noch nicht|beantragt|beantragen|soll|sollen|sollte\w?|entscheidet|grenze|limit|schwelle|unter|oberhalb|letztes jahr|vorjahr|im vorjahr|gekostet|kostete\w?|ausgegeben|bezahlt|umsatz|einsparung\w{0,2}|rabatt|nachlass|skonto|verlust|pro (?:stück|jahr|monat|messstelle)|mitarbeiter\w{0,4}|versicherung\w{0,6}|vertragsstrafe|erst noch|darlehen|miete|pacht|bußgeld|bank)\b",
    "fr": r"\b(?:doit|doivent|devra|devront|à (?:valider|faire valider|approuver)|en attente|demand(?:é|e|ons|er)|au-delà|au-dessus|seuil|plafond de signature|dernière année|l'an dernier|l'année dernière|dépensé|coûté|payé|économies?|chiffre d'affaires|remise|rabais|perte|par (?:mois|an|compteur|unité|site)|assurance|pénalités?|salari\w{1,3}|prêt|loyer|bail|amende|banque)\b",
    "es": r"\b(?:debe|deben|tiene que|tienen que|pendiente|solicit(?:ado|amos|ar)|pedir|por encima|a partir de|límite|umbral|año pasado|gastado|gastamos|costó|pagado|pagamos|ahorros?|facturación|descuento|rebaja|pérdidas?|por (?:mes|año|contador|unidad)|seguro|penalización|empleados|préstamo|alquiler|multa|banco)\b",
}
_GOES_WELL: dict[Language, str] = {
    "en": r"\b(?:you have a deal|it's a deal|we(?:'ll| will)? (?:take it|go with (?:you|northlight|it)|accept|go ahead)|consider it (?:accepted|agreed|done)|(?:i|we)(?:'re| are|'m| am)? happy to (?:proceed|go ahead|confirm)|price (?:is|works|fits)|you've got the (?:job|order|business)|go for it|let's do it|(?:we're|we are) going ahead|green light|i (?:can )?accept|it's a deal|go ahead)\b",
    "de": r"\b(?:preis passt|passt (?:jetzt )?so|machen wir|nehmen wir|einverstanden|abgemacht|wir nehmen (?:das )?angebot|angebot nehmen wir an|sie haben den zuschlag|zuschlag|geht klar|so machen wir|sie bekommen den auftrag)\b",
    "fr": r"\b(?:c'est d'accord|marché conclu|nous acceptons|j'accepte|on y va|feu vert|c'est bon pour nous|prix nous convient|ça nous va|vous avez le marché|tope là|affaire conclue)\b",
    "es": r"\b(?:trato hecho|aceptamos|acepto|adelante|de acuerdo|nos parece bien|luz verde|el precio nos encaja|cerrado|vamos con (?:vosotros|ustedes)|conforme)\b",
}
_TOTAL = re.compile(
    r"\b(?:(?:grand|overall|order|net|project|contract|quote|offer)[ -])?total\b(?! (?:vat|tax|tva|mwst|iva|number|of \d|cost of ownership|metering|points|meters|en kwh))"
    r"|\b(?:gesamt(?:summe|betrag|preis|wert|kosten|netto)?|angebotssumme|angebotspreis|nettosumme|endsumme|endbetrag|auftragssumme|summe(?! der)|montant (?:total|global)|prix (?:total|global)|coût total|importe (?:total|neto)|precio (?:total|global)|coste total|total general|en total|im ganzen|insgesamt|zusammen|alles in allem|au total|en tout|all in all|in all|suma|asciende a|s'élève à|beläuft sich auf|comes to|amounts to|adds up to|ressort à|sind es)\b|\bsoit(?= \ue001)"
)
_OFFER_IS = re.compile(
    rf"\b(?:amounts to|comes to|totals|adds up to|beläuft sich auf|s'élève à|se monte (?:au total )?à|asciende a|suma|totaliza)\b[^{DAY}{SUM}]{{0,12}}{DAY}|\b(?:(?:our|the|this|revised|formal|final|attached) (?:\w{{3,10}} ){{0,2}}?(?:offer|quote|quotation|proposal)|(?:unser|das|dieses|beigefügte|angepasste|überarbeitete|die|diese|unsere)\w{{0,2}} (?:\w{{3,14}} ){{0,1}}?(?:angebot|offerte)|(?:notre|la|le|cette) (?:\w{{3,10}} ){{0,1}}?(?:offre|proposition|devis)|(?:nuestra|la|esta) (?:\w{{3,10}} ){{0,1}}?(?:oferta|propuesta)|nuestro (?:\w{{3,10}} ){{0,1}}?presupuesto|(?:el|este) presupuesto (?:adjunto|que))\b[^{DAY}{SUM}]{{0,50}}"
    rf"\b(?:comes to|totals|amounts to|stands at|is for|adds up to|is priced at|at a (?:fixed )?price of|beläuft sich auf|beträgt|lautet (?:auf|über)|liegt bei|umfasst|über|in höhe von|schließt mit|s'élève à|se monte à|est de|d'un montant (?:total )?de|pour un montant de|ressort à|asciende a|suma|es de|por (?:un )?(?:importe|total) (?:total )?de)\b[^{DAY}{SUM}]{{0,20}}{DAY}"
)
_SUB = re.compile(r"\b(?:sub-?total|zwischensumme|sous-total|optional\w{0,2}|option|en option|opcional\w{0,2}|discount|rabatt|remise|descuento|savings?|einsparung|excluded|not included|nicht enthalten|statt (?:bisher )?\ue001|instead of|previous|bisher|last year|list price|listenpreis|(?:total )?budget|gesamtbudget|presupuesto total)\b")  # fmt: skip
_OFFERED = re.compile(
    r"\b(?:offer|quote|quotation|proposal|angebot|offerte|devis|offre|proposition|oferta|presupuesto|propuesta|cotización)\b"
)
_NET = re.compile(
    r"\b(?:net|netto|excl\w{0,6}|exkl\w{0,6}|ex|before|ht|hors|sin|neto|zzgl|plus|más|exclus\w{0,3}|without)\b"
)
_GROSS = re.compile(
    r"\b(?:gross|brutto|incl\w{0,5}|inkl\w{0,5}|ttc|con iva|inc|including|einschließlich|toutes taxes|iva incluido)\b"
)


def accepted(read: Read, before: Read | None) -> list[Finding]:
    """Amounts that the customer accepts in this sentence, or in the one before it."""
    if read.letter.own:
        return []
    sums = read.marked.sums
    whole = [item for item in sums if len(sums) > 1 and _behind_total(read.marked.words, item[0])]
    return [finding for place, part in whole or sums if (finding := _accepted(read, before, place, part))]


def _accepted(read: Read, before: Read | None, place: int, part: Sum) -> Finding | None:
    if part.amount is None or (part.bare and part.amount < MIN_BARE) or part.amount < 100:
        return None
    pattern, not_yet, well = _compiled(read.marked.language)
    for first, last in read.windows(place, SUM):
        text = read.marked.text(first, last, place)
        match = pattern.search(text)
        if match and SUM not in match[0] and not not_yet.search(text) and not read.mood(first, last):
            return _finding(part, read.quote(first, last), "amount.accepted")
    whole = read.marked.words
    well_before = before and len(read.marked.sums) == 1 and not before.marked.sums and well.search(before.marked.words)
    if (
        before
        and well_before
        and not not_yet.search(before.marked.words)
        and not not_yet.search(whole)
        and not any(read.moods)
        and not any(before.moods)
    ):
        return _finding(part, read.quote(0, len(read.marked.clauses) - 1), "amount.accepted")
    return None


def totals(reads: Sequence[Read], *, offered: bool) -> list[Finding]:
    """The total of our own offer, from all its sentences and lines: one, or none where two differ for no reason of tax.

    `offered`: the offer itself goes out with this mail, so that the only sum in it is the total.
    """
    found: list[tuple[str, Finding]] = []
    for read in reads:
        sums = [(place, part) for place, part in read.marked.sums if part.amount is not None and part.amount >= 100]
        words = read.marked.words
        if not sums or _SUB.search(words):
            continue
        last = len(read.marked.clauses) - 1
        place, part = next((item for item in sums if _is_total(read, item[0], alone=len(sums) == 1)), (-1, sums[0][1]))
        if place >= 0 and not _unreal(read, place):
            tax = "net" if _NET.search(words) else "gross" if _GROSS.search(words) else ""
            found.append((tax, _finding(part, read.quote(0, last), "amount.offer_total")))
    if not found and offered:
        found = _main_sum(reads)
    return _one_total(found)


def _main_sum(reads: Sequence[Read]) -> list[tuple[str, Finding]]:
    """The sum of a mail beside which all others are small: the tax on it, the price of a piece. Of net and gross the net."""
    sums = [
        (part.amount, place, read)
        for read in reads
        for place, part in read.marked.sums
        if part.amount and not part.bare
    ]
    values = sorted({value for value, _, _ in sums if value is not None}, reverse=True)
    if len(values) > 1 and 1 < values[0] / values[1] < GROSS:
        values = values[1:]
    if not values or values[0] < MIN_BARE or (len(values) > 1 and values[1] > values[0] / 4):
        return []
    place, read = next((place, read) for value, place, read in sums if value == values[0])
    words = read.marked.words
    if (
        _unreal(read, place)
        or _SUB.search(words)
        or not (len(values) == 1 or _NET.search(words) or _OFFERED.search(words))
    ):
        return []
    part = next(part for at, part in read.marked.sums if at == place)
    return [("", _finding(part, read.quote(0, len(read.marked.clauses) - 1), "amount.offer_total"))]


def _unreal(read: Read, place: int) -> bool:
    """Whether the clause of a sum is no assertion."""
    own = read.marked.clause(place)
    return bool(read.mood(own, own))


def _is_total(read: Read, place: int, *, alone: bool) -> bool:
    """Whether the words around a sum make it a total; `alone`: it is the only one in its sentence."""
    words = read.marked.words
    if (alone and _TOTAL.search(words)) or _behind_total(words, place):
        return True
    return bool(_OFFER_IS.search(read.marked.text(0, len(read.marked.clauses) - 1, place)))


def _behind_total(words: str, place: int) -> bool:
    """Whether the amount is the only one behind a word like total."""
    match = next(iter(list(_TOTAL.finditer(words[:place]))[-1:]), None)
    return match is not None and SUM not in words[match.end() : place] and place - match.end() < 60


def _one_total(found: list[tuple[str, Finding]]) -> list[Finding]:
    values = {tuple(sorted(finding.value.items())) for _, finding in found}
    if len(values) <= 1:
        return [finding for _, finding in found[:1]]
    nets = [finding for tax, finding in found if tax == "net"]
    others = [finding for tax, finding in found if tax != "gross"]
    for group in (nets, others):
        if group and len({tuple(sorted(finding.value.items())) for finding in group}) == 1:
            return group[:1]
    return []


def _finding(part: Sum, quote: str, rule: str) -> Finding:
    return Finding("amount", {"amount": part.text, "currency": part.currency}, quote, rule)


@cache
def _compiled(language: Language) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    accepted = _ACCEPTED[language].replace("[^D", f"[^{DAY}").replace("D", DAY)
    return re.compile(accepted), re.compile(_NOT_YET[language]), re.compile(_GOES_WELL[language])
