"""Days in German."""

from __future__ import annotations

from matchers.reading.day_forms import NO, B, D, M, W, Words, Y, starts, table, week

_DE_MO = (
    r"(?:januar|jänner|jaenner|februar|feber|märz|maerz|april|mai|juni|juli|august|september|oktober|november|dezember"
    r"|(?:jan|jän|feb|mär|mrz|apr|jun|jul|aug|sept?|okt|nov|dez)\b\.?)"
)
_DE_WL = (
    r"(?:(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|sonnabend)(?:(?:vor|nach)mittag|morgen|abend|früh|mittag)?\b"
)
_DE_WD = rf"(?:{_DE_WL}|(?:mo|di|mi|do|fr|sa|so)\b\.?)"
_DE_LEAD = rf"(?:{_DE_WD},? ?(?:(?:den|dem|der) )?)?(?:(?:den|dem|der) )?"
_DE_FULL = rf"(?:{_DE_LEAD}{D}\.? ?{_DE_MO}(?!\w)(?: ?{Y}\b)?|{_DE_LEAD}{D}\. ?{M}\.(?: ?(?:20)?\d\d\b)?(?!\d|,\d))"
_DE_N = r"(?:\d{1,2}|einer|einem|zwei|drei|vier|sechs|sieben|acht|zehn|vierzehn)"
_DE_NEXT = r"(?:nächste[rnsm]?|kommende[rnsm]?|folgende[rnsm]?)"
_DE_PERIOD = (
    rf"(?:{_DE_MO}(?: {Y})?|(?:des |der |dieses |dieser |diesen |diese |des laufenden |nächste[rnsm]? |kommende[rnsm]? )?(?:kalender|geschäfts)?(?:monats?|jahr(?:es)?|quartals?|woche)"
    rf"|(?:des )?(?:q[1-4]|[1-4]\. quartals?)(?: {Y})?|{Y}|kw ?{W})"
)

