"""Values of fields as proposals have them (sync/crm.py, `Value`): made of what a CRM says, and compared. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from connectors.wire import json_values
from connectors.wire.encoded import hidden
from sync.crm import Change, CrmContact, CrmDeal, Value
from sync.crm_errors import CrmConflict, CrmRefused

MAX_TEXT = 10_000
"""Characters of one value that are looked at."""
_STEP = re.compile(r"(\d{4}-\d\d-\d\d)(?::? |$)")
_NUMBER = re.compile(r"[+-]?\d{1,20}(?:\.\d{1,20})?")
_ADDRESS = re.compile(r"[^\s@<>,;\"\\]{1,64}@[^\s@<>,;\"\\]{1,255}")


WORDS: Mapping[str, tuple[str, ...]] = {
    "decision_maker": ("decision maker",),
    "economic_buyer": ("economic buyer", "economic decision maker", "budget holder"),
    "champion": ("champion",),
    "technical": ("technical", "technical buyer", "technical evaluator", "technical contact"),
    "procurement": ("procurement", "purchasing", "procurement contact"),
    "legal": ("legal", "legal contact", "legal counsel"),
    "user": ("user", "end user", "business user"),
}
"""Of ROLES, the words that CRMs use for each; the first one that a CRM has is written."""


def role_of(word: str) -> str:
    """The role behind a CRM's own word; the word itself where it is none of ROLES."""
    plain = _plain(word)
    return next((role for role, all_ in WORDS.items() if plain in all_ or plain == _plain(role)), word)


def word_for(role: str, has: Iterable[str]) -> str:
    """The CRM's own word for a role. Raises CrmRefused when it has none."""
    own = {_plain(word): word for word in has}
    for word in (*WORDS.get(role, ()), _plain(role)):
        if word in own:
            return own[word]
    raise CrmRefused(why=f"it has no word for the role {role.replace('_', ' ')}")


def _plain(word: str) -> str:
    return " ".join(re.split(r"[\s_-]+", word.casefold())).strip()


def text(found: Mapping[str, Any], name: str) -> str:
    """A text of a CRM's record: anybody may have typed it, into a form on the web too. What nobody can see in it is left out, and
    what no database can hold."""
    return hidden(json_values.text(found, name))


class Person(NamedTuple):
    """Whom a change puts on a deal."""

    address: str
    name: str
    title: str
    role: str

    @property
    def names(self) -> tuple[str, str]:
        """First and last name, as CRMs want them apart; the last one is never empty."""
        first, _, last = self.name.rpartition(" ")
        return first.strip(), last or self.address.partition("@")[0]


def person(value: Value) -> Person:
    """The person of a new_contact or a contact_role. Raises CrmRefused for what is none."""
    found = value if isinstance(value, dict) else {}
    address = found.get("address", "").strip()
    if not _ADDRESS.fullmatch(address):
        raise CrmRefused(why="it names no e-mail address")
    name, title, role = (" ".join(found.get(each, "").split()) for each in ("name", "title", "role"))
    return Person(address, name, title, role)


def words(value: Value, most: int = 0) -> str:
    """A value that is one text; empty for None. Raises CrmRefused for another one, and for more than `most` characters."""
    if value is not None and not isinstance(value, str):
        raise CrmRefused(why="it is no plain text")
    return short(value or "", most)


def short(text: str, most: int) -> str:
    """The text. Raises CrmRefused when it is longer than `most` characters (0: any length)."""
    if most and len(text) > most:
        raise CrmRefused(why=f"it has room for {most} characters, and the text has {len(text)}")
    return text


def money(raw: object) -> str:
    """A number of the CRM's as a decimal with two places or more; empty for what is none."""
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        raw = repr(raw)
    if not isinstance(raw, str):
        return ""
    try:
        number = Decimal(raw.strip()[:50])
    except InvalidOperation:
        return ""
    if not number.is_finite() or abs(number.adjusted()) > 15:
        return "0.00" if number.is_finite() and not number else ""
    plain = f"{number:f}"
    whole, _, rest = plain.partition(".")
    return f"{whole}.{rest.rstrip('0').ljust(2, '0')}"


