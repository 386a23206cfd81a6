"""What may enter the history, decided on the header alone, before any text is read.

The most restrictive rule wins: one excluded person on a mail keeps the whole mail out. A skip has a reason from REASONS and
leaves no content; an item with nobody known on it is *held*: keyed hashes of its outside addresses, nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import NamedTuple

from sync.model import PREVIEW, Header, Level, Person, Stream
from sync.ports import Book, Digest, Reader

REASONS = {
    "before_window": "older than the history that you asked for",
    "drafts": "a draft",
    "spam": "marked as spam",
    "trash": "in the trash",
    "excluded_folder": "in a folder that you excluded",
    "excluded": "someone or something on it that you excluded",
    "private": "marked private or confidential",
    "automated": "sent by a machine",
    "auto_reply": "an automatic reply",
    "bounce": "a delivery failure",
    "bulk": "a newsletter or mass mail",
    "internal": "only colleagues on it",
    "own": "only yourself on it",
    "solo": "a calendar entry with nobody else",
    "no_people": "no readable address on it",
    "calendar_reply": "an answer to an invitation; counted on the meeting",
    "invitation": "an invitation or an answer to one, no correspondence",
    "chat": "a chat line",
}
"""Every reason for which an item is kept out, as the rep reads it."""

PURGED = frozenset({"excluded", "excluded_folder", "private", "spam"})
"""Reasons that also erase at once what was captured before."""

_STREAM_REASONS = {"drafts": "drafts", "junk": "spam", "trash": "trash"}
_MACHINE = ("bounce", "auto_reply", "automated", "bulk", "list")
_MARKED = (("draft", "drafts"), ("spam", "spam"), ("trash", "trash"), ("chat", "chat"))
_QUIET_SIGNALS = frozenset({"odd_address", "odd_charset", "some_people", "truncated"})


class Decision(NamedTuple):
    """keep, hold or skip; a skip has a reason, a hold has the outside addresses."""

    verdict: str
    reason: str = ""
    outside: frozenset[str] = frozenset()


class Exclusions(NamedTuple):
    """The rep's own list, as keyed hashes: whoever reads the store cannot read whom the rep leaves out."""

    addresses: frozenset[bytes] = frozenset()
    domains: frozenset[bytes] = frozenset()
    words: frozenset[bytes] = frozenset()
    folders: frozenset[bytes] = frozenset()


class Rules(NamedTuple):
    """All that a decision depends on."""

    book: Book
    own: frozenset[str] = frozenset()
    """The rep's addresses and aliases."""
    internal: frozenset[str] = frozenset()
    """Domains of the rep's company."""
    digest: Digest | None = None
    exclusions: Exclusions = Exclusions()
    fold: Callable[[str], str] = str
    """An address without its plus-tag and the like, as matching knows it; for held items."""
    since: int = 0
    """Where the account's history begins, in seconds since 1970, for items that come up outside a listing; 0: no limit."""
    read: Reader | None = None
    """Reads findings from the words of what is kept; None: nothing is read from them."""


def stream_reason(stream: Stream, rules: Rules) -> str:
    """Why a whole stream is left unread; empty when it is read."""
    if rules.exclusions.folders and rules.digest and rules.digest(f"folder {stream.id}") in rules.exclusions.folders:
        return "excluded_folder"
    return _STREAM_REASONS.get(stream.role, "")


def screen(header: Header, rules: Rules) -> Decision:
    """Decide on one item."""
    signals = header.signals
    reason = _marked(signals) if signals else ""
    reason = reason or _labelled(header, rules) or _excluded(header, rules)
    if not reason and signals - _QUIET_SIGNALS:
        reason = "private" if "private" in signals else _machine(header, rules)
        reason = reason or ("invitation" if "meeting_message" in signals else "")
    if reason:
        return Decision("skip", reason)
    outside = outside_people(header.people, rules)
    if not outside:
        return Decision("skip", _nobody_outside(header, rules))
    knows = rules.book.knows
    if any(knows(address) for address in outside):
        return Decision("keep", "", outside)
    return Decision("hold", "", outside)


def outside_people(people: Iterable[Person], rules: Rules) -> frozenset[str]:
    """Addresses that are neither the rep's nor of the rep's company. A Reply-To is no participant: lists put themselves there."""
    own = rules.own
    return frozenset(
        person.address
        for person in people
        if person.address not in own and person.role != "reply_to" and not is_internal(person.address, rules)
    )


