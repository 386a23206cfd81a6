"""How people write days in English, German, French and Spanish: for each language a list of forms, and what its words mean.

A form is a name and a pattern; the name says how `dates` reckons. Patterns run on levelled words (text.level), have no captures,
and no part of them repeats without a bound.
"""

from __future__ import annotations

from typing import NamedTuple

from matchers.reading.text import Language

_D = r"(?:3[01]|[12]\d|0?[1-9])"
_M = r"(?:1[0-2]|0?[1-9])"
_Y = r"(?:20\d\d)"
_W = r"(?:5[0-3]|[1-4]\d|0?[1-9])"
_NO = r"(?![\w/]|[.,:-]?\d|%)"
"""What may not follow a number."""
_B = r"(?<![\w/.,:§-])"
"""What may not stand before one."""


class Words(NamedTuple):
    """What one language knows of days."""

    forms: tuple[tuple[str, str], ...]
    """Name and pattern, in the order they are tried."""
    time: str
    """A time of day behind a day, and its blanks."""
    before: frozenset[str]
    """Words of which one must stand before a bare number for it to be a day."""
    recurring: frozenset[str]
    """Words before a weekday that make it one of many."""
    months: dict[str, int]
    weekdays: dict[str, int]
    counts: dict[str, int]


def _table(*rows: str) -> dict[str, int]:
    return {word: number for number, row in enumerate(rows, 1) for word in row.split()}


def _week(*rows: str) -> dict[str, int]:
    return {word: number for number, row in enumerate(rows) for word in row.split()}


