"""CSV files of contacts and deals to rows, each bad row with its line and a plain reason."""

from __future__ import annotations

from typing import Generic, NamedTuple, TypeVar

Row = TypeVar("Row")


class ContactRow(NamedTuple):
    """One contact of a file."""

    line: int
    id: str
    name: str
    email: str
    other_emails: tuple[str, ...] = ()
    company: str = ""
    domain: str = ""
    title: str = ""
    phone: str = ""


class DealRow(NamedTuple):
    """One deal of a file."""

    line: int
    id: str
    name: str
    company: str = ""
    stage: str = ""
    amount: str = ""
    currency: str = ""
    close_date: str = ""
    status: str = "open"
    contacts: tuple[tuple[str, str], ...] = ()
    """Contact id or address, and the role on the deal (may be empty)."""


class BadRow(NamedTuple):
    """A row that was left out, and why, in a sentence for the rep."""

    line: int
    reason: str


class Table(NamedTuple, Generic[Row]):
    """What a file holds."""

    rows: list[Row]
    bad: list[BadRow]
    unknown_columns: list[str]


def contacts(raw: bytes) -> Table[ContactRow]:
    """The contacts of a CSV file. ValueError, with a sentence for the rep, when it is no such table."""
    return Table([], [], [])


def deals(raw: bytes) -> Table[DealRow]:
    """The deals of a CSV file. ValueError, with a sentence for the rep, when it is no such table."""
    return Table([], [], [])
