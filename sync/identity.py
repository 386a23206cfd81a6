"""Which remote copies are one activity, and which activities are one conversation.

A mail is its Message-ID *and* a fingerprint (sender, subject, minute): a forged or recycled id does not swallow another mail.
Without an id the fingerprint is exact, never random, so that reading the mail again finds it again. All keys are keyed hashes.
"""

from __future__ import annotations

import re
from functools import lru_cache

from sync.model import MAX_REFERENCES, PREVIEW, Header
from sync.ports import Digest

_PREFIX = re.compile(
    r"^\s*(?:(?:re|aw|sv|vs|antw|fw|fwd|wg|tr|rv|i)\s*(?:\[\d+\])?\s*:|\[(?:ext|external|extern)\])\s*", re.IGNORECASE
)


@lru_cache(maxsize=64)  # each key of a mail asks for it, and a conversation's mails share it
def plain_subject(subject: str) -> str:
    """The subject without reply marks and without the tags that mail gateways put in front."""
    text = " ".join(subject.split())
    while match := _PREFIX.match(text):
        if match.end() == 0:
            break
        text = text[match.end() :]
    return text.casefold()


def sender(header: Header) -> str:
    """The first From address, or empty."""
    return next((p.address for p in header.people if p.role == "from"), "")


def message_key(header: Header, digest: Digest) -> bytes:
    """The identity of a mail, the same in every folder and account."""
    minute = "" if header.date is None else str(header.date // 60)
    if header.message_id:
        return digest("\0".join(("mail", header.message_id, sender(header), plain_subject(header.subject), minute)))
    people = ",".join(sorted({f"{p.role}:{p.address}" for p in header.people if p.role in {"from", "to", "cc"}}))
    when = header.received if header.date is None else header.date
    return digest("\0".join(("no-id", people, header.subject, str(when))))


def twin_key(header: Header, text: str, digest: Digest) -> bytes | None:
    """A second identity, for servers that give each copy a Message-ID of its own: same people, subject, second and words."""
    words = " ".join(text.split())[:PREVIEW]
    if not words or header.date is None:
        return None
    people = ",".join(
        sorted(
            {
                f"{'from' if p.role == 'from' else 'to'}:{p.address}"
                for p in header.people
                if p.role in {"from", "to", "cc"}
            }
        )
    )
    return digest("\0".join(("twin", people, plain_subject(header.subject), str(header.date), words)))


def meeting_key(ical_uid: str, recurrence_id: str, digest: Digest) -> bytes:
    """The identity of one occurrence, the same in the calendar and in each invitation."""
    return digest("\0".join(("meeting", ical_uid, recurrence_id)))


def thread_keys(header: Header, digest: Digest) -> tuple[bytes, ...]:
    """The mail's own id first, then what it refers to, then the provider's conversation. Empty ids join nothing."""
    own = (header.message_id,) if header.message_id else ()
    ids = [f"id {i}" for i in (*own, *header.references[:MAX_REFERENCES]) if i]
    if header.conversation:
        ids.append(f"conversation {header.conversation}")
    return tuple(map(digest, ids))
