"""Stage: our offer went out, the customer's lawyers marked the contract up, or the signed contract is attached.

Words must say so; an attachment's name alone does not, and a verbal yes is no stage yet.
"""

from __future__ import annotations

import re

from matchers.reading.evidence import Read
from matchers.reading.modality import Mood
from matchers.reading.text import Sentence
from sync.model import Finding, Letter

_DOCUMENT = re.compile(r"\.(?:pdf|docx?|xlsx?|odt|ods|pptx?|zip|rtf|pages|p7m|asice?|html?)$", re.IGNORECASE)
_HERE = (
    r"\b(?:attach(?:ed|ing)?|enclos(?:e|ed|ing)|here(?:'s| is| are| comes?)|find (?:our|the|your|my|below|here|it)|please find|as an attachment|in the attachment|see attachment|with this (?:e-?mail|mail|message)|herewith|with (?:it|them|this) (?:is|comes|goes)|pleased to (?:submit|present|send|share)"
    r"|anbei|anliegend|beiliegend|im anhang|in der anlage|in der beilage|als anlage|beigefügt\w{0,2}|beigelegt\w{0,2}|siehe (?:anhang|anlage|beilage)|häng\w{1,2} (?:\w{2,10} ){0,3}d?r?an|übermitt(?:le|eln)|angehängt|angehängte\w?|hier (?:ist|kommt|sind|unser|das|die|der)|liegt (?:[\w-]{2,14} ){0,4}bei|liegen (?:\w{2,10} )?bei|sende ich|senden wir|sende ihnen|übersende\w?|hänge ich|finden sie|erhalten sie|bekommen sie|bekommst du|hiermit|häng(?:t|en) an|ist angehängt|füge ich|lege ich|im attachment|beilage|(?:kommt|kommen|sende|schicke|gebe) [^.]{0,60}zurück"
    r"|ci-jointe?s?|ci-inclus|en pièces? jointes?|pièces? jointes?|en annexe|veuillez trouver|vous trouverez|je vous (?:joins|transmets|envoie|adresse)|nous vous (?:transmettons|adressons|envoyons|joignons)|voici|en pj|(?:avec|par) ce (?:courriel|mail|message)|voir (?:pj|pièces? jointes?|annexe|ci-joint)|joins|jointe?s?|attachée?s?|retourn(?:e|ons|er)|renvo(?:ie|yons)|annexé\w{0,2}|je te joins"
    r"|adjunt[oa]s?|adjuntamos|se adjunta|anex[oa]|le (?:envío|adjunto|remito|hago llegar)|les (?:enviamos|envío|adjunto|remito|remitimos|adjuntamos)|os (?:envío|adjunto|mando|paso)|te (?:envío|adjunto|mando|paso)|aquí (?:tiene|tienes|está|tenéis|va)|encontrará|encontrarán|ver (?:adjunto|anexo)|les? present(?:o|amos)|(?:la|lo|van?|vienen?) adjunt[oa]s?|con este (?:correo|mensaje)|por este medio|les (?:mando|paso)|le (?:mando|paso)|en (?:el )?adjunto|devuelv(?:o|emos)|de vuelta)(?!\w)"
)
_OFFER = r"\b(?:offers?|(?<!winning )(?<!competing )bids?|soumissions?|quotes?|quotations?|proposals?|angebote?s?|anbote?s?|offerten?|kostenvoranschlag|devis|offre|proposition (?:commerciale|financière|de prix|technique|n|nl|révisée|\w{0,8}\d)|proposition|oferta|presupuesto|propuesta|cotización)\b"
_CONTRACT = (
    r"(?:contracts?|agreements?|msa|order ?forms?|terms|t&cs|dpa|orders?|copy|copies|sow|statement of work|licen[cs]e terms|exhibits?"
    r"|\w{0,16}verträg?e?s?|\w{0,16}vertrag\w{0,12}|rahmenvertrag\w{0,8}|vereinbarung\w{0,4}|auftrag\w{0,10}|exemplar\w{0,2}|bestellung|bestellschein|agb|kaufvertrag|lizenzvertrag"
    r"|contrats?|accord-cadre|conventions?|ententes?|bons? de commande|exemplaires?|cgv|avenant|contrat-cadre"
    r"|actes? d'engagement|contratos?|acuerdos?|ejemplar(?:es)?|pedidos?|convenio|hoja de pedido|condiciones)"
)
_REVIEWED = re.compile(
    r"\b(?:red-?lin(?:es?|ed|ing)|(?:amendments|changes|edits|revisions|comments)\b.{0,12}\b(?:tracked|shown in (?:red|colou?r)|marked in)|mark(?:ed)?[- ]?ups?|marked up|track(?:ed)? changes|"
    r"(?:comments?|changes|edits|amendments|remarks|observations) (?:from|by|of) (?:our |the )?(?:legal\w{0,2}|counsel|lawyers?|solicitors?|attorneys?|general counsel|in-house)|(?:legal|counsel|lawyers?|solicitors?|attorneys?)(?:'s|s'|')? (?:\w{3,12} )?(?:comments|changes|edits|amendments|remarks|markup|mark-up|revisions|version)"
    r"|(?:änderungen|anmerkungen|korrekturen|kommentare|änderungswünsche|einwände|ergänzungen|überarbeitung)\b.{0,40}\b(?:rechtsabteilung|juristen|juristin|jurist|anwält\w{0,4}|anwalts?|kanzlei|rechtsanw\w{2,6}|justiziar\w{0,3}|legal|syndikus|hausjurist\w{0,3}|rechtsdienst)|(?:rechtsabteilung|juristen|juristin|anwält\w{0,4}|anwalt|kanzlei|justiziar\w{0,3}|rechtsdienst|syndikus)\b.{0,70}\b(?:änderung\w{0,2}|anmerkung\w{0,2}|korrektur\w{0,2}|kommentar\w{0,2}|änderungswünsche\w?|kommentiert|überarbeitet|angemerkt|geändert|eingearbeitet|ergänzt|anmerkungen|durchgesehen)"
    r"|(?:legal|counsel|lawyers?|solicitors?|rechtsabteilung|juristen|juristin|anwält\w{0,4}|anwalt|juristes?|avocate?s?|service juridique|abogad[oa]s?|asesoría)\b.{0,60}\b(?:rot|red pen|red ink|rotstift|gone (?:through|over)|been (?:through|over)|worked over|metió mano|metido mano|bolígrafo rojo|encre rouge|stylo rouge|raturé|biffé|gestrichen|durchgearbeitet)"
    r"|(?:amendments|changes|edits|revisions|corrections|mark-?ups)\b.{0,25}\b(?:tracked|in red|marked|highlighted|shown)|(?:änderungen|streichungen|korrekturen)\b.{0,25}\b(?:markiert|gekennzeichnet|in rot|rot|sichtbar|kenntlich)|(?:modifications|corrections|amendements)\b.{0,25}\b(?:apparentes|visibles|en rouge|surlignée?s)|(?:cambios|modificaciones|correcciones)\b.{0,25}\b(?:marcad[oa]s|en rojo|resaltad[oa]s|visibles)|änderungsmodus|überarbeitungsmodus|korrekturmodus|änderungsverfolgung|redline-?(?:version|fassung)"
    r"|(?:modifications|remarques|commentaires|corrections|annotations|observations|amendements|réserves)\b.{0,40}\b(?:juridique|juristes?|avocate?s?|conseil juridique|direction juridique|conseils)|(?:service juridique|direction juridique|juristes?|avocate?s?)\b.{0,70}\b(?:modifications|remarques|commentaires|corrections|annotations|annoté|modifié|corrigé|amendé|relu|repris)|suivi des modifications|mode révision|marques de révision|version annotée|contrat annoté"
    r"|(?:cambios|comentarios|modificaciones|correcciones|observaciones|enmiendas|anotaciones)\b.{0,40}\b(?:legal|jurídic[oa]|abogad[oa]s?|letrad[oa]s?|asesoría)|(?:asesoría jurídica|departamento (?:legal|jurídico)|abogad[oa]s?|jurídico|legal)\b.{0,70}\b(?:cambios|comentarios|modificaciones|correcciones|observaciones|anotaciones|revisado|modificado|corregido|comentado)|control de cambios|versión (?:comentada|revisada por))(?!\w)"
)
_AMENDED = re.compile(
    r"\b(?:annotée?|modifiée?|amendée?|corrigée?|kommentiert\w{0,2}|überarbeitet\w{0,2}|korrigiert\w{0,2}|geändert\w{0,2}|amended|revised|commented|corrected|comments|changes|anmerkungen|änderungen|korrekturen|kommentaren?|amendé|commenté|commentaires|remarques|modifications|comentarios|cambios|anotad[oa]|modificad[oa]|revisad[oa])(?!\w)"
)
_DRAFT = re.compile(r"\b(?:draft|projet|entwurf|fassung|version|borrador|document|dokument)\b")
_ONCE = re.compile(r"\b(?:once|as soon as|when|sobald|wenn|dès que|quand|lorsque|en cuanto|cuando)(?!\w)")
_LAWYER = re.compile(
    r"\b(?:avocate?s?|juriste|rechtsanw\w{2,6}|rechtsabteilung|syndikus\w{0,7}|justiziar\w{0,2}|solicitors?|attorney|counsel|lawyer|legal|abogad[oa]s?|letrad[oa]|asesoría jurídica|service juridique)\b"
)
_PAPERS = re.compile(
    rf"\b{_CONTRACT}\b|\b(?:msa|clause|klausel|artikel|§|ziffer|section|sec\.|clausula|cláusula|haftung|liability|indemnity|responsabilité)\b"
)
_SIGNED = re.compile(
    r"\b(?:(?:counter-?|fully |duly )?signed|executed|unterschrieben\w{0,2}|unterzeichnet\w{0,2}|gegengezeichnet\w{0,2}|unterfertigt\w{0,2}|gezeichnet\w{0,2}|signée?s?|contresignée?s?|paraphée?s?|firmad[oa]s?|rubricad[oa]s?|(?:with|bears?|mit|trägt|avec|revêtue?s? d|porte|con|lleva|bearing)(?:es)? (?:(?:all|both|the|two|three|four|allen|beiden|den|les|deux|trois|las|dos|tres|todas|our|unseren|nos|nuestras) ){0,3}(?:signatures?|unterschriften?|firmas?))(?!\w)"
)
_NO_CONTRACT = re.compile(
    r"\b(?:nda|non-disclosure|confidentiality|certificates?|(?<!order )form|minutes|delivery note|timesheet|photo|declaration|geheimhaltung\w{0,14}|vertraulichkeit\w{0,12}|nachweis\w{0,2}|bescheinigung\w{0,2}|protokoll|lieferschein|zertifikat\w{0,2}|selbstauskunft|formular|confidentialité|attestation|procès-verbal|pv|bon de livraison|confidencialidad|certificado|acta|albarán|unsigned|draft|entwurf|projet de contrat|borrador|template|muster|to be signed|for signature|zur unterschrift|zur unterzeichnung|pour signature|à signer|para (?:su )?firma|dpa|avv|rgpd)\b"
)
_ALONG = re.compile(
    r"\b(?:together with|along with|as well as|plus|samt|nebst|sowie|zusammen mit|ainsi que|accompagnée? d|junto (?:con|a)|además de|así como)\b.*$"
)
"""What else lies with it."""
_WANTED = re.compile(
    r"\b(?:please (?:sign|return|send|countersign|attach|enclose)|(?:send|return|need|want|get|(?<!you )have|await\w{0,3}|waiting for|look(?:ing)? forward to|as soon as|once|when)\b.{0,40}\b(?:signed|executed|countersigned)|will (?:be |send|follow|return)|(?<!you)'ll|to follow|follows|bitte .{0,40}(?:unterschrieben|unterzeichnet|zurück)|folgt|folgen|schicke ich (?:ihnen )?(?:morgen|nächste)|werde\w?|wird|erhalten sie (?:bis|in kürze|nächste|morgen)|sera|seront|suivra|suivront|llegar[áa]n?|seguirán|vendrán|enverr\w{1,4}|merci de|veuillez (?:nous )?(?:signer|retourner|renvoyer)|enviar(?:é|emos)|será|por favor (?:firm|devuelv)\w{1,4})(?!\w)"
)
_COUNTERSIGN_OK = re.compile(
    r"\b(?:countersign and return|bitte gegengezeichnet|gegenzeichnen|bitte gegenzeichnen|pour contresignature|please countersign)\b"
)
_ENCLOSED = re.compile(
    r"\b(?:attached|enclosed|liegt bei|liegen bei|anbei|beigefügt\w{0,2}|im anhang|ci-jointe?s?|documents? joints?|pièces? jointes?|en pj|adjunt[oa]s?|anex[oa]s?)\b"
)
"""Something is said to lie with the letter, whatever became of it on the way."""
_HERE_RE, _OFFER_RE = re.compile(_HERE), re.compile(_OFFER)
_GIVES = re.compile(
    r"\b(?:(?:this|that|here|attached) is (?:our|my|the)|that's our|you have our|as (?:promised|agreed|discussed|requested)|here it is|attached our|wie (?:versprochen|besprochen|gewünscht|vereinbart)|hier das|comme (?:promis|convenu|demandé)|como (?:prometí|quedamos|acordamos|pediste|pidió)|ahí va|(?:i'm|we're|am|are) (?:sending|sharing|submitting|forwarding)|(?:i|we) (?:send|share|submit|forward|hand)|submitted herewith|comes with this|goes with this|as required"
    r"|bekomm(?:t|en|st)|erhalt(?:et|en|e)|erhältst|reich(?:e|en)|schick(?:e|en)|send(?:e|en)|übergeb(?:e|en)|überreich(?:e|en)|leg(?:e|en)|mit diese[rm] (?:mail|e-mail|schreiben|nachricht)|(?:das|dies) ist unser\w?|find(?:et|est)|steckt"
    r"|transme(?:ts|ttons)|adress(?:e|ons)|envo(?:ie|yons)|reme(?:ts|ttons)|fais (?:parvenir|suivre|passer)|faisons (?:parvenir|suivre)|partage(?:ons)?|soume(?:ts|ttons)|joi(?:ns|gnons)|trouver(?:ez|as)|voilà|attachée?"
    r"|compart(?:o|imos)|env[ií](?:o|amos)|mand(?:o|amos)|remit(?:o|imos)|present(?:o|amos)|hag(?:o|amos) llegar|pas(?:o|amos)|entreg(?:o|amos)|dej(?:o|amos)|(?:aquí )?(?:tiene|tienen|tienes|tenéis))(?!\w)"
)
"""Whoever says so hands something over, be the paper named or not."""
_PAPER = r"(?:slides?|photos?|pictures?|data ?sheets?|drawings?|plans?|reference lists?|references|minutes|nda|brochures?|catalogues?|agenda|reports?|manuals?|forms?|questionnaires?|certificates?|samples?|presentation|fotos?|bilder|datenbl\w+|zeichnung\w*|pläne|plan|referenz\w*|protokoll|prospekte?|katalog|bericht|fragebogen|formular|zertifikat\w*|muster|vertraulichkeits\w+|fiches?|dessins?|références?|compte rendu|plaquette|rapport|questionnaire|certificats?|échantillons?|attestation|fichas?|planos?|referencias|acta|folleto|catálogo|informe|cuestionario|certificados?|muestras?)"
_OTHER_PAPER = re.compile(
    rf"\b(?:attach\w*|enclos\w*|here(?:'s| is| are)?|anbei|im anhang|beiliegend|ci-jointe?s?|adjunt\w+|erhalten sie|with this \w+)\b(?:(?!{_OFFER[2:]})[^.]){{0,40}}\b{_PAPER}\b(?! (?:and|und|sowie|plus|et|y|along with|mit|with|avec|con|samt|for|für|pour|para) )[^.]{{0,70}}{_OFFER}"
    r"|\b(?:already have|haben (?:sie|ihr)(?: ja)? (?:ja |schon|bereits)|avez déjà|as déjà|ya l[ao] tienen?|ya tienen?|working on|sitzen wir|arbeiten wir|travaillons|trabajamos|estamos con|before we can|needed before|erst nach|dürfen wir kein|needs? (?:a|the) visit|only makes sense|connection with our)\b"
)
"""What lies with the letter is another paper; the offer is there already, or not yet."""
_BEFORE_NOW = re.compile(
    r"\b(?:yesterday|last (?:week|month)|already sent|sent you|gestern|letzte woche|geschickt habe|habe ich (?:ihnen )?\w* ?geschickt|hier|la semaine (?:dernière|passée)|ayer|la semana pasada|envié|mandé|tomorrow|morgen|demain|mañana|next week|nächste woche|if|wenn|si|what do|which|welche)(?!\w)"
)
_NUMBER = re.compile(r"[^\W_]*\d[\w-]{2,}")
_CONTRACT_RE = re.compile(rf"\b{_CONTRACT}(?!\w)")
_OUR_OFFER_LATER = re.compile(
    r"\b(?:we|they|i) (?:also |can |do |only |now )?offer (?!no|num|ref|is|was)|\b(?:offer|quote|proposal) \w{2,14} (?:gave|sent) us\b|\b(?:special|exclusive|insurance|rate) (?:offer|quote)s?\b|\b(?:offer|quote|quotation|proposal) (?:from|by|of|[a-z]{2,14} (?:gave|sent)) (?!us\b|\u2d63+|our\b)|\b(?:angebot|offerte) (?:von|der firma|des) (?!uns|\u2d63+)|\b(?:devis|offre|proposition) (?:de chez|de la part d)|\b(?:oferta|presupuesto) de (?:otr|la competencia|su)|\b(?:offer|quote|proposal|quotation)\b.{0,25}\b(?:follows|will follow|to follow|by|coming|next|soon)\b|\b(?:angebot|offerte)\b.{0,25}\b(?:folgt|kommt|bis)\b|\b(?:devis|offre|proposition)\b.{0,25}\b(?:suivra|arrive|d'ici|avant)\b|\b(?:oferta|presupuesto|propuesta)\b.{0,25}\b(?:llegará|seguirá|antes|enviaré)\b"
    r"|\b(?:your|ihr|ihre|votre|vos|su|tu|dein) (?:\w{3,12} )?(?:offer|quote|proposal|quotation|angebot|devis|offre|oferta|presupuesto|anfrage|order|bestellung|commande|pedido)\b|\b(?:to|for|on|of|in|zu|zum|aus|mit|sur|du|de la|à|al|del|sobre) (?:our|the|unserem|unserer|dem|der|notre|nuestr[oa]|el|la) (?:\w{3,12} )?(?:offer|quote|proposal|angebot|offerte|devis|offre|proposition|oferta|presupuesto|propuesta)\b"
)
_ROUGH = re.compile(r"\b(?:draft|rough|indicative|non-binding|unverbindlich\w{0,2}|entwurf|grob\w{0,2}|brouillon|projet de|estimation|borrador|orientativ[oa]|without prices|no prices|ohne preise|sans prix|sin precios|scope document|accept(?:ed|ance)|slides?|presentation)\b")  # fmt: skip


