"""Days in French."""

from __future__ import annotations

from matchers.reading.day_forms import NO, B, D, M, W, Words, Y, starts, table, week

_FR_MO = (
    r"(?:janvier|février|fevrier|mars|avril|mai|juin|juillet|août|aout|septembre|octobre|novembre|décembre|decembre"
    r"|(?:janv|févr?|avr|juil|sept|oct|nov|déc)\b\.?)"
)
_FR_WL = r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\b"
_FR_WD = rf"(?:{_FR_WL}|(?:lun|mar|mer|jeu|ven|sam|dim)\b\.?)"
_FR_D = rf"(?:1er|{D})"
_FR_LEAD = rf"(?:(?:le |ce )?{_FR_WD},? (?:le )?)?(?:le )?"
_FR_FULL = rf"{_FR_LEAD}{_FR_D} {_FR_MO}(?!\w)(?: {Y}\b| prochain\b)?"
_FR_N = r"(?:\d{1,2}|un|une|deux|trois|quatre|dix|huit|quinze)"
_FR_NW = r"(?:de )?la semaine (?:prochaine|qui vient)"
_FR_PERIOD = (
    rf"(?:{_FR_MO}(?: {Y})?|(?:du |de ce |de l'|d'|de la |du |de |le |la |l')?(?:mois (?:de |d'){_FR_MO}|mois(?: prochain| en cours)?|année(?: {Y}| prochaine| civile)?"
    rf"|an|trimestre(?: en cours| prochain)?|semaine(?: prochaine)?|(?:1er|premier|2e|2ème|deuxième|second|3e|3ème|troisième|4e|4ème|quatrième) trimestre|t[1-4]|q[1-4]|{Y}))"
)

