"""How a clause is meant: asserted, or asked, denied, conditional, merely possible, heard of, joked. Only assertions are evidence."""

from __future__ import annotations

import re
from enum import Flag, auto
from functools import cache

from matchers.reading.marked import OTHER, Marked
from matchers.reading.text import Language


class Mood(Flag):
    """What takes a clause its force."""

    ASSERTED = 0
    ASKED = auto()
    DENIED = auto()
    CONDITIONAL = auto()
    POSSIBLE = auto()
    HEARSAY = auto()
    JOKE = auto()
    OTHERS = auto()
    """About a competitor, or another customer's business."""


_MINE = re.compile(
    r"(?:and |und |et |y |so |but |also )?(?:we|we're|we'll|i|i'm|i'll|wir|ich|nous|je|j'|nosotros|yo)\b"
)
"""Where somebody goes on in their own words."""
_RESERVE = re.compile(
    r"\b(?:unter vorbehalt|vorbehaltlich|sous réserve|à confirmer|tbc|to be confirmed|subject to (?:\w{2,12} ){0,2}(?:approval|availability|funding|contract|confirmation|budget)|por confirmar|pendiente de confirmar|my guess|i'd guess|if i had to guess|don't quote me|fingers crossed|ich schätze|schätzungsweise|nageln sie mich|ohne gewähr|je dirais|à vue de nez|à la louche|croisons les doigts|yo diría|me imagino|crucemos los dedos)(?!\w)"
)
"""What makes the clause before it uncertain, too."""
_WISHED = re.compile(
    r"\b(?:gehofft|hoped|hoping|espér(?:ais|ions)|esperaba|confiaba)(?!\w)|\b(?:failing (?:that|this|which|an? \w{3,12})|otherwise|à défaut|faute de \w{3,12}|(?:de lo|en caso) contrario|de no (?:ser así|\w{3,14}r(?:l[oa]s?)?))$"
)
"""What makes the clause behind it a wish, or what comes if nothing is done."""
_CONSEQUENCE = re.compile(
    r"(?:so that|that way|because|since|damit|so ?dass|dann|weil|denn|comme ça|ainsi|parce que|puisque|car|afin que|así|porque|ya que|de modo que|para que)\b"
)
"""What follows from the clause before, or is its ground, sets no condition for it."""
_READY = re.compile(
    r"(?:wenn(?= (?:der|die|das|unser\w{0,2}|mein\w{0,2}|alle|wir|ich|er|sie)\b[^,;]{0,40}\b(?:zusammenk\w+|tag(?:t|en)|zurück\w*|wieder da|vorbei|sitz(?:t|en))\b)|sobald|dès que|une fois que?|en cuanto|tan pronto como|cuando|as soon as|once)\b"
)
"""Behind a day: when it can be, and no condition, unless somebody has to say yes first."""
_SAYS_YES = re.compile(
    r"\b(?:approv|sign|releas|fund|budget|decid|agree|genehm|bewillig|freig|zustimm|entsch|beschl|valid|accord|vot|débloqu|accept|aprueb|autori|firm|liber|conced|acept|visto bueno|luz verde|feu vert|grünes|green|confirm|respuest|permis|subven|dinero|geld|argent|money|ban[ckq]|förder|zusage|presup|ok\b|nod\b)"
)
_ELSE = re.compile(r"(?:que |porque |pues |y )?si no\b")
_LAST_DAY = re.compile(
    rf"\b(?:a (?:lo )?más tardar|antes del?|como (?:muy tarde|máximo)|no más tarde)\b[^{OTHER}]{{0,12}}{OTHER}"
)
"""`Si no` behind a last day says what comes otherwise."""
_AND_IF = re.compile(r"(?:and|so|und|et|donc|y) (?:if|unless|wenn|falls|sofern|si|s'il|when)\b")
"""A condition of what comes behind it, not of what stands before."""
_JOKES = r"\b(?:check (?:the|your) (?:calendar|date)|look at the (?:calendar|date)|(?:auf den|in den) kalender (?:schauen|geschaut)|regarde\w? (?:la date|le calendrier)|mir[ea]n? (?:la fecha|el calendario)|c'est un(?:e)? autre (?:dossier|sujet|histoire|affaire)|(?:ein )?anderes thema|andere baustelle|(?:es )?otro (?:asunto|tema)|otra historia|(?:separate|different|another) (?:matter|story|subject)|ha(?:ha)+h?|lol|rofl|jk|just kidding|joking|hell freezes|pigs (?:might )?fly|scherz|kleiner spaß|spaß beiseite|nur spaß|mdr|je plaisante|pour rire|(?:ja){2,}|es broma|broma)\b|;-?\)|\U0001f602|\U0001f923|\U0001f609"

