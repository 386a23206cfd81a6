"""A store of a million activities for the views: written row by row into the real schema, indexes afterwards, from a seed.

It is what years of mail look like to a query: a few contacts with thousands of mails, most with a handful; conversations of three;
two people outside on every third mail; one company in ten contacts, one open deal in each company, eight people on it.
"""

from __future__ import annotations

import json
import random
import sqlite3
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from measure import ROOT

sys.path.insert(0, str(ROOT))

from store import migrate
from store.database import Database

NOW = 1_795_000_000
"""18 November 2026."""
REP = "maya@own.example"
RARE, COMMON, OTHER = "zanzibar", "delivery", "price"
"""One word in 5,000 mails, and two in every fifth."""
YEARS = 4
PENDING, DECIDED = 1_000, 20_000
"""Proposals."""
_BATCH = 20_000
_EACH_COMPANY = 10
_ON_DEAL = 8


def build(path: Path, activities: int, people: int) -> None:
    """Write the store. Some two minutes for a million."""
    half = path.with_suffix(".half")
    half.unlink(missing_ok=True)
    database = Database.open(f"sqlite:///{half}")
    migrate.ensure(database)
    database.close()
    connection = sqlite3.connect(half, isolation_level=None, timeout=60)
    for pragma in (
        "locking_mode=exclusive",
        "journal_mode=off",
        "synchronous=off",
        "cache_size=-400000",
        "temp_store=memory",
    ):
        connection.execute(f"pragma {pragma}").fetchall()
    indexes = connection.execute(
        "select name, sql from sqlite_master where type = 'index' and sql is not null"
    ).fetchall()
    for name, sql in indexes:
        if "unique" not in sql.lower():
            connection.execute(f"drop index {name}")
    connection.execute("begin")
    _records(connection, people)
    _history(connection, activities, people)
    connection.execute(
        "insert into last_touches (target, target_id, at) select target, target_id, max(at) from links group by 1, 2"
    )
    connection.execute("commit")
    for _, sql in indexes:
        if "unique" not in sql.lower():
            connection.execute(sql)
    connection.execute("analyze")
    connection.close()
    half.rename(path)


def bring_up_to_date(path: Path) -> None:
    """A store that an earlier version of Repside built."""
    database = Database.open(f"sqlite:///{path}")
    migrate.ensure(database)
    database.close()
    for copy in path.parent.glob(f"{path.name}.before-*"):
        copy.unlink()
    connection = sqlite3.connect(path, isolation_level=None, timeout=60)
    if connection.execute("select 1 from proposals").fetchone() is None:
        connection.execute("begin")
        _proposals(connection)
        connection.execute("commit")
        connection.execute("analyze proposals")
    connection.close()


def _proposals(connection: sqlite3.Connection) -> None:
    """Of mail under a deal, the newest: what waits for the rep, and what was decided in years."""
    found = connection.execute(
        "select activity_id, target_id, at from links where target = 'deal' order by activity_id desc limit ?",
        (PENDING + DECIDED,),
    ).fetchall()
    rows = [
        (n.to_bytes(16, "big"), "next_step", "next_step", deal, activity, "null", json.dumps({"date": "2026-12-01", "text": "Send the plan"}),
         "null", "I send the plan", "promised", "rules", "pending" if n < PENDING else ("applied", "declined", "expired")[n % 3], at, at, at)
        for n, (activity, deal, at) in enumerate(found)
    ]  # fmt: skip
    _insert(connection, "proposals", rows, _COLUMNS["proposals"])


def _insert(connection: sqlite3.Connection, table: str, rows: list[tuple[Any, ...]], columns: str = "") -> None:
    if rows:
        connection.executemany(f"insert into {table} {columns} values ({', '.join('?' * len(rows[0]))})", rows)


def _records(connection: sqlite3.Connection, people: int) -> None:
    companies = people // _EACH_COMPANY
    _insert(connection, "accounts", [(1, "work", "imap", REP, "HEALTHY")], "(id, name, provider, address, state)")
    _insert(
        connection, "streams", [(1, 1, "INBOX", "Inbox", "inbox", NOW), (2, 1, "Sent", "Sent", "sent", NOW)],
        "(id, account_id, remote, name, role, complete_at)",
    )  # fmt: skip
    _insert(connection, "companies", [(n, f"Company {n}", f"company {n}") for n in range(1, companies + 1)])
    _insert(connection, "company_domains", [(f"c{n}.example", n) for n in range(1, companies + 1)])
    _insert(
        connection, "contacts",
        [(n, f"k{n}", f"Person {n}", "Buyer", "", company(n)) for n in range(1, people + 1)],
        "(id, external, name, title, phone, company_id)",
    )  # fmt: skip
    _insert(connection, "contact_addresses", [(address(n), n, 0) for n in range(1, people + 1)])
    _insert(
        connection, "deals",
        [(n, f"d{n}", f"Deal {n}", n, "Proposal", "50000", "EUR", "2026-12-31", "open") for n in range(1, companies + 1)],
        "(id, external, name, company_id, stage, amount, currency, close_date, status)",
    )  # fmt: skip
    first = [(n, (n - 1) * _EACH_COMPANY + k + 1, "") for n in range(1, companies + 1) for k in range(_ON_DEAL)]
    _insert(connection, "deal_contacts", first)


