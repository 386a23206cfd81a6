"""What makes a habit of an act (`every shift`), and what takes a sentence away from this purchase."""

from __future__ import annotations

import re

from matchers.reading.text import Sentence

DAILY = re.compile(
    r"\b(?:daily|every ?(?:single )?(?:day|morning|shift|night)|day[- ]to[- ]day|day in,? day out|all day|each (?:day|morning|shift)|täglich|jeden (?:\w+ )?(?:tag|morgen)|tagtäglich|im alltag|tag für tag|den ganzen tag|jede schicht|tagein|au quotidien|tous les (?:jours|matins)|chaque (?:jour|matin|nuit)|toute la journée|quotidiennement|nuit après nuit|jour après jour|cada (?:día|mañana|turno)|a diario|todos los días|día a día|todo el día|todas las mañanas|ses journées|(?:his|her|my) days|cada jornada|toda la jornada|jede nacht|every hour|(?:my|his|her|mes|ses|meine|seine|ihre|mis|sus) (?:days|shifts?|nights|journées|nuits|tage|schichten|nächte|días|turnos|jornadas)|(?:every|each) (?:evening|week|month)|shift in,? shift out|shift after shift|in (?:two|three|both|all) shifts|eight hours a day|(?:two|three) shifts|jeden abend|jede woche|in (?:zwei|drei|allen) schichten|acht stunden am tag|chaque (?:soir|semaine)|tous les soirs|en (?:trois|deux)-huit|(?:huit|sept) heures par jour|au jour le jour|todas las (?:noches|tardes)|cada (?:noche|tarde)|en (?:dos|tres) turnos|ocho horas al día|día tras día|dag für dag|à chaque poste|à chaque quart)\b"
)
_NOT_THIS = re.compile(
    r"\b(?:arriv\w+|receiv\w+|angekommen|eingegangen|erhalten|reçue?s?|arrivée?s?|lleg[óa]\w*|recib\w+|holidays?|parking|cleaning|reinigung\w*|nettoyage|limpieza|press|minutes|protokoll der|old|current(?:ly)?|at the moment|derzeit\w*|bisherig\w*|alte[nrsm]?|ancien(?:ne)?s?|actuel\w*|viej[oa]|actual\w*|please|bitte|veuillez|merci de|por favor|favor de|ask(?:s|ed|ing)?|tell|told|dile|dites|dígale|frag\w*|gerade|just now|right now|en ce moment|ahora mismo|attention|coffee|café|kaffee|date|termin|diary|calendar)\b"
)


def is_apart(sentence: Sentence, start: int, end: int) -> bool:
    """Whether the clause around a part of a sentence is of something else, asks somebody, or tells of what has come."""
    first, last = start - sentence.start, end - sentence.start
    begin = max(0, *(sentence.words.rfind(sign, 0, first) + 1 for sign in ",;:("))
    stop = min((at for sign in ",;:)" if (at := sentence.words.find(sign, last)) > 0), default=len(sentence.words))
    return bool(_NOT_THIS.search(sentence.words, begin, stop))