_IDIOMS: dict[Language, str] = {
    "en": r"\b(?:no later than|not later than|not? (?:a|one) (?:single )?(?:dollar|penny|cent|euro|day|pound|dime)s? (?:more|over|extra|above|beyond|higher|on top)|no problem|no worries|no doubt|not only|why not|not before|nothing but|(?:without|no|not including|not incl\.?) (?:vat|tax|taxes)|subject to nothing|not a moment|no matter what|if that's (?:ok|okay|alright|fine)(?: with you)?|if that's all right|either way|or not|(?:would|will|could|can) you\W*$|you (?:may|might)(?: as well)? (?=close|file|archive|take us)|may i (?=ask|request)|as (?:you|we|he|she|they|\w{3,12}) (?:suggest|propos)ed|(?:tell|know|confirm|say|check)\b[^.,]{0,30}\bwhether)\b",
    "de": r"\b(?:(?:räum|schaufel|schalt|mach)\w{0,3} [^.]{0,50}\bfrei|nicht später als|nicht nur|kein problem|keine sorge|nicht vor|nicht früher als|nicht zuletzt|ohne weiteres|so oder so|kein thema|keine frage|nicht mehr als|keinen (?:einzigen )?(?:cent|euro|rappen|heller) (?:mehr|darüber|drüber)|ohne (?:mwst|ust|umsatzsteuer|mehrwertsteuer|mws)|wenn's recht ist|wenn es recht ist|oder (?:eben |auch )?nicht|wie (?:von (?:ihnen|dir|euch) |du |sie |ihr |(?:herr|frau) \w{2,15} )?vorgeschlagen)\b|\ue001[^.]{0,20}\bfrei\b",
    "fr": r"(?:s'il (?:vous|te) pla[iî]t|\bpas plus tard que|\bpas avant|\bpas de (?:problème|souci)|\bn'hésitez pas|\bsans (?:faute|problème|souci|attendre)|\bpas seulement|\bsans (?:la )?tva|\bsi cela vous convient|\bpas un (?:seul )?(?:euro|centime|sou|franc) de plus|\bou (?:bien )?(?:pas|non)\b|\bcomme (?:vous (?:l'avez|le)|tu (?:l'as|le)|il l'a|elle l'a|on l'a|convenu et) ?propos\w{1,4}|\bcomme proposé(?!\w))",
    "es": r"\b(?:no más tarde (?:de|del)|no antes (?:de|del)|sin (?:falta|problema|problemas)|no dude[ns]?|no hay problema|no solo|sin (?:el )?iva|iva no incluido|no incluye iva|ni un (?:solo )?(?:euro|céntimo|centavo|peso|duro) más|no se hable más|si le parece bien|si te parece bien|si os parece|o no|como (?:usted(?:es)? |tú |ya )?(?:propuso|propusiste|propusieron|sugirió|sugeriste|sugirieron))(?!\w)|^si no (?=(?:el|mi|tu|nuestro)\b)",
}
_CONDITION: dict[Language, str] = {
    "en": r"\b(?:if|unless|provided|assuming|in case|in the event|as long as|whether|whenever|depend(?:s|ing) on|should (?=(?:you|we|they|he|she|it|the|i) )|had (?=(?:you|we|they) )|were (?=(?:you|we|they|it) ))",
    "de": r"\b(?:wenn|falls|sofern|soweit|sobald|vorausgesetzt|voraussetzung|ob|je nachdem|im falle?|sollten? (?=(?:sie|wir|ich|es|er|der|die|das|ihr|du)\b))",
    "fr": r"\b(?:si|s'il|s'ils|au cas où|à condition|pourvu que|dans l'hypothèse|en cas de|dès que|lorsque vous|sauf)\b",
    "es": r"\b(?:si|siempre que|siempre y cuando|en (?:el )?caso de|salvo que|a menos que|a condición|en cuanto|a no ser)\b",
}
_DENIAL: dict[Language, str] = {
    "en": r"\b(?:not|no|never|cannot|without(?= (?:your|an?|any|\w{2,12}ing)\b)|neither|nor|none|nobody|nothing|unable|cancel(?:led|ed|s)?|postponed?|refus(?:e|ed|es)|reject(?:ed|s)?|too (?:high|much|expensive|early|late|short|tight)|instead of|rather than|(?:was|were) (?:going|supposed|planning|meant|hoping|due) to)\b|n't\b|\b(?:dont|wont|cant|doesnt|isnt)\b",
    "de": r"\b(?:nicht|kein\w{0,3}|nie|niemals|ohne(?= (?:dass|zu|eine?|ihre?n?|unterschrift|auftrag)\b)|weder|nichts|niemand|abgesagt|absagen|entfällt|entfallen|verschoben|abgelehnt|zu (?:viel|teuer|hoch|früh|spät|knapp|kurz)|statt (?=\w)|anstatt|ursprünglich|eigentlich|ned|net|nöd)\b",
    "fr": r"\b(?:pas|non(?= (?:retenu|accept|valid|sign|command))|jamais|aucune?|rien|sans(?= (?:que|votre|un|une|aucune?|\w{3,12}er)\b)|ni|ne|refus\w{1,5}|annul\w{1,5}|report(?:é|ée|er|ons)|décal\w{1,5}|trop (?:cher|élevé|tôt|tard|court)|au lieu)\b|\bn'|\b(?:devions|(?:était|étaient) (?:initialement )?prévue?s?|étions censés|initialement)(?!\w)",
    "es": r"\b(?:no|nunca|jamás|ningún|ninguna?|nada|sin(?= (?:que|su|una?|ningun\w{1,2}|\w{3,12}r)\b)|tampoco|ni|cancel\w{1,6}|aplaz\w{1,6}|anul\w{1,6}|rechaz\w{1,6}|demasiado|en (?:lugar|vez) de)\b|\b(?:íbamos a|iba a|teníamos previsto|estaba previst[oa]|inicialmente)(?!\w)",
}
_POSSIBLE: dict[Language, str] = {
    "en": r"^(?:and |or )?(?:otherwise|or else|failing (?:that|this|which))\b|\b(?:(?:a|some|every) chance|with (?:any |a bit of )?luck|could|might|may|maybe|perhaps|possibly|probably|likely|hopefully|ideally|would(?! (?:like|need|ask|appreciate|be grateful))|tentativ\w{1,3}|pencil\w{0,5} (?:in|it|you|us|me)|pencill?ed|provisional\w{0,2}|hold|tbc|tbd|to be (?:confirmed|agreed)|hop(?:e|ing) to|i (?:hope|guess|suppose)|should be able|not sure|considering|consider(?! (?:it|this|that|(?:the|your|our) \w{3,12} (?:as )?\w+(?:ed|wn|st|ad)\b))|suggest\w{0,4}|propos(?:e|es|ing|ed)|either|fancy|in theory|would(?:'ve| have)|'d have|theoretically|subject to availability|(?:am|are|i'm|we're|is|be) (?:\w{1,12} )?(?:available|free)|optional\w{0,2}|try(?:ing)? to|want(?:ed)? to see|potential\w{0,2}|open to|usually|normally|typically|generally|always|tend to|as a rule|(?:is|are|was|were) thinking|feel free|welcome to)\b",
    "de": r"^(?:sonst|ansonsten|andernfalls|anderenfalls|widrigenfalls)\b|\b(?:mit (?:etwas )?glück|könnte\w{0,3}|vielleicht|eventuell|evtl|möglicherweise|vermutlich|wahrscheinlich|ggf|gegebenenfalls|hoffentlich|hoffen?|hofften?|gehofft|theoretisch|unter umständen|denkbar|vorschlag\w{0,3}(?! (?:mit|über) )|vorschlagen|vorgeschlagen|schlagen?(?![^.]{0,20} (?:ein|zu)\b)|anbieten|biete[nt]?|verfügbar|frei|hätte\w{0,2}(?! (?:ich |wir )?gern)|wäre\w{0,2}|würd(?:e\w{0,2})?(?! (?:ich |wir )?(?:mich |uns )?(?:gern|sie bitten|bitten|brauchen|benötigen))|dürfte\w{0,2}|vorläufig|unverbindlich|entweder|im raum|angedacht|mal sehen|anpeilen|vorbehaltlich|unter vorbehalt|platzhalter|versuch\w{1,3}|gerne mal|üblicherweise|normalerweise|meistens|in der regel|grundsätzlich|immer|schauen wir mal|warten wir|mal schauen)\b",
    "fr": r"^(?:sinon|à défaut|faute d[e'’]|autrement|sans quoi)|\b(?:j'ai (?:bien )?peur|crains|craignons|redout(?:e|ons)|il se peut|(?:de la|des|de) chances?|pourr(?:ait|ais|ions|iez|aient)|peut-être|éventuellement|probable(?:ment)?|sans doute|j'espère|espérons|espère|espérais|espérions|devrai(?:t|ent|s)|devrions|disponibles?|dispo|libres?|propos(?:e|ons|é|er|ez|erai|erais|erions|erait)|suggér\w{1,4}|suggère|envisag\w{1,5}|idéalement|serait|seraient|serions|aurions|aurais|provisoire\w{0,4}|à confirmer|en option|option|voudrait|aimerait|auriez|seriez|si possible|sous réserve|d\'habitude|habituellement|en général|généralement|normalement|toujours|on verra|(?:essa(?:ie|yer|ierai|yons)|tenter\w{0,4})(?= (?:de|d'))|(?<=va )essayer)\b",
    "es": r"^(?:de no \w{3,14}r(?:l[oa]s?|se)?|(?:de lo|en caso) contrario|si no,)(?!\w)|\b(?:(?<!me )(?<!nos )tem(?:o|emos)|con suerte|igual(?= \ue002| (?:el|la|me|nos|le|lo)\b)|posibilidad|podr(?:ía|íamos|ían|íais|ías)|quizás?|tal vez|posiblemente|probable(?:mente)?|seguramente|a lo mejor|puede que|ojalá|(?<!te )(?<!le )(?<!os )(?<!les )esper(?:o|amos)(?! (?:(?:sus?|tus?|vuestr[oa]s?) (?!pedido|firma|visita|decisión)|recibir))|esperaba|confiaba en|debería\w{0,3}|disponibles?|(?<!vía )libres?|propongo|proponemos|propone|sugiero|sugerimos|sería\w{0,2}|estaría\w{0,3}|provisional\w{0,5}|tentativ\w{1,5}|por confirmar|en principio|opción|o bien|hueco\w?|sole(?:mos|n|r)|suel[eo]n?|normalmente|habitualmente|siempre|por lo general|intentar\w{0,4}|intento|habría\w{0,3}|tendría\w{0,2})\b",
}
_HEARSAY: dict[Language, str] = {
    "en": r"\b(?:apparently|allegedly|rumou?r\w{0,3}|i(?:'ve)? hear(?:d)?|heard (?:that|from)|word is|they say|supposedly|reportedly|someone said|told me|was told|i gather|reckons?|(?:he|she|they|colleague|boss) (?:says?|said|thinks?|believes?|wants?)|(?!you |who )\w{3,14} (?:says|said|reckons|thinks) (?:that )?(?:we|you|it|they|he|she|i)(?:'\w+)?|gossip|grapevine)\b",
    "de": r"\b(?:angeblich|laut (?:flurfunk|\w{2,20} (?:soll|will))|gerücht\w{0,3}|flurfunk|meinten?|meint|hieß es|heißt es|habe gehört|gehört habe|soll(?:en)? (?:angeblich|wohl)|wohl|anscheinend|scheinbar|hat gesagt|sagt(?= dass|\W*$)|sagten?|wolle|erzählt\w{0,2}|munkelt|hörensagen)\b",
    "fr": r"\b(?:il para[iî]t|para[iî]t-il|apparemment|j'ai entendu|on (?:m'a )?dit|on raconte|soi-disant|rumeurs?|bruits? de couloir|d'après|aurai(?:t|ent)|m'a dit|dit qu(?:e|'\w+)(?! oui| non)|(?:chef|patron|collègue|directeur|directrice|il|elle) (?:pense|croit|dit|veut|souhaite|voudrait))\b",
    "es": r"\b(?:al parecer|por lo visto|parece que|he oído|me han dicho|me dijo|dicen|se dice|dice que(?! sí| no)|rumor\w{0,3}|supuestamente|se comenta|radio pasillo|(?:jefe|jefa|compañer[oa]|director|directora|él|ella) (?:cree|piensa|dice|quiere|dijo))\b",
}
_OTHERS: dict[Language, str] = {
    "en": r"\b(?:competit\w{1,6}|(?:other|another|rival|incumbent|previous|former|current|existing) (?:vendors?|suppliers?|bidders?|providers?|customers?|clients?|quotes?|offers?|bids?|projects?|contractors?)|unsuccessful|their (?:quote|offer|price|bid)|sister company|elsewhere)\b",
    "de": r"\b(?:wettbewerb\w{0,6}|mitbewerb\w{0,5}|konkurren\w{1,5}|(?:anderen?|anderer|anderes|anderem|bisherige[rn]?|alte[rn]?) (?:anbieter\w{0,2}|lieferant\w{0,2}|kunde\w?|angebot\w?|projekt\w?)|gegenangebot)\b",
    "fr": r"\b(?:concurren\w{1,5}|(?:autre|ancien|actuel) (?:fournisseur|prestataire|client|devis|projet)|leur (?:offre|devis|prix))\b",
    "es": r"\b(?:competencia|competidor\w{0,3}|(?:otro|otra|actual|anterior) (?:proveedor|cliente|oferta|presupuesto|proyecto|empresa)|su competidor)\b",
}
_OPENING: dict[Language, str] = {
    "en": r"(?:(?:and|or|so|but|also|hi|hello|then|ok|please)[ ,]+)*(?:can|could|would|will|wouldn't|won't|couldn't|do|does|did|don't|is|isn't|are|am|have|has|shall|should|may|might|what|when|where|who|why|how|which|any|ok|right|correct|yes|still|fancy|free|possible|agreed|good|thoughts|does|or)\b",
    "de": r"(?:(?:und|oder|also|aber|dann|ach|bzw)[ ,]+)*(?:könn\w{1,6}|kannst|kann|würde\w{0,3}|hätte\w{0,3}|haben|habt|hast|hat|ist|sind|seid|bist|passt|passen|geht|ginge|gibt|wäre\w{0,3}|wollen|wollt|willst|will|soll\w{0,3}|darf|dürfen|mag|möcht\w{1,3}|was|wann|wo|wer|wie|warum|wieso|welche\w?|bekommen|bekomme|brauchen|bleibt|schaff\w{1,3}|klappt|steht|richtig|ok|oder|einverstanden|reicht)\b",
    "fr": r"(?:(?:et|ou|donc|mais|alors|bonjour)[ ,]+)*(?:pouvez|pourriez|peux|peut|pouvons|est-ce|est-il|avez|auriez|as-tu|êtes|seriez|quand|où|comment|quel\w{0,3}|que|qu'|qui|combien|pourquoi|serait|serait-il|on|cela|ça|d'accord|toujours|ok|faut-il|voulez|souhaitez|y a-t-il)",
    "es": r".{0,60}¿",
}