def company(contact: int) -> int:
    """Of a contact; a company's deal has its number, too."""
    return (contact - 1) // _EACH_COMPANY + 1


def address(contact: int) -> str:
    """Of a contact."""
    return f"p{contact}@c{company(contact)}.example"


def _history(connection: sqlite3.Connection, activities: int, people: int) -> None:
    started = time.perf_counter()
    rows: dict[str, list[tuple[Any, ...]]] = {}
    for number in range(1, activities + 1):
        for table, row in _activity(number, activities, people):
            rows.setdefault(table, []).append(row)
        if number % _BATCH == 0 or number == activities:
            for table, those in rows.items():
                _insert(connection, table, those, _COLUMNS.get(table, ""))
            rows.clear()
            if number % (_BATCH * 10) == 0:
                print(f"  {number:,} after {time.perf_counter() - started:.0f} s", file=sys.stderr, flush=True)


def _activity(number: int, activities: int, people: int) -> Iterator[tuple[str, tuple[Any, ...]]]:
    talk = number // 3
    chance = random.Random(talk)
    contact = 1 + int(people * chance.random() ** 3)
    second = (company(contact) - 1) * _EACH_COMPANY + 1 + chance.randrange(_EACH_COMPANY) if talk % 3 == 0 else contact
    on = [contact] if second == contact else [contact, second]
    at = NOW - 3_600 - (activities - number) * (YEARS * 365 * 86_400 // activities)
    out = (number + talk) % 2 == 0
    subject, text = _words(number, talk)
    yield "activities", (
        number, "message", number.to_bytes(16, "big"), 1, talk, at, "out" if out else "in", subject, text, "[]",
        f"{number}@mail.example", "", "", "", "", 0, 0, 0, len(on) + 1, "[]", at, 0,
    )  # fmt: skip
    names = [f"Person {each}" for each in on]
    crowd = [(address(each), f"Person {each}", 1) for each in on]
    crowd = [(REP, "Maya", 0), *crowd] if out else [crowd[0], (REP, "Maya", 0), *crowd[1:]]
    for place, (mail, name, outside) in enumerate(crowd):
        role = ("from", "to", "cc")[min(place, 2)]
        yield "participants", (number, place, role, mail, name, "", outside)
    yield "links", (number, "company", company(contact), "contact", "A contact of the company is on it", "matcher", at)
    for each in sorted(on):
        yield (
            "links",
            (number, "contact", each, "address", f"{address(each)} is Person {each}'s address", "matcher", at),
        )
    if (contact - 1) % _EACH_COMPANY < _ON_DEAL:
        yield (
            "links",
            (number, "deal", company(contact), "contact_role", "A contact of the deal is on it", "matcher", at),
        )
    yield "items", (1 + out, f"{number:08}", "captured")
    yield "locators", (number, 1 + out, f"{number:08}")
    yield "activity_search", (place(at, number), subject, text, " ".join([*names, *(one[0] for one in crowd)]))
    if number > activities - 600 and number % 20 == 0:
        yield "questions", (number, json.dumps([{"deal_id": company(contact), "reason": "a contact is on it"}]))


def _words(number: int, talk: int) -> tuple[str, str]:
    chance = random.Random(number)
    words = [_VOCABULARY[int(len(_VOCABULARY) * chance.random() ** 2)] for _ in range(38)]
    if number % 5_000 == 7:
        words[5] = RARE
    if chance.random() < 0.2:
        words[9] = COMMON
    if chance.random() < 0.2:
        words[15] = OTHER
    return f"{'Re: ' if number % 3 else ''}{words[0]} {words[1]} {talk}", " ".join(words)


def _vocabulary() -> list[str]:
    chance = random.Random(1)
    parts = [
        "ba",
        "de",
        "li",
        "mon",
        "ta",
        "re",
        "su",
        "ko",
        "van",
        "pri",
        "lo",
        "en",
        "sche",
        "du",
        "mi",
        "ra",
        "to",
        "gen",
        "fa",
        "wi",
    ]
    return sorted(
        {"".join(chance.choices(parts, k=chance.randint(2, 4))) for _ in range(20_000)}, key=lambda _: chance.random()
    )


_VOCABULARY = _vocabulary()
_COLUMNS = {
    "activities": "(id, kind, digest, account_id, thread_id, occurred_at, direction, subject, text, attachments, message_id, "
    "ical_uid, recurrence_id, status, location, all_day, sequence, stamp, people_total, marks, captured_at, unmatched)",
    "participants": "(activity_id, position, role, address, name, response, outside)",
    "links": "(activity_id, target, target_id, rule, evidence, origin, at)",
    "items": "(stream_id, remote, state)",
    "locators": "(activity_id, stream_id, remote)",
    "activity_search": "(rowid, subject, body, people)",
    "questions": "(activity_id, candidates)",
    "proposals": "(digest, kind, field, deal_id, activity_id, old, new, found, quote, rule, source, state, evidence_at, created_at, "
    "changed_at)",
}
