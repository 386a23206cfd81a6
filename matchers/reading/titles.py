"""Job titles in English, German, French and Spanish: by the word that heads them, or by a department that stands for one."""

from __future__ import annotations

import re
from functools import lru_cache

from matchers.reading.bag import bag

MAX_TITLE = 80

_HEADS = re.compile(
    r"\b(?:"
    # English
    r"(?:vice[- ])?president|vp|svp|evp|avp|c[efotmips]o|ciso|chro|cpo|coo|chief|head|lead|leader|director|manager|supervisor|superintendent|officer|owner|founder"
    r"|co-?founder|partner|principal|engineer|architect|technician|developer|analyst|scientist|specialist|expert|consultant|advis[eo]r|buyer|purchaser"
    r"|controller|comptroller|accountant|bookkeeper|treasurer|counsel|solicitor|attorney|lawyer|barrister|paralegal|assistant|administrator|coordinator"
    r"|co-ordinator|planner|strategist|executive|secretary|clerk|foreman|operator|chair(?:man|woman|person)?|dean|provost|professor|nurse|physician"
    r"|pharmacist|chef|brewer|winemaker|estimator|surveyor|auditor|trustee|registrar|bursar|representative|associate|fellow|estimator|scheduler|trainer|warden|matron|headmaster|headmistress|headteacher|ranger|steward|mechanic|machinist|dispatcher|merchandiser|roaster|grower|forester|agronomist|chemist|biologist|geologist|curator|librarian|councillor|rector|veterinarian|surgeon|paramedic|handyman|custodian|sexton|postmaster|quartermaster|bailiff"
    # German: heads, also as the end of a compound
    r"|\w*(?:leiter|leitung|ingenieur|manager|referent|berater|einkäufer|meister|techniker|elektriker|mechaniker|führer|direktor|assisten[tz]|sachbearbeiter"
    r"|koordinator|anwält|planer|entwickler|architekt|prokurist|inhaber|gesellschafter|vertreter|verwalter|betreuer|disponent|buchhalter|sekretär|beamt"
    r"|spezialist|experte|dezernent|bürgermeister|kaufmann|kauffrau|verantwortlich|beauftragt|vorständ|jurist|justiziar|syndikus|chemiker|physiker|amtmann"
    r"|facharbeiter|polier|kämmerer|apotheker|ärzt|winzer|förster|lagerist|monteur|küster|dekan|rektor|hausdame|kellermeister|vorarbeiter|steuerer|wart|teamlead|controller|owner)(?:in|e|er|ein|te|ter|innen)?|\w*anwalt|vorstand|\w*vorstand(?:smitglied)?|\w*rat"
    r"|\w*rätin|\w*chefin?|\w*frau|\w*beauftragter?|obmann"
    # French
    r"|direct(?:eur|rice)|responsable|chef(?:fe)?|chargée?|gérante?|ingénieure?|acheteu(?:r|se)|technicien(?:ne)?|président(?:e)?|pdg|dg|daf|drh|dsi"
    r"|fondat(?:eur|rice)|associée?|juriste|avocate?|notaire|comptable|contrôleu(?:r|se)|assistante?|secrétaire|coordinat(?:eur|rice)|coordonnat(?:eur|rice)"
    r"|conseill(?:er|ère)|consultante?|adjointe?|maire|propriétaire|cadre|animat(?:eur|rice)|conduct(?:eur|rice)|gestionnaire|économiste|architecte"
    r"|analyste|attachée?|déléguée?|intendante?|trésori(?:er|ère)|économe|greffi(?:er|ère)|contrema[iî]tre(?:sse)?|régisseu(?:r|se)|superviseur(?:e|se)?|surintendante?|mécanicien(?:ne)?|magasini(?:er|ère)|échevin(?:e)?|bourgmestre|proviseure?|infirmi(?:er|ère)|pharmacien(?:ne)?|médecin|vétérinaire|doyen(?:ne)?|aumônier|syndic|agent|exploitante?|administrat(?:eur|rice)"
    # Spanish
    r"|director[a]?|gerent[ea]|capataz|encargad[oa]|veterinari[oa]|médic[oa]|rector[a]?|decan[oa]|vicepresident[ea]|contralor[a]?|oficial|síndic[oa]|planificador[a]?|bibliotecari[oa]|jef[ea]|responsable|encargad[oa]|coordinador[a]?|ingenier[oa]|técnic[oa]|comprador[a]?|abogad[oa]|asesor[a]?|administrador[a]?"
    r"|propietari[oa]|dueñ[oa]|soci[oa]|fundador[a]?|presidente?a?|secretari[oa]|interventor[a]?|tesorer[oa]|analista|consultor[a]?|supervisor[a]?|subdirector[a]?"
    r"|arquitect[oa]|enólog[oa]|contador[a]?|contable|controlador[a]?|apoderad[oa]|concejal[a]?|alcalde(?:sa)?|mayordomo|auxiliar|delegad[oa]|superintendente"
    r")\b",
    re.IGNORECASE,
)  # fmt: skip
_DEPARTMENTS = re.compile(
    r"(?:(?:purchas(?:e|ing)|procurement|accounts?|ledger|payables?|receivables?|finance|controlling|operations|facilities|estates|maintenance|legal|sales"
    r"|marketing|engineering|it|hr|energy|sourcing|strategic|technical|plant|quality|logistics|sustainability|services?|management|department|dept\.?|team"
    r"|strategischer|technischer|technische|einkauf|beschaffung|vertrieb|buchhaltung|rechnungswesen|haustechnik|gebäudetechnik|technik|instandhaltung|recht"
    r"|rechtsabteilung|vergabestelle|vergabe|fuhrpark|energiemanagement|produktion|geschäftsführung|geschäftsleitung|projektleitung|abteilung|liegenschaften"
    r"|achats?|comptabilité|fournisseurs?|maintenance|juridique|travaux|technique|informatique|direction|service|financi(?:er|ère)|générale|énergie"
    r"|compras|contabilidad|mantenimiento|jurídico|proveedores|administración|finanzas|ingeniería|dirección|general|departamento|energía|obras"
    r"|and|und|et|y|de|des|du|la|of|für|&|/)(?: |$)){1,4}",
    re.IGNORECASE,
)  # fmt: skip
_JOINERS = bag("and und et y e de des du la le of für & / der del")
_COMPANY = re.compile(
    r"\b(?:gmbh|mbh|mbb|ag|kg|ohg|ug|e\.? ?v|ltd|limited|llc|llp|plc|inc|corp|corporation|company|co|sa|s\.a|sas|sarl|s\.l|sl|slu|nv|bv|b\.v|srl|spa|sitz|amtsgericht|aufsichtsrat\w*)\b|\b(?:gruppe|holding|group|verein|stadtwerke|university|universität|hospital|hôpital|college|council|ajuntament|ayuntamiento|métropole|landkreis|partners?|consultants|solicitors|architects|engineers|lawyers|rechtsanwälte|avocats|abogados|ingenieure)$",
    re.IGNORECASE,
)  # fmt: skip
_OTHERS = re.compile(
    r"\b(?:geschäftsführ\w+|vorstand\w*|vorsitz\w*|aufsichtsrat\w*|directors?|gérants?|president|inhaber\w*|représentée?)\s*[:：]",
    re.IGNORECASE,
)
_LIVELY = re.compile(r"[@\d?!:;\"„“«»<>=+]|https?|www\.|[^\W\d_]\.$")
_VERBAL = re.compile(
    r"\b(?:is|are|was|will|we|our|your|you|i|please|sent|think|consider|save|i\.? ?a|i\.? ?v|ppa|wir|sie|ist|sind|bitte|ihr|ihre|unser\w*|nous|vous|notre|votre"
    r"|merci|est|pensez|por favor|nuestr[oa]s?|piense|antes|thanks|thank|regards|best|cheers|gruß|grüße)\b",
    re.IGNORECASE,
)  # fmt: skip
_SPLIT = re.compile(r"\s*[|·•‧∙▪●∣¦]\s*|\s{3,}|\t+|\s+[-–—]\s+|\s+/\s+|\s*//\s*")
_PRONOUNS = re.compile(r"\(\s*(?:she|he|they|sie|er|elle|il|ella|él)\b[^)]{0,20}\)", re.IGNORECASE)


