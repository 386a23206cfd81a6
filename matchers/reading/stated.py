"""New numbers, titles and addresses that a text says in words: `my new number is …`, `ich bin jetzt Leiterin Einkauf`, `nouvelle adresse : …`."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from matchers.reading.modality import Mood
from matchers.reading.names import tokens
from matchers.reading.phones import Phone, digits, numbers
from matchers.reading.required import Gated
from matchers.reading.scene import Scene, Subject
from matchers.reading.text import Sentence
from matchers.reading.titles import spoken
from matchers.reading.written import fits
from sync.model import Finding

_PHONE = re.compile(
    r"\b(?:(?:my|the|his|her) (?:new |direct |own |best |personal |work |current |desk |office |company |business )*(?:mobile|cell(?:phone)?|phone|number|line|direct (?:line|dial)|extension|handset|landline)"
    r"|new (?:mobile|cell|phone|direct|number|line|extension|handset)\w*|(?:company|work|desk|business) (?:mobile|cell|phone|line)|reachable (?:on|at|under)|(?:mobile|cell|phone|telephone) number|(?:reach|call|ring|contact|get|text|catch|phone|get hold of) (?:me|him|her|on)|(?:reach|call|ring|contact|get hold of|get) [^\W\d_]+ (?:\w+ ){0,3}(?:on|at)|try me|(?:i'm|i am|i'll be) (?:now )?on(?= \+?\(?\d)|(?:put|use) my mobile"
    r"|(?:meine?r?n?|seine?r?|ihre?r?|neue[rn]?) (?:neuen? |direkte[rn]? |aktuelle[rn]? )*(?:telefon|handy|mobil|durchwahl|ruf|büro|festnetz)?-?(?:natel|nummer|durchwahl|handy|mobil\w*|rufnummer|direktwahl)|(?:telefon|handy|mobil|ruf)nummer|erreich\w+|(?:dienst|firmen)?handy|einspeichern|speicher\w*|rufen sie mich|ruf mich|anrufen|durchwahl"
    r"|(?:mon|ma|son|sa|nouve(?:au|lle)) (?:nouve(?:au|lle) )?(?:numéro|portable|tél(?:éphone)?|ligne|mobile|fixe|gsm|natel|cellulaire)|numéro de (?:portable|téléphone)|ligne directe|enregistr\w+|(?:me|m'|le|la|l')\s?(?:joindre|appeler|contacter)|joignable"
    r"|(?:mi|su|nuev[oa]) (?:nuev[oa] )?(?:número|móvil|teléfono|celular|directo|cel|extensión)|nuevo numero|me (?:tienes?|tenéis|tienen|encuentra\w{0,2}|localiza\w{0,2})|n[uú]mero (?:nuevo|de (?:móvil|teléfono))|localizar(?:me)?|llamar(?:me|le)?|llámame|contactar(?:me|le)|móvil nuevo|cambi\w+ (?:el|de|mi) (?:móvil|número|teléfono|celular)|chang\w+ (?:de |my )(?:numéro|portable|number|mobile|phone)|de móvil|teléfono nuevo|(?:my|mon|ma|mi|mein[er]?) (?:[\w'-]+ ){0,2}?(?:num|nr|line|ligne|línea|leitung|poste|directo?|extension|number)|(?:tengo|tiene|j'ai|a|i have|ich habe|hat) (?:[\w'-]+ ){0,2}?(?:línea|ligne|leitung|line|número|numéro|poste)|(?:m'|me |moi )?appel(?:le[szr]?|er|ez)(?:-moi)? (?=au\b)|(?:tu |vous )?m'appel\w+|márca(?:me|le)|márque(?:me|nme)|marcar(?:me)?|me (?:llam\w+|marc\w+)|ring (?:me|my|him|her|his)|dial (?:me|my)|wähl\w+ (?:\w+ ){0,3}(?:mein\w*|mich)|par mon (?:portable|mobile|fixe)|(?:prends|prenez|notez?|take|use|save|jot down|nimm|nehmen sie|notier\w*|anot[ae]n?|apunt[ae]n?|tom[ae]n?) (?:\w+ ){0,3}(?=\+?\(?\d)|(?:it's|that's|c'est|das ist|es) (?:le |la |die |el )?(?=\+?\(?\d)|apunt(?:a|e|ad|en)\b|guard(?:a|e|ad|en)\b)(?!\w)"
)  # fmt: skip
_NOT_PHONE = re.compile(
    r"\b(?:dial[- ]?in|einwahl\w*|meeting[- ]?id|passcode|zoom|teams|webex|hotline|help ?desk|emergency|notruf|notfall\w*|urgence|fax|telefax|switchboard|zentrale|empfang|reception|standard|centralita"
    r"|order number|bestellnummer|auftragsnummer|kundennummer|invoice|rechnungsnummer|iban|until|till|bis (?:zum|ende|freitag|montag|dahin)|this week|diese woche|today only|nur heute|(?<!ab )(?<!seit )heute|(?<!from )(?<!as of )today|temporar\w*|vorübergehend|jusqu'(?:au|à)|hasta|esta semana|cette semaine"
    r"|urlaub|vacation|holiday|congés|vacances|vacaciones|absence|abwesenheit|ausencia|hotel|driver|fahrer|spedition|chauffeur|transportista|site office|gate|pforte|portería|your (?:\w+ )?number|ihre (?:\w+)?nummer|votre numéro|(?:su|tu) número|at home|zu hause|privat\w*|chez moi|en casa|toll[- ]free|call[- ]?cent(?:er|re)|borrow\w*|leih\w*|emprunt\w*|prestado|(?:wife|husband|son|daughter|friend|colleague|brother)'s|meiner frau|meines mannes|de ma femme|de mon mari|de mi (?:mujer|marido|esposa)|concierge|wachdienst|security desk"
    r"|(?:my|our|meine[rs]?|unsere?[rs]?|ma|mon|ta|mi) (?:(?:son|daughter|sohn|tochter|fils|fille|hijo|hija)(?='s| has| now has| hat| a maintenant| a le| tiene| ahora)|(?:new |neues |nouvelle |nuevo )?(?:car|auto|voiture|coche)|mother|father|mum|dad|parents|sister|neighbou?r|mutter|vater|eltern|schwester|bruder|nachbar\w*|mère|père|parents|sœur|frère|voisine?|madre|padre|hermano|hermana|vecin[oa])(?:'s)?|frame|chassis|serial|fahrgestell\w*|serien\w*|châssis|bastidor|matrícula|policy"
    r"|main number|phone system|telefonanlage|hauptnummer|numéro principal|número principal|gewählt|dialled|composé|marqué|angerufen|called (?:you |me )?from|rang (?:you |me )?from|(?:vous|t|l|m)'?(?: ai| a|ai) appelée?|llam[éó] desde|(?:the|das|le|la|el) (?:tor|portail|puerta|gate|door|barrier)|boat|boot|bateau|barco|caravan|wohnwagen|caravane|cottage|ferienhaus|holiday home|workshop|werkstatt|atelier|taller|garage|caretaker|hausmeister\w*|gardien\w*|conserje|plumber|electrician|elektriker\w*|klempner\w*|électricien\w*|plombier|electricista|fontanero|builder|bauleiter des"
    r"|(?:the|our|das|die|unser|le|la|notre|nuestr[oa]) (?:office|company|firm|büro|firma|bureau|société|entreprise|oficina|empresa)\b[^.:]{0,12} (?:has|have|is|moved|ist|hat|zieht|a|est|se|ha)|(?:den|die|das|unsere?n?) \w{4,} (?:erreich|find)\w+ (?:sie|ihr|du)|(?:is not|isn't|ist nicht(?! über)|n'est plus|ya no es|gibt es nicht|no longer)(?= [\w+(]{0,3}\d| mehr| \+)|not? [\d ]{8,} any ?more|[\d ]{8,} (?:any ?more|no longer|nicht mehr|ist tot|is dead))\b"
)
_RATHER = re.compile(
    r"\b(?:not|nicht|pas|no|instead of|statt|rather than|plutôt que|en vez de)(?: via| over| über| par| por| through)? (?:the |die |der |le |la |el |l')?(?:reception|switchboard|zentrale|empfang|standard|accueil|centralita|hotline)\b"
)
"""Everybody's number, which is turned down."""
_INVITES = re.compile(
    r"\b(?:questions?|enquir\w+|inquir\w+|assist\w*|information|rsvp|details|issues?|problems?|concerns|comments|help|sign[- ]?up|regist\w+|fragen|rückfragen|anliegen|auskunft|auskünfte|anmeld\w*|infos?|hilfe|problemen?|renseignement\w*|informations?|inscri\w+|aide|problème|besoin|dudas?|preguntas?|consultas?|información|asistencia|ayuda|in the event|im fall\w*|en cas)\b"
)
"""Whom to call about it: the number is as old as the person."""
_FRESH = re.compile(r"\b(?:new|neue\w*|nouve\w+|nuev[oa]|changed|geändert|changé|cambi\w+|now|jetzt|désormais|ahora)\b")
_FROM_NOW = re.compile(
    r"\b(?:from (?:now|today|here|\w+day)|as of|starting|ab (?:jetzt|sofort|heute|morgen|\w+tag|\d)|künftig|seit|gewechselt|à partir d\w+|dès|désormais|dorénavant|desde|a partir de|cambié|he cambiado|providers?|carriers?|anbieter|opérateur|compañía|operador\w*)(?!\w)"
)
_OLD = re.compile(
    r"\b(?:old|former|previous|alte[rns]?|bisherige[rn]?|ancien(?:ne)?|antigu[oa]|anterior|statt|instead of|rather than|au lieu d\w*|en vez de|not|nicht|no longer)\b[^.;]{0,25}$"
)
_NEW_TITLE = Gated(
    r"\b(?:(?P<me>(?:from|as of|starting|effective) (?:[\w.]+ ){1,3}?i(?:'ll be|'m| am| will be|'ll become)(?: the| your| our)?|i(?:'m| am) (?:now|officially|as of \w+|since \w+(?: \w+)?)|as of (?:today|now|\w+ \d+|\d+ \w+|monday|this week)[, ]+i(?:'m| am)|i(?:'ve| have) (?:just )?been (?:promoted to|appointed(?: as)?|named|made)|i was (?:promoted to|appointed(?: as)?|made)|they(?:'ve| have)? (?:just )?(?:made|named|appointed) me|they(?:'ve| have) given me the (?:post|job|role|position) of|i(?:'ve| have) moved up:|you(?:'re| are) (?:now )?(?:writing|talking) to the new|i(?:'ve| have)? (?:just )?(?:got|been|was) (?:promoted|bumped up|moved up|made up) to|i(?:'ve| have) (?:stepped|moved) up to|my (?:new )?(?:business )?card (?:now )?says|i(?:'ve| have) (?:just )?(?:taken over as|moved (?:in)?to the role of|become|started as)"
    r"|i (?:took over|started) as|my (?:new )?(?:job )?(?:title|role|position) (?:is|has changed to)(?: now)?|my new (?:job )?title:"
    r"|ich bin (?:jetzt|nun|ab heute|ab sofort|seit \w+(?: \w+)?|neuerdings|inzwischen|mittlerweile|seit dem \S+)|(?:ab (?:heute|sofort|jetzt)|seit (?:heute|gestern|kurzem|\w+|dem \S+|\d\S+)|nun|jetzt|inzwischen|mittlerweile|(?:ab|seit|zum|mit)(?: dem)? \d\S+(?: \w+)?(?: \d{4})?|(?:ab|seit) dem \S+(?: \w+)?(?: \d{4})?) (?:bin|werde) ich(?: jetzt| nun| die neue| der neue)?|meine neue (?:position|funktion|rolle) (?:ist|lautet)|ich wurde (?:\w+ ){0,2}zu[mr]|auf meiner (?:neuen )?(?:visitenkarte|karte) steht(?: jetzt| nun| ab \w+)*|man hat mich zu[mr]|ich darf mich (?:jetzt|nun|neu) (?=\w)|darf ich mich(?: jetzt| nun| neu| endlich)?(?= \w)|ich habe (?:\w+ ){0,3}die (?:position|stelle|funktion|rolle) (?:als|der|des)"
    r"|je suis (?=[«\"])|je suis (?:désormais|maintenant|à présent|dorénavant|depuis \w+(?: \w+)?)|(?:désormais|maintenant|depuis \w+(?: \w+)?),? je suis|j'ai été (?:nommée?|promue?)(?: au poste de| comme)?|je viens d'être (?:nommée?|promue?)|mon nouveau (?:poste|titre) (?:est|:)|ma (?:nouvelle )?carte (?:de visite )?(?:indique|dit|porte|affiche)(?: désormais| maintenant)?|on m'a (?:nommée?|promue?)|je deviens|j'occupe (?:désormais |maintenant )?(?:le poste|la fonction) d(?:e|')|je suis (?:nommée?|promue?)(?: au poste de| comme)?|je suis devenue?"
    r"|(?:ahora|desde (?:hoy|ayer|el \w+|la semana pasada|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre)|a partir de hoy),? (?:ya )?soy|soy (?:ahora|desde (?:hoy|el \w+|hace \w+))|me acaban de (?:nombrar|ascender a|hacer)|me han (?:nombrado|ascendido a|promovido a)|he sido (?:nombrad[oa]|ascendid[oa] a|promovid[oa] a)|mi (?:nueva )?tarjeta (?:ya |ahora )?(?:dice|pone)|me (?:han )?(?:hicieron|hecho|ascendieron a|pasaron a)|mi nuevo (?:cargo|puesto) (?:es|:)|paso a ser|ocupo (?:ahora |ya )?el (?:puesto|cargo) de)"
    r"|(?P<they>(?:is now|has been (?:promoted to|appointed(?: as)?|named|made)|has (?:just )?(?:taken over as|become)|was promoted to|ist (?:jetzt|nun|ab sofort|ab heute|seit (?:(?:dem|der|letzte[mr]|diese[mr]|anfang|ende|mitte|erstem) )*[\w.]+(?: \d{4})?|neuerdings)|wurde zu[mr]|est (?:désormais|maintenant|à présent|depuis (?:(?:le|la|ce|cette|début|fin|lundi) )*\w+)|passe(?! (?:voir|chez|à|au|par|le|la|te|vous))|devient|a été (?:nommée?|promue?)|es ahora|ahora es|pasa a ser|ha sido (?:nombrad[oa]|ascendid[oa] a)))"
    r"|(?P<since>(?:since|as of|from|seit|ab|depuis|dès|desde|a partir de) (?:[\w.]+ ){1,3}(?:[^\W\d_]+ ){1,3}?(?:is|ist|est|es|will be|wird|sera|será)(?: now| our| the| jetzt| unser\w?| der| die| désormais| notre| le| la| ahora| nuestr[oa]| el| la)*))(?!\w)"
)  # fmt: skip
_MAIL = re.compile(
    r"\b(?:(?:my|his|her) (?:new |current )?(?:e-?mail|address|mail)|new (?:e-?mail|mail|address)|(?:e-?mail )?address (?:is now|has changed|will be|changes)|now (?:reach(?:able)?|at|on)|new domain|changing (?:our )?domains?|i'm (?:now )?(?=[\w.+-]+@)|my (?:married )?name is now|mail is moving|(?:write|e-?mail|mail|reach|contact) (?:to )?me|(?:please )?use (?:this|the new|my)|from (?:now|here|today) on|i(?:'m| am| will be|'ll be) (?:now )?(?:on|at|under|using) (?=[\w.+-]+@)|use (?=[\w.+-]+@)|best (?:sent|reach) |(?:reach|get|find|catch) me (?:at|on|under)|goes to (?=[\w.+-]+@)"
    r"|neue\w* (?:e-?mail|mail)?-?\s?adresse|neue domain|domain(?:wechsel| gewechselt)|ich bin (?:jetzt |nun |künftig )?(?=[\w.+-]+@)|hei(?:ß|ss)e ich|ich hei(?:ß|ss)e|(?:e-?mail|mail)-?adresse (?:lautet|ist|ändert|hat sich)|schreib\w* (?:sie )?mir|mir schreib\w+|(?:send|mail|forward|write|schick|send|mand|envi|envoy|adress|écri)\w* (?:\w+ ){0,4}(?:to my new|an meine neue|à ma nouvelle|a mi (?:nuevo )?correo)|erreich\w+ (?:sie )?mich|ab sofort bitte|bitte (?:künftig |nur noch |ab jetzt )*(?=[\w.+-]+@)|(?:künftig|ab sofort|ab jetzt|jetzt|nun|nur noch) (?:\w+ ){0,3}(?:unter|an|über)"
    r"|nouvelle adresse|nouveau domaine|chang(?:eons|e) de domaine|je m'appelle désormais|nouveau (?:mail|courriel|e-?mail)|écrivez-moi|m'écrire|mon (?:adresse|mail|courriel|e-?mail)|désormais|adresse (?:mail|e-?mail|courriel) (?:change|devient|est)"
    r"|nuev[oa] (?:correo|dirección|e-?mail|mail)|correo (?:nuevo|ha cambiado|cambia)|mi (?:correo|dirección|e-?mail)|nuevo dominio|cambi(?:amos|o) de dominio|ahora me llamo|me escrib\w+|escrib(?:ir)?me|escríb(?:a|e|an)(?:me)?|(?:el )?mío (?:ahora )?(?:es|pasa a ser|será)|la mía (?:es|pasa a ser|será)|le mien (?:est|est désormais|devient|sera)|mine (?:is|is now|becomes|will be)|meine (?:lautet|wird)|a partir de ahora)(?!\w)"
)  # fmt: skip
_PRIVATE = re.compile(
    r"\b(?:private?(?:ly)?|privat\w*|privée?|privad[oa]|personal (?:mail|e-?mail|address)|personnelle|hacked|gehackt|piratée?|spam)\b"
)
_DIGITS = re.compile(r"\d")
_ALLOWED = Mood.POSSIBLE | Mood.CONDITIONAL


