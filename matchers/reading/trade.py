"""What the rep sells, as the names of the deals tell: its words are ours in a customer's mouth, whatever else people buy beside it.

"Approved for the roof" is somebody else's order to one who sells software, and ours to a roofer. No rule knows a trade: the guards
of sums, ends and newcomers read such words as marks, as they do the own company's name (`ours`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from matchers.reading.bag import bag
from matchers.reading.names import bare
from matchers.reading.text import SOLD, common

_WORD = re.compile(r"[^\W\d_]{3,40}")
_RARE = 20
"""What stands in fewer than one of so many deals' names is a place or a customer's word, no trade."""
_STEM, _ROOT, _SHORTEST = 5, 4, 3
_EVERYBODYS = bag(
    "project projects projekt projet projets proyecto proyectos pilot pilote piloto phase fase lot los lote offer angebot offre oferta order auftrag"
    " commande pedido contract vertrag contrat contrato renewal new neu neue nouveau nouvelle nuevo nueva extension extra plan plans test trial deal"
    " opportunity site sites standort werk plant planta usine office north south east west nord sud süd norte sur est year jahr an año annual"
    " budget payment payments price prices preis prix precio total invoice rechnung facture factura deposit discount rabatt remise descuento deposit loan credit bank offer acompte anzahlung anticipo pago paiement zahlung grant system systems service services first second main group company firma"
    " gmbh ltd inc corp llc sarl rfp rfq tender ausschreibung appel offres licitación stage step visit customer kunde client cliente"
)
"""Words of any deal: they tell no trade."""


def words(deals: Iterable[str], others: Iterable[str] = ()) -> frozenset[str]:
    """The trade that deals' names tell, as `marked` knows it. `others`: names of companies and people, which tell none."""
    named = {stem for name in others for word in _words(name) for stem in _stems(word)}
    counts: Counter[frozenset[str]] = Counter()
    total = 0
    for name in deals:
        total += 1
        counts.update({_stems(word) for word in _words(name) if word not in _EVERYBODYS and not common(word)})
    return frozenset(
        stem for stems, count in counts.items() if count * _RARE >= total for stem in stems if stem not in named
    )


def marked(text: str, trade: frozenset[str]) -> str:
    """Levelled words with each letter of the trade's words as SOLD. As many characters."""
    return (
        _WORD.sub(lambda found: SOLD * len(found[0]) if _knows(trade, found[0]) else found[0], text) if trade else text
    )


def among(tokens: Iterable[str], trade: frozenset[str]) -> bool:
    """Whether one of some words is of the trade."""
    return bool(trade) and any(_knows(trade, token) for token in tokens)


@lru_cache(maxsize=8_192)
def _knows(trade: frozenset[str], word: str) -> bool:
    word = bare(word)
    return word[:_STEM] in trade or word.removesuffix("s") in trade or f"{word[:_ROOT]}-" in trade


def _words(name: str) -> list[str]:
    return [bare(word) for word in _WORD.findall(name[:200].lower())]


def _stems(word: str) -> frozenset[str]:
    """How a word is known again: by its beginning; a short one as it stands, and as the beginning of a compound."""
    if len(word) > _ROOT:
        return frozenset({word[:_STEM], word[:_ROOT]})
    return frozenset({word, f"{word}-"} if len(word) == _ROOT else {word})
