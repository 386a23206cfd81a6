"""A sum that is accepted, told by any form of a verb of accepting, buying or awarding, and its place in the clause.

Two places are enough: the sum as what is approved (`we release D`), and the sum behind a word of price (`we chose you for D`),
then with a word of ours in the clause or nothing that is named: `we chose a forklift for D` is no order of ours.
D stands for the sum that is asked about. What such a clause says besides is refused by the guards and by its mood.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from matchers.reading.marked import DAY, SUM
from matchers.reading.text import Language


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
