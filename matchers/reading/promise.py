"""Promises without a day: "I'll look into it and come back to you". No proposal, but a line in the brief until it is kept.

A promise with a day is a next step; a condition ("if you like, I will …") is none. "As soon as I have it" is one all the same.
"""

from __future__ import annotations

import re
from functools import cache

from matchers.reading.bag import bag
from matchers.reading.evidence import Read
from matchers.reading.modality import Mood
from matchers.reading.text import Language, Sentence
from sync.model import Finding

MAX_TEXT = 80

_PROMISED: dict[Language, str] = {
    "en": (
        r"\b(?:i|we)(?:'ll| will| shall|'m going to|'re going to| am going to| are going to) (?:now |also |then |just |certainly |definitely |gladly )?"
        r"(?:look into|check (?:with|this|that|it|internally|on)|find out|get back to you|come back to you|revert (?:to you|with)|report back|let you (?:know|have)|keep you (?:posted|updated|informed|in the loop)|follow up (?:with|on)"
        r"|be in touch|clarify (?:this|that|it|with)|sort (?:this|that|it) out|send (?:you|it|them|over|the|our|a)|forward (?:you|it|the|this)|share (?:it|the|our|with)|chase (?:this|it|them)|take (?:this|it|that) up with|raise (?:this|it) with|speak to|talk to|ask (?:our|my|the|around))\b"
        r"|\blet me (?:check|look into|find out|clarify|come back to you|get back to you)\b|\bleave (?:it|that|this) with (?:me|us)\b"
    ),
    "de": (
        r"\b(?:melde mich|melden uns|(?:ich|wir) (?:kläre?n?|prüfe?n?|bespreche?n?|recherchiere?n?) (?:das|es|dies|die|den|intern)|(?:ich (?:gebe|sage)|wir (?:geben|sagen)|(?:gebe|sage)(?: ich)?|(?:geben|sagen) wir) (?:ihnen |dir |euch )?(?:dann |gerne? |noch )?bescheid"
        r"|komme? (?:dann |wieder |gerne )*auf (?:sie|dich|euch) (?:zurück|zu)|kommen (?:dann |wieder )*auf (?:sie|dich|euch) (?:zurück|zu)|halte[n]? (?:ich |wir )?(?:sie|dich|euch) auf dem laufenden|(?:frage|hake) (?:das |intern |da |dort |mal )*nach"
        r"|(?:ich|wir) (?:schicke|sende|schicken|senden|reiche|reichen|leite|leiten|liefere|liefern) (?:ihnen|dir|euch|das|es|die|den)|(?:lasse|lassen) (?:ich |wir )?(?:ihnen|dir|euch) [^.;]{2,50} zukommen|kümmere mich (?:darum|drum)|kümmern uns (?:darum|drum)|mache mich (?:da |mal )?schlau)\b"
    ),
    "fr": (
        r"\b(?:(?:je|nous|on) (?:reviens|reviendrai|revenons|reviendrons|revient|reviendra) (?:vers (?:vous|toi)|rapidement)|(?:je|nous) (?:vous |te )(?:tiens|tiendrai|tenons|tiendrons) (?:informée?s?|au courant)|je me renseigne|nous nous renseignons"
        r"|(?:je|nous) (?:vérifi(?:e|ons)|regard(?:e|ons)|vois|voyons) (?:cela|ça|ce point|avec|en interne)|je fais (?:le point|un point|vérifier)|(?:je|nous) (?:vous |te |t')(?:l'|le |la |les )?(?:enverrai|enverrons|envoie|envoyons|transmets|transmettrai|transmettrons|recontacte|recontacterai|rappelle|rappellerai|ferai|fais|dirai|dis|confirme|confirmerai)"
        r"(?= (?:dès|rapidement|tout|au plus|prochainement|bientôt|suivre|parvenir|un retour|ce qu'il|la|le|les|une?|des|notre|nos|mon|ma)\b)|je m'en (?:occupe|charge))(?!\w)"
    ),
    "es": (
        r"\b(?:(?:te|le|os|les|se) (?:lo |la |los |las )?(?:confirmo|confirmaré|aviso|avisaré|digo|diré|informo|informaré|cuento|envío|enviaré|mando|mandaré|paso|pasaré|hago llegar|escribo|llamo)\b[^.;]{0,25}\b(?:en cuanto|tan pronto|cuando (?:lo|la|los|las|tenga|sepa)|a la mayor brevedad|pronto|enseguida)"
        r"|lo (?:consulto|reviso|miro|compruebo|verifico|consultaré|revisaré|miraré) (?:con|internamente|y|hoy|esta)|(?:te|le|os|les) (?:mantengo|mantendré|mantendremos) (?:al (?:tanto|corriente)|informad\w{1,2})|quedo en (?:enviar|confirmar|avisar|mandar|pasar)\w{0,4}"
        r"|me encargo(?: yo)?(?: de)?|me pondré en contacto|nos pondremos en contacto|(?:vuelvo|volveré) a (?:contactar|escribir)\w{0,3})(?!\w)"
    ),
}
_IF = re.compile(
    r"\b(?:if|unless|whether|wenn|falls|sofern|ob|si|s'il|à condition|salvo que|siempre que|once you|nachdem sie)\b"
)
_BAD = Mood.ASKED | Mood.DENIED | Mood.POSSIBLE | Mood.HEARSAY | Mood.JOKE | Mood.OTHERS
_KEYS = bag(
    "ll will shall going let leave melde melden kläre klären prüfe prüfen bespreche besprechen gebe geben sage sagen komme kommen halte halten"
    " frage hake schicke schicken sende senden reiche reichen leite leiten lasse lassen kümmere kümmern mache recherchiere liefere liefern"
    " reviens reviendrai revenons reviendrons revient reviendra tiens tiendrai tenons tiendrons renseigne renseignons vérifie vérifions regarde"
    " vois voyons fais envoie enverrai enverrons transmets transmettrai recontacte recontacterai rappelle dis dirai confirme confirmerai occupe charge"
    " confirmo confirmaré aviso avisaré digo diré informo informaré envío enviaré mando mandaré paso pasaré hago escribo llamo consulto reviso miro"
    " compruebo verifico consultaré revisaré miraré mantengo mantendré mantendremos quedo encargo pondré pondremos vuelvo volveré cuento"
)


def may_promise(sentence: Sentence) -> bool:
    """Whether the sentence has a word without which nothing is promised."""
    return not _KEYS.isdisjoint(sentence.tokens) and not sentence.asks


def find(read: Read) -> list[Finding]:
    """The promise of a sentence without a day."""
    marked = read.marked
    match = _compiled(marked.language).search(marked.words)
    if match is None or marked.days or _IF.search(marked.words):
        return []
    first, last = marked.clause(match.start()), marked.clause(match.end() - 1)
    if read.mood(first, last) & _BAD:
        return []
    quote = read.quote(first, last)
    line = " ".join(quote.split())
    words = line if len(line) <= MAX_TEXT else line[: MAX_TEXT - 1].rsplit(" ", 1)[0] + "…"
    by = "rep" if read.letter.own else "them"
    return [Finding("promise", {"text": words, "by": by}, quote, "promise.said")]


@cache
def _compiled(language: Language) -> re.Pattern[str]:
    return re.compile(_PROMISED[language])