def find(scene: Scene) -> list[Finding]:
    """The findings of kind contact_detail that the text states."""
    found: dict[tuple[str, str], Finding] = {}
    before: Sentence | None = None
    for sentence in scene.sentences:
        for finding in (_phone(scene, sentence, before), _title(scene, sentence), _mail(scene, sentence)):
            if finding is not None:
                found.setdefault(
                    (finding.value["address"] or finding.value.get("name", ""), finding.value["field"]), finding
                )
        before = sentence
    return list(found.values())


def detail(subject: Subject, field: str, value: str, quote: str, rule: str) -> Finding:
    """A finding of kind contact_detail."""
    filled = {"address": subject.who.address if subject.who else "", "field": field, "value": value}
    if subject.who is None:
        filled["name"] = subject.name
    return Finding("contact_detail", filled, quote, rule)


def _phone(scene: Scene, sentence: Sentence, before: Sentence | None) -> Finding | None:
    if not _DIGITS.search(sentence.words):
        return None
    text = scene.text[sentence.start : sentence.end]
    if sum(map(str.isdigit, text)) < 7:
        return None
    found = [one for one in numbers(text.replace("\n", " "), told=True) if one.line not in {"fax", "desk"}]
    # An own line with a number is a card's, not a statement.
    new = [one for one in found if not _OLD.search(scene.words, sentence.start, sentence.start + one.start)]
    if len({digits(one.value) for one in new}) != 1:
        return None
    phone = new[0]
    at = sentence.start + phone.start
    trigger = (
        _PHONE.search(scene.words, sentence.start, at + len(phone.value))
        or _PHONE.search(scene.words, at, sentence.end)
        or _news(scene, sentence, phone)
    )
    start = sentence.start
    if trigger is None and before is not None and _short(scene, before, sentence):
        trigger = _PHONE.search(scene.words, before.start, before.end)
        start = before.start
    if trigger is None:
        return None
    begin = max(start, *(scene.words.rfind(sign, start, trigger.start()) for sign in ":;"))
    if _NOT_PHONE.search(_RATHER.sub(" ", scene.words[begin : sentence.end])):
        return None
    return _told_phone(scene, sentence, trigger, at, start, phone)


