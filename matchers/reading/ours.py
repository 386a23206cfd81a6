"""The name of the rep's own company in a customer's words: every letter of it is a mark that the rules know.

"Northlight gets the order" and "you get the order" say the same, and no rule may know what the rep's company is called. It is read
off the addresses of the rep's side; a name that is also a common word, or a mail provider's, is not marked.
"""

from __future__ import annotations

import re
from functools import lru_cache

from matchers.reading.bag import bag
from matchers.reading.text import OURS, common
from sync.model import Letter

_PROVIDERS = bag(
    "gmail googlemail outlook hotmail live msn yahoo ymail icloud gmx web proton protonmail aol orange free wanadoo bluewin posteo mailbox"
    " fastmail zoho telefonica movistar comcast verizon freenet t-online laposte sfr libero terra"
)
_SHORTEST = 4


def names(letter: Letter) -> frozenset[str]:
    """What the companies of the rep's side are called, in small letters, as their addresses say."""
    return _names(frozenset(person.address for person in letter.people) - letter.outside)


def marked(words: str, letter: Letter) -> str:
    """Levelled words with each letter of the own company's name as OURS. As many characters."""
    for name in names(letter):
        if name in words:
            words = re.sub(rf"\b{re.escape(name)}\b", lambda found: OURS * len(found[0]), words)
    return words


@lru_cache(maxsize=64)
def _names(addresses: frozenset[str]) -> frozenset[str]:
    # Of mail.acme.co.uk the company is the last part that is no short ending.
    labels = (address.rpartition("@")[2].lower().split(".")[:-1] for address in addresses)
    last = (next((part for part in reversed(parts) if len(part) >= _SHORTEST), "") for parts in labels)
    return frozenset(name for name in last if name and name not in _PROVIDERS and not common(name))
