"""Headers that a provider has given in its own shape: parsed at once in the process that parses, and laid out as a page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from connectors import apart
from connectors.apart import parsers
from connectors.wire.header_block import Unparsed
from sync.model import Cursor, Gone, Header, Page, Ref, Rejected

Outcome = Ref | Gone | Rejected


def parsed(kept: Sequence[Unparsed]) -> dict[str, Outcome]:
    """One outcome a message, by id."""
    found: dict[str, Outcome] = {}
    orders = [("header", (one.block, one.received, ())) for one in kept]
    for one, header in zip(kept, parsers.all(orders) if orders else [], strict=True):
        if isinstance(header, Header):
            found[one.id] = one.ref(header)
        else:
            found[one.id] = Rejected(one.id, header.error if isinstance(header, apart.Lost) else "Malformed")
    return found


def page(outcomes: Iterable[Outcome], cursor: Cursor, since: int | None) -> Page:
    """What is to be stored, newest first. `since`: what the provider dates before is named only."""
    outcomes = list(outcomes)
    refs = [outcome for outcome in outcomes if isinstance(outcome, Ref)]
    return Page(
        sorted((ref for ref in refs if not _is_old(ref, since)), key=_newest_first),
        cursor,
        removed=[outcome.id for outcome in outcomes if isinstance(outcome, Gone)],
        outside=[ref.id for ref in refs if _is_old(ref, since)],
        rejected=[outcome for outcome in outcomes if isinstance(outcome, Rejected)],
    )


def _is_old(ref: Ref, since: int | None) -> bool:
    return since is not None and ref.header.received is not None and ref.header.received < since


def _newest_first(ref: Ref) -> tuple[int, str]:
    return -(ref.header.received or 0), ref.id
