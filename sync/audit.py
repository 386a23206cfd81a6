"""The audit: a stream is enumerated once more and compared with the ledger, both ways. What it finds, and when it is due.

    gap      an item that is there and has no row here, or a row whose content is lost
    stray    a row here whose item the provider says is gone

News since the last round is no gap: the stream is brought up to date before anything is called one. store/audit.py does the work.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

DUE = 86_400
"""Seconds after which a stream is compared again."""
OVERDUE = 26 * 3_600
"""Seconds after which an account may not be called healthy any more: a day, and two hours to get round to it."""
TOLD = 7 * 86_400
"""Seconds for which a find is told in the status."""
AHEAD = 3_600
"""Seconds that a stored time may lie in the future before it means nothing: a clock was wrong then, or is now."""


class Audit(NamedTuple):
    """What one comparison found."""

    remote: int = 0
    """Items that the provider has."""
    missing: int = 0
    """Gaps."""
    stray: int = 0
    repaired: int = 0
    """Of both."""

    @property
    def unexplained(self) -> int:
        """What is still on one side only."""
        return self.missing + self.stray - self.repaired


def total(audits: Sequence[Audit]) -> Audit:
    """All streams together."""
    return Audit(*map(sum, zip(*audits, strict=True))) if audits else Audit()


def is_due(audited_at: int | None, now: int) -> bool:
    """Whether a stream should be compared now."""
    return audited_at is None or not now - DUE < audited_at <= now + AHEAD


def is_overdue(audited_at: int | None, now: int) -> bool:
    """Whether too long ago for `HEALTHY`."""
    return audited_at is None or not now - OVERDUE < audited_at <= now + AHEAD
