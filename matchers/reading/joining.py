"""Who joins a deal: a named person with an address, introduced in the text, put in copy with a word about it, or introducing themselves."""

from __future__ import annotations

import re

from matchers.reading import trade
from matchers.reading.modality import Mood
from matchers.reading.names import Mention, Someone
from matchers.reading.required import Gated
from matchers.reading.scene import Scene
from matchers.reading.text import Sentence
from matchers.reading.titles import has_title, spoken
from matchers.reading.written import fits
from sync.model import Finding

_JOINS = re.compile(
    r"\b(?:"
    r"(?:is |are |'s |will |'ll |be |been |has |just )*(?:join(?:s|ing|ed)?|rejoins)\b|(?:is |will be |'s )?tak(?:ing|es|e) (?:this |it |things |the project )?over|has taken over|introduc(?:e|ing)"
    r"|(?:please |let me |i'd like you to |i want you to )?meet\b(?! (?:on|at|up|again|us|you|me|them|in|next|this|tomorrow|the|our|requirements))"
    r"|copying(?: in)?|(?<!be )(?<!and )copied(?: in)?(?! (?:to|on)\b)|loop(?:ing|ed)? in|adding|added|cc'?(?:ing|d|ed)|cc|in copy|on copy|bring(?:ing)? in|brought in|new (?:on|to|in) (?:the|this|our) (?:project|team|deal)"
    r"|(?:is |'s |will be |'ll be )(?:your|our|the) (?:new |main |day[- ]to[- ]day )?(?:contact|point of contact|project (?:lead|manager)|counterpart)"
    r"|(?:will|'ll|is going to|'s going to) (?:be (?:handling|leading|running|managing|coordinating|involved|working|looking after|your|our|part|taking|checking|reviewing|sitting)|handle|lead|run|take|manage"
    r"|coordinate|sit in|own|support|work with|look after|help)|from (?:here|now|this point) on|going forward|part of the (?:project |core )?team|please (?:include|add|copy|involve)"
    r"|(?:if|when) you need to reach (?:him|her|them)"
    r"|comes? (?:on board|in on)|coming (?:on board|in on)|is (?:now )?part of|new face|new name|one more (?:person|name) for|you'll (?:also )?(?:be (?:seeing|hearing from|dealing with)|meet|hear from)|picks? (?:this|it) up|picking (?:this|it|the \w+) up|steps? in(?:to)?|stepping in(?:to)?|(?:is|are) (?:now )?on (?:this|it|the (?:case|project|file))|(?:is|are) (?:our|the new)\b"
    # de
    r"|steigt (?:\w+ ){0,6}(?:mit )?ein|stößt (?:\w+ ){0,4}(?:dazu|zu uns|zum)|kommt (?:\w+ ){0,3}ins (?:boot|spiel|team)|mit ins boot|springt (?:\w+ ){0,3}ein|(?:ist|sind) (?:\w+ ){0,3}(?:mit von der partie|mit dabei|eingebunden)|lernen sie (?:\w+ ){0,3}kennen|haben sie es (?:\w+ ){0,4}mit|nimmt (?:[\w.]+ ){0,12}teil|zuständig|in kopie|in cc|auf cc|stelle (?:\w+ ){0,6}vor|vorstellen|stößt|neu (?:im|beim|in|an bord|dabei)|übernimmt|übernehmen wird|wird (?:\w+ ){0,6}übernehmen|ab sofort|ab heute|ab jetzt"
    r"|gehört (?:\w+ ){0,5}(?:team|projekt|projektteam)|mit an bord|neue[rn]? (?:ansprechpartner\w*|ansprechperson|kolleg\w+|projektleit\w+|einkäuf\w+|mitarbeiter\w*|leiter\w*)"
    r"|begleitet|unterstützt|(?:ihre?|dein|euer) (?:neue[rn]? )?ansprechpartner\w*|verstärkt|hole (?:\w+ ){0,6}dazu|hole (?:\w+ ){0,6}ins boot|binde (?:\w+ ){0,6}ein|nehme (?:\w+ ){0,6}(?:auf|dazu|mit)|betreut"
    r"|kümmert sich|wird (?:\w+ ){0,8}(?:mitarbeiten|begleiten|betreuen|leiten|dabei sein)|ist (?:\w+ ){0,3}dabei|setze (?:\w+ ){0,6}(?:kopie|cc)|kommt (?:\w+ ){0,3}(?:dazu|hinzu)|arbeitet (?:\w+ ){0,4}mit"
    # fr
    r"|embarque|monte à bord|se joint|entre dans (?:la boucle|le projet)|dans la boucle|fait son entrée|vient renforcer|renforce(?:ra)? (?:l'équipe|notre)|arrive (?:sur|dans) (?:le|ce) (?:projet|dossier)|aurez affaire à|est des nôtres|prend le relais|en copie|en cc|(?:vous |te )présente(?:r)?|rejoin(?:t|dra)|repren(?:d|dra)|intègre(?:ra)?|associe|nouve(?:au|l|lle) (?:interlocut\w+|responsable|collègue|contact|chef\w*|acheteu\w+)"
    r"|participe|s'occupe|assiste(?:ra)?|est (?:notre|la nouvelle|le nouveau|en charge|chargée?)|suivra|désormais|prend la suite|prendra la suite|sera (?:votre|notre) (?:\w+ )?(?:contact|interlocut\w+)|fait partie|participera|s'occupera|pilotera|travaillera"
    # es
    r"|se (?:nos )?(?:suma|une|embarca|sube)|entra (?:ahora |también )?en (?:el|este) (?:proyecto|tema)|sumo a|incorporo a|meto en (?:el|este) (?:hilo|correo)|añado a|agrego a|en el hilo|tratarán con|en copia|(?:os|le|te|les) presento|se (?:incorpora|suma|integra|une|unirá|sumará|incorporará)|entra (?:en|al|desde|a)|nuev[oa] (?:interlocutora?|compañer[oa]|responsable|jef[ea]|contacto|encargad[oa])"
    r"|se ocupa|participa|asist(?:e|irá)|se encarga|es (?:nuestr[oa]|el nuevo|la nueva)|toma el relevo|a partir de (?:hoy|ahora)|será (?:su|vuestr[oa]|tu|nuestr[oa]) (?:\w+ )?(?:contacto|interlocutora?)|llevará|se encargará|participará|pongo en copia|formará parte|forma parte|desde (?:hoy|ya|ahora)"
    r")(?!\w)"
)  # fmt: skip
_ASIDE = re.compile(
    r"\b(?:absen\w+|vacation|holidays?|on leave|maternity|urlaub|\w*vertret\w*|vertritt|ferien|elternzeit|abwesen\w+|krank|congés?|vacances|relais|remplace|vacaciones|baja|ausencia|ausente"
    r"|mind(?:s|ing) my (?:inbox|desk|mail)|nothing to do with|covers? for|covering for|stand(?:s|ing)? in|in (?:urgent|dringenden) (?:cases|fällen)|urgen\w+|dringend\w*|emergency|assistant|assistentin|assistente|asistente|secretary|sekretär\w*|secrétaire"
    r"|invoices?|rechnung(?:en|sadresse)?|factur\w+|left (?:the company|us)|has left|leaving|verlässt|verlassen|fiduciaire|steuerberat\w*|wirtschaftsprüf\w*|buchhalt\w*|bookkeep\w*|accountants?|accounts payable|payroll|expert-comptable|comptabilité|contabilidad|gestoría|vat|tva|mwst|ust-id\w*|iva|tax|catering|parking|(?:the|das|your|ihr|votre|su|el|l') ?h[oô]tel(?! (?:trade|business|industry|chain|group))|taxi|travel|reise\w*|visitor badge|ausgeschieden|quitte|quitté|deja la empresa|ya no|no longer|nicht mehr|ne .{0,20} plus"
    r"|rsvp|inquir\w+|enquir\w+|(?:for|any|have|further|if you have) (?:\w+ )?questions?|more information|(?:bei|für|haben sie) (?:\w+ )?(?:rück)?fragen|anmeld\w*|zu- oder absage|pour (?:toute|vos) (?:question|demande)s?|renseignements?|inscri\w+|(?:para|cualquier|tienen?|si hay) (?:\w+ )?(?:dudas?|preguntas?|consultas?)|confirm\w* (?:\w+ )?asistencia|reference|referenz\w*|référence|referencia|former|ehemalig\w*|ancien(?:ne)?|antigu[oa]|recruit\w*|nephew|wife|husband|frau von|neffe"
    # stand-ins, and who only keeps the house
    r"|stand-in|stv|solange|weg bis|at sea|hiking|(?:minds?|watch(?:es)?|reads?|lir\w+|garde|mira|lee|liest|hütet) (?:my|mes|mi|meine?|la boutique|the (?:shop|fort))|knows? nothing|wei(?:ß|ss) (?:aber |noch |auch )?von nichts|ne sait rien|no sabe nada|randonnée|en mer|navegando|me voy al?|je pars"
    # the door, the bill, the bed
    r"|(?:visitor|gate|door|guest|day) (?:\w+ )?(?:pass|code|keys?)|badges?|has the keys?|\w*schlüssel|\w*ausweis|(?:la|les) clés?|las? llaves?|pase de|code d'accès|the bills?|bank details|rib|datos bancarios|bankverbindung|kontodaten|(?:the|das|your|ihr|votre|su|el|l') ?h[oô]tel(?! (?:trade|business|industry|chain|group))|lodging|unterkunft|alojamiento|tickets?|eintrittskarten|entradas|billets|arrival time|ankunftszeit|heure d'arrivée|hora de llegada"
    # what people do beside work
    r"|charity|sponsor\w*|spenden\w*|solidaire|solidaria|concerts?|konzert\w*|conciertos?|choir|chor|chorale|coro|football|fußball\w*|fútbol|foot|rowing|club|verein\w*|\w+verein|dinner|lunch|abendessen|mittagessen|dîner|déjeuner|cena|comida|party|fest|feier|fête|fiesta|\w*ausflug|excursion|flowers?|blumen|fleurs|flores|gifts?|geschenk\w*|cadeaux?|regalos?|jubilee|jubiläum|coffee|kaffee|café|kitchen|anniversaire|cumpleaños|photos?|fotos?"
    # relatives, the press, complaints, jobs
    r"|cousin\w?|uncle|aunt|schwager|schwägerin|onkel|tante|beau-frère|belle-sœur|oncle|cuñad[oa]|primo|prima|tío|tía|press|presse\w*|prensa|data protection|datenschutz\w*|protection des données|protección de datos|complaints?|beschwerden?|réclamations?|reclamaciones|applications? for|apprentice\w*|bewerbung\w*|candidatures?|candidaturas?|apprenti\w*|looking for (?:a |work)|sucht (?:eine )?(?:stelle|arbeit)|cherche (?:un )?(?:emploi|travail)|busca (?:trabajo|empleo)"
    # greetings, tips, other matters of a house
    r"|regards|says hello|grü(?:ß|ss)en|salue|saludos|your name|ihren namen|votre nom|su nombre|recommended|empfohlen|recommandé|recomend\w+|webina(?:r|ire)s?|alarm\w*|alarme|feedback|rückmeldung\w*|surveys?|umfrage\w*|lost property|fundsachen|objets trouvés|objetos perdidos|retired|rente|retraite|jubil\w+|used to|früher|works council|betriebsrat|neighbou?rs?|nachbar\w*|voisine?s?|vecin[oa]s?|dispute|rechtsstreit|litige|pleito|lease|flat|dog|goalkeeper|strike|streik|grève|huelga|zum arzt|études|bike|fahrrad|rad|vélo|bici|is sold by|vendu par"
    # gone, or nothing to do with it
    r"|left (?:in|us|last|at|the)|dejó|se fue|est parti|n'est plus|ist weg|not part of|nichts (?:damit )?zu tun|nichts mit|rien à voir|nada que ver|(?:do not|don't|stop) (?:write|mail|e-?mail|contact|copy)\w*|n'écrivez (?:plus|pas)|no (?:le )?escrib\w+|nicht mehr an|maybe|perhaps|vielleicht|eventuell|peut-être|quizás?|tal vez|a lo mejor)\b"
)
_WORK = re.compile(
    r"\b(?:projects?|site|contract\w*|technical\w*|commercial\w*|purchas\w+|procurement|drawings|plans|order|offer|install\w*|questions?|colou?rs|tests?|trials?|rollout|specs?|specification|requirements|finance|budget|legal|planning|logistics|handles|runs|leads|manages|coordinates|checks|signs|decides|looks after|deals? with|dealing with|talk to|speak to|work(?:ing)? with you|contact you|get in touch|be in touch|call you|on copy|include|copy|loop|add|anything (?:about|to do)"
    r"|projekt\w*|\w*vertrag\w*|techni\w+|kaufmänn\w+|einkauf\w*|beschaffung|\w*montage|pläne|farben|prüf\w+|bau\w*|finanz\w*|wenden sie sich|halten|melden|abstimmen|stimmen sie|ansprech\w+|verteiler|zuständig|leitet|führt|betreut|verantwort\w+|entscheidet|unterschreibt|vor ort|polier|dazu"
    r"|projets?|chantier|contrat\w*|contractuel\w*|technique\w*|achats?|dossier|plans?|essais?|budget|dépense|installation|suivr\w+|suivi\w*|voyez|voir avec|contactera|travailler|référent\w*|dans la boucle|échanges|ajoutez|mettez|pilot\w+|gère|dirige|décide|signe"
    r"|proyectos?|obra|contrato\w*|técnic\w+|compras?|planos?|pruebas?|presupuesto|partida|asunto|interlocutor\w*|conocer\w*|hable|hablen|incluya\w*|meta|añada|copia|maneja|lleva\w*|dirige|decide|firma|coordina\w*|\u2d64+)(?!\w)"
)
"""A word of work: who is only named with an address joins where one stands beside it, or a title does."""
_SELF = Gated(
    r"\b(?:my name is(?! (?:on|in|at))|mein name ist|je m'appelle|me llamo|mi nombre es|let me introduce myself|allow me to introduce|(?:wanted|like) to introduce myself|introducing myself|we haven't (?:met|spoken)"
    r"|i(?:'m| am) (?:(?:the|your) new|taking (?:this |it |things )?over|acting (?:for|on behalf)|writing on behalf|stepping in)|i(?:'ve| have) (?:just )?(?:taken over|joined|been (?:asked|brought|appointed|instructed|retained))"
    r"|i(?:'m| am) (?:also |now |just )*(?:picking (?:\w+ ){1,5}up|inheriting|stepping into|joining|coming (?:on board|in)|looking after this|part of|on|in) (?:\w+ ){0,3}?(?:project|this|account|case|team|deal|from)|i(?:'ve| have) (?:just )?(?:inherited|picked up|been (?:given|handed|put on|assigned|added|drafted in))|(?:has|have) (?:landed|ended up) on my desk|(?:has|have) (?:put|added|pulled|roped|drafted) me (?:on|in|into|to)\b|(?:has|have) put me\b|(?:has |have )?(?:asked|told|wants) me to (?:join|jump in|get involved|take|step in|help)|i(?:'m| am) your (?:new )?(?:contact|counterpart|person|man|woman)|i(?:'ll| will) be (?:your|taking over|leading|running)\b|(?:has|have) (?:asked|brought|instructed|retained|appointed) (?:me|us) (?:in )?(?:to (?:run|lead|handle|take|act|represent|review|advise|support|manage|coordinate|join)|as)\b|i(?:'ve| have) (?:just |now )?(?:joined|moved to|been moved to|come into) |(?:has|have) (?:just )?(?:handed|passed|given|left) (?:me|us) (?:your|this|the|over)|(?:has|have) (?:handed|passed) (?:your|this|the|it)[\w -]{0,30} (?:over )?to me|i act for|i represent|on behalf of our client"
    r"|(?:steige|stoße|stosse|komme) ich (?:\w+ ){0,8}(?:ein|dazu|hinzu|an bord|ins \w+)|ich (?:steige|stoße|stosse|komme) (?:\w+ ){0,8}(?:ein|dazu|hinzu|an bord|ins team|ins projekt)|(?:haben|habt) (?:sie|ihr) es (?:\w+ ){0,5}mit mir zu tun|mir wurde (?:\w+ ){0,5}(?:übertragen|übergeben|anvertraut)|(?:auf|bei) (?:meinem tisch|mir) gelandet|(?:hat|haben|habe) mir (?:[\w.]+ ){0,6}?(?:übergeben|übertragen|anvertraut|weitergegeben|überlassen|hinterlassen)|(?:begleite|betreue|koordiniere|verantworte) (?:ich )?(?:[\w&.]+ ){0,8}?(?:auf unserer seite|bei uns|ab jetzt|ab sofort|künftig|von nun an|auf kundenseite)|ich mache (?:ab jetzt |jetzt |nun |auch )*mit|ich (?:\w+ )?mit bei|hat mich gefragt|ich bin (?:der|die) neue|ich übernehme|ich habe (?:\w+ ){0,6}übernommen|ich vertrete|vertrete\b|ich melde mich als|(?:darf|möchte|will) (?:ich )?mich (?:\w+ ){0,2}vorstellen|wir kennen uns noch nicht"
    r"|ich bin (?:\w+ ){0,6}(?:zuständig|verantwortlich)|mich (?:\w+ ){0,3}(?:gebeten|beauftragt|mandatiert|gefragt) hat|zeigen? (?:ich|wir) an|hat mich (?:\w+ ){0,4}(?:gebeten|beauftragt|mandatiert)|bin ich (?:\w+ ){0,4}(?:zuständig|ansprechpartner\w*)|ihr(?:e)? neue[r]? ansprechpartner\w*"
    r"|on m'a (?:confié|mis|passé|transmis|affectée?|demandé)|m'a (?:passé|transmis|confié|laissé|légué|remis) (?:votre|le|la|ce|l')|je (?:prends|reprends|prendrai) (?:désormais )?(?:en charge|en main|la main sur|le relais|le pilotage)|j'hérite (?:du|de)|j'ai (?:hérité|repris)|c'est (?:désormais|maintenant|dorénavant) moi qui|je (?:rejoins|intègre) (?:le|ce|l'|cette)|m'a (?:mise?|ajoutée?) (?:dans|sur|en)|vous aurez affaire à moi|je (?:embarque|monte) |m'a (?:invitée?|conviée?) à|je me présente|permettez-moi de me présenter|je suis (?:la |le |l'|votre )?(?:nouve\w+|conseil|avocate?|chargée?|en charge|désormais|juriste)|je (?:prends la suite|reprends|succède|représente)"
    r"|m'a (?:demandé|chargée?|confié|mandatée?)|conseil (?:de|du|des)|je serai (?:votre|désormais)"
    r"|me han (?:asignado|pasado|encargado|puesto|dado|metido|incluido)|me (?:uno|sumo) (?:al|a)|me (?:ha|han) (?:pasado|dejado|traspasado|entregado|cedido|confiado) (?:su|vuestr[oa]|el|este|la|esta)|(?:tomo|cojo|agarro) (?:yo )?(?:el|este|las riendas)|heredo (?:el|este)|he heredado|quedo a cargo|entro (?:yo )?en (?:el|este)|me (?:toca|corresponde) (?:llevar|seguir)|(?:me ha|me) (?:puesto|pasó|pasado|metido|incluido) (?:en|el)|ahora (?:lo )?llevo yo|me presento|permítame presentarme|soy (?:el|la|vuestr[oa]|su) (?:nuev\w+|responsable|abogad\w+)|tomo el relevo|me (?:he )?incorpor\w+|represento|en (?:nombre|representación) de|me ha (?:sido )?(?:encomendado|encargado|pedido)"
    r"|me encargo|me encargaré|asumo|seré (?:vuestr\w+|su|tu))(?!\w)"
)  # fmt: skip
_DESK = re.compile(
    r"\b(?:cent(?:er|re)|team|desk|department|support|group|business|office|service|abteilung|zentrale|équipe|equipo|departamento)\b",
    re.IGNORECASE,
)
_ALLOWED = Mood.POSSIBLE
_FEW = 9
"""Words of a sentence that only names somebody."""
_BRACKET = re.compile(
    r"^[\s,]*(?:[(\[<][^)\]>\n]{0,80}[)\]>])?[\s,:–-]*(?:(?:he|she|er|sie|elle|il|él|ella) )?(?:is|ist|est|es|as|als|comme|como|wird|will be)?\s*",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"\b(?:our|unser\w*|notre|nos|nuestr[oa]|my|meine?[nm]?|mon|ma|mi|the|der|die|den|le|la|el)\s+((?:[\w'’-]+\s+){1,5})$",
    re.IGNORECASE,
)
_WAS = re.compile(r"\b(?:started|joined|began) (?:[\w']+ ){0,6}as (?=\w)")


