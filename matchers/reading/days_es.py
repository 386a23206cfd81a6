"""Days in Spanish."""

from __future__ import annotations

from matchers.reading.day_forms import NO, B, D, M, W, Words, Y, starts, table, week

_ES_MO = (
    r"(?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|setiembre|octubre|noviembre|diciembre"
    r"|(?:ene|feb|mar|abr|jun|jul|ago|sept?|oct|nov|dic)\b\.?)"
)
_ES_WL = r"(?:lunes|martes|miércoles|miercoles|jueves|viernes|sábado|sabado|domingo)\b"
_ES_D = rf"(?:1º|1\.º|primero|{D})"
_ES_LEAD = rf"(?:(?:el |este )?{_ES_WL},? (?:el )?(?:día )?)?(?:el )?(?:día )?(?:próximo )?"
_ES_FULL = rf"{_ES_LEAD}{_ES_D} (?:de )?{_ES_MO}(?!\w)(?:,? (?:de |del )?{Y}\b)?"
_ES_N = r"(?:\d{1,2}|una?|dos|tres|cuatro|diez|ocho|quince)"
_ES_NW = r"(?:de )?la (?:próxima semana|proxima semana|semana que viene|semana próxima|semana proxima|semana siguiente)"
_ES_PERIOD = (
    rf"(?:de |del |de la )?(?:mes de )?(?:{_ES_MO}(?: (?:de )?{Y})?|(?:este |próximo |presente )?(?:mes|año|trimestre|ejercicio)(?: que viene| próximo| en curso)?|(?:esta |la próxima |próxima )?semana(?: que viene)?"
    rf"|(?:primer|segundo|tercer|cuarto) trimestre|q[1-4]|t[1-4]|{Y})"
)