# fmt: off
WORDS = Words(
    forms=(
        ("iso", r"(?<![\w/.-])20\d\d-\d\d-\d\d(?![\w/-])"),
        ("weekof", rf"\b(?:der |die )?woche (?:vom|ab|ab dem) {_DE_FULL}"),
        ("full", rf"(?<![\w/.,§-]){_DE_FULL}"),
        ("num", rf"{B}{_DE_LEAD}{D}[./]{M}(?:[./](?:20)?\d\d)?{NO}"),
        (
            "bare",
            rf"{B}{_DE_LEAD}{D}(?:\.|ten|sten)(?! ?\d|\w)(?! (?:quartal|kw|kalenderwoche|woche|halbjahr|stock|og|etage|mal|lebensjahr|des monats|jede[ns] monats?|eines monats))",
        ),
        (
            "past",
            rf"\b(?:letzte|vergangene|vorige)[nmrs]? (?:{_DE_WL}|woche|monat|jahr|quartal)|\bgestern\b|\bvorgestern\b",
        ),
        (
            "wd_later",
            rf"\b(?:den |am )?übernächste[nmr]? {_DE_WL}|\b{_DE_WL},? (?:der )?übernächste[rn]? woche\b|\bübernächste woche,?(?: am)? {_DE_WL}",
        ),
        (
            "wd_week",
            rf"\b(?:{_DE_WL}|heute|morgen) in (?:einer woche|acht tagen|8 tagen)\b|\bin einer woche am {_DE_WL}",
        ),
        ("wd_two_weeks", rf"\b(?:{_DE_WL}|heute|morgen) in (?:zwei wochen|14 tagen|vierzehn tagen)\b"),
        ("wd_next_week", rf"\b{_DE_WL},? (?:(?:der|in der) )?{_DE_NEXT} woche\b|\b{_DE_NEXT} woche,?(?: am)? {_DE_WL}"),
        ("wd_this_week", rf"\b{_DE_WL},? (?:der )?diese[rn]? woche\b|\bdiese woche,?(?: am| noch)? {_DE_WL}"),
        ("wd_next", rf"\b(?:den )?nächste[nmr]? {_DE_WL}"),
        ("wd_this", rf"\b(?:den )?(?:kommende|diese|folgende)[nmr]? {_DE_WL}"),
        ("vague", rf"\b(?:der |den |in der )?(?:ersten?|zweiten?|dritten?|vierten?|letzten?|1\.|2\.|3\.|4\.) (?:{_DE_MO}(?:woche|hälfte)|woche (?:im|des) (?:{_DE_MO}|monats?))(?!\w)"),
        ("part", rf"\b(?:anfang|mitte|ende|beginn|spätestens ende|schluss) {_DE_PERIOD}(?!\w)"),
        ("part", r"\b(?:monats|jahres|quartals|wochen)(?:ende|mitte|anfang)\b"),
        (
            "quarter",
            rf"\b(?:q[1-4]|[1-4]\. ?quartals?|(?:ersten?|zweiten?|dritten?|vierten?|letzten?)[sr]? quartals?)(?: (?:des jahres )?{Y}\b|/\d\d)?",
        ),
        ("quarter", rf"\b(?:diese[sm]?|laufende[ns]?|{_DE_NEXT}) quartals?\b"),
        ("half", rf"\b(?:[12]\. halbjahrs?|(?:ersten?|zweiten?)[sr]? halbjahrs?)(?: {Y}\b)?|\bzum halbjahr\b"),
        ("week", rf"\b(?:kw|kalenderwoche|woche) ?{W}\b(?!%)|(?<![\w.]){W}\. ?(?:kw|kalenderwoche)\b"),
        ("month", rf"\b{_DE_MO}(?!\w)(?: {Y}\b)?|\b(?:diesen|diesem|{_DE_NEXT}|laufenden) monats?\b"),
        ("week_rel", rf"\b(?:übernächste[rn]?|{_DE_NEXT}|diese[rn]?) woche\b"),
        ("days", rf"\bin {_DE_N} tagen\b|\bin (?:genau )?(?:einer|zwei|drei|vier) wochen?\b"),
        ("rel", r"\bübermorgen\b|\bmorgen\b|\bheute\b"),
        ("wd", rf"\b{_DE_WL}|\b(?:mo|di|mi|do|fr|sa)\b\.?(?=,? (?:um )?\d{{1,2}}(?:[:.]\d\d)? ?(?:uhr|h)\b)"),
    ),
    time=(
        r"(?:,? (?:um|ab|gegen|so gegen|von) (?:\d{1,2}|(?:eins?|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf)\b)(?:[:.]\d\d)?(?: ?(?:-|bis) ?\d{1,2}(?:[:.]\d\d)?)?(?: ?uhr\b)?(?: \d\d\b)?"
        r"|,? \d{1,2}(?:[:.]\d\d)?(?: ?(?:-|bis) ?\d{1,2}(?:[:.]\d\d)?)? ?(?:uhr|h)\b(?: ?\d\d\b)?|,? \d\d?:\d\d(?: ?- ?\d\d?:\d\d)?"
        r"|,? (?:am )?(?:früh|vormittags?|nachmittags?|morgens?|abends?|mittags?|dienstschluss)\b)"
    ),
    before=frozenset(["am", "den", "dem", "der", "zum", "bis", "vom", "ab", "spätestens", "vor", "für"]),
    recurring=frozenset(["jeden", "jedem", "immer"]),
    starts=starts(
        "montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi do fr sa so den dem der die januar jänner"
        " jaenner februar feber märz maerz april mai juni juli august september oktober november dezember jan jän feb mär mrz apr jun"
        " jul aug sep sept okt nov dez heute morgen übermorgen gestern vorgestern letzte letzten vergangene vorige übernächste nächste"
        " kommende folgende diese diesen dieser diesem dieses am in anfang mitte ende beginn spätestens schluss monatsende jahresende"
        " quartalsende wochenende monatsmitte jahresmitte q1 q2 q3 q4 ersten erste zweiten zweite dritten vierten laufende laufenden"
        " zum kw kalenderwoche woche"
    ),
    months=table(
        "januar jänner jaenner jan jän",
        "februar feber feb",
        "märz maerz mär mrz",
        "april apr",
        "mai",
        "juni jun",
        "juli jul",
        "august aug",
        "september sep sept",
        "oktober okt",
        "november nov",
        "dezember dez",
    ),
    weekdays=week(
        "montag mo", "dienstag di", "mittwoch mi", "donnerstag do", "freitag fr", "samstag sonnabend sa", "sonntag so"
    ),
    counts={
        "einer": 1,
        "einem": 1,
        "zwei": 2,
        "drei": 3,
        "vier": 4,
        "sechs": 6,
        "sieben": 7,
        "acht": 8,
        "zehn": 10,
        "vierzehn": 14,
        "erste": 1,
        "ersten": 1,
        "erstes": 1,
        "zweite": 2,
        "zweiten": 2,
        "zweites": 2,
        "dritte": 3,
        "dritten": 3,
        "drittes": 3,
        "vierte": 4,
        "vierten": 4,
        "viertes": 4,
        "letzte": 4,
        "letzten": 4,
        "letztes": 4,
    },
)
# fmt: on