def find(scene: Scene, found: list[Finding]) -> list[Finding]:
    """The findings of kind new_contact. `found`: those of the other rules; who has a part in the purchase has joined it."""
    parts = {one.value["address"]: one.quote for one in reversed(found) if one.kind == "contact_role"}
    written = {address: (start, end) for start, end, address in scene.addresses}
    named: list[Finding] = []
    for one in scene.people[1:]:
        if (
            fits(scene.author.tokens, one.address)
            and one.address in written
            and set(one.tokens) <= set(scene.author.tokens)
        ):
            continue  # the author's own new address
        if not one.outside or not one.name or _DESK.search(one.name) or one.address == scene.author.address:
            continue
        place = _introduced(scene, one, written.get(one.address))
        if place is not None:
            named.append(_new(one, _title_in(scene, one, place), scene.quote(*place), "joins"))
        elif (
            one.address in written
            and _is_near(scene, one)
            and (place := _placed(scene, one, written[one.address])) is not None
        ):
            named.append(_new(one, _title_in(scene, one, place), scene.quote(*place), "joins-written"))
        elif one.address in parts and not _is_apart(scene, written.get(one.address), whole=False):
            named.append(_new(one, "", parts[one.address], "joins-part"))
    own = _introduces_self(scene)
    quote = scene.quote(*own) if own is not None else parts.get(scene.author.address, "")
    if quote and scene.author.outside and (scene.author.name or len(scene.author.tokens) > 1):
        named.append(_new(scene.author, _own_title(scene, found), quote, "joins-self"))
    return named