def pieces(line: str) -> list[str]:
    """The parts of a line of a signature, between strokes, dots and dashes."""
    return [piece for piece in (part.strip(" ,;|") for part in _SPLIT.split(_PRONOUNS.sub("", line)[:200])) if piece]


@lru_cache(maxsize=4_096)
def is_title(piece: str, *, department: bool = False) -> bool:
    """Whether a piece of a signature is a job title. `department`: the name of one will do."""
    if not 2 <= len(piece) <= MAX_TITLE or len(piece.split()) > 9 or _LIVELY.search(piece) or _VERBAL.search(piece):
        return False
    if _HEADS.search(piece):
        return not _COMPANY.search(piece) and not _OTHERS.search(piece)
    return department and is_department(piece)


def has_title(words: str) -> bool:
    """Whether a word that heads job titles stands among others."""
    return bool(_HEADS.search(words))


def is_company(piece: str) -> bool:
    """Whether a piece has what only companies' names have."""
    return bool(_COMPANY.search(piece))


def is_department(piece: str) -> bool:
    """Whether a piece is made of departments' names alone."""
    words = piece.lower().split()
    return bool(words) and words[0] not in _JOINERS and bool(_DEPARTMENTS.fullmatch(piece.strip()))


def title_of(line: str, *, department: bool = False) -> str:
    """The job title that a line of a signature begins with; empty where it begins with none."""
    parts = pieces(line)
    first = next(iter(parts), "")
    if is_title(first, department=department) and "," not in first:
        both = f"{first} / {parts[1]}" if len(parts) > 1 else ""
        # `Leiter Einkauf / Achats` is one title, `Technische Leiterin / Technical Director` twice the same.
        return both if both and both in line and is_department(parts[1]) else first
    kept: list[str] = []
    for part in map(str.strip, first.split(",")):
        fits = is_title(part, department=department or bool(kept))
        if not fits:
            break
        kept.append(part)
    return ", ".join(kept)