# fmt: off
WORDS = Words(
    forms=(
        ("iso", r"(?<![\w/.-])20\d\d-\d\d-\d\d(?![\w/-])"),
        ("weekof", rf"\b(?:la )?semana del (?:lunes )?(?:{_ES_FULL}|{D}/{M}{NO})"),
        ("full", rf"(?<![\w/.,-]){_ES_FULL}"),
        ("num", rf"{B}{_ES_LEAD}{D}[/.-]{M}(?:[/.-](?:20)?\d\d)?{NO}"),
        ("bare", rf"{B}(?:el |este )?{_ES_WL},? (?:el )?(?:día )?{D}(?![.,]?\d| ?[h%€:])|{B}(?:(?:el )?día {D}|el {D})(?= *$| *[,;.!?:)(-]| (?:a|por|me|nos|les?|os|es|para|y|en|de la|va|queda|viene|estaré|estaremos|sin|como|te|se|l[oa]s?|tengo|tenemos|hay|vamos|voy|vengo|venimos|sí|ya|mismo|con|está|mi|su|tu|nuestro|\w{{3,12}}(?:mos|ré|rá|rán))(?!\w))(?![.,]\d| ?[h%€:])"),
        ("past", rf"\b(?:el )?{_ES_WL} pasado\b|\bpasado {_ES_WL}|\bayer\b|\banteayer\b|\b(?:la semana|el mes|el año|el trimestre) pasad[oa]\b"),
        ("wd_week", rf"\b(?:el |de )?(?:{_ES_WL}|hoy|mañana) en ocho(?: días)?\b"),
        ("wd_two_weeks", rf"\b(?:el |de )?(?:{_ES_WL}|hoy|mañana) en quince(?: días)?\b"),
        ("wd_next_week", rf"\b(?:el )?{_ES_WL},? {_ES_NW}|\b{_ES_NW},?(?: el)? {_ES_WL}"),
        ("wd_this_week", rf"\b(?:el )?{_ES_WL} de esta semana\b|\besta semana,? (?:el )?{_ES_WL}"),
        ("wd_this", rf"\b(?:el |este )?(?:próximo|proximo) {_ES_WL}|\b(?:el |este )?{_ES_WL} (?:próximo|proximo|que viene)\b|\beste (?:mismo )?{_ES_WL}"),
        ("vague", rf"\b(?:la )?(?:primera|segunda|tercera|cuarta|última) (?:semana|quincena|mitad) (?:de |del )(?:mes (?:de )?)?(?:{_ES_MO})?(?!\w)"),
        ("part", rf"\b(?:a |el |los )?(?:principios?|primeros|mediados|finales|fines|fin|final|inicios) {_ES_PERIOD}(?!\w)"),
        ("quarter", rf"\b(?:q[1-4]|t[1-4]|(?:el )?(?:primer|segundo|tercer|cuarto|último|1er|2º|3er|4º) trimestre)(?: (?:de |del )?(?:año )?{Y}\b)?"),
        ("quarter", r"\b(?:este trimestre|(?:el )?(?:próximo|presente) trimestre|trimestre que viene)\b"),
        ("half", rf"\b(?:primer|segundo) semestre(?: (?:de )?{Y}\b)?"),
        ("week", rf"\b(?:la )?(?:semana|sem\.?)(?: n[º°])? ?{W}\b(?!%)"),
        ("month", rf"\b{_ES_MO}(?!\w)(?: (?:de )?{Y}\b)?|\b(?:este mes|el mes que viene|(?:el )?próximo mes)\b"),
        ("week_rel", r"\b(?:la (?:próxima semana|semana que viene|semana próxima)|esta semana)\b"),
        ("days", rf"\b(?:dentro de|en) {_ES_N} días\b|\bdentro de (?:exactamente )?(?:una|dos|tres|cuatro) semanas?\b"),
        ("rel", r"\bpasado mañana\b|\bmañana\b|\bhoy\b"),
        ("wd", rf"\b(?:el )?{_ES_WL}(?! \d{{1,2}}(?![\d ]*[h:.]))"),
    ),
    time=(
        r"(?:,? (?:a|sobre|desde|hacia)? ?(?:las|la) (?:\d{1,2}|una|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce)\b(?:[:.,]\d\d)?(?: ?h(?:oras|rs)?\b)?(?: (?:y media|y cuarto|menos cuarto))?(?: (?:a|hasta) (?:las )?\d{1,2}(?:[:.]\d\d)?)?"
        r"|,? (?:a (?:la una|mediodía|primera hora|última hora)|al mediodía)\b|,? \d{1,2}[:.]\d\d(?: ?h)?|,? \d{1,2} ?h(?:oras)?\b|,? (?:por|de|en|a) la (?:mañana|tarde|noche)\b)"
    ),
    before=frozenset(["el", "al", "del", "para", "antes", "hasta", "día", "dia", "desde"]),
    recurring=frozenset(["los", "cada", "todos"]),
    starts=starts(
        "lunes martes miércoles miercoles jueves viernes sábado sabado domingo enero febrero marzo abril mayo junio julio agosto"
        " septiembre setiembre octubre noviembre diciembre ene feb mar abr jun jul ago sep sept oct nov dic el la los este esta día dia"
        " próximo proximo ayer anteayer pasado de a principio principios primeros mediados finales fines fin final inicios q1 q2 q3 q4"
        " t1 t2 t3 t4 primer primera segunda tercera cuarta última primero segundo tercer cuarto último trimestre semana sem dentro en hoy mañana próxima proxima"
    ),
    months=table("enero ene", "febrero feb", "marzo mar", "abril abr", "mayo", "junio jun", "julio jul", "agosto ago",
                  "septiembre setiembre sep sept", "octubre oct", "noviembre nov", "diciembre dic"),
    weekdays=week("lunes", "martes", "miércoles miercoles", "jueves", "viernes", "sábado sabado", "domingo"),
    counts={"un": 1, "una": 1, "dos": 2, "tres": 3, "cuatro": 4, "diez": 10, "ocho": 8, "quince": 15, "primer": 1, "1er": 1, "segundo": 2,
            "2º": 2, "tercer": 3, "3er": 3, "cuarto": 4, "4º": 4, "último": 4, "primero": 1, "1º": 1},
)
# fmt: on
