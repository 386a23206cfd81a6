"""What EXAMINE says of a mailbox, from responses to a value."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from connectors.imap import wire
from connectors.imap.uids import Uids

_CODE = re.compile(rb"\* OK \[(UIDVALIDITY|UIDNEXT|HIGHESTMODSEQ) (\d{1,20})\]", re.IGNORECASE)


class Box(NamedTuple):
    """A mailbox at the moment it was opened."""

    validity: int
    """UIDVALIDITY: another number, other messages."""
    next: int
    """UIDs from here on are not given yet; 0: the server does not say."""
    exists: int
    modseq: int = 0
    """0: the mailbox counts no changes."""
    vanished: Uids | None = None
    """Gone since the mark that was given; None: the server does not tell."""
    flagged: Uids | None = None
    """Those whose flags changed since that mark; None: the server does not tell."""


def read(others: Iterable[list[bytes]], rows: Iterable[wire.Row], *, counts: bool, told: bool) -> Box:
    """`counts`: the server keeps MODSEQ; `told`: it was asked for changes since a mark. Garbled where a must is missing."""
    codes: dict[bytes, int] = {}
    exists = -1
    gone: list[Uids] = []
    for other in others:
        if code := _CODE.match(other[0]):
            codes[code[1].upper()] = int(code[2])
        elif found := wire.count(other):
            exists = found[0] if found[1] == "EXISTS" else exists
        elif seen := wire.vanished(other):
            gone.append(seen[1])
    if not codes.get(b"UIDVALIDITY"):
        raise wire.Garbled("the folder has no UIDVALIDITY")
    if exists < 0:
        raise wire.Garbled("the folder does not say how many messages it has")
    modseq = codes.get(b"HIGHESTMODSEQ", 0) if counts else 0
    told = told and modseq > 0
    return Box(
        codes[b"UIDVALIDITY"],
        codes.get(b"UIDNEXT", 0),
        exists,
        modseq,
        Uids.union(gone) if told else None,
        Uids.of(row.uid for row in rows if row.uid) if told else None,
    )