def find(read: Read) -> list[Finding]:
    """The steps that a sentence proves."""
    letter, words = read.letter, read.marked.words
    if letter.kind != "message":
        return []
    lost = Mood.ASKED | Mood.DENIED | Mood.HEARSAY | Mood.JOKE | Mood.OTHERS
    found = []
    for first, last in _parts(read):
        mood = read.mood(first, last)
        start, end = read.marked.clauses[first][0], read.marked.clauses[last][1]
        step = (
            ""
            if mood & lost
            else _step(letter, words[start:end], conditional=bool(mood & (Mood.CONDITIONAL | Mood.POSSIBLE)))
        )
        if step:
            found.append(Finding("stage", {"step": step}, read.quote(first, last), f"stage.{step}"))
            break
    return found


def may_come(letter: Letter, words: str) -> bool:
    """Whether something lies with the letter, or a customer says so."""
    return bool(letter.attachments) or (not letter.own and bool(_ENCLOSED.search(words)))


def may_tell(sentence: Sentence) -> bool:
    """Whether the sentence has a word without which no document is on its way."""
    return any(pattern.search(sentence.words) for pattern in (_OFFER_RE, _SIGNED, _REVIEWED, _AMENDED))


def _parts(read: Read) -> list[tuple[int, int]]:
    """Each clause, two neighbours, and the whole sentence."""
    count = len(read.marked.clauses)
    return (
        [(n, n) for n in range(count)]
        + [(n, n + 1) for n in range(count - 1)]
        + ([(0, count - 1)] if count > 2 else [])
    )


