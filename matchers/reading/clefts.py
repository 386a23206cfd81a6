"""How a sentence picks somebody out (`it is Ann who`), explains a word by a name, and which titles a pronoun cannot mean."""

from __future__ import annotations

import re

TITLED: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = (
    (re.compile(r"(?:he|him|er|ihm|ihn|il|él)\b"), ("frau ", "mrs", "ms ", "ms. ", "mme", "madame", "sra", "señora")),
    (
        re.compile(r"(?:she|hers?|sie|ihr|elle|ella)\b"),
        ("herr", "mr ", "mr. ", "m. ", "monsieur", "sr. ", "sr ", "señor "),
    ),
)
"""A pronoun, and the titles in front of a name that cannot be meant by it."""
BOSS = re.compile(
    r"(?:boss|chef(?:in)?|jef[ea]|colleagues?|kolleg(?:e|in|en)|collègue|compañer[oa]),? (?:(?:herrn?|frau|mrs?|ms|mme|m|sra?|señora?)\.? )?"
)
CLEFTS = re.compile(
    r"\b(?:c'est|ce sera|it'?s|it is|it'll be|it will be|that's) (?:à |donc |bien |aussi |only |still |really )?(?P<who>[^.,;:]{2,40}?) (?:qui|que|de|d'|who|that|who's|who'll)\b"
    r"|\b(?:es|será|soy|seré|va a ser) (?P<who_>[^.,;:]{2,40}?) (?:quien|el que|la que)\b"
)
THE = re.compile(r"[Dd]as (?:[a-zäöüß]+ ){0,2}[A-ZÄÖÜ]")
"""A German article, no pronoun."""
REVERSED = re.compile(
    r"(?P<me>\b(?:i am|bin ich|ich bin|je suis|soy)|i'm) (?:the (?:one|person|man|woman|guy|fella|chap|lady|gal|lad|bloke) (?:who|that)\b|the (?:one|person) (?=\w+ing\b)|derjenige|diejenige|der|die|celui qui|celle qui|quien|el que|la que)|\b(?:is|will be|ist|wird|est|sera|es|será|va a ser) (?:the (?:one|person|man|woman|guy|fella|chap|lady|gal|lad|bloke) (?:who|that)\b|the (?:one|person) (?=\w+ing\b)|derjenige|diejenige|celui qui|celle qui|la personne qui|quien|el que|la que|la persona que)(?!\w)"
)
