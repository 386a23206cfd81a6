"""What Google allows, and what each call costs of it.

Units: developers.google.com/workspace/gmail/api/reference/quota and .../calendar/api/guides/quota, as of May 2026.
"""

from __future__ import annotations

GMAIL = 6_000
"""Units a minute for one user of one project; older projects have 15,000, which the rep may set."""
CALENDAR = 600
"""Requests a minute for one user of one project."""


class Cost:
    """Units of each call that is made."""

    PROFILE = 1
    LABELS = 1
    HISTORY = 2
    LIST = 5
    GET = 20
    ATTACHMENT = 20
    THREAD = 40
    CALENDAR = 1
