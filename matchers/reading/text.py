"""The new words of a letter as sentences, each with its language. Linear in the text, of which MAX_READ characters are read.

All rules read `words`: lower-case, one kind of apostrophe, dash and blank, one character for each character of the text. So a place
in the words is a place in the text, and a quote is cut from the text as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Literal, NamedTuple

from matchers.reading.bag import bag

Language = Literal["en", "de", "fr", "es"]

MAX_READ = 32_768
"""Characters of a text that are read: no letter of a person is longer."""
MAX_SENTENCE = 400
"""Characters of a sentence that are read. What is longer is a table, a log, or an attack."""
MAX_SENTENCES = 300

OURS = "\u2d63"
"""A letter that stands for each one of the own company's name (ours.py). No text holds it: `level` takes it out."""
SOLD = "\u2d64"
"""Likewise for each letter of a word that the deals are named by (trade.py)."""
_LEVEL = {
    **dict.fromkeys(map(ord, "’‘´`ʼ′"), "'"),
    **dict.fromkeys(map(ord, "\u00a0\u202f\u2009\u2007\u2002\u2003\t\r\u200b\ufeff\x00"), " "),
    **dict.fromkeys(map(ord, "–—‐‑‒−"), "-"),
    **dict.fromkeys(map(ord, "“”„«»‟"), '"'),
    **dict.fromkeys(range(0xE000, 0xE010), " "),  # the marks of `marked`
    ord(OURS): " ",
    ord(SOLD): " ",
}
_WORD = re.compile(r"[^\W\d_]+")
_END = re.compile(r"\n+|;+(?=\s)|(?<![.])[.]{1,3}(?![.])[\"')\]]*(?=\s|$)|[!?…]+[.!?…]*[\"')\]]*(?=\s|$)")
_FEW = 8
"""Different words by which a language can be told."""
_NUMBERED = re.compile(
    r"\s*(?:[a-zäöüéèà\d]|Jan|Jän|Feb|Mär|Maerz|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez|Oct|Dec|Quartal|Kalenderwoche|KW\b|Woche|Halbjahr|Uhr)"
)
"""What goes on behind the dot of a German number, in the text's own letters."""
_SHORT = bag(
    "dr mr mrs ms prof ust mwst rev ref vol fig pp lit st no nr sec art inc ltd co vs ca ggf evtl inkl exkl zzgl bzw usw etc z b d h u a o ä bspw hr"
    " fr hrn mme m mm mlle sr sra srta dña d p ej eg e g i approx incl excl est dept tel abs pos max min mio mrd tsd"
    " std str geb vgl lt gem sog jan feb mar apr jun jul aug sep sept oct okt nov dec dez mo di mi do sa so mon tue"
    " tues wed thu thur thurs fri sat sun lun mer jeu ven sam dim janv fév févr avr juil déc ene abr ago dic mié jue"
    " vie dom az av núm nº art réf ref env rev vers rs dra lic ing arq mtra"
)
_WORDS: dict[Language, str] = {
    "en": "the and we you to is of for our i'll your with this that will be are have it not on can from would please as they was thanks my if"
    " at by do all there what i let us me see then when hi hello dear works call send next meeting quote signed attached approved need order monday tuesday wednesday thursday friday january february march june july october december agreed deal",
    "de": "der die das und wir ich sie ist nicht für mit den dem zu im am auf eine ein einen bitte wird werden haben uns ihnen ihr ihre bei auch"
    " von dass noch wie sich es aber als zum zur bis dann hallo sehr guten herr frau grüße danke habe hat sind kann passt mir anbei unser unsere"
    " war nur so um schon euch dich dir mein meine ihre ihren dieser diese unseren unserem vom angebot vertrag auftrag bestellung grüße gruß ja nein also jetzt heute morgen woche euro netto passt bekommen muss müssen können würde ins beim gern gerne moin servus lg montag dienstag mittwoch donnerstag freitag januar februar märz juni juli oktober dezember einverstanden zuschlag termin",
    "fr": "le les et nous vous je est pour dans du des une un pas au aux sur avec votre vos notre nos ce cette que qui bonjour merci sera"
    " la il elle avons avez suis sommes cordialement madame monsieur ci plus être ai ou mais à été d'ici ça c'est j'ai je n'est qu'il d'un d'une l'offre devis commande signature contrat juin juillet janvier février mars avril lundi mardi mercredi jeudi vendredi mes oui non très bien chez sous entre semaine réunion projet prix montant bon si aussi donc alors tout faire fait peut accord jeudi lieu visite ils sont était nos votre comité validé accordé accordée acceptons voit voyons parlons rappelle signons commandons prochaine prochain reçu offre envoie jour",
    "es": "el los las y nosotros usted ustedes es para en del una un no al con su sus nuestro nuestra que por hola gracias será la le les"
    " hemos han está estamos buenos días saludos señor adjunto pero más como se lo os te nos vosotros muy ya fue también hasta esta este estos eso ese lo nuestros pedido contrato firma oferta presupuesto orden febrero enero abril mayo junio julio lunes martes miércoles jueves viernes semana reunión precio importe proyecto sin sobre entre cuando tiene tengo vamos puede favor sí bien todo hay trato hecho proveedor visita hemos soy sois vosotros mañana hoy cerramos aceptamos seguiremos adelante firmamos firmaremos quedamos vemos hablamos hablemos espero necesito dirección aprobado aprobada enviaré llamo cancelado pasamos cuenten cuente",
}
_NOBODYS = bag("la no me on es a o d en un le les que des do so war die si an in as par du plus son total on must")
"""Words of two languages: they tell nothing."""
_COMMON: dict[str, Language] = {
    word: language for language, words in reversed(_WORDS.items()) for word in words.split() if word not in _NOBODYS
} | {"die": "de", "war": "de", "les": "fr"}


