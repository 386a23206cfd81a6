"""Which conversation a message joins: by provider's thread or by Message-IDs with people in common, never by subject.

A shared Message-ID alone is not enough. Newsletters answer one id for everybody, and a colleague's forward of a customer's
mail is a talk of its own: so an outside person must be on both sides, or there must be none on either side.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple


class ThreadSeen(NamedTuple):
    """A stored conversation that one of the keys points to."""

    id: int
    outside: frozenset[str]
    """All outside addresses of its activities."""
    certain: bool = False
    """The provider itself says so, inside one mailbox: the people are not asked."""


class Joined(NamedTuple):
    """The conversation to join (None: begin a new one), and those that turn out to be the same one."""

    thread: int | None
    merge: tuple[int, ...] = ()
    """To be merged into `thread`, ascending."""


def join(keys: Iterable[bytes], outside: frozenset[str], found: Mapping[bytes, ThreadSeen]) -> Joined:
    """Where a message belongs. keys: its own Message-ID first, then its references, as keyed hashes.

    The oldest conversation (the smallest id) takes the others in, so the outcome does not depend on the order of arrival
    of the keys. A message that names two conversations joins them only if it shares people with both.
    """
    threads = {seen.id for key in keys if (seen := found.get(key)) and (seen.certain or overlap(outside, seen.outside))}
    if not threads:
        return Joined(None)
    oldest, *others = sorted(threads)
    return Joined(oldest, tuple(others))


def overlap(left: frozenset[str], right: frozenset[str]) -> bool:
    """Whether an outside person is on both sides, or on neither side any."""
    return not left.isdisjoint(right) or (not left and not right)
