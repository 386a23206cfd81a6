"""What the day and the desk read by short ways, beside the same by plain ones: every row fetched, and looked at in Python."""

from __future__ import annotations

import json
import random
from collections import defaultdict
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection, insert, text

from matchers.owed import Turn
from matchers.workdays import LONGEST, Workdays
from store import day, desk, review, today
from store.database import Database
from store.schema_deals import proposals
from tests.store import handmade, handmade_desk
from tests.store.handmade import COLLEAGUE, DANA, DAY, HOUR, IVO, JURGEN, NADIA, NOW, PILOT, RENEWAL, REP, Shelf

OTHER = ("maya@alias.example", "Maya", False)
ODD = ('"a b>c"@quoted.example', "Odd", True)
PEOPLE = (DANA, IVO, NADIA, JURGEN, COLLEAGUE, REP, OTHER, ODD)
ROLES = ("from", "to", "to", "cc", "bcc", "reply_to", "organizer", "attendee", "sender")
STATES = ("pending", "approved", "applied", "declined", "expired", "unknown", "withdrawn")


def history(database: Database, chance: random.Random) -> None:
    """Mail and meetings of nine weeks, to come included, with people in any role and order."""
    with database.write() as connection:
        handmade.fill(connection)
        put = Shelf(connection)
        put.last = int(connection.scalar(text("select max(id) from activities")) or 0)
        put.put(NOW - 1, [("from", DANA), ("to", COLLEAGUE), ("cc", REP)], "FYI", "Who does this?")
        for number in range(60):
            kind, thread = chance.choice(("message", "message", "meeting")), 500 + chance.randrange(20)
            crowd = [(chance.choice(ROLES), chance.choice(PEOPLE)) for _ in range(chance.randrange(6))]
            put.put(NOW + chance.randrange(-63 * DAY, 5 * DAY, HOUR), crowd, f"Subject {number}", "Words?", kind=kind,
                    direction=chance.choice(("in", "out")), thread=thread)  # fmt: skip
        for statement in ("update activities set status = 'cancelled' where id % 11 = 3",
                          "update activities set orphaned_at = 1 where id % 13 = 5"):  # fmt: skip
            connection.execute(text(statement))


def plain_turns(connection: Connection, now: int, mine: set[str]) -> list[Turn]:
    """Everybody of every activity. Who wrote it and to whom counts of what came in."""
    window = {"since": now - today.SECONDS, "now": now}
    people: defaultdict[int, list[Any]] = defaultdict(list)
    for row in connection.execute(text("select * from participants order by position")):
        people[row.activity_id].append(row)
    rows = connection.execute(text(WINDOW), window).all()
    found = []
    for row in rows[: today.MOST]:
        crowd = [one for one in people[row.id] if one.role != "reply_to"]
        outside = frozenset(one.address for one in crowd if one.outside)
        to = [one.address for one in crowd if one.role == "to"]
        there = not mine.isdisjoint(one.address for one in crowd)
        came = row.direction == "in"
        author = next((one.address for one in crowd if one.role == "from"), "") if came else ""
        to_rep = not came or not to or not there or not mine.isdisjoint(to)
        at = row.occurred_at if row.ends_at is None else row.ends_at
        if outside:
            found.append(Turn(row.id, row.thread_id, row.kind, at, row.direction, outside, author, to_rep))
    return found


WINDOW = """select id, thread_id, kind, occurred_at, ends_at, direction from activities
  where occurred_at between :since and :now and orphaned_at is null and status <> 'cancelled' order by occurred_at desc, id desc"""