def _news(scene: Scene, sentence: Sentence, phone: Phone) -> re.Match[str] | None:
    """What makes a number the author's news without a word for it: somebody speaks of themselves, and of something new."""
    if phone.line in {"mobile", "direct"} or _FRESH.search(sentence.words) or _FROM_NOW.search(sentence.words):
        return _OWN.search(scene.words, sentence.start, sentence.end)
    return None


def _short(scene: Scene, before: Sentence, sentence: Sentence) -> bool:
    """Whether a sentence goes on where the one before it ended, in the same paragraph."""
    return "\n\n" not in scene.text[before.end : sentence.start] and not before.asks


def _told_phone(
    scene: Scene, sentence: Sentence, trigger: re.Match[str], at: int, start: int, phone: Phone
) -> Finding | None:
    asked = sentence.asks and "?" not in scene.words[sentence.start : at]
    if asked and sentence.words.rstrip().endswith("?") and ":" not in scene.words[sentence.start : at]:
        return None
    subject = _whose(scene, sentence, trigger, at)
    if subject is None or (subject.who is not None and not subject.who.outside):
        return None
    if subject.who is not scene.author and _is_invited(scene, sentence):
        return None
    if not scene.asserts(sentence, at, at + len(phone.value), allowed=_ALLOWED | Mood.DENIED):
        return None
    quote = scene.quote(max(start, sentence.start), sentence.end)
    return detail(subject, "phone", phone.value, quote, "stated-phone")