def spoken(words: str) -> str:
    """The job title at the beginning of words in a sentence, up to where the title ends; empty where there is none."""
    end = _STOP.search(words)
    piece = words[: end.start() if end else len(words)].strip(" ,;:.\"'*")
    piece = _ARTICLE.sub("", piece)
    return piece if is_title(piece) and not _SMALL.search(piece) and not _DOING.match(piece) else ""


_DOING = re.compile(
    r"(?!(?:managing|engineering|purchasing|marketing|manufacturing|operating|accounting|planning|building|commissioning|consulting|sourcing|acting|testing|training|buying|catering|retired)\b)"
    r"(?:\w+ing|\w+ed|proud|happy|sure|able|busy|back|glad|only|just|not|also|again|more|less|very|too|finally|with|without|one|responsible for|im|in|am|beim|zur|zum|voir|à|chez|au|tras|bei|auf|mit|sehr|wieder|nicht|en|au|très|más|muy|de)\b",
    re.IGNORECASE,
)


_ARTICLE = re.compile(
    r"^(?:(?:nommée?|promue?|appointed|named|nombrad[oa]|the|a|an|our|your|their|its|new|der|die|das|ein|eine|unser|unsere|neuer?|neue|le|la|l'|un|une|notre|nouveau|nouvelle|el|nuestr[oa]|nuev[oa])\s+)+|^l['’]",
    re.IGNORECASE,
)
_STOP = re.compile(
    r"[.,;:!?()\n]|\s[-–—]\s|\s(?:and|but|so|since|as|at|with|from|who|which|because|und|aber|bei|beim|seit|ab|mit|in all|da|wer|et|mais|depuis|chez|avec|dès|à partir"
    r"|y|pero|desde|en|con|a partir|por|zum|on|starting|effective|after|now|here|too|hier|geworden|gemacht|ernannt|nennen|befördert|übernommen|jetzt)\b",
    re.IGNORECASE,
)  # fmt: skip
_SMALL = re.compile(
    r"^(?:lead|partner|owner|executive|assistant|associate|expert|principal|agent|cadre|rat|head|chief|officer|technique|service)$",
    re.IGNORECASE,
)