# fmt: off
WORDS = Words(
    forms=(
        ("iso", r"(?<![\w/.-])20\d\d-\d\d-\d\d(?![\w/-])"),
        ("weekof", rf"\b(?:la )?semaine du (?:{_FR_FULL}|(?:lundi )?{_FR_D}/{M}{NO})"),
        ("full", rf"(?<![\w/.,-]){_FR_FULL}"),
        ("num", rf"{B}{_FR_LEAD}{D}[/.]{M}(?:[/.](?:20)?\d\d)?{NO}"),
        (
            "bare",
            rf"{B}(?:le |ce )?{_FR_WL},? (?:le )?{_FR_D}(?![.,]?\d| ?[h%€:])|{B}le {_FR_D}(?:(?<=1er)|(?= *$| *[,;.!?:)(-]| (?:à|a|au|de \d|me|nous|vous|c'est|est|convient|pour|et|matin|après|en|dans|va|ça|chez|sur|en fin|prochain|on|je|tu|il|elle|mon|notre|votre|avec|sera|dès|vers|c)\b| j\'| l\'))(?![.,]\d| ?[h%€:])",
        ),
        (
            "past",
            rf"\b{_FR_WL} (?:dernier|passé)\b|\bhier\b|\bavant-hier\b|\b(?:la semaine|le mois|l'an|l'année|le trimestre) (?:dernier|dernière|passée?)\b",
        ),
        ("wd_week", rf"\b(?:le )?{_FR_WL} en huit\b|\b(?:aujourd'hui|demain) en huit\b"),
        ("wd_two_weeks", rf"\b(?:le )?{_FR_WL} en quinze\b|\b(?:d\'|de )?(?:aujourd\'hui|demain) en quinze\b"),
        ("wd_next_week", rf"\b(?:le )?{_FR_WL},? {_FR_NW}|\b{_FR_NW},?(?: le)? {_FR_WL}"),
        ("wd_this_week", rf"\b(?:le )?{_FR_WL} de cette semaine\b|\bcette semaine,? {_FR_WL}"),
        ("wd_this", rf"\b(?:ce )?{_FR_WL} (?:prochain|qui vient)\b|\bce {_FR_WL}"),
        ("vague", rf"\b(?:la )?(?:première|deuxième|seconde|troisième|quatrième|dernière|1re|2e|3e|4e) (?:semaine|quinzaine|moitié) (?:de |d'|du )(?:mois (?:de |d')?)?(?:{_FR_MO})?(?!\w)"),
        ("part", rf"\b(?:la |le )?(?:début|mi|fin|milieu|courant)(?:[ -]){_FR_PERIOD}(?!\w)"),
        (
            "quarter",
            rf"\b(?:t[1-4]|q[1-4]|(?:le |au )?(?:1er|premier|2e|2ème|2nd|deuxième|second|3e|3ème|troisième|4e|4ème|quatrième|dernier) trimestre)(?: (?:de )?{Y}\b)?",
        ),
        ("quarter", r"\b(?:ce trimestre|(?:le )?trimestre (?:prochain|en cours)|prochain trimestre)\b"),
        ("half", rf"\b(?:1er|premier|2e|2ème|second|deuxième) semestre(?: {Y}\b)?"),
        ("week", rf"\b(?:la )?(?:semaine|sem\.?)(?: n°)? ?{W}\b(?!%)|\bs ?(?:[3-9]|[1-4]\d|5[0-3])\b(?!%)"),
        ("month", rf"\b{_FR_MO}(?!\w)(?: {Y}\b| prochain\b)?|\b(?:ce mois-ci|le mois prochain|ce mois)\b"),
        ("week_rel", r"\b(?:la semaine prochaine|cette semaine)\b"),
        ("days", rf"\b(?:dans|d'ici) {_FR_N} jours\b|\bdans (?:exactement )?(?:une|deux|trois|quatre) semaines?\b"),
        ("rel", r"\baprès-demain\b|\bdemain\b|\baujourd'hui\b|\bce soir\b"),
        ("wd", rf"\b{_FR_WL}"),
    ),
    time=(
        r"(?:,? (?:à|a|vers|dès|de|entre|à partir de) ?(?:\d{1,2}|huit|neuf|dix|onze|quatorze|quinze|seize|dix-sept) ?(?:h(?:eures)?\b|h(?=\d)|:)(?: ?\d\d\b)?(?: ?(?:-|à) ?\d{1,2} ?h(?: ?\d\d\b)?)?|,? \d{1,2} ?h(?:eures)?(?:\b|(?=\d)) ?(?:\d\d\b)?(?: ?(?:-|à) ?\d{1,2} ?h(?:\d\d)?)?"
        r"|,? \d{1,2}:\d\d|,? (?:au |dans la |en |le |dans l')?(?:matin|matinée|après-midi|soir|soirée|midi|fin de journée|fin de matinée|début d'après-midi|fin d'après-midi)\b|,? à midi\b)"
    ),
    before=frozenset(["le", "au", "du", "avant", "pour", "d'ici", "dès", "ici", "vers", "jusqu'au"]),
    recurring=frozenset(["chaque", "tous", "les", "le"]),
    starts=starts(
        "lundi mardi mercredi jeudi vendredi samedi dimanche lun mar mer jeu ven sam dim janvier février fevrier mars avril mai juin"
        " juillet août aout septembre octobre novembre décembre decembre janv févr fév avr juil sept oct nov déc le la ce cette semaine"
        " sem hier avant aujourd demain après début mi fin milieu courant t1 t2 t3 t4 q1 q2 q3 q4 premier première deuxième seconde troisième quatrième dernière 1re 2e 3e 4e deuxième second troisième"
        " quatrième dernier au trimestre prochain dans d de l s3 s4 s5 s6 s7 s8 s9 s"
    ),
    months=table(
        "janvier janv",
        "février fevrier fév févr",
        "mars",
        "avril avr",
        "mai",
        "juin",
        "juillet juil",
        "août aout",
        "septembre sept",
        "octobre oct",
        "novembre nov",
        "décembre decembre déc",
    ),
    weekdays=week("lundi lun", "mardi mar", "mercredi mer", "jeudi jeu", "vendredi ven", "samedi sam", "dimanche dim"),
    counts={
        "un": 1,
        "une": 1,
        "deux": 2,
        "trois": 3,
        "quatre": 4,
        "dix": 10,
        "huit": 8,
        "quinze": 15,
        "1er": 1,
        "premier": 1,
        "2e": 2,
        "2ème": 2,
        "2nd": 2,
        "deuxième": 2,
        "second": 2,
        "3e": 3,
        "3ème": 3,
        "troisième": 3,
        "4e": 4,
        "4ème": 4,
        "quatrième": 4,
        "dernier": 4,
    },
)
# fmt: on