_EN_MO = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?)"
)
_EN_WD = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tues?|weds?|thu(?:rs?)?|fri|sat|sun)\b\.?"
_EN_WL = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tues?|weds?|thu(?:rs?)?|fri)\b(?!'s|-)"
_EN_O = r"(?:st|nd|rd|th)"
_EN_N = r"(?:\d{1,2}|one|two|three|four|five|six|seven|ten|fourteen|a)"
_EN_FULL = (
    rf"(?:(?:{_EN_WD},? (?:the )?)?(?:the )?{_D}{_EN_O}?(?: of)? ?{_EN_MO}(?!\w)(?:,? {_Y}\b)?"
    rf"|(?:{_EN_WD},? )?{_EN_MO} (?:the )?{_D}{_EN_O}?(?![\w%]|[:.,]\d|/)(?:,? {_Y}\b)?)"
)
_EN_NOUN = (
    r"(?! ?(?:floor|quarter|half|time|week|year|building|store|site|street|version|draft|attempt|round|generation|phase|place|part"
    r"|person|item|point|edition|anniversary|century|grade|level|line|row|page|hotel|plant|meter|unit|of (?:the|these|all)|one)\b)"
)
_EN_PERIOD = (
    rf"(?:{_EN_MO}(?: {_Y})?|(?:the |this |next |current |the current )?(?:calendar |fiscal |financial )?(?:month|year|quarter|week)"
    rf"|q[1-4](?: {_Y})?|(?:the )?(?:first|second|third|fourth) quarter|(?:the )?month of {_EN_MO}|h[12](?: {_Y})?|{_Y})"
)

_ENGLISH = Words(
    forms=(
        ("iso", r"(?<![\w/.-])20\d\d-\d\d-\d\d(?![\w/-])"),
        ("weekof", rf"\b(?:the )?(?:week|w)(?:/| )?(?:of|c|commencing|beginning|starting|ending)(?: on)? {_EN_FULL}"),
        ("full", rf"(?<![\w/.-]){_EN_FULL}"),
        ("num", rf"{_B}(?:{_EN_WD},? )?(?:the )?{_D}(?:/{_D}(?:/(?:20)?\d\d)?|(?:\.{_M}\.|-{_M}-)20\d\d){_NO}"),
        ("bare", rf"\b(?:{_EN_WD},? (?:the )?)?(?:the )?{_D}{_EN_O}\b{_EN_NOUN}"),
        ("past", rf"\b(?:last|past|previous) {_EN_WL}|\b{_EN_WL} last(?: week)?\b|\byesterday\b|\blast (?:week|month|quarter|year)\b"),
        ("wd_week", rf"\b{_EN_WL} week\b|\b(?:a )?week (?:on |from )?{_EN_WL}|\b{_EN_WL} in (?:a|one) week\b|\b(?:today|tomorrow) week\b"),
        ("wd_next_week", rf"\b{_EN_WL},? (?:of |in )?next week\b|\bnext week,?(?: on)? {_EN_WL}"),
        ("wd_later", rf"\b{_EN_WL},? (?:of )?the week after next\b|\b(?:the )?(?:{_EN_WL} after next)\b"),
        ("wd_this_week", rf"\b{_EN_WL},? (?:of )?this week\b"),
        ("wd_next", rf"\b(?:on )?next {_EN_WL}"),
        ("wd_this", rf"\b(?:the |this )?(?:coming|upcoming) {_EN_WL}|\bthis {_EN_WL}"),
        ("part", rf"\b(?:the )?(?:very )?(?:early|mid(?:dle)?|late|end|close|beginning|start|back half|second half|first half|back end)(?:[ -](?:of |in )?|-of-)(?:the )?{_EN_PERIOD}(?![\w])"),
        ("part", r"\b(?:the )?(?:month|quarter|year|week|q[1-4])[ -]?end\b|\beo[mqyw]\b"),
        ("quarter", rf"\b(?:q[1-4]|(?:the )?(?:first|second|third|fourth|final|last|1st|2nd|3rd|4th) quarter)(?:(?: of)? (?:{_Y}|this year|next year)|/\d\d)?\b"),
        ("quarter", r"\b(?:this|next|the current|the coming) quarter\b"),
        ("half", rf"\b(?:h[12](?= {_Y})|(?:the )?(?:first|second) half of (?:the year|this year|next year|{_Y}))\b(?: {_Y}\b)?"),
        ("week", rf"\b(?:calendar )?(?:week|wk|cw|kw)\.? ?(?:no\.? ?|number )?{_W}\b(?! of the|%| ?-)"),
        ("month", rf"\b{_EN_MO}(?!\w)(?: {_Y}\b)?|\b(?:this|next) month\b"),
        ("week_rel", r"\b(?:the )?week after next\b|\b(?:next|this) week\b"),
        ("days", rf"\bin (?:exactly )?{_EN_N} (?:calendar )?days(?:'? time)?\b(?: from (?:now|today))?|\b{_EN_N} (?:weeks?|days) from (?:now|today)\b"),
        ("rel", r"\b(?:the )?day after tomorrow\b|\btomorrow\b|\btoday\b|\btonight\b"),
        ("wd", rf"\b{_EN_WL}"),
    ),
    time=(
        r"(?:,? (?:at |@ ?|from |around |about )?\d{1,2}(?:[:.]\d\d)?(?: ?(?:-|to|until) ?\d{1,2}(?:[:.]\d\d)?)? ?(?:am|pm|a\.m\.?|p\.m\.?|noon|o'clock|hrs|h|uhr)\b"
        r"|,? ?(?:at|@) ?\d{1,2}(?:[:.]\d\d)?(?![\d%])|,? \d{1,2}[:.]\d\d(?![\d%])(?: ?- ?\d{1,2}[:.]\d\d)?|,?(?: in the)? (?:morning|afternoon|evening|lunchtime)\b"
        r"|,? (?:at )?(?:noon|midday|lunch)\b|,? (?:eod|cob|eob)\b|,? (?:central|eastern|pacific|gmt|bst|cet|cest|est|edt|et|ct|utc|uk time|your time|our time)\b"
        r"|, ?20\d\d\b)"
    ),
    before=frozenset("on by before until till for from the of to than".split()),
    recurring=frozenset("every each most all".split()),
    months=_table("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
                  "september sep sept", "october oct", "november nov", "december dec"),  # fmt: skip
    weekdays=_week("monday mon", "tuesday tue tues", "wednesday wed weds", "thursday thu thur thurs", "friday fri", "saturday sat", "sunday sun"),
    counts={"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "ten": 10, "fourteen": 14,
            "first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "final": 4, "last": 4},  # fmt: skip
)

_DE_MO = (
    r"(?:januar|jänner|jaenner|februar|feber|märz|maerz|april|mai|juni|juli|august|september|oktober|november|dezember"
    r"|(?:jan|jän|feb|mär|mrz|apr|jun|jul|aug|sept?|okt|nov|dez)\b\.?)"
)
_DE_WL = r"(?:(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|sonnabend)(?:(?:vor|nach)mittag|morgen|abend|früh|mittag)?\b"
_DE_WD = rf"(?:{_DE_WL}|(?:mo|di|mi|do|fr|sa|so)\b\.?)"
_DE_LEAD = rf"(?:{_DE_WD},? ?(?:(?:den|dem|der) )?)?(?:(?:den|dem|der) )?"
_DE_FULL = rf"(?:{_DE_LEAD}{_D}\.? ?{_DE_MO}(?!\w)(?: ?{_Y}\b)?|{_DE_LEAD}{_D}\. ?{_M}\.(?: ?(?:20)?\d\d\b)?(?!\d|,\d))"
_DE_N = r"(?:\d{1,2}|einer|einem|zwei|drei|vier|sechs|sieben|acht|zehn|vierzehn)"
_DE_NEXT = r"(?:nächste[rnsm]?|kommende[rnsm]?|folgende[rnsm]?)"
_DE_PERIOD = (
    rf"(?:{_DE_MO}(?: {_Y})?|(?:des |der |dieses |dieser |diesen |diese |des laufenden |nächste[rnsm]? |kommende[rnsm]? )?(?:kalender|geschäfts)?(?:monats?|jahr(?:es)?|quartals?|woche)"
    rf"|(?:des )?(?:q[1-4]|[1-4]\. quartals?)(?: {_Y})?|{_Y}|kw ?{_W})"
)

_GERMAN = Words(
    forms=(
        ("iso", r"(?<![\w/.-])20\d\d-\d\d-\d\d(?![\w/-])"),
        ("weekof", rf"\b(?:der |die )?woche (?:vom|ab|ab dem) {_DE_FULL}"),
        ("full", rf"(?<![\w/.,§-]){_DE_FULL}"),
        ("num", rf"{_B}{_DE_LEAD}{_D}[./]{_M}(?:[./](?:20)?\d\d)?{_NO}"),
        ("bare", rf"{_B}{_DE_LEAD}{_D}(?:\.|ten|sten)(?! ?\d|\w)(?! (?:quartal|kw|kalenderwoche|woche|halbjahr|stock|og|etage|mal|lebensjahr))"),
        ("past", rf"\b(?:letzte|vergangene|vorige)[nmrs]? (?:{_DE_WL}|woche|monat|jahr|quartal)|\bgestern\b|\bvorgestern\b"),
        ("wd_later", rf"\b(?:den |am )?übernächste[nmr]? {_DE_WL}|\b{_DE_WL},? (?:der )?übernächste[rn]? woche\b|\bübernächste woche,?(?: am)? {_DE_WL}"),
        ("wd_week", rf"\b(?:{_DE_WL}|heute|morgen) in (?:einer woche|acht tagen|8 tagen)\b|\bin einer woche am {_DE_WL}"),
        ("wd_two_weeks", rf"\b(?:{_DE_WL}|heute|morgen) in (?:zwei wochen|14 tagen|vierzehn tagen)\b"),
        ("wd_next_week", rf"\b{_DE_WL},? (?:(?:der|in der) )?{_DE_NEXT} woche\b|\b{_DE_NEXT} woche,?(?: am)? {_DE_WL}"),
        ("wd_this_week", rf"\b{_DE_WL},? (?:der )?diese[rn]? woche\b|\bdiese woche,?(?: am| noch)? {_DE_WL}"),
        ("wd_next", rf"\b(?:den )?nächste[nmr]? {_DE_WL}"),
        ("wd_this", rf"\b(?:den )?(?:kommende|diese|folgende)[nmr]? {_DE_WL}"),
        ("part", rf"\b(?:anfang|mitte|ende|beginn|spätestens ende|schluss) {_DE_PERIOD}(?!\w)"),
        ("part", r"\b(?:monats|jahres|quartals|wochen)(?:ende|mitte|anfang)\b"),
        ("quarter", rf"\b(?:q[1-4]|[1-4]\. ?quartals?|(?:ersten?|zweiten?|dritten?|vierten?|letzten?)[sr]? quartals?)(?: (?:des jahres )?{_Y}\b|/\d\d)?"),
        ("quarter", rf"\b(?:diese[sm]?|laufende[ns]?|{_DE_NEXT}) quartals?\b"),
        ("half", rf"\b(?:[12]\. halbjahrs?|(?:ersten?|zweiten?)[sr]? halbjahrs?)(?: {_Y}\b)?|\bzum halbjahr\b"),
        ("week", rf"\b(?:kw|kalenderwoche|woche) ?{_W}\b(?!%)|(?<![\w.]){_W}\. ?(?:kw|kalenderwoche)\b"),
        ("month", rf"\b{_DE_MO}(?!\w)(?: {_Y}\b)?|\b(?:diesen|diesem|{_DE_NEXT}|laufenden) monats?\b"),
        ("week_rel", rf"\b(?:übernächste[rn]?|{_DE_NEXT}|diese[rn]?) woche\b"),
        ("days", rf"\bin {_DE_N} tagen\b|\bin (?:genau )?(?:einer|zwei|drei|vier) wochen?\b"),
        ("rel", r"\bübermorgen\b|\bmorgen\b|\bheute\b"),
        ("wd", rf"\b{_DE_WL}"),
    ),
    time=(
        r"(?:,? (?:um|ab|gegen|so gegen|von) (?:\d{1,2}|zehn|elf|neun|acht|zwei|drei|vier)(?:[:.]\d\d)?(?: ?(?:-|bis) ?\d{1,2}(?:[:.]\d\d)?)?(?: ?uhr\b)?(?: \d\d\b)?"
        r"|,? \d{1,2}(?:[:.]\d\d)?(?: ?(?:-|bis) ?\d{1,2}(?:[:.]\d\d)?)? ?(?:uhr|h)\b(?: ?\d\d\b)?|,? \d\d?:\d\d(?: ?- ?\d\d?:\d\d)?"
        r"|,? (?:am )?(?:früh|vormittags?|nachmittags?|morgens?|abends?|mittags?|dienstschluss)\b)"
    ),
    before=frozenset("am den dem der zum bis vom ab spätestens vor für".split()),
    recurring=frozenset("jeden jedem immer".split()),
    months=_table("januar jänner jaenner jan jän", "februar feber feb", "märz maerz mär mrz", "april apr", "mai", "juni jun", "juli jul",
                  "august aug", "september sep sept", "oktober okt", "november nov", "dezember dez"),  # fmt: skip
    weekdays=_week("montag mo", "dienstag di", "mittwoch mi", "donnerstag do", "freitag fr", "samstag sonnabend sa", "sonntag so"),
    counts={"einer": 1, "einem": 1, "zwei": 2, "drei": 3, "vier": 4, "sechs": 6, "sieben": 7, "acht": 8, "zehn": 10, "vierzehn": 14,
            "erste": 1, "ersten": 1, "erstes": 1, "zweite": 2, "zweiten": 2, "zweites": 2, "dritte": 3, "dritten": 3, "drittes": 3,
            "vierte": 4, "vierten": 4, "viertes": 4, "letzte": 4, "letzten": 4, "letztes": 4},  # fmt: skip
)

_FR_MO = (
    r"(?:janvier|février|fevrier|mars|avril|mai|juin|juillet|août|aout|septembre|octobre|novembre|décembre|decembre"
    r"|(?:janv|févr?|avr|juil|sept|oct|nov|déc)\b\.?)"
)
_FR_WL = r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\b"
_FR_WD = rf"(?:{_FR_WL}|(?:lun|mar|mer|jeu|ven|sam|dim)\b\.?)"
_FR_D = rf"(?:1er|{_D})"
_FR_LEAD = rf"(?:(?:le |ce )?{_FR_WD},? (?:le )?)?(?:le )?"
_FR_FULL = rf"{_FR_LEAD}{_FR_D} {_FR_MO}(?!\w)(?: {_Y}\b| prochain\b)?"
_FR_N = r"(?:\d{1,2}|un|une|deux|trois|quatre|dix|huit|quinze)"
_FR_NW = r"(?:de )?la semaine (?:prochaine|qui vient)"
_FR_PERIOD = (
    rf"(?:{_FR_MO}(?: {_Y})?|(?:du |de ce |de l'|d'|de la |du |de |le |la |l')?(?:mois de {_FR_MO}|mois(?: prochain| en cours)?|année(?: {_Y}| prochaine| civile)?"
    rf"|an|trimestre(?: en cours| prochain)?|semaine(?: prochaine)?|(?:1er|premier|2e|2ème|deuxième|second|3e|3ème|troisième|4e|4ème|quatrième) trimestre|t[1-4]|q[1-4]|{_Y}))"
)

_FRENCH = Words(
    forms=(
        ("iso", r"(?<![\w/.-])20\d\d-\d\d-\d\d(?![\w/-])"),
        ("weekof", rf"\b(?:la )?semaine du (?:{_FR_FULL}|(?:lundi )?{_FR_D}/{_M}{_NO})"),
        ("full", rf"(?<![\w/.,-]){_FR_FULL}"),
        ("num", rf"{_B}{_FR_LEAD}{_D}[/.]{_M}(?:[/.](?:20)?\d\d)?{_NO}"),
        ("bare", rf"{_B}(?:(?:le |ce )?{_FR_WL},? (?:le )?{_FR_D}|le {_FR_D})(?:(?<=1er)|(?= *$| *[,;.!?:)(-]| (?:à|au|de \d|me|nous|vous|c'est|est|convient|pour|et|matin|après|en|dans|va|ça|chez|sur|en fin|prochain)\b))(?![.,]\d| ?[h%€:])"),
        ("past", rf"\b{_FR_WL} (?:dernier|passé)\b|\bhier\b|\bavant-hier\b|\b(?:la semaine|le mois|l'an|l'année|le trimestre) (?:dernier|dernière|passée?)\b"),
        ("wd_week", rf"\b(?:le )?{_FR_WL} en huit\b|\b(?:aujourd'hui|demain) en huit\b"),
        ("wd_two_weeks", rf"\b(?:le )?{_FR_WL} en quinze\b|\b(?:d\'|de )?(?:aujourd\'hui|demain) en quinze\b"),
        ("wd_next_week", rf"\b(?:le )?{_FR_WL},? {_FR_NW}|\b{_FR_NW},?(?: le)? {_FR_WL}"),
        ("wd_this_week", rf"\b(?:le )?{_FR_WL} de cette semaine\b|\bcette semaine,? {_FR_WL}"),
        ("wd_this", rf"\b(?:ce )?{_FR_WL} (?:prochain|qui vient)\b|\bce {_FR_WL}"),
        ("part", rf"\b(?:la |le )?(?:début|mi|fin|milieu|courant)(?:[ -]){_FR_PERIOD}(?!\w)"),
        ("quarter", rf"\b(?:t[1-4]|q[1-4]|(?:le |au )?(?:1er|premier|2e|2ème|2nd|deuxième|second|3e|3ème|troisième|4e|4ème|quatrième|dernier) trimestre)(?: (?:de )?{_Y}\b)?"),
        ("quarter", r"\b(?:ce trimestre|(?:le )?trimestre (?:prochain|en cours)|prochain trimestre)\b"),
        ("half", rf"\b(?:1er|premier|2e|2ème|second|deuxième) semestre(?: {_Y}\b)?"),
        ("week", rf"\b(?:la )?(?:semaine|sem\.?)(?: n°)? ?{_W}\b(?!%)|\bs ?(?:[3-9]|[1-4]\d|5[0-3])\b(?!%)"),
        ("month", rf"\b{_FR_MO}(?!\w)(?: {_Y}\b| prochain\b)?|\b(?:ce mois-ci|le mois prochain|ce mois)\b"),
        ("week_rel", r"\b(?:la semaine prochaine|cette semaine)\b"),
        ("days", rf"\b(?:dans|d'ici) {_FR_N} jours\b|\bdans (?:exactement )?(?:une|deux|trois|quatre) semaines?\b"),
        ("rel", r"\baprès-demain\b|\bdemain\b|\baujourd'hui\b|\bce (?:jour|soir|matin)\b"),
        ("wd", rf"\b{_FR_WL}"),
    ),
    time=(
        r"(?:,? (?:à|vers|dès|de|entre|à partir de) ?\d{1,2} ?(?:h(?:eures)?\b|h(?=\d)|:)(?: ?\d\d\b)?(?: ?(?:-|à) ?\d{1,2} ?h(?: ?\d\d\b)?)?|,? \d{1,2} ?h(?:eures)?(?:\b|(?=\d)) ?(?:\d\d\b)?(?: ?(?:-|à) ?\d{1,2} ?h(?:\d\d)?)?"
        r"|,? \d{1,2}:\d\d|,? (?:au |dans la |en |le |dans l')?(?:matin|matinée|après-midi|soir|soirée|midi|fin de journée|fin de matinée|début d'après-midi|fin d'après-midi)\b|,? à midi\b)"
    ),
    before=frozenset("le au du avant pour d'ici dès ici vers jusqu'au".split()),
    recurring=frozenset("chaque tous les le".split()),
    months=_table("janvier janv", "février fevrier fév févr", "mars", "avril avr", "mai", "juin", "juillet juil", "août aout",
                  "septembre sept", "octobre oct", "novembre nov", "décembre decembre déc"),  # fmt: skip
    weekdays=_week("lundi lun", "mardi mar", "mercredi mer", "jeudi jeu", "vendredi ven", "samedi sam", "dimanche dim"),
    counts={"un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "dix": 10, "huit": 8, "quinze": 15, "1er": 1, "premier": 1, "2e": 2,
            "2ème": 2, "2nd": 2, "deuxième": 2, "second": 2, "3e": 3, "3ème": 3, "troisième": 3, "4e": 4, "4ème": 4, "quatrième": 4, "dernier": 4},  # fmt: skip
)

_ES_MO = (
    r"(?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|setiembre|octubre|noviembre|diciembre"
    r"|(?:ene|feb|mar|abr|jun|jul|ago|sept?|oct|nov|dic)\b\.?)"
)
_ES_WL = r"(?:lunes|martes|miércoles|miercoles|jueves|viernes|sábado|sabado|domingo)\b"
_ES_D = rf"(?:1º|1\.º|primero|{_D})"
_ES_LEAD = rf"(?:(?:el |este )?{_ES_WL},? (?:el )?(?:día )?)?(?:el )?(?:día )?(?:próximo )?"
_ES_FULL = rf"{_ES_LEAD}{_ES_D} (?:de )?{_ES_MO}(?!\w)(?:,? (?:de |del )?{_Y}\b)?"
_ES_N = r"(?:\d{1,2}|una?|dos|tres|cuatro|diez|ocho|quince)"
_ES_NW = r"(?:de )?la (?:próxima semana|proxima semana|semana que viene|semana próxima|semana proxima|semana siguiente)"
_ES_PERIOD = (
    rf"(?:de |del |de la )?(?:mes de )?(?:{_ES_MO}(?: (?:de )?{_Y})?|(?:este |próximo |presente )?(?:mes|año|trimestre|ejercicio)(?: que viene| próximo| en curso)?|(?:esta |la próxima |próxima )?semana(?: que viene)?"
    rf"|(?:primer|segundo|tercer|cuarto) trimestre|q[1-4]|t[1-4]|{_Y})"
)

_SPANISH = Words(
    forms=(
        ("iso", r"(?<![\w/.-])20\d\d-\d\d-\d\d(?![\w/-])"),
        ("weekof", rf"\b(?:la )?semana del (?:lunes )?(?:{_ES_FULL}|{_D}/{_M}{_NO})"),
        ("full", rf"(?<![\w/.,-]){_ES_FULL}"),
        ("num", rf"{_B}{_ES_LEAD}{_D}[/.-]{_M}(?:[/.-](?:20)?\d\d)?{_NO}"),
        ("bare", rf"{_B}(?:(?:el |este )?{_ES_WL},? (?:el )?(?:día )?{_D}|(?:el )?día {_D}|el {_D})(?= *$| *[,;.!?:)(-]| (?:a|por|me|nos|les?|os|es|para|y|en|de la|va|queda|viene|estaré|estaremos|sin|como|os)\b)(?![.,]\d| ?[h%€:])"),
        ("past", rf"\b(?:el )?{_ES_WL} pasado\b|\bpasado {_ES_WL}|\bayer\b|\banteayer\b|\b(?:la semana|el mes|el año|el trimestre) pasad[oa]\b"),
        ("wd_week", rf"\b(?:el |de )?(?:{_ES_WL}|hoy|mañana) en ocho(?: días)?\b"),
        ("wd_two_weeks", rf"\b(?:el |de )?(?:{_ES_WL}|hoy|mañana) en quince(?: días)?\b"),
        ("wd_next_week", rf"\b(?:el )?{_ES_WL},? {_ES_NW}|\b{_ES_NW},?(?: el)? {_ES_WL}"),
        ("wd_this_week", rf"\b(?:el )?{_ES_WL} de esta semana\b|\besta semana,? (?:el )?{_ES_WL}"),
        ("wd_this", rf"\b(?:el |este )?(?:próximo|proximo) {_ES_WL}|\b(?:el |este )?{_ES_WL} (?:próximo|proximo|que viene)\b|\beste (?:mismo )?{_ES_WL}"),
        ("part", rf"\b(?:a |el |los )?(?:principios?|primeros|mediados|finales|fines|fin|final|inicios) {_ES_PERIOD}(?!\w)"),
        ("quarter", rf"\b(?:q[1-4]|t[1-4]|(?:el )?(?:primer|segundo|tercer|cuarto|último|1er|2º|3er|4º) trimestre)(?: (?:de |del )?(?:año )?{_Y}\b)?"),
        ("quarter", r"\b(?:este trimestre|(?:el )?(?:próximo|presente) trimestre|trimestre que viene)\b"),
        ("half", rf"\b(?:primer|segundo) semestre(?: (?:de )?{_Y}\b)?"),
        ("week", rf"\b(?:la )?(?:semana|sem\.?)(?: n[º°])? ?{_W}\b(?!%)"),
        ("month", rf"\b{_ES_MO}(?!\w)(?: (?:de )?{_Y}\b)?|\b(?:este mes|el mes que viene|(?:el )?próximo mes)\b"),
        ("week_rel", r"\b(?:la (?:próxima semana|semana que viene|semana próxima)|esta semana)\b"),
        ("days", rf"\b(?:dentro de|en) {_ES_N} días\b|\bdentro de (?:exactamente )?(?:una|dos|tres|cuatro) semanas?\b"),
        ("rel", r"\bpasado mañana\b|\bmañana\b|\bhoy\b"),
        ("wd", rf"\b(?:el )?{_ES_WL}"),
    ),
    time=(
        r"(?:,? (?:a|sobre|desde|hacia)? ?(?:las|la) \d{1,2}(?:[:.,]\d\d)?(?: ?h(?:oras|rs)?\b)?(?: (?:y media|y cuarto|menos cuarto))?(?: (?:a|hasta) (?:las )?\d{1,2}(?:[:.]\d\d)?)?"
        r"|,? (?:a (?:la una|mediodía|primera hora|última hora)|al mediodía)\b|,? \d{1,2}[:.]\d\d(?: ?h)?|,? \d{1,2} ?h(?:oras)?\b|,? (?:por|de|en|a) la (?:mañana|tarde|noche)\b)"
    ),
    before=frozenset("el al del para antes hasta día dia desde".split()),
    recurring=frozenset("los cada todos".split()),
    months=_table("enero ene", "febrero feb", "marzo mar", "abril abr", "mayo", "junio jun", "julio jul", "agosto ago",
                  "septiembre setiembre sep sept", "octubre oct", "noviembre nov", "diciembre dic"),  # fmt: skip
    weekdays=_week("lunes", "martes", "miércoles miercoles", "jueves", "viernes", "sábado sabado", "domingo"),
    counts={"un": 1, "una": 1, "dos": 2, "tres": 3, "cuatro": 4, "diez": 10, "ocho": 8, "quince": 15, "primer": 1, "1er": 1, "segundo": 2,
            "2º": 2, "tercer": 3, "3er": 3, "cuarto": 4, "4º": 4, "último": 4, "primero": 1, "1º": 1},  # fmt: skip
)  # fmt: skip

WORDS: dict[Language, Words] = {"en": _ENGLISH, "de": _GERMAN, "fr": _FRENCH, "es": _SPANISH}