def is_internal(address: str, rules: Rules) -> bool:
    """Whether the address is the rep's or a colleague's."""
    if address in rules.own:
        return True
    domain = address.rpartition("@")[2]
    internal = rules.internal
    if not internal or domain in internal:
        return bool(internal)
    return any(domain.endswith("." + known) for known in internal)


def direction(header: Header, rules: Rules) -> str:
    """`out` when the rep sent it, `in` otherwise, `none` for meetings."""
    if header.kind == "meeting":
        return "none"
    return "out" if _from_rep(header, rules) else "in"


def cut(text: str, level: Level) -> str:
    """What the account's level lets through of the new text."""
    if level == "headers":
        return ""
    if level == "text" or len(text) <= PREVIEW:
        return text
    head = text[:PREVIEW]
    space = head.rfind(" ")
    return (head[:space] if space > PREVIEW - 30 else head).rstrip() + "…"


def held_keys(outside: Collection[str], rules: Rules) -> tuple[bytes, ...]:
    """Keyed hashes of addresses, their folded forms and their domains: how a contact that is added later finds this item."""
    digest = rules.digest
    if digest is None:
        return ()
    values = {f"address {a}" for a in outside} | {f"domain {d}" for a in outside for d in _domains(a)}
    values |= {f"folded {folded}" for a in outside if (folded := rules.fold(a)) != a}
    return tuple(map(digest, sorted(values)))


def _marked(signals: frozenset[str]) -> str:
    for signal, reason in _MARKED:
        if signal in signals:
            return reason
    return ""


def _labelled(header: Header, rules: Rules) -> str:
    """A label is a folder: one that is excluded keeps out whatever bears it."""
    folders, digest = rules.exclusions.folders, rules.digest
    if header.labels and folders and digest and any(digest(f"folder {label}") in folders for label in header.labels):
        return "excluded_folder"
    return ""


def _excluded(header: Header, rules: Rules) -> str:
    exclusions, digest = rules.exclusions, rules.digest
    if digest is None:
        return ""
    if exclusions.addresses and any(
        digest(f"address {address}") in exclusions.addresses
        for p in header.people
        for address in {p.address, rules.fold(p.address)}  # whoever is left out stays out under a plus-tag, too
    ):
        return "excluded"
    if exclusions.domains and any(
        digest(f"domain {domain}") in exclusions.domains for p in header.people for domain in _domains(p.address)
    ):
        return "excluded"
    if exclusions.words and any(digest(f"word {word}") in exclusions.words for word in words(header.subject)):
        return "excluded"
    return ""


def words(subject: str) -> set[str]:
    """The words of a subject, as the exclusion list knows them."""
    return {word for word in "".join(c if c.isalnum() else " " for c in subject.casefold()).split() if word}


def _domains(address: str) -> list[str]:
    """A domain and those above it: an excluded domain covers its subdomains."""
    labels = address.rpartition("@")[2].split(".")
    return [".".join(labels[i:]) for i in range(max(1, len(labels) - 1))]


def _machine(header: Header, rules: Rules) -> str:
    signals = header.signals
    if "calendar" in signals and "bounce" not in signals:
        return ""  # an invitation is sent by a machine, yet it is a meeting
    for signal in _MACHINE:
        if signal not in signals:
            continue
        if signal in {"bounce", "auto_reply"}:
            return signal
        if _from_rep(header, rules):
            continue  # the rep's own mail, sent through a tool
        if signal in {"bulk", "list"}:
            if _own_list(header, rules):
                continue  # its List-Unsubscribe is the list's, not a newsletter's
            return "bulk"
        return signal
    return ""


def _own_list(header: Header, rules: Rules) -> bool:
    """A list of the rep's own company carries customers' mail (sales@ours); others are newsletters."""
    host = header.list_id
    return bool(host) and any(host == d or host.endswith("." + d) for d in rules.internal)


def _from_rep(header: Header, rules: Rules) -> bool:
    return any(person.role == "from" and person.address in rules.own for person in header.people)


def _nobody_outside(header: Header, rules: Rules) -> str:
    others = {p.address for p in header.people} - rules.own
    if not header.people and header.kind == "message":
        return "no_people"
    if others:
        return "internal"
    return "solo" if header.kind == "meeting" else "own"
