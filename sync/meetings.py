"""How an invitation in mail changes what we hold of a meeting (RFC 5546). Pure."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

from sync.model import Meeting

Verdict = Literal["store", "respond", "cancel", "ignore", "unverified"]


def supersedes(new: tuple[int, int], old: tuple[int, int]) -> bool:
    """Whether (sequence, stamp) replaces the one we hold: a higher sequence, then a later stamp."""
    return new > old


def verified(meeting: Meeting, senders: Collection[str]) -> bool:
    """Whether the mail came from one who may say this: the organizer; for a REPLY, that attendee."""
    return False


def accepts(meeting: Meeting, sender: str) -> Verdict:
    """What an invitation in a mail from `sender` does to what we hold."""
    return "ignore"
