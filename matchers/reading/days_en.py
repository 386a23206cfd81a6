"""Days in English."""

from __future__ import annotations

from matchers.reading.day_forms import NO, B, D, M, W, Words, Y, starts, table, week

_EN_MO = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?)"
)
_EN_WD = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tues?|weds?|thu(?:rs?)?|fri|sat|sun)\b\.?"
_EN_WL = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tues?|weds?|thu(?:rs?)?|fri)\b(?!'s(?! (?:good|fine|great|ok|okay|perfect|best|ideal)\b)|-)"
_EN_O = r"(?:st|nd|rd|th)"
_EN_N = r"(?:\d{1,2}|one|two|three|four|five|six|seven|ten|fourteen|a)"
_EN_FULL = (
    rf"(?:(?:{_EN_WD},? (?:the )?)?(?:the )?{D}{_EN_O}?(?: of)? ?{_EN_MO}(?!\w)(?:,? {Y}\b)?"
    rf"|(?:{_EN_WD},? )?{_EN_MO} (?:the )?{D}{_EN_O}?(?![\w%]|[:.,]\d|/)(?:,? {Y}\b)?)"
)
_EN_NOUN = (
    r"(?! of (?:each|every|the) month\b)(?! ?(?:floor|quarter|half|time|week|year|building|store|site|street|version|draft|attempt|round|generation|phase|place|part"
    r"|person|item|point|edition|anniversary|century|grade|level|line|row|page|hotel|plant|meter|unit|of (?:the|these|all)|one)\b)"
)
_EN_PERIOD = (
    rf"(?:{_EN_MO}(?: {Y})?|(?:the |this |next |current |the current )?(?:calendar |fiscal |financial )?(?:month|year|quarter|week)"
    rf"|q[1-4](?: {Y})?|(?:the )?(?:first|second|third|fourth) quarter|(?:the )?month of {_EN_MO}|h[12](?: {Y})?|{Y})"
)

# fmt: off
WORDS = Words(
    forms=(
        ("iso", r"(?<![\w/.-])20\d\d-\d\d-\d\d(?![\w/-])"),
        ("weekof", rf"\b(?:the )?(?:week|w)(?:/| )?(?:of|c|commencing|beginning|starting|ending)(?: on)? {_EN_FULL}"),
        ("full", rf"(?<![\w/.-]){_EN_FULL}"),
        ("num", rf"{B}(?:{_EN_WD},? )?(?:the )?{D}/{D}(?:/(?:20)?\d\d)?{NO}"),
        ("day_first", rf"{B}(?:{_EN_WD},? )?(?:the )?{D}(?:\.{M}\.|-{M}-)20\d\d{NO}"),
        ("opening", rf"(?<![^\W_] )(?<![\w.,]){D}{_EN_O}(?='s (?:good|fine|great|ok|perfect|it)\b| (?:it is|works|suits|is (?:good|fine|great|perfect|ok)|then\b|at \d|please)|,? \d{{1,2}}(?:[:.]\d\d)? ?(?:am|pm)\b)"),
        ("bare", rf"\b(?:{_EN_WD},? (?:the )?)?(?:the )?{D}{_EN_O}\b{_EN_NOUN}"),
        (
            "past",
            rf"\b(?:last|past|previous) {_EN_WL}|\b{_EN_WL} last(?: week)?\b|\byesterday\b|\blast (?:week|month|quarter|year)\b",
        ),
        (
            "wd_week",
            rf"\b{_EN_WL} week\b|\b(?:a )?week (?:on |from )?{_EN_WL}|\b{_EN_WL} in (?:a|one) week\b|\b(?:today|tomorrow|this day) week\b",
        ),
        ("wd_two_weeks", rf"\b(?:{_EN_WL}|this day|today|tomorrow) fortnight\b|\bfortnight (?:on |from )?(?:{_EN_WL}|today|tomorrow)\b"),
        ("wd_next_week", rf"\b{_EN_WL},? (?:of |in )?next week\b|\bnext week,?(?: on)? {_EN_WL}"),
        ("wd_later", rf"\b{_EN_WL},? (?:of )?the week after next\b|\b(?:the )?(?:{_EN_WL} after next)\b"),
        ("wd_this_week", rf"\b{_EN_WL},? (?:of )?this week\b"),
        ("wd_next", rf"\b(?:on )?next {_EN_WL}"),
        ("wd_this", rf"\b(?:the |this )?(?:coming|upcoming) {_EN_WL}|\bthis {_EN_WL}"),
        (
            "part",
            rf"\b(?:the )?(?:very )?(?:early|mid(?:dle)?|late|end|close|beginning|start|back half|second half|first half|back end)(?:[ -](?:of |in )?|-of-)(?:the )?{_EN_PERIOD}(?![\w])",
        ),
        ("vague", rf"\b(?:the )?(?:first|second|third|fourth|last|1st|2nd|3rd|4th) (?:full )?week (?:of|in) (?:the |next )?(?:{_EN_MO}|month|year)(?!\w)"),
        ("part", r"\b(?:the )?(?:month|quarter|year|week|q[1-4])[ -]?end\b|\beo[mqyw]\b"),
        (
            "quarter",
            rf"\b(?:q[1-4]|(?:the )?(?:first|second|third|fourth|final|last|1st|2nd|3rd|4th) quarter)(?:(?: of)? (?:{Y}|this year|next year)|/\d\d)?\b",
        ),
        ("quarter", r"\b(?:this|next|the current|the coming) quarter\b"),
        (
            "half",
            rf"\b(?:h[12](?= {Y})|(?:the )?(?:first|second) half of (?:the year|this year|next year|{Y}))\b(?: {Y}\b)?",
        ),
        ("week", rf"\b(?:calendar )?(?:week|wk|cw|kw)\.? ?(?:no\.? ?|number )?{W}\b(?! of the|%| ?-)"),
        ("month", rf"\b{_EN_MO}(?!\w)(?: {Y}\b)?|\b(?:this|next) month\b"),
        ("week_rel", r"\b(?:the )?week after next\b|\b(?:next|this) week\b"),
        (
            "days",
            rf"\bin (?:exactly )?{_EN_N} (?:calendar )?days(?:'? time)?\b(?: from (?:now|today))?|\b{_EN_N} (?:weeks?|days) from (?:now|today)\b",
        ),
        ("rel", r"\b(?:the )?day after tomorrow\b|\btomorrow\b|\btoday\b|\btonight\b"),
        ("wd", rf"\b{_EN_WL}"),
    ),
    time=(
        r"(?:,? (?:at |@ ?|from |around |about )?\d{1,2}(?:[:.]\d\d)?(?: ?(?:-|to|until) ?\d{1,2}(?:[:.]\d\d)?)? ?(?:am|pm|a\.m\.?|p\.m\.?|noon|o'clock|hrs|h|uhr)\b"
        r"|,? ?(?:at|@) ?(?:\d{1,2}(?:[:.]\d\d)?(?![\d%])|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b(?! [a-z]{3,}s\b))|,? \d{1,2}[:.]\d\d(?![\d%])(?: ?- ?\d{1,2}[:.]\d\d)?|,?(?: in the)? (?:morning|afternoon|evening|lunchtime)\b"
        r"|,? (?:at )?(?:noon|midday|lunch)\b|,? (?:eod|cob|eob)\b|,? (?:central|eastern|pacific|gmt|bst|cet|cest|est|edt|et|ct|utc|uk time|your time|our time)\b"
        r"|, ?20\d\d\b)"
    ),
    before=frozenset(["on", "by", "before", "until", "till", "for", "from", "the", "of", "to", "than"]),
    recurring=frozenset(["every", "each", "most", "all"]),
    starts=starts(
        "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed weds thu thur thurs fri sat sun january february"
        " march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec the"
        " next this last past previous a week wk cw kw w calendar today tomorrow yesterday tonight day coming upcoming very early mid"
        " middle late end close beginning start back second first third fourth final month quarter year q1 q2 q3 q4 h1 h2 eom eoq eoy"
        " eow fortnight in on one two three four five six seven ten fourteen"
    ),
    months=table(
        "january jan",
        "february feb",
        "march mar",
        "april apr",
        "may",
        "june jun",
        "july jul",
        "august aug",
        "september sep sept",
        "october oct",
        "november nov",
        "december dec",
    ),
    weekdays=week(
        "monday mon",
        "tuesday tue tues",
        "wednesday wed weds",
        "thursday thu thur thurs",
        "friday fri",
        "saturday sat",
        "sunday sun",
    ),
    counts={
        "a": 1,
        "one": 1,
        "two": 2,
        "three": 3,
        "four": 4,
        "five": 5,
        "six": 6,
        "seven": 7,
        "ten": 10,
        "fourteen": 14,
        "first": 1,
        "1st": 1,
        "second": 2,
        "2nd": 2,
        "third": 3,
        "3rd": 3,
        "fourth": 4,
        "4th": 4,
        "final": 4,
        "last": 4,
    },
)
# fmt: on
