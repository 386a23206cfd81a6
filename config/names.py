"""How settings are named and written outside the file: in variables and flags."""

from __future__ import annotations

import json
import re
from typing import Any

PREFIX = "REPSIDE_"


def label(name: str) -> str:
    """An account's name as a variable writes it: capitals, other signs as `_`."""
    return re.sub(r"[^A-Za-z0-9]", "_", name).upper()


def split(value: str) -> list[Any]:
    """A list in one line: `["a", "b"]` or `a, b`."""
    if value.lstrip().startswith("["):
        try:
            return list(json.loads(value))
        except ValueError:
            return [value]
    return [part.strip() for part in value.split(",") if part.strip()]