_LETTERS: tuple[tuple[frozenset[str], Language], ...] = (
    (frozenset("ßäöü"), "de"),
    (frozenset("çèêâîœ"), "fr"),
    (frozenset("ñ¿¡óíú"), "es"),
)


def common(word: str) -> bool:
    """Whether it is a common word of one of the languages."""
    return word in _COMMON or word in _NOBODYS


class Sentence(NamedTuple):
    """One sentence, or one line of a list. `start` is its place in the text."""

    start: int
    words: str
    tokens: frozenset[str] = frozenset()
    """Its different words."""
    main: Language = "en"
    """The language of the text around it."""
    spoken: Language | None = None
    """Its own language, where that has been settled."""

    @property
    def language(self) -> Language:
        """The text's own language, unless the sentence's words clearly are of another."""
        return self.spoken or _settled(self.tokens, self.words, self.main)

    @property
    def end(self) -> int:
        """The place in the text behind its last character."""
        return self.start + len(self.words)

    @property
    def asks(self) -> bool:
        """It ends with a question mark."""
        return "?" in self.words[-4:] or self.words[0] == "¿"


@lru_cache(maxsize=4)
def level(text: str) -> str:
    """The text as rules read it: as many characters, at most MAX_READ."""
    text = text[:MAX_READ]
    low = text.lower()
    if len(low) != len(text):
        low = "".join(small if len(small := letter.lower()) == 1 else letter for letter in text)
    return low.replace("\t", " ").replace("\r", " ").replace("\x00", " ") if low.isascii() else low.translate(_LEVEL)


def sentences(words: str, text: str = "") -> Iterator[Sentence]:
    """The sentences of a levelled text, in order. `text` is the same with its capital letters."""
    flow = flowing(words)
    main = language_of(flow)
    start = count = 0
    for stop, end in _ends(flow, text or flow):
        part = flow[start:stop]
        bare = part.strip()[:MAX_SENTENCE]
        if bare:
            count += 1
            if count > MAX_SENTENCES:
                return
            yield Sentence(start + len(part) - len(part.lstrip()), bare, frozenset(_WORD.findall(bare)), main)
        start = end


def language_of(words: str, default: Language = "en") -> Language:
    """The language of a whole text: of which most common words are; the default where they tell nothing."""
    return _most(_WORD.findall(words[:4_096]), words, default, 1)


def languages_in(sentence: Sentence) -> frozenset[Language]:
    """The languages that a sentence may be in: its own and the text's, and each of which it has a word. A short line may be in any."""
    if len(sentence.tokens) < _FEW:
        return frozenset(_WORDS)
    return frozenset(
        {sentence.language, sentence.main, *(_COMMON[each] for each in sentence.tokens if each in _COMMON)}
    )


@lru_cache(maxsize=256)
def _settled(tokens: frozenset[str], words: str, main: Language) -> Language:
    return _most(tokens, words, main, 2)


def _most(tokens: Iterable[str], words: str, default: Language, least: int) -> Language:
    counts: dict[Language, int] = {}
    for known in map(_COMMON.get, tokens):
        if known is not None:
            counts[known] = counts.get(known, 0) + 1
    if not words.isascii():
        for letters, of in _LETTERS:
            if any(letter in words for letter in letters):
                counts[of] = counts.get(of, 0) + 1
    if not counts:
        return default
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] >= counts.get(default, 0) + least else default


def _ends(flow: str, text: str) -> Iterator[tuple[int, int]]:
    """Where sentences end: (behind the last sign, where the next one may begin)."""
    for found in _END.finditer(flow):
        at, end = found.span()
        if flow[at] in "\n;":
            yield at, end
        elif found[0][0] != "." or len(found[0]) > 1 or not _goes_on(flow, text, at):
            yield end, end
    yield len(flow), len(flow)


def _goes_on(flow: str, text: str, dot: int) -> bool:
    """Whether the dot belongs to an abbreviation or to a German number."""
    before = flow[max(0, dot - 12) : dot]
    if before[-1:].isdigit():
        return bool(_NUMBERED.match(text, dot + 1))
    last = re.split(r"[^\w']+", before)[-1]
    return last in _SHORT or len(last) == 1


def flowing(words: str) -> str:
    """The text with the line breaks of a mail program as blanks, and those of a person kept."""
    if "\n" not in words:
        return words
    lines = words.split("\n")
    parts = [lines[0]]
    for above, line in pairwise(lines):
        parts.append(" " if _wraps(above, line) else "\n")
        parts.append(line)
    return "".join(parts)


def _wraps(above: str, line: str) -> bool:
    """Whether a mail program broke the line above this one."""
    if not above or not line or above[-1] in ".!?:;" or not (line[0].isalnum() or line[0] in "\"'(€$£¿"):
        return False
    if len(above) < 45 or "   " in above or "   " in line or above.lstrip()[:1] in "-*•·":
        return len(above) >= 60 and "   " not in above and "   " not in line
    return True