def _is_invited(scene: Scene, sentence: Sentence) -> bool:
    """Whether a sentence, with what is asked in front of it, says whom to call in case of something, and no new number."""
    before = scene.words[max(0, sentence.start - 40) : sentence.start]
    asked = before[before.rfind("\n") + 1 :] if "?" in before or ":" in before else ""
    return bool(_INVITES.search(asked + sentence.words)) and not _FRESH.search(sentence.words)


_MINE = re.compile(r"\b(?:my|me|mine|i'm|i|mein\w*|mich|mir|ich|mon|ma|je|me|m'|moi|mi|yo|llámame)\b|\w+me\b")


def _whose(scene: Scene, sentence: Sentence, trigger: re.Match[str], at: int) -> Subject | None:
    """Whose number it is: the person named with it, or the author where nobody else is."""
    mine = Subject(scene.author, scene.author.name)
    if _MINE.search(trigger[0]):
        return mine
    others = [
        mention
        for mention in scene.named(sentence.start, at)
        if mention.who is not None and mention.who.outside and mention.who.address != scene.author.address
    ]
    if others:
        return Subject(others[-1].who, others[-1].name)
    own = _OWN.search(scene.words, sentence.start, at) and not _OF_ELSE.search(scene.words, sentence.start, at)
    unknown = [] if own else [mention for mention in scene.named(sentence.start, at) if mention.who is None]
    if unknown:
        return Subject(None, unknown[-1].name)
    before = None if own else scene.before(sentence, at)
    if before is not None:
        return before
    if own:
        return mine
    if _CALL.match(trigger[0]):
        return None
    return mine if not _ELSE.search(scene.words, sentence.start, at) else None


