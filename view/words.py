"""What codes mean, in the words that a rep reads."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from store.review import ProposalRow
from store.rows import ActivityRow, LinkRow, PersonRow
from view.language import Language, marked
from view.retold import Retold

_RULES = {
    ("contact", "address"): marked("The contact's own address"),
    ("contact", "other_address"): marked("Another address of the contact"),
    ("contact", "folded"): marked("The contact's address in another spelling"),
    ("company", "contact"): marked("A contact of the company is on it"),
    ("company", "domain"): marked("The company's domain"),
    ("deal", "conversation"): marked("You linked the conversation"),
    ("deal", "word"): marked("A word of your own rules"),
    ("deal", "person"): marked("A contact or company of your own rules"),
    ("deal", "contact_role"): marked("A contact of the deal is on it"),
    ("deal", "only_open_deal"): marked("The company's only open deal"),
}
_MARKS = {
    "odd_address": marked("An address on it uses unusual letters. Check who it is before you answer."),
    "odd_charset": marked("Some letters could not be read and were replaced."),
    "truncated": marked("It was too long to be read in full; the beginning is kept."),
    "zone_unknown": marked("Its time zone is unknown, so the time may be off."),
    "unverified": marked(
        "An invitation came with it from someone who is not the organiser. It changed nothing in your calendar."
    ),
}
_STATES = {
    "HEALTHY": (marked("Complete"), "good"),
    "CATCHING_UP": (marked("Catching up"), "calm"),
    "WAITING_PROVIDER": (marked("Waiting"), "calm"),
    "RECHECKING": (marked("Checking again"), "calm"),
    "OFFLINE": (marked("Offline"), "warn"),
    "SKIPPED": (marked("Set aside"), "warn"),
    "AUDIT_OVERDUE": (marked("Check overdue"), "warn"),
    "CLOCK_WRONG": (marked("Clock is wrong"), "warn"),
    "ZONES_STALE": (marked("Old time zones"), "warn"),
    "OTHER_DAEMON": (marked("In use elsewhere"), "warn"),
    "CRM_UNKNOWN": (marked("To be verified"), "warn"),
    "RECONNECT": (marked("Sign in again"), "bad"),
    "ADMIN_NEEDED": (marked("Administrator needed"), "bad"),
    "WRONG_ACCOUNT": (marked("Wrong account"), "bad"),
    "DISK_FULL": (marked("Disk full"), "bad"),
    "STORE_DAMAGED": (marked("Store damaged"), "bad"),
}
_ROLES = {
    "from": marked("wrote it"),
    "sender": marked("sent it for the writer"),
    "reply_to": marked("answers go here"),
    "to": marked("to"),
    "cc": marked("copy"),
    "bcc": marked("blind copy"),
    "organizer": marked("organiser"),
    "attendee": marked("invited"),
}
_RESPONSES = {
    "accepted": marked("accepted"),
    "declined": marked("declined"),
    "tentative": marked("perhaps"),
    "needs_action": marked("no answer yet"),
}
_FIELDS = {
    "next_step": marked("Next step"),
    "close_date": marked("Close date"),
    "amount": marked("Amount"),
    "stage": marked("Stage"),
    "closed_lost": marked("Closed as lost"),
    "new_contact": marked("New contact"),
    "contact_role": marked("Role"),
    "phone": marked("Phone"),
    "title": marked("Job title"),
    "email": marked("Mail address"),
}
_ENDS = {
    "captured": marked("In your history, under the right contact."),
    "held": marked(
        "Nobody on it is known to you. Only keyed hashes of the addresses are kept, no content; "
        "when you add the contact, it is fetched."
    ),
    "skipped": marked("Left out on purpose, without its text being read. Each has a reason."),
    "quarantined": marked("It could not be read. It waits aside and never stops the others."),
    "unexplained": marked(
        "The last comparison found them at the server and could not bring them in. The next one tries again."
    ),
}
"""The four ends that a remote item can come to, and what an audit could not explain."""
_LEVELS = {
    "headers": marked("lets in no text"),
    "preview": marked("lets in the first 300 characters of the new text"),
    "text": marked("lets in the whole new text"),
}
"""How much text an account lets in."""
_SHARED = {
    "headers": marked("who, when and the subject"),
    "preview": marked("who, when, the subject and the first words"),
    "none": marked("nothing"),
}
_SEEN = {
    "headers": marked("Others see who, when and the subject."),
    "preview": marked("Others see who, when, the subject and the first words."),
}
_DEAL_ROLES = {
    "decision_maker": marked("decision maker"),
    "economic_buyer": marked("economic buyer"),
    "champion": marked("champion"),
    "technical": marked("technical"),
    "procurement": marked("procurement"),
    "legal": marked("legal"),
    "user": marked("user"),
}
_TARGETS = {"contact": marked("contact"), "company": marked("company"), "deal": marked("deal")}
_DECIDED = {
    "pending": marked("pending"),
    "approved": marked("approved"),
    "applied": marked("applied"),
    "declined": marked("declined"),
    "expired": marked("expired"),
    "undone": marked("undone"),
    "unknown": marked("unknown"),
    "withdrawn": marked("withdrawn"),
}
_STATUSES = {"open": marked("open"), "won": marked("won"), "lost": marked("lost")}
_PROVIDERS = {"imap": marked("Mailbox (IMAP)"), "folder": marked("Folder on this machine")}
_REASONS = {
    "before_window": marked("older than the history that you asked for"),
    "drafts": marked("a draft"),
    "spam": marked("marked as spam"),
    "trash": marked("in the trash"),
    "excluded_folder": marked("in a folder that you excluded"),
    "excluded": marked("someone or something on it that you excluded"),
    "private": marked("marked private or confidential"),
    "automated": marked("sent by a machine"),
    "auto_reply": marked("an automatic reply"),
    "bounce": marked("a delivery failure"),
    "bulk": marked("a newsletter or mass mail"),
    "internal": marked("only colleagues on it"),
    "own": marked("only yourself on it"),
    "solo": marked("a calendar entry with nobody else"),
    "no_people": marked("no readable address on it"),
    "calendar_reply": marked("an answer to an invitation; counted on the meeting"),
    "invitation": marked("an invitation or an answer to one, no correspondence"),
    "chat": marked("a chat line"),
}
"""As in sync.policy.REASONS; a test holds them together."""


class Words:
    """The house's codes in one language."""

    def __init__(self, language: Language) -> None:
        self._say = language.gettext
        self._language = language
        self.retold = Retold(language)
        self.person, self.counterparts, self.initials = person, counterparts, initials

    def count(self, n: int) -> str:
        """1,234."""
        return self._language.number(n)

    def figure(self, value: float) -> str:
        """1.5."""
        return self._language.figure(value)

    def field(self, name: str) -> str:
        """A field of a deal or contact."""
        return self._known(_FIELDS, name)

    def source(self, row: ProposalRow) -> str:
        """What found a change: a rule by its name, or the rep's own model."""
        name = row.rule.rpartition(".")[2].replace("_", " ")
        if row.source == "model":
            return self._language.gettext("found by your model (%(name)s)", name=name)
        return self._language.gettext("rule: %(name)s", name=name)

    def rule(self, link: LinkRow) -> str:
        """Why a link was made, as a short phrase."""
        if link.origin == "rep":
            return self._language.gettext("You linked it")
        found = _RULES.get((link.target, link.rule))
        return self._say(found) if found else _plain(link.rule)

    def mark(self, code: str) -> str:
        """A badge as a sentence."""
        return self._known(_MARKS, code)

    def state(self, code: str) -> tuple[str, str]:
        """A state's short name, and how serious it is: good, calm, warn, bad."""
        if code not in _STATES:
            return _plain(code), "bad"
        name, weight = _STATES[code]
        return self._say(name), weight

    def role(self, person: PersonRow) -> str:
        """What someone is on a message or meeting, with the answer to an invitation."""
        role = self._say(_ROLES[person.role]) if person.role in _ROLES else person.role
        answer = self.response(person.response)
        return f"{role}, {answer}" if answer else role

    def response(self, code: str) -> str:
        """The answer to an invitation; empty where there is none."""
        return self._say(_RESPONSES[code]) if code in _RESPONSES else ""

    def reason(self, code: str) -> str:
        """Why an item was skipped."""
        return self._say(_REASONS[code]) if code in _REASONS else code.replace("_", " ")

    def end(self, state: str) -> str:
        """What it means that an item was captured, held, skipped, set aside, or is unexplained."""
        return self._say(_ENDS[state])

    def level(self, level: str) -> str:
        """How much text an account lets in."""
        return self._say(_LEVELS[level])

    def shared(self, level: str) -> str:
        """What others see at a level, as a phrase."""
        return self._known(_SHARED, level)

    def seen(self, level: str) -> str:
        """The same as a sentence."""
        return self._known(_SEEN, level)

    def deal_role(self, role: str) -> str:
        """What a person does in a purchase; the CRM's own word where it is none of ours."""
        return self._say(_DEAL_ROLES[role]) if role in _DEAL_ROLES else role.replace("_", " ")

    def target(self, target: str) -> str:
        """Contact, company or deal."""
        return self._say(_TARGETS[target])

    def decided(self, state: str) -> str:
        """What became of a proposal, in a word."""
        return self._say(_DECIDED[state]) if state in _DECIDED else state

    def status(self, status: str) -> str:
        """Open, won or lost."""
        return self._say(_STATUSES[status]) if status in _STATUSES else status

    def provider(self, name: str) -> str:
        """What kind of account it is."""
        return self._say(_PROVIDERS[name]) if name in _PROVIDERS else name.capitalize()

    @staticmethod
    def headed(text: str) -> str:
        """With a capital at its beginning."""
        return text[:1].upper() + text[1:]

    def money(self, amount: str, currency: str) -> str:
        """84,000 EUR; what is no number, or none that one would read, stays as the CRM writes it."""
        digits = _digits(amount)
        if digits is None:
            return f"{amount} {currency}".strip()
        return f"{self._language.number(Decimal(amount), digits)} {currency}".strip()

    def _known(self, table: dict[str, str], code: str) -> str:
        return self._say(table[code]) if code in table else _plain(code)


def _plain(code: str) -> str:
    """A code that has no words yet."""
    return code.replace("_", " ").capitalize()


def _digits(amount: str) -> int | None:
    """How many digits it has after the point; none after a whole number. None: it is not to be written as a number."""
    try:
        value = Decimal(amount)
    except InvalidOperation:
        return None
    if not value.is_finite() or abs(value) >= 10**15:
        return None
    digits = 0 if value == value.to_integral_value() else -int(value.as_tuple().exponent)
    return digits if digits <= 6 else None


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
