"""When a proposal ends by its own clock. Pure."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from sync.crm import Value

DAY = 86_400
EVIDENCE_SECONDS = 60 * DAY
"""How long words about an amount, a stage, a loss, a person or a detail stand for themselves."""
DATE_SECONDS = 36 * 3_600
"""From the beginning of a day in UTC until it is over in every time zone of the earth: noon of the day after."""


def expires_at(kind: str, new: Value, evidence_at: int) -> int:
    """When a proposal ends by its own clock: a date when it is over, everything else 60 days after the words were written."""
    day = new.get("date", "") if isinstance(new, dict) else str(new or "")
    if kind in {"next_step", "close_date"} and is_day(day):
        return int(datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC).timestamp()) + DATE_SECONDS
    return evidence_at + EVIDENCE_SECONDS


def is_day(text: str) -> bool:
    """Whether it is an ISO date that has days after it."""
    try:
        return date.fromisoformat(text).isoformat() == text and date.fromisoformat(text) < date.max - timedelta(days=3)
    except ValueError:
        return False
