"""The views at a million activities: each reading beside the same statements by hand, and whole pages over HTTP with their weight.

ACTIVITIES (1000000) and CONTACTS (50000) say how large the store is.
"""

from __future__ import annotations

import gc
import gzip
import http.client
import os
import random
import re
import sqlite3
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from measure import ROOT, Line

sys.path.insert(0, str(ROOT))

import views_store as made

from store import day
from store.database import Database
from store.timeline import Filter, timeline
from view.server import open_view, settle

SAMPLES = 200
_PAGE = 51
_PEOPLE = 12


class Times(NamedTuple):
    """Milliseconds of CPU: everything is in memory, and a wall clock would measure the machine's other work."""

    p50: float
    p95: float

    def __str__(self) -> str:
        return f"{self.p50:.2g} / {self.p95:.2g} ms" if self.p95 < 10 else f"{self.p50:.0f} / {self.p95:.0f} ms"


def measure(home: Path) -> list[Line]:
    """All lines."""
    activities, people = int(os.environ.get("ACTIVITIES", "1000000")), int(os.environ.get("CONTACTS", "50000"))
    path = home / f"views-{activities}-{people}.sqlite"
    if not path.exists():
        made.build(path, activities, people)
    made.bring_up_to_date(path)
    database = Database.open(f"sqlite:///{path}", read_only=True)
    gc.set_threshold(20_000, 20, 20)  # as cli/main.py does it
    settle()  # as `repside view` does before it serves
    try:
        with database.read() as connection:
            lines = _readings(connection, _Raw(path), people)
            lines.append(_today(connection))
        return [*lines, *_pages(database, people)]
    finally:
        database.close()


