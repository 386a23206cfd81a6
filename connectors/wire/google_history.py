"""Gmail's history folded into two lists: what is to be looked at, and what is gone. Pure.

Resource: developers.google.com/workspace/gmail/api/reference/rest/v1/users.history
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from connectors.wire.google_mail import OUTSIDE, labels, own_labels
from connectors.wire.json_values import inner, objects, text

_CHANGES = ("messagesAdded", "labelsAdded", "labelsRemoved")


def fold(records: Sequence[Mapping[str, Any]]) -> tuple[list[str], list[str]]:
    """What history records say, in the order of time, as two lists: to be looked at, and gone."""
    last: dict[str, bool] = {}
    for record in records:
        for item in objects(record, "messagesDeleted"):
            if name := text(inner(item, "message"), "id"):
                last[name] = False
        for kind in _CHANGES:
            for item in objects(record, kind):
                if (name := text(inner(item, "message"), "id")) and (word := _word(kind, item)) is not None:
                    last.pop(name, None)
                    last[name] = word
    return [name for name, there in last.items() if there], [name for name, there in last.items() if not there]


def _word(kind: str, item: Mapping[str, Any]) -> bool | None:
    """Whether the message is to be looked at, is gone, or is as it was (None): read, starred, put into a category."""
    now = labels(inner(item, "message"))
    outside = not OUTSIDE.isdisjoint(now)
    if kind == "messagesAdded":
        return None if outside else True  # a draft that is saved fifty times was never there
    touched = labels(item)
    moved = not OUTSIDE.isdisjoint(touched)
    if outside or (kind == "labelsAdded" and moved):
        return False
    return True if moved or own_labels(touched) else None
