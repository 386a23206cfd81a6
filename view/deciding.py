"""The seam between the review desk and the store's writer: the view itself can only read.

Each callable takes the store's turn for one moment, changes what the rep decided, and lets go. It may raise a RepsideError: then
nothing was changed, and its sentence is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum
from typing import NamedTuple

from store.decisions import Outcome, Wanted


class Answered(Enum):
    """What came of an answer."""

    DONE = "done"
    CHANGED = "changed"
    """Other deals fit by now than those that were shown: nothing was done."""
    CLOSED = "closed"
    """It is answered already, or its activity is gone: nothing was done."""


class Answer(NamedTuple):
    """What the rep says to an open question."""

    activity: int
    deal: int | None
    """None: it is of none of them."""
    shown: tuple[int, ...]
    """The deals that stood before the rep's eyes, in their order."""


class ByHand(NamedTuple):
    """An activity that the rep files, or takes off."""

    activity: int
    target: str
    """deal, contact."""
    record: int
    """Its key."""
    off: bool = False


class Decide(NamedTuple):
    """What the desk may ask for, and nothing else."""

    approve: Callable[[Wanted], Outcome]
    edit: Callable[[Wanted, Mapping[str, str]], Outcome]
    """With the parts of the new value, as `sync.crm.Value` names them; a value of one part is called `value`. Raises ValueError."""
    decline: Callable[[Wanted], Outcome]
    undo: Callable[[Wanted], Outcome]
    answer: Callable[[Answer], Answered]
    verify: Callable[[], tuple[int, int]]
    """Look up what may have arrived in the CRM: how many are clear by now, and how many are not."""
    retry: Callable[[str], int]
    """Let the next round read an item again that waits aside; how many it will."""
    file: Callable[[ByHand], str | None]
    """The record's name; None when it or the activity is not there any more, and nothing was done."""
