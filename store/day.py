"""The rep's day, put together once for the command and the page: replies, quiet deals, meetings with people outside, what waits."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from datetime import date, datetime, timedelta, tzinfo
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row

from matchers.owed import Open, Replies, asking, quiet, replies
from matchers.workdays import Workdays
from store import today
from store.hydrate import hydrated
from store.page import ROWS
from store.rows import ActivityRow, StatusRow, rfc3339
from store.saved import Assumed
from store.schema import activities
from store.status import status

SHOWN = 40
"""Of each list of replies and of quiet deals, the longest waits."""


class Rep(NamedTuple):
    """What is known of the rep besides the history."""

    own: frozenset[str] = frozenset()
    """Addresses and aliases; none: those of the accounts."""
    workdays: Workdays = Workdays()
    zone: tzinfo | None = None
    """None: the machine's own."""
    language: str = "en"
    assumed: Assumed = Assumed()
    """What typing would have cost: for the rep's own ledger."""


class Due(NamedTuple):
    """A conversation in which an answer is due, with its last mail."""

    row: ActivityRow
    days: int
    """Working days that it has been due."""


class QuietDeal(NamedTuple):
    """An open deal whose people have not been heard of."""

    deal: today.DealName
    days: int
    people: tuple[str, ...] = ()
    """Those on it; of the first SHOWN deals."""


class Day(NamedTuple):
    """All of it, for one moment."""

    at: int
    owed: tuple[Due, ...]
    awaited: tuple[Due, ...]
    owed_total: int
    awaited_total: int
    """These count those beyond SHOWN, too."""
    quiet: tuple[QuietDeal, ...]
    quiet_total: int
    """It counts those that were not asked for, too."""
    promises: tuple[today.Said, ...]
    meetings: tuple[ActivityRow, ...]
    waiting: today.Waiting
    accounts: tuple[StatusRow, ...]

    def as_json(self) -> dict[str, object]:
        """For scripts; docs/reference.md has the keys."""
        return {
            "at": rfc3339(self.at),
            "owed": [_due(one) for one in self.owed],
            "awaited": [_due(one) for one in self.awaited],
            "owed_total": self.owed_total,
            "awaited_total": self.awaited_total,
            "quiet": [{"deal": one.deal.id, "name": one.deal.name, "working_days": one.days} for one in self.quiet],
            "promises": [_said(one) for one in self.promises],
            "meetings": [{**_activity(row), "ends_at": rfc3339(row.ends_at)} for row in self.meetings],
            "waiting": self.waiting._asdict(),
            "accounts": [{"account": one.account, "state": one.state} for one in self.accounts],
        }


def read(connection: Connection, rep: Rep, now: int, most: int | None = None) -> Day:
    """Read it all. most: of the quiet deals, the longest; None: all of them."""
    since, until = bounds(now, rep.zone)
    days = working_days(rep, now)
    found = _replies(connection, rep, now, days)
    owed, awaited = found.owed[:SHOWN], found.awaited[:SHOWN]
    meetings = today.meetings(connection, since, until)
    silent = _silent(connection, now, days)
    rows = _rows(connection, [*(one.turn.id for one in (*owed, *awaited)), *meetings])
    return Day(
        at=now,
        owed=_dues(owed, rows),
        awaited=_dues(awaited, rows),
        owed_total=len(found.owed),
        awaited_total=len(found.awaited),
        quiet=_quiet(connection, silent[:most]),
        quiet_total=len(silent),
        promises=tuple(today.promises(connection, now)),
        meetings=tuple(rows[id] for id in meetings),
        waiting=today.waiting(connection),
        accounts=tuple(row for row in status(connection, now) if row.provider != "crm"),  # that waits for the rep
    )


def _replies(connection: Connection, rep: Rep, now: int, days: Callable[[int], int]) -> Replies:
    found = replies(today.turns(connection, now, rep.own), now, days)
    return asking(found, today.short_words(connection, (one.turn.id for one in (*found.owed, *found.awaited))))


def _silent(connection: Connection, now: int, days: Callable[[int], int]) -> list[tuple[int, int]]:
    """Quiet deals by key, with their days, the longest first."""
    deals = today.deal_touches(connection, now)
    return quiet({deal.key: deal.last for deal in deals}, (deal.key for deal in deals if deal.ahead), days)


def _quiet(connection: Connection, silent: list[tuple[int, int]]) -> tuple[QuietDeal, ...]:
    names = today.deal_names(connection, [key for key, _ in silent])
    people = today.deal_people(connection, [key for key, _ in silent[:SHOWN]])
    return tuple(QuietDeal(names[key], n, people.get(key, ())) for key, n in silent)


def bounds(now: int, zone: tzinfo | None) -> tuple[int, int]:
    """The rep's day, from its midnight to the next one."""
    day = _date(now, zone)
    return _midnight(day, zone), _midnight(day + timedelta(days=1), zone)


def _midnight(day: date, zone: tzinfo | None) -> int:
    start = datetime(day.year, day.month, day.day, tzinfo=zone)
    return int((start if zone else start.astimezone()).timestamp())


def _date(seconds: int, zone: tzinfo | None) -> date:
    return datetime.fromtimestamp(seconds, zone).date()  # without a zone: the machine's own


def working_days(rep: Rep, now: int) -> Callable[[int], int]:
    """Working days from a time on. Thousands of times are asked for: their dates are not made, the midnights between are counted."""
    here = _date(now, rep.zone)
    counted = rep.workdays.back(here)
    back = [-_midnight(here - timedelta(days=n), rep.zone) for n in range(len(counted) - 1)]
    return lambda since: counted[bisect_left(back, -since)]


def _rows(connection: Connection, ids: list[int]) -> dict[int, ActivityRow]:
    found: list[Row[Any]] = list(connection.execute(ROWS.where(activities.c.id.in_(ids)))) if ids else []
    return {row.id: row for row in hydrated(connection, found, 12)}


def _dues(found: tuple[Open, ...], rows: dict[int, ActivityRow]) -> tuple[Due, ...]:
    return tuple(Due(rows[one.turn.id], one.days) for one in found if one.turn.id in rows)


def _due(one: Due) -> dict[str, object]:
    return {**_activity(one.row), "working_days": one.days}


def _said(one: today.Said) -> dict[str, object]:
    return {"activity": one.activity, "at": rfc3339(one.at), "by": one.by, "text": one.text, "quote": one.quote}


def _activity(row: ActivityRow) -> dict[str, object]:
    return {
        "activity": row.id,
        "at": rfc3339(row.occurred_at),
        "subject": row.subject,
        "with": [person.address for person in row.people if person.outside],
        "deals": [link.id for link in row.deals],
    }