def _new(one: Someone, title: str, quote: str, rule: str) -> Finding:
    name = one.name or " ".join(word.capitalize() for word in one.tokens)
    return Finding("new_contact", {"address": one.address, "name": name, "title": title}, quote, rule)


def _own_title(scene: Scene, found: list[Finding]) -> str:
    """The author's title, as the card or the text says."""
    own = (one.value for one in found if one.kind == "contact_detail" and one.value["address"] == scene.author.address)
    return next((value["value"] for value in own if value["field"] == "title"), "")


def _title_in(scene: Scene, one: Someone, place: tuple[int, int]) -> str:
    """The title that stands beside somebody's name."""
    here = (
        mention for mention in scene.named(*place) if mention.who is not None and mention.who.address == one.address
    )
    return next((_title(scene, mention) for mention in here), "")


def _introduced(scene: Scene, one: Someone, written: tuple[int, int] | None) -> tuple[int, int] | None:
    """Where the text says that somebody joins: the sentence that names them, or the next one about them."""
    places = [sentence for sentence in scene.sentences if _names(scene, sentence, one, written)]
    for sentence in places:
        if sentence.asks or _is_aside(scene, sentence):
            continue
        for near in _around(scene, sentence, one):
            for match in _JOINS.finditer(scene.words, near.start, near.end):
                if not scene.written(match.start()) and scene.asserts(near, *match.span(), allowed=_ALLOWED):
                    return min(sentence.start, near.start), max(sentence.end, near.end)
    return None


