"""What an account has used of its provider's allowance in the last minute, kept in a small file across restarts."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from config.paths import write_private
from sync.errors import RepsideError


class FileMemory:
    """One service of one account. What cannot be read or written is no error: the allowance has room for one restart."""

    def __init__(self, data: Path, account: str, service: str) -> None:
        self._path = data / "quota" / f"{re.sub(r'[^A-Za-z0-9._@+-]', '_', account)}.{service}.json"

    def load(self) -> Mapping[int, int]:
        """Seconds since 1970 → units; empty when there is nothing to be read."""
        try:
            found = json.loads(self._path.read_bytes()[:65_536])
            return {int(second): int(units) for second, units in found.items() if int(units) > 0}
        except (OSError, ValueError, TypeError, AttributeError):
            return {}

    def save(self, used: Mapping[int, int]) -> None:
        """Replace the file as a whole."""
        with suppress(OSError, RepsideError):
            write_private(self._path, json.dumps({str(second): units for second, units in used.items()}).encode())
