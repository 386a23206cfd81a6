"""A day of closing whose clause names the act again without saying it: `we sign nothing before the audit: we'll do it in April`.

The clause in front says what is signed or ordered, be it denied; the clause of the day only says when: D.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from matchers.reading.evidence import Read
from matchers.reading.marked import DAY, OTHER
from matchers.reading.modality import Mood
from matchers.reading.text import Language


class _Again(NamedTuple):
    act: str
    """Signing or ordering, in the clause in front."""
    when: str
    """The whole of a clause up to its day."""
    same: str
    """The act on `that day`, behind a clause with a day."""


_WORDS: dict[Language, _Again] = {
    "en": _Again(
        act=r"\b(?:sign|signing|signature|buy|buying|execute)(?:$| (?:anything|nothing|it|this|that|now|yet|today|with (?:you|\u2d63+)|the (?:contract|agreement)|before|until|is|slips|moves|has|won't|will)\b)",
        when=r"^\W*(?:(?:so|and|then|but|rather|instead) )?(?:(?:we|i|they)(?:'ll| will| shall| can)(?: only)? do (?:it|so|that)|(?:it|that|this)(?:'ll| will)(?: only)? (?:be|happen|come|take place)|it's|not|only|it(?:'s| has| is) (?:been )?(?:moved|pushed|set|slipp\w+|planned)(?: back)? (?:to|for)?)\b(?: \w{1,8}){0,4} ?D",
        same=r"\b(?:sign|execute|order|buy|place (?:the|our) order)\b[^D]{0,30}\b(?:that|the same) (?:day|afternoon|morning|evening|date)\b|^\W*(?:and )?that(?:'s| is| will be) (?:when|the day) (?:we|i|they)(?:'ll| will)? (?:sign|order|buy|place the order)\b",
    ),
    "de": _Again(
        act=r"\b(?:unterschrieben|unterzeichnet|unterschreiben|unterschreibe|bestellt|bestellen|beauftragt|unterschrift|zuschlag|bestellung)(?:$| (?:wird|ist|wir|ich|nicht|erst|noch|nichts|verschiebt|kommt)\b)",
        when=r"^\W*(?:(?:sondern|aber|und) )?(?:(?:das|dies|es|die|der) (?:machen|mache|tun|passiert|geschieht|wird|kommt|erfolgt|folgt)(?: wir| ich)?(?: es| das)?|(?:machen|tun) (?:wir|ich) (?:das|es)|sondern|den (?:bekommen|erhalten|kriegen) (?:sie|ihr))\b(?: \w{1,8}){0,3} ?D",
        same=r"\b(?:am selben|am gleichen|an diesem|an dem) (?:tag|nachmittag|vormittag|abend)\b[^D]{0,40}\b(?:unterschr\w+|unterzeichn\w+|bestell\w+|beauftrag\w+)|\b(?:unterschr\w+|unterzeichn\w+|bestell\w+|beauftrag\w+)\b[^D]{0,30}\b(?:am selben|am gleichen|an diesem|an dem) (?:tag|nachmittag|vormittag|abend)\b",
    ),
    "fr": _Again(
        act=r"\b(?:signons|signe|signerons|signera|commandons|signer|signature|commander)(?:$| (?:rien|pas|le contrat|votre|avec vous|est|sera|glisse|n'est|aujourd'hui|maintenant)(?!\w))",
        when=r"^\W*(?:(?:mais|et|donc) )?(?:(?:ce|cela|ça)(?: ne)? (?:sera|se fera|interviendra|tombera|aura lieu)(?: pas)?|(?:nous|on|je) (?:le|la) (?:ferons|fera|ferai|faisons|fait)|mais|elle (?:se fera|aura lieu|interviendra|tombera)|il (?:sera|partira))(?!\w)(?: \w{1,8}){0,3} ?D",
        same=r"\b(?:signerons|signons|signe|signerai|signera|commanderons|commandons)(?!\w)[^D]{0,30}\b(?:ce jour-là|le même jour|le jour même|dans la foulée)",
    ),
    "es": _Again(
        act=r"\b(?:firmamos|firmo|firmaremos|firmar|compramos|contratamos)(?:$| (?:nada|el contrato|todavía|aún|ahora|hasta|antes|con (?:ustedes|vosotros))(?!\w))|^\W*(?:pero |y )?(?:la firma|el pedido|la adjudicación|la compra|la contratación) (?:se|no|queda|va)(?!\w)",
        when=r"^\W*(?:(?:sino|pero|y) (?:que )?)?(?:l[oa] (?:haremos|hacemos|haré|hago|hará|dejamos|dejo|pasamos|movemos|tendremos|vamos a hacer)|(?:eso |esto )?(?:no )?(?:será|serán|sería ya|saldrá|llegará)(?: hasta)?|queda|caerá|sino|vamos a)(?!\w)(?: \w{1,8}){0,3} ?D",
        same=r"\b(?:firmo|firmamos|firmaré|firmaremos|se firma|compramos|haremos el pedido)(?!\w)[^D]{0,30}\b(?:ese (?:mismo )?día|el mismo día|esa (?:misma )?(?:tarde|mañana))(?!\w)|\b(?:ese (?:mismo )?día|el mismo día|esa (?:misma )?(?:tarde|mañana))(?!\w)[^D]{0,12}\b(?:firmo|firmamos|firmaré|firmaremos|se firma|hacemos el pedido)(?!\w)",
    ),
}
_UNSURE = Mood.ASKED | Mood.CONDITIONAL | Mood.HEARSAY | Mood.OTHERS | Mood.JOKE


def clauses(read: Read, place: int) -> tuple[int, int] | None:
    """The clauses that together say that something is signed or ordered on the day at a place; None where they do not."""
    act, when, same = _compiled(read.marked.language)
    own = read.marked.clause(place)
    if (
        own
        and OTHER not in read.marked.text(own - 1, own - 1)
        and when.search(read.marked.text(own, own, place))
        and act.search(read.marked.text(own - 1, own - 1))
    ):
        before, here = read.mood(own - 1, own - 1), read.mood(own, own)
        if (
            not before & _UNSURE
            and not here & ~Mood.DENIED
            and (here == Mood.ASSERTED or _UNTIL.search(read.marked.text(own, own, place)))
        ):
            return own - 1, own
    for first, last in ((own, own), (own, own + 1)):
        if last < len(read.marked.clauses) and not read.mood(first, last):
            text = read.marked.text(first, last, place)
            if OTHER not in text and (found := same.search(text)) and text.index(DAY) < found.end():
                return first, last
    return None


_UNTIL = re.compile(
    rf"\b(?:until|till|before|hasta|antes de|avant|vor)\b[^{DAY}]{{0,20}}{DAY}|^\W*(?:sondern|sino|mais)\b"
)
"""A denial that names the day all the same."""


@cache
def _compiled(language: Language) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(each.replace("[^D", f"[^{DAY}{OTHER}").replace("D", DAY)) for each in _WORDS[language])
