"""What takes a part from the person that a rule found: an opinion, one of two, their boss or successor, somebody they know, a board that stands behind the verb."""

from __future__ import annotations

import re
from functools import lru_cache

from matchers.reading.names import tokens

_OPINION = re.compile(
    r"(?<!what )(?<!que )\b(?:i (?:would )?(?:believe|assume|suppose|guess|think|imagine|presume)|(?:my|a) guess|as far as i(?:'m| am)? (?:know|aware)|to my knowledge|if i'm not mistaken|i(?:'m| am) not (?:sure|certain)|not sure|(?:he|she|\w+) (?:thinks|believes) (?:he|she|that)|presumably|we (?:think|assume|believe)"
    r"|ich (?:glaube|denke|nehme an|vermute|schätze|meine)|wir (?:glauben|denken|vermuten|nehmen an)|(?:glaubt|denkt|meint|hofft), (?:er|sie|dass)|soweit (?:ich|wir) (?:weiß|weiss|wissen)|meines wissens|vermutlich|ich wünschte|wenn ich mich nicht irre|bin (?:mir )?nicht sicher|als ob"
    r"|je (?:crois|pense|suppose|présume|imagine)|nous (?:pensons|supposons|croyons)|(?:croit|pense) (?:que|qu')|à ma connaissance|sauf erreur|il me semble|si je ne me trompe|pas sûre?"
    r"|creo que|supongo|imagino que|pienso que|creemos|suponemos|(?:cree|piensa) que|que yo sepa|si no me equivoco|me parece que|no (?:estoy|estamos) segur\w+|apparently|allegedly|supposedly|reportedly|angeblich|anscheinend|apparemment|soi-disant|al parecer|supuestamente|por lo visto|man (?:sagt|hört|munkelt)|on (?:dit|raconte) que|they say|rarely|hardly ever|selten|rarement|rara vez|hat nichts zu|kleinigkeiten|small things|überleg\w+ noch|todavía no sabemos|noch offen|still open)(?!\w)"
)
_TOLD_TO = re.compile(
    r"\b(?:sagen sie|sag(?:t)?|klären sie|klär|fragen sie|bitten sie|tell|ask(?:ed)? me|ask|bat mich|m'a demandé|me pidió|remind|dites à|demandez à|rappelez à|dígale|dile|pídale|recuérdele)\b[^.;:]{0,40}?(?:,? ob|,? dass|\bto|\bde|\bd'|\bque|\bif|\bwhether|\bsi)\b[^.;:]{0,60}$"
)
_ONLY = re.compile(
    r"\b(?:only|just|merely|simply) (?=\w+(?:s|ing)\b)(?!(?:needs|has|is|was)\b)|\b(?:nur|bloß|lediglich) (?=(?:noch )?(?:die|das|den|in|an|ein|weiter|zu|vor|mit|informiert|dabei|auf)\b)|\bne (?:fait|fais) que\b|\b(?:solo|sólo|solamente|únicamente) (?=\w+(?:a|e|o)\b)(?!(?:ella|una|la|a|decide|firma|puede)\b)"
)
"""Less than it sounds like: somebody only collects the offers."""
_SAID = re.compile(
    r"(?<!\bi )(?<!\bas )\b(?:said|told (?:me|us)|mentions?|mentioned|claims|sagte|meinte|behauptet|erwähnte|m'a dit|nous a dit|a dit|disait|prétend|me dijo|nos dijo|dijo|comentó|dice)\b"
)
_AS_SOON = re.compile(
    r"\b(?:as soon as|once|sobald|dès que|une fois que|en cuanto|una vez que|tan pronto)\b[^.;,]{0,40}$"
)
_KNOWN_BY = re.compile(
    r"\b(?:his|her|sein\w{0,2}|ihre[nmrs]?|ihr|son|sa|su) (?:\w+ ){0,2}?(?:director|boss|manager|chief|supervisor|partner|successor|chef\w*|direktor\w*|kolleg\w+|vorgesetzte\w*|nachfolger\w*|leiter\w*|directeur|directrice|patron\w*|collègue|successeur|supérieur\w*|jef[ea]|directora?|compañer[oa]|sucesora?),? (?:who|that|der|die|qui|que|quien)\b[^.;,]{0,20}$"
    r"|\b(?:knows?|next to|asks?|kennt|neben|fragt|connaît|demande|à côté|conoce|pregunta|junto a)\b[^.;]{0,25}\b(?:man|woman|person|guy|lady|one|den|die|dem|der|dame|herrn|mann|frau|celui|celle|personne|homme|dame|persona|hombre|mujer|señora?),? (?:who|that|der|die|qui|que|quien)\b[^.;,]{0,20}$"
)
_BOARD = (
    r"(?:vorstand|zentrale|aufsichtsrat|geschäftsführung|geschäftsleitung|gemeinderat|stadtrat|kreistag|gremium|verwaltungsrat|konzern\w*|mutter\w*|einkauf|rechtsabteilung|technik|chef\w*|nachfolger\w*|team|abteilung|ausschuss|direktion|kunde"
    r"|comité|conseil|direction|siège|groupe|comité|consejo|dirección|central|pleno|gerencia|board|committee|management|council|headquarters)"
)
_SOMEBODY_ELSE = re.compile(
    rf"(?:'s \w| ?(?:am ende |immer |allein |nur |vor allem |letztlich )*(?:der|die|das|the|le|la|el) (?:\w*preis|\w*qualität|lieferzeit|leistung|price|quality|prix|qualité|precio|calidad)\b|(?:ihnen|euch|dir|you|vous|ustedes|vosotros)\b| ?(?:dann |hier |bei uns |letztlich |am ende |danach |jetzt |ohnehin )*(?:(?:der|die|das|unser|unsere|le|la|el) (?:\w+ )?{_BOARD}|jemand|ein anderer|eine andere|quelqu'un|otr[oa])\b)"
)
_RELATED = (
    r"(?:boss|chief|successor|predecessor|colleague|assistant|team|department|manager|secretary|wife|husband|deputy|lawyer|departure|chef(?:in)?|kolleg(?:e|in|en)|nachfolger(?:in)?|vorgänger(?:in)?|assistent(?:in)?|abteilung|team|vorgesetzte\w?|stellvertreter(?:in)?|sekretär(?:in)?|anw[aä]lt(?:in)?|weggang|abschied|ausscheiden|nachfolge|seite"
    r"|avocate?|conseill?(?:er|ère)?|juriste|abogad[oa]|asesora?|chef|cheffe|patronn?e?|successeur|prédécesseur|collègue|assistante?|équipe|service|adjointe?|départ|supérieure?|jef[ea]|sucesora?|predecesora?|compañer[oa]|asistente|equipo|departamento|adjunt[oa]|marcha|salida)"
)
_TITLE = r"(?:herrn? |frau |mr\.? |mrs\.? |ms\.? |mme |m\.? |monsieur |madame |sr\.? |sra\.? |señora? |dr\.? )*"
_NEAR = 160


