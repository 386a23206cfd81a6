"""What takes a part from the author: promised, done by saying it, done later, one of two, or of somebody else's purse."""

from __future__ import annotations

import re

_PROMISE = re.compile(
    r"(?:\bwill|'ll|\bwerde|\bvais|\bvoy a|\bneed to|\bcan) [^.]*(?:sign|approve|unterschreib|freigeb|genehmig|firmar|aprobar)|\b(?:signerai|approuverai|firmaré|aprobaré)\b"
)
_COMES_BACK = re.compile(
    r"\b(?:and|und|et|y|then|dann) (?:(?:will|i'll|ich|je|je vous|dann|then|vous|te|os|le|les|lo|luego) )*(?:melde|geb\w*|sag\w*|schick\w*|schreib\w*|(?:come|get|report|write|circle) (?:straight )?back|let you know|send|reviens|reviendrai|dirai|tiens au courant|rappelle|(?:te|os|le|les) (?:digo|diré|cuento|contaré|aviso|avisaré|respondo)|vuelvo|contesto)\b"
)
"""What somebody will look at, and come back: a promise, no part."""
_LATER = re.compile(
    r"\b(?:spontan|kurzfristig|später|mal sehen|spontaneously|later|on the (?:day|spot)|au dernier moment|plus tard|sobre la marcha|luego|más tarde)\b"
)
_HEREBY = re.compile(
    r"\b(?:hiermit|hereby|par la présente|por la presente|you have my|i give you|i'm giving you|gebe ich (?:ihnen|dir|euch)|ich gebe (?:ihnen|dir|euch)|je (?:vous|te) donne|(?:les|le|te|os) doy)\b"
)
_PERFORMS = re.compile(
    r"\b(?:sign|signing|approve|approving|authori[sz]e|accept|give|giving|unterschreibe|unterzeichne|genehmige|bewillige|stimme|gebe|erteile|signe|approuve|valide|autorise|donne|firmo|apruebo|autorizo|doy)\b"
)
_RULE = re.compile(
    r"\b(?:bei uns|hier|im haus|immer|alles|jede\w*|allein\w*|selbst|am ende|letztlich|letzt\w+|endgültig\w*|zuletzt|derjenige|diejenige|always|every\w*|all|any\w*|here|final\w*|last|alone|the one|me who|me that|on our side|toujours|tou[ts]|toutes?|chaque|seule?|c'est moi|ici|chez nous|au final|dernier|siempre|tod[oa]s?|cada|sol[oa]|yo|aquí|acá|quien|última|(?:ich|ichs|i|je) (?:ja oder nein|das letzte))\b"
)
"""What tells a rule of the house."""
_OR_ME = re.compile(
    r"\b(?:or|oder|ou|o) (?:me|i|ich|moi|yo)\b|\b(?:me|i|ich|moi|yo) (?:or|oder|ou|o) (?!(?:not|nicht|non|no|else|auch)\b)\w"
)
_THEIRS = re.compile(r"\b(?:his|her|their|seine[mnrs]?|ihre[mnrs]?|su) (?:[\w-]+ )?\w+$")


def is_not_mine(words: str, said: str, behind: str, role: str) -> bool:
    """Whether the author promises, does something once, or speaks of somebody else's purse.

    `words`: the sentence; `said`: what tells the part; `behind`: the words behind that.
    """
    if _OR_ME.search(words) or _COMES_BACK.search(behind):
        return True
    if role == "economic_buyer":
        return bool(_THEIRS.search(said))
    return role == "decision_maker" and bool(_PROMISE.search(said) or _LATER.search(words) or is_act(words, said))


def is_act(words: str, said: str) -> bool:
    """Whether somebody does with these words what they say: they sign, approve, give the green light now, and tell no rule."""
    return bool(_HEREBY.search(words)) or (bool(_PERFORMS.search(said)) and not _RULE.search(words))
