"""What a mail's headers say of its nature: which of `sync.model.SIGNALS` they bear witness to.

Only what a program writes on purpose counts. Not a witness: X-Auto-Response-Suppress (Exchange puts it on people's mail
too) and Feedback-ID of Amazon SES (which relays people's mail too). RFC 3834, RFC 2919, RFC 2369, RFC 6522.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping

from connectors.wire.tree import Part

EMPTY: frozenset[str] = frozenset()

_ROBOT = re.compile(
    r"(?:^|[._+-])(?:no|not|never|do-?not|don-?t|dont|non|ne-?pas|nao|nicht|keine)[._-]?(?:reply|respond|responder|repondre|rispondere|antworten|antwort)"
    r"|^(?:noreply|donotreply)|(?:^|[._-])(?:auto-?(?:reply|responder|response|mailer|confirm)|automailer)(?:$|[._-])"
)
_BOUNCER = re.compile(
    r"^(?:mailer-daemon|mail-daemon|mailerdaemon|mdaemon|double-bounce|mail-deliverysystem)(?:$|[^a-z])"
)
_MACHINE = frozenset({"postmaster", "post_master", "root", "mailer", "daemon", "www-data", "cron", "nobody"})
# Daemons often give no domain, or an empty address beside their name.
_RAW_BOUNCER = re.compile(r"(?:^|[<\"])\s*mailer-daemon\s*(?:[<>\"(]|$)", re.IGNORECASE)
# Subjects that only programs write, whole or up to their colon.
_SUBJECT = re.compile(
    r"(undelivered mail returned to sender|mail delivery failed: returning message|delivery status notification ?\("
    r"|returned mail: see transcript|returned mail: user unknown|undeliverable: |undeliverable mail$|failure notice$"
    r"|mail system error - returned mail|warning: could not send message for past|unzustellbar: |non remis ?: |no se puede entregar: )"
    r"|(complaint about message from [0-9a-f.:]+$)"
    r"|(?:automatic reply: |auto-?reply: |out of office autoreply|out of office: |automatische antwort: |abwesenheitsnotiz"
    r"|réponse automatique ?: |respuesta automática: |risposta automatica: |resposta automática: |automatisch antwoord: "
    r"|autosvar: |automatisk svar: |automaattinen vastaus: |odpowiedź automatyczna: |automatická odpověď: )",
    re.IGNORECASE,
)
_BOUNCE_SUBJECT = re.compile(
    r"returned mail|undeliver|delivery (?:status|failure|has failed)|delivery failed|failure notice", re.IGNORECASE
)
# What a delivery report (RFC 3464) has even when somebody pasted it into a text.
_REPORT = (b"\nfinal-recipient:", b"\naction: failed", b"\nstatus: 5.")
_FLAGS = {
    "\\draft": "draft", "\\deleted": "trash", "$junk": "spam", "junk": "spam", "\\junk": "spam", "\\trash": "trash",
    "\\drafts": "draft", "\\spam": "spam", "\\chats": "chat", "$phishing": "spam",
}  # fmt: skip
_LABELS = {"draft": "draft", "drafts": "draft", "spam": "spam", "trash": "trash", "chat": "chat", "chats": "chat"}
_EXPUNGED = 0x0008  # of X-Mozilla-Status: deleted, the file not yet compacted


def _submitted(value: str) -> str:
    kind = re.split(r"[;\s(]", value, maxsplit=1)[0]
    if kind in {"no", ""}:
        return ""
    return "auto_reply" if kind.startswith("auto-repl") else "automated"


def _precedence(value: str) -> str:
    if value.startswith("auto"):
        return "auto_reply"
    return {"bulk": "bulk", "junk": "bulk", "list": "list"}.get(value, "")


def _top_type(value: str) -> str:
    if value.startswith("text/calendar"):
        return "calendar"
    if value.startswith("message/delivery-status"):
        return "bounce"
    if not value.startswith("multipart/report"):
        return ""
    if "disposition-notification" in value:
        return "auto_reply"
    return "automated" if "feedback-report" in value else "bounce"


def _mozilla(value: str) -> str:
    try:
        return "trash" if int(value[:4], 16) & _EXPUNGED else ""
    except ValueError:
        return ""


def _always(signal: str) -> Callable[[str], str]:
    return lambda value: "" if value in {"no", "none", "false", "0"} else signal


_RULES: dict[str, Callable[[str], str]] = {
    "auto-submitted": _submitted,
    "precedence": _precedence,
    "x-precedence": _precedence,
    "content-type": _top_type,
    "content-class": lambda value: "calendar" if value.endswith("calendarmessage") else "",
    "sensitivity": lambda value: "private" if value in {"private", "personal", "company-confidential"} else "",
    "x-autoreply": _always("auto_reply"),
    "x-auto-reply": _always("auto_reply"),
    "x-autorespond": _always("auto_reply"),
    "x-auto-response": _always("auto_reply"),
    "x-mail-autoreply": _always("auto_reply"),
    "delivered-to": lambda value: "auto_reply" if "autoresponder" in value else "",
    "x-mlserver": _always("automated"),
    "x-failed-recipients": _always("bounce"),
    "x-ms-exchange-message-is-ndr": lambda _: "bounce",
    "list-id": lambda _: "list",
    "list-post": _always("list"),
    "mailing-list": lambda _: "list",
    "list-unsubscribe": lambda _: "bulk",
    "feedback-id": lambda value: "" if "amazonses" in value else "bulk",
    "x-campaign": lambda _: "bulk",
    "x-campaignid": lambda _: "bulk",
    "x-campaign-id": lambda _: "bulk",
    "x-mc-user": lambda _: "bulk",
    "x-csa-complaints": lambda _: "bulk",
    "x-mailer-recptid": lambda _: "bulk",
    "x-spam-flag": lambda value: "spam" if value.startswith("yes") else "",
    "x-mozilla-status": _mozilla,
    "chat-version": lambda _: "chat",
}
_PARTS = {
    "delivery-status": "bounce",
    "global-delivery-status": "bounce",
    "disposition-notification": "auto_reply",
    "feedback-report": "automated",
}
_NULL_PATHS = frozenset({"<>", "<mailer-daemon>", "mailer-daemon"})


def signals(headers: Mapping[str, str], senders: Collection[str] = (), subject: str = "") -> frozenset[str]:
    """Signals of a mail: its wanted headers by lower-case name, the addresses of From and Sender, the decoded subject."""
    found = {_RULES[name](headers[name].lower()) for name in _RULES.keys() & headers.keys()}
    for address in senders:
        found.add(_sender(address))
    if not senders and _RAW_BOUNCER.search(headers.get("from", "")[:1024]):
        found.add("bounce")
    if told := _SUBJECT.match(subject):
        found.add("bounce" if told[1] else "automated" if told[2] else "auto_reply")
    labels = headers.get("x-gmail-labels")
    if labels:
        found.update(_LABELS.get(label.strip(' "').lower(), "") for label in labels[:4096].split(","))
    found.discard("")
    # A null return path alone is a bounce; answers of programs and calendars have one too, and say what they are.
    if headers.get("return-path", "x").lower() in _NULL_PATHS and not found & {"auto_reply", "calendar"}:
        found.add("bounce")
    return frozenset(found) if found else EMPTY


def flagged(flags: Iterable[str]) -> frozenset[str]:
    """Signals of IMAP flags, keywords and Gmail labels."""
    found = {_FLAGS[flag] for flag in map(str.lower, flags) if flag in _FLAGS}
    return frozenset(found) if found else EMPTY


def structure(parts: Iterable[Part], subject: str, start: bytes) -> frozenset[str]:
    """Signals that the leaves of a mail add, and the first kilobytes of its body where the subject speaks of a report."""
    found = set()
    for part in parts:
        if part.type == "message" and part.inside in {"report", "mixed"}:
            found.add(_PARTS.get(part.subtype, ""))
        elif part.subtype == "calendar" and part.inside == "alternative" and part.disposition != "attachment":
            found.add("calendar")
    if _BOUNCE_SUBJECT.search(subject):
        text = start.lower().replace(b"\r", b"").replace(b"\n> ", b"\n")
        if all(mark in text for mark in _REPORT):
            found.add("bounce")
    found.discard("")
    return frozenset(found) if found else EMPTY


def _sender(address: str) -> str:
    local, _, domain = address.partition("@")
    if _BOUNCER.match(local):
        return "bounce"
    if local in _MACHINE or _ROBOT.search(local):
        return "automated"
    return "calendar" if local == "calendar-notification" and domain == "google.com" else ""
