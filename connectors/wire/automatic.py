"""What the headers of a mail say of its nature: the names in `sync.model.SIGNALS`."""

from __future__ import annotations

from collections.abc import Mapping


def signals(headers: Mapping[str, str]) -> frozenset[str]:
    """Signals of a mail whose first headers are given by lower-case name."""
    return frozenset()