def _placed(scene: Scene, one: Someone, written: tuple[int, int]) -> tuple[int, int] | None:
    """Where a colleague of the author's, or a person with something to do, is named with the address."""
    inside = [mention for mention in scene.mentions if mention.who is not None and mention.who.address == one.address]
    for sentence in scene.sentences:
        if not sentence.start <= written[0] < sentence.end:
            continue
        if (
            sentence.asks
            or _is_apart(scene, written)
            or not any(sentence.start <= mention.start < sentence.end for mention in inside)
        ):
            return None
        if not _is_at_work(scene, sentence, written):
            return None
        return (sentence.start, sentence.end) if scene.asserts(sentence, *written, allowed=_ALLOWED) else None
    return None


def _is_at_work(scene: Scene, sentence: Sentence, written: tuple[int, int]) -> bool:
    """Whether a sentence has a word of work or a title beside an address; of a mere name the sentences around it."""
    start, end = sentence.start, sentence.end
    if len(sentence.tokens) < _FEW:
        start = max((one.start for one in scene.sentences if one.start < start), default=start)
        end = next((one.end for one in scene.sentences if one.start >= end), end)
    around = ((start, written[0]), (written[1], end))
    words = trade.marked(" ".join(scene.words[first:last] for first, last in around), scene.letter.trade)
    return bool(_WORK.search(words) or _JOINS.search(words)) or any(
        has_title(scene.text[first:last]) for first, last in around
    )