def is_doubtful(words: str, start: int, end: int, first: int, last: int, name: str) -> bool:
    """Whether the words around what was found (start to end, in the sentence first to last) take it from the person of this name."""
    begin = max(first, start - _NEAR)
    before = words[begin:start]
    if (
        _OPINION.search(words, begin, min(last, end + 40))
        or _TOLD_TO.search(before)
        or _SAID.search(before)
        or _AS_SOON.search(before)
        or _ONLY.search(words, begin, min(last, end + 20))
        or _KNOWN_BY.search(words[begin : min(end, start + 8)])
    ):
        return True
    if _SOMEBODY_ELSE.match(words, end, last):
        return True
    parts = tokens(name)
    return bool(parts) and bool(_of(parts).search(words, begin, min(last, end + _NEAR)))


@lru_cache(maxsize=512)
def _of(parts: tuple[str, ...]) -> re.Pattern[str]:
    """Somebody of hers or his, one of two, `not him`."""
    one = "(?:" + "|".join(map(re.escape, parts)) + ")"
    return re.compile(
        rf"\b{_RELATED} (?:of|von|de|d'|del) ?{_TITLE}{one}\b|\b(?:or|oder|ou|o) {_TITLE}{one}\b|\b{one} (?:or|oder|ou|o) (?!(?:not|nicht|non|no|else|so|whether|auch)\b)\w|\bnicht {_TITLE}{one}\b|\b(?:statt|instead of|au lieu de|en lugar de) {_TITLE}{one}\b"
    )
