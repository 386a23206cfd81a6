"""People whose address stands in the text of a letter: by the name that stands beside it, or elsewhere and fits the address."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from matchers.reading.bag import bag
from matchers.reading.names import Someone, bare, tokens

NEAR = 90
"""Characters before an address in which its owner's name may stand."""
FAR = 500
"""Characters around an address in which a name that fits the address may stand."""
_NAME = re.compile(
    r"(?<![\w@.'’-])(?:(?:Dr|Prof|Mag|Ing|Herrn?|Frau|Mr|Mrs|Ms|Mme|M|Sra?|Lic|Arq|Dipl|Maître|Me|Señora?|Monsieur|Madame)\b\.?-? ?)*"
    r"(?P<name>[^\W\d_a-zà-ÿ][\w'’]{1,24}(?:-[^\W\d_][\w'’]{1,24})?(?: (?:(?:von|van|de|du|la|le|der|del|di|den|zu|y|[A-Z]\.) ){0,2}[^\W\d_a-zà-ÿ][\w'’]{1,24}(?:-[^\W\d_][\w'’]{1,24})?){0,3})"
)  # fmt: skip
_BESIDE = re.compile(
    r"^(?:[\s,:;()<\[|–—-]|mailto|e-?mail|mail|address|adresse|correo|unter|at|is|is at|erreichbar|courriel|cc|in cc|en copie|in kopie|en copia){0,6}$",
    re.IGNORECASE,
)
_UMLAUTS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "oe", "å": "aa", "ł": "l", "ı": "i"}
)


def people_of(text: str, addresses: Sequence[tuple[int, int, str]], known: Sequence[Someone]) -> list[Someone]:
    """The people of the addresses in a text that are not known yet, as far as they have a name."""
    seen = {one.address for one in known}
    inside = {one.address.rpartition("@")[2] for one in known if not one.outside and one.address != known[0].address}
    found: list[Someone] = []
    for start, end, address in addresses:
        if address in seen or not (name := _name(text, start, end, address)):
            continue
        seen.add(address)
        found.append(Someone(address, name, tuple(map(bare, tokens(name))), address.rpartition("@")[2] not in inside))
    return found


@lru_cache(maxsize=1_024)
def fits(name_tokens: tuple[str, ...], address: str) -> bool:
    """Whether a name and the part of an address before the @ are of one person."""
    local = address.partition("@")[0].lower()
    parts = re.split(r"[._+-]", local)
    return any(
        (len(form) > 3 and form in local)
        or (len(form) == 3 and any(part.startswith(form) or part.endswith(form) for part in parts))
        or (len(form) == 2 and form in parts)
        for token in name_tokens
        for form in _forms(token)
    )


def _forms(token: str) -> tuple[str, ...]:
    """The ways in which a name is spelt in an address."""
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", token) if not unicodedata.combining(sign))
    whole = token.translate(_UMLAUTS)
    return tuple(re.sub(r"[^a-z]", "", form) for form in (bare, whole))


def _name(text: str, start: int, end: int, address: str) -> str:
    """The owner's name; empty where none can be told."""
    before = text[max(0, start - FAR) : start]
    names = [match for match in _NAME.finditer(before) if fits(tokens(match["name"]), address)]
    if names:
        return _trim(names[-1]["name"], address)
    after = [match for match in _NAME.finditer(text[end : end + NEAR]) if fits(tokens(match["name"]), address)]
    if after:
        return _trim(after[0]["name"], address)
    near = [
        match
        for match in _NAME.finditer(before[-NEAR:])
        if len(match["name"].split()) > 1 or match["name"][0] > "\u2e80"
    ]
    if near and _BESIDE.match(before[-NEAR:][near[-1].end() :]):
        return near[-1]["name"]
    return ""


def _trim(name: str, address: str) -> str:
    """Without a capitalised word in front that is no name: "Bitte Frau" or "Meet"."""
    words = name.split()
    while len(words) > 1 and (
        words[0].lower() in _NO_NAMES
        or (len(words) > 2 and not fits((words[0].lower(),), address) and words[0].lower() in _NO_NAMES)
    ):
        words = words[1:]
    return " ".join(words)


_NO_NAMES = bag(
    "meet please and the contact our hi hello dear bitte unser unsere herr herrn frau mein meine kontakt auch und ab neu neue neuer als merci"
    " bonjour notre mon ma contactez voici avec hola contacte por favor nuestro nuestra mi con le la el los cc also ask adding looping"
    " copying introducing email mail via to for from kollege kollegin colleague collègue compañero compañera ich stelle setze nehme"
    " ansprechpartner ansprechpartnerin"
)