def _is_aside(scene: Scene, sentence: Sentence) -> bool:
    """Whether a sentence names people for a reason beside the deal. What the rep sells is none."""
    return bool(_ASIDE.search(trade.marked(sentence.words, scene.letter.trade)))


def _is_apart(scene: Scene, written: tuple[int, int] | None, *, whole: bool = True) -> bool:
    """Whether the sentence before that with an address gives another reason for it, or that sentence itself (`whole`)."""
    for before, sentence in zip((None, *scene.sentences), scene.sentences, strict=False):
        if written is not None and sentence.start <= written[0] < sentence.end:
            return (whole and _is_aside(scene, sentence)) or bool(before and _ABSENT.search(before.words))
    return False


def _is_near(scene: Scene, one: Someone) -> bool:
    """Whether somebody is of the company of a customer on the letter: other firms' people are named for many reasons."""
    host = one.address.rpartition("@")[2]
    return any(other.outside and other.address.rpartition("@")[2] == host for other in scene.people if other is not one)


def _names(scene: Scene, sentence: Sentence, one: Someone, written: tuple[int, int] | None) -> bool:
    if written is not None and sentence.start <= written[0] < sentence.end:
        return True
    return any(
        mention.who is not None and mention.who.address == one.address
        for mention in scene.named(sentence.start, sentence.end)
    )


