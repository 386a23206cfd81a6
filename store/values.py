"""Values of fields as proposals, decisions and the outbox store them."""

from __future__ import annotations

import json

from sync.crm import Value


def dumped(value: Value) -> str:
    """As it is stored: equal values are equal text."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def loaded(stored: str) -> Value:
    """The value again."""
    value: Value = json.loads(stored)
    return value