def paid(value: Value) -> tuple[str, str]:
    """Decimal and currency of an amount to be written; both empty for None. Raises CrmRefused."""
    if value is None:
        return "", ""
    found = value if isinstance(value, dict) else {}
    amount, currency = found.get("amount", ""), found.get("currency", "").upper()
    if not _NUMBER.fullmatch(amount) or (currency and not re.fullmatch("[A-Z]{3}", currency)):
        raise CrmRefused(why="it is no amount of money")
    return money(amount), currency


def day(raw: object) -> str:
    """The date that a text begins with, as ISO has it; empty for none."""
    text = raw[:10] if isinstance(raw, str) else ""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return ""


def due(value: Value) -> str:
    """A date to be written; empty for None. Raises CrmRefused for what is none."""
    if value is None:
        return ""
    if not isinstance(value, str) or day(value) != value:
        raise CrmRefused(why="it is no date")
    return value


def step(text: str) -> tuple[str, str]:
    """Date and words of a next step that a CRM keeps in one text: an ISO date in front, a colon, the words."""
    found = _STEP.match(text)
    if found is None or not day(found[1]):
        return "", text
    return found[1], text[found.end() :].strip()


def stepped(value: Value, most: int = 0) -> str:
    """The one text for a next step. Raises CrmRefused when there is no room for it."""
    if value is None:
        return ""
    if not isinstance(value, dict):
        raise CrmRefused(why="it is no next step")
    when, what = due(value.get("date") or None), " ".join(value.get("text", "").split())
    return short(": ".join(part for part in (when, what) if part), most)


def _step(deal: CrmDeal) -> Value:
    if not deal.next_step and not deal.next_step_date:
        return None
    return {"date": deal.next_step_date, "text": deal.next_step}


def _amount(deal: CrmDeal) -> Value:
    return {"amount": deal.amount, "currency": deal.currency} if deal.amount else None


OF_DEAL: Mapping[str, Callable[[CrmDeal], Value]] = {
    "next_step": _step,
    "close_date": lambda deal: deal.close_date or None,
    "amount": _amount,
    "stage": lambda deal: deal.stage or None,
    "closed_lost": lambda deal: deal.stage or None,
}
"""What a field of a deal says. Losing a deal is a change of its stage."""
OF_CONTACT: Mapping[str, Callable[[CrmContact], Value]] = {
    "phone": lambda contact: contact.phone or None,
    "title": lambda contact: contact.title or None,
    "email": lambda contact: contact.addresses[0] if contact.addresses else None,
}


def _key(field: str, value: Value) -> object:
    """What two values of a field have in common when they say the same."""
    if not value:
        return None
    if isinstance(value, str):
        text = " ".join(value.split())
        return text.casefold() if field == "email" else text
    if field == "amount":
        return money(value.get("amount", "")), value.get("currency", "").upper()
    if field == "next_step":
        return value.get("date", ""), " ".join(value.get("text", "").split())
    address = value.get("address", "").casefold()
    return (address, value.get("role", "")) if field == "contact_role" else address


def same(field: str, one: Value, two: Value) -> bool:
    """Whether two values say the same. An amount without a currency is in any; a person on a deal is known by the address."""
    left, right = _key(field, one), _key(field, two)
    if field == "amount" and isinstance(left, tuple) and isinstance(right, tuple):
        return bool(left[0] == right[0] and (left[1] == right[1] or not left[1] or not right[1]))
    return left == right


def open_to(change: Change, current: Value) -> bool:
    """Whether there is something to write: False when it is there already. Raises CrmConflict for a value that the rep did not see."""
    if same(change.field, current, change.new):
        return False
    if not same(change.field, current, change.old):
        raise CrmConflict(record=change.id, current=current)
    return True