def moods(marked: Marked) -> list[Mood]:
    """What each clause of the sentence is."""
    found = alone(marked)
    _doubt(found, marked)
    _spread(found, marked)
    return found


def alone(marked: Marked) -> list[Mood]:
    """What each clause is by its own words."""
    words = marked.words
    patterns = _patterns(marked.language)
    idioms = patterns[0]
    found = [Mood.ASSERTED] * len(marked.clauses)
    present = [(mood, pattern) for mood, anywhere, pattern in patterns[1] if anywhere.search(words)]
    for index, (start, end) in enumerate(marked.clauses if present else ()):
        clause = idioms.sub(" ", words[start:end])
        for mood, pattern in present:
            if pattern.search(clause):
                found[index] |= mood
    return found


def _doubt(found: list[Mood], marked: Marked) -> None:
    """A reservation makes its clause and the one before it uncertain, a wish the one behind it."""
    for index, (start, end) in enumerate(marked.clauses):
        if index + 1 < len(found) and _WISHED.search(marked.words, start, end):
            found[index + 1] |= Mood.POSSIBLE
        if _RESERVE.search(marked.words, start, end):
            found[index] |= Mood.POSSIBLE
            found[max(0, index - 1)] |= Mood.POSSIBLE


def _spread(found: list[Mood], marked: Marked) -> None:
    """A condition takes the clause beside it along, hearsay what follows, a joke all, a question what follows its opening."""
    conditional = [index for index, mood in enumerate(found) if Mood.CONDITIONAL in mood]
    for index in conditional:
        start = marked.clauses[index][0]
        if index and (
            _CONSEQUENCE.match(marked.words, start) or _is_when(marked, index) or _is_otherwise(marked, index)
        ):
            continue
        if index and _AND_IF.match(marked.words, start):
            found[min(index + 1, len(found) - 1)] |= Mood.CONDITIONAL
            continue
        if index == 0:
            found[:] = [mood | Mood.CONDITIONAL for mood in found]
        else:
            found[index - 1] |= Mood.CONDITIONAL
    heard = next((index for index, mood in enumerate(found) if Mood.HEARSAY in mood), len(found))
    whole = heard < len(found) and marked.text(heard, heard).count(" ") > 5  # it has said already what was heard
    for index in range(heard + 1, len(found)):
        if whole and _MINE.match(marked.words, marked.clauses[index][0]):
            break
        found[index] |= Mood.HEARSAY
    if any(Mood.JOKE in mood for mood in found):
        found[:] = [mood | Mood.JOKE for mood in found]
    if marked.sentence.asks:
        opening = _openings(marked.language)
        first = next((n for n, (start, end) in enumerate(marked.clauses) if opening.match(marked.words[start:end])), 0)
        for index in range(first, len(found)):
            found[index] |= Mood.ASKED


