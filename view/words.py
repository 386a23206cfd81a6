"""What codes mean, in the words that a rep reads."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from store.review import ProposalRow
from store.rows import ActivityRow, LinkRow, PersonRow
from sync.policy import REASONS

_RULES = {
    ("contact", "address"): "The contact's own address",
    ("contact", "other_address"): "Another address of the contact",
    ("contact", "folded"): "The contact's address in another spelling",
    ("company", "contact"): "A contact of the company is on it",
    ("company", "domain"): "The company's domain",
    ("deal", "conversation"): "You linked the conversation",
    ("deal", "word"): "A word of your own rules",
    ("deal", "person"): "A contact or company of your own rules",
    ("deal", "contact_role"): "A contact of the deal is on it",
    ("deal", "only_open_deal"): "The company's only open deal",
}
_MARKS = {
    "odd_address": "An address on it uses unusual letters. Check who it is before you answer.",
    "odd_charset": "Some letters could not be read and were replaced.",
    "truncated": "It was too long to be read in full; the beginning is kept.",
    "zone_unknown": "Its time zone is unknown, so the time may be off.",
    "unverified": "An invitation came with it from someone who is not the organiser. It changed nothing in your calendar.",
}
_STATES = {
    "HEALTHY": ("Complete", "good"),
    "CATCHING_UP": ("Catching up", "calm"),
    "WAITING_PROVIDER": ("Waiting", "calm"),
    "RECHECKING": ("Checking again", "calm"),
    "OFFLINE": ("Offline", "warn"),
    "SKIPPED": ("Set aside", "warn"),
    "AUDIT_OVERDUE": ("Check overdue", "warn"),
    "CLOCK_WRONG": ("Clock is wrong", "warn"),
    "ZONES_STALE": ("Old time zones", "warn"),
    "OTHER_DAEMON": ("In use elsewhere", "warn"),
    "CRM_UNKNOWN": ("To be verified", "warn"),
    "RECONNECT": ("Sign in again", "bad"),
    "ADMIN_NEEDED": ("Administrator needed", "bad"),
    "WRONG_ACCOUNT": ("Wrong account", "bad"),
    "DISK_FULL": ("Disk full", "bad"),
    "STORE_DAMAGED": ("Store damaged", "bad"),
}
_ROLES = {
    "from": "wrote it",
    "sender": "sent it for the writer",
    "reply_to": "answers go here",
    "to": "to",
    "cc": "copy",
    "bcc": "blind copy",
    "organizer": "organiser",
    "attendee": "invited",
}
_RESPONSES = {"accepted": "accepted", "declined": "declined", "tentative": "perhaps", "needs_action": "no answer yet"}
_FIELDS = {
    "next_step": "Next step",
    "close_date": "Close date",
    "amount": "Amount",
    "stage": "Stage",
    "closed_lost": "Closed as lost",
    "new_contact": "New contact",
    "contact_role": "Role",
    "phone": "Phone",
    "title": "Job title",
    "email": "Mail address",
}
STATES_OF_ITEMS = {
    "captured": "In your history, under the right contact.",
    "held": "Nobody on it is known to you. Only keyed hashes of the addresses are kept, no content; "
    "when you add the contact, it is fetched.",
    "skipped": "Left out on purpose, without its text being read. Each has a reason.",
    "quarantined": "It could not be read. It waits aside and never stops the others.",
    "unexplained": "The last comparison found them at the server and could not bring them in. The next one tries again.",
}
"""The four ends that a remote item can come to, and what an audit could not explain."""
LEVELS = {
    "headers": "lets in no text",
    "preview": "lets in the first 300 characters of the new text",
    "text": "lets in the whole new text",
}
"""How much text an account lets in."""
SHARED = {"headers": "who, when and the subject", "preview": "who, when, the subject and the first words"}
"""What others see at a level."""


def field(name: str) -> str:
    """A field of a deal or contact."""
    return _FIELDS.get(name, name.replace("_", " ").capitalize())


def source(row: ProposalRow) -> str:
    """What found a change: a rule by its name, or the rep's own model."""
    name = row.rule.rpartition(".")[2].replace("_", " ")
    return f"found by your model ({name})" if row.source == "model" else f"rule: {name}"


def rule(link: LinkRow) -> str:
    """Why a link was made, as a short phrase."""
    if link.origin == "rep":
        return "You linked it"
    return _RULES.get((link.target, link.rule), link.rule.replace("_", " ").capitalize())


def mark(code: str) -> str:
    """A badge as a sentence."""
    return _MARKS.get(code, code.replace("_", " ").capitalize())


def state(code: str) -> tuple[str, str]:
    """A state's short name, and how serious it is: good, calm, warn, bad."""
    return _STATES.get(code, (code.replace("_", " ").capitalize(), "bad"))


def role(person: PersonRow) -> str:
    """What someone is on a message or meeting, with the answer to an invitation."""
    words = _ROLES.get(person.role, person.role)
    answer = _RESPONSES.get(person.response, "")
    return f"{words}, {answer}" if answer else words


def reason(code: str) -> str:
    """Why an item was skipped."""
    return REASONS.get(code, code.replace("_", " "))


def money(amount: str, currency: str) -> str:
    """84,000 EUR; what is no number stays as the CRM writes it."""
    try:
        value = Decimal(amount)
    except InvalidOperation:
        return f"{amount} {currency}".strip()
    if not value.is_finite() or abs(value) >= 10**15:
        return f"{amount} {currency}".strip()
    whole = value == value.to_integral_value()
    return f"{value.to_integral_value() if whole else value:,f} {currency}".strip()


def person(one: PersonRow) -> str:
    """The name, or the address where there is none."""
    return one.name or one.address


def counterparts(row: ActivityRow) -> list[PersonRow]:
    """Those on the other side, each once: the writer of what came in, the receivers of what went out, a meeting's guests."""
    roles = {"in": ("from", "sender"), "out": ("to", "cc", "bcc")}.get(row.direction, ("organizer", "attendee"))
    there = [one for one in row.people if one.role in roles]
    others = [one for one in there if one.outside] or there or list(row.people)
    return list({one.address: one for one in reversed(others)}.values())[::-1]


def initials(name: str) -> str:
    """One or two letters to stand for a name."""
    parts = [part for part in name.replace("@", " ").split() if part[0].isalnum()]
    return "".join(part[0].upper() for part in (parts[:1] + parts[-1:] if len(parts) > 1 else parts)) or "·"


def plural(n: int, one: str, many: str = "") -> str:
    """1 item, 2 items."""
    return f"{n:,} {one if n == 1 else many or one + 's'}"