def _step(letter: Letter, words: str, *, conditional: bool) -> str:
    documents = any(_DOCUMENT.search(name) for name in letter.attachments)
    here = documents and bool(_HERE_RE.search(words))
    if letter.own:
        given = here or (bool(_GIVES.search(words)) and not _BEFORE_NOW.search(words) and _bears_offer(letter))
        return "offer_sent" if given and not conditional and _is_our_offer(words) else ""
    if here and _is_signed(words) and not _ONCE.search(words):
        return "contract_signed"
    enclosed = not letter.attachments and bool(_ENCLOSED.search(words))
    if (documents or enclosed) and not conditional and _is_reviewed(letter, words, here=here or enclosed):
        return "contract_review"
    return ""


def _bears_offer(letter: Letter) -> bool:
    """Whether a document is called an offer, or by a number that the letter or its subject has."""
    said = f"{letter.subject} {letter.text[:2_000]}".lower()
    for name in (each.lower().replace("_", " ") for each in letter.attachments[:20] if _DOCUMENT.search(each)):
        if _OFFER_RE.search(name) or any(number[0] in said for number in _NUMBER.finditer(name)):
            return True
    return False


def _is_our_offer(words: str) -> bool:
    return bool(_OFFER_RE.search(words)) and not any(
        pattern.search(words) for pattern in (_OUR_OFFER_LATER, _ROUGH, _OTHER_PAPER)
    )


def _is_signed(words: str) -> bool:
    """Whether a contract comes signed, and is not asked for."""
    words = _ALONG.sub("", words)
    if not _SIGNED.search(words) or not _CONTRACT_RE.search(words) or _NO_CONTRACT.search(words):
        return False
    return not _WANTED.search(words) or bool(_COUNTERSIGN_OK.search(words))


def _is_reviewed(letter: Letter, words: str, *, here: bool) -> bool:
    """Whether lawyers marked a contract up: the customer's own, or the author is one."""
    if _WANTED.search(words):
        return False
    if here and _AMENDED.search(words) and _LAWYER.search(f"{letter.signature}\n{letter.text[-400:]}".lower()):
        return bool(_PAPERS.search(words) or _DRAFT.search(words))
    papers = (words, letter.subject.lower(), *map(str.lower, letter.attachments))
    return bool(_REVIEWED.search(words)) and any(map(_PAPERS.search, papers))
