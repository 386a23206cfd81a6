"""The rep's day and the brief before a meeting, on a store made by hand."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import Connection, event, insert, text

from matchers.workdays import Workdays
from store import brief, day, last_touch, today
from store.database import Database
from store.ledger import erase_activities
from store.schema_deals import findings, proposals
from store.status import status
from tests.store.busy import busy
from tests.store.handmade import COLLEAGUE, DANA, DAY, HOUR, IVO, NADIA, NOW, RENEWAL, REP, Shelf, fill

OWN = frozenset({REP[0]})


def shelf(connection: Connection) -> Shelf:
    """The accounts, contacts and deals of the handmade store, without its activities."""
    fill(connection)
    erase_activities(connection, list(connection.scalars(text("select id from activities"))))
    connection.execute(text("delete from items"))
    return Shelf(connection)


def read(database: Database, *, region: str = "") -> day.Day:
    with database.read() as connection:
        return day.read(connection, day.Rep(OWN, Workdays(region)), NOW)


def test_replies_are_owed_and_awaited_in_working_days(database: Database) -> None:
    with database.write() as connection:
        put = shelf(connection)
        owed = put.put(NOW - 7 * DAY, [("from", DANA), ("to", REP)], "Terms", "When can you start?")
        put.put(NOW - 6 * DAY, [("from", NADIA), ("to", COLLEAGUE), ("cc", REP)], "FYI", "Who does this?")
        awaited = put.put(NOW - 8 * DAY, [("from", REP), ("to", IVO)], "Offer", "What do you think?", direction="out")
        put.put(NOW - 5 * DAY, [("from", REP), ("to", COLLEAGUE)], "Internal", "?", direction="out")
    found = read(database)
    assert [(one.row.id, one.days) for one in found.owed] == [(owed, 5)]
    assert [(one.row.id, one.days) for one in found.awaited] == [(awaited, 6)]


def test_a_meeting_of_the_same_people_settles_a_reply(database: Database) -> None:
    with database.write() as connection:
        put = shelf(connection)
        put.put(NOW - 7 * DAY, [("from", DANA), ("to", REP)], "Terms", "When can you start?")
        put.put(NOW - 6 * DAY, [("organizer", REP), ("attendee", DANA)], "Call", kind="meeting")
    assert read(database).owed == ()


def test_today_s_meetings_are_those_with_people_outside(database: Database) -> None:
    with database.write() as connection:
        put = shelf(connection)
        put.put(NOW + HOUR, [("organizer", REP), ("attendee", COLLEAGUE)], "Team", kind="meeting")
        meeting = put.put(NOW + HOUR, [("organizer", REP), ("attendee", DANA)], "Demo", kind="meeting")
        put.put(NOW + 2 * HOUR, [("organizer", REP), ("attendee", DANA)], "Off", kind="meeting", status="cancelled")
        put.put(NOW + 2 * DAY, [("organizer", REP), ("attendee", DANA)], "Later", kind="meeting")
        declined = put.put(NOW + 3 * HOUR, [("organizer", DANA), ("attendee", REP)], "No", kind="meeting")
        connection.execute(text("update accounts set address = :address where id = 1"), {"address": REP[0]})
        connection.execute(
            text("update participants set response = 'declined' where activity_id = :id and address = :address"),
            {"id": declined, "address": REP[0]},
        )
    assert [row.id for row in read(database).meetings] == [meeting]


def test_an_open_deal_without_a_word_is_quiet_unless_a_meeting_is_to_come(database: Database) -> None:
    link = [("deal", RENEWAL, "contact_role", "")]
    with database.write() as connection:
        put = shelf(connection)
        put.put(NOW - 30 * DAY, [("from", DANA), ("to", REP)], "Long ago", "Thanks", linked=link)
    assert [(one.deal.key, one.days > 10) for one in read(database).quiet] == [(RENEWAL, True)]
    with database.write() as connection:
        put.connection = connection
        put.put(NOW + 3 * DAY, [("organizer", REP), ("attendee", DANA)], "Soon", kind="meeting", linked=link)
    assert read(database).quiet == ()


def test_what_was_called_off_is_no_touch_and_none_to_come(database: Database) -> None:
    link = [("deal", RENEWAL, "contact_role", "")]
    with database.write() as connection:
        put = shelf(connection)
        for days, status in (
            (-9, ""),
            (-7, "cancelled"),
            (-5, ""),
            (-3, "cancelled"),
            (2, "cancelled"),
            (4, ""),
            (6, "cancelled"),
        ):
            kind = "message" if not status and days < 0 else "meeting"
            put.put(NOW + days * DAY, [("from", DANA), ("to", REP)], "On", kind=kind, linked=link, status=status)
    with database.read() as connection:
        for day in range(-10, 8):
            (deal,) = (one for one in today.deal_touches(connection, NOW + day * DAY) if one.key == RENEWAL)
            past = [days for days in (-9, -5, 4) if days <= day]
            assert deal.last == (NOW + past[-1] * DAY if past else None), day
            assert deal.ahead is (day < 4), day


def proposal(connection: Connection, number: int, **values: object) -> None:
    row = {
        "id": number, "digest": number.to_bytes(16, "big"), "kind": "next_step", "field": "next_step", "deal_id": RENEWAL,
        "contact_id": None, "old": "null", "new": json.dumps({"date": "2026-11-24", "text": "Send the plan"}), "quote": "I send the plan",
        "rule": "r", "source": "rules", "found": "null", "state": "pending", "evidence_at": NOW - 2 * DAY, "created_at": NOW, "changed_at": NOW,
        "activity_id": None,
    }  # fmt: skip
    connection.execute(insert(proposals), {**row, **values})


def test_a_brief_says_who_comes_what_was_said_and_promised_and_what_changed(database: Database) -> None:
    link = [("deal", RENEWAL, "contact_role", ""), ("contact", 1, "address", "")]
    with database.write() as connection:
        put = shelf(connection)
        met = put.put(NOW - 20 * DAY, [("organizer", REP), ("attendee", DANA)], "First", kind="meeting", linked=link)
        theirs = put.put(NOW - 3 * DAY, [("from", DANA), ("to", REP)], "Re: plan", "Our words", linked=link)
        ours = put.put(NOW - 2 * DAY, [("from", REP), ("to", DANA)], "Plan", "My words", direction="out", linked=link)
        meeting = put.put(
            NOW + HOUR,
            [("organizer", REP), ("attendee", DANA), ("attendee", COLLEAGUE)],
            "Demo",
            kind="meeting",
            linked=link,
        )
        proposal(connection, 1, activity_id=ours)
        proposal(connection, 2, kind="amount", field="amount", state="applied", new='{"amount":"5","currency":"EUR"}')
        proposal(connection, 3, activity_id=theirs, state="declined", quote="no")
        said = {"text": "Look into it", "by": "them"}
        connection.execute(
            insert(findings),
            {"activity_id": theirs, "position": 0, "kind": "promise", "value": json.dumps(said), "quote": "We look into it", "rule": "r", "source": "rules", "fresh": False},
        )  # fmt: skip
    with database.read() as connection:
        found = brief.brief(connection, meeting, NOW)
        assert brief.brief(connection, theirs, NOW) is None
        assert brief.brief(connection, 999, NOW) is None
    assert found is not None
    assert [guest.address for guest in found.guests] == [DANA[0]]
    guest = found.guests[0]
    assert guest.key == 1
    assert (guest.theirs and guest.theirs.activity, guest.ours and guest.ours.activity) == (theirs, ours)
    assert [(one.quote, one.due, one.by) for one in found.promises] == [
        ("I send the plan", "2026-11-24", "rep"), ("We look into it", "", "them")
    ]  # fmt: skip
    assert found.since == NOW - 20 * DAY
    assert met
    assert [one.field for one in found.changed] == ["amount"]
    assert [deal.key for deal in found.deals] == [RENEWAL]
    assert json.dumps(brief.as_json(found))


@pytest.mark.parametrize("empty", [True, False])
def test_a_day_is_told_to_scripts(database: Database, *, empty: bool) -> None:
    with database.write() as connection:
        if not empty:
            fill(connection)
    told = read(database).as_json()
    assert json.dumps(told)
    assert set(told) == {
        "at", "owed", "awaited", "owed_total", "awaited_total", "quiet", "promises", "meetings", "waiting", "accounts",
    }  # fmt: skip


def test_promises_without_a_day_are_those_of_open_deals_and_of_these_weeks(database: Database) -> None:
    with database.write() as connection:
        ids = busy(connection)
    found = read(database).promises
    assert [(one.activity, one.by, one.deal_name) for one in found] == [
        (ids["asked"], "them", "Harbor renewal 2027"),
        (ids["promise"], "rep", "Harbor renewal 2027"),
    ]
    with database.write() as connection:
        connection.execute(text("update deals set status = 'won' where id = :id"), {"id": RENEWAL})
    assert read(database).promises == ()


def test_who_promised_is_what_the_words_say_else_whose_mail_it_is() -> None:
    assert today.promised_by({"by": "them"}, "out") == "them"
    assert [today.promised_by({}, side) for side in ("out", "in", "none")] == ["rep", "them", ""]


def test_a_busy_day_waits_for_the_rep_and_names_who_went_quiet(database: Database) -> None:
    with database.write() as connection:
        busy(connection)
        connection.execute(
            text("update links set at = :at where target = 'deal' and target_id = 4"), {"at": NOW - 30 * DAY}
        )
        last_touch.renew(connection, {("deal", 4)})
    found = read(database)
    assert found.waiting == (1, 1, 1, 1)
    assert [(one.deal.name, one.people) for one in found.quiet] == [("Ostrava rollout", ("Jürgen Müller",))]
    assert (len(found.owed), found.owed_total) == (4, 4)


def test_what_starts_soon_has_a_time_and_somebody_outside(database: Database) -> None:
    with database.write() as connection:
        ids = busy(connection)
        connection.execute(text("update activities set all_day = true where id = :id"), {"id": ids["evening"]})
    with database.read() as connection:
        assert today.starts(connection, NOW, NOW + HOUR) == [(ids["soon"], NOW + HOUR // 2)]
        assert today.starts(connection, NOW, NOW + HOUR // 2 - 1) == []
        assert today.starts(connection, NOW, NOW + DAY // 2) == [(ids["soon"], NOW + HOUR // 2)]


def test_the_day_is_read_by_index(database: Database) -> None:
    """What Today asks walks no table of activities, links, items or participants."""
    if database.url.startswith("postgresql"):
        pytest.skip("its planner reads small tables as a whole")
    asked = []
    with database.read() as connection:
        listen = event.listens_for(connection, "before_cursor_execute")
        listen(lambda _c, _cursor, statement, values, _context, _many: asked.append((statement, values)))
        day.read(connection, day.Rep(OWN), NOW)
        plans = [row for statement, values in list(asked) for row in _plan(connection, statement, values)]
    assert len(asked) > 8
    assert len(plans) > 20
    walked = [step for step in plans if step.startswith("SCAN ") and step.split()[1] in _LARGE]
    assert walked == []


_LARGE = {"activities", "links", "items", "participants", "locators", "findings"}


def _plan(connection: Connection, statement: str, values: Any) -> list[str]:
    if not statement.lstrip().lower().startswith(("select", "with")):
        return []
    return [str(row[3]) for row in connection.exec_driver_sql(f"explain query plan {statement}", values)]


def test_a_change_that_may_have_arrived_is_a_state_of_its_own(database: Database) -> None:
    with database.write() as connection:
        fill(connection)
        proposal(connection, 1, state="unknown")
    with database.read() as connection:
        row = status(connection, NOW)[-1]
    assert (row.account, row.state) == ("CRM", "CRM_UNKNOWN")
    assert row.sentence == "Nobody knows whether 1 change arrived in the CRM."
    assert "repside review" in row.action
