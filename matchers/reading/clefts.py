"""How a sentence picks somebody out (`it is Ann who`), explains a word by a name, brings somebody in, and which titles a pronoun cannot mean."""

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
AWAY = re.compile(
    r"\b(?:out of (?:the )?office|on (?:annual |maternity |paternity |parental |sick )?leave (?:until|till|from)|away from (?:my|the) (?:desk|office)|automatic reply"
    r"|currently (?:away|travelling|out)|limited access to (?:my )?e?-?mail|in my absence|while i(?:'m| am) away|during my absence"
    r"|nicht im (?:haus|büro|hause)|bin ich (?:abwesend|im urlaub)|in meiner abwesenheit|während meiner abwesenheit|abwesenheitsnotiz|automatische antwort"
    r"|bin (?:bis|ab|vom|derzeit|zurzeit|momentan)\b[^.\n]{0,60}\b(?:abwesend|urlaub|nicht erreichbar|außer haus|ausser haus)|meine vertretung"
    r"|(?:suis|serai) (?:actuellement )?(?:absente?|en congés?)|en mon absence|pendant mon absence|réponse automatique|absente? du bureau"
    r"|fuera de la oficina|en mi ausencia|durante mi ausencia|respuesta automática|(?:estoy|estaré|me encuentro) (?:de vacaciones|ausente|de baja))\b"
)
AND_HERS = re.compile(
    r"\b(?:and|und|et|y|e|&) (?:his|her|my|seine?|ihre?|meine?|son|sa|ses|mon|ma|mes|sus?|mis?) (?:\w+ )?$"
)
BRINGS = re.compile(
    r"\b(?:copie|copy(?:ing)?|copied|cc|kopie|copia|présente|introduc\w+|stelle|ajoute|add(?:ing|ed)?|joins?|joining|loop\w*|presento|añado|sumo)\b"
)
WITH = re.compile(r"\b(?:with|avec|mit|con)\s+(?:[\w.]{1,7}\s+)?$")
APART = re.compile(
    r"[;:]\s|\b(?:as|expected|soon|in|on|by|for|when|that|to|not|if|after|before|because|im|am|ins|zum|wenn|dass|nach|vor|bis|si|cuando|quand|que|après|pour|para)\b"
)
AS_KNOWN = re.compile(
    r"(?:as |like )?(?:you|we|i) (?:know|see|met|spoke|talked|already know|can imagine|mentioned|said|discussed)\b|(?:sie|wir|ihr|du) (?:\w+ ){0,3}(?:wissen|kennen|kennengelernt|wisst|weißt|kennst|getroffen)\b|vous (?:le )?(?:savez|connaissez|l'avez|avez (?:déjà )?(?:rencontrée?|vue?))\b|(?:ustedes|usted) (?:ya )?(?:saben?|conocen?)\b"
)
FROM = re.compile(
    r"\b(?:from|from the|in|in the|of|of the|at|du|de la|de l'|des|au|aus der|aus dem|vom|von der|im|in der|del|de) ?(?:\w+ )?$"
)
"""In front of a department that somebody is of."""
ASIDE = re.compile(
    r" ?(?:\(|, ?(?:(?:as|in|from|of|with|at|on|by|to|for|aus|im|vom|von|mit|als|bei|wie|à|avec|comme|en|desde|con|como|a) )?(?:who|whom|which|whose|our|the|my|a|an|your|you|head|der|die|das|den|dem|deren|dessen|unser\w*|mein\w*|ihnen|sie"
    r"|qui|que|dont|notre|mon|ma|la|le|vous|du|de|des|chez|quien|el|nuestr\w+|mi|del|ustedes?|cuy[oa])\b)"
)
I_AM = re.compile(
    r"\b(?:ich bin|bin ich) (?:\w+ ){0,3}(?:derjenige|diejenige|der|die|einzige|mensch|person|mann|frau)$"
)
BEFORE_YOU = re.compile(
    r"(?:^|[,;:.(-] ?|\b(?:and|that|which|what|when|where|whom|who|than|will|can|do|if|as|how|et|que|qu'|si|quand|y|cuando|como|dont) )$"
)
TO = re.compile(
    r"\b(?:to|with|from|for|at|about|an|mit|bei|für|zu|à|avec|chez|pour|con|para|dear|hi|hello|hallo|liebe[r]?|bonjour|hola)\s+$"
)
BESIDE = re.compile(
    r"\b(?:for|with|to|from|by|of|as|like|bei|mit|für|von|zu|an|wie|neben|chez|pour|avec|à|de|entre|comme|para|con|por|sin|entre|como)\s+$"
)