@pytest.mark.parametrize("seed", range(6))
def test_turns_are_those_of_everybody_looked_at_one_by_one(
    database: Database, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(seed)
    history(database, chance)
    if seed % 2:
        monkeypatch.setattr(today, "MOST", 25)
    with database.read() as connection:
        for own in ((), (REP[0],), (REP[0], OTHER[0]), ("nobody@else.example",)):
            plain = plain_turns(connection, NOW, set(own or [REP[0]]))
            assert sorted(today.turns(connection, NOW, own)) == sorted(plain)
            assert len(plain) > 15, "a history worth comparing"
            assert {one.to_rep for one in plain} == ({True} if "nobody@else.example" in own else {True, False})


@pytest.mark.parametrize("name", ["Europe/Berlin", "America/Santiago", "Asia/Beirut", "Australia/Lord_Howe", "UTC"])
def test_working_days_are_those_between_the_two_dates(name: str) -> None:
    zone, calendar = ZoneInfo(name), Workdays("DE")
    for now in (NOW, NOW - 200 * DAY):
        days = day.working_days(day.Rep(workdays=calendar, zone=zone), now)
        here = datetime.fromtimestamp(now, zone).date()
        counted = calendar.back(here)
        for since in range(now - 420 * DAY, now + 2 * DAY, 1_800):
            for at in (since, since - 1):
                past = (here - datetime.fromtimestamp(at, zone).date()).days
                assert days(at) == counted[max(0, min(past, LONGEST))], (name, at)


def test_of_the_quiet_deals_the_page_reads_the_first_and_counts_all(database: Database) -> None:
    with database.write() as connection:
        handmade.fill(connection)
    rep, later = day.Rep(frozenset({REP[0]})), NOW + 60 * DAY
    with database.read() as connection:
        whole = day.read(connection, rep, later)
        assert whole.quiet_total == len(whole.quiet) > 2
        for most in range(4):
            assert day.read(connection, rep, later, most) == whole._replace(quiet=whole.quiet[:most])
        named = {row.id: (row.external, row.name) for row in connection.execute(text("select * from deals"))}
    assert all((one.deal.id, one.deal.name) == named[one.deal.key] for one in whole.quiet)


def test_the_desk_s_page_reads_the_first_that_wait_and_counts_all(database: Database) -> None:
    waiting(database)
    with database.read() as connection:
        whole, every = desk.read(connection, NOW), review.proposals(connection)
        assert whole.waiting == [row for row in every if row.state == "pending"]
        assert whole.unknown == [row for row in every if row.state == "unknown"]
        assert whole.total == len(whole.waiting) > desk.MOST
        assert whole.recent[-20:] == [row for row in every if row.state == "approved"][:20]
        assert desk.read(connection, NOW, desk.MOST) == whole._replace(waiting=whole.waiting[: desk.MOST])


def test_proposals_are_chosen_as_one_would_by_hand(database: Database) -> None:
    waiting(database)
    with database.read() as connection:
        every = review.proposals(connection)
        assert {row.state for row in every} == set(STATES)
        for states in ([], ["pending"], ["pending", "unknown"], ["nothing"]):
            for deal in ("", RENEWAL, "d-3", "Harbor renewal 2027", "nobody's"):
                for ids in ([], [every[3].id, every[9].id], [1 << 80], [-1]):
                    keys = {"": None, RENEWAL: RENEWAL, "d-3": PILOT, "Harbor renewal 2027": RENEWAL}.get(deal, 0)
                    expected = [
                        row for row in every
                        if (not states or row.state in states) and (keys is None or row.deal_key == keys)
                        and (not ids or row.id in ids)
                    ]  # fmt: skip
                    assert review.proposals(connection, states=states, deal=deal, ids=ids) == expected
        assert review.proposals(connection, limit=5) == every[:5]


def waiting(database: Database) -> None:
    """A desk with more than its page shows, and with what was decided."""
    with database.write() as connection:
        handmade_desk.fill(connection, handmade.fill(connection))
        for number in range(100, 340):
            row = {
                "id": number, "digest": number.to_bytes(16, "big"), "kind": "next_step", "field": "next_step",
                "deal_id": (RENEWAL, PILOT)[number % 2], "contact_id": None, "old": "null", "new": json.dumps({"text": f"Step {number}"}),
                "quote": "I send it", "rule": "r", "source": "rules", "found": "null", "state": (*STATES, "pending")[number % 8],
                "evidence_at": NOW - number % 7 * DAY, "created_at": NOW, "changed_at": NOW, "activity_id": None,
            }  # fmt: skip
            connection.execute(insert(proposals), row)