class _Raw:
    """The statements of a page by hand, into tuples."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        self._connection.execute("pragma cache_size=-16384")

    def newest(self, _: int) -> int:
        return self._rows(f"{_ROWS} where orphaned_at is null and occurred_at < ? {_ORDER}", made.NOW)

    def linked(self, target: str) -> Callable[[int], int]:
        return lambda key: self._rows(
            f"{_ROWS} join links on links.activity_id = activities.id where target = ? and target_id = ? and at < ? "
            "and origin <> 'rep_removed' and orphaned_at is null order by at desc, activity_id desc limit 51",
            target, key, made.NOW,
        )  # fmt: skip

    def _rows(self, statement: str, *values: object) -> int:
        rows = self._connection.execute(statement, values).fetchall()
        ids = [row[0] for row in rows]
        marks = ",".join("?" * len(ids))
        for more in (_OF_PEOPLE, _OF_LINKS, _OF_COPIES):
            self._connection.execute(more.format(marks), ids).fetchall()
        return len(rows)


def _readings(connection: object, raw: _Raw, people: int) -> list[Line]:
    chance = random.Random(5)
    contacts = [1 + int(people * chance.random() ** 3) for _ in range(SAMPLES)]
    deals = [made.company(contact) for contact in contacts]

    def ours(**wanted: object) -> int:
        filter_ = Filter(until=made.NOW + 1, limit=_PAGE, people=_PEOPLE)._replace(**wanted)
        return len(timeline(connection, filter_))  # type: ignore[arg-type]

    lines: list[Line] = []
    slowest = 0.0
    for name, keys, one, beside in (
        ("timeline", contacts, lambda _: ours(), raw.newest),
        ("contact", contacts, lambda key: ours(contact=key), raw.linked("contact")),
        ("deal of 8 contacts", deals, lambda key: ours(deal=key), raw.linked("deal")),
    ):
        times, by_hand = _in_turn(keys, one, beside)
        slowest = max(slowest, times.p95)
        lines.append(
            Line(f"{name}, newest 50: p50 / p95", str(times), f"by hand {by_hand}", times.p95 / by_hand.p95, 2, False)
        )
    lines.append(Line("the slowest of these, p95", f"{slowest:.1f} ms", "fixed", slowest, 4, False, " ms"))
    for name, words in (
        ("a rare word", made.RARE), ("two common words", f"{made.COMMON} {made.OTHER}"), ("four letters", made.COMMON[:4]),
    ):  # fmt: skip
        times = _timed(lambda _, words=words: ours(query=words), contacts)
        lines.append(Line(f"search, {name}: p50 / p95", str(times), "fixed", times.p95, 3, False, " ms"))
    times = _timed(lambda key: ours(contact=key, query=made.COMMON), contacts)
    lines.append(Line("search within a contact: p50 / p95", str(times), "fixed", times.p95, 20, False, " ms"))
    return lines


def _today(connection: object) -> Line:
    times = _timed(lambda _: bool(day.read(connection, day.Rep(), made.NOW, day.SHOWN)), range(20))  # type: ignore[arg-type]
    return Line("today: p50 / p95", str(times), "fixed", times.p95, 100, False, " ms")


def _pages(database: Database, people: int) -> list[Line]:
    """Whole pages, as a browser gets them; the weight is of the page with all it loads, as it travels."""
    lines = []
    with open_view(database, clock=_Clock()) as serving:
        browser = _Browser(serving.port, serving.link)
        history = "/history" if browser.get("/history")[0] == 200 else "/"
        busy = 1 + people // 50_000
        paths = dict.fromkeys(
            ("/", history, f"{history}?q={made.COMMON}+{made.OTHER}", f"/contacts/{busy}", f"/deals/{made.company(busy)}", "/contacts",
             "/receipt", "/desk")
        )  # fmt: skip
        for path in paths:
            times = _timed(lambda _, path=path: browser.get(path)[0] == 200, range(60))
            lines.append(Line(f"page {path}: p50 / p95", str(times), "fixed", times.p95, 100, False, " ms"))
        weight, heaviest = max((browser.weight(path), path) for path in paths)
        lines.append(Line(f"the heaviest page ({heaviest}) with all it loads", f"{weight / 1e3:.1f} kB", "fixed", weight / 1e3, 60, False, " kB"))  # fmt: skip
    return lines


class _Clock:
    def now(self) -> int:
        return made.NOW


class _Browser:
    """Just enough of one: a session, compressed answers, and what a page loads."""

    def __init__(self, port: int, link: str) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._connection.request("GET", link.partition(f":{port}")[2])
        answer = self._connection.getresponse()
        answer.read()
        self._headers = {"Cookie": answer.headers["set-cookie"].partition(";")[0], "Accept-Encoding": "gzip"}

    def get(self, path: str) -> tuple[int, bytes, str]:
        """Status, the bytes as they travelled, the text."""
        self._connection.request("GET", path, headers=self._headers)
        answer = self._connection.getresponse()
        body = answer.read()
        plain = gzip.decompress(body) if answer.headers.get("content-encoding") == "gzip" else body
        return answer.status, body, plain.decode()

    def weight(self, path: str) -> int:
        """Bytes of a page and of everything that it names."""
        _, body, text = self.get(path)
        loaded = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', text))
        return len(body) + sum(len(self.get(each)[1]) for each in loaded)


def _in_turn(keys: Sequence[int], ours: Callable[[int], int], beside: Callable[[int], int]) -> tuple[Times, Times]:
    """The one and the other for each key, so that a disturbance meets both, and each as often first: whoever is has the memory's pages
    come from farther away. A page that differs ends the bench."""
    mine, theirs = [], []
    both = [(mine, ours), (theirs, beside)]
    for key in keys:
        both.reverse()
        for times, read in both:
            started = time.process_time()
            read(key)
            times.append((time.process_time() - started) * 1e3)
        if ours(key) != beside(key):
            raise SystemExit("the view and the statements by hand read different pages")
    return _times(mine), _times(theirs)


def _timed(read: Callable[[int], object], keys: Sequence[int]) -> Times:
    times = []
    for key in (keys[0], *keys):
        started = time.process_time()
        if not read(key) and key != keys[0]:
            pass  # a contact may have no such word
        times.append((time.process_time() - started) * 1e3)
    return _times(times[1:])


def _times(values: Sequence[float]) -> Times:
    return Times(statistics.median(values), statistics.quantiles(values, n=20)[-1])


_ROWS = """select activities.id, activities.kind, occurred_at, ends_at, all_day, direction, subject, substr(text, 1, 301),
  activities.status, location, marks, people_total, thread_id, accounts.name, message_id, ical_uid,
  exists (select 1 from questions where questions.activity_id = activities.id)
  from activities join accounts on accounts.id = account_id"""
_ORDER = "order by occurred_at desc, activities.id desc limit 51"
_OF_PEOPLE = """select activity_id, role, address, name, response, outside from participants
  where activity_id in ({}) and position < 12 order by activity_id, position"""
_OF_LINKS = """select activity_id, target, target_id, rule, evidence, origin,
  coalesce(contacts.name, companies.name, deals.name) from links
  left join contacts on target = 'contact' and contacts.id = target_id
  left join companies on target = 'company' and companies.id = target_id
  left join deals on target = 'deal' and deals.id = target_id where activity_id in ({})"""
_OF_COPIES = """select activity_id, streams.name, streams.remote, locators.remote, accounts.name from locators
  join streams on streams.id = stream_id join accounts on accounts.id = account_id where activity_id in ({})"""