def _around(scene: Scene, sentence: Sentence, one: Someone) -> list[Sentence]:
    """The sentence, and the one after it where it goes on about the same person."""
    at = scene.sentences.index(sentence)
    after = scene.sentences[at + 1 : at + 2]
    if after and not after[0].asks and not _is_aside(scene, after[0]):
        subject = scene.after(after[0], after[0].start, 30)
        if subject is not None and subject.who is not None and subject.who.address == one.address:
            return [sentence, after[0]]
    return [sentence]


def _introduces_self(scene: Scene) -> tuple[int, int] | None:
    """Where the author says who they are or what they take over."""
    for sentence in scene.sentences[:8]:
        if sentence.asks:
            continue
        match = _SELF.search(scene.words, sentence.tokens, sentence.start, sentence.end) or _own_name_or_post(
            scene, sentence
        )
        if (
            match
            and scene.asserts(sentence, match.start(), match.end(), allowed=_ALLOWED)
            and not _STAND_IN.search(sentence.words)
        ):
            return sentence.start, sentence.end
    return None


def _own_name_or_post(scene: Scene, sentence: Sentence) -> re.Match[str] | None:
    """`I'm Tamsin`, `hier ist Jens Thode`, `ich bin Eigentümer der beiden Häuser`, `I'm the plant engineer here`."""
    match = _I_AM.search(scene.words, sentence.start, sentence.end)
    if match is None:
        return None
    own = match[1] in scene.author.tokens or spoken(scene.text[match.start(1) : sentence.end])
    return match if own else None