_OWN = re.compile(
    r"\b(?:i'm|i am|i've|me|my|mine|ich|mich|mir|mein\w{0,2}|je|j'ai|moi|mon|ma|mi|mío|yo|tengo|estoy|cambié|he cambiado)\b"
)
_OF_ELSE = re.compile(r"\b(?:his|hers?|their|sein\w{0,2}|ihre?\w?|son|sa|leur|sus?|nuestr[oa]|our|notre|unsere?)\b")
_CALL = re.compile(r"(?:reach|call|ring|contact|get hold of|get) (?!on\b|at\b)")
_ELSE = re.compile(
    r"\b(?:his|her|their|its|he|she|they|sein\w*|ihr\w*|son|sa|leur|su|sus|colleague|kolleg\w+|collègue|compañer\w+|boss|chef\w*|team|office|büro)\b"
)


def _title(scene: Scene, sentence: Sentence) -> Finding | None:
    if sentence.asks:
        return None
    match = _NEW_TITLE.search(scene.words, sentence.tokens, sentence.start, sentence.end)
    if match is None:
        return None
    said = scene.text[match.end() : sentence.end].lstrip(' :,«»"').replace("»", ",")
    title = _with_area(spoken(said), said)
    house = scene.author.address.partition("@")[2].partition(".")[0]
    head, _, last = title.rpartition(" ")
    if head and last.lower() == house:
        title = re.sub(r" (?:der|des|von|of|at|de|de la|du|del)$", "", head)
    if not title or _BESIDE_WORK.search(sentence.words) or _is_past(scene, sentence):
        return None
    if not scene.asserts(sentence, *match.span()):
        return None
    subject = (
        Subject(scene.author, scene.author.name)
        if match["me"]
        else scene.before(sentence, match.end() if match["since"] else match.start())
    )
    if subject is None or (subject.who is not None and not subject.who.outside):
        return None
    return detail(subject, "title", title, scene.quote(sentence.start, sentence.end), "stated-title")


