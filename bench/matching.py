"""Matching: the links of a message by the book in memory, at 10,000 and at 1,000,000 contacts."""

from __future__ import annotations

import random
import sys
import time

from matchers.book import Book, CompanyEntry, ContactEntry
from matchers.contacts import PersonRow, links

MESSAGES = 5_000


def microseconds(size: int) -> float:
    """Microseconds of CPU a message of four people, two of them of known companies; the best of three passes."""
    contacts = (ContactEntry(n, f"Contact {n}", (f"p{n}@c{n // 20}.example",), n // 20) for n in range(size))
    companies = (CompanyEntry(n, f"Company {n}", (f"c{n}.example",)) for n in range(size // 20))
    book = Book(contacts, companies, ("me@own.example",), ("own.example",))
    crowd = [_people(random.Random(number), size) for number in range(MESSAGES)]
    best = float("inf")
    for _ in range(3):
        started = time.process_time()
        found = sum(len(links(people, book)) for people in crowd)
        best = min(best, (time.process_time() - started) / MESSAGES * 1e6)
    if found < 2 * MESSAGES:
        raise SystemExit("the book did not find everybody")
    return best


def _people(chance: random.Random, size: int) -> list[PersonRow]:
    known = chance.randrange(size)
    return [
        ("from", f"p{known}@c{known // 20}.example", "", ""),
        ("to", "me@own.example", "", ""),
        ("cc", f"new{chance.randrange(99)}@c{chance.randrange(size // 20)}.example", "", ""),
        ("cc", f"z{chance.randrange(99)}@gmail.com", "", ""),
    ]


if __name__ == "__main__":
    print(microseconds(int(sys.argv[1])))
