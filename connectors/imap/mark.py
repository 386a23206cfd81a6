"""Where we are in a mailbox: the cursor's content."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from connectors.imap.box import Box
from sync.model import Cursor

KIND = "imap-1"
_MAX = 2**63


class Mark(NamedTuple):
    """Once this is stored, every message with `low <= UID < top` is stored too, as it was at change number `modseq`."""

    validity: int
    """UIDVALIDITY: the mailbox that the UIDs belong to."""
    top: int
    """UIDs from here on are new."""
    low: int
    """UIDs below are still owed by the backfill; 0: it is done."""
    modseq: int
    """Changes up to here are known; 0: the server does not count them."""
    present: int
    """Messages below `top` when it was read: a different number means that some have gone."""
    since: int
    """Start of the window that the backfill goes back to, epoch seconds; 0: no window."""

    @classmethod
    def start(cls, box: Box, head: int, since: int) -> Mark:
        """Nothing is listed yet, and everything below the head is owed."""
        return cls(box.validity, head, head if box.exists else 0, box.modseq, box.exists, since)

    @classmethod
    def read(cls, cursor: Cursor) -> Mark | None:
        """From a cursor; None when it is none of ours."""
        try:
            found: Any = json.loads(cursor.value) if cursor.kind == KIND else None
            values = [found[name] for name in ("v", "top", "low", "m", "n", "s")] if isinstance(found, dict) else []
        except (ValueError, KeyError, RecursionError):
            return None
        if len(values) != len(cls._fields) or not all(type(value) is int and 0 <= value < _MAX for value in values):
            return None
        return cls(*values)

    def cursor(self) -> Cursor:
        """As it is stored."""
        names = ("v", "top", "low", "m", "n", "s")
        return Cursor(KIND, json.dumps(dict(zip(names, self, strict=True)), separators=(",", ":")))