def _is_when(marked: Marked, index: int) -> bool:
    """Whether a clause only says when what stands before it can be done, on a day that is named."""
    before, here = marked.text(index - 1, index - 1), marked.text(index, index)
    return bool(_READY.match(here)) and OTHER in before and not _SAYS_YES.search(here)


def _is_otherwise(marked: Marked, index: int) -> bool:
    """Whether a clause says what comes if something is not done by the day of the one in front."""
    return bool(_ELSE.match(marked.text(index, index)) and _LAST_DAY.search(marked.text(index - 1, index - 1)))


@cache
def _openings(language: Language) -> re.Pattern[str]:
    return re.compile(_OPENING[language])


@cache
def _patterns(language: Language) -> tuple[re.Pattern[str], tuple[tuple[Mood, re.Pattern[str], re.Pattern[str]], ...]]:
    """The idioms; then for each mood the pattern of a whole sentence, in which a clause may begin anywhere, and that of a clause."""
    tables = (
        (Mood.CONDITIONAL, _CONDITION[language]),
        (Mood.DENIED, _DENIAL[language]),
        (Mood.POSSIBLE, _POSSIBLE[language]),
        (Mood.HEARSAY, _HEARSAY[language]),
        (Mood.OTHERS, _OTHERS[language]),
        (Mood.JOKE, _JOKES),
    )
    return re.compile(_IDIOMS[language]), tuple(
        (mood, re.compile(pattern.removeprefix("^")), re.compile(pattern)) for mood, pattern in tables
    )