_AREA = re.compile(r",(?P<area> [A-ZÀ-Þ][\w&-]+(?: (?:and |& |et |und |y |of |de )?[A-ZÀ-Þ][\w&-]+){0,3})\s*[.!]*\s*$")


def _with_area(title: str, said: str) -> str:
    """A title of one word with its area behind the comma: `Vice-President, Northern Region`."""
    area = _AREA.search(said) if title and " " not in title else None
    return f"{title},{area['area']}" if area and area.start() == said.find(title) + len(title) else title


_BESIDE_WORK = re.compile(
    r"\b(?:club|verein\w*|\w+verein\w{0,2}|rowing|football|fußball\w*|youth|jugend|choir|chor|chorale|coro|parents' (?:council|board)|elternbeirat\w*|on duty|en turno|de permanence|rotary|lions|federation|fédération|federación|association de|asociación de|acting|kommissarisch\w*|par intérim|interin[oa]|as my (?:wife|husband)|until|till|bis|hasta|jusqu\w+)(?!\w)"
)
"""Titles of an evening, or for a while."""
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def _is_past(scene: Scene, sentence: Sentence) -> bool:
    """Whether a sentence tells of a year before that of the letter."""
    year = datetime.fromtimestamp(max(scene.letter.sent, 0), UTC).year
    return any(int(found[0]) < year for found in _YEAR.finditer(sentence.words))


def _mail(scene: Scene, sentence: Sentence) -> Finding | None:
    if not scene.addresses:
        return None
    inside = [(start, address) for start, _, address in scene.addresses if sentence.start <= start < sentence.end]
    if len(inside) != 1 or sentence.asks:
        return None
    at, address = inside[0]
    trigger = _MAIL.search(scene.words, sentence.start, sentence.end)
    if _PRIVATE.search(sentence.words):
        return None
    if trigger is None or address == scene.author.address or _OLD.search(scene.words, sentence.start, at):
        return None
    first, dot, _ = address.partition("@")[0].partition(".")
    if dot and len(first) > 1 and scene.author.name and first not in tokens(scene.author.name):
        return None  # a relative's, or a colleague's of the same name
    if (
        not fits(tokens(scene.author.name) or scene.author.tokens, address)
        or not scene.author.outside
        or not scene.asserts(sentence, *trigger.span(), allowed=Mood.POSSIBLE)
    ):
        return None
    return detail(
        Subject(scene.author, ""), "email", address, scene.quote(sentence.start, sentence.end), "stated-email"
    )