_I_AM = re.compile(
    r"\b(?:i'm|i am|this is|myself|my good self|ich bin|hier (?:ist|schreibt)|je suis|ici|soy|le saluda|les escribe|le escribe) (?:(?:dr|mag|ing)\.? )?([^\W\d_]+)"
)
_STAND_IN = re.compile(
    r"\b(?:urlaub\w*|ferien|elternzeit|krank\w*|abwesen\w+|holidays?|vacation|on leave|absence|congés?|vacances|maladie|vacaciones|baja|ausencia|(?<!from )(?<!since )this week(?! on)|(?<!ab )(?<!seit )diese woche|(?<!dès )(?<!depuis )cette semaine|(?<!desde )esta semana)\b"
)


_ABSENT = re.compile(
    r"\b(?:i'm|i am|i'll be|i will be|bin (?:ich|dann|ab|vom|bis)|ich bin|je (?:suis|serai|pars)|estoy|estaré|me voy|salgo)\b[^.]{0,40}\b(?:away|off|out|gone|unterwegs|weg|fort|verreist|im urlaub|absente?|en congés?|en vacances|fuera|de viaje|until|till|bis|jusqu'au|hasta|from)\b"
    r"|\b(?:do you (?:happen to )?know|kenn(?:en|st) (?:sie|du|ihr)|connai(?:ssez-vous|s-tu)|conoce[ns]?) (?:\w+ )?(?:somebody|someone|anybody|anyone|jemand\w*|einen|wen|quelqu'un|une?|alguien)\b"
)
"""The author is away: whom the next sentence names keeps the house. Or a tip is asked for, and they need it."""


def _title(scene: Scene, mention: Mention) -> str:
    """The job title that stands beside a name: behind it, or between `our` and the name."""
    tail = scene.text[mention.end : mention.end + 160]
    if (bracket := _BRACKET.match(tail)) and bracket.end() and (title := spoken(tail[bracket.end() :])):
        return title
    if (started := _WAS.search(tail)) and (title := spoken(tail[started.end() :])):
        return title
    before = _BEFORE.search(scene.text[max(0, mention.start - 80) : mention.start])
    return spoken(before[1]) if before else ""
